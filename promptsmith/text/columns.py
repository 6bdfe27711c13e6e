"""Which columns of a frame, of a list of rows or of a file hold the prompts, and their cells as Python lists."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from promptsmith.errors import InputError, MissingColumnError, UnsupportedInputError, suggest
from promptsmith.text.messages import is_message

TEXT_COLUMNS = ("prompt", "text", "content", "question", "instruction", "input", "messages")
"""Names under which prompts are found when the caller names no column, in this order."""

ID_COLUMN = "prompt_id"
"""Column taken as the ids when the caller names none: the name our own tables use, so that a result can be an input."""

SIDE_COLUMNS = ("domain", "tone", "context", "variables")
"""Columns that set an argument for their row."""

ACCEPTED = (
    "a string, a list of strings, chat messages or rows, a Series or frame of pandas or Polars, an Arrow table or array, "
    "a DuckDB relation, or a pathlib.Path (file, folder or glob)"
)


@dataclass(frozen=True)
class Unreadable:
    """A cell that could not be read from its file; becomes a fault of its row."""

    kind: str
    message: str


@dataclass(frozen=True)
class Cells:
    """The cells of one source that matter here; every list has one item per row.

    ``sides`` holds the present ones of SIDE_COLUMNS. ``is_padded`` says that the variables are structs of a typed column,
    where a field that another row has is null in this one: such fields were never given. ``first_row`` is the number that
    messages give the first row: not 0 when the source is read in chunks.
    """

    texts: Sequence[Any]
    place: str = ""
    column: str | None = None
    ids: Sequence[Any] | None = None
    id_column: str | None = None
    sides: Mapping[str, Sequence[Any]] | None = None
    is_padded: bool = False
    first_row: int = 0


def cells_of_list(items: Sequence[Any], text: str | None, id: str | None, place: str = "") -> Cells:
    """Return the cells of a Python list: strings, one conversation, many conversations, or rows as mappings."""
    mappings = [item for item in items if isinstance(item, Mapping)]
    if text is None and items and len(mappings) == len(items) and all(is_message(item) for item in items):
        refuse_names(id, None, place or "a conversation")
        return Cells([items], place)
    if mappings and all(item is None or isinstance(item, Mapping | Unreadable) for item in items):
        return cells_of_columns(columns_of_rows(items), text, id, place)
    refuse_names(id, text, place or "a list of texts")
    return Cells(items, place)


def columns_of_rows(rows: Sequence[Any]) -> dict[str, list[Any]]:
    """Return the columns of a list of mappings, in order of first appearance; a key that a row lacks is null there."""
    names = dict.fromkeys(str(name) for row in rows if isinstance(row, Mapping) for name in row)
    columns: dict[str, list[Any]] = {
        name: [row.get(name) if isinstance(row, Mapping) else row for row in rows] for name in names
    }
    return columns


def cells_of_columns(columns: Mapping[str, Sequence[Any]], text: str | None, id: str | None, place: str = "") -> Cells:
    """Return the cells of a table given as Python lists by column name."""

    def strings() -> list[str]:
        return [name for name, values in columns.items() if any(isinstance(value, str) for value in values)]

    chosen = choose_columns(columns, strings, text, id, place)
    return _cells({role: columns[name] for role, name in chosen.items()}, chosen, place)


def cells_of_frame(frame: Any, text: str | None, id: str | None, place: str = "") -> Cells:
    """Return the cells of a frame that narwhals reads; only the columns that matter are collected."""
    import narwhals as nw

    data, names, chosen = _choose_in_frame(frame, text, id, place)
    if isinstance(data, nw.LazyFrame):
        wanted = [nw.col(name) for name in dict.fromkeys(chosen.values())]
        eager = data.select(*wanted).collect("pyarrow")
    else:
        eager = data
    cells = {role: eager.get_column(names[name]).to_list() for role, name in chosen.items()}
    is_padded = "variables" in chosen and data.collect_schema()[names["variables"]] == nw.Struct
    return _cells(cells, chosen, place, is_padded=is_padded)


def columns_of_frame(frame: Any, text: str | None, id: str | None, place: str = "") -> dict[str, str]:
    """Return the column that plays each part in a frame that narwhals reads, as `choose_columns` does; no row is read."""
    return _choose_in_frame(frame, text, id, place)[2]


def _choose_in_frame(frame: Any, text: str | None, id: str | None, place: str) -> tuple[Any, dict[str, Any], dict[str, str]]:
    """Return the frame as narwhals has it, its column names by their text, and the column of each part."""
    import narwhals as nw
    from narwhals.exceptions import DuplicateError

    try:
        data: Any = nw.from_native(frame)
        schema = data.collect_schema()
    except DuplicateError as error:
        raise InputError(f"{place or 'The frame'} has columns of the same name. {error} Rename one of them.") from error
    names: dict[str, Hashable] = {str(name): name for name in schema}

    def strings() -> list[str]:
        sure = [str(name) for name, dtype in schema.items() if dtype in (nw.String, nw.Categorical, nw.Enum)]
        # An object column may hold strings beside other things; it counts only when no column is a string column.
        return sure or [str(name) for name, dtype in schema.items() if dtype == nw.Object]

    return data, names, choose_columns(names, strings, text, id, place)


def _cells(cells: Mapping[str, Sequence[Any]], chosen: dict[str, str], place: str, *, is_padded: bool = False) -> Cells:
    return Cells(
        texts=cells["text"],
        place=place,
        column=chosen["text"],
        ids=cells.get("id"),
        id_column=chosen.get("id"),
        sides={name: cells[name] for name in SIDE_COLUMNS if name in cells},
        is_padded=is_padded,
    )


def choose_columns(
    names: Mapping[str, Any], strings: Callable[[], list[str]], text: str | None, id: str | None, place: str = ""
) -> dict[str, str]:
    """Return the column that plays each part: ``text``, and when present ``id`` and the side columns.

    Args:
        names: the columns there are.
        strings: gives the columns that hold strings; asked only when no column has a usual name.
        text: column named by the caller.
        id: column named by the caller.
        place: where the columns are, for messages.

    Raises:
        MissingColumnError: a named column is missing, or no column is evidently the text.
    """
    listed = list(names)
    chosen = {"text": named_column(text, listed, "text", place) if text is not None else _guessed(listed, strings, id, place)}
    if id is not None:
        chosen["id"] = named_column(id, listed, "id", place)
    elif ID_COLUMN in names and chosen["text"] != ID_COLUMN:
        chosen["id"] = ID_COLUMN
    for side in SIDE_COLUMNS:
        if side in names and side not in chosen.values():
            chosen[side] = side
    return chosen


def named_column(name: str, listed: list[str], argument: str, place: str = "") -> str:
    """Return ``name`` if it is one of the columns ``listed``.

    Raises:
        MissingColumnError: it is not; the message names the nearest, and ``argument``, which named it.
    """
    if name in listed:
        return name
    near = suggest(name, listed)
    raise MissingColumnError(f"{_in(place)}no column {name!r}.{near} Columns: {_list(listed)}. Name one: {argument}=.")


def _guessed(listed: list[str], strings: Callable[[], list[str]], id: str | None, place: str) -> str:
    folded = {name.strip().lower(): name for name in reversed(listed)}
    for candidate in TEXT_COLUMNS:
        if candidate in listed:
            return candidate
        if candidate in folded:
            return folded[candidate]
    taken = {id, ID_COLUMN, *SIDE_COLUMNS}
    holding = [name for name in strings() if name not in taken]
    if len(holding) == 1:
        return holding[0]
    if len(listed) == 1:
        return listed[0]  # an empty or all-null column has no type to go by, and there is no other choice
    found = f"{len(holding)} columns hold strings" if holding else "no column holds strings"
    raise MissingColumnError(
        f"{_in(place)}no column is evidently the prompt: none is called {_list(TEXT_COLUMNS)}, and {found}. "
        f"Columns: {_list(listed)}.{_nearest(listed)} Name the column: text=."
    )


def _nearest(listed: list[str]) -> str:
    return next((near for candidate in TEXT_COLUMNS if (near := suggest(candidate, listed))), "")


def refuse_names(id: str | None, text: str | None, what: str) -> None:
    """Raise when the caller names a column of a source that has none.

    Raises:
        InputError: ``text`` or ``id`` was given.
    """
    for argument, value in (("text", text), ("id", id)):
        if value is not None:
            raise InputError(
                f"{argument}={value!r} names a column, but {what} has no columns. "
                f"Leave {argument}= out, or pass rows: [{{{value!r}: ...}}, ...]."
            )


def cells_of_mapping(row: Mapping[Any, Any], text: str | None, id: str | None, place: str = "") -> Cells:
    """Return the cells of a single mapping: one chat message, or one row.

    Raises:
        UnsupportedInputError: the mapping holds whole columns, or neither a message nor a text.
    """
    if text is None and is_message(row):
        return cells_of_list([row], text, id, place)
    what = place or "The mapping"
    column = text if text is not None else next((name for name in TEXT_COLUMNS if name in row), None)
    if column is None or column not in row:
        raise UnsupportedInputError(
            f"{what} has the keys {_list([str(name) for name in row])} and no text. One message has 'role' and "
            f"'content'; one row has one of {_list(TEXT_COLUMNS)}, or the key named by text=. Accepted: {ACCEPTED}."
        )
    value = row[column]
    if isinstance(value, Sequence) and not isinstance(value, str) and not all(is_message(item) for item in value):
        raise UnsupportedInputError(
            f"{what} holds a list under {column!r}. A mapping is one row; for columns pass pandas.DataFrame(data), "
            "for rows a list of mappings."
        )
    return cells_of_list([row], column, id, place)


def _in(place: str) -> str:
    return f"{place}: " if place else "The frame: "


def _list(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names) or "none"
