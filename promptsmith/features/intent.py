"""What a prompt asks for: the head verb of its first request.

Every sentence offers at most a few *candidates*, each the number of a word: the first word after "please" and the like, the
word after a lead such as "I want you to", the word after the first comma when the sentence opens with a clause ("Given two
tables, write ..."), and the question word. Candidates are looked up by word hash in one table, for a whole batch at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import INTENTS, SCOPES
from promptsmith.features import intent_words as words_of
from promptsmith.features.counting import is_first
from promptsmith.features.intent_roles import (
    ANSWER,
    ARTICLE,
    CLAUSE,
    GIVEN,
    LISTS,
    LOOKS,
    MAKES,
    NAMES,
    READS,
    RULE,
    SKIP,
    SURE,
    role_entries,
    roles,
)
from promptsmith.features.signs import find_signs
from promptsmith.text.batch import Batch, Bools, Floats, Ints, where_set
from promptsmith.text.terms import SAID, Hits, TermSet

CONFIDENCE = {"first word": 0.9, "lead": 0.85, "clause": 0.7, "question": 0.6, "noun": 0.35}
"""Confidence by the place of the evidence: a verb in the imperative is rarely anything else, a noun often is. Judgement."""

HALF_SURE = 0.6
"""Factor for verbs of handing over ("give", "return"): what is given decides. Judgement."""

DISAGREEMENT = 0.75
"""Factor when a later request of the same text has another intent: the prompt asks for more than one thing. Judgement."""

MAX_OPENERS = 3


def _terms(name: str, listed: str) -> TermSet:
    return TermSet.of(name, [term.strip() for term in listed.split(",")])


TERM_SETS: tuple[TermSet, ...] = (
    _terms("intent_leads", words_of.LEADS),
    _terms("intent_roles", words_of.ROLES),
    _terms("intent_debug", words_of.DEBUG_TERMS),
    _terms("intent_optimize", words_of.OPTIMIZE_TERMS),
)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the intent of each text.

    Returns:
        Columns ``intent`` (one of the six or None), ``intent_confidence`` (0 to 1, NaN without intent), ``n_imperatives``
        (sentences headed by a verb that tells the model to do something, intent or condition) and ``has_request`` (bool: an
        imperative, a question, "I want", "act as", or a noun that names the wanted thing).
    """
    sentence, word, place = _candidates(batch, hits)
    kind, label = _look_up(batch, word)
    kind[(kind == ARTICLE) & (place == list(CONFIDENCE).index("lead"))] = ANSWER  # "I need a plan" asks for a plan
    verb = (kind >= 0) & (kind <= ANSWER) & ~label
    kind[verb] = _adjust(batch, hits, kind, word)[verb]
    questions, question_kind = _questions(batch, hits)
    confidence = np.array(list(CONFIDENCE.values()))[place] * np.where(kind == ANSWER, HALF_SURE, 1.0)
    tells = verb & (kind != RULE)
    nouns, noun_kind = _nouns(batch)
    text_of = batch.sentences.text
    # One row per piece of evidence: text, order, kind, confidence. Nouns only speak where nothing else does.
    text = np.concatenate([text_of[sentence[tells]], text_of[questions]])
    order = np.concatenate([sentence[tells] * 2, questions * 2 + 1])
    kinds = np.concatenate([np.where(kind[tells] == ANSWER, 0, kind[tells]), question_kind])
    sure = np.concatenate([confidence[tells], np.full(len(questions), CONFIDENCE["question"])])
    spoken = np.zeros(len(batch), dtype=np.bool_)
    spoken[text] = True
    silent = ~spoken[nouns]
    text, kinds = np.concatenate([text, nouns[silent]]), np.concatenate([kinds, noun_kind[silent]])
    order = np.concatenate([order, np.zeros(silent.sum(), dtype=np.int64)])
    sure = np.concatenate([sure, np.full(silent.sum(), CONFIDENCE["noun"])])
    intent, intent_confidence = _first(len(batch), text, order, kinds, sure)
    is_imperative = np.zeros(len(text_of), dtype=np.bool_)
    is_imperative[sentence[verb]] = True
    imperatives = where_set(is_imperative)
    asked = find_signs(batch).count("?") > 0
    has_request = np.zeros(len(batch), dtype=np.bool_)
    has_request[text] = True
    has_request[text_of[imperatives]] = True
    has_request |= (hits.of("intent_roles").count() > 0) | (asked & (batch.n_words > 0))
    return {
        "intent": intent,
        "intent_confidence": intent_confidence,
        "n_imperatives": np.bincount(text_of[imperatives], minlength=len(batch)),
        "has_request": has_request,
    }


def _candidates(batch: Batch, hits: Hits) -> tuple[Ints, Ints, Ints]:
    """Return (sentence, word, place) of each word that could head a request, in the user's own words."""
    sentences, words = batch.sentences, batch.words
    first = batch.sentence_words
    number = np.arange(len(sentences.start))
    leads = hits.of("intent_leads")
    after_lead = words.start.searchsorted(leads.end)
    clause, after_comma = _after_clause(batch, first)
    pieces = [
        (number, _skip_openers(batch, first), 0),
        (sentences.start.searchsorted(leads.start, side="right") - 1, _skip_openers(batch, after_lead), 1),
        (clause, _skip_openers(batch, after_comma), 2),
    ]
    sentence = np.concatenate([piece[0] for piece in pieces])
    word = np.concatenate([piece[1] for piece in pieces])
    place = np.concatenate([np.full(len(piece[0]), piece[2]) for piece in pieces])
    kept = (word < len(words.start)) & (sentence >= 0)
    sentence, word, place = sentence[kept], word[kept], place[kept]
    kept = (words.start[word] < sentences.end[sentence]) & _is_said(batch, words.start[word])
    return sentence[kept], word[kept], place[kept]


def _skip_openers(batch: Batch, word: Ints) -> Ints:
    """Return the numbers of the words after leading item numbers and words such as "please"."""
    if not len(word) or not len(batch.words.start):
        return word
    last = len(batch.words.start) - 1
    for _ in range(MAX_OPENERS):
        here = np.minimum(word, last)
        length = batch.words.end[here] - batch.words.start[here]
        number = (length <= 2) & (batch.codes[batch.words.start[here]] <= ord("9"))
        skipped = number | (_classes(batch, here)[0] == SKIP)
        if not skipped.any():
            break
        word = word + skipped
    return word


def _after_clause(batch: Batch, first: Ints) -> tuple[Ints, Ints]:
    """Return the sentences that open with a clause and the word after their first comma."""
    if not len(first):
        return first, first
    opened = where_set(_classes(batch, first)[0] == CLAUSE)
    commas = find_signs(batch).at(",")
    index = commas.searchsorted(batch.sentences.start[opened])
    found = index < len(commas)
    opened, comma = opened[found], commas[index[found]]
    inside = comma < batch.sentences.end[opened]
    return opened[inside], batch.words.start.searchsorted(comma[inside])


def _look_up(batch: Batch, word: Ints) -> tuple[Ints, Bools]:
    """Return the class of each word and whether it is a label (a noun with a colon behind it)."""
    kind, noun = _classes(batch, word)
    return kind, noun & (batch.codes[batch.words.end[word]] == ord(":"))


def _classes(batch: Batch, word: Ints) -> tuple[Ints, Bools]:
    entries = role_entries(batch)[word]
    return roles().kind[entries], roles().is_noun[entries]


def _has_role(batch: Batch, word: Ints, role: int) -> Bools:
    """Return which of the words have a role (one of the flags `LOOKS` to `SURE`)."""
    return np.asarray((roles().flags[role_entries(batch)[word]] & role) != 0)


def _adjust(batch: Batch, hits: Hits, kind: Ints, word: Ints) -> Ints:
    """Return the classes after looking at what stands around: signs of a fault, of tuning, and lists to make."""
    kind = kind.copy()
    if not len(word):
        return kind
    text = batch.words.text[word]
    debug, optimize = hits.of("intent_debug").count() > 0, hits.of("intent_optimize").count() > 0
    create, modify, analyze, _, fault, tuned = range(6)
    # "Find the bug": looking for a fault is debugging. A clear verb is not overruled otherwise: "Explain why it fails".
    looks = _has_role(batch, word, LOOKS)
    broken = debug[text] & looks
    # "Make it faster": the thing exists already. "Make a faster car" keeps its article, and stays create.
    makes = _has_role(batch, word, MAKES)
    following = np.minimum(word + 1, len(batch.words.hash) - 1)
    given = _has_role(batch, following, GIVEN)
    kind[optimize[text] & ((kind == modify) | (kind == analyze) | (makes & given))] = tuned
    kind[makes & given & (kind == create)] = modify
    kind[broken] = fault
    # "List ten names" makes a list; "List all files" and "Name the files" read one off.
    lists = _has_role(batch, word, LISTS)
    reads = _has_role(batch, following, READS)
    kind[lists & ~reads] = create
    kind[_has_role(batch, word, NAMES) & reads] = analyze
    return kind


def _questions(batch: Batch, hits: Hits) -> tuple[Ints, Ints]:
    """Return the sentences that are questions in the user's words, and the intent of each."""
    sentences, words = batch.sentences, batch.words
    if not len(sentences.start):
        return sentences.start, sentences.start
    first = _skip_openers(batch, batch.sentence_words)
    first = np.minimum(first, len(words.start) - 1)
    kinds = roles().question[role_entries(batch)[first]]
    marked = batch.codes[sentences.end - 1] == ord("?")
    # Without a mark only some words begin a question for sure: "When the file is empty, stop" begins none.
    sure = _has_role(batch, first, SURE) & (sentences.n_words >= 3)
    asks = (marked | sure) & _is_said(batch, sentences.start)
    number = where_set(asks)
    kind = np.where(kinds >= 0, kinds, INTENTS.index("analyze"))[number]
    text = sentences.text[number]
    kind[(hits.of("intent_optimize").count() > 0)[text]] = INTENTS.index("optimize")
    kind[(hits.of("intent_debug").count() > 0)[text]] = INTENTS.index("debug")
    return number, kind


def _nouns(batch: Batch) -> tuple[Ints, Ints]:
    """Return the texts with a noun that names a wanted thing among their first four words, and its intent."""
    words = batch.words
    if not len(words.start):
        return words.start, words.start
    kinds = roles().wanted[role_entries(batch)]
    nouns = where_set((kinds >= 0) & (batch.word_places < 4))
    nouns = nouns[_is_said(batch, words.start[nouns])]
    first = nouns[is_first(words.text[nouns])]
    return words.text[first], kinds[first]


def _first(n_texts: int, text: Ints, order: Ints, kinds: Ints, sure: Floats) -> tuple[NDArray[Any], Floats]:
    """Return the intent and confidence of the first evidence of each text."""
    intent = np.full(n_texts, None, dtype=object)
    confidence = np.full(n_texts, np.nan)
    if not len(text):
        return intent, confidence
    ranks = np.lexsort((-sure, order, text))
    text, kinds, sure = text[ranks], kinds[ranks], sure[ranks]
    # A verb of handing over or a question gives way to a surer verb of the same text: "What follows is a log. Explain it."
    best = np.zeros(n_texts)
    np.maximum.at(best, text, sure)
    strong = sure >= np.minimum(best[text], CONFIDENCE["clause"])
    chosen = where_set(strong)
    chosen = chosen[is_first(text[chosen])]
    owner = text[chosen]
    differs = np.zeros(n_texts, dtype=np.bool_)
    head = np.full(n_texts, -1)
    head[owner] = kinds[chosen]
    differs[text[(kinds != head[text]) & strong]] = True
    intent[owner] = np.array(INTENTS, dtype=object)[kinds[chosen]]
    confidence[owner] = sure[chosen] * np.where(differs[owner], DISAGREEMENT, 1.0)
    return intent, confidence


def _is_said(batch: Batch, position: Ints) -> Bools:
    return np.asarray(_SAID[batch.scope[position]])


_SAID = np.array([scope in SAID for scope in SCOPES], dtype=np.bool_)
