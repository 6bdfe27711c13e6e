"""Comments in a prompt that silence findings: ``promptsmith: ignore[CODE]`` and ``promptsmith: ignore-file[CODE]``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from promptsmith.rules._rule import Finding, Rule
from promptsmith.text.document import Document

MARK = "promptsmith:"
"""Only a text that holds these characters is searched for comments."""

UNUSED = "MNT1390"
"""The rule whose findings are the suppressions themselves, until they silence something."""

# One line, so that a comment can be read without parsing the prompt; `#` and `//` end with the line, the others with their mark.
_COMMENT = re.compile(
    r"(?:(?P<hash>#|//)|<!--|\{#)[ \t]*promptsmith:[ \t]*ignore(?P<file>-file)?[ \t]*\[(?P<codes>[^\]\n]{0,400})\]"
    r"(?P<rest>[^\n]{0,200}?)(?:-->|#\}|(?=\n)|(?=\r)|\Z)"
)
_CODE = re.compile(r"[^\s,]+")
_OPENS_LINE = re.compile(r"[ \t]*\Z")
_CLOSES_LINE = re.compile(r"[ \t]*(?:\r?\n|\r|\Z)")


@dataclass(frozen=True)
class Suppression:
    """One code in one comment.

    Attributes:
        selector: a rule's code or name, or the first letters of codes.
        start, end: where the selector stands.
        first, last: the part of the text, half-open, in which findings that begin there are silenced.
    """

    selector: str
    start: int
    end: int
    first: int
    last: int

    def silences(self, finding: Finding, rules: Mapping[str, Rule]) -> bool:
        """Tell whether a finding begins in the part and is one of the rules meant."""
        return self.first <= finding.start < max(self.last, self.first + 1) and fits(self.selector, rules[finding.code])


def fits(selector: str, rule: Rule) -> bool:
    """Tell whether a selector means a rule."""
    return rule.code.startswith(selector.upper()) or rule.name == selector.lower()


def find_suppressions(document: Document) -> list[Suppression]:
    """Return every code of every comment, in order; comments in quotes and in code between backticks are only mentioned.

    A comment silences its own line; one that stands alone, the next line that is not empty and no such comment.
    """
    if MARK not in document.text:
        return []
    found: list[Suppression] = []
    lines = document.lines
    starts = [start for start, _ in lines]
    for comment in _COMMENT.finditer(document.text):
        if _is_mentioned(document, comment.start()):
            continue
        number = bisect_right(starts, comment.start()) - 1
        first, last = (0, len(document.text) + 1) if comment["file"] else lines[_line_meant(document, comment, number)]
        for code in _CODE.finditer(document.text, comment.start("codes"), comment.end("codes")):
            found.append(Suppression(code.group(), *code.span(), first, last))
    return found


def _line_meant(document: Document, comment: re.Match[str], number: int) -> int:
    if not _stands_alone(document, comment, document.lines[number]):
        return number
    later = number + 1
    while later < len(document.lines):
        start, end = document.lines[later]
        other = _COMMENT.search(document.text, start, end)
        if document.text[start:end].strip() and not (other and _stands_alone(document, other, (start, end))):
            return later
        later += 1
    return number


def _stands_alone(document: Document, comment: re.Match[str], line: tuple[int, int]) -> bool:
    before, after = document.text[line[0] : comment.start()], document.text[comment.end() : line[1]]
    return not before.strip() and not after.strip()


def _is_mentioned(document: Document, position: int) -> bool:
    for start, end, scope, kind in document.scopes:
        if start <= position < end:
            return scope == "quote" or kind == "inline"
    return False


def settle(document: Document, findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that stay and those that are suppressed.

    A finding of the rule `UNUSED` is a suppression not yet seen to do anything: it goes when its suppression silences a finding, or
    when a rule that it could silence did not run, because then nobody knows.

    Args:
        document: the text.
        findings: all findings of the rules that ran.
        rules: the rules that ran, by code.
    """
    found = list(findings)
    suppressions = find_suppressions(document)
    if not suppressions:
        return found, []
    used: set[int] = set()
    silenced: list[Finding] = []
    kept: list[Finding] = []
    for finding in found:
        by = [item for item in suppressions if item.silences(finding, rules)] if finding.code != UNUSED else []
        used |= {item.start for item in by}
        (silenced if by else kept).append(finding)
    # What silences the report of unused comments is used as soon as there is one to silence.
    for finding in [item for item in kept if item.code == UNUSED]:
        by = [item for item in suppressions if item.silences(finding, rules) and item.start != finding.start]
        if finding.start in used or not _could_fire(document.text[finding.start : finding.end], rules):
            kept.remove(finding)
        elif by:
            used |= {item.start for item in by}
            kept.remove(finding)
            silenced.append(finding)
    return [item for item in kept if item.code != UNUSED or item.start not in used], silenced


def _could_fire(selector: str, rules: Mapping[str, Rule]) -> bool:
    """Tell whether all rules that a selector means ran; one that means no rule at all is never of use."""
    from promptsmith.rules.profiles import known_rules

    return all(code in rules for code, rule in known_rules().items() if fits(selector, rule))


def unused_candidates(document: Document) -> Iterator[Finding]:
    """Yield every suppression as a finding; `settle` takes those away that are used."""
    from promptsmith.rules.profiles import known_rules

    known = known_rules().values()
    for item in find_suppressions(document):
        if any(fits(item.selector, rule) for rule in known):
            message = f"Nothing here breaks {item.selector}, so this comment silences nothing."
            advice = "Remove it, or move it to the line that it is about."
        else:
            message = f"No rule has a code or name like '{item.selector}', so this comment silences nothing."
            advice = "Write the code as the findings show it, for example ignore[ECO901]."
        yield Finding(item.start, item.end, message, advice)
