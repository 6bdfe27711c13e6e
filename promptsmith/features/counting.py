"""Counts and shares per text from positions in a batch: the arithmetic every feature family uses."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Bools, Floats, Ints
from promptsmith.text.terms import Hits


def count_positions(batch: Batch, positions: Ints) -> Ints:
    """Return how many of the sorted ``positions`` of ``batch.joined`` lie in each text.

    Two binary searches per text: cheaper than a running sum over all characters when the positions are few.
    """
    return positions.searchsorted(batch.text_end) - positions.searchsorted(batch.text_start)


def count_owners(batch: Batch, owners: Ints) -> Ints:
    """Return how often each text number occurs in ``owners``."""
    return np.bincount(owners, minlength=len(batch))


def sum_by_text(batch: Batch, owners: Ints, weights: Floats) -> Floats:
    """Return the sum of ``weights`` for each text number in ``owners``."""
    # Without owners numpy counts in integers whatever the weights are.
    return np.bincount(owners, weights=weights, minlength=len(batch)).astype(np.float64)


def share(part: Ints | Floats, whole: Ints | Floats) -> Floats:
    """Return ``part / whole`` as floats, 0 where ``whole`` is 0."""
    return np.divide(part, whole, out=np.zeros(len(part)), where=np.asarray(whole) > 0)


def count_distinct_terms(hits: Hits) -> Ints:
    """Return the number of different terms in each text (hits of one set only), with one flat sort."""
    if not len(hits.set):
        return np.zeros(len(hits.batch), dtype=np.int64)
    n_terms = len(hits.sets[hits.set[0]].terms)
    keys = np.sort(hits.text * n_terms + hits.term)
    return count_owners(hits.batch, keys[is_first(keys)] // n_terms)


def is_first(ordered: NDArray[Any]) -> Bools:
    """Return which entries of an ordered array differ from the one before."""
    first = np.ones(len(ordered), dtype=np.bool_)
    first[1:] = ordered[1:] != ordered[:-1]
    return first


def character_table(characters: str) -> Bools:
    """Return a table over the code points below 256 in which ``characters`` are set; `LetterRuns.latin` indexes it."""
    table = np.zeros(256, dtype=np.bool_)
    table[[ord(character) for character in characters]] = True
    return table
