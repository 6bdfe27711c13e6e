"""Number limits that leave no allowed amount: in one unit, across units, and between a part and its whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf

from promptsmith.constraints.algebra import Conflict, conflict, same_scope
from promptsmith.constraints.lexicon import EN, UNITS
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.quantities import ABOUT

TOLERANCE = 0.3
"""Share by which "about 200 words" may be missed. Judgement: writers accept a tenth to a fifth; 0.3 keeps the rule silent when unsure."""

CONTAINERS = {
    "paragraph": "paragraphs",
    "section": "sections",
    "sentence": "sentences",
    "bullet": "bullets",
    "item": "items",
    "line": "lines",
    "stanza": "stanzas",
    "step": "steps",
    "list": "lists",
    "slide": "slides",
    "entry": "entries",
    **{unit[:-1]: unit for unit in UNITS[EN] if unit.endswith("s") and not unit.endswith("ies")},
}
"""Part of an answer that is counted, and its unit."""

LADDER = (
    ("paragraphs", "sentences"),
    ("sentences", "words"),
    ("paragraphs", "words"),
    ("sections", "sentences"),
    ("words", "characters"),
)
"""(larger unit, smaller unit): an answer holds at least as many of the smaller."""


@dataclass(frozen=True)
class _Bound:
    """One end of an interval and the limits it comes from."""

    amount: float
    sources: tuple[Limit, ...]


@dataclass
class _Range:
    """What is allowed for one unit in one part."""

    low: _Bound
    high: _Bound


def bounds(limit: Limit) -> tuple[float, float]:
    """Return the widest amounts a limit allows; an approximate one by `TOLERANCE` to either side."""
    low = 0.0 if limit.low is None else limit.low
    high = inf if limit.high is None else limit.high
    if limit.value == ABOUT:
        return low * (1 - TOLERANCE), high * (1 + TOLERANCE)
    return low, high


def number_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield the conflicts among number limits."""
    numbers = [limit for limit in limits if limit.kind == "number"]
    if len(numbers) < 2:
        return
    found = list(_same_unit(numbers))
    yield from found
    if not found:
        yield from _across(numbers)


def _same_unit(numbers: Sequence[Limit]) -> Iterator[Conflict]:
    by_unit: dict[str, list[Limit]] = {}
    for limit in numbers:
        by_unit.setdefault(limit.unit or "", []).append(limit)
    for unit, group in by_unit.items():
        for position, one in enumerate(group):
            for other in group[position + 1 :]:
                if (one.firm or other.firm) and same_scope(one, other) and _exclude(one, other):
                    reason = f"{one.describe()} and {other.describe()} leave no allowed number of {unit}."
                    yield conflict("number", one, other, reason)


def _exclude(one: Limit, other: Limit) -> bool:
    (low, high), (lower, higher) = bounds(one), bounds(other)
    return max(low, lower) > min(high, higher)


def _across(numbers: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield impossible combinations of counts, amounts per part and totals."""
    ranges: dict[tuple[tuple[str, ...], str], _Range] = {}
    for limit in numbers:
        if not limit.firm and len(limit.parts) > 1:
            continue
        low, high = bounds(limit)
        place = ranges.setdefault((limit.parts, limit.unit or ""), _Range(_Bound(0, ()), _Bound(inf, ())))
        if low > place.low.amount:
            place.low = _Bound(low, (limit,))
        if high < place.high.amount:
            place.high = _Bound(high, (limit,))
    yield from _parts_of_whole(ranges)
    yield from _climb(ranges)
    for _ in range(2):  # paragraphs to sentences, then sentences to words
        yield from _multiplied(ranges)
    yield from _listed(ranges)


def _parts_of_whole(ranges: dict[tuple[tuple[str, ...], str], _Range]) -> Iterator[Conflict]:
    for (parts, unit), inner in ranges.items():
        if (
            len(parts) == 2
            and (whole := ranges.get((parts[:1], unit)))
            and inner.low.amount > whole.high.amount
            and inner.low.sources
        ):
            part, total = inner.low.sources[0], whole.high.sources[0]
            yield conflict(
                "across-units", part, total, f"{part.describe()} in the {part.subject} exceeds {total.describe()} in all."
            )


def _climb(ranges: dict[tuple[tuple[str, ...], str], _Range]) -> Iterator[Conflict]:
    """Carry lower bounds down the ladder (at least 5 paragraphs means at least 5 sentences); yield what then exceeds an upper one."""
    for larger, smaller in LADDER:
        for (parts, unit), outer in list(ranges.items()):
            if unit == larger and outer.low.sources:
                inner = ranges.setdefault((parts, smaller), _Range(_Bound(0, ()), _Bound(inf, ())))
                # Two bare counts may be two steps of one task, so each side must be said of the whole answer.
                firm = all(source.firm for source in (*outer.low.sources, *inner.high.sources))
                if firm and outer.low.amount > inner.high.amount:
                    yield _impossible(inner.high, outer.low, smaller, "at least", "at most")
                if outer.low.amount > inner.low.amount:
                    inner.low = outer.low


def _multiplied(ranges: dict[tuple[tuple[str, ...], str], _Range]) -> Iterator[Conflict]:
    for (parts, unit), each in list(ranges.items()):
        if not parts or not parts[-1].endswith("*") or (container := CONTAINERS.get(parts[-1][:-1])) is None:
            continue
        count = ranges.get((parts[:-1], container))
        total = ranges.setdefault((parts[:-1], unit), _Range(_Bound(0, ()), _Bound(inf, ())))
        if count is None or unit == container:
            continue
        least = _Bound(count.low.amount * each.low.amount, count.low.sources + each.low.sources)
        most = _Bound(count.high.amount * each.high.amount, count.high.sources + each.high.sources)
        if least.amount > total.high.amount and each.low.sources:
            yield _impossible(total.high, least, unit, "at least", "at most")
        if most.amount < total.low.amount and total.low.sources:
            yield _impossible(total.low, most, unit, "at most", "at least")
        if each.low.sources and least.amount > total.low.amount:
            total.low = least
        if most.amount < total.high.amount:
            total.high = most


def _listed(ranges: dict[tuple[tuple[str, ...], str], _Range]) -> Iterator[Conflict]:
    """Yield totals that the parts named one by one (first, second, last paragraph) exceed together."""
    sums: dict[tuple[tuple[str, ...], str, str], list[_Range]] = {}
    for (parts, unit), inner in ranges.items():
        if len(parts) > 1 and parts[-1].endswith("]") and inner.low.sources:
            sums.setdefault((parts[:-1], unit, parts[-1].split("[")[0]), []).append(inner)
    for (parts, unit, part), inners in sums.items():
        total = ranges.get((parts, unit))
        if total is None or not total.high.sources:
            continue
        least = sum(inner.low.amount for inner in inners)
        sources = tuple(source for inner in inners for source in inner.low.sources)
        count = ranges.get((parts, CONTAINERS.get(part, "")))
        if count and count.low.amount > len(inners) and least <= total.high.amount:
            least += count.low.amount - len(inners)  # every further part holds at least one
            sources += count.low.sources
        if least > total.high.amount:
            yield _impossible(total.high, _Bound(least, sources), unit, "at least", "at most")


def _impossible(total: _Bound, other: _Bound, unit: str, needed: str, allowed: str) -> Conflict:
    limits = tuple(dict.fromkeys((*total.sources, *other.sources)))
    said = " and ".join(dict.fromkeys(f"{source.describe()}{_place(source)}" for source in other.sources))
    reason = f"{said} make {needed} {other.amount:g} {unit}, but {allowed} {total.amount:g} are allowed."
    if allowed == "at least":
        reason = f"{said} make {needed} {other.amount:g} {unit}, but {allowed} {total.amount:g} are asked for."
    return conflict("across-units", limits[0], limits[-1], reason, limits[1:-1])


def _place(limit: Limit) -> str:
    return "" if limit.subject == "answer" else f" in {limit.subject}"
