"""Limits on format, case, language, person, tense, voice, tone, audience, detail and punctuation."""

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document


def styles(text: str) -> list[tuple[str, str | None, str, str]]:
    """Return (kind, value, polarity, phrase) of each limit."""
    return [(x.kind, x.value, x.polarity, text[x.start : x.end]) for x in parse_limits(Document.of(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Respond in JSON.", ("format", "json", "require", "in JSON")),
        ("Return only valid YAML.", ("format", "yaml", "require", "only valid YAML")),
        ("Present the results as a table.", ("format", "table", "require", "as a table")),
        ("Do not use bullet points.", ("format", "bullet list", "forbid", "not use bullet points")),
        ("Responde en formato JSON.", ("format", "json", "require", "en formato JSON")),
        ("Write everything in lowercase.", ("case", "lowercase", "require", "in lowercase")),
        ("Escribe todo en mayúsculas.", ("case", "uppercase", "require", "todo en mayúsculas")),
        ("Respond in French.", ("language", "French", "require", "Respond in French")),
        ("Responde en inglés.", ("language", "English", "require", "Responde en inglés")),
        ("Write in the first person.", ("person", "first", "require", "in the first person")),
        ("Escribe en tercera persona.", ("person", "third", "require", "en tercera persona")),
        ("Use the past tense.", ("tense", "past", "require", "Use the past tense")),
        ("Avoid the passive voice.", ("voice", "passive", "forbid", "Avoid the passive voice")),
        ("Use a formal tone.", ("tone", "formal", "require", "formal tone")),
        ("Keep it casual.", ("tone", "informal", "require", "casual")),
        ("Usa un tono formal.", ("tone", "formal", "require", "formal")),
        ("Explain it to a 5-year-old.", ("audience", "children", "require", "Explain it to a 5-year-old")),
        ("Avoid technical jargon.", ("audience", "jargon", "forbid", "Avoid technical jargon")),
        ("Evita la jerga técnica.", ("audience", "jargon", "forbid", "Evita la jerga técnica")),
        ("Be concise.", ("detail", "brief", "require", "Be concise")),
        ("Sé breve.", ("detail", "brief", "require", "Sé breve")),
        ("No emojis.", ("punctuation", "emoji", "forbid", "No emojis")),
        ("No uses emojis.", ("punctuation", "emoji", "forbid", "No uses emojis")),
    ],
)
def test_a_style_limit_has_its_kind_value_polarity_and_phrase(text, expected):
    assert styles(text) == [expected]


def test_case_and_format_are_put_on_the_part_they_are_said_of():
    (limit,) = parse_limits(Document.of("Write the title in uppercase."))
    assert limit.scope_path == "answer/title"


@pytest.mark.parametrize(
    "text",
    [
        "Use JSON or YAML.",
        "Parse the JSON file and print the keys.",
        "Translate this text into German.",
        "What is a formal language in computer science?",
        "Avoid overly formal wording.",
        "A red fox in a dramatic style of painting, highly detailed.",
        "Who speaks French in the office?",
        "¿Qué es un lenguaje formal?",
        'Explain the phrase "respond in JSON".',
    ],
)
def test_a_choice_an_input_or_a_fact_is_no_style_limit(text):
    assert [style for style in styles(text) if style[0] not in ("action", "number")] == []
