"""Checklists: what a request of a domain usually has to say, and which of it a text says.

A checklist is data. An item is answered by a *value* (a term that is an answer in itself: "PostgreSQL", "golden hour"), by a
*label with something behind or before it* ("audience: parents", "region eu-west-1", "playful tone"), by a placeholder of that name, or
by a pattern. A bare label answers nothing: "audience, channel, tone, length" names four items and says none. Quotes and examples
answer nothing either. Items with a facet only apply where a term of the facet stands, so a read-only question is not asked for
rollback.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.intent_words import INTENT_VERBS, QUESTION_WORDS
from promptsmith.rules._rule import Features, Finding
from promptsmith.text.batch import Batch, Floats, Ints, fold
from promptsmith.text.document import Document

MIN_ITEMS = 4
"""With fewer items that apply, a share says nothing. Judgement."""

HALF = 0.5
"""Share of answered items below which the checklist is a finding. Judgement."""

MIN_WORDS, MAX_WORDS = 3, 200
"""Length of a text that gets a finding. In longer ones the domain is mostly a subject among others, and they say much in words
no list knows: on real prompts above 200 words most findings were wrong."""

SILENT = ("quote", "example")
"""Scopes whose words answer nothing: they are somebody else's."""

LINKS = (
    "is are of for in on to from with must should by at as like will "
    "es son será de del para en a al con debe deben desde como hacia"
).split()
"""Words that tie a label to the value behind it ("audience of parents")."""

EMPTY = frozenset(
    (
        "the a an this that these those any some all and or of with no without your our its my their his her each every another "
        "define specify include consider describe state give set choose pick mention add use correct right appropriate proper "
        "good specific clear given best suitable relevant same new such what which where in on to for from by as is are create "
        "el la los las un una unos unas este esta estos estas tu su mi nuestro nuestra sus tus y o e de del con sin cada otro otra "
        "define especifica incluye considera describe indica elige usa adecuado adecuada correcto correcta mismo misma que qué "
        "make nueva nuevo crea crear haz en para por"
    ).split()
)
"""Words that say nothing about the label behind them ("the tone", "specify the audience")."""

_VALUE_BEHIND = re.compile(
    r"[*\"'`”]?[*]{0,2} ?[:=(]\s{0,3}[*\"'`“«\[{]{0,3}(?=\w)"  # tone: playful
    rf"| (?:{'|'.join(LINKS)}) [*\"'`“«\[{{]{{0,3}}(?=\w)"  # audience of parents
    r"| [\"'`“«\[{]{0,3}(?=[\dA-ZÁÉÍÓÚÑ])"  # region EU, table `orders`; also a placeholder
    r"| [\"'`“«\[{]{1,3}(?=\w)"
)
_WORDS = re.compile(r"\w+")
_DIGIT = re.compile(r"\d")
_WORD_BEFORE = re.compile(r"(?:^|(?<=\s))(\w[\w'’-]*) $")


_WAITS = re.compile(
    r"\b(?:i will|i'll|i am going to) (?:\w+ )?(?:provide|give|send|type|tell|describe|ask|paste|share|write)\b"
    r"|\byou will be (?:given|provided)|\bwill be provided\b|\b(?:user|provided|given) input\b|\binput:\s*$|# input\b|\bas input\b"
    r"|\b(?:te )?(?:daré|proporcionaré|enviaré|escribiré|pasaré|describiré)\b|\bse te (?:dará|proporcionará)\b|\brecibirás\b"
)
"""A text that waits for its input: what the input will say is not missing from it."""

_WAIT_HINTS = ("will ", "i'll ", "i am going to ", "input", "ré", "se te ", "recibirás")
"""Of these, each alternative of `_WAITS` holds one; most texts hold none."""


@dataclass(frozen=True)
class ChecklistItem:
    """One question a request should answer.

    Attributes:
        id: short name, unique in its checklist.
        question_en, question_es: the question, ready for a message.
        values: terms that answer it, separated by commas.
        labels: terms that name it and answer it only together with a value.
        patterns: regular expressions over the text that answer it.
        weight: share of the item in the coverage.
        facet: the item applies only where a term of this facet of the checklist stands; None: always.
        needs_digit: no pattern fits where there is no digit; saves trying them.
    """

    id: str
    question_en: str
    question_es: str
    values: str = ""
    labels: str = ""
    patterns: tuple[str, ...] = ()
    weight: float = 1.0
    facet: str | None = None
    needs_digit: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """The patterns as one, or None."""
        return re.compile("|".join(self.patterns), re.IGNORECASE) if self.patterns else None


@dataclass(frozen=True, eq=False)
class Checklist:
    """The items of one domain, with the facets they refer to and its name in messages."""

    domain: str
    title_en: str
    title_es: str
    items: tuple[ChecklistItem, ...]
    facets: dict[str, str]

    @cached_property
    def terms(self) -> Terms:
        """The terms of all items and facets, ready to be found in a text."""
        return Terms.of(self)

    @cached_property
    def always(self) -> int:
        """Bits of the items that apply to every request."""
        return sum(1 << number for number, item in enumerate(self.items) if item.facet is None)


@dataclass(frozen=True, eq=False)
class ChecklistResult:
    """What each text of a batch answers of the checklist of its domain.

    Attributes:
        checklists: the checklist of each text, None for a domain without one.
        applicable, covered: bit i is set when item i applies, or applies and is answered.
        n_items, n_covered: number of items that apply and that are answered.
        share_covered: weighted share of answered items, 0 to 1; NaN without a checklist or with fewer than `MIN_ITEMS` items.
    """

    checklists: Sequence[Checklist | None]
    applicable: Ints
    covered: Ints
    n_items: Ints
    n_covered: Ints
    share_covered: Floats

    def missing(self, row: int) -> list[ChecklistItem]:
        """Return the items that apply to a text and are not answered, in the order of the checklist."""
        checklist = self.checklists[row]
        if checklist is None:
            return []
        return list(_items(checklist, int(self.applicable[row]) & ~int(self.covered[row])))


def checklists() -> dict[str, Checklist]:
    """Return the checklist of each built-in domain that has one."""
    from promptsmith.rules.domains import branding, cine, devops, saas, sql

    listed = (sql.CHECKLIST, branding.CHECKLIST, cine.CHECKLIST, saas.CHECKLIST, devops.CHECKLIST)
    return {checklist.domain: checklist for checklist in listed}


def coverage(batch: Batch, domains: Sequence[str] | NDArray[np.object_]) -> ChecklistResult:
    """Return which checklist items each text answers.

    Texts are read one by one, and only those of a domain with a checklist: most texts have none, and reading one costs less than
    a pass of all checklists over all texts (measured: 8 µs a text for the pass). What is read here is known to the rules later.

    Args:
        batch: the texts.
        domains: domain of each text.
    """
    known = checklists()
    mine = [known.get(str(domain)) for domain in domains]
    applicable, covered = np.zeros(len(batch), dtype=np.int64), np.zeros(len(batch), dtype=np.int64)
    share = np.full(len(batch), np.nan)
    for row, checklist in enumerate(mine):
        if checklist is not None:
            applicable[row], covered[row] = _known_bits(batch, row, checklist)
            share[row] = _share(checklist, int(applicable[row]), int(covered[row]))
    return ChecklistResult(mine, applicable, covered, _count_bits(applicable), _count_bits(covered), share)


def read_document(checklist: Checklist, document: Document) -> tuple[list[ChecklistItem], int, float]:
    """Return the unanswered items of one document, the number of items that apply, and the share answered (NaN: too few)."""
    applicable, covered = _known_bits(document.batch, document.row, checklist)
    return list(_items(checklist, applicable & ~covered)), applicable.bit_count(), _share(checklist, applicable, covered)


def checklist_finding(checklist: Checklist, document: Document) -> Iterator[Finding]:
    """Yield one finding on the first request of a document that answers less than half of its checklist."""
    if not MIN_WORDS <= document.batch.n_words[document.row] <= MAX_WORDS:
        return
    missing, n_items, share = read_document(checklist, document)
    if not share < HALF or _waits(document.folded):
        return
    span = first_request(document)
    if span is not None and not _is_answered_elsewhere(document.folded[span[0] : span[1]]):
        message, suggestion = _message(checklist, tuple(item.id for item in missing), n_items, document.language == "es")
        yield Finding(*span, message, suggestion)


def _waits(folded: str) -> bool:
    return any(hint in folded for hint in _WAIT_HINTS) and _WAITS.search(folded) is not None


def of_checkable_length(features: Features) -> NDArray[np.bool_]:
    """Return the rows that may have a checklist finding: of a checkable length and, where that is known, mostly open."""
    rows = np.asarray((features["n_words"] >= MIN_WORDS) & (features["n_words"] <= MAX_WORDS))
    share = features.get("checklist_share")
    return rows if share is None else np.asarray(rows & (share < HALF))


def first_request(document: Document) -> tuple[int, int] | None:
    """Return the first sentence of the user's own words that opens with a verb or asks, or else the first one of all."""
    verbs, nouns = _verbs()
    fallback: tuple[int, int] | None = None
    for start, end in document.sentences:
        if document.scope_at(start) not in ("instruction", "context"):
            continue
        fallback = fallback or (start, end)
        opening = _WORDS.findall(document.folded, start, min(end, start + 60))[:6]
        if document.text[end - 1] == "?" or not verbs.isdisjoint(opening) or (opening and opening[0] in nouns):
            return start, end
    return fallback


def _is_answered_elsewhere(request: str) -> bool:
    """Return whether a request wants to know something, or works on a given text: then the domain's questions are not the user's."""
    opening = _WORDS.findall(request, 0, 60)[:4]
    if not opening:
        return False
    return not (_explaining() | _ON_GIVEN_TEXT).isdisjoint(opening) or opening[0] in _asking()


_ON_GIVEN_TEXT = frozenset(
    "translate summarize summarise paraphrase proofread spellcheck transcribe "
    "traduce traducir traduzca resume resumir parafrasea corrige".split()
)
"""Verbs that turn a text that is there into another form."""


@lru_cache(maxsize=1)
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """Return the verbs of requests that are nothing else, and those that are nouns as well."""
    words = " ".join(INTENT_VERBS.values()).split()
    return (
        frozenset(word for word in words if not word.endswith("~")),
        frozenset(word[:-1] for word in words if word.endswith("~")),
    )


@lru_cache(maxsize=1)
def _explaining() -> frozenset[str]:
    return frozenset(word for word in INTENT_VERBS["explain"].split() if not word.endswith("~"))


@lru_cache(maxsize=1)
def _asking() -> frozenset[str]:
    return frozenset(" ".join(QUESTION_WORDS.values()).split())


@lru_cache(maxsize=1024)
def _message(checklist: Checklist, missing: tuple[str, ...], n_items: int, spanish: bool) -> tuple[str, str]:
    open_items = [item for item in checklist.items if item.id in missing]
    answered = n_items - len(open_items)
    if spanish:
        questions = " ".join(item.question_es for item in open_items)
        return (
            f"{checklist.title_es} suele responder a {n_items} preguntas; este responde a {answered}. Falta: {questions}",
            "Responde a las que importan en tu caso, o di que el modelo puede elegir.",
        )
    questions = " ".join(item.question_en for item in open_items)
    return (
        f"{checklist.title_en} usually answers {n_items} questions; this one answers {answered}. Open: {questions}",
        "Answer those that matter to you, or say that the model may choose.",
    )


_BITS: WeakKeyDictionary[Batch, dict[tuple[int, str], tuple[int, int]]] = WeakKeyDictionary()
"""What is already read, by batch, row and domain: scoring and several rules ask for the same document."""


def _known_bits(batch: Batch, row: int, checklist: Checklist) -> tuple[int, int]:
    known = _BITS.setdefault(batch, {})
    key = (row, checklist.domain)
    if key not in known:
        first, last = int(batch.text_start[row]), int(batch.text_end[row])
        known[key] = _read(checklist, batch.texts[row], batch.folded[first:last], batch.scope_spans[row])
    return known[key]


@dataclass(frozen=True, eq=False)
class Terms:
    """The terms of a checklist as one automaton.

    Attributes:
        automaton: finds every term, overlapping.
        bits: per term, the items of which it is a value, a label, and which it makes apply.
        wordly: per term, whether its first and last characters are letters or digits and so must not touch another.
    """

    automaton: Any
    bits: tuple[tuple[int, int, int], ...]
    wordly: tuple[tuple[bool, bool], ...]

    @classmethod
    def of(cls, checklist: Checklist) -> Terms:
        """Return the terms of ``checklist``."""
        import ahocorasick_rs

        bits: dict[str, list[int]] = {}
        for number, item in enumerate(checklist.items):
            for kind, listed in ((0, item.values), (1, item.labels), (2, checklist.facets.get(item.facet or "", ""))):
                for term in filter(None, (fold(piece.strip()) for piece in listed.split(","))):
                    bits.setdefault(term, [0, 0, 0])[kind] |= 1 << number
        return cls(
            ahocorasick_rs.AhoCorasick(list(bits)),
            tuple((entry[0], entry[1], entry[2]) for entry in bits.values()),
            tuple((term[0].isalnum(), term[-1].isalnum()) for term in bits),
        )


@lru_cache(maxsize=4096)
def _items(checklist: Checklist, bits: int) -> tuple[ChecklistItem, ...]:
    return tuple(item for number, item in enumerate(checklist.items) if bits >> number & 1)


def _count_bits(bits: Ints) -> Ints:
    return np.bitwise_count(bits).astype(np.int64)


@lru_cache(maxsize=4096)
def _share(checklist: Checklist, applicable: int, covered: int) -> float:
    if applicable.bit_count() < MIN_ITEMS:
        return float("nan")
    weight = sum(item.weight for item in _items(checklist, covered))
    return weight / sum(item.weight for item in _items(checklist, applicable))


def _read(checklist: Checklist, text: str, folded: str, scopes: Sequence[tuple[int, int, str, str]]) -> tuple[int, int]:
    """Return the bits of the items that apply to a text and of those it answers."""
    terms = checklist.terms
    applicable, answered = checklist.always, 0
    labels: list[tuple[int, int, int]] = []
    for term, start, end in terms.automaton.find_matches_as_indexes(folded, overlapping=True):
        left, right = terms.wordly[term]
        if (left and start and _is_wordly(folded[start - 1])) or (right and end < len(folded) and _is_wordly(folded[end])):
            continue
        if scopes and _scope_at(scopes, start) in SILENT:
            continue
        value, label, facet = terms.bits[term]
        answered |= value
        if facet and not _in_a_name(folded, start, end):
            applicable |= facet
        if label:
            labels.append((start, -end, label))
    if applicable.bit_count() < MIN_ITEMS and not labels:
        return applicable, _read_patterns(text, checklist, applicable, answered & applicable)
    starts = {label[0] for label in labels}
    ends = {-label[1] for label in labels}
    reach = -1
    for start, minus_end, label in sorted(labels):
        if -minus_end <= reach:  # inside a longer label ("audience" in "target audience")
            continue
        reach = -minus_end
        if label & ~answered and _has_value(text, folded, start, reach, starts, ends, scopes):
            answered |= label
    return applicable, _read_patterns(text, checklist, applicable, answered & applicable)


def _read_patterns(text: str, checklist: Checklist, applicable: int, answered: int) -> int:
    """Return the answered bits with those added that only a pattern shows."""
    still_open = applicable & ~answered
    has_digit = _DIGIT.search(text) is not None
    for number, item in enumerate(checklist.items):
        if not still_open >> number & 1 or item.pattern is None or (item.needs_digit and not has_digit):
            continue
        if item.pattern.search(text):
            answered |= 1 << number
    return answered


def _has_value(
    text: str,
    folded: str,
    start: int,
    end: int,
    starts: set[int],
    ends: set[int],
    scopes: Sequence[tuple[int, int, str, str]],
) -> bool:
    """Return whether a label stands with a value.

    The value stands behind a colon or a link word, right behind as a literal, or right before; or a placeholder has that name.
    """
    behind = _VALUE_BEHIND.match(text, end)
    if behind is not None and behind.end() not in starts:
        return True
    if scopes and _scope_at(scopes, start) == "placeholder":
        return True
    before = _WORD_BEFORE.search(folded, max(0, start - 40), start)
    if before is None or before.start(1) == 0 or before.end(1) in ends:
        # At the start of a text stands a verb ("Describe audience"), and next to a label another label.
        return False
    return before.group(1) not in EMPTY


def _in_a_name(folded: str, start: int, end: int) -> bool:
    """Return whether a word is a piece of a file name, a path or a variable ("deploy.txt", "/srv/release")."""
    if start and folded[start - 1] in "./\\-$":
        return True
    return end + 1 < len(folded) and folded[end] in "./\\-=" and folded[end + 1].isalnum()


def _scope_at(scopes: Sequence[tuple[int, int, str, str]], position: int) -> str:
    index = bisect_right(scopes, position, key=lambda span: span[0]) - 1
    return scopes[index][2] if index >= 0 and position < scopes[index][1] else "instruction"


def _is_wordly(character: str) -> bool:
    return character.isalnum() or character == "_"
