"""Blocks of text that many prompts share: runs of sentences that always stand together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from promptsmith.corpora.reading import CorpusTexts, mix
from promptsmith.text.batch import Bools, Ints

MIN_WORDS = 8
"""A shorter block ("Be brief.") costs little, and prompts that have nothing in common share it. Judgement."""


@dataclass(frozen=True, eq=False)
class Blocks:
    """Blocks and all their places, in the order of texts.

    Attributes:
        n_texts: for each block, the number of different texts that hold it.
        n_words: for each block, its length.
        n_sentences: for each block, its sentences and list items.
        block: for each place, the number of its block.
        text: for each place, the number of the text.
        start, end: for each place, the span in the text.
    """

    n_texts: Ints
    n_words: Ints
    n_sentences: Ints
    block: Ints
    text: Ints
    start: Ints
    end: Ints


def find_blocks(texts: CorpusTexts, alike: Ints, *, shared_by: int) -> Blocks:
    """Return the blocks that at least ``shared_by`` different texts hold.

    A block is the longest run of sentences that stand together in every text that holds one of them. Sentences are equal when their
    words are, without case, spacing and edge punctuation. Copies of a text count once.

    Args:
        texts: all texts.
        alike: for each text, the number of the first text that is the same but for case and spacing.
        shared_by: smallest number of different texts; at least 2.
    """
    _, sentence = np.unique(texts.sentence_key, return_inverse=True)
    owner = alike[texts.sentence_text]
    n_holding = _holding(sentence, owner)[sentence]
    is_shared = n_holding >= shared_by
    follows = _follows(texts, sentence, owner, n_holding) & is_shared[1:]
    opens = is_shared.copy()
    opens[1:] &= ~follows
    first = np.flatnonzero(opens)
    run = np.cumsum(opens) - 1
    inside = np.flatnonzero(is_shared)
    n_sentences = np.bincount(run[inside], minlength=len(first))
    keys = _run_keys(texts, inside, n_sentences)
    _, block = np.unique(keys, return_inverse=True)
    n_words = np.add.reduceat(texts.sentence_words[inside], np.cumsum(n_sentences) - n_sentences) if len(first) else first
    n_texts = _holding(block, owner[first])
    kept = (n_texts[block] >= shared_by) & (n_words >= MIN_WORDS)
    places, n_sentences, n_words = first[kept], n_sentences[kept], n_words[kept]
    _, at, block = np.unique(block[kept], return_index=True, return_inverse=True)
    start, end = texts.sentence_start[places], texts.sentence_end[places + n_sentences - 1]
    counts = _holding(block, alike[texts.sentence_text[places]])
    return Blocks(counts, n_words[at], n_sentences[at], block, texts.sentence_text[places], start, end)


def _follows(texts: CorpusTexts, sentence: Ints, owner: Ints, n_holding: Ints) -> Bools:
    """Return which neighbouring sentences stand together in every text that holds one of them."""
    if len(sentence) < 2:
        return np.zeros(max(len(sentence) - 1, 0), dtype=np.bool_)
    together = texts.sentence_text[1:] == texts.sentence_text[:-1]
    _, pair = np.unique(sentence[:-1] * (int(sentence.max()) + 1) + sentence[1:], return_inverse=True)
    n_pairs = np.zeros(int(pair.max()) + 1, dtype=np.int64)
    counted = _holding(pair[together], owner[1:][together])
    n_pairs[: len(counted)] = counted
    return np.asarray(together & (n_pairs[pair] == n_holding[1:]) & (n_pairs[pair] == n_holding[:-1]))


def _holding(item: Ints, owner: Ints) -> Ints:
    """Return in how many different owners each item stands."""
    if not len(item):
        return np.empty(0, dtype=np.int64)
    distinct = np.unique(item * (int(owner.max()) + 1) + owner)
    return np.bincount(distinct // (int(owner.max()) + 1))


def _run_keys(texts: CorpusTexts, inside: Ints, n_sentences: Ints) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    """Return a hash of the sentences of each run, in order."""
    if not len(inside):
        return np.empty(0, dtype=np.uint64)
    first = np.cumsum(n_sentences) - n_sentences
    place = (np.arange(len(inside)) - np.repeat(first, n_sentences)).astype(np.uint64)
    return np.asarray(np.add.reduceat(mix(texts.sentence_key[inside] + mix(place + np.uint64(1))), first))
