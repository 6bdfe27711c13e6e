"""What single words can be when a prompt asks for something: verbs of an intent, openers, question words, wanted things."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import INTENTS
from promptsmith.features import intent_words as words_of
from promptsmith.text.batch import Batch, Bools, Ints
from promptsmith.text.word_table import WordTable

RULE, ANSWER, SKIP, CLAUSE, ARTICLE = 6, 7, 8, 9, 10
"""Classes of words beside the six intents (0 to 5)."""

LOOKS, MAKES, GIVEN, LISTS, READS, NAMES, SURE = (1 << place for place in range(7))
"""Roles of words that change what a verb before or behind them asks for."""

_FLAGGED = {
    LOOKS: "find identify detect locate search encuentra identifica detecta busca",
    MAKES: "make haz",
    GIVEN: "this the my our it these that your esta este mi el la que",
    LISTS: "list enumera lista",
    READS: "all the every each any todos todas los las files users el la",
    NAMES: "name nombra",
    SURE: words_of.SURE_QUESTION_WORDS,
}


class Roles(NamedTuple):
    """What the listed words can be; one entry per word of the table, and a last one for all other words.

    Attributes:
        table: the words.
        kind: class of the word as a verb or opener, -1 for none.
        is_noun: whether the verb is a noun as well.
        question, wanted: number of the intent as a question word, or as a noun that names a wanted thing; -1 for none.
        flags: the roles `LOOKS` to `SURE`.
    """

    table: WordTable
    kind: Ints
    is_noun: Bools
    question: Ints
    wanted: Ints
    flags: NDArray[np.uint8]


# The entry goes with its batch, so memory stays bounded by the batches in use.
_ENTRIES: WeakKeyDictionary[Batch, NDArray[np.int32]] = WeakKeyDictionary()


def role_entries(batch: Batch) -> NDArray[np.int32]:
    """Return for each word of the batch its place in the table of roles: one look-up serves every question about it."""
    entries = _ENTRIES.get(batch)
    if entries is None:
        entries = _ENTRIES[batch] = roles().table.find(batch.words.hash)
    return entries


@lru_cache(maxsize=1)
def roles() -> Roles:
    """Return the table of roles."""
    verbs: dict[str, tuple[int, bool]] = {}
    groups = [(number, words_of.INTENT_VERBS[name]) for number, name in enumerate(INTENTS)]
    groups += [
        (ANSWER, words_of.ANSWER_VERBS),
        (RULE, words_of.RULE_VERBS),
        (SKIP, words_of.OPENERS),
        (CLAUSE, words_of.CLAUSE_OPENERS),
        (ARTICLE, words_of.ARTICLES),
    ]
    for number, listed in groups:
        for word in listed.split():
            verbs.setdefault(word.rstrip("~"), (number, word.endswith("~")))
    questions, nouns = _kinds(words_of.QUESTION_WORDS), _kinds(words_of.REQUEST_NOUNS)
    flagged = [word for listed in _FLAGGED.values() for word in listed.split()]
    words = tuple(dict.fromkeys((*verbs, *questions, *nouns, *flagged)))
    rest = ("",)  # stands for every other word
    return Roles(
        WordTable(words),
        np.array([verbs.get(word, (-1, False))[0] for word in words + rest], dtype=np.int64),
        np.array([verbs.get(word, (-1, False))[1] for word in words + rest], dtype=np.bool_),
        np.array([questions.get(word, -1) for word in words + rest], dtype=np.int64),
        np.array([nouns.get(word, -1) for word in words + rest], dtype=np.int64),
        np.array(
            [sum(flag for flag, listed in _FLAGGED.items() if word in listed.split()) for word in words + rest], dtype=np.uint8
        ),
    )


def _kinds(groups: dict[str, str]) -> dict[str, int]:
    return {word: INTENTS.index(name) for name, listed in groups.items() for word in listed.split()}
