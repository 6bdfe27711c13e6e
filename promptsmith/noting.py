"""Calls with a store are noted in its events: tool, time, sizes, scores and cache hits, never a text. It stays on the machine."""

from __future__ import annotations

import atexit
import functools
import time
import weakref
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

if TYPE_CHECKING:
    from promptsmith.store.events import Event
    from promptsmith.store_file import StoreFile

_P = ParamSpec("_P")
_R = TypeVar("_R")

WAITING_EVENTS, WAITING_S = 100, 5.0
"""Events wait in memory until there are so many, or the last writing is so long ago: opening the file takes 31 to 41 ms."""


class Notes:
    """The events of one store that are not written yet. Trouble with them fails no call; ``n_lost`` counts what was lost."""

    def __init__(self, store: StoreFile) -> None:
        self._store = weakref.ref(store)
        self._waiting: list[Event] = []
        self._written = time.monotonic()
        self.n_lost = 0
        atexit.register(_flush_at_exit, weakref.ref(self))

    def add(self, event: Event) -> None:
        """Keep an event, and write those that wait when it is time."""
        self._waiting.append(event)
        if len(self._waiting) >= WAITING_EVENTS or time.monotonic() - self._written >= WAITING_S:
            self.flush()

    def flush(self) -> None:
        """Write what waits; several threads may call it."""
        store, events = self._store(), self._waiting
        self._waiting, self._written = [], time.monotonic()
        if store is None or not events:
            return
        from promptsmith.store.events import KEPT_DAYS, write_events

        try:
            with store.connection(write=True) as connection:
                write_events(connection, events, max(event.at for event in events) - timedelta(days=KEPT_DAYS))
        except Exception:
            self.n_lost += len(events)


def noted(tool: str) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Decorate a public function so that its calls with ``store=`` are noted, with the kind of the error if it raises."""

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @functools.wraps(function)
        def call(*given: _P.args, **named: _P.kwargs) -> _R:
            store: Any = named.get("store")
            if store is None:
                return function(*given, **named)
            began, started = datetime.now(UTC).replace(tzinfo=None), time.perf_counter()
            result, error = None, None
            try:
                result = function(*given, **named)
            except Exception as raised:
                error = type(raised).__name__
                raise
            finally:
                elapsed = (time.perf_counter() - started) * 1e3
                _note(store, tool, began, elapsed, result, error)
            return result

        return call

    return decorate


def _note(store: StoreFile, tool: str, began: datetime, elapsed: float, result: Any, error: str | None) -> None:
    try:
        store.notes.add(_event(store.owner, tool, began, elapsed, result, error))
    except Exception:
        store.notes.n_lost += 1


def _event(owner: str, tool: str, began: datetime, elapsed: float, result: Any, error: str | None) -> Event:
    import pyarrow.compute as pc

    from promptsmith.store.events import Event

    if result is None:
        return Event(began, owner, tool, None, elapsed, None, None, None, None, error, None)
    main = result.table(result.main)
    names = main.column_names
    domains = pc.unique(main["domain"].drop_null()).to_pylist() if "domain" in names else []
    texts = next((main[name] for name in ("prompt", "original") if name in names), None)
    n_chars = int(pc.sum(pc.utf8_length(texts)).as_py() or 0) if texts is not None else None
    before = next((pc.mean(main[name]).as_py() for name in ("overall", "score_before") if name in names), None)
    after = pc.mean(main["score_after"]).as_py() if "score_after" in names else None
    hits = int(pc.sum(main["cache_hit"]).as_py() or 0) if "cache_hit" in names else None
    domain = domains[0] if len(domains) == 1 else None
    return Event(began, owner, tool, domain, elapsed, main.num_rows, n_chars, before, after, None, hits)


def _flush_at_exit(notes: weakref.ref[Notes]) -> None:
    alive = notes()
    if alive is not None:
        alive.flush()
