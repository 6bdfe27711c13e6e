"""Variants by items: rows of outcomes become one matrix, and everything that cannot be used is listed with its reason."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.errors import InputError, MissingColumnError, shorten, suggest
from promptsmith.text.rows import is_null

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

REPEATS = ("refuse", "mean")
MISSING = ("pairwise", "complete")

RATING_VALUES = 11
"""Most distinct values of a rating: a scale from 0 to 10. Judgement: longer scales behave like measurements."""

NO_ROW = "no row for this variant and item"


@dataclass(frozen=True)
class Dropped:
    """One outcome that is not used: row of the input (None: there is none), variant, item and why."""

    row: int | None
    variant: str | None
    item: str | None
    reason: str


@dataclass(frozen=True)
class Outcomes:
    """One outcome per item and variant.

    Attributes:
        variants: names, sorted; at least two.
        items: names, sorted; at least two.
        values: shape (n_items, n_variants); not a number where there is no outcome.
        cluster_of: number of the cluster of each item, shape (n_items,); None: items are independent.
        clusters: names of the clusters, sorted; empty without clusters.
        dropped: outcomes that are not used, in the order of the input, then the missing ones.
        kind: ``binary`` (all 0 or 1), ``rating`` (whole numbers, at most 11 distinct ones) or ``number``.
    """

    variants: tuple[str, ...]
    items: tuple[str, ...]
    values: Floats
    cluster_of: Integers | None
    clusters: tuple[str, ...]
    dropped: tuple[Dropped, ...]
    kind: str


def column_of(columns: Mapping[str, Sequence[Any]], name: str, argument: str) -> Sequence[Any]:
    """Return a column by name.

    Raises:
        MissingColumnError: there is none; the message suggests the nearest.
    """
    if name in columns:
        return columns[name]
    raise MissingColumnError(
        f"There is no column {name!r} ({argument}=).{suggest(name, columns)} Columns: {', '.join(map(repr, columns)) or 'none'}."
    )


def outcomes_of_rows(
    variants: Sequence[Any],
    items: Sequence[Any],
    outcomes: Sequence[Any],
    clusters: Sequence[Any] | None = None,
    *,
    repeats: str = "refuse",
    missing: str = "pairwise",
    reasons: Mapping[int, str] | None = None,
) -> Outcomes:
    """Return the matrix of a long table: one row per variant and item.

    Args:
        variants, items: names of both, per row; a row without one of them is dropped.
        outcomes: numbers or flags, per row; null and not-a-number are missing, infinite ones are dropped.
        clusters: the cluster of the item, per row: the same for all rows of an item.
        repeats: what two rows for the same variant and item mean: a mistake (``refuse``) or runs to average (``mean``).
        missing: ``complete`` uses only items that every variant has; ``pairwise`` lets each pair use the items both have.
        reasons: why the outcome of a row is null, by row.

    Raises:
        InputError: an outcome is no number, a variant and item occur twice, an item is in two clusters, or fewer than two variants
            or items are left.
    """
    dropped: list[Dropped] = []
    cells: dict[tuple[str, Any], list[tuple[int, float]]] = {}
    cluster_by_item: dict[Any, Any] = {}
    names: set[str] = set()
    places: dict[Any, str] = {}
    for row, (given, thing, outcome) in enumerate(zip(variants, items, outcomes, strict=True)):
        cluster = None if clusters is None else _plain(clusters[row])
        variant, item = _plain(given), _plain(thing)
        shown = None if variant is None else str(variant), None if item is None else str(item)
        if variant is None or item is None:
            dropped.append(Dropped(row, *shown, "the variant is null" if variant is None else "the item is null"))
            continue
        names.add(str(variant))
        places[_key(item)] = str(item)
        if clusters is not None and cluster is None:
            dropped.append(Dropped(row, *shown, "the cluster is null"))
            continue
        value = _number(outcome, row)
        if clusters is not None and cluster_by_item.setdefault(_key(item), cluster) != cluster:
            raise InputError(
                f"Item {shorten(item)!r} is in cluster {cluster_by_item[_key(item)]!r} and, in row {row}, in {cluster!r}. "
                "An item belongs to one cluster: give items of different clusters different names."
            )
        if value is None or not math.isfinite(value):
            why = (reasons or {}).get(row, "the outcome is null") if value is None else "the outcome is infinite"
            dropped.append(Dropped(row, *shown, why))
            continue
        cells.setdefault((str(variant), _key(item)), []).append((row, value))
    if repeats == "refuse":
        _refuse_repeats(cells, places)
    return _matrix(sorted(names), places, cells, cluster_by_item if clusters is not None else None, dropped, missing)


def outcomes_of_columns(
    columns: Mapping[str, Sequence[Any]],
    variants: Sequence[str],
    items: Sequence[Any],
    clusters: Sequence[Any] | None = None,
    *,
    missing: str = "pairwise",
) -> Outcomes:
    """Return the matrix of a wide table: one row per item, one column per variant. Arguments and errors as `outcomes_of_rows`."""
    seen: dict[Any, int] = {}
    for row, item in enumerate(items):
        if _plain(item) is not None and seen.setdefault(_key(_plain(item)), row) != row:
            raise InputError(
                f"Item {shorten(item)!r} has two rows: {seen[_key(_plain(item))]} and {row}. A wide table has one row per item."
            )
    n = len(items)
    return outcomes_of_rows(
        [name for name in variants for _ in range(n)],
        [*items] * len(variants),
        [value for name in variants for value in columns[name]],
        None if clusters is None else [*clusters] * len(variants),
        missing=missing,
    )


def _matrix(
    variants: list[str],
    places: Mapping[Any, str],
    cells: Mapping[tuple[str, Any], list[tuple[int, float]]],
    cluster_by_item: Mapping[Any, Any] | None,
    dropped: list[Dropped],
    missing: str,
) -> Outcomes:
    if len(variants) < 2:
        raise InputError(f"A comparison needs two variants, and here is {len(variants)}: {', '.join(variants) or 'none'}.")
    # An item all of whose rows are dropped has no outcome anywhere: its rows are in the list already.
    items = sorted({item for _, item in cells})
    values = np.full((len(items), len(variants)), np.nan)
    row_of = {item: number for number, item in enumerate(items)}
    column = {name: number for number, name in enumerate(variants)}
    for (variant, item), found in cells.items():
        values[row_of[item], column[variant]] = math.fsum(value for _, value in found) / len(found)
    told = {(drop.variant, drop.item) for drop in dropped}
    gaps = [(places[items[i]], variants[j]) for i, j in np.argwhere(np.isnan(values)).tolist()]
    dropped += [Dropped(None, name, item, NO_ROW) for item, name in gaps if (name, item) not in told]
    if missing == "complete":
        whole = ~np.isnan(values).any(axis=1)
        lost = [(items[i], variants[j]) for i in np.flatnonzero(~whole) for j in np.flatnonzero(~np.isnan(values[i]))]
        dropped += [Dropped(None, name, places[item], "another variant has no outcome for this item") for item, name in lost]
        values, items = values[whole], [item for item, keep in zip(items, whole, strict=True) if keep]
    if len(items) < 2:
        raise InputError(
            f"A comparison needs at least two items with outcomes, and here {'is 1' if items else 'are none'}: from one item nothing "
            "can be said about another. Check the columns of items and outcomes."
        )
    clusters: list[Any] = []
    cluster_of: Integers | None = None
    if cluster_by_item is not None:
        used = {item: cluster_by_item[item] for item in items}
        clusters = sorted({_key(cluster) for cluster in used.values()})
        if len(clusters) < 2:
            raise InputError("All items are in one cluster, so they say nothing about another one. Leave out cluster=.")
        number = {cluster: position for position, cluster in enumerate(clusters)}
        cluster_of = np.array([number[_key(used[item])] for item in items], dtype=np.int64)
    names = tuple(str(key[1]) for key in clusters)
    return Outcomes(
        tuple(variants), tuple(places[item] for item in items), values, cluster_of, names, tuple(dropped), _kind(values)
    )


def _kind(values: Floats) -> str:
    distinct = np.unique(values[~np.isnan(values)])
    if np.isin(distinct, (0.0, 1.0)).all():
        return "binary"
    return "rating" if len(distinct) <= RATING_VALUES and (distinct == np.round(distinct)).all() else "number"


def _refuse_repeats(cells: Mapping[tuple[str, Any], list[tuple[int, float]]], places: Mapping[Any, str]) -> None:
    for (variant, item), found in cells.items():
        if len(found) > 1:
            raise InputError(
                f"Variant {variant!r} and item {places[item]!r} occur twice: in row {found[0][0]} and in row {found[1][0]}. "
                'Remove one, or average repeated runs with repeats="mean".'
            )


def _number(value: Any, row: int) -> float | None:
    value = _plain(value)
    if value is None:
        return None
    if isinstance(value, str | bytes):
        raise InputError(
            f"Outcome {shorten(repr(value))} in row {row} is no number. Outcomes are numbers, or True and False: convert the column first."
        )
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        raise InputError(f"Outcome {shorten(repr(value))} in row {row} is no number. Convert the column first.") from None


def _plain(value: Any) -> Any:
    """Return a cell as a Python value, with None for every kind of null."""
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item() if getattr(value, "ndim", 0) == 0 else value
    return None if is_null(value) else value


def _key(value: Any) -> tuple[str, Any]:
    """Return what sorts names of mixed types; numbers sort by value, everything else by its text."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "", value
    return type(value).__name__, str(value)
