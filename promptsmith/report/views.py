"""What a report reads: the tables of a result, prompt by prompt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from promptsmith import schema

if TYPE_CHECKING:
    import pyarrow as pa

DIMENSIONS = ("clarity", "specificity", "structure", "completeness")
SEVERITY_ORDER = ("error", "warning", "info")

_ROWS_AT_ONCE = 4096
"""Rows turned into Python objects together: bounds the memory beside the table. Judgement."""

_NULL_MEANING = {
    table.name: {column.name: column.null for column in table.columns} for table in (schema.PROMPTS, schema.PROCESSED)
}


class Reportable(Protocol):
    """A result or a saved run: tables, and what made them."""

    @property
    def tables(self) -> Mapping[str, pa.Table]:
        """Arrow tables by name."""

    @property
    def ruleset(self) -> str:
        """Hash of the rules."""

    @property
    def weights(self) -> str:
        """Name of the weight set."""

    @property
    def version(self) -> str:
        """Version of PromptSmith."""


@dataclass(frozen=True)
class PromptView:
    """One prompt with its findings.

    Attributes:
        row: number of the row in the prompts table.
        values: the row, by column.
        findings: its findings, in the order of the text.
    """

    row: int
    values: Mapping[str, Any]
    findings: Sequence[Mapping[str, Any]]

    @property
    def text(self) -> str:
        """The prompt's text; empty when there is none."""
        return self.values["prompt"] or ""

    def missing(self, column: str) -> str:
        """Return why ``column`` is null in this row."""
        status = str(self.values["score_status"])
        if column in ("overall", *DIMENSIONS) or status.startswith("failed"):
            return status
        if column.endswith(("_low", "_high")):
            return status if status != "scored" else str(self.values.get("interval_status") or "")
        return _NULL_MEANING["prompts"][column]


def prompt_views(result: Reportable, rows: Sequence[int] | None = None) -> Iterator[PromptView]:
    """Yield the prompts of the chosen rows (None: all, in order) with their findings."""
    prompts = result.tables["prompts"]
    numbers = range(prompts.num_rows) if rows is None else rows
    chosen = prompts if rows is None else prompts.take(list(rows))
    grouped = _findings_of(result, None if rows is None else chosen["prompt_id"].to_pylist())
    batches = chosen.to_batches(max_chunksize=_ROWS_AT_ONCE)
    values = (row for batch in batches for row in batch.to_pylist())
    for number, row in zip(numbers, values, strict=True):
        yield PromptView(number, row, grouped.get(row["prompt_id"], []))


def _findings_of(result: Reportable, ids: list[Any] | None) -> dict[Any, list[Mapping[str, Any]]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    grouped: dict[Any, list[Mapping[str, Any]]] = {}
    table = result.tables.get("findings")
    if table is None:
        return grouped
    if ids is not None:
        table = table.filter(pc.is_in(table["prompt_id"], pa.array(ids, type=table["prompt_id"].type)))
    for finding in table.to_pylist():
        grouped.setdefault(finding["prompt_id"], []).append(finding)
    return grouped


def severity_totals(result: Reportable) -> dict[str, int]:
    """Return the number of findings by severity."""
    table = result.tables.get("findings")
    severities = [] if table is None else table["severity"].to_pylist()
    return {severity: severities.count(severity) for severity in SEVERITY_ORDER}


def status_totals(result: Reportable) -> dict[str, int]:
    """Return the number of prompts that were scored, that abstained and that failed."""
    statuses = [status.partition(":")[0] for status in result.tables["prompts"]["score_status"].to_pylist()]
    return {status: statuses.count(status) for status in ("scored", "abstained", "failed")}


def made_by(result: Reportable, mark: str = ", ") -> str:
    """Return what made a result, as one line with ``mark`` between its parts; a store's answer has no rules behind it."""
    made = [f"PromptSmith {result.version}"]
    made += [f"ruleset {result.ruleset}"] if result.ruleset else []
    made += [f"weights {result.weights}"] if result.weights and result.weights != "none" else []
    return mark.join(made)


def counted(number: int, noun: str) -> str:
    """Return ``1 prompt`` or ``2,000 prompts``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
