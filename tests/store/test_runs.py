"""A run comes back as it was saved."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptsmith import schema
from promptsmith.errors import StoreError, UnknownNameError
from promptsmith.store import list_runs, load_run, save_run


def test_every_table_comes_back_with_the_same_rows_types_and_order(
    path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]
) -> None:
    run_id = save_run(path, tables, meta)

    run = load_run(path, run_id)

    assert list(run.tables) == ["prompts", "processed"]
    for name, table in tables.items():
        assert run.table(name).equals(table), name


def test_a_run_remembers_what_made_its_numbers_and_the_callers_notes(
    path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]
) -> None:
    when = datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC)

    save_run(path, tables, meta, run_id="monday", created_at=when)

    run = load_run(path)
    assert (run.run_id, run.created_at) == ("monday", when)
    assert (run.version, run.ruleset, run.weights, run.meta) == ("0.1.0", "abc123", "expert-1", {"note": "línea"})


def test_text_ids_stay_text_even_when_they_look_like_numbers(
    path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]
) -> None:
    table = tables["prompts"].set_column(0, "prompt_id", [["007", "8", "nueve"]])

    save_run(path, {"prompts": table}, meta)

    assert load_run(path).table("prompts")["prompt_id"].to_pylist() == ["007", "8", "nueve"]


def test_an_empty_table_keeps_its_columns(path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]) -> None:
    save_run(path, {"prompts": tables["prompts"].slice(0, 0)}, meta)

    assert load_run(path).table("prompts").column_names == schema.PROMPTS.names


def test_runs_are_listed_newest_first(path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]) -> None:
    save_run(path, tables, meta, run_id="new", created_at=datetime(2026, 2, 2, tzinfo=UTC))
    save_run(path, tables, meta, run_id="old", created_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert [run.run_id for run in list_runs(path)] == ["new", "old"]
    assert load_run(path).run_id == "new"


def test_a_run_is_never_overwritten(path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]) -> None:
    save_run(path, tables, meta, run_id="one")

    with pytest.raises(StoreError, match="already has a run 'one'"):
        save_run(path, {}, meta, run_id="one")

    assert load_run(path, "one").table("prompts").equals(tables["prompts"])


def test_an_unknown_run_is_named_with_the_nearest(path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]) -> None:
    save_run(path, tables, meta, run_id="monday")

    with pytest.raises(UnknownNameError) as caught:
        load_run(path, "munday")

    assert str(caught.value) == f"{path} has no run 'munday'. Did you mean 'monday'? Its newest runs: monday."


def test_an_undeclared_table_is_refused_before_a_file_is_made(path: Path, tables: dict[str, pa.Table]) -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown table 'promts'\. Did you mean 'prompts'"):
        save_run(path, {"promts": tables["prompts"]}, {})

    assert not path.exists()


def test_a_table_with_other_columns_is_refused_before_a_file_is_made(path: Path, tables: dict[str, pa.Table]) -> None:
    with pytest.raises(schema.SchemaError, match="Table prompts has columns"):
        save_run(path, {"prompts": tables["prompts"].drop_columns(["overall"])}, {})

    assert not path.exists()


def test_a_null_where_none_is_allowed_leaves_nothing_behind(
    path: Path, tables: dict[str, pa.Table], meta: dict[str, Any]
) -> None:
    save_run(path, tables, meta, run_id="good")
    place = schema.PROMPTS.names.index("score_status")
    broken = tables["prompts"].set_column(place, "score_status", pa.nulls(3, pa.string()))

    with pytest.raises(duckdb.ConstraintException, match="score_status"):
        save_run(path, {"prompts": broken}, meta, run_id="bad")

    assert [run.run_id for run in list_runs(path)] == ["good"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=5))
def test_any_unicode_text_survives(tmp_path: Path, empty_columns: Any, texts: list[str]) -> None:
    columns = empty_columns(schema.PROMPTS, len(texts))
    columns |= {"prompt_id": list(range(len(texts))), "prompt": texts, "score_status": texts}
    table = schema.build(schema.PROMPTS, columns)

    run_id = save_run(tmp_path / "unicode.duckdb", {"prompts": table}, {})

    assert load_run(tmp_path / "unicode.duckdb", run_id).table("prompts").equals(table)
