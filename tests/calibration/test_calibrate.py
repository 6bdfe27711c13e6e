"""`calibrate` finds the weights that made the labels, says what they are worth, and refuses what cannot be judged."""

import numpy as np
import pandas as pd
import pytest

import promptsmith as ps
from promptsmith.datasets import load_samples
from promptsmith.scoring.weights import DIMENSIONS, EXPERT, WeightSet

TEXTS = [sample["prompt"] for sample in load_samples()]
TRUE = np.array([0.1, 0.6, 0.1, 0.2])


def scored(weights: np.ndarray = TRUE, noise: float = 0.0) -> pd.DataFrame:
    """The samples with a rating from 1 to 5 that follows given weights of our own dimensions."""
    run = ps.evaluate(TEXTS, weights=WeightSet("x", EXPERT.domains, "calibrated")).prompts
    run = run[run["overall"].notna()]
    mean = run[list(DIMENSIONS)].to_numpy() @ weights
    spread = (mean - mean.min()) / np.ptp(mean) + np.random.default_rng(0).normal(scale=max(noise, 1e-12), size=len(mean))
    return pd.DataFrame({"prompt": run["prompt"].to_numpy(), "rating": 1 + 4 * np.clip(spread, 0, 1)})


FRAME = scored()
RATED = ps.calibrate(FRAME, label="rating", scale=(1, 5))


def row(result: ps.Calibration, figure: str) -> dict:
    return next(one for one in result.table("figures").to_pylist() if one["figure"] == figure)


def test_weights_that_made_the_ratings_come_back():
    assert RATED.weight_set.of("general") == pytest.approx(TRUE, abs=0.02)
    assert row(RATED, "fitted weights, on groups left out")["value"] > 0.99


def test_the_fitted_score_is_the_rating_on_the_scale_from_0_to_1():
    scores = ps.evaluate(FRAME, text="prompt", weights=RATED.weight_set).prompts["overall"]

    assert np.abs(scores - (FRAME["rating"] - 1) / 4).max() < 0.03


def test_every_row_of_weights_is_a_point_of_the_simplex():
    assert RATED.weight_set.table.min() >= 0
    assert RATED.weight_set.table.sum(axis=1) == pytest.approx(1.0)


def test_labels_without_meaning_leave_the_expert_weights_and_are_said_to_be_no_better():
    frame = FRAME.assign(rating=np.random.default_rng(5).permutation(FRAME["rating"]))

    result = ps.calibrate(frame, label="rating")

    figure = row(result, "fitted weights, on groups left out")
    assert abs(figure["value"]) < 0.35
    assert "not shown to be better" in " ".join(result.sentences) or "worse" in " ".join(result.sentences)


def test_few_labels_are_shrunk_towards_the_expert_weights():
    frame = scored(noise=0.3).iloc[::8]

    result = ps.calibrate(frame, label="rating")

    distance = dict.fromkeys(("fitted", "weight"), 0.0)
    for one in result.table("fitted_weights").to_pylist():
        if one["domain"] == "general":
            for name in distance:
                distance[name] += abs(one[name] - one["expert"])
    assert distance["weight"] <= distance["fitted"]


def test_pairs_are_made_inside_a_group_and_the_higher_label_is_the_better():
    frame = FRAME.assign(better=FRAME["rating"], pair=np.arange(len(FRAME)) // 2).iloc[: len(FRAME) // 2 * 2]

    result = ps.calibrate(frame, label="better", kind="pair", group="pair")

    assert result.made["n"] == len(frame) // 2
    assert row(result, "fitted weights, on groups left out")["value"] > 0.8  # some thirty pairs
    assert (result.weight_set.base, result.weight_set.slope) == (0.0, 1.0)
    assert len(result.reliability) == 0


def test_outcomes_are_compared_inside_their_group_only():
    # Each task has a level of its own that is far larger than what the prompt changes.
    task = np.arange(len(FRAME)) % 6
    frame = FRAME.assign(accuracy=0.05 * FRAME["rating"] + np.array([0.0, 0.5, 0.1, 0.4, 0.2, 0.7])[task], task=task)

    result = ps.calibrate(frame, label="accuracy", kind="outcome", group="task")

    figure = row(result, "fitted weights, on groups left out")
    assert figure["metric"] == "mean Spearman in group"
    assert figure["value"] > 0.98
    assert figure["n_groups"] == 6


def test_the_interval_holds_about_nine_of_ten_labels_left_out():
    held = [row(ps.calibrate(scored(noise=noise), label="rating"), "interval of overall")["value"] for noise in (0.1, 0.2)]

    assert np.mean(held) == pytest.approx(0.9, abs=0.06)  # about 60 texts each: one text is 1.7 points


def test_an_outcome_of_yes_or_no_has_no_interval():
    result = ps.calibrate(FRAME.assign(solved=FRAME["rating"] > 3), label="solved", kind="outcome")

    assert "overall" not in result.weight_set.intervals
    assert row(result, "fitted weights, on groups left out")["metric"] == "AUC"
    assert any("no interval" in sentence for sentence in result.sentences)


def test_domains_are_fitted_apart_when_a_column_names_them():
    domains = ["sql" if number % 2 else "branding" for number in range(len(FRAME))]
    ratings = [scored(np.eye(4)[1]), scored(np.eye(4)[0])]
    frame = FRAME.assign(
        domain=domains, rating=np.where(np.array(domains) == "sql", ratings[0]["rating"], ratings[1]["rating"])
    )

    weights = ps.calibrate(frame, label="rating", domain="domain").weight_set

    assert weights.of("sql")[1] > 0.6  # the expert weight is 0.40
    assert weights.of("branding")[0] > 0.6  # 0.35
    assert weights.of("cine") == EXPERT.of("cine")


def test_rows_that_cannot_be_used_are_listed_with_the_reason():
    frame = pd.concat([FRAME, pd.DataFrame({"prompt": ["", "!!! ???", "Name three rivers."], "rating": [3.0, 3.0, None]})])

    reasons = ps.calibrate(frame, label="rating").unused["reason"].tolist()

    assert reasons == [
        "the prompt could not be read; see errors",
        "it has no score (no words)",
        "it has no label",
    ]


def test_equal_calls_give_equal_bytes():
    again = ps.calibrate(FRAME, label="rating", scale=(1, 5))

    assert again.weight_set.to_json() == RATED.weight_set.to_json()
    assert again.to_json() == RATED.to_json()


@pytest.mark.parametrize(
    ("change", "arguments", "message"),
    [
        ({"rating": 3.0}, {}, "Every label is the same"),
        ({"rating": "good"}, {}, "which is no number"),
        ({}, {"kind": "pair"}, "Pairs need a group"),
        ({}, {"scale": (2, 3)}, "lies outside the scale"),
        ({"task": "one"}, {"group": "task"}, "1 groups with labels are too few"),
    ],
)
def test_what_cannot_be_judged_is_refused(change, arguments, message):
    with pytest.raises(ps.InputError, match=message):
        ps.calibrate(FRAME.assign(**change), label="rating", **arguments)


def test_an_unknown_kind_is_refused_with_the_known_ones():
    with pytest.raises(ps.UnknownNameError, match="rating, pair, outcome"):
        ps.calibrate(FRAME, label="rating", kind="ratings")


def test_the_report_is_one_page_with_every_figure_and_the_curve(tmp_path):
    page = RATED.to_html(tmp_path / "out.html").read_text(encoding="utf-8")

    for one in RATED.table("figures").to_pylist():
        assert one["figure"] in page
    assert page.count("<circle") == len(RATED.reliability)
    assert "http" not in page
    assert "word count" in repr(RATED)
    assert "<table>" in RATED._repr_html_()
