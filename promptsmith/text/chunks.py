"""A big input read in chunks of rows: Parquet files, a table of a DuckDB file, or a DuckDB relation.

Where a chunk ends depends on the rows alone, never on how the file is laid out or on the speed of the reader, so a second reading
gives the same chunks.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, UnknownNameError, UnsupportedInputError, unknown
from promptsmith.text.columns import Cells, cells_of_frame, columns_of_frame
from promptsmith.text.files import find_files

if TYPE_CHECKING:
    import pyarrow as pa

DUCKDB_ENDINGS = (".duckdb", ".db")

BLOCK_ROWS = 1024
"""Rows read together; a chunk that is too heavy ends after such a block. Judgement."""

MAX_CHUNK_BYTES = 64 << 20
"""A chunk also ends when its columns hold this many bytes, so that rows of any size keep the memory bounded. Judgement: eight
times what 20,000 real prompts take."""

CHECK_MEMORY = "256MB"
"""What DuckDB may use to look for repeated ids before it goes to its temporary folder."""


@dataclass(frozen=True)
class Piece:
    """Rows of a chunk that come from one file: their table, the file's name for messages, and the row they begin at in it."""

    table: pa.Table
    place: str
    first_row: int


@dataclass(frozen=True)
class Chunk:
    """Some rows of a big input.

    Attributes:
        number: number of the chunk, from 0.
        first_row: rows of the input before it.
        n_rows: its rows.
        pieces: its rows, file by file.
    """

    number: int
    first_row: int
    n_rows: int
    pieces: tuple[Piece, ...]

    def digest(self) -> str:
        """Return the BLAKE2b-128 of the cells, hexadecimal; places are no part of it.

        The cells are hashed as JSON: in memory, equal rows need not have equal bytes (a bitmap carries bits beyond its end).
        """
        seen = hashlib.blake2b(digest_size=16)
        for piece in self.pieces:
            for column in piece.table.columns:
                seen.update(json.dumps(column.to_pylist(), default=str).encode("ascii"))
        return seen.hexdigest()

    def cells(self, columns: dict[str, str]) -> list[Cells]:
        """Return the cells of the chunk for `inputs.read_parts`; ``columns`` are those of the source."""
        text, id = columns["text"], columns.get("id")
        return [replace(cells_of_frame(piece.table, text, id, piece.place), first_row=piece.first_row) for piece in self.pieces]


@dataclass(frozen=True, eq=False)
class BigInput:
    """An input that is read in chunks, as often as needed.

    Attributes:
        name: what it is, for messages.
        n_rows: its rows.
        columns: the column that plays each part: text, id, domain, tone, context, variables.
        blocks: gives the rows of the wanted columns from the beginning.
    """

    name: str
    n_rows: int
    columns: dict[str, str]
    blocks: Callable[[list[str]], Iterator[Piece]]

    def chunks(self, rows: int) -> Iterator[Chunk]:
        """Yield the input in chunks of ``rows`` rows, or fewer where `MAX_CHUNK_BYTES` is reached before."""
        pieces: list[Piece] = []
        number = first_row = held = size = 0
        for piece in _blocks_of_equal_size(self.blocks(list(dict.fromkeys(self.columns.values())))):
            start = 0
            while start < piece.table.num_rows:
                part = piece.table.slice(start, rows - held)
                pieces.append(Piece(part, piece.place, piece.first_row + start))
                start, held, size = start + part.num_rows, held + part.num_rows, size + part.nbytes
                if held == rows or size >= MAX_CHUNK_BYTES:
                    yield Chunk(number, first_row, held, _joined(pieces))
                    number, first_row, pieces, held, size = number + 1, first_row + held, [], 0, 0
        if held:
            yield Chunk(number, first_row, held, _joined(pieces))

    def check_ids(self) -> None:
        """Look through the ids once, in bounded memory.

        Raises:
            InputError: an id is null or occurs twice.
        """
        if "id" not in self.columns:
            return
        import duckdb
        import pyarrow as pa

        column = self.columns["id"]
        blocks = (batch for piece in self.blocks([column]) for batch in piece.table.to_batches())
        first = next(blocks, None)
        if first is None:
            return
        ids = pa.RecordBatchReader.from_batches(first.schema, _with_first(first, blocks))
        with duckdb.connect(":memory:", config={"memory_limit": CHECK_MEMORY, "threads": 1}) as connection:
            connection.register("ids", ids)
            quoted = '"' + column.replace('"', '""') + '"'
            found = connection.execute(
                f"SELECT {quoted}, count(*) FROM ids GROUP BY 1 HAVING count(*) > 1 OR {quoted} IS NULL LIMIT 1"
            ).fetchone()
        if found is not None:
            what = "is null in" if found[0] is None else f"{found[0]!r} stands in"
            raise InputError(
                f"{self.name}: the id {what} {found[1]:,} row{'s' if found[1] > 1 else ''}. Ids must tell rows apart: make column "
                f"{column!r} unique, name another one with id=, or rename it so that rows are numbered."
            )


def open_big_input(source: Any, *, text: str | None = None, id: str | None = None, table: str | None = None) -> BigInput:
    """Return a big input; nothing but its columns and its number of rows is read.

    Args:
        source: path, folder or glob of Parquet files; path of a DuckDB file; or a DuckDB relation.
        text, id: as in `inputs.read_prompts`.
        table: table or view of a DuckDB file; needed when it holds several.

    Raises:
        UnsupportedInputError: the source is none of these.
        InputError: it cannot be read, or ``table`` is given for what has no tables.
        MissingColumnError: a named column is missing, or no column is evidently the prompt.
        UnknownNameError: the DuckDB file has no such table.
    """
    if isinstance(source, str | os.PathLike):
        if os.fspath(source).lower().endswith(DUCKDB_ENDINGS):
            return _of_duckdb_file(Path(os.path.expanduser(os.fspath(source))), text, id, table)
        if table is not None:
            raise InputError(f"table={table!r} names a table of a DuckDB file, and {os.fspath(source)!r} is none.")
        return _of_parquet(source, text, id)
    if hasattr(source, "project") and hasattr(source, "to_arrow_reader"):
        return _of_relation(source, "the DuckDB relation", text, id)
    raise UnsupportedInputError(
        f"A {type(source).__name__} is not read in chunks. Accepted: Parquet files (path, folder or glob), a DuckDB file, a DuckDB "
        "relation. What is in memory already goes to evaluate()."
    )


def _of_parquet(source: str | os.PathLike[str], text: str | None, id: str | None) -> BigInput:
    import pyarrow as pa
    import pyarrow.parquet as pq

    root, files = _parquet_files(source)
    names = [file.relative_to(root).as_posix() for file in files]
    n_rows = 0
    columns: dict[str, str] = {}
    for number, (file, name) in enumerate(zip(files, names, strict=True)):
        try:
            with pq.ParquetFile(file) as opened:
                n_rows += opened.metadata.num_rows
                here = columns_of_frame(opened.schema_arrow.empty_table(), text, id, name)
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"{name} cannot be read as Parquet: {error}") from error
        if number and here != columns:
            raise InputError(f"{names[0]} and {name} do not have the same columns: {columns} and {here}. Read them one by one.")
        columns = here

    def blocks(wanted: list[str]) -> Iterator[Piece]:
        for file, name in zip(files, names, strict=True):
            first_row = 0
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches(BLOCK_ROWS, columns=wanted, use_threads=False):
                    yield Piece(pa.Table.from_batches([batch]), name, first_row)
                    first_row += batch.num_rows

    return BigInput(os.fspath(source), n_rows, columns, blocks)


def _parquet_files(source: str | os.PathLike[str]) -> tuple[Path, list[Path]]:
    folder = Path(os.path.expanduser(os.fspath(source)))
    if folder.is_dir():
        files = sorted(folder.glob("*.parquet"))
        if not files:
            raise InputError(f"The folder {str(folder)!r} holds no .parquet file.")
        return folder, files
    root, files = find_files(source)
    other = next((file for file in files if file.suffix.lower() != ".parquet"), None)
    if other is not None:
        raise UnsupportedInputError(
            f"{str(other)!r} is not read in chunks; Parquet and DuckDB files are. Convert it: "
            'promptsmith.load(path).to_parquet("prompts.parquet").'
        )
    return root, files


def _of_duckdb_file(file: Path, text: str | None, id: str | None, table: str | None) -> BigInput:
    import duckdb

    if not file.is_file():
        raise InputError(f"There is no file {str(file)!r}. Check the path.")
    try:
        connection = duckdb.connect(str(file), read_only=True, config={"threads": 1})
    except duckdb.Error as error:
        raise InputError(f"{str(file)!r} cannot be read as a DuckDB file: {error}") from error
    # A file that others wrote may hold views over anything; only reading what is in the file itself is meant here.
    connection.execute("SET enable_external_access = false")
    rows = connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
    names = [str(row[0]) for row in rows]
    if table is None and len(names) != 1:
        raise InputError(f"{str(file)!r} holds {len(names)} tables: {', '.join(names) or 'none'}. Name one: table=.")
    chosen = table if table is not None else names[0]
    if chosen not in names:
        raise UnknownNameError(f"{file}: {unknown('table', chosen, names)}")
    return _of_relation(connection.table('"' + chosen.replace('"', '""') + '"'), f"{file}, table {chosen}", text, id)


def _of_relation(relation: Any, name: str, text: str | None, id: str | None) -> BigInput:
    import pyarrow as pa

    columns = columns_of_frame(relation, text, id, name)
    n_rows = int(relation.aggregate("count(*)").fetchone()[0])

    def blocks(wanted: list[str]) -> Iterator[Piece]:
        first_row = 0
        listed = ", ".join('"' + column.replace('"', '""') + '"' for column in wanted)
        for batch in relation.project(listed).to_arrow_reader(BLOCK_ROWS):
            yield Piece(pa.Table.from_batches([batch]), name, first_row)
            first_row += batch.num_rows

    return BigInput(name, n_rows, columns, blocks)


def _blocks_of_equal_size(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Yield the same rows cut at every `BLOCK_ROWS` rows of the input, whatever the sizes that a reader gives."""
    row = 0
    for piece in pieces:
        start = 0
        while start < piece.table.num_rows:
            part = piece.table.slice(start, BLOCK_ROWS - row % BLOCK_ROWS)
            yield Piece(part, piece.place, piece.first_row + start)
            start, row = start + part.num_rows, row + part.num_rows


def _with_first(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Return one piece for each file."""
    import pyarrow as pa

    joined = []
    for place, group in itertools.groupby(pieces, key=lambda piece: piece.place):
        parts = list(group)
        table = pa.concat_tables([piece.table for piece in parts])
        joined.append(Piece(table, place, parts[0].first_row))
    return tuple(joined)
