"""A run as one HTML page: no network, no library, under 1 MB whatever the size of the run; and as a notebook fragment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import shorten
from promptsmith.report.files import write_report
from promptsmith.report.highlight import pieces
from promptsmith.report.text import totals
from promptsmith.report.views import DIMENSIONS, PromptView, Reportable, prompt_views
from promptsmith.report.visible import one_line

if TYPE_CHECKING:
    import jinja2

ROWS_SHOWN = 250
"""Rows of the prompt table: at most about 1,500 bytes each, so the table stays under 400 KB."""
ERRORS_SHOWN = 50
ROWS_IN_FRAGMENT = 20
TEXTS_IN_FRAGMENT = 5
CODES_IN_FRAGMENT = 5
ADVICE_SHOWN = 3
"""Parts of a notebook cell; tables and the page hold more. Judgement: a cell that fills one or two screens is read."""
DETAIL_BYTES = 450_000
"""Bytes of full texts with findings. With the table and the errors the page stays under 1 MB."""
TEXT_SHOWN = 3_000
"""Characters of one text in the page: about two screens. Judgement."""
FINDINGS_SHOWN = 60

_MEASURES = (
    "language", "intent", "intent_confidence", "domain_confidence", "n_words", "n_sentences", "n_tokens_est", "complexity",
    "ambiguity", "readability", "sentiment", "n_technical_terms", "has_variables",
)  # fmt: skip


def write_html(result: Reportable, path: str | Path) -> Path:
    """Write a run as one HTML page and return its path.

    A large run is cut: prompts with the most harmful findings come first, and the page says how many it shows.

    Raises:
        InputError: the file cannot be written.
    """
    return write_report(path, html_page(result))


def html_page(result: Reportable) -> str:
    """Return the page of a run."""
    rows = worst_first(result)[:ROWS_SHOWN]
    views = list(prompt_views(result, rows))
    details, with_details = _details(views)
    errors = result.tables["errors"].to_pylist() if "errors" in result.tables else []
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            **_context(result, views),
            details=details,
            with_details=with_details,
            errors=[
                {**row, "error": shorten(row["error"], 40), "message": shorten(row["message"], 300)}
                for row in errors[:ERRORS_SHOWN]
            ],
            n_errors=len(errors),
            codes=_codes(result),
            histogram=_histogram(result),
        )
    )


def html_fragment(result: Reportable, advice: Sequence[Mapping[str, Any]] = ()) -> str:
    """Return a run for a notebook cell, with the colours of the notebook's theme.

    One prompt is shown closely: scores with their intervals, the text with its findings marked, and what to change first. Of several
    the first rows are shown, the most frequent findings, and the texts of the first few.

    Args:
        result: the run.
        advice: what `advice.recommendations` says of its only prompt.
    """
    rows = range(min(ROWS_IN_FRAGMENT, result.tables["prompts"].num_rows))
    views = list(prompt_views(result, rows))
    if len(views) == 1:
        return _card(result, views[0], advice)
    details, _ = _details(views[:TEXTS_IN_FRAGMENT])
    page = environment().get_template("fragment.html.j2")
    return page.render(**_context(result, views), with_details=set(), details=details, codes=_codes(result)[:CODES_IN_FRAGMENT])


def _card(result: Reportable, view: PromptView, advice: Sequence[Mapping[str, Any]]) -> str:
    values = view.values
    scores = [(name, values[name], values.get(f"{name}_low"), values.get(f"{name}_high")) for name in (*DIMENSIONS, "overall")]
    return (
        environment()
        .get_template("card.html.j2")
        .render(
            result=result,
            totals=totals(result),
            row=_row(view),
            scores=scores,
            pieces=pieces(view.text, view.findings, TEXT_SHOWN),
            n_chars=len(view.text),
            limit=TEXT_SHOWN,
            advice=[{**entry, "message": one_line(entry["message"], 300)} for entry in advice[:ADVICE_SHOWN]],
            findings=[_finding(finding) for finding in view.findings[:FINDINGS_SHOWN]],
            n_findings=len(view.findings),
        )
    )


def fragment_of_tables(
    sentences: Sequence[str],
    tables: Mapping[str, Sequence[Mapping[str, str]]],
    foot: str,
    marks: Mapping[str, str] | None = None,
) -> str:
    """Return sentences and small tables for a notebook cell; a table without rows is left out.

    Args:
        sentences, tables, foot: what to show, from top to bottom.
        marks: class of the style sheet (error, warning, info, good) for cells that consist of one of these words.
    """
    page = environment().get_template("tables.html.j2")
    return page.render(sentences=sentences, tables=tables, foot=foot, marks=marks or {})


def render_page(name: str, **context: Any) -> str:
    """Return a whole page made from the template ``name``."""
    return environment().get_template(name).render(**context)


def worst_first(result: Reportable) -> list[int]:
    """Return row numbers by errors, warnings and the lowest score; a run that fits into the page keeps its order."""
    prompts = result.tables["prompts"]
    rows = list(range(prompts.num_rows))
    if len(rows) <= ROWS_SHOWN:
        return rows
    errors, warnings, scores = (prompts[name].to_pylist() for name in ("n_errors", "n_warnings", "overall"))

    def harm(row: int) -> tuple[bool, int, int, float]:
        # A row that could not be read comes last: it has no findings, and is listed among the errors.
        score = scores[row] if scores[row] is not None else 0.0
        return errors[row] is None, -(errors[row] or 0), -(warnings[row] or 0), score

    return sorted(rows, key=harm)


def _context(result: Reportable, views: Sequence[PromptView]) -> dict[str, Any]:
    return {
        "result": result,
        "totals": totals(result),
        "rows": [_row(view) for view in views],
        "n_rows": result.tables["prompts"].num_rows,
        "dimensions": DIMENSIONS,
    }


def _row(view: PromptView) -> dict[str, Any]:
    values = view.values
    return {
        "row": view.row,
        "id": shorten(values["prompt_id"], 40),
        "excerpt": one_line(view.text, 90),
        "domain": values["domain"],
        "language": values["language"],
        "overall": values["overall"],
        "low": values["overall_low"],
        "high": values["overall_high"],
        "scores": [values[name] for name in DIMENSIONS],
        "reason": shorten(view.missing("overall"), 80),
        "counts": [values["n_errors"], values["n_warnings"], values["n_infos"]],
    }


def _details(views: Sequence[PromptView]) -> tuple[list[str], set[int]]:
    """Return the detail blocks that fit into the budget, and the rows that have one."""
    template = environment().get_template("detail.html.j2")
    blocks: list[str] = []
    used = 0
    shown: set[int] = set()
    for view in views:
        if not view.text:  # there is nothing to show; the errors say why
            continue
        block = template.render(
            row=_row(view),
            pieces=pieces(view.text, view.findings, TEXT_SHOWN),
            n_chars=len(view.text),
            limit=TEXT_SHOWN,
            findings=[_finding(finding) for finding in view.findings[:FINDINGS_SHOWN]],
            n_findings=len(view.findings),
            measures=_measures(view),
            dimensions=DIMENSIONS,
        )
        size = len(block.encode("utf-8"))
        if used + size > DETAIL_BYTES:
            break
        used += size
        blocks.append(block)
        shown.add(view.row)
    return blocks, shown


def _finding(finding: Any) -> dict[str, Any]:
    shown = {"message": shorten(finding["message"], 300), "suggestion": shorten(finding["suggestion"] or "", 300)}
    shown["excerpt"] = one_line(finding["excerpt"] or "", 60)
    return {**finding, **shown}


def _measures(view: PromptView) -> list[tuple[str, str, str]]:
    """Return (name, value, reason) of the measured columns; an empty value is not measured, for the reason given."""
    found = []
    for name in _MEASURES:
        value = view.values[name]
        text = "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
        found.append((name, text, shorten(view.missing(name), 120) if value is None else ""))
    return found


def _codes(result: Reportable) -> list[tuple[str, str, str, int]]:
    """Return (code, name, severity, number of findings), the most frequent first."""
    table = result.tables.get("findings")
    if table is None:
        return []
    columns = (table[name].to_pylist() for name in ("code", "name", "severity"))
    counts = Counter(zip(*columns, strict=True))
    return [(*key, number) for key, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _histogram(result: Reportable) -> list[tuple[int, int, int, float]]:
    """Return ten bars of the overall score: (from %, to %, prompts, share of the highest bar)."""
    scores = [score for score in result.tables["prompts"]["overall"].to_pylist() if score is not None]
    counts = Counter(min(int(score * 10), 9) for score in scores)
    top = max(counts.values(), default=0)
    return [(10 * bar, 10 * bar + 10, counts[bar], counts[bar] / top) for bar in range(10)] if top else []


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return the templates of pages and fragments; every value is escaped."""
    import jinja2

    loader = jinja2.FileSystemLoader(Path(__file__).parent / "pages")
    return jinja2.Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
