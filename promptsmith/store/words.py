"""Words for search: what a text is found by, in English and Spanish.

A word is a run of letters or digits, in one case and without accents, cut to its stem by the Snowball algorithms (Porter 2001). A text
of unknown language is indexed by the stems of both languages; so is every word of a query.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from promptsmith.text.batch import Ints

_WORD = re.compile(r"[^\W_]+")
_STEMMERS = {"en": ("english",), "es": ("spanish",)}
_BOTH = ("english", "spanish")
_LONGEST = 64
"""Longest run that is a word, in code points; longer ones are data such as base64, and nobody types them. Judgement."""


def words(text: str) -> list[str]:
    """Return the words of a text, in order, in one case."""
    found = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    return [word for word in found if len(word) <= _LONGEST]


def query_terms(query: str) -> list[tuple[int, ...]]:
    """Return, for each distinct word of a query, the terms under which texts can hold it."""
    return [tuple(sorted({term for name in _BOTH for term in (_term(word, name),)})) for word in dict.fromkeys(words(query))]


def count_terms(texts: Sequence[str], languages: Sequence[str | None]) -> tuple[Ints, Ints, Ints, Ints]:
    """Return the terms of texts for the index.

    Args:
        texts: what is searched.
        languages: language of each; anything but en and es is indexed as both.

    Returns:
        Term, number of the text and count of each posting, ordered by term; and the number of words of each text.
    """
    terms: list[int] = []
    counts: list[int] = []
    sizes: list[int] = []
    lengths: list[int] = []
    for text, language in zip(texts, languages, strict=True):
        found = words(text)
        stemmers = _STEMMERS.get(language or "", _BOTH)
        tally: Counter[int] = Counter()
        for word, n in Counter(found).items():
            for term in {_term(word, name) for name in stemmers}:
                tally[term] += n
        terms.extend(tally)
        counts.extend(tally.values())
        sizes.append(len(tally))
        lengths.append(len(found))
    all_terms = np.array(terms, dtype=np.int64)
    text_number = np.repeat(np.arange(len(texts), dtype=np.int64), np.array(sizes, dtype=np.int64))
    order = np.argsort(all_terms, kind="stable")
    return all_terms[order], text_number[order], np.array(counts, dtype=np.int64)[order], np.array(lengths, dtype=np.int64)


@lru_cache(maxsize=1 << 17)
def _term(word: str, stemmer: str) -> int:
    stem = _without_accents(_stemmer(stemmer).stemWord(word))
    return int.from_bytes(hashlib.blake2b(stem.encode(), digest_size=8).digest(), "little", signed=True)


def _without_accents(word: str) -> str:
    if word.isascii():
        return word
    return "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))


@lru_cache(maxsize=2)
def _stemmer(name: str) -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer(name)
