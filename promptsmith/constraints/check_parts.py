"""Find the part of an answer that a limit is about: its title, each paragraph, the last line, the section with a given heading."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from promptsmith.constraints.check_answer import Answer, plain_name
from promptsmith.constraints.check_counts import outermost
from promptsmith.constraints.check_data import string_value
from promptsmith.constraints.check_verdict import Span
from promptsmith.constraints.lexicon import PARTS, forms

_FORMS: dict[str, tuple[str, ...]] = {name: tuple(written.split("|")) for name, written in PARTS.items()}
_LABELLED = re.compile(r"(?m)^[ \t#>*_•-]{0,16}(?P<name>[^\W\d_][^\n:]{0,40}?)[*_]{0,2}[ \t]?:[*_]{0,2}[ \t]*(?=(?P<rest>\S)?)")
_NUMBERED = re.compile(r"(?im)^[ \t#>*_•-]{0,16}(?P<name>[^\W\d_][^\n:]{0,24}?)[ \t]+(?P<number>\d{1,2})\b[^\n]*$")
_KNOWN = frozenset(forms(PARTS))
SINGLE = frozenset("title|subtitle|headline|subject line|slogan|caption|tweet|description|question|abstract|summary".split("|"))
"""Parts that can be the whole answer when it is one line."""
_ONE_LINE = frozenset("title|subtitle|headline|subject line|slogan|caption|greeting|signature|hook|call to action".split("|"))
_TO_THE_END = frozenset(("body", "conclusion"))
_GREETING = re.compile(r"[^\n.!?]{1,40}[,:!]?[ \t]*\n|(?:dear|hi|hello|hola|querid[oa]|estimad[oa])\b", re.IGNORECASE)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LISTED = frozenset(("reason", "option", "example", "step", "entry", "tip", "idea", "definition"))


@dataclass(frozen=True)
class Parts:
    """Spans a limit is about, or none and the reason why they cannot be told."""

    spans: tuple[Span, ...]
    reason: str = ""


def find_parts(answer: Answer, path: tuple[str, ...], alone: bool) -> Parts:
    """Return the parts of an answer that a scope path names.

    Args:
        answer: the answer.
        path: steps of the scope without conditions, from the outside in; ``answer`` is the whole.
        alone: no other part of the answer is limited by the prompt, so that an answer of one line can be the part itself.
    """
    spans: tuple[Span, ...] = (answer.whole,)
    for step in path[1:] if path and path[0] == "answer" else path:
        found: list[Span] = []
        for span in spans:
            parts = _find_step(answer, span, step, alone)
            if not parts.spans:
                return parts
            found += parts.spans
        spans = tuple(found)
    return Parts(spans)


def _find_step(answer: Answer, span: Span, step: str, alone: bool) -> Parts:
    if step.endswith("]"):
        name, _, place = step[:-1].partition("[")
        return _numbered(answer, span, name, int(place))
    if step.endswith("*"):
        return _each(answer, span, step[:-1])
    if step in ("title", "headline"):
        if (titled := _title(answer, span)) is not None:
            return Parts((titled,))
    elif step == "body":
        if body := _body(answer, span):
            return Parts((body,))
    elif step == "list":
        items = answer.items_in(span)
        if items and len({item.list_number for item in items}) == 1:
            return Parts(((items[0].marker[0], items[-1].end),))
    elif step in _UNITS:
        units = _UNITS[step](answer, span)
        if len(units) == 1:
            return Parts((units[0],))
    if named := _named(answer, span, step):
        return Parts((named,))
    if step in SINGLE and alone and len(answer.lines_in(span)) == 1:
        return Parts((answer.trim(span),))
    return Parts(
        (), f"Which part of the answer is the {step} cannot be told: no heading or label marks where it begins and ends."
    )


def _each(answer: Answer, span: Span, name: str) -> Parts:
    if name in ("paragraph", "stanza"):
        inside = answer.paragraphs_in(span)
        spans = [(part.start, part.end) for part in inside if part.sure]
        if len(spans) == 1 and answer.text.count("\n", *spans[0]):
            return Parts((), f"The answer has no blank lines, so where one {name} ends is not certain.")
        return Parts(tuple(spans)) if spans else Parts((), f"The answer has no {name}s.")
    if name in _UNITS:
        units = _UNITS[name](answer, span)
        return Parts(tuple(units)) if units else Parts((), f"The answer has no {name}s.")
    if labelled := _label_series(answer, span, name):
        return Parts(labelled)
    if name in _LISTED:
        items = answer.items_in(span)
        if items and len({item.list_number for item in items}) == 1:
            return Parts(tuple((item.start, item.end) for item in outermost(items)))
    return Parts((), f"Where each {name} of the answer begins and ends cannot be told.")


def _numbered(answer: Answer, span: Span, name: str, place: int) -> Parts:
    parts = _each(answer, span, name)
    if not parts.spans:
        return parts
    index = place if place < 0 else place - 1
    if index >= len(parts.spans):
        return Parts((), f"The answer has only {len(parts.spans)} {name}{'s' * (len(parts.spans) > 1)}.")
    return Parts((parts.spans[index],))


def _title(answer: Answer, span: Span) -> Span | None:
    for found in _LABELLED.finditer(answer.text, *span):
        if found["rest"] and plain_name(found["name"]) in (*_FORMS["title"], *_FORMS["headline"]):
            stop = answer.text.find("\n", found.end())
            return answer.trim((found.end(), stop if 0 <= stop < span[1] else span[1]))
    return answer.title[0] if answer.title and span[0] <= answer.title[0][0] < span[1] else None


def _body(answer: Answer, span: Span) -> Span | None:
    if labelled := _named(answer, span, "body"):
        return labelled
    title = _title(answer, span) or _named(answer, span, "subject line")
    if title is None:
        return None
    stop = answer.text.find("\n", title[1])
    body = answer.trim((stop if stop >= 0 else span[1], span[1]))
    # A letter's greeting and signature may or may not belong to its body.
    return body if body[1] > body[0] and not _GREETING.match(answer.text, *body) else None


def _named(answer: Answer, span: Span, name: str) -> Span | None:
    """Return the section under a heading or behind a label of this name, or the JSON value of this key."""
    wanted = _FORMS.get(name, (name,))
    for heading in answer.headings_in(span):
        if heading.name in wanted:
            following = [other.start for other in answer.headings_in(span) if other.start > heading.start]
            same = [
                other.start
                for other in answer.headings_in(span)
                if other.start > heading.start and other.level <= heading.level
            ]
            stop = same[0] if heading.level <= 6 and same else following[0] if heading.level > 6 and following else span[1]
            section = answer.trim((heading.end, stop))
            return section if section[1] > section[0] else None
    for found in _LABELLED.finditer(answer.text, *span):
        if found["rest"] and plain_name(found["name"]) in wanted:
            ends = _label_end(answer, name, found.end(), span[1])
            return answer.trim((found.end(), ends)) if ends is not None else None
    return string_value(answer.text, name, span)


def _label_end(answer: Answer, name: str, start: int, stop: int) -> int | None:
    """Return where a labelled part ends, or None when that is not certain.

    A part of one line ends with it, a body or conclusion with the answer; others at the next heading or label that names a part, or
    with the answer when no blank line follows.
    """
    if name in _ONE_LINE:
        end = answer.text.find("\n", start, stop)
        return stop if end < 0 else end
    ends = [heading.start for heading in answer.headings_in((start, stop))][:1]
    for found in _LABELLED.finditer(answer.text, start, stop):
        if plain_name(found["name"]) in _KNOWN:
            ends.append(found.start())
            break
    if ends or name in _TO_THE_END:
        return min(ends, default=stop)
    return None if _BLANK_LINE.search(answer.text, start, answer.trim((start, stop))[1]) else stop


def _label_series(answer: Answer, span: Span, name: str) -> tuple[Span, ...]:
    """Return the parts that open with a numbered label or heading ("Day 1", "Slide 2:")."""
    wanted = _FORMS.get(name, (name,))
    found = [match for match in _NUMBERED.finditer(answer.text, *span) if plain_name(match["name"]) in wanted]
    bounds = [match.start() for match in found[1:]] + [span[1]]
    parts: list[Span] = []
    for match, stop in zip(found, bounds, strict=False):
        colon = answer.text.find(":", match.end("number"), match.end())
        part = answer.trim((colon + 1 if colon >= 0 else match.end(), stop))
        if part[1] > part[0]:
            parts.append(part)
    return tuple(parts)


def _sections(answer: Answer, span: Span) -> list[Span]:
    headings = answer.headings_in(span)
    levels = [heading.level for heading in headings]
    level = next((one for one in sorted(set(levels)) if levels.count(one) > 1), None)
    chosen = [heading for heading in headings if heading.level == level]
    bounds = [heading.start for heading in chosen[1:]] + [span[1]]
    sections = [answer.trim((heading.end, stop)) for heading, stop in zip(chosen, bounds, strict=True)] if chosen else []
    return [section for section in sections if section[1] > section[0]]


def _bullets(answer: Answer, span: Span) -> list[Span]:
    items = outermost(answer.items_in(span))
    marked = [item for item in items if not item.ordered]
    return [(item.start, item.end) for item in marked or items]


def _items(answer: Answer, span: Span) -> list[Span]:
    return [(item.start, item.end) for item in outermost(answer.items_in(span))]


def _sentences(answer: Answer, span: Span) -> list[Span]:
    title = answer.title[0] if answer.title else None
    return [sentence for sentence in answer.sentences(span) if sentence != title]


def _lines(answer: Answer, span: Span) -> list[Span]:
    return answer.lines_in(span)


def _words(answer: Answer, span: Span) -> list[Span]:
    return answer.words(span)


def _headings(answer: Answer, span: Span) -> list[Span]:
    return [(heading.start, heading.end) for heading in answer.headings_in(span)]


def _questions(answer: Answer, span: Span) -> list[Span]:
    return [part for part in answer.sentences(span) if answer.text[part[0] : part[1]].rstrip("\"'”’»)*_ ").endswith("?")]


def _steps(answer: Answer, span: Span) -> list[Span]:
    return list(_label_series(answer, span, "step")) or [
        (item.start, item.end) for item in outermost(answer.items_in(span)) if item.ordered
    ]


_UNITS: dict[str, Callable[[Answer, Span], list[Span]]] = {
    "section": _sections,
    "bullet": _bullets,
    "item": _items,
    "sentence": _sentences,
    "line": _lines,
    "verse": _lines,
    "word": _words,
    "heading": _headings,
    "header": _headings,
    "question": _questions,
    "step": _steps,
}
