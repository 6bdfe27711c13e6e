"""Figures agree with scipy, and folds and resamples keep groups whole."""

import numpy as np
import pytest
from scipy import stats

from promptsmith.calibration.metrics import auc, group_folds, ranks, resampled, spearman, wins, within

RNG = np.random.default_rng(2)
A, B = np.round(RNG.normal(size=60), 1), np.round(RNG.normal(size=60), 1)


def test_ranks_share_ties_as_in_scipy():
    assert ranks(A).tolist() == stats.rankdata(A).tolist()
    assert ranks(np.array([5.0])).tolist() == [1.0]


def test_spearman_agrees_with_scipy_and_is_0_without_spread():
    assert spearman(A, B) == pytest.approx(stats.spearmanr(A, B).statistic)
    assert spearman(np.ones(5), np.arange(5.0)) == 0.0


def test_the_area_under_the_curve_agrees_with_the_u_statistic():
    label = (B > 0.3).astype(float)
    u = stats.mannwhitneyu(A[label == 1], A[label == 0]).statistic

    assert auc(A, label) == pytest.approx(u / (label.sum() * (60 - label.sum())))
    assert auc(A, np.ones(60)) == 0.5


def test_a_tie_is_half_a_win():
    assert wins(np.array([0.2, 0.0, -0.1, 0.3])) == 0.625


def test_correlation_inside_groups_leaves_out_groups_whose_labels_do_not_vary():
    groups = np.array(["a"] * 3 + ["b"] * 3 + ["c"])

    found = within(np.array([1.0, 2, 3, 3, 2, 1, 5]), np.array([1.0, 2, 3, 7, 7, 7, 1]), groups)

    assert found.tolist() == [1.0]


def test_folds_hold_every_row_once_and_no_group_twice():
    groups = RNG.integers(0, 17, 100)

    folds = group_folds(groups, 5)

    assert sorted(np.concatenate(folds).tolist()) == list(range(100))
    sides = [set(groups[fold].tolist()) for fold in folds]
    assert sum(map(len, sides)) == len(set(groups.tolist()))
    assert max(map(len, folds)) - min(map(len, folds)) <= 12


def test_a_resample_draws_whole_groups():
    groups = np.repeat([0, 1, 2], [2, 3, 4])

    for rows in resampled(groups, n=20):
        counts = np.bincount(rows, minlength=9)
        assert all(len(set(counts[groups == group].tolist())) == 1 for group in range(3))
