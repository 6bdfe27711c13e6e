"""Which sentences tell the reader to do something."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from promptsmith.features import intent_words
from promptsmith.rules.lexicons import word_set
from promptsmith.text.document import Document

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MARKER = re.compile(r"(?:[\s\-*•·+>#–]|\d{1,3}[.)]|[\"'“¿¡(])*")
_MODAL = re.compile(
    r"\b(?:must|should|shall|has to|have to|needs? to|do not|don't|make sure|ensure"
    r"|debes?|deben|tienes? que|hay que|asegúrate)\b"
)
_SUBJECTS = frozenset(["i", "he", "she", "it", "they", "we", "yo", "él", "ella", "ellos", "ellas", "nosotros"])
_MORE_VERBS = word_set(
    "maintain prioritize prioritise highlight preserve apply incorporate integrate encourage organize organise begin prefer conduct "
    "utilize utilise capture reference call stay tailor perform treat enable handle assist exclude paste respect adhere reflect gather "
    "deliver aim distinguish indicate accept ignore repeat mark combine monitor collect synthesize mention justify speak refer retain "
    "customize customise acknowledge emphasize emphasise cite specify depict leave refrain refine proceed execute skip drop quote "
    "attach append wrap omit substitute reject cut trim cover "
    "mantén prioriza destaca conserva aplica incorpora integra organiza prefiere realiza captura trata permite gestiona excluye respeta "
    "combina recopila menciona justifica cita especifica deja omite adjunta rechaza ignora repite señala resalta "
    "indica recorta acorta corta cubre anota"
)
"""Imperatives of rules for an answer that ask for no work of their own, so no intent rests on them. Judgement."""
_LABEL = re.compile(r"[^:\n.?!]{1,40}:[*_]{0,2}[ \t]+[*_]{0,2}(?=\w)")
"""A label at the head of a sentence ("**Tone:** keep it light"): the instruction begins behind it."""
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

    It has a verb of request at its head, a lead such as "I want you to", or a word such as must or never.
    Questions are no directives. Reads English and Spanish.
    """
    start, end = sentence
    folded = document.folded
    if folded[end - 1] == "?":
        return False
    word = first_word(folded, start, end)
    if word is None:
        return False
    if _commands(folded, word, end) or folded.startswith(_leads(), word[0]):
        return True
    label = _LABEL.match(folded, word[0], end)
    if label is not None and (behind := first_word(folded, label.end(), end)) is not None and _commands(folded, behind, end):
        return True
    return folded[word[0] : word[1]] not in _SUBJECTS and _MODAL.search(folded, word[0], end) is not None


def _commands(folded: str, word: tuple[int, int], end: int) -> bool:
    """Tell whether an imperative is the word, or follows the next comma when the word opens a clause ("if it rains, use ...")."""
    opening = folded[word[0] : word[1]]
    if opening in task_verbs() or opening in _rule_verbs():
        return True
    if opening in _MORE_VERBS:
        return folded[word[1] : word[1] + 1] != ":"
    if opening not in _clause_openers() or (comma := folded.find(",", word[1], end)) < 0:
        return False
    verb = first_word(folded, comma + 1, end)
    return verb is not None and folded[verb[0] : verb[1]] in (task_verbs() | _rule_verbs() | _MORE_VERBS)


class Sentences:
    """The sentences of one document by place, each judged once: a check asks for many places of the same sentence."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._beyond = len(document.text) + 1
        self._directive: dict[int, bool] = {}
        self._verb: dict[int, tuple[int, int] | None] = {}

    def at(self, position: int) -> tuple[int, int]:
        """Return the sentence that holds ``position``, or the last one before it, or (0, 0)."""
        sentences = self._document.sentences
        index = bisect_right(sentences, (position, self._beyond)) - 1
        return sentences[index] if index >= 0 else (0, 0)

    def after(self, sentence: tuple[int, int]) -> tuple[int, int]:
        """Return the sentence behind ``sentence``, or an empty span at its end when it is the last one."""
        following = bisect_right(self._document.sentences, sentence)
        return self._document.sentences[following] if following < len(self._document.sentences) else (sentence[1], sentence[1])

    def is_directive(self, sentence: tuple[int, int]) -> bool:
        """Tell whether a sentence gives an instruction."""
        known = self._directive.get(sentence[0])
        if known is None:
            known = self._directive[sentence[0]] = is_directive(self._document, sentence)
        return known

    def request_start(self, sentence: tuple[int, int]) -> tuple[int, int] | None:
        """Return the bounds of the word that should be the verb of a request."""
        if sentence[0] not in self._verb:
            self._verb[sentence[0]] = request_start(self._document, sentence)
        return self._verb[sentence[0]]


def request_start(document: Document, sentence: tuple[int, int]) -> tuple[int, int] | None:
    """Return the bounds of the word that should be the verb of a request: the first one, after openers and leads ("can you")."""
    folded = document.folded
    word = first_word(folded, *sentence)
    if word is None:
        return None
    if not folded.startswith(_leads(), word[0]):
        return word
    lead = next(lead for lead in _leads() if folded.startswith(lead, word[0]))
    return first_word(folded, word[0] + len(lead), sentence[1])


@lru_cache(maxsize=1)
def task_verbs() -> frozenset[str]:
    """Return the imperatives that ask for work, in lower case."""
    groups = [*intent_words.INTENT_VERBS.values(), intent_words.ANSWER_VERBS]
    return frozenset(word.rstrip("~") for group in groups for word in group.split())


@lru_cache(maxsize=1)
def _rule_verbs() -> frozenset[str]:
    return frozenset(word.rstrip("~") for word in intent_words.RULE_VERBS.split()) | {"no", "not"}


@lru_cache(maxsize=1)
def _clause_openers() -> frozenset[str]:
    return frozenset(intent_words.CLAUSE_OPENERS.split()) | {"where", "whenever", "wherever", "unless", "siempre", "donde"}


@lru_cache(maxsize=1)
def _openers() -> frozenset[str]:
    return frozenset(word.rstrip("~") for word in intent_words.OPENERS.split())


@lru_cache(maxsize=1)
def _leads() -> tuple[str, ...]:
    # The longest first, so that "i want you to" is not read as "i want".
    return tuple(sorted((lead.strip() + " " for lead in intent_words.LEADS.split(",")), key=lambda lead: (-len(lead), lead)))
