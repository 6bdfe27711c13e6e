"""Evaluating more prompts than fit in memory: chunk by chunk from Parquet or DuckDB into Parquet or DuckDB, resumable after a kill."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith import config
from promptsmith.errors import InputError, StoreError
from promptsmith.version import VERSION, code_hash

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.api import Weights
    from promptsmith.rules._rule import Rule
    from promptsmith.rules.profiles import RuleSet
    from promptsmith.scoring.weights import WeightSet
    from promptsmith.store.parts import Target, Written
    from promptsmith.text.chunks import BigInput, Chunk

CHUNK_ROWS = 10_000
"""Rows evaluated and written together. Judgement: some seconds of work, which is what a kill can cost, and about 300 MB."""


@dataclass(frozen=True)
class ChunkProgress:
    """How far `evaluate_chunks` is.

    Attributes:
        n_done: rows done, with those of an earlier call.
        n_total: rows of the input.
        n_resumed: rows that an earlier call did.
        elapsed_s: seconds of this call.
        rows_per_s: rows per second of this call; null before the first row is done.
        remaining_s: seconds still to go at this rate; null before the first row is done.
    """

    n_done: int
    n_total: int
    n_resumed: int
    elapsed_s: float
    rows_per_s: float | None
    remaining_s: float | None


@dataclass(frozen=True, eq=False, repr=False)
class ChunkedRun:
    """Result of `evaluate_chunks`: tables on the disk, read when asked for.

    Attributes:
        path: the folder or DuckDB file.
        ruleset, weights, version: what made the tables, as in a `Run`.
        n_rows: rows of the input.
        n_chunks: chunks they were written in.
        n_resumed: chunks that an earlier call had written.
        rows: rows of each table.
        notes: remarks; ``n_suppressed`` as in a `Run`.
    """

    path: Path
    ruleset: str
    weights: str
    version: str
    n_rows: int
    n_chunks: int
    n_resumed: int
    rows: Mapping[str, int]
    notes: Mapping[str, str]
    _chunks: Sequence[Written]

    def relation(self, name: str) -> Any:
        """Return a table as a DuckDB relation, which reads only what is asked of it; rows in the order of the input.

        Raises:
            UnknownNameError: there is no such table.
            StoreError: the files are gone or cannot be read.
        """
        from promptsmith.store.parts import parts_relation

        return parts_relation(self.path, name, list(self._chunks))

    def table(self, name: str) -> pa.Table:
        """Return a table as Arrow, all of it in memory; errors are those of `relation`."""
        return self.relation(name).to_arrow_table()

    def __len__(self) -> int:
        return self.n_rows

    def __repr__(self) -> str:
        rows = ", ".join(f"{number:,} {name}" for name, number in self.rows.items())
        return (
            f"{self.n_rows:,} rows in {self.n_chunks:,} chunks in {self.path}: {rows}\n"
            f"PromptSmith {self.version}, ruleset {self.ruleset}, weights {self.weights}"
        )

    def _repr_html_(self) -> str:
        from promptsmith.report.html import fragment_of_tables
        from promptsmith.report.views import made_by

        told = f"{self.n_rows:,} rows in {self.n_chunks:,} chunks ({self.n_resumed:,} taken up again) in {self.path}"
        rows = [{"table": name, "rows": f"{number:,}"} for name, number in self.rows.items()]
        return fragment_of_tables([told], {"tables": rows}, made_by(self, " · "))  # type: ignore[arg-type]


def evaluate_chunks(
    source: Any,
    *,
    to: str | Path,
    resume: bool = False,
    text: str | None = None,
    id: str | None = None,
    table: str | None = None,
    domain: str = "auto",
    rules: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
    settings: str | Path | None = None,
    weights: Weights | WeightSet = None,
    max_characters: int = config.MAX_CHARACTERS,
    chunk_rows: int = CHUNK_ROWS,
    clock: Callable[[], float] = time.monotonic,
    progress: Callable[[ChunkProgress], None] | None = None,
) -> ChunkedRun:
    """Measure a big input chunk by chunk, in memory that does not grow with it; a killed call can be taken up again.

    The tables are those of `evaluate` on the whole input. Each chunk is written as a whole or not at all.

    Args:
        source: path, folder or glob of Parquet files; path of a DuckDB file (``.duckdb``, ``.db``); or a DuckDB relation.
        to: folder for Parquet parts, made if it does not exist, or a file that ends in ``.duckdb``.
        resume: take up what an earlier call left in ``to``. Chunks that are there are read again from the source and compared,
            not evaluated again. When there is nothing yet, the call starts from the beginning.
        table: table of a DuckDB file; needed when it holds several.
        text, id, domain, rules, ignore, profile, user_rules, settings, weights, max_characters: as in `evaluate`.
        chunk_rows: rows of a chunk; a chunk of very long prompts ends earlier.
        clock: seconds, for the progress.
        progress: called with a `ChunkProgress`, many times in each chunk.

    Returns:
        A `ChunkedRun`.

    Raises:
        InputError: the source cannot be read; an id is null or occurs twice; an earlier call with other arguments, rules, weights
            or rows wrote ``to`` (the message says which).
        StoreError: ``to`` cannot be written, holds something else, or another process is writing there.
        UnsupportedInputError, MissingColumnError, UnknownNameError, RuleDefinitionError: as in `evaluate`.
    """
    from promptsmith.api import check_domain
    from promptsmith.scoring.weights import choose_weights
    from promptsmith.settings import rules_of_call
    from promptsmith.store.parts import open_target
    from promptsmith.text.chunks import open_big_input
    from promptsmith.text.inputs import check_longest

    if isinstance(chunk_rows, bool) or not isinstance(chunk_rows, int) or chunk_rows < 1:
        raise InputError(f"chunk_rows={chunk_rows!r} is not a whole number of at least 1. The default is {CHUNK_ROWS:,}.")
    check_domain(domain)
    check_longest(max_characters)
    ruleset, chosen = rules_of_call(rules, ignore, profile, user_rules, settings), choose_weights(weights)
    big = open_big_input(source, text=text, id=id, table=table)
    made = {
        "version": VERSION,
        "code": code_hash(),
        "ruleset": ruleset.hash,
        "weights": chosen.label,
        "domain": domain,
        "max_characters": max_characters,
        "chunk_rows": chunk_rows,
        "columns": big.columns,
    }
    with open_target(to) as target:
        _check_target(target, made, resume=resume)
        big.check_ids()
        work = _Work(big, target, ruleset, chosen, domain, max_characters, _Meter(big.n_rows, clock, progress))
        written = work.run(chunk_rows)
        return _result(target.path, made, written, work.n_resumed)


def open_chunks(path: str | Path) -> ChunkedRun:
    """Return what `evaluate_chunks` has written at ``path`` so far.

    Raises:
        StoreError: nothing of ours is there, or it is being written.
    """
    from promptsmith.store.parts import open_target

    place = Path(os.path.expanduser(path))
    if not place.exists():
        raise StoreError(f"There is nothing at {place}. Check the path.")
    with open_target(place) as target:
        made = target.made()
        if made is None:
            raise StoreError(f"{place} holds no chunks of ours. Check the path.")
        return _result(place, made, target.written(), 0)


def _result(path: Path, made: Mapping[str, Any], written: Sequence[Written], n_resumed: int) -> ChunkedRun:
    names = list(written[0].rows) if written else []
    suppressed = sum(chunk.n_suppressed for chunk in written)
    return ChunkedRun(
        path,
        made["ruleset"],
        made["weights"],
        made["version"],
        sum(chunk.n_rows for chunk in written),
        len(written),
        n_resumed,
        {name: sum(chunk.rows[name] for chunk in written) for name in names},
        {"n_suppressed": str(suppressed)} if suppressed else {},
        written,
    )


def _check_target(target: Target, made: dict[str, Any], *, resume: bool) -> None:
    there = target.made()
    if there is None:
        target.begin(made)
        return
    if not resume:
        raise InputError(
            f"{target.path} holds {len(target.written()):,} chunks of an earlier call. Continue it with resume=True (--resume), "
            "or give another place."
        )
    differing = [f"{name} was {there.get(name)!r} and is {value!r}" for name, value in made.items() if there.get(name) != value]
    if differing:
        raise InputError(
            f"{target.path} was begun in another way: {'; '.join(differing)}. Its chunks would not fit together: call it as "
            "before, or give another place."
        )


class _Meter:
    """Turns rows done into `ChunkProgress`."""

    def __init__(self, n_total: int, clock: Callable[[], float], tell: Callable[[ChunkProgress], None] | None) -> None:
        self._n_total, self._clock, self._tell = n_total, clock, tell
        self._started = clock()
        self.n_done = self.n_resumed = 0

    def show(self, in_chunk: float = 0.0) -> None:
        """Tell the progress; ``in_chunk`` are rows of a chunk that is not written yet."""
        if self._tell is None:
            return
        done = self.n_done + int(in_chunk)
        elapsed = self._clock() - self._started
        new = done - self.n_resumed
        rate = new / elapsed if new > 0 and elapsed > 0 else None
        remaining = (self._n_total - done) / rate if rate is not None else None
        self._tell(ChunkProgress(done, self._n_total, self.n_resumed, elapsed, rate, remaining))


@dataclass
class _Work:
    big: BigInput
    target: Target
    ruleset: RuleSet
    weights: WeightSet
    domain: str
    max_characters: int
    meter: _Meter
    n_resumed: int = 0

    def run(self, chunk_rows: int) -> list[Written]:
        earlier = {chunk.chunk: chunk for chunk in self.target.written()}
        done: list[Written] = []
        for chunk in self.big.chunks(chunk_rows):
            digest = chunk.digest()
            there = earlier.pop(chunk.number, None)
            if there is None:
                there = self._evaluate(chunk, digest)
            else:
                self._check(chunk, digest, there)
                self.n_resumed += 1
                self.meter.n_resumed += chunk.n_rows
            done.append(there)
            self.meter.n_done += chunk.n_rows
            self.meter.show()
        if earlier:
            raise InputError(
                f"{self.big.name} has {sum(chunk.n_rows for chunk in done):,} rows, and {self.target.path} holds chunks of more. Rows "
                "have gone since it was begun: give another place."
            )
        return done

    def _check(self, chunk: Chunk, digest: str, there: Written) -> None:
        if (there.digest, there.first_row, there.n_rows) != (digest, chunk.first_row, chunk.n_rows):
            raise InputError(
                f"{self.big.name} has changed in rows {chunk.first_row:,} to {chunk.first_row + chunk.n_rows - 1:,} since "
                f"{self.target.path} was begun (chunk {chunk.number}). Its chunks would not fit together: give another place."
            )

    def _evaluate(self, chunk: Chunk, digest: str) -> Written:
        from promptsmith.api import evaluate_prompts
        from promptsmith.store.parts import Written
        from promptsmith.text.inputs import read_parts

        def show(done: int, total: int) -> None:
            self.meter.show(chunk.n_rows * done / total)

        prompts = read_parts(chunk.cells(self.big.columns), chunk.first_row, max_characters=self.max_characters)
        run = evaluate_prompts(prompts, self.ruleset, self.domain, self.weights, progress=show)
        tables = dict(_with_ids_of_one_type(run.tables))
        rows = {name: int(data.num_rows) for name, data in tables.items()}
        suppressed = int(run.notes.get("n_suppressed", 0))
        written = Written(chunk.number, chunk.first_row, chunk.n_rows, digest, rows, suppressed)
        self.target.write(written, tables)
        return written


def _with_ids_of_one_type(tables: Mapping[str, pa.Table]) -> Iterator[tuple[str, pa.Table]]:
    """Yield the tables with ids of the type that the prompts have: a table without rows has none of its own, but its part does."""
    wanted = tables["prompts"].schema.field("prompt_id").type
    for name, table in tables.items():
        column = table.column_names.index("prompt_id")
        yield name, table.set_column(column, "prompt_id", table["prompt_id"].cast(wanted))
