"""The scope map: which spans of a prompt are not instructions.

A rule must stay silent on quoted text, examples, data and code, and a rewrite must keep them byte for byte. The text is walked
once from left to right; the outermost span wins, and a placeholder inside a span splits it. Everything that is not in the map
is instruction. Ambiguous forms (an apostrophe, an inch mark, a less-than sign) are instruction.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from promptsmith.text.blocks import Block, block_at, is_list_item
from promptsmith.text.labels import section_after_colon, section_at
from promptsmith.text.placeholders import Placeholder, find_placeholders
from promptsmith.text.reader import MASK, Reader

MAX_QUOTE = 2000
"""Longest quotation in double or angled marks, in characters. Judgement: a passage to translate fits."""

MAX_SINGLE_QUOTE = 200
"""Longest quotation in single marks, which never crosses a line: the marks also serve as apostrophes. Judgement."""

MAX_INLINE_CODE = 1000
"""Longest code between backticks on one paragraph. Judgement."""


class ScopeSpan(NamedTuple):
    """One span that is not instruction. Offsets are half-open code points.

    Attributes:
        start: first character, with the opening mark.
        end: one past the closing mark.
        scope: context, data, example, quote, code or placeholder.
        kind: the form it was known by: fence, inline, indented, lines, sql, tag, json, table, rows, label, heading, pairs,
            delimited, double, curly, angled, single, or the kind of the placeholder.
    """

    start: int
    end: int
    scope: str
    kind: str


SCOPE_HINTS = re.compile('["“«‘`{\\[<>~$%|\n]')
"""Marks that may open a scope. A text without them has one only with an apostrophe, a label or a line of code."""

_OPEN_APOSTROPHE = re.compile(r"(?<!\w)'")
_CODE_START = re.compile(
    r"\s|#!|SELECT |INSERT |UPDATE |DELETE |CREATE |ALTER |DROP |WITH |import |from |def |async |class |func"
    r"|fn |using |package "
    r"|const |let |var |public |private |protected |if ?\(|for|while|switch|\w+ = \w"
)
_LABEL_WORDS = (
    "text input data example document article passage paragraph context background transcript review message email code snippet log "
    "poem entrada texto dato documento artículo articulo pasaje fragmento párrafo contexto ejemplo trasfondo frase oración oracion "
    "oraciones correo reseña mensaje poema código registro conversation conversación transcripción sentence tweet e-mail dataset "
    "information antecedente below continuación output question pregunta"
).split()
_LABEL_ENDS = frozenset(form[-3:] for word in _LABEL_WORDS for form in (word, f"{word}s"))

_OPENERS = re.compile("[\"“«‘`'{\\[<\n:]")
_SINGLE_CLOSE = re.compile(r"(?<=\S)'(?!\w)")
_CURLY_SINGLE_CLOSE = re.compile(r"’(?!\w)")
_NOT_A_QUOTE = re.compile(r"'(?:tis|twas|em|til|cause|bout|round|n|\d0s)\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<name>(?P<code>code|pre)|(?P<data>data|input|inputs|document|documents|text|article|transcript"
    r"|passage|datos|entrada|documento"
    r"|texto)|(?P<example>examples?|ejemplos?)|(?P<context>context|background|contexto))(?:[ _-]?\d{1,3}|\s[^<>\n]{0,200})?>",
    re.IGNORECASE,
)
_CLOSING_TAGS: dict[str, re.Pattern[str]] = {}
_JSON_OBJECT = re.compile(r"\{\s*(?:\"[^\"\n]{0,120}\"|'[^'\n]{0,120}'|[A-Za-z_]\w{0,60})\s*:\s*[\"'\[{\d\-tfnx]")
_JSON_ARRAY = re.compile(
    r"\[\s*(?:\{\s*[\"'A-Za-z_}]|\[|\"[^\"\n]{0,200}\"\s*[,\]]|'[^'\n]{0,200}'\s*[,\]]|-?\d[\d.]*\s*,\s*-?\d[\d.]*\s*[,\]])"
)


def needs_scopes(text: str) -> bool:
    """Tell cheaply whether `find_scopes` could find anything; false for plain prose."""
    if SCOPE_HINTS.search(text):
        return True
    if _CODE_START.match(text):
        return True
    if "'" in text and _OPEN_APOSTROPHE.search(text):
        return True
    return ":" in text and _may_label(text)


def _may_label(text: str) -> bool:
    """Return whether a word before a colon ends like one that labels data or examples ("Text:", "Example 2:", "Q:")."""
    colon = text.find(":")
    while colon >= 0:
        before = text[max(0, colon - 8) : colon].rstrip("*_ \t").lower()
        if before[-3:] in _LABEL_ENDS or before[-1:].isdigit() or before.endswith(("q", "p")):
            return True
        colon = text.find(":", colon + 1)
    return False


def find_scopes(text: str, placeholders: list[Placeholder] | None = None) -> list[ScopeSpan]:
    """Return the spans of a text that are not instruction, sorted, not overlapping.

    Args:
        text: the text.
        placeholders: the result of `find_placeholders`, when it is known already.

    Example:
        >>> [(s.scope, s.kind) for s in find_scopes('Translate "good day" with `translate()`.')]
        [('quote', 'double'), ('code', 'inline')]
    """
    if not needs_scopes(text):
        return []
    if placeholders is None:
        placeholders = find_placeholders(text)
    spans = _Walk(_masked(text, placeholders)).spans()
    return _with_placeholders(spans, placeholders) if placeholders else spans


def _masked(text: str, placeholders: list[Placeholder]) -> str:
    """Return the text with every placeholder as letters, so that no sign inside one opens or closes anything."""
    pieces: list[str] = []
    last = 0
    for item in placeholders:
        pieces += (text[last : item.start], MASK * (item.end - item.start))
        last = item.end
    return "".join(pieces) + text[last:] if pieces else text


def _with_placeholders(spans: list[ScopeSpan], placeholders: list[Placeholder]) -> list[ScopeSpan]:
    """Cut the placeholders out of the spans and add them as spans of their own."""
    merged: list[ScopeSpan] = []
    number = 0
    for span in spans:
        start = span.start
        while number < len(placeholders) and placeholders[number].start < span.end:
            item = placeholders[number]
            if max(start, span.start) < item.start:
                merged.append(ScopeSpan(start, item.start, span.scope, span.kind))
            merged.append(ScopeSpan(item.start, item.end, "placeholder", item.kind))
            start = max(start, item.end)
            number += 1
        if start < span.end:
            merged.append(ScopeSpan(start, span.end, span.scope, span.kind))
    merged += (ScopeSpan(item.start, item.end, "placeholder", item.kind) for item in placeholders[number:])
    return merged


class _Walk:
    """One pass over a text in which placeholders are masked."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.reader = Reader(text)
        self.found: list[ScopeSpan] = []
        self.after_blank = True
        self.in_list = False

    def spans(self) -> list[ScopeSpan]:
        position = self._line(0)
        while True:
            match = _OPENERS.search(self.text, position)
            if match is None:
                return self.found
            start = match.start()
            position = _HANDLERS[self.text[start]](self, start)

    def _add(self, start: int, block: Block) -> int:
        self.found.append(ScopeSpan(start, block.end, block.scope, block.kind))
        return block.end

    def _close(self, start: int, end: int, scope: str, kind: str) -> int:
        self.found.append(ScopeSpan(start, end, scope, kind))
        return end

    def _line_feed(self, start: int) -> int:
        return self._line(start + 1)

    def _line(self, start: int) -> int:
        """Look for a block or a section on the line at ``start``; return where to read on."""
        text = self.text
        stop = text.find("\n", start)
        if stop < 0:
            stop = len(text)
        line = text[start:stop]
        if not line or line.isspace():
            self.after_blank = True
            return stop
        block = block_at(self.reader, start, line, after_blank=self.after_blank, in_list=self.in_list)
        self.after_blank = False
        if block:
            return self._add(start, block)
        if ":" in line or line[0] == "#":
            section = section_at(self.reader, start, line)
            if section:
                return self._add(*section)
        self.in_list = is_list_item(text, start) or (self.in_list and line[0] in " \t")
        return start

    def _colon(self, start: int) -> int:
        section = section_after_colon(self.reader, start)
        return self._add(*section) if section else start + 1

    def _backtick(self, start: int) -> int:
        width = 1
        while width < 3 and self.text.startswith("`", start + width):
            width += 1
        mark = "`" * width
        close = self.reader.find(mark, start + width)
        limit = len(self.text) if width == 3 else min(start + MAX_INLINE_CODE, self.reader.paragraph_end(start))
        # A longer run of backticks closes nothing.
        if close >= limit or close == start + width or (width < 3 and self.text.startswith("`", close + width)):
            return start + width
        return self._close(start, close + width, "code", "inline")

    def _double(self, start: int) -> int:
        text, find = self.text, self.reader.find
        if text.startswith('"""', start):
            close = find('"""', start + 3)
            if close == len(text):
                return start + 3
            return self._close(start, close + 3, "data", "delimited")
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        if before.isalnum() or before == "\\" or not after or after.isspace():
            return start + 1
        limit = min(len(text), start + MAX_QUOTE, self.reader.paragraph_end(start))
        close = find('"', start + 1)
        while close < limit and text[close - 1] == "\\":
            close = find('"', close + 1)
        if close >= limit or text[close + 1 : close + 2].isalnum():
            return start + 1
        return self._close(start, close + 1, "quote", "double")

    def _curly(self, start: int) -> int:
        return self._paired(start, "”", "curly")

    def _angled(self, start: int) -> int:
        return self._paired(start, "»", "angled")

    def _paired(self, start: int, mark: str, kind: str) -> int:
        close = self.reader.find(mark, start + 1)
        if close >= min(len(self.text), start + MAX_QUOTE, self.reader.paragraph_end(start)) or close == start + 1:
            return start + 1
        return self._close(start, close + 1, "quote", kind)

    def _single(self, start: int) -> int:
        text = self.text
        before, after = text[start - 1 : start], text[start + 1 : start + 2]
        if before.isalnum() or before in ("'", "\\", "_") or not after or after.isspace() or _NOT_A_QUOTE.match(text, start):
            return start + 1
        return self._single_end(start, _SINGLE_CLOSE)

    def _curly_single(self, start: int) -> int:
        return self._single_end(start, _CURLY_SINGLE_CLOSE)

    def _single_end(self, start: int, pattern: re.Pattern[str]) -> int:
        match = self.reader.search(pattern, start + 1)
        if match is None or match.start() >= min(self.reader.line_end(start), start + MAX_SINGLE_QUOTE):
            return start + 1
        return self._close(start, match.end(), "quote", "single") if match.start() > start + 1 else start + 1

    def _brace(self, start: int) -> int:
        return self._json(start, _JSON_OBJECT)

    def _bracket(self, start: int) -> int:
        before = self.text[start - 1 : start]
        if before.isalnum() or (before and before in "_)]"):  # an index
            return start + 1
        return self._json(start, _JSON_ARRAY)

    def _json(self, start: int, pattern: re.Pattern[str]) -> int:
        if not pattern.match(self.text, start):
            return start + 1
        close = self.reader.closers.get(start)
        if close is None:
            return start + 1
        # Unquoted keys and semicolons are a style sheet or a struct, not JSON.
        is_code = pattern is _JSON_OBJECT and ";\n" in self.text[start:close] and '":' not in self.text[start : start + 200]
        return self._close(start, close + 1, *(("code", "lines") if is_code else ("data", "json")))

    def _tag(self, start: int) -> int:
        match = _TAG.match(self.text, start)
        if match is None:
            return start + 1
        name = match["name"].lower()
        pattern = _CLOSING_TAGS.get(name) or _CLOSING_TAGS.setdefault(
            name, re.compile(rf"</{name}(?:[ _-]?\d{{1,3}})?\s*>", re.IGNORECASE)
        )
        close = self.reader.search(pattern, match.end())
        if close is None:
            return match.end()
        scope = next(scope for scope in ("code", "data", "example", "context") if match[scope])
        return self._close(start, close.end(), scope, "tag")


_HANDLERS = {
    "\n": _Walk._line_feed,
    ":": _Walk._colon,
    "`": _Walk._backtick,
    '"': _Walk._double,
    "“": _Walk._curly,
    "«": _Walk._angled,
    "'": _Walk._single,
    "‘": _Walk._curly_single,
    "{": _Walk._brace,
    "[": _Walk._bracket,
    "<": _Walk._tag,
}
