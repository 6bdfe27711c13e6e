"""Variants in order, with ties said: means, ranks and bands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from promptsmith.compare.intervals import Groups, bootstrap_interval, rank_range
from promptsmith.compare.outcomes import Outcomes
from promptsmith.compare.paired import Pair, Settings

BETTER = ("a better", "b better")


@dataclass(frozen=True)
class Ranked:
    """One variant; fields are the columns of the table variants."""

    variant: str
    n_items: int
    mean: float | None
    low: float | None
    high: float | None
    rank: int | None
    rank_low: int
    rank_high: int
    band: int
    tied_with: list[str]

    def row(self) -> dict[str, Any]:
        """Return the columns by name."""
        return dict(vars(self))


def order_of(outcomes: Outcomes, sign: int) -> list[int]:
    """Return the columns from the best to the worst mean; equal means keep the order of their names. Variants without outcomes end."""
    means = _means(outcomes)
    return sorted(range(len(means)), key=lambda j: (bool(np.isnan(means[j])), -sign * round(float(means[j]), 12), j))


def rank_variants(outcomes: Outcomes, order: Sequence[int], pairs: Sequence[Pair], settings: Settings) -> list[Ranked]:
    """Return the variants from best to worst.

    A band begins with the best variant that is not in one yet and takes every later one that no test tells from it. Being told apart
    is not transitive, so ``tied_with`` names for each variant all from which it is not told apart.
    """
    different = {frozenset((pair.a, pair.b)) for pair in pairs if pair.verdict in BETTER}
    names = [outcomes.variants[column] for column in order]
    bands: dict[str, int] = {}
    for name in names:
        if name not in bands:
            number = max(bands.values(), default=0) + 1
            for other in names:
                if other not in bands and frozenset((name, other)) not in different:
                    bands[other] = number
    ranges = rank_range(
        outcomes.values, outcomes.cluster_of, settings.sign, settings.level, settings.n_resamples, settings.seed
    )
    means = _means(outcomes)
    ranked = []
    for column, name in zip(order, names, strict=True):
        known = ~np.isnan(outcomes.values[:, column])
        ends = (int(ranges[column, 0]), int(ranges[column, 1]))
        tied = _tied(name, names, different)
        if not known.any():
            ranked.append(Ranked(name, 0, None, None, None, None, *ends, bands[name], tied))
            continue
        low, high = _interval(outcomes, column, settings)
        better = sum(settings.sign * (other - means[column]) > 1e-12 * abs(other) for other in means if not np.isnan(other))
        ranked.append(
            Ranked(name, int(known.sum()), float(means[column]), low, high, 1 + int(better), *ends, bands[name], tied)
        )
    return ranked


def _tied(name: str, names: Sequence[str], different: set[frozenset[str]]) -> list[str]:
    return [other for other in names if other != name and frozenset((name, other)) not in different]


def cluster_ranks(outcomes: Outcomes, sign: int) -> list[dict[str, Any]]:
    """Return mean and rank of each variant in each cluster; equal means share their middle rank. Empty without clusters."""
    if outcomes.cluster_of is None:
        return []
    from scipy.stats import rankdata

    rows = []
    for number, name in enumerate(outcomes.clusters):
        inside = outcomes.values[outcomes.cluster_of == number]
        counts = (~np.isnan(inside)).sum(axis=0)
        present = np.flatnonzero(counts)
        means = np.nansum(inside, axis=0)[present] / counts[present]
        ranks = rankdata(-sign * np.round(means, 12))
        for column, mean, rank in zip(present.tolist(), means.tolist(), ranks.tolist(), strict=True):
            variant = outcomes.variants[column]
            rows.append({"cluster": name, "variant": variant, "n_items": int(counts[column]), "mean": mean, "rank": rank})
    return rows


def _means(outcomes: Outcomes) -> Any:
    counts = (~np.isnan(outcomes.values)).sum(axis=0)
    sums = np.nansum(outcomes.values, axis=0)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def _interval(outcomes: Outcomes, column: int, settings: Settings) -> tuple[float | None, float | None]:
    """Return the interval of one mean: Wilson's for proportions of independent items, else the bootstrap's."""
    known = ~np.isnan(outcomes.values[:, column])
    values = outcomes.values[known, column]
    if outcomes.kind == "binary" and outcomes.cluster_of is None and len(values):
        from scipy.stats import binomtest

        ends = binomtest(int(values.sum()), len(values)).proportion_ci(settings.level, method="wilson")
        return float(ends.low), float(ends.high)
    clusters = None if outcomes.cluster_of is None else outcomes.cluster_of[known]
    if (len(values) if clusters is None else len(np.unique(clusters))) < 2:
        return None, None
    interval = bootstrap_interval(Groups.of(values, clusters), settings.level, settings.n_resamples, settings.seed)
    return interval if interval is not None else (None, None)
