"""The texts of a corpus as arrays: for every text the set of its words and neighbouring words, and its sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Ints, batches

Hashes = NDArray[np.uint64]

_ODD = np.uint64(0x9E3779B97F4A7C15)
_POWER = 0x100000001B3
_HALF = np.uint64(32)


@dataclass(frozen=True, eq=False)
class CorpusTexts:
    """Arrays over the texts of a corpus.

    Attributes:
        feature: 32-bit hashes of the distinct words and pairs of neighbouring words of each text, text after text, sorted within one.
        feature_start: bounds of each text in ``feature``, shape (n_texts + 1,).
        sentence_key: hash of the words of each sentence, text after text, in order: equal but for case, spacing and punctuation
            at the edges of words.
        sentence_text: number of the text of each sentence.
        sentence_start, sentence_end: span of each sentence in its text.
        sentence_words: number of words of each sentence.
        n_words: words of each text, shape (n_texts,).
    """

    feature: NDArray[np.uint32]
    feature_start: Ints
    sentence_key: Hashes
    sentence_text: Ints
    sentence_start: Ints
    sentence_end: Ints
    sentence_words: Ints
    n_words: Ints

    def __len__(self) -> int:
        return len(self.n_words)

    @property
    def n_features(self) -> Ints:
        """Size of the set of each text."""
        return np.diff(self.feature_start)


def read_texts(texts: Sequence[str]) -> CorpusTexts:
    """Return the arrays of ``texts``, in their order.

    Two different words share a 32-bit hash with probability 2e-10; a collision changes a similarity by one part of its set.
    """
    features: list[NDArray[np.uint32]] = []
    keys: list[Hashes] = []
    # One row of numbers per text, and one per sentence: joined once at the end.
    of_texts: list[Ints] = []
    of_sentences: list[Ints] = []
    done = 0
    for batch in batches(texts):
        feature, n_features = _features(batch)
        sentences = batch.sentences
        first = batch.text_start[sentences.text]
        features.append(feature)
        keys.append(_sentence_keys(batch))
        of_texts.append(np.stack((n_features, batch.n_words)))
        of_sentences.append(
            np.stack((sentences.text + done, sentences.start - first, sentences.end - first, sentences.n_words))
        )
        done += len(batch)
    n_features, n_words = np.hstack([np.zeros((2, 0), dtype=np.int64), *of_texts])
    text, start, end, length = np.hstack([np.zeros((4, 0), dtype=np.int64), *of_sentences])
    return CorpusTexts(
        np.concatenate([np.empty(0, dtype=np.uint32), *features]),
        np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(n_features))),
        np.concatenate([np.empty(0, dtype=np.uint64), *keys]),
        text,
        start,
        end,
        length,
        n_words,
    )


def _features(batch: Batch) -> tuple[NDArray[np.uint32], Ints]:
    """Return the distinct words and neighbouring pairs of each text, and how many there are."""
    words = batch.words
    if not len(words.hash):
        return np.empty(0, dtype=np.uint32), np.zeros(len(batch), dtype=np.int64)
    is_pair = words.text[1:] == words.text[:-1]
    pairs = mix(words.hash[:-1] + _ODD) + words.hash[1:]
    hashes = np.concatenate((mix(words.hash), mix(pairs[is_pair])))
    owner = np.concatenate((words.text, words.text[:-1][is_pair])).astype(np.uint64)
    distinct = np.unique((owner << _HALF) | (hashes >> _HALF))
    return distinct.astype(np.uint32), np.bincount((distinct >> _HALF).astype(np.int64), minlength=len(batch))


def _sentence_keys(batch: Batch) -> Hashes:
    """Return a hash of the words of each sentence, in order."""
    words, n_words = batch.words, batch.sentences.n_words
    if not len(n_words):
        return np.empty(0, dtype=np.uint64)
    first = batch.sentence_words
    place = np.arange(len(words.hash)) - np.repeat(first, n_words)
    powers = np.multiply.accumulate(np.full(int(n_words.max()), _POWER, dtype=np.uint64))
    return np.asarray(np.add.reduceat(mix(words.hash) * powers[place], first))


def mix(values: Hashes) -> Hashes:
    """Return the values with every bit spread over all others (the finaliser of SplitMix64, Steele and others 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
