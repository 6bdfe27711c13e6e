"""Character classes as bit flags, looked up for whole arrays of code points."""

from __future__ import annotations

import sys
import unicodedata

import numpy as np
from numpy.typing import NDArray

LETTER = 1
DIGIT = 2
UPPER = 4
SPACE = 8
NEWLINE = 16
TERMINAL = 32
CLOSER = 64
INVISIBLE = 128

TERMINALS = ".!?…。！？"
CLOSERS = ")]}\"'”’»*_"

_EAGER = 0x0250
"""Basic Latin to Latin Extended-B are classified at import; other code points when they are first met."""

_KNOWN = np.zeros(sys.maxunicode + 1, dtype=np.bool_)
_FLAGS = np.zeros(sys.maxunicode + 1, dtype=np.uint8)


def _flags(code: int) -> int:
    character = chr(code)
    category = unicodedata.category(character)
    flags = 0
    if category[0] in "LM":
        flags |= LETTER
    if category[0] == "N":
        flags |= DIGIT
    if category in ("Lu", "Lt"):
        flags |= UPPER
    if character.isspace() or code == 0:
        flags |= SPACE
    if character in "\n\r\x0b\x0c\x85\u2028\u2029":
        flags |= NEWLINE
    if character in TERMINALS:
        flags |= TERMINAL
    if character in CLOSERS:
        flags |= CLOSER
    if category == "Cf":
        flags |= INVISIBLE
    return flags


def _learn(codes: NDArray[np.uint32]) -> None:
    for code in codes.tolist():
        # Flags first: another thread that sees the code as known must find its flags.
        _FLAGS[code] = _flags(code)
        _KNOWN[code] = True


_learn(np.arange(_EAGER, dtype=np.uint32))


def classify(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Return the class flags of each code point; the NUL character counts as white space.

    Classes follow the Unicode general category: letters and marks, numbers, upper and title case, white space, format characters.
    """
    if len(codes) and int(codes.max()) >= _EAGER:
        rare = np.unique(codes[codes >= _EAGER])
        _learn(rare[~_KNOWN[rare]])
    return _FLAGS[codes]
