"""Checklists: what a request of a domain usually has to say, and which of it a text says.

A checklist is data. An item is answered by a *value* (a term that is an answer in itself: "PostgreSQL", "golden hour"), by a
*label with something behind or before it* ("audience: parents", "region eu-west-1", "playful tone"), by a placeholder of that name, or
by a pattern. A bare label answers nothing: "audience, channel, tone, length" names four items and says none. Quotes and examples
answer nothing either. Items with a facet only apply where a term of the facet stands, so a read-only question is not asked for
rollback.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.rules._rule import Finding
from promptsmith.text.batch import Batch, Bools, Floats, Ints, hash_term
from promptsmith.text.classes import DIGIT, LETTER, UPPER
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermMatcher, TermSet

MIN_ITEMS = 4
"""With fewer items that apply, a share says nothing. Judgement."""

HALF = 0.5
"""Share of answered items below which the checklist is a finding. Judgement."""

ANSWERING = ("instruction", "context", "placeholder", "data", "code")

LINKS = (
    "is are of for in on to from with must should by at as like will "
    "es son será de del para en a al con debe deben desde como hacia"
).split()
"""Words that tie a label to the value behind it ("audience of parents")."""

EMPTY = (
    "the a an this that these those any some all and or of with no without your our its my their his her each every "
    "another define specify include consider describe state give set choose pick mention add use correct right "
    "appropriate proper good specific clear given best suitable relevant same new such what which where in on to for "
    "from by as is are create make el la los las un una unos unas este esta estos estas tu su mi nuestro nuestra sus "
    "tus y o e de del con sin cada otro otra define especifica incluye considera describe indica elige usa adecuado "
    "adecuada correcto correcta mismo misma que qué nueva nuevo crea crear haz en para por"
).split()
"""Words that say nothing about the label behind them ("the tone", "specify the audience")."""


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
    """

    id: str
    question_en: str
    question_es: str
    values: str = ""
    labels: str = ""
    patterns: tuple[str, ...] = ()
    weight: float = 1.0
    facet: str | None = None

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
    def weights(self) -> Floats:
        """Weight of each item."""
        return np.array([item.weight for item in self.items])

    def term_sets(self) -> tuple[TermSet, TermSet, TermSet]:
        """Return the sets of values, labels and facets; the value of a term is the sum of 2**i over the items i it speaks for."""
        facet_items = {
            name: sum(1 << number for number, item in enumerate(self.items) if item.facet == name) for name in self.facets
        }
        return (
            _bit_terms(f"checklist_{self.domain}_values", [(item.values, 1 << i) for i, item in enumerate(self.items)]),
            _bit_terms(f"checklist_{self.domain}_labels", [(item.labels, 1 << i) for i, item in enumerate(self.items)]),
            _bit_terms(f"checklist_{self.domain}_facets", [(self.facets[name], facet_items[name]) for name in self.facets]),
        )

    @property
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
        return _items(checklist, int(self.applicable[row]) & ~int(self.covered[row]))


def checklists() -> dict[str, Checklist]:
    """Return the checklist of each built-in domain that has one."""
    from promptsmith.rules.domains import branding, cine, devops, saas, sql

    listed = (sql.CHECKLIST, branding.CHECKLIST, cine.CHECKLIST, saas.CHECKLIST, devops.CHECKLIST)
    return {checklist.domain: checklist for checklist in listed}


def checklist_term_sets() -> tuple[TermSet, ...]:
    """Return the term sets of every checklist; `coverage` needs hits of a matcher that includes them."""
    return tuple(terms for checklist in checklists().values() for terms in checklist.term_sets())


def coverage(batch: Batch, hits: Hits, domains: Sequence[str] | NDArray[np.object_]) -> ChecklistResult:
    """Return which checklist items each text answers.

    Args:
        batch: the texts.
        hits: hits of a matcher whose sets include `checklist_term_sets`.
        domains: domain of each text.
    """
    known = checklists()
    mine = [known.get(str(domain)) for domain in domains]
    applicable, covered = np.zeros(len(batch), dtype=np.int64), np.zeros(len(batch), dtype=np.int64)
    share = np.full(len(batch), np.nan)
    for domain, checklist in known.items():
        rows = np.flatnonzero([item is not None and item.domain == domain for item in mine])
        if not len(rows):
            continue
        all_applicable, all_answered = _read_terms(batch, hits, checklist)
        applicable[rows] = all_applicable[rows]
        for row in rows.tolist():
            covered[row] = _read_patterns(batch.texts[row], checklist, int(all_applicable[row]), int(all_answered[row]))
        share[rows] = _shares(checklist, applicable[rows], covered[rows])
    return ChecklistResult(mine, applicable, covered, _count_bits(applicable), _count_bits(covered), share)


def read_document(checklist: Checklist, document: Document) -> tuple[list[ChecklistItem], int, float]:
    """Return the unanswered items of one document, the number of items that apply, and the share answered (NaN: too few)."""
    bits = _known_bits(document.batch, checklist)
    applicable = int(bits[0][document.row])
    covered = _read_patterns(document.text, checklist, applicable, int(bits[1][document.row]))
    share = float(_shares(checklist, np.array([applicable]), np.array([covered]))[0])
    return _items(checklist, applicable & ~covered), applicable.bit_count(), share


def checklist_finding(checklist: Checklist, document: Document) -> Iterator[Finding]:
    """Yield one finding on the first request of a document that answers less than half of its checklist."""
    missing, n_items, share = read_document(checklist, document)
    if not share < HALF:
        return
    span = first_request(document)
    if span is not None:
        message, suggestion = _message(checklist, tuple(item.id for item in missing), n_items, document.language == "es")
        yield Finding(*span, message, suggestion)


def first_request(document: Document) -> tuple[int, int] | None:
    """Return the first sentence of the user's own words that opens with a verb or asks, or else the first one of all."""
    from promptsmith.features.intent_words import INTENT_VERBS

    verbs = _verbs(" ".join(INTENT_VERBS.values()))
    fallback: tuple[int, int] | None = None
    for start, end in document.sentences:
        if document.scope_at(start) not in ("instruction", "context"):
            continue
        fallback = fallback or (start, end)
        opening = re.findall(r"\w+", document.folded[start : min(end, start + 60)])[:6]
        if document.text[end - 1] == "?" or not verbs.isdisjoint(opening):
            return start, end
    return fallback


@lru_cache(maxsize=2)
def _verbs(listed: str) -> frozenset[str]:
    return frozenset(word.rstrip("~") for word in listed.split())


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


_BITS: WeakKeyDictionary[Batch, dict[str, tuple[Ints, Ints]]] = WeakKeyDictionary()
"""Bits already worked out, by batch and domain: a check is called once per document, the arrays are made once per batch. Only
arrays are kept; hits would hold their batch and keep it alive for ever."""


def _known_bits(batch: Batch, checklist: Checklist) -> tuple[Ints, Ints]:
    known = _BITS.setdefault(batch, {})
    if checklist.domain not in known:
        known[checklist.domain] = _read_terms(batch, _matcher(checklist).find(batch), checklist)
    return known[checklist.domain]


@lru_cache(maxsize=16)
def _matcher(checklist: Checklist) -> TermMatcher:
    return TermMatcher(checklist.term_sets())


def _bit_terms(name: str, listed: Sequence[tuple[str, int]]) -> TermSet:
    bits: dict[str, int] = {}
    for terms, bit in listed:
        for term in filter(None, (piece.strip() for piece in terms.split(","))):
            bits[term] = bits.get(term, 0) | bit
    return TermSet(name, {term: float(value) for term, value in bits.items()})


def _items(checklist: Checklist, bits: int) -> list[ChecklistItem]:
    return [item for number, item in enumerate(checklist.items) if bits >> number & 1]


def _count_bits(bits: Ints) -> Ints:
    return np.bitwise_count(bits).astype(np.int64)


def _shares(checklist: Checklist, applicable: Ints, covered: Ints) -> Floats:
    places = np.arange(len(checklist.items))
    wanted = (applicable[:, None] >> places & 1) * checklist.weights
    got = (covered[:, None] >> places & 1) * checklist.weights
    share = np.full(len(applicable), np.nan)
    enough = _count_bits(applicable) >= MIN_ITEMS
    share[enough] = got[enough].sum(axis=1) / wanted[enough].sum(axis=1)
    return share


def _read_terms(batch: Batch, hits: Hits, checklist: Checklist) -> tuple[Ints, Ints]:
    """Return the bits that apply to each text and those its terms answer, as if every text were of the checklist's domain."""
    name = f"checklist_{checklist.domain}"
    applicable = np.full(len(batch), checklist.always, dtype=np.int64)
    answered = np.zeros(len(batch), dtype=np.int64)
    for target, chosen in (
        (applicable, hits.of(name + "_facets", scopes=ANSWERING)),
        (answered, hits.of(name + "_values", scopes=ANSWERING)),
    ):
        np.bitwise_or.at(target, chosen.text, chosen.value.astype(np.int64))
    labels = hits.of(name + "_labels", scopes=ANSWERING, longest=True)
    if len(labels.start):
        valued = _has_value(batch, labels)
        np.bitwise_or.at(answered, labels.text[valued], labels.value[valued].astype(np.int64))
    return applicable, answered & applicable


def _read_patterns(text: str, checklist: Checklist, applicable: int, answered: int) -> int:
    """Return the answered bits with those added that only a pattern shows."""
    still_open = applicable & ~answered
    for number, item in enumerate(checklist.items):
        if still_open >> number & 1 and item.pattern is not None and item.pattern.search(text):
            answered |= 1 << number
    return answered


def _has_value(batch: Batch, labels: Hits) -> Bools:
    """Return which labels stand with a value.

    The value stands behind a colon or a link word, right behind as a literal, or right before; or a placeholder has that name.
    """
    words = batch.words
    last = len(words.start) - 1
    in_placeholder = batch.scope[labels.start] == SCOPES.index("placeholder")
    bounds = np.append(batch.codes, 0)
    mark = np.where(np.isin(bounds[labels.end], [ord(c) for c in "*\"'`”"]), bounds[labels.end + 1], bounds[labels.end])
    following = np.searchsorted(words.start, labels.end)
    exists = (following <= last) & (words.text[np.minimum(following, last)] == labels.text)
    here = np.minimum(following, last)
    gap = words.start[here] - labels.end
    is_label = np.isin(words.start[here], labels.start)
    behind_mark = np.isin(mark, [ord(c) for c in ":=("]) & (gap <= 6) & ~is_label
    adjacent = (gap <= 2) & (bounds[labels.end] == ord(" "))
    literal = adjacent & _is_literal(batch, here) & ~is_label
    linked = adjacent & np.isin(words.hash[here], _hashes(tuple(LINKS)))
    then = np.minimum(here + 1, last)
    linked &= (words.text[then] == labels.text) & (then > here) & (words.start[then] - words.end[here] <= 3)
    linked &= ~np.isin(words.start[then], labels.start)
    return in_placeholder | (exists & (behind_mark | literal | linked)) | _is_described(batch, labels)


def _is_literal(batch: Batch, word: Ints) -> Bools:
    """Return which words are names or numbers: a digit, an underscore, a capital, a hyphenated code, or in quotes or backticks."""
    start = batch.words.start[word]
    first = batch.classes[start]
    quoted = np.isin(batch.codes[np.maximum(start - 1, 0)], [ord(c) for c in "`\"'“«[{"])
    return np.asarray(quoted | ((first & (UPPER | DIGIT)) != 0))


def _is_described(batch: Batch, labels: Hits) -> Bools:
    """Return which labels have a word of content right before them ("playful tone")."""
    words = batch.words
    before = np.searchsorted(words.end, labels.start, side="right") - 1
    here = np.maximum(before, 0)
    close = (before >= 0) & (words.text[here] == labels.text) & (labels.start - words.end[here] == 1)
    close &= (batch.classes[np.maximum(labels.start - 1, 0)] & (LETTER | DIGIT)) == 0
    empty = np.isin(words.hash[here], _hashes(tuple(EMPTY)))
    names_label = np.isin(words.end[here], labels.end)
    opens = here == np.searchsorted(words.text, words.text[here])  # a verb, or the start of a list of labels
    return np.asarray(close & ~empty & ~names_label & ~opens)


@lru_cache(maxsize=4)
def _hashes(listed: tuple[str, ...]) -> NDArray[np.uint64]:
    return np.array([hash_term(word) for word in listed], dtype=np.uint64)
