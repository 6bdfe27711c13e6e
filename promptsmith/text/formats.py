"""What each kind of file holds: one parser per ending.

Text is UTF-8, with or without a byte order mark; UTF-16 is understood when it has one. Every cell of a CSV file stays text. A
malformed file is refused with the place of the defect; a malformed line of JSONL is a fault of its row.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError, shorten
from promptsmith.text.columns import Unreadable

_DELIMITERS = (",", ";", "\t")
"""Delimiters of ``.csv`` files; spreadsheets of systems with a decimal comma (Spanish ones) write semicolons."""


class Columns(dict[str, list[Any]]):
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
            f"{name} is not {encoding.upper()}: byte 0x{data[start]:02x} at offset {start} (line {line}). "
            f"Save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 {shorten(name)!r}."
        ) from error


def _read_bytes(file: Path, name: str) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"{name} cannot be read: {error.strerror or error}. Check its permissions.") from error


def parse(file: Path, name: str) -> Any:
    """Return what a table file holds: columns, a list, a mapping or string of JSON, or an Arrow table."""
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


def _parse_csv(file: Path, name: str) -> Columns:
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


def _columns_of_table(rows: list[Any], name: str) -> Columns:
    if not rows:
        raise InputError(f"{name} is empty. Its first row must name the columns, for example: prompt.")
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    twice = next((cell for cell in header if cell and header.count(cell) > 1), None)
    if twice is not None:
        raise InputError(f"{name} has two columns called {twice!r}. Rename one of them.")
    body = rows[1:]
    return Columns(
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
            items.append(Unreadable("malformed_line", f"line {number} is not JSON: {error}. Write one JSON value a line."))
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
        with pyarrow.parquet.ParquetFile(file) as opened:
            table = opened.read()
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{name} is not a Parquet file that can be read: {error}. Write it again.") from error
    # The index of a pandas frame is stored as a column of this name; it is no column of the user's.
    return table.drop_columns([column for column in table.column_names if column.startswith("__index_level_")])


def _parse_xlsx(file: Path, name: str) -> Columns:
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
