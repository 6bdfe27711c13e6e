"""Where a span is, in the words of editors: lines, columns and UTF-16 units."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

# SARIF's default line ends; a page of text has no others that editors agree on.
_LINE_END = re.compile(r"\r\n|\n")


@dataclass(frozen=True)
class Place:
    """A position in a text: line and column count from 1; the column is given in code points and in UTF-16 units."""

    line: int
    column: int
    column_utf16: int


class Positions:
    """Turns code point offsets of one text into lines and columns."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def place(self, offset: int) -> Place:
        """Return the place of a code point offset (0 to the length of the text)."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return Place(line, offset - start + 1, utf16_length(self._text[start:offset]) + 1)

    def line_text(self, line: int) -> tuple[int, str]:
        """Return the offset at which ``line`` (from 1) starts, and its text without the line end."""
        start = self._starts[line - 1]
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        return start, _LINE_END.sub("", self._text[start:end])


def utf16_length(text: str) -> int:
    """Return the number of UTF-16 units of ``text``: two for a character beyond U+FFFF."""
    return len(text) + sum(character > "\uffff" for character in text)
