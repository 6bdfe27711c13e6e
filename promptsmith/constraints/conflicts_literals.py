"""Limits on literals that contradict each other: required and forbidden, counts, positions, order and form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from promptsmith.constraints.algebra import Conflict, conflict, covers, overlap, same_scope
from promptsmith.constraints.conflicts_numbers import bounds
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit

_FIRST = ("paragraph[1]", "sentence[1]", "line[1]", "introduction")
_LAST = ("paragraph[-1]", "sentence[-1]", "line[-1]", "conclusion")


@lru_cache(maxsize=4096)
def folded(literal: str | None) -> str:
    """Return a literal without case, edge punctuation and runs of blanks, for comparison."""
    return " ".join(re.sub(r"^[\W_]+|[\W_]+$", "", (literal or "").casefold().replace("’", "'")).split())


def holds(phrase: str, word: str) -> bool:
    """Return whether the words of ``word`` stand in ``phrase`` as whole words."""
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", phrase) is not None


def literal_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield the conflicts among limits on literals."""
    required = [limit for limit in limits if limit.kind in ("include", "begin", "end") and limit.polarity == REQUIRE]
    forbidden = [limit for limit in limits if limit.kind in ("exclude", "begin", "end") and limit.polarity == FORBID]
    yield from _forbidden(required, forbidden)
    yield from _counts([limit for limit in required if limit.kind == "include"])
    yield from _positions(required)
    usage = [limit for limit in limits if limit.kind == "usage"]
    yield from _usages(usage, required)
    yield from _orders([limit for limit in limits if limit.kind == "order"], required)


def _forbidden(required: Sequence[Limit], forbidden: Sequence[Limit]) -> Iterator[Conflict]:
    for ban in forbidden:
        banned = folded(ban.value)
        for want in required:
            wanted = folded(want.value)
            if not banned or not _reaches(ban, want):
                continue
            if ban.kind != "exclude" and (ban.kind != want.kind or not same_scope(ban, want)):
                continue
            if wanted == banned:
                yield conflict("literal", ban, want, f'"{want.value}" is required and forbidden.')
            elif ban.kind == "exclude" and holds(wanted, banned) and want.unit != "letters":
                yield conflict("phrase", ban, want, f'The required "{want.value}" holds the forbidden "{ban.value}".')


def _reaches(ban: Limit, want: Limit) -> bool:
    """Return whether a ban covers the place where a literal is wanted; an opening stands in the first sentence and paragraph."""
    if covers(ban, want):
        return True
    edge = {"begin": _FIRST, "end": _LAST}.get(want.kind, ())
    return (
        len(ban.parts) == 2
        and ban.parts[1] in edge
        and (want.parts == ("answer",) or (len(want.parts) == 2 and want.parts[1] in edge))
    )


def _counts(included: Sequence[Limit]) -> Iterator[Conflict]:
    for position, one in enumerate(included):
        for other in included[position + 1 :]:
            if one.unit != other.unit or folded(one.value) != folded(other.value):
                continue
            (low, high), (lower, higher) = bounds(one), bounds(other)
            # A part's lower bound also binds the whole, so only equal scopes exclude in both directions.
            empty = max(low, lower) > min(high, higher) if same_scope(one, other) else False
            empty = empty or (covers(one, other) and lower > high) or (covers(other, one) and low > higher)
            if empty:
                reason = f'"{one.value}" cannot appear {_times(one)} and {_times(other)}.'
                yield conflict("number", one, other, reason)


def _times(limit: Limit) -> str:
    return limit.describe().replace("letters", "times")


def _positions(required: Sequence[Limit]) -> Iterator[Conflict]:
    for kind in ("begin", "end"):
        placed = [limit for limit in required if limit.kind == kind]
        for position, one in enumerate(placed):
            for other in placed[position + 1 :]:
                this, that = folded(one.value), folded(other.value)
                if "a question" in (this, that) or "a quote" in (this, that):
                    literal = that if this in ("a question", "a quote") else this
                    device = this if literal == that else that
                    fits = literal == device or (device == "a question" and "?" in f"{one.value}{other.value}")
                    if not fits and literal in ("a question", "a quote"):
                        fits = True  # a quoted question is both
                else:
                    fits = (
                        (this.startswith(that) or that.startswith(this))
                        if kind == "begin"
                        else (this.endswith(that) or that.endswith(this))
                    )
                if not fits and (same_scope(one, other) or _same_edge(one, other, kind)):
                    reason = f'{one.subject.capitalize()} cannot {kind} with both "{one.value}" and "{other.value}".'
                    yield conflict(kind, one, other, reason)


def _same_edge(one: Limit, other: Limit, kind: str) -> bool:
    edge = {"begin": _FIRST, "end": _LAST}[kind]
    places = [limit.parts[1] if len(limit.parts) == 2 else "answer" for limit in (one, other)]
    return all(place in (*edge, "answer") for place in places) and all(len(limit.parts) <= 2 for limit in (one, other))


def _usages(usages: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    for position, one in enumerate(usages):
        word, form = _usage(one)
        for other in usages[position + 1 :]:
            that, other_form = _usage(other)
            same = folded(word) == folded(that)
            exclusive = form.startswith("only ") or other_form.startswith("only ")
            if same and exclusive and form.removeprefix("only ") != other_form.removeprefix("only "):
                yield conflict("usage", one, other, f'"{word}" cannot be used {form} and also as {other_form}.')
        if form in ("only singular", "only plural", "only original"):
            for want in required:
                broken = next(
                    (piece for piece in re.findall(r"[\w'-]+", folded(want.value)) if _breaks(piece, folded(word), form)), None
                )
                if broken and overlap(one, want):
                    yield conflict(
                        "usage",
                        one,
                        want,
                        f'The required "{want.value}" holds "{broken}", but "{word}" is allowed in its {form[5:]} form only.',
                    )


def _usage(limit: Limit) -> tuple[str, str]:
    word, _, form = (limit.value or "").rpartition(" as ")
    return word, form


def _breaks(piece: str, word: str, form: str) -> bool:
    """Return whether ``piece`` is the other number (or another form) of ``word``."""
    plurals = {f"{word}s", f"{word}es", f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"}
    if form == "only singular":
        return piece in plurals
    if form == "only plural":
        return piece == word and not word.endswith("s")
    return piece != word and piece.startswith(word) and piece in plurals | {f"{word}ing", f"{word}ed", f"{word}d", f"{word}er"}


def _orders(orders: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    for position, one in enumerate(orders):
        first = _relation(one)
        for other in orders[position + 1 :]:
            second = _relation(other)
            if first[1] == second[1] == "before" and (first[0], first[2]) == (second[2], second[0]):
                yield conflict("order", one, other, f'"{first[0]}" cannot stand both before and after "{first[2]}".')
            elif (
                {first[1], second[1]} == {"with", "apart"}
                and {first[0], first[2]} == {second[0], second[2]}
                and first[3] == second[3]
            ):
                yield conflict(
                    "order", one, other, f'"{first[0]}" and "{first[2]}" cannot share a {first[3]} and stand in different ones.'
                )
        if first[1] == "apart":
            for want in required:
                phrase = folded(want.value)
                if holds(phrase, first[0]) and holds(phrase, first[2]) and phrase not in (first[0], first[2]):
                    yield conflict(
                        "order",
                        one,
                        want,
                        f'The required "{want.value}" puts "{first[0]}" and "{first[2]}" into one {first[3]}.',
                    )


def _relation(limit: Limit) -> tuple[str, str, str, str]:
    value = limit.value or ""
    if " before " in value and " in " not in value.rpartition(" before ")[2]:
        this, _, that = value.partition(" before ")
        return folded(this), "before", folded(that), ""
    words, _, part = value.rpartition(" in ")
    how, word = ("apart", " apart from ") if " apart from " in words else ("with", " with ")
    this, _, that = words.partition(word)
    return folded(this), how, folded(that), part
