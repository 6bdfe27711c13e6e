"""Ambiguity: how much of a text can be read in more than one way."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.ambiguity_words import (
    COPULAS,
    DEMONSTRATIVES,
    EMPTY_NOUNS,
    HEDGES,
    OPEN_ENUMERATIONS,
    POINTING_VERBS,
    PRONOUNS,
    UNDEFINED_CONDITIONS,
    VAGUE,
)
from promptsmith.features.counting import count_owners, share
from promptsmith.features.signs import find_signs
from promptsmith.features.word_classes import FUNCTION, VERB, word_classes
from promptsmith.features.word_lists import split
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.terms import Hits, TermSet
from promptsmith.text.word_table import WordTable

_WEIGHTS = {"vague": 1.0, "hedges": 0.5, "open_enumerations": 1.0, "undefined_conditions": 1.0, "empty_nouns": 1.5}
_LISTS = {
    "vague": VAGUE,
    "hedges": HEDGES,
    "open_enumerations": OPEN_ENUMERATIONS,
    "undefined_conditions": UNDEFINED_CONDITIONS,
    "empty_nouns": EMPTY_NOUNS,
}
TERM_SETS = tuple(TermSet.of(f"ambiguity.{name}", terms) for name, terms in _LISTS.items())

_POINTER_WEIGHT = 1.5
"""A reference to nothing weighs like a noun without content: the reader must guess what is meant."""

STEEPNESS = 4.0
"""How fast ambiguity saturates. Judgement: one vague word in twenty gives 0.2, one in five 0.6, every second word 0.9."""
PRIOR_WORDS = 0.2
"""Vague words assumed before reading. It makes the empty text fully ambiguous and vanishes within ten words. Judgement."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the ambiguity columns, one row per text.

    With ``m`` the weighted number of vague wordings (vague words 1, hedges 0.5, open enumerations 1, undefined conditions 1, nouns
    without content 1.5, unresolved references 1.5) and ``s = (min(m, n_words) + 0.2) / (n_words + 0.2)``::

        ambiguity = (1 - exp(-4 s)) / (1 - exp(-4))

    It is a share, so a long text is not ambiguous by its length; it lies between 0 and 1, and the empty text has 1.

    Columns:
        ambiguity, share_vague (m over n_words, at most 1), n_vague (vague words, undefined conditions and nouns without content),
        n_hedges, n_open_enumerations, n_pronouns_open (references at the start of the text that nothing before resolves).

    Source:
        The kinds of wording are those of requirements smells (ISO/IEC/IEEE 29148:2018, 5.2.7); weights and curve are judgement.
    """
    found = {name: hits.of(f"ambiguity.{name}", longest=True) for name in _WEIGHTS}
    counts = {name: mine.count() for name, mine in found.items()}
    n_open = count_owners(batch, batch.words.text[open_pointers(batch)])
    mass = n_open.astype(np.float64) * _POINTER_WEIGHT
    for name, weight in _WEIGHTS.items():
        mass += weight * counts[name]
    mass = np.minimum(mass, batch.n_words).astype(np.float64)
    share_vague = (mass + PRIOR_WORDS) / (batch.n_words + PRIOR_WORDS)
    return {
        "ambiguity": (1.0 - np.exp(-STEEPNESS * share_vague)) / (1.0 - np.exp(-STEEPNESS)),
        "share_vague": share(mass, batch.n_words),
        "n_vague": counts["vague"] + counts["undefined_conditions"] + counts["empty_nouns"],
        "n_hedges": counts["hedges"],
        "n_open_enumerations": counts["open_enumerations"],
        "n_pronouns_open": n_open,
    }


def open_pointers(batch: Batch) -> Bools:
    """Return which words are references without anything they could refer to.

    A pronoun ("it", "eso"), a demonstrative that names no object ("this", but not "this text") or a Spanish verb with "-lo" counts
    when it is among the first four words of its text, no content word other than a listed verb stands before it, and no line
    break, colon or quotation mark, which announce material, stands anywhere in the text. Nothing counts after an opening "is" or
    "es" ("Is it true that ..."), or when the pronoun itself opens the text with its verb ("It is raining").
    """
    words = batch.words
    open_words = np.zeros(len(words.text), dtype=np.bool_)
    if not len(words.text):
        return open_words
    position = batch.word_places
    early = where_set(position < 4)
    pronouns, demonstratives, verbs, copulas = _tables()
    hashes = words.hash[early]
    attached = verbs.holds(hashes)
    stands_alone = pronouns.holds(hashes) | attached
    may_point = stands_alone | demonstratives.holds(hashes)
    may_point &= ~copulas.holds(words.hash[early - position[early]])
    may_point &= attached | (position[early] > 0) | ~_followed(batch, early)
    may_point &= _announces_nothing(batch)[words.text[early]]
    classes = word_classes(batch)
    for index, alone in zip(early[may_point].tolist(), stands_alone[may_point].tolist(), strict=True):
        before = classes[index - int(position[index]) : index]
        resolved = bool(((before & (FUNCTION | VERB)) == 0).any())
        open_words[index] = not resolved and (alone or _names_nothing(batch, index))
    return open_words


def _followed(batch: Batch, index: Ints) -> Bools:
    """Return which words have another word of the same text after them."""
    text = batch.words.text
    after = np.minimum(index + 1, len(text) - 1)
    return np.asarray((after > index) & (text[after] == text[index]))


def _names_nothing(batch: Batch, index: int) -> bool:
    """Return whether a demonstrative ends its phrase or stands before a function word."""
    ends_phrase = not batch.joined[int(batch.words.end[index])].isspace()
    if ends_phrase or not bool(_followed(batch, np.array([index]))[0]):
        return True
    return bool(word_classes(batch)[index + 1] & FUNCTION)


def _announces_nothing(batch: Batch) -> Bools:
    signs = find_signs(batch)
    return np.asarray((signs.count(":") == 0) & (signs.count("\n") == 0) & (signs.count('"') == 0))


@lru_cache(maxsize=1)
def _tables() -> tuple[WordTable, ...]:
    return tuple(WordTable(split(words)) for words in (PRONOUNS, DEMONSTRATIVES, POINTING_VERBS, COPULAS))
