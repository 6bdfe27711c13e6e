"""The typed limit: one requirement a prompt states about the answer, with its place in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

KINDS = (
    "number",
    "include",
    "exclude",
    "begin",
    "end",
    "order",
    "sorting",
    "usage",
    "format",
    "case",
    "language",
    "person",
    "tense",
    "voice",
    "tone",
    "audience",
    "detail",
    "punctuation",
    "action",
)
"""Kinds of limits. ``include`` and ``exclude`` are about a literal, ``action`` about a topic or an act in plain words."""

REQUIRE = "require"
FORBID = "forbid"
ANSWER = "answer"
"""Scope of a limit that names no part: the whole answer."""


@dataclass(frozen=True, order=True)
class Limit:
    """One typed limit, in the columns of the ``constraints`` table.

    Attributes:
        start, end: half-open code points of the smallest phrase that states the limit.
        kind: one of `KINDS`.
        subject: what is limited: ``answer``, ``title``, ``each paragraph``, ...
        unit: what is counted (``words``, ``times`` for a literal, ...); None when nothing is counted.
        low, high: smallest and largest allowed amount, both included; None: no such bound.
        value: literal or name the limit is about; ``about`` on a number that is only approximate; None: a pure number limit.
        polarity: ``require`` or ``forbid``.
        scope_path: where it applies, from the outside in, joined by ``/``: conditions (``if ...``), then ``answer``, then parts
            (``paragraph*`` is each paragraph, ``paragraph[1]`` the first, ``paragraph[-1]`` the last), then exceptions
            (``except ...``).
        language: language of the wording, en or es.
        firm: False for a bare count in an instruction of its own ("write 3 sentences"): two of them may be two steps. Not a column.
        sentence: where its sentence begins, to tell one statement from two; -1: not known. Not a column.
    """

    start: int
    end: int
    kind: str
    subject: str
    unit: str | None
    low: float | None
    high: float | None
    value: str | None
    polarity: str
    scope_path: str
    language: str
    firm: bool = field(default=True, compare=False)
    sentence: int = field(default=-1, compare=False)

    @property
    def conditions(self) -> tuple[str, ...]:
        """Conditions and exceptions under which the limit holds; empty when it always holds."""
        return _steps(self.scope_path)[0]

    @property
    def parts(self) -> tuple[str, ...]:
        """The scope without conditions and exceptions, from the outside in."""
        return _steps(self.scope_path)[1]

    def moved(self, by: int, sentence: int) -> Limit:
        """Return the same limit ``by`` characters further on, in the sentence that begins at ``sentence``."""
        limit = object.__new__(Limit)
        # Several times faster than `dataclasses.replace`, which goes through every field; each limit of each prompt passes here.
        limit.__dict__.update(self.__dict__, start=self.start + by, end=self.end + by, sentence=sentence)
        return limit

    def describe(self) -> str:
        """Return the limit's bounds in words, for a message."""
        unit = f" {self.unit}" if self.unit else ""
        low, high = _plain(self.low), _plain(self.high)
        if self.low is not None and self.low == self.high:
            return f"{'about' if self.value == 'about' else 'exactly'} {low}{unit}"
        if self.low is not None and self.high is not None:
            return f"{low} to {high}{unit}"
        if self.low is not None:
            return f"at least {low}{unit}"
        return f"at most {high}{unit}" if self.high is not None else f"{self.polarity} {self.value}"


@lru_cache(maxsize=4096)
def _steps(scope_path: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the conditions and exceptions of a scope path, and its parts; every pair of limits asks for those of both."""
    steps = scope_path.split("/")
    conditions = tuple([step for step in steps if step.startswith(("if ", "except "))])
    return conditions, tuple([step for step in steps if step not in conditions])


def _plain(amount: float | None) -> str:
    return "" if amount is None else f"{amount:g}" if amount < 1e6 else f"{amount:.0f}"


def subject_of(scope_path: str) -> str:
    """Return the subject column for a scope path: its innermost part in words."""
    parts = _steps(scope_path)[1]
    name = parts[-1] if parts else ANSWER
    if name.endswith("*"):
        return f"each {name[:-1]}"
    if name.endswith("]"):
        part, number = name[:-1].split("[")
        return f"last {part}" if number == "-1" else f"{part} {number}"
    return name
