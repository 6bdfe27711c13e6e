"""Findings as SARIF 2.1.0, the format that editors and code scanning read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from promptsmith.report.files import write_report
from promptsmith.report.places import Locator, Origin, Region, is_masked, relative_file
from promptsmith.report.views import PromptView, Reportable, prompt_views

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def write_sarif(
    result: Reportable,
    path: str | Path | None = None,
    *,
    origins: Sequence[Origin | tuple[str, int | None]] | None = None,
) -> str:
    """Return the findings as SARIF 2.1.0 text, and write it to ``path`` if given.

    Columns are code points (``columnKind`` says so); the UTF-16 columns that many editors count in are in ``properties.utf16``.
    A prompt in a Python source or a notebook has its region in that file. A prompt that is a row of a table has no lines of its own
    there, so it is an artifact nested in the file, with its text; when a finding hides a secret, the text is left out.

    Fixes, related places and suppressions are written when the findings table has the columns ``replacement`` (text), ``related``
    (spans) and ``suppression`` (inSource or external).

    Args:
        result: tables prompts, findings and errors.
        path: file to write.
        origins: where each prompt comes from: `Origin`, or the file and the row there (None when the file is the prompt). Without
            it the prompts are artifacts of their own.

    Raises:
        InputError: the file cannot be written.
    """
    artifacts = _Artifacts()
    seen: Counter[tuple[str, str]] = Counter()
    results: list[dict[str, Any]] = []
    for view in prompt_views(result):
        if view.findings:
            locator = Locator(view.text, Origin(*origins[view.row]) if origins is not None else None)
            location = artifacts.add(view, locator.origin)
            results += [_result(view, finding, location, locator, seen) for finding in view.findings]
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result, artifacts.items, results)]}
    text = json.dumps(log, ensure_ascii=False, indent=1) + "\n"
    if path is not None:
        write_report(path, text)
    return text


def _run(result: Reportable, artifacts: list[dict[str, Any]], results: list[dict[str, Any]]) -> dict[str, Any]:
    rules = _rules(sorted({str(item["ruleId"]) for item in results}))
    numbers = {rule["id"]: number for number, rule in enumerate(rules)}
    return {
        "tool": {"driver": {"name": "PromptSmith", "semanticVersion": result.version, "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "artifacts": artifacts,
        "results": [{**item, "ruleIndex": numbers[item["ruleId"]]} for item in results],
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(result)}],
        "properties": {"ruleset": result.ruleset, "weights": result.weights},
    }


class _Artifacts:
    """The artifacts of a run: files, and prompts nested in them."""

    def __init__(self) -> None:
        self.items: list[dict[str, Any]] = []
        self._files: dict[str, int] = {}

    def add(self, view: PromptView, origin: Origin | None) -> dict[str, Any]:
        """Return the artifact location of one prompt."""
        if origin is not None and origin.has_lines:
            return self._file(origin.file)
        item: dict[str, Any] = {"location": {"uri": _uri(f"prompt-{view.values['prompt_id']}.txt")}}
        if not any(is_masked(finding, view.text) for finding in view.findings):
            item["contents"] = {"text": view.text}
        if origin is not None and origin.is_file:
            item["parentIndex"] = self._file(origin.file)["index"]
        if origin is not None:
            row = "" if origin.row is None else f"row {origin.row} of "
            item["description"] = {"text": f"{row}{origin.file}"}
        self.items.append(item)
        return {"uri": item["location"]["uri"], "index": len(self.items) - 1}

    def _file(self, name: str) -> dict[str, Any]:
        if name not in self._files:
            self._files[name] = len(self.items)
            self.items.append({"location": {"uri": _uri(name)}, "roles": ["analysisTarget"]})
        return {"uri": _uri(name), "index": self._files[name]}


def _uri(name: str) -> str:
    """Return the address of a file: relative to the working folder where possible, else ``file:``."""
    from urllib.parse import quote

    file = relative_file(name)
    return Path(file).as_uri() if Path(file).is_absolute() else quote(file, safe="/")


def _rules(codes: Sequence[str]) -> list[dict[str, Any]]:
    from promptsmith.report.rule_page import rule_markdown, rule_page
    from promptsmith.rules._registry import all_rules

    known = all_rules()
    rules: list[dict[str, Any]] = []
    for code in codes:
        rule = known.get(code)
        if rule is None:  # a saved run of another version
            rules.append({"id": code})
            continue
        properties = {"status": rule.status, "evidence": rule.evidence, "precision": rule.precision}
        item: dict[str, Any] = {
            "id": code,
            "name": rule.name,
            "shortDescription": {"text": rule.summary},
            "fullDescription": {"text": rule.why},
            "help": {"text": rule_page(rule), "markdown": rule_markdown(rule)},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {**properties, "tags": ["prompt", rule.family, *rule.languages]},
        }
        paper = next((source for source in rule.sources if source.startswith("arXiv:")), None)
        if paper is not None:
            item["helpUri"] = f"https://arxiv.org/abs/{paper.removeprefix('arXiv:').split()[0]}"
        rules.append(item)
    return rules


def _result(
    view: PromptView,
    finding: Mapping[str, Any],
    location: Mapping[str, Any],
    locator: Locator,
    seen: Counter[tuple[str, str]],
) -> dict[str, Any]:
    place = locator.region(finding["start"], finding["end"])
    message = finding["message"] if not finding["suggestion"] else f"{finding['message']} {finding['suggestion']}"
    hides = is_masked(finding, view.text)
    item = {
        "ruleId": finding["code"],
        "level": _LEVELS[finding["severity"]],
        "message": {"text": message},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": dict(location), "region": _region(place, hides=hides)},
                "logicalLocations": [{"name": str(view.values["prompt_id"]), "kind": "prompt"}],
            }
        ],
        "partialFingerprints": {"promptContent/v1": _fingerprint(view, finding, location["uri"], seen)},
        "properties": {
            "scope": finding["scope"],
            "confidence": finding["confidence"],
            "fixable": finding["fixable"],
            "utf16": {"startColumn": place.start.column_utf16, "endColumn": place.end.column_utf16},
        },
    }
    return {**item, **_more(finding, location, locator)}


def _region(place: Region, *, hides: bool = False) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
        "charOffset": place.offset,
        "charLength": place.end_offset - place.offset,
    }
    return region if hides else {**region, "snippet": {"text": place.text}}


def _more(finding: Mapping[str, Any], location: Mapping[str, Any], locator: Locator) -> dict[str, Any]:
    """Return what only some findings have: related places, a fix, a suppression."""
    more: dict[str, Any] = {}
    related = finding.get("related") or []
    if related:
        more["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": {
                    "artifactLocation": dict(location),
                    "region": _region(locator.region(span["start"], span["end"])),
                },
                "message": {"text": "belongs to it"},
            }
            for number, span in enumerate(related)
        ]
    # A row of a table cannot be repaired in its file: the fix would be of the nested text.
    is_in_file = locator.origin is None or locator.origin.has_lines
    replacement = finding.get("replacement") if is_in_file else None
    written = None if replacement is None else locator.replacement(finding["start"], finding["end"], replacement)
    if written is not None:
        region = _region(locator.region(finding["start"], finding["end"]), hides=True)
        change = {"deletedRegion": region, "insertedContent": {"text": written}}
        fix = {"artifactLocation": dict(location), "replacements": [change]}
        more["fixes"] = [{"description": {"text": finding["suggestion"] or finding["message"]}, "artifactChanges": [fix]}]
    if finding.get("suppression"):
        more["suppressions"] = [{"kind": finding["suppression"]}]
    return more


def _fingerprint(view: PromptView, finding: Mapping[str, Any], uri: str, seen: Counter[tuple[str, str]]) -> str:
    """Return what stays the same while text before and after the finding's lines changes: rule, lines, and which of equal ones."""
    text = view.text
    start = text.rfind("\n", 0, finding["start"]) + 1
    stop = text.find("\n", max(finding["start"], finding["end"] - 1))
    lines = finding["excerpt"] if is_masked(finding, text) else text[start : stop if stop >= 0 else len(text)]
    content = "\0".join([finding["code"], " ".join(lines.split())])
    digest = hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    seen[uri, digest] += 1
    return f"{digest}:{seen[uri, digest]}"


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
