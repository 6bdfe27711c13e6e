"""Errors a user can meet.

One base class; each child also derives from the builtin a caller would expect to catch. Messages say what is wrong (with the
value), where, what is allowed, and what to do next. Mistakes in a call raise; faults in one row of a frame become rows of the
result's ``errors`` table instead.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

EXCERPT_CHARACTERS = 60


class PromptSmithError(Exception):
    """Base of every error PromptSmith raises on purpose."""


class InputError(PromptSmithError, ValueError):
    """The input cannot be read as prompts (null, bad encoding, malformed file, duplicate ids)."""


class UnsupportedInputError(PromptSmithError, TypeError):
    """The input has a type or a file ending that PromptSmith does not read."""


class MissingColumnError(PromptSmithError, LookupError):
    """A named column is not in the frame."""


class UnknownNameError(PromptSmithError, LookupError):
    """A domain, tone, template, rule, format or table name is not known."""


class UnknownRuleError(UnknownNameError):
    """A rule code or name is not known."""


class RuleDefinitionError(PromptSmithError, ValueError):
    """A rule was declared with missing or contradictory metadata."""


class BrokenPluginWarning(UserWarning):
    """The rules of an installed package cannot be used and are left out."""


class CacheWarning(UserWarning):
    """The cache cannot be used; results are right all the same, only slower."""


class TemplateRenderError(PromptSmithError, ValueError):
    """A template cannot be filled (undefined variable, syntax error, unsafe access)."""


class MissingComponentError(PromptSmithError, ImportError):
    """An optional library or model is needed for what was asked and is not installed."""


class StoreError(PromptSmithError, OSError):
    """The store file cannot be opened, locked or written."""


class StoreTimeoutError(StoreError, TimeoutError):
    """The store file stayed locked by another process or thread longer than the caller would wait."""


def shorten(text: object, limit: int = EXCERPT_CHARACTERS) -> str:
    """Return ``text`` on one line, cut to ``limit`` characters, for use in a message."""
    line = " ".join(str(text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def suggest(name: object, allowed: Iterable[object]) -> str:
    """Return `` Did you mean 'x'?`` for the nearest allowed name, or an empty string."""
    names = [str(item) for item in allowed]
    near = difflib.get_close_matches(str(name).lower(), [item.lower() for item in names], n=1, cutoff=0.6)
    if not near:
        return ""
    original = next(item for item in names if item.lower() == near[0])
    return f" Did you mean {original!r}?"


def unknown(kind: str, name: object, allowed: Iterable[object]) -> str:
    """Return the message for an unknown name: the value, the allowed ones and the nearest."""
    names = [str(item) for item in allowed]
    return f"Unknown {kind} {shorten(repr(name))}.{suggest(name, names)} Allowed: {', '.join(names)}."
