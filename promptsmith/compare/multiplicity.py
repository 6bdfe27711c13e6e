"""p values corrected for how many there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

CORRECTIONS = ("holm", "bh", "none")


def adjust(p_values: Sequence[float | None], correction: str) -> list[float | None]:
    """Return adjusted p values; None stays None and is not counted.

    ``holm`` bounds the chance of any false difference, ``bh`` the expected share of false ones among those found.

    Source: Holm (1979), Scandinavian Journal of Statistics 6, 65-70; Benjamini and Hochberg (1995), JRSS B 57, 289-300, by
    `scipy.stats.false_discovery_control`.
    """
    known = [number for number, p in enumerate(p_values) if p is not None]
    p = np.array([value for value in p_values if value is not None], dtype=np.float64)
    if correction == "bh" and len(p):
        from scipy.stats import false_discovery_control

        p = false_discovery_control(p)
    elif correction == "holm" and len(p):
        order = np.argsort(p, kind="stable")
        stepped = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
        p[order] = np.minimum(stepped, 1.0)
    adjusted: list[float | None] = [None] * len(p_values)
    for number, value in zip(known, p.tolist(), strict=True):
        adjusted[number] = value
    return adjusted
