"""What each word of a batch is: function word, verb, common word. One look-up per batch, shared by the families."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.word_lists import (
    COMMON_EN,
    COMMON_ES,
    FUNCTION_EN,
    FUNCTION_ES,
    VERBS_EN,
    VERBS_ES,
    split,
)
from promptsmith.text.batch import Batch, hash_term

FUNCTION = 1
VERB = 2
COMMON = 4
"""Flags of `word_classes`; a word can have several."""

_CLASSES: WeakKeyDictionary[Batch, NDArray[np.uint8]] = WeakKeyDictionary()


def word_classes(batch: Batch) -> NDArray[np.uint8]:
    """Return the flags of each word of ``batch`` (English and Spanish lists together)."""
    classes = _CLASSES.get(batch)
    if classes is None:
        hashes, flags = _table()
        index = np.minimum(np.searchsorted(hashes, batch.words.hash), len(hashes) - 1)
        classes = _CLASSES[batch] = np.where(hashes[index] == batch.words.hash, flags[index], np.uint8(0))
    return classes


@lru_cache(maxsize=1)
def _table() -> tuple[NDArray[np.uint64], NDArray[np.uint8]]:
    flags: dict[int, int] = {}
    lists: Iterable[tuple[int, str]] = (
        (FUNCTION, f"{FUNCTION_EN} {FUNCTION_ES}"),
        (VERB, f"{VERBS_EN} {VERBS_ES}"),
        (COMMON, f"{COMMON_EN} {COMMON_ES} {VERBS_EN} {VERBS_ES}"),
    )
    for flag, words in lists:
        for word in set(split(words)):
            key = hash_term(word)
            flags[key] = flags.get(key, 0) | flag
    keys = sorted(flags)
    return np.array(keys, dtype=np.uint64), np.array([flags[key] for key in keys], dtype=np.uint8)
