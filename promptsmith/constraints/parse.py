"""Text to typed limits: anchors found for a whole batch, then only the sentences that hold one are read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from typing import Any

from promptsmith.constraints.actions import ANCHORS as ACTION_ANCHORS
from promptsmith.constraints.actions import action_limits
from promptsmith.constraints.anchors import Spans, find_anchors
from promptsmith.constraints.bans import ANCHORS as BAN_ANCHORS
from promptsmith.constraints.bans import OPENERS, WEAK, other_bans
from promptsmith.constraints.counterparts import counterparts
from promptsmith.constraints.lexicon import EN, ES, NUMBERS
from promptsmith.constraints.limits import FORBID, Limit
from promptsmith.constraints.literals import ANCHORS, DEVICES, NEAR_ANCHORS, device_limits, literal_limits
from promptsmith.constraints.numbers import UNIT_FORMS, may_count, number_limits
from promptsmith.constraints.sentences import sentences_with
from promptsmith.constraints.styles import DETAIL_CONTEXT, STYLE_FORMS, TONE_CONTEXT, possible_styles, style_limits
from promptsmith.constraints.view import MASK, Sentence, View
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermMatcher, TermSet

_CONTEXTS = {"tone": 1.0, "detail": 2.0}
"""Value of a style word: which words must stand near it, none (0), those of tone (1) or of detail (2)."""
TERM_SETS: tuple[TermSet, ...] = (
    TermSet.of("limit_units", UNIT_FORMS),
    TermSet.of("limit_numbers", [*NUMBERS[EN], *NUMBERS[ES]]),
    TermSet("limit_literals", dict.fromkeys(NEAR_ANCHORS, 1.0) | dict.fromkeys(ANCHORS, 0.0)),
    TermSet("limit_styles", {form: _CONTEXTS.get(kinds[0][0], 0.0) for form, kinds in STYLE_FORMS.items()}),
    TermSet.of("limit_details", DETAIL_CONTEXT),
    TermSet.of("limit_tones", TONE_CONTEXT),
    TermSet.of("limit_actions", [*ACTION_ANCHORS, *BAN_ANCHORS]),
    TermSet.of("limit_openers", OPENERS),
    TermSet.of("limit_weak", WEAK),
    TermSet.of("limit_devices", DEVICES),
)
"""Anchors: a text without any of them states no limit this parser knows."""

_MARGIN_BEFORE, _MARGIN_AFTER = 2, 40
"""Characters around a sentence that belong to it when it is read: what the patterns look at beyond its ends. Judgement."""


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


class _Memory:
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
    anchors = find_anchors(batch, hits)
    results: list[list[Limit]] = [[] for _ in batch.texts]
    memory = _Memory()
    for row, families in anchors.items():
        results[row] = _parse(batch, row, families, memory)
    return results


def _parse(batch: Batch, row: int, families: list[Spans], memory: _Memory) -> list[Limit]:
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
    anchors = sorted([(start, family, end) for family, spans in enumerate(families) for start, end in spans])
    if not anchors:
        return []
    limits: list[Limit] = []
    for sentence in sentences_with(view, [start for start, _, _ in anchors]):
        first = bisect_left(anchors, (sentence.start,))
        limits += _read_known(sentence, anchors[first : bisect_left(anchors, (sentence.end,), first)], memory)
    if any(limit.polarity == FORBID for limit in limits):
        limits += counterparts(view, limits)
    return sorted(limits) if len(limits) > 1 else limits


def _read_known(sentence: Sentence, anchors: list[tuple[int, int, int]], memory: _Memory) -> list[Limit]:
    """Return the limits of one sentence; prompts made from a template share most of theirs.

    A sentence is read as a text of its own, with a few characters on both sides, so that equal ones give equal limits. The noun of
    the whole prompt's request is part of what they depend on. Not shared is what
    depends on more: an item of an introduced list, and a sentence that asks which answer the whole prompt wants.

    Args:
        anchors: the anchors in it: start, number of the family, end.
    """
    view, start, end, body, label, lead, condition, heading = sentence
    if lead is not None:
        return [limit.moved(0, start) for limit in _read(sentence, anchors)]
    low, high = max(0, start - _MARGIN_BEFORE), end + _MARGIN_AFTER
    masked, text = view.masked[low:high], view.text[low:high]
    moved = tuple([(first - low, family, last - low) for first, family, last in anchors])
    key = (view.main_noun, view.reworks, masked, text, start - low, end - low, body - low, label, condition, heading, moved)
    found = memory.known.get(key)
    if found is None:
        part = View(text, masked, whole=view)
        found = _read(Sentence(part, start - low, end - low, body - low, label, None, condition, heading), moved)
        if "main_answer" not in vars(part):
            memory.keep(key, found)
    return [limit.moved(low, start) for limit in found]


def _read(sentence: Sentence, anchors: Sequence[tuple[int, int, int]]) -> list[Limit]:
    """Return the limits of one sentence from its anchors, the more exact kinds first."""
    families: list[Spans] = [[], [], [], [], []]
    for start, family, end in anchors:
        families[family].append((start, end))
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
        found += other_bans(sentence, actions, found)
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
