"""Whether a phrase tells the model what to do: imperative, modal with the answer as subject, or a bare specification."""

from __future__ import annotations

import re

from promptsmith.constraints.lexicon import ANSWERS, PARTS, WRITE_EN, WRITE_ES, alternation, forms
from promptsmith.constraints.scoping import noun_phrases
from promptsmith.constraints.view import Sentence

MODAL = re.compile(
    r"\b(?:must|should|shall|needs?\s+to|ha(?:s|ve)\s+to|ought\s+to|can(?:not|'t)?|may|is\s+to|are\s+to|will|mustn't|"
    r"shouldn't|"
    r"tendrá(?:n)?|constará(?:n)?|ocupará(?:n)?|será(?:n)?|llevará(?:n)?|contendrá(?:n)?|superará(?:n)?|irá(?:n)?|"
    r"estará(?:n)?|tienen?\s+que|"
    r"debe(?:n|s|rá|rán|ría)?|tiene(?:n)?\s+que|ha\s+de|puede(?:n)?)\b"
)
_MORE_VERBS = (
    "use keep maintain adopt employ ensure make avoid refrain exclude omit never address follow focus tailor target "
    "aim speak sound "
    "remain stay stick respond reply answer format output return provide set capitalize capitalise apply assume "
    "emphasize emphasise "
    "specify cover detail mention explore discuss allocate request approve insert incorporate integrate conduct adhere "
    "prefer take employ narrate tell open close finish put stick phrase go dive pitch build run sort order rank "
    "arrange list narra narre "
    "sé sea rely wrap enclose join connect separa separe divide une utilices habla hable cuenta cuente pon ponga "
    "ordena acaba cierra abre redáctalo escríbelo hazlo "
    "evita evite omite omita excluye excluya nunca mantén adopta dirígete trata emplea emplee menciona mencione "
).split()
VERB = re.compile(
    rf"(?:^|[,:;(–—]\s*|\b(?:and|then|but|also|please|(?<!appears\s)(?<!seems\s)(?<!tends\s)to|you|must|should|just|"
    rf"only|always|or|by|y|luego|por\s+favor|que|debes|finally|"
    rf"additionally|it|'t|not|don't|never|no|carefully|simply|next|do|while|además|también)[\s,]+)"
    rf"(?P<verb>(?:{alternation([*WRITE_EN, *WRITE_ES, *_MORE_VERBS])})(?:ing)?)\b"
)
OPENER = re.compile(
    r"(?:can|could|would|will)\s+you\b|(?:i|we)\s+(?:need|want|would\s+like|'d\s+like)\b|i'd\s+like\b|need\b|"
    r"looking\s+for\b|help\s+me\b|"
    r"(?:your\s+(?:task|job|goal)\s+is)\b|(?:what|which)\s+are\b|(?:necesito|quiero|quisiera|me\s+gustaría|puedes|"
    r"podrías|tu\s+tarea\s+es|"
    r"cuáles\s+son)\b|(?:in|within|using|with|en|con|usando)\s+(?=\W*(?:about|around|under|at|no|up|exactly|only|max|"
    r"less|fewer|just|a|\d|one|two|three))"
)
_PRONOUN = re.compile(
    r"(?:\b(?:it|you|there|this|that|we|they|everything|each|one|which|these|and|but|or|also|then|ello|usted|también|"
    r"además|y|pero|responses|answers|replies|output|"
    r"length|count|total|tone|language|style|longitud|extensión|número|tono|lenguaje|idioma|estilo|purpose)|"
    r"[,:;'\"”»`]|^)\s*$"
)
_ANSWER_WORDS = frozenset(ANSWERS) | frozenset(forms(PARTS)) | frozenset(f"{form}s" for form in forms(PARTS))
_NEGATORS = (
    r"not|never|no|without|avoid(?:s|ing)?|refrain(?:s|ing)?(?:\s+from)?|exclud(?:e|es|ing)|omit(?:s|ting)?|free\s+of|"
    r"devoid\s+of|"
    r"rather\s+than|instead\s+of|disregard(?:ing)?|zero|neither|nor|cannot|lack(?:s|ing)?|skip|"
    r"evit(?:a|e|ar|ando)|sin|nunca|ningún|ninguna|ni|omit[ae]|excluy[ae]|en\s+lugar\s+de|en\s+vez\s+de"
)
NEGATED = re.compile(
    rf"(?:\b(?P<negator>{_NEGATORS})|(?P<short>n't))\b(?P<gap>(?:[\s,]+(?!(?:{_NEGATORS})\b)[\w\"“”'’/-]+){{0,7}}?)[\s\"“'(]*$"
)


FOREIGN = re.compile(
    r"\b(?:function|script|files?|file\s?names?|names|folders?|director(?:y|ies)|passwords?|usernames?|database|"
    r"strings?|arrays?|regex|variables?|column|"
    r"queries|query|program|method|class|input|users?|customers?|students?|people|players?|employees?|novel|book|film|"
    r"movie|company|team|"
    r"who|whose|whether|function|función|archivos?|contraseñas?|usuarios?|tabla\s+de|novela|libro|película|equipo|"
    r"cuyos?|cuyas?)\b"
)
"""Things that are not the answer: an amount or ending said of them limits nothing here."""


def modal_governs(sentence: Sentence, clause: str, offset: int, modal: re.Match[str]) -> bool:
    """Return whether the subject of a modal is the answer or one of its parts.

    Args:
        sentence: the sentence.
        clause: the words before the limit.
        offset: where ``clause`` begins in the text.
        modal: the modal in ``clause``.
    """
    subject = clause[: modal.start()]
    if _PRONOUN.search(subject):
        return True
    place = offset + modal.start()
    near = [step for step in noun_phrases(sentence) if place - 60 <= step.end <= place]
    if not near:
        words = re.findall(r"[^\W\d_]+", subject)
        return bool(words) and (words[-1] in _ANSWER_WORDS or _is_task(sentence, words[-1]))
    gap = sentence.text[near[-1].end : place]
    return len(gap.split()) <= 4 and not re.search(r"[,;]", gap)


def _is_task(sentence: Sentence, word: str) -> bool:
    """Return whether a word, or its singular, is what the prompt asks for first ("quiz")."""
    noun = sentence.view.main_noun
    return bool(noun) and word in (noun, f"{noun}s", f"{noun}es")


_OFFERS = ("can", "may", "will", "puede", "pueden")
"""Modals that say what is possible; they bind only with "not" or "only"."""


def directs(sentence: Sentence, start: int) -> bool:
    """Return whether the words before ``start`` turn what stands there into an instruction about the answer."""
    key = (sentence.body, start)
    known = sentence.view.directed.get(key)
    if known is None:
        known = sentence.view.directed[key] = _directs(sentence, start)
    return known


def _directs(sentence: Sentence, start: int) -> bool:
    before = sentence.text[sentence.body : start]
    clause = before.lstrip()
    modals = [
        found
        for found in MODAL.finditer(clause)
        if found[0] not in _OFFERS or re.match(r"\s+(?:not|only|never)\b", clause[found.end() :])
    ]
    if modals:
        return modal_governs(sentence, clause, start - len(clause), modals[-1])
    return bool(VERB.search(clause) or OPENER.match(clause))


def negation(text: str, first: int, start: int) -> re.Match[str] | None:
    """Return the negator that governs what stands at ``start``, or None."""
    return NEGATED.search(text, max(first, start - 80), start)
