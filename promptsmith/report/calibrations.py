"""Calibrations in words, as text, as a notebook fragment and as one HTML page with the reliability curve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.report.files import write_report
from promptsmith.report.html import fragment_of_tables, render_page
from promptsmith.report.text import rows_text
from promptsmith.report.views import counted, made_by
from promptsmith.report.visible import one_line

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]
Made = Mapping[str, Any]
Row = Mapping[str, Any]

FITTED = "fitted weights, on groups left out"
COVERAGE_AIM = (0.88, 0.92)
"""Coverage that is told as kept at nominal 90 %: two points to either side. Source: the aim of the project."""
REAL_CHANGE = 0.005
"""Smaller changes of a figure are told as none. Judgement."""


def calibration_sentences(tables: Tables, made: Made) -> list[str]:
    """Return what a calibration says, one statement a sentence, the bad news as plainly as the good."""
    figures = {row["figure"]: row for row in tables["figures"].to_pylist()}
    told = [_design(tables, made), *_order(figures), *_ablations(figures), _shrinkage(tables, made), *_coverage(figures)]
    return [one_line(sentence) for sentence in told]


def _design(tables: Tables, made: Made) -> str:
    what = {"rating": "ratings", "pair": "pairs", "outcome": "outcomes"}[made["kind"]]
    unused = tables["unused"].num_rows
    left = f"; {counted(unused, 'row')} not used, see the table unused" if unused else ""
    return (
        f"{made['n']:,} {what} of {made['label']!r} in {counted(made['n_groups'], 'group')}, judged on groups left out{left}."
    )


def _order(figures: Mapping[str, Row]) -> list[str]:
    fitted, expert = figures[FITTED], figures["expert score"]
    told = [
        f"{fitted['metric'].capitalize()} {_ends(fitted)}; the expert score reaches {expert['value']:.3f}, the number of words"
        f" {fitted['word_count']:.3f}."
    ]
    told.append(f"The fitted score is {fitted['verdict']}{_difference(fitted)}.")
    if fitted["value"] <= expert["value"]:
        told.append("It is no better than the expert score: keep the expert weights.")
    told += [
        f"{figure.capitalize()}: {_ends(row)}, {row['verdict']} ({row['n']:,} pairs)."
        for figure, row in figures.items()
        if figure.startswith("fitted weights, pairs")
    ]
    return told


def _difference(row: Row) -> str:
    return f" (difference {row['difference_low']:+.3f} to {row['difference_high']:+.3f})"


def _ablations(figures: Mapping[str, Row]) -> list[str]:
    whole = figures[FITTED]["value"]
    losses = {
        name.removeprefix("without "): whole - row["value"] for name, row in figures.items() if name.startswith("without ")
    }
    useful = {name: loss for name, loss in losses.items() if loss > REAL_CHANGE}
    if not useful:
        return ["No dimension is missed when it is left out: the others stand in for it."]
    listed = ", ".join(f"{name} ({loss:.3f})" for name, loss in sorted(useful.items(), key=lambda item: -item[1]))
    return [f"Left out one by one, these dimensions cost most: {listed}."]


def _shrinkage(tables: Tables, made: Made) -> str:
    k = made["credibility"]
    if k == "infinite":
        return "The inner folds trust the expert weights alone: these labels did not show better ones."
    share = made["n_groups"] / (made["n_groups"] + k) if k else 1.0
    used = {row["dimension"]: row["weight"] for row in tables["fitted_weights"].to_pylist() if row["domain"] == "general"}
    listed = ", ".join(f"{name} {weight:.2f}" for name, weight in used.items())
    return f"Weights of general: {listed}; the fit counts {share:.0%}, the expert weights the rest (k = {k:g})."


def _coverage(figures: Mapping[str, Row]) -> list[str]:
    row = figures.get("interval of overall")
    if row is None:
        return ["Overall has no interval: a yes-or-no outcome or fewer than ten groups cannot give one."]
    low, high = COVERAGE_AIM
    kept = "as stated" if low <= row["value"] <= high else "more than stated" if row["value"] > high else "less than stated"
    return [f"The 90 % interval of overall holds {row['value']:.1%} of the labels of groups left out: {kept}."]


def calibration_text(result: Any) -> str:
    """Return a calibration as text."""
    tables = _shown(result)
    return "\n".join(
        [*result.sentences, *(part for rows in tables.values() for part in ("", rows_text(rows))), "", made_by(result)]
    )


def calibration_html(result: Any) -> str:
    """Return a calibration as a fragment for a notebook cell."""
    return fragment_of_tables(result.sentences, _shown(result), made_by(result))


def write_calibration_html(result: Any, path: str | Path) -> Path:
    """Write a calibration as one HTML page and return its path.

    Raises:
        InputError: the file cannot be written.
    """
    curve = reliability_points(result.tables["reliability"].to_pylist())
    page = render_page(
        "calibration.html.j2",
        sentences=result.sentences,
        tables=_shown(result),
        foot=made_by(result),
        curve=curve,
        size=CURVE_SIZE,
    )
    return write_report(path, page)


CURVE_SIZE = 260
"""Side of the drawn curve in pixels."""


def reliability_points(rows: Sequence[Row]) -> list[tuple[float, float, float, str]]:
    """Return each point of the curve as x, y, radius (pixels, y downwards) and what it says."""
    most = max((row["n"] for row in rows), default=1)
    return [
        (
            round(row["predicted"] * CURVE_SIZE, 1),
            round((1 - row["seen"]) * CURVE_SIZE, 1),
            round(2 + 4 * (row["n"] / most) ** 0.5, 1),
            f"{row['n']} texts: score {row['predicted']:.2f}, label {row['seen']:.2f}",
        )
        for row in rows
    ]


def _shown(result: Any) -> dict[str, list[dict[str, str]]]:
    figures = [
        {
            "figure": row["figure"],
            "n": f"{row['n']:,}",
            "groups": f"{row['n_groups']:,}",
            "metric": row["metric"],
            "value": f"{row['value']:.3f}",
            "95 % interval": f"{row['low']:.2f} to {row['high']:.2f}",
            "word count": "" if row["word_count"] is None else f"{row['word_count']:.3f}",
            "verdict": row["verdict"] or "",
        }
        for row in result.tables["figures"].to_pylist()
    ]
    weights = [
        {
            "domain": row["domain"],
            "dimension": row["dimension"],
            "groups": f"{row['n_groups']:,}",
            "expert": f"{row['expert']:.3f}",
            "fit alone": "" if row["fitted"] is None else f"{row['fitted']:.3f}",
            "used": f"{row['weight']:.3f}",
        }
        for row in result.tables["fitted_weights"].to_pylist()
    ]
    curve = [
        {"score": f"{row['predicted']:.3f}", "label": f"{row['seen']:.3f}", "texts": f"{row['n']:,}"}
        for row in result.tables["reliability"].to_pylist()
    ]
    return {"Figures": figures, "Weights": weights, "Reliability": curve}


def _ends(row: Row) -> str:
    return f"{row['value']:.3f} ({row['low']:.2f} to {row['high']:.2f})"
