"""Text to typed limits: anchors found for a whole batch, then only the sentences that hold one are read."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from promptsmith.constraints.actions import ANCHORS as ACTION_ANCHORS
from promptsmith.constraints.actions import action_limits
from promptsmith.constraints.lexicon import EN, ES, NUMBERS
from promptsmith.constraints.limits import Limit
from promptsmith.constraints.literals import ANCHORS, DEVICES, device_limits, literal_limits
from promptsmith.constraints.numbers import UNIT_FORMS, may_count, number_limits
from promptsmith.constraints.sentences import sentences_with
from promptsmith.constraints.styles import DETAIL_CONTEXT, STYLE_FORMS, TONE_CONTEXT, possible_styles, style_limits
from promptsmith.constraints.view import MASK, Sentence, View
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER, SPACE
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermMatcher, TermSet

_CONTEXTS = {"tone": 1.0, "detail": 2.0}
"""Value of a style word: which words must stand near it, none (0), those of tone (1) or of detail (2)."""
TERM_SETS: tuple[TermSet, ...] = (
    TermSet.of("limit_units", UNIT_FORMS),
    TermSet.of("limit_numbers", [*NUMBERS[EN], *NUMBERS[ES]]),
    TermSet.of("limit_literals", ANCHORS),
    TermSet("limit_styles", {form: _CONTEXTS.get(kinds[0][0], 0.0) for form, kinds in STYLE_FORMS.items()}),
    TermSet.of("limit_details", DETAIL_CONTEXT),
    TermSet.of("limit_tones", TONE_CONTEXT),
    TermSet.of("limit_actions", ACTION_ANCHORS),
    TermSet.of("limit_devices", DEVICES),
)
"""Anchors: a text without any of them states no limit this parser knows."""

_MARKS = ".!?;\n\0"
_QUOTES = "\"“«`'‘"
_JOINTS = "-'’_+"
"""Signs that, beside white space, may stand between a number and its unit ("a 3-part, well-made list" is no one amount)."""
_REACH_NUMBER = 95
"""A number stands at most this many characters before its unit (see `quantities.read_quantity`), or after "word count"."""
_WORDS_BETWEEN = 4
"""A unit is at most the fourth word after its number: three words may describe what is counted (see `quantities.AMOUNT_BEFORE`)."""
_REACH_TONE = 110
"""A word of tone or detail ("formal", "detailed") counts only near a word that says of what ("tone", "keep", "answer"). Judgement."""
_REACH_QUOTE = 160
"""A literal stands at most this many characters from the verb or noun that makes it a limit. Judgement."""

_MARGIN_BEFORE, _MARGIN_AFTER = 2, 40
"""Characters around a sentence that belong to it when it is read: what the patterns look at beyond its ends. Judgement."""
Spans = list[tuple[int, int]]


@cache
def _matcher() -> TermMatcher:
    return TermMatcher(TERM_SETS)


def parse_limits(document: Document) -> list[Limit]:
    """Return the limits one prompt states about the answer, in order of their place.

    Only the user's own words count: nothing inside quotes, code, data or examples is a limit.

    Args:
        document: the prompt.

    Example:
        >>> from promptsmith.text.document import Document
        >>> [limit.describe() for limit in parse_limits(Document.of("Answer in at most 5 words."))]
        ['at most 5 words']
    """
    batch = Batch.of([document.text])
    return parse_batch(batch, _matcher().find(batch))[0]


class Memory:
    """Limits of sentences of one batch that were read before, by all they depend on.

    Most sentences of most batches occur once, and what is kept slows everything else down: limits are kept from the second time on.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[Any, ...], list[Limit]] = {}
        self._seen: set[int] = set()

    def keep(self, key: tuple[Any, ...], limits: list[Limit]) -> None:
        """Keep the limits of a sentence that was seen before."""
        number = hash(key)
        if number in self._seen:
            self.known[key] = limits
        else:
            self._seen.add(number)


def parse_batch(batch: Batch, hits: Hits) -> list[list[Limit]]:
    """Return the limits of every text of a batch, the same as `parse_limits` one by one.

    Args:
        batch: the batch.
        hits: hits of (at least) `TERM_SETS` in it.
    """
    anchors = _anchors(batch, hits)
    results: list[list[Limit]] = [[] for _ in batch.texts]
    memory = Memory()
    for row, families in anchors.items():
        results[row] = _parse(batch, row, families, memory)
    return results


def _anchors(batch: Batch, hits: Hits) -> dict[int, list[Spans]]:
    """Return, for each row with an anchor, its spans per family, in text offsets."""
    signs = _Signs.of(batch)
    literals = hits.of("limit_literals", scopes=None)
    styles = hits.of("limit_styles", scopes=None, longest=True)
    value = styles.value
    in_context = value == 0
    for number, name in ((1, "limit_tones"), (2, "limit_details")):
        in_context |= (value == number) & _near(styles.start, hits.of(name, scopes=None).start, _REACH_TONE)
    actions = hits.of("limit_actions", scopes=None)
    devices = hits.of("limit_devices", scopes=None)
    kept = (
        _counted_units(batch, hits, signs),
        (literals, _near(literals.start, signs.quotes, _REACH_QUOTE)),
        (styles, in_context),
        (actions, ~_in_question(batch, signs.marks, actions.start)),
        (devices, np.ones(len(devices.start), dtype=np.bool_)),
    )
    rows: dict[int, list[Spans]] = {}
    for family, (found, chosen) in enumerate(kept):
        texts = found.text[chosen]
        first = batch.text_start[texts]
        starts, ends = found.start[chosen] - first, found.end[chosen] - first
        for row, start, end in zip(texts.tolist(), starts.tolist(), ends.tolist(), strict=True):
            families = rows.get(row)
            if families is None:
                families = rows[row] = [[], [], [], [], []]
            families[family].append((start, end))
    return rows


class _Signs(NamedTuple):
    """Places of a batch that the anchors are measured against, ascending."""

    marks: Ints
    quotes: Ints
    breaks: Ints

    @classmethod
    def of(cls, batch: Batch) -> _Signs:
        """Return the marks that end a sentence, the quotation marks, and the signs that no amount contains.

        Looked for among the few characters that are neither letters, digits nor blanks: this pass reads every character of a batch.
        """
        places = where_set(((batch.classes & (LETTER | DIGIT)) == 0) & (batch.codes != ord(" ")))
        codes = batch.codes[places]
        wordly = (batch.classes & (LETTER | DIGIT)) != 0
        # An apostrophe between two letters ("don't") quotes nothing. The separator stands on both sides of every text.
        inner = (codes == ord("'")) & wordly[places - 1] & wordly[np.minimum(places + 1, len(wordly) - 1)]
        blank = ((batch.classes[places] & SPACE) != 0) & (codes != 0)
        return cls(
            places[_is_any(codes, _MARKS)], places[_is_any(codes, _QUOTES) & ~inner], places[~(blank | _is_any(codes, _JOINTS))]
        )


def _counted_units(batch: Batch, hits: Hits, signs: _Signs) -> tuple[Hits, Bools]:
    """Return the unit words, and which of them a number can belong to: in front of them, or behind "word count" and the like."""
    units = hits.of("limit_units", scopes=None, longest=True)
    start, end = units.start, units.end
    numbers = np.sort(np.concatenate((hits.of("limit_numbers", scopes=None).start, where_set(batch.classes & DIGIT))))
    if not len(numbers) or not len(start):
        return units, np.zeros(len(start), dtype=np.bool_)
    before = np.concatenate(([-_REACH_NUMBER - 1], numbers))[numbers.searchsorted(start)]
    broken = np.concatenate(([-1], signs.breaks))[signs.breaks.searchsorted(start)]
    words = batch.words.start
    gap = words.searchsorted(start) - words.searchsorted(before)
    counts = (start - before <= _REACH_NUMBER) & (before > broken) & (gap <= _WORDS_BETWEEN)
    codes = batch.folded_codes
    follower = codes[np.minimum(end + 1, len(codes) - 1)]
    second, third = codes[np.maximum(start - 2, 0)], codes[np.maximum(start - 3, 0)]
    named = ((second == ord("f")) & (third == ord("o"))) | ((second == ord("e")) & (third == ord("d")))
    labelled = named | _is_any(second, " \n\t") | _is_any(follower, "clb -\n\t")
    return units, counts | (labelled & _near(start, numbers, _REACH_NUMBER))


def _is_any(codes: NDArray[np.uint32], characters: str) -> Bools:
    """Return which codes are one of a few characters (for so few, faster than a set look-up)."""
    flags = np.zeros(len(codes), dtype=np.bool_)
    for character in characters:
        flags |= codes == ord(character)
    return flags


def _in_question(batch: Batch, marks: Ints, places: Ints) -> Bools:
    """Return which places stand in a question: the next sentence mark is a question mark."""
    if not len(marks) or not len(places):
        return np.zeros(len(places), dtype=np.bool_)
    following = marks[np.minimum(marks.searchsorted(places), len(marks) - 1)]
    return np.asarray(batch.codes[following] == ord("?"))


def _near(places: Ints, marks: Ints, reach: int) -> Bools:
    """Return which places have a mark at most ``reach`` characters to either side."""
    if not len(marks):
        return np.zeros(len(places), dtype=np.bool_)
    index = marks.searchsorted(places)
    after = marks[np.minimum(index, len(marks) - 1)]
    before = marks[np.maximum(index - 1, 0)]
    return np.asarray((np.abs(after - places) <= reach) | (np.abs(places - before) <= reach))


def _parse(batch: Batch, row: int, families: list[Spans], memory: Memory) -> list[Limit]:
    first, last = int(batch.text_start[row]), int(batch.text_end[row])
    folded = batch.folded[first:last]
    families[0] = [(start, end) for start, end in families[0] if may_count(folded, start, end)]
    if families[2]:
        families[2] = possible_styles(folded, families[2])
    if not any(families):
        return []
    view = View.of(batch.texts[row], folded, batch.scope_spans[row])
    if MASK not in view.masked:
        families[1] = []  # no literal stands anywhere
    places = sorted([start for spans in families for start, _ in spans])
    if not places:
        return []
    limits: list[Limit] = []
    for sentence in sentences_with(view, places):
        limits += _read_known(sentence, families, memory)
    return sorted(limits) if len(limits) > 1 else limits


def _between(spans: Spans, start: int, end: int, low: int) -> Spans:
    """Return the spans that begin in a sentence, as offsets from ``low``; ``spans`` are in order."""
    if not spans:
        return spans
    inside = spans[bisect_left(spans, (start,)) : bisect_left(spans, (end,))]
    return [(first - low, last - low) for first, last in inside]


def _read_known(sentence: Sentence, families: list[Spans], memory: Memory) -> list[Limit]:
    """Return the limits of one sentence; prompts made from a template share most of theirs.

    A sentence is read as a text of its own, with a few characters on both sides, so that equal ones give equal limits. Not shared is
    what depends on more: an item of an introduced list, and a sentence that asks which answer the whole prompt wants.
    """
    view, start, end, body, label, lead, condition, heading = sentence
    if lead is not None:
        chosen = [_between(spans, start, end, 0) for spans in families]
        return [limit.moved(0, start) for limit in _read(sentence, chosen)]
    low, high = max(0, start - _MARGIN_BEFORE), end + _MARGIN_AFTER
    masked, text = view.masked[low:high], view.text[low:high]
    chosen = [_between(spans, start, end, low) for spans in families]
    key = (masked, text, start - low, end - low, body - low, label, condition, heading, *map(tuple, chosen))
    found = memory.known.get(key)
    if found is None:
        part = View(text, masked, whole=view)
        found = _read(Sentence(part, start - low, end - low, body - low, label, None, condition, heading), chosen)
        if "main_answer" not in vars(part):
            memory.keep(key, found)
    return [limit.moved(low, start) for limit in found]


def _read(sentence: Sentence, families: list[Spans]) -> list[Limit]:
    """Return the limits of one sentence from its anchors, the more exact kinds first."""
    units, literals, styles, actions, devices = families
    found = number_limits(sentence, units) if units else []
    if literals:
        found = [*_outside(found, exact := literal_limits(sentence)), *exact]
    if devices:
        found += device_limits(sentence)
    if styles:
        found += _uncounted(style_limits(sentence, styles), found)
    if actions:
        found += [limit for limit in action_limits(sentence) if not _repeats(limit, found)]
    return found


def _outside(limits: list[Limit], literals: list[Limit]) -> list[Limit]:
    """Drop number limits inside the words of a literal limit ("must appear in at least 3 paragraphs")."""
    return [limit for limit in limits if not any(other.start <= limit.start and limit.end <= other.end for other in literals)]


def _uncounted(styles: list[Limit], found: list[Limit]) -> list[Limit]:
    """Drop format limits that a count already states ("include at least 3 bullet points")."""
    numbers = [limit for limit in found if limit.kind == "number"]
    return [
        limit
        for limit in styles
        if limit.kind != "format" or not any(x.start < limit.end and limit.start < x.end for x in numbers)
    ]


def _repeats(limit: Limit, others: list[Limit]) -> bool:
    """Return whether a more exact kind of limit already says what an action limit says."""
    for other in others:
        if other.start >= limit.end or limit.start >= other.end:
            continue
        if other.kind in ("include", "exclude", "begin", "end", "punctuation", "format"):
            return True
        # "contain at least 10 sentences" is a count and nothing more; "at least 3 reasons for the delay" also names a content.
        if limit.polarity == other.polarity == "forbid" or limit.end - other.end < 3:
            return True
    return False
