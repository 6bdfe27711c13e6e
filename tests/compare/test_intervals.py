"""Intervals and standard errors against enumeration, statsmodels and known coverage."""

import itertools

import numpy as np
import pytest
from scipy import stats

from promptsmith.compare.intervals import Groups, bonett_price, bootstrap_interval, rank_range

GENERATOR = np.random.default_rng(5)


def single(values: object) -> Groups:
    return Groups.of(np.asarray(values, dtype=float), None)


def test_the_error_of_single_items_is_s_over_root_n() -> None:
    mean = single([1, 2, 3, 6]).mean()

    assert (mean.value, mean.n_groups) == (3.0, 4)
    assert mean.error == pytest.approx(np.sqrt(14 / 3) / 2)


def test_the_error_of_clusters_is_that_of_statsmodels() -> None:
    import statsmodels.api as sm

    values = GENERATOR.normal(1, 1, 30)
    clusters = np.repeat(np.arange(8), [1, 2, 3, 4, 5, 5, 5, 5])

    fit = sm.OLS(values, np.ones(30)).fit(cov_type="cluster", cov_kwds={"groups": clusters})
    mean = Groups.of(values, clusters).mean()

    assert mean.value == pytest.approx(float(fit.params[0]))
    assert mean.error == pytest.approx(float(fit.bse[0]), rel=1e-10)


def test_the_bootstrap_is_the_enumeration_of_all_resamples() -> None:
    values = np.array([0.0, 1.0, 3.0, 7.0])
    mean, error = values.mean(), values.std(ddof=1) / 2
    distances = []
    for drawn in itertools.product(values, repeat=4):
        spread = np.std(drawn, ddof=1)
        distances.append(abs(np.mean(drawn) - mean) / (spread / 2) if spread else np.inf)

    factor = np.quantile(distances, 0.8, method="higher")
    interval = bootstrap_interval(single(values), 0.8, 60_000, 0)

    assert interval == pytest.approx((mean - factor * error, mean + factor * error), rel=0.02)


def test_the_bootstrap_of_many_normal_numbers_is_the_t_interval() -> None:
    values = np.random.default_rng(5).normal(3, 2, 400)

    interval = bootstrap_interval(single(values), 0.95, 9999, 0)

    assert interval == pytest.approx(stats.t.interval(0.95, 399, values.mean(), stats.sem(values)), rel=0.01)


def test_clusters_of_equal_items_count_once() -> None:
    values = GENERATOR.normal(0, 1, 15)
    tripled, clusters = np.repeat(values, 3), np.repeat(np.arange(15), 3)

    assert bootstrap_interval(Groups.of(tripled, clusters), 0.95, 1999, 0) == pytest.approx(
        bootstrap_interval(single(values), 0.95, 1999, 0)
    )


def test_equal_differences_have_no_interval() -> None:
    assert bootstrap_interval(single([0.1] * 20), 0.95, 999, 0) is None


def test_too_few_items_that_differ_have_no_interval() -> None:
    assert bootstrap_interval(single([0.0] * 29 + [1.0]), 0.95, 999, 0) is None


def test_equal_seeds_give_equal_ends_and_others_do_not() -> None:
    groups = single(GENERATOR.normal(size=25))

    ends = [bootstrap_interval(groups, 0.95, 999, seed) for seed in (7, 7, 8)]

    assert ends[0] == ends[1] != ends[2]


def test_intervals_of_skewed_and_normal_means_cover_as_often_as_they_say() -> None:
    generator = np.random.default_rng(11)
    covered = {"normal": 0, "skewed": 0}
    for _ in range(400):
        for name, sample in (("normal", generator.normal(0, 1, 20)), ("skewed", generator.exponential(1, 40) - 1)):
            low, high = bootstrap_interval(single(sample), 0.95, 999, 0) or (np.nan, np.nan)
            covered[name] += bool(low <= 0 <= high)

    # A binomial share of 400 lies within these bounds of 0.95 in 99 of 100 cases; the skewed one may be a little off.
    assert 0.92 <= covered["normal"] / 400 <= 0.978
    assert 0.91 <= covered["skewed"] / 400 <= 0.985


def test_bonett_price_adds_one_pair_to_each_kind_of_disagreement() -> None:
    centre, error = bonett_price(8, 1, 20)
    p, q = 9 / 22, 2 / 22

    assert centre == pytest.approx(7 / 22)
    assert error == pytest.approx(np.sqrt((p + q - (p - q) ** 2) / 22))


def test_a_clear_order_has_ranks_without_doubt_and_equal_columns_share_theirs() -> None:
    base = GENERATOR.normal(0, 0.1, 50)
    values = np.stack([base + 5, base, base], axis=1)

    assert rank_range(values, None, 1, 0.95, 999, 0).tolist() == [[1, 1], [2, 2], [2, 2]]
    assert rank_range(values, None, -1, 0.95, 999, 0).tolist() == [[3, 3], [1, 1], [1, 1]]
