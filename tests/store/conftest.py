from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from promptsmith import schema

TEXTS = ["Escribe un poema 😀 sobre el mar.", "Line one\r\nline two\x00end", None]


LEAST = {"int": 0, "float": 0.0, "bool": False, "text": ""}


def least(table: schema.Table, size: int) -> dict[str, Any]:
    """Columns in which everything that may be null is null."""
    return {
        column.name: [LEAST.get(column.dtype, 0) if column.null == schema.NEVER else None] * size for column in table.columns
    }


def prompts(ids: list[Any], texts: list[str | None]) -> pa.Table:
    """A prompts table in which everything that may be null is null, except text and score."""
    columns = least(schema.PROMPTS, len(ids)) | {
        "prompt_id": ids,
        "prompt": texts,
        "score_status": ["scored" if text else "failed: null" for text in texts],
    }
    columns["overall"] = [0.25 if text else None for text in texts]
    return schema.build(schema.PROMPTS, columns)


def processed(ids: list[Any]) -> pa.Table:
    columns = least(schema.PROCESSED, len(ids)) | {"prompt_id": ids}
    columns["examples"] = [[{"input": "a", "output": None}], None, []]
    columns["edits"] = [[{"start": 0, "end": 3, "before": "old", "after": "new", "rule": "ECO901"}], [], None]
    columns["proof"] = [[{"invariant": "numbers", "holds": True, "detail": "3 = 3"}], None, []]
    columns["rules_applied"] = [["ECO901", "TPL601"], [], None]
    return schema.build(schema.PROCESSED, columns)


@pytest.fixture
def tables() -> dict[str, pa.Table]:
    return {"prompts": prompts([0, 1, 2], TEXTS), "processed": processed([0, 1, 2])}


@pytest.fixture
def meta() -> dict[str, Any]:
    return {"version": "0.1.0", "ruleset": "abc123", "weights": "expert-1", "note": "línea"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "prompts.duckdb"


@pytest.fixture
def empty_columns() -> Callable[[schema.Table, int], dict[str, Any]]:
    return least
