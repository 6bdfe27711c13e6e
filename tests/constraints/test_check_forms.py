"""Literals, formats, letter case, marks, language and person of an answer."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.constraints.check import STATUSES, Check, check_output
from promptsmith.text.document import Document


def checks(prompt: str, output: str) -> list[Check]:
    return check_output(Document.of(prompt), output)


def only(prompt: str, output: str) -> Check:
    (check,) = checks(prompt, output)
    return check


def marked(check: Check, output: str) -> list[str]:
    return [output[start:end] for start, end in check.spans]


def test_a_forbidden_word_is_marked_wherever_it_stands() -> None:
    output = "Cheap seats, cheaper food, _cheap_ wine."

    check = only('Do not use the word "cheap".', output)

    assert (check.status, check.measured, marked(check, output)) == ("violated", 2, ["Cheap", "cheap"])


def test_a_spanish_word_keeps_its_accent() -> None:
    prompt = 'No uses la palabra "más".'

    assert only(prompt, "Quiero mas pan.").status == "satisfied"
    assert only(prompt, "Quiero MÁS pan.").status == "violated"


@pytest.mark.parametrize(
    ("output", "status"), [("Solar is solar.", "satisfied"), ("Solar only.", "violated"), ("solarium", "violated")]
)
def test_how_often_a_word_must_appear(output: str, status: str) -> None:
    assert only('Mention the word "solar" at least twice.', output).status == status


def test_too_many_uses_are_marked_beyond_the_limit() -> None:
    output = "sun, sun and sun"

    check = only('Use the word "sun" at most twice.', output)

    assert (check.status, check.spans) == ("violated", ((13, 16),))


def test_a_phrase_may_be_broken_over_lines() -> None:
    assert only('Include the phrase "open all day".', "We are Open\nall  day.").status == "satisfied"


def test_a_letter_is_counted_inside_words() -> None:
    output = "a bee"

    assert marked(only('The letter "e" must not appear.', output), output) == ["e", "e"]


def test_a_literal_that_stands_for_another_is_left_open() -> None:
    assert only('Begin with "Once upon ...".', "Once upon a time.").status == "not checkable"


@pytest.mark.parametrize(
    ("prompt", "output", "status"),
    [
        ('Begin with "Dear team".', "**Dear team**, hello.", "satisfied"),
        ('Begin with "Dear team".', "# News\n\nDear team, hello.", "satisfied"),
        ('Begin with "Dear team".', "Hello, dear team.", "violated"),
        ('Empieza con "Querido equipo".', "¡Querido equipo! Hola.", "satisfied"),
        ('End with "Thank you".', "We are done. Thank you!", "satisfied"),
        ('End with "Thank you".', "Thank you for coming today to our house.", "violated"),
        ('Termina con "Saludos".', "Hasta pronto. Saludos", "satisfied"),
        ('End with "Best regards".', "See you.\n\nBest regards,\nAna Vega", "not checkable"),
        ("Begin with a question.", "Ready? We start.", "satisfied"),
        ("Begin with a question.", "We start. Ready?", "violated"),
        ("Termina con una pregunta.", "Ya está. ¿Seguimos?", "satisfied"),
    ],
)
def test_beginnings_and_ends(prompt: str, output: str, status: str) -> None:
    assert only(prompt, output).status == status


@pytest.mark.parametrize(
    ("prompt", "output", "status"),
    [
        ("Respond in JSON.", '{"a": [1, 2]}', "satisfied"),
        ("Respond in JSON.", '```json\n{"a": 1}\n```', "satisfied"),
        ("Respond in JSON. Do not use code blocks.", '```json\n{"a": 1}\n```', "violated"),
        ("Respond in JSON.", '{"a": 1,}', "violated"),
        ("Respond in JSON.", '{"a": NaN}', "violated"),
        ("Respond in JSON.", "42", "violated"),
        ("Responde en JSON.", 'Aquí está:\n```json\n{"a": 1}\n```', "violated"),
        ("Respond in XML.", "<a><b>1</b></a>", "satisfied"),
        ("Respond in XML.", "<a><b>1</a>", "violated"),
        ("Respond in XML.", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "not checkable"),
        ("Respond in HTML.", "<ul><li>one<li>two</ul><br>", "satisfied"),
        ("Respond in HTML.", "<div><p>one</div", "violated"),
        ("Respond in HTML.", "<div><b>one</div>", "violated"),
        ("Respond in CSV.", 'name,city\n"Vega, Ana",Lugo\n', "satisfied"),
        ("Respond in CSV.", "name,city\nAna\n", "violated"),
        ("Respond in CSV.", "name,city", "not checkable"),
        ("Respond in YAML.", "a: 1", "not checkable"),
        ("Use a numbered list.", "1. one\n2. two", "satisfied"),
        ("Use a numbered list.", "one and two", "violated"),
        ("Use a numbered list.", "- one\n- two", "not checkable"),
        ("Present the answer as a table.", "| a | b |\n|---|---|\n| 1 | 2 |", "satisfied"),
        ("Present the answer as a table.", "a | b\n--- | ---\n1 | 2", "satisfied"),
        ("Present the answer as a table.", "One is two.", "violated"),
        ("No uses listas.", "- uno\n- dos", "violated"),
        ("No uses listas.", "Uno y dos.", "satisfied"),
        ("Use prose.", "We went home.\n\n- tea\n- bread", "violated"),
        ("Answer in plain text.", "This is **bold**.", "violated"),
        ("Answer in plain text.", "2 * 3 * 4 is 24.", "satisfied"),
        ("Do not use Markdown.", "# Head\n\ntext", "violated"),
        ("Do not use Markdown.", "- one\n- two", "not checkable"),
    ],
)
def test_formats(prompt: str, output: str, status: str) -> None:
    assert checks(prompt, output)[0].status == status


def test_text_outside_the_data_is_marked() -> None:
    output = 'Here it is:\n```json\n{"a": 1}\n```\nEnjoy!'

    check = only("Respond in JSON.", output)

    assert (check.found, marked(check, output)) == ("JSON", ["Here it is:", "Enjoy!"])


@pytest.mark.parametrize(
    ("prompt", "output", "words"),
    [
        ("Use lowercase only.", "all small here", []),
        ("Use lowercase only.", "all Small HERE", ["Small", "HERE"]),
        ("Write in all caps.", "ALL LARGE here", ["here"]),
        ("Escribe en minúsculas.", "todo en Órbita", ["Órbita"]),
        ("Use title case for the title.", "# A House by the sea\n\nText here.", []),
        ("Use title case for the title.", "# A house by the Sea\n\nText here.", ["house"]),
        ("No emojis.", "Fine 😀 day 👍🏽", ["😀", "👍🏽"]),
        ("Do not use exclamation marks.", "Stop! a != b", ["!"]),
        ("No uses signos de exclamación.", "¡Hola!", ["¡", "!"]),
        ("Do not use commas.", "1,000 men, all old", [","]),
        ("Do not use em dashes.", "It is well-known — and old", ["—"]),
        ("Do not use contractions.", "It's late and we can't stay", ["It's", "can't"]),
        ("Do not use parentheses.", "a (b)", ["(", ")"]),
        ("Do not use question marks.", "See https://x.org/?a now", []),
        ("No numbers.", "1. one of 25\n2. two", ["25"]),
        ("Do not use bold.", "a **very** b", ["**very**"]),
    ],
)
def test_case_and_marks(prompt: str, output: str, words: list[str]) -> None:
    check = only(prompt, output)

    assert marked(check, output) == words
    assert check.status == ("violated" if words else "satisfied")


def test_required_emojis() -> None:
    assert [only("Use emojis.", output).status for output in ("Fine 😀", "Fine :)", "Fine")] == [
        "satisfied",
        "satisfied",
        "violated",
    ]


@pytest.mark.parametrize(
    ("prompt", "output", "status", "found"),
    [
        ("Respond in Spanish.", "La casa está junto al mar y es muy antigua.", "satisfied", "es"),
        ("Respond in Spanish.", "The house is by the sea and it is very old.", "violated", "en"),
        ("Responde en inglés.", "La casa está junto al mar y es muy antigua.", "violated", "es"),
        ("Respond in French.", "La maison est au bord de la mer et elle est très vieille.", "satisfied", "fr"),
        ("Respond in French.", "Das Haus steht am Meer und es ist sehr alt.", "violated", "de"),
        ("Respond in French.", "Paris", "not checkable", "unknown"),
        ("Respond in Latin.", "Domus ad mare est.", "not checkable", None),
    ],
)
def test_language_of_the_answer(prompt: str, output: str, status: str, found: str | None) -> None:
    check = only(prompt, output)

    assert (check.status, check.found) == (status, found)


def test_person_is_judged_only_when_pronouns_leave_no_doubt() -> None:
    third = "Write in the third person."

    assert only(third, "I walk home and my dog waits.").status == "violated"
    assert only(third, 'She said: "I walk home." Then she left.').status == "not checkable"
    assert only("Write in the first person.", "I walk home.").status == "satisfied"
    assert only("Escribe en primera persona.", "Yo camino a casa.").status == "satisfied"
    assert only("Escribe en primera persona.", "Camino a casa.").status == "not checkable"


@pytest.mark.parametrize(
    "prompt",
    [
        "Use a formal tone.",
        "Do not mention competitors.",
        "Write in the past tense.",
        "Use the active voice.",
        "Usa un tono formal.",
    ],
)
def test_meaning_is_never_guessed(prompt: str) -> None:
    check = only(prompt, "Whatever it says, it says it well.")

    assert check.status == "not checkable"
    assert check.reason.endswith(".")


def test_order_of_two_words() -> None:
    prompt = 'Mention the word "salt" before the word "fire".'
    order = [check for check in checks(prompt, "Fire first, salt later.") if check.limit.kind == "order"]

    assert [check.status for check in order] == ["violated"]


PIECES = [
    "# Head\n", "**Bold**\n", "- item one\n", "1. first\n", "  - nested\n", "```json\n", "```\n", '{"a": [1,2]}\n', "| a | b |\n",
    "|---|---|\n", "Hello there.", "\n\n", "cheap", "Title: x y\n", "😀", "#tag", "https://x.org/a?b", "\r\n", "\x0b", "\u2028", "\x00",
    "“q” ", "?", "...", "İ", "a) x\n", "Day 1: go\n", "Body: z\n", "---\n", "<p>", "</p>", ",", " no lists ", "\ud800", "ñ",
]  # fmt: skip
PROMPTS = [
    "Title: at most 3 words. Each paragraph must have 2 to 4 sentences. Each line must have 5 syllables. No emojis, no commas.",
    "Use exactly 3 bullet points, each with at most 4 words. Respond in JSON. Write in lowercase. Each section: at most 9 words.",
    'Do not use the word "cheap". Begin with "Hello" and end with a question. Respond in French. Write in the first person.',
    "Responde en CSV. La introducción debe tener 2 frases. Usa una tabla con 3 columnas. Escribe en prosa. Sin negritas.",
    "Write about 9 words. Use 4 headings, 2 hashtags and 5 steps. Each word must have at most 4 characters. Use HTML. Use XML.",
]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(PROMPTS) | st.text(max_size=60).map(lambda text: text.encode("utf-8", "ignore").decode()),
    st.lists(st.sampled_from(PIECES) | st.text(max_size=6), max_size=14).map("".join),
)
def test_any_two_texts_give_verdicts_with_places_inside_the_answer(prompt: str, output: str) -> None:
    for check in checks(prompt, output):
        assert check.status in STATUSES
        assert check.reason
        assert all(0 <= start < end <= len(output) for start, end in check.spans)
        assert check.status == "violated" or not check.spans
