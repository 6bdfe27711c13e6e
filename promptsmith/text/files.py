"""Prompts in files: which strings name files, and how each ending is read.

Tables (CSV, TSV, JSONL, JSON, Parquet, XLSX) give one prompt per row; text and Markdown files are one prompt each. Every file is
read as UTF-8 (UTF-16 with a byte order mark is understood); a malformed file is refused with the place of the defect.
"""

from __future__ import annotations

import codecs
import csv
import glob
import io
import json
import os
import sys
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError, UnsupportedInputError, shorten, suggest
from promptsmith.text.columns import (
    Cells,
    Unreadable,
    cells_of_columns,
    cells_of_frame,
    cells_of_list,
    cells_of_mapping,
    refuse_names,
)

TEXT_ENDINGS = (".txt", ".md", ".markdown")
TABLE_ENDINGS = (".csv", ".tsv", ".jsonl", ".ndjson", ".json", ".parquet", ".xlsx")
ENDINGS = (*TABLE_ENDINGS, *TEXT_ENDINGS)

_LONGEST_PATH = 1024
"""A longer string is a prompt without asking the disk: no system of ours accepts such a path by default. Judgement."""

_DELIMITERS = (",", ";", "\t")
"""Delimiters of ``.csv`` files; spreadsheets of systems with a decimal comma (Spanish ones) write semicolons."""


def names_path(text: str) -> bool:
    """Return whether a plain string names files rather than being a prompt.

    It does when it is one line and (a) ends like a file we read and that file, or a file matched by its ``*``, ``?``, ``[``
    exists, or (b) holds a path separator and is an existing folder. A single word that merely equals the name of a folder is a
    prompt. To decide yourself, pass a ``pathlib.Path`` for files and a list of one string for a prompt.

    Raises:
        InputError: the string has no spaces, ends like a file we read, and there is no such file: scoring it would be a mistake.
    """
    if len(text) > _LONGEST_PATH or "\n" in text or "\r" in text:
        return False
    if text.lower().endswith(ENDINGS):
        if os.path.exists(text) or any(os.path.isfile(found) for found in _matches(text)):
            return True
        if not any(character.isspace() for character in text):
            raise InputError(_missing(text) + " To score the string itself as a prompt, pass it in a list.")
        return False
    is_folder = ("/" in text or os.sep in text) and any(map(str.isalnum, text)) and os.path.isdir(os.path.expanduser(text))
    return is_folder


def _matches(pattern: str) -> list[str]:
    return glob.glob(os.path.expanduser(pattern), recursive=True) if glob.has_magic(pattern) or pattern[0] == "~" else []


def _missing(path: str) -> str:
    if "://" in path:
        return f"{shorten(path)!r} is an address, and PromptSmith reads no addresses. Download the file and pass its path."
    if glob.has_magic(path):
        return f"No file matches {shorten(path)!r}. Check the folder and the ending; endings read: {', '.join(ENDINGS)}."
    folder = os.path.dirname(path) or "."
    if not os.path.isdir(folder):
        return f"There is no file {shorten(path)!r}: the folder {shorten(folder)!r} does not exist."
    near = suggest(os.path.basename(path), os.listdir(folder))
    return f"There is no file {shorten(path)!r} in {os.path.abspath(folder)!r}.{near} Check the name."


def find_files(path: str | os.PathLike[str]) -> tuple[Path, list[Path]]:
    """Return the files a path, folder or glob stands for, in order of their names, and the folder their ids are relative to.

    A folder stands for its text and Markdown files at any depth, hidden ones left out; a glob for every match with an ending we
    read.

    Raises:
        InputError: there is no such file.
        UnsupportedInputError: the ending is not one we read.
    """
    asked = os.path.expanduser(os.fspath(path))
    if os.path.isfile(asked):
        return Path(asked).parent, [_checked(Path(asked))]
    if os.path.isdir(asked):
        endings = (".parquet",) if asked.lower().rstrip("/\\").endswith(".parquet") else TEXT_ENDINGS
        return Path(asked), _walk(Path(asked), endings)
    if not glob.has_magic(asked):
        raise InputError(_missing(asked))
    matched = sorted(Path(found) for found in _matches(asked) if os.path.isfile(found))
    known = [file for file in matched if file.suffix.lower() in ENDINGS]
    if matched and not known:
        _checked(matched[0])
    if not known:
        raise InputError(_missing(asked))
    fixed = [part for part in Path(asked).parts if not glob.has_magic(part)]
    depth = next(number for number, part in enumerate(Path(asked).parts) if glob.has_magic(part))
    return Path(*fixed[:depth]), known


def _checked(file: Path) -> Path:
    if file.suffix.lower() not in ENDINGS:
        near = suggest(file.suffix, ENDINGS) if file.suffix else ""
        ending = f"ending {file.suffix!r}" if file.suffix else "no ending"
        raise UnsupportedInputError(
            f"{str(file)!r} has {ending}.{near} Endings read: {', '.join(ENDINGS)}. Convert or rename it."
        )
    return file


def _walk(folder: Path, endings: tuple[str, ...]) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [Path(root, name) for name in names if name.lower().endswith(endings) and not name.startswith(".")]
    if not files:
        raise InputError(
            f"The folder {str(folder)!r} holds no {', '.join(endings)} file. For tables in a folder pass a glob such as "
            f"{str(folder / '*.csv')!r}."
        )
    return sorted(files, key=lambda file: file.relative_to(folder).as_posix())


def cells_of_files(path: str | os.PathLike[str], text: str | None, id: str | None) -> list[Cells]:
    """Return the cells of every file a path, folder or glob stands for; a text file's id is its relative path.

    Raises:
        InputError: a table is malformed or not UTF-8. Among several text files one that is not UTF-8 is a fault of its row.
    """
    root, files = find_files(path)
    if all(file.suffix.lower() in TEXT_ENDINGS for file in files):
        refuse_names(id, text, f"text file {files[0].name!r}")
    parts = []
    for file in files:
        name = file.relative_to(root).as_posix()
        if file.suffix.lower() in TEXT_ENDINGS:
            parts.append(Cells([_prompt_of(file, name, is_alone=len(files) == 1)], name, ids=[name]))
        else:
            cells = _cells_of_parsed(parse(file, name), text, id, name)
            parts.append(replace(cells, ids=_numbers(cells.ids)) if cells.ids and _is_csv(file) else cells)
    return parts


def _is_csv(file: Path) -> bool:
    return file.suffix.lower() in (".csv", ".tsv")


def _numbers(ids: Sequence[Any]) -> Sequence[Any]:
    """Return ids of a file that knows only text as integers when every one is written as an integer is ("7", not "007")."""
    if all(isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 19 for value in ids):
        numbers = [int(value) for value in ids]
        if all(str(number) == value for number, value in zip(numbers, ids, strict=True)):
            return numbers
    return ids


def _prompt_of(file: Path, name: str, *, is_alone: bool) -> str | Unreadable:
    try:
        return read_text(file, name)
    except InputError as error:
        if is_alone:
            raise
        return Unreadable("unreadable_file", str(error))


def _cells_of_parsed(parsed: Any, text: str | None, id: str | None, name: str) -> Cells:
    if isinstance(parsed, str):
        refuse_names(id, text, name)
        return Cells([parsed], name)
    if isinstance(parsed, list):
        return cells_of_list(parsed, text, id, name)
    if isinstance(parsed, _Columns):
        return cells_of_columns(parsed, text, id, name)
    if isinstance(parsed, Mapping):
        return cells_of_mapping(parsed, text, id, name)
    return cells_of_frame(parsed, text, id, name)


class _Columns(dict[str, list[Any]]):
    """Columns of a table file, apart from the mapping a JSON file may hold."""


def read_text(file: Path, name: str) -> str:
    """Return the text of a file without its byte order mark; line ends stay as they are.

    Raises:
        InputError: the file cannot be opened, or is not UTF-8; the message names the byte and the line.
    """
    data = _read_bytes(file, name)
    encoding, mark = "utf-8", 0
    if data.startswith(codecs.BOM_UTF8):
        mark = len(codecs.BOM_UTF8)
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    try:
        return data[mark:].decode(encoding)
    except UnicodeDecodeError as error:
        start = error.start + mark
        line = data.count(b"\n", 0, start) + 1
        raise InputError(
            f"{name} is not {encoding.upper()}: byte 0x{data[start]:02x} at offset {start} (line {line}). Save it as UTF-8, for "
            f"example: iconv -f WINDOWS-1252 -t UTF-8 {shorten(name)!r}."
        ) from error


def _read_bytes(file: Path, name: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}. Check its permissions.") from error


def parse(file: Path, name: str) -> Any:
    """Return what a table file holds: columns, a list (JSONL, JSON), a mapping or string (JSON), or an Arrow table (Parquet)."""
    readers: dict[str, Callable[[Path, str], Any]] = {
        ".csv": _parse_csv,
        ".tsv": _parse_csv,
        ".jsonl": _parse_jsonl,
        ".ndjson": _parse_jsonl,
        ".json": _parse_json,
        ".parquet": _parse_parquet,
        ".xlsx": _parse_xlsx,
    }
    return readers[file.suffix.lower()](file, name)


def _parse_csv(file: Path, name: str) -> _Columns:
    """Return every cell as text: a prompt "NA" or "007" is neither a null nor a number."""
    content = read_text(file, name)
    header, _, _ = content.partition("\n")
    delimiter = "\t" if file.suffix.lower() == ".tsv" else max(_DELIMITERS, key=header.count)
    # The limit is a setting of the whole process, 131,072 characters by default: below what one prompt may have.
    limit = csv.field_size_limit(sys.maxsize)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in reader:
            if rows and len(row) > len(rows[0]):
                raise InputError(
                    f"{name}, line {line}: {len(row)} fields, but the header has {len(rows[0])}. "
                    f"Put texts that hold {delimiter!r} between double quotes."
                )
            if row:
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}, line {line}: {error}. Double the quotes inside a quoted text and close it.") from error
    finally:
        csv.field_size_limit(limit)
    return _columns_of_table(rows, name)


def _columns_of_table(rows: list[Any], name: str) -> _Columns:
    if not rows:
        raise InputError(f"{name} is empty. Its first row must name the columns, for example: prompt.")
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    twice = next((cell for cell in header if cell and header.count(cell) > 1), None)
    if twice is not None:
        raise InputError(f"{name} has two columns called {twice!r}. Rename one of them.")
    body = rows[1:]
    return _Columns(
        {
            title: [row[number] if number < len(row) else None for row in body]
            for number, title in enumerate(header)
            if title or any(number < len(row) and row[number] for row in body)
        }
    )


def _parse_jsonl(file: Path, name: str) -> list[Any]:
    """Return one item per line that is not blank; a line that is not JSON is a fault of its row."""
    items: list[Any] = []
    for number, line in enumerate(read_text(file, name).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            items.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            items.append(
                Unreadable("malformed_line", f"{name}, line {number} is not JSON: {error}. One JSON value a line is expected.")
            )
    return items


def _parse_json(file: Path, name: str) -> Any:
    try:
        value = json.loads(read_text(file, name))
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"{name} is not JSON: {error}. Repair it; for one JSON value a line use the ending .jsonl.") from error
    if isinstance(value, str | list | dict):
        return value
    raise InputError(f"{name} holds {shorten(json.dumps(value))}. A list of prompts, of rows or of chat messages is expected.")


def _parse_parquet(file: Path, name: str) -> Any:
    import pyarrow as pa
    import pyarrow.parquet

    try:
        return pyarrow.parquet.ParquetFile(file).read()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name} is not a Parquet file that can be read: {error}. Write it again.") from error


def _parse_xlsx(file: Path, name: str) -> _Columns:
    """Return the first sheet; formulas give their last value, and empty rows at the end are not rows."""
    from zipfile import BadZipFile

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions, which say nothing about the cells
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
            book.close()
    except (BadZipFile, KeyError, IndexError, OSError, ValueError) as error:
        raise InputError(f"{name} is not an XLSX workbook that can be read: {error}. Save it again as .xlsx.") from error
    while rows and all(cell is None for cell in rows[-1]):
        rows.pop()
    return _columns_of_table(rows, name)
