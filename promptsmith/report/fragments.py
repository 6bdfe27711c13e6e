"""Results other than runs as fragments for a notebook cell: verdicts, rewrites, checks, changes of limits, explanations.

Every text of a prompt goes through the template's escaping and has its hidden characters written out, so a prompt stays text. Numbers are
always written as text too: a notebook that is not trusted shows no style, and then no bars.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from promptsmith.errors import shorten
from promptsmith.report.checks import totals as check_totals
from promptsmith.report.diffs import word_changes
from promptsmith.report.highlight import visible_parts
from promptsmith.report.html import environment, fragment_of_tables
from promptsmith.report.text import cell_text
from promptsmith.report.views import Reportable, counted, made_by
from promptsmith.report.visible import one_line

ROWS = 20
"""Rows of a table in a notebook cell; frames hold all. Judgement: two screens."""
REWRITES = 10
TEXT_SHOWN = 3_000
"""Characters of one rewrite, as in the page of a run."""
CELL = 90
"""Characters of one cell. Judgement: a table of five such columns still fits a wide screen when it wraps."""

_CHECK_MARKS = {"satisfied": "good", "violated": "error", "not checkable": "info"}


def result_fragment(result: Reportable) -> str:
    """Return the tables of a result that have rows, the main one first; at most `ROWS` rows of each."""
    tables = {
        _title(name, table.num_rows): [_cells(row) for row in table.slice(0, ROWS).to_pylist()]
        for name, table in result.tables.items()
        if table.num_rows
    }
    sentences = [] if tables else [f"{name}: no rows" for name in list(result.tables)[:1]]
    return fragment_of_tables(sentences, tables, made_by(result, " · "))


def validation_fragment(result: Reportable) -> str:
    """Return verdicts with the messages behind them."""
    rows = result.tables["validated"].to_pylist()
    valid = sum(bool(row["is_valid"]) for row in rows)
    shown = [
        {
            "prompt_id": one_line(str(row["prompt_id"]), 40),
            "valid": "yes" if row["is_valid"] else "no",
            "errors": _joined(row["errors"]),
            "warnings": _joined(row["warnings"]),
            "what to do": _joined(row["suggestions"]),
        }
        for row in rows[:ROWS]
    ]
    tables = {_title("verdicts", len(rows)): shown}
    return fragment_of_tables(
        [f"{counted(len(rows), 'prompt')}: {valid:,} valid, {len(rows) - valid:,} not."], tables, made_by(result, " · ")
    )


def rewrites_fragment(result: Reportable) -> str:
    """Return each rewrite as a difference from the original, with its proof and its score before and after."""
    rows = result.tables["processed"].to_pylist()
    changed = sum(row["refined"] is not None and row["refined"] != row["original"] for row in rows)
    failed = sum(row["refined"] is None for row in rows)
    told = f"{counted(len(rows), 'prompt')}: {changed:,} rewritten, {len(rows) - changed - failed:,} unchanged, {failed:,} not processed."
    page = environment().get_template("rewrites.html.j2")
    return page.render(
        totals=told, items=[_rewrite(row) for row in rows[:REWRITES]], n_rows=len(rows), foot=made_by(result, " · ")
    )


def _rewrite(row: Mapping[str, Any]) -> dict[str, Any]:
    name = shorten(row["prompt_id"], 40)
    if row["refined"] is None:
        return {"id": name, "head": "not processed: the table errors says why", "pieces": [], "proof": []}
    proof = row["proof"] or []
    before, after = row["score_before"], row["score_after"]
    scores = "" if before is None or after is None else f", score {before:.2f} to {after:.2f}"
    edits = "unchanged" if row["refined"] == row["original"] else counted(len(row["edits"] or []), "edit")
    holds = f", {sum(item['holds'] for item in proof)} of {len(proof)} invariants hold" if proof else ""
    pieces: list[tuple[str, tuple[tuple[str, bool], ...]]] = []
    room = TEXT_SHOWN
    for kind, text in word_changes(row["original"], row["refined"]):
        if room <= 0:
            pieces.append(("same", (("…", False),)))
            break
        pieces.append((kind, visible_parts(text[:room])))
        room -= len(text)
    return {"id": name, "head": f"{edits}{scores}{holds}", "pieces": pieces, "proof": proof}


def checking_fragment(result: Reportable) -> str:
    """Return the verdict on each limit with its reason; status is a word, and a colour beside it."""
    rows = result.tables["checks"].to_pylist()
    many = len({row["prompt_id"] for row in rows}) > 1
    shown = [
        ({"prompt_id": one_line(str(row["prompt_id"]), 40)} if many else {})
        | {"limit": one_line(row["limit"], CELL), "status": row["status"], "reason": one_line(row["reason"], 2 * CELL)}
        for row in rows[:ROWS]
    ]
    told = check_totals(rows) if rows else "The prompt states no limit that is known here."
    return fragment_of_tables([told], {_title("limits", len(rows)): shown}, made_by(result, " · "), marks=_CHECK_MARKS)


def changes_fragment(result: Reportable) -> str:
    """Return the limits that two versions do not share, the old one beside the new one."""
    rows = result.tables["constraint_changes"].to_pylist()
    shown = [
        {
            "prompt_id": one_line(str(row["prompt_id"]), 40),
            "change": row["change"],
            "limit": one_line(" ".join(str(row[name]) for name in ("kind", "subject", "unit", "value") if row[name]), CELL),
            "old": _bounds(row, "old"),
            "new": _bounds(row, "new"),
        }
        for row in rows[:ROWS]
    ]
    told = (
        f"{counted(len(rows), 'limit')} changed."
        if rows
        else "Both versions state the same limits, as far as they are known here."
    )
    marks = {"added": "good", "removed": "error", "tightened": "warning", "loosened": "warning", "moved": "info"}
    return fragment_of_tables([told], {_title("changes", len(rows)): shown}, made_by(result, " · "), marks=marks)


def _bounds(row: Mapping[str, Any], side: str) -> str:
    low, high = row.get(f"{side}_low"), row.get(f"{side}_high")
    if low is None and high is None:
        return "-" if row.get(f"{side}_start") is None else "stated"
    if low is not None and high is not None:
        return f"exactly {low:g}" if low == high else f"{low:g} to {high:g}"
    return f"at most {high:g}" if low is None else f"at least {low:g}"


def explanation_fragment(explanation: Any) -> str:
    """Return the lines of an explanation with a bar each; the lines add up to the score."""
    top = max((abs(line.points) for line in explanation.lines), default=0.0) or 1.0
    rows = [
        {
            "dimension": line.dimension,
            "points": line.points,
            "share": abs(line.points) / top,
            "possible": line.possible / 1_000_000,
            "source": line.source,
            "label": one_line(line.label, 2 * CELL),
            "where": "" if line.start is None else f"{line.start}-{line.end}",
        }
        for line in explanation.lines
    ]
    page = environment().get_template("explanation.html.j2")
    return page.render(overall=explanation.overall, domain=explanation.domain, weights=explanation.weights, rows=rows)


def _title(name: str, rows: int) -> str:
    shown = f", the first {ROWS}" if rows > ROWS else ""
    return f"{name.replace('_', ' ')}: {counted(rows, 'row')}{shown}"


def _cells(row: Mapping[str, Any]) -> dict[str, str]:
    return {name: cell_text(value, CELL) for name, value in row.items()}


def _joined(messages: Sequence[str] | None) -> str:
    return "; ".join(one_line(message, 2 * CELL) for message in messages or ()) or "-"
