"""Read answers that are data: JSON, XML, CSV and HTML, each well-formed or with the first fault."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from xml.parsers import expat

from promptsmith.constraints.check_verdict import NOT_CHECKABLE, SATISFIED, VIOLATED, Span

_FENCE = re.compile(r"(`{3,}|~{3,})[^`\n]*\Z")
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_OPTIONAL = frozenset("li p dt dd tr td th thead tbody tfoot option colgroup html head body rt rp optgroup".split())
"""HTML elements whose end tag may be left out (HTML standard, section "Optional tags")."""


def array_length(text: str) -> int | None:
    """Return the length of the answer's JSON array (or of the only array in its object), or None when it is no such JSON."""
    if text.lstrip()[:1] not in ("[", "{", "`"):
        return None
    data = read_json(fenced_body(text) or text)[0]
    if isinstance(data, dict):
        arrays = [value for value in data.values() if isinstance(value, list)]
        data = arrays[0] if len(arrays) == 1 else None
    return len(data) if isinstance(data, list) else None


def string_value(text: str, key: str, span: Span) -> Span | None:
    """Return the span of a JSON string value by its key, without its marks; None when the text is no JSON or has no such key."""
    piece = text[span[0] : span[1]]
    if '"' not in piece or not isinstance(read_json(fenced_body(piece) or piece)[0], dict | list):
        return None
    found = re.search(rf'"{re.escape(key)}"\s*:\s*"(?P<value>(?:[^"\\]|\\.)*)"', piece, re.IGNORECASE)
    return (span[0] + found.start("value"), span[0] + found.end("value")) if found else None


def fenced_body(text: str) -> str | None:
    """Return the content when the whole text is one fenced block, else None."""
    lines = text.strip().split("\n")
    opening = _FENCE.match(lines[0].strip())
    closed = len(lines) > 2 and opening is not None and lines[-1].strip() == opening[1]
    inside = lines[1:-1]
    return "\n".join(inside) if closed and not any(opening and line.strip() == opening[1] for line in inside) else None


def read_json(text: str) -> tuple[Any, str, int]:
    """Return the data, or None with the fault and its place; stricter than Python: no NaN or Infinity."""
    try:
        return json.loads(text, parse_constant=_refuse), "", 0
    except json.JSONDecodeError as error:
        return None, error.msg, min(error.pos, len(text))
    except (ValueError, RecursionError) as error:
        return None, str(error) or "nested too deep", 0


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON value")


def _json(text: str) -> tuple[str, str]:
    data, fault, place = read_json(text)
    if not fault:
        # A bare word or number parses, but nobody means it by "in JSON".
        return (SATISFIED, "") if isinstance(data, dict | list) else (VIOLATED, "a single value, neither object nor array")
    line = text.count("\n", 0, place) + 1
    return VIOLATED, f"{fault} (line {line})"


def _xml(text: str) -> tuple[str, str]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        return NOT_CHECKABLE, "Documents with a type declaration are not read: entities can grow without bound."
    try:
        expat.ParserCreate().Parse(text.strip().encode("utf-8", "replace"), True)
    except (expat.ExpatError, ValueError) as error:
        return VIOLATED, str(error)
    return SATISFIED, ""


def _csv(text: str) -> tuple[str, str]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    separator = max(",;\t", key=lambda mark: lines[0].count(mark) if lines else 0)
    if not lines or separator not in lines[0]:
        return VIOLATED, "its first line has no separator"
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=separator, strict=True)]
    except csv.Error as error:
        return VIOLATED, str(error)
    odd = next((number for number, width in enumerate(widths) if width != widths[0]), None)
    if odd is not None:
        return VIOLATED, f"row {odd + 1} has {widths[odd]} fields, the first has {widths[0]}"
    if len(widths) == 1:
        return NOT_CHECKABLE, "One line with commas may be CSV or a sentence."
    return SATISFIED, ""


class _Tags(HTMLParser):
    """Follows the open elements of a page; remembers the first fault."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen = 0
        self.fault = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen += 1
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        while self.open and self.open[-1] != tag and self.open[-1] in _OPTIONAL:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag != "p":
            self.fault = self.fault or f"</{tag}> closes nothing"


def _html(text: str) -> tuple[str, str]:
    tags = _Tags()
    try:
        tags.feed(text)
        tags.close()
    except (AssertionError, ValueError) as error:
        return NOT_CHECKABLE, f"The HTML parser gave up: {error}."
    if not tags.seen:
        return VIOLATED, "it has no tags"
    left = [tag for tag in tags.open if tag not in _OPTIONAL]
    fault = tags.fault or (f"<{left[-1]}> is not closed" if left else "")
    if not fault and not text.strip().startswith("<"):
        return VIOLATED, "text stands in front of the first tag"
    return (VIOLATED, fault) if fault else (SATISFIED, "")


def _yaml(text: str) -> tuple[str, str]:
    return NOT_CHECKABLE, "YAML needs a parser that is not part of PromptSmith."


READERS: dict[str, Callable[[str], tuple[str, str]]] = {"json": _json, "xml": _xml, "csv": _csv, "html": _html, "yaml": _yaml}
"""Name of a format, and a reader that returns a status and the fault."""
