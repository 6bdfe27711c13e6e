"""What a sentence says of a literal beside its predicate: how often, where, in which form and order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.constraints.lexicon import ES
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.literal_groups import BEFORE_NOUN, LITERAL_PATTERN, NOUN, Group, Predicate
from promptsmith.constraints.quantities import BOUND_BEFORE, bound_interval, read_quantity
from promptsmith.constraints.scoping import phrases_between, scope_of
from promptsmith.constraints.view import Sentence

_TIMES = re.compile(r"\b(?P<word>times|occurrences|instances|veces|once|twice|thrice|una\s+(?:sola\s+)?vez)\b")
_FORM = re.compile(
    r"(?P<only>\b(?:only|exclusively|solely|strictly|solo|sólo|únicamente|exclusivamente)\b[^.,;]{0,30}?)?"
    r"\b(?:as\s+an?|in(?:\s+(?:its|their|the))?|como|en(?:\s+su)?)\s+(?P<form>noun|verb|adjective|adverb|singular|"
    r"plural|original|sustantivo|verbo|adjetivo)\b"
)
_CLASSES = {"sustantivo": "noun", "verbo": "verb", "adjetivo": "adjective"}
_CLASS_NOUNS = {"adjective": "adjective", "verb": "verb", "noun": "noun"}
_TOGETHER = re.compile(
    r"\bin\s+(?:the\s+)?(?P<how>same|different|separate)\s+(?P<part>sentence|paragraph|section)s?\b|"
    r"within\s+the\s+(?P<same>same)\s+(?P<part2>sentence|paragraph|section)"
)
_ORDER = re.compile(
    rf"\b(?P<how>before|after|antes\s+(?:de|que)|después\s+de)\s+(?:the\s+|la\s+)?(?:{NOUN.replace('?P<noun>', '?:')}\s+)?$"
)


def predicate_limits(sentence: Sentence, group: Group, predicate: Predicate) -> Iterator[Limit]:
    """Yield the limits one predicate puts on the literals of its group."""
    path = _scope(sentence, group, predicate)
    subject = subject_of(path)
    names = [_inner(sentence, literal) for literal in group.literals]
    noun = BEFORE_NOUN.search(sentence.text, group.first, group.start)
    unit = "letters" if noun and noun["noun"].startswith(("letter", "letra")) else "times"
    low, high, last = _amount(sentence, group)
    end = max(predicate.end, last)
    written = (
        predicate.language if not noun or not noun["noun"].startswith(("palabra", "frase", "letra", "térm", "expresi")) else ES
    )
    together = _TOGETHER.search(sentence.text, group.end, group.last)
    for number, name in enumerate(names):
        start, stop = (predicate.start, end) if len(names) == 1 else (group.literals[number][0], group.literals[number][1])
        if predicate.kind in ("begin", "end"):
            yield Limit(start, stop, predicate.kind, subject, None, None, None, name, predicate.polarity, path, written)
        elif predicate.polarity == FORBID:
            if together and len(names) > 1:
                continue
            yield Limit(start, stop, "exclude", subject, unit, None, 0, name, FORBID, path, written)
        else:
            lowest = 1 if low is None and high is None else low
            yield Limit(start, stop, "include", subject, unit, lowest, high, name, REQUIRE, path, written)
            if found := _form(sentence, group, noun):
                only, form, place = found
                value = f"{name} as {'only ' if only else ''}{form}"
                yield Limit(start, max(stop, place), "usage", subject, None, None, None, value, REQUIRE, path, written)
    if together and len(names) == 2:
        apart = (together["how"] or "same") != "same"
        if predicate.polarity == FORBID:
            apart = not apart
        value = f"{names[0]} {'apart from' if apart else 'with'} {names[1]} in {together['part'] or together['part2']}"
        yield Limit(group.start, together.end(), "order", subject, None, None, None, value, REQUIRE, path, written)
    yield from _ordered(sentence, group, predicate, path, written)


def _inner(sentence: Sentence, literal: tuple[int, int]) -> str:
    """Return a literal as written, without the comma or full stop that typography puts inside the marks."""
    inner = sentence.view.original(literal[0] + 1, literal[1] - 1).strip()
    return inner[:-1] if inner.endswith((",", ".")) and not inner.endswith("..") else inner


def _ordered(sentence: Sentence, group: Group, predicate: Predicate, path: str, language: str) -> Iterator[Limit]:
    """Yield the limit of '"a" before "b"': this group is "a", the next literal of the sentence is "b"."""
    following = LITERAL_PATTERN.search(sentence.text, group.last, sentence.end)
    found = _ORDER.search(sentence.text, group.end, group.last) if following else None
    if following and found:
        this, that = _inner(sentence, group.literals[-1]), _inner(sentence, following.span())
        before = found["how"].startswith(("before", "antes"))
        value = f"{this} before {that}" if before else f"{that} before {this}"
        yield Limit(
            group.literals[-1][0], following.end(), "order", subject_of(path), None, None, None, value, REQUIRE, path, language
        )


def _form(sentence: Sentence, group: Group, noun: re.Match[str] | None) -> tuple[bool, str, int] | None:
    """Return (exclusive, word class or number, end) of "only as a verb", "in its plural form", 'the adjective "x"'."""
    found = _FORM.search(sentence.text, group.end, min(group.last, group.end + 70))
    if found:
        return bool(found["only"]), _CLASSES.get(found["form"], found["form"]), found.end()
    if noun and noun["noun"].rstrip("s") in _CLASS_NOUNS:
        return False, noun["noun"].rstrip("s"), group.end
    return None


def _amount(sentence: Sentence, group: Group) -> tuple[float | None, float | None, int]:
    """Return the bounds on how often the group must appear, and where their words end."""
    text = sentence.text
    found = _TIMES.search(text, group.end, min(group.last, group.end + 90))
    if not found:
        return _amount_of_parts(sentence, group)
    word = found["word"]
    if word in ("times", "occurrences", "instances", "veces"):
        quantity = read_quantity(text, group.end, found.start(), found.end())
        return (quantity.low, quantity.high, quantity.end) if quantity else (None, None, group.end)
    count = {"twice": 2.0, "thrice": 3.0}.get(word, 1.0)
    bound = BOUND_BEFORE.search(text, group.end, found.start())
    low, high = bound_interval(bound, count)
    return low, high, found.end()


_IN_PARTS = re.compile(
    r"\b(?:in|en)\s+(?P<quantity>[^.,;]{1,30}?)\b(?P<unit>sentences|paragraphs|sections|frases|párrafos|secciones)\b"
)


def _amount_of_parts(sentence: Sentence, group: Group) -> tuple[float | None, float | None, int]:
    """Return the bounds of "in at least three paragraphs": so many parts, so many times at least."""
    found = _IN_PARTS.search(sentence.text, group.end, min(group.last, group.end + 80))
    quantity = read_quantity(sentence.text, group.end, found.start("unit"), found.end()) if found else None
    if found is None or quantity is None:
        return None, None, group.end
    return quantity.low, None, found.end()


def _scope(sentence: Sentence, group: Group, predicate: Predicate) -> str:
    """Return the scope path: a part named after the literal ("in the title"), or before it as a subject."""
    for step in phrases_between(sentence.view, group.end, group.last):
        lead = sentence.text[group.end : step.start]
        if (
            step.name != "each"
            and re.search(r"\b(?:in|within|of|throughout|en|de|to)\s+(?:at\s+(?:least|most)\s+\w+\s+)?$", lead)
            and "," not in lead.strip(", ")
        ):
            if step.whole and any(not other.whole for other in phrases_between(sentence.view, sentence.body, group.start)):
                return _with_conditions(sentence, "body", group.end)  # "in the title ..., but not in the text"
            return (
                scope_of(sentence, step.start, step.start) if step.whole else _with_conditions(sentence, step.name, group.end)
            )
    if predicate.kind in ("begin", "end"):
        # "Begin the first paragraph with ...": the part stands between the verb and the literal, or is the subject.
        inner = phrases_between(sentence.view, predicate.start, group.start)
        if inner:
            return _with_conditions(sentence, "" if inner[-1].whole else inner[-1].name, group.end)
    return scope_of(sentence, predicate.start, group.end)


def _with_conditions(sentence: Sentence, part: str, end: int) -> str:
    steps = sentence.conditions_at(end)
    conditions = [step for step in steps if step.startswith("if ")]
    exceptions = [step for step in steps if step.startswith("except ")]
    return "/".join([*conditions, "answer", *([part] if part else []), *exceptions])
