"""Who calls, and what a tool answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

SCOPES = ("read", "write", "admin")
LOCAL_OWNER = "local"
"""Owner of what a user stores without a token: over stdio, and over loopback without authentication."""


@dataclass(frozen=True)
class Caller:
    """The owner a request acts for, and what it may do. Both come from the transport, never from arguments.

    Attributes:
        owner: whose rows are read and written.
        scopes: of `SCOPES`; admin includes write, write includes read.
    """

    owner: str = LOCAL_OWNER
    scopes: frozenset[str] = frozenset(SCOPES)

    def may(self, scope: str) -> bool:
        """Tell whether the caller has this scope or a wider one."""
        return any(wider in self.scopes for wider in SCOPES[SCOPES.index(scope) :])


@dataclass(frozen=True)
class Answer:
    """What a tool returns: structured content for programs and a short text for readers."""

    structured: dict[str, Any]
    text: str
    cache_hit: bool | None = None
