"""Technical terms: which there are and how much of the text they make up."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.counting import count_owners, is_first, share, sum_by_text
from promptsmith.features.letters import letter_runs
from promptsmith.features.technical_terms import ANY, CONTEXT, LABELS, SOFTWARE_WORDS, technical_terms
from promptsmith.features.word_classes import FUNCTION, word_classes
from promptsmith.text.batch import Batch, Bools, Ints, fold, where_set
from promptsmith.text.classes import UPPER
from promptsmith.text.terms import SAID, Hits, TermSet

TERM_SETS = (
    TermSet("technical", {term.term: float(LABELS.index(term.label)) for term in technical_terms()}),
    TermSet.of("technical.software", SOFTWARE_WORDS),
)

# Terms and entities read the same hits; the entry goes with them.
_ACCEPTED: WeakKeyDictionary[Hits, Hits] = WeakKeyDictionary()

_SQL = LABELS.index("SQL_KEYWORD")


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return ``n_technical_terms`` (distinct terms) and ``technical_share`` (of the words, 0 to 1), one row per text.

    Terms count in the user's own words and in code. A term that is an ordinary word as well ("Go", "Express", "SELECT") counts only
    in its technical spelling and beside other evidence of software.
    """
    found = accepted_terms(batch, hits, (*SAID, "code"))
    keys = np.sort(found.text * len(technical_terms()) + _canonical()[found.term])
    keys = keys[is_first(keys)]
    words = batch.words
    covered = words.start.searchsorted(found.end) - words.start.searchsorted(found.start)
    n_covered = sum_by_text(batch, found.text, np.maximum(covered, 1).astype(np.float64))
    return {
        "n_technical_terms": count_owners(batch, keys // len(technical_terms())),
        "technical_share": np.minimum(share(n_covered, batch.n_words), 1.0),
    }


def technical_terms_of(batch: Batch, hits: Hits) -> list[list[str]]:
    """Return the technical terms of each text as the text writes them first, without repeats, in order."""
    found = accepted_terms(batch, hits, (*SAID, "code"))
    listed: list[dict[int, str]] = [{} for _ in range(len(batch))]
    for row, term, written in zip(found.text.tolist(), _canonical()[found.term].tolist(), found.words(), strict=True):
        listed[row].setdefault(term, written)
    return [list(terms.values()) for terms in listed]


def accepted_terms(batch: Batch, hits: Hits, scopes: tuple[str, ...] | None) -> Hits:
    """Return the hits of technical terms whose form allows them, none inside another, ordered by start.

    Args:
        scopes: where to look; None looks everywhere.
    """
    found = _ACCEPTED.get(hits)
    if found is None:
        found = _ACCEPTED[hits] = _accept(batch, hits)
    if scopes is None:
        return found
    wanted = np.array([name in scopes for name in SCOPES], dtype=np.bool_)
    return _take(found, wanted[batch.scope[found.start]])


def _accept(batch: Batch, hits: Hits) -> Hits:
    found = hits.of("technical", scopes=None)
    if not len(found.start):
        return found
    forms, first_letters = _forms()
    form = forms[found.term]
    strict = where_set(form > 0)
    as_listed = batch.codes[found.start[strict]] == first_letters[found.term[strict]]
    # Most hits of "SELECT" or "Go" are small words, so the first letter decides; only the others are compared whole.
    for number in where_set(as_listed).tolist():
        place = strict[number]
        as_listed[number] = batch.joined[found.start[place] : found.end[place]] == technical_terms()[found.term[place]].term
    # The scheme of an address ("https://") is no term; at the end of a batch the last separator bounds the index.
    last = len(batch.codes) - 1
    kept = (batch.codes[found.end] != ord(":")) | (batch.codes[np.minimum(found.end + 1, last)] != ord("/"))
    kept[strict] &= as_listed
    context = strict[as_listed & (form[strict] == 2)]
    # Evidence comes from terms that need none themselves, and from the plain words of software.
    evidence = np.zeros(len(batch), dtype=np.bool_)
    evidence[found.text[kept & (form < 2)]] = True
    evidence[hits.of("technical.software", scopes=None).text] = True
    if len(context):
        kept[context] &= _fits(batch, found, context, evidence)
    return _longest(_take(found, kept))


def _fits(batch: Batch, found: Hits, context: Ints, evidence: Bools) -> Bools:
    """Return which hits of ambiguous terms stand in a text about software and do not open a sentence as a verb would."""
    text, term = found.text[context], found.term[context]
    is_sql = _labels()[term] == _SQL
    pairs = np.sort(text[is_sql] * len(technical_terms()) + term[is_sql])
    pairs = pairs[is_first(pairs)] // len(technical_terms())
    enough_sql = (np.bincount(pairs, minlength=len(batch)) >= 2) | evidence
    fits = np.where(is_sql, (enough_sql & ~_shouts(batch))[text], evidence[text])
    starts = found.start[context]
    opens = batch.sentences.start
    first_words = opens[np.minimum(opens.searchsorted(starts), len(opens) - 1)] == starts
    words = batch.words
    following = np.minimum(words.start.searchsorted(found.end[context]), len(words.start) - 1)
    before_function_word = (word_classes(batch)[following] & FUNCTION) != 0
    return np.asarray(fits & (is_sql | ~(first_words & before_function_word)))


def _shouts(batch: Batch) -> Bools:
    """Return which texts are mostly capitals, where capitals do not mark SQL."""
    n_letters = batch.count(letter_runs(batch).is_letter)
    return np.asarray(batch.count((batch.classes & UPPER) != 0) * 10 > n_letters * 7)


def _take(hits: Hits, kept: Bools) -> Hits:
    return replace(hits, set=hits.set[kept], term=hits.term[kept], start=hits.start[kept], end=hits.end[kept])


def _longest(hits: Hits) -> Hits:
    """Drop hits that lie inside another one, and all but the first of several with the same span."""
    order = np.lexsort((-hits.end, hits.start))
    ends = hits.end[order]
    reach = np.maximum.accumulate(ends) if len(ends) else ends
    return _take_at(hits, order[np.concatenate(([True], ends[1:] > reach[:-1]))] if len(ends) else order)


def _take_at(hits: Hits, index: Ints) -> Hits:
    return replace(hits, set=hits.set[index], term=hits.term[index], start=hits.start[index], end=hits.end[index])


@lru_cache(maxsize=1)
def _forms() -> tuple[Ints, Ints]:
    """Return for each term its form (0 any, 1 exact, 2 context) and the first character of its exact spelling."""
    terms = technical_terms()
    forms = np.array([0 if term.form == ANY else 2 if term.form == CONTEXT else 1 for term in terms], dtype=np.int64)
    return forms, np.array([ord(term.term[0]) for term in terms], dtype=np.int64)


@lru_cache(maxsize=1)
def _canonical() -> Ints:
    """Return for each term the number of the first term with the same letters ("git" and "Git" are one term)."""
    first: dict[str, int] = {}
    return np.array([first.setdefault(fold(term.term), number) for number, term in enumerate(technical_terms())])


@lru_cache(maxsize=1)
def _labels() -> Ints:
    return np.array([LABELS.index(term.label) for term in technical_terms()])
