"""Labelled public sets and real prompts, read from a folder that is not part of the project."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from promptsmith.pipeline import Unit
from promptsmith.rules._rule import Finding
from rulebench.seeded import Span, find_all, spans_of, touches

CONINSTRUCT = "conflicts_coninstruct.parquet"
SMELLS = "smells_arta.parquet"
REAL = "real_prompts.parquet"
VAGUE_KINDS = ("subjective", "ambiguous", "loophole", "nonverifiable", "superlative", "comparative", "vague_pronoun")
VAGUE_FAMILIES = ("SPC", "LNG")
PARTNER_SHARE = 0.5  # judgement: a reworded constraint keeps at least half of its words

Place = tuple[str, bool, tuple[Span, ...]]
"""A finding of any tool: what makes it the same finding on another text, whether it names a conflict, and its places, if it has any."""
Finder = Callable[[Sequence[str]], list[list[Place]]]


@dataclass(frozen=True)
class Conflict:
    """A text with an inserted conflict, and the same text without it.

    Attributes:
        kind: the kind of conflict the authors inserted.
        seed: number of the task.
        text, spans: the text; the inserted sentence and, where it was found again, its partner.
        without: the same text without the inserted sentence.
    """

    kind: str
    seed: int
    text: str
    spans: tuple[Span, ...]
    without: str


def rows_of(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a set, or none when the file is not there."""
    return pq.read_table(folder / name).to_pylist() if (folder / name).exists() else []


def conflicts(folder: Path, *, shuffled: bool) -> list[Conflict]:
    """Return the inserted conflicts; ``shuffled`` puts all sentences but the first (the request) in another order.

    The published texts always have the conflict at the end, so a tool could find it by its place. The order depends on the numbers
    of task and kind alone. The text without the conflict has the same order.
    """
    found = []
    for row in rows_of(folder, CONINSTRUCT):
        if row["kind"] == "none":
            continue
        head, inserted = row["text"][: row["inserted_start"]].rstrip(), row["text"][row["inserted_start"] :].strip()
        parts, place = sentences(head), len(sentences(head))
        if shuffled:
            chance = random.Random(f"{row['seed_id']} {row['kind']}")
            rest = parts[1:]
            chance.shuffle(rest)
            parts = [*parts[:1], *rest]
            place = chance.randint(min(1, len(parts)), len(parts))
        text = " ".join([*parts[:place], inserted, *parts[place:]])
        start = len(" ".join(parts[:place])) + (1 if place else 0)
        mine = (start, start + len(inserted))
        partner = _partner(text, row["conflicts_with"], mine)
        found.append(Conflict(row["kind"], row["seed_id"], text, (mine, *([partner] if partner else [])), " ".join(parts)))
    return found


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a mark between quotation marks ends none."""
    return [part for part in re.split(r"(?<=[.!?])\s+(?=[A-Z\"'])|(?<=[.!?][\"'”])\s+(?=[A-Z])|\n+", text) if part.strip()]


def _partner(text: str, wanted: str, inserted: Span) -> Span | None:
    """Return the place of the original constraint, word for word or else the sentence that shares most of its words."""
    place = text.find(wanted)
    if place >= 0:
        return place, place + len(wanted)
    words, best = set(re.findall(r"\w+", wanted.lower())), (0.0, (0, 0))
    place = 0
    for sentence in sentences(text):
        place = text.find(sentence, place)
        span = (place, place + len(sentence))
        mine = set(re.findall(r"\w+", sentence.lower()))
        if not touches(span, inserted) and words | mine:
            best = max(best, (len(words & mine) / len(words), span))
    return best[1] if best[0] >= PARTNER_SHARE else None


def our_places(texts: Sequence[str]) -> list[list[Place]]:
    """Return the places of our findings; those of the family CON name a conflict."""
    return [
        [(_same(finding, text), finding.code.startswith("CON"), tuple(spans_of(finding))) for finding in findings]
        for text, findings in zip(texts, _found(tuple(texts)), strict=True)
    ]


def _same(finding: Finding, text: str) -> str:
    words = sorted(text[start:end] for start, end in spans_of(finding))
    return "|".join((finding.code, *words))


@lru_cache(maxsize=8)
def _found(texts: tuple[str, ...]) -> list[list[Finding]]:
    return find_all([Unit(text) for text in texts])


def new_places(here: Iterable[Place], there: Iterable[Place]) -> list[Place]:
    """Return the findings that are not made on the other text too."""
    known = {place[0] for place in there}
    return [place for place in here if place[0] not in known]


def conflict_table(folder: Path, find: Finder) -> list[dict[str, Any]]:
    """Return, for the published order and the shuffled one, how many conflicts of each kind a tool newly locates.

    Each row has kind, n, n_conflict (a finding about a conflict that touches the inserted sentence or its partner, and is not made
    without the sentence) and n_any (any such finding). The kind ``none`` counts texts without inserted conflict on which a finding
    about a conflict (any finding) is made: false alarms, unless the authors' own constraints conflict.
    """
    rows = []
    for shuffled in (False, True):
        cases = conflicts(folder, shuffled=shuffled)
        alone = find([case.text for case in cases])
        without = find([case.without for case in cases])
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for case, here, there in zip(cases, alone, without, strict=True):
            hits = [
                place
                for place in new_places(here, there)
                if any(touches(mine, span) for mine in place[2] for span in case.spans)
            ]
            count = counts[case.kind]
            count[0] += 1
            count[1] += any(names for _, names, _ in hits)
            count[2] += bool(hits)
        rows += [_row(kind, shuffled, count) for kind, count in sorted(counts.items())]
        rows.append(_row("all", shuffled, [sum(column) for column in zip(*counts.values(), strict=True)]))
    calm = find([row["text"] for row in rows_of(folder, CONINSTRUCT) if row["kind"] == "none"])
    flagged = [len(calm), sum(any(names for _, names, _ in here) for here in calm), sum(bool(here) for here in calm)]
    return [*rows, _row("none", False, flagged)]


def _row(kind: str, shuffled: bool, count: Sequence[int]) -> dict[str, Any]:
    return {"kind": kind, "shuffled": shuffled, "n": count[0], "n_conflict": count[1], "n_any": count[2]}


def conflict_labels(folder: Path) -> dict[str, tuple[int, int]]:
    """Return, per rule about conflicts, how many of its findings are right and how many were judged, in the published order.

    Right is a new finding at the inserted conflict; wrong are new findings elsewhere and every finding on a text without conflict.
    """
    cases = conflicts(folder, shuffled=False)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    alone, without = our_places([case.text for case in cases]), our_places([case.without for case in cases])
    for case, here, there in zip(cases, alone, without, strict=True):
        for same, names, places in new_places(here, there):
            code = same.partition("|")[0]
            if names:
                counts[code][0] += any(touches(mine, span) for mine in places for span in case.spans)
                counts[code][1] += 1
    for here in our_places([row["text"] for row in rows_of(folder, CONINSTRUCT) if row["kind"] == "none"]):
        for same, names, _ in here:
            counts[same.partition("|")[0]][1] += names
    return {code: (right, n) for code, (right, n) in counts.items() if n}


def smells(folder: Path) -> tuple[list[dict[str, Any]], dict[str, tuple[int, int]]]:
    """Return how well the rules about wording find vague requirements, by part, and which of their findings touch a labelled word.

    Words are matched loosely: without letter case, anywhere in the text, whole words.
    """
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    labels: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    rows = rows_of(folder, SMELLS)
    for row, findings in zip(rows, _found(tuple(row["text"] for row in rows)), strict=True):
        mine = [finding for finding in findings if finding.code.startswith(VAGUE_FAMILIES)]
        vague = _vague_spans(row)
        for finding in mine:
            labels[finding.code][0] += any(touches((finding.start, finding.end), span) for span in vague)
            labels[finding.code][1] += 1
        count = counts[row["part"]]
        count[0 if row["any_vague"] else 2] += 1
        count[1 if row["any_vague"] else 3] += bool(mine)
    table = [
        {"part": part, "n_vague": a, "n_vague_flagged": b, "n_other": c, "n_other_flagged": d}
        for part, (a, b, c, d) in sorted(counts.items())
    ]
    return table, {code: (right, n) for code, (right, n) in labels.items()}


def _vague_spans(row: dict[str, Any]) -> list[Span]:
    text, found = row["text"].lower(), []
    for word in {word.lower().strip() for kind in VAGUE_KINDS for word in row[kind] or () if word.strip()}:
        found += [match.span() for match in re.finditer(rf"\b{re.escape(word)}", text)]
    return found


def real_counts(folder: Path) -> tuple[int, dict[str, int]]:
    """Return the number of real prompts and the findings of each rule on them, the domain being detected as in any call."""
    texts = tuple(text for row in rows_of(folder, REAL) if 0 < len(text := row["text"]) <= 10_000)
    counts: dict[str, int] = defaultdict(int)
    for findings in find_all([Unit(text) for text in texts]):
        for finding in findings:
            counts[finding.code] += 1
    return len(texts), dict(counts)
