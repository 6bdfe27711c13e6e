"""`evaluate`, `validate` and `process` with a cache: what is known is taken from it, the rest is computed and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.cached_tables import N_SUPPRESSED, UnitTables, from_values, join_units, spread, stand_in, unit_tables
from promptsmith.caching import Cache, Entry, unit_keys
from promptsmith.pipeline import Unit, analyse, without_collector
from promptsmith.tables import constraints_table, errors_table, findings_table, prompts_table, validated_table

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.pipeline import Analysis, Progress
    from promptsmith.rules.profiles import RuleSet
    from promptsmith.scoring.weights import WeightSet
    from promptsmith.text.inputs import Prompts

Integers = NDArray[np.int64]

LEAST_EVALUATED, LEAST_PROCESSED = 250, 20
"""Missing results from which on opening the file of a store (31 to 41 ms) is faster than computing them: in a frame, a prompt takes 0.14 to
0.19 ms to evaluate and 1.5 to 2.3 ms to process. Measured by benchmarks/store_cache.py."""

EVALUATED = ("prompts", "findings", "constraints")
VALIDATED = ("validated", "findings")
PROCESSED = ("processed",)


@dataclass(frozen=True, eq=False)
class Assembled:
    """The tables of a call put together from known and new results.

    Attributes:
        tables: tables by name.
        languages: language of each unit.
        n_suppressed: findings that comments silence, over all rows.
        n_hits: rows that came from the cache.
    """

    tables: dict[str, pa.Table]
    languages: Sequence[str]
    n_suppressed: int
    n_hits: int


@dataclass(frozen=True)
class Said:
    """What the caller said for one row beside text, domain and variables."""

    tone: str
    context: str | None


@dataclass(frozen=True, eq=False)
class _Lookup:
    """What a cache knows of some units: their tables, and for each unit its row there (-1: unknown)."""

    known: list[UnitTables]
    row_of: Integers

    @property
    def missing(self) -> list[int]:
        rows: list[int] = np.flatnonzero(self.row_of < 0).tolist()
        return rows


@without_collector()
def evaluate_cached(
    prompts: Prompts,
    units: Sequence[Unit],
    unit_of: Integers,
    ruleset: RuleSet,
    weights: WeightSet,
    cache: Cache,
    progress: Progress | None,
) -> Assembled:
    """Return the tables of `evaluate`; the arguments are those of the pipeline."""
    keys = unit_keys("evaluate", units, ruleset, weights)
    looked = _look_up(cache, "prompts", EVALUATED, keys, LEAST_EVALUATED)
    missing = looked.missing
    faults: list[tuple[int, str, str, str]] = []
    parts, row_of = looked.known, looked.row_of.copy()
    if missing:
        analysis, fresh = _analysed(units, missing, ruleset, weights, progress)
        tables = {
            "prompts": prompts_table(fresh, analysis, np.arange(len(missing)), ruleset.rules),
            "findings": findings_table(fresh, analysis, np.arange(len(missing)), ruleset.rules),
            "constraints": constraints_table(fresh, analysis, np.arange(len(missing))),
        }
        suppressed = [len(found) for found in analysis.suppressed]
        made = unit_tables("prompts", tables, {N_SUPPRESSED: suppressed})
        overall = tables["prompts"]["overall"].to_pylist()
        entries = _entries(analysis, [keys[unit] for unit in missing], overall)
        _keep(cache, "evaluate", ruleset, weights, made, entries, {fault.row for fault in analysis.faults})
        row_of[missing] = sum(part.n for part in parts) + np.arange(len(missing))
        parts = [*parts, made]
        faults = _faults(analysis, missing, unit_of)
    elif progress is not None and units:
        progress(len(units), len(units))
    all_units = join_units(parts) if parts else _none("prompts", EVALUATED)
    places = _through(row_of, unit_of)
    failed = {fault.row: fault for fault in reversed(prompts.errors)}
    lost = np.flatnonzero(unit_of < 0).tolist()
    import pyarrow as pa

    of_row = {
        "prompt": pa.array(prompts.storable, type=pa.string()),
        "score_status": [f"failed: {failed[row].error}" for row in lost],
        "is_valid": [False] * len(lost),
    }
    tables = spread(all_units, places, prompts, of_row)
    tables["errors"] = errors_table(prompts, faults)
    main = all_units.tables["prompts"]
    suppressed_of = main[N_SUPPRESSED].to_numpy()
    languages = main["language"].take(pa.array(row_of)).to_pylist() if len(row_of) else []
    n_suppressed = int(suppressed_of[places[places >= 0]].sum()) if len(suppressed_of) else 0
    return Assembled(tables, languages, n_suppressed, _count_hits(looked, unit_of))


@without_collector()
def validate_cached(
    prompts: Prompts,
    units: Sequence[Unit],
    unit_of: Integers,
    ruleset: RuleSet,
    weights: WeightSet,
    cache: Cache,
    progress: Progress | None,
) -> Assembled:
    """Return the tables of `validate`; the arguments are those of the pipeline."""
    keys = unit_keys("validate", units, ruleset, weights)
    looked = _look_up(cache, "validated", VALIDATED, keys, LEAST_EVALUATED)
    missing = looked.missing
    faults: list[tuple[int, str, str, str]] = []
    parts, row_of = looked.known, looked.row_of.copy()
    if missing:
        analysis, fresh = _analysed(units, missing, ruleset, weights, progress)
        tables = {
            "validated": validated_table(fresh, analysis, np.arange(len(missing)), ruleset.rules),
            "findings": findings_table(fresh, analysis, np.arange(len(missing)), ruleset.rules),
        }
        made = unit_tables("validated", tables)
        overall = analysis.scores.column("overall")
        scores = [None if np.isnan(score) else float(score) for score in overall]
        entries = _entries(analysis, [keys[unit] for unit in missing], scores)
        _keep(cache, "validate", ruleset, weights, made, entries, {fault.row for fault in analysis.faults})
        row_of[missing] = sum(part.n for part in parts) + np.arange(len(missing))
        parts = [*parts, made]
        faults = _faults(analysis, missing, unit_of)
    elif progress is not None and units:
        progress(len(units), len(units))
    all_units = join_units(parts) if parts else _none("validated", VALIDATED)
    messages: dict[int, list[str]] = {}
    for fault in prompts.errors:
        messages.setdefault(fault.row, []).append(fault.message)
    lost = np.flatnonzero(unit_of < 0).tolist()
    of_row = {"is_valid": [False] * len(lost), "errors": [messages[row] for row in lost]}
    tables = spread(all_units, _through(row_of, unit_of), prompts, of_row)
    tables["errors"] = errors_table(prompts, faults)
    return Assembled(tables, [], 0, _count_hits(looked, unit_of))


@without_collector()
def process_cached(
    prompts: Prompts,
    units: Sequence[Unit],
    unit_of: Integers,
    ruleset: RuleSet,
    weights: WeightSet,
    cache: Cache,
    *,
    said: Said,
    template: str,
    compute: Callable[[Prompts], Mapping[str, pa.Table]],
    clock: Callable[[], float] | None,
) -> Assembled:
    """Return the tables of `process`.

    Args:
        prompts, units, unit_of, ruleset, weights: as the pipeline takes them.
        cache: where results are looked up and kept.
        said: tone and context of rows that say nothing themselves.
        template: template type or source.
        compute: gives the tables of `process` for rows that are not known.
        clock: seconds, to fill ``elapsed_ms``.
    """
    started = clock() if clock is not None else 0.0
    items, item_of = _items(prompts, unit_of, said)
    keys = unit_keys(
        "process",
        [units[unit] for unit, _ in items],
        ruleset,
        weights,
        template=template,
        said=[(spoken.tone, spoken.context) for _, spoken in items],
    )
    looked = _look_up(cache, "processed", PROCESSED, keys, LEAST_PROCESSED)
    missing = looked.missing
    parts, row_of = looked.known, looked.row_of.copy()
    known = looked.row_of >= 0
    each = (clock() - started) * 1e3 / max(int(known.sum()), 1) if clock is not None else None
    elapsed: list[float | None] = [each] * len(items)
    faults: list[tuple[int, str, str, str]] = []
    if missing:
        _, first_rows = np.unique(item_of[item_of >= 0], return_index=True)
        rows = np.flatnonzero(item_of >= 0)[first_rows[missing]].tolist()
        tables = compute(_rows_of(prompts, rows))
        failed = _failed_items(tables["errors"])
        main = tables["processed"]
        made = unit_tables("processed", {"processed": main})
        overall = main["score_after"].to_pylist()
        entries = [
            Entry(keys[item], domain, score)
            for item, domain, score in zip(missing, main["domain"].to_pylist(), overall, strict=True)
        ]
        _keep(cache, "process", ruleset, weights, made, entries, set(failed))
        has_result = main["refined"].is_valid().to_numpy()
        row_of[missing] = np.where(has_result, sum(part.n for part in parts) + np.arange(len(missing)), -1)
        parts = [*parts, made]
        for item, spent in zip(missing, main["elapsed_ms"].to_pylist(), strict=True):
            elapsed[item] = spent
        faults = [
            (row, *fault)
            for number, told in failed.items()
            for row in np.flatnonzero(item_of == missing[number]).tolist()
            for fault in told
        ]
    import pyarrow as pa

    numbers = item_of.tolist()
    of_row = {
        "original": pa.array(prompts.storable, type=pa.string()),
        "cache_hit": [item >= 0 and bool(known[item]) for item in numbers],
        "elapsed_ms": [elapsed[item] if item >= 0 else None for item in numbers],
    }
    all_units = join_units(parts) if parts else _none("processed", PROCESSED)
    made_tables = spread(all_units, _through(row_of, item_of), prompts, of_row)
    made_tables["errors"] = errors_table(prompts, faults)
    return Assembled(made_tables, [], 0, _count_hits(looked, item_of))


def _items(prompts: Prompts, unit_of: Integers, said: Said) -> tuple[list[tuple[int, Said]], Integers]:
    """Return what is to be processed once, as unit and what was said for it, and the item of each row (-1: not readable)."""
    if not any(prompts.tones) and all(context is None for context in prompts.contexts):
        return [(unit, said) for unit in range(int(unit_of.max(initial=-1)) + 1)], unit_of
    numbers: dict[tuple[int, Said], int] = {}
    item_of = np.full(len(unit_of), -1, dtype=np.int64)
    for row, unit in enumerate(unit_of.tolist()):
        if unit >= 0:
            context = prompts.contexts[row]
            spoken = Said(prompts.tones[row] or said.tone, context if context is not None else said.context)
            item_of[row] = numbers.setdefault((unit, spoken), len(numbers))
    return list(numbers), item_of


def _rows_of(prompts: Prompts, rows: Sequence[int]) -> Prompts:
    """Return some readable rows as prompts of their own, numbered from 0."""
    texts = [prompts.distinct[prompts.row_of[row]] for row in rows]
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    return replace(
        prompts,
        ids=list(range(len(rows))),
        texts=list(texts),
        originals=[prompts.originals[row] for row in rows],
        distinct=list(numbers),
        row_of=np.array([numbers[text] for text in texts], dtype=np.int64),
        domains=[prompts.domains[row] for row in rows],
        tones=[prompts.tones[row] for row in rows],
        contexts=[prompts.contexts[row] for row in rows],
        variables=[prompts.variables[row] for row in rows],
        messages=None,
        distinct_messages=None,
        errors=[],
    )


def _failed_items(errors: pa.Table) -> dict[int, list[tuple[str, str, str]]]:
    failed: dict[int, list[tuple[str, str, str]]] = {}
    for fault in errors.to_pylist():
        failed.setdefault(fault["prompt_id"], []).append((fault["stage"], fault["error"], fault["message"]))
    return failed


def _look_up(cache: Cache, main: str, names: Sequence[str], keys: Sequence[bytes], least: int) -> _Lookup:
    row_of = np.full(len(keys), -1, dtype=np.int64)
    found = cache.get(keys, least_for_file=least)
    known: list[UnitTables] = []
    first: dict[int, int | None] = {}
    total = 0
    for number, place in enumerate(found):
        if place is None:
            continue
        block, row = place
        if block.block_id not in first:
            try:
                part = from_values(main, names, block.values, len(block.keys))
            except Exception as error:  # whatever is wrong with kept bytes, the result can be computed
                cache.drop(error)
                first[block.block_id] = None
            else:
                first[block.block_id] = total
                known.append(part)
                total += part.n
        start = first[block.block_id]
        if start is not None:
            row_of[number] = start + row
    return _Lookup(known, row_of)


def _analysed(
    units: Sequence[Unit], missing: Sequence[int], ruleset: RuleSet, weights: WeightSet, progress: Progress | None
) -> tuple[Analysis, Any]:
    known = len(units) - len(missing)

    def show(done: int, total: int) -> None:
        if progress is not None:
            progress(known + done, known + total)

    chosen = [units[unit] for unit in missing]
    return analyse(chosen, weights, ruleset=ruleset, progress=show), stand_in([unit.text for unit in chosen])


def _entries(analysis: Analysis, keys: Sequence[bytes], overall: Sequence[float | None]) -> list[Entry]:
    return [Entry(key, str(domain), score) for key, domain, score in zip(keys, analysis.domains, overall, strict=True)]


def _keep(
    cache: Cache,
    tool: str,
    ruleset: RuleSet,
    weights: WeightSet,
    made: UnitTables,
    entries: Sequence[Entry],
    failed: set[int],
) -> None:
    """Keep what was made, except where something failed: a failure is tried again."""
    for start, end in _between(sorted(failed), made.n):

        def values(first: int, n: int, start: int = start) -> dict[str, bytes]:
            return made.slice(start + first, n).values()

        cache.put(tool, ruleset.hash, weights.label, entries[start:end], values)


def _between(gaps: Sequence[int], n: int) -> list[tuple[int, int]]:
    """Return the stretches of 0 to ``n`` between the gaps."""
    bounds = [-1, *gaps, n]
    return [(low + 1, high) for low, high in pairwise(bounds) if high > low + 1]


def _faults(analysis: Analysis, missing: Sequence[int], unit_of: Integers) -> list[tuple[int, str, str, str]]:
    return [
        (row, "rules", fault.code, fault.message)
        for fault in analysis.faults
        for row in np.flatnonzero(unit_of == missing[fault.row]).tolist()
    ]


def _through(row_of: Integers, unit_of: Integers) -> Integers:
    """Return for each row of the call its row in the tables of units; -1 for a row without a unit."""
    places = np.full(len(unit_of), -1, dtype=np.int64)
    readable = unit_of >= 0
    places[readable] = row_of[unit_of[readable]]
    return places


def _count_hits(looked: _Lookup, unit_of: Integers) -> int:
    known = looked.row_of >= 0
    return int(known[unit_of[unit_of >= 0]].sum())


def _none(main: str, names: Sequence[str]) -> UnitTables:
    return from_values(main, names, dict.fromkeys(names, b""), 0)
