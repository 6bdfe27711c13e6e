"""Words that cost tokens and add nothing: ECO."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from promptsmith.errors import shorten
from promptsmith.features.gates import FILLERS
from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import is_directive
from promptsmith.text.document import Document

_MIN_WORDS = 3
"""Shorter sentences ("Be brief.") are repeated on purpose too often. Judgement."""

_REMINDER_WORDS = 150
"""Words between two equal instructions from which the second is a reminder: vendors advise to repeat key rules at both ends of a
long context (OpenAI GPT-4.1 guide). Judgement for the number."""

# A heading, or a label with or without words behind it: shots of a few-shot prompt repeat their instruction.
_SECTION_LINE = re.compile(r"^[ \t]*(?:#{1,6}[ \t][^\n]*|[*_]{0,2}[^\s:][^:\n]{0,40}:(?=[\s*_])[^\n]*)$", re.MULTILINE)
_EDGES = re.compile(r"^(?:[\s\-*•·+>#–]|\d{1,3}[.)]\s)+|[\s.!;:*_]+$")


@rule(
    code="ECO901",
    name="repeated-instruction",
    severity="warning",
    since="0.1",
    summary="The same instruction stands twice in one section.",
    why="The copy adds nothing, and when one of them is edited later the two contradict each other.",
    evidence="A",
    sources=("arXiv:2509.12421",),
    languages=("en", "es"),
    scopes=("instruction",),
    fix="safe",
    bad=(
        Example("Summarise the report. Use plain words. Name the author. ⟦Use plain words.⟧"),
        Example("- Write in the second person.\n- Stay under 80 words.\n- ⟦Write in the second person.⟧"),
        Example("Resume el informe. Usa palabras sencillas. Nombra al autor. ⟦Usa palabras sencillas.⟧", language="es"),
    ),
    good=(
        Example("Summarise the report. Use plain words. Name the author. Use short words."),
        Example("Title:\nUse plain words.\n\nBody:\nUse plain words.", because="two parts with a rule each"),
        Example('Translate "Use plain words. Use plain words." into Spanish.', because="quoted"),
        Example("No llores. No llores. Así empieza la canción; sigue tú.", language="es", because="too short to be a slip"),
        Example(
            "- Rate the plot. Give two reasons.\n- Rate the cast. Give two reasons.", because="each belongs to its own item"
        ),
        Example("Is it raining in Rome? Is it raining in Rome?", because="questions are no instructions"),
    ),
    gate=lambda features: features["n_repeated_sentences"] >= 1,
)
def repeated_instruction(document: Document) -> Iterator[Finding]:
    """Yield each directive that equals an earlier one of the same section."""
    keys: dict[str, list[tuple[int, int]]] = {}
    for start, end in document.sentences:
        keys.setdefault(_key(document.folded[start:end]), []).append((start, end))
    twins = [
        spans
        for key, spans in keys.items()
        if len(spans) > 1 and len(key.split()) >= _MIN_WORDS and not _is_bound(document, key, spans[0])
    ]
    for first, second in _copies(document, twins):
        yield Finding(
            *second,
            f"{shorten(document.text[slice(*second)])!r} already stands above.",
            "Remove the copy.",
            related=(first,),
            replacement="",
        )


@rule(
    code="ECO902",
    name="nearly-repeated-instruction",
    severity="info",
    since="0.1",
    summary="An instruction stands twice in one section in all but the same words.",
    why="The second adds nothing but a chance to read it as another rule.",
    evidence="C",
    sources=("arXiv:2509.12421",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Summarise the report. Use plain English words. Name the author. ⟦Please always use plain English words.⟧"),
        Example("- Write in the second person.\n- Stay under 80 words.\n- ⟦You must write in the second person⟧"),
        Example(
            "Resume el informe. Usa palabras muy sencillas. Nombra al autor. ⟦Siempre usa palabras muy sencillas.⟧",
            language="es",
        ),
    ),
    good=(
        Example("Summarise the report. Use plain English words. Use plain Spanish words.", because="another language"),
        Example("Always use plain English words. Do not use plain English words.", because="a contradiction, no copy"),
        Example(
            "Title:\nUse plain English words.\n\nBody:\nAlways use plain English words.", because="two parts with a rule each"
        ),
        Example("Use plain English words. Use plain English words.", because="the same words: ECO901 reports it"),
        Example('Compare "Use plain English words." with "Always use plain English words."', because="quoted"),
        Example("Usa palabras sencillas. Usa solo palabras sencillas.", language="es", because="the second says more"),
    ),
    gate=lambda features: features["n_similar_sentences"] > features["n_repeated_sentences"],
)
def nearly_repeated_instruction(document: Document) -> Iterator[Finding]:
    """Yield each directive that differs from an earlier one of the same section in `FILLERS` only."""
    groups: dict[tuple[str, ...], dict[tuple[str, ...], tuple[int, int]]] = {}
    words, folded = document.words, document.folded
    for start, end in document.sentences:
        inside = words[bisect_left(words, (start, 0)) : bisect_left(words, (end, 0))]
        if inside and _NUMBER.match(folded, inside[0][0]):
            inside = inside[1:]
        wording = tuple(folded[slice(*span)] for span in inside)
        key = tuple(word for word in wording if word not in FILLERS)
        # Equal sentences are another rule's: only the first of each wording is kept.
        groups.setdefault(key, {}).setdefault(wording, (start, end))
    twins = [
        list(wordings.values())
        for key, wordings in groups.items()
        if len(wordings) > 1
        and len(key) >= _MIN_WORDS
        and not any(_is_bound(document, _key(folded[slice(*span)]), span) for span in wordings.values())
    ]
    for first, second in _copies(document, twins):
        yield Finding(
            *second,
            f"{shorten(document.text[slice(*second)])!r} says again what {shorten(document.text[slice(*first)], 40)!r} says.",
            "Keep the clearer of the two.",
            related=(first,),
        )


_NUMBER = re.compile(r"\d{1,3}[.)]")


def _copies(document: Document, twins: list[list[tuple[int, int]]]) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield the first directive of each group with every other one that stands in the same section and is no reminder."""
    if not twins:
        return
    breaks = [match.start() for match in re.finditer("\n", document.text)]
    borders = [match.start() for match in _SECTION_LINE.finditer(document.text)]
    for spans in twins:
        first = _trim(document, spans[0])
        if not is_directive(document, spans[0]) or document.scope_at(first[0]) != "instruction":
            continue
        for span in spans[1:]:
            second = _trim(document, span)
            if _between(borders, first, second) or _is_reminder(document, first, second):
                continue
            if _between(breaks, first, second) and not (
                _opens_line(document, breaks, first) and _opens_line(document, breaks, second)
            ):
                continue  # each belongs to the item before it
            yield first, second


# What the words below point at differs from place to place, and so does the instruction. Brackets hold slots and remarks; a number
# at the end is the next item's.
_POINTS = re.compile(
    r"\b(?:this|that|it|its|these|those|them|they|each|both|here|above|below|esto|eso|ello|lo|la|cada|ambos|aquí|anterior|following|siguientes?)\b|^[(\[<{]|\d\Z|[`{};=]|\w\("
)


def _key(sentence: str) -> str:
    """Return the words of a sentence without list marker and end mark."""
    plain = sentence.strip(" \t\n\r-*•·+>#–.!;:_")
    return _EDGES.sub("", plain) if plain[:1].isdigit() else plain


_LONGEST_MARKER = 20
"""Characters of an indent with a list marker. Judgement."""


def _is_bound(document: Document, key: str, span: tuple[int, int]) -> bool:
    return document.text[span[1] - 1] == ":" or _POINTS.search(key) is not None


def _between(places: list[int], first: tuple[int, int], second: tuple[int, int]) -> bool:
    index = bisect_left(places, first[1])
    return index < len(places) and places[index] <= second[0]


def _opens_line(document: Document, breaks: list[int], span: tuple[int, int]) -> bool:
    index = bisect_left(breaks, span[0])
    start = breaks[index - 1] + 1 if index else 0
    return span[0] - start <= _LONGEST_MARKER and _EDGES.sub("", document.text[start : span[0]]).strip() == ""


def _trim(document: Document, span: tuple[int, int]) -> tuple[int, int]:
    """Return the sentence without its list marker."""
    written = document.folded[span[0] : span[1]]
    edge = _EDGES.match(written)
    return (span[0] + edge.end(), span[1]) if edge else span


def _is_reminder(document: Document, first: tuple[int, int], second: tuple[int, int]) -> bool:
    words = document.words
    return bisect_left(words, second) - bisect_left(words, first) >= _REMINDER_WORDS
