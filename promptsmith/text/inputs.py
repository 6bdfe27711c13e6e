"""Whatever holds prompts becomes ``Prompts``: texts in the caller's order, each distinct text once, faults as rows.

A mistake in the call (no such column, duplicate ids, a type we do not read) raises. A fault of one row (null, empty, too long,
unknown domain, ...) is recorded in ``Prompts.errors`` and the other rows go on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from promptsmith import config
from promptsmith.errors import InputError, UnsupportedInputError, shorten
from promptsmith.text.columns import (
    ACCEPTED,
    ID_COLUMN,
    SIDE_COLUMNS,
    Cells,
    Unreadable,
    cells_of_frame,
    cells_of_list,
    cells_of_mapping,
    refuse_names,
)
from promptsmith.text.files import cells_of_files, names_path
from promptsmith.text.rows import (
    Fault,
    Roles,
    RowFault,
    context_of,
    defect,
    is_null,
    name_of,
    text_of,
    variables_of,
)

__all__ = ["Prompts", "RowFault", "read_prompts"]


@dataclass(frozen=True)
class Prompts:
    """The prompts of one call, one item per row in every list, in the order of the input.

    Attributes:
        ids: the caller's ids (all int or all str), or row numbers from 0.
        texts: text to analyse; None where the row has a fault.
        originals: text as given, also when faulty; None when the row held no text.
        distinct: each text to analyse once (twice when it stands for conversations with different speakers).
        row_of: index into ``distinct`` for each row; -1 for a row with a fault.
        domains: domain of the row, else the ``domain`` of the call; "auto" asks for detection; None: nothing was said.
        tones: tone of the row; None: nothing was said.
        contexts: context of the row; None: nothing was said.
        variables: values for placeholders of the row; None: nothing was given.
        messages: who said which part, for rows that are conversations; None when no row is one.
        distinct_messages: the same for each item of ``distinct``.
        errors: faults, by row.
        kind: kind of frame the caller used, as ``frames.to_kind`` takes it.
    """

    ids: list[int] | list[str]
    texts: list[str | None]
    originals: list[str | None]
    distinct: list[str]
    row_of: npt.NDArray[np.int64]
    domains: list[str | None]
    tones: list[str | None]
    contexts: list[str | None]
    variables: list[dict[str, Any] | None]
    messages: list[Roles] | None
    distinct_messages: list[Roles] | None
    errors: list[RowFault]
    kind: str

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def storable(self) -> list[str | None]:
        """The originals as a table can hold them: None also for a text with half a character."""
        broken = {fault.row for fault in self.errors if fault.error == "not_encodable"}
        return [None if row in broken else text for row, text in enumerate(self.originals)] if broken else self.originals


def read_prompts(
    source: Any,
    *,
    text: str | None = None,
    id: str | None = None,
    domain: str | None = None,
    max_characters: int = config.MAX_CHARACTERS,
    allowed_domains: tuple[str, ...] = config.BUILT_IN_DOMAINS,
) -> Prompts:
    """Return the prompts of a string, list, frame or file.

    A string is one prompt, unless it evidently names files (``files.names_path`` says when); a list of chat messages is one
    prompt, a list of such lists many.

    Args:
        source: string; list of strings, of chat messages, of conversations or of rows; one message or row; Series or frame of
            pandas or Polars; Arrow table, batch or array; DuckDB relation; ``pathlib.Path`` of a file, folder or glob.
        text: column of the prompts; found by its name (``columns.TEXT_COLUMNS``) or as the only column of strings.
        id: column of the ids; a column ``prompt_id`` is used by itself, else rows are numbered from 0.
        domain: domain of the rows that name none; one of ``allowed_domains`` or "auto".
        max_characters: longest prompt that is analysed; code points; at least 1.
        allowed_domains: the domains a row may name.

    Raises:
        UnsupportedInputError: the source has a type or an ending that is not read.
        InputError: a file is missing or malformed; an id is null or occurs twice; ``max_characters`` is below 1.
        MissingColumnError: a named column is missing, or no column is evidently the prompt.
        UnknownNameError: ``domain`` is not allowed.

    Example:
        >>> prompts = read_prompts(["Name three rivers.", "", "Name three rivers."])
        >>> prompts.distinct, prompts.row_of.tolist(), prompts.errors[0].error
        (['Name three rivers.'], [0, -1, 0], 'empty')
    """
    if domain is not None:
        config.check_name("domain", domain, (*allowed_domains, "auto"))
    check_longest(max_characters)
    kind, parts = _open(source, text, id)
    return _read(parts, 0, kind, max_characters, domain, allowed_domains)


def check_longest(max_characters: object) -> None:
    """Raise when ``max_characters`` is no length.

    Raises:
        InputError: it is not a whole number of at least 1.
    """
    if isinstance(max_characters, bool) or not isinstance(max_characters, int) or max_characters < 1:
        raise InputError(
            f"max_characters={max_characters!r} is not a whole number of at least 1. The default is {config.MAX_CHARACTERS}."
        )


def read_parts(
    parts: list[Cells], first_row: int, *, max_characters: int, allowed_domains: tuple[str, ...] = config.BUILT_IN_DOMAINS
) -> Prompts:
    """Return the prompts of one chunk of a big input, as `read_prompts` reads them.

    Args:
        parts: cells of the chunk, one item for each file it reaches into.
        first_row: rows of the input before this chunk; rows without an id are numbered from here.
        max_characters, allowed_domains: as in `read_prompts`.
    """
    return _read(parts, first_row, "arrow", max_characters, None, allowed_domains)


def _read(
    parts: list[Cells], first_row: int, kind: str, max_characters: int, domain: str | None, allowed: tuple[str, ...]
) -> Prompts:
    reading = _Reading(_ids(parts, first_row), max_characters, domain, (*allowed, "auto"))
    for cells in parts:
        bad = reading.add_sides(cells)
        reading.add_texts(cells, bad)
    return reading.finish(kind)


def _open(source: Any, text: str | None, id: str | None) -> tuple[str, list[Cells]]:
    if isinstance(source, str):
        if names_path(source):
            return "path", cells_of_files(source, text, id)
        return "str", [cells_of_list([source], text, id, "a string" if text or id else "")]
    if isinstance(source, list | tuple):
        return "list", [cells_of_list(source, text, id)]
    if isinstance(source, os.PathLike):
        return "path", cells_of_files(source, text, id)
    if isinstance(source, Mapping):
        return "list", [cells_of_mapping(source, text, id)]
    if isinstance(source, np.ndarray) and source.ndim == 1:
        return "list", [cells_of_list(source.tolist(), text, id)]
    kind, frame = _frame(source)
    if isinstance(frame, list):  # one cell per row: a list of messages here is not one conversation
        refuse_names(id, text, f"a {type(source).__name__}")
        return kind, [Cells(frame)]
    return kind, [cells_of_frame(frame, text, id)]


def _frame(source: Any) -> tuple[str, Any]:
    """Return the kind of a foreign object, and the frame or the list of cells it stands for."""
    roots = {cls.__module__.partition(".")[0] for cls in type(source).__mro__}
    if "pandas" in roots or "polars" in roots:
        kind = "pandas" if "pandas" in roots else "polars"
        shape = type(source).__name__ if kind == "polars" else f"{getattr(source, 'ndim', 0)}d"
        if shape in ("Series", "1d"):
            return kind, source.to_list()
        if shape in ("DataFrame", "LazyFrame", "2d"):
            return kind, source
    elif "duckdb" in roots or "_duckdb" in roots:
        if hasattr(source, "project"):
            return "duckdb", source
    elif hasattr(source, "__arrow_c_stream__") or hasattr(source, "__arrow_c_array__"):
        import pyarrow as pa

        if isinstance(source, pa.Array | pa.ChunkedArray) and not isinstance(source, pa.StructArray):
            return "arrow", source.to_pylist()
        return "arrow", pa.table(source)
    if isinstance(source, bytes | bytearray):
        raise UnsupportedInputError(f'Bytes are not text: {shorten(repr(source))}. Decode them first: source.decode("utf-8").')
    raise UnsupportedInputError(
        f"Prompts cannot be read from {type(source).__name__} ({shorten(repr(source))}). Accepted: {ACCEPTED}."
    )


def _ids(parts: list[Cells], first_row: int = 0) -> list[int] | list[str]:
    """Return one id per row of all parts; rows of a part without ids are numbered when no part has ids, else named by file."""
    total = sum(len(cells.texts) for cells in parts)
    if all(cells.ids is None for cells in parts):
        return list(range(first_row, first_row + total))
    given: list[Any] = []
    for cells in parts:
        given += _given_ids(cells) if cells.ids is not None else [f"{cells.place}:{row}" for row in range(len(cells.texts))]
    ids: list[int] | list[str] = given if all(type(value) is int for value in given) else [str(value) for value in given]
    if len(set(ids)) < total:
        raise InputError(_twice(ids, next((cells.id_column for cells in parts if cells.id_column), ID_COLUMN)))
    return ids


def _twice(ids: Sequence[int | str], column: str) -> str:
    first: dict[int | str, int] = {}
    row, value = next((row, value) for row, value in enumerate(ids) if first.setdefault(value, row) != row)
    return (
        f"Id {value!r} occurs twice: in row {first[value]} and in row {row}. Ids must tell rows apart: make column {column!r} "
        "unique, name another one with id=, or drop it to number the rows."
    )


def _given_ids(cells: Cells) -> list[Any]:
    given: list[Any] = []
    for row, value in enumerate(cells.ids or ()):
        if isinstance(value, Unreadable):
            raise InputError(f"{cells.place}: {value.message} Its id cannot be known.")
        if is_null(value):
            raise InputError(
                f"{_place(cells, row, cells.id_column)}: the id is null. Fill it, or drop the column to number the rows."
            )
        given.append(int(value) if isinstance(value, np.integer) else value)
    return given


def _place(cells: Cells, row: int, column: str | None) -> str:
    parts = [cells.place] if cells.place else []
    if len(cells.texts) > 1 or cells.column is not None or cells.first_row:
        parts.append(f"row {row + cells.first_row}")
    if column is not None:
        parts.append(f"column {column!r}")
    place = ", ".join(parts) or "the prompt"
    return place if cells.place else place[0].upper() + place[1:]


@dataclass
class _Reading:
    """The rows read so far, and the index of distinct texts that the parts of one input share."""

    ids: list[int] | list[str]
    max_characters: int
    domain: str | None
    allowed_domains: tuple[str, ...]
    texts: list[str | None] = field(default_factory=list)
    originals: list[str | None] = field(default_factory=list)
    distinct: list[str] = field(default_factory=list)
    distinct_messages: list[Roles] = field(default_factory=list)
    row_of: list[int] = field(default_factory=list)
    messages: list[Roles] = field(default_factory=list)
    sides: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in SIDE_COLUMNS})
    errors: list[RowFault] = field(default_factory=list)
    seen: dict[str | tuple[str, Roles], int] = field(default_factory=dict)

    def add_sides(self, cells: Cells) -> set[int]:
        """Read the arguments of the rows of a part; return the rows with a fault."""
        sides = cells.sides or {}
        bad: set[int] = set()
        readers: dict[str, Callable[[Any], Any]] = {
            "domain": lambda cell: name_of("domain", cell, self.allowed_domains),
            "tone": lambda cell: name_of("tone", cell, config.TONES),
            "context": context_of,
            "variables": lambda cell: variables_of(cell, is_padded=cells.is_padded),
        }
        for name, read in readers.items():
            unsaid = self.domain if name == "domain" else None
            if name not in sides:
                self.sides[name] += [unsaid] * len(cells.texts)
                continue
            for row, cell in enumerate(sides[name]):
                value = read(cell)
                if isinstance(value, Fault):
                    self._fault(cells, row, name, value)
                    bad.add(row)
                    value = None
                self.sides[name].append(unsaid if value is None else value)
        return bad

    def add_texts(self, cells: Cells, bad: set[int]) -> None:
        """Read the texts of the rows of a part; ``bad`` are rows that are not analysed for another reason."""
        seen, distinct = self.seen, self.distinct
        texts, row_of = [], []
        for row, cell in enumerate(cells.texts):
            text, roles, fault = (cell, None, None) if type(cell) is str else text_of(cell)
            index = -1
            if text is not None:
                key = text if roles is None else (text, roles)
                index = seen.get(key, -1)
                if index < 0:
                    fault = defect(text, self.max_characters)
                if index < 0 and fault is None and row not in bad:
                    index = seen[key] = len(distinct)
                    distinct.append(text)
                    self.distinct_messages.append(roles)
            if fault is not None:
                self._fault(cells, row, cells.column, fault)
            is_usable = fault is None and row not in bad
            texts.append(text if is_usable else None)
            row_of.append(index if is_usable else -1)
            self.originals.append(text)
            self.messages.append(roles)
        self.texts += texts
        self.row_of += row_of

    def _fault(self, cells: Cells, row: int, column: str | None, fault: Fault) -> None:
        # Texts are added after the arguments of the same part, so the rows before this part are those with a text.
        number = len(self.texts) + row
        message = f"{_place(cells, row, column)}: {fault.message}"
        self.errors.append(RowFault(number, self.ids[number], fault.kind, message))

    def finish(self, kind: str) -> Prompts:
        """Return everything read, faults in the order of the rows."""
        has_messages = any(roles is not None for roles in self.messages)
        return Prompts(
            ids=self.ids,
            texts=self.texts,
            originals=self.originals,
            distinct=self.distinct,
            row_of=np.array(self.row_of, dtype=np.int64),
            domains=self.sides["domain"],
            tones=self.sides["tone"],
            contexts=self.sides["context"],
            variables=self.sides["variables"],
            messages=self.messages if has_messages else None,
            distinct_messages=self.distinct_messages if has_messages else None,
            errors=sorted(self.errors, key=lambda fault: fault.row),
            kind=kind,
        )
