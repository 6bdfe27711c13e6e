"""A run as JUnit XML: each prompt is a test case, and a harmful finding fails it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from promptsmith.report.files import write_report
from promptsmith.report.places import Locator, Origin, relative_file
from promptsmith.report.text import finding_text
from promptsmith.report.views import SEVERITY_ORDER, PromptView, Reportable, prompt_views
from promptsmith.report.visible import one_line

# XML 1.0, section 2.2: what is no character there, however it is written.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(
    result: Reportable,
    path: str | Path | None = None,
    *,
    origins: Sequence[Origin | tuple[str, int | None]] | None = None,
    fail_on: str = "error",
) -> str:
    """Return the run as JUnit XML, and write it to ``path`` if given.

    One suite per file, one case per prompt. A case has one ``failure`` per finding at or above the threshold, one ``error`` when the
    prompt could not be used, and the other findings as its output.

    Args:
        result: tables prompts, findings and errors.
        path: file to write.
        origins: where each prompt comes from; without it all prompts are one suite.
        fail_on: error, warning or info: the least harmful severity that fails; never: none does.

    Raises:
        InputError: the file cannot be written.
    """
    harmful = () if fail_on == "never" else SEVERITY_ORDER[: SEVERITY_ORDER.index(fail_on) + 1]
    faults = _faults(result)
    suites: dict[str, ElementTree.Element] = {}
    for view in prompt_views(result):
        origin = Origin(*origins[view.row]) if origins is not None else Origin("prompts", view.row, is_file=False)
        suite = suites.setdefault(origin.file, ElementTree.Element("testsuite", name=_clean(relative_file(origin.file))))
        suite.append(_case(view, origin, harmful, faults.get(view.values["prompt_id"], [])))
    root = ElementTree.Element("testsuites", name="promptsmith")
    root.extend(suites.values())
    total: Counter[str] = Counter()
    for suite in suites.values():
        counts = _counts(suite)
        total += counts
        _set_counts(suite, counts)
    _set_counts(root, total)
    ElementTree.indent(root, " ")
    text = f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'
    if path is not None:
        write_report(path, text)
    return text


def _faults(result: Reportable) -> dict[Any, list[Mapping[str, Any]]]:
    errors = result.tables.get("errors")
    faults: dict[Any, list[Mapping[str, Any]]] = {}
    for row in [] if errors is None else errors.to_pylist():
        faults.setdefault(row["prompt_id"], []).append(row)
    return faults


def _case(view: PromptView, origin: Origin, harmful: Sequence[str], faults: Sequence[Mapping[str, Any]]) -> ElementTree.Element:
    locator = Locator(view.text, origin)
    file = relative_file(origin.file)
    case = ElementTree.Element("testcase", classname=_clean(file), name=_clean(one_line(str(view.values["prompt_id"]))))
    if origin.is_file:
        case.set("file", _clean(file))
    if origin.embedded is not None:
        case.set("line", str(locator.region(0, 0).start.line))
    for fault in faults:
        _add(case, "error", fault["error"], one_line(fault["message"]), "")
    others = []
    for finding in view.findings:
        shown = "\n".join(finding_text(finding, view.text, locator))
        if finding["severity"] in harmful:
            _add(case, "failure", finding["code"], one_line(finding["message"]), shown)
        else:
            others.append(shown)
    if others:
        ElementTree.SubElement(case, "system-out").text = _clean("\n".join(others))
    return case


def _add(case: ElementTree.Element, tag: str, type: str, message: str, body: str) -> None:
    element = ElementTree.SubElement(case, tag, type=type, message=_clean(message))
    element.text = _clean(body) or None


def _counts(suite: ElementTree.Element) -> Counter[str]:
    """Count cases as readers do: a case counts once, as an error before it counts as a failure."""
    counts = Counter(tests=len(suite), failures=0, errors=0)
    for case in suite:
        counts["errors"] += case.find("error") is not None
        counts["failures"] += case.find("error") is None and case.find("failure") is not None
    return counts


def _set_counts(element: ElementTree.Element, counts: Mapping[str, int]) -> None:
    for name in ("tests", "failures", "errors"):
        element.set(name, str(counts[name]))


def _clean(text: str) -> str:
    """Return text in which characters that XML cannot hold are written out as ``<U+0000>``."""
    return _NOT_XML.sub(lambda match: f"<U+{ord(match[0]):04X}>", text)
