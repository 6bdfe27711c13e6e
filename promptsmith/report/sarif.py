"""Findings as SARIF 2.1.0, the format that editors and code scanning read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from promptsmith.report.files import write_report
from promptsmith.report.positions import Positions
from promptsmith.report.views import PromptView, Reportable, prompt_views

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write_sarif(
    result: Reportable, path: str | Path | None = None, *, origins: Sequence[tuple[str, int | None]] | None = None
) -> str:
    """Return the findings as SARIF 2.1.0 text, and write it to ``path`` if given.

    Columns are code points (``columnKind`` says so); the UTF-16 columns that many editors count in are in ``properties.utf16``.
    A prompt that is a row of a table has no lines of its own in that file, so it is an artifact nested in it, with its text.

    Args:
        result: tables prompts, findings and errors.
        path: file to write.
        origins: per prompt the file it comes from and its row there, None when the file is the prompt; without it the prompts
            are artifacts of their own.

    Raises:
        InputError: the file cannot be written.
    """
    artifacts = _Artifacts()
    results: list[dict[str, Any]] = []
    for view in prompt_views(result):
        if view.findings:
            origin = origins[view.row] if origins is not None else None
            location = artifacts.add(view, origin)
            positions = Positions(view.text)
            results += [_result(view, finding, location, positions) for finding in view.findings]
    run = {
        "tool": {"driver": _driver(result, results)},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts.items,
        "results": results,
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(result)}],
        "properties": {"ruleset": result.ruleset, "weights": result.weights},
    }
    text = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    if path is not None:
        write_report(path, text)
    return text


class _Artifacts:
    """The artifacts of a run: files, and prompts nested in them."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._files: dict[str, int] = {}

    def add(self, view: PromptView, origin: tuple[str, int | None] | None) -> dict[str, Any]:
        """Return the artifact location of one prompt."""
        if origin is not None and origin[1] is None:
            return self._file(origin[0])
        name = f"prompt-{view.values['prompt_id']}.txt"
        item: dict[str, Any] = {"location": {"uri": _uri(name)}, "contents": {"text": view.text}}
        if origin is not None:
            item["parentIndex"] = self._file(origin[0])["index"]
            item["description"] = {"text": f"row {origin[1]} of {origin[0]}"}
        self.items.append(item)
        return {"uri": item["location"]["uri"], "index": len(self.items) - 1}

    def _file(self, name: str) -> dict[str, Any]:
        if name not in self._files:
            self._files[name] = len(self.items)
            self.items.append({"location": {"uri": _uri(name)}})
        return {"uri": _uri(name), "index": self._files[name]}


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name.replace("\\", "/"), safe="/")


def _driver(result: Reportable, results: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    from promptsmith.rules._registry import all_rules

    known = all_rules()
    rules: list[dict[str, Any]] = []
    for code in sorted({str(item["ruleId"]) for item in results}):
        rule = known.get(code)
        if rule is None:  # a saved run of another version
            rules.append({"id": code})
            continue
        rules.append(
            {
                "id": code,
                "name": rule.name,
                "shortDescription": {"text": rule.summary},
                "fullDescription": {"text": rule.why},
                "defaultConfiguration": {"level": _LEVELS[rule.severity]},
                "properties": {"status": rule.status, "evidence": rule.evidence, "precision": rule.precision},
            }
        )
    return {"name": "PromptSmith", "semanticVersion": result.version, "rules": rules}


def _result(view: PromptView, finding: Mapping[str, Any], location: Mapping[str, Any], positions: Positions) -> dict[str, Any]:
    start, end = positions.place(finding["start"]), positions.place(finding["end"])
    message = finding["message"] if not finding["suggestion"] else f"{finding['message']} {finding['suggestion']}"
    region = {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
        "charOffset": finding["start"],
        "charLength": finding["end"] - finding["start"],
        "snippet": {"text": view.text[finding["start"] : finding["end"]]},
    }
    return {
        "ruleId": finding["code"],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": dict(location), "region": region},
                "logicalLocations": [{"name": str(view.values["prompt_id"]), "kind": "prompt"}],
            }
        ],
        "partialFingerprints": {"promptTextAndSpan/v1": f"{view.values['text_hash']}:{finding['code']}:{finding['start']}"},
        "properties": {
            "scope": finding["scope"],
            "confidence": finding["confidence"],
            "fixable": finding["fixable"],
            "utf16": {"startColumn": start.column_utf16, "endColumn": end.column_utf16},
        },
    }


def _notifications(result: Reportable) -> list[dict[str, Any]]:
    table = result.tables.get("errors")
    return [
        {
            "level": "error",
            "descriptor": {"id": row["error"]},
            "message": {"text": f"Prompt {row['prompt_id']}: {row['message']}"},
        }
        for row in ([] if table is None else table.to_pylist())
    ]
