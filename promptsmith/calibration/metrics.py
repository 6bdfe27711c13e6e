"""How well scores order labels, with intervals over groups, and what counting words would reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Metric = Callable[[Floats, Floats], float]

N_BOOTSTRAP = 500
"""Resamples of whole groups behind an interval. Judgement: its ends move by less than 0.01."""


def ranks(values: Floats) -> Floats:
    """Return ranks from 1, ties sharing their mean; ten times as fast on short arrays as the general function of scipy."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    is_new = np.concatenate(([True], ordered[1:] != ordered[:-1]))
    dense = np.empty(len(values), dtype=np.int64)
    dense[order] = np.cumsum(is_new)
    first = np.concatenate((np.flatnonzero(is_new), [len(values)]))
    return np.asarray(0.5 * (first[dense] + first[dense - 1] + 1))


def spearman(score: Floats, label: Floats) -> float:
    """Return Spearman's rank correlation; 0.0 where one side does not vary."""
    if len(score) < 2 or np.ptp(score) == 0 or np.ptp(label) == 0:
        return 0.0
    one, other = ranks(score), ranks(label)
    middle = (len(score) + 1) / 2
    one, other = one - middle, other - middle
    return float(one @ other / np.sqrt((one @ one) * (other @ other)))


def auc(score: Floats, label: Floats) -> float:
    """Return the chance that a text with label 1 scores higher than one with label 0, a tie counting half; 0.5 with one class.

    Source:
        Mann and Whitney (1947): the area under the curve is U / (n m).
    """
    positive = label > label.min()
    n, m = int(positive.sum()), int((~positive).sum())
    return float((ranks(score)[positive].sum() - n * (n + 1) / 2) / (n * m)) if n and m else 0.5


def wins(difference: Floats, label: Floats | None = None) -> float:
    """Return the share of pairs (better minus worse) in which the better one scores higher; a tie is half."""
    return float(((difference > 0) + 0.5 * (difference == 0)).mean())


def rows_of(groups: NDArray[np.object_] | NDArray[np.int64]) -> list[Integers]:
    """Return the rows of each group, groups in sorted order."""
    _, inverse = np.unique(np.asarray(groups).astype(str), return_inverse=True)
    order = np.argsort(inverse, kind="stable")
    return np.split(order, np.cumsum(np.bincount(inverse))[:-1])


def within(score: Floats, label: Floats, groups: NDArray[np.object_] | Integers) -> Floats:
    """Return Spearman's correlation inside each group whose labels vary, one number a group."""
    found = [spearman(score[rows], label[rows]) for rows in rows_of(groups) if len(rows) > 1 and np.ptp(label[rows]) > 0]
    return np.array(found if found else [0.0])


@dataclass(frozen=True)
class Estimate:
    """A figure with its 95 % percentile interval."""

    value: float
    low: float
    high: float


def resampled(groups: NDArray[np.object_] | Integers, n: int = N_BOOTSTRAP, seed: int = 0) -> list[Integers]:
    """Return the rows of ``n`` resamples in which whole groups are drawn with replacement.

    Source:
        Cluster bootstrap: Davison and Hinkley (1997), Bootstrap methods and their application, section 3.8.
    """
    members, rng = rows_of(groups), np.random.default_rng(seed)
    return [np.concatenate([members[number] for number in rng.integers(0, len(members), len(members))]) for _ in range(n)]


def estimate(metric: Metric, score: Floats, label: Floats, resamples: list[Integers]) -> Estimate:
    """Return a metric with its percentile interval over resamples."""
    values = [metric(score[rows], label[rows]) for rows in resamples]
    low, high = np.quantile(values, [0.025, 0.975])
    return Estimate(metric(score, label), float(low), float(high))


def estimate_within(
    score: Floats, label: Floats, groups: NDArray[np.object_] | Integers, n: int = N_BOOTSTRAP, seed: int = 0
) -> Estimate:
    """Return the mean correlation inside groups, with its interval when groups are drawn again."""
    values = within(score, label, groups)
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (n, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return Estimate(float(values.mean()), float(low), float(high))


def group_folds(groups: NDArray[np.object_] | Integers, n_folds: int, seed: int = 0) -> list[Integers]:
    """Return the rows of each fold; rows of one group share it, and folds get about equally many rows."""
    names, inverse, counts = np.unique(np.asarray(groups).astype(str), return_inverse=True, return_counts=True)
    n_folds = min(n_folds, len(names))
    fold_of, filled = np.zeros(len(names), dtype=np.int64), np.zeros(n_folds)
    shuffled = np.random.default_rng(seed).permutation(len(names))
    for name in shuffled[np.argsort(-counts[shuffled], kind="stable")].tolist():
        fold_of[name] = int(filled.argmin())
        filled[fold_of[name]] += counts[name]
    return [np.flatnonzero(fold_of[inverse] == number) for number in range(n_folds)]
