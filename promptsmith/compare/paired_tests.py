"""Tests of no difference between two paired columns, and the rule that chooses among them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptsmith.compare.intervals import Groups

Floats = NDArray[np.float64]

TESTS = ("auto", "mcnemar", "wilcoxon", "permutation")

_CELLS_AT_ONCE = 4_000_000
"""Numbers of one block of flips: bounds the memory at about 100 MB."""

_EXACT_ITEMS = 50
"""Up to this many differing items the signs of ranks are flipped, above it the normal distribution is used (scipy's own bound)."""


@dataclass(frozen=True)
class Tested:
    """Name of the test, its two-sided p value, and the smallest p value that this many items can give."""

    name: str
    p: float
    smallest: float


def choose_test(kind: str, has_clusters: bool) -> str:
    """Return the test that fits an outcome. It depends on the design alone, never on a p value.

    Clusters: sign-flip permutation of whole clusters, because only they are independent. Binary: exact McNemar. Ratings: Wilcoxon,
    because the steps of a scale need not be equal. Other numbers: sign-flip permutation of the mean difference.
    """
    if has_clusters:
        return "permutation"
    return {"binary": "mcnemar", "rating": "wilcoxon"}.get(kind, "permutation")


def run_test(test: str, differences: Floats, groups: Groups, n_resamples: int, seed: int, *, has_clusters: bool) -> Tested:
    """Return the result of one test on paired differences, shape (n,)."""
    if test == "mcnemar":
        return exact_mcnemar(int((differences > 0).sum()), int((differences < 0).sum()))
    if test == "wilcoxon":
        return wilcoxon(differences, n_resamples, seed)
    return permutation(groups.sums, n_resamples, seed, has_clusters=has_clusters)


def exact_mcnemar(n_a_only: int, n_b_only: int) -> Tested:
    """Return the exact McNemar test: a two-sided binomial test of the items on which only one of both succeeds.

    Source: McNemar (1947), Psychometrika 12, 153-157; exact form by `scipy.stats.binomtest`.
    """
    from scipy.stats import binomtest

    n = n_a_only + n_b_only
    p = float(binomtest(n_a_only, n, 0.5).pvalue) if n else 1.0
    return Tested("exact McNemar", p, _smallest(n))


def wilcoxon(differences: Floats, n_resamples: int, seed: int) -> Tested:
    """Return the Wilcoxon signed-rank test with Pratt's treatment of items without a difference.

    Up to 50 differing items the signs of the ranks are flipped (ties and all), above it the sum of ranks is taken as normal, with the
    correction for ties. It tests whether the differences are symmetric about 0, not whether their mean is 0.

    Source: Wilcoxon (1945), Biometrics Bulletin 1, 80-83; Pratt (1959), JASA 54, 655-667; above 50 by `scipy.stats.wilcoxon`.
    """
    from scipy.stats import rankdata, wilcoxon

    name = "Wilcoxon signed-rank"
    n = int(np.count_nonzero(differences))
    if n > _EXACT_ITEMS:
        return Tested(name, float(wilcoxon(differences, zero_method="pratt", method="asymptotic").pvalue), _smallest(n))
    ranks: Floats = rankdata(np.abs(differences)) * np.sign(differences)
    return Tested(name, _flipped(ranks[ranks != 0], n_resamples, seed), _smallest(n))


def permutation(sums: Floats, n_resamples: int, seed: int, *, has_clusters: bool) -> Tested:
    """Return the sign-flip permutation test of a mean difference; all flips when they are few, else random ones.

    Args:
        sums: sum of the differences of each group (cluster or item), shape (n_groups,).
        n_resamples: flips to draw when there are more than that.
        seed: seed of the draws.
        has_clusters: the groups are clusters, for the name.

    Source: Fisher (1935), The Design of Experiments, section 21; the p value of random flips counts the observed one, Phipson and
    Smyth (2010), Statistical Applications in Genetics and Molecular Biology 9, 39.
    """
    moving = sums[sums != 0]
    name = "permutation of cluster signs" if has_clusters else "permutation of signs"
    return Tested(name, _flipped(moving, n_resamples, seed), _smallest(len(moving)))


def _flipped(values: Floats, n_resamples: int, seed: int) -> float:
    """Return the share of sign flips whose sum is as far from 0 as the observed one.

    `scipy.stats.permutation_test` gives the same, but draws flip by flip: 20 times slower.
    """
    n = len(values)
    observed = abs(float(values.sum()))
    # Sums of the same numbers in another order differ by rounding; they are as far from 0.
    bound = observed - 1e-12 * float(np.abs(values).sum())
    if 2**n <= n_resamples + 1:
        flips = (np.arange(2**n)[:, None] >> np.arange(n)) & 1
        return float((np.abs((1.0 - 2.0 * flips) @ values) >= bound).mean())
    generator = np.random.default_rng(seed)
    found, rows = 0, max(1, _CELLS_AT_ONCE // n)
    for start in range(0, n_resamples, rows):
        flips = generator.integers(0, 2, size=(min(rows, n_resamples - start), n), dtype=np.int8)
        found += int((np.abs((1.0 - 2.0 * flips) @ values) >= bound).sum())
    return (found + 1) / (n_resamples + 1)


def _smallest(n: int) -> float:
    """Return the smallest two-sided p value of a test that flips n signs."""
    return min(1.0, 2.0 ** (1 - n))
