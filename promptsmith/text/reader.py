"""A text that is read once from left to right, with what was already looked up.

Finding a closing mark for every opening mark costs the square of the length when the closing mark is missing. A reader
remembers the next place of each mark, so all searches together pass over the text once per mark.
"""

from __future__ import annotations

import re
from functools import cached_property

MASK = "ĸ"
"""Letter that stands for every character of a placeholder: a rare letter of Latin script, so a placeholder counts as a word."""

_BRACKETS = re.compile(r"\\.|\"[^\"\\\n]*(?:\\.[^\"\\\n]*)*\"|\{|\}|\[|\]")  # each opens with one sign, so the search can jump
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_PAIRS = {"}": "{", "]": "["}


class Reader:
    """One text. Looking ahead and coming back is allowed; a mark that is looked for from left to right costs one pass."""

    def __init__(self, text: str) -> None:
        self.text = text
        # How far lines were already judged not to be a block of a kind, so that no later line of them is judged again.
        self.judged = {"rows": 0, "indented": 0, "pairs": 0}
        # For each mark: where the last search began and what it found. The answer holds for every start in between.
        self._marks: dict[str, tuple[int, int]] = {}
        self._matches: dict[re.Pattern[str], tuple[int, int, re.Match[str] | None]] = {}

    def find(self, mark: str, start: int) -> int:
        """Return the first place of ``mark`` at or after ``start``, or the length of the text."""
        begin, known = self._marks.get(mark, (0, -1))
        if not begin <= start <= known:
            position = self.text.find(mark, start)
            known = len(self.text) if position < 0 else position
            self._marks[mark] = (start, known)
        return known

    def search(self, pattern: re.Pattern[str], start: int) -> re.Match[str] | None:
        """Return the first match of ``pattern`` that starts at or after ``start``."""
        begin, known, match = self._matches.get(pattern, (0, -1, None))
        if not begin <= start <= known:
            match = pattern.search(self.text, start)
            self._matches[pattern] = (start, match.start() if match else len(self.text), match)
        return match

    def paragraph_end(self, start: int) -> int:
        """Return where the next blank line begins, or the length of the text."""
        match = self.search(_BLANK_LINE, start)
        return match.start() if match else len(self.text)

    def line_end(self, start: int) -> int:
        """Return the place of the next line feed, or the length of the text."""
        return self.find("\n", start)

    @cached_property
    def closers(self) -> dict[int, int]:
        """Place of the closing brace or bracket of each one that is closed; those inside strings do not count."""
        pairs: dict[int, int] = {}
        stack: list[tuple[str, int]] = []
        for match in _BRACKETS.finditer(self.text):
            mark = match[0]
            if mark in "{[":
                stack.append((mark, match.start()))
            elif mark in "}]" and stack and stack[-1][0] == _PAIRS[mark]:
                pairs[stack.pop()[1]] = match.start()
        return pairs
