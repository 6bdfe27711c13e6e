"""The prompts of a frame together, as text: totals, findings, and the first rows of each table."""

from __future__ import annotations

from collections import Counter
from typing import Any

from promptsmith.report.html import fragment_of_tables
from promptsmith.report.text import cell_text, rows_text
from promptsmith.report.views import Reportable, counted, made_by

ROWS_SHOWN = 8
"""Rows of each table in the text. Judgement: the whole fits one screen of a notebook."""
CELL = 90
"""Characters of one cell in a notebook, as in the other fragments."""

_SHOWN = {
    "corpus_findings": ("code", "n_prompts", "message", "excerpt"),
    "duplicates": ("rank", "kind", "similarity", "prompt_id", "other_id", "excerpt", "other_excerpt"),
    "shared_blocks": ("block_id", "n_prompts", "n_words", "n_words_repeated", "text"),
    "drift": (
        "group",
        "old_version",
        "new_version",
        "similarity",
        "n_words_added",
        "n_words_removed",
        "limits",
        "score_change",
    ),
}


def corpus_text(result: Reportable) -> str:
    """Return a corpus as text: totals, then findings, duplicates, blocks, drift and coverage, the most telling rows of each."""
    parts = [_totals(result)]
    for name, columns in _SHOWN.items():
        table = result.tables[name]
        if table.num_rows:
            rows = [_cells(row, columns) for row in table.slice(0, ROWS_SHOWN).to_pylist()]
            more = f", the first {len(rows)}" if table.num_rows > len(rows) else ""
            parts.append(f"{name}: {counted(table.num_rows, 'row')}{more}\n{rows_text(rows)}")
    parts.append(f"coverage\n{_coverage(result)}")
    absent = _absent(result)
    if absent:
        parts.append(f"Stated by no prompt: {absent}")
    parts.append(made_by(result))
    return "\n\n".join(parts)


def corpus_html(result: Reportable) -> str:
    """Return a corpus as a fragment for a notebook cell: what `corpus_text` says, as tables."""
    tables: dict[str, list[dict[str, str]]] = {}
    for name, columns in _SHOWN.items():
        table = result.tables[name]
        rows = [_cells(row, columns) for row in table.slice(0, ROWS_SHOWN).to_pylist()]
        more = f", the first {ROWS_SHOWN}" if table.num_rows > ROWS_SHOWN else ""
        title = f"{name.replace('_', ' ')}: {counted(table.num_rows, 'row')}{more}"
        tables[title] = [{column: cell_text(value, CELL) for column, value in row.items()} for row in rows]
    covered = (line.strip().partition(":") for line in _coverage(result).splitlines())
    tables["coverage"] = [{"what": name, "prompts": numbers.strip()} for name, _, numbers in covered]
    absent = _absent(result)
    told = [_totals(result), *([f"Stated by no prompt: {absent}"] if absent else [])]
    return fragment_of_tables(told, tables, made_by(result, " · "))


def _totals(result: Reportable) -> str:
    prompts, errors = result.tables["corpus_prompts"].num_rows, result.tables["errors"].num_rows
    kinds = Counter(result.tables["duplicates"]["kind"].to_pylist())
    pairs = (
        f"{counted(kinds['exact'], 'exact copy').replace('copys', 'copies')}, "
        f"{kinds['normalised']:,} but for case or spacing, {counted(kinds['near'], 'similar pair')}"
    )
    blocks = counted(result.tables["shared_blocks"].num_rows, "shared block")
    return f"{counted(prompts, 'prompt')} ({errors:,} not read): {pairs}, {blocks}"


def _cells(row: dict[str, Any], columns: tuple[str, ...]) -> dict[str, Any]:
    if "limits" in columns:
        signs = (("added", "+"), ("removed", "-"), ("tightened", "tightened "), ("loosened", "loosened "), ("moved", "moved "))
        row = row | {"limits": ", ".join(f"{sign}{row[f'n_limits_{kind}']}" for kind, sign in signs if row[f"n_limits_{kind}"])}
    return {column: row[column] for column in columns}


def _coverage(result: Reportable) -> str:
    lines: dict[str, list[str]] = {}
    for row in result.tables["coverage"].to_pylist():
        number = "-" if row["n_prompts"] is None else f"{row['n_prompts']:,}"
        lines.setdefault(row["dimension"], []).append(f"{row['value'] or 'none recognised'} {number}")
    return "\n".join(f"  {dimension + ':':<10}{', '.join(values)}" for dimension, values in lines.items())


def _absent(result: Reportable) -> str:
    rows = result.tables["checklist_coverage"].to_pylist()
    return ", ".join(f"{row['domain']} {row['item']} (of {row['n_asked']:,})" for row in rows if row["is_absent"])
