"""The rewrite: safe fixes, layout, and a section for what is open, kept only when the proof holds."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from promptsmith.rewrite.domain_rules import MUST, Point, open_points, replacements
from promptsmith.rewrite.edits import Draft, Edit, Invariant, Missing, Rewrite, apply_edits
from promptsmith.rewrite.invariants import ReadLimits, protected_at, prove, prove_unchanged
from promptsmith.rewrite.layout import task_list
from promptsmith.rewrite.sections import open_points_start, section_parts
from promptsmith.rewrite.suitability import closed_to_sections, unsuitable
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Finding, Rule
from promptsmith.text.document import Document

__all__ = ["Edit", "Invariant", "Missing", "Rewrite", "apply_edits", "rewrite", "unchanged"]

Reread = Callable[[str], tuple[Document, Sequence[Finding], Sequence[Missing]]]

MAX_ROUNDS = 4
"""Times a fixed text is read again for what the fixes brought to light. Judgement; two are enough in practice."""

MAX_RULE_POINTS = 2
"""Points of domain rules before those of the checklist. Judgement: at least one place stays for the checklist."""

WEIGHTY = 60
"""Priority from which a rule's point stands before the checklist, whose questions are less particular. Judgement."""

BARE_WORDS = 6
"""A request of at most this many words is bare: one open point is worth saying. Judgement."""


def unchanged(document: Document, refused: str | None = None) -> Rewrite:
    """Return the rewrite that leaves the text as it is.

    Args:
        document: the text.
        refused: why it is not rewritten, or why a rewrite was not kept; None when nothing was to be done. The proof says it too.
    """
    return Rewrite(document.text, (), prove_unchanged(refused), (), refused)


def rewrite(
    document: Document,
    *,
    domain: str,
    intent: str | None,
    findings: Sequence[Finding],
    missing: Sequence[Missing],
    read_limits: ReadLimits,
    score: Callable[[str], float | None] | None = None,
    rules: Mapping[str, Rule] | None = None,
    features: Mapping[str, Any] | None = None,
    reread: Reread | None = None,
) -> Rewrite:
    """Return the text with safe fixes made, its sentences set apart where that helps, and a section on what it leaves open.

    The user's words stay in their order, byte for byte in quotes, code, data, examples and placeholders. Nothing is invented: the
    section asks to state what is assumed. The result is proved by `invariants.prove`; a rewrite that breaks an invariant, or
    that does not score higher when ``score`` is given, is made again with less, and at last refused. Rewriting a result again
    returns it unchanged.

    Args:
        document: the prompt.
        domain: its domain, whose rules speak.
        intent: what it asks for, or None.
        findings: its findings; those with a replacement of rules with a safe fix are applied.
        missing: questions of the domain's checklist that it leaves open, most important first.
        read_limits: returns the typed limits of a text, without positions.
        score: returns the overall score of a text, None when it abstains.
        rules: the rules behind the findings; None takes the built-in ones.
        features: the prompt's row of features, for the conditions of domain rules.
        reread: reads a fixed text again; without it, findings that only a fix brings to light are not seen.
    """
    refused = unsuitable(document)
    if refused is not None:
        return unchanged(document, refused)
    own = {"domain": domain, "intent": intent, "language": document.language, "n_words": len(document.words)}
    known = ChainMap(own, cast(dict[str, Any], features or {}))
    fixed = _fixes(document, domain, findings, missing, rules, known, reread)
    closed = closed_to_sections(fixed.document, intent, domain)
    drafts = _variants(fixed, domain, known, closed is None)
    if not drafts:
        return unchanged(document, closed)
    before = score(document.text) if score is not None else None
    if score is not None and before is None:
        return unchanged(document, "the text has no score to measure a rewrite by")
    faults: list[str] = []
    for edits, adds in drafts:
        refined = apply_edits(document.text, edits)
        if refined is None or refined == document.text:
            continue
        proof = prove(document, refined, edits, read_limits=read_limits)
        broken = [item for item in proof if not item.holds]
        if broken:
            faults.append("; ".join(f"{item.invariant}: {item.detail}" for item in broken))
            continue
        if score is not None and before is not None and not _is_better(before, score(refined), adds):
            faults.append("the rewrite did not raise the score")
            continue
        names = (name for edit in edits for name in edit.rule.split("+"))
        return Rewrite(refined, edits, proof, tuple(dict.fromkeys(names)))
    return unchanged(document, faults[0] if faults else None)


def _is_better(before: float, after: float | None, adds: bool) -> bool:
    """A rewrite that adds or moves must score higher; one that only repairs must not score lower."""
    return after is not None and (after > before if adds else after >= before)


@dataclass(frozen=True)
class _Fixed:
    """The draft after the fixes, the text as it then reads, and what that leaves open."""

    draft: Draft
    document: Document
    missing: Sequence[Missing]


def _fixes(
    document: Document,
    domain: str,
    findings: Sequence[Finding],
    missing: Sequence[Missing],
    rules: Mapping[str, Rule] | None,
    known: Mapping[str, Any],
    reread: Reread | None,
) -> _Fixed:
    """Apply safe fixes until none is left, then the replacements of registered domain rules."""
    draft, now = Draft(document.text), document
    for _ in range(MAX_ROUNDS):
        chosen = _safe_fixes(now, findings, rules)
        draft.replace_all(chosen)
        if not chosen:
            break
        now, findings, missing = _read_again(draft.text, now, missing, reread)
    words = replacements(now, domain, known)
    if words:
        trial = now.text
        for start, end, rule in reversed(words):
            trial = f"{trial[:start]}{rule.replacement}{trial[end:]}"
        # Replaced text that a rule would replace again could grow with each rewrite; then no word is replaced.
        if not replacements(Document.of(trial), domain, known):
            draft.replace_all([(start, end, rule.replacement or "", rule.id) for start, end, rule in words])
            now, _, missing = _read_again(draft.text, now, missing, reread)
    return _Fixed(draft, now, missing)


def _read_again(
    text: str, document: Document, missing: Sequence[Missing], reread: Reread | None
) -> tuple[Document, Sequence[Finding], Sequence[Missing]]:
    if reread is not None:
        return reread(text)
    return Document.of(text), (), missing


def _safe_fixes(
    document: Document, findings: Sequence[Finding], rules: Mapping[str, Rule] | None
) -> list[tuple[int, int, str, str]]:
    """Return the changes (start, end, new, code) of safe fixes, in order, not overlapping, outside protected text."""
    proposed = [finding for finding in findings if finding.replacement is not None]
    if not proposed:
        return []
    known = all_rules() if rules is None else rules
    border = open_points_start(document.text)
    chosen: list[tuple[int, int, str, str]] = []
    for finding in sorted(proposed, key=lambda item: (item.start, item.end, item.code)):
        rule = known.get(finding.code)
        if rule is None or rule.fix != "safe" or (border is not None and finding.end > border):
            continue
        start, end, new = smallest_change(document.text, finding.start, finding.end, finding.replacement or "")
        if (start == end and not new) or (chosen and start < chosen[-1][1]) or protected_at(document, start, end):
            continue
        chosen.append((start, end, new, finding.code))
    return chosen


def smallest_change(text: str, start: int, end: int, new: str) -> tuple[int, int, str]:
    """Cut what a fix leaves as it was off both ends; a removal takes the white space before it along."""
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    removes_words = not new and any(character.isalnum() for character in text[start:end])
    if removes_words and (end == len(text) or text[end].isspace()):
        line = text.rfind("\n", 0, start) + 1
        if not any(character.isalnum() for character in text[line:start]) and text[end : end + 1] in ("", "\n", "\r"):
            start = line - 1 if line else line  # the whole item or line goes, with its mark
            start -= start > 0 and text[start - 1 : start + 1] == "\r\n"
        else:
            while start > line and text[start - 1] in " \t":
                start -= 1
    return start, end, new


def _variants(fixed: _Fixed, domain: str, known: Mapping[str, Any], may_add: bool) -> list[tuple[tuple[Edit, ...], bool]]:
    """Return the edits to try, fullest first, each with whether it adds or moves anything beyond repairs."""
    base = fixed.draft.edits()
    variants: list[tuple[tuple[Edit, ...], bool]] = []
    if may_add:
        layout = task_list(fixed.document)
        section = _section(fixed, domain, known)
        if layout and section:
            variants.append((_with(fixed, base, layout, section), True))
        if section:
            variants.append((_with(fixed, base, [], section), True))
        if layout:
            variants.append((_with(fixed, base, layout, []), True))
    if base:
        variants.append((base, False))
    return variants


def _with(
    fixed: _Fixed, base: tuple[Edit, ...], layout: list[tuple[int, int, str]], section: list[tuple[str, str]]
) -> tuple[Edit, ...]:
    """Return the edits of the fixes plus a layout and a section."""
    draft = Draft(fixed.draft.original)
    draft.replace_all([(edit.start, edit.end, edit.after, edit.rule) for edit in base])
    if layout:
        draft.replace_all([(start, end, new, "task-list") for start, end, new in layout])
    for text, rule in section:
        draft.append(text, rule)
    return draft.edits()


def _section(fixed: _Fixed, domain: str, known: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the lines of the section: urgent points of domain rules, then the checklist, then other points of rules."""
    document = fixed.document
    points = [point for point in open_points(document, domain, known) if point.missing.question]
    if not _is_worth_a_section(document, fixed.missing, points):
        return []
    first = [point for point in points if point.rule.priority >= WEIGHTY][:MAX_RULE_POINTS]
    asked = [item for item in fixed.missing if not _covered(item, first)]
    rest = [point.missing for point in points if point not in first]
    chosen = [*(point.missing for point in first), *asked, *rest]
    return section_parts(document.text, len(document.words), document.language, chosen)


def _is_worth_a_section(document: Document, missing: Sequence[Missing], points: Sequence[Point]) -> bool:
    """Tell whether enough is open: two points, one that can do harm, or one of a bare request."""
    if len(missing) + len(points) > 1 or any(point.rule.priority >= MUST for point in points):
        return True
    return bool(missing or points) and len(document.words) <= BARE_WORDS


def _covered(item: Missing, points: Sequence[Point]) -> bool:
    """Tell whether a rule's point asks the same: the checklist's question holds one of the terms that would settle the point."""
    question = item.question.casefold()
    return any(point.rule.said is not None and point.rule.said.search(question) for point in points)
