"""The verdict on one limit: satisfied, violated or not checkable, with what was measured and where."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

SATISFIED = "satisfied"
VIOLATED = "violated"
NOT_CHECKABLE = "not checkable"
STATUSES = (SATISFIED, VIOLATED, NOT_CHECKABLE)

Span = tuple[int, int]

MAX_SPANS = 50
"""Places one verdict lists: a reader needs the first few, and a text full of commas would fill the table. Judgement."""


@dataclass(frozen=True)
class Verdict:
    """What is known about one limit and one answer.

    Attributes:
        status: one of `STATUSES`.
        reason: one sentence: what was measured or found, and why that decides, or why nothing can be decided.
        measured: the amount counted; None when nothing was counted.
        found: what was found, as text ("es", "CSV"); None when only an amount was measured.
        spans: half-open code points in the answer where the limit is broken; empty when the fault is an absence.
    """

    status: str
    reason: str
    measured: float | None = None
    found: str | None = None
    spans: tuple[Span, ...] = ()


def decided(
    holds: bool, reason: str, *, measured: float | None = None, found: str | None = None, spans: Sequence[Span] = ()
) -> Verdict:
    """Return satisfied or violated; the spans are kept for a violation only."""
    if holds:
        return Verdict(SATISFIED, reason, measured, found)
    return Verdict(VIOLATED, reason, measured, found, tuple(span for span in spans if span[0] < span[1])[:MAX_SPANS])


def unknown(reason: str, measured: float | None = None, found: str | None = None) -> Verdict:
    """Return the verdict that nothing can be decided, with the reason."""
    return Verdict(NOT_CHECKABLE, reason, measured, found)


def over_parts(parts: Sequence[Span], check: Callable[[Span], Verdict]) -> Verdict:
    """Return one verdict for a limit on several parts: one broken part breaks it, one open part leaves it open.

    The verdict of the first part that decides is kept; its reason says which part it was. A broken part without a place inside it is
    marked as a whole.
    """
    verdicts = [check(part) for part in parts]
    if len(parts) == 1:
        return verdicts[0]
    broken = [number for number, verdict in enumerate(verdicts) if verdict.status == VIOLATED]
    if broken:
        first = verdicts[broken[0]]
        spans = tuple(dict.fromkeys(span for number in broken for span in (verdicts[number].spans or (parts[number],))))
        return Verdict(VIOLATED, _placed(first.reason, broken[0], len(parts)), first.measured, first.found, spans[:MAX_SPANS])
    for number, verdict in enumerate(verdicts):
        if verdict.status == NOT_CHECKABLE:
            return Verdict(NOT_CHECKABLE, _placed(verdict.reason, number, len(parts)), verdict.measured, verdict.found)
    amounts = [verdict.measured for verdict in verdicts if verdict.measured is not None]
    low, high = min(amounts, default=0.0), max(amounts, default=0.0)
    extent = f" ({low:g} each)" if low == high else f" ({low:g} to {high:g})"
    reason = f"All {len(parts)} parts satisfy it{extent if amounts else ''}."
    return Verdict(SATISFIED, reason, max(amounts, default=None), verdicts[0].found)


def _placed(reason: str, number: int, total: int) -> str:
    return f"Part {number + 1} of {total}: {reason}"
