"""Fixes of findings: each is made, the text is read again, and what breaks an invariant or does not help is taken back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from promptsmith.errors import shorten
from promptsmith.rewrite.edits import Draft, Rewrite
from promptsmith.rewrite.invariants import ReadLimits, protected_at, prove
from promptsmith.rewrite.rewriter import smallest_change, unchanged
from promptsmith.rules._rule import Finding, Rule
from promptsmith.text.document import Document

Lint = Callable[[str], Sequence[Finding]]
Change = tuple[int, int, str, str]
"""Start and end in the present text, the new text, and the code of the rule."""

MAX_ROUNDS = 4
"""Times a fixed text is fixed again for what the fixes brought to light. Judgement, as for a rewrite."""

_NEIGHBOURS = 20
"""Characters on each side that tell two equal changes apart. Judgement."""

_LONE_BREAK = re.compile(r"(?<!\r)\n")


def fix_text(
    document: Document,
    findings: Sequence[Finding],
    *,
    lint: Lint,
    read_limits: ReadLimits,
    rules: Mapping[str, Rule],
    unsafe: bool = False,
) -> Rewrite:
    """Return the text with the fixes made that its findings offer.

    A fix is kept when every invariant of a rewrite still holds (`invariants.prove`), its rule finds less than before, and no rule
    finds another error. All fixes are tried together first; when that fails, one by one. New line ends are those of the text.

    Args:
        document: the text.
        findings: its findings.
        lint: returns the findings of a text, judged as this one was.
        read_limits: returns the typed limits of a text, without positions.
        rules: the rules behind the findings, by code.
        unsafe: make unsafe fixes too: they keep the invariants, and may still change what is meant.

    Returns:
        The new text with edits and proof; ``refused`` says which fixes were taken back and why.
    """
    allowed = ("safe", "unsafe") if unsafe else ("safe",)
    work = _Work(document, Draft(document.text), lint, read_limits, rules)
    found = list(findings)
    for _ in range(MAX_ROUNDS):
        changes = [change for change in _changes(work, found, allowed) if work.name(change) not in work.given_up]
        if not changes:
            break
        before = work.draft.text
        if not work.keeps(changes, found):
            for change in reversed(changes):  # from the end, so that earlier places stay where they are
                found = list(lint(work.draft.text)) if work.draft.text != before else found
                work.keeps([change], found, tell=True)
        if work.draft.text == before:
            break
        found = list(lint(work.draft.text))
    refused = "; ".join(work.refused) or None
    edits = work.draft.edits()
    if not edits:
        return unchanged(document, refused)
    proof = prove(document, work.draft.text, edits, read_limits=read_limits)
    names = (name for edit in edits for name in edit.rule.split("+"))
    return Rewrite(work.draft.text, edits, proof, tuple(dict.fromkeys(names)), refused)


@dataclass
class _Work:
    """The text under repair, and what was refused."""

    document: Document
    draft: Draft
    lint: Lint
    read_limits: ReadLimits
    rules: Mapping[str, Rule]
    refused: list[str] = field(default_factory=list)
    given_up: set[tuple[str, str, str]] = field(default_factory=set)

    def name(self, change: Change) -> tuple[str, str, str]:
        """Return what a change is known by when the text around it has moved: code, new text, and the old one with its neighbours."""
        start, end, new, code = change
        return code, new, self.draft.text[max(0, start - _NEIGHBOURS) : end + _NEIGHBOURS]

    def keeps(self, changes: Sequence[Change], found: Sequence[Finding], *, tell: bool = False) -> bool:
        """Make changes if they may be made, and return whether they were."""
        trial = Draft(self.document.text)
        trial.replace_all([(edit.start, edit.end, edit.after, edit.rule) for edit in self.draft.edits()])
        trial.replace_all(changes)
        reason = self._reason_against(trial, changes, found)
        if reason is None:
            self.draft = trial
        elif tell:
            self.given_up.add(self.name(changes[0]))
            start, end, _, code = changes[0]
            self.refused.append(f"{code} at {shorten(repr(self.draft.text[start:end]))}: {reason}")
        return reason is None

    def _reason_against(self, trial: Draft, changes: Sequence[Change], found: Sequence[Finding]) -> str | None:
        proof = prove(self.document, trial.text, trial.edits(), read_limits=self.read_limits)
        broken = [f"{item.invariant}: {item.detail}" for item in proof if not item.holds]
        if broken:
            return ", ".join(broken)
        before = Counter(finding.code for finding in found)
        after = Counter(finding.code for finding in self.lint(trial.text))
        for code, number in Counter(change[3] for change in changes).items():
            if after[code] > before[code] - number:
                return "its finding stays"
        new = [code for code in after if after[code] > before[code] and self.rules[code].severity == "error"]
        return f"it brings an error of {new[0]}" if new else None


def _changes(work: _Work, findings: Sequence[Finding], allowed: Sequence[str]) -> list[Change]:
    """Return the changes that findings offer, in order, not overlapping, outside protected text."""
    text = work.draft.text
    now = work.document if text == work.document.text else Document.of(text)
    breaks = "\r\n" in text and not _LONE_BREAK.search(text)
    chosen: list[Change] = []
    for finding in sorted(findings, key=lambda item: (item.start, item.end, item.code)):
        rule = work.rules.get(finding.code)
        if finding.replacement is None or rule is None or rule.fix not in allowed:
            continue
        written = _LONE_BREAK.sub("\r\n", finding.replacement) if breaks else finding.replacement
        start, end, new = smallest_change(text, finding.start, finding.end, written)
        if (start == end and not new) or (chosen and start < chosen[-1][1]):
            continue
        inside = protected_at(now, start, end)
        if inside is None:
            chosen.append((start, end, new, finding.code))
        else:
            reason = f"{finding.code} at {shorten(repr(text[start:end]))}: it stands in {inside}, which stays byte for byte"
            work.refused += [] if reason in work.refused else [reason]
    return chosen
