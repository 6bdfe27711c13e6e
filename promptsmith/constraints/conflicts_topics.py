"""Contents that are required and forbidden, in plain words or by a literal that names them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from promptsmith.constraints.algebra import Conflict, conflict, covers
from promptsmith.constraints.conflicts_literals import folded, holds
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit
from promptsmith.constraints.predicates import act_of

SHARE = 0.66
"""Share of the forbidden topic's words that a longer required topic must hold, with two words at least. Judgement."""

_EMPTY = frozenset(
    (
        "a an the any some all every each no not and or of for to in on at by with from as into about regarding "
        "related concerning "
        "specific detail details detailed information content contents mention mentions explanation explanations "
        "explaining brief clear "
        "clearly concise description descriptions include including includes provide providing relevant least most "
        "exactly one two three four five "
        "my your his her our their its this that these those why how what who which when where such reference "
        "references discussion "
        "email mail response answer text plan story letter essay article report output itinerary schedule narrative "
        "timeline guide "
        "polite short proper appropriate additional further other more own personal initially initial constraints is "
        "are be been was were i you he she they we it "
        "el la los las un una unos unas de del en y o con sin para por sobre que tu su mi cualquier ningún ninguna "
        "información detalles "
        "contenido mención explicación breve clara específicos relevante aspect aspects section sections least topic topics"
    ).split()
)
_SAYING = re.compile(r"\b(?:request|inquir|invit|recommend|suggest|offer|thank|apolog|approv|promis)")
"""Acts that a text performs by saying something: "do not request X" and "include a request for X" are about one thing."""


def topic_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield conflicts between contents that must be there and must not be there."""
    actions = [limit for limit in limits if limit.kind == "action"]
    required = [limit for limit in actions if limit.polarity == REQUIRE]
    forbidden = [limit for limit in actions if limit.polarity == FORBID]
    for ban in forbidden:
        for want in required:
            if covers(ban, want) and _same_topic(ban, want):
                yield conflict("action", ban, want, f"The same content is required and forbidden: {topic(want)}.")
    yield from _forbidden_topic([limit for limit in limits if limit.kind == "exclude"], required)


def _predicate(limit: Limit) -> str:
    return act_of((limit.value or "").partition(" ")[0])


def topic(limit: Limit) -> str:
    """Return what an action limit is about, without its verb."""
    return (limit.value or "").partition(" ")[2]


@lru_cache(maxsize=4096)
def stems(words: str) -> frozenset[str]:
    """Return the telling words of a topic, cut to a common stem."""
    pieces = re.findall(r"[^\W_]+(?:-[^\W_]+)*", re.sub(r"['’]s\b", "", words.lower()))
    return frozenset(_stem(piece) for piece in pieces if piece not in _EMPTY)


def _stem(word: str) -> str:
    """Cut the common endings of English and Spanish, so that "retiring", "retirement" and "retire" meet."""
    for ending in (
        "ization",
        "ations",
        "ation",
        "ments",
        "ment",
        "ings",
        "ing",
        "ions",
        "ion",
        "ives",
        "ive",
        "ies",
        "ers",
        "es",
        "ed",
        "al",
        "ly",
        "s",
        "e",
        "y",
        "o",
        "a",
        "os",
        "as",
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word[:-1] if len(word) == 4 and word[-1] == "s" and word[-2] not in "suia" else word


def _same_topic(ban: Limit, want: Limit) -> bool:
    acts = {_predicate(ban), _predicate(want)}
    if len(acts) > 1 and not ("include" in acts and _SAYING.search(topic(want))):
        return False
    if topic(ban) == _predicate(ban):  # an act without an object: "do not apologise"
        return acts == {_predicate(ban)}
    banned, wanted = stems(_LISTENER.sub("", topic(ban))), stems(_LISTENER.sub("", topic(want)))
    shared = len(banned & wanted)
    if not banned or not shared:
        return False
    if len(banned) == 1:
        return any(banned <= _heads(item) for item in _ITEMS.split(topic(want)))
    if acts.isdisjoint(("include",)) and _POINTED.match(topic(want)):
        return len(banned) - shared <= 1  # "compare it with others": the pronoun stands for the rest
    return shared == len(banned) or (shared >= 2 and shared / len(banned) >= SHARE)


_LISTENER = re.compile(r"^(?:the\s+)?(?:user|reader|customer|client|audience)s?\s+(?=\w)")
"""To whom something is said, before what is said: "ask the user questions"."""
_POINTED = re.compile(r"(?:it|them|this)\b")


def _heads(item: str) -> frozenset[str]:
    """Return the stems of the words that can be the noun an item is about: the first and the last before a link."""
    told = [stems(word) for word in _LINKS.split(item, maxsplit=1)[0].split()]
    words = [word for word in told if word]
    return words[0] | words[-1] if words else frozenset()


_ITEMS = re.compile(r",\s*(?:and\s+|or\s+|y\s+|o\s+)?|\s+(?:and|or|y|o)\s+")
_LINKS = re.compile(r"\s+(?:of|for|about|on|in|with|to|from|that|which|de|del|para|sobre|con|que)\s+")
"""What stands behind such a word belongs to a thing and is not the thing: "no code" allows an explanation of the code."""


def _forbidden_topic(bans: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield forbidden literals that name a content which must be there."""
    for ban in bans:
        literal = folded(ban.value)
        if len(literal) < 4:
            continue
        for want in required:
            words = topic(want)
            if covers(ban, want) and (holds(words, literal) or (len(stems(literal)) > 1 and stems(literal) <= stems(words))):
                yield conflict(
                    "phrase-content", ban, want, f'"{ban.value}" is forbidden, but this content is required: {words}.'
                )
