"""Formats, streams and signals of the command line."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

import promptsmith as ps

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
ONE_RULE = ("--rule", "UNI1101")


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "promptsmith.cli", *map(str, arguments)]


def expected(table: Path, name: str = "prompts") -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = ps.evaluate(table, rules=["UNI1101"]).table(name).to_pylist()
    return rows


@pytest.mark.parametrize("name", ["prompts", "findings"])
@pytest.mark.parametrize("format", ["json", "jsonl", "parquet"])
def test_a_format_holds_the_same_values_as_python(cli: Cli, table: Path, tmp_path: Path, format: str, name: str) -> None:
    cli("evaluate", table, *ONE_RULE, "--table", name, "-o", f"out.{format}")

    file = tmp_path / f"out.{format}"
    if format == "parquet":
        read = pyarrow.parquet.read_table(file).to_pylist()
    elif format == "json":
        read = json.loads(file.read_text(encoding="utf-8"))
    else:
        read = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert read == expected(table, name)


def test_csv_holds_the_same_texts_and_numbers(cli: Cli, table: Path) -> None:
    done = cli("evaluate", table, *ONE_RULE, "--format", "csv")

    options = pyarrow.csv.ParseOptions(newlines_in_values=True)
    read = pyarrow.csv.read_csv(io.BytesIO(done.stdout.encode()), parse_options=options)
    rows = expected(table)
    assert read["overall"].to_pylist() == [row["overall"] for row in rows]
    assert read["prompt"].to_pylist()[:2] == [row["prompt"] for row in rows][:2]


def test_json_of_the_command_line_is_json_of_python_byte_for_byte(cli: Cli, table: Path, tmp_path: Path) -> None:
    cli("evaluate", table, *ONE_RULE, "-o", "out.json")

    assert (tmp_path / "out.json").read_text(encoding="utf-8") == ps.evaluate(table, rules=["UNI1101"]).to_json()


def test_html_and_sarif_are_chosen_by_the_ending(cli: Cli, table: Path, tmp_path: Path) -> None:
    cli("evaluate", "prompts.csv", *ONE_RULE, "-o", "out.html")
    cli("lint", "prompts.csv", *ONE_RULE, "-o", "out.sarif")

    assert (tmp_path / "out.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    log = json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["runs"][0]
    file, prompt = log["artifacts"]
    assert (file["location"]["uri"], prompt["parentIndex"], prompt["description"]["text"]) == (
        "prompts.csv",
        0,
        "row 0 of prompts.csv",
    )
    assert [item["ruleId"] for item in log["results"]] == ["UNI1101"]


def test_a_terminal_without_unicode_gets_escapes_instead_of_an_error(tmp_path: Path) -> None:
    environment = {**ENVIRONMENT, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}

    done = subprocess.run(
        command("evaluate", "Escribe 3 líneas 😀.", *ONE_RULE), capture_output=True, env=environment, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert rb"Escribe 3 l\xedneas \U0001f600." in done.stdout


def test_a_closed_pipe_ends_the_command_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        done = subprocess.run(command("rules"), stdout=closed, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False)

    assert (done.returncode, done.stderr) == (141, b"")


def test_an_interrupt_ends_the_command_quietly() -> None:
    # The signal is sent at the moment standard input is read: the command is then certainly at work.
    code = (
        "import os, signal, sys\n"
        "from promptsmith.cli import main\n"
        "class Waiting:\n"
        "    def read(self):\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "class Terminal:\n"
        "    buffer = Waiting()\n"
        "sys.stdin = Terminal()\n"
        "main(['evaluate', '-'])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=ENVIRONMENT, check=False)

    assert (done.returncode, done.stdout, done.stderr.strip()) == (128 + signal.SIGINT, "", "")


def on_terminal(stream: str, *arguments: object) -> tuple[int, bytes, bytes]:
    """Run a command with one stream on a terminal; return exit code, what the terminal got, and the other stream."""
    main, side = pty.openpty()
    other = "stderr" if stream == "stdout" else "stdout"
    environment = {**ENVIRONMENT, "TERM": "xterm", "COLUMNS": "80", "NO_COLOR": "1"}
    streams: dict[str, Any] = {stream: side, other: subprocess.PIPE}
    with subprocess.Popen(command(*arguments), **streams, env=environment) as process:
        os.close(side)
        rest = getattr(process, other).read()
        shown = b""
        while True:
            try:
                part = os.read(main, 65_536)
            except OSError:  # Linux: the other side is closed
                break
            if not part:
                break
            shown += part
    os.close(main)
    return process.returncode, shown, rest


def test_progress_is_drawn_on_a_terminal_only(cli: Cli, tmp_path: Path) -> None:
    prompts = pa.table({"prompt": [f"Name {number} rivers." for number in range(2, 1_200)]})
    pyarrow.parquet.write_table(prompts, tmp_path / "many.parquet")
    call = ("evaluate", tmp_path / "many.parquet", *ONE_RULE, "-o", tmp_path / "out.csv")

    code, shown, printed = on_terminal("stderr", *call)

    assert (code, printed) == (0, b"")
    assert b"1198/1198 prompts" in shown
    assert cli(*call).stderr == ""


def test_parquet_is_not_poured_on_a_terminal(tmp_path: Path) -> None:
    code, shown, said = on_terminal("stdout", "evaluate", "Name a river.", "--format", "parquet")

    assert (code, shown) == (2, b"")
    assert said == b"Error: Parquet is bytes, not for a terminal. Name a file: -o out.parquet.\n"


def test_parquet_goes_through_a_pipe(table: Path) -> None:
    done = subprocess.run(
        command("evaluate", table, *ONE_RULE, "--format", "parquet"), capture_output=True, env=ENVIRONMENT, check=False
    )

    assert pyarrow.parquet.read_table(pa.BufferReader(done.stdout)).to_pylist() == expected(table)
