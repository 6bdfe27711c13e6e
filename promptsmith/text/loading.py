"""Files as a whole frame, with every column they have: what a notebook looks at before it evaluates."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, MissingColumnError
from promptsmith.text.columns import ID_COLUMN, TEXT_COLUMNS, Unreadable, choose_columns, columns_of_rows, refuse_names
from promptsmith.text.files import TEXT_ENDINGS, find_files, reads_only_text
from promptsmith.text.formats import Columns, parse, read_text
from promptsmith.text.frames import to_kind
from promptsmith.text.messages import is_message

if TYPE_CHECKING:
    import pyarrow as pa

_PROMPT = TEXT_COLUMNS[0]


def load_frame(path: str | os.PathLike[str], *, text: str | None = None, id: str | None = None, kind: str = "pandas") -> Any:
    """Return the rows of a file, folder or glob as a frame, with every column the files have.

    A text file gives a row with ``prompt_id`` (its relative path) and ``prompt``. Columns of CSV files become numbers or flags
    when every cell is one, except the prompts. When several files call the column of the prompts differently, it becomes
    ``prompt``.

    Args:
        path: always files, never a prompt.
        text: column of the prompts; it is called ``prompt`` in the result.
        id: column of the ids; it is called ``prompt_id`` in the result.
        kind: kind of frame, as ``frames.to_kind`` takes it.

    Raises:
        InputError: a file is missing or malformed, or the files do not fit together.
        UnsupportedInputError: an ending is not read.
        MissingColumnError: a named column is missing.
    """
    import pyarrow as pa

    root, files = find_files(path)
    names = [file.relative_to(root).as_posix() for file in files]
    if all(file.suffix.lower() in TEXT_ENDINGS for file in files):
        refuse_names(id, text, f"text file {names[0]!r}")
    tables = [_table(file, name, text, id) for file, name in zip(files, names, strict=True)]
    if len(tables) > 1:
        tables = [_with_prompt(table, name) for table, name in zip(tables, names, strict=True)]
    try:
        joined = pa.concat_tables(tables, promote_options="permissive")
    except pa.ArrowException as error:
        raise InputError(f"The files of {str(path)!r} do not fit together: {error}. Load them one by one.") from error
    return to_kind(joined, kind)


def _table(file: Path, name: str, text: str | None, id: str | None) -> pa.Table:
    import pyarrow as pa

    if file.suffix.lower() in TEXT_ENDINGS:
        return pa.table({ID_COLUMN: [name], _PROMPT: [read_text(file, name)]})
    parsed = parse(file, name)
    if isinstance(parsed, pa.Table):
        return _renamed(parsed, text, id, name)
    columns = _columns(parsed, name)
    kept = _prompt_column(list(columns), columns, text, id, name) if reads_only_text(file) else None
    arrays = {}
    for title, values in columns.items():
        is_inferred = reads_only_text(file) and title != kept
        arrays[title] = _inferred(values) if is_inferred else _array(values, f"{name}, column {title!r}")
    return _renamed(pa.table(arrays), text, id, name)


def _prompt_column(
    listed: list[str], columns: Mapping[str, Sequence[Any]], text: str | None, id: str | None, name: str
) -> str | None:
    """Return the column of the prompts, or None when it is not evident: a frame may be loaded before it is named."""

    def strings() -> list[str]:
        return [title for title in listed if any(columns[title])]

    try:
        return choose_columns(columns, strings, text, id, name)["text"]
    except MissingColumnError:
        if text is not None or id is not None:
            raise
        return None


def _columns(parsed: Any, name: str) -> Mapping[str, Sequence[Any]]:
    if isinstance(parsed, Columns):
        return parsed
    items = parsed if isinstance(parsed, list) else [parsed]
    broken = next((item for item in items if isinstance(item, Unreadable)), None)
    if broken is not None:
        raise InputError(f"{name}: {broken.message}")
    if items and all(is_message(item) for item in items):
        return {"messages": [items]}
    if items and all(isinstance(item, Mapping) for item in items):
        return columns_of_rows(items)
    return {_PROMPT: items}


def _renamed(table: pa.Table, text: str | None, id: str | None, name: str) -> pa.Table:
    for argument, given, title in (("text", text, _PROMPT), ("id", id, ID_COLUMN)):
        if given is None:
            continue
        choose_columns(dict.fromkeys(table.column_names), list, given, None, name)
        if given != title and title in table.column_names:
            raise InputError(
                f"{name} has both {given!r} and {title!r}, the name that {argument}= gives. Rename one in the file."
            )
        table = table.rename_columns([title if column == given else column for column in table.column_names])
    return table


def _with_prompt(table: pa.Table, name: str) -> pa.Table:
    """Return ``table`` with its prompts under the name all files share."""
    import pyarrow as pa

    def strings() -> list[str]:
        return [field.name for field in table.schema if pa.types.is_string(field.type) or pa.types.is_large_string(field.type)]

    chosen = choose_columns(dict.fromkeys(table.column_names), strings, None, None, name)["text"]
    return table.rename_columns([_PROMPT if column == chosen else column for column in table.column_names])


def _array(values: Sequence[Any], place: str) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(values)
    except UnicodeEncodeError as error:
        raise InputError(f"{place}: a text holds half a character ({error.reason}). Repair how it was decoded.") from error
    except (pa.ArrowException, OverflowError):  # cells of several types, as spreadsheets have them
        return pa.array([None if value is None else str(value) for value in values], pa.string())


def _inferred(values: Sequence[str | None]) -> pa.Array:
    """Return cells of a CSV column as integers, numbers or flags when all are; "007" stays text."""
    import pyarrow as pa

    texts = pa.array([value or None for value in values], pa.string())
    is_code = any(value and re.match(r"-?0\d", value) for value in values)
    if not is_code and texts.null_count < len(texts):
        for wanted in (pa.int64(), pa.float64(), pa.bool_()):
            try:
                return texts.cast(wanted)
            except pa.ArrowInvalid:
                continue
    return pa.array(values, pa.string())
