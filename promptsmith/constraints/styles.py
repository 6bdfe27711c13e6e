"""Limits on format, letter case, language, person, tense, voice, tone, audience, detail and punctuation."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from promptsmith.constraints.lexicon import EN, ES, forms
from promptsmith.constraints.limits import FORBID, Limit, subject_of
from promptsmith.constraints.scoping import phrases_between, scope_of
from promptsmith.constraints.style_formats import check_format
from promptsmith.constraints.style_grammar import (
    check_case,
    check_grammar,
    check_language,
    check_punctuation,
    check_sorting,
    says_in,
)
from promptsmith.constraints.style_hits import Phrase, StyleHit
from promptsmith.constraints.style_registers import check_audience, check_detail, check_tone, described_part
from promptsmith.constraints.style_terms import STYLES
from promptsmith.constraints.view import MASK, Sentence

STYLE_FORMS: dict[str, list[tuple[str, str]]] = {}
"""Written form -> (kind, canonical value), one entry per kind it can belong to."""
for _kind, _values in STYLES.items():
    for _form, _value in forms(_values).items():
        STYLE_FORMS.setdefault(_form, []).append((_kind, _value))

DETAIL_CONTEXT = (
    "go entra short answer give provide explain describe write report account elaborate comment walk description "
    "explanation overview profile that que da de desarróllalo be keep stay remain sé sea mantén answer answers "
    "response responses output reply respuesta respuestas briefly concisely "
    "thoroughly exhaustively comprehensively detail brevemente detalle fondo profundidad short"
).split()
"""Words that say that brevity or detail is about the answer."""
TONE_CONTEXT = (
    "way mood with take con trata come tutea usted be write tone style manner voice register language mood attitude "
    "approach writing keep make be sound stay remain sounds "
    "slang humor "
    "humour sarcasm irony jokes puns terms wording vocabulary tono estilo registro lenguaje manera mantén sé sea suena "
    "sarcasmo ironía expressions phrases nickname"
).split()
"""Words that say what a word of tone is about."""

_BANNED_NEXT = re.compile(r"\s+(?:is|are|must|should|may|está|están|queda|quedan)\s+\w")
_NAMED_ALONE = re.compile(r"\b(?:use|avoid|usa|evita|no)\s+(?:el\s+)?$")
_FORMAT_CONTEXT = re.compile(
    r"(?:\b(?:in|as|into|to|use|uses|using|only|includ\w+|add\w*|no|not|avoid\w*|without|never|output|format\w*|"
    r"contain\w*|with|have|"
    r"present\w*|valid|en|como|usa|sin|evita|incluy\w+|refrain|exclud\w+|need|want|create|make|provide|write|giv\w+|"
    r"any|or|bold|rhetorical|bulleted|are|is|be|una?|put|pon|separat\w+|join|end|close|finish|termina|acaba|separa|"
    r"produce|return|devuelve|respond|deliver\w*)\b|n't|:)[^.\n]{0,60}$"
)


def possible_styles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the style words that can be a limit: the cheap test before a text is cut into sentences."""
    labelled = "language" in text or "idioma" in text
    return [(start, end) for start, end in spans if _may_style(text, start, end, labelled)]


def _may_style(text: str, start: int, end: int, labelled: bool) -> bool:
    kinds = STYLE_FORMS[text[start:end]]
    kind = kinds[0][0]
    if kind == "language" and len(kinds) == 1:
        return labelled or says_in(text, start) or _NAMED_ALONE.search(text, max(0, start - 14), start) is not None
    if kind not in ("format", "punctuation"):
        return True
    if text[max(0, start - 2) : start].strip(" ") in (".", "", "\n", "!", ";", ",") or _BANNED_NEXT.match(text, end):
        return True
    low = max(0, start - 70)
    low = max(low, text.rfind(".", low, start) + 1, text.rfind("\n", low, start) + 1)  # the context crosses neither
    return _FORMAT_CONTEXT.search(text, low, start) is not None or text.startswith((" format", " only"), end)


_SPANISH = re.compile(
    r"[ñáéíóú]|\b(?:de|la|el|en|con|un|una|lenguaje|formato|tablas?|listas?|breve|conciso|viñetas|coma|comas|rimas|"
    r"cifras|negritas?|cursiva|"
    r"neutro|serio|alegre)\b"
)


def style_limits(sentence: Sentence, spans: Sequence[tuple[int, int]]) -> list[Limit]:
    """Return the style limits of one sentence.

    Args:
        sentence: the sentence.
        spans: spans of style words in it, in order, longest form only.
    """
    limits = []
    for start, end in spans:
        form = sentence.text[start:end]
        if MASK in form:
            continue
        if start and sentence.text[start - 1] in ":{$_/.-\\@#":
            continue  # inside a name, a path or a template
        for kind, value in STYLE_FORMS.get(form, ()):
            if limit := _limit(StyleHit(sentence, kind, value, start, end)):
                limits.append(limit)
                break
    return limits


def _limit(hit: StyleHit) -> Limit | None:
    phrase = (*banned, FORBID, hit.value) if (banned := hit.ruled_out) else _CHECKS[hit.kind](hit)
    if phrase is None:
        return None
    start, end, polarity, value = phrase
    sentence = hit.sentence
    path = _path(hit, start, end)
    language = ES if _SPANISH.search(sentence.text[start:end]) else EN
    return Limit(start, end, hit.kind, subject_of(path), None, None, None, value, polarity, path, language)


def _path(hit: StyleHit, start: int, end: int) -> str:
    """Return the scope path; a style word describes the part it is said of ("write the title in uppercase")."""
    path = scope_of(hit.sentence, start, end)
    if hit.kind == "sorting":
        return path.removesuffix("/list").removesuffix("/item*")
    if hit.kind == "detail":
        if path.endswith("*"):
            path = path.rpartition("/")[0]  # "into detail on every step" is said of the whole
        if path == "answer" and (part := described_part(hit)):
            return f"answer/{part}"
    if hit.kind in ("person", "tense", "voice", "tone") and path.endswith("/sentence*"):
        path = path.removesuffix("/sentence*")  # all sentences are the whole text
    if hit.kind in ("format", "case") and path == "answer":
        before = [
            step
            for step in phrases_between(hit.sentence.view, hit.sentence.body, start)
            if not step.whole and step.name != "each"
        ]
        if before and before[-1].name not in ("word*", "word", "list", "example", "example*", "header", "heading"):
            return f"answer/{before[-1].name}"
    return path


_CHECKS: dict[str, Callable[[StyleHit], Phrase | None]] = {
    "format": check_format,
    "case": check_case,
    "language": check_language,
    "person": check_grammar,
    "tense": check_grammar,
    "voice": check_grammar,
    "tone": check_tone,
    "audience": check_audience,
    "detail": check_detail,
    "punctuation": check_punctuation,
    "sorting": check_sorting,
}
