"""The five kinds of rules a user can write without code. A check is a record: equal content is an equal rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from promptsmith.errors import shorten
from promptsmith.rules._rule import Finding
from promptsmith.rules.user_patterns import compile_pattern
from promptsmith.text.batch import fold
from promptsmith.text.document import Document
from promptsmith.text.terms import term_pattern

Span = tuple[int, int]
Match = tuple[int, int, str]
"""Start, end, and the text of the expression's first group (empty for a literal or without a group)."""


@dataclass(frozen=True)
class Words:
    """Literals and expressions to look for in the scopes of a rule.

    Attributes:
        code: the rule, whose triggers are known to the document.
        literals: terms as the automaton knows them.
        patterns: regular expressions, read on every text.
        scopes: scopes in which a match counts.
        ignorecase: letter case does not matter.
        triggered: every literal is a trigger of the rule, so its places need not be looked for again.
    """

    code: str
    literals: tuple[str, ...]
    patterns: tuple[str, ...]
    scopes: tuple[str, ...]
    ignorecase: bool = True
    triggered: bool = True

    def matches(self, document: Document) -> list[Match]:
        """Return the matches in order; of several that overlap the first, and of those that begin together the longest."""
        found = [*self._literal_matches(document), *self._pattern_matches(document)]
        found.sort(key=lambda match: (match[0], -match[1]))
        kept: list[Match] = []
        for match in found:
            if (not kept or match[0] >= kept[-1][1]) and document.scope_at(match[0]) in self.scopes:
                kept.append(match)
        return kept

    def _literal_matches(self, document: Document) -> Iterator[Match]:
        if self.triggered:
            spans = list(document.triggers.get(self.code, ()))
        else:
            spans = [found.span(1) for term in self.literals for found in term_pattern(term).finditer(document.folded)]
        wanted = {fold(term) for term in self.literals}
        written = set(self.literals)
        for start, end in spans:
            if document.folded[start:end] in wanted and (self.ignorecase or document.text[start:end] in written):
                yield start, end, ""

    def _pattern_matches(self, document: Document) -> Iterator[Match]:
        for source in self.patterns:
            compiled = compile_pattern(source, self.ignorecase)
            for found in compiled.finditer(document.text):
                if found.end() > found.start():
                    yield found.start(), found.end(), (found[1] or "") if compiled.groups else ""


@dataclass(frozen=True)
class Wording:
    """How a finding is told: templates with {match} and the like, and the languages in which the rule speaks."""

    message: str
    suggestion: str | None
    languages: tuple[str, ...]

    def finding(
        self,
        document: Document,
        span: Span,
        values: Mapping[str, object],
        *,
        related: tuple[Span, ...] = (),
        replacement: str | None = None,
    ) -> Finding:
        """Return a finding at a span, with the text there as {match}."""
        told = {"match": shorten(document.text[span[0] : span[1]]), **values}
        suggestion = None if self.suggestion is None else _filled(self.suggestion, told)
        return Finding(*span, _filled(self.message, told), suggestion, related, replacement=replacement)

    def speaks(self, document: Document) -> bool:
        """Tell whether the document's language is one of the rule's, or not known."""
        return self.languages == ("any",) or document.language in (*self.languages, "unknown")


def _filled(template: str, values: Mapping[str, object]) -> str:
    # Not str.format: a rule file is data, and a value may hold braces of its own. One pass, so that values are never filled.
    parts = template.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, brace, rest = part.partition("}")
        filled.append(f"{values[name]}{rest}" if brace and name in values else "{" + part)
    return "".join(filled)


def _outside(matches: list[Match], exceptions: Words, document: Document) -> Iterator[Match]:
    """Yield the matches that no exception covers."""
    covered = exceptions.matches(document) if exceptions.literals or exceptions.patterns else []
    for match in matches:
        if not any(start <= match[0] and match[1] <= end for start, end, _ in covered):
            yield match


@dataclass(frozen=True)
class Existence:
    """What must not be written."""

    tokens: Words
    exceptions: Words
    wording: Wording

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield each token that no exception covers."""
        if self.wording.speaks(document):
            for start, end, _ in _outside(self.tokens.matches(document), self.exceptions, document):
                yield self.wording.finding(document, (start, end), {})


@dataclass(frozen=True)
class Substitution:
    """What is written in another way."""

    swap: tuple[tuple[Words, str], ...]
    exceptions: Words
    wording: Wording
    fixes: bool

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield each old form, with the new one; of overlapping ones the longest that begins first."""
        if not self.wording.speaks(document):
            return
        found = [(match, new) for words, new in self.swap for match in words.matches(document)]
        found.sort(key=lambda item: (item[0][0], -item[0][1]))
        last = 0
        for match, new in found:
            start, end, _ = match
            if start < last or not list(_outside([match], self.exceptions, document)):
                continue
            last = end
            written = document.text[start:end]
            shaped = _in_the_case_of(written, new)
            if shaped != written:
                replacement = shaped if self.fixes else None
                yield self.wording.finding(document, (start, end), {"new": shaped}, replacement=replacement)


def _in_the_case_of(written: str, new: str) -> str:
    """Return the new form with a capital where the old one has one; a new form with capitals of its own stays as it is."""
    if new != new.lower():
        return new
    if len(written) > 1 and written.isupper():
        return new.upper()
    return new[:1].upper() + new[1:] if written[:1].isupper() else new


@dataclass(frozen=True)
class Occurrence:
    """What must be written at least, or at most, a number of times."""

    tokens: Words
    low: int
    high: int | None
    wording: Wording

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the first occurrence too many, or for too few the last one, else the first word of the prompt."""
        if not self.wording.speaks(document):
            return
        spans = [(start, end) for start, end, _ in self.tokens.matches(document)]
        if self.high is not None and len(spans) > self.high:
            values = {"count": len(spans), "limit": self.high}
            yield self.wording.finding(document, spans[self.high], values, related=tuple(spans[: self.high]))
        elif len(spans) < self.low:
            words = (span for span in document.words if document.scope_at(span[0]) in self.tokens.scopes)
            place = spans[-1] if spans else next(words, None)
            if place is not None:
                yield self.wording.finding(document, place, {"count": len(spans), "limit": self.low})


@dataclass(frozen=True)
class Consistency:
    """Two forms of one thing, of which a prompt uses only one."""

    either: tuple[tuple[Words, Words], ...]
    wording: Wording

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield each occurrence of the form that comes second, with the first form's place."""
        if not self.wording.speaks(document):
            return
        for pair in self.either:
            one, other = (words.matches(document) for words in pair)
            if one and other:
                first, second = (one, other) if one[0] < other[0] else (other, one)
                place = first[0][:2]
                values = {"other": shorten(document.text[place[0] : place[1]])}
                for start, end, _ in second:
                    yield self.wording.finding(document, (start, end), values, related=(place,))


@dataclass(frozen=True)
class Conditional:
    """What must be written somewhere once another thing is written."""

    first: Words
    second: Words
    exceptions: Words
    wording: Wording

    def __call__(self, document: Document) -> Iterator[Finding]:
        """Yield the first place of each thing whose companion is missing; with groups, the companion holds the same text."""
        if not self.wording.speaks(document):
            return
        there = {fold(key) for _, _, key in self.second.matches(document)}
        told: set[str] = set()
        for start, end, key in _outside(self.first.matches(document), self.exceptions, document):
            name = fold(key)
            # Without a group on both sides any companion will do.
            if name in there or (there and (not name or "" in there)) or name in told:
                continue
            told.add(name)
            yield self.wording.finding(document, (start, end), {})
