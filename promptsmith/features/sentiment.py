"""Sentiment: the balance of positive and negative words, with negation."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners, sum_by_text
from promptsmith.features.word_classes import NEGATOR, word_classes, word_tones
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

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
    english, spanish = word_tones(batch, "en"), word_tones(batch, "es")
    # Which lists a language is read with; in an unknown one, English decides about words that both lists hold.
    is_unknown = language == "unknown"
    reads_english = np.asarray((language == "en") | is_unknown, dtype=np.bool_)[words.text]
    reads_spanish = np.asarray((language == "es") | is_unknown, dtype=np.bool_)[words.text]
    value = np.where(reads_english & ((english != 0.0) | ~reads_spanish), english, spanish * reads_spanish)
    toned = where_set(value)
    turned = _negated(batch, toned)
    force = np.where(turned, REVERSAL, 1.0) * value[toned]
    owners = words.text[toned]
    total, weight = sum_by_text(batch, owners, force), sum_by_text(batch, owners, np.abs(force))
    readable = (batch.n_words > 0) & (language != "other")
    return {
        "sentiment": np.where(readable, total / (weight + DAMPING), np.nan),
        "n_toned_words": count_owners(batch, owners),
    }


def _negated(batch: Batch, toned: Ints) -> Bools:
    """Return which of the words ``toned`` have a negator among the words before them in the same sentence."""
    words, starts = batch.words, batch.sentences.start
    negated = np.zeros(len(toned), dtype=np.bool_)
    is_negator = (word_classes(batch) & NEGATOR) != 0
    if not len(toned):
        return negated
    for back in range(1, NEGATION_REACH + 1):
        before = np.maximum(toned - back, 0)
        turned = where_set(is_negator[before] & (before < toned))
        sentence = starts.searchsorted(words.start[np.stack((before[turned], toned[turned]))], side="right")
        negated[turned[sentence[0] == sentence[1]]] = True
    return negated
