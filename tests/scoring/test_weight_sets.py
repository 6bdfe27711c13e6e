"""A weight set can be written, read, compared and chosen, and its hash says whether scores can differ."""

import json

import numpy as np
import pytest

import promptsmith as ps
from promptsmith.errors import InputError
from promptsmith.scoring.intervals import Interval
from promptsmith.scoring.weights import EXPERT, WeightSet, calibrated, choose_weights, read_weights

MINE = WeightSet(
    "mine",
    {"general": (0.4, 0.3, 0.2, 0.1)},
    "calibrated",
    3,
    base=0.1,
    slope=0.7,
    intervals={"overall": Interval("a rating", 0.9, 50, (0.2,), n_words=(2, 40))},
    least_words=2,
    made={"label": "rating"},
)


def test_a_written_set_is_read_back_equal(tmp_path):
    path = tmp_path / "mine.json"
    MINE.to_json(path)

    assert read_weights(path) == MINE
    assert choose_weights(path) == choose_weights(str(path)) == MINE


def test_a_file_whose_numbers_do_not_fit_its_hash_is_refused(tmp_path):
    path = tmp_path / "mine.json"
    given = json.loads(MINE.to_json())
    given["domains"]["general"] = [0.3, 0.4, 0.2, 0.1]
    path.write_text(json.dumps(given), encoding="utf-8")

    with pytest.raises(InputError, match="not those of its hash"):
        read_weights(path)


@pytest.mark.parametrize("text", ["{}", "[]", "no json", '{"name": "a", "domains": {"general": [1]}}'])
def test_a_file_that_is_no_weight_set_is_refused(tmp_path, text):
    path = tmp_path / "mine.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        read_weights(path)


def test_a_missing_file_is_refused_with_its_name():
    with pytest.raises(InputError, match=r"nowhere\.json"):
        choose_weights("nowhere.json")


def test_name_version_and_history_do_not_change_the_hash_and_everything_else_does():
    assert WeightSet("other", MINE.domains, "calibrated", 9, 0.1, 0.7, MINE.intervals, 2).hash == MINE.hash
    changed = [
        WeightSet("mine", MINE.domains, "expert", 3, 0.1, 0.7, MINE.intervals, 2),
        WeightSet("mine", MINE.domains, "calibrated", 3, 0.2, 0.7, MINE.intervals, 2),
        WeightSet("mine", MINE.domains, "calibrated", 3, 0.1, 0.7, {}, 2),
        WeightSet("mine", MINE.domains, "calibrated", 3, 0.1, 0.7, MINE.intervals, 1),
    ]
    assert len({MINE.hash, *(one.hash for one in changed)}) == 5


def test_a_difference_names_every_number_that_changed():
    other = WeightSet("mine", {"general": (0.5, 0.2, 0.2, 0.1)}, "calibrated", 4, 0.1, 0.7, MINE.intervals, 2)

    rows = {row["what"]: (row["here"], row["there"], round(row["change"], 6)) for row in MINE.diff(other)}

    assert rows == {"general clarity": (0.4, 0.5, 0.1), "general specificity": (0.3, 0.2, -0.1)}
    assert MINE.diff(MINE) == []


def test_base_and_slope_put_the_score_on_the_scale_of_ratings():
    prompt = "Name three rivers of Chile and the town at the mouth of each."
    plain = WeightSet("plain", MINE.domains, "calibrated")

    row, before = (ps.evaluate(prompt, weights=one).row(0) for one in (MINE, plain))

    assert row["overall"] == pytest.approx(0.1 + 0.7 * before["overall"], abs=5e-6)
    assert row["overall_low"] == pytest.approx(row["overall"] - 0.2, abs=1e-6)
    assert row["overall_high"] == pytest.approx(row["overall"] + 0.2, abs=1e-6)
    assert row["interval_status"].startswith("clarity: no labels for it; specificity")


@pytest.mark.parametrize("slope", [0.7, 40.0])
def test_the_explanation_of_a_fitted_set_adds_up_with_its_base_and_the_end_of_its_scale(slope):
    weights = WeightSet("steep", MINE.domains, "calibrated", base=-0.05, slope=slope)
    run = ps.evaluate("Name three rivers of Chile and the town at the mouth of each.", weights=weights)

    lines = run.explain().lines

    assert sum(line.millionths for line in lines) == round(run.row(0)["overall"] * 1e6)
    assert lines[0].source == "base"
    assert (lines[-1].source == "scale") == (slope == 40.0)


def test_a_set_with_a_least_length_abstains_on_shorter_texts():
    row = ps.evaluate("Rivers", weights=MINE).row(0)

    assert (row["overall"], row["score_status"]) == (None, "abstained: too short (fewer than 2 words)")
    assert row["is_valid"]


def test_a_text_beyond_what_was_calibrated_keeps_its_score_and_loses_its_interval():
    names = "Loa Maule Biobio Rapel Itata Tolten Imperial Aconcagua Elqui Limari Huasco Copiapo Choapa Mataquito".split()
    row = ps.evaluate(" ".join(f"Name the towns along the {name}." for name in names), weights=MINE).row(0)

    assert row["overall"] is not None
    assert row["overall_low"] is None
    assert "overall: too long (more than 40 words)" in row["interval_status"]


def test_a_set_without_intervals_says_that_its_ends_claim_no_coverage():
    row = ps.evaluate("Name three rivers.").row(0)

    assert row["overall_low"] <= row["overall"] <= row["overall_high"]
    assert row["interval_status"].startswith("not calibrated")


def test_the_shipped_sets_are_valid_and_told_apart():
    assert calibrated().parts == "calibrated"
    assert calibrated().hash != EXPERT.hash
    assert np.allclose(calibrated().table.sum(axis=1), 1.0)
