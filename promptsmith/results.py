"""What the public functions return: tables, in the caller's kind of frame, with how they were made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, UnknownNameError, unknown

if TYPE_CHECKING:
    import pyarrow as pa

    from promptsmith.scoring.improving import Improvement
    from promptsmith.scoring.scores import Line
    from promptsmith.storing import Store


@dataclass(frozen=True, eq=False)
class Result:
    """Tables of one call. ``table(name)`` gives Arrow; an attribute of the same name gives the caller's kind of frame.

    Attributes:
        tables: Arrow tables by name.
        kind: kind of frame the caller gave.
        ruleset: hash of the rules and of all code behind findings.
        weights: name and hash of the weight set, ``expert-0123456789abcdef``.
        version: version of PromptSmith.
    """

    tables: Mapping[str, pa.Table]
    kind: str
    ruleset: str
    weights: str
    version: str

    main = "prompts"

    def table(self, name: str) -> pa.Table:
        """Return one table as Arrow.

        Raises:
            UnknownNameError: this result has no such table.
        """
        if name not in self.tables:
            raise UnknownNameError(unknown("table", name, self.tables))
        return self.tables[name]

    def frame(self, name: str) -> Any:
        """Return one table in the caller's kind of frame (pandas for strings, lists and files)."""
        from promptsmith.text.frames import to_kind

        return to_kind(self.table(name), self.kind)

    def __len__(self) -> int:
        return int(self.table(self.main).num_rows)

    def __getitem__(self, column: str) -> Any:
        """Return one column of the main table, as the caller's kind of frame gives it."""
        return self.frame(self.main)[column]

    def row(self, number: int) -> dict[str, Any]:
        """Return one row of the main table as a dict.

        Raises:
            InputError: there is no such row.
        """
        if not -len(self) <= number < len(self):
            raise InputError(f"Row {number} does not exist: the result has {len(self)} rows, counted from 0.")
        rows: list[dict[str, Any]] = self.table(self.main).slice(number % len(self), 1).to_pylist()
        return rows[0]

    def to_frame(self) -> Any:
        """Return the main table in the caller's kind of frame."""
        return self.frame(self.main)

    def to_dict(self) -> dict[str, Any]:
        """Return every table as a list of row dicts, with the hashes of how they were made."""
        made: dict[str, Any] = {"version": self.version, "ruleset": self.ruleset, "weights": self.weights}
        if getattr(self, "made", None):
            made["made"] = dict(self.made)  # type: ignore[attr-defined]
        return {**made, **{name: table.to_pylist() for name, table in self.tables.items()}}

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the result as JSON text, and write it to ``path`` if given."""
        from promptsmith.report.json import write_json

        return write_json(self, path)

    @property
    def errors(self) -> Any:
        """Rows that could not be used, with the reason."""
        return self.frame("errors")

    def __repr__(self) -> str:
        from promptsmith.report.text import describe

        return describe(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import result_fragment

        return result_fragment(self)


@dataclass(frozen=True, eq=False, repr=False)
class Run(Result):
    """Result of `promptsmith.evaluate`."""

    settings: Mapping[str, Any] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def prompts(self) -> Any:
        """One row per prompt of the input, in its order."""
        return self.frame("prompts")

    @property
    def findings(self) -> Any:
        """One row per located defect."""
        return self.frame("findings")

    @property
    def constraints(self) -> Any:
        """One row per typed limit."""
        return self.frame("constraints")

    @property
    def tokens(self) -> Any:
        """One row per token; only with ``include=("tokens",)``."""
        return self._included("tokens")

    @property
    def entities(self) -> Any:
        """One row per entity; only with ``include=("entities",)``."""
        return self._included("entities")

    def _included(self, name: str) -> Any:
        if name not in self.tables:
            raise UnknownNameError(
                f"This run has no table {name!r}: it is made on demand. Call evaluate(..., include=({name!r},))."
            )
        return self.frame(name)

    def explain(self, row: int = 0) -> Explanation:
        """Return what the overall score of one prompt is made of.

        Raises:
            InputError: there is no such row, or its prompt has no score (the message gives the reason).
        """
        from promptsmith.api import explain_row

        return explain_row(self, row)

    def advice(self, row: int = 0) -> list[dict[str, Any]]:
        """Return what to change in one prompt, the greatest impact first.

        Each entry says impact (high, medium, low), dimension, source (a rule code or ``measured``), points that can be gained and the
        message. A prompt without a score gives none: there is nothing to measure the gain by.

        Raises:
            InputError: there is no such row.
        """
        from promptsmith.report.advice import recommendations
        from promptsmith.report.views import DIMENSIONS, prompt_views

        if self.row(row)["overall"] is None:
            return []
        (view,) = prompt_views(self, [row % len(self)])
        return recommendations(self.explain(row).lines, view.findings, DIMENSIONS)

    def to_html(self, path: str | Path) -> Path:
        """Write the run as one HTML page that works without a network, and return its path."""
        from promptsmith.report.html import write_html

        return write_html(self, path)

    def to_sarif(self, path: str | Path | None = None) -> str:
        """Return the findings as SARIF 2.1.0 text, and write it to ``path`` if given."""
        from promptsmith.report.sarif import write_sarif

        return write_sarif(self, path)

    def save(self, store: str | Path | Store) -> str:
        """Save every table into a store, or the file of one, and return the id of the run.

        Raises:
            StoreError: the file cannot be opened, locked or written.
        """
        from promptsmith.storing import Store

        return (store if isinstance(store, Store) else Store(store)).save_run(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.html import html_fragment

        return html_fragment(self, self.advice() if len(self) == 1 and self.settings else ())


@dataclass(frozen=True, eq=False, repr=False)
class Validation(Result):
    """Result of `promptsmith.validate`: verdicts and findings, no scores."""

    main = "validated"

    @property
    def validated(self) -> Any:
        """One row per prompt: is_valid, errors, warnings, suggestions."""
        return self.frame("validated")

    @property
    def findings(self) -> Any:
        """One row per located defect."""
        return self.frame("findings")

    @property
    def is_valid(self) -> bool:
        """Every prompt was read and is valid."""
        return all(self.table("validated")["is_valid"].to_pylist())

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import validation_fragment

        return validation_fragment(self)


@dataclass(frozen=True, eq=False, repr=False)
class Processing(Result):
    """Result of `promptsmith.process`."""

    main = "processed"

    @property
    def processed(self) -> Any:
        """One row per prompt: refined text, system prompt, template, examples, edits, proof, scores before and after."""
        return self.frame("processed")

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import rewrites_fragment

        return rewrites_fragment(self)


@dataclass(frozen=True, repr=False)
class Explanation:
    """What one overall score is made of.

    Attributes:
        prompt_id: the prompt.
        domain, weights: what the dimensions were weighted with.
        overall: the score between 0 and 1.
        lines: contributions; their ``millionths`` add up to ``overall`` exactly.
        improvements: at most three changes that would raise the score most, each with its place and expected gain.
    """

    prompt_id: Any
    domain: str
    weights: str
    overall: float
    lines: tuple[Line, ...]
    improvements: tuple[Improvement, ...] = ()

    def __str__(self) -> str:
        width = max((len(line.label) for line in self.lines), default=0)
        rows = [f"overall {self.overall:.6f} = sum of the lines below ({self.domain} weights, {self.weights})"]
        for line in self.lines:
            where = "" if line.start is None else f"  characters {line.start}-{line.end}"
            rows.append(f"{line.dimension:<13}{line.points:+.6f}  {line.source:<9}{line.label:<{width}}{where}".rstrip())
        if self.improvements:
            rows.append("what would raise it most:")
        for one in self.improvements:
            how = "scored again" if one.is_verified else "at most"
            rows.append(f"  +{one.gain:.3f} ({how})  {one.source:<9}{one.label}  characters {one.start}-{one.end}")
        return "\n".join(rows)

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        from promptsmith.report.fragments import explanation_fragment

        return explanation_fragment(self)
