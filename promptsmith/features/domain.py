"""The domain of a prompt, from weighted terms: whole columns at a time.

Evidence of a domain is the sum of the weights of its *different* terms in the user's own words and code, so repeating a word
buys nothing. The plain domain ``general`` starts with evidence of its own, which grows slowly with length: a long text meets
a few terms of every trade by chance. The domain with the most evidence wins and its share of all evidence is the confidence,
so both little evidence and a close rival lower it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.counting import count_positions, is_first
from promptsmith.features.domain_terms import DOMAIN_TERMS
from promptsmith.text.batch import Batch, Bools, Floats, where_set
from promptsmith.text.terms import Hits, TermSet

PREFIX = "domain_"
SPEAKING = ("instruction", "context", "placeholder", "code")
"""Scopes that tell what a prompt is about. Quotes, examples and pasted data may be about anything."""

GENERAL_EVIDENCE = 1.7
"""Evidence ``general`` starts with: one term that nearly decides (2) beats it, one that supports (1) does not. Judgement."""

LENGTH_OF_CHANCE = 60.0
"""Words after which the evidence of ``general`` has grown by ln 2 of itself. Judgement; nine of ten prompts are shorter."""

NEARLY_ALL = 0.1
"""A text with a smaller share of own words (a bare JSON description of an image) is about what is pasted. Judgement."""


CLEAR_SHARE = 0.45
"""A special domain with a smaller share of all evidence is one of several subjects; such a text counts as general. Judgement."""


def domain_terms(name: str, weighted: dict[float, str]) -> TermSet:
    """Return the term set of one domain from an entry of `DOMAIN_TERMS`."""
    terms = {term.strip(): weight for weight, listed in weighted.items() for term in listed.split(",")}
    return TermSet(PREFIX + name, terms)


TERM_SETS: tuple[TermSet, ...] = tuple(domain_terms(name, weighted) for name, weighted in DOMAIN_TERMS.items())


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the domain of each text.

    Every set among ``hits`` whose name starts with ``domain_`` is a candidate, so a registered domain takes part by its terms.

    Returns:
        Columns ``domain`` (str), ``domain_confidence`` (0 to 1) and ``domain_<name>``, the evidence of each domain (0 or more,
        sum of weights; without its head start for ``general``).
    """
    evidence = _evidence(batch, hits)
    general = PREFIX + "general"
    ordered = [general, *(name for name in evidence if name != general)]
    plain = evidence.get(general, np.zeros(len(batch)))
    chance = GENERAL_EVIDENCE * (1.0 + np.log1p(batch.n_words / LENGTH_OF_CHANCE))
    table = np.stack([plain + chance, *(evidence[name] for name in ordered[1:])])
    shares = table / table.sum(axis=0)
    best = shares.argmax(axis=0)  # `general` stands first, so it wins a tie
    best[shares.max(axis=0, initial=0.0) < CLEAR_SHARE] = 0
    share = shares[best, np.arange(len(batch))]
    labels = np.array([name.removeprefix(PREFIX) for name in ordered], dtype=object)
    return {"domain": labels[best], "domain_confidence": share, **evidence}


def domain_hints(hits: Hits, row: int) -> list[str]:
    """Return the terms of one text that speak for a special domain, in lower case, strongest first and without repeats."""
    start, end = hits.batch.text_start[row], hits.batch.text_end[row]
    found: dict[str, tuple[float, int]] = {}
    speaks = _speaks(hits.batch)
    for terms in hits.sets:
        if not terms.name.startswith(PREFIX) or terms.name == PREFIX + "general":
            continue
        chosen = hits.of(terms.name, scopes=None, longest=True)
        low, high = chosen.start.searchsorted((start, end))
        values = chosen.value
        for index in range(low, high):
            if not speaks[chosen.start[index]]:
                continue
            word = hits.batch.folded[chosen.start[index] : chosen.end[index]]
            rank = (-float(values[index]), int(chosen.start[index]))
            found[word] = min(found.get(word, rank), rank)
    return sorted(found, key=found.__getitem__)


def _speaks(batch: Batch) -> Bools:
    """Return which positions tell what a prompt is about: its own words, and everything in a text that is nearly all pasted."""
    flags = np.array([scope in SPEAKING for scope in SCOPES], dtype=np.bool_)
    speaks = np.asarray(flags[batch.scope], dtype=np.bool_)
    silent = where_set(~speaks)
    pasted = batch.n_chars - count_positions(batch, silent) < NEARLY_ALL * batch.n_chars
    if pasted.any():
        speaks |= np.repeat(pasted, batch.n_chars + 1)  # each text and the separator behind it
    return speaks


def _evidence(batch: Batch, hits: Hits) -> dict[str, Floats]:
    """Return for each domain the sum of the weights of its different terms in each text, all domains in one pass."""
    numbers = [number for number, terms in enumerate(hits.sets) if terms.name.startswith(PREFIX)]
    sizes = [len(hits.sets[number].terms) for number in numbers]
    place = np.full(len(hits.sets), -1)
    place[numbers] = np.arange(len(numbers))
    domain = place[hits.set]
    chosen = where_set(domain >= 0)
    domain, start, end = domain[chosen], hits.start[chosen], hits.end[chosen]
    # The longest hits of each domain: no later hit that ends at or before an earlier one of the same domain.
    order = np.lexsort((-end, start, domain))
    domain, start, chosen = domain[order], start[order], chosen[order]
    reach = end[order] + domain * len(batch.codes)
    kept = _speaks(batch)[start]
    kept[1:] &= reach[1:] > np.maximum.accumulate(reach)[:-1]
    domain, chosen = domain[kept], chosen[kept]
    first_term = np.cumsum(sizes) - sizes
    n_terms = sum(sizes)
    # Terms are numbered over all domains, so one sort by domain, text and term leaves each term once per text.
    keys = np.sort((domain * len(batch) + hits.text[chosen]) * n_terms + first_term[domain] + hits.term[chosen])
    keys = keys[is_first(keys)]
    weights = np.concatenate([hits.sets[number].weights for number in numbers])
    cells = np.bincount(keys // n_terms, weights=weights[keys % n_terms], minlength=len(numbers) * len(batch))
    rows = cells.astype(np.float64).reshape(len(numbers), len(batch))
    return {hits.sets[number].name: row for number, row in zip(numbers, rows, strict=True)}
