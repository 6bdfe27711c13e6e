"""What each word of a batch is: function word, verb, common word, negator, toned word. One look-up per batch serves the families."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.sentiment_words import NEGATIVE_EN, NEGATIVE_ES, NEGATORS, POSITIVE_EN, POSITIVE_ES, STRONG
from promptsmith.features.word_lists import COMMON_EN, COMMON_ES, FUNCTION_EN, FUNCTION_ES, LOOSE, VERBS_EN, VERBS_ES, split
from promptsmith.text.batch import Batch, Floats
from promptsmith.text.word_table import WordTable

FUNCTION = 1
VERB = 2
COMMON = 4
NEGATOR = 8
LOOSE_WORD = 16
"""Flags of `word_classes`; a word can have several."""

STRONG_TONE = 2.0
"""A strong word counts twice. Judgement."""


class _Lexicon(NamedTuple):
    table: WordTable
    flags: NDArray[np.uint8]
    tones: dict[str, Floats]


_ENTRIES: WeakKeyDictionary[Batch, NDArray[np.int32]] = WeakKeyDictionary()


def word_classes(batch: Batch) -> NDArray[np.uint8]:
    """Return the flags of each word of ``batch`` (English and Spanish lists together)."""
    return _lexicon().flags[_entries(batch)]


def word_tones(batch: Batch, language: str) -> Floats:
    """Return the tone of each word in the list of ``language`` (en or es): 1, -1, twice that for strong words, or 0."""
    return _lexicon().tones[language][_entries(batch)]


def _entries(batch: Batch) -> NDArray[np.int32]:
    entries = _ENTRIES.get(batch)
    if entries is None:
        entries = _ENTRIES[batch] = _lexicon().table.find(batch.words.hash)
    return entries


@lru_cache(maxsize=1)
def _lexicon() -> _Lexicon:
    lists = (
        (FUNCTION, f"{FUNCTION_EN} {FUNCTION_ES}"),
        (VERB | COMMON, f"{VERBS_EN} {VERBS_ES}"),
        (COMMON, f"{COMMON_EN} {COMMON_ES}"),
        (NEGATOR, NEGATORS),
        (LOOSE_WORD, LOOSE),
    )
    tones = {"en": ((POSITIVE_EN, 1.0), (NEGATIVE_EN, -1.0)), "es": ((POSITIVE_ES, 1.0), (NEGATIVE_ES, -1.0))}
    toned = " ".join(words for pair in tones.values() for words, _ in pair)
    numbers = {
        word: number for number, word in enumerate(dict.fromkeys(split(" ".join(words for _, words in lists) + " " + toned)))
    }
    # The last entry stands for all words that are not listed.
    flags = np.zeros(len(numbers) + 1, dtype=np.uint8)
    for flag, words in lists:
        flags[[numbers[word] for word in split(words)]] |= np.uint8(flag)
    strong = frozenset(split(STRONG))
    columns = {language: np.zeros(len(numbers) + 1) for language in tones}
    for language, pair in tones.items():
        for words, sign in pair:
            for word in split(words):
                columns[language][numbers[word]] = sign * (STRONG_TONE if word in strong else 1.0)
    return _Lexicon(WordTable(tuple(numbers)), flags, columns)
