"""Ordered steps that bring a store file to the present form, each in one transaction with the row that records it.

The first step makes the tables as `promptsmith.schema` declares them. Once a version is released, a changed declaration needs a new
step here that alters the tables of existing files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from promptsmith import schema
from promptsmith.errors import StoreError
from promptsmith.store.tables import RUNS, create_statement


def _create_runs(connection: Any) -> None:
    connection.execute(RUNS)
    for table in schema.TABLES:
        connection.execute(create_statement(table))


MIGRATIONS: tuple[tuple[int, str, Callable[[Any], None]], ...] = ((1, "runs and their tables", _create_runs),)
LATEST = MIGRATIONS[-1][0]

_CREATE = """CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)"""


def stored_version(connection: Any, path: str) -> int:
    """Return the newest migration applied to the file; 0 for an empty file. Writes nothing.

    Raises:
        StoreError: the file holds tables that are not PromptSmith's, or was written by a newer PromptSmith.
    """
    names = {row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()}
    if not names:
        return 0
    if "migrations" not in names or "runs" not in names:
        raise StoreError(
            f"{path} is a DuckDB file of something else (it holds: {', '.join(sorted(names)[:5])}). "
            "A store is a file of its own: give another path."
        )
    version = int(connection.execute("SELECT coalesce(max(version), 0) FROM migrations").fetchone()[0])
    if version > LATEST:
        raise StoreError(
            f"{path} was written by a newer PromptSmith (store version {version}, this one knows {LATEST}). "
            "Nothing was changed. Update promptsmith-lab, or give another path."
        )
    return version


def migrate(connection: Any, path: str) -> None:
    """Bring the file to the latest version; a step that fails leaves the file as it was before that step."""
    version = stored_version(connection, path)
    for number, name, step in MIGRATIONS:
        if number <= version:
            continue
        connection.execute("BEGIN")
        try:
            if number == 1:
                connection.execute(_CREATE)
            step(connection)
            connection.execute("INSERT INTO migrations (version, name) VALUES (?, ?)", [number, name])
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
