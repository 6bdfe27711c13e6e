"""Redundancy between limits: a limit that another one of the same text already implies, with both spans and the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from promptsmith.constraints.algebra import MAX_LIMITS, conflicts
from promptsmith.constraints.conflicts_literals import folded
from promptsmith.constraints.conflicts_numbers import bounds
from promptsmith.constraints.lexicon import ANSWERS, WRITE_EN, WRITE_ES
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit
from promptsmith.constraints.quantities import ABOUT

_PLAIN = frozenset(
    (
        "the a an your you my of in with to and or be is are should must shall will may please do not never always "
        "only just it its "
        "this that than more less no at most least total all whole entire whole overall final strictly exactly long "
        "length as for "
        "words word sentences sentence paragraphs paragraph characters lines bullets points sure that everything valid format "
        "el la los las un una tu tus su de del en con y o que debe deben ser sea no nunca siempre solo sólo sin más "
        "menos total todo "
        "toda como máximo mínimo al palabras frases párrafos final longitud formato válido"
    ).split()
)
"""Words around a limit that name no part of the answer. Judgement."""

_FORMATS = frozenset(
    "bullet bulleted numbered point lists tables prose json yaml xml html csv latex markdown code syntax object array in as "
    "viñetas numeradas puntos tablas prosa código".split()
)
"""Words inside a limit on the format that name no part; in "write the tasks bullets" the tasks are one."""

_GENERAL = _PLAIN | ANSWERS | frozenset(WRITE_EN) | frozenset(WRITE_ES)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
_DIVIDER = re.compile(r"^[ \t]*(?:#{1,6}[ \t].*|[-*_]{3,}[ \t]*|[^\n]{1,60}:[ \t*_]*)$", re.MULTILINE)
"""A heading, a rule, or a line that ends with a colon: what stands below it may be another part."""
_WORDS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

_LITERALS = ("include", "exclude", "begin", "end", "usage", "order")
_NAMED = ("format", "case", "language", "person", "tense", "voice", "tone", "audience", "detail", "punctuation")


@dataclass(frozen=True)
class Redundancy:
    """Two limits of one scope, of which one says nothing new.

    Attributes:
        kind: ``repeated`` (each implies the other) or ``implied`` (only one does).
        implied: the limit that adds nothing; of two equal ones the later.
        by: the limit that already says it.
        reason: one sentence that says why.
    """

    kind: str
    implied: Limit
    by: Limit
    reason: str


def redundancies(text: str, limits: Sequence[Limit]) -> list[Redundancy]:
    """Return the limits that another limit of the same scope implies, in the order of the text, each with one that implies it.

    Compared are amounts, literals, formats and styles of exactly the same part under the same conditions, in two sentences. Never
    redundant are limits under an exception, bare counts of an instruction ("write 3 sentences": two of them may be two steps),
    contents in plain words, and limits that take part in a conflict: there the question is which one holds. A limit counts
    only in a sentence that says nothing more: "write the minutes in at most 16 words" is about a part, even where that part has
    no scope of its own, and 'use "park" as a noun' is more than 'use "park"'. A heading between two limits parts them too.

    Args:
        text: the prompt.
        limits: its limits, from `parse_limits`; the first 200 are compared.

    Example:
        >>> from promptsmith.constraints.parse import parse_limits
        >>> from promptsmith.text.document import Document
        >>> text = "Use at most 100 words. Use at most 50 words."
        >>> found = redundancies(text, parse_limits(Document.of(text)))
        >>> found[0].reason
        'at most 100 words follows from at most 50 words.'
    """
    if len(limits) < 2:
        return []
    # By content: of many equal limits `conflicts` compares only two.
    disputed = {_content(limit) for item in conflicts(limits) for limit in (item.first, item.second, *item.also)}
    groups: dict[tuple[str, str], list[Limit]] = {}
    for limit in sorted(limits)[:MAX_LIMITS]:
        has_exception = any(step.startswith("except ") for step in limit.conditions)
        if not has_exception and _content(limit) not in disputed and _is_general(text, limit):
            groups.setdefault((limit.scope_path, _subject(limit)), []).append(limit)
    found = [item for group in groups.values() if len(group) > 1 for item in _of_group(text, group)]
    return sorted(found, key=lambda item: (item.implied, item.by))


def _content(limit: Limit) -> Limit:
    return replace(limit, start=0, end=0)


def _subject(limit: Limit) -> str:
    """Return what two limits must share to be compared."""
    if limit.kind == "number":
        return f"number {limit.unit}"
    return "literal" if limit.kind in _LITERALS else limit.kind


def _is_divided(text: str, one: Limit, other: Limit) -> bool:
    first, second = sorted((one, other))
    return _DIVIDER.search(text, first.end, max(first.end, second.start)) is not None


def _is_general(text: str, limit: Limit) -> bool:
    """Return whether the sentence of a limit names nothing but the answer as what is limited."""
    if limit.sentence < 0:
        return False
    end = _SENTENCE_END.search(text, limit.end)
    around = text[limit.sentence : limit.start], text[limit.end : end.start() if end else len(text)]
    if limit.kind == "format" and not _words(text[limit.start : limit.end]) <= _GENERAL | _FORMATS:
        return False
    return all(_words(part) <= _GENERAL for part in around)


def _words(text: str) -> set[str]:
    return {word.lower() for word in _WORDS.findall(text)}


def _of_group(text: str, group: Sequence[Limit]) -> Iterator[Redundancy]:
    """Yield each limit of a group that another implies, once."""
    for position, limit in enumerate(group):
        best: Redundancy | None = None
        for other_position, other in enumerate(group):
            if position == other_position or limit.sentence == other.sentence or _is_divided(text, limit, other):
                continue
            reason = _implied(limit, other)
            if not reason:
                continue
            if _implied(other, limit):
                # Two that imply each other are one limit said twice: the later place is the copy.
                if other_position < position:
                    best = Redundancy("repeated", limit, other, f"{limit.describe()} stands here a second time.")
                    break
            elif best is None:
                best = Redundancy("implied", limit, other, reason)
        if best is not None:
            yield best


def _implied(limit: Limit, by: Limit) -> str:
    """Return why ``by`` implies ``limit``, or ''."""
    for kinds, decide in _DECIDERS:
        if limit.kind in kinds:
            return decide(limit, by)
    return ""


def _number(limit: Limit, by: Limit) -> str:
    if not (limit.firm and by.firm) or ABOUT in (limit.value, by.value):
        # An approximate amount has no bounds that both writers would agree on; only its exact repetition is certain.
        same = (limit.low, limit.high, limit.value) == (by.low, by.high, by.value) and limit.firm and by.firm
        return f"{limit.describe()} is said twice." if same else ""
    (low, high), (lower, higher) = bounds(limit), bounds(by)
    return f"{limit.describe()} follows from {by.describe()}." if low <= lower and higher <= high else ""


def _literal(limit: Limit, by: Limit) -> str:
    word, other = folded(limit.value), folded(by.value)
    if not word or limit.polarity != by.polarity or word != other:
        return ""
    if limit.kind == by.kind:
        if limit.kind == "include" and limit.polarity == REQUIRE:
            return _counted(limit, by)
        same = limit.unit == by.unit and bounds(limit) == bounds(by)
        return f'"{limit.value}" is limited twice in the same way.' if same else ""
    if limit.kind == "include" and by.kind in ("begin", "end") and limit.polarity == REQUIRE and _asks_once(limit):
        return f'"{limit.value}" is there already, at the {by.kind}.' if limit.unit != "letters" else ""
    if limit.kind in ("begin", "end") and by.kind == "exclude" and limit.polarity == FORBID:
        return f'"{limit.value}" is forbidden everywhere already.'
    return ""


def _counted(limit: Limit, by: Limit) -> str:
    (low, high), (lower, higher) = _times(limit), _times(by)
    if limit.unit == "letters" or by.unit == "letters":
        return (
            f'"{limit.value}" is limited twice in the same way.'
            if limit.unit == by.unit and bounds(limit) == bounds(by)
            else ""
        )
    return f'"{limit.value}" is asked for already, as often.' if low <= lower and higher <= high else ""


def _times(limit: Limit) -> tuple[float, float]:
    """Return how often a literal must stand; without a number at least once."""
    low, high = bounds(limit)
    return (1.0, high) if limit.low is None and limit.high is None else (low, high)


def _asks_once(limit: Limit) -> bool:
    low, high = _times(limit)
    return low <= 1 and high == float("inf")


def _named(limit: Limit, by: Limit) -> str:
    same = (limit.value, limit.polarity, limit.unit) == (by.value, by.polarity, by.unit) and bounds(limit) == bounds(by)
    return f"{limit.describe()} is said twice." if same else ""


_DECIDERS: tuple[tuple[tuple[str, ...], Callable[[Limit, Limit], str]], ...] = (
    (("number",), _number),
    (_LITERALS, _literal),
    (_NAMED, _named),
)
