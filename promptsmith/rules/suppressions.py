"""Comments in a prompt that silence findings: ``promptsmith: ignore[CODE]`` and ``promptsmith: ignore-file[CODE]``."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from promptsmith.rules._rule import Finding, Rule
from promptsmith.rules.profiles import known_rules
from promptsmith.text.document import Document

MARK = "promptsmith:"
"""Only a text that holds these characters is searched for comments."""

UNUSED = "MNT1390"
"""The rule whose findings are the suppressions themselves, until they silence something."""

# One line, so that a comment can be read without parsing the prompt; `#` and `//` end with the line, the others with their mark.
_COMMENT = re.compile(
    r"(?:(?:#|//)|<!--|\{#)[ \t]*promptsmith:[ \t]*ignore(?P<file>-file)?[ \t]*\[(?P<codes>[^\]\n]{0,400})\]"
    r"(?P<rest>[^\n]{0,200}?)(?:-->|#\}|(?=\n)|(?=\r)|\Z)"
)
_CODE = re.compile(r"[^\s,]+")


@dataclass(frozen=True)
class Suppression:
    """One code in one comment.

    Attributes:
        selector: a rule's code or name, or the first letters of codes.
        start, end: where the selector stands.
        line: start of the line in which findings that begin there are silenced; None for the whole text.
    """

    selector: str
    start: int
    end: int
    line: int | None


def find_suppressions(document: Document) -> list[Suppression]:
    """Return every code of every comment, in order; comments in quotes and in code between backticks are only mentioned.

    A comment silences its own line; one that stands alone, the next line that is not empty and no such comment.
    """
    if MARK not in document.text:
        return []
    comments = [comment for comment in _COMMENT.finditer(document.text) if not _is_mentioned(document, comment.start())]
    starts = [start for start, _ in document.lines]
    numbers = [bisect_right(starts, comment.start()) - 1 for comment in comments]
    meant = _lines_meant(document, comments, numbers)
    found: list[Suppression] = []
    for comment, number in zip(comments, numbers, strict=True):
        line = None if comment["file"] else starts[meant.get(number, number)]
        for code in _CODE.finditer(document.text, comment.start("codes"), comment.end("codes")):
            found.append(Suppression(code.group(), *code.span(), line))
    return found


def _lines_meant(document: Document, comments: Sequence[re.Match[str]], numbers: Sequence[int]) -> dict[int, int]:
    """Return, for each line that holds nothing but a comment, the line that it is about."""
    alone = {number for comment, number in zip(comments, numbers, strict=True) if _stands_alone(document, comment, number)}
    meant: dict[int, int] = {}
    later: int | None = None
    for number in reversed(range(len(document.lines))):
        start, end = document.lines[number]
        if number in alone:
            meant[number] = number if later is None else later
        elif document.text[start:end].strip():
            later = number
    return meant


def _stands_alone(document: Document, comment: re.Match[str], number: int) -> bool:
    start, end = document.lines[number]
    return not document.text[start : comment.start()].strip() and not document.text[comment.end() : end].strip()


def _is_mentioned(document: Document, position: int) -> bool:
    number = bisect_right(document.scopes, position, key=lambda span: span[0]) - 1
    if number < 0 or position >= document.scopes[number][1]:
        return False
    return document.scopes[number][2] == "quote" or document.scopes[number][3] == "inline"


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
    table = _Table(document)
    if not table.places:
        return found, []
    used: set[int] = set()
    kept: list[Finding] = []
    silenced: list[Finding] = []
    for finding in found:
        by = table.silencing(finding, rules) if finding.code != UNUSED else []
        used.update(by)
        (silenced if by else kept).append(finding)
    unused = [item for item in kept if item.code == UNUSED and item.start not in used]
    kept = [item for item in kept if item.code != UNUSED]
    ran: dict[str, bool] = {}
    # A comment that silences this very report is in use as soon as there is one to silence.
    for finding in unused:
        selector = document.text[finding.start : finding.end]
        if selector not in ran:
            ran[selector] = all(code in rules for code, rule in known_rules().items() if _fits(selector, rule))
        by = [place for place in table.silencing(finding, rules) if place != finding.start]
        used.update(by)
        if ran[selector]:
            (silenced if by else kept).append(finding)
    return [item for item in kept if item.code != UNUSED or item.start not in used], silenced


class _Table:
    """The suppressions of a text by line and by selector: the cost of a finding does not depend on their number."""

    def __init__(self, document: Document) -> None:
        self.places: dict[int | None, dict[str, list[int]]] = {}
        for item in find_suppressions(document):
            self.places.setdefault(item.line, {}).setdefault(item.selector.lower(), []).append(item.start)
        self._lines = [start for start, _ in document.lines]

    def silencing(self, finding: Finding, rules: Mapping[str, Rule]) -> list[int]:
        """Return where the selectors stand that silence a finding."""
        code = finding.code.lower()
        names = [*(code[:size] for size in range(1, len(code) + 1)), rules[finding.code].name]
        line = self._lines[bisect_right(self._lines, finding.start) - 1]
        found: list[int] = []
        for part in (self.places.get(None, {}), self.places.get(line, {})):
            for name in names:
                found += part.get(name, ())
        return found


def _fits(selector: str, rule: Rule) -> bool:
    return rule.code.startswith(selector.upper()) or rule.name == selector.lower()


def unused_candidates(document: Document) -> Iterator[Finding]:
    """Yield every suppression as a finding; `settle` takes those away that are used."""
    known = known_rules().values()
    for item in find_suppressions(document):
        if any(_fits(item.selector, rule) for rule in known):
            advice = "Remove it, or move it to the line that it is about."
        else:
            advice = "No built-in rule has a code or name like that. Write it as findings show it, for example ignore[ECO901]."
        yield Finding(item.start, item.end, f"Nothing here breaks {item.selector}, so this comment silences nothing.", advice)
