"""The store's tables, made from the declarations of `promptsmith.schema`."""

from __future__ import annotations

from promptsmith import schema

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


def create_stored_statement(table: schema.Table) -> str:
    """Return the DDL of a table that belongs to no run.

    There are no keys and no indexes: each costs time at every opening and saving, and DuckDB checks them too eagerly when a row is
    deleted and written anew in one transaction. Every writer holds the lock and looks first.
    """
    columns = [
        f'"{column.name}" {_TYPES[column.dtype]}{" NOT NULL" if column.null == schema.NEVER else ""}'
        for column in table.columns
    ]
    return f'CREATE TABLE "{table.name}" (\n    ' + ",\n    ".join(columns) + "\n)"
