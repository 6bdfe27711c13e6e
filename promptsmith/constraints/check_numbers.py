"""Checks of number limits."""

from __future__ import annotations

import re
from math import ceil, floor, inf

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_counts import Count, SyllableCounter, count_units
from promptsmith.constraints.check_verdict import Span, Verdict, decided, unknown
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.quantities import ABOUT

TOLERANCE = 0.1
"""Share by which an approximate amount may be missed: "about 100 words" is met by 90 to 110. Judgement: what editors accept."""

LENGTHS = frozenset(("words", "characters"))
"""Units in which a bare amount names a size ("a 500-word essay") and is met within `TOLERANCE`; "exactly 500 words" is not."""

_EXACT = re.compile(r"\b(?:exact\w*|precise\w*|strict\w*|only|just|total|solo|sólo|solamente|únicamente|justo|precisamente)\b")


def check_number(answer: Answer, limit: Limit, span: Span, wording: str, syllables: SyllableCounter | None) -> Verdict:
    """Return the verdict on a number limit in one part of the answer.

    Args:
        answer: the answer.
        limit: a limit of kind ``number``.
        span: the part.
        wording: the limit's own words in the prompt, folded: they tell "500 words" from "exactly 500 words".
        syllables: counter of syllables, or None.
    """
    unit = limit.unit or "words"
    count = count_units(answer, unit, span, syllables)
    if not count.readings:
        return unknown(count.reason)
    low, high, how = allowed(limit, wording)
    holds = [low <= number <= high for number in count.readings]
    measured = count.readings[0]
    if any(holds) != all(holds):
        told = " or ".join(str(number) for number in dict.fromkeys(count.readings))
        return unknown(f"{told} {unit}: it depends on {count.doubt}.", float(measured))
    return decided(
        all(holds), _told(count, unit, low, high, how), measured=float(measured), spans=_excess(answer, unit, span, high)
    )


def allowed(limit: Limit, wording: str) -> tuple[float, float, str]:
    """Return the smallest and largest amount that meet a limit, and why they are wider than what it says ('': they are not)."""
    low = 0.0 if limit.low is None else limit.low
    high = inf if limit.high is None else limit.high
    if limit.value == ABOUT:
        # At least one to either side: "about 5 sentences" is met by 4 and by 6.
        slack = max(1.0, TOLERANCE * low)
        return max(0.0, ceil(low - slack - 1e-9)), floor(high + slack + 1e-9), "about"
    if low == high and limit.unit in LENGTHS and not _EXACT.search(wording):
        return ceil(low * (1 - TOLERANCE) - 1e-9), floor(high * (1 + TOLERANCE) + 1e-9), "a bare size"
    return low, high, ""


def _told(count: Count, unit: str, low: float, high: float, how: str) -> str:
    number = count.readings[0]
    named = unit.removesuffix("s") if number == 1 and unit.endswith("s") and unit not in ("syllables",) else unit
    if low == high:
        bound = f"exactly {low:g}"
    elif high == inf:
        bound = f"at least {low:g}"
    elif low == 0:
        bound = f"at most {high:g}"
    else:
        bound = f"{low:g} to {high:g}"
    return f"{number} {named}; allowed: {bound}{f' ({how}, read with a tolerance of {TOLERANCE:.0%})' if how else ''}."


def _excess(answer: Answer, unit: str, span: Span, high: float) -> list[Span]:
    """Return the place where the text is too long: from the first word, sentence or line beyond the limit to the end of the part."""
    start, end = answer.trim(span)
    if unit == "characters" and end - start > high:
        return [(start + int(high), end)]
    found = _units_in(answer, unit, span)
    return [(found[int(high)][0], end)] if high < len(found) and found[int(high)][0] < end else []


def _units_in(answer: Answer, unit: str, span: Span) -> list[Span]:
    """Return the places of the units of a part, for those units that follow each other."""
    if unit in ("bullets", "items"):
        return [(item.marker[0], item.end) for item in answer.items_in(span)]
    if unit == "paragraphs":
        return [(one.start, one.end) for one in answer.paragraphs_in(span)]
    finders = {"words": answer.words, "sentences": answer.sentences, "lines": answer.lines_in, "verses": answer.lines_in}
    return finders[unit](span) if unit in finders else []
