"""The section that says how to treat what the prompt leaves open, and how such a section is recognised again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from promptsmith.rewrite.edits import Missing

OPEN_HEADINGS = {"en": "## Open points", "es": "## Puntos abiertos"}
TASK_HEADINGS = {"en": "## What to do", "es": "## Qué hacer"}
"""Exact heading lines. A text that holds one was rewritten before, and gets neither a second section nor a new layout."""

# Conditional on purpose: a checklist can overlook an answer, and then the sentence still says nothing wrong.
LEADS = {
    "en": "Where the text above leaves these open, state what you assume for each:",
    "es": "Si el texto anterior no lo aclara, indica tus supuestos sobre cada punto:",
}

MAX_ITEMS = 3
"""Questions in one section. Judgement after arXiv:2505.13360: adding every open requirement does not reliably help."""

SHORT_PROMPT_WORDS = 40
MAX_ADDED_SHORT = 45
MAX_ADDED_LONG = 60
"""Words added at most: to a prompt of up to 40 words, and to a longer one (which also never doubles)."""


def _heading_lines(headings: Iterable[str]) -> re.Pattern[str]:
    return re.compile("^(?:" + "|".join(map(re.escape, headings)) + r")[ \t]*\r?$", re.MULTILINE)


_OPEN_LINE = _heading_lines(OPEN_HEADINGS.values())
_OWN_LINE = _heading_lines((*OPEN_HEADINGS.values(), *TASK_HEADINGS.values()))

_CLOSING_SECTION = re.compile(
    "(?:\\r?\\n){1,2}(?:"
    + "|".join(f"{re.escape(OPEN_HEADINGS[name])}\\r?\\n{re.escape(LEADS[name])}" for name in OPEN_HEADINGS)
    + r")(?:\r?\n- [^\r\n]+)+\s*\Z"
)


def is_rewritten(text: str) -> bool:
    """Tell whether the text holds a heading that a rewrite adds."""
    return "## " in text and _OWN_LINE.search(text) is not None


def open_points_start(text: str) -> int | None:
    """Return where the words of a rewrite begin, the heading of the open points, or None."""
    match = _OPEN_LINE.search(text) if "## " in text else None
    return match.start() if match else None


def without_open_points(text: str) -> str:
    """Return the text without the closing section a rewrite added about open points; any other text comes back as it is.

    Only the exact form is cut: heading, lead line, then nothing but list items to the end. The line ends between the text and
    the heading go too.
    """
    match = _CLOSING_SECTION.search(text) if "## " in text else None
    return text[: match.start()] if match else text


def count_words(text: str) -> int:
    """Return the pieces between white space that hold a letter or digit."""
    return sum(any(character.isalnum() for character in piece) for piece in text.split())


def section_parts(text: str, n_words: int, language: str, points: Sequence[Missing]) -> list[tuple[str, str]]:
    """Return the section as insertions (text, rule) at the end of ``text``, or nothing when no point fits the budget.

    Points are taken in order, at most `MAX_ITEMS`; one that does not fit is passed over for the next that does.

    Args:
        text: the text the section will follow.
        n_words: its words.
        language: en or es.
        points: what is open, most important first.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    gap = newline * max(0, 2 - _line_ends(text))
    opening = f"{gap}{OPEN_HEADINGS[language]}{newline}{LEADS[language]}"
    words_left = MAX_ADDED_SHORT if n_words <= SHORT_PROMPT_WORDS else min(MAX_ADDED_LONG, n_words)
    # Twice the length is counted in characters too; for short prompts the word budget is the bound.
    characters_left = len(text) if n_words > SHORT_PROMPT_WORDS else 10 * MAX_ADDED_SHORT
    words_left -= count_words(opening)
    characters_left -= len(opening)
    parts = [(opening, "open-points")]
    for point in points:
        line = f"{newline}- {point.question}"
        words = count_words(line)
        if len(parts) > MAX_ITEMS or words > words_left or len(line) > characters_left:
            continue
        words_left -= words
        characters_left -= len(line)
        parts.append((line, point.id))
    return parts if len(parts) > 1 else []


def _line_ends(text: str) -> int:
    """Return the line ends at the end of the text, at most 2."""
    tail = text[len(text.rstrip()) :]
    return min(2, tail.count("\n")) if tail.endswith("\n") else 0
