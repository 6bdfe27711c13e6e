"""Contracts to be used in tests: of a rule, by whoever writes rules; of a score of prompts, by whoever has one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from promptsmith.features.families import compute_features, term_sets
from promptsmith.rules._rule import Example, Finding, Rule
from promptsmith.rules.engine import RuleEngine, run_naively
from promptsmith.rules.profiles import known_rules
from promptsmith.scorer_checks import check_scorer, scorer_report
from promptsmith.text.batch import Batch
from promptsmith.text.terms import TermMatcher

__all__ = ["check_rule", "check_scorer", "scorer_report"]

MIN_BAD, MIN_GOOD = 2, 3
MIN_PRECISION = 0.95

_REGEX = re.compile(r"\(\?[:=!<P]|\\[bwds]\b|\[\^")
_NO_VALUE = re.compile(r"\bNone\b|<[a-z_]+\.[A-Z]")
_SENTENCE_ENDS = (*".!?)]}\"'…`>", "...")


def check_rule(rule: Rule) -> None:
    """Check that a rule keeps the laws that every built-in rule keeps, on its own examples.

    The laws: metadata is complete; bad examples are found at exactly the marked places and good ones are silent; findings lie in
    the text and in the rule's scopes; messages are sentences; quoted and fenced examples are silent; gates and triggers lose
    nothing; a text has the same findings alone and among others; a fix removes its finding and is not needed twice.

    Args:
        rule: a built-in rule, one made with the decorator ``rule``, or one read by `promptsmith.load_rules`.

    Raises:
        AssertionError: the law that is broken, with the rule and the example.

    Example:
        >>> from promptsmith.rules._registry import get_rule
        >>> check_rule(get_rule("ECO901"))
    """
    case = _Case(rule)
    _check_metadata(rule)
    for example in rule.bad:
        _check_bad(case, example)
        _check_messages(case, example)
        _check_mentioned(case, example)
    for example in rule.good:
        found = case.findings(example)
        _require(rule, not found, f"a good example has the finding {_shown(example, found)}", example)
    _check_gate(case)
    _check_order(case)
    _check_fix(case)


def _require(rule: Rule, holds: bool, message: str, example: Example | None = None) -> None:
    if not holds:
        where = "" if example is None else f" Example: {example.marked!r}."
        raise AssertionError(f"Rule {rule.code}: {message}.{where}")


class _Case:
    """A rule and the stages that run it alone, as they run it among others."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        # The reports of unused comments are about other rules: they are only to be had among all of them.
        self.rules = {rule.code: rule} if rule.family != "MNT" else {**known_rules(), rule.code: rule}
        self._engine = RuleEngine(self.rules)
        self._matcher = TermMatcher((*_feature_terms(), *self._engine.term_sets()))

    @property
    def examples(self) -> tuple[Example, ...]:
        """Bad and good examples."""
        return (*self.rule.bad, *self.rule.good)

    def domain(self, example: Example) -> str:
        """Domain the example is judged in."""
        return self.rule.domain or example.domain

    def findings(self, example: Example, text: str | None = None) -> list[Finding]:
        """Return the rule's findings in an example, or in another text judged like it."""
        return self.run([example.text if text is None else text], [example])[0]

    def run(self, texts: Sequence[str], examples: Sequence[Example]) -> list[list[Finding]]:
        """Return the rule's findings in each text."""
        batch = Batch.of(texts)
        hits = self._matcher.find(batch)
        domains = [self.domain(example) for example in examples]
        found, faults = self._engine.run(batch, hits, compute_features(batch, hits), domains, _variables(examples))
        _require(self.rule, not faults, f"its check raised: {faults[0].message if faults else ''}")
        return [[finding for finding in here if finding.code == self.rule.code] for here in found]


@lru_cache(maxsize=1)
def _feature_terms() -> tuple[Any, ...]:
    return tuple(term_sets())


def _variables(examples: Sequence[Example]) -> list[Mapping[str, object] | None]:
    return [getattr(example, "variables", None) for example in examples]


def _check_metadata(rule: Rule) -> None:
    facts: tuple[tuple[bool, str], ...] = (
        (re.fullmatch(r"[A-Z]{3}\d{3,4}", rule.code) is not None, "the code is not three capital letters and 3 or 4 digits"),
        (
            re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)+", rule.name) is not None,
            f"the name {rule.name!r} is not words joined by '-'",
        ),
        (re.fullmatch(r"\d+\.\d+", rule.since) is not None, f"since {rule.since!r} is not a version like 0.1"),
        (rule.summary.endswith("."), f"the summary {rule.summary!r} is not a sentence"),
        (rule.why.endswith("."), f"the reason {rule.why!r} is not a sentence"),
        (bool(rule.sources) and all(rule.sources), "it names no source"),
        (bool(rule.scopes), "it has no scope"),
        (len(rule.bad) >= MIN_BAD, f"it has {len(rule.bad)} bad examples; {MIN_BAD} are needed"),
        (len(rule.good) >= MIN_GOOD, f"it has {len(rule.good)} good examples; {MIN_GOOD} are needed"),
        (any(example.because for example in rule.good), "no good example is a near miss: one says 'because'"),
        (bool(rule.triggers) or rule.gate is not None, "it has neither triggers nor a gate"),
        (
            rule.precision is None or (rule.status == "stable" and MIN_PRECISION <= rule.precision <= 1),
            f"the precision {rule.precision} does not go with the status {rule.status}",
        ),
    )
    for holds, message in facts:
        _require(rule, holds, message)
    for language in set(rule.languages) - {"any"}:
        for kind, examples in (("bad", rule.bad), ("good", rule.good)):
            known = {example.language for example in examples}
            _require(rule, language in known, f"it claims the language {language} and has no {kind} example of it")


def _check_bad(case: _Case, example: Example) -> None:
    rule, found = case.rule, case.findings(example)
    main = {(finding.start, finding.end) for finding in found}
    related = {span for finding in found for span in finding.related}
    _require(rule, bool(example.spans), "a bad example marks no place with ⟦ and ⟧", example)
    _require(rule, example.spans[0] in main, f"the first marked place is not found, but {_shown(example, found)}", example)
    strange = main - set(example.spans)
    _require(rule, not strange, f"a place is found that is not marked: {_shown(example, found)}", example)
    _require(
        rule, set(example.spans) <= main | related, f"a marked place is not found; found: {_shown(example, found)}", example
    )
    size = len(example.text)
    for finding in found:
        for start, end in ((finding.start, finding.end), *finding.related):
            _require(rule, 0 <= start <= end <= size, f"the span {start}-{end} is outside the text", example)
        _require(rule, finding.scope in rule.scopes, f"a finding in the scope {finding.scope}, not one of the rule's", example)


def _shown(example: Example, found: Sequence[Finding]) -> str:
    return ", ".join(repr(example.text[finding.start : finding.end]) for finding in found) or "nothing"


def _check_messages(case: _Case, example: Example) -> None:
    for finding in case.findings(example):
        for told in (finding.message, *([finding.suggestion] if finding.suggestion is not None else [])):
            _require(case.rule, told.endswith(_SENTENCE_ENDS), f"{told!r} is not a sentence", example)
            _require(case.rule, not _REGEX.search(told), f"{told!r} shows a regular expression", example)
        _require(case.rule, not _NO_VALUE.search(finding.message), f"{finding.message!r} lacks a value", example)


def _check_mentioned(case: _Case, example: Example) -> None:
    """A bad example that is only shown, in a fence or between quotation marks, is silent, unless the rule reads these scopes."""
    rule, scopes = case.rule, set(case.rule.scopes)
    if not {"code", "placeholder"} & scopes:
        fence = "~" * 9
        text = f"Explain what this prompt does.\n\n{fence}text\n{example.text}\n{fence}\n"
        inside = [finding for finding in case.findings(example, text) if finding.start > 30]
        _require(rule, not inside, "it is not silent on a bad example in a code fence", example)
    if "quote" not in scopes and not set("\n\"“”«»'{") & set(example.text):
        for opening, closing in ("“”", '""', "«»"):
            before = f"Count the letters of {opening}"
            text = f"{before}{example.text}{closing}."
            inside = [finding for finding in case.findings(example, text) if len(before) <= finding.start < len(text) - 2]
            _require(rule, not inside, "it is not silent on a bad example in quotation marks", example)


def _check_gate(case: _Case) -> None:
    for example in case.examples:
        domain = case.domain(example)
        (naive,) = run_naively(case.rules, [example.text], [domain], _variables([example]))
        wanted = [finding for finding in naive if finding.code == case.rule.code]
        message = "its triggers or its gate lose a finding that its check makes"
        _require(case.rule, case.findings(example) == wanted, message, example)


def _check_order(case: _Case) -> None:
    examples = list(case.examples)
    alone = [case.findings(example) for example in examples]
    _require(case.rule, alone == [case.findings(example) for example in examples], "it finds different things each time")
    backwards = case.run([example.text for example in examples[::-1]], examples[::-1])[::-1]
    _require(case.rule, alone == backwards, "its findings in a text depend on the texts beside it")


def _check_fix(case: _Case) -> None:
    rule = case.rule
    fixed_some = False
    for example in rule.bad:
        found = case.findings(example)
        offered = [finding for finding in found if finding.replacement is not None]
        if rule.fix == "none":
            _require(rule, not offered, "it offers a replacement and says that it has no fix", example)
            continue
        repaired = _repaired(example.text, offered)
        fixed_some |= repaired != example.text
        left = [finding for finding in case.findings(example, repaired) if finding.replacement is not None]
        _require(rule, not left, f"its fix leaves {repaired!r}, in which it finds more to fix", example)
    _require(rule, fixed_some or rule.fix == "none", "it says that it has a fix, and no bad example is fixed")


def _repaired(text: str, findings: Sequence[Finding]) -> str:
    for finding in sorted(findings, key=lambda finding: -finding.start):
        text = text[: finding.start] + (finding.replacement or "") + text[finding.end :]
    return text
