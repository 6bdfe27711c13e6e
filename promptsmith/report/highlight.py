"""A prompt cut at the borders of its findings, so that each piece is covered by the same findings throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from promptsmith.report.views import SEVERITY_ORDER
from promptsmith.report.visible import is_hidden, label


@dataclass(frozen=True)
class Piece:
    """A piece of a prompt: half-open code points, the worst severity that covers it (empty: none), and by what.

    Attributes:
        parts: the text as (text, is_label): hidden characters are written out as labels.
    """

    start: int
    end: int
    severity: str
    title: str
    parts: tuple[tuple[str, bool], ...]


def pieces(text: str, findings: Sequence[Mapping[str, Any]], limit: int) -> list[Piece]:
    """Return the pieces of the first ``limit`` characters of ``text``, in order and without gaps."""
    end = min(len(text), limit)
    borders = {0, end}
    for finding in findings:
        borders |= {min(finding["start"], end), min(finding["end"], end)}
    cuts = sorted(borders)
    found = []
    for low, high in pairwise(cuts):
        over = [finding for finding in findings if finding["start"] < high and finding["end"] > low]
        worst = min((finding["severity"] for finding in over), key=SEVERITY_ORDER.index, default="")
        title = "\n".join(f"{finding['code']} {finding['message']}" for finding in over)
        found.append(Piece(low, high, worst, title, visible_parts(text[low:high])))
    return found


def visible_parts(text: str) -> tuple[tuple[str, bool], ...]:
    """Return a text as (text, is_label): hidden characters are written out as labels."""
    parts: list[tuple[str, bool]] = []
    plain = ""
    for character in text:
        # A carriage return before a line feed is a line end like any other.
        if character in "\n\t\r" or not is_hidden(character):
            plain += character
            continue
        if plain:
            parts.append((plain, False))
            plain = ""
        parts.append((label(character), True))
    return (*parts, (plain, False)) if plain or not parts else tuple(parts)
