"""Tables with one row per prompt, made from the analysis of distinct units."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from promptsmith import schema
from promptsmith.errors import shorten
from promptsmith.rules._rule import Finding, Rule
from promptsmith.scoring.abstain import is_nonsense
from promptsmith.scoring.weights import SCORES

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.pipeline import Analysis
    from promptsmith.text.inputs import Prompts

Integers = NDArray[np.int64]

SECRET_RULES = ("SEC1001", "SEC1002")
"""Rules whose findings are credentials or personal data."""

# Columns of the prompts table that are feature columns of the same name.
_FEATURES = (
    "domain_confidence language n_chars n_words n_sentences n_tokens_est complexity ambiguity readability sentiment intent "
    "intent_confidence has_variables n_technical_terms"
).split()

_DTYPES = {column.name: column.dtype for column in schema.PROMPTS.columns}


class LateTables(Mapping[str, "pa.Table"]):
    """Tables by name, each made when it is first asked for: a caller who reads the scores does not wait for the limits."""

    def __init__(self, makers: Mapping[str, Callable[[], pa.Table]]) -> None:
        self._makers = dict(makers)
        self._made: dict[str, pa.Table] = {}

    def __getitem__(self, name: str) -> pa.Table:
        if name not in self._made:
            self._made[name] = self._makers[name]()
            self._makers[name] = partial(self._made.__getitem__, name)  # lets go of what the table was made from
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def __reduce__(self) -> tuple[type[dict[str, pa.Table]], tuple[dict[str, pa.Table]]]:
        return dict, (dict(self),)


def prompts_table(prompts: Prompts, analysis: Analysis, unit_of: Integers, rules: Mapping[str, Rule]) -> pa.Table:
    """Return the prompts table.

    Args:
        prompts: the input as read.
        analysis: the analysis of the distinct units.
        unit_of: unit of each row, -1 for a row that could not be read, shape (n_rows,).
        rules: the rules that ran.
    """
    import pyarrow as pa

    spread = _Spread(unit_of)
    counts = severity_counts(analysis, rules)
    valid = is_valid(analysis, counts["error"])
    columns: dict[str, Any] = {
        "prompt_id": pa.array(prompts.ids),
        "text_hash": spread([text_hash(unit.text) for unit in analysis.units], pa.string()),
        "prompt": pa.array(prompts.storable, type=pa.string()),
        "domain": spread(analysis.domains, pa.string()),
        "score_status": pa.array(score_statuses(prompts, analysis, unit_of), type=pa.string()),
        "is_valid": _false_for_null(spread(valid, pa.bool_())),
        "n_errors": spread(counts["error"], pa.int64()),
        "n_warnings": spread(counts["warning"], pa.int64()),
        "n_infos": spread(counts["info"], pa.int64()),
    }
    measured = {**analysis.features, **analysis.sizes}
    for name in _FEATURES:
        columns[name] = spread(measured[name], schema.arrow_type(_DTYPES[name]))
    for name in (f"{score}{end}" for score in SCORES for end in ("", "_low", "_high")):
        columns[name] = spread(analysis.scores.column(name), pa.float64())
    columns["interval_status"] = pa.array(interval_statuses(analysis, unit_of), type=pa.string())
    return schema.build(schema.PROMPTS, columns)


def findings_table(prompts: Prompts, analysis: Analysis, unit_of: Integers, rules: Mapping[str, Rule]) -> pa.Table:
    """Return the findings table, ordered by row and place."""
    if not any(analysis.findings):
        return _without_rows(schema.FINDINGS, prompts)
    rows, flat = expand([len(found) for found in analysis.findings], unit_of)
    found = [finding for unit in analysis.findings for finding in unit]
    texts = [unit.text for unit, here in zip(analysis.units, analysis.findings, strict=True) for _ in here]
    of = [rules[finding.code] for finding in found]
    columns: dict[str, list[Any]] = {
        "code": [finding.code for finding in found],
        "name": [rule.name for rule in of],
        "severity": [rule.severity for rule in of],
        "confidence": [rule.precision for rule in of],
        "scope": [finding.scope for finding in found],
        "start": [finding.start for finding in found],
        "end": [finding.end for finding in found],
        "excerpt": [_excerpt(text, finding) for text, finding in zip(texts, found, strict=True)],
        "message": [finding.message for finding in found],
        "suggestion": [finding.suggestion for finding in found],
        "fixable": [finding.replacement is not None for finding in found],
        "replacement": [finding.replacement for finding in found],
        "related": [[{"start": start, "end": end} for start, end in finding.related] for finding in found],
    }
    return _long_table(schema.FINDINGS, prompts, columns, rows, flat)


def _excerpt(text: str, finding: Finding) -> str:
    """Return the span's text, shortened; of a secret only the first characters, because findings travel further than prompts."""
    excerpt = text[finding.start : finding.end]
    return f"{excerpt[:4]}…" if finding.code in SECRET_RULES else shorten(excerpt)


def constraints_table(prompts: Prompts, analysis: Analysis, unit_of: Integers) -> pa.Table:
    """Return the constraints table, ordered by row and place."""
    if not any(analysis.limits):
        return _without_rows(schema.CONSTRAINTS, prompts)
    rows, flat = expand([len(limits) for limits in analysis.limits], unit_of)
    limits = [limit for unit in analysis.limits for limit in unit]
    names = [name for name in schema.CONSTRAINTS.names if name not in ("prompt_id", "limit_id")]
    columns: dict[str, list[Any]] = {name: [getattr(limit, name) for limit in limits] for name in names}
    columns["limit_id"] = [number for unit in analysis.limits for number in range(len(unit))]
    return _long_table(schema.CONSTRAINTS, prompts, columns, rows, flat)


def errors_table(prompts: Prompts, faults: Sequence[tuple[int, str, str, str]] = ()) -> pa.Table:
    """Return the errors table: faults of the input, then ``faults`` as (row, stage, error, message), ordered by row."""
    read: list[tuple[int, str, str, str]] = [(fault.row, fault.stage, fault.error, fault.message) for fault in prompts.errors]
    rows = sorted([*read, *faults], key=lambda fault: fault[0])
    if not rows:
        return _empty_table(schema.ERRORS.name, None)
    return schema.build(
        schema.ERRORS,
        {
            "prompt_id": [prompts.ids[row] for row, *_ in rows],
            "stage": [stage for _, stage, _, _ in rows],
            "error": [error for _, _, error, _ in rows],
            "message": [message for *_, message in rows],
        },
    )


def validated_table(prompts: Prompts, analysis: Analysis, unit_of: Integers, rules: Mapping[str, Rule]) -> pa.Table:
    """Return the verdicts: messages by severity and advice, one row per prompt."""
    import pyarrow as pa

    spread = _Spread(unit_of)
    by_severity: dict[str, list[list[str]]] = {"error": [], "warning": []}
    advice: list[list[str]] = []
    for found, reason in zip(analysis.findings, analysis.scores.reasons.tolist(), strict=True):
        for severity, column in by_severity.items():
            messages = [f"{f.code}: {f.message}" for f in found if rules[f.code].severity == severity]
            if severity == "error" and is_nonsense(reason):
                messages.insert(0, f"No score: {reason}.")
            column.append(messages)
        advice.append(list(dict.fromkeys(finding.suggestion for finding in found if finding.suggestion)))
    valid = is_valid(analysis, severity_counts(analysis, rules)["error"])
    names = pa.list_(pa.string())
    return schema.build(
        schema.VALIDATED,
        {
            "prompt_id": pa.array(prompts.ids),
            "is_valid": _false_for_null(spread(valid, pa.bool_())),
            "errors": pa.array(_messages(prompts, by_severity["error"], unit_of), type=names),
            "warnings": spread(by_severity["warning"], names),
            "suggestions": spread(advice, names),
        },
    )


def _messages(prompts: Prompts, by_unit: list[list[str]], unit_of: Integers) -> list[list[str]]:
    faults: dict[int, list[str]] = {}
    for fault in prompts.errors:
        faults.setdefault(fault.row, []).append(fault.message)
    return [by_unit[unit] if unit >= 0 else faults[row] for row, unit in enumerate(unit_of.tolist())]


def severity_counts(analysis: Analysis, rules: Mapping[str, Rule]) -> dict[str, Integers]:
    """Return the number of findings of each unit by severity."""
    counts = {severity: np.zeros(len(analysis.units), dtype=np.int64) for severity in ("error", "warning", "info")}
    for number, found in enumerate(analysis.findings):
        for finding in found:
            counts[rules[finding.code].severity][number] += 1
    return counts


def is_valid(analysis: Analysis, n_errors: Integers) -> NDArray[np.bool_]:
    """Return which units have no error and are not nonsense."""
    nonsense = np.array([is_nonsense(reason) for reason in analysis.scores.reasons.tolist()], dtype=np.bool_)
    return np.asarray((n_errors == 0) & ~nonsense)


def score_statuses(prompts: Prompts, analysis: Analysis, unit_of: Integers) -> list[str]:
    """Return the score status of each row."""
    failed = {fault.row: fault for fault in reversed(prompts.errors)}
    unit_status = ["scored" if reason is None else f"abstained: {reason}" for reason in analysis.scores.reasons.tolist()]
    return [unit_status[unit] if unit >= 0 else f"failed: {failed[row].error}" for row, unit in enumerate(unit_of.tolist())]


def interval_statuses(analysis: Analysis, unit_of: Integers) -> list[str | None]:
    """Return for each row which of its scores have no interval of stated coverage, and why; None where all have or there is no score."""
    missing = [
        told if reason is None else None
        for told, reason in zip(analysis.scores.no_interval.tolist(), analysis.scores.reasons.tolist(), strict=True)
    ]
    return [missing[unit] if unit >= 0 else None for unit in unit_of.tolist()]


def text_hash(text: str) -> str:
    """Return the BLAKE2b-128 of the UTF-8 bytes of ``text``, 32 hexadecimal digits."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def expand(counts: Sequence[int], unit_of: Integers) -> tuple[Integers, Integers]:
    """Return, for items stored unit after unit, the row and the item number of every (row, item) pair, in row order."""
    per_unit = np.asarray(counts, dtype=np.int64)
    first = np.concatenate(([0], np.cumsum(per_unit)))
    readable = np.flatnonzero(unit_of >= 0)
    unit = unit_of[readable]
    n = per_unit[unit]
    rows = np.repeat(readable, n)
    within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n)
    return rows, np.repeat(first[unit], n) + within


class _Spread:
    """Takes a column with one value per unit to one value per row; null where the row has no unit."""

    def __init__(self, unit_of: Integers) -> None:
        import pyarrow as pa

        # Most inputs have no duplicates and no faults: then a unit is a row.
        self._is_same = bool((unit_of == np.arange(len(unit_of))).all())
        self._indices = None if self._is_same else pa.array(unit_of, mask=unit_of < 0)

    def __call__(self, values: Any, dtype: pa.DataType) -> pa.Array:
        import pyarrow as pa

        column = pa.array(values, type=dtype, from_pandas=pa.types.is_floating(dtype))
        return column if self._indices is None else column.take(self._indices)


def _false_for_null(flags: pa.Array) -> pa.Array:
    return flags.fill_null(False) if flags.null_count else flags


def _without_rows(table: schema.Table, prompts: Prompts) -> pa.Table:
    import pyarrow as pa

    return _empty_table(table.name, pa.array(prompts.ids[:1]).type)


@lru_cache(maxsize=16)
def _empty_table(name: str, id_type: pa.DataType | None) -> pa.Table:
    """Return the table without rows; Arrow tables never change, so one serves every call."""
    import pyarrow as pa

    table = next(table for table in schema.TABLES if table.name == name)
    ids = [] if id_type is None else pa.array([], type=id_type)
    return schema.build(table, {column.name: ids if column.dtype == "id" else [] for column in table.columns})


def _long_table(
    table: schema.Table, prompts: Prompts, columns: dict[str, list[Any]], rows: Integers, flat: Integers
) -> pa.Table:
    import pyarrow as pa

    built: dict[str, Any] = {}
    is_same = len(flat) == len(next(iter(columns.values()))) and bool((flat == np.arange(len(flat))).all())
    for column in table.columns:
        if column.name != "prompt_id":
            values = pa.array(columns[column.name], type=schema.arrow_type(column.dtype))
            built[column.name] = values if is_same else values.take(pa.array(flat))
    ids = pa.array(prompts.ids)
    built["prompt_id"] = (
        ids if len(rows) == len(ids) and bool((rows == np.arange(len(ids))).all()) else ids.take(pa.array(rows))
    )
    return schema.build(table, built)
