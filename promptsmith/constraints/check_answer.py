"""An answer as the checks read it: lines by kind, list items, headings, paragraphs, words and sentences, with their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from promptsmith.constraints.check_lines import (
    BOLD_LINE,
    HEADING,
    LABEL_LINE,
    SOLID,
    Item,
    Line,
    line_kind,
    list_items,
    with_tables,
)
from promptsmith.constraints.check_verdict import Span
from promptsmith.text.document import Document

Piece = TypeVar("Piece")

TITLE_WORDS = 12
"""Most words of a first line that is read as a title. Judgement: headlines of newspapers have 6 to 12 words."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_CLOSERS = "\"'”’»)]*_ "
_TERMINALS = tuple(".!?…。！？")


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
            kind, fence = line_kind(raw, fence)
            left = len(raw) - len(raw.lstrip())
            low = start + left if raw.strip() else start
            lines.append(Line(low, low + len(raw.strip()), kind, start))
        return with_tables(self.text, lines)

    @cached_property
    def items(self) -> list[Item]:
        """List items outside code, in order."""
        return list_items(self.text, self.lines)

    @cached_property
    def headings(self) -> list[Heading]:
        """Headings in order."""
        found = []
        for line in self.lines:
            raw = self.text[line.start : line.end]
            if line.kind == "heading" and (heading := HEADING.match(raw)):
                found.append(Heading(line.start, line.end, len(heading["marks"]), plain_name(heading["name"])))
            elif line.kind == "bold" and (bold := BOLD_LINE.match(raw)):
                found.append(Heading(line.start, line.end, 7, plain_name(bold["name"])))
            elif line.kind == "label" and (label := LABEL_LINE.match(raw)):
                found.append(Heading(line.start, line.end, 8, plain_name(label["name"])))
        return found

    @cached_property
    def title(self) -> tuple[Span, bool] | None:
        """The title at the top and whether it is marked as one (heading, bold line), or None."""
        filled = [number for number, line in enumerate(self.lines) if line.kind != "blank"]
        if not filled:
            return None
        line = self.lines[filled[0]]
        levels = [heading.level for heading in self.headings]
        if line.kind == "heading" and levels.count(levels[0]) > 1:
            return None  # the first of several sections
        if line.kind in ("heading", "bold"):
            raw = self.text[line.start : line.end]
            found = HEADING.match(raw) or BOLD_LINE.match(raw)
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
            if SOLID.search(self.text, start, end)
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
        return _within(self.all_words, span, lambda one: one[0])

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
        """Return the sentences and list items of a span, clipped to it; headings, tables and code hold none."""
        # An item's marker opens its sentence but lies before the item's words: hence the clipping.
        inside = _overlapping(self._sentences, span, lambda one: one)
        kept = [(max(start, span[0]), min(end, span[1])) for start, end in inside]
        return [(start, end) for start, end in kept if SOLID.search(self.text, start, end)]

    def paragraphs_in(self, span: Span) -> list[Paragraph]:
        """Return the paragraphs that begin in a span."""
        return _within(self.paragraphs, span, lambda one: one.start)

    def lines_in(self, span: Span) -> list[Span]:
        """Return the lines that hold a letter or digit and are no heading, clipped to a span."""
        kept = []
        for line in _overlapping(self.lines, span, lambda one: (one.start, one.end)):
            start, end = max(line.start, span[0]), min(line.end, span[1])
            if start < end and line.kind not in ("heading", "bold", "rule", "fence") and SOLID.search(self.text, start, end):
                kept.append((start, end))
        return kept

    def items_in(self, span: Span) -> list[Item]:
        """Return the list items that begin in a span."""
        return _within(self.items, span, lambda one: one.start)

    def headings_in(self, span: Span) -> list[Heading]:
        """Return the headings in a span."""
        return _within(self.headings, span, lambda one: one.start)

    def outside_code(self, span: Span) -> list[Span]:
        """Return the pieces of a span that are neither fenced code nor its marks."""
        pieces, low = [], span[0]
        for line in _overlapping(self.lines, span, lambda one: (one.start, one.end)):
            if line.kind in ("fence", "code"):
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


def _within(ordered: Sequence[Piece], span: Span, start: Callable[[Piece], int]) -> list[Piece]:
    """Return the pieces, ordered by start, that begin in a span."""
    return list(ordered[bisect_left(ordered, span[0], key=start) : bisect_left(ordered, span[1], key=start)])


def _overlapping(ordered: Sequence[Piece], span: Span, bounds: Callable[[Piece], Span]) -> list[Piece]:
    """Return the pieces, ordered and apart, that share a character with a span."""
    low = bisect_right(ordered, span[0], key=lambda piece: bounds(piece)[1])
    high = bisect_left(ordered, span[1], key=lambda piece: bounds(piece)[0])
    return list(ordered[low:high])
