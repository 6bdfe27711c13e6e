"""How often an owner may do what: limits per owner and operation, by the library `limits`."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from promptsmith.errors import InputError, PromptSmithError

DEFAULT_RATES = {
    "process_prompt": "60/hour",
    "save_prompt": "120/hour",
    "compare_prompts": "300/hour",
    "*": "1200/hour",
}
"""Requests that one owner may make of each operation; ``*`` is for each of all others. The first is the specification's; the others
are judgement: an editor that checks while one types stays below them."""


class RateError(PromptSmithError, RuntimeError):
    """An owner has done something too often.

    Attributes:
        retry_after_s: seconds until it is allowed again, at least 1.
    """

    def __init__(self, operation: str, allowed: str, retry_after_s: int) -> None:
        super().__init__(
            f"{operation} was called too often: allowed are {allowed}. Nothing was done. Wait {retry_after_s} s and call it again."
        )
        self.retry_after_s = retry_after_s


class Rates:
    """Counts requests in this process over a moving window.

    Args:
        rates: operation to ``number/second|minute|hour|day``, or ``none``; ``*`` is for operations that are not named. None: no limits.

    Raises:
        InputError: a rate cannot be read.
    """

    def __init__(self, rates: Mapping[str, str] | None) -> None:
        self._items = {name: _read(name, text) for name, text in (rates or {}).items()}
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def check(self, owner: str, operation: str) -> None:
        """Count one request.

        Raises:
            RateError: the owner has used up what is allowed.
        """
        item = self._items.get(operation, self._items.get("*"))
        if item is None or self._limiter.hit(item, owner, operation):
            return
        reset = self._limiter.get_window_stats(item, owner, operation).reset_time
        raise RateError(operation, str(item), max(1, round(reset - time.time())))


def read_rates(given: Sequence[str], default: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the default rates with those of the form ``operation=number/unit`` in their place.

    Args:
        given: what the user wrote.
        default: rates where nothing is written; None: `DEFAULT_RATES`.

    Raises:
        InputError: one has another form.
    """
    rates = dict(DEFAULT_RATES if default is None else default)
    for text in given:
        name, equals, rate = text.partition("=")
        if not equals or not name.strip():
            raise InputError(
                f"{text!r} is no rate. Write OPERATION=NUMBER/UNIT, for example process_prompt=60/hour, or OPERATION=none."
            )
        rates[name.strip()] = rate.strip()
    return rates


def _read(name: str, text: str) -> RateLimitItem | None:
    if text == "none":
        return None
    try:
        return parse(text)
    except ValueError:
        raise InputError(
            f"{text!r} is no rate for {name}. Write NUMBER/UNIT with second, minute, hour or day, for example 60/hour, or none."
        ) from None
