"""Saving, listing and loading runs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith import schema
from promptsmith.errors import StoreError, UnknownNameError, suggest, unknown
from promptsmith.store.database import LOCK_SECONDS, open_store
from promptsmith.store.schema import RUN_LIST
from promptsmith.store.tables import ROW, insert_rows, store_name

if TYPE_CHECKING:
    import pyarrow as pa

DEFAULT_OWNER = "local"
"""Owner of a store that is opened without one."""

_TABLES = {table.name: table for table in schema.TABLES}


@dataclass(frozen=True)
class StoredRun:
    """One saved run.

    Attributes:
        run_id: name of the run in the store.
        owner: who saved it.
        visibility: private or public.
        created_at: when it was saved (with time zone).
        version, ruleset, weights: what made its numbers.
        meta: the caller's notes.
        tables: its tables as Arrow; empty in a listing, which reads none.
        table_names: names of the saved tables.
    """

    run_id: str
    owner: str
    visibility: str
    created_at: datetime
    version: str
    ruleset: str
    weights: str
    meta: dict[str, Any]
    table_names: tuple[str, ...]
    tables: Mapping[str, pa.Table]

    def table(self, name: str) -> pa.Table:
        """Return one saved table.

        Raises:
            UnknownNameError: the run has no such table.
        """
        if name not in self.tables:
            raise UnknownNameError(unknown("table", name, self.tables))
        return self.tables[name]


def save_run(
    path: str | Path,
    tables: Mapping[str, pa.Table],
    meta: Mapping[str, Any],
    *,
    run_id: str | None = None,
    created_at: datetime | None = None,
    owner: str = DEFAULT_OWNER,
    visibility: str = "private",
    timeout: float = LOCK_SECONDS,
) -> str:
    """Save the tables of one run in one transaction and return the run's id.

    When this function has returned, the run survives a killed process; when it has not, the store holds all of it or none.

    Args:
        path: the store file; created when it does not exist.
        tables: tables by their name in `promptsmith.schema`, with exactly the declared columns.
        meta: ``version``, ``ruleset`` and ``weights`` of the run, and any notes that JSON can hold.
        run_id: name of the run; a random one by default.
        created_at: time of the run; now by default.
        owner: who saves it.
        visibility: private (the owner alone) or public (every owner reads it).
        timeout: longest wait for another process; seconds.

    Raises:
        StoreError: the file cannot be used, or already has a run of this id.
        UnknownNameError: a table is not declared.
    """
    name = run_id or uuid.uuid4().hex
    # Checked before the file is touched: an impossible request changes nothing.
    rows = declared_rows(tables)
    with open_store(path, write=True, timeout=timeout) as connection:
        if connection.execute("SELECT 1 FROM runs WHERE run_id = ?", [name]).fetchone():
            raise StoreError(f"{path} already has a run {name!r}. Runs are never overwritten: choose another id.")
        when = created_at or datetime.now(UTC)
        insert_run(connection, name, rows, meta, _id_type(tables), when, owner=owner, visibility=visibility, kind="run")
    return name


def declared_rows(tables: Mapping[str, pa.Table]) -> dict[str, pa.Table]:
    """Return the tables of a run as the store keeps them: declared columns, ids as text.

    Raises:
        UnknownNameError: a table is not declared.
        SchemaError: a table has other columns.
    """
    return {_declared(name).name: _with_text_ids(_declared(name), data) for name, data in tables.items()}


def insert_run(
    connection: Any,
    run_id: str,
    rows: Mapping[str, pa.Table],
    meta: Mapping[str, Any],
    id_type: str,
    when: datetime,
    *,
    owner: str,
    visibility: str,
    kind: str,
) -> None:
    """Insert a run with its tables into an open transaction. ``kind`` is ``run``, or ``save`` for what measures stored prompts."""
    head = {key: str(meta.get(key, "")) for key in ("version", "ruleset", "weights")}
    notes = json.dumps({key: value for key, value in meta.items() if key not in head}, ensure_ascii=False, default=str)
    connection.execute(
        "INSERT INTO runs (run_id, created_at, version, ruleset, weights, tables, id_type, meta, owner, visibility, kind) "
        "VALUES (?, ?::TIMESTAMPTZ, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [run_id, when.astimezone(UTC).isoformat(), *head.values(), list(rows), id_type, notes, owner, visibility, kind],
    )
    for name, data in rows.items():
        if data.num_rows:
            _insert(connection, run_id, _TABLES[name], data)


def load_run(
    path: str | Path, run_id: str | None = None, *, owner: str = DEFAULT_OWNER, timeout: float = LOCK_SECONDS
) -> StoredRun:
    """Return one run with its tables, columns and rows as they were saved; the newest run that ``owner`` may read by default.

    Raises:
        StoreError: the file cannot be used or holds no run.
        UnknownNameError: no run of this id.
    """
    import pyarrow as pa

    with open_store(path, write=False, timeout=timeout) as connection:
        runs = _read_runs(connection, owner)
        if not runs:
            raise StoreError(f"{path} holds no run yet.")
        wanted = runs[0].run_id if run_id is None else run_id
        found = [run for run in runs if run.run_id == wanted]
        if not found:
            ids = [run.run_id for run in runs]
            raise UnknownNameError(
                f"{path} has no run {wanted!r}.{suggest(wanted, ids)} Its newest runs: {', '.join(ids[:5])}."
            )
        run = found[0]
        id_type = connection.execute("SELECT id_type FROM runs WHERE run_id = ?", [wanted]).fetchone()[0]
        tables: dict[str, pa.Table] = {}
        for name in run.table_names:
            table = _TABLES[name]
            columns = ", ".join(f'"{column}"' for column in table.names)
            data = connection.execute(
                f'SELECT {columns} FROM "{store_name(table)}" WHERE run_id = ? ORDER BY {ROW}', [wanted]
            ).to_arrow_table()
            parts = {column: data[column].combine_chunks() for column in table.names}
            if id_type == "int64":
                parts["prompt_id"] = parts["prompt_id"].cast(pa.int64())
            tables[name] = schema.build(table, parts)
    return replace(run, tables=tables)


def list_runs(path: str | Path, *, owner: str = DEFAULT_OWNER, timeout: float = LOCK_SECONDS) -> list[StoredRun]:
    """Return the runs that ``owner`` may read without their tables, newest first.

    Raises:
        StoreError: the file cannot be used.
    """
    with open_store(path, write=False, timeout=timeout) as connection:
        return _read_runs(connection, owner)


def runs_table(connection: Any, owner: str) -> pa.Table:
    """Return the table runs: what ``owner`` may read, newest first."""
    rows = _read_runs(connection, owner)
    counts = dict(connection.execute("SELECT run_id, count(*) FROM evaluations GROUP BY run_id").fetchall())
    columns: dict[str, Any] = {
        name: [getattr(row, name) for row in rows]
        for name in ("run_id", "owner", "visibility", "version", "ruleset", "weights", "created_at")
    }
    columns["tables"] = [list(row.table_names) for row in rows]
    columns["n_prompts"] = [counts.get(row.run_id, 0) for row in rows]
    return schema.build(RUN_LIST, columns)


def _read_runs(connection: Any, owner: str) -> list[StoredRun]:
    # epoch_us: reading a time zone type back needs a further library, a number of microseconds does not.
    rows = connection.execute(
        "SELECT run_id, owner, visibility, epoch_us(created_at), version, ruleset, weights, meta, tables FROM runs "
        "WHERE kind = 'run' AND (owner = ? OR visibility = 'public') ORDER BY created_at DESC, rowid DESC",
        [owner],
    ).fetchall()
    return [
        StoredRun(
            id, of, seen, datetime.fromtimestamp(us / 1e6, UTC), version, rules, weights, json.loads(meta), tuple(names), {}
        )
        for id, of, seen, us, version, rules, weights, meta, names in rows
    ]


def _declared(name: str) -> schema.Table:
    if name not in _TABLES:
        raise UnknownNameError(unknown("table", name, _TABLES))
    return _TABLES[name]


def _id_type(tables: Mapping[str, pa.Table]) -> str:
    import pyarrow as pa

    kinds = {"int64" if pa.types.is_integer(data["prompt_id"].type) else "text" for data in tables.values() if data.num_rows}
    return "int64" if kinds == {"int64"} else "text"


def _with_text_ids(table: schema.Table, data: pa.Table) -> pa.Table:
    import pyarrow as pa

    if data.column_names != table.names:
        raise schema.SchemaError(f"Table {table.name} has columns {data.column_names}, declared are {table.names}.")
    return data.set_column(0, "prompt_id", data["prompt_id"].cast(pa.string()))


def _insert(connection: Any, run_id: str, table: schema.Table, data: pa.Table) -> None:
    import numpy as np
    import pyarrow as pa

    rows = np.arange(data.num_rows, dtype=np.int64)
    named = pa.DictionaryArray.from_arrays(np.zeros(data.num_rows, dtype=np.int8), [run_id]).cast(pa.string())
    insert_rows(connection, store_name(table), data.add_column(0, "row", [rows]).add_column(0, "run_id", [named]))
