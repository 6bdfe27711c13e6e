"""Where the signs stand that many families count: one pass over the characters of a batch serves them all."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Ints, where_set

SIGNS = '`{}[<%$",=?:\n@/\\«'
"""The signs that are found. All lie in Latin-1."""

_NUMBERS = np.zeros(256, dtype=np.uint8)
_NUMBERS[[ord(sign) for sign in SIGNS]] = np.arange(1, len(SIGNS) + 1)


@dataclass(frozen=True, eq=False)
class Signs:
    """The signs of a batch.

    Attributes:
        position: where each stands in ``joined``, in order.
        number: which of `SIGNS` it is, from 1.
        counts: how often each sign stands in each text, shape (number of signs + 1, n_texts).
    """

    position: Ints
    number: NDArray[np.uint8]
    counts: Ints

    def at(self, signs: str) -> Ints:
        """Return where one of ``signs`` stands."""
        wanted = self.number == SIGNS.index(signs[0]) + 1
        for sign in signs[1:]:
            wanted |= self.number == SIGNS.index(sign) + 1
        return np.asarray(self.position[wanted])

    def count(self, sign: str) -> Ints:
        """Return how often ``sign`` stands in each text."""
        return np.asarray(self.counts[SIGNS.index(sign) + 1])


# The entry goes with its batch, so memory stays bounded by the batches in use.
_SIGNS: WeakKeyDictionary[Batch, Signs] = WeakKeyDictionary()


def find_signs(batch: Batch) -> Signs:
    """Return the signs of ``batch``."""
    signs = _SIGNS.get(batch)
    if signs is None:
        signs = _SIGNS[batch] = _find(batch)
    return signs


def _find(batch: Batch) -> Signs:
    numbers = _NUMBERS[batch.latin]
    position = where_set(numbers)
    number = numbers[position]
    cells = number * np.int64(len(batch)) + batch.text_of(position)
    counts = np.bincount(cells, minlength=(len(SIGNS) + 1) * len(batch)).reshape(len(SIGNS) + 1, len(batch))
    return Signs(position, number, counts)
