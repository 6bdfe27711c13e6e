"""Gate columns by hand count."""

import pytest

from promptsmith.features.families import measure
from promptsmith.text.batch import hash_term


@pytest.mark.parametrize(
    ("text", "count"),
    [("vK39-mar.Lun", 1), ("abcd123", 0), ("password", 0), ("12345678", 0), ("use (tr3boL9x) and ab1", 1), ("", 0)],
)
def test_mixed_words_have_eight_characters_a_letter_and_a_digit(text, count):
    assert measure([text])["n_mixed_words"].tolist() == [count]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("4539 1488 0343 6467", 16),
        ("in 2024, about 12 of 345", 4),
        ("48291735S", 8),
        ("1, 2, 3", 1),
        ("none", 0),
        ("12  34", 2),
    ],
)
def test_the_longest_number_joins_groups_one_character_apart(text, digits):
    assert measure([text])["longest_number"].tolist() == [digits]


def test_numbers_of_two_texts_are_not_joined():
    assert measure(["1234", "5678"])["longest_number"].tolist() == [4, 4]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Use plain words. Name it. Use plain words!", 1),
        ("1. Stay short\n2. Stay short\n3. Stay short", 2),
        ("Use plain words. Use words plain.", 0),
        ("- Stay short\n* stay SHORT", 1),
        ("", 0),
    ],
)
def test_repeated_sentences_have_the_same_words_in_the_same_order(text, count):
    assert measure([text])["n_repeated_sentences"].tolist() == [count]


@pytest.mark.parametrize(
    ("text", "repeated", "similar"),
    [
        ("Use plain words. Always use plain words.", 0, 1),
        ("Use plain words. Use plain words.", 1, 1),
        ("Use plain words. Use only plain words.", 0, 0),
        ("1. Use plain words\n2. You must use plain words", 0, 1),
        ("Use words plain. Use plain words.", 0, 0),
        ("", 0, 0),
    ],
)
def test_similar_sentences_differ_in_fillers_only(text, repeated, similar):
    columns = measure(["Name a river.", text])
    assert columns["n_repeated_sentences"].tolist() == [0, repeated]
    assert columns["n_similar_sentences"].tolist() == [0, similar]


def test_script_seams_are_letters_of_other_alphabets_beside_latin_ones():
    assert measure(["pr\u0456ce", "\u0410pple \u0434\u0430", "\u043f\u0440 pr", "\u03b1\u00e9"])["n_script_seams"].tolist() == [
        1,
        1,
        0,
        1,
    ]


def test_sentences_of_two_texts_do_not_repeat_each_other():
    assert measure(["Stay short.", "Stay short."])["n_repeated_sentences"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Write to {{name}} and {x}.", 0),
        ("Write to {{name}.", 1),
        ("Write to {{ }}.", 1),
        ("Escribe a {\n}.", 2),
        ('Return {"a": {"b": {c}}}.', 0),
        ("", 0),
    ],
)
def test_odd_braces_are_lines_that_do_not_balance_and_empty_double_braces(text, count):
    assert measure(["{", text])["n_odd_braces"].tolist() == [1, count]


def test_hidden_typographic_and_misread_characters_are_counted():
    columns = measure(["plain", "a\u200bb\u202e", "“x”\u00a0y", "caf\u00c3\u00a9 \ufffd", "é. à la carte"])
    assert columns["n_hidden"].tolist() == [0, 2, 0, 0, 0]
    assert columns["n_typographic"].tolist() == [0, 0, 3, 0, 0]
    assert columns["n_misread"].tolist() == [0, 0, 0, 2, 0]


def test_the_last_letters_are_those_behind_an_apostrophe():
    columns = measure(["Don't", "Make it!", "123", "", "uno Dos 3"])
    assert columns["last_letters_hash"].tolist() == [hash_term("t"), hash_term("it"), 0, 0, hash_term("dos")]
