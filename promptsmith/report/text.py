"""Results as plain text: for a terminal, for a log, for ``repr``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from statistics import median
from typing import Any

from promptsmith.report.places import Locator, Origin, is_masked
from promptsmith.report.views import (
    DIMENSIONS,
    SEVERITY_ORDER,
    PromptView,
    Reportable,
    counted,
    made_by,
    prompt_views,
    severity_totals,
    status_totals,
)
from promptsmith.report.visible import one_line

ROWS_IN_REPR = 10
PROMPT_WIDTH = 44
_WINDOW = 100
"""Most characters of a line shown around a span: fits a terminal with a margin. Judgement."""

Origins = Sequence[Origin | tuple[str, int | None]]


def describe(result: Reportable) -> str:
    """Return a result as text: totals, the first rows, and what made it."""
    made = made_by(result)
    if "prompts" in result.tables:
        rows = range(min(ROWS_IN_REPR, result.tables["prompts"].num_rows))
        return "\n".join([totals(result), "", prompts_text(result, rows), "", made])
    name = next(iter(result.tables))
    table = result.tables[name]
    errors = result.tables["errors"].num_rows if "errors" in result.tables else 0
    shown = table.slice(0, ROWS_IN_REPR).to_pylist()
    return "\n".join([f"{name}: {counted(table.num_rows, 'row')}, {counted(errors, 'error')}", "", rows_text(shown), "", made])


def totals(result: Reportable) -> str:
    """Return one line of totals: prompts by status, findings by severity, median score."""
    statuses, severities = status_totals(result), severity_totals(result)
    prompts = counted(result.tables["prompts"].num_rows, "prompt")
    parts = ", ".join(f"{number:,} {status}" for status, number in statuses.items() if number)
    found = ", ".join(counted(number, severity) for severity, number in severities.items() if number)
    scores = [score for score in result.tables["prompts"]["overall"].to_pylist() if score is not None]
    middle = f"; median score {median(scores):.2f}" if scores else ""
    return (
        f"{prompts}: {parts or 'none'}; {counted(sum(severities.values()), 'finding')}{f' ({found})' if found else ''}{middle}"
    )


def prompts_text(result: Reportable, rows: Sequence[int] | None = None) -> str:
    """Return one line per prompt: id, start of the text, domain, dimensions, overall with its interval, findings."""
    return rows_text([_prompt_cells(view) for view in prompt_views(result, rows)])


def _prompt_cells(view: PromptView) -> dict[str, Any]:
    values = view.values
    cells = {"id": values["prompt_id"], "prompt": one_line(view.text, PROMPT_WIDTH), "domain": values["domain"]}
    cells |= {name: values[name] for name in DIMENSIONS}
    cells["overall"] = values["overall"]
    has_interval = values["overall"] is not None and values["overall_low"] is not None
    cells["interval"] = f"{values['overall_low']:.2f}-{values['overall_high']:.2f}" if has_interval else None
    cells["findings"] = " ".join(
        f"{values[f'n_{severity}s']}{severity[0].upper()}" for severity in SEVERITY_ORDER if values[f"n_{severity}s"]
    )
    status = values["score_status"]
    cells["note"] = "" if status == "scored" else status
    return cells


def processed_text(result: Reportable) -> str:
    """Return each prompt as it would be sent, with its score before and after, what was changed, and whether the proof holds.

    The text shown is the rendered template, in which placeholders have their values; without one it is the rewritten prompt.
    """
    parts = []
    for row in result.tables["processed"].to_pylist():
        head = f"[{row['prompt_id']}]"
        if row["refined"] is None:
            parts.append(f"{head} not processed: see the errors below")
            continue
        text = _indented(row["refined"] if row["template"] is None else row["template"])
        proof = row["proof"] or []
        holds = sum(item["holds"] for item in proof)
        scores = f"score {_number(row['score_before'])} -> {_number(row['score_after'])}"
        if row["refined"] == row["original"]:
            parts.append(f"{head} unchanged, {scores}\n{text}")
            continue
        rules = ", ".join(row["rules_applied"] or []) or "none"
        edits = counted(len(row["edits"] or []), "edit")
        parts.append(
            f"{head} {edits} ({rules}), {holds} of {len(proof)} invariants hold, {scores}\n{_indented(row['refined'])}"
        )
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    from promptsmith.report.visible import block

    return "\n".join(f"    {line}".rstrip() for line in block(text).split("\n"))


def errors_text(result: Reportable) -> str:
    """Return one line per row that could not be used; empty when there is none."""
    table = result.tables.get("errors")
    rows = [] if table is None else table.to_pylist()
    return "\n".join(f"{row['stage']}: {one_line(row['message'])}" for row in rows)


def finding_lines(
    result: Reportable, origins: Origins | None = None, severities: Iterable[str] = SEVERITY_ORDER
) -> Iterator[str]:
    """Yield each finding as ``file:row:line:col CODE severity message``, then its line with the span underlined.

    Rows count from 0 as ``prompt_id`` does, lines and columns from 1 as editors do. A file that is one prompt has no row; in a
    Python source line and column are the file's, in a notebook those of the cell (``file:cell 3:line:col``).

    Args:
        result: tables prompts and findings.
        origins: where each prompt comes from; without it the prompt's id stands there.
        severities: the severities to show.
    """
    wanted = set(severities)
    for view in prompt_views(result):
        if not view.findings:
            continue
        origin = Origin(*origins[view.row]) if origins is not None else Origin(f"prompt {view.values['prompt_id']}")
        locator = Locator(view.text, origin)
        for finding in view.findings:
            if finding["severity"] in wanted:
                yield "\n".join(finding_text(finding, view.text, locator))


def finding_text(finding: Mapping[str, Any], text: str, locator: Locator) -> list[str]:
    """Return the lines that show one finding of a prompt; a secret is not repeated."""
    prefix, start, end, positions = locator.shown(finding["start"], finding["end"])
    place = positions.place(start)
    head = f"{prefix}:{place.line}:{place.column} {finding['code']} {finding['severity']} {one_line(finding['message'])}"
    first, line = positions.line_text(place.line)
    hidden = [f"  | {one_line(finding['excerpt'])}"]
    lines = [head, *(hidden if is_masked(finding, text) else underlined(line, start - first, end - first))]
    if finding["suggestion"]:
        lines.append(f"  = {one_line(finding['suggestion'])}")
    return lines


def underlined(line: str, start: int, end: int) -> list[str]:
    """Return a line, cut to a window around the span, and a second line that marks the span's characters.

    Args:
        line: one line of a prompt.
        start, end: the span in the line; code points; the end may lie beyond the line.
    """
    from rich.cells import cell_len

    end = min(max(end, start), len(line))
    first = max(0, min(start - _WINDOW // 4, len(line) - _WINDOW))
    last = min(len(line), max(first + _WINDOW, min(end, first + 2 * _WINDOW)))
    before, marked, after = (
        "".join(_cell(character) for character in part)
        for part in (line[first:start], line[start : min(end, last)], line[min(end, last) : last])
    )
    opening, closing = "…" if first else "", "…" if last < len(line) else ""
    return [
        f"  | {opening}{before}{marked}{after}{closing}".rstrip(),
        f"  | {' ' * (cell_len(before) + len(opening))}{'^' * max(1, cell_len(marked))}",
    ]


def _cell(character: str) -> str:
    # A tab or a no-break space is as wide as the terminal likes: one space keeps the mark below its characters.
    return " " if character.isspace() else one_line(character)


def rows_text(rows: Sequence[Mapping[str, Any]], *, width: int = PROMPT_WIDTH) -> str:
    """Return rows as an aligned table: numbers with two decimals to the right, text to the left, nulls as ``-``."""
    if not rows:
        return "(no rows)"
    names = [name for name in rows[0] if name not in ("note", "findings") or any(row[name] for row in rows)]
    cells = [[cell_text(row[name], max(width, 60)) for name in names] for row in rows]
    is_number = [all(isinstance(row[name], int | float | None) for row in rows) for name in names]
    widths = [max(_width(name), *(_width(line[number]) for line in cells)) for number, name in enumerate(names)]
    lines = [names, ["-" * wide for wide in widths], *cells]
    return "\n".join(
        "  ".join(
            _padded(cell, wide, to_right=right) for cell, wide, right in zip(line, widths, is_number, strict=True)
        ).rstrip()
        for line in lines
    )


def cell_text(value: Any, width: int) -> str:
    """Return a value as the text of one cell: two decimals, a null as ``-``, anything else on one line of at most ``width``."""
    if isinstance(value, float) or value is None:
        return _number(value)
    return one_line(str(value), width)


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _width(text: str) -> int:
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _padded(text: str, width: int, *, to_right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if to_right else text + space
