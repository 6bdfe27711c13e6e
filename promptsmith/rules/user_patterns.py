"""Regular expressions of the user: accepted only when their time grows with the length of the text and no faster."""

from __future__ import annotations

import importlib
import re
import time
import warnings
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_parser: Any = importlib.import_module("re._parser")  # the tree of an expression; the standard library has no other way to it

MAX_SECONDS = 0.05
"""Longest time for one search through a trial text of 10,000 characters, the default limit of a prompt. A linear expression takes about
a hundredth of it, a quadratic one some ten times as long. Measured on one core; judgement for the bound."""

_LENGTHS = (*range(10, 32, 2), 40, 60, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)
"""Lengths of the trial texts. Small steps, so that an exponential expression is stopped while a search still takes milliseconds."""

_TRIAL_UNITS = ("a", " ", "0", "a ", "aA0_ ")
_MAX_LITERALS = 4


class PatternError(ValueError):
    """An expression is malformed or may take too long; the message says what to change."""


@lru_cache(maxsize=1024)
def compile_pattern(source: str, ignorecase: bool) -> re.Pattern[str]:
    """Return the compiled expression.

    Raises:
        PatternError: it is malformed, matches the empty text, refers back to a group, repeats a repetition without bound, or is too
            slow on a text of 10,000 characters.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            compiled = re.compile(source, re.IGNORECASE if ignorecase else 0)
            tree = _parser.parse(source)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise PatternError(f"is no regular expression: {error}") from error
    if compiled.match("") is not None:
        raise PatternError("matches the empty text. Let it ask for one character at least")
    literals: dict[str, None] = {}
    repeats = _inspect(tree, False, literals)
    if repeats:
        _time(compiled, [*list(literals)[:_MAX_LITERALS], "".join(literals)[:20], *_TRIAL_UNITS])
    return compiled


def _inspect(tree: Any, in_repeat: bool, literals: dict[str, None]) -> bool:
    """Collect the literal characters of a tree and tell whether it repeats anything a varying number of times.

    Raises:
        PatternError: it holds a back-reference, or a repetition inside one without bound.
    """
    found = False
    for operation, argument in tree:
        name = str(operation)
        if name.startswith("GROUPREF"):
            raise PatternError("refers back to a group, which can take very long. Write the text out")
        if name == "LITERAL":
            literals[chr(argument)] = None
        inner = in_repeat
        if name.endswith("_REPEAT"):
            low, high, _ = argument
            varies = low != high
            if varies and in_repeat:
                raise PatternError(
                    "repeats a repetition without bound, which can take very long. Give the outer one a bound: {1,5}"
                )
            found |= varies
            inner = in_repeat or high is _parser.MAXREPEAT
        for part in _subtrees(argument):
            found |= _inspect(part, inner, literals)
    return found


def _subtrees(argument: Any) -> Iterator[Any]:
    if isinstance(argument, _parser.SubPattern):
        yield argument
    elif isinstance(argument, tuple | list):
        for part in argument:
            yield from _subtrees(part)


def _time(pattern: re.Pattern[str], units: list[str]) -> None:
    for unit in dict.fromkeys(unit for unit in units if unit):
        for length in _LENGTHS:
            text = (unit * (length // len(unit) + 1))[:length] + "\0"
            # The second measurement forgives a moment in which the machine was busy with something else.
            if _seconds(pattern, text) > MAX_SECONDS and _seconds(pattern, text) > MAX_SECONDS:
                raise PatternError(
                    f"takes more than {MAX_SECONDS * 1000:.0f} ms on {length:,} characters of {unit!r}. Begin it with a word edge or "
                    r"a literal, or bound its repetitions: \b\w{1,30}ly\b"
                )


def _seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start
