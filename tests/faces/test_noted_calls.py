"""Calls with a store leave events: figures and never a text."""

from pathlib import Path

import pytest

import promptsmith as ps


def test_calls_are_noted_with_sizes_errors_and_cache_hits(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "store.duckdb")

    ps.process(["Name a river.", "Name a lake."], store=store)
    ps.process(["Name a river.", "Name a sea."], store=store)
    with pytest.raises(ps.UnknownNameError):
        ps.evaluate("Name a river.", domain="sqll", store=store)
    told = {row["tool"]: row for row in store.call_figures(1)}

    assert (told["process"]["n_calls"], told["process"]["n_errors"], told["process"]["n_prompts"]) == (2, 0, 4)
    assert told["process"]["cache_hit_rate"] == 0.25
    assert (told["evaluate"]["n_calls"], told["evaluate"]["n_errors"]) == (1, 1)
    assert told["evaluate"]["mean_score_gain"] is None


def test_no_text_is_noted(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "store.duckdb")
    ps.evaluate("Name a hidden river.", store=store)
    store.call_figures()

    with store.connection() as connection:
        rows = connection.execute("SELECT n_chars, detail, events::VARCHAR FROM events").fetchall()

    assert (rows[0][0], rows[0][1]) == (20, None)
    assert "hidden" not in rows[0][2]


def test_a_store_that_cannot_be_written_loses_events_and_fails_no_call(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "nowhere" / "store.duckdb")

    run = ps.evaluate("Name a river.", store=store)
    store.notes.flush()

    assert (len(run), store.notes.n_lost) == (1, 1)
