"""Variety: how much of a text is said for the first time, and whether what is filled in stands apart from the instruction."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners, is_first, share
from promptsmith.features.lines import find_lines
from promptsmith.features.word_classes import FUNCTION, word_classes
from promptsmith.text.batch import Batch, Bools, Floats, where_set
from promptsmith.text.classes import LETTER
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

LIST_RUN = 8
"""Words in a row, inside one sentence, without a function word from which they are a list of keywords and not something said. Judgement:
one more than the run at which a whole text counts as one. Prompts for image models are such lists by custom and are left alone."""

LEAD_WORDS = 3
"""Words that may stand on the line of a placeholder and leave it set apart, as a label does ("Text: {text}"). Judgement."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the variety columns, one row per text.

    Columns:
        n_distinct_content_words (content words, each counted once in whatever case; without those of a list of keywords, see
        `LIST_RUN`), n_listed_words (words of such lists), share_first_said (of the sentences, those that
        do not repeat an earlier one; 1.0 without sentences), share_set_apart (of the placeholders, those on a line with at most
        three words beside it; 1.0 without placeholders).

    Source:
        Saying something twice adds no information, so a score that counts repeated words can be bought by copying. Vendors' guides to
        prompting ask for delimiters between instruction and input.
    """
    words = batch.words
    is_function = (word_classes(batch) & FUNCTION) != 0
    is_listed = _listed(batch, is_function, features)
    content = where_set(((batch.word_kinds & LETTER) != 0) & ~is_function & ~is_listed)
    order = np.lexsort((words.hash[content], words.text[content]))
    text, key = words.text[content][order], words.hash[content][order]
    # A word is new where the text or the word differs from the one before.
    new = is_first(text) | is_first(key)
    repeated = features["n_repeated_sentences"]
    return {
        "n_distinct_content_words": count_owners(batch, text[new]),
        "n_listed_words": batch.count_words(is_listed),
        "share_first_said": np.where(batch.n_sentences > 0, 1.0 - share(repeated, batch.n_sentences), 1.0),
        "share_set_apart": _share_set_apart(batch),
    }


def _listed(batch: Batch, is_function: Bools, features: dict[str, NDArray[Any]]) -> Bools:
    """Return which words stand in a run of `LIST_RUN` or more without a function word."""
    words, sentences = batch.words, batch.sentences
    if not len(words.text):
        return np.zeros(0, dtype=np.bool_)
    sentence = sentences.start.searchsorted(words.start, side="right")
    # A run ends at a function word, and where the next sentence begins.
    breaks = is_function.copy()
    breaks[1:] |= sentence[1:] != sentence[:-1]
    run = np.cumsum(breaks)
    length = np.bincount(run[~is_function], minlength=int(run[-1]) + 1)
    is_image = np.asarray(features["domain"] == "cine", dtype=np.bool_)
    return np.asarray((length[run] >= LIST_RUN) & ~is_function & ~is_image[words.text])


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
