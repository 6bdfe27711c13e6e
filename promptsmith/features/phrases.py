"""Word lists written as comma-separated text."""

from __future__ import annotations


def phrases(text: str) -> tuple[str, ...]:
    """Return the comma-separated phrases of ``text`` with single spaces, each once, in order."""
    found = (" ".join(phrase.split()) for phrase in text.split(","))
    return tuple(dict.fromkeys(phrase for phrase in found if phrase))
