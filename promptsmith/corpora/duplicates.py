"""Copies of a prompt: letter for letter, and but for case and spacing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from promptsmith.text.batch import Ints, fold


@dataclass(frozen=True, eq=False)
class Copies:
    """For every text, the first text it equals.

    Attributes:
        same: number of the first text with exactly these characters; the text's own number when it is the first.
        alike: number of the first text that is equal but for case and spacing (so also of exact copies).
    """

    same: Ints
    alike: Ints


def find_copies(texts: Sequence[str]) -> Copies:
    """Return which texts are copies of an earlier one."""
    return Copies(_firsts(texts), _firsts([normalised(text) for text in texts]))


def normalised(text: str) -> str:
    """Return a text without differences of case and spacing."""
    return " ".join(fold(text).split())


def _firsts(keys: Sequence[str]) -> Ints:
    seen: dict[str, int] = {}
    return np.fromiter((seen.setdefault(key, number) for number, key in enumerate(keys)), dtype=np.int64, count=len(keys))
