"""Limits that cannot all hold: CON. Each rule is one kind of conflict of the constraint algebra; the first limit is the main span."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.constraints.reading import conflicts_of
from promptsmith.rules._rule import Example, Features, Finding, rule
from promptsmith.text.document import Document

_SOURCES = ("arXiv:2511.14342",)
_OWN_WORDS = ("instruction", "context")
_WHY = "A model keeps one of the two, and you cannot know which."
_ADVICE = {
    "en": "Keep one of them, or say which part of the answer each is about.",
    "es": "Deja solo uno, o di a qué parte de la respuesta se refiere cada uno.",
}


def _has_conflict(features: Features) -> NDArray[Any]:
    return np.asarray(features["n_conflicts"] > 0)


# A limit may begin with the literal it is about: '"sunrise" must appear'. Limits are read from the user's own words only.
_COMMON: dict[str, Any] = {"since": "0.1", "scopes": (*_OWN_WORDS, "quote"), "gate": _has_conflict}


def _conflicts(document: Document, *kinds: str) -> Iterator[Finding]:
    """Yield one finding for each limit that conflicts, with every partner as a related place."""
    advice = _ADVICE["es" if document.language == "es" else "en"]
    merged: dict[tuple[int, int], Finding] = {}
    for found in conflicts_of(document):
        if found.kind not in kinds:
            continue
        spans = sorted((limit.start, limit.end) for limit in (found.first, found.second, *found.also))
        # A limit may begin with its quoted literal; the main span is one that begins in the user's own words.
        spans.sort(key=lambda span: document.scope_at(span[0]) not in _OWN_WORDS)
        known = merged.get(spans[0]) or Finding(*spans[0], found.reason, advice)
        related = dict.fromkeys((*known.related, *spans[1:]))
        merged[spans[0]] = replace(known, related=tuple(related))
    yield from merged.values()


@rule(
    **_COMMON,
    code="CON201",
    name="number-limits-exclude-each-other",
    severity="error",
    summary="Two limits on the same amount cannot both hold.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("Use ⟦exactly 50 words⟧. Write ⟦at least 200 words⟧."),
        Example("Keep the summary ⟦under 100 words⟧. The summary must have ⟦at least 150 words⟧."),
        Example("Usa ⟦exactamente 50 palabras⟧. Escribe ⟦al menos 200 palabras⟧.", language="es"),
    ),
    good=(
        Example("Title: at most 5 words. Body: at least 200 words.", because="different parts"),
        Example("Write at least 50 words and at most 200 words."),
        Example('Shorten this: "Use exactly 50 words. Write at least 200 words."', because="quoted"),
        Example("If the user is a child, use at most 50 words. If not, write at least 200 words.", because="conditions"),
        Example("Escribe al menos 50 palabras y como máximo 200 palabras.", language="es"),
    ),
)
def number_limits(document: Document) -> Iterator[Finding]:
    """Yield pairs of number limits whose intervals do not meet."""
    yield from _conflicts(document, "number")


@rule(
    **_COMMON,
    code="CON202",
    name="number-limits-impossible-together",
    severity="error",
    summary="Limits in different units cannot hold together.",
    why="No text satisfies all of them, so one is broken silently.",
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("Write ⟦5 paragraphs⟧ with ⟦at least 3 sentences⟧ each. Use ⟦at most 12 sentences⟧ in total."),
        Example("Escribe ⟦5 párrafos⟧ con ⟦al menos 3 frases⟧ cada uno. Usa ⟦como máximo 12 frases⟧ en total.", language="es"),
    ),
    good=(
        Example("Escribe 4 párrafos con al menos 3 frases cada uno. Usa como máximo 12 frases en total.", language="es"),
        Example(
            "Write 4 paragraphs with at least 3 sentences each. Use at most 12 sentences in total.", because="it just fits"
        ),
        Example("Write 5 paragraphs. Use at most 12 sentences in total."),
        Example('Explain: "Write 5 paragraphs with at least 3 sentences each. Use at most 12 sentences."', because="quoted"),
    ),
)
def impossible_numbers(document: Document) -> Iterator[Finding]:
    """Yield limits whose product leaves no room for a third."""
    yield from _conflicts(document, "across-units")


@rule(
    **_COMMON,
    code="CON203",
    name="literal-required-and-forbidden",
    severity="error",
    summary="The same word or phrase is required and forbidden.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example('⟦Include the word "sunrise"⟧. Do ⟦not use the word "sunrise"⟧.'),
        Example('⟦"sunrise" must appear before "dusk"⟧. Later on, ⟦"dusk" must appear before "sunrise"⟧.'),
        Example('⟦Incluye la palabra "amanecer"⟧. ⟦No uses la palabra "amanecer"⟧.', language="es"),
    ),
    good=(
        Example('Incluye la palabra "amanecer". No uses la palabra "ocaso".', language="es"),
        Example('Include the word "sunrise". Do not use the word "sunset".'),
        Example(
            'Include the word "sunrise" in the title. Do not use the word "sunrise" in the body.', because="different parts"
        ),
        Example(
            'Do not use the word "sunrise" except in the title, and include the word "sunrise" there.', because="exception"
        ),
    ),
)
def literal_required_and_forbidden(document: Document) -> Iterator[Finding]:
    """Yield literals that one limit asks for and another rules out."""
    yield from _conflicts(document, "literal", "usage", "order")


@rule(
    **_COMMON,
    code="CON204",
    name="required-phrase-holds-forbidden-word",
    severity="error",
    summary="A required phrase contains a forbidden word.",
    why="The phrase cannot be written without the word.",
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example('⟦Include the phrase "fast and free"⟧. ⟦Never use the word "free"⟧.'),
        Example('⟦Incluye la frase "rápido y gratis"⟧. ⟦No uses la palabra "gratis"⟧.', language="es"),
    ),
    good=(
        Example('Include the phrase "fast and free". Never use the word "fee".'),
        Example('Include the phrase "freedom of speech". Never use the word "free".', because="another word"),
        Example('Incluye la frase "rápido y gratis". No uses la palabra "grat".', language="es"),
    ),
)
def forbidden_word_in_phrase(document: Document) -> Iterator[Finding]:
    """Yield required phrases with a forbidden word inside."""
    yield from _conflicts(document, "phrase")


@rule(
    **_COMMON,
    code="CON205",
    name="formats-exclude-each-other",
    severity="error",
    summary="Two formats are asked for that one answer cannot have.",
    why=_WHY,
    evidence="A",
    sources=(*_SOURCES, "OpenAI prompt guide"),
    languages=("en", "es"),
    bad=(
        Example("Return the answer ⟦as JSON⟧. Return the answer ⟦as a Markdown table⟧."),
        Example("Responde ⟦en JSON⟧. Responde ⟦en una tabla⟧.", language="es"),
    ),
    good=(
        Example("Responde en JSON con los campos nombre y precio.", language="es"),
        Example("Return the answer as JSON with the fields name and price."),
        Example("Return the rows as a table and the summary as plain text.", because="different parts"),
        Example("If the user is a program, return JSON. If it is a person, return a table.", because="conditions"),
    ),
)
def exclusive_formats(document: Document) -> Iterator[Finding]:
    """Yield formats of the whole answer that exclude each other."""
    yield from _conflicts(document, "format")


@rule(
    **_COMMON,
    code="CON206",
    name="tones-exclude-each-other",
    severity="warning",
    summary="Two opposed tones are asked for.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("Use a ⟦formal tone⟧. Keep the style ⟦casual⟧."),
        Example("Usa un tono ⟦formal⟧. Mantén un tono ⟦informal⟧.", language="es"),
    ),
    good=(
        Example("Usa un tono formal pero cercano.", language="es"),
        Example("Use a formal but friendly tone."),
        Example("Do not be too formal. Keep the style casual.", because="the same wish"),
        Example('Rewrite "Use a formal tone. Keep the style casual." in one sentence.', because="quoted"),
    ),
)
def opposed_tones(document: Document) -> Iterator[Finding]:
    """Yield pairs of tones that are opposites."""
    yield from _conflicts(document, "tone")


@rule(
    **_COMMON,
    code="CON207",
    name="audiences-exclude-each-other",
    severity="warning",
    summary="Two audiences or levels of jargon are asked for that need different answers.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("⟦Write for experts⟧ in cardiology. ⟦Write for children⟧."),
        Example("⟦Escribe para expertos⟧ en cardiología. ⟦Escribe para niños⟧.", language="es"),
    ),
    good=(
        Example("Escribe para niños. Define cada término.", language="es"),
        Example("Write for experts in cardiology. Define every term."),
        Example("Write one version for experts and one version for children.", because="two answers"),
        Example('Explain why "Write for experts. Write for children." is a bad brief.', because="quoted"),
    ),
)
def opposed_audiences(document: Document) -> Iterator[Finding]:
    """Yield pairs of audiences with opposed needs."""
    yield from _conflicts(document, "audience")


@rule(
    **_COMMON,
    code="CON208",
    name="brevity-against-detail",
    severity="warning",
    summary="The same answer is to be brief and detailed.",
    why=_WHY,
    evidence="C",
    sources=_SOURCES,
    languages=("en",),
    bad=(
        Example("The answer must ⟦be brief⟧. The answer must ⟦be very detailed⟧."),
        Example("The report must ⟦be brief⟧. The report must ⟦be very detailed⟧."),
    ),
    good=(
        Example("Give a brief summary, then a detailed analysis.", because="different parts"),
        Example("Be brief. Name the details that matter."),
        Example('Say which wish wins in "The answer must be brief. The answer must be very detailed."', because="quoted"),
    ),
)
def brevity_against_detail(document: Document) -> Iterator[Finding]:
    """Yield wishes for brevity beside wishes for detail about the same part."""
    yield from _conflicts(document, "detail")


@rule(
    **_COMMON,
    code="CON209",
    name="action-required-and-forbidden",
    severity="error",
    summary="The same thing is to be done and not to be done.",
    why=_WHY,
    evidence="A",
    sources=(*_SOURCES, "OpenAI prompt guide"),
    languages=("en", "es"),
    bad=(
        Example("⟦Mention the price⟧. ⟦Do not mention the price⟧."),
        Example("⟦Menciona el precio⟧. ⟦No menciones el precio⟧.", language="es"),
    ),
    good=(
        Example("Menciona el precio. No menciones el descuento.", language="es"),
        Example("Mention the price. Do not mention the discount."),
        Example("Mention the price in the title. Do not mention the price in the body.", because="different parts"),
        Example('Choose between "Mention the price" and "Do not mention the price".', because="quoted"),
    ),
)
def action_required_and_forbidden(document: Document) -> Iterator[Finding]:
    """Yield acts and topics that one sentence asks for and another rules out."""
    yield from _conflicts(document, "action")


@rule(
    **_COMMON,
    code="CON210",
    name="person-tense-or-voice-exclude-each-other",
    severity="warning",
    summary="Two grammatical persons, tenses or voices are asked for.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("Write ⟦in the first person⟧. Write ⟦in the third person⟧."),
        Example("⟦Use the past tense⟧. ⟦Use the present tense⟧."),
        Example("Escribe ⟦en primera persona⟧. Escribe ⟦en tercera persona⟧.", language="es"),
    ),
    good=(
        Example("Escribe en primera persona. Usa el pasado.", language="es"),
        Example("Write in the first person. Use the past tense."),
        Example("Write the diary in the first person and the report in the third person.", because="different parts"),
        Example('Compare "Write in the first person" with "Write in the third person".', because="quoted"),
    ),
)
def opposed_grammar(document: Document) -> Iterator[Finding]:
    """Yield opposed persons, tenses and voices."""
    yield from _conflicts(document, "person", "tense", "voice")


@rule(
    **_COMMON,
    code="CON211",
    name="letter-case-or-punctuation-exclude-each-other",
    severity="warning",
    summary="Letter case or signs are required and forbidden.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example("Write everything ⟦in lowercase⟧. Write the whole answer ⟦in uppercase⟧."),
        Example("Do ⟦not use emojis⟧. ⟦Use emojis⟧ in every line."),
        Example("Escribe ⟦todo en minúsculas⟧. Escribe toda la respuesta ⟦en mayúsculas⟧.", language="es"),
    ),
    good=(
        Example("Escribe el título en mayúsculas y el cuerpo en minúsculas.", language="es"),
        Example("Write the title in uppercase and the body in lowercase.", because="different parts"),
        Example("Do not use emojis. Use exclamation marks."),
        Example('Mark the mistake in "Write in lowercase. Write in uppercase."', because="quoted"),
    ),
)
def opposed_typography(document: Document) -> Iterator[Finding]:
    """Yield opposed letter cases, and signs that are required and forbidden."""
    yield from _conflicts(document, "case", "punctuation")


@rule(
    **_COMMON,
    code="CON212",
    name="answer-languages-exclude-each-other",
    severity="error",
    summary="The answer is asked for in two languages.",
    why=_WHY,
    evidence="B",
    sources=("OpenAI prompt guide",),
    languages=("en", "es"),
    bad=(
        Example("⟦Answer in French⟧. ⟦Answer in German⟧."),
        Example("⟦Responde en francés⟧. ⟦Responde en alemán⟧.", language="es"),
    ),
    good=(
        Example("Responde en francés. Cita el original en alemán.", language="es"),
        Example("Answer in French. Quote the German original."),
        Example("Translate the text from German into French.", because="one language of the answer"),
        Example("Answer in French and in German.", because="both are wanted"),
    ),
)
def opposed_languages(document: Document) -> Iterator[Finding]:
    """Yield two languages of one answer."""
    yield from _conflicts(document, "language")


@rule(
    **_COMMON,
    code="CON213",
    name="openings-or-endings-exclude-each-other",
    severity="warning",
    summary="The answer is to begin or to end with two different things.",
    why=_WHY,
    evidence="A",
    sources=_SOURCES,
    languages=("en", "es"),
    bad=(
        Example('⟦Begin with the word "Dear"⟧. ⟦Begin with the word "Hello"⟧.'),
        Example('⟦Empieza con la palabra "Hola"⟧. ⟦Empieza con la palabra "Adiós"⟧.', language="es"),
    ),
    good=(
        Example('Empieza con la palabra "Hola". Termina con la palabra "Adiós".', language="es"),
        Example('Begin with the word "Dear". End with the word "Hello".'),
        Example('Begin with "Dear" or with "Hello".', because="a choice"),
        Example('Begin the title with "Dear". Begin the body with "Hello".', because="different parts"),
    ),
)
def opposed_edges(document: Document) -> Iterator[Finding]:
    """Yield openings or endings that differ."""
    yield from _conflicts(document, "begin", "end", "sorting")


@rule(
    **_COMMON,
    code="CON217",
    name="required-phrase-breaks-another-limit",
    severity="info",
    summary="A required phrase breaks a limit on person, tone or content.",
    why="The phrase and the limit cannot both be kept to the letter.",
    evidence="A",
    sources=_SOURCES,
    languages=("en",),
    bad=(
        Example('Write ⟦in the third person only⟧. ⟦Include the phrase "I love you"⟧.'),
        Example('Use a ⟦positive tone⟧. ⟦Include the phrase "total failure"⟧.'),
    ),
    good=(
        Example("Write about this brief: \"Write in the third person. Include the phrase 'we'.\"", because="quoted"),
        Example('Write in the third person only. Include the phrase "she loved him".'),
        Example('Write in the first person. Include the phrase "I love you".'),
        Example('Use a positive tone. Include the phrase "a bright day".'),
    ),
)
def phrase_breaks_limit(document: Document) -> Iterator[Finding]:
    """Yield required phrases that break another limit."""
    yield from _conflicts(document, "phrase-style", "phrase-content")
