"""`evaluate_chunks`: the tables of `evaluate`, written in chunks, taken up again after a kill."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import promptsmith as ps
from promptsmith.cli_chunks import pace
from promptsmith.streaming import ChunkProgress

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
TABLES = ("prompts", "findings", "constraints", "errors")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Seven prompts with a defect, a limit, a fault, a copy and a silenced finding among them."""
    texts = [
        "Summarize\u200b the text below in 3 sentences.",
        "Name three rivers.",
        None,
        "Use at most 50 words and at least 80 words. Describe the sea.",
        "Name three rivers.",
        "Summarize\u200b the text. <!-- promptsmith: ignore[UNI1101] -->",
        "",
    ]
    file = tmp_path / "in.parquet"
    pq.write_table(pa.table({"key": [f"k{i}" for i in range(7)], "prompt": texts}), file)
    return file


@pytest.mark.parametrize("place", ["out", "out.duckdb"])
@pytest.mark.parametrize("id", [None, "key"])
def test_the_tables_are_those_of_evaluate(source: Path, tmp_path: Path, place: str, id: str | None) -> None:
    whole = ps.evaluate(source, id=id)

    run = ps.evaluate_chunks(source, id=id, to=tmp_path / place, chunk_rows=3)

    assert (run.n_chunks, run.n_rows, len(run)) == (3, 7, 7)
    for name in TABLES:
        assert run.table(name).to_pylist() == whole.table(name).to_pylist(), name
        assert run.rows[name] == whole.table(name).num_rows
    assert (run.ruleset, run.weights, run.version) == (whole.ruleset, whole.weights, whole.version)
    assert dict(run.notes) == dict(whole.notes)


def test_a_duckdb_table_goes_in_and_out(source: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "in.duckdb")) as connection:
        connection.execute(f"CREATE TABLE texts AS SELECT * FROM '{source}'")

    run = ps.evaluate_chunks(tmp_path / "in.duckdb", to=tmp_path / "out.duckdb", chunk_rows=2)

    assert run.table("prompts").to_pylist() == ps.evaluate(source).table("prompts").to_pylist()


def test_parts_can_be_read_by_any_program(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)

    scored = duckdb.sql(f"SELECT count(overall) FROM '{tmp_path}/out/prompts/*.parquet'").fetchone()

    assert scored == (5,)
    assert sorted(file.name for file in (tmp_path / "out" / "findings").iterdir()) == [
        "part-00000.parquet", "part-00001.parquet", "part-00002.parquet"
    ]  # fmt: skip


def test_a_second_call_must_ask_to_continue(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)

    with pytest.raises(ps.InputError, match=r"holds 3 chunks of an earlier call\. Continue it with resume=True"):
        ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"domain": "sql"}, "domain was 'auto' and is 'sql'"),
        ({"ignore": ["UNI1101"]}, "ruleset was '[0-9a-f]{16}' and is '[0-9a-f]{16}'"),
        ({"weights": "calibrated"}, "weights was 'expert-[0-9a-f]+' and is 'calibrated-[0-9a-f]+'"),
        ({"max_characters": 20}, "max_characters was 10000 and is 20"),
        ({"chunk_rows": 2}, "chunk_rows was 3 and is 2"),
        ({"id": "key"}, "columns was {'text': 'prompt'} and is {'text': 'prompt', 'id': 'key'}"),
    ],
)
def test_chunks_made_in_another_way_are_not_continued(
    source: Path, tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)

    with pytest.raises(ps.InputError, match=message):
        ps.evaluate_chunks(source, to=tmp_path / "out", resume=True, **{"chunk_rows": 3, **changed})


def test_a_changed_source_is_not_continued(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)
    rows = pq.read_table(source).to_pydict()
    rows["prompt"][4] = "Name four rivers."
    pq.write_table(pa.table(rows), source)

    with pytest.raises(ps.InputError, match=r"has changed in rows 3 to 5 since .* \(chunk 1\)"):
        ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3, resume=True)


def test_a_source_that_lost_rows_is_not_continued(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)
    pq.write_table(pq.read_table(source).slice(0, 6), source)

    with pytest.raises(ps.InputError, match="Rows have gone"):
        ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3, resume=True)


def test_a_folder_with_other_files_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")

    with pytest.raises(ps.StoreError, match="holds files that are not ours"):
        ps.evaluate_chunks(source, to=tmp_path / "mine")
    with pytest.raises(ps.StoreError, match="is a file"):
        ps.evaluate_chunks(source, to=tmp_path / "mine" / "thesis.txt")
    assert (tmp_path / "mine" / "thesis.txt").read_text() == "years of work"


def test_a_duckdb_file_of_something_else_is_left_alone(source: Path, tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "mine.duckdb")) as connection:
        connection.execute("CREATE TABLE thesis AS SELECT 'years of work' AS chapter")

    with pytest.raises(ps.StoreError, match=r"holds tables that are not ours \(thesis\)"):
        ps.evaluate_chunks(source, to=tmp_path / "mine.duckdb")


def test_two_processes_do_not_write_one_place(source: Path, tmp_path: Path) -> None:
    from promptsmith.store.parts import open_target

    with (
        open_target(tmp_path / "out"),
        pytest.raises(ps.StoreError, match="is being written by another process"),
    ):
        ps.evaluate_chunks(source, to=tmp_path / "out")


def test_an_input_without_rows_gives_no_chunks(tmp_path: Path) -> None:
    pq.write_table(pa.table({"prompt": pa.array([], pa.string())}), tmp_path / "in.parquet")

    run = ps.evaluate_chunks(tmp_path / "in.parquet", to=tmp_path / "out")

    assert (len(run), run.n_chunks, dict(run.rows)) == (0, 0, {})


def test_progress_tells_rows_rate_and_remaining_time(source: Path, tmp_path: Path) -> None:
    seen: list[ChunkProgress] = []
    ticks: Iterator[int] = iter(range(1000))

    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3, clock=lambda: float(next(ticks)), progress=seen.append)

    # The clock gives 0 at the start and one second more at each look: in a chunk and after it. The last row is empty, so there
    # is nothing to look at in its chunk.
    assert [(p.n_done, p.elapsed_s) for p in seen] == [(3, 1.0), (3, 2.0), (6, 3.0), (6, 4.0), (7, 5.0)]
    assert seen[1] == ChunkProgress(3, 7, 0, 2.0, 1.5, (7 - 3) / 1.5)


def test_resumed_rows_do_not_count_in_the_rate(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)
    seen: list[ChunkProgress] = []

    run = ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3, resume=True, progress=seen.append)

    assert run.n_resumed == 3
    assert [(p.n_done, p.n_resumed, p.rows_per_s) for p in seen] == [(3, 3, None), (6, 6, None), (7, 7, None)]


@pytest.mark.parametrize(
    ("remaining", "text"),
    [(4.4, "1,500 rows/s, 4 s left"), (250, "1,500 rows/s, 4 min 10 s left"), (7260, "1,500 rows/s, 2 h 1 min left")],
)
def test_pace_is_told_in_words(remaining: float, text: str) -> None:
    assert pace(ChunkProgress(1, 2, 0, 1.0, 1500.0, remaining)) == text
    assert pace(ChunkProgress(1, 2, 1, 1.0, None, None)) == ""


KILLED = """
import os, signal, sys
import promptsmith as ps

def kill(progress):
    if progress.n_done > {after}:
        os.kill(os.getpid(), signal.SIGKILL)

ps.evaluate_chunks({source!r}, to={to!r}, chunk_rows=40, resume=True, progress=kill)
"""


@pytest.mark.parametrize("place", ["out", "out.duckdb"])
def test_a_call_killed_twice_is_finished_and_no_chunk_is_done_again(tmp_path: Path, place: str) -> None:
    source, to = tmp_path / "in.parquet", tmp_path / place
    pq.write_table(pa.table({"prompt": [f"Name {i} rivers in at most {i + 9} words." for i in range(200)]}), source)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    for after in (50, 130):
        script = KILLED.format(after=after, source=str(source), to=str(to))
        done = subprocess.run([sys.executable, "-c", script], env=environment, check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
    run = ps.evaluate_chunks(source, to=to, chunk_rows=40, resume=True)

    # Killed inside the chunk of rows 40 to 79 and, taken up again, inside that of rows 120 to 159: three chunks were whole.
    assert (run.n_chunks, run.n_resumed, run.n_rows) == (5, 3, 200)
    for name in TABLES:
        assert run.table(name).to_pylist() == ps.evaluate(source).table(name).to_pylist(), name


def test_what_is_written_can_be_opened_later(source: Path, tmp_path: Path) -> None:
    run = ps.evaluate_chunks(source, to=tmp_path / "out", chunk_rows=3)

    again = ps.open_chunks(tmp_path / "out")

    assert repr(again) == repr(run)
    assert again.table("prompts").equals(run.table("prompts"))
    with pytest.raises(ps.StoreError, match="There is nothing at"):
        ps.open_chunks(tmp_path / "nowhere")
    with pytest.raises(ps.UnknownNameError, match="Did you mean 'prompts'"):
        run.relation("prompt")


def test_a_broken_manifest_is_said_to_be_one(source: Path, tmp_path: Path) -> None:
    ps.evaluate_chunks(source, to=tmp_path / "out")
    (tmp_path / "out" / "manifest.json").write_text('{"format": 2, "made": {}, "chunks": []}')

    with pytest.raises(ps.StoreError, match="written by another version of PromptSmith"):
        ps.open_chunks(tmp_path / "out")


def test_the_command_evaluates_in_chunks_and_resumes(source: Path, tmp_path: Path, cli: Cli) -> None:
    first = cli("evaluate", source, "--to", "out", "--chunk-rows", 3)
    again = cli("evaluate", source, "--to", "out", "--chunk-rows", 3)
    resumed = cli("evaluate", source, "--to", "out", "--chunk-rows", 3, "--resume")

    assert first.returncode == 3  # two rows could not be used
    assert first.stdout.startswith("7 rows in 3 chunks in out: 7 prompts,")
    assert first.stderr == "2 rows could not be used; the table 'errors' says why.\n"
    assert (again.returncode, again.stdout) == (2, "")
    assert "Continue it with resume=True (--resume)" in again.stderr
    assert (resumed.returncode, resumed.stdout) == (3, first.stdout)


def test_the_command_refuses_options_that_do_not_fit(source: Path, cli: Cli) -> None:
    for arguments, message in (
        (("--to", "out", "-o", "x.csv"), "leave --format and -o out"),
        (("--resume",), "belong to --to PLACE"),
        (("--to", "out", "b.parquet"), "--to reads one source"),
    ):
        done = cli("evaluate", source, *arguments)
        assert done.returncode == 2
        assert message in done.stderr
