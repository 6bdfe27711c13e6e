"""A batch: some hundred distinct texts as one string and a few arrays.

Everything that is counted for whole columns (words, sentences, term hits, scopes) starts from these arrays, so the cost per text is a
few array elements instead of a few Python objects. Positions in a batch count code points of the joined string; subtract
``text_start`` to get offsets in one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import BATCH_TEXTS, MAX_BATCH_CHARACTERS, SCOPES
from promptsmith.text import language as languages
from promptsmith.text.classes import (
    CLOSER,
    DIGIT,
    LETTER,
    NEWLINE,
    SPACE,
    TERMINAL,
    UPPER,
    classify,
)
from promptsmith.text.scopes import ScopeSpan, find_scopes, needs_scopes

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

SEPARATOR = "\x00"
"""Stands between two texts. It is neither a letter nor a digit, so no word and no term reaches across it."""

SCOPE_NUMBERS = {name: number for number, name in enumerate(SCOPES)}

# Words that end in a full stop without ending a sentence. Judgement; the common ones of English and Spanish prose.
ABBREVIATIONS = (
    "dr mr mrs ms prof sr sra srta dra jr st vs e.g i.e eg ie approx dept fig eq ref inc ltd corp cf al ca "
    "p.ej p.e ej ud uds núm aprox pág págs art vol cap"
).split()

_HASH_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MARKERS = "-*•·+#>|`~"


@dataclass(frozen=True, eq=False)
class Batch:
    """Distinct texts with their arrays. Build it with `Batch.of`.

    Attributes:
        texts: the texts.
        joined: the texts with a separator after each.
        folded: ``joined`` in lower case with straight apostrophes, of the same length.
        codes: code points of ``joined``, uint32.
        classes: character class flags of ``joined``, uint8.
        text_start, text_end: bounds of each text in ``joined``, shape (n_texts,).
    """

    texts: Sequence[str]
    joined: str
    folded: str
    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    text_start: Ints
    text_end: Ints

    @classmethod
    def of(cls, texts: Sequence[str]) -> Batch:
        """Return the batch of ``texts`` (any number, also none)."""
        joined = SEPARATOR.join(texts) + SEPARATOR
        codes = code_points(joined)
        lengths = np.fromiter((len(text) for text in texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 1) - 1
        return cls(texts, joined, fold(joined), codes, classify(codes), ends - lengths, ends)

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def n_chars(self) -> Ints:
        """Length of each text in code points."""
        return self.text_end - self.text_start

    @cached_property
    def folded_codes(self) -> NDArray[np.uint32]:
        """Code points of ``folded``."""
        return code_points(self.folded)

    def text_of(self, positions: Ints) -> Ints:
        """Return the number of the text that holds each position of ``joined``."""
        return self.text_end.searchsorted(positions, side="left")

    def count(self, flags: NDArray[np.bool_]) -> Ints:
        """Return how many positions of each text are set in ``flags`` (one flag per position of ``joined``)."""
        running = np.concatenate(([0], np.cumsum(flags, dtype=np.int64)))
        return running[self.text_end] - running[self.text_start]

    @cached_property
    def words(self) -> Words:
        """All words of all texts, in order."""
        return _find_words(self)

    @cached_property
    def n_words(self) -> Ints:
        """Words of each text."""
        return np.bincount(self.words.text, minlength=len(self))

    @cached_property
    def sentences(self) -> Sentences:
        """All sentences (and list items) of all texts, in order."""
        return _find_sentences(self)

    @cached_property
    def n_sentences(self) -> Ints:
        """Sentences of each text; 0 only without words."""
        return np.bincount(self.sentences.text, minlength=len(self))

    @cached_property
    def scope_spans(self) -> list[list[ScopeSpan]]:
        """Spans of each text that are not instruction: (start, end, scope, kind), in text offsets."""
        return [find_scopes(text) if needs_scopes(text) else [] for text in self.texts]

    @cached_property
    def scope(self) -> NDArray[np.uint8]:
        """Scope of each position of ``joined`` as an index into `config.SCOPES`."""
        scope = np.zeros(len(self.codes), dtype=np.uint8)
        for first, spans in zip(self.text_start.tolist(), self.scope_spans, strict=True):
            for start, end, name, _ in spans:
                scope[first + start : first + end] = SCOPE_NUMBERS[name]
        return scope

    @cached_property
    def languages(self) -> tuple[list[str], Floats]:
        """Language of each text and the confidence in it."""
        return languages.detect_languages(self.texts, scopes=self.scope_spans)


@dataclass(frozen=True, eq=False)
class Words:
    """Words of a batch: bounds without edge punctuation, text number, and a 64-bit hash of the folded word."""

    start: Ints
    end: Ints
    text: Ints
    hash: NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Sentences:
    """Sentences of a batch: bounds without outer white space, text number, number of words."""

    start: Ints
    end: Ints
    text: Ints
    n_words: Ints


def where_set(flags: NDArray[Any]) -> Ints:
    """Return where ``flags`` is set; for short arrays several times faster than `numpy.flatnonzero`."""
    return flags.nonzero()[0]


def batches(texts: Sequence[str]) -> Iterator[Batch]:
    """Yield ``texts`` in order as batches of bounded count and size."""
    start = size = 0
    for position, text in enumerate(texts):
        if position > start and (position - start >= BATCH_TEXTS or size + len(text) > MAX_BATCH_CHARACTERS):
            yield Batch.of(texts[start:position])
            start, size = position, 0
        size += len(text)
    if start < len(texts):
        yield Batch.of(texts[start:])


def code_points(text: str) -> NDArray[np.uint32]:
    """Return the code points of ``text``."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def fold(text: str) -> str:
    """Return ``text`` in lower case with straight apostrophes, character for character (same length)."""
    # İ is the only letter that grows when lowered, so it is replaced first.
    return text.replace("İ", "i").lower().replace("’", "'")


def hash_words(codes: NDArray[np.uint32], start: Ints, end: Ints) -> NDArray[np.uint64]:
    """Return a 64-bit polynomial hash of each non-empty slice ``codes[start:end]``.

    Two words collide with probability below 1e-12 among a million; a collision only changes a count by one.
    """
    if not len(start):
        return np.empty(0, dtype=np.uint64)
    # mix(code) * multiplier**position, summed per word: equal words give equal sums wherever they stand.
    lengths = end - start
    owner = np.repeat(np.arange(len(start)), lengths)
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    powers = _powers(int(lengths.max()))
    with np.errstate(over="ignore"):
        mixed = (codes[np.repeat(start, lengths) + within].astype(np.uint64) + np.uint64(0x51ED27)) * _HASH_MULTIPLIER
        mixed ^= mixed >> np.uint64(29)
        terms = mixed * powers[within]
        first = where_set(np.concatenate(([True], owner[1:] != owner[:-1])))
        return np.add.reduceat(terms, first)


def hash_term(word: str) -> int:
    """Return the hash `hash_words` gives to the folded ``word``."""
    codes = code_points(fold(word))
    return int(hash_words(codes, np.array([0]), np.array([len(codes)]))[0])


def _powers(n: int) -> NDArray[np.uint64]:
    with np.errstate(over="ignore"):
        return np.multiply.accumulate(np.full(n, np.uint64(0x100000001B3), dtype=np.uint64))


def _find_words(batch: Batch) -> Words:
    """Return the white-space separated pieces that hold a letter or digit, trimmed to their first and last of these."""
    solid = (batch.classes & SPACE) == 0
    edges = np.diff(np.concatenate(([0], solid.view(np.int8), [0])))
    starts, ends = where_set(edges == 1), where_set(edges == -1)
    wordly = where_set(batch.classes & (LETTER | DIGIT))
    first, last = wordly.searchsorted(starts), wordly.searchsorted(ends)
    kept = last > first
    start, end = wordly[first[kept]], wordly[last[kept] - 1] + 1
    return Words(start, end, batch.text_of(start), hash_words(batch.folded_codes, start, end))


def _find_sentences(batch: Batch) -> Sentences:
    """Cut at sentence marks before white space, at blank lines, and before or after lines that are items or labels.

    A wrapped line is no boundary. A mark after an abbreviation, an initial or an item number is no boundary.
    """
    words = batch.words
    if not len(words.start):
        empty = np.empty(0, dtype=np.int64)
        return Sentences(empty, empty, empty, empty)
    cuts = np.unique(np.concatenate([_mark_cuts(batch), _line_cuts(batch), batch.text_start, batch.text_end]))
    segment = cuts.searchsorted(words.start, side="right")
    first = where_set(np.concatenate(([True], segment[1:] != segment[:-1])))
    n_words = np.diff(np.concatenate((first, [len(segment)])))
    solid = where_set((batch.classes & SPACE) == 0)
    low, high = cuts[segment[first] - 1], cuts[segment[first]]
    start = solid[solid.searchsorted(low)]
    end = solid[solid.searchsorted(high) - 1] + 1
    return Sentences(start, end, words.text[first], n_words)


def _mark_cuts(batch: Batch) -> Ints:
    """Return the position after each sentence mark (and closing quotes) that white space follows."""
    marks = where_set(batch.classes & TERMINAL)
    if not len(marks):
        return marks
    others = where_set((batch.classes & (TERMINAL | CLOSER)) == 0)
    after = others[others.searchsorted(marks)]  # the separator at the end guarantees there is one
    kept = (batch.classes[after] & SPACE) != 0
    kept &= ~((batch.codes[marks] == ord(".")) & _is_abbreviation(batch, marks))
    return np.asarray(after[kept])


def _is_abbreviation(batch: Batch, marks: Ints) -> Bools:
    words = batch.words
    index = np.minimum(words.end.searchsorted(marks), len(words.end) - 1)
    ends_here = words.end[index] == marks
    start = words.start[index]
    one_letter = (marks - start == 1) & ((batch.classes[start] & UPPER) != 0) & (batch.codes[start] != ord("I"))
    abbreviations = _abbreviation_hashes()
    known = np.array([value in abbreviations for value in words.hash[index].tolist()], dtype=np.bool_)
    before = batch.codes[np.maximum(start - 1, 0)]
    opens_line = (start == batch.text_start[words.text[index]]) | (before == ord("\n"))
    number = opens_line & (marks - start <= 3) & ((batch.classes[start] & DIGIT) != 0)
    return np.asarray(ends_here & (one_letter | known | number))


@lru_cache(maxsize=1)
def _abbreviation_hashes() -> frozenset[int]:
    return frozenset(hash_term(word) for word in ABBREVIATIONS)


def _line_cuts(batch: Batch) -> Ints:
    """Return the newlines that separate: before a blank line or an item, after a label or a finished line."""
    lines = where_set(batch.classes & NEWLINE)
    if not len(lines):
        return lines
    solid = where_set(((batch.classes & SPACE) == 0) | (batch.codes == 0))
    after_index = solid.searchsorted(lines)
    after = solid[np.minimum(after_index, len(solid) - 1)]
    before = solid[np.maximum(after_index - 1, 0)]
    next_line = np.concatenate((lines[1:], [len(batch.codes)]))
    blank = after > next_line
    opener, second, third = (batch.codes[np.minimum(after + step, len(batch.codes) - 1)] for step in range(3))
    is_digit = (batch.classes[after] & DIGIT) != 0
    is_second_digit = (batch.classes[np.minimum(after + 1, len(batch.codes) - 1)] & DIGIT) != 0
    numbered = is_digit & (_is_one_of(second, ".)") | (is_second_digit & _is_one_of(third, ".)")))
    item = _is_one_of(opener, _MARKERS) | numbered
    closed = ((batch.classes[before] & TERMINAL) != 0) | _is_one_of(batch.codes[before], ":;")
    return np.asarray(lines[blank | item | closed])


def _is_one_of(codes: NDArray[np.uint32], characters: str) -> Bools:
    """Return which codes are one of a few characters (for so few, faster than a set look-up)."""
    flags = np.zeros(len(codes), dtype=np.bool_)
    for character in characters:
        flags |= codes == ord(character)
    return flags
