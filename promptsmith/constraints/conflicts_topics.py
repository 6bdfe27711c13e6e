"""Contents that are required and forbidden in plain words, and required phrases that break another limit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from promptsmith.constraints.algebra import Conflict, conflict, covers
from promptsmith.constraints.conflicts_literals import folded, holds
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit

SHARE = 0.66
"""Share of the forbidden topic's words that a longer required topic must hold, with two words at least. Judgement."""

_EMPTY = frozenset(
    (
        "a an the any some all every each no not and or of for to in on at by with from as into about regarding related concerning "
        "specific detail details detailed information content contents mention mentions explanation explanations explaining brief clear "
        "clearly concise description descriptions include including includes provide providing relevant least most exactly one two three four five "
        "my your his her our their its this that these those why how what who which when where such reference references discussion "
        "email mail response answer text plan story letter essay article report output itinerary schedule narrative timeline guide "
        "polite short proper appropriate additional further other more own personal initially initial constraints is are be been was were i you he she they we it "
        "el la los las un una unos unas de del en y o con sin para por sobre que tu su mi cualquier ningún ninguna información detalles "
        "contenido mención explicación breve clara específicos relevante aspect aspects section sections least topic topics"
    ).split()
)
_SAYING = frozenset("request inquire ask invite recommend suggest offer thank apologize apologise approve promise".split())
"""Acts that a text performs by saying something: "do not request X" and "include a request for X" are about one thing."""
_DENIAL = re.compile(
    r"\b(?:not|no|never|without|cannot|can't|don't|won't|unable|prefer\s+not|unknown|unclear|nothing|none|mystery|refuse|decline|"
    r"unspecified|omitted|no\s+puedo|nunca|sin|desconocid[oa]s?|prefiero\s+no)\b|n't\b"
)
_SELF = re.compile(r"(?:\b(?:i|i'm|i've|my|me|we|our|us|yo|mi|nosotros|nuestr[oa]s?)\b)")
_READER = re.compile(r"\b(?:you|your|tú|tu|usted)\b")
_SLANG = re.compile(
    r"\b(?:hey|hiya|gonna|wanna|gotta|cool|awesome|chill|super|thx|lol|dude|guys|vacay|stuff|no\s+worries|yeah|yep|btw|asap|real\s+quick|prof|mola|guay|tío)\b"
)


def topic_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield conflicts between contents, and between required phrases and other limits."""
    actions = [limit for limit in limits if limit.kind == "action"]
    required = [limit for limit in actions if limit.polarity == REQUIRE]
    forbidden = [limit for limit in actions if limit.polarity == FORBID]
    for ban in forbidden:
        for want in required:
            if covers(ban, want) and _same_topic(ban, want):
                yield conflict("action", ban, want, f"The same content is required and forbidden: {_topic(want)}.")
    phrases = [limit for limit in limits if limit.kind in ("include", "begin", "end") and limit.polarity == REQUIRE]
    yield from _denied(phrases, required)
    yield from _forbidden_topic([limit for limit in limits if limit.kind == "exclude"], required)
    yield from _broken_style(phrases, limits)


def _predicate(limit: Limit) -> str:
    return (limit.value or "").partition(" ")[0]


def _topic(limit: Limit) -> str:
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
    return word


def _same_topic(ban: Limit, want: Limit) -> bool:
    acts = {_predicate(ban), _predicate(want)}
    if len(acts) > 1 and not ("include" in acts and acts - {"include"} <= _SAYING):
        return False
    banned, wanted = stems(_topic(ban)), stems(_topic(want))
    shared = len(banned & wanted)
    if not banned or not shared:
        return False
    return shared == len(banned) or (shared >= 2 and shared / len(banned) >= SHARE)


def _denied(phrases: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield required phrases that say that a required content is missing."""
    for phrase in phrases:
        said = folded(phrase.value)
        if len(said.split()) < 4 or not _DENIAL.search(said):
            continue
        words = stems(said)
        for want in required:
            wanted = stems(_topic(want))
            shared = len(words & wanted)
            if shared and (shared >= 2 or shared == len(wanted)):
                yield conflict(
                    "phrase-content",
                    phrase,
                    want,
                    f'The required "{phrase.value}" denies the required content: {_topic(want)}.',
                )


def _forbidden_topic(bans: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield forbidden literals that name a content which must be there."""
    for ban in bans:
        literal = folded(ban.value)
        if len(literal) < 4:
            continue
        for want in required:
            words = _topic(want)
            if covers(ban, want) and (holds(words, literal) or (len(stems(literal)) > 1 and stems(literal) <= stems(words))):
                yield conflict(
                    "phrase-content", ban, want, f'"{ban.value}" is forbidden, but this content is required: {words}.'
                )


def _broken_style(phrases: Sequence[Limit], limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield required phrases that cannot stand in the required style."""
    for phrase in phrases:
        said = f" {folded(phrase.value)} "
        for other in limits:
            if covers(other, phrase) and (reason := _style_reason(phrase.value or "", said, other)):
                yield conflict("phrase-style", phrase, other, reason)


def _style_reason(phrase: str, said: str, other: Limit) -> str:
    if other.kind == "person" and other.polarity == REQUIRE and len(said.split()) > 2:
        if other.value == "third" and (_SELF.search(said) or _READER.search(said)):
            return f'The required "{phrase}" is not in the third person.'
        if other.value == "first" and _READER.search(said) and not _SELF.search(said) and said.split()[0] in ("you", "your"):
            return f'The required "{phrase}" is not in the first person.'
    if (
        other.kind == "tone"
        and other.polarity == REQUIRE
        and other.value in ("formal", "academic", "professional")
        and _SLANG.search(said)
    ):
        return f'The required "{phrase}" is informal, but a {other.value} tone is required.'
    if other.kind == "punctuation" and other.polarity == FORBID and other.value == "number" and re.search(r"\d", phrase):
        return f'The required "{phrase}" holds numbers, which are forbidden.'
    if other.kind == "punctuation" and other.polarity == FORBID and other.value == "exclamation mark" and "!" in phrase:
        return f'The required "{phrase}" holds an exclamation mark, which is forbidden.'
    if other.kind == "case" and other.polarity == REQUIRE and other.value == "uppercase" and re.search(r"[a-zà-ÿ]", phrase):
        return f'The required "{phrase}" is not in uppercase.'
    return ""
