"""The domain of a prompt, from weighted terms: whole columns at a time.

Evidence of a domain is the sum of the weights of its *different* terms in the user's own words and code, so repeating a word
buys nothing. A multinomial logistic regression over the evidence of all domains (`features.detection`) turns it into calibrated
probabilities. A special domain below `LEAST_SURE` is rejected in favour of ``general``: a checklist that does not belong is worse
than a missing one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.config import SCOPES
from promptsmith.features.counting import count_positions, is_first
from promptsmith.features.detection import Softmax, detection_tables, probabilities
from promptsmith.features.domain_terms import DOMAIN_TERMS
from promptsmith.features.domain_words import DOMAIN_WORDS
from promptsmith.text.batch import Batch, Bools, Floats, where_set
from promptsmith.text.terms import Hits, TermSet

PREFIX = "domain_"
SPEAKING = ("instruction", "context", "placeholder", "code")
"""Scopes that tell what a prompt is about. Quotes, examples and pasted data may be about anything."""

LEAST_SURE = 0.6
"""Probability a special domain needs. It is where a wrong checklist costs one and a half times what a right one gains. Judgement."""

PADDING = 4.0
"""Words added to the length of a text where evidence is divided by its root, so that two words do not decide. Judgement."""

PLURALS = {"~": "s", "+": "es"}
"""Marks of a listed term that stands also with an ending."""

NEARLY_ALL = 0.1
"""A text with a smaller share of own words (a bare JSON description of an image) is about what is pasted. Judgement."""


def domain_terms(name: str, weighted: dict[float, str]) -> TermSet:
    """Return the term set of one domain from an entry of `DOMAIN_TERMS`."""
    return TermSet(PREFIX + name, _weights(weighted))


def _weights(weighted: dict[float, str]) -> dict[str, float]:
    weights: dict[str, float] = {}
    for weight, listed in weighted.items():
        for term in listed.split(","):
            word = term.strip().rstrip("~+")
            for form in (word, *(word + ending for mark, ending in PLURALS.items() if term.strip().endswith(mark))):
                weights.setdefault(form, weight)
    return weights


TERM_SETS: tuple[TermSet, ...] = tuple(
    TermSet(PREFIX + name, _weights(DOMAIN_WORDS[name]) | _weights(weighted)) for name, weighted in DOMAIN_TERMS.items()
)


def compute(batch: Batch, hits: Hits, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the domain of each text.

    Every set among ``hits`` whose name starts with ``domain_`` is a candidate, so a registered domain takes part by its terms.

    Returns:
        Columns ``domain`` (str), ``domain_confidence`` (calibrated probability of that domain, 0 to 1; that of ``general`` where a
        special domain was rejected) and ``domain_<name>``, the evidence of each domain (0 or more, sum of weights).
    """
    evidence = find_evidence(batch, hits)
    model = detection_tables()["domain"]
    logits = model.logits(evidence_columns(batch, evidence, model.classes))
    general = model.classes.index("general")
    registered = [name for name in evidence if name.removeprefix(PREFIX) not in model.classes]
    if registered:
        # A domain that nobody could fit counts as a built-in one does by its own evidence alone, against the plain one.
        own = np.stack([registered_logits(batch, evidence[name], model) for name in registered], axis=1)
        logits = np.concatenate((logits, logits[:, [general]] + own), axis=1)
    # Rounded, so that the order of additions in batches of different sizes leaves no trace.
    chances = np.round(probabilities(logits), 6)
    best = chances.argmax(axis=1)
    best[chances.max(axis=1, initial=0.0) < LEAST_SURE] = general
    labels = np.array([*model.classes, *(name.removeprefix(PREFIX) for name in registered)], dtype=object)
    return {"domain": labels[best], "domain_confidence": chances[np.arange(len(batch)), best], **evidence}


COLUMNS = ("log", "density", "share")
"""What is read of the evidence of each domain: its logarithm, evidence per root of the length, and its share of all evidence."""


def evidence_columns(batch: Batch, evidence: dict[str, Floats], classes: Sequence[str]) -> Floats:
    """Return the input of the model, shape (n_texts, 3 * n_classes): `COLUMNS`, each for all ``classes``."""
    none = np.zeros(len(batch))
    table = np.stack([evidence.get(PREFIX + name, none) for name in classes], axis=1)
    share = table / (table.sum(axis=1, keepdims=True) + 1.0)
    return np.concatenate((np.log1p(table), table / np.sqrt(batch.n_words + PADDING)[:, None], share), axis=1)


def registered_logits(batch: Batch, evidence: Floats, model: Softmax) -> Floats:
    """Return the logit of a domain without fitted coefficients against the plain one, from its evidence."""
    named = model.named
    density = evidence / np.sqrt(batch.n_words + PADDING)
    return np.asarray(named["own_intercept"] + named["own_log"] * np.log1p(evidence) + named["own_density"] * density)


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


def find_evidence(batch: Batch, hits: Hits) -> dict[str, Floats]:
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
