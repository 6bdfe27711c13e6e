"""Where the command line writes: standard output, a file, progress and messages on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from promptsmith.errors import InputError, UnknownNameError, unknown

TABLE_FORMATS = ("jsonl", "csv", "parquet")
REPORT_FORMATS = ("html", "sarif", "junit", "github")
_BY_ENDING = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
    ".sarif": "sarif",
    ".xml": "junit",
    ".txt": "table",
}
ERRORS_SHOWN = 10


class PipeClosedError(Exception):
    """The program that reads our output has ended; nobody is left to tell."""


@contextmanager
def _standard_output() -> Iterator[Any]:
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise PipeClosedError from None


def choose_format(format: str | None, output: Path | None, allowed: tuple[str, ...]) -> str:
    """Return the format asked for, else the one the output's ending names, else ``table``.

    Raises:
        UnknownNameError: the command has no such format.
        InputError: Parquet would go to a terminal.
    """
    chosen = format or (_BY_ENDING.get(output.suffix.lower(), "table") if output else "table")
    if chosen not in allowed:
        raise UnknownNameError(unknown("format", chosen, allowed))
    if chosen == "parquet" and output is None and sys.stdout.isatty():
        raise InputError("Parquet is bytes, not for a terminal. Name a file: -o out.parquet.")
    return chosen


def write_text(text: str, output: Path | None) -> None:
    """Write text to a file or to standard output, with a line end after it unless there is none to write."""
    ended = text if text.endswith("\n") or not text else text + "\n"
    if output is not None:
        from promptsmith.report.files import write_report

        write_report(output, ended)
        return
    with _standard_output() as stream:
        stream.write(ended)


def write_lines(lines: Iterator[str], output: Path | None) -> None:
    """Write lines as they come."""
    if output is not None:
        write_text("\n".join(lines), output)
        return
    with _standard_output() as stream:
        for line in lines:
            stream.write(line + "\n")


def write_result(
    result: Any, format: str, table: str | None, main: str, output: Path | None, *, fail_on: str = "error"
) -> None:
    """Write a result in a machine's format: one table, or (a report, or JSON without ``--table``) all of it.

    Args:
        result: the tables and where their prompts come from.
        format: one of `TABLE_FORMATS` or `REPORT_FORMATS`, or json.
        table: the table asked for; None: ``main``, or for JSON all.
        main: the table of the command.
        output: file to write; None: standard output.
        fail_on: the least harmful severity that a JUnit report calls a failure.

    Raises:
        UnknownNameError: the result has no such table.
        InputError: the file cannot be written.
    """
    if format in REPORT_FORMATS or (format == "json" and table is None):
        write_text(_whole(result, format, fail_on), output)
        return
    from promptsmith.text.frames import write_table

    name = table or main
    if name not in result.tables:
        raise UnknownNameError(unknown("table", name, result.tables))
    if output is not None:
        write_table(result.tables[name], output, format)
        return
    with _standard_output() as stream:
        write_table(result.tables[name], stream, format)


def _whole(result: Any, format: str, fail_on: str) -> str:
    if format == "html":
        from promptsmith.report.html import html_page

        return html_page(result)
    if format == "sarif":
        from promptsmith.report.sarif import write_sarif

        return write_sarif(result, origins=result.origins)
    if format == "junit":
        from promptsmith.report.junit import write_junit

        return write_junit(result, origins=result.origins, fail_on=fail_on)
    if format == "github":
        from promptsmith.report.github import github_lines

        return "\n".join(github_lines(result, result.origins))
    from promptsmith.report.json import write_json

    return write_json(result)


def tell(message: str) -> None:
    """Write a message for people to standard error."""
    print(message, file=sys.stderr, flush=True)


def tell_errors(result: Any) -> int:
    """Tell which rows could not be used, and return how many faults there are."""
    from promptsmith.report.visible import one_line

    rows = result.tables["errors"].slice(0, ERRORS_SHOWN).to_pylist()
    number = int(result.tables["errors"].num_rows)
    for row in rows:
        tell(f"{row['prompt_id']}: {row['error']}: {one_line(row['message'])}")
    if number > len(rows):
        tell(f"... and {number - len(rows):,} more rows that could not be used; the table 'errors' holds all of them.")
    return number


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None] | None]:
    """Yield a function that draws progress on standard error, or None when nobody is looking at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), "prompts", TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task: Any = None

        def draw(done: int, total: int) -> None:
            nonlocal task
            if task is None:
                task = bar.add_task("", total=total)
            bar.update(task, completed=done, total=total)  # each source has its own total

        yield draw
