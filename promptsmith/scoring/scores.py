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
from promptsmith.scoring.parts import PART_SETS, PARTS, Part, part_values
from promptsmith.scoring.weights import DIMENSIONS, WeightSet

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

Features = Mapping[str, NDArray[Any]]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class FindingColumns:
    """Findings as arrays, ordered by text and place: text number, code, severity."""

    text: Integers
    code: Sequence[str]
    severity: Sequence[str]


@dataclass(frozen=True, eq=False)
class Scores:
    """Scores of n texts in millionths; rows with a reason have none."""

    dimensions: Integers
    overall: Integers
    low: Integers
    high: Integers
    reasons: NDArray[np.object_]

    def column(self, name: str) -> NDArray[np.float64]:
        """Return one score column between 0 and 1, NaN where the score abstains."""
        if name in DIMENSIONS:
            points = self.dimensions[:, DIMENSIONS.index(name)]
        else:
            points = {"overall": self.overall, "overall_low": self.low, "overall_high": self.high}[name]
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


def score_texts(features: Features, findings: FindingColumns, domains: NDArray[np.object_], weights: WeightSet) -> Scores:
    """Return the scores of n texts.

    Args:
        features: feature columns of length n.
        findings: findings of these texts.
        domains: domain of each text, shape (n,).
        weights: weight set of the overall score.

    The interval of ``overall`` spans what the weights of any domain of the set would give: it says how much the choice of the domain
    matters. It is not a confidence interval and claims no coverage.
    """
    dimensions = dimension_points(features, findings, PART_SETS[weights.parts])
    overall = np.rint(dimensions * weights.rows(domains)).astype(np.int64).sum(axis=1)
    spread = np.rint(dimensions[:, None, :] * weights.table[None, :, :]).astype(np.int64).sum(axis=2)
    low = np.minimum(overall, spread.min(axis=1))
    high = np.maximum(overall, spread.max(axis=1))
    return Scores(dimensions, overall, low, high, abstention(features))


def dimension_points(features: Features, findings: FindingColumns, parts: tuple[Part, ...] = PARTS) -> Integers:
    """Return the four dimensions of each text in millionths, shape (n, 4)."""
    base = part_points(features, parts)
    belongs = np.array([[part.dimension == dimension for dimension in DIMENSIONS] for part in parts], dtype=np.int64)
    totals = base @ belongs
    factors = np.ones((len(base), len(DIMENSIONS)))
    if len(findings.code):
        numbers = np.array([DIMENSIONS.index(dimension_of(code)) for code in findings.code])
        kept = np.array([1 - PENALTIES[severity] for severity in findings.severity])
        np.multiply.at(factors, (findings.text, numbers), kept)
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
        Lines whose millionths add up exactly to the overall score: for each dimension its measured parts, then one line per finding
        with what it takes away (0 or less).
    """
    parts = PART_SETS[weights.parts]
    points = part_points(features, parts)[row]
    lines: list[Line] = []
    for dimension, weight in zip(DIMENSIONS, weights.of(domain), strict=True):
        steps: list[tuple[str, str, int, int | None, int | None, int]] = []
        raw = 0
        for part, value in zip(parts, points.tolist(), strict=True):
            if part.dimension == dimension:
                steps.append(("measured", part.label, value, None, None, round(part.weight * SCALE * weight)))
                raw += value
        factor, current = 1.0, raw
        for code, severity, message, start, end in found:
            if dimension_of(code) == dimension:
                factor *= 1 - PENALTIES[severity]
                after = round(raw * factor)
                steps.append((code, message, after - current, start, end, 0))
                current = after
        target, given, running = round(current * weight), 0, 0
        for number, (source, label, step, first, last, possible) in enumerate(steps):
            running += step
            # Cumulative rounding: each line gets the rise of the rounded running total, so the lines sum to the total exactly.
            total = target if number == len(steps) - 1 else round(running * weight)
            lines.append(Line(dimension, source, label, total - given, first, last, possible))
            given = total
    return lines
