"""The marked form our data sets are written in, and the rows it stands for.

A source file is a list of entries. An entry begins with a line ``@ name | field | field ...``; its text follows up to the next
entry. In the text, ``⟦operator:words¦other words⟧`` is a *mark*: it stands for its words, or for the other words (nothing when
there is no ``¦``) where the operator has been applied. Marks may stand inside marks. No prompt syntax uses these signs.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass

from promptsmith.errors import InputError, shorten

_SIGNS = re.compile(r"⟦([a-z]+):|[¦⟧]")


@dataclass(frozen=True)
class Entry:
    """One entry of a source file: the fields of its first line (name first) and its marked text."""

    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Mark:
    """A mark: its operator, its words, and what stands there once the operator has been applied."""

    operator: str
    full: tuple[str | Mark, ...]
    reduced: tuple[str | Mark, ...]


Parts = tuple["str | Mark", ...]


def read_entries(source: str) -> Iterator[Entry]:
    """Yield the entries of a source file, in order.

    Raises:
        InputError: the file does not begin with an entry.
    """
    if not source.startswith("@ "):
        raise InputError(f"A source file begins with '@ name | ...', not with {shorten(repr(source))}.")
    for block in re.split(r"(?m)^@ ", source)[1:]:
        head, _, text = block.partition("\n")
        yield Entry(tuple(field.strip() for field in head.split("|")), text.strip("\n"))


def parse_marks(text: str) -> Parts:
    """Return the plain strings and marks of a marked text, in order.

    Raises:
        InputError: a mark is not closed, or a sign stands outside a mark.

    Example:
        >>> parse_marks("Name ⟦numbers:three¦some⟧ rivers.")
        ('Name ', Mark(operator='numbers', full=('three',), reduced=('some',)), ' rivers.')
    """
    parts, position = _parse(text, 0, is_inside=False)
    if position != len(text):
        raise InputError(f"A sign of a mark stands outside a mark: {shorten(repr(text[position:]))}.")
    return tuple(parts)


def _parse(text: str, position: int, *, is_inside: bool) -> tuple[list[str | Mark], int]:
    parts: list[str | Mark] = []
    while True:
        sign = _SIGNS.search(text, position)
        if sign is None and is_inside:
            raise InputError(f"A mark is not closed: {shorten(repr(text))}.")
        stop = len(text) if sign is None else sign.start()
        if stop > position:
            parts.append(text[position:stop])
        if sign is None or sign[1] is None:
            return parts, stop
        full, position = _parse(text, sign.end(), is_inside=True)
        reduced: list[str | Mark] = []
        if text[position] == "¦":
            reduced, position = _parse(text, position + 1, is_inside=True)
        if text[position] != "⟧":
            raise InputError(f"A mark has more than one ¦: {shorten(repr(text[sign.start() :]))}.")
        parts.append(Mark(sign[1], tuple(full), tuple(reduced)))
        position += 1


def marks_of(parts: Parts) -> Iterator[Mark]:
    """Yield every mark, also those inside marks."""
    for part in parts:
        if isinstance(part, Mark):
            yield part
            yield from marks_of(part.full)
            yield from marks_of(part.reduced)


def render(parts: Parts, applied: Container[str]) -> str:
    """Return the text after the operators in ``applied``.

    Example:
        >>> render(parse_marks("Name ⟦numbers:three¦some⟧ rivers⟦names: of Spain⟧."), {"names"})
        'Name three rivers.'
    """
    return "".join(
        part if isinstance(part, str) else render(part.reduced if part.operator in applied else part.full, applied)
        for part in parts
    )
