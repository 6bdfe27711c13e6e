"""Result tables out: as the caller's kind of frame, or as a file."""

from __future__ import annotations

import io
import json
import math
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from promptsmith.config import check_name
from promptsmith.errors import InputError, UnsupportedInputError

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

KINDS = ("pandas", "polars", "arrow", "duckdb", "list", "str", "path")
"""Kinds of input; results of the last three are pandas frames, the kind a notebook shows best."""

FORMATS = ("json", "jsonl", "csv", "parquet")

_ROWS_AT_ONCE = 4096
"""Rows turned into Python objects together when writing JSON: bounds the memory beside the table. Judgement."""


def to_kind(table: pa.Table, kind: str) -> Any:
    """Return ``table`` as a frame of the caller's kind: pandas DataFrame, Polars DataFrame, Arrow table or DuckDB relation.

    A DuckDB relation belongs to DuckDB's default connection. In pandas, integers and flags with nulls are ``Int64`` and
    ``boolean`` (never floats or objects), lists are Python lists and structs are dictionaries.

    Raises:
        UnknownNameError: ``kind`` is not one of KINDS.
    """
    check_name("kind of frame", kind, KINDS)
    if kind == "arrow":
        return table
    if kind == "polars":
        import polars as pl

        return pl.from_arrow(table)
    if kind == "duckdb":
        import duckdb

        return duckdb.from_arrow(table)
    return _to_pandas(table)


def _to_pandas(table: pa.Table) -> pd.DataFrame:
    import pandas as pd

    columns = [_pandas_column(column) for column in table.columns]
    frame = pd.concat(columns, axis=1) if columns else pd.DataFrame(index=range(table.num_rows))
    frame.columns = pd.Index(table.column_names)
    return frame


def _pandas_column(column: pa.ChunkedArray) -> pd.Series:
    import pandas as pd
    import pyarrow as pa

    if pa.types.is_nested(column.type):
        return pd.Series(column.to_pylist(), dtype=object)
    if column.null_count and pa.types.is_integer(column.type):
        return pd.Series(column.to_pandas(types_mapper={column.type: pd.Int64Dtype()}.get))
    if column.null_count and pa.types.is_boolean(column.type):
        return pd.Series(column.to_pandas(types_mapper={column.type: pd.BooleanDtype()}.get))
    if pa.types.is_integer(column.type) or pa.types.is_floating(column.type) or pa.types.is_boolean(column.type):
        # Arrow's own buffers are read-only and shared, and the caller may want to set a cell.
        return pd.Series(column.to_numpy().copy())
    return pd.Series(column.to_pandas())


def write_table(table: pa.Table, target: str | Path | io.IOBase | Any, format: str) -> None:
    """Write ``table`` as UTF-8 to a file or an open stream.

    ``json`` is one array with a row a line, ``jsonl`` one object a line. ``csv`` holds nested columns as JSON strings, a
    null as nothing and an empty text as ``""``. A file appears under its name only when it is complete.

    Args:
        table: any table of the schema.
        target: path, or a stream opened for bytes or text.
        format: one of FORMATS.

    Raises:
        UnknownNameError: the format is not one of FORMATS.
        InputError: the file cannot be written.
        UnsupportedInputError: Parquet was asked for on a stream of text.
    """
    check_name("format", format, FORMATS)
    if not isinstance(target, str | os.PathLike):
        _write_stream(table, target, format)
        return
    path = Path(target)
    if not path.parent.is_dir():
        raise InputError(f"Cannot write {str(path)!r}: the folder {str(path.parent)!r} does not exist. Create it first.")
    try:
        _write_file(path, lambda sink: _WRITERS[format](table, sink))
    except OSError as error:
        raise InputError(f"Cannot write {str(path)!r}: {error.strerror or error}. Choose another path.") from error


def _write_file(path: Path, write: Callable[[BinaryIO], None]) -> None:
    if path.exists() and not path.is_file():  # a device or a pipe cannot be replaced
        with path.open("wb") as sink:
            write(sink)
        return
    final = path.resolve()  # a link keeps pointing to the file it pointed to
    partial = final.with_name(f".{final.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as sink:
            write(sink)
        partial.replace(final)
    finally:
        partial.unlink(missing_ok=True)


def _write_stream(table: pa.Table, stream: Any, format: str) -> None:
    if not isinstance(stream, io.TextIOBase):
        _WRITERS[format](table, stream)
        return
    binary = getattr(stream, "buffer", None)  # standard output: the bytes below are exact on every system
    if binary is not None:
        stream.flush()
        _WRITERS[format](table, binary)
        binary.flush()
        return
    if format == "parquet":
        raise UnsupportedInputError("Parquet is bytes and this stream takes text. Open it with mode 'wb' or use io.BytesIO.")
    sink = io.BytesIO()
    _WRITERS[format](table, sink)
    stream.write(sink.getvalue().decode("utf-8"))


def _lines(table: pa.Table) -> Iterator[str]:
    for batch in table.to_batches(max_chunksize=_ROWS_AT_ONCE):
        for row in batch.to_pylist():
            yield _json(row)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:
    """Return ``value`` with null for each number JSON has no word for (not a number, infinite)."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list) else value


def _write_json(table: pa.Table, sink: BinaryIO) -> None:
    opening = b"[\n"
    for line in _lines(table):
        sink.write(opening + line.encode("utf-8"))
        opening = b",\n"
    sink.write(b"\n]\n" if table.num_rows else b"[]\n")


def _write_jsonl(table: pa.Table, sink: BinaryIO) -> None:
    for line in _lines(table):
        sink.write(line.encode("utf-8") + b"\n")


def _write_csv(table: pa.Table, sink: BinaryIO) -> None:
    import csv

    import pyarrow as pa
    import pyarrow.csv

    for number, field in enumerate(table.schema):
        if pa.types.is_nested(field.type):
            texts = [None if value is None else _json(value) for value in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(texts, pa.string()))
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow(table.column_names)
    sink.write(header.getvalue().encode("utf-8"))
    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(include_header=False))


def _write_parquet(table: pa.Table, sink: BinaryIO) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, sink, compression="zstd")


_WRITERS: dict[str, Callable[[Any, BinaryIO], None]] = {
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "parquet": _write_parquet,
}
