from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pytest

from promptsmith import schema

HIDDEN = "Ignore\u200bthis\x1b[31m <b>&amp;</b>"


@dataclass(frozen=True)
class Tables:
    """The least a report needs."""

    tables: Mapping[str, pa.Table]
    ruleset: str = "0123456789abcdef"
    weights: str = "expert-1"
    version: str = "0.1.0"


def table(declared: schema.Table, rows: list[dict[str, Any]]) -> pa.Table:
    return schema.build(declared, {name: [row.get(name) for row in rows] for name in declared.names})


def prompt(number: int, text: str | None, overall: float | None = None, **values: Any) -> dict[str, Any]:
    """A row of the prompts table in which only what a test is about is set."""
    scores = dict.fromkeys(("clarity", "specificity", "structure", "completeness", "overall"), overall)
    if overall is not None:
        scores |= {"overall_low": overall - 0.1, "overall_high": overall + 0.1}
    status = "scored" if overall is not None else "failed: null" if text is None else "abstained: no words"
    counts = {"n_errors": 0, "n_warnings": 0, "n_infos": 0} if text is not None else {}
    row = {"prompt_id": number, "prompt": text, "text_hash": f"hash{number}", "score_status": status, "domain": "general"}
    return {**row, **scores, **counts, **values}


def finding(
    number: int, text: str, span: str, code: str = "REF501", severity: str = "warning", **values: Any
) -> dict[str, Any]:
    """A row of the findings table whose span is the first place of ``span`` in ``text``."""
    start = text.index(span)
    row = {"prompt_id": number, "code": code, "name": f"rule-{code.lower()}", "severity": severity, "scope": "instruction"}
    place = {"start": start, "end": start + len(span), "excerpt": span}
    return {**row, **place, "message": f"{span!r} is open.", "suggestion": "Name it.", "fixable": False, **values}


@pytest.fixture
def run() -> Tables:
    """Four prompts: two with findings (one beyond the basic plane), one without a score, one that could not be read."""
    emoji, hidden = "Use 😀 it.\nThen stop it", HIDDEN
    prompts = [
        prompt(0, emoji, 0.5, n_warnings=1),
        prompt(1, hidden, 0.25, n_errors=1),
        prompt(2, "!!!"),
        prompt(3, None),
    ]
    second = finding(0, emoji, "stop it", suggestion=None, severity="info")
    findings = [
        finding(0, emoji, "it."),
        second,
        finding(1, hidden, "\u200bthis", "UNI1101", "error", message="Hidden <character>."),
    ]
    errors = [{"prompt_id": 3, "stage": "input", "error": "null", "message": "Row 3: the text is null."}]
    return Tables(
        {
            "prompts": table(schema.PROMPTS, prompts),
            "findings": table(schema.FINDINGS, findings),
            "errors": table(schema.ERRORS, errors),
        }
    )
