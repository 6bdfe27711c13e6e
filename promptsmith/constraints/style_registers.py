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
_WAY = re.compile(r"\s+(?:way|manner|fashion|language|language|voice|tone|style|register)\b")
_ADVERBS = frozenset("formally informally casually".split())
_TREATED = re.compile(r"(?:trat\w+|habla\w*|dirígete)?")
_WELCOME = re.compile(r"\s+(?:is|are)\s+(?:welcome|encouraged|required|wanted)\b")
_NOUNS_OF_TONE = frozenset("enthusiasm excitement entusiasmo humor humour sarcasm irony slang jokes puns".split())
_WITH_MUCH = re.compile(r"\b(?:with|full\s+of|use|add|con|usa)\s+(?:[\w-]+\s+(?:of\s+|and\s+)?){0,3}$")
_TOLD_TONE = re.compile(
    r"\b(?:sound|come\s+across\s+as|comes\s+across\s+as|be|stay|remain|seem|trata\s+de|suena|sé|que\s+sea|must\s+be|"
    r"should\s+be|ought\s+to\s+be|ser|with)\s+(?:[\w-]+,?\s+(?:and\s+|y\s+|in\s+)?){0,3}$"
)
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
    r"\b(?:rely\s+on|us(?:e|es|ing)|includ\w+|employ\w*|incorporat\w+|contain\w*|in|with|be|is|at\s+least|usa|utiliza|emplea|"
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
_MODS = r"(?:(?!(?:the|how|what|why|to|about|on|of)\b)[\w'-]+\s+){0,3}"
_READERS_ARE = re.compile(
    rf"\b(?:readers?|audience|lectores|público|readership)\b[^.;]{{0,20}}\b(?:is|are|be|consists?\s+of|comprises?|"
    rf"contains?|son|es|knows?|with|has|have)\s+{_MODS}$"
    rf"|\b(?:target|address|assume|presume)(?:s|ing)?\s+(?:(?:the|your|a)\s+)?(?:(?:readers?|audience)\s+(?:is|are|"
    rf"to\s+be|consists?\s+of)\s+)?{_MODS}$"
    rf"|\b(?:meant|intended|aimed|pitched?|geared|designed|suitable|suited|written|write|easy\s+enough|aim|tailor\w*|"
    rf"escribe|dirigid[oa]|dirígete|pensad[oa]|suitable|"
    rf"understandable|lesson\s+is|piece\s+is|text\s+is|escríbelo|explícalo|go)\s+(?:it\s+|this\s+|"
    rf"the\s+\w+\s+)?(?:for|to|at|towards?|a|para|with)\s+{_MODS}$"
    rf"|^\s*(?:for|para)\s+{_MODS}$|\bat\s+{_MODS}$|\b(?:language|words|terms|text)\s+(?:that\s+)?{_MODS}$|"
    rf"\bi'm\s+{_MODS}$|\bpeople\s+who\s+(?:have\s+)?$"
    r"|\b(?:with|without)\s+$|\bso\s+that\s+[^.;]{0,40}$"
)
"""Who reads: "your readers are ...", "target ...", "meant for ...", "For ..."."""
_TOLD_TO = re.compile(
    r"\s+(?:to|how|about|who|that|in\s+(?:the|a)\s+(?:story|scene|photo|picture)|and\s+(?:once|one)|"
    r"once)\b(?!\s+(?:can|could|might|will)?\s*(?:understand|follow|understands|have|has|know))"
)
_ONE_VERSION = re.compile(r"\b(?:once|version|una\s+vez)\b[^.;]{0,30}$")
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
    if phrase := _plain_tone(hit, negator):
        return phrase
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


def _plain_tone(hit: StyleHit, negator: re.Match[str] | None) -> Phrase | None:
    """Return the limit of "Formal register only.", "sound apologetic", "with much enthusiasm" and "humour is welcome"."""
    before, after = hit.before, hit.after
    alone, directed = hit.stands_alone, hit.directed
    if hit.word in _NOUNS_OF_TONE:
        told = bool(_WITH_MUCH.search(before)) and (directed or alone)
        said = bool(_WELCOME.match(after)) and not before.strip(" \"'*_-")
    else:
        told = bool(
            (alone and (_TONE_AFTER.match(after) or _TONE_BEFORE.search(before)))
            or (directed and _WAY.match(after) and not _TONE_OF_OTHERS.match(after))
            or (hit.word in _ADVERBS and directed)
            or (directed and _TOLD_TONE.search(before) and _KEPT_END.match(after))
        )
        said = hit.word in ("tutea", "de usted") and _TREATED.fullmatch(before.strip(" \"'*_-")) is not None
    if not (told or said):
        return None
    tail = _TONE_AFTER.match(after)
    end = hit.end + (tail.end() if tail else 0)
    return (negator.start(), end, FORBID, hit.value) if negator else (hit.start, end, REQUIRE, hit.value)


def check_audience(hit: StyleHit) -> Phrase | None:
    """Audience: 'tailored for experts', 'written for children', 'no jargon', 'in simple language'."""
    if hit.value in ("jargon", "simple language", "complex language"):
        return _wording(hit)
    labelled = hit.labelled(_AUDIENCE_LABELS)
    lead = _FOR_READERS.search(hit.before)
    if not (lead or labelled) or not (labelled or hit.directed):
        return _plain_readers(hit)
    negator = hit.negator(3)
    start, end = hit.span(lead if lead and len(lead[0]) < 40 else None)
    return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)


def _plain_readers(hit: StyleHit) -> Phrase | None:
    """Return the limit of "your readers are children", "target beginners", "meant for engineers" and "For novices."."""
    if _ONE_VERSION.search(hit.before) or _TOLD_TO.match(hit.after) or _CHOICE_AFTER.match(hit.after):
        return None
    found = _READERS_ARE.search(hit.before) if hit.directed or hit.stands_alone else None
    negator = hit.negator(3)
    if found is None or (negator and not (negator["negator"] or "").startswith("without")):
        return None
    return hit.start, hit.end, REQUIRE, hit.value


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
    return _said_detail(hit) or _plain_detail(hit)


def _said_detail(hit: StyleHit) -> Phrase | None:
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


_FULL_PHRASES = frozenset(
    "into detail|into great detail|into every detail|into depth|at length|in full detail|in depth|in great depth|all "
    "the details|every detail|"
    "every aspect|leave nothing out|leaves nothing out|great detail|full detail|lavish detail|extensively|elaborately|"
    "en todos los detalles|"
    "todos los detalles|con todo detalle|de forma extensa|con detalle|short answer|brief answer|short response|brief "
    "response|quick answer|"
    "quick overview|brief sketch|keep it brief|bare-bones|one-liner|in a nutshell|in a few words|respuesta corta|"
    "respuesta breve|"
    "en pocas palabras|succinctly|tersely".split("|")
)
"""Phrases that say how much to tell, whatever the verb."""
_TELLING = re.compile(
    r"\b(?:go|goes|dive|delve|get|walk|elaborate|comment|explain|describe|cover|give|tell|answer|write|leave|include|"
    r"provide|discuss|be|respond|reply|"
    r"keep|enough|entra|explica|describe|responde|contesta|desarroll\w+|da|cuenta|redacta)\b[^.;:]{0,60}$"
)
_DESCRIBED = re.compile(
    r"\s+(?:(?:and|but|y)\s+)?(?:[\w-]+,?\s+)?(?P<noun>explanations?|descriptions?|account|overview|treatment|report|"
    r"analysis|documentation|profile|"
    r"essay|text|summary|guide|review|entries|comments|explicación|descripción|informe|texto)\b"
)
_DESCRIBED_BEFORE = re.compile(r"\b(?:explicación|descripción|respuesta|texto|informe|relato|análisis)\s+(?:\w+\s+y\s+)?$")
_SHOULD_BE = re.compile(
    r"\b(?:(?:should|must|shall|has\s+to|needs\s+to|debe|tiene\s+que|ha\s+de)\s+(?:be|ser)|que\s+sea|be|sé|"
    r"keep\s+(?:the\s+|your\s+|all\s+)?\w+|"
    r"is\s+to\s+be)\s+(?:(?:as|very|really|comprehensive|thorough|and|in-depth|short|highly|muy)\s+){0,3}$"
)
_PARTLY = re.compile(r"\s+(?:for|of|about|on|to|de|del|sobre|para)\b")
_WHOLE_NOUNS = frozenset(
    "explanation explanations description descriptions account treatment text explicación descripción texto answer "
    "response".split()
)
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:then|first|followed|after\w*|top|below|beginning|end|section|part|appendix|luego|después|principio|"
    r"introduction|but|unless)\b"
)


def _plain_detail(hit: StyleHit) -> Phrase | None:
    """Return the limit of "go into great detail", "an exhaustive explanation" and "it should be thorough"."""
    before, sentence = hit.before, hit.sentence
    if _ONE_OF_SEVERAL.search(sentence.text, sentence.body, sentence.end) or _CHOICE_AFTER.match(hit.after):
        return None
    negator = hit.negator(4)
    asked = hit.directed or hit.stands_alone
    whole = hit.word in _FULL_PHRASES and (_TELLING.search(before) or hit.stands_alone)
    adjective = hit.word not in _FULL_PHRASES and asked
    noun = _DESCRIBED.match(hit.after) or _DESCRIBED_BEFORE.search(before)
    should = _SHOULD_BE.search(before)
    if not ((whole and asked) or (adjective and (noun or should))):
        return None
    if hit.value == "detailed" and hit.word in ("extensive", "elaborate", "detailed") and not (noun or should):
        return None
    if negator:
        return negator.start(), hit.end, FORBID, hit.value
    return hit.start, hit.end, REQUIRE, hit.value


def described_part(hit: StyleHit) -> str:
    """Return the part that a word of detail describes ("a brief summary of ..."), or '' for the whole answer."""
    found = _DESCRIBED.match(hit.after)
    if found is None or (found["noun"] in _WHOLE_NOUNS and not _PARTLY.match(hit.after, found.end())):
        return ""
    return "" if found["noun"] == hit.sentence.view.main_noun else found["noun"]
