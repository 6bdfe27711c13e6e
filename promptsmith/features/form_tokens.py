"""The form of a text: its words as function words, endings and classes, and its marks, cut into n-grams that are numbered by hash.

What a sentence is about is left out on purpose: a content word is only its class and its last two letters (or its class alone), so that
what is learned about form in one subject holds in another. The space before a mark is not seen. Placeholders, code, data, examples and
quotes stand as one token each, whatever they hold, and Markdown marks are not seen, so renaming a variable or adding bold changes
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.word_classes import COMMON, VERB, word_classes
from promptsmith.features.word_lists import FUNCTION_EN, FUNCTION_ES, split
from promptsmith.text.batch import Batch, Bools, Floats, Ints, where_set
from promptsmith.text.classes import DIGIT, LETTER, UPPER
from promptsmith.text.hashes import running_count
from promptsmith.text.word_table import WordTable

Hashes = NDArray[np.uint64]

FRAME_WORDS = (
    "want use need get make find work mean happen know like best good possible difference way ways thing things someone people long "
    "new old first last needs used using getting got go going goes come comes became become number kind type types name names year "
    "time day between call called considered made found put take show tell give explain"
)
"""Content words that carry the form of a question more than its subject; kept whole. Judgement."""

SKELETONS = ((1 << 17, range(1, 5)), (1 << 16, range(2, 7)))
"""Buckets and n-gram lengths of the two skeletons: with endings, and with classes alone."""
N_PARTS = 1 << 15
"""Buckets for parts of content words: the whole word, its first three letters, its last three letters."""
N_PAIRS = 1 << 16
"""Buckets for pairs of neighbours of which one is a function or frame word, so that no run of content words is ever kept."""
N_SHAPES = 48
"""Columns for the shape of a sentence: how it opens and closes, its length, capitals and marks."""
FIRST_SHAPE = sum(buckets for buckets, _ in SKELETONS) + N_PARTS + N_PAIRS
N_COLUMNS = FIRST_SHAPE + N_SHAPES

PART_VALUE, PAIR_VALUE = 2.0, 3.0
"""How much more a part of a word, and a pair, counts than an n-gram of a skeleton. Chosen by grouped cross-validation."""
SHAPE_VALUE = 0.3
"""Value of a shape column. Judgement: all shapes of a sentence weigh about as much as all of its n-grams."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0x100000001B3)
_OPEN, _CLOSE = 1, 2
_UNSEEN_MARKS = "*_`#>|~•·"
_SAID = np.array([name in ("instruction", "context") for name in SCOPES], dtype=np.bool_)


@dataclass(frozen=True, eq=False)
class Entries:
    """One column for each of some places in a batch, in order; all have the same value.

    Attributes:
        place: numbers of the places: tokens with the opening and closing of each sentence counted in, or words.
        column: the column of each place, below `N_COLUMNS`.
        value: the value of each. It has still to be divided by the square root of the number of entries of its sentence or text, so
            that length alone gives nothing.
    """

    place: Ints
    column: Ints
    value: float


@dataclass(frozen=True, eq=False)
class Grams:
    """The columns that are set in each sentence of a batch.

    Attributes:
        token_sentence, word_sentence: sentence of each token and of each word, in order.
        tokens, words: entries at tokens (n-grams of the skeletons) and at words (parts and pairs).
        shapes: the shape columns of each sentence, shape (n_sentences, 7).
        n_entries: entries of each sentence.
    """

    token_sentence: Ints
    word_sentence: Ints
    tokens: list[Entries]
    words: list[Entries]
    shapes: Ints
    n_entries: Ints

    def flat(self) -> tuple[Ints, Ints, Floats]:
        """Return sentence, column and value of every entry."""
        found = []
        for owner, entries in ((self.token_sentence, self.tokens), (self.word_sentence, self.words)):
            for entry in entries:
                found.append((owner[entry.place], entry.column, np.full(len(entry.column), entry.value)))
        sentence, column, value = (np.concatenate([part[n] for part in found]) for n in range(3))
        return sentence, column, value

    def sums(self, coefficients: NDArray[np.float32]) -> Floats:
        """Return for each sentence the sum of coefficient times value over its entries."""
        n = len(self.n_entries)
        total = np.zeros(n)
        for owner, entries in ((self.token_sentence, self.tokens), (self.word_sentence, self.words)):
            # Adding at the places first leaves one sum over sentences instead of one for each kind of entry.
            at_place = np.zeros(len(owner), dtype=np.float32)
            for entry in entries:
                at_place[entry.place] += coefficients[entry.column] * np.float32(entry.value)
            total += np.bincount(owner, weights=at_place, minlength=n)
        return total


@lru_cache(maxsize=1)
def _kept_words() -> WordTable:
    return WordTable(tuple(dict.fromkeys((*split(FUNCTION_EN), *split(FUNCTION_ES), *split(FRAME_WORDS)))))


def _mix(values: Hashes) -> Hashes:
    mixed = values ^ (values >> np.uint64(31))
    mixed = mixed * _MULTIPLIER
    return np.asarray(mixed ^ (mixed >> np.uint64(29)))


def sentence_grams(batch: Batch) -> Grams:
    """Return the n-grams, pairs, parts and shapes of every sentence of ``batch``."""
    fine, coarse, sentence = _tokens(batch)
    n_words = batch.sentences.n_words
    counts = np.bincount(sentence, minlength=len(n_words))
    owner = np.repeat(np.arange(len(n_words)), counts + 2)
    tokens: list[Entries] = []
    offset = 0
    left = _tokens_left(counts)
    for (buckets, lengths), skeleton in zip(SKELETONS, (fine, coarse), strict=True):
        tokens += _n_grams(_framed(skeleton, counts), left, lengths, buckets, offset)
        offset += buckets
    words = [*_word_parts(batch, offset), _pairs(batch, offset + N_PARTS)]
    n_grams = [np.maximum(counts + 3 - length, 0) for _, lengths in SKELETONS for length in lengths]
    word_sentence = _sentence_of_words(batch)
    n_at_words = [np.bincount(word_sentence[entry.place], minlength=len(n_words)) for entry in words]
    n_entries = np.sum([*n_grams, *n_at_words], axis=0)
    return Grams(owner, word_sentence, tokens, words, _shapes(batch, counts) + FIRST_SHAPE, n_entries)


def _tokens(batch: Batch) -> tuple[Hashes, Hashes, Ints]:
    """Return the tokens of all sentences in order, fine and coarse, with the sentence of each."""
    words = batch.words
    positions = np.concatenate((words.start, _marks(batch)))
    order = positions.argsort(kind="stable")
    positions = positions[order]
    fine, coarse = _word_tokens(batch)
    marks = batch.folded_codes[positions[order >= len(words.start)]].astype(np.uint64) + np.uint64(1 << 50)
    marks = np.where(marks == np.uint64((1 << 50) + ord("“")), np.uint64((1 << 50) + ord('"')), marks)
    both = []
    for tokens in (fine, coarse):
        merged = np.empty(len(positions), dtype=np.uint64)
        merged[order < len(words.start)] = tokens
        merged[order >= len(words.start)] = marks
        both.append(merged)
    scope = batch.scope[positions]
    said = _SAID[scope]
    sentence = batch.sentences.start.searchsorted(positions, side="right") - 1
    inside = sentence >= 0
    inside[inside] = positions[inside] < batch.sentences.end[sentence[inside]]
    # What is not said stands as one token for each run of it.
    opens = np.ones(len(positions), dtype=np.bool_)
    opens[1:] = (scope[1:] != scope[:-1]) | (sentence[1:] != sentence[:-1])
    kept = inside & (said | opens)
    stands = scope.astype(np.uint64) + np.uint64(1 << 52)
    fine, coarse = (np.where(said, tokens, stands)[kept] for tokens in both)
    return fine, coarse, sentence[kept]


def _marks(batch: Batch) -> Ints:
    """Return the positions of the marks outside words, without those of layout."""
    edge = np.zeros(len(batch.codes) + 1, dtype=np.int8)
    edge[batch.words.start] += 1
    edge[batch.words.end] -= 1
    outside = edge[:-1].cumsum(dtype=np.int8) == 0
    marks = where_set(outside & ~batch.is_space)
    seen = np.ones(256, dtype=np.bool_)
    seen[[ord(mark) for mark in _UNSEEN_MARKS if ord(mark) < 256]] = False
    marks = marks[seen[batch.latin[marks]]]
    before = batch.codes[np.maximum(marks - 1, 0)]
    is_bullet = (batch.codes[marks] == ord("-")) & ((before == ord("\n")) | (marks == batch.text_start[batch.text_of(marks)]))
    return np.asarray(marks[~is_bullet])


def _word_tokens(batch: Batch) -> tuple[Hashes, Hashes]:
    words, kinds, classes = batch.words, batch.word_kinds, word_classes(batch)
    number = _kept_words().find(words.hash)
    kept = number != len(_kept_words().words)
    has_digit = (kinds & DIGIT) != 0
    kind = has_digit.astype(np.uint64) * np.uint64(2) + ((kinds & LETTER) != 0).astype(np.uint64)
    listed = ((classes & VERB) != 0).astype(np.uint64) + np.uint64(2) * ((classes & COMMON) != 0).astype(np.uint64)
    ending = np.zeros(len(words.start), dtype=np.uint64)
    for step in (1, 2):
        letter = batch.folded_codes[np.maximum(words.end - step, 0)].astype(np.uint64)
        long_enough = (words.end - words.start > step) & ~has_digit
        ending = ending * np.uint64(1000003) + np.where(long_enough, letter, np.uint64(0))
    whole = number.astype(np.uint64) + np.uint64(1 << 40)
    fine = np.where(kept, whole, ending * np.uint64(8) + kind + np.uint64(10))
    coarse = np.where(kept, whole, kind * np.uint64(4) + listed + np.uint64(10))
    return fine, coarse


def _framed(tokens: Hashes, counts: Ints) -> Hashes:
    """Return the mixed tokens with an opening and a closing token around each sentence."""
    framed = np.empty(len(tokens) + 2 * len(counts), dtype=np.uint64)
    first = np.cumsum(counts + 2) - (counts + 2)
    place = np.arange(len(tokens)) + np.repeat(first + 1 - (np.cumsum(counts) - counts), counts)
    framed[place] = _mix(tokens)
    framed[first] = _mix(np.full(1, _OPEN, dtype=np.uint64))
    framed[first + counts + 1] = _mix(np.full(1, _CLOSE, dtype=np.uint64))
    return framed


def _tokens_left(counts: Ints) -> Ints:
    """Return for each framed token how many tokens follow it in its sentence."""
    ends = np.cumsum(counts + 2)
    return np.asarray(np.repeat(ends, counts + 2) - np.arange(int(ends[-1]) if len(ends) else 0) - 1)


def _n_grams(tokens: Hashes, left: Ints, lengths: range, buckets: int, offset: int) -> list[Entries]:
    """Return the n-grams of each length that lie in one sentence, each at its first token."""
    found = []
    rolling = tokens
    for length in range(1, lengths.stop):
        if length > 1:
            rolling = rolling[:-1] * _STEP
            rolling += tokens[length - 1 :]
        if length in lengths:
            place = where_set(left[: len(rolling)] >= length - 1)
            found.append(Entries(place, _bucket(rolling[place], buckets) + offset, 1.0))
    return found


def _sentence_of_words(batch: Batch) -> Ints:
    return np.repeat(np.arange(len(batch.sentences.start)), batch.sentences.n_words)


def _said_words(batch: Batch) -> tuple[Bools, Bools]:
    """Return which words are said in the user's own words, and which of all are kept whole."""
    kept = _kept_words().find(batch.words.hash) != len(_kept_words().words)
    return _SAID[batch.scope[batch.words.start]], kept


def _word_parts(batch: Batch, offset: int) -> list[Entries]:
    """Return the columns of each content word that is said: the word, its opening and its ending."""
    words = batch.words
    said, kept = _said_words(batch)
    content = said & ~kept & ((batch.word_kinds & LETTER) != 0) & ((batch.word_kinds & DIGIT) == 0)
    number = where_set(content)
    start, end = words.start[number], words.end[number]
    hasher = batch.word_hasher
    slices = (
        words.hash[number],
        hasher.hash(start, np.minimum(start + 3, end)) + np.uint64(3),
        hasher.hash(np.maximum(end - 3, start), end) + np.uint64(5),
    )
    return [Entries(number, _bucket(part, N_PARTS) + offset, PART_VALUE) for part in slices]


def _pairs(batch: Batch, offset: int) -> Entries:
    """Return the columns of neighbours in a sentence of which exactly one is kept whole."""
    said, kept = _said_words(batch)
    sentence, hashes = _sentence_of_words(batch), batch.words.hash
    both = where_set((sentence[1:] == sentence[:-1]) & said[1:] & said[:-1] & (kept[1:] != kept[:-1]))
    return Entries(both, _bucket(hashes[both] * _STEP + hashes[both + 1], N_PAIRS) + offset, PAIR_VALUE)


def _bucket(hashes: Hashes, buckets: int) -> Ints:
    spread = hashes * _MULTIPLIER
    spread >>= np.uint64(65 - buckets.bit_length())
    return spread.view(np.int64)


def _shapes(batch: Batch, n_tokens: Ints) -> Ints:
    """Return the shape columns of each sentence: opening, close, a lone small i, capitals, length, length of words, marks."""
    sentences, words = batch.sentences, batch.words
    first, n_words = batch.sentence_words, np.maximum(sentences.n_words, 1)
    upper = (batch.classes[words.start] & UPPER) != 0
    lone_i = (words.end - words.start == 1) & (batch.codes[words.start] == ord("i"))
    letters = running_count(batch.is_letter)
    mean_letters = (letters[sentences.end] - letters[sentences.start]) / n_words
    last = batch.codes[sentences.end - 1]
    return np.stack(
        (
            np.where(upper[first], 0, 1),
            np.where(last == ord("?"), 2, np.where(last == ord("."), 3, np.where(last == ord("!"), 4, 5))),
            np.where(_per_sentence(lone_i, first, sentences.n_words) > 0, 6, 7),
            8 + np.minimum(_per_sentence(upper, first, sentences.n_words) * 8 // n_words, 7),
            16 + np.minimum(n_words, 31) // 2,
            32 + np.clip(mean_letters, 0, 9).astype(np.int64),
            42 + np.clip(n_tokens - sentences.n_words, 0, 5),
        ),
        axis=1,
    ).astype(np.int64)


def _per_sentence(flags: Bools, first: Ints, n_words: Ints) -> Ints:
    running = running_count(flags)
    return np.asarray(running[first + n_words] - running[first], dtype=np.int64)
