"""One text as the limit parsers read it: masked, cut into sentences, each with its label and its conditions.

Quoted literals, code, data and examples are masked, so that no word inside them can be taken for a limit; the quotation marks stay,
so that a parser still sees that a literal stands there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from promptsmith.constraints.lexicon import ANSWERS, WRITE_EN, WRITE_ES, alternation

MASK = "¤"
"""Stands for every masked character. It is no letter, no digit and no white space."""

QUOTED = re.compile(
    r"\"[^\"\n]{1,240}\"|“[^”\n]{1,240}”|«[^»\n]{1,240}»|`[^`\n]{1,120}`|(?<!\w)'(?=\S)(?:[^'\n]|(?<=\w)'(?=\w)){1,120}(?<=\S)'(?!\w)"
)
LITERAL = rf"[\"“«`']{MASK}+[\"”»`']"
_CUT = re.compile(rf"[.!?…]+[\"”»'`*_)\]]*(?=\s)|;\s|\n|{MASK}[\"”»'](?=\s)")
_ITEM = re.compile(r"\s*(?:\n|[-*•#>]|\d{1,2}[.)]\s)")
_ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|approx|max|min|vs|etc|dr|mr|mrs|ms|sr|sra|no|aprox|máx|mín|p\.ej|ej)\.$|(?:^|\n)\s*\d{1,2}\.$")
_MARKER = re.compile(r"\s*(?:[-*•>]+\s+|\(?\d{1,2}[.)]\s*|\(?[a-z]\)\s+|#{1,6}\s*|[*_]{1,3}(?=\w))*")
_LABEL = re.compile(
    r"(?!(?:avoid|do|don't|use|include|ensure|make|never|write|please|must|the\s+\w+\s+(?:must|should)|incluye|evita|usa|no|nunca|escribe)\b)"
    r"[*_]{0,2}(?P<name>[^\W\d_][^\n:.?!,;]{0,38}?)[*_]{0,2}\s?:[*_]{0,2}(?=\s|$)"
)
_CONDITION = re.compile(
    r"(?:(?:and|but|however|then|y|pero),?\s+)?(?P<word>if|when|whenever|unless|in\s+case|in\s+the\s+event|for\s+questions|should\s+the|"
    r"where\s+applicable|si|cuando|en\s+caso|salvo\s+que|a\s+menos\s+que|para\s+preguntas)\s+(?P<text>[^,:\n]{2,120})(?:[,:]|$)"
)
_OTHERWISE = re.compile(r"(?:otherwise|else|if\s+not|de\s+lo\s+contrario|si\s+no)\b[,:]?")
_TRAILING = re.compile(
    r"\s(?P<word>if|when|whenever|unless|except|other\s+than|apart\s+from|with\s+the\s+exception|excepto|salvo|a\s+menos\s+que|si|cuando|"
    r"aparte\s+de)\s+(?P<text>[^.;:\n]{2,100})"
)
_EXCEPTIONS = ("unless", "except", "other", "apart", "with", "excepto", "salvo", "a", "aparte")
_REQUEST = re.compile(
    rf"\b(?:{alternation([*WRITE_EN, *WRITE_ES])}|need|want|like|necesito|quiero)\b(?:\s+[\w'’-]+){{0,7}}?\s+(?P<noun>{alternation(ANSWERS)})\b"
)


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence, list item or labelled line of a view.

    Attributes:
        view: the text it stands in.
        start, end: its span; ``body`` is where its words begin, after a list marker and a label.
        label: the label in front ("title"), folded, or the one of the line that introduces it; '' without.
        lead: span of the line that introduces this list item ("The body should:"), or None.
        condition: condition over the whole sentence ("the user asks for more"); '' without.
    """

    view: View
    start: int
    end: int
    body: int
    label: str
    lead: tuple[int, int] | None
    condition: str

    @property
    def text(self) -> str:
        """The masked, folded text of the whole prompt: spans are offsets in it."""
        return self.view.masked

    def conditions_at(self, end: int) -> list[str]:
        """Return scope steps for the conditions and exceptions that hold where a limit ends."""
        steps = [f"if {self.condition}"] if self.condition else []
        if found := _TRAILING.search(self.text, end, self.end):
            exception = found["word"].split()[0] in _EXCEPTIONS
            steps.append(f"{'except' if exception else 'if'} {' '.join(found['text'].replace('/', ' ').split())}")
        return steps


@dataclass(frozen=True, eq=False)
class View:
    """A text prepared for the limit parsers. Build it with `View.of`.

    Attributes:
        text: the text as given.
        masked: the folded text, same length, in which quoted and foreign spans are masked.
    """

    text: str
    masked: str

    @classmethod
    def of(cls, text: str, folded: str, scopes: Sequence[tuple[int, int, str, str]]) -> View:
        """Return the view of a text: its folded form and its scope spans come from the document."""
        pieces, done = [], 0
        for start, end, scope, _ in scopes:
            if scope not in ("instruction", "context", "placeholder"):
                pieces += [folded[done:start], _mask(folded[start:end])]
                done = end
        masked = "".join([*pieces, folded[done:]])
        if any(mark in masked for mark in "\"'“«`"):
            masked = QUOTED.sub(lambda found: f"{found[0][0]}{MASK * (len(found[0]) - 2)}{found[0][-1]}", masked)
        return cls(text, masked)

    def original(self, start: int, end: int) -> str:
        """Return a span as written."""
        return self.text[start:end]

    @cached_property
    def main_answer(self) -> str:
        """The kind of answer the prompt asks for first ("email"), or ''."""
        found = _REQUEST.search(self.masked)
        return found["noun"] if found else ""

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Sentences, list items and labelled lines, in order."""
        return list(_sentences(self))


def _mask(text: str) -> str:
    """Mask a foreign span but keep its line ends, and quotation marks at its edges."""
    inner = re.sub(r"[^\n]", MASK, text)
    if len(text) > 2 and text[0] in "\"“«`'" and text[-1] in "\"”»`'":
        return text[0] + inner[1:-1] + text[-1]
    return inner


def _cuts(view: View) -> list[int]:
    """Return where sentences begin and end: at marks, blank lines, items, finished lines and lines that open with a capital."""
    masked, text = view.masked, view.text
    cuts = [0]
    for found in _CUT.finditer(masked):
        start, end = found.span()
        if masked[start] == "\n":
            before = masked[start - 1] if start else ""
            keep = before in ".!?…:" or _ITEM.match(masked, end) or (before not in ",-" and text[end : end + 1].isupper())
        elif masked[start] == ".":
            keep = not _ABBREVIATION.search(masked, max(0, start - 8), start + 1)
        elif masked[start] == MASK:
            # The full stop stands inside the quotation mark: a sentence ends only if the next one opens with a capital.
            keep = text[start] in ".!?" and text[end : end + 2].strip()[:1].isupper()
        else:
            keep = True
        if keep:
            cuts.append(end)
    cuts.append(len(masked))
    return cuts


def _sentences(view: View):  # type: ignore[no-untyped-def]
    masked = view.masked
    heading = ""
    lead: tuple[int, int] | None = None
    lead_condition = ""
    lead_label = ""
    cuts = _cuts(view)
    for low, high in zip(cuts, cuts[1:], strict=False):
        start = low + len(masked[low:high]) - len(masked[low:high].lstrip())
        end = low + len(masked[low:high].rstrip())
        if start >= end:
            continue
        opening = masked[start]
        marker = _MARKER.match(masked, start, end)
        body = marker.end() if marker else start
        item = body > start
        if opening == "#":
            heading = masked[body:end].strip("#*_: ")
            lead, lead_condition, lead_label = None, "", ""
        if not item and "\n" in masked[low:start]:
            lead, lead_condition, lead_label = None, "", ""
        label, condition = "", ""
        if found := _LABEL.match(masked, body, end):
            label, body = found["name"].strip("*_ "), found.end()
        plain = label or masked[body:end]
        if found := _CONDITION.match(masked, start if item is False else (marker.end() if marker else start), end):
            condition = " ".join(found["text"].replace("/", " ").split())
            body = max(body, found.end())
            label = "" if label and plain.startswith(found["word"]) else label
        elif _OTHERWISE.match(masked, body, end):
            condition = "otherwise"
        yield Sentence(
            view, start, end, body, label or (lead_label if item else "") or heading, lead if item else None, condition or (lead_condition if item else "")
        )
        if masked[end - 1] == ":" and not (item and lead):
            lead, lead_condition, lead_label = (start, end), condition, label
