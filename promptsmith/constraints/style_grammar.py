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
_CAPITALS = ("capital letters", "capitals", "letras mayúsculas", "uppercase letters", "mayúsculas")
"""A ban on these forbids single capitals too, one on "all caps" does not."""
_CASE_SAID = re.compile(r"\b(?:be|is|are|go(?:es)?|letters?|solo|sólo|only)\s+(?:in\s+|all\s+|entirely\s+)*$")
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
_WORDED = re.compile(
    r"\b(?:us(?:e|ing)|writ(?:e|ing|ten)|stick|stay|keep|prefer|employ|adopt|narrat\w+|tell(?:s|ing)?|told|"
    r"speak(?:s)?|phrase|put|word|be|is|are|"
    r"should|must|sentences|verbs?|usa|utiliza|escribe|narra\w*|emplea|habla|hable|redacta|cuenta|verbos)\b[^.;:]{0,50}$"
)
_ABOUT_GRAMMAR = re.compile(
    r"\b(?:between|difference|differences|from|into|convert\w*|chang\w+|identif\w+|explain\w*|why|how|what|when|"
    r"translat\w+|find|underline|"
    r"mark|correct|entre|diferencia|explica|identifica|convierte|cambia)\b[^.;:]{0,40}$"
)
_OF_OTHERS = re.compile(
    r"\s+(?:sentences?|verbs?|clauses?|forms?|to\s+(?:the\s+)?(?:active|passive|past|present|first|third)|into|"
    r"and\s+(?:the\s+)?(?:present|past|third|first|second|passive|active)|is\s+fine|is\s+ok)\b"
)
_GRAMMAR_REQUIRED = re.compile(r"\s+(?:is|are)\s+(?:required|mandatory|a\s+must)\b")
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
    r"\b(?:use|add|include|incorporate|put|insert|usa|añade|incluye|utiliza|pon|using)\s+"
    r"(?:(?:an?|one|at\s+least\s+one|un|una|some|plenty\s+of|relevant|appropriate|many|lots\s+of|algunos|slang\s+and|"
    r"casual|and|fun)\s+){0,3}$"
)
_EDGED = re.compile(
    r"\b(?:end|finish|close|start|begin|open|separate|join|termina|acaba|empieza|"
    r"separa)s?\s(?:[^.;:]{0,30}\s)?(?:with|in|con)\s+"
    r"(?:(?:an?|one|at\s+least\s+one|un|una)\s+)?$"
)
_EACH_ENDS = re.compile(r"(?:each|every|all|cada)\s+\w+\s+(?:ends?|starts?|begins?|finish(?:es)?|termina|acaba|empieza)\b")
"""Where a sign has to stand: "end every line with a full stop"."""
_NEVER_WANTED = ("number", "comma", "colon", "parentheses", "question mark", "quotation mark")
"""Marks every text holds: "use commas" names a separator, not a limit."""


def check_case(hit: StyleHit) -> Phrase | None:
    """Letter case: 'in lowercase', 'use title case', 'all caps', 'begin with a capital letter'."""
    alone = hit.stands_alone
    if not (directs(hit.sentence, hit.end) or alone or hit.directed):
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
    if negator and hit.word in _CAPITALS:
        return negator.start(), hit.end, FORBID, "capitals"
    if not lead and (negator or alone or _CASE_SAID.search(before) or hit.value == "title case"):
        start, end = hit.span(None, _CASE_TAIL.match(after))
        return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)
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
    if phrase := _plain_language(hit):
        return phrase
    lead = _SPOKEN.search(before)
    if not lead or not hit.directed:
        return None
    if negator := hit.negator(6):
        return negator.start(), hit.end, FORBID, hit.value
    return (*hit.span(lead), REQUIRE, hit.value)


def _plain_language(hit: StyleHit) -> Phrase | None:
    """Return the limit of "In French.", "Use Portuguese.", "Avoid Polish." and "the language of the caption is Dutch"."""
    before, sentence = hit.before, hit.sentence
    ends = _LANGUAGE_ENDS.match(hit.after) is not None
    own = sentence.text[sentence.body : hit.start].strip(" \"'*_-")
    if not ends:
        return None
    if found := _NOT_THIS.fullmatch(own):
        return sentence.body + sentence.text[sentence.body : hit.start].find(found[0]), hit.end, FORBID, hit.value
    if (_THIS_ONE.fullmatch(own) and (own or hit.word.split()[-1] == "spelling")) or _LANGUAGE_IS.search(before):
        return hit.start, hit.end, REQUIRE, hit.value
    if (lead := _ANSWERED_IN.search(before)) and not hit.negator(6):
        return (*hit.span(lead), REQUIRE, hit.value)
    return None


_LANGUAGE_ENDS = re.compile(
    r"\s*(?:only|please|throughout|spelling)?\s*(?:[.,;!)\n]|$|\s(?:and|but|y|pero|even|so|because|aunque)\b)"
)
_NOT_THIS = re.compile(r"(?:please\s+)?(?:avoid|no|not|never|evita|do\s+not\s+use|don't\s+use|no\s+uses)(?:\s+(?:el|in))?")
_THIS_ONE = re.compile(
    r"(?:please\s+)?(?:use|only|all\s+in|everything\s+in|in|en|usa|todo\s+en|solo\s+en|only\s+in|in\s+plain|"
    r"in\s+fluent)(?:\s+(?:el|the))?"
)
_LANGUAGE_IS = re.compile(r"\b(?:language|idioma|lengua)\b[^.;:]{0,25}\b(?:is|be|es|ser|será)\s+(?:el\s+)?$")
_ANSWERED_IN = re.compile(
    r"^\s*(?:(?:the|your|all|every|each|my|la|el|todo\s+el|toda\s+la|tu)\s+(?:whole\s+|entire\s+|complete\s+)?"
    r"(?:answers?|responses?|repl(?:y|ies)|text|note|message|caption|output|summary|letter|email|respuestas?|texto|"
    r"nota|mensaje|resumen|carta)|"
    r"it|everything|todo)\s+(?:must|should|has\s+to|needs\s+to|will|shall|is|are|debe|deben|irá|va|estará|está|"
    r"ha\s+de|tiene\s+que)\s+"
    r"(?:(?:be|ir|estar|ser|written|drafted|escrit[oa])\s+)*(?:in|en)\s+(?:el\s+)?$"
)


def check_sorting(hit: StyleHit) -> Phrase | None:
    """Order of a list: 'newest first', 'sort them in ascending order'."""
    if _CHOICE.match(hit.after) or not (hit.stands_alone or hit.directed or _SORTED.search(hit.before)):
        return None
    if _SECOND_KEY.search(hit.before):
        return None
    if hit.negator(4):
        return hit.start, hit.end, FORBID, hit.value
    return hit.start, hit.end, REQUIRE, hit.value


_CHOICE = re.compile(r"\s+(?:or|o)\s+\w")
_SECOND_KEY = re.compile(r"\b(?:within|then|ties?|same|luego|dentro)\b[^.]{0,40}$")
"""Words that say that this order only breaks ties in another one."""
_SORTED = re.compile(r"\b(?:sort|order|rank|list|arrange|ordena|enumera)\w*\b[^.;]{0,40}$")


def check_grammar(hit: StyleHit) -> Phrase | None:
    """Person, tense and voice: 'in the first person', 'use the past tense', 'avoid passive voice'."""
    negator = hit.negator(3)
    labelled = hit.labelled(_GRAMMAR_LABELS)
    itself = _DIRECT_ADDRESS.match(hit.word) is not None
    directed, alone = hit.directed, hit.stands_alone
    if hit.word in ("the passive", "la pasiva") and re.match(r"\s+(?:voice|construct|sentence)", hit.after):
        return None
    if _ABOUT_GRAMMAR.search(hit.before) or _OF_OTHERS.match(hit.after):
        return None
    required = _GRAMMAR_REQUIRED.match(hit.after)
    if not (directed or labelled or negator or alone or required or (itself and directs(hit.sentence, hit.end))):
        return None
    lead = _GRAMMAR_LEAD.search(hit.before)
    told = directed and _WORDED.search(hit.before) is not None
    if not (lead or labelled or negator or itself or alone or told or required):
        return None
    start, end = hit.span(lead, _GRAMMAR_TAIL.match(hit.after))
    return (negator.start(), end, FORBID, hit.value) if negator else (start, end, REQUIRE, hit.value)


def check_punctuation(hit: StyleHit) -> Phrase | None:
    """Punctuation and devices: 'no emojis', 'do not use commas', 'use emojis'."""
    if negator := hit.negator(4):
        banned = _BANNED.search(hit.before) and (hit.directed or hit.opened_by(negator))
        return (negator.start(), hit.end, FORBID, hit.value) if banned else None
    if (edge := _EDGED.search(hit.before)) and (hit.directed or _EACH_ENDS.match(hit.sentence.text, hit.sentence.body)):
        return (*hit.span(edge if len(edge[0]) < 40 else None), REQUIRE, hit.value)
    lead = _WANTED.search(hit.before)
    if lead and hit.directed and hit.value not in _NEVER_WANTED:
        return (*hit.span(lead), REQUIRE, hit.value)
    return None
