"""Lists of words and phrases, found in a whole batch by one automaton pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from promptsmith.text.batch import Batch, Bools, Floats, Ints, fold
from promptsmith.text.classes import DIGIT, LETTER
from promptsmith.text.hashes import where_set

SAID = ("instruction", "context", "placeholder")
"""Scopes that hold the user's own words: what a feature counts unless it says otherwise."""


@dataclass(frozen=True)
class TermSet:
    """A named list of terms with a value each (a weight, a class number, or 1).

    Terms are compared in lower case, with straight apostrophes. A term whose edge is a letter or digit only counts where no letter,
    digit or underscore touches that edge.
    """

    name: str
    terms: Mapping[str, float]

    @cached_property
    def weights(self) -> Floats:
        """The values in the order of the terms."""
        return np.array(list(self.terms.values()), dtype=np.float64)

    @classmethod
    def of(cls, name: str, terms: Iterable[str]) -> TermSet:
        """Return a set in which each term has the value 1."""
        return cls(name, dict.fromkeys(terms, 1.0))


@dataclass(frozen=True, eq=False)
class Hits:
    """Occurrences of terms in a batch, ordered by start: one entry per (set, term, place); ``numbers`` gives a set's number by its name."""

    batch: Batch
    sets: tuple[TermSet, ...]
    numbers: Mapping[str, int]
    set: NDArray[np.int32]
    term: NDArray[np.int32]
    start: Ints
    end: Ints

    @cached_property
    def text(self) -> Ints:
        """Number of the text that holds each hit."""
        return self.batch.text_of(self.start)

    @cached_property
    def _by_set(self) -> tuple[Ints, Ints]:
        order = np.argsort(self.set, kind="stable")
        bounds = np.searchsorted(self.set[order], np.arange(len(self.sets) + 1))
        return order, bounds

    @cached_property
    def _present(self) -> frozenset[int]:
        return frozenset(self.set.tolist()) if len(self.set) < 1000 else frozenset(np.unique(self.set).tolist())

    @cached_property
    def _none(self) -> Hits:
        none = np.empty(0, dtype=np.int64)
        return Hits(self.batch, self.sets, self.numbers, none.astype(np.int32), none.astype(np.int32), none, none)

    def has(self, name: str) -> bool:
        """Tell whether any term of the set occurs in the batch."""
        return self.numbers[name] in self._present

    def of(self, name: str, *, scopes: tuple[str, ...] | None = SAID, longest: bool = False) -> Hits:
        """Return the hits of one set, ordered by start.

        Args:
            name: the set.
            scopes: keep hits that start in these scopes; None keeps all.
            longest: drop a hit that lies inside a longer hit of the same set ("api" inside "rest api").
        """
        number = self.numbers[name]
        if number not in self._present:
            return self._none
        order, bounds = self._by_set
        chosen = order[bounds[number] : bounds[number + 1]]
        if scopes is not None and len(chosen):
            chosen = chosen[_scope_flags(scopes)[self.batch.scope[self.start[chosen]]]]
        if longest and len(chosen) > 1:
            chosen = chosen[np.lexsort((-self.end[chosen], self.start[chosen]))]
            reach = np.maximum.accumulate(self.end[chosen])
            chosen = chosen[np.concatenate(([True], self.end[chosen][1:] > reach[:-1]))]
        return Hits(
            self.batch, self.sets, self.numbers, self.set[chosen], self.term[chosen], self.start[chosen], self.end[chosen]
        )

    def count(self) -> Ints:
        """Return the number of hits in each text."""
        return np.bincount(self.text, minlength=len(self.batch))

    def count_distinct(self) -> Ints:
        """Return the number of different terms in each text (hits of one set only)."""
        widest = max((len(terms.terms) for terms in self.sets), default=1)
        keys = np.unique(self.text * widest + self.term)
        return np.bincount(keys // widest, minlength=len(self.batch))

    def total(self) -> Floats:
        """Return the sum of the terms' values in each text."""
        return np.bincount(self.text, weights=self.value, minlength=len(self.batch)).astype(np.float64)

    @property
    def value(self) -> Floats:
        """Value of each hit's term."""
        if len(self.set) and (self.set == self.set[0]).all():
            return np.asarray(self.sets[self.set[0]].weights[self.term])
        values = np.zeros(len(self.set))
        for number in np.unique(self.set).tolist():
            mine = self.set == number
            values[mine] = self.sets[number].weights[self.term[mine]]
        return values

    def words(self) -> list[str]:
        """Return each hit's text as written."""
        return [self.batch.joined[start:end] for start, end in zip(self.start.tolist(), self.end.tolist(), strict=True)]


class TermMatcher:
    """Finds every term of many sets with one pass over a batch.

    Args:
        sets: term sets with different names.
    """

    def __init__(self, sets: Sequence[TermSet]) -> None:
        import ahocorasick_rs

        self.sets = tuple(sets)
        self._numbers = {terms.name: number for number, terms in enumerate(self.sets)}
        owners: dict[str, list[tuple[int, int]]] = {}
        for set_number, terms in enumerate(self.sets):
            for term_number, term in enumerate(terms.terms):
                owners.setdefault(fold(term), []).append((set_number, term_number))
        self._lengths = np.array([len(term) for term in owners], dtype=np.int64)
        counts = np.array([len(where) for where in owners.values()], dtype=np.int64)
        self._counts = counts
        self._first = np.concatenate(([0], np.cumsum(counts)))[:-1]
        pairs = [pair for where in owners.values() for pair in where]
        self._set = np.array([pair[0] for pair in pairs], dtype=np.int32)
        self._term = np.array([pair[1] for pair in pairs], dtype=np.int32)
        self._check_left = np.array([_is_wordly(term[0]) for term in owners], dtype=np.bool_)
        self._check_right = np.array([_is_wordly(term[-1]) for term in owners], dtype=np.bool_)
        self._automaton = ahocorasick_rs.AhoCorasick(list(owners)) if owners else None

    def find(self, batch: Batch) -> Hits:
        """Return every hit of every set in ``batch``."""
        found = self._automaton.find_matches_as_indexes(batch.folded, overlapping=True) if self._automaton else []
        # Half the time of `np.array` on a list of tuples.
        flat = np.fromiter(chain.from_iterable(found), dtype=np.int64, count=3 * len(found)).reshape(-1, 3)
        pattern, start, end = flat[:, 0], flat[:, 1], flat[:, 2]
        wordly = (batch.classes & (LETTER | DIGIT)) != 0
        wordly |= batch.codes == ord("_")
        # The separator at the end is not wordly: it bounds the last hit, and by index -1 the first one.
        touched = (self._check_left[pattern] & wordly[start - 1]) | (self._check_right[pattern] & wordly[end])
        kept = where_set(~touched)
        kept = kept[np.argsort(start[kept], kind="stable")]
        pattern, start, end = pattern[kept], start[kept], end[kept]
        counts = self._counts[pattern]
        owner = np.repeat(self._first[pattern], counts) + _ranges(counts)
        owned = self._set[owner], self._term[owner], np.repeat(start, counts), np.repeat(end, counts)
        return Hits(batch, self.sets, self._numbers, *owned)


def term_pattern(term: str) -> re.Pattern[str]:
    """Return the regular expression that finds the same places as the automaton, one term at a time (the reference)."""
    folded = fold(term)
    left = r"(?<![^\W_])(?<!_)" if _is_wordly(folded[0]) else ""
    right = r"(?!\w)" if _is_wordly(folded[-1]) else ""
    return re.compile(f"(?=({left}{re.escape(folded)}{right}))")


def _is_wordly(character: str) -> bool:
    return character.isalnum() or character == "_"


def _ranges(counts: Ints) -> Ints:
    return np.asarray(np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts))


@lru_cache(maxsize=8)
def _scope_flags(scopes: tuple[str, ...]) -> Bools:
    from promptsmith.config import SCOPES

    return np.array([scope in scopes for scope in SCOPES], dtype=np.bool_)
