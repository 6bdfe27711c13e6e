"""Count the units of a limit in a part of an answer.

Where a text can be read in two ways (does the first line count as a paragraph? are nested bullets bullets?) every reading is counted,
and a verdict needs all of them to agree.

Definitions: words and sentences are those of `promptsmith.text.batch` (a word holds a letter or digit; a list item is a sentence), but the
number of a list item is no word, and headings, tables and code hold no sentences. Characters are code points without outer white space,
blanks inside included. Lines are those that hold a letter or digit and are no heading. A paragraph is a run of text lines between
blank lines. Bullets and items are those of the outermost level, or all of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_data import array_length
from promptsmith.constraints.check_lines import Item
from promptsmith.constraints.check_verdict import Span

SyllableCounter = Callable[[str, str], int]
"""Takes a text and its language (en or es), returns its syllables."""


@dataclass(frozen=True)
class Count:
    """Amounts under each reading of the text; empty readings: the unit cannot be counted, and ``reason`` says why.

    ``doubt`` names what the readings differ in.
    """

    readings: tuple[int, ...]
    reason: str = ""
    doubt: str = ""


LISTED = frozenset(
    "items entries steps options reasons tips ideas names suggestions recommendations alternatives variations titles "
    "points".split()
)
"""Units that an answer gives as the items of its list."""
_INSIDE = frozenset("examples facts quotes sources idioms terms keywords slides".split())
"""Units that stand anywhere in a text; only labels ("Example 1:") can be counted."""

_NO_COUNTER = {
    "pages": "The length of a page depends on its layout.",
    "minutes": "Reading time depends on the reader.",
    "tokens": "Tokens depend on the model's vocabulary.",
    "details": "What counts as a detail is a matter of judgement.",
}
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001f5ff\U0001f600-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb"
    "\U0001f900-\U0001faff\u2600-\u26ff\u2705\u270a-\u270d\u2728\u274c\u274e\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797"
    "\u2b50\u2b55\u231a\u231b\u23e9-\u23f3])[\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642\u2764\U0001f300-\U0001faff]*"
)
"""Pictographs of the Unicode emoji blocks; arrows, digits and letters in circles are no emojis here. A sequence is one."""
HASHTAG = re.compile(r"(?<![\w&/#])#(?=\w*[^\W\d_])\w+")
LINK = re.compile(r"(?:https?://|www\.)[^\s<>()\[\]]+[^\s<>()\[\].,;:!?\"'*_]")
_QUESTION = re.compile(r"(?<!\?)\?+(?=[\s\"'”’»)\]*_!]|$)")
_STEP = re.compile(r"(?im)^[ \t#*_-]{0,16}(?:step|paso)[ \t]+\d{1,2}\b")
_EXAMPLE = re.compile(
    r"(?im)^[ \t#*_>-]{0,16}(?:\d{1,2}[.)][ \t]{0,4})?[*_]{0,3}(?:example|ejemplo)[ \t]*(?:n[.º°]?[ \t]*|"
    r"#)?\d{0,2}[*_]{0,3}[ \t]?[:.)]"
)
_LABELS = {"steps": _STEP, "examples": _EXAMPLE}


def count_units(answer: Answer, unit: str, span: Span, syllables: SyllableCounter | None) -> Count:
    """Return how many ``unit`` a part of an answer holds.

    Args:
        answer: the answer.
        unit: canonical unit of a number limit, perhaps with a word in front ("uppercase words", "level-2 headings").
        span: the part.
        syllables: counter of syllables; None: syllables cannot be counted.
    """
    if unit in _COUNTERS:
        return _COUNTERS[unit](answer, span)
    if unit == "syllables":
        return _syllables(answer, span, syllables)
    if unit in _NO_COUNTER:
        return Count((), _NO_COUNTER[unit])
    if unit in LISTED:
        return _listed(answer, span, unit)
    if unit in _INSIDE:
        labels = len(_LABELS[unit].findall(answer.slice(span))) if unit in _LABELS else 0
        return Count((labels,)) if labels else Count((), f"Where the {unit} stand in the answer is not certain.")
    word, _, base = unit.rpartition(" ")
    if unit == "uppercase words":
        return Count((len(uppercase_words(answer, span)),))
    if base == "headings" and (level := re.fullmatch(r"level-(\d)", word)):
        return Count((sum(heading.level == int(level[1]) for heading in answer.headings_in(span)),))
    if word and (base in _COUNTERS or base in LISTED):
        return Count((), f"Which {base} are {word!r} ones cannot be counted.")
    return Count((), f"There is no count of {unit}.")


def uppercase_words(answer: Answer, span: Span) -> list[Span]:
    """Return the words of at least two letters in a span that are all capitals."""
    return [
        (start, end)
        for start, end in answer.words(span)
        if (word := answer.text[start:end]).isupper() and sum(letter.isalpha() for letter in word) >= 2
    ]


def _words(answer: Answer, span: Span) -> Count:
    return Count((len(answer.words(span)),))


def _sentences(answer: Answer, span: Span) -> Count:
    return _with_title(answer, span, len(answer.sentences(span)))


def _lines(answer: Answer, span: Span) -> Count:
    return _with_title(answer, span, len(answer.lines_in(span)))


def _with_title(answer: Answer, span: Span, number: int) -> Count:
    """Return two readings when the part opens with an unmarked line that may be a title."""
    title = answer.title
    if title and not title[1] and span[0] <= title[0][0] and title[0][1] < span[1]:
        return Count((number, number - 1), doubt="whether the first line is a title")
    return Count((number,))


def _characters(answer: Answer, span: Span) -> Count:
    start, end = answer.trim(span)
    return Count((end - start,))


def _paragraphs(answer: Answer, span: Span) -> Count:
    inside = answer.paragraphs_in(span)
    sure = sum(part.sure for part in inside)
    if len(inside) == 1 and (lines := long_lines(answer, (inside[0].start, inside[0].end))) > 1:
        return Count((1, lines), doubt="whether each line is a paragraph")
    if sure == len(inside):
        return Count((sure,))
    return Count((sure, len(inside)), doubt="whether a title or the line before a list is a paragraph")


def long_lines(answer: Answer, span: Span) -> int:
    """Return the number of lines of a paragraph when each ends like a sentence, else 0."""
    lines = answer.lines_in(span)
    ended = all(answer.ends_sentence(line) for line in lines)
    return len(lines) if ended else 0


def _bullets(answer: Answer, span: Span) -> Count:
    items = answer.items_in(span)
    marked = [item for item in items if not item.ordered]
    if not marked and items:
        return Count((0, len(outermost(items))), doubt="whether numbered items are bullets")
    return _nested(marked)


def _items(answer: Answer, span: Span) -> Count:
    items = answer.items_in(span)
    return _nested(items) if items else _listed(answer, span, "items")


def _nested(items: Sequence[Item]) -> Count:
    outer = len(outermost(items))
    return Count((outer,)) if outer == len(items) else Count((outer, len(items)), doubt="whether nested items count")


def outermost(items: Sequence[Item]) -> list[Item]:
    """Return the items of the smallest indent of each list."""
    least: dict[int, int] = {}
    for item in items:
        least[item.list_number] = min(item.indent, least.get(item.list_number, item.indent))
    return [item for item in items if item.indent == least[item.list_number]]


def _lists(answer: Answer, span: Span) -> Count:
    return Count((len({item.list_number for item in answer.items_in(span)}),))


def _listed(answer: Answer, span: Span, unit: str) -> Count:
    """Return the items of the only list, or the labels ("Step 1"), that can be the unit."""
    if unit in _LABELS and (labels := len(_LABELS[unit].findall(answer.slice(span)))):
        return Count((labels,))
    if (elements := array_length(answer.slice(span))) is not None:
        return Count((elements,))
    items = answer.items_in(span)
    numbers = {item.list_number for item in items}
    if len(numbers) != 1:
        told = "no list" if not numbers else f"{len(numbers)} lists"
        return Count((), f"The answer has {told}, so where one of the {unit} begins is not certain.")
    outer = outermost(items)
    if len(outer) == len(items):
        return Count((len(outer),))
    return Count((len(outer), len(items)), doubt="whether nested items count")


def _headings(answer: Answer, span: Span) -> Count:
    headings = answer.headings_in(span)
    marked = sum(heading.level <= 6 for heading in headings)
    titled = answer.title is not None and answer.title[1] and span[0] <= answer.title[0][0] < span[1]
    others = sum(heading.level > 6 for heading in headings)
    if marked == 0 and others:
        return Count((0, others), doubt="whether a bold or labelled line is a heading")
    return Count((marked, marked - 1), doubt="whether the title is a heading") if titled and marked else Count((marked,))


def _sections(answer: Answer, span: Span) -> Count:
    """Return the number of headings of the highest level that occurs more than once."""
    headings = answer.headings_in(span)
    levels = sorted({heading.level for heading in headings})
    for level in levels:
        number = sum(heading.level == level for heading in headings)
        if number > 1:
            first = next(heading for heading in headings if heading.level == level)
            titled = answer.title is not None and first.start <= answer.title[0][0] < first.end
            return Count((number, number - 1), doubt="whether the title opens a section") if titled else Count((number,))
    if len(headings) == 1 and answer.title is None:
        return Count((1,))
    return Count((), "The answer has no headings that tell its sections apart.")


def _rows(answer: Answer, span: Span) -> Count:
    table = _table(answer, span)
    rows = [row for row in table if not set(row) <= set("|:- \t")]
    return Count((len(rows) - 1,)) if table else Count((), "The answer has no table.")


def _columns(answer: Answer, span: Span) -> Count:
    table = _table(answer, span)
    return Count((table[0].strip().strip("|").count("|") + 1,)) if table else Count((), "The answer has no table.")


def _table(answer: Answer, span: Span) -> list[str]:
    """Return the lines of the first table in a span."""
    rows: list[str] = []
    for line in answer.lines:
        if line.kind == "table" and span[0] <= line.start < span[1]:
            rows.append(answer.text[line.start : line.end])
        elif rows:
            break
    return rows


def _tables(answer: Answer, span: Span) -> Count:
    kinds = [line.kind == "table" for line in answer.lines if span[0] <= line.start < span[1]]
    return Count((sum(now and not before for before, now in zip([False, *kinds], kinds, strict=False)),))


def _questions(answer: Answer, span: Span) -> Count:
    return Count((len(_QUESTION.findall(answer.slice(span))),))


def _stanzas(answer: Answer, span: Span) -> Count:
    inside = answer.paragraphs_in(span)
    sure = sum(part.sure for part in inside)
    return Count((sure,)) if sure == len(inside) else Count((sure, len(inside)), doubt="whether the first line is a title")


def _matches(pattern: re.Pattern[str]) -> Callable[[Answer, Span], Count]:
    return lambda answer, span: Count((len(pattern.findall(answer.slice(span))),))


def _syllables(answer: Answer, span: Span, syllables: SyllableCounter | None) -> Count:
    if syllables is None:
        return Count((), "Nothing that counts syllables was given.")
    language = answer.document.language
    if language not in ("en", "es"):
        return Count((), "Syllables are counted in English and Spanish; the answer's language is neither.")
    return Count((syllables(answer.slice(span), language),))


_COUNTERS: dict[str, Callable[[Answer, Span], Count]] = {
    "words": _words,
    "sentences": _sentences,
    "paragraphs": _paragraphs,
    "bullets": _bullets,
    "items": _items,
    "characters": _characters,
    "lines": _lines,
    "verses": _lines,
    "stanzas": _stanzas,
    "headings": _headings,
    "sections": _sections,
    "rows": _rows,
    "columns": _columns,
    "tables": _tables,
    "lists": _lists,
    "questions": _questions,
    "hashtags": _matches(HASHTAG),
    "emojis": _matches(EMOJI),
    "links": _matches(LINK),
}
COUNTED = (*_COUNTERS, "syllables")
"""Units with a count of their own."""
