"""The feature families in the order they run, and the one call that computes them all."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from numpy.typing import NDArray

from promptsmith.features import (
    ambiguity,
    complexity,
    domain,
    entities,
    form,
    gates,
    grammar,
    intent,
    limits,
    open_points,
    readability,
    sentiment,
    size,
    specificity,
    structure,
    terms,
    variety,
)
from promptsmith.text.batch import Batch
from promptsmith.text.terms import Hits, TermMatcher, TermSet

FAMILIES: tuple[ModuleType, ...] = (
    size,
    structure,
    gates,
    terms,
    entities,
    complexity,
    ambiguity,
    sentiment,
    readability,
    specificity,
    grammar,
    intent,
    limits,
    open_points,
    domain,
)
"""A family may read the columns of the families before it."""

CALIBRATED: tuple[ModuleType, ...] = (variety, form)
"""Families after these that only calibrated dimensions read. They cost about an eighth of an evaluation, so nobody else pays for them."""


def term_sets() -> tuple[TermSet, ...]:
    """Return the term sets of every family; `compute_features` needs hits that include them."""
    return tuple(terms for family in (*FAMILIES, *CALIBRATED) for terms in family.TERM_SETS)


def compute_features(batch: Batch, hits: Hits, *, is_calibrated: bool = False) -> dict[str, NDArray[Any]]:
    """Return the feature columns of ``batch``, one row per text.

    Args:
        batch: the texts.
        hits: hits of a matcher whose sets include `term_sets`.
        is_calibrated: also the columns of the `CALIBRATED` families.
    """
    features: dict[str, NDArray[Any]] = {}
    for family in (*FAMILIES, *CALIBRATED) if is_calibrated else FAMILIES:
        features.update(family.compute(batch, hits, features))
    return features


def measure(texts: list[str]) -> dict[str, NDArray[Any]]:
    """Return every feature column of ``texts`` as one batch, with a matcher of the features' own terms only."""
    batch = Batch.of(texts)
    return compute_features(batch, TermMatcher(term_sets()).find(batch), is_calibrated=True)
