"""Limits on letter case, answer language, person, tense, voice and punctuation."""

from __future__ import annotations

import re

from promptsmith.constraints.directives import directs
from promptsmith.constraints.limits import FORBID, REQUIRE
from promptsmith.constraints.style_hits import Phrase, StyleHit

_CAPITAL = re.compile(r"\b(?:begin|start|empie\w+|comien\w+)\w*\s+(?:with|con)\s+(?:a|una)\s+$")
_CAPITALIZED = re.compile(r"\s+(?:any|words?|letters?|the\s+first)")
_WORDS = re.compile(r"\s+(?P<word>words?|palabras)\b")
_ALL = re.compile(r"\b(?:all|every|only|todas)\s+$")
_CASE_LEAD = re.compile(r"\b(?:in|all|use|using|en|todo\s+en|proper)\s+(?:(?:all|only|proper|entirely|fully|letra)\s+)?$")
_SOME_WORDS = re.compile(
    r"\b(?:at\s+(?:least|most)|exactly|\d+|\w+)\s+(?:words?|letters?)\s+(?:(?:must|should|are|is|be|written|"
    r"appear)\s+){0,2}in\s+$"
)
_ALL_WORDS = re.compile(r"\b(?:all|every|each)\s+(?:words?|letters?)\b[^.;]*$")
_CASE_TAIL = re.compile(r"\s+(?:letters|only)\b")

_IN = r"\b(?:in|en)\s+(?:el\s+idioma\s+)?(?:(?:only|fluent|simple|plain|clear|british|american|formal|proper)\s+)?$"
_NAMED_IN = re.compile(_IN)
_SPOKEN = re.compile(
    r"\b(?:respond|answer|reply|writ(?:e|ten|ing)|output|present(?:ed)?|speak|deliver(?:ed)?|communicate|converse|be|"
    r"responses?|answers?|"
    r"summarize|explain|compose|draft|generate|provide|respuestas?|responde|responda|contesta|conteste|responder|"
    r"escribe|escriba|redacta|"
    rf"escrit[oa]|resume|explica|habla)\b[^.;:]{{0,40}}?{_IN}"
)
_TRANSLATION = re.compile(r"\btranslat\w*|\btraduc\w*")
_ABOUT_LANGUAGE = re.compile(
    r"\s+(?:words|to\b|into\b|a\s+|or\b|o\b|and\s+\w+\s+translation|dictionary|literature|history|class|test|teacher)"
)

_GRAMMAR_LABELS = "person|voice|tense|pov|point of view|perspective|style|persona|voz"
_GRAMMAR_LEAD = re.compile(
    r"\b(?:in|use|using|from|adopt|with|en|usa|usando|written|a)\s+(?:(?:the|a|an|la|el|una|un|written|in|simple)\s+){0,2}$"
)
_DIRECT_ADDRESS = re.compile(r"address")
_GRAMMAR_TAIL = re.compile(
    r"\s+(?:plural\s+|singular\s+|limited\s+|omniscient\s+)?(?:perspective|point\s+of\s+view|narration|voice|pov)\b"
)

_BANNED = re.compile(
    r"\b(?:us(?:e|ing|es|ar)|includ\w+|any|add\w*|contain\w*|with|have|put|write|incluyas|no|not|sin|without|avoid\w*|"
    r"never|evit\w+|ni|nor|of|"
    r"mark\w*|or|and)\W*$"
)
_WANTED = re.compile(
    r"\b(?:use|add|include|incorporate|usa|añade|incluye|utiliza|using)\s+"
    r"(?:(?:some|plenty\s+of|relevant|appropriate|many|lots\s+of|algunos|slang\s+and|casual|and|fun)\s+){0,3}$"
)
_NEVER_WANTED = ("number", "comma", "colon", "parentheses", "question mark", "quotation mark")
"""Marks every text holds: "use commas" names a separator, not a limit."""


def check_case(hit: StyleHit) -> Phrase | None:
    """Letter case: 'in lowercase', 'use title case', 'all caps', 'begin with a capital letter'."""
    if not directs(hit.sentence, hit.end):
        return None
    before, after = hit.before, hit.after
    negator = hit.negator(3)
    if hit.value == "initial capital":
        lead = _CAPITAL.search(before)
        return (*hit.span(lead), FORBID if negator else REQUIRE, hit.value) if lead else None
    if hit.value == "capitalized":
        return (negator.start(), hit.end, FORBID, "uppercase") if negator and _CAPITALIZED.match(after) else None
    if (words := _WORDS.match(after)) and not _ALL.search(before):
        # "five uppercase words" are counted elsewhere
        return (negator.start(), hit.end + words.end(), FORBID, hit.value) if negator else None
    lead = _CASE_LEAD.search(before)
    if not lead or (_SOME_WORDS.search(before) and not _ALL_WORDS.search(before)):
        return None
    start, end = hit.span(lead, _CASE_TAIL.match(after))
    return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)


def says_in(text: str, start: int) -> bool:
    """Return whether "in" stands before the name of a language at ``start``; without it or a label it limits nothing."""
    return _NAMED_IN.search(text, max(0, start - 40), start) is not None


def check_language(hit: StyleHit) -> Phrase | None:
    """Language of the answer: 'respond in French', 'written exclusively in English', 'presented in Chinese'."""
    before = hit.before
    if _TRANSLATION.search(before) or _ABOUT_LANGUAGE.match(hit.after):
        return None
    if hit.labelled("language|idioma") and len(before.strip(" *:").split()) <= 3:
        return hit.start, hit.end, REQUIRE, hit.value
    lead = _SPOKEN.search(before)
    if not lead or not hit.directed:
        return None
    if negator := hit.negator(6):
        return negator.start(), hit.end, FORBID, hit.value
    return (*hit.span(lead), REQUIRE, hit.value)


def check_grammar(hit: StyleHit) -> Phrase | None:
    """Person, tense and voice: 'in the first person', 'use the past tense', 'avoid passive voice'."""
    negator = hit.negator(3)
    labelled = hit.labelled(_GRAMMAR_LABELS)
    itself = _DIRECT_ADDRESS.match(hit.word) is not None
    if not (hit.directed or labelled or negator or (itself and directs(hit.sentence, hit.end))):
        return None
    lead = _GRAMMAR_LEAD.search(hit.before)
    if not (lead or labelled or negator or itself):
        return None
    start, end = hit.span(lead, _GRAMMAR_TAIL.match(hit.after))
    return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)


def check_punctuation(hit: StyleHit) -> Phrase | None:
    """Punctuation and devices: 'no emojis', 'do not use commas', 'use emojis'."""
    if negator := hit.negator(4):
        banned = _BANNED.search(hit.before) and (hit.directed or hit.opened_by(negator))
        return (negator.start(), hit.end, FORBID, hit.value) if banned else None
    lead = _WANTED.search(hit.before)
    if lead and hit.directed and hit.value not in _NEVER_WANTED:
        return (*hit.span(lead), REQUIRE, hit.value)
    return None
