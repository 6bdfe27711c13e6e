"""What a user is told when a store file cannot be used, and what processes that share one can rely on."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from filelock import FileLock

from promptsmith.errors import StoreError
from promptsmith.store import list_runs, load_run, save_run

WRITER = textwrap.dedent(
    """
    import sys
    import pyarrow as pa
    from promptsmith import schema
    from promptsmith.store import save_run

    path, label, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    columns = {name: ["x" * 500] * 200 for name in schema.ERRORS.names} | {"prompt_id": list(range(200))}
    table = schema.build(schema.ERRORS, columns)
    for number in range(count):
        print(save_run(path, {"errors": table}, {}, run_id=f"{label}-{number}"), flush=True)
    """
)


def writer(path: Path, label: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), label, str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_killed_writer_loses_nothing_it_acknowledged(path: Path) -> None:
    with writer(path, "run", 10_000) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(5)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    assert process.returncode == -signal.SIGKILL

    stored = [run.run_id for run in list_runs(path)]

    # At most one run more: the one whose commit was done when the process died, before it could say so.
    assert set(acknowledged) <= set(stored)
    assert len(stored) - len(acknowledged) in (0, 1)
    assert {load_run(path, run_id).table("errors").num_rows for run_id in stored} == {200}
    assert save_run(path, {}, {}, run_id="after") == "after"


def test_two_processes_that_write_at_once_both_keep_every_run(path: Path) -> None:
    with writer(path, "a", 6) as first, writer(path, "b", 6) as second:
        assert (first.wait(), second.wait()) == (0, 0)

    assert {run.run_id for run in list_runs(path)} == {f"{label}-{n}" for label in "ab" for n in range(6)}


def test_a_store_that_stays_locked_is_reported_after_the_wait(path: Path, tables: dict[str, pa.Table]) -> None:
    with FileLock(f"{path}.lock", thread_local=False), pytest.raises(StoreError) as caught:
        save_run(path, tables, {}, timeout=0.1)

    assert str(caught.value) == (
        f"{path} has been locked by another process for more than 0.1 s. Wait until it is done, or close it."
    )


def test_a_file_of_another_kind_is_named_and_kept(path: Path, tables: dict[str, pa.Table]) -> None:
    path.write_text("prompt\nWrite a poem\n", encoding="utf-8")

    with pytest.raises(StoreError) as caught:
        save_run(path, tables, {})

    assert str(caught.value) == f"{path} is not a DuckDB file. Nothing was changed; give another path."
    assert path.read_text(encoding="utf-8") == "prompt\nWrite a poem\n"


def test_a_database_of_something_else_is_left_alone(path: Path, tables: dict[str, pa.Table]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE invoices (id INTEGER)")

    with pytest.raises(StoreError, match=r"DuckDB file of something else \(it holds: invoices\)"):
        save_run(path, tables, {})


def test_a_store_of_a_newer_version_is_not_touched(path: Path, tables: dict[str, pa.Table]) -> None:
    save_run(path, tables, {})
    with duckdb.connect(str(path)) as connection:
        connection.execute("INSERT INTO migrations (version, name) VALUES (99, 'future')")

    with pytest.raises(StoreError, match=r"newer PromptSmith \(store version 99, this one knows 2\)"):
        save_run(path, tables, {})
    with pytest.raises(StoreError, match="Update promptsmith-lab"):
        list_runs(path)


def test_an_empty_file_becomes_a_store(path: Path, tables: dict[str, pa.Table]) -> None:
    path.touch()

    save_run(path, tables, {}, run_id="first")

    assert [run.run_id for run in list_runs(path)] == ["first"]


def test_a_missing_store_is_an_error_that_names_its_neighbours(tmp_path: Path, tables: dict[str, pa.Table]) -> None:
    save_run(tmp_path / "prompts.duckdb", tables, {})

    with pytest.raises(StoreError) as caught:
        load_run(tmp_path / "promts.duckdb")

    assert str(caught.value) == f"There is no store {tmp_path / 'promts.duckdb'}. Stores in that folder: prompts.duckdb."
    assert not (tmp_path / "promts.duckdb").exists()


@pytest.mark.parametrize(("place", "message"), [(".", "is a folder"), ("no/such/a.duckdb", "does not exist. Create it")])
def test_a_wrong_place_is_named(tmp_path: Path, place: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        save_run(tmp_path / place, {}, {})


def test_opening_a_store_twice_applies_the_migration_once(path: Path, meta: dict[str, Any]) -> None:
    save_run(path, {}, meta)
    save_run(path, {}, meta)

    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT version, name FROM migrations").fetchall() == [
            (1, "runs and their tables"),
            (2, "prompts with versions, search, owners, cache and events"),
        ]


READER = textwrap.dedent(
    """
    import os, sys
    from promptsmith.errors import StoreError
    from promptsmith.store import load_run, save_run

    folder = sys.argv[1]
    save_run(folder + "/warm.duckdb", {}, {}, run_id="warm")  # loads every library while it may still be read
    load_run(folder + "/warm.duckdb")
    for name in ("warm.duckdb", "warm.duckdb.lock", "store.duckdb.lock"):
        os.remove(folder + "/" + name)
    os.chmod(folder, 0o555)
    if os.geteuid() == 0:
        os.setuid(65534)
    print(load_run(folder + "/store.duckdb").run_id)
    try:
        save_run(folder + "/other.duckdb", {}, {})
    except StoreError as error:
        print(error)
    """
)


def test_a_read_only_folder_can_be_read_and_says_that_it_cannot_be_written() -> None:
    # Not tmp_path: another user could not enter it.
    with tempfile.TemporaryDirectory() as folder:
        save_run(f"{folder}/store.duckdb", {}, {}, run_id="kept")
        done = subprocess.run([sys.executable, "-c", READER, folder], capture_output=True, text=True, check=False)
        os.chmod(folder, 0o755)

    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "kept",
        f"Cannot write in folder {folder} (Permission denied). Give a path you may write.",
    ]
