"""Every pair of variants on the items that both have: difference, interval, test, effect, equivalence, and what it cannot decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.compare import planning
from promptsmith.compare.intervals import Groups, Mean, bonett_price, bootstrap_interval
from promptsmith.compare.multiplicity import CORRECTIONS, adjust
from promptsmith.compare.outcomes import Outcomes
from promptsmith.compare.paired_tests import TESTS, choose_test, run_test
from promptsmith.config import check_name
from promptsmith.errors import InputError

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    """How a comparison is made.

    Attributes:
        sign: 1 when a higher outcome is better, -1 when a lower one is.
        test: name of the test, never ``auto``.
        correction: ``holm``, ``bh`` or ``none``.
        level: coverage of intervals; tests reject below 1 - level.
        margin: largest difference that does not matter, in the unit of the outcome; None: not given.
        power: chance with which planned designs find a difference.
        n_resamples, seed: of bootstrap and permutation.
    """

    sign: int
    test: str
    correction: str
    level: float
    margin: float | None
    power: float
    n_resamples: int
    seed: int

    @property
    def alpha(self) -> float:
        """Chance of a false difference that is accepted."""
        return round(1 - self.level, 12)


@dataclass(frozen=True)
class Pair:
    """One comparison; fields are the columns of the table pairs, ``None`` where unknown, with ``reason``."""

    a: str
    b: str
    n_used: int
    n_dropped: int
    n_clusters: int | None
    mean_a: float | None
    mean_b: float | None
    difference: float | None
    low: float | None
    high: float | None
    interval: str | None
    share_a_better: float | None
    share_equal: float | None
    share_b_better: float | None
    effect: float | None
    effect_name: str | None
    test: str | None
    p: float | None
    p_adjusted: float | None
    p_equivalence: float | None
    p_equivalence_adjusted: float | None
    is_equivalent: bool | None
    verdict: str
    minimum_detectable: float | None
    n_more_items: int | None
    n_more_items_margin: int | None
    reason: str | None

    def row(self) -> dict[str, Any]:
        """Return the columns by name."""
        return dict(vars(self))


def settings_for(outcomes: Outcomes, test: str, **chosen: Any) -> Settings:
    """Return the settings with the test that fits, when ``test`` is ``auto``.

    Raises:
        UnknownNameError: the test or the correction is not known.
        InputError: the test does not fit the outcome or the clusters.
    """
    check_name("test", test, TESTS)
    check_name("correction", chosen["correction"], CORRECTIONS)
    if test == "mcnemar" and outcomes.kind != "binary":
        raise InputError(f"McNemar's test is for outcomes of 0 and 1; here is a {outcomes.kind}. Use test='auto'.")
    if test in ("mcnemar", "wilcoxon") and outcomes.cluster_of is not None:
        raise InputError(
            f"test={test!r} takes every item as independent, and cluster= says they are not. Use test='permutation'."
        )
    name = choose_test(outcomes.kind, outcomes.cluster_of is not None) if test == "auto" else test
    return Settings(test=name, **chosen)


def compare_pairs(outcomes: Outcomes, order: Sequence[int], settings: Settings) -> list[Pair]:
    """Return every pair of variants, the better one by mean first.

    Args:
        outcomes: the matrix.
        order: columns of the matrix from the best to the worst mean.
        settings: test, correction, level and the rest.
    """
    n_pairs = len(order) * (len(order) - 1) // 2
    # Holm's first step and Bonferroni's: what one pair must reach when nothing else is known.
    alpha = settings.alpha / n_pairs if settings.correction != "none" else settings.alpha
    pairs = [
        _compare(outcomes, first, second, settings, alpha)
        for position, first in enumerate(order)
        for second in order[position + 1 :]
    ]
    adjusted = adjust([pair.p for pair in pairs], settings.correction)
    equivalence = adjust([pair.p_equivalence for pair in pairs], settings.correction)
    return [_judged(pair, p, q, settings) for pair, p, q in zip(pairs, adjusted, equivalence, strict=True)]


def _compare(outcomes: Outcomes, first: int, second: int, settings: Settings, alpha: float) -> Pair:
    both = outcomes.values[:, [first, second]]
    known = ~np.isnan(both).any(axis=1)
    n_dropped = int((~known).sum())
    used = both[known]
    cluster_of = None if outcomes.cluster_of is None else outcomes.cluster_of[known]
    n_clusters = None if cluster_of is None else len(np.unique(cluster_of))
    names = outcomes.variants[first], outcomes.variants[second]
    n_groups = len(used) if n_clusters is None else n_clusters
    if n_groups < 2:
        what = "item" if n_clusters is None else "cluster"
        return _unknown(*names, len(used), n_dropped, n_clusters, f"both variants have outcomes on fewer than two {what}s")
    differences = used[:, 0] - used[:, 1]
    groups = Groups.of(differences, cluster_of)
    mean = groups.mean()
    tested = run_test(
        settings.test,
        differences,
        groups,
        settings.n_resamples,
        settings.seed,
        has_clusters=cluster_of is not None,
    )
    is_binary = outcomes.kind == "binary" and cluster_of is None
    low, high, interval, centre = _interval(differences, groups, is_binary, settings)
    if settings.margin is None:
        p_equivalence = None
    elif is_binary:
        p_equivalence = planning.equivalence_p_binary(*centre, settings.margin)
    else:
        p_equivalence = planning.equivalence_p(mean, settings.margin)
    better = settings.sign * differences
    effect, effect_name = _effect(differences, outcomes.kind, settings.test)
    return Pair(
        *names,
        n_used=len(used),
        n_dropped=n_dropped,
        n_clusters=n_clusters,
        mean_a=float(used[:, 0].mean()),
        mean_b=float(used[:, 1].mean()),
        difference=mean.value,
        low=low,
        high=high,
        interval=interval,
        share_a_better=float((better > 0).mean()),
        share_equal=float((better == 0).mean()),
        share_b_better=float((better < 0).mean()),
        effect=effect,
        effect_name=effect_name,
        test=tested.name,
        p=tested.p,
        p_adjusted=None,
        p_equivalence=p_equivalence,
        p_equivalence_adjusted=None,
        is_equivalent=None,
        verdict="tied",
        minimum_detectable=planning.minimum_detectable(mean, alpha, settings.power),
        n_more_items=_more_items(mean.value, mean, alpha, settings.power, len(used)),
        n_more_items_margin=None
        if settings.margin is None
        else _more_items(settings.margin, mean, alpha, settings.power, len(used)),
        reason=_reason(low, mean, tested.smallest, alpha),
    )


def _interval(
    differences: Floats, groups: Groups, is_binary: bool, settings: Settings
) -> tuple[float | None, float | None, str, tuple[float, float]]:
    """Return both ends, the name of the method, and centre and error of a difference of proportions."""
    if is_binary:
        from scipy.stats import norm

        centre, error = bonett_price(int((differences > 0).sum()), int((differences < 0).sum()), len(differences))
        reach = float(norm.isf(settings.alpha / 2)) * error
        return max(centre - reach, -1.0), min(centre + reach, 1.0), "Bonett-Price", (centre, error)
    ends = bootstrap_interval(groups, settings.level, settings.n_resamples, settings.seed)
    low, high = ends if ends is not None else (None, None)
    return low, high, "studentised bootstrap", (0.0, 0.0)


def _effect(differences: Floats, kind: str, test: str) -> tuple[float | None, str]:
    """Return an effect size of the differences and its name; None where it is not defined.

    Source: odds ratio of discordant pairs, McNemar (1947); matched-pairs rank-biserial correlation, Kerby (2014), Comprehensive
    Psychology 3, 11.IT.3.1; d_z, Cohen (1988), Statistical Power Analysis, section 2.3.5.
    """
    if kind == "binary" and test == "mcnemar":
        a_only, b_only = int((differences > 0).sum()), int((differences < 0).sum())
        return (a_only / b_only if b_only else None), "odds ratio of the items that differ"
    if test == "wilcoxon":
        from scipy.stats import rankdata

        moving = differences[differences != 0]
        ranks = rankdata(np.abs(moving))
        total = float(ranks.sum())
        return (float((ranks * np.sign(moving)).sum()) / total if total else None), "rank-biserial correlation"
    spread = float(differences.std(ddof=1))
    return (float(differences.mean()) / spread if spread > 1e-12 * float(np.abs(differences).max()) else None), "d_z"


def _more_items(difference: float, mean: Mean, alpha: float, power: float, n_used: int) -> int | None:
    groups = planning.groups_needed(difference, mean, alpha, power)
    if groups is None:
        return None
    # Clusters keep their mean size.
    return max(0, -(-groups * n_used // mean.n_groups) - n_used)


def _reason(low: float | None, mean: Mean, smallest: float, alpha: float) -> str | None:
    reasons = []
    if mean.error == 0.0:
        reasons.append("all differences are equal, so there is no spread to judge them by")
    elif low is None:
        reasons.append("too few items differ for an interval")
    if smallest > alpha:
        reasons.append("too few items differ for this test to find anything at this level")
    return "; ".join(reasons) or None


def _judged(pair: Pair, p: float | None, p_equivalence: float | None, settings: Settings) -> Pair:
    if p is None or pair.difference is None:
        return pair
    is_equivalent = None if p_equivalence is None else p_equivalence <= settings.alpha
    verdict = "equivalent" if is_equivalent else "tied"
    if p <= settings.alpha:
        verdict = "a better" if settings.sign * _direction(pair, settings) > 0 else "b better"
    return replace(pair, p_adjusted=p, p_equivalence_adjusted=p_equivalence, is_equivalent=is_equivalent, verdict=verdict)


def _direction(pair: Pair, settings: Settings) -> float:
    """Return a number with the sign of what the test found: of the ranks for Wilcoxon, else of the mean difference."""
    if settings.test == "wilcoxon" and pair.effect is not None:
        return pair.effect
    return pair.difference or 0.0


def _unknown(a: str, b: str, n_used: int, n_dropped: int, n_clusters: int | None, reason: str) -> Pair:
    blank: dict[str, Any] = dict.fromkeys(Pair.__dataclass_fields__)
    return Pair(
        **{
            **blank,
            "a": a,
            "b": b,
            "n_used": n_used,
            "n_dropped": n_dropped,
            "n_clusters": n_clusters,
            "verdict": "not compared",
            "reason": reason,
        }
    )
