"""Checks of limits on literals: include, exclude, begin, end, order.

Literals are compared without regard to letter case, with any white space between their words, straight apostrophes, and with word
boundaries at edges that are letters or digits: "cheap" is not in "cheaper". Accents count.
"""

from __future__ import annotations

import re
from math import inf

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_verdict import Span, Verdict, decided, unknown
from promptsmith.constraints.limits import FORBID, Limit
from promptsmith.text.batch import fold

_PLACEHOLDER = re.compile(r"[\[{<][^\]}>]*[\]}>]|\.\.\.|…|_{2,}|%\w+%")
_LEAD = re.compile(r"[\s\"'“”«»‘’*_`>#¡¿\-–—•(]*")
_TAIL = re.compile(r"[\s\"'“”«»‘’*_`)\-–—.,;:!?…]*\Z")
_APART = re.compile(r"(?P<one>.+?) (?P<how>with|apart from) (?P<other>.+) in (?P<part>sentence|paragraph)\Z", re.DOTALL)
QUESTION, QUOTE = "a question", "a quote"
_CLOSING_LINES = 3
"""Last lines in which a closing phrase may be followed by a signature. Judgement: name, role, company."""


def literal_pattern(literal: str) -> re.Pattern[str]:
    """Return a pattern for a literal in folded text."""
    words = fold(literal).split()
    body = r"\s+".join(re.escape(word) for word in words)
    first = r"(?<![^\W_])" if words[0][0].isalnum() else ""
    last = r"(?![^\W_])" if words[-1][-1].isalnum() else ""
    return re.compile(f"{first}{body}{last}")


def check_literal(answer: Answer, limit: Limit, span: Span) -> Verdict:
    """Return the verdict on a limit of kind include, exclude, begin, end or order in one part of the answer."""
    value = limit.value or ""
    if limit.kind in ("begin", "end") and value in (QUESTION, QUOTE):
        return _device(answer, limit, span)
    if not value.strip():
        return unknown("The literal is empty.")
    if limit.kind != "order" and _PLACEHOLDER.search(value):
        return unknown(f"{value!r} stands for something that is not known here.")
    if limit.kind == "order":
        return _order(answer, value, span)
    if limit.kind == "begin":
        return _begin(answer, limit, span)
    if limit.kind == "end":
        return _end(answer, limit, span)
    return _count(answer, limit, span)


def _count(answer: Answer, limit: Limit, span: Span) -> Verdict:
    value = limit.value or ""
    if limit.unit == "letters":
        places = [
            (found.start(), found.end())
            for found in re.finditer(re.escape(fold(value)), answer.folded[: span[1]])
            if found.start() >= span[0]
        ]
    else:
        places = [found.span() for found in literal_pattern(value).finditer(answer.folded, *span)]
    number = len(places)
    low, high = limit.low or 0, inf if limit.high is None else limit.high
    times = {0: "does not occur", 1: "occurs once", 2: "occurs twice"}.get(number, f"occurs {number} times")
    # All places are listed when the literal is forbidden, those beyond the limit when there are too many.
    spans = places[int(high) :] if number > high else []
    return decided(low <= number <= high, f"{value!r} {times}.", measured=float(number), spans=spans)


def _begin(answer: Answer, limit: Limit, span: Span) -> Verdict:
    value = limit.value or ""
    pattern = literal_pattern(value)
    starts = [span[0]]
    title = answer.title
    if title and span[0] <= title[0][0] and title[0][1] < span[1]:
        starts.append(title[0][1])  # a text may open with its title
    found = None
    for start in starts:
        found = pattern.match(answer.folded, start, span[1]) or pattern.match(
            answer.folded, _after(_LEAD, answer.folded, start, span[1]), span[1]
        )
        if found:
            break
    if limit.polarity == FORBID:
        return decided(
            found is None,
            f"It {'begins' if found else 'does not begin'} with {value!r}.",
            spans=[found.span()] if found else [],
        )
    first = _first_words(answer, span)
    return decided(
        found is not None, f"It begins with {value if found else first!r}.", found=first, spans=_edge(answer, span, last=False)
    )


def _end(answer: Answer, limit: Limit, span: Span) -> Verdict:
    value = limit.value or ""
    text = answer.folded[span[0] : span[1]]
    pattern = literal_pattern(value)
    stop = span[0] + len(text.rstrip())
    tail = _TAIL.search(answer.folded, max(span[0], stop - 40), stop)
    bare = tail.start() if tail else stop
    matches = list(pattern.finditer(answer.folded, *span))
    last = matches[-1].span() if matches else None
    holds = last is not None and last[1] >= bare
    if limit.polarity == FORBID:
        return decided(
            not holds, f"It {'ends' if holds else 'does not end'} with {value!r}.", spans=[last] if last and holds else []
        )
    if not holds and last is not None and _is_closing(answer, last, span):
        return unknown(f"{value!r} opens a closing line; what follows may be a signature.")
    words = _last_words(answer, span)
    return decided(holds, f"It ends with {value if holds else words!r}.", found=words, spans=_edge(answer, span, last=True))


def _after(pattern: re.Pattern[str], text: str, start: int, stop: int) -> int:
    found = pattern.match(text, start, stop)
    return found.end() if found else start


def _is_closing(answer: Answer, place: Span, span: Span) -> bool:
    """Return whether a literal opens one of the last lines and only short lines follow it."""
    lines = answer.lines_in(span)[-_CLOSING_LINES:]
    for number, (start, end) in enumerate(lines):
        if start <= place[0] < end:
            opens = not answer.text[start : place[0]].strip("*_>\"' ")
            return opens and all(len(answer.words(line)) <= 5 for line in lines[number:])
    return False


def _device(answer: Answer, limit: Limit, span: Span) -> Verdict:
    """Return the verdict on "begin with a question" and "end with a quote"."""
    sentences = answer.sentences(span)
    if not sentences:
        return unknown("The answer has no sentence.")
    title = answer.title[0] if answer.title else None
    kept = [sentence for sentence in sentences if sentence != title] or sentences
    start, end = kept[0] if limit.kind == "begin" else kept[-1]
    sentence = answer.text[start:end]
    if limit.value == QUESTION:
        holds = sentence.rstrip("\"'”’»)*_ ").endswith("?")
    else:
        marks = ('"', "“", "«", "‘", ">", "„")
        edge = sentence.lstrip("*_ ") if limit.kind == "begin" else sentence.rstrip("*_ .")
        holds = edge.startswith(marks) if limit.kind == "begin" else edge.endswith(('"', "”", "»", "’"))
        if not holds:
            return unknown("Whether a sentence quotes somebody is certain only with quotation marks at its edge.")
    place = "first" if limit.kind == "begin" else "last"
    good = holds != (limit.polarity == FORBID)
    return decided(good, f"The {place} sentence is {'' if holds else 'not '}{limit.value}.", spans=[(start, end)])


def _order(answer: Answer, value: str, span: Span) -> Verdict:
    if found := _APART.match(value):
        return _together(answer, found, span)
    one, middle, other = value.partition(" before ")
    if not middle or " before " in other or not one.strip() or not other.strip():
        return unknown("The two literals cannot be told apart.")
    first = literal_pattern(one).search(answer.folded, *span)
    second = literal_pattern(other).search(answer.folded, *span)
    if first is None or second is None:
        missing = one if first is None else other
        return unknown(f"{missing!r} does not occur, so there is no order.")
    holds = first.start() < second.start()
    return decided(holds, f"{one!r} stands {'before' if holds else 'after'} {other!r}.", spans=[second.span(), first.span()])


def _together(answer: Answer, found: re.Match[str], span: Span) -> Verdict:
    paragraphs = [(part.start, part.end) for part in answer.paragraphs_in(span)]
    parts = answer.sentences(span) if found["part"] == "sentence" else paragraphs
    one, other = literal_pattern(found["one"]), literal_pattern(found["other"])
    both = [part for part in parts if one.search(answer.folded, *part) and other.search(answer.folded, *part)]
    if not both and not (one.search(answer.folded, *span) and other.search(answer.folded, *span)):
        return unknown("One of the two literals does not occur.")
    apart = found["how"] == "apart from"
    told = f"{'One' if both else 'No'} {found['part']} holds both {found['one']!r} and {found['other']!r}."
    return decided(bool(both) != apart, told, spans=both)


def _first_words(answer: Answer, span: Span) -> str:
    return " ".join(answer.slice(span).split()[:5])


def _last_words(answer: Answer, span: Span) -> str:
    return " ".join(answer.slice(span).split()[-5:])


def _edge(answer: Answer, span: Span, *, last: bool) -> list[Span]:
    """Return the first or last sentence: where the missing words should stand."""
    sentences = answer.sentences(span)
    return [sentences[-1 if last else 0]] if sentences else []
