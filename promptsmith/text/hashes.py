"""Text as numbers: folding, code points, hashes of words, and running counts of flags."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_POWER = 0x100000001B3
_HASH_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_KEPT_POWERS = 1 << 18
"""Powers are kept for arrays of at most this length, 4 MB in all; longer ones are rare and get their own."""


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold(text: str) -> str:
    """Return ``text`` in lower case with straight apostrophes, character for character (same length)."""
    # İ is the only letter that grows when lowered, so it is replaced first.
    return text.replace("İ", "i").lower().replace("’", "'")


def where_set(flags: NDArray[Any]) -> Ints:
    """Return where ``flags`` is set; for short arrays several times faster than `numpy.flatnonzero`."""
    return flags.nonzero()[0]


def running_count(flags: Bools) -> NDArray[np.int32]:
    """Return how many of ``flags`` are set before each position, and before the end."""
    running = np.zeros(len(flags) + 1, dtype=np.int32)
    flags.cumsum(out=running[1:])
    return running


def run_bounds(flags: Bools) -> tuple[Ints, Ints]:
    """Return start and end of each run of set flags."""
    edges = where_set(flags[1:] != flags[:-1]) + 1
    # Comparing neighbours misses a run at either end of the array.
    if len(flags) and flags[0]:
        edges = np.concatenate(([0], edges))
    if len(flags) and flags[-1]:
        edges = np.concatenate((edges, [len(flags)]))
    return edges[::2], edges[1::2]


class SliceHasher:
    """Gives any slice of an array of code points a 64-bit polynomial hash, for the cost of two look-ups.

    The hash of a slice is the sum of ``mix(code) * multiplier ** place in the slice``, modulo 2**64. Sums of ``mix(code) * multiplier **
    place in the array`` are kept for every place; their difference, divided by the power at the start, is the hash. Equal slices give
    equal hashes wherever they stand. Two words collide with probability below 1e-12 among a million; a collision only changes a count
    by one.

    Args:
        codes: the code points.
    """

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        powers, self._inverses = _powers(len(codes))
        mixed = codes.astype(np.uint64)
        mixed += np.uint64(0x51ED27)
        mixed *= _HASH_MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
        mixed *= powers
        self._sums = np.zeros(len(codes) + 1, dtype=np.uint64)
        np.cumsum(mixed, out=self._sums[1:])

    def hash(self, start: Ints, end: Ints) -> NDArray[np.uint64]:
        """Return the hash of each slice ``start`` to ``end``."""
        return np.asarray((self._sums[end] - self._sums[start]) * self._inverses[start])


def hash_words(codes: NDArray[np.uint32], start: Ints, end: Ints) -> NDArray[np.uint64]:
    """Return the hash `SliceHasher` gives to each non-empty slice ``codes[start:end]``."""
    if not len(start):
        return np.empty(0, dtype=np.uint64)
    return SliceHasher(codes).hash(np.asarray(start), np.asarray(end))


def hash_term(word: str) -> int:
    """Return the hash `hash_words` gives to the folded ``word``."""
    codes = code_points(fold(word))
    return int(hash_words(codes, np.array([0]), np.array([len(codes)]))[0])


def _powers(n: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the first ``n`` powers of the multiplier from 1, and of its inverse from 0, modulo 2**64."""
    # Kept for batches of usual size; doubling bounds how many sizes are kept.
    powers, inverses = _kept_powers(1 << (n - 1).bit_length()) if n <= _KEPT_POWERS else _make_powers(n)
    return powers[:n], inverses[:n]


def _make_powers(n: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    powers = np.multiply.accumulate(np.full(n, _POWER, dtype=np.uint64))
    inverses = np.full(n, pow(_POWER, -1, 1 << 64), dtype=np.uint64)
    inverses[:1] = 1
    return powers, np.multiply.accumulate(inverses)


_kept_powers = lru_cache(maxsize=None)(_make_powers)
