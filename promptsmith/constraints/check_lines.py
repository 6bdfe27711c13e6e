"""Lines of an answer by kind, and its list items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from promptsmith.constraints.check_verdict import Span

_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})")
HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<name>\S.*)$")
BOLD_LINE = re.compile(r"[ \t]*(?:\*\*|__)(?P<name>[^*_\n]{1,120})(?:\*\*|__)[ \t]*:?[ \t]*$")
LABEL_LINE = re.compile(r"[ \t]*(?P<name>[^\W\d_][^\n:.!?]{0,40}):[ \t]*$")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+•‣·–]|\(?\d{1,3}[.)]|\(?[A-Za-z]\))(?P<gap>[ \t]+)(?=\S)(?P<box>\[[ xX]\][ \t]+)?"
)
_RULE_LINE = re.compile(r"[ \t]*(?:(?:[-*_=][ \t]*){3,})$")
_TABLE_LINE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
SOLID = re.compile(r"[^\W_]")
"""A letter or digit: what tells words from marks."""


@dataclass(frozen=True)
class Line:
    """One line: its bounds without outer white space, what it is, and where its indent begins.

    ``kind`` is blank, text, heading, bold, label, item, table, rule, fence (a fence mark) or code (inside a fence).
    """

    start: int
    end: int
    kind: str
    left: int


@dataclass(frozen=True)
class Item:
    """One list item: bounds of its words (without marker, with continuation lines), its marker, and how it is listed."""

    start: int
    end: int
    marker: Span
    indent: int
    ordered: bool
    list_number: int


def line_kind(raw: str, fence: str) -> tuple[str, str]:
    """Return the kind of a line and the fence mark that is open after it ('' for none)."""
    mark = _FENCE.match(raw)
    if fence:
        closes = mark is not None and mark["mark"][0] == fence[0] and len(mark["mark"]) >= len(fence)
        return ("fence", "") if closes else ("code", fence)
    if mark:
        return "fence", mark["mark"]
    if not raw.strip():
        return "blank", ""
    if _RULE_LINE.match(raw):
        return "rule", ""
    if _TABLE_LINE.match(raw):
        return "table", ""
    for kind, pattern in (("heading", HEADING), ("bold", BOLD_LINE), ("item", _ITEM), ("label", LABEL_LINE)):
        if pattern.match(raw):
            return kind, ""
    return "text", ""


def with_tables(text: str, lines: list[Line]) -> list[Line]:
    """Mark the lines of a table without outer bars: a head and rows with ``|`` around a rule of dashes."""
    marked, done = list(lines), 0
    for number, line in enumerate(lines):
        raw = text[line.start : line.end]
        if number < done or not number or "|" not in raw or not _TABLE_RULE.match(raw):
            continue
        if "|" in text[lines[number - 1].start : lines[number - 1].end]:
            done = number
            while done < len(lines) and "|" in text[lines[done].start : lines[done].end]:
                done += 1
            for place in range(number - 1, done):
                marked[place] = replace(lines[place], kind="table")
    return marked


def list_items(text: str, lines: Sequence[Line]) -> list[Item]:
    """Return the list items of the lines, with the indented lines that go on with them, each with the number of its list."""
    items: list[Item] = []
    list_number, broken, last = -1, True, ""
    for line in lines:
        found = _ITEM.match(text, line.left, line.end) if line.kind == "item" else None
        if found and SOLID.search(text, found.end(), line.end):
            number = re.search(r"\d+", found["mark"])
            continued = number is not None and items and _follows(text, items, int(number[0]))
            if broken and not continued:
                list_number += 1
            indent = len(found["indent"].expandtabs(4))
            marker = (found.start("mark"), found.end("mark"))
            items.append(Item(found.end(), line.end, marker, indent, number is not None, list_number))
            broken = False
        elif line.kind == "text" and items and not broken:
            indent = len(text[line.left : line.start].expandtabs(4))
            if indent > items[-1].indent and (last != "blank" or indent >= items[-1].indent + 2):
                old = items[-1]
                items[-1] = Item(old.start, line.end, old.marker, old.indent, old.ordered, old.list_number)
            else:
                broken = True
        elif line.kind not in ("blank", "item"):
            broken = True
        last = line.kind
    return items


def _follows(text: str, items: Sequence[Item], number: int) -> bool:
    """Return whether a number goes on where the last numbered item of the text stopped ("2." after "1." and a paragraph)."""
    for item in reversed(items[-20:]):
        if item.ordered:
            digits = re.search(r"\d+", text[item.marker[0] : item.marker[1]])
            return digits is not None and int(digits[0]) + 1 == number
    return False
