"""Number limits: bounds, units, counts and the smallest phrase that states them."""

import pytest

from promptsmith.constraints.limits import Limit
from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document


def numbers(text: str) -> list[tuple[str, str | None, float | None, float | None]]:
    """Return (phrase, unit, low, high) of each number limit."""
    return [
        (text[limit.start : limit.end], limit.unit, limit.low, limit.high)
        for limit in parse_limits(Document.of(text))
        if limit.kind == "number"
    ]


def only(text: str) -> Limit:
    (limit,) = [limit for limit in parse_limits(Document.of(text)) if limit.kind == "number"]
    return limit


@pytest.mark.parametrize(
    ("text", "phrase", "unit", "low", "high"),
    [
        ("Answer in at most 5 words.", "at most 5 words", "words", None, 5),
        ("Write at least seven sentences.", "at least seven sentences", "sentences", 7, None),
        ("Use exactly three paragraphs.", "exactly three paragraphs", "paragraphs", 3, 3),
        ("Keep it under 100 words.", "under 100 words", "words", None, 99),
        ("Use fewer than 4 bullet points.", "fewer than 4 bullet points", "bullets", None, 3),
        ("Write more than 20 lines.", "more than 20 lines", "lines", 21, None),
        ("The essay must be between 300 and 400 words.", "between 300 and 400 words", "words", 300, 400),
        ("Write an essay of 500-700 words.", "500-700 words", "words", 500, 700),
        ("Write a summary in 3 to 5 sentences.", "3 to 5 sentences", "sentences", 3, 5),
        ("Explain gravity in one sentence.", "one sentence", "sentences", 1, 1),
        ("Write a 200-word summary.", "200-word", "words", 200, 200),
        ("200 words max.", "200 words max", "words", None, 200),
        ("Summarize it in 50 words or less.", "50 words or less", "words", None, 50),
        ("Do not use more than 30 words.", "not use more than 30 words", "words", None, 30),
        ("The answer must not exceed 280 characters.", "not exceed 280 characters", "characters", None, 280),
        ("Write up to 1,200 words.", "up to 1,200 words", "words", None, 1200),
        ("Word count: 500-700", "Word count: 500-700", "words", 500, 700),
        ("Word limit: 300", "Word limit: 300", "words", None, 300),
        ("Give me twenty-five examples.", "twenty-five examples", "examples", 25, 25),
        ("Write 100+ words.", "100+ words", "words", 100, None),
    ],
)
def test_an_english_bound_is_read_with_its_smallest_phrase(text, phrase, unit, low, high):
    assert numbers(text) == [(phrase, unit, low, high)]
    assert only(text).language == "en"


@pytest.mark.parametrize(
    ("text", "phrase", "unit", "low", "high"),
    [
        ("Responde en un máximo de 50 palabras.", "un máximo de 50 palabras", "words", None, 50),
        ("Escribe al menos tres párrafos.", "al menos tres párrafos", "paragraphs", 3, None),
        ("Escribe un resumen de no más de 100 palabras.", "no más de 100 palabras", "words", None, 100),
        ("Responde en tres frases.", "tres frases", "sentences", 3, 3),
        ("Usa entre 5 y 8 viñetas.", "entre 5 y 8 viñetas", "bullets", 5, 8),
        ("El texto no debe superar las 300 palabras.", "no debe superar las 300 palabras", "words", None, 300),
        ("Escribe menos de diez líneas.", "menos de diez líneas", "lines", None, 9),
        ("Límite de palabras: 250", "Límite de palabras: 250", "words", None, 250),
        ("Resume el texto en 40 palabras como máximo.", "40 palabras como máximo", "words", None, 40),
    ],
)
def test_a_spanish_bound_is_read_with_its_smallest_phrase(text, phrase, unit, low, high):
    assert numbers(text) == [(phrase, unit, low, high)]
    assert only(text).language == "es"


def test_about_keeps_the_amount_and_says_that_it_is_approximate():
    limit = only("Write about 300 words.")
    assert (limit.low, limit.high, limit.value) == (300, 300, "about")
    assert only("Redacta un correo de unas 150 palabras.").value == "about"


def test_two_bounds_that_share_a_unit_are_two_limits():
    assert numbers("Use at least 3 and at most 5 sentences.") == [
        ("at least 3", "sentences", 3, None),
        ("at most 5 sentences", "sentences", None, 5),
    ]


def test_words_that_change_what_is_counted_become_part_of_the_unit():
    assert only("Use at least five uppercase words.").unit == "uppercase words"
    assert only("Use five short sentences.").unit == "sentences"
    assert only("Include exactly 3 headers at level 2.").unit == "level-2 headings"


@pytest.mark.parametrize(
    "text",
    [
        "The novel has 12 chapters and 3 sections.",
        "I wrote 500 words yesterday.",
        "Plan a 3-day trip for a team of 5 people.",
        "Find all files with at least 3 lines.",
        "Passwords must be at least 8 characters.",
        "Write a function that returns at most 5 words.",
        "Print the first 10 lines of the file.",
        "Translate the 3 sentences into French.",
        "Los 3 párrafos de abajo son de una novela.",
        "La empresa tiene 20 páginas de informes.",
        "How many words are there in 5 sentences?",
        "Is the section 3 hard?",
    ],
)
def test_a_fact_about_the_world_or_the_input_is_no_limit(text):
    assert numbers(text) == []


@pytest.mark.parametrize(
    "text",
    [
        'Translate "Write at most 5 words."',
        "Explain this code:\n```\n# at most 5 words\n```",
        'Traduce "Escribe al menos 3 frases."',
    ],
)
def test_quoted_text_and_code_state_no_limit(text):
    assert numbers(text) == []


def test_the_input_is_told_from_the_answer_in_one_sentence():
    assert numbers("Summarize the 10-page document in 3 sentences.") == [("3 sentences", "sentences", 3, 3)]
