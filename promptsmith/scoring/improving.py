"""What would raise a score most: at most three changes, each with its place and the gain to expect."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from promptsmith.scoring.scores import SCALE, Line

MOST = 3
"""Changes named. Judgement: more is a list nobody works through; the explanation has all lines."""
LEAST_GAIN = SCALE // 200
"""Millionths below which a change is not worth naming: half a hundredth. Judgement."""

Found = tuple[str, str, str, int, int]


@dataclass(frozen=True)
class Improvement:
    """One change that would raise the score.

    Attributes:
        source: code of the rule whose finding is repaired, or ``measured`` for a part that is not full.
        label: what to change.
        start, end: the place, half-open code points; the whole text for a part.
        gain: rise of the overall score, 0 to 1.
        is_verified: the text was changed and scored again; else the gain is the most that can be had there, the rest being equal.
        replacement: what stands at the place in the changed text; None without a change of text.
    """

    source: str
    label: str
    start: int
    end: int
    gain: float
    is_verified: bool
    replacement: str | None = None


def improvements(
    lines: Sequence[Line],
    found: Sequence[Found],
    fixes: Sequence[str | None],
    n_chars: int,
    score_without: Callable[[int], int],
    score_with: Callable[[int], int],
) -> tuple[Improvement, ...]:
    """Return at most `MOST` changes, those with the largest gain first.

    Args:
        lines: the explanation of the score.
        found: findings of the text, as `explain_score` takes them.
        fixes: for each finding the text a fix puts in its place, or None.
        n_chars: length of the text.
        score_without: overall score in millionths if the finding of this number were not there.
        score_with: overall score in millionths of the text in which the fix of the finding of this number is made.

    A repair that exists is made and the text scored again; one that then gains nothing is not named. A part that is not full can gain at
    most what it still lacks, and what the findings of its dimension leave of that.
    """
    now = sum(line.millionths for line in lines)
    named = []
    for number, ((code, _, message, start, end), fix) in enumerate(zip(found, fixes, strict=True)):
        gain = (score_without(number) if fix is None else score_with(number)) - now
        named.append(Improvement(code, message, start, end, gain / SCALE, fix is not None, fix))
    for line in lines:
        if line.source == "measured" and line.possible > line.millionths:
            lacking = (line.possible - line.millionths) * _kept(lines, line.dimension)
            named.append(Improvement("measured", f"{line.dimension}: {line.label}", 0, n_chars, lacking / SCALE, False))
    worth = [one for one in named if one.gain * SCALE >= LEAST_GAIN]
    return tuple(replace(one, gain=round(one.gain, 6)) for one in sorted(worth, key=lambda one: -one.gain)[:MOST])


def _kept(lines: Sequence[Line], dimension: str) -> float:
    """Return the share of a dimension that its findings leave."""
    mine = [line for line in lines if line.dimension == dimension]
    measured = sum(line.millionths for line in mine if line.source == "measured")
    return sum(line.millionths for line in mine) / measured if measured else 1.0
