"""What a request leaves open: SPC and REF, in English and Spanish."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Excerpts = Callable[..., list[str]]


@pytest.mark.parametrize(
    "text",
    [
        "Make it better", "make it good pls", "Can you help me with something", "Improve this!", "Fix it.", "Do the thing",
        "Hazlo mejor", "haz algo bonito", "Mejora esto", "Ayúdame con esto por favor", "Arréglalo",
    ],
)  # fmt: skip
def test_a_request_of_empty_words_is_an_error(excerpts: Excerpts, text: str) -> None:
    assert excerpts("SPC115", text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Translate: good morning", "Plan a weekend in Rome", "Summarize the text below: tides rise.", "Propose a name for a cat",
        "Rewrite this in the past tense: I go.", "Make it 20 words long", "Hello", "", "   ", "{{prompt}}", "Write SQL", "Fix `x = `",
        "Traduce: buenos días", "Haz una lista de árboles", "Mejora el ritmo", "ok thanks", "Explain recursion",
    ],
)  # fmt: skip
def test_a_request_that_names_a_thing_or_a_topic_is_no_error(excerpts: Excerpts, text: str) -> None:
    assert excerpts("SPC115", text) == []


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("Write a poem", "Write a poem"),
        ("Hi, please write me a good story!", "write me a good story!"),
        ("Can you create a website", "create a website"),
        ("Genera un informe", "Genera un informe"),
        ("Quiero que escribas un cuento", "escribas un cuento"),
    ],
)
def test_a_kind_of_thing_alone_is_a_bare_request(excerpts: Excerpts, text: str, excerpt: str) -> None:
    assert excerpts("SPC114", text) == [excerpt]


@pytest.mark.parametrize(
    "text",
    [
        "Write a poem about rain", "Write a 10-line poem", "Improve my essay", "Write a sad poem", "Summarize this article",
        "Genera un informe de ventas", "Mejora mi carta", "Write a poem:", "Is this a poem?", "Draw a logo for Acme",
    ],
)  # fmt: skip
def test_a_thing_with_any_detail_is_not_bare(excerpts: Excerpts, text: str) -> None:
    assert excerpts("SPC114", text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Tell me something about Rome.", ["something"]),
        ("Can you write something funny?", ["something"]),
        ("Please create a few things for my shop.", ["a few things"]),
        ("Dime algo sobre Roma.", ["algo"]),
        ("Crea cualquier cosa con perros.", ["cualquier cosa"]),
        ("Write a list of things to pack.", []),
        ("Tell me what to do if something breaks.", []),
        ("Write a function that returns anything divisible by 3.", []),
        ("Haz una lista de cosas que llevar.", []),
        ("Something about Rome is magic. Describe it in a poem.", []),
    ],
)
def test_only_the_object_of_the_request_is_vague(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("SPC102", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Create a class that", ["that"]),
        ("Write a function to", ["to"]),
        ("Summarize the meeting and", ["and"]),
        ("Write a story about the", ["the"]),
        ("Crea una función que", ["que"]),
        ("Escribe un cuento sobre un", ["un"]),
        ("Explica la diferencia entre", ["entre"]),
        ("What is the answer to", []),
        ("Explain that", []),
        ("Find the person I want to talk to", []),
        ("Log in", []),
        ("Draw the letter A", []),
        ("Finish this line: once upon a time the", []),
        ("Translate {{text}} to", []),
        ("Dime por qué", []),
        ("Write a story about the sea.", []),
        ("Explica para qué sirve el eje y", []),
    ],
)
def test_a_text_that_stops_in_the_middle_is_unfinished(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("STR710", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Translate the following sentence into French.", ["the following sentence"]),
        ("Answer the questions below.", ["the questions below"]),
        ("Describe the attached image.", ["the attached image"]),
        ("Traduce la siguiente frase al francés.", ["la siguiente frase"]),
        ("Resume el documento adjunto.", ["el documento adjunto"]),
        ("Translate the following sentence into French: Good morning.", []),
        ('Translate the following sentence into French: "Good morning, dear friends."', []),
        ("Translate the following sentence into French:\n\nGood morning.\nGood night.", []),
        ("Translate the following text: {text}", []),
        ("Find all files in /tmp and below", []),
        ("Keep the temperature below 20 degrees.", []),
        ("Correct the following sentence she go to school", []),
        ("Traduce la siguiente frase: buenos días.", []),
        ("Is the following week free?", []),
    ],
)
def test_material_that_is_named_must_be_there(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("REF501", text) == found
