"""Ordered steps that bring a store file to the present form, each in one transaction with the row that records it.

The first steps make the tables as they are declared. Once a version is released, a changed declaration needs a new step here that
alters the tables of existing files.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from promptsmith import schema
from promptsmith.errors import StoreError
from promptsmith.store.schema import STORED_TABLES
from promptsmith.store.tables import RUNS, create_statement, create_stored_statement


def _create_runs(connection: Any) -> None:
    connection.execute(RUNS)
    for table in schema.TABLES:
        connection.execute(create_statement(table))


def _create_prompts(connection: Any) -> None:
    # Runs of a file without owners belong to the owner that a store has by default.
    connection.execute("ALTER TABLE runs ADD COLUMN owner VARCHAR DEFAULT 'local'")
    connection.execute("ALTER TABLE runs ADD COLUMN visibility VARCHAR DEFAULT 'private'")
    connection.execute("ALTER TABLE runs ADD COLUMN kind VARCHAR DEFAULT 'run'")
    for table in STORED_TABLES:
        connection.execute(create_stored_statement(table))


MIGRATIONS: tuple[tuple[int, str, Callable[[Any], None]], ...] = (
    (1, "runs and their tables", _create_runs),
    (2, "prompts with versions, search, owners, cache and events", _create_prompts),
)
LATEST = MIGRATIONS[-1][0]

_CREATE = """CREATE TABLE migrations (
    version INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now()
)"""


_VERSION = "SELECT max(version), coalesce(bool_or(version = 1 AND name = ?), false) FROM migrations"
# Other programs have tables called migrations too; the name of the first step tells them apart.


def stored_version(connection: Any, path: str) -> int:
    """Return the newest migration applied to the file; 0 for an empty file. Writes nothing.

    Raises:
        StoreError: the file holds tables that are not PromptSmith's, or was written by a newer PromptSmith.
    """
    import duckdb

    try:
        version, is_ours = connection.execute(_VERSION, [MIGRATIONS[0][1]]).fetchone()
    except (duckdb.CatalogException, duckdb.BinderException):
        version, is_ours = None, False
    if not is_ours:
        names = [row[0] for row in connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()]
        if not names:
            return 0
        raise StoreError(
            f"{path} is a DuckDB file of something else (it holds: {', '.join(sorted(names)[:5])}). "
            "A store is a file of its own: give another path."
        )
    if version > LATEST:
        raise StoreError(
            f"{path} was written by a newer PromptSmith (store version {version}, this one knows {LATEST}). "
            "Nothing was changed. Update promptsmith-lab, or give another path."
        )
    return int(version)


def migrate(connection: Any, version: int) -> list[int]:
    """Bring the file from ``version`` to the latest one and return the steps made.

    A step that fails leaves the file as it was before that step.
    """
    made = []
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
        made.append(number)
    return made
