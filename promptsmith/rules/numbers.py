"""Numbers as people write them in prompts: digits, or words up to twelve."""

from __future__ import annotations

_WORDS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
    "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "once": 11, "doce": 12,
}  # fmt: skip

NUMBER = rf"(?:\d{{1,4}}(?![\w.,%-]*\d)|(?:{'|'.join(_WORDS)})(?!\w))"
"""Regular expression of a whole number, without word boundary on the left. "One" is left out: it is mostly a pronoun or an article."""


def number_value(written: str) -> int:
    """Return the value of what `NUMBER` matched, in lower case.

    Example:
        >>> number_value("three"), number_value("12")
        (3, 12)
    """
    return _WORDS[written] if written in _WORDS else int(written)
