"""The difference of two texts, word by word: what stayed, what was added, what was removed."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

MAX_TOKENS = 6_000
"""Above this many words and signs the texts are compared line by line, because the time grows with the square. Judgement."""

Change = tuple[str, str]
"""``same``, ``added`` or ``removed``, and the text."""


def word_changes(before: str, after: str) -> list[Change]:
    """Return the pieces of both texts in reading order; what was removed stands before what took its place.

    The pieces that are not ``added`` make up ``before``, those that are not ``removed`` make up ``after``.

    Example:
        >>> word_changes("Write a nice poem.", "Write a poem.")
        [('same', 'Write a '), ('removed', 'nice '), ('same', 'poem.')]
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > MAX_TOKENS:
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    changes: list[Change] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(("same", "".join(old[i1:i2])))
            continue
        if i1 < i2:
            changes.append(("removed", "".join(old[i1:i2])))
        if j1 < j2:
            changes.append(("added", "".join(new[j1:j2])))
    return changes
