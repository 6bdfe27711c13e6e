"""Limits on quoted literals: include or exclude a word or phrase, how often, where, in which form, in which order."""

from __future__ import annotations

import re

from promptsmith.constraints.directives import FOREIGN, OPENER, directs, negation
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.literal_details import predicate_limits
from promptsmith.constraints.literal_groups import BEFORE_NOUN, NOUN, Group, Predicate, find_groups, wording_language
from promptsmith.constraints.literal_wishes import plain_predicate
from promptsmith.constraints.scoping import noun_phrases, phrases_between, scope_of
from promptsmith.constraints.view import Sentence

ANCHORS = tuple(
    (
        "word|words|keyword|keywords|phrase|phrases|term|terms|letter|expression|expressions|idiom|include|includes|"
        "including|mention|mentions|"
        "mentioning|avoid|avoids|avoiding|incorporate|incorporates|exclude|excludes|omit|refrain|not use|never use|"
        "don't use|without using|not contain|"
        "not start|not begin|not end|begin|begins|beginning|start|starts|starting|end with|ends with|end the|end your|"
        "end it|ending with|conclude|concludes|"
        "finish|open with|close with|appear|appears|not say|never say|don't say|not write|"
        "palabra|palabras|frase|frases|término|términos|letra|expresión|incluye|incluya|incluir|incluyas|menciona|"
        "menciones|mencionar|steer clear|stay away|stay clear|keep away|shows up|showed up|prescinde|utiliza|utilice|"
        "emplea|emplee|oración|no uses|no usar|no use|no utilices|no utilice|no emplees|no escribas|no digas|nunca uses|"
        "evita|evite|empieza|empiece|comienza|comience|termina|termine|acaba|aparecer|aparezca|omite|excluye"
    ).split("|")
)
"""Words that make a quoted literal a limit when they stand near it."""

NEAR_ANCHORS = tuple(
    (
        "say|says|write|use|using|work|weave|sneak|put|add|insert|quote|a must|mandatory|required|contains|features|"
        "banned|forbidden|prohibited|"
        "sentence|line|opening line|salga|figure|prohibido|prohibida|vetado|vetada|pon|skip|leave out|taboo|not allowed|hashtag"
    ).split("|")
)
"""Words of all trades that do so only when the literal stands right beside them."""

DEVICES = tuple(
    (
        "with a question|with a rhetorical question|with a quote|with a quotation|with a famous quote|with a short question|"
        "with a thought-provoking question|with an engaging question|con una pregunta|con una cita"
    ).split("|")
)
"""Openings and closings that are no literal."""

# Between "with" and a literal stand only words that announce it; other words mean that something else is begun.
_ANNOUNCED = (
    r"(?:\s+(?:the|an?|exact|exactly|following|both|words?|phrase|line|sentence|text|quote|question|statement|"
    r"greeting|salutation|closing|"
    r"message|heading|title|letters?|la|el|las|los|una?|palabras?|frase|línea|texto|saludo|pregunta|oración))*\s*:?\s*$"
)
_BEGIN = re.compile(
    r"\b(?:begin(?:s|ning)?|start(?:s|ing)?|open(?:s|ing)?|empiez[ae]|empezar|comienz[ae]|comenzar|"
    rf"inicia(?:r)?)\b(?P<gap>[^.,;:]{{0,60}}?)\b(?:with|by|con|por){_ANNOUNCED}"
)
_END = re.compile(
    r"\b(?:end(?:s|ing)?|conclud(?:e|es|ing)|finish(?:es|ing)?|clos(?:e|es|ing)|termin[ae]|terminar|acab[ae]|"
    rf"cierr[ae]|concluy[ae]|finaliz[ae])\b(?P<gap>[^.,;:]{{0,60}}?)\b(?:with|by|con|on|por){_ANNOUNCED}"
)
_FILES = re.compile(
    r"\b(?:files?|folders?|director(?:y|ies)|file\s?names?|names|paths?|strings?|extensions?|prefix|archivos?|"
    r"carpetas?|ficheros?)\b"
)
"""Things whose names and contents are searched for: a literal said of them limits no answer."""
_NAMED_PART = re.compile(r"\s+(?:section|part|heading|paragraph|footer|header|sección|apartado)\b")
_TRYING = re.compile(r"\b(?:trying|try|tries|tend|want|wants)\s*$")
_EDGES = (("begin", _BEGIN), ("end", _END))
_DEVICE = re.compile(
    r"\b(?P<edge>begin|start|open|end|conclude|finish|close|empiez[ae]|comienz[ae]|termin[ae])(?:s|ning|"
    r"ing)?\b(?P<gap>[^.,;:]{0,40}?)\b(?:with|con)\s+(?:an?|una?)\s+"
    r"(?:(?:rhetorical|thought-provoking|short|famous|relevant|engaging|direct|open)\s+)*(?P<device>question|quote|"
    r"quotation|pregunta|cita)\b"
)
_EDGE_IS = re.compile(
    r"\b(?:(?P<first>first|opening|primera|primer|primeras)|last|closing|final|última|últimas|último)\s+(?:lines?|"
    r"sentences?|words?|phrase|frase|línea|palabras?|oración)\s+"
    r"(?:(?:of\s+(?:the|your)\s+\w+|must|should|has\s+to|have\s+to|will|debe|deben|tiene\s+que|ha\s+de)\s+)*(?:is|are|"
    r"be|reads?|says?|ser|será|serán|es|son|dice)\s*:?\s*$"
)
"""What stands before a literal that is the opening or the end: "the last line must be"."""
_VERBS = re.compile(
    r"\b(?P<verb>(?:includ|incorporat|us|contain|mention|featur|repeat|insert|integrat)(?:e|es|ed|ing|s)?|add|say|"
    r"writ(?:e|ing)|have|has|avoid(?:s|ing)?|"
    r"exclud(?:e|es|ing)|omit(?:s|ting)?|refrain|inclu(?:ye|ya|yas|ir|yendo)|us(?:a|e|es|ar|ando)|utiliz(?:a|ar)|"
    r"utilic(?:e|es)|emple(?:a|e|es|ar)|escrib(?:a|as|ir)|dig(?:a|as)|conten(?:er|ga|gas)|"
    r"contiene|menciona|"
    r"mencion(?:e|es|ar|ando)|incorpora|repite|evit(?:a|e|ar|ando)|omit[ae]|excluy[ae])\b"
)
_AVOIDING = re.compile(r"avoid|exclud|omit|refrain|evit|excluy")
_PASSIVE = re.compile(
    r"[\s,]*(?:each\s+|both\s+|in\s+this\s+\w+\s+|only\s+|solo\s+)?(?P<modal>must|should|shall|can|may|cannot|"
    r"needs?\s+to|ha(?:s|ve)\s+to|is\s+to|are\s+to|will|is|are|"
    r"appears?|debe(?:n|ría|rá)?|no\s+debe(?:n)?|tiene\s+que|puede)\b(?P<rest>[^.;]{0,40}?)\b"
    r"(?P<verb>appear|used?|included|mentioned|present|occur|be\s+repeated|forbidden|prohibited|banned|"
    r"(?:not\s+)?allowed|appears?|"
    r"in\s+the|aparecer|usarse|utilizarse|incluirse|mencionarse|usar|prohibid[oa]s?)\b"
)
_ENSURED = re.compile(
    r"[\s,]*(?:appears?|occurs?|(?:is|are)\s+(?:used|mentioned|included|present)|comes?|aparezcan?|aparece)\b"
)


def literal_limits(sentence: Sentence) -> list[Limit]:
    """Return the limits on quoted literals in one sentence."""
    limits: list[Limit] = []
    carried: Predicate | None = None
    if sentence.text[sentence.end - 1] == "?" and not OPENER.match(sentence.text, sentence.body):
        return limits  # a question states nothing
    for group in find_groups(sentence):
        predicate = _predicate(sentence, group)
        if predicate is None and carried and _coordinates(sentence, group):
            predicate = Predicate(carried.kind, carried.polarity, group.start, group.end, carried.language)
        if predicate is None:
            continue
        carried = predicate
        if predicate.polarity == REQUIRE and _is_choice(sentence, group):
            continue
        limits.extend(predicate_limits(sentence, group, predicate))
    return limits


def device_limits(sentence: Sentence) -> list[Limit]:
    """Return the limits of "begin with a question" and the like; their value is ``a question`` or ``a quote``."""
    limits = []
    for found in _DEVICE.finditer(sentence.text, sentence.start, sentence.end):
        if not (directs(sentence, found.start()) or directs(sentence, found.end("edge"))):
            continue
        denied = negation(sentence.text, sentence.start, found.start())
        near = denied is not None and len(denied["gap"].split()) <= 1
        kind = "begin" if re.match(r"beg|sta|ope|emp|com", found["edge"]) else "end"
        steps = phrases_between(sentence.view, found.start("gap"), found.end("gap"))
        path = f"answer/{steps[-1].name}" if steps and not steps[-1].whole else scope_of(sentence, found.start(), found.end())
        value = "a question" if found["device"] in ("question", "pregunta") else "a quote"
        polarity = FORBID if near else REQUIRE
        start = denied.start() if denied and near else found.start()
        limits.append(
            Limit(
                start, found.end(), kind, subject_of(path), None, None, None, value, polarity, path, wording_language(found[0])
            )
        )
    return limits


def _is_choice(sentence: Sentence, group: Group) -> bool:
    """Return whether one literal of several is enough ('end with "a" or "b"')."""
    text = sentence.text
    inside = text[group.start : group.end]
    return (
        re.search(r"[\"”»`',]\s*(?:or|o)\s+(?:the\s+)?[\"“«`']", inside) is not None
        or re.match(r"\s*,?\s*(?:or|o)\s", text[group.end : group.last]) is not None
        or re.search(r"\b(?:or|either|o)\s+(?:(?:the|with)\s+)?(?:\w+\s+)?$", text[group.first : group.start]) is not None
    )


def _coordinates(sentence: Sentence, group: Group) -> bool:
    """Return whether a group without a verb continues the one before ('... and the phrase "b" at least once')."""
    return (
        re.search(rf"(?:,|\band|\by|\bor)\s+(?:the\s+|la\s+)?(?:{NOUN}\s+)?$", sentence.text[group.first : group.start])
        is not None
    )


def _predicate(sentence: Sentence, group: Group) -> Predicate | None:
    text = sentence.text
    before = text[group.first : group.start]
    noun = BEFORE_NOUN.search(text, group.first, group.start)
    start = noun.start() if noun else group.start
    for kind, pattern in _EDGES:
        if found := pattern.search(text, group.first, group.start):
            return _positional(sentence, group, kind, found)
    if (ensured := _ENSURED.match(text, group.end, group.last)) and re.search(
        r"\b(?:ensur\w+|make\s+sure|asegúrate)\b", text[sentence.start : group.start]
    ):
        return Predicate("include", REQUIRE, start, ensured.end(), wording_language(ensured[0]))
    if passive := _PASSIVE.match(text, group.end, group.last):
        told = _passive(sentence, group, passive, start, noun is not None)
        return told or plain_predicate(sentence, group)
    if edge := _EDGE_IS.search(text, group.first, group.start):
        kind = "begin" if edge["first"] else "end"
        return Predicate(kind, REQUIRE, edge.start(), group.end, wording_language(edge[0]))
    found = None
    for found in _VERBS.finditer(text, group.first, start):  # noqa: B007 - the last verb before the literal
        pass
    if found is None or len(text[found.end() : start].split()) > 7:
        return plain_predicate(sentence, group)
    return _active(sentence, group, found, noun, before) or plain_predicate(sentence, group)


def _positional(sentence: Sentence, group: Group, kind: str, found: re.Match[str]) -> Predicate | None:
    text = sentence.text
    gap = found["gap"].strip()
    if gap and len(gap.split()) > 1 and not phrases_between(sentence.view, *found.span("gap")):
        return None  # "start a container with `x`": something else is begun
    subject = any(not text[step.end : found.start()].strip() for step in noun_phrases(sentence) if step.end <= found.start())
    if _NAMED_PART.match(text, group.end) or (_FILES.search(text, sentence.start, found.start()) and not subject):
        return None
    if not (
        directs(sentence, found.start())
        or (_base(found[0]) and directs(sentence, found.end()))
        or _is_participle(sentence, found[0])
    ):
        return None
    denied = negation(sentence.text, max(sentence.start, group.first), found.start())
    near = denied and len(denied["gap"].split()) <= 1
    polarity = FORBID if near else REQUIRE
    return Predicate(
        kind, polarity, denied.start() if denied and near else found.start(), group.end, wording_language(found[0])
    )


def _base(phrase: str) -> bool:
    """Return whether a verb phrase opens with a base form, as an imperative does."""
    return not phrase.split(maxsplit=1)[0].endswith(("ing", "s"))


def _is_participle(sentence: Sentence, phrase: str) -> bool:
    """Return whether a clause such as 'starting with "a"' hangs on an instruction."""
    word = phrase.split(maxsplit=1)[0]
    place = sentence.text.rfind(word, sentence.start, sentence.end)
    before = sentence.text[sentence.start : place].rstrip()
    hangs = before.endswith(",") or re.search(r"\b(?:and|that|it|y|que)$", before) is not None
    hangs = hangs or any(
        before[step.end - sentence.start :].strip() == "" for step in noun_phrases(sentence) if step.end <= place
    )
    return word.endswith(("ing", "s")) and hangs and not FOREIGN.search(before[-40:]) and directs(sentence, sentence.end)


def _passive(sentence: Sentence, group: Group, found: re.Match[str], start: int, named: bool) -> Predicate | None:
    modal = found["modal"]
    if modal in ("is", "are", "appear", "appears") and not re.search(
        r"forbidden|prohibited|banned|allowed|included|prohibid", found[0]
    ):
        return None
    if modal in ("is", "are") and not re.search(
        r"ensure|make\s+sure|forbidden|prohibited|banned|not\s+allowed", sentence.text[sentence.start : found.end()]
    ):
        return None
    if not named and found["verb"] in ("in the", "use"):
        return None
    denied = re.search(r"\b(?:not|never|cannot|no|nunca)\b|n't\b|forbidden|prohibited|banned|prohibid", found[0]) is not None
    return Predicate(
        "exclude" if denied else "include", FORBID if denied else REQUIRE, start, found.end(), wording_language(found[0])
    )


def _active(
    sentence: Sentence, group: Group, found: re.Match[str], noun: re.Match[str] | None, before: str
) -> Predicate | None:
    text, verb = sentence.text, found["verb"]
    if re.search(
        r"\b(?:that|which|que|where|if|containing|files?|lines?)\s+(?:do(?:es)?\s+not\s+|no\s+)?$",
        text[max(sentence.start, found.start() - 24) : found.start()],
    ):
        return None
    if _FILES.search(text, sentence.start, group.start):
        return None
    avoiding = _AVOIDING.match(verb) is not None
    denied = negation(text, sentence.start, found.start())
    if denied and _TRYING.search(text, sentence.start, denied.start()):
        return None  # "they try not to use": said of others
    near = denied is not None and len(denied["gap"].split()) <= 2
    forbids = avoiding != near if not (avoiding and near) else False
    plain = not text[found.end() : noun.start() if noun else group.start].strip(" :")
    if noun is None and not forbids and not (plain and re.match(r"includ|mention|incorporat|inclu|mencion", verb)):
        return None
    if (
        noun is None
        and forbids
        and not plain
        and not re.fullmatch(
            r"\s*(?:from\s+)?(?:us\w+|mention\w*|words?\s+like|phrases?\s+like)?\s*", text[found.end() : group.start]
        )
    ):
        return None
    if not (directs(sentence, found.start()) or directs(sentence, found.end()) or _is_participle(sentence, verb)):
        return None
    start = denied.start() if denied and near else found.start()
    return Predicate(
        "exclude" if forbids else "include", FORBID if forbids else REQUIRE, start, group.end, wording_language(verb)
    )
