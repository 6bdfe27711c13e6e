"""The order of the stages, for a list of texts. Nothing here knows where texts come from or how results are shown."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.constraints.limits import Limit
from promptsmith.constraints.reading import limits_of_batch
from promptsmith.features import size
from promptsmith.features.families import compute_features, term_sets
from promptsmith.rewrite.sections import OPEN_HEADINGS, without_open_points
from promptsmith.rules._rule import Finding, Rule
from promptsmith.rules.domains._checklist import ChecklistItem, coverage
from promptsmith.rules.engine import Fault, RuleEngine
from promptsmith.rules.profiles import RuleSet, choose_rules
from promptsmith.scoring.scores import FindingColumns, Scores, score_texts
from promptsmith.scoring.weights import WeightSet
from promptsmith.text.batch import Batch, batches
from promptsmith.text.terms import TermMatcher

Progress = Callable[[int, int], None]

SIZES = ("n_chars", "n_words", "n_sentences", "n_tokens_est")


@dataclass(frozen=True)
class Unit:
    """One distinct thing to analyse: a text, the domain it is judged in (None: detect) and the variables declared for it."""

    text: str
    domain: str | None = None
    variables: Mapping[str, object] | None = field(default=None, hash=False)


@dataclass(frozen=True, eq=False)
class Analysis:
    """Everything measured about a sequence of units, in their order.

    Attributes:
        units: the units.
        features: feature columns, each of shape (n_units,); of the text without a closing section about open points.
        sizes: the `SIZES` of the whole text, each of shape (n_units,).
        domains: domain of each unit.
        limits, findings: per unit, in the order of the text.
        suppressed: per unit, findings that a comment in the text silences; they count in no score.
        missing: per unit, the checklist questions of its domain that the text leaves open.
        asked, answered: bit i is set when item i of that checklist applies, or applies and is answered; shape (n_units,).
        faults: checks that failed on one unit, with the unit's number.
        scores: the scores, or None when they were not asked for.
    """

    units: Sequence[Unit]
    features: dict[str, NDArray[Any]]
    sizes: dict[str, NDArray[Any]]
    domains: NDArray[np.object_]
    limits: list[list[Limit]]
    findings: list[list[Finding]]
    suppressed: list[list[Finding]]
    missing: list[list[ChecklistItem]]
    asked: NDArray[np.int64]
    answered: NDArray[np.int64]
    faults: list[Fault]
    scores: Scores


@dataclass(frozen=True, eq=False)
class Stages:
    """The compiled stages for one choice of rules."""

    rules: Mapping[str, Rule]
    engine: RuleEngine
    matcher: TermMatcher


def stages(ruleset: RuleSet | None = None) -> Stages:
    """Return the stages for the chosen rules (None: every rule that is not off)."""
    return _compiled(ruleset or choose_rules())


@lru_cache(maxsize=8)
def _compiled(ruleset: RuleSet) -> Stages:
    engine = RuleEngine(ruleset.rules)
    sets = (*term_sets(), *engine.term_sets())
    return Stages(ruleset.rules, engine, TermMatcher(sets))


def analyse(
    units: Sequence[Unit],
    weights: WeightSet,
    *,
    ruleset: RuleSet | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Run every stage over ``units`` in batches and return one analysis.

    Args:
        units: what to analyse; equal units cost twice, so make them distinct.
        weights: weight set of the overall score.
        ruleset: rules to run; None runs every rule that is not off.
        progress: called with (units done, units in all) after each batch.
    """
    chosen = stages(ruleset)
    parts: list[Analysis] = []
    done = 0
    with without_collector():
        for batch in batches([unit.text for unit in units]):
            parts.append(_analyse_batch(batch, units[done : done + len(batch)], weights, chosen, done))
            done += len(batch)
            if progress is not None:
                progress(done, len(units))
    if not parts:
        parts.append(_analyse_batch(Batch.of([]), [], weights, chosen, 0))
    return parts[0] if len(parts) == 1 else _join(units, parts)


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cycle collector: the stages make millions of small objects and no cycles (measured: 5 to 10 % of the time)."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _analyse_batch(batch: Batch, units: Sequence[Unit], weights: WeightSet, chosen: Stages, first: int) -> Analysis:
    judged = _without_open_points(batch)
    hits = chosen.matcher.find(judged)
    features = compute_features(judged, hits, is_calibrated=weights.parts == "calibrated")
    limits = limits_of_batch(judged, hits)
    domains = _judge_domains(features, units)
    checked = coverage(judged, domains)
    features["checklist_share"] = checked.share_covered
    outcome = chosen.engine.find(judged, hits, features, domains, [unit.variables for unit in units])
    features["handles_missing"] = features["handles_missing"] | (batch.n_chars != judged.n_chars)
    scores = score_texts(features, finding_columns(outcome.findings, chosen.rules), domains, weights)
    missing = [checked.missing(row) for row in range(len(batch))]
    faults = [Fault(fault.row + first, fault.code, fault.message) for fault in outcome.faults]
    sizes = _sizes(batch, judged, features)
    asked, answered = checked.applicable, checked.covered
    found, suppressed = outcome.findings, outcome.suppressed
    return Analysis(units, features, sizes, domains, limits, found, suppressed, missing, asked, answered, faults, scores)


def _sizes(batch: Batch, judged: Batch, features: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    if judged is batch:
        return {name: features[name] for name in SIZES}
    whole = (batch.n_chars, batch.n_words, batch.n_sentences, size.estimate_tokens(batch))
    return dict(zip(SIZES, whole, strict=True))


def _without_open_points(batch: Batch) -> Batch:
    """Return the batch without the closing sections that a rewrite added about open points.

    Such a section asks the model to state its assumptions; the user has said nothing more than before. So it is measured by one flag
    (``handles_missing``) and by nothing else: a rewrite cannot buy score with words of its own. Offsets stay, as the section is last.
    """
    if not any(heading in batch.joined for heading in OPEN_HEADINGS.values()):
        return batch
    kept = [without_open_points(text) for text in batch.texts]
    return batch if kept == list(batch.texts) else Batch.of(kept)


def _judge_domains(features: dict[str, NDArray[Any]], units: Sequence[Unit]) -> NDArray[np.object_]:
    """Return the caller's domain where there is one (with confidence 1), else the detected one."""
    domains = np.asarray(features["domain"], dtype=object).copy()
    for row, unit in enumerate(units):
        if unit.domain is not None:
            domains[row] = unit.domain
            features["domain_confidence"][row] = 1.0
    return domains


def finding_columns(findings: Sequence[Sequence[Finding]], rules: Mapping[str, Rule]) -> FindingColumns:
    """Return the findings of many texts as arrays, in the order of texts and places."""
    counts = [len(found) for found in findings]
    codes = [finding.code for found in findings for finding in found]
    return FindingColumns(np.repeat(np.arange(len(counts)), counts), codes, [rules[code].severity for code in codes])


def _join(units: Sequence[Unit], parts: Sequence[Analysis]) -> Analysis:
    scores = [part.scores for part in parts]
    return Analysis(
        units,
        {name: np.concatenate([part.features[name] for part in parts]) for name in parts[0].features},
        {name: np.concatenate([part.sizes[name] for part in parts]) for name in SIZES},
        np.concatenate([part.domains for part in parts]),
        [found for part in parts for found in part.limits],
        [found for part in parts for found in part.findings],
        [found for part in parts for found in part.suppressed],
        [items for part in parts for items in part.missing],
        np.concatenate([part.asked for part in parts]),
        np.concatenate([part.answered for part in parts]),
        [fault for part in parts for fault in part.faults],
        Scores(
            *(
                np.concatenate([getattr(score, name) for score in scores])
                for name in ("dimensions", "overall", "low", "high", "reasons", "no_interval")
            )
        ),
    )
