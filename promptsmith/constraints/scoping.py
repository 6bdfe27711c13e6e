"""Where a limit applies: the part of the answer, from the words around it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from promptsmith.constraints.lexicon import ANSWERS, ORDINALS, PARTS, alternation, forms
from promptsmith.constraints.limits import ANSWER
from promptsmith.constraints.view import LITERAL, Sentence, View

_PART_FORMS = forms(PARTS)
_PLURALS = {
    plural: name
    for form, name in _PART_FORMS.items()
    for plural in (f"{form}s", f"{form}es", f"{form[:-3]}iones" if form.endswith("ión") else f"{form}s", f"{form[:-1]}ies")
    if plural not in _PART_FORMS and (not plural.endswith("ies") or form.endswith("y"))
}
_NOUNS = {**_PLURALS, **_PART_FORMS}
_ONES = frozenset(
    {"title", "body", "introduction", "conclusion", "summary", "abstract", "header", "footer", "signature", "greeting"}
)
_GENERIC = frozenset(
    "answer response output reply text result content message list table version respuesta salida texto".split()
)
_EACH = "each|every|all|both|any|no|per|cada|todos?\\s+los|todas?\\s+las|ningún|ninguna|por"
_THE = "the|your|its|their|this|said|a|an|one|entire|el|la|los|las|tu|su|un|una|este|esta|del|al"
# Every form opens at the start of a word: the test in front keeps the alternatives from the other places.
NOUN_PHRASE = re.compile(
    rf"(?<!\w)(?=[^\W\d])(?:\b(?:(?:a|an|the|una|la)\s+)?(?:sub-?)?(?:section|sección|heading|apartado)\s+(?:called|"
    rf"named|titled|llamad[oa]|"
    rf"titulad[oa])\s+(?P<called>{LITERAL}|[^\n.,:;]{{2,40}})"
    rf"|\b(?:(?P<each>{_EACH})|"
    rf"(?P<the>{_THE}))\s+(?:(?P<ordinal>{alternation(ORDINALS)})\s+)?(?P<mods>(?:[^\W\d_][\w-]*\s+){{0,2}}?)"
    rf"(?P<noun>{alternation([*_NOUNS, *ANSWERS])}|{LITERAL})(?!\w)(?!-)(?!\s+(?:count|limit))(?:\s+(?:key|section|"
    rf"field|part|element))?"
    rf"(?:\s+(?P<after>último|última|final))?"
    rf"|\b(?:the|el|la)\s+(?P<place>{alternation(ORDINALS)})(?:\s+one)?"
    r"(?=\s+(?:under|about|around|at|with|of|should|must|has|no|up|max|in|de|con|debe|tiene)\b)"
    rf"|(?:\A|(?<=\n)|\b(?:keep|make|limit|write|use|mantén|usa|escribe)\s+|"
    rf"(?<=[.:,*-]\s))(?P<plural>{alternation(_PLURALS)})"
    r"(?=\s+(?:short|brief|concise|to|must|should|under|of|at|between|no|with|cort[oa]s|breves|de|deben|con)\b)"
    r"|\b(?P<bare>each|cada\s+un[oa])(?=\s+(?:one|of\s+(?:them|which)|with|of|contain|consist|includ|compris|limit|hav|"
    r"being|should|must|"
    r"no|at|up|exactly|around|about|under|con|de|debe|between|start|begin)|\s*[:(]?\s*\d))"
)
# A quoted name is a part of the answer when it is called a key or section, or when it must hold something.
_KEYED = re.compile(
    r"\s+(?:key|section|field|part|element|column)\b|\s+(?:must|should|shall|needs?\s+to|has\s+to|"
    r"can)\s+(?:not\s+)?(?:contain|have|include|exceed|consist|"
    r"be\s+(?:between|at|exactly|no|under|a|an|in|longer|shorter))\b|\s*[:(]|,?\s+(?:must|should)\s+contain"
)
_QUOTED_NEXT = re.compile(rf"\s*:?\s*{LITERAL}(?!\s+(?:key|section|field|part))")
_NAMED_WORD = re.compile(r"\b(?:word|keyword|phrase|term|letter|expression|palabra|frase|término|letra)s?\b")
_TARGET = re.compile(
    r"[\s,)]*(?:(?!(?:except|unless|but|if|when|excepto|salvo|si|cuando)\b)[\w-]+\s+){0,3}?(?P<preposition>in|for|per|"
    r"of|within|throughout|inside|across|on|as|en|por|para|de|"
    r"del)?\s*$"
)
_OWN_PART = re.compile(
    r"[\s,]*(?:only\s+|anywhere\s+)?(?:in|for|on|within|en|para)\s+(?:(?:the|your|its|his|her|their|el|la|los|las|tu|"
    r"su)\s+|(?=[^\W\d_][\w]*['’]s\b))"
    r"(?P<name>[^\W\d_][\w'’-]*(?:\s+(?!(?:of|de|del|that|which|and|but|y|"
    r"pero)\b)[^\W\d_][\w'’-]*){0,2}?)(?=\s*[.,;!)\n]|\s*$|\s+(?:and|but|y|pero|of|de)\b)"
)
"""A part that no list names ("in the press release", "for Ben's")."""
_NO_PART = frozenset(
    "reader readers audience user users customer customers sake way style form end future whole entire same following "
    "case event field world "
    "process context topic subject matter moment time tone voice language beginning middle start next first last "
    "public company team client "
    "lector lectores usuario público estilo forma final mundo campo contexto tema momento tono voz lenguaje principio "
    "inicio empresa".split()
)
_PER = re.compile(
    r"\s+(?:per|for\s+(?:each|every)|in\s+(?:each|every)|por|en\s+cada|por\s+cada|para\s+cada)\s+(?P<noun>[^\W\d_]{3,})\b"
)
_EACH_WITH = re.compile(r"\b(?:each|cada\s+un[oa])\s+(?:with|having|con)\s+$")
_AFTER_EACH = re.compile(r"\s*(?:\(?\s*)?(?:in\s+each(?=\s*(?:[.,;)]|$))|each\b|apiece\b|cada\s+un[oa]\b)")
ATTRIBUTE = re.compile(rf"(?:\s+(?:[^\W\d_][\w-]*\s+){{0,2}}?)(?P<noun>{alternation([*_NOUNS, *ANSWERS])})(?!\w)")
_PLURAL_OF = re.compile(rf"(?<!\w)(?P<plural>{alternation(_PLURALS)})\s+(?:of|with|de|con)\s+$")
_OF = ("of", "with", "de", "con")
_BREAK = re.compile(r"[.;!?\n]|,\s+(?:and|but|y|pero)\s+(?=\w+(?:ing)?\b)|:\s")
_NEUTRAL_LABEL = re.compile(
    r"\b(?:length|format|formato|longitud|extensión|tone|tono|style|estilo|constraints?|requirements?|rules?|reglas|"
    r"notes?|nota|important|importante|"
    r"instructions?|instrucciones|output|salida|guidelines?|limits?|límites?|restricciones|requisitos|count|task|tarea|"
    r"goal|objetivo|"
    r"language|idioma|structure|estructura|tips?|details?|answers?|response|respuesta|remember|recuerda|please|example|"
    r"specifications?|"
    r"criteria|size|context|max|maximum|minimum|word|words|do|don'ts?|dos|must|prompt|question|request|user|system|"
    r"assistant|additional|"
    r"also|here|following|i|you|we|your|write|create|generate|give|make|use)\b"
)


class Step(NamedTuple):
    """One noun phrase that can be a scope.

    Attributes:
        name: its scope step.
        start, end: its span.
        whole: it is the whole answer.
        kind: the kind of answer, when it is a new one ("an email"), or ''.
        called: it is a section with a name of its own.
    """

    name: str
    start: int
    end: int
    whole: bool
    kind: str = ""
    called: bool = False


def noun_phrases(sentence: Sentence) -> list[Step]:
    """Return the parts of an answer a sentence names, in order."""
    key = (sentence.body, sentence.end)
    known: list[Step] | None = sentence.view.phrases.get(key)
    if known is None:
        known = sentence.view.phrases[key] = phrases_between(sentence.view, *key)
    return known


def phrases_between(view: View, start: int, end: int) -> list[Step]:
    """Return the parts of an answer named between two positions, in order."""
    steps = []
    for found in NOUN_PHRASE.finditer(view.masked, start, end):
        if found["bare"]:
            steps.append(Step("each", found.start(), found.end(), False))
            continue
        if place := found["place"]:
            steps.append(Step(f"part[{ORDINALS[place]}]", found.start(), found.end(), False))
            continue
        if called := found["called"]:
            name = (
                view.original(found.start("called"), found.end("called")).strip("\"“”'«»` ").lower()
                if called[0] in "\"“«`'"
                else called.strip()
            )
            steps.append(Step(name.replace("/", " "), found.start(), found.end(), False, called=True))
            continue
        if found["plural"]:
            steps.append(Step(f"{_PLURALS[' '.join(found['plural'].split())]}*", found.start("plural"), found.end(), False))
            continue
        noun = found["noun"]
        if noun[0] in "\"“«`'":
            inner = view.original(found.start("noun") + 1, found.end("noun") - 1).strip().rstrip(",.").lower()
            if len(inner) > 30 or not _KEYED.match(view.masked, found.end("noun")) or _NAMED_WORD.search(found[0]):
                continue
            steps.append(Step(inner.replace("/", " "), found.start(), found.end(), False))
            continue
        step = _step(view, found)
        if step.name.rstrip("*") != "word" and not _QUOTED_NEXT.match(view.masked, step.end):  # "the line 'x'" is no place
            steps.append(step)
    return _told_apart(view.masked, steps)


def _told_apart(text: str, steps: list[Step]) -> list[Step]:
    """Name answers by their kind when one sentence asks for several ("a tweet of ... and a blog post of ...")."""
    new = [number for number, step in enumerate(steps) if step.whole and step.kind]
    if len({steps[number].kind for number in new}) < 2:
        return steps
    joined = any(
        re.search(r"(?:,|\band|\by)\s+(?:\w+\s+)?$", text[steps[low].end : steps[high].start]) for low, high in pairwise(new)
    )
    if not joined:
        return steps
    return [step._replace(name=step.kind, whole=False) if number in new else step for number, step in enumerate(steps)]


def _step(view: View, found: re.Match[str]) -> Step:
    noun = " ".join(found["noun"].split())
    part = _NOUNS.get(noun)
    plural = noun in _PLURALS
    every = found["each"] in ("each", "every", "per", "cada") and noun not in _GENERIC and view.main_noun == f"{noun}s"
    if every:
        return Step(f"{part or noun}*", found.start(), found.end(), False)
    main = part not in _ONES and noun == view.main_noun and not plural and not found["each"]
    if (main or (noun in ANSWERS and (part is None or noun == view.main_answer))) and not found["ordinal"]:
        new = found["the"] in ("a", "an", "one", "un", "una") and noun not in _GENERIC
        return Step(ANSWER, found.start(), found.end(), True, noun if new else "")
    name = part or noun
    ordinal = found["ordinal"] or found["after"]
    if ordinal and name not in _ONES:
        name = f"{name}[{ORDINALS.get(ordinal, -1)}]"
    elif found["each"] or plural:
        name = f"{name}*"
    mods = view.original(*found.span("mods")).strip()
    titled = mods.isupper() and len(mods) > 2
    if titled:
        name = f"{mods.lower().replace('/', ' ')} {name}"  # "the NEXT STEPS bullets" are not all bullets
    return Step(name, found.start(), found.end(), False, called=titled)


def scope_of(sentence: Sentence, start: int, end: int, previous_unit: str = "") -> str:
    """Return the scope path of a limit.

    In this order: "each" after it, a part after a preposition ("in the title", "per section"), the noun it stands before
    ("a 200-word summary"), the nearest part named before it, its label, the line that introduces it, the whole answer.

    Args:
        sentence: the sentence the limit stands in.
        start, end: the limit's span.
        previous_unit: singular of the unit counted just before, for "each" and "3 paragraphs of 50 words".
    """
    parts = _parts(sentence, start, end, previous_unit)
    if parts and parts[0] == ANSWER:
        parts = parts[1:]
    if not (steps := sentence.conditions_at(end)):
        return "/".join((ANSWER, *parts))
    conditions = [step for step in steps if step.startswith("if ")]
    exceptions = [step for step in steps if step.startswith("except ")]
    return "/".join([*conditions, ANSWER, *parts, *exceptions])


def _parts(sentence: Sentence, start: int, end: int, previous_unit: str) -> list[str]:
    text, view = sentence.text, sentence.view
    if previous_unit and _AFTER_EACH.match(text, end, sentence.end):
        return [f"{previous_unit}*"]
    steps = noun_phrases(sentence)
    after = [step for step in steps if step.start >= end and step.name != "each"]
    if after:
        gap = _TARGET.fullmatch(text, end, after[0].start)
        direct = not text[end : after[0].start].strip() and text.startswith(
            ("per ", "each ", "every ", "por ", "cada "), after[0].start
        )
        if gap and (gap["preposition"] or direct) and not _BREAK.search(text, end, after[0].start):
            nested = _nested(text, after)
            if nested or not any(step.end <= start and not step.whole for step in steps):
                return nested
    if not after and (per := _PER.match(text, end, sentence.end)) and per["noun"] not in _NO_PART:
        return [f"{per['noun']}*"]
    if not after and (own := _OWN_PART.match(text, end, sentence.end)):
        words = own["name"].split()
        if words[-1] not in ANSWERS and words[-1] not in _NO_PART and words[0] not in _NO_PART:
            return [" ".join(words)]
    if text[end : end + 1] == " " and "-" in text[start:end] and (found := ATTRIBUTE.match(text, end, sentence.end)):
        noun = found["noun"]
        name = f"{_PLURALS[noun]}*" if noun in _PLURALS else _PART_FORMS.get(noun)
        outer = [step.name for step in steps if step.end <= start and step.called][-1:]
        return [*outer, name] if name and noun != view.main_answer else outer
    before = [step for step in steps if step.end <= start]
    low = max(sentence.body, start - 40)
    if text[low:start].rstrip().endswith(_OF) and (bare := _PLURAL_OF.search(text, low, start)):
        return [f"{_PLURALS[' '.join(bare['plural'].split())]}*"]
    if before:
        chosen = before[-1]
        if chosen.name == "each":
            opener = before[0]
            outer = [opener.name] if not opener.whole and opener.start - sentence.body < 6 and opener.name != "each" else []
            return [*outer, f"{previous_unit or 'part'}*"]
        # "a title for the story with at most 5 words": the part, not what it is for.
        if len(before) > 1 and re.fullmatch(r"\s+(?:of|for|in|de|para|en)\s+", text[before[-2].end : chosen.start]):
            return _nested(text, before[-2:])
        if chosen.whole:
            each = (
                bool(previous_unit) and _EACH_WITH.search(text, max(sentence.body, chosen.start - 16), chosen.start) is not None
            )
            return [f"{previous_unit}*"] if each else []  # "ten questions, each with an answer of three sentences"
        # "The body must hold 100 words, with each sentence ...": each sentence of the body.
        opener = next((step for step in before if step.called), before[0])
        inner = (
            chosen.name.endswith("*")
            and not opener.whole
            and (opener.called or opener.start - sentence.body < 6)
            and opener.name not in ("each", chosen.name)
        )
        return [opener.name, chosen.name] if inner else [chosen.name]
    return _inherited(sentence)


def _nested(text: str, steps: list[Step]) -> list[str]:
    first = steps[0]
    path = [] if first.whole else [first.name]
    if (
        len(steps) > 1
        and re.fullmatch(r"\s+(?:of|in|within|de|en|del)\s+", text[first.end : steps[1].start])
        and not steps[1].whole
    ):
        path.insert(0, steps[1].name)
    return path


def _inherited(sentence: Sentence) -> list[str]:
    if sentence.label and (named := label_scope(sentence.label, sentence.view)):
        return named
    if sentence.lead:
        steps = phrases_between(sentence.view, *sentence.lead)
        if steps and not steps[-1].whole and steps[-1].name != "each":
            return [steps[-1].name]
    return label_scope(sentence.heading, sentence.view)


def label_scope(label: str, view: View) -> list[str]:
    """Return the scope a label or heading gives: its part, its own name, or nothing for labels such as "Length"."""
    name = label.lower().strip()
    if name in _NOUNS and name != view.main_answer:
        return [_NOUNS[name]]
    if _NEUTRAL_LABEL.search(name) or name in ANSWERS or "¤" in name or not name:
        return []
    return [name.replace("/", " ")]
