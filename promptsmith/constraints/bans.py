"""Do-not limits in any words: verbs that no list holds, "leave out", "no ...", "... are not allowed"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from promptsmith.constraints.actions import OPEN_OBJECT as _OPEN_OBJECT
from promptsmith.constraints.actions import REST as _REST
from promptsmith.constraints.actions import goes_on
from promptsmith.constraints.directives import directs
from promptsmith.constraints.lexicon import EN, ES
from promptsmith.constraints.limits import FORBID, Limit, subject_of
from promptsmith.constraints.predicates import INCLUDE, KEEP, REMOVE, act_of, is_known
from promptsmith.constraints.scoping import scope_of
from promptsmith.constraints.view import MASK, Sentence

_OBJECT = r"(?P<object>[^.,;:!?\n()]{2,90})"
_OPENS = (
    r"(?:(?<=[,;:(–—])\s+|(?<!\w)(?:and|but|please|also|then|you\s+should|you\s+must|i\s+want\s+you\s+to|y|pero|"
    r"por\s+favor)\s+|\A)"
)
_DENIED = re.compile(
    r"\b(?P<deny>do\s+not|don't|never|(?:must|should|shall|may|can|will)(?:\s+not|n't)|cannot|can't|"
    r"under\s+no\s+circumstances|nunca|no\s+(?:debe(?:n|s)?|puede(?:n|s)?)|no)\s+"
    r"(?:(?:ever|also|explicitly|directly|se|le|les|me|nos)\s+)?"
    r"(?P<verb>(?!(?:be|been|have|forget|hesitate|worry|only|just|simply|fail|need|miss|stop|always|ever|really|know|"
    r"think|exceed|go|more|"
    r"less|longer|fewer|let|get|assume|sólo|solo|olvid\w+|dud\w+|es|son|está|hay|más|menos)\b)[^\W\d_]{3,})\b"
    r"(?:\s+(?:about|on|to|for|from|a)\b)?(?:\s+" + _OBJECT + ")?"
)
_SPANISH_VERB = re.compile(r"(?:[aeé]s|[aeé]|ar|er|ir|arse|irse)$")
_SPANISH = re.compile(r"\b(?:el|la|los|las|un|una|de|del|que|en|con|por|para|y|tu|su|se|al|lo)\b|[áéíóúñ¿¡]")
_RULED_OUT = re.compile(
    r"(?P<ban>\b(?:skip|omit|leave\s+out|leave\s+off|steer\s+clear\s+of|stay\s+away\s+from|keep\s+away\s+from|"
    r"stay\s+clear\s+of|"
    r"(?:refrain|abstain)\s+from|do\s+without|forgo|say\s+nothing\s+(?:about|of)|"
    r"(?:with|make|include|use|contain|add|have|be|want|need)\s+no|without|no|avoid|exclude|prescinde\s+de|"
    r"prescindir\s+de|omite|evita|"
    r"excluye|sin|nada\s+de|ningún|ninguna))\s+"
    r"(?:(?:any|all|reference|mention|allusion|use)\s+(?:(?:to|of)\s+)?)?(?:(?P<verb>[^\W\d_]{2,}ing)\s+)?" + _OBJECT
)
_LEFT_OUT = re.compile(
    r"\b(?:leave|keep|take)\s+(?P<object>[^.,;:!?\n()]{2,60}?)\s+(?:out|off|un(?P<verb>[^\W\d_]{3,})ed)\b"
    r"|\bdeja\s+(?P<fuera>[^.,;:!?\n()]{2,60}?)\s+fuera\b"
)
_REMOVED = re.compile(
    r"(?<![\w-])(?P<verb>remove|delete|strip(?:\s+out)?|drop|cut|erase|eliminate|elimina|borra|quita|suprime)\s+" + _OBJECT
)
_SUBJECT = r"[\s\"'*_-]*(?P<object>(?:[^\W\d_][\w'’-]*\s+){1,5})"
_NOT_ALLOWED = re.compile(
    _SUBJECT + r"(?:(?:(?:must|should|may|can|shall|will)(?:\s+not|n't)|cannot|can't|must\s+never|"
    r"should\s+never)\s+be\s+(?P<verb>[^\W\d_]{3,}ed|shown|given)"
    r"|(?:must|should|shall|need\s+to|has\s+to|have\s+to)\s+be\s+(?:left\s+out|omitted|avoided|excluded|skipped|removed|banned)"
    r"|(?:is|are)\s+(?:not\s+(?:allowed|permitted|welcome|wanted|to\s+be\s+(?:used|included|mentioned))|forbidden|"
    r"prohibited|banned|"
    r"off[\s-]limits|taboo)"
    r"|(?:está|están|queda|quedan)\s+(?:prohibid|vetad|descartad)[oa]s?|no\s+(?:está|están)\s+permitid[oa]s?)"
)
_NOT_SUBJECT = re.compile(
    r"\b(?:if|when|because|since|who|which|that|where|why|si|cuando|porque|que|it|this|they|he|she|these|those|you)\b"
)
_END = re.compile(
    r"\s+(?:if|when|unless|except|because|so\s+that|so|which|while|instead|rather|but|since|as|at\s+(?:any|all|"
    r"the\s+moment)|anywhere|"
    r"in\s+(?:it|there|your\s+\w+|the\s+(?:text|answer|response|output|post|reply|email|letter|story|poem))|under|"
    r"please|que|si|cuando|"
    r"porque|pero|salvo|excepto|bajo|en\s+(?:el|la|tu)\s+(?:texto|respuesta))\b.*"
)
_ENDS = re.compile(r"\s*(?:[.!\n]|$)")
_DETERMINERS = re.compile(
    r"^(?:any|the|a|an|all|some|your|his|her|its|their|our|my|el|la|los|las|un|una|ningún|ninguna|tu|su)\s+"
)
_NOT_ENTITIES = frozenset(
    "need one doubt matter problem more less longer later other way time idea fewer sense limit limits embargo duda".split()
)


def other_bans(sentence: Sentence, anchors: Sequence[tuple[int, int]], taken: list[Limit]) -> list[Limit]:
    """Return the do-not limits of a sentence that the closed lists of verbs miss.

    Args:
        sentence: the sentence.
        anchors: spans of the words of `ANCHORS` and of the other verbs of bans in it; every ban is read from one of them.
        taken: limits already read in it; a ban that shares a place with one of them is left out.
    """
    text = sentence.text
    if text[sentence.end - 1] == "?" or text[sentence.start] == "#":
        return []
    found: list[Limit] = []
    for anchor, stop in anchors:
        if any(other.start < stop and anchor < other.end for other in taken):
            continue
        told = _read(sentence, anchor, stop)
        if told is None or any(other.start < told[1] and told[0] < other.end for other in (*taken, *found)):
            continue
        start, end, act, words, language = told
        path = scope_of(sentence, start, end)
        found.append(Limit(start, end, "action", subject_of(path), None, None, None, f"{act} {words}", FORBID, path, language))
    return found


_VERDICTS = frozenset(
    "omitted|left out|banned|forbidden|prohibited|not allowed|not permitted|off-limits|off limits|taboo|not be|never "
    "be|be avoided|"
    "be excluded|be skipped|prohibido|prohibidos|prohibida|prohibidas|vetado|vetada|permitido|permitida".split("|")
)
"""Anchors behind their subject ("emojis are banned")."""
_REMOVERS = frozenset("remove delete strip drop cut erase eliminate elimina borra quita suprime".split())
_LEAVERS = frozenset("leave keep take deja".split())


def _read(sentence: Sentence, anchor: int, stop: int) -> tuple[int, int, str, str, str] | None:
    """Return start, end, act, object and language of the ban that an anchor opens or closes."""
    text, low, high = sentence.text, sentence.body, sentence.end
    word = text[anchor:stop]
    if word in _VERDICTS:
        found = _NOT_ALLOWED.match(text, low, high) or _NOT_ALLOWED.match(text, _word_after(text, low, anchor), high)
        told = _told(found, "object") if found and not _NOT_SUBJECT.search(found["object"]) else None
        if found is None or told is None:
            return None
        return found.start("object"), found.end(), act_of(found["verb"]) if found["verb"] else INCLUDE, told[0], EN
    if word in _REMOVERS:
        found = _REMOVED.match(text, anchor, high)
        told = _told(found, "object") if found and _opens(text, low, anchor) else None
        return (anchor, told[1], INCLUDE, told[0], EN) if told else None
    if word in _LEAVERS and (found := _LEFT_OUT.match(text, anchor, high)):
        name = "fuera" if found["fuera"] else "object"
        told = _told(found, name) if _opens(text, low, anchor) else None
        act = act_of(found["verb"]) if found["verb"] else INCLUDE
        return (anchor, found.end(), act, told[0], ES if name == "fuera" else EN) if told else None
    if found := _DENIED.match(text, anchor, high):
        spanish = found["deny"].startswith(("no ", "nunca")) or found["deny"] == "no"
        if not (spanish and not _is_spanish(text[low:high], found["verb"])) and _opens(text, low, anchor):
            act = act_of(found["verb"])
            told = _told(found, "object") if found["object"] else None
            if told:
                return anchor, told[1], act, told[0], ES if spanish else EN
            if found["object"] or act in (INCLUDE, KEEP, REMOVE) or not _ENDS.match(text, found.end("verb")):
                return None
            return anchor, found.end("verb"), act, act, ES if spanish else EN
    found = _RULED_OUT.match(text, anchor, high)
    told = _told(found, "object") if found and _rules_out(sentence, found) else None
    if found is None or told is None:
        return None
    act = act_of(found["verb"]) if found["verb"] else INCLUDE
    return anchor, told[1], act, told[0], ES if found["ban"].split()[0] in _SPANISH_BANS else EN


_SPANISH_BANS = frozenset("prescinde prescindir omite evita excluye sin nada ningún ninguna".split())


def _word_after(text: str, low: int, stop: int) -> int:
    """Return where the clause before ``stop`` begins: after its last comma, or at ``low``."""
    place = text.rfind(",", low, stop) + 1
    return place + len(text[place:stop]) - len(text[place:stop].lstrip()) if place > low else low


def _is_spanish(words: str, verb: str) -> bool:
    """Return whether a word behind "no" is a verb of Spanish: a known one, or one by its ending in a Spanish sentence."""
    return _SPANISH_VERB.search(verb) is not None and (is_known(verb) or _SPANISH.search(words) is not None)


def _told(found: re.Match[str], name: str) -> tuple[str, int] | None:
    words = found[name]
    if stop := _END.search(" " + words):
        words = words[: max(0, stop.start() - 1)]
    words = words.rstrip(" ,*_-\"'")
    end = found.start(name) + len(words)
    plain = _DETERMINERS.sub("", words)
    if _REST.search(words) or _OPEN_OBJECT.search(words) or goes_on(found.string, end):
        return None
    if MASK in words or len(plain) < 3 or plain.split()[0] in _NOT_ENTITIES:
        return None
    return " ".join(words.split()), end


def _opens(text: str, low: int, start: int) -> bool:
    """Return whether a ban opens the sentence or a clause of it, or is said of the answer with a plain subject."""
    before = text[low:start].strip(" \"'*_-")
    if not before or before[-1] in ",;:(–—":
        return not _NEGATIVE.search(before)
    return _CLAUSE.search(before) is not None and not _NEGATIVE.search(before) and not _RELATIVE.search(before)


_NEGATIVE = re.compile(r"\b(?:not|never|no|nor|nunca)\b|n't\b")
_RELATIVE = re.compile(r"\b(?:which|who|whom|that|if|when|because|what|que|si|cuando)\b")
_CLAUSE = re.compile(
    r"(?:^|\b)(?:and|but|please|also|then|you|y|pero|favor|it|text|answer|response|reply|post|story|poem|letter|email|plan|"
    r"script|article|report|version|summary|texto|respuesta|whatever)$"
)
_WITH_NO = re.compile(r"(?:with|make|include|use|contain|add|have|be|want|need)\s")


def _rules_out(sentence: Sentence, found: re.Match[str]) -> bool:
    text, low = sentence.text, sentence.body
    ban = found["ban"]
    before = text[low : found.start()].strip(" \"'*_-")
    if not before or before in ("with", "but"):
        return True
    if ban in ("no", "sin", "ningún", "ninguna", "nada de", "without"):
        if before[-1] in ",;:(–—":
            return not _NEGATIVE.search(before)
        hangs = ban in ("without", "sin") and len(before.split()) <= 6 and before.split()[0] not in ("if", "si", "even")
        return hangs and directs(sentence, found.start())
    if _WITH_NO.match(ban):
        return len(before.split()) <= 5 and _NOT_SUBJECT.search(before) is None
    return _opens(text, low, found.start())


ANCHORS = (
    "omit|omitted|left out|steer clear|stay away|keep away|refrain|abstain|do without|forgo|say nothing|with no|make "
    "no|include no|use no|"
    "contain no|add no|have no|be no|want no|need no|banned|forbidden|prohibited|not allowed|not permitted|"
    "off-limits|off limits|taboo|not be|never be|be avoided|be excluded|be skipped|can't|under no circumstances|"
    "prescinde|nada de|prohibido|prohibidos|prohibida|prohibidas|vetado|vetada|permitido|permitida"
).split("|")
"""Words that open a ban of this module."""
OPENERS = ("no",)
"""Words that open one only where a sentence or clause begins."""
WEAK = tuple("leave remove delete strip drop erase eliminate elimina borra quita suprime deja without sin skip".split())
"""Words that in the first sentence are the task itself ("delete all old files") and no limit on it."""
