"""Sentiment: the balance of positive and negative words, with negation."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners, hash_table, is_listed, sum_by_text
from promptsmith.features.sentiment_words import NEGATIVE_EN, NEGATIVE_ES, NEGATORS, POSITIVE_EN, POSITIVE_ES, STRONG
from promptsmith.features.word_lists import split
from promptsmith.text.batch import Batch, Floats, Ints, hash_term
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

STRONG_VALUE = 2.0
"""A strong word counts twice. Judgement."""
REVERSAL = -0.5
"""A negated word turns round and loses half its force: "not good" is milder than "bad". Value after Taboada et al. 2011 and Hutto and
Gilbert 2014 (VADER: -0.74), rounded down because our lists grade less finely."""
NEGATION_REACH = 3
"""Words before a toned word in which a negator turns it, as in VADER."""
DAMPING = 1.0
"""Added to the sum of weights, so that a single toned word gives 0.5 and not 1. Judgement."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the sentiment columns, one row per text.

    ``sentiment = sum(v) / (sum(|v|) + 1)`` over the toned words, with v = 1 or -1, twice that for strong words, times -0.5 after a
    negator within three words of the same sentence. It lies between -1 and 1; 0 without toned words; NaN for a text without words
    and for languages other than English and Spanish. Texts of unknown language are read with both lists.

    Columns:
        sentiment, n_toned_words.
    """
    words, language = batch.words, features["language"]
    tables = _tables()
    value = np.zeros(len(words.hash))
    for name, other in (("en", "es"), ("es", "en")):
        hashes, values = tables[name]
        index = np.minimum(np.searchsorted(hashes, words.hash), len(hashes) - 1)
        mine = (language != other)[words.text] & (hashes[index] == words.hash)
        value[mine] = values[index[mine]]
    toned = np.flatnonzero(value)
    turned = _negated(batch, toned)
    force = np.where(turned, REVERSAL, 1.0) * value[toned]
    owners = words.text[toned]
    total, weight = sum_by_text(batch, owners, force), sum_by_text(batch, owners, np.abs(force))
    readable = (batch.n_words > 0) & (language != "other")
    return {
        "sentiment": np.where(readable, total / (weight + DAMPING), np.nan),
        "n_toned_words": count_owners(batch, owners),
    }


def _negated(batch: Batch, toned: Ints) -> NDArray[np.bool_]:
    """Return which of the words ``toned`` have a negator among the words before them in the same sentence."""
    words = batch.words
    negated = np.zeros(len(toned), dtype=np.bool_)
    sentence = np.searchsorted(batch.sentences.start, words.start, side="right")
    for back in range(1, NEGATION_REACH + 1):
        before = np.maximum(toned - back, 0)
        same = (before < toned) & (sentence[before] == sentence[toned])
        negated |= same & is_listed(words.hash[before], _negators())
    return negated


@lru_cache(maxsize=1)
def _negators() -> NDArray[np.uint64]:
    return hash_table(split(NEGATORS))


@lru_cache(maxsize=1)
def _tables() -> dict[str, tuple[NDArray[np.uint64], Floats]]:
    """Return per language the sorted hashes of the toned words and their values."""
    strong = set(split(STRONG))
    tables = {}
    for name, positive, negative in (("en", POSITIVE_EN, NEGATIVE_EN), ("es", POSITIVE_ES, NEGATIVE_ES)):
        values: dict[int, float] = {}
        for words, sign in ((positive, 1.0), (negative, -1.0)):
            for word in split(words):
                values[hash_term(word)] = sign * (STRONG_VALUE if word in strong else 1.0)
        hashes = sorted(values)
        tables[name] = np.array(hashes, dtype=np.uint64), np.array([values[key] for key in hashes])
    return tables
