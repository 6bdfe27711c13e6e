"""Every registered rule keeps the public contract on its own examples; all together keep the laws of the engine on mixtures of them."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptsmith.features.families import compute_features, term_sets
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Example, Finding, Rule
from promptsmith.rules.engine import RuleEngine, run_naively
from promptsmith.testing import check_rule
from promptsmith.text.batch import Batch, fold
from promptsmith.text.document import Document
from promptsmith.text.terms import TermMatcher, term_pattern

RULES = all_rules()
ENGINE = RuleEngine(RULES)
EXAMPLES = [(rule, example) for rule in RULES.values() for example in (*rule.bad, *rule.good)]
Variables = Mapping[str, Any] | None


def name_of(value: object) -> str:
    if isinstance(value, Rule):
        return value.code
    return value.marked[:30].replace("\n", " ") if isinstance(value, Example) else str(value)


@lru_cache(maxsize=1)
def matcher() -> TermMatcher:
    return TermMatcher((*term_sets(), *ENGINE.term_sets()))


def findings_of(texts: Sequence[str], domains: Sequence[str], variables: Sequence[Variables]) -> list[list[Finding]]:
    batch = Batch.of(texts)
    hits = matcher().find(batch)
    found, faults = ENGINE.run(batch, hits, compute_features(batch, hits), domains, variables)
    assert not faults
    return found


def variables_of(example: Example) -> Variables:
    return getattr(example, "variables", None)


def domain_of(rule: Rule, example: Example) -> str:
    return rule.domain or example.domain


@pytest.mark.parametrize("rule", RULES.values(), ids=name_of)
def test_a_rule_keeps_the_contract(rule: Rule) -> None:
    check_rule(rule)


def test_among_all_rules_gates_and_automaton_lose_nothing() -> None:
    for rule, example in EXAMPLES:
        text, domain, variables = example.text, domain_of(rule, example), variables_of(example)
        assert findings_of([text], [domain], [variables]) == run_naively(RULES, [text], [domain], [variables]), example


def test_a_text_has_the_same_findings_alone_and_in_a_frame_of_any_order() -> None:
    texts = [example.text for _, example in EXAMPLES]
    domains = [domain_of(rule, example) for rule, example in EXAMPLES]
    variables = [variables_of(example) for _, example in EXAMPLES]

    together = findings_of(texts, domains, variables)
    backwards = findings_of(texts[::-1], domains[::-1], variables[::-1])[::-1]
    alone = [findings_of([a], [b], [c])[0] for a, b, c in zip(texts, domains, variables, strict=True)]

    assert together == backwards == alone
    assert any(together)


PIECES = sorted(
    {example.text for _, example in EXAMPLES}
    | {line for _, example in EXAMPLES for line in example.text.split("\n")}
    | {term for rule in RULES.values() for term in rule.triggers}
    | set("\n \t\"'`{}[]<>#:,.;!?*-()%$|“”«»\u200b\u00a0\u00e9ñ漢😀0123456789")
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=7).map("".join),
        min_size=1,
        max_size=4,
    )
)
def test_engine_and_plain_loop_agree_on_random_texts(texts: list[str]) -> None:
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    domains = ["sql", "general", "devops", "cine"][: len(texts)]

    found = findings_of(texts, domains, [None] * len(texts))

    assert found == run_naively(RULES, texts, domains)
    for text, findings in zip(texts, found, strict=True):
        assert findings == sorted(findings, key=lambda finding: (finding.start, finding.end, finding.code))
        keys = [(finding.code, finding.start, finding.end) for finding in findings]
        assert len(keys) == len(set(keys))
        assert all(0 <= finding.start <= finding.end <= len(text) for finding in findings)


UNITS = (
    "{{", "{ ", "[", "etc, ", "\n# a", "```\n", "- a\n", " ", "\u200b", "“", "a, ", '{"a": 1, ', "<a>", "password: ", "\n", "`", "~~~\n",
    "below ", "'", '"', "1111 ", "sk-", "the following 3 items:\n- a\n", "as needed ", "write something. ", "\u00a0", "```json\n",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("rule", RULES.values(), ids=name_of)
def test_time_grows_with_the_length_and_no_faster(rule: Rule) -> None:
    units = [*UNITS, *(example.text + " " for example in rule.bad), *(example.text + "\n" for example in rule.bad)]
    for unit in units:
        long = document_of(rule, unit * max(1, 20_000 // len(unit)))
        if long is None or seconds(rule, long) < 0.02:
            continue
        short = document_of(rule, unit * max(1, 5_000 // len(unit)))
        assert short is not None
        # Four times the text: linear checks take four times as long, quadratic ones sixteen times, whenever they are measured. A busy
        # moment of the machine passes, so the pair is measured up to three times.
        assert any(seconds(rule, long) < 8 * seconds(rule, short) for _ in range(3)), unit


def document_of(rule: Rule, text: str) -> Document | None:
    """Return the document that the rule reads, or None when it holds no trigger of the rule."""
    folded = fold(text)
    spans = sorted(match.span(1) for term in rule.triggers for match in term_pattern(term).finditer(folded))
    if rule.triggers and not spans:
        return None
    document = Document(batch_of(text), 0, {rule.code: spans}, rule.domain, {})
    # What the document works out once is not the rule's time.
    _ = document.sentences, document.scopes, document.placeholders, document.lines, document.words, document.language
    return document


@lru_cache(maxsize=128)
def batch_of(text: str) -> Batch:
    return Batch.of([text])


def seconds(rule: Rule, document: Document) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        rule.findings(document)
        times.append(time.process_time() - start)
    return min(times)


def test_a_check_that_raises_costs_one_rule_on_one_text() -> None:
    def broken(document: Document) -> Any:
        raise ZeroDivisionError("no words")

    spoilt = replace(RULES["ECO901"], check=broken, code="ECO901")
    engine = RuleEngine({**RULES, "ECO901": spoilt})
    batch = Batch.of(["Make it better", "Be kind. Be kind."])
    hits = TermMatcher((*term_sets(), *engine.term_sets())).find(batch)

    found, faults = engine.run(batch, hits, compute_features(batch, hits), ["general", "general"])

    assert [finding.code for finding in found[0]] == ["SPC115"]
    assert [(fault.row, fault.code) for fault in faults] == [(1, "ECO901")]
    assert faults[0].message == "Rule ECO901 failed: ZeroDivisionError: no words"
