"""The store's tables, made from the declarations of `promptsmith.schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from promptsmith import schema

if TYPE_CHECKING:
    import pyarrow as pa

_FEW = 64
"""Up to this many rows are inserted as parameters, more by Arrow. Measured: one row of prompts takes 0.8 ms and 3.9 ms."""

ROW = '"row"'
"""Column that keeps the order of a run's table: DuckDB promises no order without one."""

NAMES_IN_STORE = {"prompts": "evaluations"}
"""Where a table's name in the store differs: there, *prompts* are the texts people keep (design section 6)."""

_TYPES = {
    # Given ids can be integers or text; both are kept as text, and the run remembers which they were.
    "id": "VARCHAR",
    "text": "VARCHAR",
    "int": "BIGINT",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    # Without a time zone: reading one back in Python needs a further library. Every time is UTC.
    "time": "TIMESTAMP",
    "bytes": "BLOB",
    "names": "VARCHAR[]",
    "examples": 'STRUCT("input" VARCHAR, "output" VARCHAR)[]',
    "spans": 'STRUCT("start" BIGINT, "end" BIGINT)[]',
    "edits": 'STRUCT("start" BIGINT, "end" BIGINT, "before" VARCHAR, "after" VARCHAR, "rule" VARCHAR)[]',
    "proof": 'STRUCT("invariant" VARCHAR, "holds" BOOLEAN, "detail" VARCHAR)[]',
}

RUNS = """CREATE TABLE runs (
    run_id VARCHAR PRIMARY KEY,
    created_at TIMESTAMPTZ NOT NULL,
    version VARCHAR NOT NULL,
    ruleset VARCHAR NOT NULL,
    weights VARCHAR NOT NULL,
    tables VARCHAR[] NOT NULL,
    id_type VARCHAR NOT NULL,
    meta VARCHAR NOT NULL
)"""


def store_name(table: schema.Table) -> str:
    """Return the name of the table that keeps ``table`` in the store."""
    return NAMES_IN_STORE.get(table.name, table.name)


def create_statement(table: schema.Table) -> str:
    """Return the DDL of one table: run, row number, then the declared columns with their null rule."""
    columns = ["run_id VARCHAR NOT NULL", f"{ROW} BIGINT NOT NULL"]
    for column in table.columns:
        required = " NOT NULL" if column.null == schema.NEVER else ""
        columns.append(f'"{column.name}" {_TYPES[column.dtype]}{required}')
    return f'CREATE TABLE "{store_name(table)}" (\n    ' + ",\n    ".join(columns) + "\n)"


_TYPES_OF = {
    # Half the size of the default on disk and in what a look-up reads.
    "similarity_keys": {"band_key": "UINTEGER", "doc": "UINTEGER"},
    "postings": {"doc": "UINTEGER", "n": "UINTEGER"},
    # To read 20 scattered texts takes 4 ms, and 10 ms when they are compressed, because whole vectors are decompressed.
    "prompt_versions": {"prompt": "VARCHAR USING COMPRESSION uncompressed"},
}


def create_stored_statement(table: schema.Table) -> str:
    """Return the DDL of a table that belongs to no run.

    There are no keys and no indexes: each costs time at every opening and saving, and DuckDB checks them too eagerly when a row is
    deleted and written anew in one transaction. Every writer holds the lock and looks first.
    """
    types = _TYPES_OF.get(table.name, {})
    columns = [
        f'"{column.name}" {types.get(column.name) or _TYPES[column.dtype]}{" NOT NULL" if column.null == schema.NEVER else ""}'
        for column in table.columns
    ]
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(columns) + "\n)"


def insert_rows(connection: Any, name: str, data: pa.Table) -> None:
    """Insert all rows of ``data`` into the columns of the same names of a table."""
    if not data.num_rows:
        return
    columns = ", ".join(f'"{column}"' for column in data.column_names)
    data = data.cast(_naive_times(data.schema))
    if data.num_rows <= _FEW:
        rows = ", ".join([f"({', '.join('?' * data.num_columns)})"] * data.num_rows)
        values = [value for row in zip(*(column.to_pylist() for column in data.columns), strict=True) for value in row]
        connection.execute(f'INSERT INTO "{name}" ({columns}) VALUES {rows}', values)
        return
    connection.register("incoming", data)
    try:
        connection.execute(f'INSERT INTO "{name}" ({columns}) SELECT {columns} FROM incoming')
    finally:
        connection.unregister("incoming")


def _naive_times(fields: pa.Schema) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([field.with_type(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else field for field in fields])
