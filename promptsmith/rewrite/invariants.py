"""The proof: what a rewrite must not change, checked on the two texts without trusting the rewriter.

The checks read the original, the refined text and the list of edits, and nothing of how these came about. Edits are only believed
as far as they can be verified: they must turn the one text into the other, and each must be one of three harmless kinds. White
space, list marks and a known heading (layout); a section with a known heading at the very end (section); anything else (a fix) must
lie outside quotes, code, data, examples and placeholders, and must not take a number or a negation away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import itemgetter
from typing import Any

from promptsmith.errors import shorten
from promptsmith.rewrite.edits import Edit, Invariant, apply_edits
from promptsmith.rewrite.sections import OPEN_HEADINGS, TASK_HEADINGS
from promptsmith.text.batch import fold
from promptsmith.text.document import Document
from promptsmith.text.language import detect_language
from promptsmith.text.placeholders import find_placeholders
from promptsmith.text.scopes import find_scopes

ReadLimits = Callable[[str], list[tuple[Any, ...]]]

INVARIANTS = ("edits", "words", "numbers", "negations", "quotes", "code", "data", "placeholders", "limits", "language")
"""Names of the invariants, in the order of the proof."""

PROTECTED = ("quote", "code", "data", "example", "placeholder")

REDACTING = "SEC"
"""Rules of this family take secrets and personal numbers away on purpose; the digits they remove do not count as lost."""

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|neither|nor|without|cannot|avoid|except|unless|don't|doesn't|didn't|isn't|aren't|wasn't"
    r"|weren't|won't|wouldn't|shouldn't|can't|couldn't|mustn't|haven't|hasn't|nunca|jamás|nada|nadie|ningún|ninguno|ninguna|ni|sin"
    r"|tampoco|evita|evite|evitar|excepto|salvo)\b"
)
_LAYOUT = re.compile(
    r"(?:\s|^[ \t]*- |^(?:" + "|".join(map(re.escape, TASK_HEADINGS.values())) + r")[ \t]*\r?$)*", re.MULTILINE
)
_SECTION = re.compile(r"\s*(?:" + "|".join(map(re.escape, OPEN_HEADINGS.values())) + r")[ \t]*(?:\r?\n|$)")
_FENCE = re.compile(r"^[ \t]*(?:`{3,}|~{3,}).*$", re.MULTILINE)
_COPY_EDGES = re.compile(r"^[\s\-*•\d.)]+|\s+$")
_SPACES = re.compile(r"\s+")

_UNCHANGED = tuple(Invariant(name, True, "the text is unchanged") for name in INVARIANTS)


def prove_unchanged(reason: str | None = None) -> tuple[Invariant, ...]:
    """Return the proof of a text that was not touched, with the reason why not if there is one."""
    if reason is None:
        return _UNCHANGED
    return (Invariant(INVARIANTS[0], True, f"the text is unchanged: {reason}"), *_UNCHANGED[1:])


def prove(document: Document, refined: str, edits: Sequence[Edit], *, read_limits: ReadLimits) -> tuple[Invariant, ...]:
    """Return every invariant, whether it holds between the document and ``refined``, and what was compared.

    Args:
        document: the original.
        refined: the text a rewrite made of it.
        edits: what the rewrite says it changed.
        read_limits: returns the typed limits of a text, without their positions.
    """
    if refined == document.text and not edits:
        return _UNCHANGED
    case = _Case(document, refined, tuple(edits))
    return (
        _edits(case), _words(case), _numbers(case), _negations(case), _spans(case, "quotes", ("quote",)),
        _spans(case, "code", ("code",)), _spans(case, "data", ("data", "example")), _placeholders(case),
        _limits(case, read_limits), _language(case),
    )  # fmt: skip


def protected_at(document: Document, start: int, end: int) -> str | None:
    """Return the scope of the first protected span that a change of ``[start, end)`` would alter, or None.

    An insertion at the edge of a span alters nothing in it.
    """
    scopes = document.scopes
    number = bisect_right(scopes, start, key=itemgetter(1))  # the first span that ends after the start
    while number < len(scopes) and scopes[number][0] < max(end, start + (start == end)):
        low, _, scope, _ = scopes[number]
        if scope in PROTECTED and (start < end or low < start):
            return scope
        number += 1
    return None


@dataclass(frozen=True)
class _Case:
    """The two texts, and the edits sorted by kind."""

    document: Document
    refined: str
    edits: tuple[Edit, ...]

    @cached_property
    def section(self) -> tuple[Edit, ...]:
        """The insertions at the very end from the first that opens with a heading of ours."""
        size = len(self.document.text)
        for number, edit in enumerate(self.edits):
            if edit.start == edit.end == size and _SECTION.match(edit.after):
                return self.edits[number:]
        return ()

    @cached_property
    def body_edits(self) -> tuple[Edit, ...]:
        return self.edits[: len(self.edits) - len(self.section)]

    @cached_property
    def body(self) -> str:
        """The refined text without the section: the user's part."""
        return self.refined[: len(self.refined) - sum(len(edit.after) for edit in self.section)]

    @cached_property
    def fixes(self) -> tuple[Edit, ...]:
        return tuple(edit for edit in self.body_edits if not _is_layout(edit))

    @cached_property
    def kept(self) -> str:
        """The original without the spans that fixes replace."""
        return _without(self.document.text, [(edit.start, edit.end) for edit in self.fixes])

    @cached_property
    def kept_now(self) -> str:
        """The user's part of the refined text without what fixes and layout put there."""
        spans: list[tuple[int, int]] = []
        shift = 0
        for edit in self.body_edits:
            start = edit.start + shift
            spans.append((start, start + len(edit.after)))
            shift += len(edit.after) - (edit.end - edit.start)
        return _without(self.body, spans)

    @cached_property
    def scopes_before(self) -> list[tuple[str, str]]:
        return _protected(self.document.text, self.document.scopes, len(self.document.text))

    @cached_property
    def scopes_after(self) -> list[tuple[str, str]]:
        return _protected(self.refined, find_scopes(self.refined), len(self.body))


def _is_layout(edit: Edit) -> bool:
    return not edit.before.strip() and _LAYOUT.fullmatch(edit.after) is not None


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces, last = [], 0
    for start, end in spans:
        pieces.append(text[last:start])
        last = end
    return "".join((*pieces, text[last:]))


def _protected(text: str, scopes: Sequence[tuple[int, int, str, str]], border: int) -> list[tuple[str, str]]:
    """Return (scope, text) of the spans that must stay, up to ``border``; fences around code do not count as its content."""
    found = []
    for start, end, scope, _ in scopes:
        if scope in PROTECTED and start < border:
            content = text[start:end]
            found.append((scope, _FENCE.sub("", content).strip() if scope == "code" else content.strip()))
    return found


def _edits(case: _Case) -> Invariant:
    document = case.document
    if apply_edits(document.text, case.edits) != case.refined:
        return Invariant("edits", False, "the edits do not turn the original into the refined text")
    if any(not edit.start == edit.end == len(document.text) for edit in case.section):
        return Invariant("edits", False, "something else was changed after the added section began")
    for edit in case.fixes:
        inside = protected_at(document, edit.start, edit.end)
        if inside:
            return Invariant("edits", False, f"{edit.rule} changes {shorten(edit.before)!r} inside {inside}")
    for edit in case.body_edits:
        if _is_layout(edit) and protected_at(document, edit.start, edit.end):
            return Invariant("edits", False, f"{edit.rule} changes the layout inside protected text at {edit.start}")
    detail = (
        f"{len(case.fixes)} fixes, {len(case.body_edits) - len(case.fixes)} layout changes, {len(case.section)} added lines"
    )
    return Invariant("edits", True, detail)


def _words(case: _Case) -> Invariant:
    same = _SPACES.sub("", case.kept) == _SPACES.sub("", case.kept_now)
    count = len(case.kept.split())
    return Invariant(
        "words", same, f"{count} words byte for byte in their order" if same else "words changed outside the fixes"
    )


def _numbers(case: _Case) -> Invariant:
    return _multiset(case, "numbers", _NUMBER)


def _negations(case: _Case) -> Invariant:
    return _multiset(case, "negations", _NEGATION)


def _multiset(case: _Case, name: str, pattern: re.Pattern[str]) -> Invariant:
    """Compare the occurrences outside the fixes, and that no fix takes one away unless it removes a copy."""
    before, after = Counter(pattern.findall(fold(case.kept))), Counter(pattern.findall(fold(case.kept_now)))
    if before != after:
        lost = ", ".join(sorted((before - after) | (after - before)))
        return Invariant(name, False, f"differ: {shorten(lost)}")
    for edit in case.fixes:
        gone, come = (Counter(pattern.findall(fold(part))) for part in (edit.before, edit.after))
        if gone != come and not _is_copy(case, edit) and not (pattern is _NUMBER and edit.rule.startswith(REDACTING)):
            return Invariant(name, False, f"{edit.rule} changes them in {shorten(edit.before)!r}")
    whole = Counter(pattern.findall(case.document.folded))
    return Invariant(name, True, f"{sum(whole.values())} compared")


def _is_copy(case: _Case, edit: Edit) -> bool:
    """Tell whether the fix removes text that still stands elsewhere in the user's part."""
    written = _COPY_EDGES.sub("", fold(edit.before))
    return not edit.after.strip(" \t\r\n-*•") and bool(written) and written in fold(case.body)


def _spans(case: _Case, name: str, scopes: tuple[str, ...]) -> Invariant:
    before = [content for scope, content in case.scopes_before if scope in scopes]
    after = [content for scope, content in case.scopes_after if scope in scopes]
    if before == after:
        return Invariant(name, True, f"{len(before)} spans byte for byte")
    return Invariant(name, False, f"{len(before)} spans before, {len(after)} after, or their text differs")


def _placeholders(case: _Case) -> Invariant:
    before = [case.document.text[item.start : item.end] for item in case.document.placeholders]
    after = [case.refined[item.start : item.end] for item in find_placeholders(case.refined)]
    return Invariant("placeholders", before == after, f"{len(before)} before, {len(after)} after")


def _limits(case: _Case, read_limits: ReadLimits) -> Invariant:
    """Compare the limits as sets: removing a copy of an instruction removes a copy of its limit.

    A limit quotes the words it is about; where a fix put other words in their place, the limit is compared with those.
    """
    if case.body == case.document.text:
        return Invariant("limits", True, "the user's part is unchanged")
    before, after = set(read_limits(case.document.text)), set(read_limits(case.body))
    for edit in case.fixes:
        if before != after and edit.before.strip() and edit.after.strip():
            before = {_reworded(limit, fold(edit.before), fold(edit.after)) for limit in before}
    return Invariant("limits", before == after, f"{len(before)} before, {len(after)} after")


def _reworded(limit: tuple[Any, ...], before: str, after: str) -> tuple[Any, ...]:
    return tuple(part.replace(before, after) if isinstance(part, str) else part for part in limit)


def _language(case: _Case) -> Invariant:
    before, after = case.document.language, detect_language(case.refined)[0]
    return Invariant("language", before == after, f"{before} before, {after} after")
