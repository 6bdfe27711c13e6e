"""Names and limits that more than one stage needs."""

from __future__ import annotations

from promptsmith.errors import UnknownNameError, unknown

BUILT_IN_DOMAINS = ("sql", "branding", "cine", "saas", "devops", "general")
TONES = ("professional", "casual", "technical", "creative", "formal")
TEMPLATE_TYPES = ("basic", "chain-of-thought", "few-shot", "role-based", "step-by-step")
INTENTS = ("create", "modify", "analyze", "explain", "debug", "optimize")
LANGUAGES = ("en", "es", "other", "unknown")
SEVERITIES = ("error", "warning", "info")
SCOPES = ("instruction", "context", "data", "example", "quote", "code", "placeholder")

MAX_CHARACTERS = 10_000
"""Longest prompt analysed by default; a longer one becomes a row of ``errors`` (design section 4)."""

BATCH_TEXTS = 512
"""Distinct texts analysed together. Measured: larger batches gain under 5 % and cost memory in proportion."""

MAX_BATCH_CHARACTERS = 250_000
"""A batch also ends at this many characters, so that a run of very long texts cannot multiply the peak memory."""


def check_name(kind: str, name: object, allowed: tuple[str, ...]) -> str:
    """Return ``name`` if it is one of ``allowed``.

    Raises:
        UnknownNameError: the name is not allowed; the message lists the allowed ones and the nearest.
    """
    if isinstance(name, str) and name in allowed:
        return name
    raise UnknownNameError(unknown(kind, name, allowed))
