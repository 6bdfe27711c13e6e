"""Which texts resemble each other most: candidates by MinHash, then their exact similarity, ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptsmith.corpora.reading import CorpusTexts, mix
from promptsmith.features.counting import is_first
from promptsmith.text.batch import Bools, Floats, Ints

BANDS, ROWS = 21, 3
"""A pair of similarity s is a candidate with probability 1 - (1 - s**3)**21: 0.94 at 0.5, 0.994 at 0.6, more than 0.9999 at 0.8
(Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4)."""

WINDOW = 8
"""Texts of one band that are alike are compared with this many that follow them. It bounds the pairs when thousands of prompts come
from one template. Judgement."""

_MARGIN = 0.2
"""The estimate from 63 hashes has a standard error of at most 0.063; a pair three of them below the floor is not compared exactly."""

_ESTIMATED = 4
"""For each text, this many times the wanted neighbours are compared exactly. Judgement."""

_AT_ONCE = 1 << 22
"""Set elements compared together: 32 MB."""


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of texts, the most similar first.

    Attributes:
        first, second: numbers of the texts; first < second.
        similarity: shared share of their words and pairs of neighbouring words, 0 to 1.
    """

    first: Ints
    second: Ints
    similarity: Floats


def similar_pairs(texts: CorpusTexts, chosen: Ints, *, least: float, neighbours: int) -> Pairs:
    """Return, for each chosen text, its most similar others, as pairs ordered by similarity.

    The similarity is the Jaccard index of two sets: the words and the pairs of neighbouring words of a text, without case and edge
    punctuation. Candidates are found by MinHash, so a pair can be missed (see `BANDS`); the similarity of what is found is exact.
    A text without words resembles nothing.

    Args:
        texts: all texts.
        chosen: numbers of the texts to compare, ascending.
        least: smallest similarity of a pair; 0 to 1.
        neighbours: a pair is kept when it is among this many best of one of its two texts.
    """
    compared = chosen[texts.n_features[chosen] > 0]
    signatures = _signatures(texts, compared)
    first, second = _candidates(signatures)
    estimate = _estimates(signatures, first, second)
    kept = estimate >= least - _MARGIN
    first, second, estimate = first[kept], second[kept], estimate[kept]
    kept = _among_best(first, second, estimate, _ESTIMATED * neighbours)
    first, second = compared[first[kept]], compared[second[kept]]
    similarity = exact_similarity(texts, first, second)
    kept = similarity >= least
    first, second, similarity = first[kept], second[kept], similarity[kept]
    kept = _among_best(first, second, similarity, neighbours)
    first, second, similarity = first[kept], second[kept], similarity[kept]
    order = np.lexsort((second, first, -similarity))
    return Pairs(first[order], second[order], similarity[order])


def band_keys(texts: CorpusTexts, chosen: Ints) -> NDArray[np.uint64]:
    """Return a hash of every band of each chosen text, shape (n_chosen, BANDS); texts that agree in one are candidates.

    Args:
        texts: all texts.
        chosen: numbers of texts with at least one word.
    """
    signatures = _signatures(texts, chosen)
    keys = [_band_key(signatures[:, band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]
    # The number of the band is part of the key, so that one set of keys can hold the bands side by side.
    return np.stack([mix(key + np.uint64(band)) for band, key in enumerate(keys)], axis=1)


def _signatures(texts: CorpusTexts, compared: Ints) -> NDArray[np.uint32]:
    """Return the smallest value of each of the hash functions over the set of each text, shape (n_compared, BANDS * ROWS)."""
    n_hashes = BANDS * ROWS
    signatures = np.empty((len(compared), n_hashes), dtype=np.uint32)
    # Multiply-shift hashing (Dietzfelbinger and others 1997) with odd factors from a fixed sequence: equal calls, equal pairs.
    factors = mix(np.arange(1, n_hashes + 1, dtype=np.uint64)) | np.uint64(1)
    for low, high, at, flat in _sets(texts, compared):
        values = texts.feature[flat].astype(np.uint64)
        for number, factor in enumerate(factors):
            hashed = ((values * factor) >> np.uint64(32)).astype(np.uint32)
            signatures[low:high, number] = np.minimum.reduceat(hashed, at)
    return signatures


def _sets(texts: CorpusTexts, chosen: Ints) -> Iterator[tuple[int, int, Ints, Ints]]:
    """Yield the sets of the chosen texts in portions: bounds of the portion, where each set begins in it, and its places."""
    sizes = texts.n_features[chosen]
    for low, high in _portions(sizes):
        size = sizes[low:high]
        at = np.cumsum(size) - size
        yield low, high, at, np.arange(size.sum()) + np.repeat(texts.feature_start[chosen[low:high]] - at, size)


def _portions(sizes: Ints) -> Iterator[tuple[int, int]]:
    """Yield bounds of runs whose sizes add up to about `_AT_ONCE`, at least one item each."""
    reached = np.cumsum(sizes)
    low = 0
    while low < len(sizes):
        before = reached[low - 1] if low else 0
        high = max(low + 1, int(np.searchsorted(reached, before + _AT_ONCE, side="right")))
        yield low, high
        low = high


def _candidates(signatures: NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """Return the pairs that agree in a whole band, each once, as row numbers of ``signatures``."""
    n_texts = len(signatures)
    codes = [np.empty(0, dtype=np.int64)]
    keys = [_band_key(signatures[:, band * ROWS : (band + 1) * ROWS]) for band in range(BANDS)]
    for band, key in enumerate(keys):
        # Among equals, those that agree in the next band too stand side by side, so the window meets the most similar ones.
        order = np.lexsort((keys[(band + 1) % BANDS], key))
        ordered = key[order]
        for step in range(1, WINDOW + 1):
            same = np.flatnonzero(ordered[step:] == ordered[:-step])
            if not len(same):
                break
            one, other = order[same], order[same + step]
            codes.append(np.minimum(one, other) * n_texts + np.maximum(one, other))
    pairs = np.unique(np.concatenate(codes))
    return pairs // max(n_texts, 1), pairs % max(n_texts, 1)


def _band_key(band: NDArray[np.uint32]) -> NDArray[np.uint64]:
    key = np.zeros(len(band), dtype=np.uint64)
    for column in range(band.shape[1]):
        key = mix(key + band[:, column] + np.uint64(1))
    return key


def _estimates(signatures: NDArray[np.uint32], first: Ints, second: Ints) -> Floats:
    """Return the share of equal hashes of each pair."""
    estimates = np.empty(len(first))
    step = max(1, _AT_ONCE // signatures.shape[1])
    for low in range(0, len(first), step):
        rows = slice(low, low + step)
        estimates[rows] = (signatures[first[rows]] == signatures[second[rows]]).mean(axis=1)
    return estimates


def exact_similarity(texts: CorpusTexts, first: Ints, second: Ints) -> Floats:
    """Return the Jaccard index of the sets of each pair of texts; NaN when neither has a word."""
    shared = np.zeros(len(first), dtype=np.int64)
    sizes = texts.n_features[first] + texts.n_features[second]
    for low, high in _portions(sizes):
        keys = np.concatenate([_keyed(texts, side[low:high]) for side in (first, second)])
        keys.sort()
        twice = keys[1:][keys[1:] == keys[:-1]] >> np.uint64(32)
        shared[low:high] = np.bincount(twice.astype(np.int64), minlength=high - low)
    union = sizes - shared
    return np.asarray(np.divide(shared, union, out=np.full(len(first), np.nan), where=union > 0))


def _keyed(texts: CorpusTexts, chosen: Ints) -> NDArray[np.uint64]:
    """Return the elements of the sets of ``chosen``, each with the place of its set in the upper half."""
    size = texts.n_features[chosen]
    at = np.cumsum(size) - size
    flat = np.arange(size.sum()) + np.repeat(texts.feature_start[chosen] - at, size)
    return np.asarray(
        (np.repeat(np.arange(len(chosen), dtype=np.uint64), size) << np.uint64(32)) | texts.feature[flat].astype(np.uint64)
    )


def _among_best(first: Ints, second: Ints, similarity: Floats, number: int) -> Bools:
    """Return which pairs are among the best ``number`` of one of their texts."""
    n_pairs = len(first)
    owner = np.concatenate((first, second))
    partner = np.concatenate((second, first))
    order = np.lexsort((partner, -np.concatenate((similarity, similarity)), owner))
    ordered = owner[order]
    begins = np.flatnonzero(is_first(ordered))
    place = np.arange(len(ordered)) - np.repeat(begins, np.diff(np.append(begins, len(ordered))))
    kept = np.zeros(n_pairs, dtype=np.bool_)
    kept[order[place < number] % max(n_pairs, 1)] = True
    return kept
