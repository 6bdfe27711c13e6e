"""Limits on quoted literals."""

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document

KINDS = ("include", "exclude", "begin", "end", "order", "usage")


def literals(text: str) -> list[tuple[str, str | None, float | None, float | None, str]]:
    """Return (kind, value, low, high, scope path) of each limit on a literal."""
    return [(x.kind, x.value, x.low, x.high, x.scope_path) for x in parse_limits(Document.of(text)) if x.kind in KINDS]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Include the word "ocean" exactly three times.', ("include", "ocean", 3, 3, "answer")),
        ('The phrase "good morning" must appear at least twice.', ("include", "good morning", 2, None, "answer")),
        ('The word "river" must appear in the first paragraph.', ("include", "river", 1, None, "answer/paragraph[1]")),
        ('Avoid the word "very".', ("exclude", "very", None, 0, "answer")),
        ('Do not use the phrase "in conclusion".', ("exclude", "in conclusion", None, 0, "answer")),
        ('The answer must not mention "price".', ("exclude", "price", None, 0, "answer")),
        ('Begin the letter with the phrase "Dear Ana".', ("begin", "Dear Ana", None, None, "answer")),
        ('The last sentence must end with "see you soon".', ("end", "see you soon", None, None, "answer/sentence[-1]")),
        ('Incluye la palabra "mar" al menos dos veces.', ("include", "mar", 2, None, "answer")),
        ('Evita la palabra "muy".', ("exclude", "muy", None, 0, "answer")),
        ('Empieza con "Hola".', ("begin", "Hola", None, None, "answer")),
        ('Termina con "Adiós".', ("end", "Adiós", None, None, "answer")),
    ],
)
def test_a_literal_limit_has_its_kind_value_count_and_place(text, expected):
    assert literals(text) == [expected]


def test_the_letter_count_is_told_from_the_word_count():
    (limit,) = parse_limits(Document.of('The letter "e" must appear at most 40 times.'))
    assert (limit.kind, limit.value, limit.unit, limit.high) == ("include", "e", "letters", 40)


def test_each_of_several_literals_is_a_limit_of_its_own():
    text = 'Avoid the words "very", "really" and "quite".'
    assert [value for _, value, *_ in literals(text)] == ["very", "really", "quite"]
    assert [text[x.start : x.end] for x in parse_limits(Document.of(text))] == ['"very"', '"really"', '"quite"']


def test_word_class_order_and_company_of_literals_are_read():
    assert ("usage", "park as only verb", None, None, "answer") in literals('The word "park" must appear only as a verb.')
    assert ("order", "alpha before beta", None, None, "answer") in literals('The word "alpha" must appear before "beta".')
    values = [
        value for kind, value, *_ in literals('The words "sun" and "moon" must appear in the same sentence.') if kind == "order"
    ]
    assert values == ["sun with moon in sentence"]


def test_a_full_stop_inside_the_marks_belongs_to_the_sentence():
    assert literals('End with the phrase "thank you."')[0][1] == "thank you"


def test_a_question_mark_inside_the_marks_does_not_cut_the_sentence():
    text = 'The phrase "Can you help me?" must appear at least once.'
    assert literals(text) == [("include", "Can you help me?", 1, None, "answer")]


@pytest.mark.parametrize(
    "text",
    [
        'Find the files that contain "foo".',
        'The word "resign" appears in the letter below.',
        'What does the word "resign" mean?',
        'End with "yes" or "no".',
        'List the files with a name ending with "mp3".',
        'Rename all files starting with "a" to start with "b".',
        'List all folders whose names contain the word "old".',
        'Start a container with "docker run".',
        'Conclude with a "Summary" section.',
        '¿Qué significa la palabra "mar"?',
    ],
)
def test_a_mention_a_search_or_a_choice_is_no_limit(text):
    assert literals(text) == []


def test_an_opening_question_is_a_limit_without_a_literal():
    assert literals("Begin the first paragraph with a question.") == [
        ("begin", "a question", None, None, "answer/paragraph[1]")
    ]
