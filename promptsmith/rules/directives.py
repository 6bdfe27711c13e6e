"""Which sentences tell the reader to do something."""

from __future__ import annotations

import re
from functools import lru_cache

from promptsmith.features import intent_words
from promptsmith.text.document import Document

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MARKER = re.compile(r"(?:[\s\-*•·+>#–]|\d{1,3}[.)]|[\"'“¿¡(])*")
_MODAL = re.compile(
    r"\b(?:must|should|shall|has to|have to|needs? to|do not|don't|never|always|make sure|ensure"
    r"|debes?|deben|tienes? que|hay que|nunca|siempre|asegúrate)\b"
)
_SUBJECTS = frozenset(["i", "he", "she", "it", "they", "we", "yo", "él", "ella", "ellos", "ellas", "nosotros"])
_MAX_OPENERS = 4
"""Words that may stand before the verb ("now please also write"). Judgement."""


def first_word(folded: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the bounds of the first word of a sentence, after list markers, quotes and openers such as "please"."""
    position = _MARKER.match(folded, start, end).end()  # type: ignore[union-attr]
    for _ in range(_MAX_OPENERS):
        word = _WORD.search(folded, position, end)
        if word is None:
            return None
        if word.group() not in _openers():
            return word.span()
        position = word.end()
    return None


def is_directive(document: Document, sentence: tuple[int, int]) -> bool:
    """Tell whether a sentence gives an instruction.

    It has a verb of request at its head, a lead such as "I want you to", or a word such as must or never. Questions are no directives. Reads English and Spanish.
    """
    start, end = sentence
    folded = document.folded
    if folded[end - 1] == "?":
        return False
    word = first_word(folded, start, end)
    if word is None:
        return False
    if folded[word[0] : word[1]] in task_verbs() or folded[word[0] : word[1]] in _rule_verbs():
        return True
    if folded.startswith(_leads(), word[0]):
        return True
    return folded[word[0] : word[1]] not in _SUBJECTS and _MODAL.search(folded, word[0], end) is not None


def request_start(document: Document, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Return the bounds of the word that should be the verb of a request: the first one, after openers and leads ("can you")."""
    folded = document.folded
    word = first_word(folded, *sentence)
    if word is None:
        return None
    lead = next((lead for lead in sorted(_leads(), key=len, reverse=True) if folded.startswith(lead, word[0])), None)
    return first_word(folded, word[0] + len(lead), sentence[1]) if lead else word


@lru_cache(maxsize=1)
def task_verbs() -> frozenset[str]:
    """Return the imperatives that ask for work, in lower case."""
    groups = [*intent_words.INTENT_VERBS.values(), intent_words.ANSWER_VERBS]
    return frozenset(word.rstrip("~") for group in groups for word in group.split())


@lru_cache(maxsize=1)
def _rule_verbs() -> frozenset[str]:
    return frozenset(word.rstrip("~") for word in intent_words.RULE_VERBS.split()) | {"no", "not"}


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(word.rstrip("~") for word in intent_words.OPENERS.split())


@lru_cache(maxsize=1)
def _leads() -> tuple[str, ...]:
    return tuple(lead.strip() + " " for lead in intent_words.LEADS.split(","))
