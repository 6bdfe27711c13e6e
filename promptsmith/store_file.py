"""The file behind a store: opening, runs, SQL and upkeep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from promptsmith.config import check_name
from promptsmith.errors import InputError
from promptsmith.results import Run
from promptsmith.store import schema as stored
from promptsmith.store.database import LOCK_SECONDS, hold_store, open_store
from promptsmith.store.runs import DEFAULT_OWNER

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.caching import Cache
    from promptsmith.noting import Notes


class StoreFile:
    """One DuckDB file and in whose name it is used; `promptsmith.Store` adds prompts and what people say about them."""

    def __init__(
        self,
        path: str | Path,
        *,
        owner: str = DEFAULT_OWNER,
        timeout: float = LOCK_SECONDS,
        kind: str = "pandas",
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        from promptsmith.text.frames import KINDS

        if not isinstance(owner, str) or not owner.strip():
            raise InputError(f"owner={owner!r} is no name. Give a text, or leave it out.")
        self.path, self.owner, self.timeout = Path(path), owner, timeout
        self.kind = check_name("kind of frame", kind, KINDS)
        self._clock = clock or (lambda: datetime.now(UTC))
        self._held: list[AbstractContextManager[None]] = []

    def __repr__(self) -> str:
        return f"Store({str(self.path)!r}, owner={self.owner!r})"

    def __enter__(self) -> Self:
        held = hold_store(self.path, timeout=self.timeout)
        held.__enter__()
        self._held.append(held)
        return self

    def __exit__(self, *exception: object) -> None:
        self._held.pop().__exit__(None, None, None)

    @cached_property
    def cache(self) -> Cache:
        """The cache of this store and owner: memory that all stores of this process on one file share, over the file."""
        from promptsmith.caching import Cache

        return Cache.of_store(self.path, self.owner, lambda: self._clock().timestamp())

    @cached_property
    def notes(self) -> Notes:
        """The calls with this store that wait to be written to its events."""
        from promptsmith.noting import Notes

        return Notes(self)

    def call_figures(self, days: int = 30) -> list[dict[str, Any]]:
        """Return the figures of this owner's noted calls of the last days, a row per tool; without calls there is no row.

        Each row has tool, n_calls, n_errors, n_prompts, median_ms, p95_ms, cache_hit_rate (null when no call told its hits) and
        mean_score_gain (null when nothing was rewritten).
        """
        from promptsmith.store.events import figures

        if isinstance(days, bool) or not isinstance(days, int) or days < 1:
            raise InputError(f"days={days!r} is not a whole number of at least 1.")
        self.notes.flush()
        since = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=days)
        with self.connection() as connection:
            return figures(connection, self.owner, since)

    @contextmanager
    def connection(self, *, write: bool = False) -> Iterator[Any]:
        """Yield the DuckDB connection; with ``write`` inside one transaction that leaving commits and an exception undoes.

        For code of PromptSmith itself: it sees the rows of every owner.

        Raises:
            StoreError: the file cannot be used.
            StoreTimeoutError: others have used it too long.
        """
        with open_store(self.path, write=write, timeout=self.timeout) as connection:
            yield connection

    def save_run(self, run: Run, *, run_id: str | None = None, visibility: str = "private") -> str:
        """Save every table of a run and return its id.

        Args:
            run: result of `evaluate`, `process` or another call whose tables the store declares.
            run_id: name of the run; a random one by default.
            visibility: private (this owner alone) or public (every owner reads it).

        Raises:
            StoreError: there is a run of this id already.
        """
        from promptsmith.store.runs import save_run

        check_name("visibility", visibility, stored.VISIBILITIES)
        meta = {"version": run.version, "ruleset": run.ruleset, "weights": run.weights, **getattr(run, "notes", {})}
        return save_run(
            self.path,
            dict(run.tables),
            meta,
            run_id=run_id,
            created_at=self._clock(),
            owner=self.owner,
            visibility=visibility,
            timeout=self.timeout,
        )

    def runs(self) -> Any:
        """Return the saved runs that this owner may see as a frame, the newest first."""
        from promptsmith.store.runs import runs_table

        with self.connection() as connection:
            table = runs_table(connection, self.owner)
        return self._frame(table)

    def load_run(self, run_id: str | None = None) -> Run:
        """Return a saved run with its tables exactly as they were saved; the newest by default.

        Raises:
            UnknownNameError: there is no such run for this owner.
            StoreError: there is no run at all.
        """
        from promptsmith.store.runs import load_run

        run = load_run(self.path, run_id, owner=self.owner, timeout=self.timeout)
        return Run(run.tables, self.kind, run.ruleset, run.weights, run.version, notes=run.meta)

    def sql(self, query: str) -> Any:
        """Return the rows of one SELECT over the store's tables, as far as this owner may see them.

        The tables are those of ``docs/tables.md``: prompts, prompt_versions, evaluations, findings, constraints, runs, feedback, labels
        and so on. They are copied into memory first, so nothing can be changed.

        Raises:
            InputError: it is not one SELECT, or DuckDB refuses it, for example because there is no such table.
        """
        from promptsmith.store.analysts import Analyst

        analyst = Analyst(query)
        with self.connection() as connection:
            analyst.load(connection, self.owner)
        return self._frame(analyst.run())

    def _frame(self, table: pa.Table) -> Any:
        from promptsmith.text.frames import to_kind

        return to_kind(table, self.kind)


def listed(ids: str | Iterable[str]) -> list[str]:
    """Return one id or several as a list without repeats.

    Raises:
        InputError: one is no text.
    """
    several = [ids] if isinstance(ids, str) else list(ids)
    for id in several:
        if not isinstance(id, str):
            raise InputError(f"{id!r} is no id of a stored prompt: those are texts, as `save` and `search` give them.")
    return list(dict.fromkeys(several))
