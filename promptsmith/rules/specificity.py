"""Requests that leave open what is wanted: SPC."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.directives import Sentences, request_start, task_verbs
from promptsmith.rules.lexicons import word_set
from promptsmith.rules.lexicons.vague import ARTEFACTS, EMPTY_WORDS
from promptsmith.text.document import Document
from promptsmith.text.word_table import WordTable

_VAGUE_OBJECT = re.compile(
    r"(?:\s+(?:me|us|up|out|about|nos|para mí|mí))?\s+(?P<vague>"
    r"(?:some|a few|a bunch of|several|random)\s+(?:stuff|things)|stuff|things|something|anything|some kind of (?:thing|"
    r"stuff)|whatever"
    r"|algo|alguna cosa|algunas cosas|unas cosas|varias cosas|cosas|cualquier cosa|lo que sea)(?!\w)"
)


@rule(
    code="SPC102",
    name="vague-deliverable",
    severity="warning",
    since="0.1",
    summary="What is to be made is called something, stuff or things.",
    why="The model has to guess the kind of answer, and every run guesses anew.",
    evidence="C",
    sources=("arXiv:2509.14404",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("Write ⟦something⟧ about bees."),
        Example("Please make ⟦some stuff⟧ for the school party."),
        Example("Escribe ⟦algo⟧ sobre las abejas.", language="es"),
    ),
    good=(
        Example("Write a poem about bees."),
        Example("Explain what to do when something fails.", because="not what is asked for"),
        Example("Escribe un poema sobre algo que se pierde.", language="es", because="the topic, not the form"),
        Example('Translate "write something about bees" into Spanish.', because="quoted"),
        Example("Do nothing else."),
    ),
    triggers=(
        "something",
        "anything",
        "stuff",
        "things",
        "whatever",
        "algo",
        "alguna cosa",
        "cosas",
        "cualquier cosa",
        "lo que sea",
    ),
)
def vague_deliverable(document: Document) -> Iterator[Finding]:
    """Yield the vague word that stands where the object of the request belongs."""
    sentences, reach = Sentences(document), -1
    for start, _ in document.triggers["SPC102"]:
        if start < reach:
            continue
        sentence = sentences.at(start)
        verb = sentences.request_start(sentence)
        if verb is None or document.folded[verb[0] : verb[1]] not in _MAKING:
            continue
        match = _VAGUE_OBJECT.match(document.folded, verb[1], sentence[1])
        if match and match.start("vague") <= start < match.end():
            reach = match.end()
            what = document.text[slice(*match.span("vague"))]
            yield Finding(
                *match.span("vague"),
                f"{what!r} does not say what is wanted.",
                "Name the thing: a poem, a table, a function, a list of five ideas.",
            )


_MAKING = word_set(
    "write make create do generate build design draft compose craft produce give tell say show propose suggest recommend invent prepare "
    "draw paint code program add provide plan imagine think "
    "escribe crea haz hazme dame genera construye diseña redacta compón elabora produce cuéntame dime muestra muéstrame propón proponme "
    "sugiere sugiéreme recomienda inventa prepara dibuja programa añade escríbeme créame escribir crear hacer"
)


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MAX_BARE_WORDS = 12
"""Words from which a request is not bare, whatever they are. Judgement."""


@lru_cache(maxsize=1)
def _empty_ends() -> WordTable:
    """Return the last letters of the empty words: all of a word, or what stands behind its apostrophe."""
    return WordTable(sorted({word.rpartition("'")[2] for word in EMPTY_WORDS}))


@rule(
    code="SPC115",
    name="nothing-concrete-named",
    severity="error",
    since="0.1",
    summary="The request names neither a thing nor a topic.",
    why="There is nothing to work on: any answer is a guess.",
    evidence="J",
    sources=("judgement",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("⟦Make it better⟧"),
        Example("⟦Do something with the stuff⟧"),
        Example("⟦Please help me with this!⟧"),
        Example("⟦Hazlo mejor.⟧", language="es"),
        Example("⟦Haz algo bueno con eso⟧", language="es"),
    ),
    good=(
        Example("Make it shorter", because="a criterion that can be checked"),
        Example("Translate: good morning"),
        Example("Plan a weekend in Rome"),
        Example("Fix this: I has two cat."),
        Example("Improve {{text}}", because="the material is filled in later"),
        Example("Mejora el título «Mareas».", language="es"),
        Example("How are you?", because="a question, no request"),
    ),
    gate=lambda features: (
        (features["n_words"] >= 1)
        & (features["n_words"] <= _MAX_BARE_WORDS)
        & (features["n_digits"] == 0)
        # Accents may be marks of their own, which end a word for the check but not for the column.
        & ((features["n_non_ascii"] > 0) | _empty_ends().holds(features["last_letters_hash"]))
    ),
)
def nothing_concrete_named(document: Document) -> Iterator[Finding]:
    """Yield the whole text when it is a request made of empty words alone."""
    if document.scopes or len(document.words) > _MAX_BARE_WORDS or any(map(str.isnumeric, document.text)):
        return
    words = _WORD.findall(document.folded)
    if not words or not EMPTY_WORDS.issuperset(words) or document.folded.rstrip().endswith("?"):
        return
    if not any(word in task_verbs() or word in _BARE_VERBS for word in words):
        return
    start = len(document.text) - len(document.text.lstrip())
    end = len(document.text.rstrip())
    yield Finding(
        start,
        end,
        "The request names no thing and no topic.",
        "Say what to work on and what the result should be, or paste the material.",
    )


_BARE_VERBS = word_set("hazlo mejóralo mejorarlo arréglalo arreglarlo ayúdame ayuda cámbialo hazme do help fix")


@rule(
    code="SPC114",
    name="bare-request",
    severity="info",
    since="0.1",
    summary="The request names a kind of thing and nothing about it.",
    why="Topic, reader and size are left to chance.",
    evidence="C",
    sources=("arXiv:2505.13360",),
    languages=("en", "es"),
    scopes=("instruction",),
    bad=(
        Example("⟦Write an essay⟧"),
        Example("⟦Create a table.⟧"),
        Example("Please ⟦build me a simple website⟧"),
        Example("⟦Crea una tabla⟧", language="es"),
        Example("⟦Escríbeme un poema bonito⟧", language="es"),
    ),
    good=(
        Example("Write an essay about tides"),
        Example("Summarize the text below: the cat sat on the mat."),
        Example("Plan a weekend in Rome"),
        Example("Write a haiku in Latin"),
        Example("Crea una tabla de precios", language="es"),
        Example('Translate "write an essay".', because="quoted"),
    ),
    triggers=tuple(sorted(ARTEFACTS)),
    gate=lambda features: (features["n_words"] >= 2) & (features["n_words"] <= _MAX_BARE_WORDS),
)
def bare_request(document: Document) -> Iterator[Finding]:
    """Yield a text that consists of a verb, at most an article and one or two empty words, and the name of a kind of thing."""
    if document.scopes or not 2 <= len(document.words) <= _MAX_BARE_WORDS:
        return
    if ARTEFACTS.isdisjoint(document.folded.replace(".", " ").replace("!", " ").split()):
        return
    end = len(document.text.rstrip())
    verb = request_start(document, (0, end))
    if verb is None or document.text[end - 1] in "?:" or document.folded[slice(*verb)] not in task_verbs():
        return
    words = [word.group() for word in _WORD.finditer(document.folded, verb[1], end)]
    things = [word for word in words if word in ARTEFACTS]
    others = [word for word in words if word not in ARTEFACTS]
    written = len(document.folded[verb[1] : end].split())
    if len(things) == 1 and EMPTY_WORDS.issuperset(others) and len(words) == written and not _LINKS.intersection(words):
        yield Finding(
            verb[0],
            end,
            f"Nothing is said about the {things[0]}.",
            f"Say what the {things[0]} is about, for whom, and how long it may be.",
        )


_LINKS = word_set("this that it these those my our your esto eso este esta ese esa mi mis tu tus su sus nuestro nuestra")
"""With one of these the thing exists already and is known from elsewhere."""
