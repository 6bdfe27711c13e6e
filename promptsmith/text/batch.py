"""A batch: some hundred distinct texts as one string and a few arrays.

Everything that is counted for whole columns (words, sentences, term hits, scopes) starts from these arrays, so the cost per text is a
few array elements instead of a few Python objects. Positions in a batch count code points of the joined string; subtract
``text_start`` to get offsets in one text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

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
from promptsmith.text.hashes import (
    Bools,
    Ints,
    SliceHasher,
    code_points,
    fold,
    hash_term,
    hash_words,
    run_bounds,
    running_count,
    where_set,
)
from promptsmith.text.placeholders import PLACEHOLDER_HINTS, Placeholder, find_placeholders
from promptsmith.text.scopes import ScopeSpan, find_scopes

Floats = NDArray[np.float64]

__all__ = [
    "Batch",
    "Bools",
    "Floats",
    "Ints",
    "Sentences",
    "Words",
    "batches",
    "code_points",
    "fold",
    "hash_term",
    "hash_words",
    "where_set",
]

SEPARATOR = "\x00"
"""Stands between two texts. It is neither a letter nor a digit, so no word and no term reaches across it."""

SCOPE_NUMBERS = {name: number for number, name in enumerate(SCOPES)}

# Words that end in a full stop without ending a sentence. Judgement; the common ones of English and Spanish prose.
ABBREVIATIONS = (
    "dr mr mrs ms prof sr sra srta dra jr st vs e.g i.e eg ie approx dept fig eq ref inc ltd corp cf al ca "
    "p.ej p.e ej ud uds núm aprox pág págs art vol cap"
).split()

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

    @cached_property
    def _text_at(self) -> NDArray[np.int32]:
        return np.repeat(np.arange(len(self), dtype=np.int32), self.n_chars + 1)

    def text_of(self, positions: Ints) -> Ints:
        """Return the number of the text that holds each position of ``joined``."""
        # One look-up per position: several times cheaper than a binary search among the texts.
        return self._text_at[positions].astype(np.int64)

    def count(self, flags: NDArray[np.bool_]) -> Ints:
        """Return how many positions of each text are set in ``flags`` (one flag per position of ``joined``)."""
        running = running_count(flags)
        return (running[self.text_end] - running[self.text_start]).astype(np.int64)

    @cached_property
    def latin(self) -> NDArray[np.uint8]:
        """Code points of ``joined`` cut to 255, for look-ups in small tables."""
        return np.minimum(self.codes, 255).astype(np.uint8)

    @cached_property
    def beyond_ascii(self) -> Ints:
        """Positions of ``joined`` that hold no ASCII character, in order."""
        return where_set(self.codes >= 128)

    @cached_property
    def is_letter(self) -> Bools:
        """Which positions of ``joined`` hold a letter."""
        return np.asarray((self.classes & LETTER) != 0)

    @cached_property
    def letter_runs(self) -> tuple[Ints, Ints]:
        """Start and end of each longest run of letters."""
        return run_bounds(self.is_letter)

    @cached_property
    def is_digit(self) -> Bools:
        """Which positions of ``joined`` hold a digit."""
        return np.asarray((self.classes & DIGIT) != 0)

    @cached_property
    def solid(self) -> Ints:
        """Positions of ``joined`` that hold no white space, in order."""
        return where_set(~self.is_space)

    @cached_property
    def is_space(self) -> Bools:
        """Which positions of ``joined`` hold white space (or the separator)."""
        return np.asarray((self.classes & SPACE) != 0)

    @cached_property
    def spaces_before(self) -> NDArray[np.int32]:
        """Number of white-space characters before each position of ``joined``, and before its end."""
        return running_count(self.is_space)

    def first_solid(self, positions: Ints) -> Ints:
        """Return the place in ``solid`` of the first position at or after each of ``positions``."""
        return positions - self.spaces_before[positions]

    @cached_property
    def words(self) -> Words:
        """All words of all texts, in order."""
        return _find_words(self)

    @cached_property
    def n_words(self) -> Ints:
        """Words of each text."""
        return np.bincount(self.words.text, minlength=len(self))

    @cached_property
    def word_kinds(self) -> NDArray[np.uint8]:
        """Class flags of the characters of each word, all together: which kinds of character it holds."""
        if not len(self.words.start):
            return np.empty(0, dtype=np.uint8)
        bounds = np.stack((self.words.start, self.words.end), axis=1).ravel()
        return np.bitwise_or.reduceat(self.classes, bounds)[::2]

    @cached_property
    def word_places(self) -> Ints:
        """Place of each word in its text, from 0."""
        return np.arange(len(self.words.text)) - self.first_word[self.words.text]

    @cached_property
    def first_word(self) -> Ints:
        """Number of the first word of each text (of the next text that has one, when it has none)."""
        return np.asarray(np.cumsum(self.n_words) - self.n_words)

    def count_words(self, flags: Bools) -> Ints:
        """Return how many words of each text are set in ``flags``, one flag per word."""
        return np.bincount(self.words.text[flags], minlength=len(self))

    @cached_property
    def sentence_words(self) -> Ints:
        """Number of the first word of each sentence."""
        return np.asarray(np.cumsum(self.sentences.n_words) - self.sentences.n_words)

    @cached_property
    def word_hasher(self) -> SliceHasher:
        """Hashes of slices of ``folded``."""
        return SliceHasher(self.folded_codes)

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
        return [find_scopes(text, known) for text, known in zip(self.texts, self.placeholders, strict=True)]

    @cached_property
    def placeholders(self) -> list[list[Placeholder]]:
        """Placeholders of each text, in text offsets."""
        return [[] if PLACEHOLDER_HINTS.isdisjoint(text) else find_placeholders(text) for text in self.texts]

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
        from promptsmith.text.clear_english import clear_english

        return languages.detect_languages(self.texts, scopes=self.scope_spans, english=clear_english(self))


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


def _find_words(batch: Batch) -> Words:
    """Return the white-space separated pieces that hold a letter or digit, trimmed to their first and last of these."""
    # Runs of letters and digits with no white space between them belong to one word.
    start, end = run_bounds((batch.classes & (LETTER | DIGIT)) != 0)
    piece = batch.spaces_before[start]
    first = np.ones(len(start), dtype=np.bool_)
    first[1:] = piece[1:] != piece[:-1]
    last = np.ones(len(start), dtype=np.bool_)
    last[:-1] = first[1:]
    start, end = start[first], end[last]
    return Words(start, end, batch.text_of(start), batch.word_hasher.hash(start, end))


def _find_sentences(batch: Batch) -> Sentences:
    """Cut at sentence marks before white space, at blank lines, and before or after lines that are items or labels.

    A wrapped line is no boundary. A mark after an abbreviation, an initial or an item number is no boundary.
    """
    words = batch.words
    if not len(words.start):
        empty = np.empty(0, dtype=np.int64)
        return Sentences(empty, empty, empty, empty)
    is_cut = np.zeros(len(batch.codes), dtype=np.bool_)
    for cuts in (_mark_cuts(batch), _line_cuts(batch), batch.text_start, batch.text_end):
        is_cut[cuts] = True
    cuts = where_set(is_cut)
    segment = running_count(is_cut)[words.start + 1]
    first = where_set(np.concatenate(([True], segment[1:] != segment[:-1])))
    n_words = np.diff(np.concatenate((first, [len(segment)])))
    low, high = cuts[segment[first] - 1], cuts[segment[first]]
    start = batch.solid[batch.first_solid(low)]
    end = batch.solid[batch.first_solid(high) - 1] + 1
    return Sentences(start, end, words.text[first], n_words)


def _mark_cuts(batch: Batch) -> Ints:
    """Return the position after each run of sentence marks (and closing quotes) that white space follows."""
    starts, ends = run_bounds((batch.classes & (TERMINAL | CLOSER)) != 0)
    followed = batch.is_space[ends]  # the separator at the end guarantees there is something
    starts, ends = starts[followed], ends[followed]
    n_marks = running_count((batch.classes & TERMINAL) != 0)
    marked = n_marks[ends] > n_marks[starts]
    starts, ends = starts[marked], ends[marked]
    # A run of marks cuts if one of them does; only a full stop right after a word can fail to.
    single = n_marks[ends] - n_marks[starts] == 1
    doubtful = where_set(single & (batch.codes[starts] == ord(".")))
    kept = np.ones(len(ends), dtype=np.bool_)
    kept[doubtful] = ~_is_abbreviation(batch, starts[doubtful])
    return np.asarray(ends[kept])


def _is_abbreviation(batch: Batch, marks: Ints) -> Bools:
    """Return which full stops end an abbreviation, an initial or an item number."""
    words = batch.words
    index = np.minimum(words.end.searchsorted(marks), len(words.end) - 1)
    ends_here = words.end[index] == marks
    start = words.start[index]
    one_letter = (marks - start == 1) & ((batch.classes[start] & UPPER) != 0) & (batch.codes[start] != ord("I"))
    hashes = _abbreviation_hashes()
    known = hashes[np.minimum(np.searchsorted(hashes, words.hash[index]), len(hashes) - 1)] == words.hash[index]
    before = batch.codes[np.maximum(start - 1, 0)]
    opens_line = (start == batch.text_start[words.text[index]]) | (before == ord("\n"))
    number = opens_line & (marks - start <= 3) & batch.is_digit[start]
    return np.asarray(ends_here & (one_letter | known | number))


@lru_cache(maxsize=1)
def _abbreviation_hashes() -> NDArray[np.uint64]:
    return np.array(sorted(hash_term(word) for word in ABBREVIATIONS), dtype=np.uint64)


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
