"""What a design can find: equivalence within a margin, the minimum detectable difference, and how many more items it takes."""

from __future__ import annotations

import math

from promptsmith.compare.intervals import Mean

MOST_ITEMS = 10_000_000
"""Beyond this many items the answer to "how many more" is "not with this kind of data". Judgement."""


def equivalence_p(mean: Mean, margin: float) -> float | None:
    """Return the p value of two one-sided t tests that the difference lies within -margin to margin; None without spread.

    Source: Schuirmann (1987), Journal of Pharmacokinetics and Biopharmaceutics 15, 657-680.
    """
    from scipy.stats import t

    if mean.error == 0.0:
        return None
    return float(t.sf((margin - abs(mean.value)) / mean.error, mean.n_groups - 1))


def equivalence_p_binary(centre: float, error: float, margin: float) -> float:
    """Return the same for paired proportions, with the normal distribution and the adjusted centre and error of Bonett and Price."""
    from scipy.stats import norm

    return float(norm.sf((margin - abs(centre)) / error))


def power(difference: float, error: float, n_groups: int, alpha: float) -> float:
    """Return the chance that a two-sided paired t test finds a true difference.

    Source: noncentral t distribution; Cohen (1988), Statistical Power Analysis, chapter 2.
    """
    from scipy.stats import nct, norm, t

    freedom, shift = n_groups - 1, abs(difference) / error
    bound = float(t.isf(alpha / 2, freedom))
    if shift > 30 + bound:
        return 1.0
    found = float(nct.sf(bound, freedom, shift))
    if math.isnan(found):  # scipy's series fails for many degrees of freedom, where t is normal
        found = float(norm.sf(bound - shift))
    return found + (float(nct.cdf(-bound, freedom, shift)) if shift < 4 else 0.0)


def minimum_detectable(mean: Mean, alpha: float, wanted: float) -> float | None:
    """Return the smallest true difference found with the chance ``wanted``; None without spread."""
    from scipy.optimize import brentq

    if mean.error == 0.0:
        return None
    ends = 1e-6 * mean.error, 1000 * mean.error
    if power(ends[1], mean.error, mean.n_groups, alpha) < wanted:
        return None
    return float(brentq(lambda d: power(d, mean.error, mean.n_groups, alpha) - wanted, *ends, xtol=1e-10 * mean.error))


def groups_needed(difference: float, mean: Mean, alpha: float, wanted: float) -> int | None:
    """Return how many groups find a true difference with the chance ``wanted``, if their spread stays; None: none or too many."""
    if mean.error == 0.0 or difference == 0.0:
        return None
    spread = mean.error * math.sqrt(mean.n_groups)

    def is_enough(n: int) -> bool:
        return power(difference, spread / math.sqrt(n), n, alpha) >= wanted

    low, high = 1, 2
    while not is_enough(high):
        low, high = high, high * 2
        if high > MOST_ITEMS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if is_enough(middle) else (middle, high)
    return high
