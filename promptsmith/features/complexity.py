"""Complexity: one number for how much a text asks of its reader."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = ()

FULL_LENGTH = 500
"""Code points from which the length counts in full."""
FULL_SENTENCE = 20
"""Words per sentence from which the sentence length counts in full."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return ``complexity`` (0 to 1), one row per text.

    ``0.2 min(n_chars/500, 1) + 0.3 min(mean_sentence_words/20, 1) + 0.3 type_token_ratio + 0.2 technical_share``; 0.0 for a text
    without words.

    Source:
        The product's specification of 2024 gives the four factors and their weights; capping the second factor at 1 keeps the
        result within 0 to 1.
    """
    value = 0.2 * np.minimum(features["n_chars"] / FULL_LENGTH, 1.0)
    value += 0.3 * np.minimum(features["mean_sentence_words"] / FULL_SENTENCE, 1.0)
    value += 0.3 * features["type_token_ratio"] + 0.2 * features["technical_share"]
    return {"complexity": np.where(features["n_words"] > 0, value, 0.0)}
