"""Checks of punctuation and devices: emojis, commas, brackets, contractions, digits, bold."""

from __future__ import annotations

import re
from collections.abc import Callable

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_counts import EMOJI, HASHTAG, LINK, uppercase_words
from promptsmith.constraints.check_formats import bold_spans, italic_spans
from promptsmith.constraints.check_verdict import Span, Verdict, decided, unknown
from promptsmith.constraints.limits import FORBID, Limit

_PATTERNS: dict[str, re.Pattern[str]] = {
    "emoji": re.compile(rf"{EMOJI.pattern}|(?<!\w)[:;]-?[)(DP](?!\w)"),
    "exclamation mark": re.compile(r"[!¡！](?![\[=])"),
    "comma": re.compile(r"(?<!\d)[,，、]|[,，、](?!\d)"),
    "semicolon": re.compile(r"(?<!&\w\w)(?<!&\w\w\w)(?<!&\w\w\w\w)(?<!&#\d\d)(?<!&#\d\d\d)[;；]"),
    "colon": re.compile(r"(?<!\d)[:：](?!//)|[:：](?![\d/])"),
    "dash": re.compile(r"[—–]|(?<=\s)--?(?=\s\S)|(?<=\w)--(?=\w)"),
    "parentheses": re.compile(r"[()（）]"),
    "question mark": re.compile(r"[?¿？]"),
    "quotation mark": re.compile(r"[\"“”„«»]"),
    "hashtag": HASHTAG,
    "number": re.compile(r"\d+(?:[.,:]\d+)*"),
    "asterisk": re.compile(r"\*+"),
    "ellipsis": re.compile(r"…|\.{3,}"),
}
_CONTRACTION = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]+n't|(?:i|you|we|they|who|that|there)'(?:re|ve|ll|d|m)|(?:he|she|it|who|what|where|how|"
    r"there|here|that)'"
    r"(?:s|ll|d)|let's|y'all|ma'am|o'clock)(?![^\W_])"
)
_PATTERN_EM = re.compile(r"—|(?<=\w)--(?=\w)")


def check_mark(answer: Answer, limit: Limit, span: Span, wording: str) -> Verdict:
    """Return the verdict on a punctuation limit in one part of the answer; fenced code and addresses are left out.

    Args:
        answer: the answer.
        limit: a limit of kind ``punctuation``.
        span: the part.
        wording: the limit's own words in the prompt, folded ("no em dashes" forbids fewer marks than "no dashes").
    """
    value = limit.value or ""
    if value in _SPECIAL:
        return _SPECIAL[value](answer, limit, span)
    if value == "uppercase word":
        return _verdict(uppercase_words(answer, span), limit, "uppercase word")
    if value == "bold":
        return _verdict(bold_spans(answer, span), limit, "bold phrase")
    if value == "italics":
        return _verdict(italic_spans(answer, span), limit, "phrase in italics")
    pattern = _PATTERNS.get(value)
    if pattern is None:
        return unknown(f"Whether a text has {value} is not decided by its marks.")
    if value == "dash" and re.search(r"\bem\b", wording):
        pattern = _PATTERN_EM
    places = _places(answer, span, pattern)
    if value == "parentheses" and "bracket" in wording:
        places = sorted([*places, *_places(answer, span, re.compile(r"[\[\]]"))])
    if value == "question mark" and "rhetoric" in wording:
        return (
            unknown("Which questions are rhetorical is a matter of reading.", float(len(places)))
            if places
            else _verdict([], limit, value)
        )
    if value == "number":
        # The number of a list item is layout.
        markers = {item.marker for item in answer.items}
        places = [place for place in places if not any(low <= place[0] < high for low, high in markers)]
    return _verdict(places, limit, value)


def _places(answer: Answer, span: Span, pattern: re.Pattern[str]) -> list[Span]:
    places = []
    for low, high in answer.outside_code(span):
        links = [found.span() for found in LINK.finditer(answer.text, low, high)]
        for found in pattern.finditer(answer.text, low, high):
            if not any(start <= found.start() < end for start, end in links):
                places.append(found.span())
    return places


def _verdict(places: list[Span], limit: Limit, name: str) -> Verdict:
    number = len(places)
    plural = {"ellipsis": "ellipses", "dash": "dashes", "emoji": "emojis", "phrase in italics": "phrases in italics"}
    named = name if number == 1 else plural.get(name, name if name == "parentheses" else f"{name}s")
    told = f"{number or 'No'} {named} found."
    holds = not places if limit.polarity == FORBID else bool(places)
    return decided(holds, told, measured=float(number), spans=places)


def _contractions(answer: Answer, limit: Limit, span: Span) -> Verdict:
    if answer.document.language != "en":
        return unknown("Contractions are known for English only, and the answer is not certainly English.")
    places = [found.span() for found in _CONTRACTION.finditer(answer.folded, *span)]
    return _verdict(places, limit, "contraction")


def _rhymes(answer: Answer, limit: Limit, span: Span) -> Verdict:
    return unknown("Rhyme is heard and not spelt.")


_SPECIAL: dict[str, Callable[[Answer, Limit, Span], Verdict]] = {"contraction": _contractions, "rhyme": _rhymes}
