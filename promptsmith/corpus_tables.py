"""The tables of a corpus: what the folder ``corpora`` finds about distinct texts, told about the rows of the frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from promptsmith import schema
from promptsmith.corpora.corpus_rules import CORPUS_RULES, FALL, MIN_ASKED
from promptsmith.corpora.coverage import checklist_elements, coverage_rows, length_names
from promptsmith.corpora.drift import CHANGES, Drift, compare_versions, lost_limits, version_steps
from promptsmith.corpora.duplicates import find_copies
from promptsmith.corpora.reading import CorpusTexts, read_texts
from promptsmith.corpora.shared_blocks import Blocks, find_blocks
from promptsmith.corpora.similarity import Pairs, exact_similarity, similar_pairs
from promptsmith.errors import shorten
from promptsmith.text.batch import Ints
from promptsmith.text.inputs import Prompts
from promptsmith.text.rows import is_null

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.pipeline import Analysis, Progress

Rows = list[dict[str, Any]]
Faults = list[tuple[int, str, str, str]]


def corpus_tables(
    prompts: Prompts,
    groups: Sequence[Any] | None,
    versions: Sequence[Any] | None,
    *,
    least: float,
    neighbours: int,
    shared_by: int,
    progress: Progress | None,
) -> tuple[dict[str, pa.Table], str, str]:
    """Return every table of `promptsmith.corpus`, the hash of the rules, and the label of the weights."""
    from promptsmith.api import units_of
    from promptsmith.pipeline import analyse
    from promptsmith.rules.profiles import choose_rules
    from promptsmith.scoring.weights import choose_weights
    from promptsmith.tables import errors_table

    weights, ruleset = choose_weights(None), choose_rules()
    units, unit_of = units_of(prompts, None, None)
    analysis = analyse(units, weights, ruleset=ruleset, progress=progress)
    survey = _Survey.of(prompts, unit_of, analysis, least, neighbours, shared_by)
    findings = [*_copy_findings(survey), *_block_findings(survey)]
    faults: Faults = []
    drift, changes = _drift(survey, groups, versions, findings, faults)
    elements = checklist_elements(analysis.domains, analysis.asked, analysis.answered, survey.n_rows)
    findings += _absences(elements)
    rows: dict[schema.Table, Rows] = {
        schema.DUPLICATES: _duplicates(survey),
        schema.SHARED_BLOCKS: _blocks(survey),
        schema.DRIFT: drift,
        schema.CONSTRAINT_CHANGES: changes,
        schema.COVERAGE: list(coverage_rows(survey.values(), survey.n_rows)),
        schema.CHECKLIST_COVERAGE: [
            {name: getattr(element, name) for name in schema.CHECKLIST_COVERAGE.names} for element in elements
        ],
        schema.CORPUS_FINDINGS: findings,
    }
    tables = {
        "corpus_prompts": schema.build(schema.CORPUS_PROMPTS, _prompt_columns(survey, groups, versions)),
        **{table.name: _table(table, found, prompts) for table, found in rows.items()},
        "shared_block_places": schema.build(schema.SHARED_BLOCK_PLACES, _places(survey)),
        "errors": errors_table(prompts, faults),
    }
    order = ("corpus_prompts", "corpus_findings")
    ordered = {name: tables[name] for name in (*order, *(name for name in tables if name not in order))}
    return ordered, ruleset.hash, f"{weights.name}-{weights.hash}"


@dataclass(frozen=True, eq=False)
class _Survey:
    """What was found about the distinct texts of a frame.

    Attributes:
        unit_of: number of the text of each row; -1 for a row that could not be read.
        first_row: first row of each text.
        n_rows: rows of each text.
        same, alike: for each text, the first one that is equal, in every character or but for case and spacing.
        arrays, pairs, blocks: as their classes say.
    """

    prompts: Prompts
    unit_of: Ints
    analysis: Analysis
    texts: list[str]
    first_row: Ints
    n_rows: Ints
    same: Ints
    alike: Ints
    arrays: CorpusTexts
    pairs: Pairs
    blocks: Blocks

    @classmethod
    def of(cls, prompts: Prompts, unit_of: Ints, analysis: Analysis, least: float, neighbours: int, shared_by: int) -> _Survey:
        texts = [unit.text for unit in analysis.units]
        readable = np.flatnonzero(unit_of >= 0)
        found, first = np.unique(unit_of[readable], return_index=True)
        first_row = np.zeros(len(texts), dtype=np.int64)
        first_row[found] = readable[first]
        n_rows = np.bincount(unit_of[readable], minlength=len(texts)).astype(np.int64)
        copies, arrays = find_copies(texts), read_texts(texts)
        pairs = similar_pairs(arrays, np.unique(copies.alike), least=least, neighbours=neighbours)
        blocks = find_blocks(arrays, copies.alike, shared_by=shared_by)
        return cls(
            prompts, unit_of, analysis, texts, first_row, n_rows, copies.same, copies.alike, arrays, pairs, blocks
        )  # fmt: skip

    @property
    def n_readable(self) -> int:
        """Rows that could be read."""
        return int(self.n_rows.sum())

    def id_of(self, row: int) -> Any:
        """Return the id of a row."""
        return self.prompts.ids[row]

    def values(self) -> dict[str, Sequence[str | None]]:
        """Return domain, language, intent and length of each text."""
        features = self.analysis.features
        return {
            "domain": [str(domain) for domain in self.analysis.domains],
            "language": list(features["language"]),
            "intent": [None if is_null(intent) else str(intent) for intent in features["intent"]],
            "length": length_names(self.arrays.n_words),
        }


def _table(table: schema.Table, rows: Rows, prompts: Prompts) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, Any] = {}
    for column in table.columns:
        cells = [row[column.name] for row in rows]
        columns[column.name] = pa.array(cells, type=pa.array(prompts.ids[:1]).type) if column.dtype == "id" else cells
    return schema.build(table, columns)


def _prompt_columns(survey: _Survey, groups: Sequence[Any] | None, versions: Sequence[Any] | None) -> dict[str, Any]:
    import pyarrow as pa

    ids = survey.prompts.ids
    unread = survey.unit_of < 0
    takes = pa.array(survey.unit_of, mask=unread)

    def spread(values: Any, dtype: Any = None) -> Any:
        return pa.array(values, type=dtype, from_pandas=True).take(takes)

    n_same = _sums(survey.same, survey.n_rows)
    n_alike = _sums(survey.alike, survey.n_rows)
    nearest, similarity = _nearest(survey)
    nearest_ids = [None if row < 0 else ids[row] for row in nearest.tolist()]
    block_words = survey.blocks.n_words[survey.blocks.block]
    shared = np.bincount(survey.blocks.text, block_words, len(survey.texts))
    n_words = survey.arrays.n_words
    values = survey.values()
    return {
        "prompt_id": pa.array(ids),
        "group": _labels(groups, len(ids)),
        "version": _labels(versions, len(ids)),
        **{name: spread(cells, pa.string()) for name, cells in values.items()},
        "n_words": spread(survey.analysis.sizes["n_words"], pa.int64()),
        "overall": spread(survey.analysis.scores.column("overall"), pa.float64()),
        "n_same": spread(n_same - 1, pa.int64()),
        "n_alike": spread(n_alike - n_same, pa.int64()),
        "nearest_id": spread(nearest_ids, pa.array(ids[:1]).type if ids else pa.int64()),
        "nearest_similarity": spread(similarity, pa.float64()),
        "n_shared_blocks": spread(np.bincount(survey.blocks.text, minlength=len(survey.texts)), pa.int64()),
        "share_shared": spread(
            np.divide(shared, n_words, out=np.full(len(n_words), np.nan), where=n_words > 0), pa.float64()
        ),
    }  # fmt: skip


def _labels(cells: Sequence[Any] | None, n_rows: int) -> list[str | None]:
    return [None] * n_rows if cells is None else [None if is_null(cell) else str(cell) for cell in cells]


def _sums(first: Ints, n_rows: Ints) -> Ints:
    """Return, for each text, the rows of all texts that share its first one."""
    return np.bincount(first, n_rows, len(first)).astype(np.int64)[first]


def _nearest(survey: _Survey) -> tuple[Ints, Any]:
    """Return the first row of the most similar text that is no copy (-1: none), and its similarity (NaN: none)."""
    n_texts = len(survey.texts)
    nearest, similarity = np.full(n_texts, -1, dtype=np.int64), np.full(n_texts, np.nan)
    pairs = survey.pairs
    for one, other in ((pairs.first, pairs.second), (pairs.second, pairs.first)):
        found, at = np.unique(one, return_index=True)  # pairs are ordered, so the first is the best
        better = ~(similarity[found] >= pairs.similarity[at])
        nearest[found[better]] = survey.first_row[other[at[better]]]
        similarity[found[better]] = pairs.similarity[at[better]]
    return nearest[survey.alike], similarity[survey.alike]


def _duplicates(survey: _Survey) -> Rows:
    found: list[tuple[int, int, str, float]] = []
    unit_of, first_row = survey.unit_of.tolist(), survey.first_row
    same_row = first_row[survey.same].tolist()
    alike_row = first_row[survey.alike].tolist()
    exact = [(row, same_row[unit]) for row, unit in enumerate(unit_of) if unit >= 0 and same_row[unit] != row]
    found += [(row, other, "exact", 1.0) for row, other in exact]
    found += [
        (row, other, "normalised", 1.0)
        for number, (row, other) in enumerate(zip(first_row.tolist(), alike_row, strict=True))
        if row != other and survey.same[number] == number
    ]
    pairs = survey.pairs
    rows = zip(first_row[pairs.second].tolist(), first_row[pairs.first].tolist(), pairs.similarity.tolist(), strict=True)
    found += [(max(row, other), min(row, other), "near", similarity) for row, other, similarity in rows]
    begin: dict[int, str] = {}

    def excerpt(row: int) -> str:
        if row not in begin:
            begin[row] = shorten(survey.texts[unit_of[row]][:400])
        return begin[row]

    return [
        {
            "rank": rank,
            "prompt_id": survey.id_of(row),
            "other_id": survey.id_of(other),
            "kind": kind,
            "similarity": similarity,
            "excerpt": excerpt(row),
            "other_excerpt": excerpt(other),
        }
        for rank, (row, other, kind, similarity) in enumerate(found, 1)
    ]


def _finding(code: str, prompt_id: Any, n_prompts: int, message: str, excerpt: str | None = None) -> dict[str, Any]:
    rule = CORPUS_RULES[code]
    return {
        "code": code,
        "name": rule.name,
        "severity": rule.severity,
        "prompt_id": prompt_id,
        "n_prompts": n_prompts,
        "message": message,
        "suggestion": rule.advice,
        "excerpt": None if excerpt is None else shorten(excerpt[:400]),
    }


def _copy_findings(survey: _Survey) -> Rows:
    n_same, n_alike = _sums(survey.same, survey.n_rows), _sums(survey.alike, survey.n_rows)
    spellings = np.bincount(survey.alike[np.unique(survey.same)], minlength=len(survey.texts))
    rows: Rows = []
    for number in np.unique(survey.same[n_same > 1]).tolist():
        many = int(n_same[number])
        message = f"The same prompt stands in {many:,} rows."
        rows.append(_finding("ECO907", survey.id_of(survey.first_row[number]), many, message, survey.texts[number]))
    for number in np.flatnonzero(spellings > 1).tolist():
        many = int(n_alike[number])
        message = (
            f"{many:,} rows hold this prompt in {spellings[number]:,} spellings that differ in letter case or spacing only."
        )
        rows.append(_finding("ECO908", survey.id_of(survey.first_row[number]), many, message, survey.texts[number]))
    return rows


def _blocks_in_order(survey: _Survey) -> tuple[Ints, Ints]:
    """Return the blocks, the costliest first, and the rows that hold each."""
    blocks = survey.blocks
    n_blocks, n_texts = len(blocks.n_words), len(survey.texts)
    holding = np.unique(blocks.block * max(n_texts, 1) + blocks.text)
    n_prompts = np.bincount(holding // max(n_texts, 1), survey.n_rows[holding % max(n_texts, 1)], n_blocks).astype(np.int64)
    first_place = np.full(n_blocks, n_texts)
    np.minimum.at(first_place, blocks.block, blocks.text)
    order = np.lexsort((np.arange(n_blocks), first_place, -(n_prompts - 1) * blocks.n_words))
    return order, n_prompts


def _blocks(survey: _Survey) -> Rows:
    blocks = survey.blocks
    order, n_prompts = _blocks_in_order(survey)
    _, first = np.unique(blocks.block, return_index=True)  # places are in the order of texts
    rows = []
    for rank, number in enumerate(order.tolist()):
        place = first[number]
        text, start, end = int(blocks.text[place]), int(blocks.start[place]), int(blocks.end[place])
        many, length = int(n_prompts[number]), int(blocks.n_words[number])
        rows.append(
            {
                "block_id": rank,
                "n_prompts": many,
                "share_prompts": many / survey.n_readable,
                "n_texts": int(blocks.n_texts[number]),
                "n_words": length,
                "n_sentences": int(blocks.n_sentences[number]),
                "n_words_repeated": (many - 1) * length,
                "prompt_id": survey.id_of(survey.first_row[text]),
                "start": start,
                "end": end,
                "text": survey.texts[text][start:end],
            }
        )
    return rows


def _block_findings(survey: _Survey) -> Rows:
    return [
        _finding(
            "ECO906",
            row["prompt_id"],
            row["n_prompts"],
            f"{row['n_prompts']:,} of {survey.n_readable:,} prompts share these {row['n_words']:,} words.",
            row["text"],
        )
        for row in _blocks(survey)
    ]


def _places(survey: _Survey) -> dict[str, Any]:
    """Return the columns of the places of blocks, row by row of the frame."""
    import pyarrow as pa

    from promptsmith.tables import expand

    blocks = survey.blocks
    order, _ = _blocks_in_order(survey)
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    by_text = np.lexsort((blocks.start, blocks.text))
    counts = np.bincount(blocks.text, minlength=len(survey.texts))
    rows, flat = expand(counts.tolist(), survey.unit_of)
    chosen = by_text[flat]
    return {
        "block_id": rank[blocks.block[chosen]] if len(chosen) else [],
        "prompt_id": pa.array(survey.prompts.ids).take(pa.array(rows)),
        "start": blocks.start[chosen],
        "end": blocks.end[chosen],
    }


def _drift(
    survey: _Survey, groups: Sequence[Any] | None, versions: Sequence[Any] | None, findings: Rows, faults: Faults
) -> tuple[Rows, Rows]:
    """Return the rows of drift and of changed limits; add findings, and faults of rows that are no version."""
    if groups is None and versions is None:
        return [], []
    steps, unusable = version_steps(groups, versions, (survey.unit_of >= 0).tolist())
    faults += [(row, "drift", "version_twice", message) for row, message in unusable]
    old = survey.unit_of[[step.old for step in steps]] if steps else np.empty(0, dtype=np.int64)
    new = survey.unit_of[[step.new for step in steps]] if steps else np.empty(0, dtype=np.int64)
    similarity = exact_similarity(survey.arrays, old, new).tolist()
    scores = [None if np.isnan(score) else float(score) for score in survey.analysis.scores.column("overall")]
    labels = _labels(versions, len(survey.unit_of))
    rows: Rows = []
    changes: Rows = []
    for step, one, other, similar in zip(steps, old.tolist(), new.tolist(), similarity, strict=True):
        limits = survey.analysis.limits
        drift = compare_versions(survey.texts[one], survey.texts[other], limits[one], limits[other])
        before, after = scores[one], scores[other]
        change = None if before is None or after is None else round(after - before, 6)
        rows.append(
            {
                "group": step.group,
                "old_version": labels[step.old],
                "new_version": labels[step.new],
                "old_id": survey.id_of(step.old),
                "prompt_id": survey.id_of(step.new),
                "similarity": None if np.isnan(similar) else similar,
                "n_words_added": drift.n_words_added,
                "n_words_removed": drift.n_words_removed,
                "sentences_added": drift.sentences_added,
                "sentences_removed": drift.sentences_removed,
                **{f"n_limits_{kind}": drift.n_limits(kind) for kind in CHANGES},
                "old_overall": before,
                "new_overall": after,
                "score_change": change,
            }
        )
        changes += [{"prompt_id": survey.id_of(step.new), **item.row()} for item in drift.changes]
        older = labels[step.old] or str(survey.id_of(step.old))
        findings += _drift_findings(survey.id_of(step.new), older, drift, change, survey.texts[one])
    return rows, changes


def _drift_findings(identity: Any, older: str, drift: Drift, change: float | None, old_text: str) -> Rows:
    rows = []
    for lost in lost_limits(drift.changes):
        assert lost.old is not None
        now = "is gone" if lost.new is None else f"is now {lost.new.describe()}"
        message = f"The limit {lost.old.describe()!r} of version {older!r} {now}."
        rows.append(_finding("MNT1303", identity, 2, message, old_text[lost.old.start : lost.old.end]))
    if change is not None and change <= -FALL:
        message = f"The score is {-change:.2f} lower than that of version {older!r}."
        rows.append(_finding("MNT1304", identity, 2, message))
    return rows


def _absences(elements: Sequence[Any]) -> Rows:
    return [
        _finding(
            "SPC116", None, element.n_asked, f"None of {element.n_asked:,} {element.domain} prompts answers: {element.question}"
        )
        for element in elements
        if element.is_absent and element.n_asked >= MIN_ASKED
    ]
