"""Opening a store file so that several processes and threads can share it.

DuckDB lets one writer exclude every other process and reports that as an error. So every opening first takes a lock file beside the
store, waits for it a bounded time, and closes the file before the lock is released. Within a process, threads take turns.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from promptsmith.errors import StoreError, StoreTimeoutError, shorten
from promptsmith.store.migrations import LATEST, migrate, stored_version

LOCK_SECONDS = 30.0
"""Longest wait for another process. Judgement: saving 20,000 prompts takes a few seconds."""

# No extension is ever loaded from the network; one thread opens the file fastest (measured on a 53 MB file).
_SETTINGS: dict[str, Any] = {"threads": 1, "autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


@dataclass
class _OpenFile:
    """What this process knows about one store file.

    Attributes:
        turn: held by the thread that works on the file.
        connection: the open connection; None when the file is closed.
        can_write: the connection was opened for writing.
        in_transaction: a transaction is open; a writer inside another one joins it.
        n_holders: callers of `hold_store` that have not left yet.
        lock: the lock file, while it is taken.
    """

    turn: threading.RLock = field(default_factory=threading.RLock)
    connection: Any = None
    can_write: bool = False
    in_transaction: bool = False
    n_holders: int = 0
    lock: Any = None


_open_files: dict[str, _OpenFile] = {}
_guard = threading.Lock()
_of_parents: list[Any] = []


def _forget() -> None:
    # A forked child shares the parent's lock; what it inherited is kept unused, because closing it would act on the parent's file.
    global _guard  # noqa: PLW0603
    _of_parents.append(dict(_open_files))
    _open_files.clear()
    _guard = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


@contextmanager
def open_store(path: str | Path, *, write: bool, timeout: float = LOCK_SECONDS) -> Iterator[Any]:
    """Yield a DuckDB connection to the store that no other process can disturb.

    With ``write`` everything inside is one transaction: it is committed on leaving and undone by an exception. Inside another
    ``open_store`` of the same file and thread, the same connection is used, and the outermost transaction decides.

    Args:
        path: the store file.
        write: create the file if needed and open it for writing; else it must exist.
        timeout: longest wait for other processes and threads; seconds.

    Raises:
        StoreError: no such file or folder, not a store, written by a newer PromptSmith, not writable, disk full.
        StoreTimeoutError: it was locked too long.
    """
    file = Path(path)
    with _turn(file, timeout) as opened:
        if opened.connection is not None:
            if write and not opened.can_write:
                raise StoreError(f"{file} is open for reading here. Leave that block before writing.")
            with _transaction(opened, file, write=write) as connection:
                yield connection
            return
        held = opened.n_holders > 0
        if not held:
            _check_place(file, write=write)
            opened.lock = _take_lock(file, write=write, timeout=timeout)
        try:
            _connect(opened, file, write=write or held)
            with _transaction(opened, file, write=write) as connection:
                yield connection
        finally:
            if not held:
                _close(opened)


@contextmanager
def hold_store(path: str | Path, *, timeout: float = LOCK_SECONDS) -> Iterator[None]:
    """Keep the store open for writing until the block is left: every call inside is faster, and other processes wait.

    Raises:
        StoreError, StoreTimeoutError: as `open_store`.
    """
    file = Path(path)
    with _turn(file, timeout) as opened:
        if opened.n_holders == 0:
            if opened.connection is not None:
                raise StoreError(f"{file} is being used here. Hold it before that.")
            _check_place(file, write=True)
            opened.lock = _take_lock(file, write=True, timeout=timeout)
            try:
                _connect(opened, file, write=True)
            except BaseException:
                _close(opened)
                raise
        opened.n_holders += 1
    try:
        yield
    finally:
        with opened.turn:
            opened.n_holders -= 1
            if opened.n_holders == 0:
                _close(opened)


def is_held(path: str | Path) -> bool:
    """Return whether this process keeps the store open, so that a call costs no opening."""
    with _guard:
        opened = _open_files.get(os.path.realpath(path))
    return opened is not None and opened.n_holders > 0


@contextmanager
def _turn(file: Path, timeout: float) -> Iterator[_OpenFile]:
    with _guard:
        opened = _open_files.setdefault(os.path.realpath(file), _OpenFile())
    if not opened.turn.acquire(timeout=max(timeout, 0.0)):
        raise StoreTimeoutError(f"{file} has been used by another thread for more than {timeout:g} s. Wait until it is done.")
    try:
        yield opened
    finally:
        opened.turn.release()


@contextmanager
def _transaction(opened: _OpenFile, file: Path, *, write: bool) -> Iterator[Any]:
    import duckdb

    connection = opened.connection
    try:
        if not write or opened.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        opened.in_transaction = True
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            _roll_back(opened)
            raise
        finally:
            opened.in_transaction = False
    except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException) as error:
        # After such an error DuckDB refuses the connection; a held store is opened anew by the next call.
        _disconnect(opened)
        raise StoreError(f"{file}: {_reason(error, write=write)}") from None


def _roll_back(opened: _OpenFile) -> None:
    import duckdb

    # A failed commit has ended the transaction already.
    with suppress(duckdb.Error):
        opened.connection.execute("ROLLBACK")


def _disconnect(opened: _OpenFile) -> None:
    import duckdb

    connection, opened.connection, opened.can_write = opened.connection, None, False
    if connection is not None:
        # If closing fails, nothing acknowledged is lost: it stands in the write-ahead log.
        with suppress(duckdb.Error):
            connection.close()


def _close(opened: _OpenFile) -> None:
    try:
        _disconnect(opened)
    finally:
        lock, opened.lock = opened.lock, None
        if lock is not None:
            lock.release()


def _check_place(file: Path, *, write: bool) -> None:
    try:
        if file.is_dir():
            raise StoreError(f"{file} is a folder; a store is one file. Give a path such as {file / 'prompts.duckdb'}.")
        if not file.parent.is_dir():
            raise StoreError(f"Folder {file.parent} does not exist. Create it, or give another path.")
        if not write and not file.exists():
            near = sorted(item.name for item in file.parent.glob("*.duckdb"))[:5]
            there = f" Stores in that folder: {', '.join(near)}." if near else " Save something first."
            raise StoreError(f"There is no store {file}.{there}")
    except PermissionError as error:
        raise StoreError(f"{file} cannot be reached ({error.strerror}). Give a path you may read.") from None


def _take_lock(file: Path, *, write: bool, timeout: float) -> Any:
    from filelock import FileLock, Timeout

    # Not per thread: a store can be held by one thread and given back by another.
    lock = FileLock(f"{file}.lock", thread_local=False)
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise StoreTimeoutError(
            f"{file} has been locked by another process for more than {timeout:g} s. Wait until it is done, or close it."
        ) from None
    except OSError as error:
        if not write:
            # A store on a read-only medium has no place for a lock file; DuckDB's own lock still keeps writers out.
            return None
        raise StoreError(
            f"Cannot write in folder {file.parent} ({error.strerror or error}). Give a path you may write."
        ) from None
    return lock


def _connect(opened: _OpenFile, file: Path, *, write: bool) -> None:
    opened.connection, opened.can_write = _connected(file, write=write), write
    version = stored_version(opened.connection, str(file))
    if version == LATEST:
        return
    if not write:
        if version == 0:
            raise StoreError(f"{file} is empty: nothing was saved in it yet.")
        # An older file is brought up to date by whoever opens it first, also a reader.
        _disconnect(opened)
        opened.connection, opened.can_write = _connected(file, write=True), True
    try:
        migrate(opened.connection, version)
    finally:
        if not write:
            _disconnect(opened)
    if not write:
        opened.connection, opened.can_write = _connected(file, write=False), False


def _connected(file: Path, *, write: bool) -> Any:
    import duckdb

    if write and file.exists() and file.stat().st_size == 0:
        # A temporary file made by name, or a process killed before DuckDB's first write: nothing is lost with it.
        file.unlink()
    try:
        return duckdb.connect(str(file), read_only=not write, config=_SETTINGS)
    except duckdb.Error as error:
        raise StoreError(f"{file} {_opening_reason(error)}") from None


def _opening_reason(error: Exception) -> str:
    text = str(error)
    if "not a valid DuckDB database file" in text:
        return "is not a DuckDB file. Nothing was changed; give another path."
    if "version number" in text:
        return "was written by a newer DuckDB than this one can read. Update duckdb, or save to another path."
    if "lock" in text.lower():
        return "is open in a program that does not use its lock file. Close it there and try again."
    return f"cannot be opened: {shorten(text, 200)}"


def _reason(error: Exception, *, write: bool) -> str:
    text = str(error)
    if "No space left" in text or "File too large" in text or "Disk quota" in text or "Could not write all bytes" in text:
        return (
            "the disk is full. Nothing of this call was saved; what was saved before is kept. Free some space and call again."
        )
    undone = " Nothing of this call was saved." if write else ""
    return f"DuckDB could not finish: {shorten(text, 200)}.{undone}"
