"""Conflicts: two limits that cannot both hold, with both spans and the reason."""

import pytest

from promptsmith.constraints.algebra import conflicts
from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document


def found(text: str) -> list[tuple[str, str, str]]:
    """Return (kind, first phrase, second phrase) of each conflict."""
    return [
        (x.kind, text[x.first.start : x.first.end], text[x.second.start : x.second.end])
        for x in conflicts(parse_limits(Document.of(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Use exactly 50 words. Write at least 200 words.",
            ("number", "exactly 50 words", "at least 200 words"),
        ),
        (
            "Usa como máximo 50 palabras. Escribe al menos 200 palabras.",
            ("number", "como máximo 50 palabras", "al menos 200 palabras"),
        ),
        (
            'Include the word "sea" exactly twice. The word "sea" must appear at least four times.',
            ("number", 'Include the word "sea" exactly twice', 'The word "sea" must appear at least four times'),
        ),
        (
            'Include the word "sea". Avoid the word "sea".',
            ("literal", 'Include the word "sea"', 'Avoid the word "sea"'),
        ),
        (
            'Incluye la palabra "mar". Evita la palabra "mar".',
            ("literal", 'Incluye la palabra "mar"', 'Evita la palabra "mar"'),
        ),
        (
            'Use the phrase "a calm sea". Do not use the word "sea".',
            ("phrase", 'Use the phrase "a calm sea"', 'not use the word "sea"'),
        ),
        ('Begin with "Hello". Start with "Good morning".', ("begin", 'Begin with "Hello"', 'Start with "Good morning"')),
        (
            'The word "alpha" must appear before "beta". The word "beta" must appear before "alpha".',
            ("order", '"alpha" must appear before "beta"', '"beta" must appear before "alpha"'),
        ),
        (
            'The word "park" must appear only as a verb. Use the word "park" as a noun.',
            ("usage", 'The word "park" must appear only as a verb', 'Use the word "park" as a noun'),
        ),
        ("Respond in JSON. Respond in YAML.", ("format", "in JSON", "in YAML")),
        ("Use bullet points. Avoid bullet points.", ("format", "Use bullet points", "Avoid bullet points")),
        (
            "Include at least 3 bullet points. Avoid bullet points.",
            ("format", "at least 3 bullet points", "Avoid bullet points"),
        ),
        ("Write everything in lowercase. Write everything in uppercase.", ("case", "in lowercase", "in uppercase")),
        (
            "Write everything in lowercase. Use at least two uppercase words.",
            ("case", "in lowercase", "at least two uppercase words"),
        ),
        ("Respond in French. Respond in Spanish.", ("language", "Respond in French", "Respond in Spanish")),
        ("Responde en francés. Responde en inglés.", ("language", "Responde en francés", "Responde en inglés")),
        ("Write in the first person. Write in the third person.", ("person", "in the first person", "in the third person")),
        ("Use the past tense. Use the present tense.", ("tense", "Use the past tense", "Use the present tense")),
        ("Use a formal tone. Please keep the text casual.", ("tone", "formal tone", "casual")),
        ("Usa un tono formal. Escribe con un tono informal.", ("tone", "formal", "informal")),
        (
            "Tailor the text for beginners. Tailor the text for experts.",
            ("audience", "Tailor the text for beginners", "Tailor the text for experts"),
        ),
        ("Use technical jargon. Avoid technical jargon.", ("audience", "Use technical jargon", "Avoid technical jargon")),
        ("Be concise. Give a detailed answer to the question.", ("detail", "Be concise", "detailed answer")),
        ("Use emojis. Do not use emojis.", ("punctuation", "Use emojis", "not use emojis")),
        (
            "The letter must include the reasons for the delay. Do not mention the reasons for the delay.",
            ("action", "include the reasons for the delay", "Do not mention the reasons for the delay"),
        ),
        (
            "The letter must include the delivery date. The letter must include the phrase "
            '"we cannot give a delivery date now".',
            ("phrase-content", "include the delivery date", 'include the phrase "we cannot give a delivery date now"'),
        ),
        (
            'Write in the third person. Include the phrase "we love our city".',
            ("phrase-style", "in the third person", 'Include the phrase "we love our city"'),
        ),
    ],
)
def test_a_contradiction_is_found_with_both_spans(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The essay must have exactly 5 paragraphs. Each paragraph must have at least 3 sentences. "
            "The essay must have at most 12 sentences.",
            "exactly 5 paragraphs and at least 3 sentences in each paragraph make at least 15 sentences, "
            "but at most 12 are allowed.",
        ),
        (
            "The essay must have at most 3 paragraphs. Each paragraph must have at most 50 words. "
            "The essay must have at least 200 words.",
            "at most 3 paragraphs and at most 50 words in each paragraph make at most 150 words, "
            "but at least 200 are asked for.",
        ),
        (
            "The first paragraph must have at least 60 words. The second paragraph must have at least 70 words. "
            "The essay must have at most 100 words.",
            "at least 60 words in paragraph 1 and at least 70 words in paragraph 2 make at least 130 words, "
            "but at most 100 are allowed.",
        ),
        (
            "The essay must have at least 6 paragraphs. The essay must have at most 4 sentences.",
            "at least 6 paragraphs make at least 6 sentences, but at most 4 are allowed.",
        ),
    ],
)
def test_an_impossible_product_of_limits_is_explained(text, expected):
    (one,) = conflicts(parse_limits(Document.of(text)))
    assert one.kind == "across-units"
    assert one.reason == expected


def test_an_impossible_product_names_every_limit_it_needs():
    text = "Use exactly 5 paragraphs. Each paragraph must have at least 3 sentences. Use at most 12 sentences."
    (one,) = conflicts(parse_limits(Document.of(text)))
    assert sorted(text[x.start : x.end] for x in (one.first, one.second, *one.also)) == [
        "at least 3 sentences",
        "at most 12 sentences",
        "exactly 5 paragraphs",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Title: at most 5 words. Body: at least 200 words.",
        "Use at least 100 words. Use at most 200 words.",
        "Write about 100 words. Use at most 90 words.",
        "If the user asks for detail, use at least 300 words. Otherwise, use at most 50 words.",
        "Use at most 20 words except in the body. Use at least 30 words.",
        "Use exactly 5 paragraphs. Each paragraph must have at least 2 sentences. Use at most 12 sentences.",
        'Include the word "sea". Avoid the word "seaside".',
        'Use the word "sea" in the body. Do not use the word "sea" in the title.',
        'Use the phrase "a calm season". Do not use the word "sea".',
        "Use JSON or YAML.",
        "Use bullet points in the body. Do not use bullet points in the title.",
        "Use a formal but friendly tone.",
        "Be concise but clear.",
        "Explain it to beginners. Use simple language.",
        "Do not mention the price of shipping. Include the price.",
        'Respond in French. Explain the phrase "respond in Spanish".',
        "Write 2 sentences about cats. Write 5 sentences about dogs.",
        "Si el cliente pregunta, usa al menos 100 palabras. De lo contrario, usa como máximo 20 palabras.",
        "Usa un tono formal y cercano.",
        "",
    ],
)
def test_limits_that_can_all_hold_do_not_conflict(text):
    assert found(text) == []


def test_the_order_of_the_sentences_does_not_matter():
    first, second = "Respond in JSON.", "Never respond in JSON."
    assert len(found(f"{first} {second}")) == len(found(f"{second} {first}")) == 1


def test_a_conflict_under_the_same_condition_is_found():
    text = "If the text is long:\n- Use at most 50 words.\n- Use at least 90 words."
    assert found(text) == [("number", "at most 50 words", "at least 90 words")]
