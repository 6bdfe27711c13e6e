"""Verbs of instructions by what they ask for, so that "give the price" and "mention the price" are one act.

Lists are judgement. A verb is looked up by its stem, so that its forms ("adding", "añadas") need no entry of their own.
"""

from __future__ import annotations

from functools import lru_cache

INCLUDE = "include"
"""Predicate of every verb that means: the answer holds it, says it or uses it."""
KEEP = "keep"
REMOVE = "remove"

SYNONYMS = {
    INCLUDE: "include contain mention provide specify discuss cover describe disclose explain detail add give state "
    "show address "
    "emphasize emphasise highlight explore reveal share introduce outline incorporate present list feature allocate "
    "reference use "
    "insert integrate cite elaborate name convey express output write supply put tell say refer allude append attach "
    "employ apply "
    "utilize utilise quote weave sprinkle pepper display note touch work throw bring involve offer need want have get produce "
    "incluye incluya incluyas incluir menciona mencione menciones mencionar contiene contener contenga proporciona proporcione "
    "describe describas explica explique expliques agrega agregue añade añada añadas añadir revela revele reveles "
    "cita cite cites "
    "usa use uses usar usando utiliza utilice utilices utilizar emplea emplee emplees pon ponga pongas poner da dé "
    "des di diga digas "
    "decir muestra muestre muestres indica indique indiques cuenta cuentes aporta mete habla hables trata trates",
    KEEP: "keep retain preserve leave maintain conserva conserve conserves mantén mantenga mantengas deja deje dejes",
    REMOVE: "remove delete strip drop cut erase eliminate discard elimina elimine elimines borra borre borres quita "
    "quite quites "
    "suprime descarta",
    "ask": "ask request inquire solicit demand pide pida pidas pedir solicita solicite solicites pregunta preguntes pregunte",
    "recommend": "recommend suggest advise recomienda recomiende recomiendes sugiere sugieras sugiera",
    "apologize": "apologize apologise discúlpate disculparte disculpes",
    "compare": "compare contrast compara compare compares",
    "translate": "translate traduce traduzca traduzcas",
    "invent": "invent fabricate inventa invente inventes",
    "send": "send mail manda mande mandes envía envíes",
    "rhyme": "rhyme rima rime rimar rimen",
}
"""Act: verbs in the forms that instructions use."""

_ENDINGS = ("ying", "ing", "ied", "ed", "es", "s", "e")


@lru_cache(maxsize=4096)
def _stem(verb: str) -> str:
    """Return a verb without the common English endings; at least three letters stay."""
    for ending in _ENDINGS:
        if verb.endswith(ending) and len(verb) - len(ending) >= 3:
            stem = verb[: -len(ending)]
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl" else stem
    return verb


_ACTS: dict[str, str] = {}
for _act, _verbs in SYNONYMS.items():
    for _verb in _verbs.split():
        _ACTS.setdefault(_verb, _act)
        _ACTS.setdefault(_stem(_verb), _act)


@lru_cache(maxsize=4096)
def act_of(verb: str) -> str:
    """Return the act a verb asks for: one of `SYNONYMS`, or the stem of a verb that has no entry.

    Example:
        >>> act_of("mentioning"), act_of("requests"), act_of("blames")
        ('include', 'ask', 'blam')
    """
    return _ACTS.get(verb) or _ACTS.get(_stem(verb)) or _stem(verb)


def is_known(verb: str) -> bool:
    """Return whether a word is one of the verbs of `SYNONYMS` in one of their forms."""
    return verb in _ACTS or _stem(verb) in _ACTS
