"""Required phrases that break another limit: they deny a required content or cannot stand in the required style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from promptsmith.constraints.algebra import Conflict, conflict, covers
from promptsmith.constraints.conflicts_literals import folded
from promptsmith.constraints.conflicts_topics import stems, topic
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit

LONG_WORD = 10
"""Letters from which a word counts as long. Judgement; readability formulas count from 7 (LIX) on, technical terms are longer."""
LONG_WORDS = 3
LONG_SHARE = 0.25
"""A phrase is technical with this many long words, and this share of them. Judgement."""

_DENIAL = re.compile(
    r"\b(?:not|no|never|without|cannot|can't|don't|won't|unable|prefer\s+not|unknown|unclear|nothing|none|mystery|"
    r"refuse|decline|"
    r"unspecified|omitted|no\s+puedo|nunca|sin|desconocid[oa]s?|prefiero\s+no)\b|n't\b"
)
_SELF = re.compile(r"(?:\b(?:i|i'm|i've|my|me|we|our|us|yo|mi|nosotros|nuestr[oa]s?)\b)")
_READER = re.compile(r"\b(?:you|your|tú|tu|usted)\b")
_SLANG = re.compile(
    r"\b(?:hey|hiya|heya|howdy|yo|sup|what's\s+up|gonna|wanna|gotta|lemme|gimme|kinda|sorta|dunno|ain't|y'all|yeah|"
    r"yep|yup|nope|cool|awesome|"
    r"dude|bro|buddy|pal|guys|folks|kiddo|chill|stuff|super\s+(?:fun|easy|cool|chill)|thx|pls|plz|lol|omg|btw|fyi|"
    r"asap|imo|tbh|cya|ttyl|"
    r"no\s+worries|no\s+biggie|no\s+big\s+deal|hang\s+out|catch\s+you|cheers|vacay|fam|lit|legit|totally|crush\s+it|"
    r"real\s+quick|"
    r"mola|guay|tío|tía|colega|chulo|vale|porfa|finde|qué\s+tal|nos\s+vemos)\b"
)
_NEGATIVE = re.compile(
    r"\b(?:futile|fail(?:s|ed|ure|ures|ing)?|disappoint\w*|hopeless\w*|pointless|useless|worthless|meaningless|"
    r"mundane|boring|dull|dreary|"
    r"miserable|terrible|awful|horrible|dreadful|unlikely\s+to|lacks?|lack\s+of|never\s+be\s+able|won't\s+be\s+able|"
    r"not\s+be\s+able|"
    r"cannot\s+succeed|will\s+never|destined\s+to|doomed|impossible|giv(?:e|ing)\s+up|no\s+hope|lost\s+hope|"
    r"no\s+point|waste\s+of|"
    r"not\s+worth|regret|despair|depress\w+|disaster|devoid|skepticism|fear|hate|worst|loser|ruined|suffer\w*|painful|"
    r"bleak|grim|"
    r"fracas\w*|inútil|imposible|decepci\w+|aburrid\w+|horribles?|desesperanza|desastre|pérdida\s+de\s+tiempo|"
    r"sin\s+esperanza|peor)\b"
)


def phrase_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield conflicts between required phrases and required contents or styles."""
    phrases = [limit for limit in limits if limit.kind in ("include", "begin", "end") and limit.polarity == REQUIRE]
    required = [limit for limit in limits if limit.kind == "action" and limit.polarity == REQUIRE]
    yield from _denied(phrases, required)
    yield from _broken_style(phrases, limits)


def _denied(phrases: Sequence[Limit], required: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield required phrases that say that a required content is missing."""
    for phrase in phrases:
        said = folded(phrase.value)
        if len(said.split()) < 4 or not _DENIAL.search(said):
            continue
        words = stems(said)
        for want in required:
            wanted = stems(topic(want))
            shared = len(words & wanted)
            if shared and (shared >= 2 or shared == len(wanted)):
                yield conflict(
                    "phrase-content",
                    phrase,
                    want,
                    f'The required "{phrase.value}" denies the required content: {topic(want)}.',
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
        if (
            other.value == "first"
            and _READER.search(said)
            and not _SELF.search(said)
            and said.split(maxsplit=1)[0] in ("you", "your")
        ):
            return f'The required "{phrase}" is not in the first person.'
    if (
        other.kind == "tone"
        and other.polarity == REQUIRE
        and other.value in ("positive", "enthusiastic")
        and _NEGATIVE.search(said)
    ):
        return f'The required "{phrase}" is negative, but a {other.value} tone is required.'
    if other.kind == "audience" and (reason := _audience_reason(phrase, said, other)):
        return reason
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


def _audience_reason(phrase: str, said: str, other: Limit) -> str:
    lay = other.polarity == REQUIRE and other.value in ("general", "beginners", "children", "simple language")
    plain = lay or (other.polarity == FORBID and other.value == "jargon")
    words = said.split()
    long = sum(len(word.strip(".,;:!?")) >= LONG_WORD for word in words)
    if plain and long >= LONG_WORDS and long >= LONG_SHARE * len(words):
        return f'The required "{phrase}" is technical, but the text is for readers who need plain words.'
    if other.polarity == REQUIRE and other.value in ("professionals", "experts") and _SLANG.search(said):
        return f'The required "{phrase}" is informal, but the text is for {other.value}.'
    return ""
