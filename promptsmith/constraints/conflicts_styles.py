"""Limits on format, case, language, person, tense, voice, tone, audience, detail and punctuation that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from promptsmith.constraints.algebra import Conflict, conflict, covers, is_apart, overlap, same_scope
from promptsmith.constraints.limits import FORBID, REQUIRE, Limit

APART = 25
"""Characters between two words of tone for them to be two statements; "formal but playful" is one. Judgement."""


def _pairs(table: dict[str, str]) -> frozenset[frozenset[str]]:
    return frozenset(frozenset((one, other)) for one, others in table.items() for other in others.split("|"))


OPPOSED = {
    "format": _pairs(
        {
            "json": "yaml|xml|csv|html|markdown|latex|plain text|prose|table|poem|letter|essay|dialogue|report",
            "yaml": "xml|csv|html|markdown|latex|plain text|prose|table",
            "xml": "csv|html|markdown|latex|plain text|prose|table",
            "csv": "html|markdown|latex|prose|table|bullet list",
            "html": "markdown|latex|plain text",
            "plain text": "markdown|latex",
            "prose": "bullet list|table|numbered list",
            "poem": "essay|report|dialogue|bullet list|table",
            "dialogue": "essay|report|letter",
            "letter": "report|essay|bullet list|table",
            "essay": "bullet list|numbered list|table",
        }
    ),
    "case": _pairs(
        {
            "lowercase": "uppercase|title case|sentence case|initial capital",
            "uppercase": "title case|sentence case",
            "title case": "sentence case",
        }
    ),
    "tone": _pairs(
        {
            "formal": "informal|conversational|humorous|playful|sarcastic",
            "academic": "informal|conversational|humorous|playful|sarcastic",
            "professional": "informal|sarcastic|playful|rude",
            "serious": "humorous|playful|sarcastic",
            "positive": "negative|neutral",
            "enthusiastic": "negative|neutral|cold",
            "emotional": "neutral",
            "humorous": "neutral",
            "polite": "rude|sarcastic",
            "friendly": "rude|cold",
            "humble": "proud",
            "gentle": "rude|serious",
        }
    ),
    "audience": _pairs(
        {
            "experts": "general|beginners|children",
            "professionals": "general|children",
            "jargon": "general|beginners|children|simple language",
            "complex language": "general|beginners|children|simple language",
        }
    ),
    "sorting": _pairs(
        {"ascending": "descending|alphabetical|random", "alphabetical": "descending|random", "random": "descending"}
    ),
    "detail": _pairs({"brief": "detailed"}),
}
"""Values of one kind that exclude each other when both are required of the same text."""

_EXCLUSIVE = ("language", "person", "tense", "voice")
_COUNTED = {
    "bullets": ("format", "bullet list"),
    "headings": ("format", "headings"),
    "links": ("format", "links"),
    "tables": ("format", "table"),
    "emojis": ("punctuation", "emoji"),
    "hashtags": ("punctuation", "hashtag"),
}
"""Unit of a number limit: the style limit that forbids it."""
_HOLDS = {
    "list": ("bullet list", "numbered list"),
    "markdown": ("headings",),
    "capitals": ("uppercase", "initial capital", "title case"),
    "punctuation": ("comma", "full stop", "exclamation mark", "question mark", "semicolon", "colon", "dash", "ellipsis"),
}
_NAMES = {"person": " person", "tense": " tense", "voice": " voice"}


def style_conflicts(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield the conflicts among style limits, and between them and counts of what they forbid."""
    by_kind: dict[str, list[Limit]] = {}
    for limit in limits:
        if limit.kind in OPPOSED or limit.kind in _EXCLUSIVE or limit.kind == "punctuation":
            by_kind.setdefault(limit.kind, []).append(limit)
    for kind, group in by_kind.items():
        for position, one in enumerate(group):
            for other in group[position + 1 :]:
                if is_apart(one, other, APART) and (reason := _reason(kind, one, other)):
                    yield conflict(kind, one, other, reason)
    yield from _counted(limits)
    yield from _register_and_audience(by_kind)


def _reason(kind: str, one: Limit, other: Limit) -> str:
    name = _NAMES.get(kind, "")
    if one.polarity == other.polarity == REQUIRE and one.value != other.value:
        near = overlap(one, other) if kind in ("case", "language") else same_scope(one, other)
        if kind == "language" and _is_variety(one, other):
            return ""
        if near and (kind in _EXCLUSIVE or frozenset((one.value, other.value)) in OPPOSED.get(kind, ())):
            return f"{one.subject.capitalize()} cannot be {one.value}{name} and {other.value}{name}."
    if one.polarity != other.polarity:
        ban, want = (one, other) if one.polarity == FORBID else (other, one)
        same = ban.value == want.value or want.value in _HOLDS.get(ban.value or "", ())
        if same and covers(ban, want):
            return f"{want.value}{name} is required and forbidden.".capitalize()
    return ""


def _is_variety(one: Limit, other: Limit) -> bool:
    """Return whether one language is a variety of the other ("English" and "British English")."""
    this, that = one.value or "", other.value or ""
    return this.endswith(f" {that}") or that.endswith(f" {this}")


def _counted(limits: Sequence[Limit]) -> Iterator[Conflict]:
    """Yield counts of something that another limit forbids, or that a letter case rules out."""
    for limit in limits:
        if limit.kind != "number" or limit.low is None or limit.low < 1:
            continue
        unit = (limit.unit or "").split()[-1]
        kind, value = _COUNTED.get(unit, ("", ""))
        upper = limit.unit in ("uppercase words", "capitalized words", "all-caps words")
        for other in limits:
            forbids = (
                other.kind == kind
                and other.polarity == FORBID
                and (other.value == value or value in _HOLDS.get(other.value or "", ()))
            )
            lowers = (
                upper
                and other.kind == "case"
                and (other.value, other.polarity) in (("lowercase", REQUIRE), ("uppercase", FORBID))
            )
            plain = value == "headings" and other.kind == "format" and other.value == "plain text" and other.polarity == REQUIRE
            if (forbids or lowers or plain) and overlap(other, limit):
                yield conflict(other.kind, limit, other, f"{limit.describe()} cannot stand where {_said(other)}.".capitalize())


def _said(limit: Limit) -> str:
    return f"{limit.value} is {'forbidden' if limit.polarity == FORBID else 'required'}"


def _register_and_audience(by_kind: dict[str, list[Limit]]) -> Iterator[Conflict]:
    """Yield slang for professionals and experts: the register and the audience exclude each other."""
    for tone in by_kind.get("tone", ()):
        for audience in by_kind.get("audience", ()):
            opposed = tone.value in ("informal", "humorous", "sarcastic") and audience.value in ("professionals", "experts")
            required = tone.polarity == audience.polarity == REQUIRE
            if opposed and required and is_apart(tone, audience, APART) and same_scope(tone, audience):
                yield conflict("tone", tone, audience, f"A text for {audience.value} cannot be {tone.value}.")
    for ban in by_kind.get("audience", ()):
        for want in by_kind.get("audience", ()):
            if (ban.value, ban.polarity, want.value, want.polarity) == ("jargon", FORBID, "complex language", REQUIRE):
                yield conflict("audience", ban, want, "Complex wording is required and jargon is forbidden.")
