"""Columns that only serve as gates: cheap signs without which an expensive rule cannot fire."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.features.counting import count_owners, count_positions, is_first
from promptsmith.features.signs import find_signs
from promptsmith.text.batch import Batch, Bools, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER
from promptsmith.text.terms import Hits, TermSet
from promptsmith.text.word_table import WordTable

TERM_SETS: tuple[TermSet, ...] = ()

MIXED_CHARACTERS = 8
"""Characters from which a word with letters and digits may be a key or a password: the shortest that the rules accept."""

MAX_DIGIT_GAP = 2
"""Digits at most this far apart belong to one number: groups of a card or account number have one character between them."""

Ranges = tuple[tuple[int, int], ...]

HIDDEN: Ranges = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064),
    (0x2066, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB),
    (0xE0001, 0xE0001), (0xE0020, 0xE007F), (0xE0100, 0xE01EF),
)  # fmt: skip
"""Characters without a glyph. Variation selectors and tags also carry hidden bytes: "ASCII smuggling"."""

TYPOGRAPHIC: Ranges = ((0xA0, 0xA0), (0x2007, 0x2007), (0x2018, 0x2019), (0x201C, 0x201E), (0x202F, 0x202F))
"""Curly quotation marks and no-break spaces."""

MISREAD_LEADS: Ranges = ((0xC2, 0xC3), (0xE0, 0xF0))
"""First bytes of UTF-8 that were read as letters; the bytes after them become characters beyond ASCII too."""

LOOKALIKE: Ranges = ((0x370, 0x3FF), (0x400, 0x52F), (0x531, 0x589))
"""Greek, Cyrillic and Armenian: alphabets with letters that look like Latin ones."""

FILLERS = frozenset(
    "a an the please always also kindly just you your must should shall will make sure ensure that be to is are and by so "
    "el la los las un una siempre por favor también debes deberías tu tus su sus asegúrate de que y".split()
)
"""Words without which an instruction asks for the same. Negations and "only" are none of them. Judgement."""

LOST = 0xFFFD
"""The character that stands for one that could not be read."""

_STEP = np.uint64(0x100000001B3)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the gate columns, one row per text.

    Columns:
        n_mixed_words (words of at least `MIXED_CHARACTERS` characters with a letter and a digit), longest_number (digits of the longest
        number, its groups at most one character apart), n_repeated_sentences (sentences whose words all stood in an earlier one, in
        the same order; a leading item number does not count), n_similar_sentences (the same, with `FILLERS` passed over: more than
        n_repeated_sentences when two sentences differ in fillers only), last_word_hash (hash of the last word as
        `text.batch.hash_term` gives it; 0 without words), last_letters_hash (hash of the last run of letters, folded; 0 without
        letters), n_hidden, n_typographic (characters of `HIDDEN` and `TYPOGRAPHIC`), n_misread (places that may be UTF-8 read in
        another encoding), n_odd_braces (lines whose braces do not balance, and double braces with nothing between), n_script_seams
        (letters of `LOOKALIKE` right before or behind a Latin letter).
    """
    beyond = batch.beyond_ascii
    codes = batch.codes[beyond]
    counted, place = _sentence_places(batch)
    return {
        "n_mixed_words": _mixed_words(batch),
        "longest_number": _longest_numbers(batch),
        "n_repeated_sentences": _repeated_sentences(batch, counted, place),
        "n_similar_sentences": _repeated_sentences(batch, *_without_fillers(batch, counted)),
        "last_word_hash": _last_words(batch),
        "last_letters_hash": _last_letters(batch),
        "n_hidden": count_positions(batch, beyond[_within(codes, HIDDEN)]),
        "n_typographic": count_positions(batch, beyond[_within(codes, TYPOGRAPHIC)]),
        "n_misread": count_positions(batch, beyond[_may_be_misread(batch, codes)]),
        "n_odd_braces": _odd_braces(batch),
        "n_script_seams": _script_seams(batch, beyond[_within(codes, LOOKALIKE)]),
    }


def _within(codes: NDArray[np.uint32], ranges: Ranges) -> Bools:
    """Return which code points lie in one of ``ranges``, which are in order."""
    if not len(codes):
        return np.zeros(0, dtype=np.bool_)
    # Behind an odd number of bounds lies the inside of a range.
    bounds = np.array([(low, high + 1) for low, high in ranges], dtype=np.uint32).ravel()
    return np.asarray(bounds.searchsorted(codes, side="right") % 2 == 1)


def _may_be_misread(batch: Batch, codes: NDArray[np.uint32]) -> Bools:
    follower = batch.codes[batch.beyond_ascii + 1]  # the last separator bounds the index
    return np.asarray((_within(codes, MISREAD_LEADS) & (follower >= 128)) | (codes == LOST))


def _script_seams(batch: Batch, lookalikes: Ints) -> Ints:
    """Return how many of the letters at ``lookalikes`` touch a Latin letter."""
    if not len(lookalikes):
        return np.zeros(len(batch), dtype=np.int64)
    behind = batch.codes[lookalikes + 1]  # the last separator bounds the index, and it also stands before the first text
    touches = _is_latin(batch.codes[lookalikes - 1]) | _is_latin(behind)
    return count_positions(batch, lookalikes[touches])


def _is_latin(codes: NDArray[np.uint32]) -> Bools:
    lower = codes | 0x20
    basic = (lower >= ord("a")) & (lower <= ord("z"))
    return np.asarray(basic | ((codes >= 0xC0) & (codes <= 0x24F) & (codes != 0xD7) & (codes != 0xF7)))


def _odd_braces(batch: Batch) -> Ints:
    signs = find_signs(batch)
    position = signs.at("{}\n")
    code = batch.codes[position]
    is_brace = code != ord("\n")
    if not is_brace.any():
        return np.zeros(len(batch), dtype=np.int64)
    text = batch.text_of(position)
    line = np.cumsum(~is_brace) + text  # one number per line: neither part ever falls
    first = where_set(is_first(line))
    depth = np.add.reduceat(np.where(is_brace, np.where(code == ord("{"), 1, -1), 0), first)
    brace = position[is_brace]
    opened = batch.codes[brace] == ord("{")
    # Two opening braces side by side, then white space, then a closing one.
    double = where_set(opened[:-2] & opened[1:-1] & ~opened[2:] & (brace[1:-1] == brace[:-2] + 1))
    empty = double[batch.solid[batch.first_solid(brace[double + 1] + 1)] == brace[double + 2]]
    return count_owners(batch, text[first[depth != 0]]) + count_positions(batch, brace[empty])


def _last_letters(batch: Batch) -> NDArray[np.uint64]:
    start, end = batch.letter_runs
    last = np.zeros(len(batch), dtype=np.uint64)
    index = start.searchsorted(batch.text_end) - 1
    full = index >= 0
    full[full] = start[index[full]] >= batch.text_start[full]
    last[full] = batch.word_hasher.hash(start[index[full]], end[index[full]])
    return last


def _mixed_words(batch: Batch) -> Ints:
    words = batch.words
    mixed = (batch.word_kinds & (LETTER | DIGIT)) == (LETTER | DIGIT)
    return batch.count_words(mixed & (words.end - words.start >= MIXED_CHARACTERS))


def _last_words(batch: Batch) -> NDArray[np.uint64]:
    last = np.zeros(len(batch), dtype=np.uint64)
    ends = np.cumsum(batch.n_words)
    full = batch.n_words > 0
    last[full] = batch.words.hash[ends[full] - 1]
    return last


def _longest_numbers(batch: Batch) -> Ints:
    digits = where_set(batch.is_digit)
    longest = np.zeros(len(batch), dtype=np.int64)
    if len(digits):
        text = batch.text_of(digits)
        opens = np.concatenate(([True], (np.diff(digits) > MAX_DIGIT_GAP) | (text[1:] != text[:-1])))
        first = where_set(opens)
        np.maximum.at(longest, text[first], np.diff(np.concatenate((first, [len(digits)]))))
    return longest


def _sentence_places(batch: Batch) -> tuple[Bools, Ints]:
    """Return which words of the sentences count, which are all but item numbers, and the place of each in its sentence."""
    first = batch.sentence_words
    numbered = _is_item_number(batch, first) if len(first) else first
    counted = np.ones(len(batch.words.start), dtype=np.bool_)
    counted[first[numbered == 1]] = False
    return counted, _places(batch, counted)


def _without_fillers(batch: Batch, counted: Bools) -> tuple[Bools, Ints]:
    kept = counted & ~_fillers().holds(batch.words.hash)
    return kept, _places(batch, kept)


def _places(batch: Batch, counted: Bools) -> Ints:
    """Return how many counted words of its sentence stand before each word."""
    before: Ints = np.cumsum(counted) - counted
    return np.asarray(before - np.repeat(before[batch.sentence_words], batch.sentences.n_words))


@lru_cache(maxsize=1)
def _fillers() -> WordTable:
    return WordTable(sorted(FILLERS))


def _repeated_sentences(batch: Batch, counted: Bools, place: Ints) -> Ints:
    """Return how many sentences of each text have all counted words of an earlier one, in the same order."""
    sentences, words = batch.sentences, batch.words
    if not len(sentences.start):
        return np.zeros(len(batch), dtype=np.int64)
    powers = np.multiply.accumulate(np.full(int(sentences.n_words.max()) + 1, _STEP, dtype=np.uint64))
    keys = np.add.reduceat(np.where(counted, words.hash * powers[place], np.uint64(0)), batch.sentence_words)
    order = np.lexsort((keys, sentences.text))
    same = (keys[order][1:] == keys[order][:-1]) & (sentences.text[order][1:] == sentences.text[order][:-1])
    return count_owners(batch, sentences.text[order][1:][same])


def _is_item_number(batch: Batch, word: Ints) -> Ints:
    """Return 1 for a word of at most three digits before a full stop or bracket."""
    start, end = batch.words.start[word], batch.words.end[word]
    marked = (batch.codes[end] == ord(".")) | (batch.codes[end] == ord(")"))
    digit = (batch.classes[start] & DIGIT) != 0
    return np.asarray(digit & marked & (end - start <= 3), dtype=np.int64)
