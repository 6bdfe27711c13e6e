"""Limits on quoted literals: include or exclude a word or phrase, how often, where, in which form, in which order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from promptsmith.constraints.directives import FOREIGN, OPENER, directs, negation
from promptsmith.constraints.lexicon import EN, ES
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.quantities import BOUND_BEFORE, bound_interval, read_quantity
from promptsmith.constraints.scoping import noun_phrases, phrases_between, scope_of
from promptsmith.constraints.view import LITERAL, Sentence

ANCHORS = tuple(
    (
        "word|words|keyword|keywords|phrase|phrases|term|terms|letter|expression|expressions|idiom|include|includes|including|mention|mentions|"
        "mentioning|avoid|avoids|avoiding|incorporate|incorporates|exclude|excludes|omit|refrain|not use|never use|don't use|without using|not contain|"
        "not start|not begin|not end|begin|begins|beginning|start|starts|starting|end with|ends with|end the|end your|end it|ending with|conclude|concludes|"
        "finish|open with|close with|appear|appears|not say|never say|don't say|not write|"
        "palabra|palabras|frase|frases|término|términos|letra|expresión|incluye|incluya|incluir|incluyas|menciona|menciones|mencionar|no uses|no usar|no use|"
        "evita|evite|empieza|empiece|comienza|comience|termina|termine|acaba|aparecer|aparezca|omite|excluye"
    ).split("|")
)
"""Words that make a quoted literal a limit when they stand near it."""

DEVICES = ("with a question", "with a rhetorical question", "with a quote", "with a quotation", "with a famous quote", "with a short question",
           "with a thought-provoking question", "with an engaging question", "con una pregunta", "con una cita")  # fmt: skip

_NOUN = (
    r"(?:(?:exact|specific|following|literal|exacta|siguientes?)\s+)*(?P<noun>key\s?words?|words?|phrases?|prase|terms?|letters?|expressions?|"
    r"adjectives?|verbs?|nouns?|idioms?|palabras?(?:\s+clave)?|frases?|términos?|letras?|expresi(?:ón|ones))"
)
_LITERAL = re.compile(LITERAL)
_JOINT = re.compile(r"[\s,]*(?:(?:and|or|y|o|e)\s+)?(?:the\s+|la\s+)?")
_BEFORE_NOUN = re.compile(
    rf"(?:\b(?:the|any\s+of\s+the|a|la|el|las|los|either|of\s+the|cualquiera\s+de\s+las)\s+)?\b{_NOUN}\s*:?\s*$"
)
_BEGIN = re.compile(
    r"\b(?:begin(?:s|ning)?|start(?:s|ing)?|open(?:s|ing)?|empiez[ae]|empezar|comienz[ae]|comenzar|inicia(?:r)?)\b(?P<gap>[^.;:]{0,60}?)\b(?:with|by|con)\b[^,;]{0,40}$"
)
_END = re.compile(
    r"\b(?:end(?:s|ing)?|conclud(?:e|es|ing)|finish(?:es|ing)?|clos(?:e|es|ing)|termin[ae]|terminar|acab[ae]|concluy[ae]|finaliz[ae])\b(?P<gap>[^.;:]{0,60}?)\b(?:with|by|con)\b[^,;]{0,40}$"
)
_EDGES = (("begin", _BEGIN), ("end", _END))
_DEVICE = re.compile(
    r"\b(?P<edge>begin|start|open|end|conclude|finish|close|empiez[ae]|comienz[ae]|termin[ae])(?:s|ning|ing)?\b(?P<gap>[^.,;:]{0,40}?)\b(?:with|con)\s+(?:an?|una?)\s+"
    r"(?:(?:rhetorical|thought-provoking|short|famous|relevant|engaging|direct|open)\s+)*(?P<device>question|quote|quotation|pregunta|cita)\b"
)
_VERBS = re.compile(
    r"\b(?P<verb>(?:includ|incorporat|us|contain|mention|featur|repeat|insert|integrat)(?:e|es|ed|ing|s)?|add|say|writ(?:e|ing)|have|has|avoid(?:s|ing)?|"
    r"exclud(?:e|es|ing)|omit(?:s|ting)?|refrain|inclu(?:ye|ya|yas|ir|yendo)|us(?:a|e|es|ar|ando)|conten(?:er|ga|gas)|contiene|menciona|"
    r"mencion(?:e|es|ar|ando)|incorpora|repite|evit(?:a|e|ar|ando)|omit[ae]|excluy[ae])\b"
)
_AVOIDING = re.compile(r"avoid|exclud|omit|refrain|evit|excluy")
_PASSIVE = re.compile(
    r"[\s,]*(?:each\s+|both\s+|in\s+this\s+\w+\s+|only\s+|solo\s+)?(?P<modal>must|should|shall|can|may|cannot|needs?\s+to|ha(?:s|ve)\s+to|is\s+to|are\s+to|will|is|are|"
    r"appears?|debe(?:n|ría|rá)?|no\s+debe(?:n)?|tiene\s+que|puede)\b(?P<rest>[^.;]{0,40}?)\b"
    r"(?P<verb>appear|used?|included|mentioned|present|occur|be\s+repeated|forbidden|prohibited|banned|(?:not\s+)?allowed|appears?|"
    r"in\s+the|aparecer|usarse|utilizarse|incluirse|mencionarse|usar|prohibid[oa]s?)\b"
)
_ENSURED = re.compile(
    r"[\s,]*(?:appears?|occurs?|(?:is|are)\s+(?:used|mentioned|included|present)|comes?|aparezcan?|aparece)\b"
)
_TIMES = re.compile(r"\b(?P<word>times|occurrences|instances|veces|once|twice|thrice|una\s+(?:sola\s+)?vez)\b")
_FORM = re.compile(
    r"(?P<only>\b(?:only|exclusively|solely|strictly|solo|sólo|únicamente|exclusivamente)\b[^.,;]{0,30}?)?"
    r"\b(?:as\s+an?|in(?:\s+(?:its|their|the))?|como|en(?:\s+su)?)\s+(?P<form>noun|verb|adjective|adverb|singular|plural|original|sustantivo|verbo|adjetivo)\b"
)
_CLASSES = {"sustantivo": "noun", "verbo": "verb", "adjetivo": "adjective"}
_CLASS_NOUNS = {"adjective": "adjective", "verb": "verb", "noun": "noun"}
_TOGETHER = re.compile(
    r"\bin\s+(?:the\s+)?(?P<how>same|different|separate)\s+(?P<part>sentence|paragraph|section)s?\b|within\s+the\s+(?P<same>same)\s+(?P<part2>sentence|paragraph|section)"
)
_ORDER = re.compile(
    rf"\b(?P<how>before|after|antes\s+(?:de|que)|después\s+de)\s+(?:the\s+|la\s+)?(?:{_NOUN.replace('?P<noun>', '?:')}\s+)?$"
)
_ONLY_WHERE = re.compile(r"\b(?:only|exclusively|solely|solo|sólo)\b")


@dataclass(frozen=True)
class _Group:
    """Literals that share a predicate ("a" and "b"): their spans and the text that belongs to them on both sides."""

    literals: tuple[tuple[int, int], ...]
    first: int
    last: int

    @property
    def start(self) -> int:
        return self.literals[0][0]

    @property
    def end(self) -> int:
        return self.literals[-1][1]


@dataclass(frozen=True)
class _Predicate:
    """What is asked of a group of literals."""

    kind: str
    polarity: str
    start: int
    end: int
    language: str


def literal_limits(sentence: Sentence) -> list[Limit]:
    """Return the limits on quoted literals in one sentence."""
    limits: list[Limit] = []
    carried: _Predicate | None = None
    if sentence.text[sentence.end - 1] == "?" and not OPENER.match(sentence.text, sentence.body):
        return limits  # a question states nothing
    for group in _groups(sentence):
        predicate = _predicate(sentence, group)
        if predicate is None and carried and _coordinates(sentence, group):
            predicate = _Predicate(carried.kind, carried.polarity, group.start, group.end, carried.language)
        if predicate is None:
            continue
        carried = predicate
        if predicate.polarity == REQUIRE and _is_choice(sentence, group):
            continue
        limits.extend(_limits(sentence, group, predicate))
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
            Limit(start, found.end(), kind, subject_of(path), None, None, None, value, polarity, path, _language(found[0]))
        )
    return limits


def _groups(sentence: Sentence) -> list[_Group]:
    found = list(_LITERAL.finditer(sentence.text, sentence.start, sentence.end))
    runs: list[list[tuple[int, int]]] = []
    for literal in found:
        if runs and _JOINT.fullmatch(sentence.text, runs[-1][-1][1], literal.start()):
            runs[-1].append(literal.span())
        else:
            runs.append([literal.span()])
    groups = []
    for number, run in enumerate(runs):
        first = runs[number - 1][-1][1] if number else sentence.start
        last = runs[number + 1][0][0] if number + 1 < len(runs) else sentence.end
        groups.append(_Group(tuple(run), first, last))
    return groups


def _is_choice(sentence: Sentence, group: _Group) -> bool:
    """Return whether one literal of several is enough ('end with "a" or "b"')."""
    text = sentence.text
    inside = text[group.start : group.end]
    return (
        re.search(r"[\"”»`',]\s*(?:or|o)\s+(?:the\s+)?[\"“«`']", inside) is not None
        or re.match(r"\s*,?\s*(?:or|o)\s", text[group.end : group.last]) is not None
        or re.search(r"\b(?:or|either|o)\s+(?:(?:the|with)\s+)?(?:\w+\s+)?$", text[group.first : group.start]) is not None
    )


def _coordinates(sentence: Sentence, group: _Group) -> bool:
    """Return whether a group without a verb continues the one before ('... and the phrase "b" at least once')."""
    return (
        re.search(rf"(?:,|\band|\by|\bor)\s+(?:the\s+|la\s+)?(?:{_NOUN}\s+)?$", sentence.text[group.first : group.start])
        is not None
    )


def _predicate(sentence: Sentence, group: _Group) -> _Predicate | None:
    text = sentence.text
    before = text[group.first : group.start]
    noun = _BEFORE_NOUN.search(text, group.first, group.start)
    start = noun.start() if noun else group.start
    for kind, pattern in _EDGES:
        if found := pattern.search(text, group.first, group.start):
            return _positional(sentence, group, kind, found)
    if (ensured := _ENSURED.match(text, group.end, group.last)) and re.search(
        r"\b(?:ensur\w+|make\s+sure|asegúrate)\b", text[sentence.start : group.start]
    ):
        return _Predicate("include", REQUIRE, start, ensured.end(), _language(ensured[0]))
    if passive := _PASSIVE.match(text, group.end, group.last):
        return _passive(sentence, group, passive, start, noun is not None)
    found = None
    for found in _VERBS.finditer(text, group.first, start):  # noqa: B007 - the last verb before the literal
        pass
    if found is None or len(text[found.end() : start].split()) > 7:
        return None
    return _active(sentence, group, found, noun, before)


def _positional(sentence: Sentence, group: _Group, kind: str, found: re.Match[str]) -> _Predicate | None:
    if FOREIGN.search(sentence.text, max(sentence.start, found.start() - 30), found.start()):
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
    return _Predicate(kind, polarity, denied.start() if denied and near else found.start(), group.end, _language(found[0]))


def _base(phrase: str) -> bool:
    """Return whether a verb phrase opens with a base form, as an imperative does."""
    return not phrase.split()[0].endswith(("ing", "s"))


def _is_participle(sentence: Sentence, phrase: str) -> bool:
    """Return whether a clause such as 'starting with "a"' hangs on an instruction."""
    word = phrase.split()[0]
    place = sentence.text.rfind(word, sentence.start, sentence.end)
    before = sentence.text[sentence.start : place].rstrip()
    hangs = before.endswith(",") or re.search(r"\b(?:and|that|it|y|que)$", before) is not None
    hangs = hangs or any(
        before[step.end - sentence.start :].strip() == "" for step in noun_phrases(sentence) if step.end <= place
    )
    return word.endswith(("ing", "s")) and hangs and not FOREIGN.search(before[-40:]) and directs(sentence, sentence.end)


def _passive(sentence: Sentence, group: _Group, found: re.Match[str], start: int, named: bool) -> _Predicate | None:
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
    return _Predicate(
        "exclude" if denied else "include", FORBID if denied else REQUIRE, start, found.end(), _language(found[0])
    )


def _active(
    sentence: Sentence, group: _Group, found: re.Match[str], noun: re.Match[str] | None, before: str
) -> _Predicate | None:
    text, verb = sentence.text, found["verb"]
    if re.search(
        r"\b(?:that|which|que|where|if|containing|files?|lines?)\s+(?:do(?:es)?\s+not\s+|no\s+)?$",
        text[max(sentence.start, found.start() - 24) : found.start()],
    ):
        return None
    avoiding = _AVOIDING.match(verb) is not None
    denied = negation(text, sentence.start, found.start())
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
    return _Predicate("exclude" if forbids else "include", FORBID if forbids else REQUIRE, start, group.end, _language(verb))


def _language(words: str) -> str:
    return (
        ES
        if re.search(
            r"\b(?:inclu(?:ye|ya|ir)|us(?:a|ar|es)\b|evit|mencion[ae]|no\b|debe|palabra|frase|contener|con\b|empie|comien|termin|apare)",
            words,
        )
        else EN
    )


def _limits(sentence: Sentence, group: _Group, predicate: _Predicate) -> Iterator[Limit]:
    path = _scope(sentence, group, predicate)
    subject = subject_of(path)
    names = [_inner(sentence, literal) for literal in group.literals]
    noun = _BEFORE_NOUN.search(sentence.text, group.first, group.start)
    unit = "letters" if noun and noun["noun"].startswith(("letter", "letra")) else "times"
    low, high, last = _amount(sentence, group)
    end = max(predicate.end, last)
    written = (
        predicate.language if not noun or not noun["noun"].startswith(("palabra", "frase", "letra", "térm", "expresi")) else ES
    )
    together = _TOGETHER.search(sentence.text, group.end, group.last)
    for number, name in enumerate(names):
        start, stop = (predicate.start, end) if len(names) == 1 else (group.literals[number][0], group.literals[number][1])
        if predicate.kind in ("begin", "end"):
            yield Limit(start, stop, predicate.kind, subject, None, None, None, name, predicate.polarity, path, written)
        elif predicate.polarity == FORBID:
            if together and len(names) > 1:
                continue
            yield Limit(start, stop, "exclude", subject, unit, None, 0, name, FORBID, path, written)
        else:
            lowest = 1 if low is None and high is None else low
            yield Limit(start, stop, "include", subject, unit, lowest, high, name, REQUIRE, path, written)
            if found := _form(sentence, group, noun):
                only, form, place = found
                value = f"{name} as {'only ' if only else ''}{form}"
                yield Limit(start, max(stop, place), "usage", subject, None, None, None, value, REQUIRE, path, written)
    if together and len(names) == 2:
        apart = (together["how"] or "same") != "same"
        if predicate.polarity == FORBID:
            apart = not apart
        value = f"{names[0]} {'apart from' if apart else 'with'} {names[1]} in {together['part'] or together['part2']}"
        yield Limit(group.start, together.end(), "order", subject, None, None, None, value, REQUIRE, path, written)
    yield from _ordered(sentence, group, predicate, path, written)


def _inner(sentence: Sentence, literal: tuple[int, int]) -> str:
    """Return a literal as written, without the comma or full stop that typography puts inside the marks."""
    inner = sentence.view.original(literal[0] + 1, literal[1] - 1).strip()
    return inner[:-1] if inner.endswith((",", ".")) and not inner.endswith("..") else inner


def _ordered(sentence: Sentence, group: _Group, predicate: _Predicate, path: str, language: str) -> Iterator[Limit]:
    """Yield the limit of '"a" before "b"': this group is "a", the next literal of the sentence is "b"."""
    following = _LITERAL.search(sentence.text, group.last, sentence.end)
    found = _ORDER.search(sentence.text, group.end, group.last) if following else None
    if following and found:
        this, that = _inner(sentence, group.literals[-1]), _inner(sentence, following.span())
        before = found["how"].startswith(("before", "antes"))
        value = f"{this} before {that}" if before else f"{that} before {this}"
        yield Limit(
            group.literals[-1][0], following.end(), "order", subject_of(path), None, None, None, value, REQUIRE, path, language
        )


def _form(sentence: Sentence, group: _Group, noun: re.Match[str] | None) -> tuple[bool, str, int] | None:
    """Return (exclusive, word class or number, end) of "only as a verb", "in its plural form", 'the adjective "x"'."""
    found = _FORM.search(sentence.text, group.end, min(group.last, group.end + 70))
    if found:
        return bool(found["only"]), _CLASSES.get(found["form"], found["form"]), found.end()
    if noun and noun["noun"].rstrip("s") in _CLASS_NOUNS:
        return False, noun["noun"].rstrip("s"), group.end
    return None


def _amount(sentence: Sentence, group: _Group) -> tuple[float | None, float | None, int]:
    """Return the bounds on how often the group must appear, and where their words end."""
    text = sentence.text
    found = _TIMES.search(text, group.end, min(group.last, group.end + 90))
    if not found:
        return _amount_of_parts(sentence, group)
    word = found["word"]
    if word in ("times", "occurrences", "instances", "veces"):
        quantity = read_quantity(text, group.end, found.start(), found.end())
        return (quantity.low, quantity.high, quantity.end) if quantity else (None, None, group.end)
    count = {"twice": 2.0, "thrice": 3.0}.get(word, 1.0)
    bound = BOUND_BEFORE.search(text, group.end, found.start())
    low, high = bound_interval(bound, count)
    return low, high, found.end()


_IN_PARTS = re.compile(
    r"\b(?:in|en)\s+(?P<quantity>[^.,;]{1,30}?)\b(?P<unit>sentences|paragraphs|sections|frases|párrafos|secciones)\b"
)


def _amount_of_parts(sentence: Sentence, group: _Group) -> tuple[float | None, float | None, int]:
    """Return the bounds of "in at least three paragraphs": so many parts, so many times at least."""
    found = _IN_PARTS.search(sentence.text, group.end, min(group.last, group.end + 80))
    quantity = read_quantity(sentence.text, group.end, found.start("unit"), found.end()) if found else None
    if found is None or quantity is None:
        return None, None, group.end
    return quantity.low, None, found.end()


def _scope(sentence: Sentence, group: _Group, predicate: _Predicate) -> str:
    """Return the scope path: a part named after the literal ("in the title"), or before it as a subject."""
    for step in phrases_between(sentence.view, group.end, group.last):
        lead = sentence.text[group.end : step.start]
        if (
            step.name != "each"
            and re.search(r"\b(?:in|within|of|throughout|en|de|to)\s+(?:at\s+(?:least|most)\s+\w+\s+)?$", lead)
            and "," not in lead.strip(", ")
        ):
            return (
                scope_of(sentence, step.start, step.start) if step.whole else _with_conditions(sentence, step.name, group.end)
            )
    if predicate.kind in ("begin", "end"):
        # "Begin the first paragraph with ...": the part stands between the verb and the literal, or is the subject.
        inner = phrases_between(sentence.view, predicate.start, group.start)
        if inner:
            return _with_conditions(sentence, "" if inner[-1].whole else inner[-1].name, group.end)
    return scope_of(sentence, predicate.start, group.end)


def _with_conditions(sentence: Sentence, part: str, end: int) -> str:
    steps = sentence.conditions_at(end)
    conditions = [step for step in steps if step.startswith("if ")]
    exceptions = [step for step in steps if step.startswith("except ")]
    return "/".join([*conditions, "answer", *([part] if part else []), *exceptions])
