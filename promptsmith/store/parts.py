"""Tables written chunk by chunk: a folder of Parquet parts, or a DuckDB file. A chunk is there as a whole or not at all.

A folder holds ``prompts/part-00000.parquet`` and so on for each table, and ``manifest.json``. Parts are written under another name,
brought to the disk and renamed; the manifest, replaced in one step after the parts, says which chunks count. In a DuckDB file each
chunk is one transaction.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from promptsmith.errors import StoreError, UnknownNameError, shorten, unknown

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
LOCK = ".lock"
FORMAT = 1
DUCKDB_ENDINGS = (".duckdb", ".db")


@dataclass(frozen=True)
class Written:
    """One chunk that is written.

    Attributes:
        chunk: its number, from 0.
        first_row, n_rows: its rows in the input.
        digest: digest of what the input held.
        rows: rows of each table.
        n_suppressed: findings that comments in its prompts silence.
    """

    chunk: int
    first_row: int
    n_rows: int
    digest: str
    rows: dict[str, int]
    n_suppressed: int = 0


class Target(Protocol):
    """Where chunks go."""

    path: Path

    def begin(self, made: Mapping[str, Any]) -> None:
        """Make an empty target that remembers ``made``: how its tables are made."""

    def made(self) -> dict[str, Any] | None:
        """Return what the target remembers, or None when there is none yet."""

    def written(self) -> list[Written]:
        """Return the chunks that count, by number."""

    def write(self, chunk: Written, tables: Mapping[str, pa.Table]) -> None:
        """Write one chunk; it counts when this returns."""

    def close(self) -> None:
        """Let go of the target."""


@contextmanager
def open_target(path: str | Path) -> Iterator[Target]:
    """Yield the target at ``path`` for this process alone: a DuckDB file by its ending, else a folder.

    Raises:
        StoreError: the place cannot be written, holds something else, or another process is writing there.
    """
    place = Path(os.path.expanduser(path))
    if not place.parent.is_dir():
        raise StoreError(f"The folder {str(place.parent)!r} does not exist. Create it, or give another place.")
    with _alone(place):
        target: Target = _DuckDBTarget(place) if _is_duckdb(place) else _FolderTarget(place)
        try:
            yield target
        finally:
            target.close()


def parts_relation(path: Path, name: str, chunks: list[Written]) -> Any:
    """Return one written table as a DuckDB relation, its rows in the order of the input.

    Raises:
        UnknownNameError: there is no such table.
        StoreError: the parts cannot be read.
    """
    import duckdb

    names = list(chunks[0].rows) if chunks else []
    if name not in names:
        raise UnknownNameError(unknown("table", name, names) if names else f"No table {name!r}: the input has no rows.")
    try:
        if _is_duckdb(path):
            return duckdb.connect(str(path), read_only=True).table(f'"{name}"')
        return duckdb.read_parquet([str(path / name / _part(chunk.chunk)) for chunk in chunks])
    except duckdb.Error as error:
        raise StoreError(f"{path} cannot be read: {shorten(error, 200)}") from None


def _is_duckdb(path: Path) -> bool:
    return path.suffix.lower() in DUCKDB_ENDINGS


def _part(chunk: int) -> str:
    return f"part-{chunk:05d}.parquet"


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    if place.exists() and not place.is_dir() and not _is_duckdb(place):
        raise StoreError(f"{place} is a file. Chunks go into a folder of their own, or into a file that ends in .duckdb.")
    try:
        if not _is_duckdb(place):
            place.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"Cannot make {place} ({error.strerror or error}). Give a place you may write.") from None
    lock = FileLock(f"{place}.lock" if _is_duckdb(place) else place / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise StoreError(
            f"{place} is being written by another process. Wait until it is done, or give another place."
        ) from None
    except OSError as error:
        raise StoreError(f"Cannot write in {place.parent} ({error.strerror or error}). Give a place you may write.") from None
    try:
        yield
    finally:
        lock.release()


class _FolderTarget:
    """A folder with one folder of Parquet parts per table, and a manifest."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._manifest: dict[str, Any] | None = None
        file = path / MANIFEST
        if file.is_file():
            self._manifest = _read_manifest(file)
        elif any(item.name != LOCK for item in path.iterdir()):
            raise StoreError(f"{path} holds files that are not ours (no {MANIFEST}). Give a new or empty folder.")

    def begin(self, made: Mapping[str, Any]) -> None:
        self._save({"format": FORMAT, "made": dict(made), "chunks": []})

    def made(self) -> dict[str, Any] | None:
        return None if self._manifest is None else dict(self._manifest["made"])

    def written(self) -> list[Written]:
        return [] if self._manifest is None else [Written(**entry) for entry in self._manifest["chunks"]]

    def write(self, chunk: Written, tables: Mapping[str, pa.Table]) -> None:
        import pyarrow.parquet as pq

        assert self._manifest is not None
        for name, table in tables.items():
            folder = self.path / name
            folder.mkdir(exist_ok=True)
            _replace(folder / _part(chunk.chunk), partial(pq.write_table, table, compression="zstd"))
        self._save({**self._manifest, "chunks": [*self._manifest["chunks"], asdict(chunk)]})

    def close(self) -> None:
        pass

    def _save(self, manifest: dict[str, Any]) -> None:
        text = json.dumps(manifest, ensure_ascii=False, indent=1)
        _replace(self.path / MANIFEST, lambda sink: sink.write(text.encode("utf-8")))
        self._manifest = manifest


class _DuckDBTarget:
    """A DuckDB file with the tables under their own names, and the tables ``made`` and ``chunks``."""

    def __init__(self, path: Path) -> None:
        import duckdb

        self.path = path
        try:
            self._connection = duckdb.connect(str(path), config={"threads": 1})
        except duckdb.Error as error:
            raise StoreError(f"{path} cannot be opened as a DuckDB file: {shorten(error, 200)}") from None
        names = {row[0] for row in self._connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
        self._is_begun = {"made", "chunks"} <= names
        if names and not self._is_begun:
            self._connection.close()
            raise StoreError(f"{path} holds tables that are not ours ({', '.join(sorted(names)[:5])}). Give a new file.")

    def begin(self, made: Mapping[str, Any]) -> None:
        text = json.dumps({"format": FORMAT, **made}, ensure_ascii=False)
        with self._transaction():
            self._connection.execute("CREATE TABLE made (made VARCHAR NOT NULL)")
            self._connection.execute("INSERT INTO made VALUES (?)", [text])
            self._connection.execute("CREATE TABLE chunks (chunk BIGINT PRIMARY KEY, written VARCHAR NOT NULL)")
        self._is_begun = True

    def made(self) -> dict[str, Any] | None:
        if not self._is_begun:
            return None
        made: dict[str, Any] = json.loads(self._connection.execute("SELECT made FROM made").fetchone()[0])
        _check_format(made.pop("format"), self.path)
        return made

    def written(self) -> list[Written]:
        if not self._is_begun:
            return []
        rows = self._connection.execute("SELECT written FROM chunks ORDER BY chunk").fetchall()
        return [Written(**json.loads(row[0])) for row in rows]

    def write(self, chunk: Written, tables: Mapping[str, pa.Table]) -> None:
        with self._transaction():
            for name, table in tables.items():
                self._connection.register("incoming", table)
                try:
                    self._connection.execute(f'CREATE TABLE IF NOT EXISTS "{name}" AS SELECT * FROM incoming LIMIT 0')
                    self._connection.execute(f'INSERT INTO "{name}" SELECT * FROM incoming')
                finally:
                    self._connection.unregister("incoming")
            self._connection.execute("INSERT INTO chunks VALUES (?, ?)", [chunk.chunk, json.dumps(asdict(chunk))])

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        import duckdb

        try:
            self._connection.execute("BEGIN")
            yield
            self._connection.execute("COMMIT")
        except duckdb.Error as error:
            raise StoreError(f"{self.path} cannot be written: {shorten(error, 200)}") from None


def _check_format(number: object, path: Path) -> None:
    if number != FORMAT:
        raise StoreError(
            f"{path} was written by another version of PromptSmith (format {number!r}, this one knows {FORMAT}). Nothing was changed."
        )


def _read_manifest(file: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(file.read_text(encoding="utf-8"))
        number, made, chunks = manifest["format"], dict(manifest["made"]), list(manifest["chunks"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file} is not a manifest of ours ({shorten(error)}). Give a new or empty folder.") from None
    _check_format(number, file)
    return {"format": FORMAT, "made": made, "chunks": chunks}


def _replace(file: Path, write: Callable[[Any], object]) -> None:
    """Write a file that appears under its name only when all of it is on the disk."""
    unfinished = file.with_name(f".{file.name}.partial")
    try:
        with unfinished.open("wb") as sink:
            write(sink)
            sink.flush()
            os.fsync(sink.fileno())
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise StoreError(
            f"{file} cannot be written: {error.strerror or error}. What is finished is kept; resume later."
        ) from None
