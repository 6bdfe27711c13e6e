"""`cache=` and `store=`: the same results, sooner, and never an error of the cache."""

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import promptsmith as ps
from promptsmith import caching
from promptsmith.caching import Cache, lifetime, unit_keys
from promptsmith.pipeline import Unit
from promptsmith.rules.profiles import choose_rules
from promptsmith.scoring.weights import EXPERT, choose_weights
from promptsmith.text.frames import write_table

TEXTS = [
    "Summarize\u200b the text below in 3 sentences.",
    "Name three rivers.",
    None,
    "Use at most 50 words and at least 80 words. Describe the sea.",
    "Name three rivers.",
    "Escribe un poema sobre el mar en dos estrofas.",
    "Summarize\u200b the text. <!-- promptsmith: ignore[UNI1101] -->",
    "asdf qwer zxcv",
    "",
]
FUNCTIONS = [ps.evaluate, ps.validate, ps.process]


def written(result: Any) -> dict[str, bytes]:
    """Every table as the bytes of its Parquet file, without what says whether the cache was used."""
    told = {}
    for name, made in result.tables.items():
        table = made.drop_columns([column for column in ("cache_hit",) if column in made.column_names])
        sink = io.BytesIO()
        write_table(table, sink, "parquet")
        told[name] = sink.getvalue()
    return told


@pytest.mark.parametrize("function", FUNCTIONS)
def test_results_are_byte_identical_without_first_and_repeated(function: Callable[..., Any]) -> None:
    cache = ps.Cache()

    plain, first, again = function(TEXTS), function(TEXTS, cache=cache), function(TEXTS, cache=cache)

    assert written(first) == written(plain)
    assert written(again) == written(plain)
    assert again.kind == plain.kind
    assert (again.ruleset, again.weights, getattr(again, "notes", None)) == (
        plain.ruleset, plain.weights, getattr(plain, "notes", None)
    )  # fmt: skip
    # Nine rows, two of them unreadable, one a copy.
    assert (cache.stats()["memory"]["hits"], cache.stats()["memory"]["misses"]) == (6, 6)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_known_and_new_texts_mix_in_any_order(function: Callable[..., Any]) -> None:
    cache = ps.Cache()
    function(TEXTS[:4], cache=cache)

    mixed = function(TEXTS[::-1], cache=cache)

    assert written(mixed) == written(function(TEXTS[::-1]))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_empty_or_unreadable_input_is_the_same_too(function: Callable[..., Any]) -> None:
    for source in ([], [None, ""]):
        assert written(function(source, cache=ps.Cache())) == written(function(source)), source


def test_processed_rows_say_whether_they_came_from_the_cache() -> None:
    cache = ps.Cache()
    ps.process(TEXTS[:2], cache=cache)

    result = ps.process(TEXTS[:4], cache=cache)

    assert result.table("processed")["cache_hit"].to_pylist() == [True, True, False, False]


def test_rows_with_their_own_tone_context_and_variables_are_kept_apart() -> None:
    frame = pd.DataFrame(
        {
            "prompt": ["Greet {{name}}."] * 5,
            "tone": ["formal", "casual", "formal", None, "formal"],
            "context": ["a letter", "a letter", None, None, "a letter"],
            "variables": [{"name": "Ana"}, {"name": "Ana"}, {"name": "Ben"}, {}, {"name": "Ana"}],
        }
    )
    cache = ps.Cache()

    first, again = ps.process(frame, cache=cache), ps.process(frame, cache=cache)

    assert written(first) == written(again) == written(ps.process(frame))
    # The row without a value for its placeholder is an error each time, and errors are not kept.
    assert again.table("processed")["cache_hit"].to_pylist() == [True, True, True, False, True]
    assert again.table("errors")["error"].to_pylist() == ["TemplateRenderError"]


def test_the_clock_tells_the_time_of_known_rows_too() -> None:
    cache = ps.Cache()
    ps.process(TEXTS[1], cache=cache, clock=lambda: 0.0)
    ticks = iter(range(100))

    result = ps.process(TEXTS[1], cache=cache, clock=lambda: float(next(ticks)))

    # The clock is read at the start of the call, and before and after the look-up: one second.
    assert result.table("processed")["elapsed_ms"].to_pylist() == [1000.0]


KEY: dict[str, Any] = {"unit": Unit("Name three rivers."), "rules": {}, "weights": None, "tool": "evaluate"}


def key(**changed: Any) -> bytes:
    chosen = {**KEY, **changed}
    rules, weights = choose_rules(**chosen.pop("rules")), choose_weights(chosen.pop("weights"))
    return unit_keys(chosen.pop("tool"), [chosen.pop("unit")], rules, weights, **chosen)[0]


@pytest.mark.parametrize(
    "changed",
    [
        {"unit": Unit("name three rivers.")},
        {"unit": Unit("Name three rivers. ")},
        {"unit": Unit("Name three rivers.", "sql")},
        {"unit": Unit("Name three rivers.", None, {"a": 1})},
        {"rules": {"ignore": ("UNI1101",)}},
        {"weights": {"general": (0.4, 0.2, 0.2, 0.2)}},
        {"tool": "process"},
        {"template": "basic"},
        {"said": [("formal", None)]},
        {"said": [("formal", "None")]},
    ],
)
def test_whatever_a_result_depends_on_changes_its_key(changed: dict[str, Any]) -> None:
    assert key(**changed) != key()


def test_keys_differ_between_tones_and_contexts() -> None:
    spoken = [("formal", None), ("formal", ""), ("casual", None), ("casual", "formal")]

    assert len({key(said=[said]) for said in spoken}) == 4


def test_the_order_of_variables_does_not_change_a_key() -> None:
    one, two = Unit("x", None, {"a": 1, "b": 2}), Unit("x", None, {"b": 2, "a": 1})

    assert key(unit=one) == key(unit=two)


def test_the_code_of_the_package_is_part_of_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = key()
    monkeypatch.setattr(caching, "code_hash", lambda: "other")

    assert key() != before


@pytest.mark.parametrize(("overall", "seconds"), [(1.0, 7200.0), (0.75, 5400.0), (0.5, 3600.0), (0.1, 3600.0), (None, 3600.0)])
def test_the_lifetime_follows_the_score(overall: float | None, seconds: float) -> None:
    assert lifetime(overall) == seconds


def test_a_result_ends_after_its_lifetime() -> None:
    now = [0.0]
    cache = ps.Cache(clock=lambda: now[0])
    overall = ps.evaluate("Name three rivers.", cache=cache).table("prompts")["overall"][0].as_py()

    now[0] = lifetime(overall) - 1
    ps.evaluate("Name three rivers.", cache=cache)
    assert cache.stats()["memory"]["hits"] == 1
    now[0] = lifetime(overall)
    ps.evaluate("Name three rivers.", cache=cache)

    memory = cache.stats()["memory"]
    assert (memory["hits"], memory["misses"], memory["expired"]) == (1, 2, 1)


def test_a_store_keeps_results_for_other_processes(tmp_path: Path) -> None:
    texts = [f"Name {number} rivers." for number in range(300)]
    store = ps.Store(tmp_path / "store.duckdb")
    expected = ps.evaluate(texts, store=store)
    script = (
        "import promptsmith as ps\n"
        f"store = ps.Store({str(store.path)!r})\n"
        "run = ps.evaluate([f'Name {number} rivers.' for number in range(300)], store=store)\n"
        "print(store.cache.stats()['file']['hits'], run.to_json())"
    )

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert done.stdout == f"300 {expected.to_json()}\n"


def test_a_held_store_is_asked_for_a_single_prompt_too(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "store.duckdb")
    ps.evaluate("Name three rivers.", store=store)
    store.cache.flush()
    caching._memories.clear()
    other = ps.Store(tmp_path / "store.duckdb")

    with other:
        ps.evaluate("Name three rivers.", store=other)

    assert other.cache.stats()["file"]["hits"] == 1


def test_owners_share_a_file_and_no_result(tmp_path: Path) -> None:
    ana, ben = (ps.Store(tmp_path / "store.duckdb", owner=owner) for owner in ("ana", "ben"))
    texts = [f"Name {number} rivers." for number in range(300)]
    ps.evaluate(texts, store=ana)

    ps.evaluate(texts, store=ben)

    stats = ben.cache.stats()
    assert (stats["memory"]["hits"], stats["file"]["hits"], stats["file"]["n_entries"]) == (0, 0, 300)
    assert ben.cache.invalidate() == 300
    assert ana.cache.stats()["file"]["n_entries"] == 300


def test_results_are_forgotten_by_domain_and_by_ruleset(tmp_path: Path) -> None:
    store = ps.Store(tmp_path / "store.duckdb")
    ps.evaluate(["Name a river.", "Name a lake."], domain="sql", store=store)
    run = ps.evaluate("Name a sea.", domain="saas", ignore=["UNI1101"], store=store)

    assert store.cache.invalidate(domain="sql") == 2
    assert store.cache.invalidate(ruleset=run.ruleset) == 1
    assert store.cache.stats()["memory"]["n_entries"] == store.cache.stats()["file"]["n_entries"] == 0


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_failing_cache_never_fails_a_call(function: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ps.Cache()

    def fail(*arguments: object) -> None:
        raise OSError("the memory is on fire")

    monkeypatch.setattr(cache._memory, "get", fail)
    monkeypatch.setattr(cache._memory, "put", fail)

    with pytest.warns(ps.CacheWarning, match=r"The cache cannot be used \(OSError: the memory is on fire\)"):
        result = function(TEXTS, cache=cache)

    assert written(result) == written(function(TEXTS))
    assert (cache.n_failures, cache.last_failure) == (2, "OSError: the memory is on fire")


@pytest.mark.parametrize("function", FUNCTIONS)
def test_kept_bytes_that_are_broken_are_computed_again(function: Callable[..., Any]) -> None:
    cache = ps.Cache()
    function(TEXTS, cache=cache)
    for block in cache._memory._blocks.values():
        for name in block.values:
            block.values[name] = b"no record batch"  # type: ignore[index]

    with pytest.warns(ps.CacheWarning):
        result = function(TEXTS, cache=cache)

    assert written(result) == written(function(TEXTS))


def test_a_store_that_cannot_be_written_fails_no_call(tmp_path: Path) -> None:
    (tmp_path / "store.duckdb").write_bytes(b"this is no DuckDB file, and long enough to be looked at" * 100)
    store = ps.Store(tmp_path / "store.duckdb")
    texts = [f"Name {number} rivers." for number in range(300)]

    with pytest.warns(ps.CacheWarning, match="is not a DuckDB file"):
        run = ps.evaluate(texts, store=store)

    assert written(run) == written(ps.evaluate(texts))
    assert store.cache.n_failures == 1  # and then the file is left alone for a while


def test_a_store_that_others_use_is_waited_for_shortly_and_silently(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    monkeypatch.setattr(caching, "FILE_WAIT_S", 0.05)
    store = ps.Store(tmp_path / "store.duckdb")
    store.save("Name a lake.")

    with FileLock(f"{store.path}.lock"):
        run = ps.evaluate([f"Name {number} rivers." for number in range(300)], store=store)

    assert len(run) == 300
    assert store.cache.n_failures == 1
    assert (store.cache.last_failure or "").startswith("StoreTimeoutError")


def test_a_failed_check_is_tried_again_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from promptsmith.rules.engine import Fault

    cache = ps.Cache()
    plain = ps.evaluate(TEXTS[:2])
    from promptsmith import cached_calls

    analyse = cached_calls.analyse

    def faulty(*arguments: Any, **named: Any) -> Any:
        analysis = analyse(*arguments, **named)
        analysis.faults.append(Fault(0, "UNI1101", "the check failed"))
        return analysis

    monkeypatch.setattr(cached_calls, "analyse", faulty)
    first = ps.evaluate(TEXTS[:2], cache=cache)
    monkeypatch.undo()
    again = ps.evaluate(TEXTS[:2], cache=cache)

    assert first.table("errors")["message"].to_pylist() == ["the check failed"]
    assert (cache.stats()["memory"]["hits"], cache.stats()["memory"]["misses"]) == (1, 3)
    assert written(again) == written(plain)


def test_included_tables_are_made_with_a_cache_too() -> None:
    cache = ps.Cache()
    ps.evaluate(TEXTS, cache=cache)

    again = ps.evaluate(TEXTS, include=("entities",), cache=cache)

    assert written(again) == written(ps.evaluate(TEXTS, include=("entities",)))


def test_a_run_from_the_cache_explains_its_scores() -> None:
    cache = ps.Cache()
    first, again = (ps.evaluate(TEXTS, cache=cache) for _ in range(2))

    assert str(again.explain(1)) == str(first.explain(1)) == str(ps.evaluate(TEXTS).explain(1))


def test_progress_ends_at_the_number_of_distinct_prompts() -> None:
    cache = ps.Cache()
    seen: list[tuple[int, int]] = []
    ps.evaluate(TEXTS[:2], cache=cache)

    ps.evaluate(TEXTS, cache=cache, progress=lambda done, total: seen.append((done, total)))
    ps.evaluate(TEXTS, cache=cache, progress=lambda done, total: seen.append((done, total)))

    assert seen == [(6, 6), (6, 6)]


def test_threads_share_a_cache() -> None:
    from concurrent.futures import ThreadPoolExecutor

    cache = ps.Cache()
    expected = written(ps.evaluate(TEXTS))

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: written(ps.evaluate(TEXTS, cache=cache)), range(12)))

    assert results == [expected] * 12


def test_the_clock_of_a_store_is_that_of_its_cache(tmp_path: Path) -> None:
    now = [datetime(2026, 1, 1, tzinfo=UTC)]
    store = ps.Store(tmp_path / "store.duckdb", clock=lambda: now[0])
    ps.evaluate("Name three rivers.", store=store)

    now[0] += timedelta(hours=3)
    ps.evaluate("Name three rivers.", store=store)

    assert store.cache.stats()["memory"]["expired"] == 1


def test_a_cache_shows_what_it_holds() -> None:
    cache = Cache(memory_bytes=1_000_000)
    assert repr(cache) == "Cache(0 results, 0 of 1,000,000 bytes)"
    assert cache.stats()["file"] is None
    assert EXPERT.label in ps.evaluate("x y z", cache=cache).weights
