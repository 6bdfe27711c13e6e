"""Read an amount and its bound in front of a unit: "at most five", "between 3 and 5", "no más de 200"."""

from __future__ import annotations

import re
from typing import NamedTuple

from promptsmith.constraints.lexicon import EN, ES, NUMBERS, alternation

ABOUT = "about"

_WORD_NUMBER = alternation([*NUMBERS[EN], *NUMBERS[ES]])
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[-\s](?:one|two|three|four|five|six|seven|eight|nine)"
NUMBER = rf"(?:\d{{1,3}}(?:[,.]\d{{3}})+(?!\d)|\d{{1,6}}|{_TENS}|{_WORD_NUMBER})"

# Between the number and the unit: up to three words that do not change what is counted, or others that become part of the unit.
# A second number, a preposition or a verb there means that the number counts something else.
_STOPS = (
    f"{_WORD_NUMBER}|and|or|of|with|per|in|to|the|is|are|was|were|each|every|for|from|that|which|on|at|by|as|than|has|"
    f"have|not|"
    "y|o|de|con|por|en|que|la|el|los|las|cada|para|al|del|es|son|words?|sentences?|paragraphs?|bullets?|sections?|"
    "times|days?|"
    "palabras|frases|párrafos|years?|hours?|people|oraciones|secciones"
)
_MODIFIERS = rf"(?P<mods>(?:(?!(?:{_STOPS})\b)[^\W\d_][\w'-]*\s+){{0,3}}?)"

_AMOUNT = (
    rf"(?P<between>between\s+|from\s+|entre\s+|de\s+)?(?P<a>{NUMBER})"
    rf"(?:\s?(?P<joint>-|–|—|to|and|or|a|y|o)\s?(?<=[\s–—-])(?P<b>{NUMBER}))?(?P<more>\+)?"
)
_OPENERS = "".join(sorted({word[0] for word in ("between", "from", "entre", "de", *NUMBERS[EN], *NUMBERS[ES])}))
AMOUNT_BEFORE = re.compile(rf"(?<![\w.,$€£#-])(?=[\d{_OPENERS}]){_AMOUNT}(?:\s+|-){_MODIFIERS}$")
_MOST_WORDS = 9
"""Words of the longest amount: "between", two of a number, a joint, two of a number, and three modifiers."""
AMOUNT_AFTER = re.compile(
    rf"[\s-]*(?:count|limit|length|budget)?[*_]{{0,2}}(?:\s*(?::|=|of|is|must\s+be|should\s+be|-|debe\s+ser))?[*_]{{0,2}}\s*"
    rf"(?P<bound>[^\d.;\n]{{0,60}}?)\b{_AMOUNT}(?![\w%]|[,.]\d)(?!\s+(?:words?|characters?|palabras|caracteres|sentences?)\b)"
)

# (pattern before the number, operator, language). Operators: le lt ge gt eq about.
_BEFORE = (
    (r"at\s+(?:the\s+)?most", "le", EN),
    (r"at\s+(?:the\s+)?(?:very\s+)?least", "ge", EN),
    (r"up\s+to|within|(?:a\s+)?max(?:imum|\.)?(?:\s+(?:length\s+)?of)?:?|maximally", "le", EN),
    (r"(?:limit|restrict)(?:ed|ing)?(?:\s+(?:it|this|yourself|them))?\s+to|cap(?:ped|ping)?\s+(?:it\s+)?at", "le", EN),
    (r"(?:a\s+)?min(?:imum|\.)?(?:\s+(?:length\s+)?of)?:?|minimally", "ge", EN),
    (r"(?:no|not)\s+(?:more|longer|greater|higher)\s+than", "le", EN),
    (r"(?:no|not)\s+(?:less|fewer|shorter|lower)\s+than", "ge", EN),
    (r"fewer\s+than|less\s+than|shorter\s+than|smaller\s+than|lower\s+than|under|below", "lt", EN),
    (r"more\s+than|longer\s+than|greater\s+than|larger\s+than|over|above|exceed(?:s|ing|ed)?|surpass(?:es|ing)?", "gt", EN),
    (r"exactly|precisely|strictly|a\s+total\s+of|exact", "eq", EN),
    (r"only|just", "eq", EN),
    (r"about|around|approximately|approx\.?|roughly|circa|nearly|almost|close\s+to|~|≈|some", "about", EN),
    (r"≤|<=|⩽", "le", EN),
    (r"≥|>=", "ge", EN),
    (r"<", "lt", EN),
    (r">", "gt", EN),
    (r"como\s+(?:máximo|mucho|maximo)|a\s+lo\s+sumo|(?:un\s+)?m[áa]x(?:imo|\.)?(?:\s+de)?:?|hasta|no\s+más\s+de|"
        r"no\s+mas\s+de", "le", ES),
    (r"al\s+menos|por\s+lo\s+menos|como\s+mínimo|como\s+minimo|(?:un\s+)?m[íi]n(?:imo|\.)?(?:\s+de)?:?|"
        r"no\s+menos\s+de", "ge", ES),
    (r"menos\s+de", "lt", ES),
    (r"más\s+de|mas\s+de|pas(?:e|en|a|ar|ará)\s+de|(?:super(?:e|en|a|ar|ará)|sobrepas(?:e|ar)|exced(?:a|an|e|"
        r"er)(?:\s+de)?)(?:\s+las|\s+los)?", "gt", ES),
    (r"exactamente|precisamente|justo|un\s+total\s+de", "eq", ES),
    (r"solo|sólo|solamente|únicamente", "eq", ES),
    (r"aproximadamente|alrededor\s+de|cerca\s+de|unos|unas|aprox\.?", "about", ES),
)  # fmt: skip
_AFTER = (
    (r"or\s+(?:less|fewer|under|shorter)|at\s+(?:the\s+)?most|max(?:imum)?\b|tops|(?:and\s+)?no\s+more(?!\s+than)", "le", EN),
    (r"or\s+(?:more|longer|over)|at\s+(?:the\s+)?(?:very\s+)?least|min(?:imum)?\b", "ge", EN),
    (r"approximately|or\s+so|approx\b", "about", EN),
    (r"exactly", "eq", EN),
    (r"o\s+menos|como\s+(?:máximo|mucho)|a\s+lo\s+sumo|máximo|máx\b", "le", ES),
    (r"o\s+más|como\s+mínimo|al\s+menos|por\s+lo\s+menos|mínimo|mín\b", "ge", ES),
    (r"aproximadamente|aprox\b", "about", ES),
    (r"exactas|exactos", "eq", ES),
)


def _table(rows: tuple[tuple[str, str, str], ...]) -> tuple[str, dict[str, tuple[str, str]]]:
    groups = {f"o{number}": (operator, language) for number, (_, operator, language) in enumerate(rows)}
    return "|".join(f"(?P<o{number}>{pattern})" for number, (pattern, _, _) in enumerate(rows)), groups


_before_pattern, _BEFORE_OPERATORS = _table(_BEFORE)
_after_pattern, _AFTER_OPERATORS = _table(_AFTER)
BOUND_BEFORE = re.compile(rf"(?<!\w)(?=[^\s\d.,;:])(?:{_before_pattern})\s*(?:(?:a\s+total\s+of|a|an|un\s+total\s+de)\s+)?$")
BOUND_AFTER = re.compile(
    rf"(?:\s+(?:in\s+(?:total|length)|en\s+total|long|each|every))?[\s,(-]*(?P<bound>{_after_pattern})(?!\w)"
)
_NEGATED = re.compile(
    r"(?:\b(?:not|never|no|none|without|avoid|cannot|nunca|sin|ni|evita|evite|nor)|n't)\b(?:\s+[\w\"'¤]+){0,6}?\s*$"
)


class Quantity(NamedTuple):
    """An amount with its bounds; both ends of the interval are included.

    Attributes:
        low, high: bounds; None: open.
        tolerance: ``about`` when the amount is approximate, else None.
        modifiers: words between the number and the unit, as written.
        anchor: where the amount and its bound begin, without a negation in front.
        start, end: the phrase with its bound words.
        language: en, es, or empty when only digits were read.
        bare: no bound word was there, only a number.
    """

    low: float | None
    high: float | None
    tolerance: str | None
    modifiers: str
    anchor: int
    start: int
    end: int
    language: str
    bare: bool


def read_amount(text: str) -> tuple[float, str]:
    """Return the value and the language ('' for digits) of one number."""
    if text[0].isdigit():
        return float(re.sub(r"[,.]", "", text)), ""
    text = " ".join(text.split())
    for language in (EN, ES):
        if text in NUMBERS[language]:
            return float(NUMBERS[language][text]), language
    tens, _, ones = text.replace("-", " ").partition(" ")
    return float(NUMBERS[EN][tens] + NUMBERS[EN][ones]), EN


def find_amount(text: str, first: int, unit_start: int) -> re.Match[str] | None:
    """Return the amount that ends where the unit begins ("five short ", "3 to 5 "), not before ``first``."""
    # Ninety characters hold the longest number with three modifiers; the window keeps the search linear. Most windows hold more words
    # than an amount has, and the pattern tries every place.
    low = max(first, unit_start - 90)
    words = text[low:unit_start].rsplit(None, _MOST_WORDS)
    if len(words) > _MOST_WORDS:
        low += len(words[0])
    return AMOUNT_BEFORE.search(text, low, unit_start)


def read_quantity(text: str, first: int, unit_start: int, unit_end: int) -> Quantity | None:
    """Return the quantity that ends where the unit begins, or None.

    Args:
        text: the masked, folded text.
        first: where to stop looking to the left (start of the sentence).
        unit_start, unit_end: the unit's span.
    """
    found = find_amount(text, first, unit_start)
    return _bounded(text, first, found, unit_end, found["mods"]) if found else None


def read_counted(text: str, start: int, last: int) -> Quantity | None:
    """Return the quantity after "word count" or "límite de palabras", read from ``start`` on, or None."""
    found = AMOUNT_AFTER.match(text, start, last)
    return _bounded(text, start, found, found.end(), "") if found else None


def _bounded(text: str, first: int, found: re.Match[str], end: int, modifiers: str) -> Quantity | None:
    """Return the quantity of one amount with the bound words before or after it."""
    if found["joint"] in ("and", "y") and not found["between"]:
        return None  # "3 and 5 sentences" is no interval
    a, language = read_amount(found["a"])
    start = found.start("between") if found["b"] and found["between"] else found.start("a")
    before = BOUND_BEFORE.search(text, max(first, start - 40), start)
    operator, bound_language = _operator(before, _BEFORE_OPERATORS) if before else ("", "")
    if found["b"]:
        b = read_amount(found["b"])[0]
        if before and operator in ("eq", "about"):
            start, language = before.start(), bound_language
        return Quantity(min(a, b), max(a, b), None, modifiers, start, start, end, language, False)
    anchor = start
    if before:
        start = anchor = before.start()
        negated = _NEGATED.search(text, max(first, start - 60), start) if operator in _REVERSED else None
        if negated:
            operator = _REVERSED[operator]
            words = negated[0].split()
            # "no paragraph exceeding": the word after "no" is the part, not the bound.
            if len(words) == 1 or (len(words) == 2 and (words[0] != "no" or bound_language == ES)):
                start = negated.start()
    elif found["more"]:
        operator = "ge"
    elif after := BOUND_AFTER.match(text, end, end + 40):
        operator, bound_language = _operator(after, _AFTER_OPERATORS)
        end = after.end("bound")
    low, high, tolerance = _interval(operator, a)
    return Quantity(low, high, tolerance, modifiers, anchor, start, end, bound_language or language, not operator)


_REVERSED = {"gt": "le", "lt": "ge", "ge": "lt"}


def _operator(found: re.Match[str], operators: dict[str, tuple[str, str]]) -> tuple[str, str]:
    return next(operators[name] for name in operators if found[name])


def bound_interval(bound: re.Match[str] | None, amount: float) -> tuple[float | None, float | None]:
    """Return low and high for an amount after a match of `BOUND_BEFORE` (None: exactly)."""
    low, high, _ = _interval(_operator(bound, _BEFORE_OPERATORS)[0] if bound else "", amount)
    return low, high


def _interval(operator: str, amount: float) -> tuple[float | None, float | None, str | None]:
    """Return low, high and tolerance; strict bounds move by one because all units are counted in whole numbers."""
    if operator == "le":
        return None, amount, None
    if operator == "lt":
        return None, amount - 1, None
    if operator == "ge":
        return amount, None, None
    if operator == "gt":
        return amount + 1, None, None
    return amount, amount, ABOUT if operator == "about" else None
