"""Conflicts between limits: two limits that cannot both hold, each with the two spans and the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter

from promptsmith.constraints.limits import Limit

MAX_LIMITS = 200
"""Different limits of one prompt that are compared: a bound on the number of pairs. Judgement; the longest real prompts state about 100."""
MAX_EQUAL = 2
"""Repetitions of one limit that are compared: more of them bring no new conflict. Judgement."""


@dataclass(frozen=True)
class Conflict:
    """Two limits that cannot both hold.

    Attributes:
        kind: number, across-units, literal, phrase, begin, end, order, usage, format, case, language, person, tense, voice, tone,
            audience, detail, punctuation, action, or phrase-style and phrase-content (a required phrase breaks another limit).
        first, second: the limits, in the order of the text.
        reason: one sentence that says why no answer satisfies both.
        also: further limits that the contradiction needs ("5 paragraphs" beside "3 sentences each" and "at most 12 sentences").
    """

    kind: str
    first: Limit
    second: Limit
    reason: str
    also: tuple[Limit, ...] = ()


def conflict(kind: str, one: Limit, other: Limit, reason: str, also: tuple[Limit, ...] = ()) -> Conflict:
    """Return a conflict with its limits in the order of the text."""
    first, second = sorted((one, other))
    return Conflict(kind, first, second, reason, also)


def conflicts(limits: Sequence[Limit]) -> list[Conflict]:
    """Return the conflicts among the limits of one prompt, in the order of the text.

    Limits under a condition conflict only with limits under the same condition; limits with an exception never conflict.

    Args:
        limits: limits of one prompt, from `parse_limits`.

    Example:
        >>> from promptsmith.constraints.parse import parse_limits
        >>> from promptsmith.text.document import Document
        >>> found = conflicts(parse_limits(Document.of("Use exactly 50 words. Write at least 200 words.")))
        >>> found[0].reason
        'exactly 50 words and at least 200 words leave no allowed number of words.'
    """
    if len(limits) < 2:
        return []
    found: list[Conflict] = []
    finders = _finders()
    for group in _by_conditions(_different(limits)[:MAX_LIMITS]):
        if len(group) > 1:
            for finder in finders:
                found.extend(finder(group))
    return sorted(_without_repeats(found), key=lambda item: (item.first, item.second, item.kind))


@cache
def _finders() -> tuple[Callable[[Sequence[Limit]], Iterator[Conflict]], ...]:
    """Return what finds the conflicts of each kind; the modules read this one, so they are imported when first asked."""
    from promptsmith.constraints.conflicts_literals import literal_conflicts
    from promptsmith.constraints.conflicts_numbers import number_conflicts
    from promptsmith.constraints.conflicts_phrases import phrase_conflicts
    from promptsmith.constraints.conflicts_styles import style_conflicts
    from promptsmith.constraints.conflicts_topics import topic_conflicts

    return number_conflicts, literal_conflicts, style_conflicts, topic_conflicts, phrase_conflicts


_CONTENT = attrgetter("kind", "subject", "unit", "low", "high", "value", "polarity", "scope_path", "language")
"""What two equal limits at different places share."""


def _different(limits: Sequence[Limit]) -> Sequence[Limit]:
    if len(limits) <= MAX_EQUAL:
        return limits
    seen: Counter[tuple[object, ...]] = Counter()
    kept = []
    for limit in limits:
        content = _CONTENT(limit)
        seen[content] += 1
        if seen[content] <= MAX_EQUAL:
            kept.append(limit)
    return kept


def _by_conditions(limits: Sequence[Limit]) -> list[list[Limit]]:
    groups: dict[tuple[str, ...], list[Limit]] = {}
    for limit in limits:
        conditions = limit.conditions
        if not any(step.startswith("except ") for step in conditions):
            groups.setdefault(conditions, []).append(limit)
    return list(groups.values())


def _without_repeats(found: Sequence[Conflict]) -> list[Conflict]:
    """Keep one conflict per pair of spans: the first finder knows best."""
    kept: dict[tuple[int, int, int, int], Conflict] = {}
    for item in found:
        kept.setdefault((item.first.start, item.first.end, item.second.start, item.second.end), item)
    return list(kept.values())


def covers(outer: Limit, inner: Limit) -> bool:
    """Return whether the scope of ``outer`` holds the scope of ``inner``: the same part, a part of it, or one of "each"."""
    one, other = outer.parts, inner.parts
    return len(one) <= len(other) and all(_step_covers(a, b) for a, b in zip(one, other, strict=False))


def overlap(one: Limit, other: Limit) -> bool:
    """Return whether two limits speak of the same text: one scope holds the other."""
    return covers(one, other) or covers(other, one)


def same_scope(one: Limit, other: Limit) -> bool:
    """Return whether two limits speak of exactly the same part, or of each part and one of these parts."""
    return len(one.parts) == len(other.parts) and overlap(one, other)


def _step_covers(outer: str, inner: str) -> bool:
    return outer == inner or (outer.endswith("*") and inner.split("[", maxsplit=1)[0].rstrip("*") == outer[:-1])


def is_apart(one: Limit, other: Limit, distance: int) -> bool:
    """Return whether two limits are two statements: in different sentences, or ``distance`` characters from each other."""
    if one.sentence != other.sentence:
        return True
    return max(one.start, other.start) - min(one.end, other.end) >= distance
