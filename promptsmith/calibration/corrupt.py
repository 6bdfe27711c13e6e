"""Worse versions of a well-formed sentence by documented operators, for pairs in which the better side is known by construction."""

from __future__ import annotations

import random

from promptsmith.features.word_lists import FUNCTION_EN, FUNCTION_ES, split

OPERATORS = ("shuffle", "swap", "drop", "misspell")
"""Shuffle all words; swap two neighbours; drop half of the function words; swap two letters of the longest word."""

_FUNCTION = frozenset((*split(FUNCTION_EN), *split(FUNCTION_ES)))


def corrupt(sentence: str, operator: str, rng: random.Random) -> str:
    """Return ``sentence`` made worse by one operator; its closing mark stays, and so does its number of words unless words are dropped.

    Args:
        sentence: words between single spaces, at least two of them, and one closing mark.
        operator: one of `OPERATORS`.
        rng: decides the places.

    Returns:
        The worse sentence; the same sentence where the operator finds nothing to do (no function word to drop).
    """
    body, mark = sentence[:-1].split(" "), sentence[-1]
    if operator == "shuffle":
        rng.shuffle(body)
    elif operator == "swap":
        place = rng.randrange(len(body) - 1)
        body[place], body[place + 1] = body[place + 1], body[place]
    elif operator == "drop":
        places = [place for place, word in enumerate(body) if word.lower() in _FUNCTION]
        dropped = set(rng.sample(places, (len(places) + 1) // 2))
        body = [word for place, word in enumerate(body) if place not in dropped]
    else:
        place = max(range(len(body)), key=lambda number: len(body[number]))
        word = body[place]
        cut = rng.randrange(max(len(word) - 1, 1))
        body[place] = word[:cut] + word[cut : cut + 2][::-1] + word[cut + 2 :]
    return " ".join(body) + mark
