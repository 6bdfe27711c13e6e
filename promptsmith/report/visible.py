"""Characters that cannot be seen, or that would take over a terminal or a page, written out.

A prompt is data: its escape sequences must not recolour a terminal and its direction marks must not reorder a report.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Zero width joiner and variation selectors hold emoji together; alone they are harmless, written out they break the picture.
_KEPT = {"\u200d", "\ufe0e", "\ufe0f"}
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


@lru_cache(maxsize=4096)
def is_hidden(character: str) -> bool:
    """Return whether a character has no picture of its own: control, format, direction or line separator."""
    return character not in _KEPT and unicodedata.category(character) in _HIDDEN


def label(character: str) -> str:
    """Return the name shown for a hidden character, such as ``U+200B``."""
    return f"U+{ord(character):04X}"


def one_line(text: str, limit: int | None = None) -> str:
    """Return ``text`` on one line, safe for a terminal, cut to ``limit`` characters with an ellipsis."""
    if limit is not None and len(text) > 8 * limit:
        text = text[: 8 * limit]
    line = "".join(f"<{label(c)}>" if is_hidden(c) else c for c in " ".join(text.split()))
    return line if limit is None or len(line) <= limit else line[: limit - 1] + "…"


def block(text: str) -> str:
    """Return ``text`` safe for a terminal, with its lines and tabs."""
    return "".join(c if c in "\n\t" else "" if c == "\r" else f"<{label(c)}>" if is_hidden(c) else c for c in text)
