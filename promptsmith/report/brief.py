"""Short texts about one prompt, for a reader who has a few lines: a model that called a tool, or a chat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from promptsmith.report.views import DIMENSIONS, counted
from promptsmith.report.visible import one_line

LINES = 5
"""Findings and pieces of advice listed; the tables hold all. Judgement."""

Row = Mapping[str, Any]


def evaluation_brief(row: Row, findings: Sequence[Row], advice: Sequence[Row]) -> str:
    """Return scores, findings and advice in a few lines."""
    if row["overall"] is None:
        lines = [f"No score: {row['score_status']}."]
    else:
        parts = ", ".join(f"{name} {row[name]:.2f}" for name in DIMENSIONS)
        interval = f"{row['overall_low']:.2f} to {row['overall_high']:.2f}"
        lines = [f"Overall {row['overall']:.2f} ({interval}) in domain {row['domain']}: {parts}."]
    lines += finding_lines(findings)
    if advice:
        lines += ["To do first:", *(f"- {entry['impact']}: {one_line(entry['message'])}" for entry in advice[:LINES])]
    return "\n".join(lines)


def finding_lines(findings: Sequence[Row]) -> list[str]:
    """Return the number of findings and the first of them, each with its place."""
    shown = [
        f"- {row['code']} {row['severity']}, characters {row['start']}-{row['end']}: {one_line(row['message'])}"
        for row in findings[:LINES]
    ]
    more = [f"- and {len(findings) - LINES} more"] if len(findings) > LINES else []
    return [f"{counted(len(findings), 'finding')}{':' if shown else '.'}", *shown, *more]


def verdict_brief(row: Row, findings: Sequence[Row]) -> str:
    """Return whether a prompt is valid, why not, and what to do."""
    lines = ["Valid." if row["is_valid"] else "Not valid.", *finding_lines(findings)]
    suggestions = list(row["suggestions"] or ())
    if suggestions:
        lines += ["Suggestions:", *(f"- {one_line(suggestion)}" for suggestion in suggestions[:LINES])]
    return "\n".join(lines)


def processing_brief(row: Row) -> str:
    """Return the prompt as it would be sent, below one line on what was changed."""
    edits, proof = row["edits"] or [], row["proof"] or []
    if row["refined"] == row["original"]:
        head = f"{proof[0]['detail'].capitalize() if proof else 'The text is unchanged'}."
    else:
        scores = ""
        if row["score_before"] is not None and row["score_after"] is not None:
            scores = f", score {row['score_before']:.2f} to {row['score_after']:.2f}"
        head = f"{counted(len(edits), 'edit')}, {sum(item['holds'] for item in proof)} of {len(proof)} invariants hold{scores}."
    return f"{head}\n\n{row['template']}"
