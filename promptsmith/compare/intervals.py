"""Intervals of means and of paired differences, and the standard errors behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_CELLS_AT_ONCE = 4_000_000
"""Numbers of one block of resamples: bounds the memory at about 100 MB. The block size does not change the result."""


@dataclass(frozen=True)
class Mean:
    """Mean over items with its standard error; groups are clusters, or single items.

    Attributes:
        value: mean over items, in the unit of the outcome.
        error: standard error; 0 when all groups agree.
        n_groups: independent groups; degrees of freedom are one less.
    """

    value: float
    error: float
    n_groups: int


@dataclass(frozen=True)
class Groups:
    """Sums and sizes of the groups of one column, shape (n_groups,) each."""

    sums: Floats
    sizes: Floats

    @classmethod
    def of(cls, values: Floats, cluster_of: Integers | None) -> Groups:
        """Return the groups of values, shape (n,); without clusters every item is a group."""
        if cluster_of is None:
            return cls(values, np.ones(len(values)))
        _, number = np.unique(cluster_of, return_inverse=True)
        return cls(np.bincount(number, values).astype(np.float64), np.bincount(number).astype(np.float64))

    def mean(self) -> Mean:
        """Return the mean over items with its linearised (cluster-robust) standard error.

        Source: Cochran (1977), Sampling Techniques, 3rd edition, eq. 6.13 for a ratio of sums; with single items it is s / sqrt(n).
        """
        n, total = len(self.sums), self.sizes.sum()
        value = float(self.sums.sum() / total)
        residual = self.sums - value * self.sizes
        # Equal numbers leave dust of rounding; it must not look like spread.
        spread = float(residual @ residual) if np.abs(residual).max() > _dust(self.sums) else 0.0
        error = float(np.sqrt(n / (n - 1) * spread) / total) if n > 1 else 0.0
        return Mean(value, error, n)


def _dust(sums: Floats) -> float:
    return float(np.abs(sums).max(initial=0.0)) * 1e-12


def bootstrap_interval(groups: Groups, level: float, n_resamples: int, seed: int) -> tuple[float, float] | None:
    """Return the symmetric studentised bootstrap interval of a mean, resampling whole groups.

    For each resample t = |mean* - mean| / error* is computed; the interval is mean -+ quantile(t, level) * error. A resample without
    spread counts as infinitely far, so that few differing items give no interval rather than a narrow one.

    Args:
        groups: sums and sizes of the groups.
        level: coverage, 0 to 1.
        n_resamples: resamples to draw.
        seed: seed of the draws; equal arguments give equal ends.

    Returns:
        Both ends, or None when the groups do not differ, or too few do for this level.

    Source: Hall (1988), On symmetric bootstrap confidence intervals, JRSS B 50, 35-45.
    """
    mean = groups.mean()
    if mean.error == 0.0:
        return None
    distances = np.concatenate([_distances(groups, mean, counts) for counts in _resamples(mean.n_groups, n_resamples, seed)])
    factor = float(np.quantile(distances, level, method="higher"))
    if not np.isfinite(factor):
        return None
    return mean.value - factor * mean.error, mean.value + factor * mean.error


def _distances(groups: Groups, mean: Mean, counts: Floats) -> Floats:
    sums, sizes, n = groups.sums - mean.value * groups.sizes, groups.sizes, mean.n_groups  # centred: keeps digits
    total = counts @ sizes
    shift = counts @ sums / total
    spread = counts @ (sums * sums) - 2 * shift * (counts @ (sums * sizes)) + shift**2 * (counts @ (sizes * sizes))
    has_spread = spread > 1e-9 * float(sums @ sums)
    error = np.sqrt(n / (n - 1) * np.where(has_spread, spread, 1.0)) / total
    distances: Floats = np.where(has_spread, np.abs(shift) / error, np.inf)
    return distances


def _resamples(n: int, n_resamples: int, seed: int) -> Iterator[Floats]:
    """Yield how often each group is in each resample, in blocks of shape (rows, n)."""
    generator = np.random.default_rng(seed)
    rows = max(1, _CELLS_AT_ONCE // n)
    for start in range(0, n_resamples, rows):
        size = min(rows, n_resamples - start)
        drawn = generator.integers(n, size=(size, n)) + np.arange(size)[:, None] * n
        yield np.bincount(drawn.ravel(), minlength=size * n).reshape(size, n).astype(np.float64)


def bonett_price(n_a_only: int, n_b_only: int, n: int) -> tuple[float, float]:
    """Return centre and standard error of the adjusted Wald interval for a difference of paired proportions.

    One pair is added to each kind of disagreement, so the error is never 0.

    Source: Bonett and Price (2012), Adjusted Wald confidence interval for a difference of binomial proportions based on paired data,
    Journal of Educational and Behavioral Statistics 37, 479-488.
    """
    p, q = (n_a_only + 1) / (n + 2), (n_b_only + 1) / (n + 2)
    return p - q, float(np.sqrt((p + q - (p - q) ** 2) / (n + 2)))


def rank_range(values: Floats, cluster_of: Integers | None, sign: int, level: float, n_resamples: int, seed: int) -> Integers:
    """Return the percentile bootstrap range of each variant's rank, shape (n_variants, 2), 1 is best.

    Args:
        values: outcomes, shape (n_items, n_variants), not a number where missing.
        cluster_of: cluster of each item; None: items are independent.
        sign: 1 when higher is better, -1 when lower is.
        level, n_resamples, seed: as in `bootstrap_interval`.
    """
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    if cluster_of is None:
        sums, sizes = filled, known.astype(np.float64)
    else:
        _, number = np.unique(cluster_of, return_inverse=True)
        member = np.zeros((number.max() + 1, len(values)))
        member[number, np.arange(len(values))] = 1.0
        sums, sizes = member @ filled, member @ known
    ranks = []
    for counts in _resamples(len(sums), n_resamples, seed):
        total = counts @ sizes
        means = sign * (counts @ sums) / np.where(total > 0, total, np.nan)
        means = np.where(np.isnan(means), -np.inf, np.round(means, 12))
        ranks.append(1 + (means[:, None, :] > means[:, :, None]).sum(axis=2))
    tails = ((1 - level) / 2, (1 + level) / 2)
    low, high = np.quantile(np.concatenate(ranks), tails, axis=0, method="inverted_cdf")
    return np.stack([low, high], axis=1).astype(np.int64)
