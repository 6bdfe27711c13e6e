"""Scores of many texts at once, and the explanation of one.

A dimension is ``parts x penalties``: a weighted mean of measured parts, each between 0 and 1, times ``1 - p`` for every finding of that
dimension. So a score stays between 0 and 1, another finding can only lower it, and its effect shrinks as the score does: no cliff.
All points are whole millionths (`SCALE`), so that an explanation is a sum of integers and adds up exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.scoring.abstain import abstention
from promptsmith.scoring.intervals import NO_COVERAGE, joined_reasons
from promptsmith.scoring.parts import PART_SETS, PARTS, Part, part_values
from promptsmith.scoring.weights import DIMENSIONS, SCORES, WeightSet

SCALE = 1_000_000

PENALTIES = {"error": 0.30, "warning": 0.12, "info": 0.04}
"""Share of a dimension that one finding takes away. Judgement, until fitted: an error outweighs two warnings, a warning three hints."""

FAMILY_DIMENSIONS = {
    "CON": "clarity",
    "REF": "clarity",
    "LNG": "clarity",
    "UNI": "clarity",
    "SPC": "specificity",
    "FMT": "structure",
    "EXA": "structure",
    "STR": "structure",
    "TPL": "structure",
    "ECO": "structure",
    "SEC": "structure",
}
"""Dimension a rule family counts against; families of domains count against completeness."""

SECOND_DIMENSIONS = {"CON": "specificity"}
"""Dimension that a family counts against as well: limits that exclude each other bound nothing, however many are stated. Judgement."""

Features = Mapping[str, NDArray[Any]]
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class FindingColumns:
    """Findings as arrays, ordered by text and place: text number, code, severity."""

    text: Integers
    code: Sequence[str]
    severity: Sequence[str]


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of n texts in millionths; rows with a reason have none.

    Attributes:
        dimensions: shape (n, 4).
        overall: shape (n,).
        low, high: ends of the intervals of `SCORES`, each of shape (n, 5), between 0 and 1; NaN where there is none.
        reasons: why a text has no score, or None.
        no_interval: which scores of a text have no interval and why, or None.
    """

    dimensions: Integers
    overall: Integers
    low: Floats
    high: Floats
    reasons: NDArray[np.object_]
    no_interval: NDArray[np.object_]

    def column(self, name: str) -> Floats:
        """Return one column between 0 and 1: a score, or its name with ``_low`` or ``_high``; NaN where there is none."""
        score, _, end = name.partition("_")
        number = SCORES.index(score)
        if end:
            return np.where(self._is_scored, (self.low if end == "low" else self.high)[:, number], np.nan)
        points = self.overall if score == "overall" else self.dimensions[:, number]
        return np.where(self._is_scored, points / SCALE, np.nan)

    @cached_property
    def _is_scored(self) -> NDArray[np.bool_]:
        return np.array([reason is None for reason in self.reasons.tolist()], dtype=np.bool_)


@dataclass(frozen=True)
class Line:
    """One contribution to a score: where it comes from, how much, and the span it is about (None: the whole text).

    ``source`` is ``measured`` or a rule code; ``millionths`` is a whole number, so that lines add up exactly. ``possible`` is the most
    that a measured part can earn, in millionths; 0 for a finding, which only takes away.
    """

    dimension: str
    source: str
    label: str
    millionths: int
    start: int | None = None
    end: int | None = None
    possible: int = 0

    @property
    def points(self) -> float:
        """The contribution on the scale of the score, 0 to 1."""
        return self.millionths / SCALE


def dimension_of(code: str) -> str:
    """Return the dimension that a finding of this rule lowers."""
    return FAMILY_DIMENSIONS.get(code.rstrip("0123456789"), "completeness")


def dimensions_of(code: str) -> tuple[str, ...]:
    """Return every dimension that a finding of this rule lowers, the main one first."""
    second = SECOND_DIMENSIONS.get(code.rstrip("0123456789"))
    return (dimension_of(code),) if second is None else (dimension_of(code), second)


def score_texts(features: Features, findings: FindingColumns, domains: NDArray[np.object_], weights: WeightSet) -> Scores:
    """Return the scores of n texts.

    Args:
        features: feature columns of length n.
        findings: findings of these texts.
        domains: domain of each text, shape (n,).
        weights: weight set of the overall score.

    A weight set with intervals gives each score that has one its interval; what it covers stands in the set. Without any, the
    interval of ``overall`` spans what the weights of any domain of the set would give: it says how much the choice of the domain
    matters. It is not a confidence interval and claims no coverage.
    """
    dimensions = dimension_points(features, findings, PART_SETS[weights.parts])
    overall = _overall(np.rint(dimensions * (weights.rows(domains) * weights.slope)), weights, axis=1)
    low, high = np.full((len(overall), len(SCORES)), np.nan), np.full((len(overall), len(SCORES)), np.nan)
    missing = np.full(len(overall), None, dtype=object)
    if weights.intervals:
        reasons = {}
        for number, name in enumerate(SCORES):
            interval = weights.intervals.get(name)
            if interval is None:
                reasons[name] = np.full(len(overall), "no labels for it", dtype=object)
                continue
            reasons[name] = interval.outside(features)
            points = overall if name == "overall" else dimensions[:, number]
            given = reasons[name] == None  # noqa: E711 (element by element)
            ends = interval.ends(points / SCALE)
            low[:, number], high[:, number] = (np.where(given, end, np.nan) for end in ends)
        missing = joined_reasons(reasons)
    else:
        spread = _overall(np.rint(dimensions[:, None, :] * (weights.table * weights.slope)[None, :, :]), weights, axis=2)
        low[:, -1] = np.minimum(overall, spread.min(axis=1)) / SCALE
        high[:, -1] = np.maximum(overall, spread.max(axis=1)) / SCALE
        missing[:] = NO_COVERAGE
    return Scores(dimensions, overall, low, high, abstention(features, weights.least_words), missing)


def _overall(points: Floats, weights: WeightSet, *, axis: int) -> Integers:
    """Return base and weighted dimensions together, cut to the scale."""
    total = points.astype(np.int64).sum(axis=axis) + round(weights.base * SCALE)
    return np.asarray(np.clip(total, 0, SCALE))


def dimension_points(features: Features, findings: FindingColumns, parts: tuple[Part, ...] = PARTS) -> Integers:
    """Return the four dimensions of each text in millionths, shape (n, 4)."""
    base = part_points(features, parts)
    belongs = np.array([[part.dimension == dimension for dimension in DIMENSIONS] for part in parts], dtype=np.int64)
    totals = base @ belongs
    factors = np.ones((len(base), len(DIMENSIONS)))
    if len(findings.code):
        lowered = [[DIMENSIONS.index(name) for name in dimensions_of(code)] for code in findings.code]
        counts = [len(numbers) for numbers in lowered]
        kept = np.array([1 - PENALTIES[severity] for severity in findings.severity])
        places = np.repeat(findings.text, counts), np.array([number for numbers in lowered for number in numbers])
        np.multiply.at(factors, places, np.repeat(kept, counts))
    return np.asarray(np.rint(totals * factors), dtype=np.int64)


def part_points(features: Features, parts: tuple[Part, ...] = PARTS) -> Integers:
    """Return the points of every part, shape (n, parts), in millionths of its dimension."""
    points = np.array([part.weight * SCALE for part in parts])
    return np.asarray(np.rint(part_values(features, parts) * points), dtype=np.int64)


def explain_score(
    features: Features,
    found: Sequence[tuple[str, str, str, int, int]],
    domain: str,
    weights: WeightSet,
    *,
    row: int = 0,
) -> list[Line]:
    """Return the contributions to the overall score of one text.

    Args:
        features: feature columns.
        found: findings of the text in order: (code, severity, message, start, end).
        domain: domain of the text.
        weights: weight set.
        row: row of the features.

    Returns:
        Lines whose millionths add up exactly to the overall score: the base of the weight set where it has one, for each dimension its
        measured parts, then one line per finding with what it takes away (0 or less), and what the end of the scale cuts off.
    """
    parts = PART_SETS[weights.parts]
    points = part_points(features, parts)[row]
    base = round(weights.base * SCALE)
    lines = [Line("base", "base", "where the scale of the ratings begins", base)] if base else []
    for dimension, share in zip(DIMENSIONS, weights.of(domain), strict=True):
        weight = share * weights.slope
        steps: list[tuple[str, str, int, int | None, int | None, int]] = []
        raw = 0
        for part, value in zip(parts, points.tolist(), strict=True):
            if part.dimension == dimension:
                steps.append(("measured", part.label, value, None, None, round(part.weight * SCALE * weight)))
                raw += value
        factor, current = 1.0, raw
        for code, severity, message, start, end in found:
            if dimension in dimensions_of(code):
                factor *= 1 - PENALTIES[severity]
                after = round(raw * factor)
                steps.append((code, message, after - current, start, end, 0))
                current = after
        target, given, running = int(np.rint(current * weight)), 0, 0
        for number, (source, label, step, first, last, possible) in enumerate(steps):
            running += step
            # Cumulative rounding: each line gets the rise of the rounded running total, so the lines sum to the total exactly.
            total = target if number == len(steps) - 1 else round(running * weight)
            lines.append(Line(dimension, source, label, total - given, first, last, possible))
            given = total
    total = sum(line.millionths for line in lines)
    if not 0 <= total <= SCALE:
        lines.append(Line("scale", "scale", "beyond the end of the scale", min(max(total, 0), SCALE) - total))
    return lines
