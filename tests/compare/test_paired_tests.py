"""Tests of no difference: exact values by hand, by enumeration and by scipy."""

import itertools

import numpy as np
import pytest
from scipy import stats

from promptsmith.compare.paired_tests import choose_test, exact_mcnemar, permutation, wilcoxon


def test_exact_mcnemar_is_the_binomial_tail_of_the_items_that_differ() -> None:
    # Two sides of (1 + 9) / 2**9.
    assert exact_mcnemar(1, 8).p == exact_mcnemar(8, 1).p == pytest.approx(20 / 512, abs=1e-15)


def test_exact_mcnemar_agrees_with_statsmodels() -> None:
    from statsmodels.stats.contingency_tables import mcnemar

    assert exact_mcnemar(12, 3).p == pytest.approx(mcnemar([[20, 12], [3, 9]], exact=True).pvalue, rel=1e-12)


def test_without_items_that_differ_nothing_is_found() -> None:
    assert [test.p for test in (exact_mcnemar(0, 0), wilcoxon(np.zeros(9), 999, 0))] == [1.0, 1.0]
    assert permutation(np.zeros(9), 999, 0, has_clusters=False).p == 1.0


def test_five_differences_of_one_sign_cannot_go_below_two_of_32() -> None:
    tested = permutation(np.array([1.0, 0.5, 2.0, 3.0, 0.1]), 999, 0, has_clusters=False)

    assert (tested.p, tested.smallest) == (2 / 32, 2 / 32)


def test_the_permutation_of_signs_is_the_enumeration_when_flips_are_few() -> None:
    sums = np.array([3.0, 1.0, -2.0, 4.0, 0.5, 2.5])
    flipped = [abs(float(np.dot(signs, sums))) for signs in itertools.product((-1, 1), repeat=6)]

    expected = np.mean([total >= abs(sums.sum()) - 1e-9 for total in flipped])

    assert permutation(sums, 999, 0, has_clusters=False).p == pytest.approx(expected)


def test_the_permutation_of_signs_is_that_of_scipy() -> None:
    sums = np.random.default_rng(3).normal(0.6, 1, 12)

    expected = stats.permutation_test((sums,), np.mean, permutation_type="samples", n_resamples=2**12).pvalue

    assert permutation(sums, 4095, 0, has_clusters=False).p == pytest.approx(expected, rel=1e-12)


def test_random_flips_count_the_observed_one() -> None:
    assert permutation(np.full(40, 1.0), 999, 0, has_clusters=False).p == 1 / 1000


def test_items_without_a_difference_do_not_change_the_permutation_test() -> None:
    sums = np.array([3.0, 1.0, -2.0, 4.0])
    padded = np.append(sums, [0.0, 0.0])

    assert permutation(sums, 999, 0, has_clusters=False).p == permutation(padded, 999, 0, has_clusters=False).p


def test_a_random_permutation_is_near_the_t_test_for_normal_numbers() -> None:
    sums = np.random.default_rng(1).normal(0.25, 1, 80)

    assert permutation(sums, 9999, 0, has_clusters=False).p == pytest.approx(stats.ttest_1samp(sums, 0).pvalue, abs=0.01)


def test_the_name_says_that_clusters_are_flipped() -> None:
    assert permutation(np.arange(1.0, 5.0), 999, 0, has_clusters=True).name == "permutation of cluster signs"


def test_six_ratings_that_all_rise_have_the_exact_wilcoxon_p() -> None:
    assert wilcoxon(np.arange(1.0, 7.0), 999, 0).p == pytest.approx(2 / 64)


def test_many_ratings_have_the_normal_wilcoxon_p() -> None:
    differences = np.arange(1.0, 61.0)
    differences[::3] *= -1  # 20 negative ranks: 1, 4, ..., 58, together 590
    mean, spread = 60 * 61 / 4, np.sqrt(60 * 61 * 121 / 24)

    assert wilcoxon(differences, 999, 0).p == pytest.approx(2 * stats.norm.cdf((590 - mean) / spread), rel=1e-9)


def test_tied_ratings_are_judged_by_their_own_distribution() -> None:
    differences = np.array([1.0, 1.0, 1.0, 1.0, -1.0, 2.0, 0.0, 0.0])
    ranks = np.array([5, 5, 5, 5, 5, 8.0])  # Pratt ranks the two zeros too, then leaves them out
    totals = np.array(list(itertools.product((0, 1), repeat=6))) @ ranks
    seen = 4 * 5 + 8

    expected = min(1.0, 2 * min((totals >= seen).mean(), (totals <= seen).mean()))

    assert wilcoxon(differences, 999, 0).p == pytest.approx(expected)


@pytest.mark.parametrize(
    ("kind", "has_clusters", "test"),
    [
        ("binary", False, "mcnemar"),
        ("rating", False, "wilcoxon"),
        ("number", False, "permutation"),
        ("binary", True, "permutation"),
        ("rating", True, "permutation"),
    ],
)
def test_the_test_follows_from_the_design(kind: str, has_clusters: bool, test: str) -> None:
    assert choose_test(kind, has_clusters) == test
