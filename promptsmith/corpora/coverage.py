"""What the prompts of a corpus are about and how long they are, and which checklist elements none of them states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import BUILT_IN_DOMAINS, INTENTS, LANGUAGES
from promptsmith.rules.domains._checklist import Checklist, checklists
from promptsmith.text.batch import Ints

LENGTHS = (("0", 0), ("1 to 9", 1), ("10 to 19", 10), ("20 to 49", 20), ("50 to 99", 50), ("100 to 199", 100), ("200 to 499", 200),
           ("500 or more", 500))  # fmt: skip
"""Buckets of words and where they begin. Judgement: the median real prompt has 13 words, so the short ones are told apart."""

DIMENSIONS = {
    "domain": BUILT_IN_DOMAINS,
    "language": LANGUAGES,
    "intent": INTENTS,
    "length": tuple(name for name, _ in LENGTHS),
}


def length_names(n_words: Ints) -> list[str]:
    """Return the bucket of each number of words."""
    begins = np.array([begin for _, begin in LENGTHS])
    return [LENGTHS[place][0] for place in (np.searchsorted(begins, n_words, side="right") - 1).tolist()]


def coverage_rows(columns: dict[str, Sequence[str | None]], n_rows: Ints) -> Iterable[dict[str, Any]]:
    """Yield one row per value of each of `DIMENSIONS`: how many prompts have it, and which share of all.

    Known values that no prompt has are rows with 0; without any prompt nothing was measured and amounts are None.

    Args:
        columns: for each dimension, the value of each text; None: none was recognised.
        n_rows: number of prompts with each text.
    """
    total = int(n_rows.sum())
    for dimension, known in DIMENSIONS.items():
        counts: dict[str | None, int] = dict.fromkeys(known, 0)
        for value, number in zip(columns[dimension], n_rows.tolist(), strict=True):
            counts[value] = counts.get(value, 0) + number
        for value, number in counts.items():
            yield {
                "dimension": dimension,
                "value": value,
                "n_prompts": number if total else None,
                "share_prompts": number / total if total else None,
            }


@dataclass(frozen=True)
class Element:
    """One checklist element over all prompts of its domain.

    Attributes:
        domain, item, question: the checklist and the element.
        n_asked: prompts of this domain to which the element applies.
        n_answered: of these, prompts that state it; None when no prompt was asked.
    """

    domain: str
    item: str
    question: str
    n_asked: int
    n_answered: int | None

    @property
    def share_answered(self) -> float | None:
        """Share of the asked prompts that state the element, 0 to 1; None when no prompt was asked."""
        return None if self.n_answered is None else self.n_answered / self.n_asked

    @property
    def is_absent(self) -> bool | None:
        """No prompt states it; None when no prompt was asked."""
        return None if self.n_answered is None else self.n_answered == 0


def checklist_elements(domains: NDArray[np.object_], asked: Ints, answered: Ints, n_rows: Ints) -> list[Element]:
    """Return every element of every checklist, in the order of domains and checklists.

    Args:
        domains: domain of each text.
        asked, answered: bit i is set when item i of the checklist of this domain applies to the text, or applies and is answered.
        n_rows: number of prompts with each text.
    """
    known = checklists()
    lists = [known[domain] for domain in BUILT_IN_DOMAINS if domain in known]
    return [element for checklist in lists for element in _elements(checklist, domains, asked, answered, n_rows)]


def _elements(
    checklist: Checklist, domains: NDArray[np.object_], asked: Ints, answered: Ints, n_rows: Ints
) -> Iterable[Element]:
    rows = np.flatnonzero(domains == checklist.domain)
    weight = n_rows[rows]
    for number, item in enumerate(checklist.items):
        n_asked = int(weight[(asked[rows] >> number) & 1 > 0].sum())
        n_answered = int(weight[(answered[rows] >> number) & 1 > 0].sum())
        yield Element(checklist.domain, item.id, item.question_en, n_asked, n_answered if n_asked else None)
