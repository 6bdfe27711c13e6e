"""Where a limit applies: parts, each part, labels, conditions and exceptions."""

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document


def scopes(text: str) -> list[tuple[str, str]]:
    """Return (phrase, scope path) of each number limit."""
    return [(text[x.start : x.end], x.scope_path) for x in parse_limits(Document.of(text)) if x.kind == "number"]


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("Title: at most 5 words. Body: at least 200 words.", ["answer/title", "answer/body"]),
        ("The title must have at most 5 words.", ["answer/title"]),
        ("Use at most 5 words in the title.", ["answer/title"]),
        ("Each paragraph must contain at least 4 sentences.", ["answer/paragraph*"]),
        ("Use at most 20 words per bullet point.", ["answer/bullet*"]),
        ("Write 3 paragraphs of 50 words each.", ["answer", "answer/paragraph*"]),
        ("The essay must have three paragraphs, each consisting of at least five sentences.", ["answer", "answer/paragraph*"]),
        ("The first paragraph should have exactly 50 words.", ["answer/paragraph[1]"]),
        ("The last sentence must have at most 8 words.", ["answer/sentence[-1]"]),
        ('The "body" key must contain at least 150 words.', ["answer/body"]),
        ("No paragraph exceeding 50 words.", ["answer/paragraph*"]),
        ("Use sentences of at most 15 words.", ["answer/sentence*"]),
        ("Write a tweet of max 280 characters and a blog post with at least 500 words.", ["answer/tweet", "answer/blog"]),
        ("El título debe tener menos de 10 palabras.", ["answer/title"]),
        ("Cada párrafo debe tener al menos 4 frases.", ["answer/paragraph*"]),
        ("Resume el texto en 5 viñetas, cada una con un máximo de 15 palabras.", ["answer", "answer/bullet*"]),
    ],
)
def test_a_limit_is_put_on_the_part_it_is_said_of(text, paths):
    assert [path for _, path in scopes(text)] == paths


def test_a_limit_under_each_of_a_part_is_nested_in_it():
    text = 'The "body" must contain at least 100 words, with each sentence having at most 20 words.'
    assert scopes(text) == [("at least 100 words", "answer/body"), ("at most 20 words", "answer/body/sentence*")]


def test_a_condition_is_part_of_the_scope():
    text = "If the user asks for detail, use at least 300 words. Otherwise, use at most 50 words."
    assert scopes(text) == [
        ("at least 300 words", "if the user asks for detail/answer"),
        ("at most 50 words", "if otherwise/answer"),
    ]
    assert scopes("Si el usuario es un niño, usa como máximo 30 palabras.") == [
        ("como máximo 30 palabras", "if el usuario es un niño/answer")
    ]


def test_an_exception_is_part_of_the_scope():
    assert scopes("Use at most 20 words except in the title.") == [("at most 20 words", "answer/except in the title")]
    assert scopes("Usa como máximo 20 palabras salvo en el título.") == [
        ("como máximo 20 palabras", "answer/except en el título")
    ]


def test_items_under_a_condition_share_it():
    text = "If the text is long:\n- Use at most 50 words.\n- Use at most 3 sentences."
    assert [path for _, path in scopes(text)] == ["if the text is long/answer", "if the text is long/answer"]


def test_the_subject_says_in_words_what_is_limited():
    (limit,) = parse_limits(Document.of("Each paragraph must have at most 4 sentences."))
    assert limit.subject == "each paragraph"
    (limit,) = parse_limits(Document.of("The last sentence must have at most 8 words."))
    assert limit.subject == "last sentence"
