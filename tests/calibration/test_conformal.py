"""Intervals hold the share of new labels that they state, hold the score, and say where they say nothing."""

import numpy as np
import pytest

from promptsmith.calibration.conformal import fit_interval, held_out_coverage, rising_line
from promptsmith.scoring.intervals import Interval, joined_reasons

PLAIN = Interval("x", 0.9, 100, (0.1,))


def test_an_interval_surrounds_the_score_and_is_cut_to_the_scale():
    low, high = PLAIN.ends(np.array([0.05, 0.5, 0.95]))

    assert low == pytest.approx([0.0, 0.4, 0.85])
    assert high == pytest.approx([0.15, 0.6, 1.0])


def test_each_range_of_scores_has_a_width_of_its_own():
    low, _ = Interval("x", 0.9, 100, (0.1, 0.2), (0.5,)).ends(np.array([0.4, 0.6]))

    assert low == pytest.approx([0.3, 0.4])


def test_the_interval_holds_the_score_where_the_line_lies_elsewhere():
    moved = Interval("x", 0.9, 100, (0.1,), (), ((0.0, 0.5), (1.0, 0.9)))

    low, high = moved.ends(np.array([0.0, 1.0]))

    assert low == pytest.approx([0.0, 0.8])
    assert high == pytest.approx([0.6, 1.0])


def test_a_text_is_outside_by_length_or_language():
    interval = Interval("x", 0.9, 10, (0.1,), languages=("en",), n_words=(4, 16))
    features = {
        "n_words": np.array([3, 4, 17, 10, 10]),
        "language": np.array(["en", "en", "en", "es", "unknown"], dtype=object),
    }

    assert interval.outside(features).tolist() == [
        "too short (fewer than 4 words)",
        None,
        "too long (more than 16 words)",
        "language is not en",
        None,
    ]


def test_reasons_of_several_scores_become_one_sentence():
    reasons = {"clarity": np.array([None, "too short"], dtype=object), "overall": np.array([None, "no labels"], dtype=object)}

    assert joined_reasons(reasons).tolist() == [None, "clarity: too short; overall: no labels"]


def test_an_interval_survives_being_written():
    interval = Interval("a rating", 0.9, 7, (0.1, 0.2), (0.5,), ((0.0, 0.1), (1.0, 0.9)), ("en",), (2, 30))

    assert Interval.from_dict(interval.as_dict()) == interval


def test_the_line_pools_neighbours_that_fall():
    # Means of the three groups are 0.3, 0.2 and 0.6; the first two fall and become their mean 0.25.
    scores, labels = np.repeat([0.1, 0.5, 0.9], 60), np.repeat([0.3, 0.2, 0.6], 60)

    assert rising_line(scores, labels) == ((0.1, 0.25), (0.5, 0.25), (0.9, 0.6))


@pytest.mark.parametrize("shape", ["even", "skewed", "few values"])
def test_the_share_of_new_labels_inside_is_the_stated_one(shape):
    shares = []
    for seed in range(10):
        rng = np.random.default_rng(seed)
        scores = rng.uniform(size=2000)
        labels = np.clip(0.3 + 0.4 * scores + rng.normal(scale=0.15, size=2000), 0, 1)
        if shape == "skewed":
            labels = labels**3
        if shape == "few values":
            labels = np.round(labels * 5) / 5
        interval = fit_interval(scores[:1000], labels[:1000], covers="x")
        low, high = interval.ends(scores[1000:])
        shares.append(((labels[1000:] >= low) & (labels[1000:] <= high)).mean())

    assert np.mean(shares) == pytest.approx(0.9, abs=0.02)


def test_the_share_inside_is_judged_on_rows_that_the_interval_has_not_seen():
    rng = np.random.default_rng(1)
    scores = rng.uniform(size=1000)
    labels = np.clip(scores + rng.normal(scale=0.1, size=1000), 0, 1)

    held = held_out_coverage(scores, labels, np.array_split(rng.permutation(1000), 5))

    assert set(held.tolist()) == {0.0, 1.0}
    assert held.mean() == pytest.approx(0.9, abs=0.02)
