"""The command line for inputs that do not fit in memory: `promptsmith evaluate SOURCE --to PLACE`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from promptsmith.streaming import ChunkedRun, ChunkProgress


def evaluate(sources: tuple[str, ...], to: Path, resume: bool, arguments: Mapping[str, Any]) -> ChunkedRun:
    """Evaluate one source chunk by chunk, with a progress bar on a terminal."""
    from promptsmith.streaming import evaluate_chunks

    if len(sources) != 1 or sources[0] == "-":
        raise click.UsageError("--to reads one source: a Parquet file, a folder or glob of them, or a DuckDB file.")
    with _progress() as show:
        return evaluate_chunks(Path(sources[0]), to=to, resume=resume, progress=show, **arguments)


def severities(run: ChunkedRun) -> dict[str, int]:
    """Return the number of findings by severity."""
    if not run.n_rows:
        return {"error": 0, "warning": 0, "info": 0}
    sums = run.relation("prompts").aggregate("sum(n_errors), sum(n_warnings), sum(n_infos)").fetchone()
    return {name: int(number or 0) for name, number in zip(("error", "warning", "info"), sums, strict=True)}


@contextmanager
def _progress() -> Iterator[Callable[[ChunkProgress], None] | None]:
    """Yield a function that draws rows done, rate and remaining time on standard error, or None when nobody is looking at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("rows  {task.fields[pace]}"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, pace="")

        def draw(progress: ChunkProgress) -> None:
            bar.update(task, completed=progress.n_done, total=progress.n_total, pace=pace(progress))

        yield draw


def pace(progress: ChunkProgress) -> str:
    """Return rate and remaining time in words: ``3,912 rows/s, 4 min 10 s left``."""
    if progress.rows_per_s is None or progress.remaining_s is None:
        return ""
    minutes, seconds = divmod(round(progress.remaining_s), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    first = next((number for number, (amount, _) in enumerate(parts) if amount), 2)
    left = " ".join(f"{amount} {unit}" for amount, unit in parts[first : first + 2])
    return f"{progress.rows_per_s:,.0f} rows/s, {left} left"
