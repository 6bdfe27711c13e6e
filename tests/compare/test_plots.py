"""Figures show the numbers of the tables."""

from collections.abc import Callable
from typing import Any

import pytest

import promptsmith as ps

Simulated = Callable[..., dict[str, Any]]


@pytest.fixture
def comparison(simulated: Simulated) -> ps.Comparison:
    wide = {**simulated([0, 2, 2.05], 40), "topic": [f"t{number % 4}" for number in range(40)]}
    return ps.compare(wide, variants=["v0", "v1", "v2"], item="item", cluster="topic", margin=0.5)


def test_the_forest_has_each_mean_and_interval_and_one_trace_per_band(comparison: ps.Comparison) -> None:
    figure = comparison.forest()
    rows = {row["variant"]: row for row in comparison.table("variants").to_pylist()}

    assert figure.data[0].name.startswith("band 1")
    for trace in figure.data:
        for name, x, up, down in zip(trace.y, trace.x, trace.error_x.array, trace.error_x.arrayminus, strict=True):
            row = rows.pop(name)
            assert (x, x + up, x - down) == pytest.approx((row["mean"], row["high"], row["low"]))
    assert rows == {}
    assert list(figure.layout.yaxis.categoryarray)[::-1] == comparison.variants["variant"].tolist()
    assert figure.layout.title.text == "Mean outcome with 95% interval"


def test_differences_have_a_line_at_zero_and_the_margin_as_a_range(comparison: ps.Comparison) -> None:
    figure = comparison.difference()

    shown = {name: x for trace in figure.data for name, x in zip(trace.y, trace.x, strict=True)}
    assert shown == {f"{p['a']} - {p['b']}": p["difference"] for p in comparison.table("pairs").to_pylist()}
    line, margin = figure.layout.shapes
    assert (line.x0, line.x1, margin.x0, margin.x1) == (0, 0, -0.5, 0.5)


def test_the_bump_has_a_rank_for_each_variant_and_cluster(comparison: ps.Comparison) -> None:
    figure = comparison.bump()

    rows = comparison.table("cluster_ranks").to_pylist()
    for trace in figure.data:
        assert list(trace.x) == ["t0", "t1", "t2", "t3"]
        assert list(trace.y) == [row["rank"] for row in rows if row["variant"] == trace.name]
    assert figure.layout.yaxis.autorange == "reversed"


def test_the_bump_can_go_from_outcome_to_outcome(simulated: Simulated) -> None:
    wide = simulated([0, 1, 2], 30)
    quality, cost = (ps.compare(wide, variants=["v0", "v1", "v2"], better=better) for better in ("higher", "lower"))

    figure = quality.bump(cost=cost)

    assert {trace.name: list(trace.y) for trace in figure.data} == {"v2": [1, 3], "v1": [2, 2], "v0": [3, 1]}
    assert list(figure.data[0].x) == ["outcome", "cost"]


def test_one_ranking_is_no_bump(simulated: Simulated) -> None:
    with pytest.raises(ps.InputError, match="one ranking only"):
        ps.compare(simulated([0, 1], 10), variants=["v0", "v1"]).bump()


def test_an_unknown_interval_is_drawn_without_bars() -> None:
    figure = ps.compare({"a": [1.5] * 5, "b": [2.5] * 5}, variants=["a", "b"]).difference()

    assert list(figure.data[0].error_x.array) == [None]
