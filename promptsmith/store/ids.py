"""Ids that ascend with time: ULIDs (github.com/ulid/spec), 48 bits of milliseconds and 80 random bits in 26 characters."""

from __future__ import annotations

import os
from datetime import UTC, datetime

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_ids(number: int, when: datetime) -> list[str]:
    """Return ``number`` ids, ascending in their order, for the time ``when``."""
    milliseconds = int(when.astimezone(UTC).timestamp() * 1000)
    # Consecutive random parts keep the order within one call, as the specification says.
    first = int.from_bytes(os.urandom(10), "big") % ((1 << 80) - number)
    return [_encode((milliseconds << 80) | (first + place)) for place in range(number)]


def _encode(value: int) -> str:
    return "".join(_ALPHABET[(value >> shift) & 31] for shift in range(125, -1, -5))
