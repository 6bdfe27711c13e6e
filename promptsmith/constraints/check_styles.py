"""Checks of letter case, answer language and grammatical person; why tense, voice, tone and the like are not checked."""

from __future__ import annotations

import re

from promptsmith.constraints.check_answer import Answer
from promptsmith.constraints.check_counts import LINK
from promptsmith.constraints.check_verdict import Span, Verdict, decided, unknown
from promptsmith.constraints.limits import FORBID, Limit
from promptsmith.text.language import detect_language, ngram_detector

REASONS = {
    "tense": "The tense of a text needs a grammatical analysis.",
    "voice": "Active and passive voice need a grammatical analysis.",
    "tone": "Tone is a matter of judgement.",
    "audience": "Whether a text suits its readers is a matter of judgement.",
    "detail": "Brief and detailed have no measure without an amount.",
    "action": "Whether the answer says or does this is a matter of meaning.",
    "usage": "Word classes need a grammatical analysis.",
}
"""Kinds of limits that no count decides, and why."""

SURE = 0.8
"""Least confidence in a detected language that decides. Judgement: below it, names and short answers go wrong."""
MIN_WORDS = 4
"""Words that a language is read from. Judgement: shorter answers are often a name."""
_CODES = {
    "English": "en", "Spanish": "es", "French": "fr", "German": "de", "Italian": "it", "Portuguese": "pt", "Chinese": "zh",
    "Japanese": "ja", "Korean": "ko", "Russian": "ru", "Arabic": "ar", "Hindi": "hi", "Dutch": "nl", "Polish": "pl",
    "Swedish": "sv", "Turkish": "tr", "Greek": "el", "Catalan": "ca", "Vietnamese": "vi", "Ukrainian": "uk", "Hebrew": "he",
}  # fmt: skip
_SMALL_WORDS = frozenset(
    "a an and as at but by en for if in nor of off on or per so the to up via vs with yet from into over than de del "
    "la el los las y o "
    "con por para un una".split()
)
"""Words that title case leaves small. Judgement, from the common style guides."""

_FIRST_EN = re.compile(r"\b(?:i(?:'m|'ve|'d|'ll)?(?=\s+[a-z])|my|myself|mine|we(?:'re|'ve|'d|'ll)?|our|ours|ourselves)\b")
_SECOND_EN = re.compile(r"\b(?:you(?:'re|'ve|'d|'ll)?|your|yours|yourself)\b")
_FIRST_ES = re.compile(r"\b(?:yo|mis?|mí|conmigo|nosotr[oa]s|nuestr[oa]s?)\b")
_QUOTED = re.compile(r"\"[^\"\n]{1,600}\"|“[^”]{1,600}”|«[^»]{1,600}»|(?m:^[ \t]*[—–][^\n]*$)")
_PERSON_WORDS = 40
"""Words without "I" or "we" after which a text is certainly not told in the first person. Judgement."""


def check_case(answer: Answer, limit: Limit, span: Span, wording: str) -> Verdict:
    """Return the verdict on a letter-case limit in one part of the answer; fenced code and addresses are left out.

    Args:
        answer: the answer.
        limit: a limit of kind ``case``.
        span: the part.
        wording: the limit's own words in the prompt, folded.
    """
    words = [word for piece in answer.outside_code(span) for word in answer.words(piece)]
    words = [
        word for word in words if not LINK.search(answer.text, *word) and any(c.isalpha() for c in answer.text[slice(*word)])
    ]
    if not words:
        return unknown("It has no letters.")
    forbids = limit.polarity == FORBID
    value = limit.value
    if value in ("lowercase", "uppercase"):
        return _forbidden_case(answer, words, value, wording) if forbids else _whole_case(answer, words, value)
    if value == "title case":
        wrong = [
            (start, end)
            for number, (start, end) in enumerate(words)
            if answer.text[start].islower()
            and (number == 0 or (answer.folded[start:end] not in _SMALL_WORDS and end - start > 3))
        ]
        return unknown("Only its presence is checked.") if forbids else _cased(wrong, "without a capital")
    if value == "sentence case":
        capital = [word for word in words[1:] if answer.text[word[0]].isupper()]
        if not answer.text[words[0][0]].islower() and not capital:
            return decided(not forbids, "Only the first word has a capital.")
        return unknown("Capitals after the first word may be names.", float(len(capital)))
    if value == "initial capital":
        upper = answer.text[words[0][0]].isupper()
        return decided(upper != forbids, f"It opens with {answer.text[words[0][0]]!r}.", spans=[(words[0][0], words[0][0] + 1)])
    return unknown(f"There is no check of {value}.")


def _whole_case(answer: Answer, words: list[Span], value: str) -> Verdict:
    other = str.isupper if value == "lowercase" else str.islower
    wrong = [word for word in words if any(other(character) for character in answer.text[slice(*word)])]
    return _cased(wrong, "with a capital" if value == "lowercase" else "with a small letter")


def _cased(wrong: list[Span], how: str) -> Verdict:
    number = len(wrong)
    return decided(not wrong, f"{number or 'No'} word{'' if number == 1 else 's'} {how}.", measured=float(number), spans=wrong)


def _forbidden_case(answer: Answer, words: list[Span], value: str, wording: str) -> Verdict:
    if value == "lowercase":
        wrong = [word for word in words if any(character.islower() for character in answer.text[slice(*word)])]
        return _cased(wrong, "with a small letter")
    capitals = [word for word in words if any(character.isupper() for character in answer.text[slice(*word)])]
    if not capitals:
        return _cased([], "with a capital")
    shouted = [word for word in words if answer.text[slice(*word)].isupper() and word[1] - word[0] > 1]
    if re.search(r"\ball\b|caps|words|block", wording):
        if not shouted:
            return decided(True, "No word in capitals.", measured=0.0)
        if 2 * len(shouted) > len(words):
            return _cased(shouted, "in capitals")
        return unknown("Words in capitals may be abbreviations.", float(len(shouted)))
    return _cased(capitals, "with a capital")


def check_language(answer: Answer, limit: Limit, span: Span) -> Verdict:
    """Return the verdict on the language of one part of the answer, by the detector of `promptsmith.text.language`."""
    wanted = _CODES.get(limit.value or "")
    if wanted is None:
        return unknown(f"{limit.value} is not among the languages that are told apart.")
    text = answer.slice(span)
    if sum(character.isalpha() for character in text) < 3:
        return unknown("It has no words.")
    language, confidence = detect_language(text)
    if language == "other":
        language, confidence = _other(text)
    long_enough = len(answer.words(span)) >= MIN_WORDS or wanted in ("zh", "ja") or language in ("zh", "ja")
    if language == "unknown" or confidence < SURE or not long_enough:
        return unknown("Its language is not certain.", found=language)
    holds = (language == wanted) != (limit.polarity == FORBID)
    return decided(holds, f"Its language is {language}.", found=language, spans=[answer.trim(span)])


def _other(text: str) -> tuple[str, float]:
    """Return the code of a language that is neither English nor Spanish, and 1 when the detector is sure, else 0."""
    try:
        code, reliable = ngram_detector()(text)
    except ImportError:
        return "other", 0.0
    return code, float(reliable and code not in ("en", "es"))


def check_person(answer: Answer, limit: Limit, span: Span) -> Verdict:
    """Return the verdict on the grammatical person, only where pronouns leave no doubt; quoted speech is left out."""
    text = _QUOTED.sub(lambda found: " " * len(found[0]), answer.folded[span[0] : span[1]])
    language = answer.document.language
    if language not in ("en", "es"):
        return unknown("Pronouns are known for English and Spanish only.")
    first = [found.span() for found in (_FIRST_EN if language == "en" else _FIRST_ES).finditer(text)]
    second = [found.span() for found in _SECOND_EN.finditer(text)] if language == "en" else []
    spans = [(span[0] + low, span[0] + high) for low, high in first]
    forbids = limit.polarity == FORBID
    if limit.value == "first":
        if first:
            return decided(
                not forbids,
                f"{len(first)} pronoun{'s' * (len(first) > 1)} of the first person.",
                measured=float(len(first)),
                spans=spans,
            )
        if language == "en" and (forbids or len(answer.words(span)) >= _PERSON_WORDS):
            return decided(forbids, "No pronoun of the first person.", measured=0.0, spans=[answer.trim(span)])
        return unknown("No pronoun of the first person, but its verbs may be in it.", 0.0)
    if limit.value == "third" and not forbids:
        if first and language == "en":
            return decided(
                False,
                f"{len(first)} pronoun{'s' * (len(first) > 1)} of the first person.",
                measured=float(len(first)),
                spans=spans,
            )
        if not second and language == "en" and len(answer.words(span)) >= _PERSON_WORDS:
            return decided(True, "No pronoun of the first or second person.", measured=0.0)
        return unknown("Pronouns leave it open.")
    if limit.value == "second" and language == "en":
        spans = [(span[0] + low, span[0] + high) for low, high in second]
        if second:
            return decided(
                not forbids,
                f"{len(second)} pronoun{'s' * (len(second) > 1)} of the second person.",
                measured=float(len(second)),
                spans=spans,
            )
        if forbids and not second:
            return unknown("No pronoun of the second person, but imperatives are in it too.", 0.0)
    return unknown("Pronouns leave it open.")
