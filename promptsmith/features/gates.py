"""Columns that only serve as gates: cheap signs without which an expensive rule cannot fire."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners
from promptsmith.text.batch import Batch, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

MIXED_CHARACTERS = 8
"""Characters from which a word with letters and digits may be a key or a password: the shortest that the rules accept."""

MAX_DIGIT_GAP = 2
"""Digits at most this far apart belong to one number: groups of a card or account number have one character between them."""

_STEP = np.uint64(0x100000001B3)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the gate columns, one row per text.

    Columns:
        n_mixed_words (words of at least `MIXED_CHARACTERS` characters with a letter and a digit), longest_number (digits of the longest
        number, its groups at most one character apart), n_repeated_sentences (sentences whose words all stood in an earlier one, in
        the same order; a leading item number does not count), last_word_hash (hash of the last word as `text.batch.hash_term` gives
        it; 0 without words).
    """
    return {
        "n_mixed_words": _mixed_words(batch),
        "longest_number": _longest_numbers(batch),
        "n_repeated_sentences": _repeated_sentences(batch),
        "last_word_hash": _last_words(batch),
    }


def _mixed_words(batch: Batch) -> Ints:
    words = batch.words
    mixed = (batch.word_kinds & (LETTER | DIGIT)) == (LETTER | DIGIT)
    return batch.count_words(mixed & (words.end - words.start >= MIXED_CHARACTERS))


def _last_words(batch: Batch) -> NDArray[np.uint64]:
    last = np.zeros(len(batch), dtype=np.uint64)
    ends = np.cumsum(batch.n_words)
    full = batch.n_words > 0
    last[full] = batch.words.hash[ends[full] - 1]
    return last


def _longest_numbers(batch: Batch) -> Ints:
    digits = where_set(batch.is_digit)
    longest = np.zeros(len(batch), dtype=np.int64)
    if len(digits):
        text = batch.text_of(digits)
        opens = np.concatenate(([True], (np.diff(digits) > MAX_DIGIT_GAP) | (text[1:] != text[:-1])))
        first = where_set(opens)
        np.maximum.at(longest, text[first], np.diff(np.concatenate((first, [len(digits)]))))
    return longest


def _repeated_sentences(batch: Batch) -> Ints:
    sentences, words = batch.sentences, batch.words
    if not len(sentences.start):
        return np.zeros(len(batch), dtype=np.int64)
    first = batch.sentence_words
    owner = np.repeat(np.arange(len(first)), sentences.n_words)
    place = np.arange(len(owner)) - first[owner]
    numbered = _is_item_number(batch, first)
    place -= numbered[owner]
    powers = np.multiply.accumulate(np.full(int(sentences.n_words.max()), _STEP, dtype=np.uint64))
    terms = np.where(place >= 0, words.hash * powers[np.maximum(place, 0)], np.uint64(0))
    keys = np.add.reduceat(terms, first)
    order = np.lexsort((keys, sentences.text))
    same = (keys[order][1:] == keys[order][:-1]) & (sentences.text[order][1:] == sentences.text[order][:-1])
    return count_owners(batch, sentences.text[order][1:][same])


def _is_item_number(batch: Batch, word: Ints) -> Ints:
    """Return 1 for a word of at most three digits before a full stop or bracket."""
    start, end = batch.words.start[word], batch.words.end[word]
    marked = (batch.codes[end] == ord(".")) | (batch.codes[end] == ord(")"))
    digit = (batch.classes[start] & DIGIT) != 0
    return np.asarray(digit & marked & (end - start <= 3), dtype=np.int64)
