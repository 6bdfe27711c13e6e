"""What a prompt asks for that it forbids elsewhere: read only where a word of a ban stands, so any verb can state it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from promptsmith.constraints.conflicts_topics import stems
from promptsmith.constraints.directives import FOREIGN, MODAL, modal_governs
from promptsmith.constraints.lexicon import EN, WRITE_EN, WRITE_ES
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit, subject_of
from promptsmith.constraints.predicates import INCLUDE, KEEP, act_of, is_known
from promptsmith.constraints.scoping import scope_of
from promptsmith.constraints.sentences import sentences_with
from promptsmith.constraints.view import MASK, Sentence, View

MAX_PLACES = 40
"""Places of one word that are looked at: a word said more often is what the text is about. Judgement."""

_OBJECT = r"(?P<object>[^.;:!?\n()]{2,160})"
_LEAD = (
    r"(?:(?<=[,;:(–—])\s+|\b(?:and|then|also|please|but|always|you\s+(?:must|should)|(?:be\s+sure|make\s+sure|"
    r"remember|need|have|like|want\s+you|"
    r"like\s+you)\s+to|don't\s+forget\s+to|y|luego|también|siempre|por\s+favor|que|no\s+olvides)\s+)(?:(?:also|always|"
    r"then|briefly|"
    r"clearly|siempre|también)\s+)?"
)
_IMPERATIVE = re.compile(rf"{_LEAD}(?P<verb>[^\W\d_]{{2,}})\s+{_OBJECT}")
_FIRST = re.compile(
    r"[\s\"'*_-]*(?:(?:please|also|then|always|and|but|finally|somewhere\s+in\s+it,|at\s+the\s+end,|be\s+sure\s+to|"
    r"make\s+sure\s+(?:to|you)|remember\s+to|don't\s+forget\s+to|"
    r"por\s+favor|también|siempre|que|haz\s+que)[\s,]+){0,2}(?P<verb>[^\W\d_]{2,})\s+" + _OBJECT
)
_WISH = re.compile(
    r"\b(?:i|we)(?:'d|\s+would|\s+do)?\s+(?:really\s+|also\s+)?(?:want|need|like|love)\s+(?:to\s+(?:see|have|"
    r"read)\s+)?(?!you\b)" + _OBJECT
)
_SAID = re.compile(
    r"\b(?P<modal>must|should|needs?\s+to|ha(?:s|ve)\s+to|shall|debe(?:n)?|tiene(?:n)?\s+que|"
    r"ha(?:n)?\s+de)\s+(?:also\s+|always\s+)?(?P<verb>[^\W\d_]{3,})\s+" + _OBJECT
)
_WANTED = re.compile(
    r"(?P<object>(?:[^\W\d_][\w'’-]*\s+){1,5})(?:(?:must|should|needs?\s+to|ha(?:s|ve)\s+to|"
    r"shall)\s+(?:also\s+)?be\s+(?:included|used|"
    r"mentioned|present|shown|given|added|there|listed|stated|part)|(?:is|are)\s+(?:a\s+must|required|mandatory|"
    r"needed|obligatory|"
    r"essential|welcome)|(?:debe|deben)\s+(?:aparecer|incluirse|figurar)|(?:es|son)\s+obligatori[oa]s?)\b"
)
_WITH = re.compile(r"[\s\"'*_-]*(?:with|con)\s+" + _OBJECT)
_CAUSED = re.compile(
    r"[\s\"'*_-]*(?:make|let|have|haz\s+que|que)\s+(?:(?:it|them|the\s+\w+|every\s+\w+|each\s+\w+|"
    r"el\s+\w+)\s+)?(?P<verb>[^\W\d_]{3,})\W*$"
)
_STOP = re.compile(
    r"\s*,\s*(?:and\s+|but\s+)?(?:ensur\w+|with|using|avoid\w*|while|but|each|must|should|not|no|without)\b|\s+(?:if|"
    r"when|unless|except|"
    r"without|because|so\s+that|which|while|instead\s+of|rather\s+than|but|si|cuando|excepto|porque|pero|only\s+if|"
    r"before|after)\b"
)
_NEGATIVE = re.compile(r"\b(?:not|never|no|without|avoid|nor|neither|cannot|sin|nunca|ni|evita)\b|n't\b")
_QUANTIFIER = re.compile(
    r"^(?:(?:(?:at\s+least|only|just|exactly|up\s+to|al\s+menos)\s+)?(?:one|two|three|\d+|each|all|some|any|several|"
    r"most|none|both|uno|una|"
    r"dos|todos|todas|cada\s+uno|algunos)\s+(?:of|de)\s+|(?:plenty|lots|a\s+lot|a\s+few|a\s+couple)\s+(?:of\s+)?)"
)
_WITH_WHAT = re.compile(r"(?:(?:it|them|the\s+\w+|your\s+\w+|lo|la|los|las)\s+)?(?:with|con)\s+")
"""Between a verb and what it brings in: "end with a riddle", "pepper it with jokes"."""
_VERBS = frozenset((*WRITE_EN, *WRITE_ES))
_NO_OBJECT_OF = re.compile(r"\b(?:about|regarding|between|why|how|what|whether|where|sobre|por\s+qué|cómo|whose)\b")


def counterparts(view: View, limits: Sequence[Limit]) -> list[Limit]:
    """Return the limits that ask for what a ban among ``limits`` rules out, where no limit was read yet.

    Args:
        view: the text.
        limits: limits already read in it.
    """
    bans = [limit for limit in limits if limit.kind == "action" and limit.polarity == FORBID]
    asked: dict[int, list[_Ban]] = {}
    for limit in bans:
        ban = _Ban.of(limit)
        for place in _places(view.masked, ban) if ban.stems else ():
            asked.setdefault(place, []).append(ban)
    if not asked:
        return []
    found: list[Limit] = []
    places = sorted(asked)
    for sentence in sentences_with(view, places):
        here = places[bisect_left(places, sentence.start) : bisect_left(places, sentence.end)]
        told = dict.fromkeys(ban for place in here for ban in asked[place])
        for ban in told:
            if not sentence.start <= ban.limit.start < sentence.end:
                found += [limit for limit in _meeting(view, sentence, ban, limits) if limit not in found]
    return found


class _Ban(NamedTuple):
    """A ban, its act, its object and the stems of the object."""

    limit: Limit
    act: str
    topic: str
    stems: frozenset[str]

    @classmethod
    def of(cls, limit: Limit) -> _Ban:
        act, _, topic = (limit.value or "").partition(" ")
        return cls(limit, act, topic, stems(topic))


def _meeting(view: View, sentence: Sentence, ban: _Ban, limits: Sequence[Limit]) -> Iterator[Limit]:
    """Yield what a sentence asks for that a ban is about."""
    shouted = view.original(ban.limit.start, ban.limit.end).split()[-1]
    for limit in _asked(sentence, ban.act):
        if any(other.start < limit.end and limit.start < other.end and other.kind == "action" for other in limits):
            continue
        if shouted.isupper() and len(shouted) > 2 and shouted not in view.original(limit.start, limit.end):
            continue  # "avoid SELECT" is about a keyword, not about selecting
        act, _, topic = (limit.value or "").partition(" ")
        if (ban.act == ban.topic == act) or stems(topic) & ban.stems:
            yield limit


def _places(text: str, ban: _Ban) -> list[int]:
    longest = max(ban.stems, key=len)
    start, end = ban.limit.start, ban.limit.end
    if ban.act == ban.topic:
        verb = text[start:end].rsplit(maxsplit=1)[-1]
        longest = verb[: max(3, len(verb) - 3)]  # an act without an object: its verb may be written in another form
    found: list[int] = []
    place = text.find(longest)
    while place >= 0 and len(found) < MAX_PLACES:
        if not start <= place < end and (place == 0 or not text[place - 1].isalnum()):
            found.append(place)
        place = text.find(longest, place + 1)
    return found


def _asked(sentence: Sentence, act: str) -> Iterator[Limit]:
    text, low, high = sentence.text, sentence.body, sentence.end
    if text[high - 1] == "?" or text[sentence.start] == "#":
        return
    if caused := _CAUSED.match(text, low, high):
        verb = act_of(caused["verb"])
        if verb == act:
            yield _limit(sentence, caused.start("verb"), caused.end("verb"), f"{verb} {verb}")
            return
    candidates = [found for found in (_FIRST.match(text, low, high),) if found]
    candidates += _IMPERATIVE.finditer(text, low, high)
    for found in candidates:
        verb = found["verb"]
        if is_known(verb) or verb in _VERBS or act_of(verb) == act:
            yield from _wanted(sentence, found, act_of(verb), act)
    for found in _SAID.finditer(text, low, high):
        clause = text[low : found.end("modal")]
        modal = None
        for modal in MODAL.finditer(clause):  # noqa: B007 - the last modal
            pass
        if modal and modal_governs(sentence, clause, low, modal):
            yield from _wanted(sentence, found, act_of(found["verb"]), act)
    for found in _WISH.finditer(text, low, high):
        yield from _wanted(sentence, found, INCLUDE, act)
    for pattern in (_WANTED, _WITH):
        if opened := pattern.match(text, low, high):
            yield from _wanted(sentence, opened, INCLUDE, act)


def _wanted(sentence: Sentence, found: re.Match[str], act: str, banned_act: str) -> Iterator[Limit]:
    text = sentence.text
    words = found["object"]
    if stop := _STOP.search(words):
        words = words[: stop.start()]
    words = words.rstrip(" ,*_-\"'")
    if len(words) < 3 or MASK in words or "[" in words or "{" in words or _NO_OBJECT_OF.match(words):
        return
    start = found.start("object") if "verb" not in found.re.groupindex else min(found.start("verb"), found.start("object"))
    before = text[max(sentence.body, start - 60) : start]
    if _NEGATIVE.search(before) and not before.rstrip().endswith(("forget to", "olvides")):
        return
    if FOREIGN.search(before):
        return
    if _NEGATIVE.match(words):
        return
    end = found.start("object") + len(words)
    plain = " ".join(words.split())
    if (act == INCLUDE or act != banned_act) and (with_what := _WITH_WHAT.match(plain)):
        plain, act = plain[with_what.end() :], INCLUDE
    plain = _QUANTIFIER.sub("", plain)
    yield _limit(sentence, start, end, f"{INCLUDE if act == KEEP else act} {plain}")


def _limit(sentence: Sentence, start: int, end: int, value: str) -> Limit:
    path = scope_of(sentence, start, end)
    return Limit(start, end, "action", subject_of(path), None, None, None, value, REQUIRE, path, EN)
