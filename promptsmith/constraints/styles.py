"""Limits on format, letter case, language, person, tense, voice, tone, audience, detail and punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from promptsmith.constraints.directives import directs, negation
from promptsmith.constraints.lexicon import EN, ES, forms
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.scoping import phrases_between, scope_of
from promptsmith.constraints.style_terms import STYLES
from promptsmith.constraints.view import MASK, Sentence

STYLE_FORMS: dict[str, list[tuple[str, str]]] = {}
"""Written form -> (kind, canonical value), one entry per kind it can belong to."""
for _kind, _values in STYLES.items():
    for _form, _value in forms(_values).items():
        STYLE_FORMS.setdefault(_form, []).append((_kind, _value))

DETAIL_CONTEXT = (
    "be keep stay remain sé sea mantén answer answers response responses output reply respuesta respuestas briefly concisely thoroughly exhaustively "
    "comprehensively detail brevemente detalle fondo profundidad short"
).split()
"""Words that say that brevity or detail is about the answer."""
TONE_CONTEXT = (
    "tone style manner voice register language mood attitude approach writing keep make be sound stay remain sounds slang humor humour sarcasm irony jokes puns terms wording vocabulary "
    "tono estilo registro lenguaje manera mantén sé sea suena sarcasmo ironía expressions phrases nickname"
).split()
"""Words that say what a word of tone is about."""

_FORMAT_CONTEXT = re.compile(
    r"(?:\b(?:in|as|into|to|use|uses|using|only|includ\w+|add\w*|no|not|avoid\w*|without|never|output|format\w*|contain\w*|with|have|present\w*|valid|en|como|usa|use|sin|"
    r"evita|incluy\w+|refrain|exclud\w+|need|want|create|make|provide|write|giv\w+|any|or|bold|rhetorical|bulleted)\b|n't|:)[^.\n]{0,60}$"
)


def may_style(text: str, start: int, end: int) -> bool:
    """Return whether a style word can be a limit: the cheap test before a text is cut into sentences."""
    kind = STYLE_FORMS[text[start:end]][0][0]
    if kind not in ("format", "punctuation"):
        return True
    return _FORMAT_CONTEXT.search(text, max(0, start - 70), start) is not None or text.startswith((" format", " only"), end)


_SPANISH = re.compile(
    r"[ñáéíóú]|\b(?:de|la|el|en|con|un|una|lenguaje|formato|tablas?|listas?|breve|conciso|viñetas|coma|comas|rimas|cifras|negritas?|cursiva|neutro|serio|alegre)\b"
)


@dataclass(frozen=True)
class _Hit:
    """One style word in a sentence."""

    sentence: Sentence
    kind: str
    value: str
    start: int
    end: int

    def before(self, width: int = 80) -> str:
        return self.sentence.text[max(self.sentence.start, self.start - width) : self.start]

    def after(self, width: int = 60) -> str:
        return self.sentence.text[self.end : min(self.sentence.end, self.end + width)]


def style_limits(sentence: Sentence, spans: list[tuple[int, int]]) -> list[Limit]:
    """Return the style limits of one sentence.

    Args:
        sentence: the sentence.
        spans: spans of style words in it, in order, longest form only.
    """
    limits = []
    for start, end in spans:
        form = sentence.text[start:end]
        if MASK in form:
            continue
        if start and sentence.text[start - 1] in ":{$_/.-\\@#":
            continue  # inside a name, a path or a template
        for kind, value in STYLE_FORMS.get(form, ()):
            if limit := _limit(_Hit(sentence, kind, value, start, end)):
                limits.append(limit)
                break
    return limits


def _limit(hit: _Hit) -> Limit | None:
    check = _CHECKS[hit.kind]
    phrase = check(hit)
    if phrase is None:
        return None
    start, end, polarity, value = phrase
    sentence = hit.sentence
    path = _path(hit, start, end)
    language = ES if _SPANISH.search(sentence.text[start:end]) else EN
    return Limit(start, end, hit.kind, subject_of(path), None, None, None, value, polarity, path, language)


def _path(hit: _Hit, start: int, end: int) -> str:
    """Return the scope path; a style word describes the part it is said of ("write the title in uppercase")."""
    path = scope_of(hit.sentence, start, end)
    if hit.kind in ("format", "case") and path == "answer":
        before = [
            step
            for step in phrases_between(hit.sentence.view, hit.sentence.body, start)
            if not step.whole and step.name != "each"
        ]
        if before and before[-1].name not in ("word*", "word", "list", "example", "example*", "header", "heading"):
            return f"answer/{before[-1].name}"
    return path


_Phrase = tuple[int, int, str, str]


def _denied(hit: _Hit, reach: int = 4) -> re.Match[str] | None:
    """Return the negator in front of a style word, if at most ``reach`` words stand between."""
    found = negation(hit.sentence.text, hit.sentence.body if hit.sentence.body < hit.start else hit.sentence.start, hit.start)
    if not found:
        return None
    gap = found["gap"]
    words = gap.split()
    if len(words) > reach or re.search(
        r",\s*(?:and|but|use|using|while|ensur\w+|maintain\w*|keep\w*|y|pero)\b|\b(?:but|pero|while|and\s+(?:ensur|maintain|us|keep|mak)\w*|ensuring|maintaining)\b",
        gap,
    ):
        return None
    return found


def _span(hit: _Hit, lead: re.Match[str] | None, tail: re.Match[str] | None = None) -> tuple[int, int]:
    """Return the phrase from the lead-in words to the end of the tail words."""
    window = max(hit.sentence.start, hit.start - 80)
    start = window + lead.start() if lead else hit.start
    return start, hit.end + tail.end() if tail else hit.end


def _labelled(hit: _Hit, names: str) -> bool:
    """Return whether the sentence carries one of the labels ("Tone: friendly")."""
    return (
        re.fullmatch(
            rf"(?:(?:the|overall|writing|response|output|answer|target|your|el|la)\s+)*(?:{names})(?:\s+(?:and|&|y)\s+\w+|\s+of\s+\w+)?",
            hit.sentence.label,
        )
        is not None
    )


_USE = re.compile(
    r"\b(?:us(?:e|ing)|includ(?:e|es|ing)|add|contain(?:s|ing)?|incorporat(?:e|ing|es)|present(?:ed)?|have|employ(?:ing)?|need|want|give\s+me|provide|create|make|generate|write|"
    r"usa|use|usar|incluye|incluir|añade|emplea|presenta(?:d[oa])?|utiliza|utilizar|contener)\b[^.;:]{0,45}$"
)
_AS = re.compile(
    r"\b(?:in|as|into|with|en|como|con|using|via|to)\s+(?:(?:a|an|the|un|una|el|formato|valid|proper|pure|raw|simple|only|clean|well-formed|structured|correct|single|two-column|formatted|code|full|"
    r"continuous|of|"
    r"estricto|válido|raw)\s+){0,3}$"
)
_ONLY = re.compile(r"\b(?:only|just|solely|exclusively|solo|sólo|únicamente)\s+(?:(?:in|a|valid|raw|the|as|en|with)\s+){0,2}$")
_OUTPUT_VERB = re.compile(
    r"\b(?:respond|answer|reply|output|return|format(?:ted)?|writ(?:e|ten|ing)|present(?:ed)?|provid(?:e|ed)|structur(?:e|ed)|organiz(?:e|ed)|deliver(?:ed)?|give|gives?|summar\w+|list|render(?:ed)?|produc(?:e|ed)|"
    r"generat(?:e|ed)|be|creat(?:e|ed)|explain(?:ed)?|describe|responde|devuelve|contesta|formatea|escribe|presenta|redacta|estructura|organiza|entrega|resume|usa|utiliza|use|using|put|compose|draft|convert|express|display(?:ed)?|show)\b"
)
_INPUT = re.compile(
    r"\b(?:from|given|this|following|input|these|parse|read|load|extract\s+from|convert|attached|between|of\s+the|update|delete|drop|join|select|alter|sql|database|del?\s+siguiente)\s+(?:\w+\s+){0,3}$"
)


_PLAIN_GAP = frozenset(
    "use using include including contain containing add adding any output return respond reply answer in as a an the or and with write format formatting produce create creating "
    "present put make have markdown bullet bullets bulleted points lists list numbered tables table headers headings json html xml yaml usar uses incluir incluyas en como o de ningún ninguna formato".split()
)


def _format(hit: _Hit) -> _Phrase | None:
    """Formats: 'in JSON', 'output only YAML', 'as a table', 'use bullet points', 'no markdown'."""
    before, after = hit.before(), hit.after()
    if after[:1] in "`/_":
        return None
    if re.match(
        r"[-_./]?\w*\.(?:json|xml|csv|html)|\s+(?:file|files|schema|column|library|parser|data|document|documents|api|page|tag|tags|website|code\s+below|request|string)\b|\s*(?:is|are|was|contains|has)\b(?!\s+(?:not\s+allowed|forbidden))",
        after,
    ):
        return None
    denied = _denied(hit, 5)
    if denied and directs(hit.sentence, hit.start) | _opens(hit, denied):
        part = re.match(
            r"\s*(?:format(?:ting)?\s+)?(?:code|syntax|images?|tags?|headers?|output|links?|in|inside|within|elsewhere)\b(?!\s+the\s+(?:answer|response|output|text))",
            after,
        )
        plain = all(word in _PLAIN_GAP for word in re.findall(r"[\w'-]+", denied["gap"]))
        if plain and (part is None or hit.value in ("bullet list", "numbered list", "list", "table", "headings")):
            return denied.start(), hit.end, FORBID, hit.value
        return None
    if hit.value in ("table", "list", "headings", "links") and not _element(hit, before):
        lead = _AS.search(before)
        if not (lead and _OUTPUT_VERB.search(before[: lead.start()]) and directs(hit.sentence, hit.start)) or _INPUT.search(
            before
        ):
            return None
        return (*_span(hit, lead), REQUIRE, hit.value)
    if re.match(r"\s*(?:,\s*\w+,?\s*)?\b(?:or|o)\s+\w", after) or re.search(r"\b(?:or|o|either)\s+$", before):
        return None  # a choice of formats binds to none of them
    lead = _AS.search(before) or _ONLY.search(before)
    if lead and re.search(r"\breadable\s+$", before[: lead.start()]):
        return None
    if (
        lead
        and (directs(hit.sentence, hit.start) or _labelled(hit, "format|formato|output|salida"))
        and _OUTPUT_VERB.search(before[: lead.start()] or before)
    ):
        tail = re.match(r"\s+(?:format(?:ting)?|only|code|object|array|list|table)\b", after)
        return (*_span(hit, lead, tail), REQUIRE, hit.value)
    if tail := re.match(r"\s+format(?:ting)?\b", after):
        if directs(hit.sentence, hit.start):
            return (*_span(hit, None, tail), REQUIRE, hit.value)
        return None
    if (
        hit.value in ("bullet list", "numbered list", "code block")
        or (hit.value in ("headings", "links", "table", "plain text", "prose") and _USE.search(before))
        or re.search(r"\b(?:use|using|usa)\s+(?:(?:valid|proper|clean|github|standard)\s+)?$", before)
    ):
        lead = _USE.search(before)
        if lead and directs(hit.sentence, hit.start) and not _INPUT.search(before):
            return (*_span(hit, lead), REQUIRE, hit.value) if len(lead[0]) < 30 else (hit.start, hit.end, REQUIRE, hit.value)
    if (
        _labelled(hit, "format|formato|output format|output|salida")
        and not before.strip(' "*:').split()[-3:]
        and hit.value in ("json", "yaml", "xml", "csv", "html", "markdown")
    ):
        return hit.start, hit.end, REQUIRE, hit.value
    return None


def _element(hit: _Hit, before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:includ\w+|incorporat\w+|us(?:e|ing)|add|contain\w*|with|incluye|añade|usa|utiliza)\s+(?:(?:a|an|one|clear|any|the|un|una|at\s+least|level-\d)\s+){0,3}$",
            before,
        )
    ) and not _INPUT.search(before)


def _opens(hit: _Hit, denied: re.Match[str]) -> bool:
    """Return whether the negator itself opens the instruction ("No emojis.", "Without commas", "avoid jargon")."""
    text = hit.sentence.text[hit.sentence.body : denied.start()].strip(' "*_-')
    negator = (denied["negator"] or "").split(" ")[0]
    if negator.startswith(("avoid", "refrain", "exclu", "omit", "evit", "without", "sin")):
        return (
            not text
            or bool(re.search(r"(?:[,:;(]|\b(?:and|but|please|while|y|pero))$", text))
            or directs(hit.sentence, denied.start())
        )
    short_do = bool(re.fullmatch(r"(?:please\s+)?(?:do|you|debes)?", text.strip()))
    return short_do or bool(re.search(r"(?:[,:;(]|\b(?:and|but|with|do|y|con))$", text))


def _case(hit: _Hit) -> _Phrase | None:
    """Letter case: 'in lowercase', 'use title case', 'all caps', 'begin with a capital letter'."""
    before, after = hit.before(), hit.after()
    if not directs(hit.sentence, hit.end):
        return None
    denied = _denied(hit, 3)
    if hit.value == "initial capital":
        lead = re.search(r"\b(?:begin|start|empie\w+|comien\w+)\w*\s+(?:with|con)\s+(?:a|una)\s+$", before)
        return (*_span(hit, lead), FORBID if denied else REQUIRE, hit.value) if lead else None
    if hit.value == "capitalized":
        if denied and re.match(r"\s+(?:any|words?|letters?|the\s+first)", after):
            return denied.start(), hit.end, FORBID, "uppercase"
        return None
    if re.match(r"\s+(?:words?|palabras)\b", after) and not re.search(r"\b(?:all|every|only|todas)\s+$", before):
        if denied:
            return denied.start(), hit.end + len(after.split()[0]) + 1, FORBID, hit.value
        return None  # counted as "uppercase words"
    lead = re.search(r"\b(?:in|all|use|using|en|todo\s+en|proper)\s+(?:(?:all|only|proper|entirely|fully|letra)\s+)?$", before)
    if (
        not lead
        or re.search(r"\b(?:words?|letters?)\s+(?:(?:must|should|are|is|be|written|appear)\s+){0,2}in\s+$", before)
        and re.search(r"\b(?:at\s+(?:least|most)|exactly|\d+|ten|five)\b", before)
    ):
        return None
    tail = re.match(r"\s+(?:letters|only)\b", after)
    start, end = _span(hit, lead, tail)
    return (denied.start(), end, FORBID, hit.value) if denied else (start, end, REQUIRE, hit.value)


def _answer_language(hit: _Hit) -> _Phrase | None:
    """Language of the answer: 'respond in French', 'written exclusively in English', 'presented in Chinese'."""
    before = hit.before()
    lead = re.search(
        r"\b(?P<verb>respond|answer|reply|writ(?:e|ten|ing)|output|present(?:ed)?|speak|deliver(?:ed)?|communicate|converse|be|responses?|answers?|respuestas?|responde|responda|contesta|conteste|responder|escribe|escriba|redacta|escrit[oa]|summarize|explain|resume|explica|habla|"
        r"compose|draft|generate|provide)\b(?P<gap>[^.;:]{0,40}?)\b(?P<in>in|en)\s+(?:el\s+idioma\s+)?(?:(?:only|fluent|simple|plain|clear|british|american|formal|proper)\s+)?$",
        before,
    )
    if re.search(r"\btranslat\w*|\btraduc\w*", before) or re.match(
        r"\s+(?:words|to\b|into\b|a\s+|and\s+\w+\s+translation|dictionary|literature|history|class|test|teacher)", hit.after()
    ):
        return None
    if _labelled(hit, "language|idioma") and len(before.strip(" *:").split()) <= 3:
        return hit.start, hit.end, REQUIRE, hit.value
    if not lead:
        return None
    if (
        lead["verb"] in ("present", "presented", "written")
        or directs(hit.sentence, hit.start)
        or re.search(r"\brespon|\banswer", lead["verb"])
    ):
        if re.match(r"\s+(?:or|o|and|y)\s+\w+", hit.after()) and re.match(r"\s+(?:or|o)\b", hit.after()):
            return None
        if not directs(hit.sentence, hit.start):
            return None
        denied = _denied(hit, 6)
        if denied:
            return denied.start(), hit.end, FORBID, hit.value
        start, end = _span(hit, lead)
        return start, end, REQUIRE, hit.value
    return None


def _grammar(hit: _Hit) -> _Phrase | None:
    """Person, tense and voice: 'in the first person', 'use the past tense', 'avoid passive voice'."""
    if (
        not directs(hit.sentence, hit.start)
        and not _labelled(hit, "person|voice|tense|pov|point of view|perspective|style|persona|tono|tone|estilo|voz")
        and not (_denied(hit, 3))
    ):
        return None
    lead = re.search(
        r"\b(?:in|use|using|from|adopt|with|en|usa|usando|written|a)\s+(?:(?:the|a|an|la|el|una|un|written|in|simple)\s+){0,2}$",
        hit.before(),
    )
    if (
        not lead
        and not _labelled(hit, "person|voice|tense|pov|point of view|perspective|style|persona|voz")
        and not _denied(hit, 3)
    ):
        return None
    tail = re.match(
        r"\s+(?:plural\s+|singular\s+|limited\s+|omniscient\s+)?(?:perspective|point\s+of\s+view|narration|voice|pov)\b",
        hit.after(),
    )
    denied = _denied(hit, 3)
    start, end = _span(hit, lead, tail)
    return (denied.start(), end, FORBID, hit.value) if denied else (start, end, REQUIRE, hit.value)


_TONE_WORD = (
    r"(?:tone|style|manner|voice|register|language|mood|attitude|atmosphere|approach|expressions?|writing|terms|wording|vocabulary|"
    r"nicknames?|phrases|tono|estilo|registro|lenguaje|manera|humor)"
)
_ADJECTIVES = r"(?:[\w-]+(?:,|\s+(?:and|but|yet|y|pero|e))?\s+){0,3}"
_MITIGATED = re.compile(
    r"\b(?:overly|too|excessively|less|more|demasiado|muy\s+poco|beginner|user|eco|family|kid|reader)[\s-]+$|-$|\b(?:can|may|might|could)\s+(?:also\s+)?be\s+$"
)
_TONE_OF_OTHERS = re.compile(
    r"-|\s+(?:audience|readers?|public|letter|request|email|mail|essay|education|greetings?|statement|relationship|test|cases?|fields?|questions?|"
    r"clothes|school)\b(?!\s+(?:tone|manner|style))"
)
_CHOICE_AFTER = re.compile(r"\s*,?\s*(?:[\w-]+,\s*){0,3}(?:or|o)\s+[\w-]+")
_CHOICE_BEFORE = re.compile(r"\b(?:or|o)\s+$")
_TONE_AFTER = re.compile(rf",?\s*(?:(?:and|but|yet|y|pero)\s+)?{_ADJECTIVES}{_TONE_WORD}\b")
_TONE_BEFORE = re.compile(
    rf"\b{_TONE_WORD}\b[^.;]{{0,40}}?\b(?:is|be|remains?|stay|sea|debe\s+ser)\b[^.;]{{0,50}}$|\b{_TONE_WORD}\s+(?:que\s+sea\s+)?(?:[\w-]+\s+(?:y|and|,)\s+)?$"
)
_KEPT = re.compile(
    r"\b(?:keep|make|be|sound|stay|remain|mantén|sé|suena)\b(?:\s+(?:it|the\s+\w+|your\s+\w+|its\s+\w+|things|el\s+\w+|la\s+\w+|\w+ing))?"
    r"(?:\s+(?!(?:a|an|the|to|of|in|for|considered)\b)[\w-]+,?){0,4}\s+$"
)
_KEPT_END = re.compile(r"\s*(?:$|[.,;:!)]|(?:and|but|yet|y|pero|throughout|in|at|with|toward|to|while|when|as|en|con)\b)")
_TONE_NOUNS = ("slang", "humor", "humour", "sarcasm", "irony", "jokes", "puns", "sarcasmo", "ironía", "colloquial")
_WITH_NOUN = re.compile(
    r"\b(?:us(?:e|ing)|incorporat\w+|employ\w*|includ\w+|add|with|usa|emplea|incluye|utiliza)\s+"
    r"(?:(?:casual|some|a\s+touch\s+of|internet|un\s+toque\s+de)\s+){0,2}$"
)
_TONE_SUBJECT = re.compile(r"\s*(?:the\s+)?(?:overall\s+)?tone|\s*el\s+tono")


def _tone(hit: _Hit) -> _Phrase | None:
    """Tone: 'a formal tone', 'the tone should be warm', 'keep it casual', 'use slang'."""
    before, after, sentence = hit.before(), hit.after(), hit.sentence
    word = sentence.text[hit.start : hit.end]
    if _MITIGATED.search(before) or _TONE_OF_OTHERS.match(after):
        return None
    denied = _denied(hit, 6)
    if denied is None and (_CHOICE_AFTER.match(after) or _CHOICE_BEFORE.search(before)):
        return None
    tail = _TONE_AFTER.match(after)
    stated = _TONE_BEFORE.search(before)
    kept = _KEPT.search(before) if _KEPT_END.match(after) else None
    noun = word in _TONE_NOUNS and (_WITH_NOUN.search(before) or (denied is not None and len(denied["gap"].split()) <= 2))
    labelled = _labelled(hit, "tone|tono|style|voice|estilo|register")
    if not (tail or stated or kept or noun or labelled):
        return None
    opens = denied is not None and _opens(hit, denied)
    if not (directs(sentence, hit.start) or labelled or opens or _TONE_SUBJECT.match(sentence.text, sentence.body, hit.start)):
        return None
    end = hit.end + (tail.end() if tail else 0)
    return (denied.start(), end, FORBID, hit.value) if denied else (hit.start, end, REQUIRE, hit.value)


def _audience(hit: _Hit) -> _Phrase | None:
    """Audience: 'tailored for experts', 'written for children', 'no jargon', 'in simple language'."""
    before, sentence = hit.before(), hit.sentence
    denied = _denied(hit, 4)
    if hit.value in ("jargon", "simple language", "complex language"):
        simplified = re.search(
            r"\b(?:simplif\w+|explain\w*|defin\w+|clarif\w+|explanations?\s+for|translat\w+)\b[^.;]{0,30}$", before
        )
        shown = re.match(
            r"[^.;]{0,24}?\b(?:is|are|must\s+be|should\s+be)\s+(?:simplified|explained|defined|avoided)|\s+to\s+a\s+minimum",
            hit.after(),
        )
        if hit.value == "jargon" and (simplified or shown):
            lead = simplified or denied
            if denied and simplified:
                return None  # "avoid explaining specialised terms" says nothing about using them
            return (
                (*_span(hit, simplified, shown), FORBID, "unexplained jargon") if directs(sentence, hit.start) or lead else None
            )
        if denied and (directs(sentence, hit.start) or _opens(hit, denied)):
            return denied.start(), hit.end, FORBID, hit.value
        if denied or not directs(sentence, hit.start):
            return None
        lead = re.search(
            r"\b(?:us(?:e|es|ing)|includ\w+|employ\w*|incorporat\w+|contain\w*|in|with|be|is|at\s+least|usa|utiliza|emplea|incluye|en|con|keep|make|sea)\b[^.;]{0,40}$",
            before,
        )
        return (*_span(hit, lead if lead and len(lead[0]) < 24 else None), REQUIRE, hit.value) if lead else None
    lead = re.search(
        r"\b(?:tailor(?:ed)?|suitable|appropriate|aimed|intended|written|writing|write|targeted?|target|geared|designed|understandable|audience|accessible|suited|explain(?:\s+\w+){0,4}|"
        r"adaptad[oa]|dirigid[oa]|apt[oa]|adecuad[oa]|escribe|pensad[oa])\b[^.;:]{0,45}?\b(?:for|to|at|by|para|a|is|like)\s+(?:(?:an?|the|absolute|complete|total|young|un|una|los|casual)\s+){0,3}$",
        before,
    )
    if not lead and not _labelled(hit, "audience|audiencia|público|reader|readers|target audience"):
        return None
    if not directs(sentence, hit.start) and not _labelled(hit, "audience|audiencia|público|reader|readers|target audience"):
        return None
    near = _denied(hit, 3)
    start, end = _span(hit, lead if lead and len(lead[0]) < 40 else None)
    return (near.start(), end, FORBID, hit.value) if near else (start, end, REQUIRE, hit.value)


def _detail(hit: _Hit) -> _Phrase | None:
    """Brevity and detail said of the whole answer: 'be concise', 'keep it brief', 'answer in detail'."""
    before, after, sentence = hit.before(), hit.after(), hit.sentence
    word = sentence.text[hit.start : hit.end]
    denied = _denied(hit, 2)
    said = re.search(
        r"\b(?:be|keep\s+(?:it|the\s+\w+|your\s+\w+|this|responses|answers)|sé|sea|stay|remain|mantén(?:\s+\w+){0,3}|make\s+(?:it|sure\s+\w+\s+\w+\s+is))\s+(?:(?:as|very|extremely|clear\s+and|simple\s+and|short\s+and|muy|and|clear,)\s+){0,2}$",
        before,
    )
    adverb = word in (
        "briefly",
        "concisely",
        "in detail",
        "in great detail",
        "brevemente",
        "en detalle",
        "a fondo",
        "exhaustively",
        "thoroughly",
        "comprehensively",
        "en profundidad",
        "keep it short",
        "as short as possible",
        "as much detail as possible",
    )
    noun = re.match(r"\s+(?:and\s+\w+\s+)?(?:answers?|responses?|repl(?:y|ies)|output|respuestas?)\b", after)
    if not directs(sentence, hit.start) and not (said and said.start() == len(before) - len(before.lstrip())):
        return None
    adverb = (
        adverb
        and re.search(
            r"\b(?:answer|respond|reply|write|explain(?:\s+\w+){0,2}|responde|contesta|escribe|explica(?:\s+\w+){0,2})\s+(?:very\s+|muy\s+)?$",
            before,
        )
        is not None
    )
    if not (said or adverb or (noun and directs(sentence, hit.start)) or (word.startswith("keep") or word.startswith("as "))):
        return None
    if denied:
        return denied.start(), hit.end, FORBID, hit.value
    return (*_span(hit, said if said and len(said[0]) < 40 else None, noun), REQUIRE, hit.value)


def _punctuation(hit: _Hit) -> _Phrase | None:
    """Punctuation and devices: 'no emojis', 'do not use commas', 'use emojis'."""
    before, sentence = hit.before(), hit.sentence
    denied = _denied(hit, 4)
    if denied:
        clear = re.search(
            rf"\b(?:us(?:e|ing)|includ\w+|any|add\w*|contain\w*|with|have|put|write|uses|usar|incluyas|no|sin|without|avoid\w*|never|evita|ni|of|mark\w*|or|and)\W*$|{re.escape(denied[0].strip())}\W*$",
            before,
        )
        if clear and (directs(sentence, hit.start) or _opens(hit, denied)):
            return denied.start(), hit.end, FORBID, hit.value
        return None
    lead = re.search(
        r"\b(?:use|add|include|incorporate|usa|añade|incluye|utiliza|using)\s+(?:(?:some|plenty\s+of|relevant|appropriate|many|lots\s+of|algunos|slang\s+and|casual|and|fun)\s+){0,3}$",
        before,
    )
    if (
        lead
        and directs(sentence, hit.start)
        and hit.value not in ("number", "comma", "colon", "parentheses", "question mark", "quotation mark")
    ):
        return (*_span(hit, lead), REQUIRE, hit.value)
    return None


_CHECKS: dict[str, Callable[[_Hit], _Phrase | None]] = {
    "format": _format,
    "case": _case,
    "language": _answer_language,
    "person": _grammar,
    "tense": _grammar,
    "voice": _grammar,
    "tone": _tone,
    "audience": _audience,
    "detail": _detail,
    "punctuation": _punctuation,
}
