"""Checks of formats: JSON, CSV, XML, HTML, Markdown, tables, lists, prose, code."""

from __future__ import annotations

import re
from collections.abc import Callable

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_counts import LINK
from promptsmith.constraints.check_data import READERS, fenced_body
from promptsmith.constraints.check_verdict import NOT_CHECKABLE, SATISFIED, Span, Verdict, decided, unknown
from promptsmith.constraints.limits import FORBID, Limit

_BOLD = re.compile(
    r"(?<![\w*])\*\*(?=[^\s*])[^\n*]{1,200}?(?<=\S)\*\*(?!\*)|(?<![\w_])__(?=[^\s_])[^\n_]{1,200}?(?<=\S)__(?!\w)"
)
_ITALIC = re.compile(
    r"(?<![\w*\\])\*(?=[^\s*])[^\n*]{1,200}?(?<=[^\s*])\*(?![\w*])|(?<![\w_])_(?=[^\s_])[^\n_]{1,200}?(?<=[^\s_])_(?!\w)"
)
_INLINE_CODE = re.compile(r"`[^`\n]{1,200}`")
_MARKDOWN_LINK = re.compile(r"!?\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)")
_LATEX = re.compile(r"\\(?:begin\{|documentclass|section\{|frac\{|sum|int\b|[a-zA-Z]{3,}\{)|\$[^$\n]{1,200}\$")


def check_format(answer: Answer, limit: Limit, span: Span, raw_only: bool) -> Verdict:
    """Return the verdict on a format limit.

    Args:
        answer: the answer.
        limit: a limit of kind ``format``.
        span: the part it is about.
        raw_only: the prompt allows no fence around data ("raw JSON", "no code blocks", "no Markdown").
    """
    value = limit.value or ""
    text = answer.slice(span)
    if not text.strip():
        return unknown("The answer is empty, so it has no format.")
    forbids = limit.polarity == FORBID
    if value in READERS:
        return _data(answer, value, span, forbids, raw_only)
    if value in _FEATURES:
        return _feature(answer, value, span, forbids)
    if value == "prose":
        return _prose(answer, span, forbids)
    if value in ("markdown", "plain text"):
        return _markup(answer, span, wanted=(value == "markdown") != forbids)
    if value == "latex" and _LATEX.search(text):
        return decided(not forbids, "LaTeX commands stand in it.", found="LaTeX")
    if value == "latex" and forbids:
        return decided(True, "No LaTeX command stands in it.")
    return unknown(f"Whether a text is {value} cannot be read off its form.")


def _data(answer: Answer, value: str, span: Span, forbids: bool, raw_only: bool) -> Verdict:
    text = answer.slice(span)
    body = fenced_body(text)
    name = value.upper()
    verdict, fault = READERS[value](text if body is None else body)
    if verdict == NOT_CHECKABLE:
        return unknown(fault)
    if forbids:
        return decided(
            verdict != SATISFIED, f"It {'is' if verdict == SATISFIED else 'is not'} {name}.", spans=[answer.trim(span)]
        )
    if verdict == SATISFIED:
        if body is not None and raw_only:
            return decided(
                False,
                f"{name} stands in a fence, which the prompt does not allow.",
                found=name,
                spans=_fence_lines(answer, span),
            )
        return decided(True, f"It is well-formed {name}{' in a fence' if body is not None else ''}.", found=name)
    for low, high in _fences(answer, span):
        if READERS[value](answer.text[low:high])[0] == SATISFIED:
            outside = [answer.trim(piece) for piece in answer.outside_code(span)]
            return decided(
                False, f"Text stands outside the {name}.", found=name, spans=[part for part in outside if part[0] < part[1]]
            )
    return decided(False, f"It is no well-formed {name}: {fault}.", spans=[answer.trim(span)])


def _fences(answer: Answer, span: Span) -> list[Span]:
    """Return the contents of the fenced blocks of a span."""
    blocks: list[Span] = []
    opened = None
    for line in answer.lines:
        if span[0] <= line.start < span[1] and line.kind == "fence":
            if opened is None:
                opened = line.end
            else:
                blocks.append((opened, line.start))
                opened = None
    return blocks if opened is None else [*blocks, (opened, span[1])]


def _fence_lines(answer: Answer, span: Span) -> list[Span]:
    return [(line.start, line.end) for line in answer.lines if line.kind == "fence" and span[0] <= line.start < span[1]]


def _item_spans(answer: Answer, span: Span, ordered: bool | None) -> list[Span]:
    return [(item.marker[0], item.end) for item in answer.items_in(span) if ordered is None or item.ordered == ordered]


def _table_spans(answer: Answer, span: Span) -> list[Span]:
    lines = [line for line in answer.lines if line.kind == "table" and span[0] <= line.start < span[1]]
    return [(line.start, line.end) for line in lines] if len(lines) > 1 else []


def _heading_spans(answer: Answer, span: Span) -> list[Span]:
    return [(heading.start, heading.end) for heading in answer.headings_in(span) if heading.level <= 6]


def _found(pattern: re.Pattern[str], answer: Answer, span: Span) -> list[Span]:
    return [found.span() for piece in answer.outside_code(span) for found in pattern.finditer(answer.text, *piece)]


_FEATURES: dict[str, tuple[str, Callable[[Answer, Span], list[Span]]]] = {
    "table": ("table", _table_spans),
    "bullet list": ("bullet", lambda answer, span: _item_spans(answer, span, ordered=False)),
    "numbered list": ("numbered item", lambda answer, span: _item_spans(answer, span, ordered=True)),
    "list": ("list item", lambda answer, span: _item_spans(answer, span, ordered=None)),
    "headings": ("heading", _heading_spans),
    "code block": ("code block", lambda answer, span: [(low, high) for low, high in _fences(answer, span)]),
    "links": ("link", lambda answer, span: _found(LINK, answer, span)),
}
"""Formats that are there or not: what one is called, and where they are."""


def _feature(answer: Answer, value: str, span: Span, forbids: bool) -> Verdict:
    name, finder = _FEATURES[value]
    spans = finder(answer, span)
    number = len(spans)
    told = (
        f"{number or 'No'} {name if number == 1 else name + 's'} found."
        if value != "table"
        else f"{'A' if number else 'No'} table found."
    )
    if forbids:
        if number == 1 and value in ("bullet list", "list"):
            return unknown("A single line that opens like a list item may be something else.", 1.0)
        return decided(not number, told, measured=float(number), spans=spans)
    if not number and (doubt := _may_be(answer, value, span)):
        return unknown(doubt, 0.0)
    return decided(number > 0, told, measured=float(number))


def _may_be(answer: Answer, value: str, span: Span) -> str:
    """Return why the absence of a format is not certain, or ''."""
    if value in ("bullet list", "numbered list") and answer.items_in(span):
        return f"The answer has a list of another kind than a {value}."
    if value == "headings" and answer.headings_in(span):
        return "Lines in bold or with a colon may be meant as headings."
    if value == "table" and re.search(r"\t|<table|\+--", answer.slice(span)):
        return "Rows are set out in another way than a Markdown table."
    if value == "code block" and "`" in answer.slice(span):
        return "Code stands in the line and not in a block."
    return ""


def _prose(answer: Answer, span: Span, forbids: bool) -> Verdict:
    listed, tables = _item_spans(answer, span, None), _table_spans(answer, span)
    if forbids:
        return unknown("Whether a text without lists counts as prose is a matter of judgement.")
    if len(listed) == 1 and not tables:
        return unknown("A single line that opens like a list item may be something else.", 1.0)
    spans = [*listed, *tables, *_fences(answer, span)]
    return decided(not spans, "It has lists, tables or code." if spans else "It has no lists, tables or code.", spans=spans)


def _markup(answer: Answer, span: Span, *, wanted: bool) -> Verdict:
    """Return the verdict on Markdown (``wanted``) or on text without it."""
    marks = [*_heading_spans(answer, span), *_table_spans(answer, span), *_fence_lines(answer, span)]
    for pattern in (_BOLD, _INLINE_CODE, _MARKDOWN_LINK):
        marks += _found(pattern, answer, span)
    items = _item_spans(answer, span, None)
    if wanted:
        if marks or items or _found(_ITALIC, answer, span):
            return decided(True, "It has Markdown marks.")
        return unknown("Text without any mark is valid Markdown too.")
    if marks:
        return decided(
            False, f"{len(marks)} Markdown mark{'s' * (len(marks) > 1)} found.", measured=float(len(marks)), spans=sorted(marks)
        )
    if items:
        return unknown("It has no Markdown mark but list items, which plain text can have too.", float(len(items)))
    return decided(True, "It has no Markdown marks.", measured=0.0)


def bold_spans(answer: Answer, span: Span) -> list[Span]:
    """Return the words in bold."""
    return _found(_BOLD, answer, span)


def italic_spans(answer: Answer, span: Span) -> list[Span]:
    """Return the words in italics."""
    return _found(_ITALIC, answer, span)
