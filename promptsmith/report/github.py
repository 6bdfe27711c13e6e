"""Findings as workflow commands, which GitHub Actions shows beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from promptsmith.report.places import Locator, Origin, relative_file
from promptsmith.report.views import Reportable, prompt_views
from promptsmith.report.visible import one_line

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def github_lines(result: Reportable, origins: Sequence[Origin | tuple[str, int | None]] | None = None) -> Iterator[str]:
    """Yield one line ``::error file=…,line=…,col=…,title=…::message`` per finding, then one per row that could not be used.

    Columns count code points from 1. A row of a table has no line of its own in its file, so the title names row, line and column
    within the text. A span over several lines is shown at its start, as columns of two lines make the service drop both.

    Args:
        result: tables prompts, findings and errors.
        origins: where each prompt comes from; without it annotations name the prompt and no file.
    """
    prompts = list(prompt_views(result))
    of = {view.values["prompt_id"]: Origin(*origins[view.row]) for view in prompts} if origins is not None else {}
    for view in prompts:
        locator = Locator(view.text, of.get(view.values["prompt_id"]))
        for finding in view.findings:
            yield _annotation(finding, view.values["prompt_id"], locator)
    errors = result.tables.get("errors")
    for row in [] if errors is None else errors.to_pylist():
        origin = of.get(row["prompt_id"])
        properties: dict[str, object] = {}
        if origin is not None and origin.is_file:
            properties = {"file": relative_file(origin.file), **({"line": origin.line} if origin.line else {})}
        yield _command("error", {**properties, "title": f"{row['prompt_id']} {row['error']}"}, row["message"])


def _annotation(finding: Mapping[str, Any], id: Any, locator: Locator) -> str:
    region = locator.region(finding["start"], finding["end"])
    origin = locator.origin
    title = f"{finding['code']} {finding['name']}"
    properties: dict[str, object] = {}
    if origin is not None and origin.is_file:
        properties["file"] = relative_file(origin.file)
    if origin is not None and origin.has_lines:
        properties |= {"line": region.start.line, "col": region.start.column}
        if region.start.line == region.end.line:
            properties |= {"endLine": region.end.line, "endColumn": region.end.column}
    else:
        row = f"prompt {id}" if origin is None or origin.row is None else f"row {origin.row}"
        title += f" ({row}, line {region.start.line}, column {region.start.column})"
    message = finding["message"] if not finding["suggestion"] else f"{finding['message']} {finding['suggestion']}"
    return _command(_COMMANDS[finding["severity"]], {**properties, "title": title}, message)


def _command(name: str, properties: Mapping[str, object], message: str) -> str:
    written = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{name} {written}::{_data(one_line(message))}"


def _data(text: str) -> str:
    """Escape a message as the runner undoes it: a per cent sign first, or it would undo too much."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
