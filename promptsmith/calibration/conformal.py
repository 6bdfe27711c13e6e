"""Fitting intervals: a line from score to label and half-widths that hold a stated share of new labels, checked on folds left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from promptsmith.scoring.intervals import Interval

Floats = NDArray[np.float64]

COVERAGE = 0.9
ROWS_PER_KNOT = 60
"""Texts behind each knot of the line and each half-width. Judgement: a 90 % quantile of fewer moves by several points."""
MAX_KNOTS = 8
MAX_RANGES = 4


def conformal_quantile(residuals: Floats, coverage: float) -> float:
    """Return the residual of rank ``ceil((n + 1) * coverage)``; the largest when that rank is beyond n.

    Source:
        Vovk, Gammerman and Shafer (2005), Algorithmic learning in a random world. Beyond n the honest answer is infinite; on a bounded
        scale the largest residual stands for it.

    Example:
        >>> conformal_quantile(np.arange(1.0, 20.0), 0.9)
        18.0
    """
    ordered = np.sort(np.asarray(residuals, dtype=np.float64))
    rank = int(np.ceil((len(ordered) + 1) * coverage - 1e-9))
    return float(ordered[min(rank, len(ordered)) - 1])


def rising_line(scores: Floats, labels: Floats) -> tuple[tuple[float, float], ...]:
    """Return knots (score, label) of a line that does not fall: means of equal groups of scores, made to rise by pooling neighbours.

    Source:
        Pool adjacent violators: Ayer and others (1955), Annals of Mathematical Statistics 26, 641-647.

    Example:
        >>> rising_line(np.repeat([0.1, 0.5, 0.9], 60), np.repeat([0.3, 0.2, 0.6], 60))
        ((0.1, 0.25), (0.5, 0.25), (0.9, 0.6))
    """
    order = np.argsort(scores, kind="stable")
    groups = np.array_split(order, int(np.clip(len(scores) // ROWS_PER_KNOT, 1, MAX_KNOTS)))
    places = [float(scores[group].mean()) for group in groups]
    blocks: list[tuple[float, int, int]] = []
    for group in groups:
        block = (float(labels[group].mean()), len(group), 1)
        while blocks and blocks[-1][0] > block[0]:
            value, n, span = blocks.pop()
            block = ((value * n + block[0] * block[1]) / (n + block[1]), n + block[1], span + block[2])
        blocks.append(block)
    values = [value for value, _, span in blocks for _ in range(span)]
    kept = dict(zip(places, values, strict=True))
    return tuple((round(place, 6), round(value, 6)) for place, value in kept.items())


def fit_interval(
    scores: Floats,
    labels: Floats,
    *,
    covers: str,
    coverage: float = COVERAGE,
    has_line: bool = True,
    languages: tuple[str, ...] = (),
    n_words: tuple[int, int] = (1, 1_000_000),
) -> Interval:
    """Return the interval that holds the share ``coverage`` of labels.

    Args:
        scores: scores between 0 and 1 of texts that the score was not fitted to, shape (n,).
        labels: what the interval is to hold, on the same scale, shape (n,).
        covers: what that is, in words.
        coverage: share of texts inside.
        has_line: whether the centre is fitted (labels have a scale of their own) or is the score itself.
        languages, n_words: what the texts were, as in `Interval`.

    The half-width is a conformal quantile within each of up to four ranges of scores (a Mondrian taxonomy), of how far the label lies
    beyond the line and the score. The line has at most eight points, so that labels fitting it say little about themselves.

    Source:
        Vovk, Gammerman and Shafer (2005), chapters 2 and 4.
    """
    knots = rising_line(scores, labels) if has_line else ()
    plain = Interval(covers, coverage, len(scores), (0.0,), (), knots)
    centre = plain.centre(scores)
    low, high = np.minimum(centre, scores), np.maximum(centre, scores)
    inside = (labels >= low) & (labels <= high)
    excess = np.where(inside, 0.0, np.where(labels < low, centre - labels, labels - centre))
    n_ranges = int(np.clip(len(scores) // ROWS_PER_KNOT, 1, MAX_RANGES))
    edges = np.unique(np.quantile(scores, np.arange(1, n_ranges) / n_ranges)) if n_ranges > 1 else np.empty(0)
    edges = np.round(edges, 6)
    place = np.searchsorted(edges, scores, side="right")
    everywhere = conformal_quantile(excess, coverage)
    half = [
        conformal_quantile(excess[place == number], coverage) if (place == number).sum() >= ROWS_PER_KNOT // 2 else everywhere
        for number in range(len(edges) + 1)
    ]
    rounded = tuple(float(np.ceil(width * 1e6) / 1e6) for width in half)
    return Interval(covers, coverage, len(scores), rounded, tuple(edges.tolist()), knots, languages, n_words)


def held_out_coverage(scores: Floats, labels: Floats, folds: Sequence[NDArray[np.int64]], *, has_line: bool = True) -> Floats:
    """Return for each text whether its label lies in the interval fitted without its fold, as 0 and 1, shape (n,).

    Args:
        scores, labels: as in `fit_interval`.
        folds: row numbers of each fold; no group may stand in two of them.
        has_line: as in `fit_interval`.
    """
    held = np.full(len(scores), np.nan)
    for fold in folds:
        others = np.setdiff1d(np.arange(len(scores)), fold)
        interval = fit_interval(scores[others], labels[others], covers="", has_line=has_line)
        low, high = interval.ends(scores[fold])
        held[fold] = (labels[fold] >= low - 1e-9) & (labels[fold] <= high + 1e-9)
    return held
