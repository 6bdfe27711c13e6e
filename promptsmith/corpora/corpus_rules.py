"""The rules over a whole frame, declared: what each finds, why, and what that rests on.

They are no `rules._rule.Rule`: such a rule reads one document alone, and a contract test proves that the other rows change nothing. What
is declared here is the opposite, so it has its own list, its own pages and a table of findings of its own. The codes continue the
families of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CorpusRule:
    """A rule over a whole frame.

    Attributes:
        code, name: letters of the family with a number, and a phrase that states the defect.
        severity: the harm; info for all so far: a frame can have good reasons, so nothing here ever blocks.
        summary, why: one sentence each.
        evidence, sources: as in a rule: A measured study, B vendor guide, C practice, J judgement; and where.
        table: the table of the result that holds all details.
        advice: what to do.
    """

    code: str
    name: str
    severity: str
    summary: str
    why: str
    evidence: str
    sources: tuple[str, ...]
    table: str
    advice: str


CORPUS_RULES = {
    rule.code: rule
    for rule in (
        CorpusRule(
            "ECO906",
            "block-shared-by-many-prompts",
            "info",
            "A block of text stands in many prompts of the frame.",
            "Each copy is sent and edited on its own; one that is kept in one place cannot drift apart and can be cached.",
            "A",
            ("arXiv:2509.12421",),
            "shared_blocks",
            "Keep it once, in a system prompt or a template, and let the prompts hold what differs.",
        ),
        CorpusRule(
            "ECO907",
            "same-prompt-again",
            "info",
            "The same prompt stands in several rows.",
            "A copy is paid for twice, and counted twice in every average over the frame.",
            "J",
            (),
            "duplicates",
            "Keep one row, or give the prompts a weight if the repetition is meant.",
        ),
        CorpusRule(
            "ECO908",
            "same-prompt-but-for-case-and-spacing",
            "info",
            "Prompts differ in nothing but letter case and spacing.",
            "A comparison of characters takes them for two prompts, so the copy stays unseen.",
            "J",
            (),
            "duplicates",
            "Keep one spelling.",
        ),
        CorpusRule(
            "MNT1303",
            "limit-lost-between-versions",
            "info",
            "A newer version of a prompt drops or loosens a limit of the older one.",
            "What no longer stands in the prompt is no longer asked for, and a test of the new wording does not show it.",
            "J",
            (),
            "drift",
            "Put the limit back, or note that it was dropped on purpose.",
        ),
        CorpusRule(
            "MNT1304",
            "score-fell-between-versions",
            "info",
            "A newer version of a prompt has a lower score than the older one.",
            "An edit that was meant to help made the prompt less clear, specific, ordered or complete.",
            "J",
            (),
            "drift",
            "Compare the explanations of both versions.",
        ),
        CorpusRule(
            "SPC116",
            "checklist-element-absent-everywhere",
            "info",
            "No prompt of a domain states an element of its checklist.",
            "What no prompt says, no evaluation over the frame can show the effect of.",
            "J",
            (),
            "checklist_coverage",
            "Add prompts that state it, or note that the frame leaves it out on purpose.",
        ),
    )
}
"""The rules by code, in the order of the stages."""


def corpus_rule(code: str) -> CorpusRule | None:
    """Return the rule with this code or name (letter case does not matter), or None."""
    wanted = code.strip()
    return next((rule for rule in CORPUS_RULES.values() if wanted.upper() == rule.code or wanted.lower() == rule.name), None)


MIN_ASKED = 5
"""Prompts to which an element must apply before its absence is a finding: with fewer, absence is chance. Judgement."""

FALL = 0.05
"""Score points a version must lose for a finding: a smaller change is inside the interval of most scores. Judgement."""
