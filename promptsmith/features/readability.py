"""Readability: how easy a text is to read, by the classic formula of its language."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import share, sum_by_text
from promptsmith.features.letters import letter_runs
from promptsmith.features.syllables import english_syllables, spanish_syllables
from promptsmith.text.batch import Batch, Bools, Ints
from promptsmith.text.classes import LETTER
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

LOWEST, HIGHEST = -1000.0, 210.0
"""Bounds of the column: one "word" of a thousand syllables would otherwise give a number without meaning."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return ``readability`` and ``n_syllables``, one row per text.

    ``readability`` is Flesch reading ease for English, Fernandez Huerta for Spanish, NaN for other languages and for texts without
    words; higher is easier, 60 is plain prose. A text of unknown language, mostly a short one, is read as English.

    ``n_syllables`` counts by the rules of Spanish in Spanish texts and of English in all others; a word without letters has one.

    Source:
        Flesch 1948: ``206.835 - 1.015 words/sentence - 84.6 syllables/word``. Fernandez Huerta 1959: ``206.84 - 0.60 P - 1.02 F``
        with P syllables per 100 words and F the mean number of words in a sentence; the first printing calls F "sentences per 100
        words", which its own examples contradict (Law 2011), and textstat reads it as words per sentence too.

    Agreement with textstat 0.7.13 (CMU dictionary injected) on 19,726 real prompts read as English: Spearman 0.94, median absolute
    difference 2.2 points, median difference 0.0; on 27 Spanish ones 0.90, 7.3 and -6.1. The differences are sentences (textstat drops
    those of one or two words and knows no list items) and, in Spanish, syllables (textstat counts places to hyphenate, which misses
    "a-mi-go").
    """
    language = features["language"]
    spanish = np.asarray(language == "es", dtype=np.bool_)
    syllables = count_syllables(batch, spanish)
    per_word = share(syllables, batch.n_words)
    per_sentence = share(batch.n_words, batch.n_sentences)
    value = np.where(
        spanish,
        206.84 - 60.0 * per_word - 1.02 * per_sentence,
        206.835 - 84.6 * per_word - 1.015 * per_sentence,
    )
    readable = (batch.n_words > 0) & (spanish | (language == "en") | (language == "unknown"))
    return {"readability": np.where(readable, np.clip(value, LOWEST, HIGHEST), np.nan), "n_syllables": syllables}


def count_syllables(batch: Batch, spanish: Bools) -> Ints:
    """Return the syllables of each text.

    Args:
        spanish: one flag per text; the others are counted by the rules of English.
    """
    runs = letter_runs(batch)
    is_spanish = spanish[runs.text]
    per_run = np.zeros(len(is_spanish), dtype=np.int64)
    if not is_spanish.all():
        per_run = english_syllables(runs)
    if is_spanish.any():
        per_run = np.where(is_spanish, spanish_syllables(runs), per_run)
    # A word without letters ("2024", "3.5") is read as one beat; counting it as none would make numbers easy to read.
    bare = (batch.word_kinds & LETTER) == 0
    total = sum_by_text(batch, runs.text, per_run.astype(np.float64)) + batch.count_words(bare)
    return total.astype(np.int64)
