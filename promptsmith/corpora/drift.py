"""Drift: what changed from one version of a prompt to the next, in words, sentences, limits and score."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from promptsmith.constraints.diff import CHANGES, Change, constraint_diff
from promptsmith.constraints.limits import Limit
from promptsmith.text.batch import Batch, fold
from promptsmith.text.rows import is_null

MAX_SENTENCES = 50
"""Sentences listed on each side of a change; the number of words is never cut. Judgement."""

_PIECES = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Step:
    """Two consecutive versions of one prompt, as row numbers."""

    group: str | None
    old: int
    new: int


def version_steps(
    groups: Sequence[Any] | None, versions: Sequence[Any] | None, readable: Sequence[bool]
) -> tuple[list[Step], list[tuple[int, str]]]:
    """Return the pairs of consecutive versions, ordered by the first row of their group, and the rows that stand in for no version.

    Versions are ordered by value when all of a group are numbers or dates, else as text with numbers in it by value (v2 before
    v10). Without versions the order of the rows is the order of the versions. A row without text is passed over; so is a row
    without group or version.

    Args:
        groups: which prompt each row is a version of; None: all rows are versions of one prompt.
        versions: version of each row; None: the order of the rows.
        readable: which rows have a text.

    Returns:
        The steps, and for each row whose version an earlier row of its group has, the row and a message.
    """
    members: dict[str | None, list[int]] = {}
    for row, is_readable in enumerate(readable):
        group = None if groups is None else groups[row]
        unknown = (groups is not None and is_null(group)) or (versions is not None and is_null(versions[row]))
        if is_readable and not unknown:
            members.setdefault(None if group is None else str(group), []).append(row)
    steps: list[Step] = []
    faults: list[tuple[int, str]] = []
    for group, rows in members.items():
        ordered = rows
        if versions is not None:
            ordered = _ordered(group, rows, versions, faults)
        steps += [Step(group, old, new) for old, new in pairwise(ordered)]
    return steps, sorted(faults)


def _ordered(group: str | None, rows: Sequence[int], versions: Sequence[Any], faults: list[tuple[int, str]]) -> list[int]:
    first: dict[Any, int] = {}
    for row in rows:
        if first.setdefault(versions[row], row) != row:
            of = "" if group is None else f" of {group!r}"
            faults.append(
                (
                    row,
                    f"Version {versions[row]!r}{of} stands in row {first[versions[row]]} already. Give each version its own name.",
                )
            )
    by_value = all(isinstance(version, int | float) for version in first) or all(isinstance(version, date) for version in first)
    return [first[version] for version in sorted(first, key=None if by_value else _natural)]


def _natural(version: Any) -> tuple[tuple[int, int, str], ...]:
    """Return a key that orders numbers inside texts by value."""
    pieces = [piece for piece in _PIECES.split(str(version)) if piece]
    return tuple((0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces)


@dataclass(frozen=True)
class Drift:
    """What changed between two texts.

    Attributes:
        n_words_added, n_words_removed: words more and less, each as often as it occurs; a word that only moved is no change.
        sentences_added, sentences_removed: sentences of one side that the other lacks (case and spacing ignored), as written.
        changes: changes of limits.
    """

    n_words_added: int
    n_words_removed: int
    sentences_added: list[str]
    sentences_removed: list[str]
    changes: list[Change]

    def n_limits(self, change: str) -> int:
        """Return the number of changes of one kind (`constraints.diff.CHANGES`)."""
        return sum(item.change == change for item in self.changes)


def compare_versions(old: str, new: str, old_limits: Sequence[Limit], new_limits: Sequence[Limit]) -> Drift:
    """Return what changed between two texts and their limits."""
    before, after = _Parts.of(old), _Parts.of(new)
    return Drift(
        (after.words - before.words).total(),
        (before.words - after.words).total(),
        list(_only(after, before)),
        list(_only(before, after)),
        constraint_diff(old_limits, new_limits),
    )


@dataclass(frozen=True, eq=False)
class _Parts:
    words: Counter[str]
    sentences: list[tuple[str, str]]

    @classmethod
    def of(cls, text: str) -> _Parts:
        batch = Batch.of([text])
        spans = zip(batch.sentences.start.tolist(), batch.sentences.end.tolist(), strict=True)
        sentences = [text[start:end] for start, end in spans]
        bounds = zip(batch.words.start.tolist(), batch.words.end.tolist(), strict=True)
        words = Counter(batch.folded[start:end] for start, end in bounds)
        return cls(words, [(" ".join(fold(sentence).split()), sentence) for sentence in sentences])


def _only(one: _Parts, other: _Parts) -> Iterator[str]:
    left = Counter(key for key, _ in one.sentences) - Counter(key for key, _ in other.sentences)
    listed = 0
    for key, sentence in one.sentences:
        if left[key] > 0 and listed < MAX_SENTENCES:
            left[key] -= 1
            listed += 1
            yield sentence


def lost_limits(changes: Sequence[Change]) -> list[Change]:
    """Return the changes by which the new version asks for less: limits removed or loosened."""
    return [change for change in changes if change.change in ("removed", "loosened")]


__all__ = ["CHANGES", "Drift", "Step", "compare_versions", "lost_limits", "version_steps"]
