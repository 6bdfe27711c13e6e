"""Limits on tone, audience and detail."""

from __future__ import annotations

import re

from promptsmith.constraints.limits import FORBID, REQUIRE
from promptsmith.constraints.style_hits import Phrase, StyleHit

_TONE_WORD = (
    r"(?:tone|style|manner|voice|register|language|mood|attitude|atmosphere|approach|expressions?|writing|terms|"
    r"wording|vocabulary|"
    r"nicknames?|phrases|tono|estilo|registro|lenguaje|manera|humor)"
)
_ADJECTIVES = r"(?:[\w-]+(?:,|\s+(?:and|but|yet|y|pero|e))?\s+){0,3}"
_MITIGATED = re.compile(
    r"\b(?:overly|too|excessively|less|more|demasiado|muy\s+poco|beginner|user|eco|family|kid|reader)[\s-]+$|-$|"
    r"\b(?:can|may|might|could)\s+(?:also\s+)?be\s+$"
)
_TONE_OF_OTHERS = re.compile(
    r"-|\s+(?:audience|readers?|public|letter|request|email|mail|essay|education|greetings?|statement|relationship|"
    r"test|cases?|fields?|questions?|"
    r"clothes|school)\b(?!\s+(?:tone|manner|style))"
)
_CHOICE_AFTER = re.compile(r"\s*,?\s*(?:[\w-]+,\s*){0,3}(?:or|o)\s+[\w-]+")
_CHOICE_BEFORE = re.compile(r"\b(?:or|o)\s+$")
_TONE_AFTER = re.compile(rf",?\s*(?:(?:and|but|yet|y|pero)\s+)?{_ADJECTIVES}{_TONE_WORD}\b")
_TONE_BEFORE = re.compile(
    rf"\b{_TONE_WORD}\b[^.;]{{0,40}}?\b(?:is|be|remains?|stay|sea|debe\s+ser)\b[^.;]{{0,50}}$|"
    rf"\b{_TONE_WORD}\s+(?:que\s+sea\s+)?(?:[\w-]+\s+(?:y|and|,)\s+)?$"
)
_KEPT = re.compile(
    r"\b(?:keep|make|be|sound|stay|remain|mantén|sé|suena)\b(?:\s+(?:it|the\s+\w+|your\s+\w+|its\s+\w+|things|el\s+\w+|"
    r"la\s+\w+|\w+ing))?"
    r"(?:\s+(?!(?:a|an|the|to|of|in|for|considered)\b)[\w-]+,?){0,4}\s+$"
)
_KEPT_END = re.compile(r"\s*(?:$|[.,;:!)]|(?:and|but|yet|y|pero|throughout|in|at|with|toward|to|while|when|as|en|con)\b)")
_TONE_NOUNS = ("slang", "humor", "humour", "sarcasm", "irony", "jokes", "puns", "sarcasmo", "ironía", "colloquial")
_WITH_NOUN = re.compile(
    r"\b(?:us(?:e|ing)|incorporat\w+|employ\w*|includ\w+|add|with|usa|emplea|incluye|utiliza)\s+"
    r"(?:(?:casual|some|a\s+touch\s+of|internet|un\s+toque\s+de)\s+){0,2}$"
)
_TONE_SUBJECT = re.compile(r"\s*(?:the\s+)?(?:overall\s+)?tone|\s*el\s+tono")

_SIMPLIFIED = re.compile(r"\b(?:simplif\w+|explain\w*|defin\w+|clarif\w+|explanations?\s+for|translat\w+)\b[^.;]{0,30}$")
_EXPLAINED = re.compile(
    r"[^.;]{0,24}?\b(?:is|are|must\s+be|should\s+be)\s+(?:simplified|explained|defined|avoided)|\s+to\s+a\s+minimum"
)
_WORDING_LEAD = re.compile(
    r"\b(?:us(?:e|es|ing)|includ\w+|employ\w*|incorporat\w+|contain\w*|in|with|be|is|at\s+least|usa|utiliza|emplea|"
    r"incluye|en|con|keep|make|"
    r"sea)\b[^.;]{0,40}$"
)
_FOR_READERS = re.compile(
    r"\b(?:tailor(?:ed)?|suitable|appropriate|aimed|intended|written|writing|write|targeted?|geared|designed|"
    r"understandable|audience|"
    r"accessible|suited|explain(?:\s+\w+){0,4}|adaptad[oa]|dirigid[oa]|apt[oa]|adecuad[oa]|escribe|pensad[oa]|"
    r"explica(?:\s+\w+){0,4})\b[^.;:]{0,45}?"
    r"\b(?:for|to|at|by|para|a|is|like)\s+(?:(?:an?|the|absolute|complete|total|young|un|una|los|casual)\s+){0,3}$"
)
_AUDIENCE_LABELS = "audience|audiencia|público|reader|readers|target audience"

_SAID_DETAIL = re.compile(
    r"\b(?:be|keep\s+(?:it|the\s+\w+|your\s+\w+|this|responses|answers)|sé|sea|stay|remain|mantén(?:\s+\w+){0,3}|"
    r"make\s+(?:it|sure\s+\w+\s+\w+\s+is))\s+(?:(?:as|very|extremely|clear\s+and|simple\s+and|short\s+and|muy|and|"
    r"clear,)\s+){0,2}$"
)
_DETAIL_ADVERBS = frozenset(
    (
        "briefly|concisely|in detail|in great detail|exhaustively|thoroughly|comprehensively|brevemente|en detalle|a fondo|"
        "en profundidad"
    ).split("|")
)
_WHOLE_PHRASES = ("keep it short", "as short as possible", "as much detail as possible")
_ANSWERING = re.compile(
    r"\b(?:answer|respond|reply|write|explain(?:\s+\w+){0,2}|responde|contesta|escribe|"
    r"explica(?:\s+\w+){0,2})\s+(?:very\s+|muy\s+)?$"
)
_ANSWER_NOUN = re.compile(r"\s+(?:and\s+\w+\s+)?(?:answers?|responses?|repl(?:y|ies)|output)\b")
_ANSWER_NOUN_BEFORE = re.compile(r"\brespuestas?\s+(?:\w+\s+y\s+)?$")


def check_tone(hit: StyleHit) -> Phrase | None:
    """Tone: 'a formal tone', 'the tone should be warm', 'keep it casual', 'use slang'."""
    before, after, sentence = hit.before, hit.after, hit.sentence
    if _MITIGATED.search(before) or _TONE_OF_OTHERS.match(after):
        return None
    negator = hit.negator(6)
    if negator is None and (_CHOICE_AFTER.match(after) or _CHOICE_BEFORE.search(before)):
        return None
    tail = _TONE_AFTER.match(after)
    kept = _KEPT.search(before) if _KEPT_END.match(after) else None
    near = negator is not None and len(negator["gap"].split()) <= 2
    noun = hit.word in _TONE_NOUNS and (near or _WITH_NOUN.search(before))
    labelled = hit.labelled("tone|tono|style|voice|estilo|register")
    if not (tail or kept or noun or labelled or _TONE_BEFORE.search(before)):
        return None
    opens = negator is not None and hit.opened_by(negator)
    if not (labelled or opens or hit.directed or _TONE_SUBJECT.match(sentence.text, sentence.body, hit.start)):
        return None
    end = hit.end + (tail.end() if tail else 0)
    return (negator.start(), end, FORBID, hit.value) if negator else (hit.start, end, REQUIRE, hit.value)


def check_audience(hit: StyleHit) -> Phrase | None:
    """Audience: 'tailored for experts', 'written for children', 'no jargon', 'in simple language'."""
    if hit.value in ("jargon", "simple language", "complex language"):
        return _wording(hit)
    labelled = hit.labelled(_AUDIENCE_LABELS)
    lead = _FOR_READERS.search(hit.before)
    if not (lead or labelled) or not (labelled or hit.directed):
        return None
    negator = hit.negator(3)
    start, end = hit.span(lead if lead and len(lead[0]) < 40 else None)
    return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)


def _wording(hit: StyleHit) -> Phrase | None:
    """Return the limit on jargon and on simple or complex language."""
    negator = hit.negator(4)
    simplified, explained = _SIMPLIFIED.search(hit.before), _EXPLAINED.match(hit.after)
    if hit.value == "jargon" and (simplified or explained):
        if negator and simplified:
            return None  # "avoid explaining specialised terms" says nothing about using them
        known = simplified or negator or hit.directed
        return (*hit.span(simplified, explained), FORBID, "unexplained jargon") if known else None
    if negator:
        opens = hit.directed or hit.opened_by(negator)
        return (negator.start(), hit.end, FORBID, hit.value) if opens else None
    lead = _WORDING_LEAD.search(hit.before)
    if not lead or not hit.directed:
        return None
    return (*hit.span(lead if len(lead[0]) < 24 else None), REQUIRE, hit.value)


def check_detail(hit: StyleHit) -> Phrase | None:
    """Brevity and detail said of the whole answer: 'be concise', 'keep it brief', 'answer in detail'."""
    before = hit.before
    said = _SAID_DETAIL.search(before)
    opens = said is not None and not before[: said.start()].strip()
    if not hit.directed and not opens and hit.word not in _WHOLE_PHRASES:
        return None
    noun = _ANSWER_NOUN.match(hit.after)
    adverb = hit.word in _DETAIL_ADVERBS and _ANSWERING.search(before)
    if not (said or noun or adverb or hit.word in _WHOLE_PHRASES or _ANSWER_NOUN_BEFORE.search(before)):
        return None
    if negator := hit.negator(2):
        return negator.start(), hit.end, FORBID, hit.value
    return (*hit.span(said if said and len(said[0]) < 40 else None, noun), REQUIRE, hit.value)
