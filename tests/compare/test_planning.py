"""Corrections, equivalence and planning against statsmodels."""

import math

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower
from statsmodels.stats.weightstats import ttost_paired

from promptsmith.compare.intervals import Groups, Mean
from promptsmith.compare.multiplicity import adjust
from promptsmith.compare.planning import equivalence_p, groups_needed, minimum_detectable, power

P_VALUES = [0.04, 0.001, 0.03, 0.2, 0.012, 0.9]


@pytest.mark.parametrize(("ours", "theirs"), [("holm", "holm"), ("bh", "fdr_bh")])
def test_corrections_are_those_of_statsmodels(ours: str, theirs: str) -> None:
    assert adjust(P_VALUES, ours) == pytest.approx(multipletests(P_VALUES, method=theirs)[1].tolist())


def test_holm_by_hand() -> None:
    assert adjust([0.01, 0.04, 0.03], "holm") == pytest.approx([0.03, 0.06, 0.06])


def test_an_unknown_p_value_stays_unknown_and_is_not_counted() -> None:
    assert adjust([0.01, None, 0.04], "holm") == [0.02, None, 0.04]
    assert adjust([None], "bh") == [None]


def test_no_correction_changes_nothing() -> None:
    assert adjust(P_VALUES, "none") == P_VALUES


def test_the_equivalence_test_is_that_of_statsmodels() -> None:
    generator = np.random.default_rng(2)
    one, other = generator.normal(0.1, 1, 40), generator.normal(0, 1, 40)

    expected = ttost_paired(one, other, -0.8, 0.8)[0]

    assert equivalence_p(Groups.of(one - other, None).mean(), 0.8) == pytest.approx(float(expected), rel=1e-9)


def test_a_difference_beyond_the_margin_is_not_equivalent() -> None:
    p = equivalence_p(Mean(1.0, 0.1, 50), 0.5)

    assert p is not None
    assert p > 0.999


def test_power_is_that_of_statsmodels() -> None:
    # Error 0.2 of 25 groups is a spread of 1.
    for difference in (0.1, 0.3, 0.6, 1.2):
        expected = TTestPower().power(effect_size=difference, nobs=25, alpha=0.05)
        assert power(difference, 0.2, 25, 0.05) == pytest.approx(float(expected), abs=1e-9)


def test_the_minimum_detectable_difference_is_that_of_statsmodels() -> None:
    expected = TTestPower().solve_power(effect_size=None, nobs=25, alpha=0.05, power=0.8)

    assert minimum_detectable(Mean(0.0, 0.2, 25), 0.05, 0.8) == pytest.approx(float(expected), rel=1e-6)


def test_the_needed_items_are_the_next_whole_number_of_statsmodels() -> None:
    expected = TTestPower().solve_power(effect_size=0.3, nobs=None, alpha=0.05, power=0.8)

    assert groups_needed(0.3, Mean(0.0, 0.2, 25), 0.05, 0.8) == math.ceil(float(expected))


def test_without_spread_or_difference_nothing_can_be_planned() -> None:
    flat = Mean(0.5, 0.0, 20)

    assert minimum_detectable(flat, 0.05, 0.8) is None
    assert equivalence_p(flat, 1.0) is None
    assert groups_needed(0.5, flat, 0.05, 0.8) is None
    assert groups_needed(0.0, Mean(0.0, 0.2, 25), 0.05, 0.8) is None


def test_more_than_ten_million_items_are_no_answer() -> None:
    assert groups_needed(1e-9, Mean(0.0, 0.2, 25), 0.05, 0.8) is None


def test_power_of_very_many_items_is_that_of_the_normal_distribution() -> None:
    # Shift 2.857 less bound 1.960 is 0.897; the normal share above -0.897 is 0.8151.
    assert power(0.01, 0.0035, 1_000_000, 0.05) == pytest.approx(0.8151, abs=1e-3)
