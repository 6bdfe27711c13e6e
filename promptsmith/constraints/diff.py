"""What changed between the limits of two versions of a prompt."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

from promptsmith.constraints.conflicts_numbers import bounds
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document

CHANGES = ("added", "removed", "tightened", "loosened", "moved")


@dataclass(frozen=True)
class Change:
    """One difference between two lists of limits.

    Attributes:
        change: one of `CHANGES`. Tightened: the new interval lies inside the old one; loosened: the other way round; moved: the same
            limit on another part or under another condition.
        old: the limit in the old prompt; None when it was added.
        new: the limit in the new prompt; None when it was removed.
    """

    change: str
    old: Limit | None
    new: Limit | None

    def row(self) -> dict[str, str | float | int | None]:
        """Return the change as one flat row: what it is about, then bounds, scope and span on both sides."""
        limit = self.new or self.old
        assert limit is not None
        row: dict[str, str | float | int | None] = {
            "change": self.change,
            "kind": limit.kind,
            "subject": limit.subject,
            "unit": limit.unit,
            "value": limit.value,
            "polarity": limit.polarity,
        }
        for side, one in (("old", self.old), ("new", self.new)):
            row |= {
                f"{side}_low": one.low if one else None,
                f"{side}_high": one.high if one else None,
                f"{side}_scope_path": one.scope_path if one else None,
                f"{side}_start": one.start if one else None,
                f"{side}_end": one.end if one else None,
            }
        return row


def constraint_diff(old: str | Sequence[Limit], new: str | Sequence[Limit]) -> list[Change]:
    """Return what changed between the limits of two prompts; a limit that only stands elsewhere in the text is no change.

    Args:
        old, new: two versions of a prompt, or their limits from `parse_limits`.

    Returns:
        Changes in the order of the new prompt, then the removed limits in the order of the old one.

    Example:
        >>> change = constraint_diff("Use at most 200 words.", "Use at most 100 words.")[0]
        >>> change.change, change.old.high, change.new.high
        ('tightened', 200.0, 100.0)
    """
    before = parse_limits(Document.of(old)) if isinstance(old, str) else list(old)
    after = parse_limits(Document.of(new)) if isinstance(new, str) else list(new)
    _pair(before, after, lambda limit: (*_content(limit), limit.value, limit.low, limit.high, limit.scope_path))
    moved = _pair(before, after, lambda limit: (*_content(limit), limit.value, limit.low, limit.high))
    changes = [Change("moved", one, other) for one, other in moved]
    for one, other in _pair(before, after, lambda limit: (*_content(limit), limit.scope_path)):
        if direction := _direction(one, other):
            changes.append(Change(direction, one, other))
        else:
            before.append(one)
            after.append(other)
    changes += [Change("added", None, limit) for limit in after]
    changes.sort(key=lambda change: (change.new.start, change.new.end) if change.new else (0, 0))
    return changes + [Change("removed", limit, None) for limit in sorted(before)]


def _content(limit: Limit) -> tuple[Hashable, ...]:
    """Return what a limit is about: everything but its bounds and its place."""
    value = None if limit.kind == "number" else limit.value
    kind = "include" if limit.kind == "include" and limit.unit == "times" else limit.kind
    return kind, limit.unit, value, limit.polarity


def _pair(before: list[Limit], after: list[Limit], key: Callable[[Limit], Hashable]) -> list[tuple[Limit, Limit]]:
    """Take from both lists the limits that have the same key, in order, and return them in pairs."""
    waiting: dict[Hashable, list[Limit]] = {}
    for limit in before:
        waiting.setdefault(key(limit), []).append(limit)
    pairs = []
    for limit in list(after):
        if same := waiting.get(key(limit)):
            old = same.pop(0)
            before.remove(old)
            after.remove(limit)
            pairs.append((old, limit))
    return pairs


def _direction(old: Limit, new: Limit) -> str:
    """Return ``tightened`` or ``loosened`` when one interval lies inside the other, else ''."""
    (low, high), (lower, higher) = bounds(old), bounds(new)
    if (low, high) == (lower, higher):
        return ""
    if low <= lower and higher <= high:
        return "tightened"
    return "loosened" if lower <= low and high <= higher else ""
