"""Intervals of stated coverage around scores, and the reason when a text lies outside what they were measured on.

An interval is made from the score alone: a line of knots takes the score to what it is about (a rating, the score of another wording),
and a half-width per range of scores surrounds that. Both come from `promptsmith.calibration.conformal`. An interval holds its score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NO_COVERAGE = "not calibrated: the ends of overall are what the weights of another domain would give"
"""Reason of a weight set without intervals."""


@dataclass(frozen=True)
class Interval:
    """How to make the interval of one score column.

    Attributes:
        covers: what lies inside, in words.
        coverage: share of new texts, like those it was measured on, for which it does.
        n: texts it was measured on.
        knots: points (score, centre) of a line that does not fall; empty: the centre is the score.
        edges: borders between ranges of scores, ascending.
        half_widths: half-width of each range, one more than ``edges``.
        languages: languages of the texts; empty: any.
        n_words: fewest and most words of the texts.
    """

    covers: str
    coverage: float
    n: int
    half_widths: tuple[float, ...]
    edges: tuple[float, ...] = ()
    knots: tuple[tuple[float, float], ...] = ()
    languages: tuple[str, ...] = ()
    n_words: tuple[int, int] = (1, 1_000_000)

    def centre(self, scores: Floats) -> Floats:
        """Return what is expected for each score."""
        if not self.knots:
            return scores
        places, values = zip(*self.knots, strict=True)
        return np.asarray(np.interp(scores, places, values))

    def ends(self, scores: Floats) -> tuple[Floats, Floats]:
        """Return lower and upper ends between 0 and 1, shape of ``scores``; they hold the score."""
        centre = self.centre(scores)
        half = np.array(self.half_widths)[np.searchsorted(self.edges, scores, side="right")]
        return np.clip(np.minimum(centre - half, scores), 0.0, 1.0), np.clip(np.maximum(centre + half, scores), 0.0, 1.0)

    def outside(self, features: Mapping[str, NDArray[Any]]) -> NDArray[np.object_]:
        """Return for each text why the interval says nothing about it, or None."""
        n_words = np.asarray(features["n_words"])
        reasons = np.full(len(n_words), None, dtype=object)
        low, high = self.n_words
        reasons[n_words < low] = f"too short (fewer than {low} words)"
        reasons[n_words > high] = f"too long (more than {high} words)"
        if self.languages:
            foreign = ~np.isin(np.asarray(features["language"], dtype=object).astype(str), (*self.languages, "unknown"))
            reasons[foreign] = f"language is not {' or '.join(self.languages)}"
        return reasons

    def as_dict(self) -> dict[str, Any]:
        """Return the numbers as JSON knows them."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, given: Mapping[str, Any]) -> Interval:
        """Return the interval that `as_dict` wrote."""
        return cls(
            covers=str(given["covers"]),
            coverage=float(given["coverage"]),
            n=int(given["n"]),
            half_widths=tuple(map(float, given["half_widths"])),
            edges=tuple(map(float, given.get("edges", ()))),
            knots=tuple((float(place), float(value)) for place, value in given.get("knots", ())),
            languages=tuple(given.get("languages", ())),
            n_words=(int(given["n_words"][0]), int(given["n_words"][1])) if "n_words" in given else (1, 1_000_000),
        )


def _plain(value: Any) -> Any:
    return [_plain(item) for item in value] if isinstance(value, tuple) else value


def joined_reasons(reasons: Mapping[str, NDArray[np.object_]]) -> NDArray[np.object_]:
    """Return one sentence per text that names each score without an interval and why; None where every score has one.

    Args:
        reasons: for each score column, the reason per text or None; shape (n,).
    """
    names = list(reasons)
    columns = [reasons[name] for name in names]
    told: dict[tuple[Any, ...], str | None] = {}
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    for row in set(rows):
        parts = [f"{name}: {reason}" for name, reason in zip(names, row, strict=True) if reason is not None]
        told[row] = "; ".join(parts) or None
    joined = np.empty(len(rows), dtype=object)
    joined[:] = [told[row] for row in rows]
    return joined
