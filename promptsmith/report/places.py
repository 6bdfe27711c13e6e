"""Where findings are in files: a prompt can be a file, a row of a table, a string in a source, a cell of a notebook."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from promptsmith.errors import shorten
from promptsmith.report.positions import Place, Positions
from promptsmith.text.embedded import Embedded


class Origin(NamedTuple):
    """Where one prompt comes from.

    Attributes:
        file: the file, or what a user calls a text that is in no file.
        row: the row of a table, from 0; None when the file is the prompt or holds it.
        embedded: the prompt's places in a Python source or a notebook.
        is_file: there is a file of this name.
        line: the line of a mark that leads to no prompt, from 1; None when there is a prompt, or no line is known.
    """

    file: str
    row: int | None = None
    embedded: Embedded | None = None
    is_file: bool = True
    line: int | None = None

    @property
    def has_lines(self) -> bool:
        """The file's own lines hold the prompt; a row of a table has lines only within its text."""
        return self.is_file and self.row is None


class Region(NamedTuple):
    """A span with its text: offsets are half-open code points, ``end`` is the place after the last character."""

    offset: int
    end_offset: int
    start: Place
    end: Place
    text: str


class Locator:
    """Turns spans of one prompt into places of the file it comes from; without such lines, into places of the prompt's text."""

    def __init__(self, text: str, origin: Origin | None) -> None:
        self.origin = origin
        self._text = text
        self._embedded = None if origin is None else origin.embedded

    def region(self, start: int, end: int) -> Region:
        """Return the span in the file, or in the prompt's text when the file has no lines of its own for it."""
        text = self._text
        if self._embedded is not None:
            text = self._embedded.source
            start, end = self._embedded.prompt.span(start, end)
        positions = positions_of(text)
        return Region(start, end, positions.place(start), positions.place(end), text[start:end])

    def shown(self, start: int, end: int) -> tuple[str, int, int, Positions]:
        """Return what people read: a prefix (file, row or cell), the span, and the lines it is counted in."""
        origin = self.origin
        if self._embedded is None or origin is None:
            prefix = "" if origin is None else origin.file if origin.row is None else f"{origin.file}:{origin.row}"
            return prefix, start, end, positions_of(self._text)
        prompt, source = self._embedded.shown
        prefix = origin.file if self._embedded.cell is None else f"{origin.file}:cell {self._embedded.cell}"
        return prefix, *prompt.span(start, end), positions_of(source)

    def replacement(self, start: int, end: int, text: str) -> str | None:
        """Return ``text`` as it can stand in the file instead of the span, or None when that cannot be said.

        In a source the span must be written as it reads, without escapes, and the new text must need none.
        """
        if self._embedded is None:
            return text
        low, high = self._embedded.prompt.span(start, end)
        is_same = self._embedded.source[low:high] == self._text[start:end]
        is_plain = text.isprintable() and not set(text) & set("\\\"'{}")
        return text if is_same and is_plain else None


@lru_cache(maxsize=8)
def positions_of(text: str) -> Positions:
    """Return the lines of a text; a file with many prompts is divided into lines once."""
    return Positions(text)


def relative_file(name: str, root: Path | None = None) -> str:
    """Return a file's name as seen from ``root`` (the working folder), with ``/``; absolute when it is elsewhere."""
    base = Path.cwd() if root is None else root
    path = Path(name)
    if path.is_absolute() and path.is_relative_to(base):
        path = path.relative_to(base)
    return str(PurePosixPath(*path.parts)) if path.parts else name


def is_masked(finding: Mapping[str, Any], text: str) -> bool:
    """Return whether a finding hides its span: a secret must not travel into logs and reports."""
    return bool(finding["excerpt"] != shorten(text[finding["start"] : finding["end"]]))
