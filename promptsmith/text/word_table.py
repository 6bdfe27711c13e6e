"""Looking up the hashes of many words in a list of words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.hashes import Bools, Ints, code_points, fold, hash_words, where_set

_SLOTS_PER_WORD = 8
"""Room in the table: with seven of eight slots free, nearly every word stands in the first slot that is looked at."""


def hashes_of(words: Sequence[str]) -> NDArray[np.uint64]:
    """Return the hash of each folded word, as `Words.hash` has it."""
    codes = [code_points(fold(word)) for word in words]
    lengths = np.array([len(code) for code in codes], dtype=np.int64)
    ends = np.cumsum(lengths)
    return hash_words(np.concatenate(codes), ends - lengths, ends)


class WordTable:
    """A list of different words, found by hash in constant time per word (open addressing).

    Args:
        words: the words; the number of a word is its place in this list.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)
        bits = max(len(words) * _SLOTS_PER_WORD, 2).bit_length()
        self._shift = np.uint64(64 - bits)
        self._last = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, dtype=np.uint64)
        self._numbers = np.full(1 << bits, len(words), dtype=np.int32)
        for number, key in enumerate(hashes_of(words).tolist()):
            slot = key >> int(self._shift)
            while self._numbers[slot] != len(words):
                slot = (slot + 1) & self._last
            self._keys[slot], self._numbers[slot] = key, number

    def find(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the number of each word, or ``len(words)`` for a word that is not in the list."""
        slots = (hashes >> self._shift).astype(np.int64)
        found = self._numbers[slots]
        other = self._keys[slots] != hashes
        # Whoever stands in an occupied slot with another key may stand further on.
        pending: Ints = where_set(other & (found != len(self.words)))
        found[other] = len(self.words)
        while len(pending):
            slots[pending] = (slots[pending] + 1) & self._last
            here = slots[pending]
            same = self._keys[here] == hashes[pending]
            found[pending[same]] = self._numbers[here[same]]
            pending = pending[~same & (self._numbers[here] != len(self.words))]
        return found

    def holds(self, hashes: NDArray[np.uint64]) -> Bools:
        """Return which words are in the list."""
        return np.asarray(self.find(hashes) != len(self.words))
