"""Prompts inside other files: Python sources and Jupyter notebooks, with the place of every character in the file.

Only what is marked is read: string literals of Python as `marks` describes, and Markdown or raw cells that hold the line
``<!-- promptsmith: prompt -->``. Nothing is ever executed.
"""

from __future__ import annotations

import json
import re
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError
from promptsmith.text.columns import Unreadable
from promptsmith.text.formats import read_text
from promptsmith.text.literals import json_literal
from promptsmith.text.mapped import Mapped
from promptsmith.text.marks import HINT, MarkFault, marked_prompts

PYTHON_ENDINGS = (".py",)
NOTEBOOK_ENDINGS = (".ipynb",)
EMBEDDED_ENDINGS = (*PYTHON_ENDINGS, *NOTEBOOK_ENDINGS)

_CELL_MARK = re.compile(r"^[ \t]*<!--\s*promptsmith:\s*prompt\s*-->[ \t]*(?:\r?\n)?", re.MULTILINE)
_MAGIC = re.compile(r"[ \t]*(?:[%!?].*|[\w.]+\s*=\s*[%!].*|.*\?\s*)")
_TOKEN = re.compile(r'\s*(?:(?P<string>"(?:[^"\\]|\\.)*")|(?P<sign>[{}\[\],:])|(?P<word>[^\s{}\[\],:"]+))', re.DOTALL)
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Embedded:
    """One prompt in a file.

    Attributes:
        prompt: its text, with the place of every character in ``source``.
        source: the text of the file.
        cell: number of the notebook's cell, counted from 1; None in a Python file.
        cell_prompt: the same text with its places in ``cell_source``; None in a Python file.
        cell_source: the text of the cell.
    """

    prompt: Mapped
    source: str
    cell: int | None = None
    cell_prompt: Mapped | None = None
    cell_source: str = ""

    @property
    def shown(self) -> tuple[Mapped, str]:
        """The prompt and the text in which people count lines: the cell's in a notebook, else the file's."""
        return (self.prompt, self.source) if self.cell_prompt is None else (self.cell_prompt, self.cell_source)


@dataclass(frozen=True)
class UnreadableMark(Unreadable):
    """A mark that leads to no prompt, by its cell (None in a Python file) and line, both counted from 1."""

    cell: int | None
    line: int


def find_embedded(file: Path, name: str) -> list[Embedded | Unreadable]:
    """Return the marked prompts of a Python source or a notebook, in order; what cannot be read is a fault.

    Args:
        file: the file; its ending decides how it is read.
        name: what messages call it.
    """
    is_notebook = file.suffix.lower() in NOTEBOOK_ENDINGS
    try:
        source = read_text(file, name) if is_notebook else _python_text(file, name)
        if HINT not in source:
            return []
        return list(notebook_prompts(source) if is_notebook else python_prompts(source))
    except InputError as error:
        return [Unreadable("unreadable_file", str(error).removeprefix(f"{name} "))]


def _python_text(file: Path, name: str) -> str:
    """Return a Python source in the encoding it declares; line ends stay as they are."""
    try:
        with file.open("rb") as opened:
            encoding, _ = tokenize.detect_encoding(opened.readline)
    except (OSError, SyntaxError) as error:
        raise InputError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}. Check it.") from error
    if encoding in ("utf-8", "utf-8-sig"):
        return read_text(file, name)
    try:
        return file.read_bytes().decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{name} is not {encoding}, which its first lines declare: byte {error.start}. Save it as UTF-8."
        ) from error


def python_prompts(source: str) -> Iterator[Embedded | Unreadable]:
    """Yield the marked prompts of a Python source, then what is wrong with its marks."""
    prompts, faults = marked_prompts(source)
    yield from (Embedded(prompt, source) for prompt in prompts)
    yield from (_fault(fault, None) for fault in faults)


def _fault(fault: MarkFault, cell: int | None) -> UnreadableMark:
    place = "" if cell is None else f"cell {cell}: "
    return UnreadableMark("unreadable_mark", f"{place}{fault.message}", cell, fault.line)


def notebook_prompts(source: str) -> Iterator[Embedded | Unreadable]:
    """Yield the marked prompts of a notebook (format 4), cell by cell.

    Raises:
        InputError: the source is no notebook.
    """
    notebook = _parsed(source)
    language = _language(notebook)
    for number, cell in enumerate(notebook["cells"], start=1):
        text = _cell_text(cell, source)
        if HINT not in text.text:
            continue
        kind = _word(cell.get("cell_type"), source)
        if kind == "code" and language != "python":
            message = f"marks are read in Python, and this notebook is {language}. Mark a Markdown or raw cell instead."
            yield _fault(MarkFault(1, message), number)
            continue
        prompts, faults = _code_prompts(text.text) if kind == "code" else (_text_prompts(text.text), [])
        for prompt in prompts:
            yield Embedded(prompt.within(text), source, number, prompt, text.text)
        yield from (_fault(fault, number) for fault in faults)


def _text_prompts(text: str) -> list[Mapped]:
    """Return the text of a Markdown or raw cell without the line of its mark."""
    mark = _CELL_MARK.search(text)
    if mark is None:
        return []
    whole = Mapped.plain(text)
    return [Mapped.joined([whole[: mark.start()], whole[mark.end() :]])]


def _code_prompts(text: str) -> tuple[list[Mapped], list[MarkFault]]:
    """Return the marked prompts of a code cell; lines that only IPython understands are passed over."""
    code = text
    while True:
        prompts, faults = marked_prompts(code)
        line = next((fault.line for fault in faults if fault.is_syntax), None)
        plain = code if line is None else _without_magic(code, line)
        if plain == code:
            return prompts, faults
        code = plain


def _without_magic(code: str, line: int) -> str:
    """Return the code with a line of IPython (``%time``, ``!ls``, ``name?``) replaced; other lines stay.

    A statement of the same length keeps every offset, and a block that holds nothing else stays a block.
    """
    starts = [0, *(match.end() for match in _LINE_END.finditer(code))]
    start = starts[min(line, len(starts)) - 1]
    line_end = _LINE_END.search(code, start)
    stop = line_end.start() if line_end else len(code)
    if not _MAGIC.fullmatch(code, start, stop):
        return code
    first = stop - len(code[start:stop].lstrip(" \t"))
    return code[:first] + "0#"[: stop - first] + code[first + 2 : stop] + code[stop:]


def _language(notebook: Mapping[str, Any]) -> str:
    metadata = notebook.get("metadata")
    for part, key in (("language_info", "name"), ("kernelspec", "language")):
        values = metadata.get(part) if isinstance(metadata, dict) else None
        if isinstance(values, dict) and isinstance(values.get(key), _Place):
            return str(json.loads(values[key].literal)).lower()
    return "python"


def _cell_text(cell: Any, source: str) -> Mapped:
    lines = cell.get("source") if isinstance(cell, dict) else None
    places = [line for line in (lines if isinstance(lines, list) else [lines]) if isinstance(line, _Place)]
    return Mapped.joined(json_literal(source, place.start, place.end) for place in places)


def _word(value: Any, source: str) -> str:
    return json_literal(source, value.start, value.end).text if isinstance(value, _Place) else ""


@dataclass(frozen=True, slots=True)
class _Place:
    """A JSON string by its place in the source, with its quotes."""

    start: int
    end: int
    literal: str


def _parsed(source: str) -> dict[str, Any]:
    """Return a notebook with every string as its place.

    Raises:
        InputError: the source is not JSON, or no notebook of format 4.
    """
    try:
        json.loads(source)  # says where it is wrong; the walk below can then trust the form
        value, _ = _value(source, 0)
    except (ValueError, RecursionError) as error:
        raise InputError(f"the notebook is not JSON: {error}. Save it again.") from error
    if not isinstance(value, dict) or not isinstance(value.get("cells"), list):
        raise InputError("the file has no list of cells. Save the notebook in format 4.")
    return value


def _value(source: str, position: int) -> tuple[Any, int]:
    match = _TOKEN.match(source, position)
    assert match is not None  # the text is JSON
    position = match.end()
    if match["string"] is not None:
        return _Place(match.start("string"), match.end("string"), match["string"]), position
    if match["word"] is not None:
        return None, position
    items: list[Any] = []
    keys: list[str] = []
    is_object = match["sign"] == "{"
    while True:
        match = _TOKEN.match(source, position)
        assert match is not None
        if match["sign"] in ("}", "]"):
            return (dict(zip(keys, items, strict=True)) if is_object else items), match.end()
        if match["sign"] == ",":
            position = match.end()
            continue
        if is_object:
            keys.append(json.loads(match["string"]))
            colon = _TOKEN.match(source, match.end())
            assert colon is not None
            position = colon.end()
        item, position = _value(source, position)
        items.append(item)
