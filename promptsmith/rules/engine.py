"""Runs rules over a batch: cheap gates choose the rows, then each check reads only documents on which it could fire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from promptsmith.errors import shorten
from promptsmith.rules._rule import Features, Finding, Rule
from promptsmith.rules.suppressions import MARK, settle
from promptsmith.text.batch import Batch, fold, where_set
from promptsmith.text.document import Document
from promptsmith.text.terms import Hits, TermSet, term_pattern

Spans = list[tuple[int, int]]
Variables = Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that raised on one text; the other rules and texts go on.

    Attributes:
        row: number of the text in the batch.
        code: code of the rule.
        message: what happened.
    """

    row: int
    code: str
    message: str


@dataclass(frozen=True)
class Outcome:
    """What the rules found in a batch.

    Attributes:
        findings: per text, ordered by start, end and code.
        suppressed: per text, the findings that a comment in it silences.
        faults: the checks that failed.
    """

    findings: list[list[Finding]]
    suppressed: list[list[Finding]]
    faults: list[Fault]


class RuleEngine:
    """Finds what a set of rules has to say about each text of a batch.

    Args:
        rules: rules by code.
    """

    def __init__(self, rules: Mapping[str, Rule]) -> None:
        self.rules = dict(rules)

    def term_sets(self) -> tuple[TermSet, ...]:
        """Return one term set per rule with triggers, named by the rule's code; `run` needs hits that include them."""
        return tuple(TermSet.of(code, rule.triggers) for code, rule in self.rules.items() if rule.triggers)

    def run(
        self,
        batch: Batch,
        hits: Hits,
        features: Features,
        domains: Sequence[str] | NDArray[np.object_],
        variables: Sequence[Variables] | None = None,
    ) -> tuple[list[list[Finding]], list[Fault]]:
        """Return the findings of each text, ordered by start, end and code, and the checks that failed; arguments of `find`."""
        outcome = self.find(batch, hits, features, domains, variables)
        return outcome.findings, outcome.faults

    def find(
        self,
        batch: Batch,
        hits: Hits,
        features: Features,
        domains: Sequence[str] | NDArray[np.object_],
        variables: Sequence[Variables] | None = None,
    ) -> Outcome:
        """Return what the rules found.

        Args:
            batch: the texts.
            hits: hits of a matcher whose sets include `term_sets`.
            features: feature columns of the batch, read by the gates, beside ``has_given_variables``, which is made here.
            domains: domain of each text; rules of other domains stay silent.
            variables: per text, the values the caller will fill in; None when nothing was said.
        """
        found: list[list[Finding]] = [[] for _ in range(len(batch))]
        faults: list[Fault] = []
        suppressed: list[list[Finding]] = [[] for _ in range(len(batch))]
        if not len(batch):
            return Outcome(found, suppressed, faults)
        given = variables if variables is not None else [None] * len(batch)
        features = {**features, "has_given_variables": np.array([values is not None for values in given], dtype=np.bool_)}
        rows_of = _DomainRows(domains)
        documents = _Documents(batch, domains, variables)
        for code, rule in self.rules.items():
            if (rule.triggers and not hits.has(code)) or not rows_of.has(rule.domain):
                continue
            for row, spans in _candidates(rule, batch, hits, features, rows_of):
                document = documents.get(row)
                if rule.triggers:
                    documents.triggers[row][code] = spans
                _check(rule, document, row, found, faults)
        if MARK in batch.joined:
            for row in [row for row, text in enumerate(batch.texts) if MARK in text]:
                found[row], suppressed[row] = settle(documents.get(row), found[row], self.rules)
        for findings in (*found, *suppressed):
            findings.sort(key=_order)
        return Outcome(found, suppressed, faults)


def run_naively(
    rules: Mapping[str, Rule],
    texts: Sequence[str],
    domains: Sequence[str],
    variables: Sequence[Variables] | None = None,
) -> list[list[Finding]]:
    """Return what `RuleEngine.run` returns, by reading every text with every rule: no gate, no automaton, one term at a time.

    It is the reference the engine is tested and timed against.

    Raises:
        Exception: whatever a check raises.
    """
    patterns = {code: [term_pattern(term) for term in rule.triggers] for code, rule in rules.items()}
    results: list[list[Finding]] = []
    for number, text in enumerate(texts):
        folded = fold(text)
        spans = {
            code: sorted(match.span(1) for pattern in patterns[code] for match in pattern.finditer(folded)) for code in rules
        }
        given = variables[number] if variables is not None else None
        document = Document(Batch.of([text]), 0, spans, domains[number], given)
        found: list[Finding] = []
        for code, rule in rules.items():
            if rule.domain not in (None, domains[number]) or (rule.triggers and not spans[code]):
                continue
            found += rule.findings(document)
        results.append(sorted(settle(document, found, rules)[0], key=_order))
    return results


class _Documents:
    """One document per row, made when the first rule asks for it; the triggers of later rules are added to it."""

    def __init__(
        self, batch: Batch, domains: Sequence[str] | NDArray[np.object_], variables: Sequence[Variables] | None
    ) -> None:
        self.batch = batch
        self.domains = domains
        self.variables = variables
        self.triggers: dict[int, dict[str, Spans]] = {}
        self._made: dict[int, Document] = {}

    def get(self, row: int) -> Document:
        document = self._made.get(row)
        if document is None:
            triggers: dict[str, Spans] = {}
            given = self.variables[row] if self.variables is not None else None
            document = Document(self.batch, row, triggers, str(self.domains[row]), given)
            self.triggers[row], self._made[row] = triggers, document
        return document


class _DomainRows:
    """Which rows belong to a domain, worked out once per domain; every row belongs to None."""

    def __init__(self, domains: Sequence[str] | NDArray[np.object_]) -> None:
        self._domains = np.asarray(domains, dtype=object)
        self._present = {None, *self._domains.tolist()}
        self._known: dict[str | None, NDArray[np.bool_]] = {None: np.ones(len(self._domains), dtype=np.bool_)}

    def has(self, domain: str | None) -> bool:
        return domain in self._present

    def of(self, domain: str | None) -> NDArray[np.bool_]:
        if domain not in self._known:
            self._known[domain] = np.asarray(self._domains == domain, dtype=np.bool_)
        return self._known[domain]


def _candidates(rule: Rule, batch: Batch, hits: Hits, features: Features, rows_of: _DomainRows) -> Iterator[tuple[int, Spans]]:
    """Yield the rows on which the rule could fire, with the spans of its triggers; the batch holds its triggers and its domain."""
    open_rows = np.asarray(rule.gate(features), dtype=np.bool_) if rule.gate is not None else rows_of.of(None)
    if rule.domain is not None:
        open_rows = open_rows & rows_of.of(rule.domain)
    rows = where_set(open_rows)
    if not len(rows):
        return
    if not rule.triggers:
        for row in rows.tolist():
            yield row, []
        return
    mine = hits.of(rule.code, scopes=None)
    text = mine.text
    kept = where_set(open_rows[text])
    kept = kept[np.lexsort((mine.end[kept], mine.start[kept]))]
    first = batch.text_start[text[kept]]
    starts, ends = (mine.start[kept] - first).tolist(), (mine.end[kept] - first).tolist()
    rows = text[kept]
    bounds = where_set(np.concatenate(([True], rows[1:] != rows[:-1], [True]))) if len(rows) else rows
    for low, high in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        yield int(rows[low]), list(zip(starts[low:high], ends[low:high], strict=True))


def _check(rule: Rule, document: Document, row: int, found: list[list[Finding]], faults: list[Fault]) -> None:
    # A defect in one check must cost one rule on one text, never the batch.
    try:
        found[row] += rule.findings(document)
    except Exception as error:
        faults.append(Fault(row, rule.code, f"Rule {rule.code} failed: {type(error).__name__}: {shorten(error)}"))


def _order(finding: Finding) -> tuple[int, int, str]:
    return finding.start, finding.end, finding.code
