"""An answer as the checks read it: lines by kind, list items, headings, paragraphs, words and sentences, with their places."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from promptsmith.constraints.check_verdict import Span
from promptsmith.text.document import Document

TITLE_WORDS = 12
"""Most words of a first line that is read as a title. Judgement: headlines of newspapers have 6 to 12 words."""

_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}|~{3,})")
_HEADING = re.compile(r"[ ]{0,3}(?P<marks>#{1,6})[ \t]+(?P<name>\S.*)$")
_BOLD_LINE = re.compile(r"[ \t]*(?:\*\*|__)(?P<name>[^*_\n]{1,120})(?:\*\*|__)[ \t]*:?[ \t]*$")
_LABEL_LINE = re.compile(r"[ \t]*(?P<name>[^\W\d_][^\n:.!?]{0,40}):[ \t]*$")
_ITEM = re.compile(
    r"(?P<indent>[ \t]*)(?P<mark>[-*+•‣·–]|\(?\d{1,3}[.)]|\(?[A-Za-z]\))(?P<gap>[ \t]+)(?=\S)(?P<box>\[[ xX]\][ \t]+)?"
)
_RULE_LINE = re.compile(r"[ \t]*(?:(?:[-*_=][ \t]*){3,})$")
_TABLE_LINE = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)*\|?[ \t]*$")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_SOLID = re.compile(r"[^\W_]")
_CLOSERS = "\"'”’»)]*_ "
_TERMINALS = tuple(".!?…。！？")


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


@dataclass(frozen=True)
class Heading:
    """A heading: a Markdown heading (level 1 to 6), a bold line (7) or a label line (8); ``name`` in lower case."""

    start: int
    end: int
    level: int
    name: str


@dataclass(frozen=True)
class Paragraph:
    """A run of text lines; ``sure`` is False for a line that may be a title or only leads into a list."""

    start: int
    end: int
    sure: bool


class Answer:
    """One answer with its parts, each worked out when first asked for. All places are code points of ``text``."""

    def __init__(self, text: str) -> None:
        # Half a surrogate pair is no character; its stand-in keeps every place.
        self.text = _LONE_SURROGATE.sub("\ufffd", text)
        self.document = Document.of(self.text)
        self.folded = self.document.folded

    @cached_property
    def whole(self) -> Span:
        """The answer without outer white space."""
        return self.trim((0, len(self.text)))

    @property
    def is_empty(self) -> bool:
        """Nothing but white space."""
        return self.whole[0] == self.whole[1]

    def trim(self, span: Span) -> Span:
        """Return a span without outer white space."""
        start, end = span
        piece = self.text[start:end]
        if not piece.strip():
            return start, start
        return end - len(piece.lstrip()), start + len(piece.rstrip())

    def ends_sentence(self, span: Span) -> bool:
        """Return whether a span ends with a sentence mark, perhaps before closing quotes or brackets."""
        return self.text[span[0] : span[1]].rstrip(_CLOSERS).endswith(_TERMINALS)

    def slice(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span[0] : span[1]]

    @cached_property
    def lines(self) -> list[Line]:
        """All lines in order, blank ones too."""
        lines: list[Line] = []
        fence = ""
        for start, end in self.document.lines:
            raw = self.text[start:end]
            kind, fence = _kind(raw, fence)
            left = len(raw) - len(raw.lstrip())
            low = start + left if raw.strip() else start
            lines.append(Line(low, low + len(raw.strip()), kind, start))
        return _with_tables(self.text, lines)

    @cached_property
    def items(self) -> list[Item]:
        """List items outside code, in order."""
        return _items(self.text, self.lines)

    @cached_property
    def headings(self) -> list[Heading]:
        """Headings in order."""
        found = []
        for line in self.lines:
            raw = self.text[line.start : line.end]
            if line.kind == "heading" and (heading := _HEADING.match(raw)):
                found.append(Heading(line.start, line.end, len(heading["marks"]), plain_name(heading["name"])))
            elif line.kind == "bold" and (bold := _BOLD_LINE.match(raw)):
                found.append(Heading(line.start, line.end, 7, plain_name(bold["name"])))
            elif line.kind == "label" and (label := _LABEL_LINE.match(raw)):
                found.append(Heading(line.start, line.end, 8, plain_name(label["name"])))
        return found

    @cached_property
    def title(self) -> tuple[Span, bool] | None:
        """The title at the top and whether it is marked as one (heading, bold line), or None."""
        filled = [number for number, line in enumerate(self.lines) if line.kind != "blank"]
        if not filled:
            return None
        line = self.lines[filled[0]]
        if line.kind in ("heading", "bold"):
            raw = self.text[line.start : line.end]
            found = _HEADING.match(raw) or _BOLD_LINE.match(raw)
            assert found is not None
            name = found["name"].rstrip(" \t#")
            start = line.start + found.start("name")
            return (start, start + len(name)), True
        alone = len(filled) > 1 and filled[1] > filled[0] + 1
        if line.kind != "text" or not alone or self.ends_sentence((line.start, line.end)):
            return None
        return ((line.start, line.end), False) if len(self.words((line.start, line.end))) <= TITLE_WORDS else None

    @cached_property
    def paragraphs(self) -> list[Paragraph]:
        """Runs of text lines; headings, items, tables and code are none."""
        runs: list[tuple[int, int, str]] = []
        last = "blank"
        for number, line in enumerate(self.lines):
            if line.kind == "text" and not self._continues_item(line):
                if last == "text":
                    runs[-1] = (runs[-1][0], line.end, "")
                else:
                    runs.append((line.start, line.end, ""))
                runs[-1] = (*runs[-1][:2], self._next_kind(number))
                last = "text"
            else:
                last = line.kind if line.kind != "text" else "item"
        title = self.title[0] if self.title else None
        return [
            Paragraph(
                start,
                end,
                (start, end) != title and not (self.text[end - 1] == ":" and following in ("item", "table", "fence")),
            )
            for start, end, following in runs
            if _SOLID.search(self.text, start, end)
        ]

    def _continues_item(self, line: Line) -> bool:
        index = bisect_left(self.items, line.start, key=lambda item: item.start) - 1
        return index >= 0 and line.end <= self.items[index].end

    def _next_kind(self, number: int) -> str:
        return next((line.kind for line in self.lines[number + 1 :] if line.kind != "blank"), "")

    @cached_property
    def _markers(self) -> set[int]:
        return {place for item in self.items if item.ordered for place in range(*item.marker)}

    @cached_property
    def all_words(self) -> list[Span]:
        """Words as `promptsmith.text.batch` counts them, without the numbers of list items."""
        return [word for word in self.document.words if word[0] not in self._markers]

    def words(self, span: Span) -> list[Span]:
        """Return the words that begin in a span."""
        return _within(self.all_words, span)

    @cached_property
    def _sentences(self) -> list[Span]:
        skipped = [line for line in self.lines if line.kind not in ("text", "item", "label", "blank")]
        starts = [line.start for line in skipped]
        kept = []
        for first, end in self.document.sentences:
            start, index = first, bisect_left(starts, first + 1) - 1
            # A heading without a blank line after it is cut off the sentence it runs into.
            while 0 <= index < len(skipped) and skipped[index].start <= start < skipped[index].end:
                rest = self.text[skipped[index].end : end]
                start = min(end, skipped[index].end + len(rest) - len(rest.lstrip()))
                index += 1
            if start < end:
                kept.append((start, end))
        return kept

    def sentences(self, span: Span) -> list[Span]:
        """Return the sentences and list items that begin in a span; headings, tables and code hold none."""
        # An item's marker opens its sentence but lies before the item's words.
        kept = [(max(start, span[0]), min(end, span[1])) for start, end in self._sentences if start < span[1] and end > span[0]]
        return [(start, end) for start, end in kept if _SOLID.search(self.text, start, end)]

    def lines_in(self, span: Span) -> list[Span]:
        """Return the lines that hold a letter or digit and are no heading, clipped to a span."""
        kept = []
        for line in self.lines:
            start, end = max(line.start, span[0]), min(line.end, span[1])
            if start < end and line.kind not in ("heading", "bold", "rule", "fence") and _SOLID.search(self.text, start, end):
                kept.append((start, end))
        return kept

    def items_in(self, span: Span) -> list[Item]:
        """Return the list items that begin in a span."""
        return [item for item in self.items if span[0] <= item.start < span[1]]

    def headings_in(self, span: Span) -> list[Heading]:
        """Return the headings in a span."""
        return [heading for heading in self.headings if span[0] <= heading.start < span[1]]

    def outside_code(self, span: Span) -> list[Span]:
        """Return the pieces of a span that are neither fenced code nor its marks."""
        pieces, low = [], span[0]
        for line in self.lines:
            if line.kind in ("fence", "code") and line.start < span[1] and line.end > span[0]:
                pieces.append((low, max(low, line.start)))
                low = min(span[1], line.end)
        pieces.append((low, span[1]))
        return [(start, end) for start, end in pieces if end > start]


def plain_name(written: str) -> str:
    """Return the name of a heading or label in lower case, without number and marks."""
    name = re.sub(r"^[\W_]*(?:\d{1,3}[.):]?[\s]+)?", "", written.lower())
    name = " ".join(name.split())
    last = max((place for place, character in enumerate(name) if character.isalnum()), default=-1)
    return name[: last + 1]


def _kind(raw: str, fence: str) -> tuple[str, str]:
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
    for kind, pattern in (("heading", _HEADING), ("bold", _BOLD_LINE), ("item", _ITEM), ("label", _LABEL_LINE)):
        if pattern.match(raw):
            return kind, ""
    return "text", ""


def _with_tables(text: str, lines: list[Line]) -> list[Line]:
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


def _items(text: str, lines: Sequence[Line]) -> list[Item]:
    items: list[Item] = []
    list_number, broken, last = -1, True, ""
    for line in lines:
        found = _ITEM.match(text, line.left, line.end) if line.kind == "item" else None
        if found and _SOLID.search(text, found.end(), line.end):
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


def _within(spans: Sequence[Span], span: Span) -> list[Span]:
    low = bisect_left(spans, span[0], key=lambda item: item[0])
    high = bisect_left(spans, span[1], key=lambda item: item[0])
    return list(spans[low:high])
