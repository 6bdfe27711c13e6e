"""Text to typed limits: anchors found for a whole batch, then only the sentences that hold one are read."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache

import numpy as np

from promptsmith.constraints.limits import Limit
from promptsmith.constraints.numbers import UNIT_FORMS, number_limits
from promptsmith.constraints.view import View
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermMatcher, TermSet

TERM_SETS: tuple[TermSet, ...] = (TermSet.of("limit_units", UNIT_FORMS),)
"""Anchors: a text without any of them states no limit this parser knows."""


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


def parse_batch(batch: Batch, hits: Hits) -> list[list[Limit]]:
    """Return the limits of every text of a batch, the same as `parse_limits` one by one.

    Args:
        batch: the batch.
        hits: hits of (at least) `TERM_SETS` in it.
    """
    results: list[list[Limit]] = [[] for _ in batch.texts]
    found = hits.of("limit_units", longest=True)
    rows, firsts = np.unique(found.text, return_index=True)
    bounds = [*firsts.tolist(), len(found.start)]
    starts, ends, first_of = found.start.tolist(), found.end.tolist(), batch.text_start.tolist()
    for number, row in enumerate(rows.tolist()):
        low, high = bounds[number], bounds[number + 1]
        first = first_of[row]
        spans = [(starts[i] - first, ends[i] - first) for i in range(low, high)]
        results[row] = _parse(batch, row, spans)
    return results


def _parse(batch: Batch, row: int, spans: list[tuple[int, int]]) -> list[Limit]:
    first, last = int(batch.text_start[row]), int(batch.text_end[row])
    view = View.of(batch.texts[row], batch.folded[first:last], batch.scope_spans[row])
    sentences = view.sentences
    opens = [sentence.start for sentence in sentences]
    grouped: dict[int, list[tuple[int, int]]] = {}
    for start, end in spans:
        grouped.setdefault(bisect_right(opens, start) - 1, []).append((start, end))
    limits: list[Limit] = []
    for index, units in grouped.items():
        if index >= 0:
            limits.extend(number_limits(sentences[index], units))
    return sorted(limits, key=lambda limit: (limit.start, limit.end))
