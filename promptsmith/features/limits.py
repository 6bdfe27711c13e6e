"""How much of the answer is bounded, and whether the bounds leave an answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.constraints.parse import TERM_SETS as LIMIT_TERM_SETS
from promptsmith.constraints.reading import conflicts_of, limits_of_batch
from promptsmith.text.batch import Batch
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermSet

TERM_SETS: tuple[TermSet, ...] = LIMIT_TERM_SETS


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the limit columns, one row per text.

    Columns:
        n_bounds (typed limits on size, form, wording or tone; what the answer must do or mention is no bound), n_conflicts (pairs of
        limits that cannot both hold).
    """
    limits = limits_of_batch(batch, hits)
    n_bounds = np.zeros(len(batch), dtype=np.int64)
    n_conflicts = np.zeros(len(batch), dtype=np.int64)
    for row, found in enumerate(limits):
        if found:
            n_bounds[row] = sum(limit.kind != "action" for limit in found)
        if len(found) > 1:
            n_conflicts[row] = len(conflicts_of(Document(batch, row)))
    return {"n_bounds": n_bounds, "n_conflicts": n_conflicts}
