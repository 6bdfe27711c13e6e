"""The form of a rule: metadata, examples and code in one place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import NDArray

from promptsmith.config import SCOPES, SEVERITIES
from promptsmith.errors import RuleDefinitionError
from promptsmith.text.document import Document

Features = Mapping[str, NDArray[Any]]
Check = Callable[[Document], Iterator["Finding"]]
Gate = Callable[[Features], NDArray[Any]]

STATUSES = ("stable", "preview", "removed")
FIXES = ("none", "safe", "unsafe")
EVIDENCE = ("A", "B", "C", "J")
OPEN, CLOSE = "⟦", "⟧"


@dataclass(frozen=True, slots=True)
class Finding:
    """One located defect in one document.

    Attributes:
        start, end: the main span, half-open code points of the text.
        message: what is wrong here, with the values.
        suggestion: what to do, or None.
        related: further spans that belong to the defect (the partner of a conflict, the first of two twins).
        code, scope: filled in by `Rule.findings`.
        replacement: the text a fix puts in place of the span, or None when there is no fix for this finding.
    """

    start: int
    end: int
    message: str
    suggestion: str | None = None
    related: tuple[tuple[int, int], ...] = ()
    code: str = ""
    replacement: str | None = None
    scope: str = ""


@dataclass(frozen=True)
class Example:
    """A text for the docs and the tests; ``⟦`` and ``⟧`` mark the spans expected, the first being the main one."""

    marked: str
    language: str = "en"
    because: str = ""
    domain: str = "general"

    @property
    def text(self) -> str:
        """The text without marks."""
        return self.marked.replace(OPEN, "").replace(CLOSE, "")

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Marked spans in the order of the text, in offsets of ``text``."""
        spans, start = [], 0
        for removed, mark in enumerate(re.finditer(f"[{OPEN}{CLOSE}]", self.marked)):
            if mark.group() == OPEN:
                start = mark.start() - removed
            else:
                spans.append((start, mark.start() - removed))
        return spans


@dataclass(frozen=True)
class Rule:
    """A rule with everything that is known about it.

    Attributes:
        code, name: ``ABC123`` and a phrase that states the defect.
        severity: the harm: error, warning or info.
        status: stable only with a measured precision; else preview.
        since: version that brought it.
        summary, why: one sentence each, for people.
        evidence, sources: A measured study, B vendor guide, C practice, J judgement; and where.
        languages: languages whose wording the rule knows; ("any",) when it reads no words.
        scopes: where a finding may start; findings elsewhere are dropped by the engine.
        fix: none, safe (keeps the meaning by proof) or unsafe.
        bad, good: examples with exact spans, and near misses.
        triggers: terms; the rule only looks at documents that hold one (in any scope).
        gate: which rows of the features could fire; never loses a row on which the check fires.
        domain: run only on prompts of this domain.
        precision: measured precision with n and interval, or None.
        check: yields the findings of one document.
        off: run only when it is chosen by code or name, or by the profile ``strict``.
    """

    code: str
    name: str
    severity: str
    status: str
    since: str
    summary: str
    why: str
    evidence: str
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    scopes: tuple[str, ...]
    fix: str
    bad: tuple[Example, ...]
    good: tuple[Example, ...]
    check: Check
    triggers: tuple[str, ...] = ()
    gate: Gate | None = None
    domain: str | None = None
    precision: float | None = None
    off: bool = False

    @property
    def family(self) -> str:
        """The letters of the code."""
        return self.code.rstrip("0123456789")

    def findings(self, document: Document) -> list[Finding]:
        """Return the findings of one document in the rule's scopes, ordered by place."""
        found = [
            replace(finding, code=self.code, scope=scope)
            for finding in self.check(document)
            if (scope := document.scope_at(finding.start)) in self.scopes
        ]
        found.sort(key=lambda finding: (finding.start, finding.end))
        return found


def rule(
    *,
    code: str,
    name: str,
    severity: str,
    status: str = "preview",
    since: str,
    summary: str,
    why: str,
    evidence: str,
    sources: Sequence[str],
    languages: Sequence[str],
    scopes: Sequence[str],
    fix: str = "none",
    bad: Sequence[Example],
    good: Sequence[Example],
    triggers: Sequence[str] = (),
    gate: Gate | None = None,
    domain: str | None = None,
    precision: float | None = None,
    off: bool = False,
) -> Callable[[Check], Rule]:
    """Make a `Rule` of the function below the decorator.

    Raises:
        RuleDefinitionError: metadata is missing or not among the allowed values.
    """
    _require(code, re.fullmatch(r"[A-Z]{3}\d{3,4}", code) is not None, "code must be three letters and 3 or 4 digits")
    _require(code, severity in SEVERITIES, f"severity must be one of {SEVERITIES}")
    _require(code, status in STATUSES, f"status must be one of {STATUSES}")
    _require(code, fix in FIXES, f"fix must be one of {FIXES}")
    _require(code, evidence in EVIDENCE, f"evidence must be one of {EVIDENCE}")
    _require(code, bool(scopes) and set(scopes) <= set(SCOPES), f"scopes must be among {SCOPES}")
    _require(code, bool(triggers) or gate is not None, "a rule needs triggers or a gate, or it reads every document")
    _require(code, len(bad) >= 2 and len(good) >= 3, "a rule needs at least 2 bad and 3 good examples")
    _require(code, status != "stable" or precision is not None, "a stable rule needs a measured precision")

    def decorate(check: Check) -> Rule:
        return Rule(
            code, name, severity, status, since, summary, why, evidence, tuple(sources), tuple(languages), tuple(scopes),
            fix, tuple(bad), tuple(good), check, tuple(triggers), gate, domain, precision, off,
        )  # fmt: skip

    return decorate


def _require(code: str, holds: bool, message: str) -> None:
    if not holds:
        raise RuleDefinitionError(f"Rule {code}: {message}.")
