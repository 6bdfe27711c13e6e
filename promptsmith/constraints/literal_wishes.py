"""Limits on a quoted literal in wordings that no list of verbs holds: "work ... into the text", "... is a must", "steer clear of ..."."""

from __future__ import annotations

import re

from promptsmith.constraints.directives import directs
from promptsmith.constraints.limits import FORBID, REQUIRE
from promptsmith.constraints.literal_groups import BEFORE_NOUN, Group, Predicate, wording_language
from promptsmith.constraints.view import Sentence

_NOUN = re.compile(
    r"\b(?:(?:the|any|la|el|las|los|your|our)\s+)?(?:(?:exact|specific|following)\s+)?(?:sentences?|lines?|hashtags?|"
    r"mottos?|slogans?|claims?|quotes?|names?|oración|lema)\s*:?\s*$"
)
_BANNED = re.compile(
    r"\b(?:steer\s+clear|stay\s+(?:away|clear)|keep\s+away|avoid\w*|skip|omit\w*|leave\s+out|refrain\w*|abstain\w*|"
    r"bans?|banned|forbid\w*|"
    r"prohibit\w*|taboo|drop|without|prescind\w+|prohib\w+|vetad\w+|evit\w+|excluy\w+|sin|do\s+not|don't|never|"
    r"must\s+not|should\s+not|"
    r"shouldn't|mustn't|no|nunca)\b"
)
_BANNED_AFTER = re.compile(
    r"[\s,]*(?:(?:is|are)\s+(?:an?\s+)?(?:not\s+(?:allowed|permitted|wanted|welcome)|banned|forbidden|prohibited|"
    r"taboo|off[\s-]limits)"
    r"|(?:must|should|may|can|shall)(?:\s+(?:not|never)|n't)\s+(?:appear|occur|show|be|feature|come)|"
    r"cannot\s+(?:appear|be|occur)|"
    r"(?:está|están|queda|quedan)\s+(?:prohibid|vetad)\w+|no\s+(?:está|están)\s+permitid\w+|no\s+(?:debe|deben|puede|"
    r"pueden)\s+(?:aparecer|salir|figurar))"
)
_WANTED = re.compile(
    r"\b(?:work|weave|sneak|slip|put|say|insert|add|use|make\s+use\s+of|include|mention|write|quote|feature|sprinkle|"
    r"place|bring|drop\s+in|"
    r"salga|aparezca|figure|utiliza|utilice|emplea|emplee|usa|use|pon|ponga|incluye|menciona|di|escribe)\b(?:\s+(?:in|"
    r"into|en))?\s*"
)
_WANTED_AFTER = re.compile(
    r"[\s,]*(?:(?:is|are)\s+(?:a\s+must|mandatory|required|obligatory|needed)|needs?\s+to\s+(?:be|appear|show|feature)|"
    r"(?:must|should|has\s+to|have\s+to|shall)\s+(?:also\s+)?(?:appear|occur|show|feature|come\s+up|be\s+(?:in|there|"
    r"used|included|part))|"
    r"(?:shows?|showed|turns?|turned|comes?)\s+up|features?\s+in|(?:debe|deben|tiene\s+que|tienen\s+que|"
    r"ha\s+de)\s+(?:aparecer|salir|figurar|estar))"
)
_EACH_HOLDS = re.compile(
    r"\W*(?:each|every|all|the|your|cada)\s+[\w-]+\s+(?:contains?|includes?|mentions?|has|have|features?|contiene|"
    r"incluye|lleva)\s+"
)
_ABOUT_WORDS = re.compile(
    r"\b(?:mean\w*|definition|define|explain\w*|why|what|which|translat\w+|replac\w+|instead|count|classif\w+|check|"
    r"whether|synonym\w*|spell\w*|"
    r"pronounc\w*|stands?\s+for|called|titled|significa|traduc\w+|reemplaz\w+|sustitu\w+|search|find|look\s+for|says|"
    r"said|dice|dijo|asks?|input|"
    r"contain\w*\s+\?|how|cómo|por\s+qué|rename|change|button|field|column|file|label|variable)\b"
)


def plain_predicate(sentence: Sentence, group: Group) -> Predicate | None:
    """Return what a sentence asks of a group of literals, from its polarity and the noun in front of the literal.

    The literal has to be named as wording ("the phrase ..."), or to stand right behind the verb or before the verdict.
    """
    text = sentence.text
    before, after = text[max(group.first, sentence.body) : group.start], text[group.end : group.last]
    if (
        _ABOUT_WORDS.search(before)
        or _ABOUT_WORDS.search(after)
        or text[sentence.end - 1] == "?"
        or sentence.text[sentence.start] == "#"
    ):
        return None
    noun = BEFORE_NOUN.search(text, group.first, group.start) or _NOUN.search(text, group.first, group.start)
    start = noun.start() if noun else group.start
    if banned := _BANNED_AFTER.match(text, group.end, group.last):
        return Predicate("exclude", FORBID, start, banned.end(), wording_language(banned[0]))
    if wanted := _WANTED_AFTER.match(text, group.end, group.last):
        return Predicate("include", REQUIRE, start, wanted.end(), wording_language(wanted[0]))
    lead = text[max(group.first, sentence.body) : start]
    low = start - len(lead)
    if (banned := _BANNED.search(lead)) and len(lead[banned.end() :].split()) <= 5:
        named = noun is not None or len(lead[banned.end() :].split()) <= 1
        return Predicate("exclude", FORBID, low + banned.start(), group.end, wording_language(lead)) if named else None
    if (held := _EACH_HOLDS.match(lead)) and noun:
        return Predicate("include", REQUIRE, low + held.end() - len(held[0].split()[-1]) - 1, group.end, wording_language(lead))
    wanted = None
    for wanted in _WANTED.finditer(lead):  # noqa: B007 - the last verb before the literal
        pass
    if wanted is None or (noun is None and lead[wanted.end() :].strip(" :")):
        return None
    opens = not lead[: wanted.start()].strip(" \"'*_-") or lead[: wanted.start()].rstrip().endswith(
        (",", "please", "and", "que", "y")
    )
    if opens or directs(sentence, low + wanted.start()):
        return Predicate("include", REQUIRE, low + wanted.start(), group.end, wording_language(lead))
    return None
