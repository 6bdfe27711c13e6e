"""Variety: how much of a text is said for the first time, and whether what is filled in stands apart from the instruction."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners, is_first, share
from promptsmith.features.lines import find_lines
from promptsmith.features.word_classes import FUNCTION, word_classes
from promptsmith.text.batch import Batch, Floats, where_set
from promptsmith.text.classes import LETTER
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

LEAD_WORDS = 3
"""Words that may stand on the line of a placeholder and leave it set apart, as a label does ("Text: {text}"). Judgement."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the variety columns, one row per text.

    Columns:
        n_distinct_content_words (content words, each counted once in whatever case), share_first_said (of the sentences, those that
        do not repeat an earlier one; 1.0 without sentences), share_set_apart (of the placeholders, those on a line with at most
        three words beside it; 1.0 without placeholders).

    Source:
        Saying something twice adds no information, so a score that counts repeated words can be bought by copying. Vendors' guides to
        prompting ask for delimiters between instruction and input.
    """
    words = batch.words
    content = where_set(((batch.word_kinds & LETTER) != 0) & ((word_classes(batch) & FUNCTION) == 0))
    order = np.lexsort((words.hash[content], words.text[content]))
    text, key = words.text[content][order], words.hash[content][order]
    # A word is new where the text or the word differs from the one before.
    new = is_first(text) | is_first(key)
    repeated = features["n_repeated_sentences"]
    return {
        "n_distinct_content_words": count_owners(batch, text[new]),
        "share_first_said": np.where(batch.n_sentences > 0, 1.0 - share(repeated, batch.n_sentences), 1.0),
        "share_set_apart": _share_set_apart(batch),
    }


def _share_set_apart(batch: Batch) -> Floats:
    counts = np.fromiter(map(len, batch.placeholders), dtype=np.int64, count=len(batch))
    if not counts.any():
        return np.ones(len(batch))
    lines = find_lines(batch)
    rows = np.repeat(np.arange(len(batch)), counts)
    spans = np.array([(found.start, found.end) for row in batch.placeholders for found in row], dtype=np.int64)
    start, end = spans[:, 0] + batch.text_start[rows], spans[:, 1] + batch.text_start[rows]
    line = np.maximum(lines.start.searchsorted(start, side="right") - 1, 0)
    first = batch.words.start.searchsorted(lines.start[line])
    around = batch.words.start.searchsorted(lines.end[line]) - first
    inside = batch.words.start.searchsorted(end) - batch.words.start.searchsorted(start)
    apart = around - inside <= LEAD_WORDS
    total = np.bincount(rows, weights=apart, minlength=len(batch))
    return np.where(counts > 0, total / np.maximum(counts, 1), 1.0)
