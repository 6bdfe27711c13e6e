"""Check an answer against the limits its own prompt states.

Every limit gets a verdict: satisfied, violated, or not checkable with the reason. Only what form decides is checked: amounts, literals,
formats, letter case, marks, the language, and pronouns. Meaning (tone, audience, what is said) is never guessed, a limit under a
condition is left open, and so is a count on which two fair readings of the text disagree. How units are counted is said in
`promptsmith.constraints.check_counts`, how literals are compared in `promptsmith.constraints.check_literals`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_counts import SyllableCounter
from promptsmith.constraints.check_formats import check_format
from promptsmith.constraints.check_literals import check_literal
from promptsmith.constraints.check_marks import check_mark
from promptsmith.constraints.check_numbers import check_number
from promptsmith.constraints.check_parts import find_parts
from promptsmith.constraints.check_styles import REASONS, check_case, check_language, check_person
from promptsmith.constraints.check_verdict import (
    NOT_CHECKABLE,
    SATISFIED,
    STATUSES,
    VIOLATED,
    Span,
    Verdict,
    over_parts,
    unknown,
)
from promptsmith.constraints.limits import ANSWER, FORBID, Limit
from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document

__all__ = ["NOT_CHECKABLE", "SATISFIED", "STATUSES", "VIOLATED", "Check", "check_limits", "check_output"]

_LITERALS = ("include", "exclude", "begin", "end", "order")
_RAW = re.compile(
    r"\b(?:(?:raw|bare)\s+(?:json|xml|csv|html|yaml|output)|without\s+(?:a\s+)?(?:code\s+)?fences?|"
    r"no\s+(?:code\s+)?fences?|sin\s+bloques?)\b"
)


@dataclass(frozen=True)
class Check:
    """One limit of a prompt and the verdict of one answer on it.

    Attributes:
        limit: the limit; its ``start`` and ``end`` are its place in the prompt.
        status: ``satisfied``, ``violated`` or ``not checkable``.
        reason: one sentence: what was measured, or why nothing can be decided.
        measured: the amount counted; None when nothing was counted.
        found: what was found, as text; None when only an amount was measured.
        spans: half-open code points in the answer where it is violated; empty when the fault is an absence.
    """

    limit: Limit
    status: str
    reason: str
    measured: float | None
    found: str | None
    spans: tuple[Span, ...]


def check_output(prompt: Document, output: str, *, syllables: SyllableCounter | None = None) -> list[Check]:
    """Return one check for every limit of a prompt, in the order of the prompt.

    Args:
        prompt: the prompt.
        output: the answer.
        syllables: takes a text and its language (en or es) and returns its syllables; None leaves limits on syllables open.

    Example:
        >>> prompt = Document.of("Answer in at most 5 words. Do not use the word 'cheap'.")
        >>> [(check.status, check.measured) for check in check_output(prompt, "A cheap and cheerful place to eat.")]
        [('violated', 7.0), ('violated', 1.0)]
    """
    return check_limits(parse_limits(prompt), prompt, Answer(output), syllables=syllables)


def check_limits(
    limits: Sequence[Limit], prompt: Document, answer: Answer, *, syllables: SyllableCounter | None = None
) -> list[Check]:
    """Return one check for each of ``limits``, which are limits of ``prompt``.

    Args:
        limits: limits from `parse_limits`.
        prompt: the prompt they stand in.
        answer: the answer.
        syllables: counter of syllables, or None.
    """
    context = _Context(tuple(limits), prompt, syllables)
    checks = []
    for limit in limits:
        verdict = context.verdict(limit, answer)
        checks.append(Check(limit, verdict.status, verdict.reason, verdict.measured, verdict.found, verdict.spans))
    return checks


@dataclass(frozen=True)
class _Context:
    """What the checks of one prompt share."""

    limits: tuple[Limit, ...]
    prompt: Document
    syllables: SyllableCounter | None

    def verdict(self, limit: Limit, answer: Answer) -> Verdict:
        """Return the verdict on one limit."""
        if conditions := limit.conditions:
            return unknown(f"It holds only {' and '.join(conditions)!r}, and whether that is so is not known here.")
        if limit.kind in REASONS:
            return unknown(REASONS[limit.kind])
        parts = find_parts(answer, limit.parts, alone=self.is_alone)
        if not parts.spans:
            return unknown(parts.reason)
        return over_parts(parts.spans, lambda span: self._part_verdict(limit, answer, span))

    def _part_verdict(self, limit: Limit, answer: Answer, span: Span) -> Verdict:
        wording = self.prompt.folded[limit.start : limit.end]
        if limit.kind == "number":
            return check_number(answer, limit, span, wording, self.syllables)
        if limit.kind in _LITERALS:
            return check_literal(answer, limit, span)
        if limit.kind == "format":
            return check_format(answer, limit, span, self.raw_only)
        if limit.kind == "case":
            return check_case(answer, limit, span, wording)
        if limit.kind == "punctuation":
            return check_mark(answer, limit, span, wording)
        if limit.kind == "language":
            return check_language(answer, limit, span)
        if limit.kind == "person":
            return check_person(answer, limit, span)
        return unknown(f"There is no check of limits on {limit.kind}.")

    @cached_property
    def is_alone(self) -> bool:
        """At most one part of the answer has limits of its own."""
        return len({one.parts for one in self.limits if len(one.parts) > 1}) <= 1

    @cached_property
    def raw_only(self) -> bool:
        """The prompt allows no fence around data."""
        refused = any(
            limit.kind == "format" and limit.polarity == FORBID and limit.value in ("code block", "markdown")
            for limit in self.limits
        )
        return refused or _RAW.search(self.prompt.folded) is not None


def governs_whole_answer(limit: Limit) -> bool:
    """Return whether a limit is about the whole answer and holds without a condition."""
    return limit.scope_path == ANSWER
