"""Calls noted in the store, and the figures made from them."""

from datetime import datetime, timedelta
from pathlib import Path

from promptsmith.store.database import open_store
from promptsmith.store.events import Event, figures, write_events

NOW = datetime(2026, 5, 1, 12)


def event(ms: float, hits: int | None = 0, *, days_ago: int = 0, owner: str = "ana", error: str | None = None) -> Event:
    return Event(NOW - timedelta(days=days_ago), owner, "process", "sql", ms, 2, 80, 0.25, 0.75, error, hits)


def test_figures_are_computed_from_the_calls_of_one_owner_in_the_time_asked_for(tmp_path: Path) -> None:
    events = [
        event(10),
        event(20, 1),
        event(30, 2),
        event(40, None, error="InputError"),
        event(1, days_ago=8),
        event(5, owner="ben"),
    ]

    with open_store(tmp_path / "store.duckdb", write=True) as connection:
        write_events(connection, events, NOW - timedelta(days=90))
        told = figures(connection, "ana", NOW - timedelta(days=7))

    # Four calls of two prompts; median of 10, 20, 30, 40; 95 % of the way: 30 + 0.85 * 10; 3 hits of the 6 prompts that were looked up.
    assert told == [
        {
            "tool": "process",
            "n_calls": 4,
            "n_errors": 1,
            "n_prompts": 8,
            "median_ms": 25.0,
            "p95_ms": 38.5,
            "cache_hit_rate": 0.5,
            "mean_score_gain": 0.5,
        }
    ]


def test_no_calls_are_no_figures(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb", write=True) as connection:
        assert figures(connection, "ana", NOW) == []


def test_old_events_of_the_owner_go_with_new_ones(tmp_path: Path) -> None:
    with open_store(tmp_path / "store.duckdb", write=True) as connection:
        write_events(connection, [event(1, days_ago=100), event(1, days_ago=100, owner="ben")], NOW - timedelta(days=200))
        write_events(connection, [event(2)], NOW - timedelta(days=90))
        assert connection.execute("SELECT owner, count(*) FROM events GROUP BY owner ORDER BY owner").fetchall() == [
            ("ana", 1),
            ("ben", 1),
        ]
