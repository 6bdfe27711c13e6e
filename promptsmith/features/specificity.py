"""Specificity: what a text names and bounds."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.counting import count_distinct_terms, count_positions, share
from promptsmith.features.signs import find_signs
from promptsmith.features.specificity_words import (
    AUDIENCE_WORDS,
    CONSTRAINT_WORDS,
    EXAMPLE_WORDS,
    FORMAT_WORDS,
    LIMIT_WORDS,
    PURPOSE_WORDS,
)
from promptsmith.features.word_classes import FUNCTION, word_classes
from promptsmith.features.word_lists import split
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER, UPPER
from promptsmith.text.terms import SAID, Hits, TermSet

_LISTS = {
    "limit": LIMIT_WORDS,
    "format": FORMAT_WORDS,
    "audience": AUDIENCE_WORDS,
    "example": EXAMPLE_WORDS,
    "constraint": CONSTRAINT_WORDS,
    "purpose": PURPOSE_WORDS,
}
# Number words from two: "one" and "uno" are mostly pronouns and articles.
NUMBER_WORDS = split(
    "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty fifty hundred thousand million dozen half "
    "dos tres cuatro cinco seis siete ocho nueve diez once doce quince veinte treinta cincuenta cien mil millón docena mitad"
)
TERM_SETS = (
    *(TermSet.of(f"specificity.{name}", terms) for name, terms in _LISTS.items()),
    TermSet.of("specificity.number", NUMBER_WORDS),
)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the specificity columns, one row per text. Words count in the user's own words only, not in code, data or quotes.

    Columns:
        n_numbers (words that open with a digit, and number words), n_limits (wordings of a limit, and numbers with a unit or a
        noun after them), n_names (capitalised words inside a sentence), n_quoted (quoted literals), n_identifiers (words such as
        ``user_id``, ``getName`` or ``orders.csv``), n_named (the sum of these three), n_format_words, n_audience_words,
        n_example_words, n_constraint_words, n_purpose_words (distinct wordings of each kind, so that repeating one is worth
        nothing); n_content_words (words with a letter that are no function words), share_content (of the words).

    Source:
        The kinds follow what speakers rate as specific (Louis and Nenkova 2011: numbers, names, longer and rarer words); the lists
        are judgement.
    """
    has_letter = (batch.word_kinds & LETTER) != 0
    content = has_letter & ((word_classes(batch) & FUNCTION) == 0)
    n_content = batch.count_words(content)
    numbers = _opens_with_digit(batch)
    distinct = {name: count_distinct_terms(hits.of(f"specificity.{name}", longest=True)) for name in _LISTS}
    n_quoted = _count_quoted(batch)
    n_names = batch.count_words(_is_name(batch))
    n_identifiers = batch.count_words(_is_identifier(batch, has_letter))
    return {
        "n_numbers": batch.count_words(numbers) + hits.of("specificity.number").count(),
        "n_limits": distinct["limit"] + batch.count_words(_bounds_noun(batch, numbers)),
        "n_names": n_names,
        "n_quoted": n_quoted,
        "n_identifiers": n_identifiers,
        "n_named": n_names + n_quoted + n_identifiers,
        **{f"n_{name}_words": distinct[name] for name in _LISTS if name != "limit"},
        "n_content_words": n_content,
        "share_content": share(n_content, batch.n_words),
    }


def _opens_with_digit(batch: Batch) -> Bools:
    return np.asarray((batch.classes[batch.words.start] & DIGIT) != 0)


def _in_own_words(batch: Batch) -> Bools:
    """Return which words stand in the user's own words (instruction, context, placeholder)."""
    said = np.array([name in SAID for name in SCOPES], dtype=np.bool_)
    return np.asarray(said[batch.scope[batch.words.start]])


def _bounds_noun(batch: Batch, numbers: Bools) -> Bools:
    """Return which number words are followed, after one space, by a content word ("3 sentences", "200 palabras")."""
    words = batch.words
    bound = np.zeros(len(numbers), dtype=np.bool_)
    index = where_set(numbers[:-1] & (words.text[:-1] == words.text[1:])) if len(numbers) else np.empty(0, dtype=np.int64)
    adjacent = words.start[index + 1] - words.end[index] == 1
    letter_follows = (batch.classes[words.start[index + 1]] & LETTER) != 0
    plain = (word_classes(batch)[index + 1] & FUNCTION) == 0
    bound[index] = adjacent & letter_follows & plain
    # A unit written onto the number ("10MB", "5%") is a limit as well.
    last = words.end - 1
    attached = numbers & ((batch.classes[last] & LETTER) != 0) & (words.end - words.start > 1)
    return np.asarray(bound | attached | (numbers & (batch.codes[words.end] == ord("%"))))


def _is_name(batch: Batch) -> Bools:
    """Return which words are capitalised inside a sentence, as names are.

    Neighbouring words in capitals are shouting, and in a text of which more than half the words are capitalised the capitals say
    nothing.
    """
    words = batch.words
    upper = (batch.classes[words.start] & UPPER) != 0
    long_enough = words.end - words.start > 1  # "I" is no name
    capitals = upper & long_enough & ((batch.classes[np.minimum(words.start + 1, len(batch.classes) - 1)] & UPPER) != 0)
    beside = np.zeros(len(upper), dtype=np.bool_)
    beside[:-1] |= capitals[1:]
    beside[1:] |= capitals[:-1]
    first = np.zeros(len(upper), dtype=np.bool_)
    first[batch.sentence_words] = True
    titled = batch.count_words(upper) * 2 > batch.n_words
    name = upper & long_enough & ~first & ~(capitals & beside) & ~titled[words.text]
    return np.asarray(name & _in_own_words(batch))


def _is_identifier(batch: Batch, has_letter: Bools) -> Bools:
    """Return which words have an inner underscore, an inner capital after a small letter, or a dot between letters."""
    words = batch.words
    odd = np.zeros(len(words.start), dtype=np.bool_)
    classes, codes = batch.classes, batch.codes
    letter = (classes & LETTER) != 0
    small = letter & ((classes & UPPER) == 0)
    joint = np.zeros(len(codes), dtype=np.bool_)
    joint[1:-1] = ((codes[1:-1] == ord("_")) | (codes[1:-1] == ord("."))) & letter[:-2] & letter[2:]
    joint[1:] |= small[:-1] & ((classes[1:] & UPPER) != 0)
    positions = where_set(joint)
    index = words.start.searchsorted(positions, side="right") - 1
    odd[index[index >= 0]] = True
    return odd & has_letter


def _count_quoted(batch: Batch) -> Ints:
    """Return the number of literals in double quotes, angle quotes or backticks."""
    straight = find_signs(batch).count('"') // 2
    ticks = find_signs(batch).at("`")
    # Fences of three backticks are blocks, not literals: only backticks without a neighbour count.
    alone = ticks[(batch.codes[np.maximum(ticks - 1, 0)] != ord("`")) & (batch.codes[ticks + 1] != ord("`"))]
    curly = batch.beyond_ascii[batch.codes[batch.beyond_ascii] == ord("“")]
    opening = count_positions(batch, curly) + find_signs(batch).count("«")
    return straight + count_positions(batch, alone) // 2 + opening
