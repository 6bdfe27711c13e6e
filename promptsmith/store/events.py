"""Calls noted in the store: how many, how long, how often from the cache. No text of a prompt is among what is noted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

KEPT_DAYS = 90
"""Events of an owner that are older than so many days go with its next ones. Judgement."""

_COLUMNS = '"at", owner, tool, domain, elapsed_ms, n_prompts, n_chars, score_before, score_after, error, n_cache_hits'

_FIGURES = """
SELECT tool, count(*), count(error), sum(n_prompts)::BIGINT, median(elapsed_ms), quantile_cont(elapsed_ms, 0.95),
    sum(n_cache_hits)::BIGINT, sum(n_prompts) FILTER (WHERE n_cache_hits IS NOT NULL)::BIGINT, avg(score_after - score_before)
FROM events WHERE owner = ? AND "at" >= ? GROUP BY tool ORDER BY tool
"""


@dataclass(frozen=True)
class Event:
    """One call; the fields are columns of the table ``events``, and None means what null means there."""

    at: datetime
    owner: str
    tool: str
    domain: str | None
    elapsed_ms: float
    n_prompts: int | None
    n_chars: int | None
    score_before: float | None
    score_after: float | None
    error: str | None
    n_cache_hits: int | None


def write_events(connection: Any, events: Sequence[Event], oldest: datetime) -> None:
    """Add events, and remove those of their owners from before ``oldest``; times are UTC without a zone."""
    marks = ", ".join("?" * len(_COLUMNS.split(",")))
    connection.executemany(f"INSERT INTO events ({_COLUMNS}) VALUES ({marks})", [list(astuple(event)) for event in events])
    for owner in {event.owner for event in events}:
        connection.execute('DELETE FROM events WHERE owner = ? AND "at" < ?', [owner, oldest])


def figures(connection: Any, owner: str, since: datetime) -> list[dict[str, Any]]:
    """Return the figures of one owner's calls since a time, one row per tool; what did not happen is None."""
    rows = []
    for tool, calls, errors, prompts, median, p95, hits, asked, gain in connection.execute(_FIGURES, [owner, since]).fetchall():
        rows.append(
            {
                "tool": tool,
                "n_calls": calls,
                "n_errors": errors,
                "n_prompts": prompts,
                "median_ms": median,
                "p95_ms": p95,
                "cache_hit_rate": hits / asked if asked else None,
                "mean_score_gain": gain,
            }
        )
    return rows
