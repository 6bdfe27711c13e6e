"""A text that knows where each of its characters stands in the source it was taken from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mapped:
    """A text and, for each of its characters, the piece of the source that stands for it.

    One character of the text can be many of the source (``\\n``, ``\\u00f1``, a CRLF line end), and the source can hold more
    between two characters (the quotes between two literals, an indentation that was removed).

    Attributes:
        text: the text.
        starts: per character, where its piece of the source starts; code points.
        ends: per character, one past where its piece ends; code points.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @classmethod
    def plain(cls, source: str, start: int = 0, end: int | None = None) -> Mapped:
        """Return the part of a source that stands for itself, character by character."""
        end = len(source) if end is None else end
        return cls(source[start:end], tuple(range(start, end)), tuple(range(start + 1, end + 1)))

    @classmethod
    def joined(cls, parts: Iterable[Mapped]) -> Mapped:
        """Return the parts one after the other."""
        items = list(parts)
        return cls(
            "".join(item.text for item in items),
            tuple(start for item in items for start in item.starts),
            tuple(end for item in items for end in item.ends),
        )

    @classmethod
    def standing_for(cls, text: str, start: int, end: int) -> Mapped:
        """Return a text whose characters all stand for the same piece of the source, such as a placeholder for an expression."""
        return cls(text, (start,) * len(text), (end,) * len(text))

    def __getitem__(self, part: slice) -> Mapped:
        return Mapped(self.text[part], self.starts[part], self.ends[part])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the source that ``text[start:end]`` stands for; an empty span is the place before ``start``."""
        if start < end:
            return self.starts[start], self.ends[end - 1]
        if start < len(self.starts):
            return self.starts[start], self.starts[start]
        place = self.ends[-1] if self.ends else 0
        return place, place

    def within(self, outer: Mapped) -> Mapped:
        """Return this text with its places in the source of ``outer``, whose text is the source of this one."""
        return Mapped(
            self.text,
            tuple(outer.starts[start] for start in self.starts),
            tuple(outer.ends[end - 1] for end in self.ends),
        )

    def without_margin(self) -> Mapped:
        """Return the text as `textwrap.dedent` gives it: without the white space that all lines start with."""
        from textwrap import dedent

        return self._lines_cut(dedent(self.text).split("\n"))

    def without_docstring_margin(self) -> Mapped:
        """Return the text as `inspect.cleandoc` gives it, but with its tabs."""
        from textwrap import dedent

        first, line_end, rest = self.text.partition("\n")
        cut = self._lines_cut([first.lstrip(), *dedent(rest).split("\n")] if line_end else [first.lstrip()])
        lines = cut.text.split("\n")
        blank_before = next((number for number, line in enumerate(lines) if line), len(lines))
        blank_after = next((number for number, line in enumerate(reversed(lines)) if line), 0)
        start = sum(len(line) + 1 for line in lines[:blank_before])
        end = len(cut.text) - sum(len(line) + 1 for line in lines[len(lines) - blank_after :])
        return cut[start : max(start, end)]

    def _lines_cut(self, wanted: list[str]) -> Mapped:
        # Only the start of a line is ever removed, so a line that is kept is the end of the line it was.
        parts, position = [], 0
        for number, (line, kept) in enumerate(zip(self.text.split("\n"), wanted, strict=True)):
            if number:
                parts.append(self[position - 1 : position])
            parts.append(self[position + len(line) - len(kept) : position + len(line)])
            position += len(line) + 1
        return Mapped.joined(parts)

    def stripped(self, left: bool = True, right: bool = True) -> Mapped:
        """Return the text without white space at its left and right end."""
        start = len(self.text) - len(self.text.lstrip()) if left else 0
        end = len(self.text.rstrip()) if right else len(self.text)
        return self[start : max(start, end)]
