"""A whole result as JSON: how it was made, then every table as a list of rows."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from promptsmith.report.files import write_report
from promptsmith.report.views import Reportable


def write_json(result: Reportable, path: str | Path | None = None) -> str:
    """Return ``result`` as JSON text, one row a line, and write it to ``path`` if given.

    Keys: ``version``, ``ruleset``, ``weights``, ``made`` (how, when the result says it), then one list per table.
    A null stays null; equal results give equal bytes.

    Raises:
        InputError: the file cannot be written.
    """
    parts = [f'"{name}": {json.dumps(getattr(result, name))}' for name in ("version", "ruleset", "weights")]
    made = getattr(result, "made", None)
    if made:
        parts.append(f'"made": {json.dumps(dict(made), ensure_ascii=False, allow_nan=False)}')
    for name, table in result.tables.items():
        rows = ",\n".join(_line(row) for row in table.to_pylist())
        parts.append(f'"{name}": [\n{rows}\n]' if rows else f'"{name}": []')
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    if path is not None:
        write_report(path, text)
    return text


def _line(row: dict[str, Any]) -> str:
    finite = {key: None if isinstance(value, float) and not math.isfinite(value) else value for key, value in row.items()}
    return json.dumps(finite, ensure_ascii=False, allow_nan=False, default=str)
