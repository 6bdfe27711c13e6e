"""Figures of a comparison: forest of means, differences of pairs, ranks from cluster to cluster or from outcome to outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from promptsmith.errors import InputError, MissingComponentError

COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
"""Colours that people with colour blindness tell apart. Source: Okabe and Ito (2008), Color Universal Design; yellow is left out."""

BUMP_CLUSTERS = 20
"""Most clusters on the axis of ranks; the largest are shown. Judgement: more labels cannot be read."""

Row = Mapping[str, Any]


def forest(variants: Sequence[Row], outcome: str, level: float) -> Any:
    """Return a plotly figure: each variant's mean with its interval, the best at the top, one colour per band.

    Args:
        variants: rows of the table variants.
        outcome: name of the outcome, for the axis.
        level: coverage of the intervals, for the title.
    """
    figure = _figure()
    for band in dict.fromkeys(row["band"] for row in variants):
        rows = [row for row in variants if row["band"] == band]
        figure.add_scatter(
            x=[row["mean"] for row in rows],
            y=[row["variant"] for row in rows],
            error_x=_error_bars(rows, "mean"),
            customdata=[[row["n_items"], _and(row["tied_with"]) or "none"] for row in rows],
            hovertemplate="%{y}: %{x:.4g}<br>%{customdata[0]} items<br>tied with: %{customdata[1]}<extra></extra>",
            mode="markers",
            marker={"size": 9, "color": COLOURS[(band - 1) % len(COLOURS)]},
            name=f"band {band}" + (" (tied)" if len(rows) > 1 else ""),
        )
    names = [row["variant"] for row in variants]
    figure.update_yaxes(categoryorder="array", categoryarray=names[::-1])
    return _titled(figure, f"Mean {outcome} with {level:.0%} interval", outcome)


def difference(pairs: Sequence[Row], outcome: str, level: float, margin: float | None) -> Any:
    """Return a plotly figure: each pair's difference with its interval, a line at 0 and, with a margin, the range that does not matter.

    Args:
        pairs: rows of the table pairs.
        outcome, level: as in `forest`.
        margin: margin of equivalence, in the unit of the outcome.
    """
    figure = _figure()
    colours = {"a better": COLOURS[0], "b better": COLOURS[1], "equivalent": COLOURS[2], "tied": "#777777"}
    known = [row for row in pairs if row["difference"] is not None]
    for verdict, colour in colours.items():
        rows = [row for row in known if row["verdict"] == verdict]
        if rows:
            figure.add_scatter(
                x=[row["difference"] for row in rows],
                y=[_pair_name(row) for row in rows],
                error_x=_error_bars(rows, "difference"),
                customdata=[[row["p_adjusted"], row["n_used"], row["test"]] for row in rows],
                hovertemplate="%{y}: %{x:.4g}<br>p %{customdata[0]:.3g}, %{customdata[1]} items, %{customdata[2]}<extra></extra>",
                mode="markers",
                marker={"size": 9, "color": colour},
                name=verdict,
            )
    figure.add_vline(x=0, line={"color": "#777777", "dash": "dot"})
    if margin is not None:
        figure.add_vrect(x0=-margin, x1=margin, fillcolor=COLOURS[2], opacity=0.12, line_width=0)
    figure.update_yaxes(categoryorder="array", categoryarray=[_pair_name(row) for row in known][::-1])
    return _titled(figure, f"Difference of {outcome} (a - b) with {level:.0%} interval", f"difference of {outcome}")


def bump(columns: Mapping[str, Mapping[str, float]], title: str) -> Any:
    """Return a plotly figure: the rank of each variant in each column, 1 at the top; a variant missing in one leaves a gap.

    Args:
        columns: rank by variant, by the name of the column.
        title: what the columns are.

    Raises:
        InputError: there is only one column, so nothing can change.
    """
    if len(columns) < 2:
        raise InputError(
            "A bump plot shows how ranks change, and here is one ranking only. Compare with cluster=, or hand over another comparison: "
            "first.bump(cost=second)."
        )
    figure = _figure()
    variants = list(dict.fromkeys(name for ranks in columns.values() for name in ranks))
    for number, variant in enumerate(variants):
        figure.add_scatter(
            x=list(columns),
            y=[ranks.get(variant) for ranks in columns.values()],
            mode="lines+markers",
            marker={"size": 10},
            line={"color": COLOURS[number % len(COLOURS)], "width": 2, "dash": "solid" if number < len(COLOURS) else "dash"},
            name=variant,
        )
    figure.update_xaxes(type="category")
    figure.update_yaxes(autorange="reversed", dtick=1, title="rank (1 is best)")
    return _titled(figure, title, None)


def cluster_columns(rows: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the columns of `bump` for the largest clusters of the table cluster_ranks, in their order."""
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["cluster"]] = sizes.get(row["cluster"], 0) + row["n_items"]
    largest = sorted(sizes, key=lambda name: -sizes[name])[:BUMP_CLUSTERS]
    return {name: {row["variant"]: row["rank"] for row in rows if row["cluster"] == name} for name in sizes if name in largest}


def _error_bars(rows: Sequence[Row], middle: str) -> dict[str, Any]:
    """Return plotly's bars; an unknown interval has none."""
    reach = {
        "array": [None if row["high"] is None else row["high"] - row[middle] for row in rows],
        "arrayminus": [None if row["low"] is None else row[middle] - row["low"] for row in rows],
    }
    return {"type": "data", "symmetric": False, **reach}


def _pair_name(row: Row) -> str:
    return f"{row['a']} - {row['b']}"


def _and(names: Sequence[str]) -> str:
    return ", ".join(names)


def _titled(figure: Any, title: str, axis: str | None) -> Any:
    figure.update_layout(title=title, template="plotly_white", margin={"l": 20, "r": 20})
    if axis is not None:
        figure.update_xaxes(title=axis)
    figure.update_yaxes(automargin=True)
    return figure


def _figure() -> Any:
    try:
        import plotly.graph_objects as go
    except ImportError:
        raise MissingComponentError(
            "Plots need plotly, which is not installed. Install the extra: promptsmith-lab[plots]."
        ) from None
    return go.Figure()
