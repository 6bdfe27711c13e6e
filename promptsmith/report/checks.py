"""Checks of an answer as text: one line per limit, with the places in the answer where it is broken."""

from __future__ import annotations

from typing import Any

from promptsmith.report.positions import Positions
from promptsmith.report.views import Reportable
from promptsmith.report.visible import one_line

PLACES_SHOWN = 3
"""Places listed under one violated limit; the table holds all of them. Judgement."""
EXCERPT = 60


def check_text(result: Reportable, output: str) -> str:
    """Return the checks of one answer as text.

    Args:
        result: result of `promptsmith.check_output` for one prompt.
        output: the answer: lines and excerpts are taken from it.
    """
    rows = result.tables["checks"].to_pylist()
    if not rows:
        return "The prompt states no limit that is known here."
    positions = Positions(output)
    lines = []
    for row in rows:
        lines.append(f"{row['status']:<13}  {one_line(row['limit'], EXCERPT)!r}: {one_line(row['reason'])}")
        for span in row["spans"][:PLACES_SHOWN]:
            place = positions.place(span["start"])
            lines.append(f"{'':<13}  {place.line}:{place.column}  {one_line(output[span['start'] : span['end']], EXCERPT)}")
        if len(row["spans"]) > PLACES_SHOWN:
            lines.append(f"{'':<13}  and {len(row['spans']) - PLACES_SHOWN} more places")
    return "\n".join([*lines, "", totals(rows)])


def totals(rows: list[dict[str, Any]]) -> str:
    """Return one line: limits by status."""
    statuses = [row["status"] for row in rows]
    parts = ", ".join(f"{statuses.count(status)} {status}" for status in ("satisfied", "violated", "not checkable"))
    return f"{len(rows)} limit{'' if len(rows) == 1 else 's'}: {parts}"
