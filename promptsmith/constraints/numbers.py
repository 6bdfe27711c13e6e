"""Number limits: amounts of words, sentences, paragraphs and other units that govern the answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from promptsmith.constraints.directives import FOREIGN, MODAL, OPENER, VERB, modal_governs
from promptsmith.constraints.lexicon import EN, ES, UNITS, forms
from promptsmith.constraints.limits import REQUIRE, Limit, subject_of
from promptsmith.constraints.quantities import NUMBER, Quantity, find_amount, read_amount, read_counted, read_quantity
from promptsmith.constraints.scoping import ATTRIBUTE, noun_phrases, scope_of
from promptsmith.constraints.view import MASK, Sentence

UNIT_FORMS: dict[str, tuple[str, str]] = {
    form: (name, language) for language in (ES, EN) for form, name in forms(UNITS[language]).items()
}
"""Written form -> canonical unit and language."""

_SINGULAR = {"bullets": "bullet", "entries": "entry", "words": "word"}
SIZES = frozenset(
    "words sentences paragraphs bullets characters lines pages syllables stanzas verses sections tokens minutes".split()
)
"""Units that measure text itself. A bare number of another unit ("3 options") needs a verb that asks for it."""

# Words that change how a unit is described, not what is counted.
_NEUTRAL = frozenset(
    (
        "short concise distinct brief complete full separate clear different key main total simple single well-written "
        "long concrete "
        "well-structured detailed specific relevant new unique additional further bullet good great original clever "
        "actionable small "
        "or additional coherent cohesive informative engaging practical relevant descriptive individual bulleted "
        "numbered english "
        "whole quick creative important possible interesting common useful general strong useful written useful "
        "powerful catchy "
    ).split()
)
_DEFINITE = re.compile(
    r"(?:\b(?:the|these|those|this|that|my|his|her|their|our|following|first|last|next|previous|top|given|above|any|"
    r"number|last|every|"
    r"los|las|estos|estas|mis|sus|primer[oa]s|últim[oa]s|siguientes|esas|esos|than|version|chapter|page|line|step|item|"
    r"section|"
    r"level|question|is|are|was|were|has|had)|[#$€£@/])\s*$"
)
_FOLLOWING_BE = re.compile(
    r"\s*(?:\w+\s+){0,2}?(?:is|are|was|were|has|have|had|do|does|can|below|above|exist|son|están|tienen|hay)\b"
)
_RELATIVE = re.compile(
    r"\b(?:that|which|que)\s+(?:has|have|had|contains?|is|are|consists?|takes?|returns?|tiene|contiene|consta)\b"
)
_COORDINATED = re.compile(
    rf"(?P<bound>at\s+least|at\s+most|(?:a\s+)?min(?:imum|\.)?(?:\s+of)?:?|(?:a\s+)?max(?:imum|\.)?(?:\s+of)?:?|"
    rf"no\s+(?:fewer|less|more)\s+than|"
    rf"al\s+menos|como\s+mínimo|(?:un\s+)?mínimo(?:\s+de)?|(?:un\s+)?máximo(?:\s+de)?)\s+(?P<number>{NUMBER})\s*(?:,|"
    rf"and|but|y|pero|,\s*and)\s+(?:at\s+)?$"
)
_COORDINATORS = (",", "and", "but", "y", "pero", "at")
_COUNT_LABEL = re.compile(r"[\s-]*(?:count|limit|length|budget)\b")
_COUNT_LABEL_ES = re.compile(r"(?:(?:number|count)\s+of\s*$)|(?:límite|limite|número|numero|cantidad|recuento)\s+de\s*$")


_COUNTED_BE = re.compile(r"(?:\s+(?:in|per|of|en|por)\s+\w+\s*\w*)?\s*(?::|\b(?:must|should|is|be|shall|has\s+to|debe)\b)")


def may_count(text: str, start: int, end: int) -> bool:
    """Return whether an amount can belong to a unit word: the cheap test before a text is cut into sentences."""
    return (
        find_amount(text, 0, start) is not None
        or _COUNT_LABEL.match(text, end, end + 20) is not None
        or _COUNT_LABEL_ES.search(text, max(0, start - 20), start) is not None
    )


def number_limits(sentence: Sentence, units: Sequence[tuple[int, int]]) -> list[Limit]:
    """Return the number limits of one sentence.

    Args:
        sentence: the sentence.
        units: spans of unit words in it, in order, longest form only.
    """
    limits: list[Limit] = []
    previous_unit, previous_end = "", -1
    for start, end in units:
        form = " ".join(sentence.text[start:end].split())
        if MASK in form:
            continue
        unit, language = UNIT_FORMS[form]
        quantity = read_quantity(sentence.text, sentence.start, start, end)
        if quantity is None and (counted := _counted(sentence, start, end)):
            limits.append(counted)
            continue
        if quantity is None or quantity.start < previous_end or not _agrees(sentence, quantity, start, end):
            continue
        hangs = previous_end >= 0 and _HANGS.fullmatch(sentence.text, previous_end, quantity.start) is not None
        if not (hangs or governs(sentence, quantity, unit) or _specifies(sentence, quantity, unit)):
            continue
        name = _unit_name(unit, quantity, sentence)
        if level := re.match(r"\s+(?:at|of)\s+level[\s-]\d", sentence.text[quantity.end : quantity.end + 14]):
            quantity = quantity._replace(end=quantity.end + level.end())
        owner = previous_unit
        path = scope_of(sentence, quantity.start, quantity.end, owner)
        if (
            previous_unit
            and re.fullmatch(r"\s+(?:of|de)\s+(?:\w+\s+){0,2}?", sentence.text[previous_end : quantity.start])
            and unit in SIZES
            and f"{previous_unit}*" not in path
        ):
            path = f"{path}/{previous_unit}*"
        written = quantity.language or language
        topic = _topic(sentence, quantity, unit) if quantity.bare else ""
        limit = _limit(
            quantity.start, quantity.end, name, quantity.low, quantity.high, quantity.tolerance, path + topic, written
        )
        firm = not quantity.bare or bool(topic) or _is_stated(sentence, quantity.anchor)
        limits.append(limit if firm else replace(limit, firm=False))
        limits.extend(_coordinated(sentence, quantity, limits[-1]))
        previous_unit, previous_end = _singular(unit), quantity.end
    return limits


_HANGS = re.compile(r",?\s+(?:(?:and|each)\s+)?(?:with|of|de|con|y)\s+(?:(?:a|an|un|una)\s+)?")
"""Between the count of parts and what each of them holds: "five sections with at least four items"."""
_PARTED = re.compile(
    r"\s*,?\s+(?:with|of|each|de|con|cada)\b[^.;]*\d|\s*,?\s+(?:with|of|each|de|con|cada)\b[^.;]*\b(?:words?|"
    r"sentences?|lines?|items?)\b"
)
_IT_HAS = re.compile(
    r"\W*(?:it|they|(?:the|each|every|cada|la|el|una?)\s+(?P<noun>[^\W\d_]+))\s+(?:has|have|is|are|consists?\s+of|"
    r"contains?|runs?\s+to|comes?\s+to|holds?|"
    r"tiene|consta\s+de|ocupa)\s+(?:[\w-]+\s+){0,2}?$"
)
_TOTAL = re.compile(
    r"\W*(?:(?:in\s+total|altogether|overall|en\s+total|que)\b[,\s]*)?(?:(?:i|we)\s+(?:do\s+not|don't)\s+(?:want|"
    r"need)(?:\s+to\s+(?:see|read|have))?\s*|no\s+)?"
)


def _specifies(sentence: Sentence, quantity: Quantity, unit: str) -> bool:
    """Return whether an amount specifies the answer without a verb that asks: "It has three stanzas", "Five sections of ...".

    Said of a text at hand ("Shorten this. It has 300 words.") it is a fact, so the first request must make something new.
    """
    text, start = sentence.text, quantity.anchor
    before = text[sentence.body : start]
    if not before.strip(" \"'*_-"):
        return quantity.low is not None and _PARTED.match(text, quantity.end, sentence.end) is not None
    if _TOTAL.fullmatch(before):
        return not quantity.bare
    if unit not in SIZES:
        return False
    found = _IT_HAS.match(before)
    if found is None or sentence.view.reworks:
        return False
    noun = found["noun"]
    if noun is None:
        return bool(sentence.view.main_noun)
    return noun == sentence.view.main_noun or noun in _PART_WORDS


_PART_WORDS = frozenset(
    "entry paragraph section bullet item stanza line step sentence verse párrafo sección estrofa verso frase punto".split()
)
_SPOKEN = re.compile(r"[\s-]*(?:read(?:ing)?|speech|talk|presentation|podcast|video|script|pitch|lectura|discurso|charla)\b")
_LISTED = re.compile(r"\b(?:bullet(?:ed)?|list|key|main|talking|important|viñetas|lista|clave)\b")


def _agrees(sentence: Sentence, quantity: Quantity, start: int, end: int) -> bool:
    """Return whether number and unit go together: "15 words", "15-word", "one word"; not "995 section"."""
    text = sentence.text
    form = " ".join(text[start:end].split())
    unit, language = UNIT_FORMS[form]
    if quantity.language and quantity.language != language and form != unit:
        return False
    if unit == "minutes":
        return _SPOKEN.match(text, end, sentence.end) is not None
    if unit == "points":
        return _LISTED.search(text, sentence.start, sentence.end) is not None
    plural = form.endswith("s") or form == "palabras clave"
    one = quantity.low == 1 or quantity.high == 1
    return plural or one or text[start - 1] == "-" or (unit == "words" and ATTRIBUTE.match(text, end, sentence.end) is not None)


_TOPIC = re.compile(
    r"\s+(?P<topic>(?:about|on|for|describing|explaining|introducing|to|that|of|sobre|para|que|"
    r"de)\s+(?!(?:al\s+menos|at\s+least|exactly|up\s+to)\b|\d|the\s+(?:answer|response|text)\b)[\w'-]+(?:\s+[\w'-]+){0,2})"
)


def _topic(sentence: Sentence, quantity: Quantity, unit: str) -> str:
    """Return a scope step for a bare count that is about something of its own ("3 sentences about cats"), or ''."""
    found = _TOPIC.match(sentence.text, quantity.end, sentence.end)
    if not found or quantity.high is None or (unit in SIZES and found["topic"].startswith(("of ", "de ", "that ", "que "))):
        return ""
    return f"/{_singular(unit)} {' '.join(found['topic'].split())}"


def _is_stated(sentence: Sentence, start: int) -> bool:
    """Return whether a bare count is said of the answer with a modal ("the answer must have 4 paragraphs")."""
    return MODAL.search(sentence.text, sentence.body, start) is not None


def _counted(sentence: Sentence, start: int, end: int) -> Limit | None:
    """Return the limit of "word count: 500-700" or "límite de palabras: 300"."""
    unit, language = UNIT_FORMS[" ".join(sentence.text[start:end].split())]
    spanish = _COUNT_LABEL_ES.search(sentence.text, max(sentence.start, start - 20), start)
    if not spanish and not _COUNT_LABEL.match(sentence.text, end, sentence.end):
        return None
    if spanish and spanish[0][0] in "nc" and not _COUNTED_BE.match(sentence.text, end):
        return None  # "the number of ideas in the input" is a fact until something must hold of it
    quantity = read_counted(sentence.text, end, min(sentence.end, end + 90))
    if quantity is None or FOREIGN.search(sentence.text, sentence.start, start):
        return None
    low = quantity.low
    if (quantity.bare and "limit" in sentence.text[end : quantity.start]) or (spanish and spanish[0].startswith("l")):
        low = None  # a limit without a bound word is an upper one
    first = spanish.start() if spanish else start
    path = scope_of(sentence, first, quantity.end)
    return _limit(first, quantity.end, unit, low, quantity.high, quantity.tolerance, path, language)


def _limit(
    start: int, end: int, unit: str, low: float | None, high: float | None, value: str | None, path: str, language: str
) -> Limit:
    return Limit(start, end, "number", subject_of(path), unit, low, high, value, REQUIRE, path, language)


def _singular(unit: str) -> str:
    return _SINGULAR.get(unit, unit[:-1])


def _coordinated(sentence: Sentence, quantity: Quantity, limit: Limit) -> list[Limit]:
    """Return the limit in front of "and at most 5 words" that leaves its unit out ("at least 3 and at most 5 words")."""
    found = _coordinated_before(sentence, quantity.start)
    if not found:
        return []
    amount = read_amount(found["number"])[0]
    lower = (
        re.match(r"at\s+least|(?:a\s+)?min|no\s+(?:fewer|less)|al\s+menos|como\s+mín|(?:un\s+)?mín", found["bound"]) is not None
    )
    low, high = (amount, None) if lower else (None, amount)
    unit = limit.unit or ""
    return [_limit(found.start(), found.end("number"), unit, low, high, None, limit.scope_path, limit.language)]


def _unit_name(unit: str, quantity: Quantity, sentence: Sentence) -> str:
    """Return the unit with the words that change what is counted ("uppercase words")."""
    telling = [word for word in quantity.modifiers.split() if word not in _NEUTRAL]
    if unit == "points" and re.search(
        r"\b(?:bullet(?:ed)?|list|viñetas|lista)\b", sentence.text[sentence.start : sentence.end]
    ):
        unit = "bullets"
    if unit == "words" and re.match(
        r"\s+(?:(?:are|is|be|must\s+be|should\s+be|written)\s+){0,2}(?:in\s+)?(?:uppercase|all\s+caps|capitalized|"
        r"mayúsculas)",
        sentence.text[quantity.end : quantity.end + 40],
    ):
        telling = ["uppercase"]
    after = re.match(r"\s+(?:at|of)\s+level[\s-](\d)", sentence.text[quantity.end : quantity.end + 14])
    if after:
        telling.append(f"level-{after[1]}")
    if unit == "bullets":
        telling = []
    return " ".join([*telling, unit])


def governs(sentence: Sentence, quantity: Quantity, unit: str) -> bool:
    """Return whether an amount limits the answer, and does not state a fact about the world or the input."""
    text, start, end = sentence.text, quantity.anchor, quantity.end
    if MASK in text[start:end]:
        return False
    if coordinated := _coordinated_before(sentence, start):
        start = coordinated.start()
    before = text[sentence.body : start].lstrip()
    if quantity.bare and _DEFINITE.search(before) and not re.search(r"\b(?:should|must|to)\s+be\s*$", before):
        return False
    if (
        quantity.bare
        and quantity.low == 1
        and re.search(r"\bwith\s+$", before)
        and re.match(r"\s+(?:\w+ing|in|being)\b", text[end:])
    ):
        return False  # "with one reason providing ...": one of those counted before
    if (
        quantity.bare
        and quantity.low is not None
        and quantity.language == ES
        and quantity.low == 1
        and not _is_single(text, start)
    ):
        return False
    clause = before[_clause_start(before) :]
    if _foreign(sentence, clause, start):
        return False
    if modals := list(MODAL.finditer(clause)):
        return modal_governs(sentence, clause, start - len(clause), modals[-1])
    if VERB.search(clause) or OPENER.match(clause.strip()) or VERB.search(before):
        return quantity.bare is False or unit in SIZES or not _FOLLOWING_BE.match(text, end, sentence.end)
    if any(step.end <= start for step in noun_phrases(sentence)):
        # "no paragraph exceeding 50 words", "title: at most 5 words", "a summary of 100 words"
        each = [step for step in noun_phrases(sentence) if step.end <= start][-1].name.endswith(("*", "each"))
        facts = re.search(r"\b(?:is|are|was|were|has|had|have|contains?|es|son|tiene|contiene)\b", before)
        return not facts or (not quantity.bare and (each or facts[0] in ("is", "are", "es", "son")))
    return _is_fragment(sentence, quantity, unit, clause)


def _coordinated_before(sentence: Sentence, start: int) -> re.Match[str] | None:
    """Return the first half of "at least 3 and at most 5" in front of the second."""
    text, low = sentence.text, max(sentence.start, start - 50)
    return _COORDINATED.search(text, low, start) if text[low:start].rstrip().endswith(_COORDINATORS) else None


def _is_single(text: str, start: int) -> bool:
    return re.match(r"(?:un|una)\s+(?:sol[oa]|únic[oa])|uno\b", text[start : start + 12]) is not None


def _clause_start(before: str) -> int:
    """Return where the clause that ends with ``before`` begins: after the last strong mark."""
    return max(before.rfind(". "), before.rfind("; "), before.rfind("? "), before.rfind("\n\n")) + 1


def _foreign(sentence: Sentence, clause: str, start: int) -> bool:
    """Return whether the amount describes something that is not the answer ("a function that takes 3 words")."""
    if found := list(FOREIGN.finditer(clause)):
        gap = clause[found[-1].end() :]
        if not re.search(r"[,;]\s|\b(?:in|en)\s+$", gap):
            return True
    if relatives := list(_RELATIVE.finditer(clause)):
        place = start - len(clause) + relatives[-1].start()
        return not any(place - 3 <= step.end <= place for step in noun_phrases(sentence))
    return False


def _is_fragment(sentence: Sentence, quantity: Quantity, unit: str, clause: str) -> bool:
    """Return whether the sentence is little more than the amount: "Max 200 words." """
    rest = re.sub(r"[\W_]+", "", clause)
    if quantity.start < quantity.anchor:
        return not re.search(
            r"\w", re.sub(r"^\W*(?:please\s+|por\s+favor\s+)?(?:do|does)\b", "", clause[: quantity.start - quantity.anchor])
        )
    if rest and not re.fullmatch(
        r"(?:[^\w]*(?:in|with|of|en|con|de|using|about|and|length|longitud|y|format|only|answer)\b)?\W*", clause.strip()
    ):
        return False
    if _FOLLOWING_BE.match(sentence.text, quantity.end, sentence.end):
        return False
    after = sentence.text[quantity.end : sentence.end]
    if unit not in SIZES and quantity.bare:
        return False
    short = len(re.match(r"[^.,;:)\n]*", after)[0].split()) <= 3  # type: ignore[index]
    return short or not quantity.bare
