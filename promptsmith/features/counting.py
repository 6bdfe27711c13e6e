"""Counts and shares per text from positions in a batch: the arithmetic every feature family uses."""

from __future__ import annotations

import numpy as np

from promptsmith.text.batch import Batch, Floats, Ints


def count_positions(batch: Batch, positions: Ints) -> Ints:
    """Return how many of the sorted ``positions`` of ``batch.joined`` lie in each text.

    Two binary searches per text: cheaper than a running sum over all characters when the positions are few.
    """
    return np.searchsorted(positions, batch.text_end) - np.searchsorted(positions, batch.text_start)


def count_characters(batch: Batch, character: str) -> Ints:
    """Return how often ``character`` stands in each text."""
    return count_positions(batch, np.flatnonzero(batch.codes == ord(character)))


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
