"""Opening a store file so that several processes can share it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from promptsmith.errors import StoreError, shorten
from promptsmith.store.migrations import migrate, stored_version

LOCK_SECONDS = 30.0
"""Longest wait for another process. Judgement: saving 20,000 prompts takes a few seconds."""

# No extension is ever loaded from the network; one thread opens the file fastest (measured on a 53 MB file).
_SETTINGS: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@contextmanager
def open_store(path: str | Path, *, write: bool, timeout: float = LOCK_SECONDS) -> Iterator[Any]:
    """Yield a DuckDB connection to the store while holding its lock file.

    DuckDB lets one writer exclude every other process, so the lock file (``<path>.lock``) is taken before the file is
    opened and released after it is closed. The operating system frees the lock of a killed process.

    Args:
        path: the store file.
        write: create or migrate the file and open it for writing; else the file must exist and stays as it is.
        timeout: longest wait for the lock; seconds.

    Raises:
        StoreError: no such file or folder, not a store, written by a newer PromptSmith, locked too long, not writable.
    """
    file = Path(path)
    _check_place(file, write=write)
    with _locked(file, write=write, timeout=timeout):
        connection = _connect(file, write=write)
        try:
            if write:
                migrate(connection, str(file))
            elif stored_version(connection, str(file)) == 0:
                raise StoreError(f"{file} is empty: no run was saved in it yet.")
            yield connection
        finally:
            connection.close()


def _check_place(file: Path, *, write: bool) -> None:
    if file.is_dir():
        raise StoreError(f"{file} is a folder; a store is one file. Give a path such as {file / 'prompts.duckdb'}.")
    if not file.parent.is_dir():
        raise StoreError(f"Folder {file.parent} does not exist. Create it, or give another path.")
    if not write and not file.exists():
        near = sorted(item.name for item in file.parent.glob("*.duckdb"))[:5]
        there = f" Stores in that folder: {', '.join(near)}." if near else " Save a run first."
        raise StoreError(f"There is no store {file}.{there}")


@contextmanager
def _locked(file: Path, *, write: bool, timeout: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(f"{file}.lock")
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise StoreError(
            f"{file} has been locked by another process for more than {timeout:g} s. Wait until it is done, or close it."
        ) from None
    except OSError as error:
        if not write:
            # A store on a read-only medium has no place for a lock file; DuckDB's own lock still keeps writers out.
            yield
            return
        raise StoreError(
            f"Cannot write in folder {file.parent} ({error.strerror or error}). Give a path you may write."
        ) from None
    try:
        yield
    finally:
        lock.release()


def _connect(file: Path, *, write: bool) -> Any:
    import duckdb

    if write and file.exists() and file.stat().st_size == 0:
        # A temporary file made by name, or a process killed before DuckDB's first write: nothing is lost with it.
        file.unlink()
    try:
        return duckdb.connect(str(file), read_only=not write, config=_SETTINGS)
    except duckdb.Error as error:
        text = str(error)
        if "not a valid DuckDB database file" in text:
            reason = "is not a DuckDB file. Nothing was changed; give another path."
        elif "version number" in text:
            reason = "was written by a newer DuckDB than this one can read. Update duckdb, or save to another path."
        elif "lock" in text.lower():
            reason = "is open in a program that does not use its lock file. Close it there and try again."
        else:
            reason = f"cannot be opened: {shorten(text, 200)}"
        raise StoreError(f"{file} {reason}") from None
