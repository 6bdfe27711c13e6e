"""Edits: what a rewrite changed, in offsets of the original text, and the values a rewrite consists of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """One change. Offsets are half-open code points of the original; an insertion has ``start == end``.

    Attributes:
        start, end: the span of the original that is replaced.
        before: the text of that span.
        after: what stands there now.
        rule: id of the rule that made the change; several joined by ``+`` when they touched the same place.
    """

    start: int
    end: int
    before: str
    after: str
    rule: str


class Invariant(NamedTuple):
    """One thing a rewrite must not change: its name, whether it held, and what was compared."""

    invariant: str
    holds: bool
    detail: str


class Missing(NamedTuple):
    """One question the prompt leaves open, most important first in a list of them.

    Attributes:
        id: name of the question in its checklist.
        question: the question in the prompt's language.
    """

    id: str
    question: str


@dataclass(frozen=True)
class Rewrite:
    """The result of a rewrite.

    Attributes:
        refined: the new text; the original when nothing helps or the rewrite was refused.
        edits: every change, in order; `apply_edits` of them to the original gives ``refined``.
        proof: every invariant checked. All hold, because a rewrite that breaks one is not kept; the detail says so then.
        rules_applied: ids of the rules behind the edits, in order, without repeats.
        refused: why a rewrite was not kept, or why nothing may be added to this text; None when there was nothing against it.
    """

    refined: str
    edits: tuple[Edit, ...]
    proof: tuple[Invariant, ...]
    rules_applied: tuple[str, ...]
    refused: str | None = None


def apply_edits(original: str, edits: Sequence[Edit]) -> str | None:
    """Return ``original`` with the edits made, or None when they overlap, are out of order or do not fit the text."""
    pieces: list[str] = []
    last = 0
    for edit in edits:
        if not last <= edit.start <= edit.end <= len(original) or original[edit.start : edit.end] != edit.before:
            return None
        pieces += (original[last : edit.start], edit.after)
        last = edit.end
    pieces.append(original[last:])
    return "".join(pieces)


class _Piece(NamedTuple):
    """A run of the draft: bounds in the original, its text now, and the rule that wrote it (None: untouched)."""

    start: int
    end: int
    text: str
    rule: str | None


class Draft:
    """A text under change that remembers where each part comes from.

    Changes are given in offsets of the text as it is at that moment; `edits` gives them in offsets of the original.

    Example:
        >>> draft = Draft("Write  a poem.")
        >>> draft.replace(5, 7, " ", "SPACES")
        >>> draft.replace(12, 13, "!", "MARK")
        >>> draft.text, [(edit.start, edit.end) for edit in draft.edits()]
        ('Write a poem!', [(5, 7), (13, 14)])
    """

    def __init__(self, original: str) -> None:
        self.original = original
        self._pieces = [_Piece(0, len(original), original, None)]

    @property
    def text(self) -> str:
        """The text as it is now."""
        return "".join(piece.text for piece in self._pieces)

    def replace(self, start: int, end: int, new: str, rule: str) -> None:
        """Put ``new`` in place of the present ``[start, end)``; a change inside an earlier one is joined with it."""
        before: list[_Piece] = []
        touched: list[_Piece] = []
        after: list[_Piece] = []
        place = 0
        head = tail = ""
        for piece in self._pieces:
            first, last = place, place + len(piece.text)
            place = last
            if last <= start:
                before.append(piece)
            elif first >= end:
                after.append(piece)
            elif piece.rule is None:
                left, right = max(start, first), min(end, last)
                origin = piece.start - first
                if first < left:
                    before.append(_Piece(piece.start, origin + left, piece.text[: left - first], None))
                touched.append(_Piece(origin + left, origin + right, "", None))
                if right < last:
                    after.append(_Piece(origin + right, piece.end, piece.text[right - first :], None))
            else:
                touched.append(piece)
                head += piece.text[: max(0, start - first)]
                tail += piece.text[max(0, end - first) :]
        rules = dict.fromkeys([piece.rule for piece in touched if piece.rule is not None] + [rule])
        low = touched[0].start if touched else (before[-1].end if before else 0)
        high = touched[-1].end if touched else low
        self._pieces = [*before, _Piece(low, high, head + new + tail, "+".join(rules)), *after]

    def replace_all(self, changes: Sequence[tuple[int, int, str, str]]) -> None:
        """Make changes (start, end, new, rule) that are in order and do not overlap, all in offsets of the present text."""
        if len(self._pieces) > 1 or self._pieces[0].rule is not None:
            for start, end, new, rule in reversed(changes):
                self.replace(start, end, new, rule)
            return
        # A fresh draft, by far the commonest: one pass, so that thousands of changes take no more than their number.
        pieces, last = [], 0
        for start, end, new, rule in changes:
            pieces.append(_Piece(last, start, self.original[last:start], None))
            pieces.append(_Piece(start, end, new, rule))
            last = end
        pieces.append(_Piece(last, len(self.original), self.original[last:], None))
        self._pieces = pieces

    def append(self, new: str, rule: str) -> None:
        """Add ``new`` at the end."""
        size = len(self.original)
        self._pieces.append(_Piece(size, size, new, rule))

    def edits(self) -> tuple[Edit, ...]:
        """Return what differs from the original, in order."""
        made = []
        for piece in self._pieces:
            before = self.original[piece.start : piece.end]
            if piece.rule is not None and before != piece.text:
                made.append(Edit(piece.start, piece.end, before, piece.text, piece.rule))
        return tuple(made)
