"""What to change in one prompt first: its findings, and the parts of its score that earned least of what they can."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptsmith.scoring.scores import Line

HIGH, MEDIUM = 50_000, 20_000
"""Millionths of the overall score from which advice has a high or a medium impact. Judgement: 0.05 moves a prompt past many others."""

_BY_SEVERITY = {"error": "high", "warning": "medium", "info": "low"}
_ORDER = ("high", "medium", "low")


def breakdown(lines: Iterable[Line], scores: Mapping[str, Any], dimensions: Sequence[str]) -> list[dict[str, Any]]:
    """Return what the overall score is made of, one entry per dimension.

    Args:
        lines: the explanation of one prompt.
        scores: its row of the table prompts.
        dimensions: the dimensions to tell of.
    """
    told = []
    for dimension in dimensions:
        own = [line for line in lines if line.dimension == dimension]
        factors = [
            {
                "name": line.label,
                "source": line.source,
                "points": line.points,
                "possible": line.possible / 1_000_000,
                "start": line.start,
                "end": line.end,
            }
            for line in own
        ]
        weight = round(sum(line.possible for line in own) / 1_000_000, 6)
        told.append({"dimension": dimension, "score": scores[dimension], "weight": weight, "factors": factors})
    return told


def recommendations(
    lines: Sequence[Line], findings: Iterable[Mapping[str, Any]], dimensions: Sequence[str]
) -> list[dict[str, Any]]:
    """Return advice with what it can gain, the greatest impact first.

    A finding's advice has the impact of its severity; a measured part has it by the points it misses. A part that misses nothing,
    and a finding without a suggestion, give none.

    Args:
        lines: the explanation of one prompt.
        findings: its rows of the table findings.
        dimensions: the dimensions to advise on.
    """
    by_span = {(row["code"], row["start"], row["end"]): row for row in findings}
    told = []
    for line in lines:
        if line.dimension not in dimensions:
            continue
        if line.possible:
            missed = line.possible - line.millionths
            if missed <= 0:
                continue
            impact = "high" if missed >= HIGH else "medium" if missed >= MEDIUM else "low"
            message = (
                f"{line.label[:1].upper()}{line.label[1:]}: earns {line.points:.2f} of {line.possible / 1_000_000:.2f} points."
            )
        else:
            finding = by_span.get((line.source, line.start, line.end))
            if finding is None or not finding["suggestion"]:
                continue
            missed, impact = -line.millionths, _BY_SEVERITY[finding["severity"]]
            message = f"{finding['message']} {finding['suggestion']}"
        told.append(
            {
                "impact": impact,
                "dimension": line.dimension,
                "source": line.source,
                "points": max(missed, 0) / 1_000_000,
                "message": message,
            }
        )
    return sorted(told, key=lambda entry: (_ORDER.index(entry["impact"]), -entry["points"]))
