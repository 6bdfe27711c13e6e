"""One text as the limit parsers read it: masked, cut into sentences, each with its label and its conditions.

Quoted literals, code, data and examples are masked, so that no word inside them can be taken for a limit; the quotation marks stay,
so that a parser still sees that a literal stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from promptsmith.constraints.lexicon import ANSWERS, PARTS, WRITE_EN, WRITE_ES, alternation, forms

MAX_SENTENCE = 800
"""Longest sentence read as one, in characters: a limit looks for its subject in its own sentence, so this keeps the cost
linear. Judgement."""

MASK = "¤"
"""Stands for every masked character. It is no letter, no digit and no white space."""

QUOTED = re.compile(
    r"\"[^\"\n]{1,240}\"|“[^”\n]{1,240}”|«[^»\n]{1,240}»|`[^`\n]{1,120}`|'(?<!\w')(?=\S)(?:[^'\n]|"
    r"(?<=\w)'(?=\w)){1,120}(?<=\S)'(?!\w)"
)
_OPEN_APOSTROPHE = re.compile(r"'(?<!\w')")
LITERAL = rf"[\"“«`']{MASK}+[\"”»`']"
_CUT = re.compile(  # one set of first characters, which the search can jump to
    rf"[.!?…;{MASK}](?:(?<=[.!?…])[.!?…]*[\"”»'`*_)\]]*(?=\s)|(?<=;)\s|(?<={MASK})[\"”»'](?=\s))"
)
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|approx|max|min|vs|etc|dr|mr|mrs|ms|sr|sra|no|aprox|máx|mín|p\.ej|ej)\.$|(?:^|\n)\s*\d{1,2}\.$"
)
_MARKER = re.compile(
    r"\s*(?:[-*•>]+\s+|[^\w\s\"“«`'¤({\[<$%#*_-]+\s+|\(?\d{1,2}[.)]\s*|\(?[a-z]\)\s+|#{1,6}\s*|[*_]{1,3}(?=\w))*"
)
_LABEL = re.compile(
    r"(?!(?:avoid|do|don't|use|include|ensure|make|never|write|please|must|the\s+\w+\s+(?:must|should)|incluye|evita|"
    r"usa|no|nunca|escribe)\b)"
    r"[*_]{0,2}(?P<name>[^\W\d_][^\n:.?!,;]{0,38}?)[*_]{0,2}(?:\s\([^)\n]{1,40}\))?\s?:[*_]{0,2}(?=\s|$)"
)
_CONDITION = re.compile(
    r"(?:(?:and|but|however|then|y|pero),?\s+)?(?P<word>if|when|whenever|unless|in\s+case|in\s+the\s+event|"
    r"for\s+questions|should\s+the|"
    r"where\s+applicable|si|cuando|en\s+caso|salvo\s+que|a\s+menos\s+que|"
    r"para\s+preguntas)\s+(?P<text>[^,:\n]{2,120})(?:[,:]|$)"
)
_OTHERWISE = re.compile(r"(?:otherwise|else|if\s+not|de\s+lo\s+contrario|si\s+no)\b[,:]?")
_TRAILING = re.compile(
    r"\s(?P<word>if|when|whenever|where|wherever|unless|except|other\s+than|apart\s+from|with\s+the\s+exception|excepto|salvo|"
    r"a\s+menos\s+que|si|cuando|"
    r"aparte\s+de)\s+(?P<text>[^.;:\n]{2,100})"
)
_EXCEPTIONS = ("unless", "except", "other", "apart", "with", "excepto", "salvo", "a", "aparte")
_PART_NAMES = frozenset(forms(PARTS))
_REQUEST = re.compile(
    rf"\b(?:{alternation([*WRITE_EN, *WRITE_ES])}|need|want|like|necesito|"
    rf"quiero)\b(?:\s+[\w'’-]+){{0,7}}?\s+(?P<noun>{alternation(ANSWERS)})\b"
)


@dataclass(frozen=True, eq=False)
class Sentence:
    """A sentence, list item or labelled line of a view.

    Attributes:
        view: the text it stands in.
        start, end: its span; ``body`` is where its words begin, after a list marker and a label.
        label: the label in front ("title"), folded, or the one of the line that introduces it; '' without.
        lead: span of the line that introduces this list item ("The body should:"), or None.
        heading: the heading or standing label above it, folded; '' without.
        condition: condition over the whole sentence ("the user asks for more"); '' without.
    """

    view: View
    start: int
    end: int
    body: int
    label: str
    lead: tuple[int, int] | None
    condition: str
    heading: str

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
        phrases: noun phrases already read (`scoping`), by span.
    """

    text: str
    masked: str
    phrases: dict[tuple[int, int], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str, folded: str, scopes: Sequence[tuple[int, int, str, str]]) -> View:
        """Return the view of a text: its folded form and its scope spans come from the document."""
        pieces, done = [], 0
        for start, end, scope, _ in scopes:
            if scope not in ("instruction", "context", "placeholder"):
                pieces += [folded[done:start], _mask(folded[start:end])]
                done = end
        pieces.append(folded[done:])
        masked = "".join(pieces)
        if any(_may_quote(piece) for piece in pieces[::2]):  # every other piece is masked already
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

    def sentences_with(self, places: Sequence[int]) -> list[Sentence]:
        """Return the sentences, list items and labelled lines that hold one of ``places`` (ascending), in order."""
        return list(_sentences(self, places))

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences, list items and labelled lines, in order."""
        return list(_sentences(self, None))


def _may_quote(piece: str) -> bool:
    return any(mark in piece for mark in '"“«`') or ("'" in piece and _OPEN_APOSTROPHE.search(piece) is not None)


def _mask(text: str) -> str:
    """Mask a foreign span but keep its line ends, and quotation marks at its edges."""
    inner = "\n".join(MASK * len(line) for line in text.split("\n"))
    if len(text) > 2 and text[0] in "\"“«`'" and text[-1] in "\"”»`'":
        return text[0] + inner[1:-1] + text[-1]
    return inner


def _blocks(view: View) -> Iterator[tuple[int, int]]:
    """Yield runs of lines that belong together: a line break ends a run at a blank line, an item or a finished line.

    A line that opens with a capital also begins a new run, unless the line before it ends in a comma or a hyphen.
    """
    text, place, start, end = view.text, 0, -1, -1
    for line in view.masked.split("\n"):
        solid = line.strip()
        if solid:
            first = place if line[0] == solid[0] else place + line.index(solid[0])
            if start >= 0 and _opens_run(solid, text, first, end):
                yield start, end
                start = first
            elif start < 0:
                start = first
            end = first + len(solid)
        elif start >= 0:
            yield start, end
            start = -1
        place += len(line) + 1
    if start >= 0:
        yield start, end


def _opens_run(solid: str, text: str, first: int, end: int) -> bool:
    before = text[end - 1]
    if before in ".!?…:" or solid[0] in "-*•#>":
        return True
    if solid[0].isdigit():
        return _NUMBERED.match(solid) is not None
    return before not in ",-" and text[first].isupper()


def _pieces(view: View, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one run of lines."""
    masked, text = view.masked, view.text
    low = start
    for found in _CUT.finditer(masked, start, end):
        mark, high = found.span()
        if masked[mark] == ".":
            keep = not _ABBREVIATION.search(masked, max(start, mark - 8), mark + 1)
        elif masked[mark] == MASK:
            # The full stop stands inside the quotation mark: a sentence ends only if the next one opens with a capital.
            keep = text[mark] in ".!?" and text[high : high + 2].strip()[:1].isupper()
        else:
            keep = True
        if keep:
            yield from _bounded(masked, low, high)
            low = high
    yield from _bounded(masked, low, end)


def _bounded(masked: str, low: int, high: int) -> list[tuple[int, int]]:
    """Return a sentence without outer blanks, in pieces cut at blanks when it is longer than `MAX_SENTENCE`."""
    pieces = []
    while high - low > MAX_SENTENCE:
        blank = masked.rfind(" ", low + 1, low + MAX_SENTENCE)
        cut = blank if blank > low else low + MAX_SENTENCE
        pieces += _trimmed(masked, low, cut)
        low = cut
    return pieces + _trimmed(masked, low, high)


def _trimmed(masked: str, low: int, high: int) -> list[tuple[int, int]]:
    piece = masked[low:high].lstrip()
    solid = piece.rstrip()
    return [(high - len(piece), high - len(piece) + len(solid))] if solid else []


@dataclass
class _Surroundings:
    """What the lines above say about the next sentence: heading, and the line that introduces a list."""

    heading: str = ""
    lead: tuple[int, int] | None = None
    condition: str = ""
    label: str = ""


def _sentences(view: View, places: Sequence[int] | None) -> Iterator[Sentence]:
    """Yield sentences in order; with ``places``, only those that hold one of them, since reading a sentence costs most."""
    masked = view.masked
    around = _Surroundings()
    number = 0
    for low, high in _blocks(view):
        wanted = places is None
        if places is not None:
            while number < len(places) and places[number] < low:
                number += 1
            wanted = number < len(places) and places[number] < high
        introduces = masked[high - 1] == ":" or masked[low] == "#" or masked.endswith((":**", ":*"), low, high)
        if not wanted and not introduces:
            if masked[low] not in "-*•" and not masked[low].isdigit():
                around.lead = None
            continue
        if masked[low] not in "-*•#" and not masked[low].isdigit():
            around.lead = None
        for start, end in _pieces(view, low, high):
            asked = places is None
            if places is not None:
                while number < len(places) and places[number] < start:
                    number += 1
                asked = number < len(places) and places[number] < end
            last = introduces and end == high
            if asked or last:
                sentence = _read(view, start, end, around)
                if asked:
                    yield sentence
                if last:
                    _introduce(view, sentence, around)


def _read(view: View, start: int, end: int, around: _Surroundings) -> Sentence:
    """Return one sentence with its label and condition."""
    masked = view.masked
    marker = _MARKER.match(masked, start, end)
    body = marker.end() if marker else start
    item = body > start
    label, condition, first = "", "", body
    if found := _LABEL.match(masked, body, end):
        label, body = found["name"].strip("*_ "), found.end()
    if found := _CONDITION.match(masked, first, end):
        condition = " ".join(found["text"].replace("/", " ").split())
        body = max(body, found.end())
        label = "" if label.startswith(found["word"]) else label
    elif _OTHERWISE.match(masked, body, end):
        condition = "otherwise"
    inherited = item and around.lead is not None
    label = label or (around.label if inherited else "")
    condition = condition or (around.condition if inherited else "")
    return Sentence(view, start, end, min(body, end), label, around.lead if inherited else None, condition, around.heading)


def _introduce(view: View, sentence: Sentence, around: _Surroundings) -> None:
    """Remember a heading, a label that stands alone, or a line that introduces a list."""
    text = view.masked[sentence.start : sentence.end]
    name = text.strip("#*_-• :")
    if text[0] == "#":
        around.heading, around.lead = (name if name in _PART_NAMES else ""), None
        return
    alone = len(name.split()) <= 2 or view.text[sentence.start : sentence.end].isupper()
    if alone and sentence.body >= sentence.end - 1 and text[0] not in "-*•" and not text[0].isdigit():
        around.heading, around.lead = name, None
        return
    if not (sentence.lead and text[0] in "-*•"):
        around.lead = (sentence.start, sentence.end)
        around.condition, around.label = sentence.condition, sentence.label
