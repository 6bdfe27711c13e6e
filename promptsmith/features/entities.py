"""Entities by rules: technical terms, addresses, versions, files, dates and amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features import terms as technical
from promptsmith.features.counting import count_owners
from promptsmith.features.signs import find_signs
from promptsmith.features.technical_terms import ANY, LABELS, technical_terms
from promptsmith.features.word_lists import split
from promptsmith.text.batch import Batch, Ints
from promptsmith.text.classes import DIGIT, LETTER
from promptsmith.text.hashes import run_bounds
from promptsmith.text.terms import Hits, TermMatcher, TermSet

MONTHS = split(
    "january february march april may june july august september october november december "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
)
FILE_ENDINGS = split(
    "csv tsv json jsonl yaml yml xml html htm css scss js jsx ts tsx py ipynb rb go rs java kt cpp hpp cs php sh bash ps1 sql md rst "
    "txt log ini cfg conf toml env doc docx xls xlsx ppt pptx pdf rtf odt png jpg jpeg gif svg webp bmp mp3 mp4 wav avi mov zip tar "
    "gz tgz 7z rar parquet avro db sqlite tf lock exe dll jar war bak tmp"
)
SCHEMES = (
    "http://",
    "https://",
    "ftp://",
    "s3://",
    "ws://",
    "wss://",
    "postgres://",
    "postgresql://",
    "mysql://",
    "mongodb://",
    "www.",
)
TERM_SETS = (
    TermSet.of("entities.months", MONTHS),
    TermSet.of("entities.endings", [f".{ending}" for ending in FILE_ENDINGS]),
    TermSet.of("entities.schemes", SCHEMES),
)

PATTERN_LABELS = ("URL", "EMAIL", "IP_ADDRESS", "DATE", "VERSION", "FILE_PATH", "FILE_TYPE", "NUMBER_WITH_UNIT")
ENTITY_LABELS = (*LABELS, *PATTERN_LABELS)

_Span = tuple[int, int, int]

_UNITS = (
    r"%|°[CF]|[KMGT]i?B\b|[kmgt]b\b|bytes?\b|[mµn]s\b|secs?\b|seconds?\b|mins?\b|minutes?\b|h\b|hrs?\b|hours?\b|days?\b|weeks?\b|"
    r"months?\b|years?\b|px\b|pt\b|r?em\b|mm\b|cm\b|km\b|m\b|kg\b|g\b|mg\b|lbs?\b|oz\b|ml\b|fps\b|dpi\b|[kMG]?Hz\b|kWh?\b|"
    r"USD\b|EUR\b|GBP\b|MXN\b|dollars?\b|euros?\b|pounds?\b|€|words?\b|characters?\b|chars?\b|tokens?\b|lines?\b|sentences?\b|"
    r"paragraphs?\b|pages?\b|percent\b|segundos?\b|minutos?\b|horas?\b|días?\b|semanas?\b|mes(?:es)?\b|años?\b|palabras?\b|caracteres\b|"
    r"líneas?\b|frases?\b|párrafos?\b|páginas?\b|dólares\b|pesos\b|por\ ciento\b"
)
# "may" and "march" are ordinary words in small letters.
_MONTH = "(?:" + "|".join([*(month.capitalize() for month in MONTHS), *(m for m in MONTHS if m not in ("may", "march"))]) + ")"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_URL = re.compile(r"[^\x00\s<>\"'`|)\]}]*[^\x00\s<>\"'`|)\]}.,;:!?]")
_EMAIL = re.compile(r"[\w.+\-]{1,64}@[A-Za-z0-9][A-Za-z0-9\-]{0,62}(?:\.[A-Za-z0-9\-]{1,63}){1,4}\b")
_MONTH_DATE = re.compile(rf"{_MONTH}(?:\ {_DAY}(?:,?\ \d{{4}})?|(?:\ del?)?\ \d{{4}})\b")
# What can begin with a digit, a sign of currency or a "v"; the first kind that fits wins, so the longer ones come first.
_FROM_DIGIT = re.compile(
    rf"""
    (?P<IP_ADDRESS>(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?:/\d{{1,2}}|:\d{{1,5}})?\b(?!\.\d))
    | (?P<DATE>\d{{4}}-\d\d?-\d\d?\b | \d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d{{2}})\b | \d{{4}}/\d{{1,2}}/\d{{1,2}}\b
        | {_DAY}\ (?:of\ |de\ )?{_MONTH}(?:,?\ (?:del?\ )?\d{{4}})?\b)
    | (?P<VERSION>[vV]\d+(?:\.\d+)*\b | \d+\.\d+\.\d+(?:[.\-][0-9A-Za-z]+)*\b)
    | (?P<NUMBER_WITH_UNIT>[$€£]\ ?\d+(?:[.,]\d+)*(?:\ ?(?:k|K|M|bn|million|millones))?\b
        | \d+(?:[.,]\d+)*[\ -]?(?:{_UNITS}) | (?<!the\ )(?<!los\ )\d{{1,3}}s\b)
    """,
    re.VERBOSE,
)
# An absolute path has two parts or starts in a well-known folder, so that "and/or" and "/imagine" are none.
_PATH = re.compile(
    r"(?:~|\.{1,2}|[A-Za-z]:)?[/\\](?:[\w.\-*$@]+[/\\])+[\w.\-*$@]*\w?|~/[\w.\-*$@]*\w"
    r"|/(?:etc|usr|var|tmp|home|opt|bin|dev|mnt|root|proc|lib|sys|srv|boot|sbin)\b"
)
# A bare number counts as a version only right after a technology ("Python 3.11", "PostgreSQL 16").
_PLAIN_VERSION = re.compile(r"\d{1,3}(?:\.\d+|\.x)*(?![\w%]|[.,]\d)")
_VERSIONED = frozenset(LABELS.index(label) for label in ("LANGUAGE", "FRAMEWORK", "DATABASE", "DEVOPS"))
_FILE_NAME_BACKWARDS = re.compile(r"[\w.\-*/\\$~:@]+")
_MAIL_NAME = re.compile(r"[\w.+\-]+$")
_PATH_LEADS = ("~.", ".")
_LONGEST_NAME = 260
"""Characters of the longest file name looked for, the limit of common file systems."""


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return ``n_entities``, the number of entities by rules of each text, as `find_entities` lists them."""
    start, _, _ = entity_spans(batch, hits)
    return {"n_entities": count_owners(batch, batch.text_of(start))}


def find_entities(text: str) -> list[tuple[int, int, str]]:
    """Return the entities of one text: (start, end, label) in code points, ordered, not overlapping.

    Example:
        >>> find_entities("Load orders.csv into PostgreSQL 16")
        [(5, 15, 'FILE_PATH'), (21, 31, 'DATABASE'), (32, 34, 'VERSION')]
    """
    batch = Batch.of([text])
    start, end, label = entity_spans(batch, _matcher().find(batch))
    names = [ENTITY_LABELS[number] for number in label.tolist()]
    return list(zip(start.tolist(), end.tolist(), names, strict=True))


def entity_spans(batch: Batch, hits: Hits) -> tuple[Ints, Ints, Ints]:
    """Return start, end (in positions of ``joined``) and label number of every entity of a batch, in order.

    Of entities that overlap, the one that starts first stays, then the longer, then the technical term.
    """
    found = technical.accepted_terms(batch, hits, None)
    spans: list[_Span] = [
        (start, end, int(label))
        for start, end, label in zip(found.start.tolist(), found.end.tolist(), found.value.tolist(), strict=True)
    ]
    spans += _plain_versions(batch, spans)
    spans += _amounts(batch) + _month_dates(batch, hits)
    spans += _addresses(batch, hits) + _paths(batch) + _files(batch, hits)
    spans.sort(key=lambda span: (span[0], -span[1], span[2]))
    kept: list[_Span] = []
    reach = -1
    for span in spans:
        if span[0] >= reach:
            kept.append(span)
            reach = span[1]
    flat = np.array(kept, dtype=np.int64).reshape(-1, 3)
    return flat[:, 0], flat[:, 1], flat[:, 2]


def _plain_versions(batch: Batch, spans: Sequence[_Span]) -> list[_Span]:
    versions = []
    for _, end, label in spans:
        if label in _VERSIONED and batch.joined[end] == " " and batch.joined[end + 1].isdigit():
            match = _PLAIN_VERSION.match(batch.joined, end + 1)
            if match is not None:
                versions.append((match.start(), match.end(), ENTITY_LABELS.index("VERSION")))
    return versions


def _amounts(batch: Batch) -> list[_Span]:
    """Return amounts, dates, versions and addresses in digits: tried where a number begins, and nowhere else."""
    codes = batch.codes
    wordly = (batch.classes & (LETTER | DIGIT)) != 0
    starts, _ = run_bounds((batch.classes & DIGIT) != 0)
    if not len(starts):
        return []
    before = np.maximum(starts - 1, 0)
    led = (
        (codes[before] == ord("$"))
        | (codes[before] == ord("€"))
        | (codes[before] == ord("£"))
        | (((codes[before] | 32) == ord("v")) & ~wordly[np.maximum(starts - 2, 0)])
    )
    inner = wordly[before] | (codes[before] == ord(".")) | (codes[before] == ord("_")) | (codes[before] == ord("-"))
    places = np.where(led, before, starts)[(starts == 0) | led | ~inner]
    spans = []
    for place in places.tolist():
        match = _FROM_DIGIT.match(batch.joined, place)
        if match is not None:
            spans.append((place, match.end(), ENTITY_LABELS.index(str(match.lastgroup))))
    return spans


def _month_dates(batch: Batch, hits: Hits) -> list[_Span]:
    label = ENTITY_LABELS.index("DATE")
    matches = (_MONTH_DATE.match(batch.joined, place) for place in hits.of("entities.months", scopes=None).start.tolist())
    return [(match.start(), match.end(), label) for match in matches if match is not None]


def _addresses(batch: Batch, hits: Hits) -> list[_Span]:
    """Return web and mail addresses."""
    spans = []
    done = 0
    for place in hits.of("entities.schemes", scopes=None, longest=True).start.tolist():
        # An address inside an address is part of it; reading it again would cost the square of the length.
        match = _URL.match(batch.joined, place) if place >= done else None
        done = max(done, match.end()) if match is not None else done
        if match is not None and match.end() - place > len("http://"):
            spans.append((place, match.end(), ENTITY_LABELS.index("URL")))
    for sign in find_signs(batch).at("@").tolist():
        name = _MAIL_NAME.search(batch.joined, max(sign - 64, 0), sign)
        match = _EMAIL.match(batch.joined, name.start()) if name is not None else None
        if match is not None:
            spans.append((match.start(), match.end(), ENTITY_LABELS.index("EMAIL")))
    return spans


def _paths(batch: Batch) -> list[_Span]:
    """Return absolute and home paths: tried at a slash that opens a word."""
    slashes = find_signs(batch).at("/\\")
    spans = []
    for slash in slashes.tolist():
        opening = slash
        while opening > 0 and slash - opening < 2 and batch.joined[opening - 1] in _PATH_LEADS[slash - opening]:
            opening -= 1
        if (
            batch.joined[slash - 1 : slash] == ":"
            and batch.joined[slash] == "\\"
            and batch.joined[slash - 2 : slash - 1].isalpha()
        ):
            opening = slash - 2
        if opening > 0 and not _opens_word(batch.joined[opening - 1]):
            continue
        match = _PATH.match(batch.joined, opening)
        if match is not None:
            spans.append((opening, match.end(), ENTITY_LABELS.index("FILE_PATH")))
    return spans


def _opens_word(before: str) -> bool:
    return before.isspace() or before in "\x00\"'`(=[{<"


def _files(batch: Batch, hits: Hits) -> list[_Span]:
    """Return names of files, and bare endings such as ".csv"."""
    spans = []
    endings = hits.of("entities.endings", scopes=None)
    for dot, end in zip(endings.start.tolist(), endings.end.tolist(), strict=True):
        name = _FILE_NAME_BACKWARDS.match(batch.joined[max(dot - _LONGEST_NAME, 0) : dot][::-1])
        label = "FILE_TYPE" if name is None else "FILE_PATH"
        spans.append((dot if name is None else dot - name.end(), end, ENTITY_LABELS.index(label)))
    return spans


@lru_cache(maxsize=1)
def _matcher() -> TermMatcher:
    return TermMatcher((*technical.TERM_SETS, *TERM_SETS))


def entity_patterns() -> list[dict[str, Any]]:
    """Return patterns for a spaCy entity ruler (``phrase_matcher_attr="LOWER"``): the technical terms.

    Terms that count in one spelling only become token patterns on the exact text, so that "go" stays a verb.
    """
    patterns: list[dict[str, Any]] = []
    for term in technical_terms():
        exact = [{"ORTH": word} for word in term.term.split(" ")]
        patterns.append({"label": term.label, "pattern": term.term if term.form == ANY else exact})
    return patterns
