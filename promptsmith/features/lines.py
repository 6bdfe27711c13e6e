"""Lines of a batch as arrays."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from promptsmith.text.batch import Batch, Ints, where_set
from promptsmith.text.classes import NEWLINE


@dataclass(frozen=True, eq=False)
class Lines:
    """Lines of a batch that hold more than white space.

    Attributes:
        start, end: bounds of each line without outer white space, in positions of ``joined``.
        text: number of the text of each line.
        opens_paragraph: whether the line is the first of its text or follows a blank line.
    """

    start: Ints
    end: Ints
    text: Ints
    opens_paragraph: np.ndarray[tuple[int], np.dtype[np.bool_]]


def line_breaks(batch: Batch) -> Ints:
    """Return the position of each line break; carriage return and line feed together are one break."""
    breaks = where_set((batch.classes & NEWLINE) != 0)
    if not len(breaks):
        return breaks
    paired = (batch.codes[breaks] == 13) & (batch.codes[breaks + 1] == 10)  # the last separator bounds the index
    return np.asarray(breaks[~paired])


# The entry goes with its batch, so memory stays bounded by the batches in use.
_LINES: WeakKeyDictionary[Batch, Lines] = WeakKeyDictionary()


def find_lines(batch: Batch) -> Lines:
    """Return the lines of ``batch`` that hold something, in order."""
    lines = _LINES.get(batch)
    if lines is None:
        lines = _LINES[batch] = _find_lines(batch)
    return lines


def _find_lines(batch: Batch) -> Lines:
    breaks = line_breaks(batch)
    bounds = np.sort(np.concatenate((batch.text_end, breaks)))
    opens = np.concatenate(([0], bounds[:-1] + 1)) if len(bounds) else bounds
    solid = batch.solid
    first, last = batch.first_solid(opens), batch.first_solid(bounds)
    filled = last > first
    text = batch.text_of(bounds)[filled]
    after_blank = np.concatenate(([True], ~filled[:-1]))[filled]
    first_of_text = np.concatenate(([True], text[1:] != text[:-1])) if len(text) else after_blank
    return Lines(solid[first[filled]], solid[last[filled] - 1] + 1, text, after_blank | first_of_text)
