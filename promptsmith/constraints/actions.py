"""Do and do-not limits in plain words: what the answer must mention or must leave out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.constraints.directives import FOREIGN, MODAL, VERB, directs, modal_governs, negation
from promptsmith.constraints.lexicon import ANSWERS, EN, ES, alternation
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.scoping import scope_of
from promptsmith.constraints.view import MASK, Sentence

INCLUDE = "include"
"""Predicate of every verb that means: the answer says it."""

_SAY = (
    "include contain mention provide specify discuss cover describe disclose explain detail add give state show "
    "address emphasize "
    "emphasise highlight explore reveal share introduce outline incorporate present list feature allocate reference "
    "use insert "
    "integrate cite elaborate name convey express output write"
).split()
_SAY_ES = (
    "incluir incluye incluya incluyas mencionar menciona menciones mencione contener contenga proporciona proporcione "
    "describe "
    "explica explique agrega añade añadas revela reveles cita cites usa uses usar"
).split()
_OTHER = (
    "request approve invite inquire ask recommend suggest promise apologize apologise blame criticize compare repeat "
    "summarize quote "
    "translate invent assume make address question refer talk speculate offer greet thank sign"
).split()
_FORMS = {}
for _verb in (*_SAY, *_OTHER):
    _name = INCLUDE if _verb in _SAY else _verb
    _base = _verb.removesuffix("e")
    for _form in (_verb, f"{_verb}s", f"{_verb}es", f"{_base}ing", f"{_verb}ing"):
        _FORMS[_form] = _name
for _verb in _SAY_ES:
    _FORMS[_verb] = INCLUDE
_NAMES = alternation(_FORMS)
_DENY = (
    r"(?P<deny>do\s+not|don't|never|must\s+not|mustn't|should\s+not|shouldn't|shall\s+not|cannot|can\s+not|can't|"
    r"may\s+not|will\s+not|"
    r"no|nunca|no\s+debe(?:s|n)?|no\s+se\s+debe)\s+(?:(?:ever|also|explicitly|directly|otherwise)\s+)?"
)
_FORBID = re.compile(
    rf"\b(?=[acdeilmnorsw])(?:{_DENY}(?P<verb>{_NAMES})(?:\s+(?:or|nor|and)\s+(?:{_NAMES}))?"
    rf"|(?P<avoid>avoid(?:s|ing)?|exclud(?:e|es|ing)|omit(?:s|ting)?|refrain(?:s|ing)?\s+from|without|leave\s+out|"
    rf"evit(?:a|e|ar|ando)|excluy[ae]|omit[ae]|sin)"
    rf"(?:\s+(?P<verb2>{_NAMES}))?)(?:\s+(?:about|on|to|from))?\s+(?P<object>[^.,;:!?\n()]{{3,90}})"
)
_REQUIRED = rf"(?P<verb>{_NAMES})(?:\s+on|\s+about)?\s+(?:the\s+following(?:\s+\w+)?:\s+)?(?P<object>[^.;:!?\n()]{{3,220}})"
_OPENING = re.compile(rf"(?P<lead>[\s\"'*_-]*){_REQUIRED}")
_REQUIRE = re.compile(
    rf"(?P<lead>[,:]\s+(?:and\s+|while\s+|y\s+)?|\b(?:must|should|shall|to|and|please|also|needs?\s+to|debe(?:n|s)?|y|"
    rf"ensur(?:e|ing)\s+(?:that\s+)?(?:the|your)\s+\w+|(?:paragraph|section|part|one|conclusion|introduction|body|email|"
    rf"closing|sentences|words|plan|story|response)|finally|additionally|además|por\s+favor)[,\s]+"
    rf"(?:clearly\s+|briefly\s+|explicitly\s+|also\s+)?){_REQUIRED}"
)
_STRESSED = re.compile(
    r"(?:\bfocus(?:ing)?\s+on|\bwith\s+(?:an?\s+|special\s+)*(?:emphasis|focus)\s+on|\bcentr(?:ándote|ado|ada)\s+en|"
    r"\bcon\s+énfasis\s+en)\s+(?P<object>[^.;:!?\n()]{3,220})"
)
"""Contents that a directive asks for with a noun or a participle of weight."""
_SAID = re.compile(rf"[\s,](?:{_NAMES})\s")
"""Every match of `_REQUIRE` holds one: it is cheaper to look for, and most sentences have none."""
_PURPOSE = re.compile(r"(?<!need)(?<!needs)(?<!have)(?<!has)(?<!sure)(?<!try)(?<!want)(?<!remember)(?<!careful)\s+to\s+$")
"""Behind these words "to avoid" is a purpose: "a checklist to avoid delays" forbids nothing."""
_FOR = re.compile(r"\b(?:for|of|by|from|in|para|de)\s*$")
_ACT = re.compile(r"[^\W\d_]{2,}ing\b(?!-)")
_NOT_BUT = re.compile(r"\s*,?\s*(?:but|sino)\b")
_THINGS = frozenset(
    (
        "anything everything something nothing pricing training marketing writing formatting meaning spelling branding "
        "lugar mar "
        "other number budgeting"
    ).split()
)
"""Nouns that look like acts."""
_STOP = re.compile(
    rf"\s*,\s*(?:and\s+)?(?:ensur\w+|with|using|avoid\w*|maintain\w*|while|but|each|must|should|tailor\w*|written|"
    rf"y\s+(?:usa|evita))\b|\s+(?:if|when|unless|except|without|excluding|rather\s+than|because|so\s+that|which|while|"
    rf"instead|rather|but|si|cuando|excepto|porque|pero|as\s+well|or\s+(?:{_NAMES})|and\s+(?:{_NAMES}|ensur\w+|avoid|"
    rf"must|should|do|use|keep)|"
    rf"(?:in|within|throughout|to|from|en|de)\s+(?:the|your|this|its|el|la|tu|"
    rf"su)\s+(?:\w+\s+)?(?:{alternation(ANSWERS)}|games))\b"
)
REST = re.compile(r"\b(?:not|other\s+than|except|besides|beyond|outside|salvo|excepto|que\s+no)\b")
"""A ban on "anything that is not X" forbids the rest and not X."""
_EMPTY_OBJECT = re.compile(
    r"^(?:the\s+)?(?:following|it|this|that|them|any|anything|everything|more|so|to|on|below|above|lo|eso|esto|"
    r"something|your|me|us|you|as|at\s+(?:least|most)\s*)\s*$"
)
OPEN_OBJECT = re.compile(r"\s(?:with|of|for|like|from|containing|con|de|para|como)$")
"""An object that stops at such a word goes on elsewhere ("Exclude titles with:" above a list), so it is not known."""
ANCHORS = tuple(
    (
        "do not|don't|never|must not|mustn't|should not|shouldn't|cannot|can't|may not|avoid|avoiding|avoids|exclude|"
        "excludes|excluding|omit|omits|refrain|"
        "without mentioning|without including|without using|without any|leave out|must|should|shall|include|includes|"
        "including|mention|provide|specify|incorporate|"
        "incorporating|covering|detailing|highlighting|featuring|providing|explaining|ensuring|focusing on|focus on|"
        "emphasis on|"
        "incorporando|centrándote en|énfasis en|"
        "emphasize|allocate|ensure|make sure|no incluyas|no menciones|no uses|no mencione|no incluya|no debe|nunca|"
        "evita|evite|evitar|excluye|"
        "excluya|omite|sin mencionar|sin incluir|sin usar|no revele|no reveles|no use|debe|deben|incluye|menciona|"
        "proporciona|asegúrate"
    ).split("|")
)
"""Words that open a do or do-not limit."""
_MEANS = frozenset(
    "use uses using write writes writing output outputs express name names state states list lists details features".split()
)
"""Verbs, and nouns like them, that say how to work and not what the answer holds."""
_TASKS = frozenset(
    "explain describe discuss provide add detail state name give list show write output use express convey present "
    "explica describe".split()
)
"""Verbs that, opening the first sentence, are the task itself and no limit on it."""


def action_limits(sentence: Sentence) -> list[Limit]:
    """Return the do and do-not limits of one sentence, in plain words without a quoted literal."""
    forbidden = list(_forbidden(sentence))
    taken = [(limit.start, limit.end) for limit in forbidden]
    wanted = [*_required(sentence), *_stressed(sentence)]
    required = [limit for limit in wanted if not any(low < limit.end and limit.start < high for low, high in taken)]
    return forbidden + required


def _object(found: re.Match[str]) -> tuple[str, int] | None:
    """Return the object as written and where it ends, cut at the first word that opens something else."""
    words = found["object"]
    if stop := _STOP.search(" " + words):
        words = words[: max(0, stop.start() - 1)]
    words = words.rstrip(" ,*_")
    if MASK in words or len(words) < 3 or _EMPTY_OBJECT.match(words) or OPEN_OBJECT.search(words):
        return None
    return " ".join(words.split()), found.start("object") + len(words)


def goes_on(text: str, end: int) -> bool:
    """Return whether a phrase that stops at a line end goes on in the next line, which opens with a small letter."""
    return re.match(r"[ \t]*\n[ \t]*[^\W\d_]", text[end : end + 12]) is not None and not text[end:].lstrip()[:1].isupper()


def _forbidden(sentence: Sentence) -> Iterator[Limit]:
    text = sentence.text
    for found in _FORBID.finditer(text, sentence.start, sentence.end):
        told = _object(found)
        if told is None or REST.search(told[0]) or goes_on(text, told[1]):
            continue
        deny, avoid = found["deny"], found["avoid"]
        if _NOT_BUT.match(text, told[1], sentence.end):
            continue  # "do not describe X, but Y": a contrast, not a ban
        before = text[sentence.body : found.start()]
        if deny and re.search(r"must|should|shall|may|cannot|can|will|debe", deny):
            modal = MODAL.search(text[sentence.body : found.end()], found.start() - sentence.body)
            if modal is None or not modal_governs(sentence, text[sentence.body : found.end()], sentence.body, modal):
                continue
        elif (deny and not _opens(before)) or (avoid and not (_opens(before) or _participle(sentence, found.start(), avoid))):
            continue
        if avoid and _PURPOSE.search(before):
            continue
        verb = found["verb"] or found["verb2"]
        predicate = _FORMS.get(verb, INCLUDE) if verb else INCLUDE
        if not verb and (act := _ACT.match(told[0])) and act[0] not in _THINGS:
            predicate = act[0]  # "avoid overusing adverbs" forbids an act, not the adverbs
        start = found.start("deny") if deny else found.start("avoid")
        language = (
            ES
            if re.match(r"no\b|nunca|evit|excluy|omita|omite|sin", found[0])
            and not re.match(r"not\b|no\s+(?:\w+ing|more)", found[0])
            else EN
        )
        if deny == "no" and verb not in _SAY_ES:
            continue
        yield _limit(sentence, start, told[1], f"{predicate} {told[0]}", FORBID, language)


def _opens(before: str) -> bool:
    """Return whether nothing but an opener stands before: the instruction begins here."""
    return (
        re.fullmatch(
            r"(?:.*[,;:(–—]\s*(?:and\s+|but\s+|while\s+|y\s+|pero\s+)?|.*\b(?:and|but|please|also|then|to|you|should|"
            r"must|y|pero|ensure|it|that)\s+|\W*)",
            before,
            re.DOTALL,
        )
        is not None
    )


def _participle(sentence: Sentence, start: int, avoid: str) -> bool:
    """Return whether "avoiding ...", "without ..." hangs on an instruction about the answer."""
    before = sentence.text[sentence.body : start]
    if FOREIGN.search(before) or _FOR.search(before):
        return False
    return avoid.endswith(("ing", "ando", "s", "without", "sin")) and directs(sentence, start)


def _required(sentence: Sentence) -> Iterator[Limit]:
    text = sentence.text
    place = sentence.body
    while found := (place == sentence.body and _OPENING.match(text, place, sentence.end)) or (
        _SAID.search(text, place, sentence.end) and _REQUIRE.search(text, place, sentence.end)
    ):
        place = found.start("object")
        lead = found["lead"].split()
        told = _object(found)
        if told is None:
            continue
        clause = text[sentence.body : found.start("verb")]
        if re.search(
            r"\b(?:not|never|no|nunca|avoid|n't|without|can|could|if|how|why|what|that|which|who)\s+(?:\w+\s+)?$", clause
        ):
            continue
        if modals := list(MODAL.finditer(clause)):
            if not modal_governs(sentence, clause, sentence.body, modals[-1]):
                continue
        elif not _imperative(clause, found["verb"], lead) or (
            sentence.start == 0 and found["verb"] in _TASKS and not clause.strip()
        ):
            continue
        if found["verb"] in _MEANS:
            continue
        predicate = _FORMS[found["verb"]]
        if predicate != INCLUDE and not modals:
            continue
        language = ES if found["verb"] in _SAY_ES else EN
        yield _limit(sentence, found.start("verb"), told[1], f"{predicate} {told[0]}", REQUIRE, language)


def _stressed(sentence: Sentence) -> Iterator[Limit]:
    """Yield what a directive tells the answer to dwell on."""
    text = sentence.text
    for found in _STRESSED.finditer(text, sentence.body, sentence.end):
        told = _object(found)
        clause = text[sentence.body : found.start()]
        if told is None or negation(text, sentence.body, found.start()) or FOREIGN.search(clause) or MODAL.search(clause):
            continue
        if not clause.strip(" \"'*_-") or VERB.match(clause.lstrip(" \"'*_-")):
            yield _limit(sentence, found.start(), told[1], f"{INCLUDE} {told[0]}", REQUIRE, EN if found[0][0] in "fw" else ES)


def _imperative(clause: str, verb: str, lead: list[str]) -> bool:
    """Return whether a verb without a modal opens an instruction, or continues one ("and provide ...")."""
    if not clause.strip(" \"'*_-"):
        return verb not in ("use", "write", "output", "show", "list", "name", "give", "state", "uses")
    if verb.endswith("ing"):
        part = re.search(
            r"\b(?:paragraph|section|part|one|conclusion|introduction|body|closing|sentences|words|,|and)\s*$", clause.rstrip()
        )
        return part is not None and bool(VERB.search(clause))
    if verb.endswith("s") and not re.search(r"\b(?:ensur(?:e|ing)|make\s+sure|must|should)\b", clause):
        return False
    continues = lead[-1:] in (
        ["and"],
        ["y"],
        ["please"],
        ["also"],
        ["finally"],
        ["additionally"],
        ["además"],
    ) or clause.rstrip().endswith((",", ":"))
    opened = VERB.match(clause.lstrip(" \"'*_-")) or re.match(r"\W*(?:please|additionally|finally|also|then|además)\b", clause)
    return bool((continues and opened) or re.search(r"\bensur(?:e|ing)\s+(?:that\s+)?(?:the|your)\s+\w+\s+$", clause))


def _limit(sentence: Sentence, start: int, end: int, value: str, polarity: str, language: str) -> Limit:
    path = scope_of(sentence, start, end)
    return Limit(start, end, "action", subject_of(path), None, None, None, value, polarity, path, language)
