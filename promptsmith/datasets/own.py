"""The data sets that come with the package: prompts written for it, with labels that are known by construction or by judgement."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

OWN = ("ladder", "defects", "domains", "detection", "contradictions", "samples")
LICENCE = "MIT"
"""Licence of our own data: that of the package."""

COLUMNS = {
    "id": "string",
    "template": "string",
    "domain": "string",
    "language": "string",
    "intent": "string",
    "kind": "string",
    "part": "int64",
    "level": "int64",
    "operators": "list",
    "code": "string",
    "has_defect": "bool",
    "start": "int64",
    "end": "int64",
    "excerpt": "string",
    "other_start": "int64",
    "other_end": "int64",
    "text": "string",
    "prompt": "string",
}
"""Type of each column that a data set of ours may have."""

TYPES = {"samples": {"level": "string"}}
"""Columns that differ: the level of a sample is a word, weak or good."""


def own_table(name: str) -> pa.Table:
    """Return one of our data sets as an Arrow table, its spans checked.

    Raises:
        InputError: the file was changed and a span no longer names its excerpt.
    """
    import pyarrow as pa

    rows = rows_of(name)
    check_spans(rows)
    kinds = {"string": pa.string(), "int64": pa.int64(), "bool": pa.bool_(), "list": pa.list_(pa.string())}
    types = COLUMNS | TYPES.get(name, {})
    return pa.table({key: pa.array([row[key] for row in rows], kinds[types[key]]) for key in rows[0]})


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of one of our data sets, in the order of the file."""
    lines = files(__package__).joinpath(f"{name}.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line]


def check_spans(rows: Sequence[dict[str, Any]]) -> None:
    """Check that every span with an excerpt names it: half-open code points in the text.

    Raises:
        InputError: a span does not; the message names the row.
    """
    for row in rows:
        excerpt = row.get("excerpt")
        if excerpt is not None and row["text"][row["start"] : row["end"]] != excerpt:
            raise InputError(f"{row['id']}: the span {row['start']} to {row['end']} does not hold {excerpt!r}.")


def own_card(name: str) -> str:
    """Return the card of one of our data sets: what was written by hand, and the counts of the file as it is."""
    text = files(__package__).joinpath("cards", f"{name}.md").read_text(encoding="utf-8")
    return text.rstrip() + "\n\n## Counts\n\n" + "".join(_counts(name))


@cache
def _counts(name: str) -> tuple[str, ...]:
    rows = rows_of(name)
    words = sorted(len((row.get("text") or row["prompt"]).split()) for row in rows)
    groups = {row["template"] for row in rows if "template" in row}
    lines = [f"- {len(rows)} prompts" + (f" from {len(groups)} templates" if groups else "") + ".\n"]
    lines.append(f"- Words: {words[0]} to {words[-1]}, median {words[len(words) // 2]}.\n")
    lines += [f"- By {column}: {', '.join(_shares(rows, column))}.\n" for column in _counted(rows[0])]
    return tuple(lines)


def _counted(row: dict[str, Any]) -> Iterator[str]:
    yield from (column for column in ("domain", "language", "intent", "level", "kind", "part", "has_defect") if column in row)


def _shares(rows: Sequence[dict[str, Any]], column: str) -> Iterator[str]:
    values = [str(row[column]) for row in rows]
    yield from (f"{value} {values.count(value)}" for value in sorted(set(values)))
