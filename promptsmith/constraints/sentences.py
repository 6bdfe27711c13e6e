"""Cut a view into its sentences, list items and labelled lines: only those somebody asks for are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from promptsmith.constraints.lexicon import PARTS, forms
from promptsmith.constraints.view import MASK, Sentence, View

MAX_SENTENCE = 800
"""Longest sentence read as one, in characters: a limit looks for its subject in its own sentence, so this keeps the cost
linear. Judgement."""

_CUT = re.compile(  # one set of first characters, which the search can jump to
    rf"[.!?…;\"”»'](?:(?<=[.!?…])[.!?…]*[\"”»'`*_)\]]*(?=\s)|(?<=;)\s|(?<={MASK}[\"”»'])(?=\s))"
)
_NUMBERED = re.compile(r"\d{1,2}[.)]\s")
_SHORT_WORDS = "e.g i.e approx max min vs etc dr mr mrs ms sr sra no aprox máx mín p.ej ej".split()
_ABBREVIATION = re.compile(rf"\b(?:{'|'.join(map(re.escape, _SHORT_WORDS))})\.$|(?:^|\n)\s*\d{{1,2}}\.$")
_ABBREVIATION_ENDS = tuple(f"{word}." for word in _SHORT_WORDS)
_MARKER = re.compile(
    r"\s*(?:[-*•>]+\s+|[^\w\s\"“«`'¤({\[<$%#*_-]+\s+|\(?\d{1,2}[.)]\s*|\(?[a-z]\)\s+|#{1,6}\s*|[*_]{1,3}(?=\w))*"
)
_LONGEST_LABEL = 100
"""No label with its marks, brackets and colon is longer than this, in characters (see `_LABEL`)."""
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
_CONDITION_LETTERS = frozenset("abcefhipstuwy")
_OTHERWISE = re.compile(r"(?:otherwise|else|if\s+not|de\s+lo\s+contrario|si\s+no)\b[,:]?")
_OTHERWISE_LETTERS = frozenset("odeis")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_PART_NAMES = frozenset(forms(PARTS))


@dataclass(slots=True)
class _Surroundings:
    """What the lines above say about the next sentence: heading, and the line that introduces a list."""

    heading: str = ""
    lead: tuple[int, int] | None = None
    condition: str = ""
    label: str = ""


def sentences_with(view: View, places: Sequence[int]) -> list[Sentence]:
    """Return the sentences, list items and labelled lines that hold one of ``places``, in order.

    Other sentences are only read when they introduce a list or a section.

    Args:
        view: the text.
        places: positions in it, ascending, at least one.
    """
    masked, last = view.masked, places[-1]
    around = _Surroundings()
    sentences: list[Sentence] = []
    number = 0
    for low, high in _blocks(view):
        if low > last:
            break
        while places[number] < low:
            number += 1
        opener = masked[low]
        introduces = opener == "#" or masked[high - 1] == ":" or masked.endswith((":**", ":*"), low, high)
        if opener not in "-*•#" and not opener.isdigit():
            around.lead = None
        if not introduces and places[number] >= high:
            continue
        for start, end in _pieces(view, low, high, high if introduces else last):
            while number < len(places) - 1 and places[number] < start:
                number += 1
            asked = start <= places[number] < end
            introduced = introduces and end == high
            if asked or introduced:
                sentence = _read(view, start, end, around)
                if asked:
                    sentences.append(sentence)
                if introduced:
                    _introduce(view, sentence, around)
    return sentences


def _blocks(view: View) -> Iterator[tuple[int, int]]:
    """Yield runs of lines that belong together: a line break ends a run at a blank line, an item or a finished line.

    A line that opens with a capital also begins a new run, unless the line before it ends in a comma or a hyphen.
    """
    masked, text = view.masked, view.text
    start = end = -1
    for line in _LINE.finditer(masked):
        first, stop = line.span()
        if start < 0:
            start = first
        elif _opens_run(masked, text, first, stop, end):
            yield start, end
            start = first
        end = stop
    if start >= 0:
        yield start, end


def _opens_run(masked: str, text: str, first: int, stop: int, end: int) -> bool:
    """Return whether the line from ``first`` to ``stop`` begins a run of its own after the line that ends at ``end``."""
    before, opener = text[end - 1], masked[first]
    if before in ".!?…:" or opener in "-*•#>" or masked.count("\n", end, first) > 1:
        return True
    if opener.isdigit():
        return _NUMBERED.match(masked, first, stop) is not None
    return before not in ",-" and text[first].isupper()


def _pieces(view: View, start: int, end: int, last: int) -> list[tuple[int, int]]:
    """Return the sentences of one run of lines, at least up to the one that holds the position ``last``."""
    masked, text = view.masked, view.text
    pieces: list[tuple[int, int]] = []
    low = start
    for found in _CUT.finditer(masked, start, end):
        mark, high = found.span()
        if masked[mark] == ".":
            # The pattern is tried only behind letters that end an abbreviation, or behind a digit.
            short = masked[mark - 1].isdecimal() or masked.endswith(_ABBREVIATION_ENDS, 0, mark + 1)
            keep = not short or not _ABBREVIATION.search(masked, max(start, mark - 8), mark + 1)
        elif masked[mark] in "\"”»'":
            # The full stop stands inside the quotation mark: a sentence ends only if the next one opens with a capital.
            keep = text[mark - 1] in ".!?" and text[high : high + 2].strip()[:1].isupper()
        else:
            keep = True
        if keep:
            _add_piece(pieces, masked, low, high)
            low = high
            if low > last:
                return pieces
    _add_piece(pieces, masked, low, end)
    return pieces


def _add_piece(pieces: list[tuple[int, int]], masked: str, low: int, high: int) -> None:
    """Add a sentence without outer blanks, cut at blanks when it is longer than `MAX_SENTENCE`."""
    while high - low > MAX_SENTENCE:
        blank = masked.rfind(" ", low + 1, low + MAX_SENTENCE)
        cut = blank if blank > low else low + MAX_SENTENCE
        _add_trimmed(pieces, masked, low, cut)
        low = cut
    _add_trimmed(pieces, masked, low, high)


def _add_trimmed(pieces: list[tuple[int, int]], masked: str, low: int, high: int) -> None:
    while low < high and masked[low].isspace():
        low += 1
    while low < high and masked[high - 1].isspace():
        high -= 1
    if low < high:
        pieces.append((low, high))


def _read(view: View, start: int, end: int, around: _Surroundings) -> Sentence:
    """Return one sentence with its label and condition."""
    masked = view.masked
    body = start
    # Most sentences open with a letter, which is no list marker, and hold no colon near their beginning.
    if not masked[start].isalpha() or masked.startswith(")", start + 1):
        marker = _MARKER.match(masked, start, end)
        body = marker.end() if marker else start
    item = body > start
    label, condition, first = "", "", body
    if masked.find(":", body, min(end, body + _LONGEST_LABEL)) >= 0 and (found := _LABEL.match(masked, body, end)):
        label, body = found["name"].strip("*_ "), found.end()
    if masked[first : first + 1] in _CONDITION_LETTERS and (found := _CONDITION.match(masked, first, end)):
        condition = " ".join(found["text"].replace("/", " ").split())
        body = max(body, found.end())
        label = "" if label.startswith(found["word"]) else label
    elif masked[body : body + 1] in _OTHERWISE_LETTERS and _OTHERWISE.match(masked, body, end):
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
