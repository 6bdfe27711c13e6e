"""When a text gets no score, and why. A score that lacks text abstains instead of guessing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.grammar import nonsense_kind

NO_WORDS = "no words"
LANGUAGE = "language is neither English nor Spanish"
TOO_SHORT = "too short"
REPEATED = "the same few words over and over"
NONSENSE = {
    "symbols": "symbols only",
    "garbage": "the words are not words of a language",
    "keyword salad": "keywords without sentences",
}


def abstention(features: Mapping[str, NDArray[Any]], least_words: int = 1) -> NDArray[np.object_]:
    """Return for each text the reason why it gets no score, or None.

    Args:
        features: feature columns.
        least_words: texts with fewer words are too short to be scored; the weight set says how many it takes.

    Reads ``n_words``, ``language`` and the columns of `features.grammar`. A text of another language abstains because every word list
    behind the score is English or Spanish; a text whose language is unknown (often too short to tell) is scored.
    """
    reasons = np.full(len(features["n_words"]), None, dtype=object)
    reasons[features["n_words"] < least_words] = f"{TOO_SHORT} (fewer than {least_words} words)"
    kinds = nonsense_kind(features)
    for kind, reason in NONSENSE.items():
        reasons[kinds == kind] = reason
    reasons[_is_repeated(features)] = REPEATED
    reasons[features["language"] == "other"] = LANGUAGE
    reasons[features["n_words"] == 0] = NO_WORDS
    return reasons


def _is_repeated(features: Mapping[str, NDArray[Any]]) -> NDArray[np.bool_]:
    """At most six different words, each standing six times or more on average. Judgement; no real prompt in 20,000 is like this."""
    n_words = features["n_words"]
    n_distinct = np.rint(features["type_token_ratio"] * n_words)
    return np.asarray((n_distinct <= 6) & (n_distinct * 6 <= n_words))


def is_nonsense(reason: object) -> bool:
    """Return whether the reason says that the text is no prompt at all (and not only outside what is scored)."""
    return reason is not None and reason != LANGUAGE and not str(reason).startswith(TOO_SHORT)
