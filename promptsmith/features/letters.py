"""Runs of letters in a batch, computed once and shared by the families that look inside words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Bools, Ints
from promptsmith.text.hashes import running_count


@dataclass(frozen=True, eq=False)
class LetterRuns:
    """Longest runs of letters ("user", "friendly" in "user-friendly").

    Attributes:
        start, end: bounds in positions of ``joined``.
        is_letter: one flag per position of ``joined``.
        text: number of the text of each run.
        latin: code points of ``joined`` cut to 255, for look-ups in small tables.
    """

    start: Ints
    end: Ints
    is_letter: Bools
    text: Ints
    latin: NDArray[np.uint8]

    def count(self, positions: Ints) -> Ints:
        """Return how many of ``positions``, which must be letters, lie in each run; cheap when they are few."""
        return np.bincount(self.start.searchsorted(positions, side="right") - 1, minlength=len(self.start))

    def count_in(self, start: Ints, end: Ints) -> Ints:
        """Return how many runs begin in each of the slices ``start`` to ``end``."""
        return self.start.searchsorted(end) - self.start.searchsorted(start)

    def sum(self, flags: Bools) -> Ints:
        """Return how many positions of each run are set in ``flags``, one flag per position of ``joined``."""
        running = running_count(flags)
        return (running[self.end] - running[self.start]).astype(np.int64)

    @cached_property
    def length(self) -> Ints:
        """Letters of each run."""
        return self.end - self.start


# The entry goes with its batch, so memory stays bounded by the batches in use.
_RUNS: WeakKeyDictionary[Batch, LetterRuns] = WeakKeyDictionary()


def letter_runs(batch: Batch) -> LetterRuns:
    """Return the letter runs of ``batch``."""
    runs = _RUNS.get(batch)
    if runs is None:
        runs = _RUNS[batch] = _find_runs(batch)
    return runs


def _find_runs(batch: Batch) -> LetterRuns:
    is_letter = batch.is_letter
    start, end = batch.letter_runs
    return LetterRuns(start, end, is_letter, batch.text_of(start), batch.latin)
