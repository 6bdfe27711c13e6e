"""The calibrated dimensions keep every promise of the expert ones."""

import numpy as np
import pytest

import promptsmith as ps
from promptsmith.datasets import load_samples
from promptsmith.features.families import measure
from promptsmith.pipeline import Unit, analyse
from promptsmith.scoring.parts import CALIBRATED_PARTS, part_values
from promptsmith.scoring.scores import FindingColumns, dimension_points, score_texts
from promptsmith.scoring.weights import DIMENSIONS, EXPERT, calibrated, choose_weights

TEXTS = [sample["prompt"] for sample in load_samples()]
CALIBRATED = calibrated()
NONE = FindingColumns(np.empty(0, dtype=np.int64), [], [])


def measured(*texts: str) -> dict[str, np.ndarray]:
    """Every column that scores read; no checklist applies."""
    return {**measure(list(texts)), "checklist_share": np.full(len(texts), np.nan)}


def overall(*texts: str) -> list[float]:
    return ps.evaluate(list(texts), weights="calibrated").table("prompts")["overall"].to_pylist()


def test_the_weights_of_each_dimension_sum_to_one_and_none_is_negative():
    for dimension in DIMENSIONS:
        weights = [part.weight for part in CALIBRATED_PARTS if part.dimension == dimension]
        assert sum(weights) == pytest.approx(1.0)
        assert min(weights) > 0


def test_the_parts_of_every_sample_lie_between_0_and_1():
    values = part_values(measured(*TEXTS, "x", "", "7 " * 400), CALIBRATED_PARTS)
    assert values.min() >= 0.0
    assert values.max() <= 1.0


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
@pytest.mark.parametrize(("code", "dimension"), [("LNG803", 0), ("SPC106", 1), ("STR702", 2), ("SQL1401", 3)])
def test_a_finding_lowers_its_dimension_and_no_other(severity, code, dimension):
    features = measured("Write a short letter to the owner of the house in 3 sentences.")
    before = dimension_points(features, NONE, CALIBRATED_PARTS)[0]
    after = dimension_points(features, FindingColumns(np.array([0]), [code], [severity]), CALIBRATED_PARTS)[0]
    assert after[dimension] < before[dimension]
    assert [n for n in range(4) if after[n] != before[n]] == [dimension]


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_conflict_lowers_clarity_and_specificity(severity):
    features = measured("Write a short letter to the owner of the house in 3 sentences.")
    before = dimension_points(features, NONE, CALIBRATED_PARTS)[0]
    after = dimension_points(features, FindingColumns(np.array([0]), ["CON201"], [severity]), CALIBRATED_PARTS)[0]
    assert (after < before).tolist() == [True, True, False, False]


def test_the_explanation_of_every_sample_adds_up_to_its_score():
    run = ps.evaluate(TEXTS, weights="calibrated")
    for row in range(0, len(run), 5):
        lines = run.explain(row).lines
        assert sum(line.millionths for line in lines) == round(run.row(row)["overall"] * 1e6)


def test_a_specified_request_scores_above_the_bare_one():
    bare, full = overall(
        "Write about rivers.",
        "Write an article of 400 words about the three longest rivers of Chile for pupils of ten years. Use headings."
        " End with two questions.",
    )
    assert bare < full


def test_a_conflict_costs_score():
    clean = "Describe the harbour of Genoa in English. Use exactly 50 words."
    without, with_conflict = overall(clean, f"{clean} Write at least 200 words.")
    assert with_conflict < without


def test_copying_a_prompt_below_itself_buys_no_score():
    text = "Describe the harbour of Genoa in the year 1300 for pupils of ten years. Use exactly 50 words."
    once, five_times = overall(text, "\n".join([text] * 5))
    assert five_times <= once


def test_a_rewrite_buys_at_most_the_part_for_open_points():
    # The part is worth 0.05 of completeness, and completeness at most 0.25 of the overall score.
    for row in ps.process(TEXTS[::6], weights="calibrated").table("processed").to_pylist():
        assert row["score_after"] <= row["score_before"] + 0.05 * 0.25 + 1e-6


def test_nonsense_and_other_languages_abstain_as_before():
    texts = ["asdf qwer zxcv lkjh poiu mnbv", "!!! ???", "die Katze sitzt auf dem Dach und wartet auf den Regen"]
    expert, calibrated = (
        ps.evaluate(texts, weights=name).table("prompts")["score_status"].to_pylist() for name in ("expert", "calibrated")
    )
    assert expert == calibrated


def test_the_set_is_chosen_by_name_and_has_a_hash_of_its_own():
    assert choose_weights("calibrated") is CALIBRATED
    assert CALIBRATED.hash != EXPERT.hash
    assert ps.evaluate("Name three rivers.", weights="calibrated").weights == f"calibrated-{CALIBRATED.hash}"


def test_the_overall_score_weighs_the_calibrated_dimensions():
    features = measured("Name three rivers.")
    scores = score_texts(features, NONE, np.array(["sql"], dtype=object), CALIBRATED)
    expected = sum(round(int(d) * w) for d, w in zip(scores.dimensions[0], CALIBRATED.of("sql"), strict=True))
    assert scores.overall[0] == expected


def test_only_calibrated_dimensions_pay_for_the_columns_they_read():
    units = [Unit("Name three rivers.")]

    assert {"form", "n_distinct_content_words"} <= set(analyse(units, CALIBRATED).features)
    assert not {"form", "request_stated", "n_distinct_content_words"} & set(analyse(units, EXPERT).features)
