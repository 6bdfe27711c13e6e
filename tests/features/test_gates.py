"""Gate columns by hand count."""

import pytest

from promptsmith.features.families import measure


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


def test_sentences_of_two_texts_do_not_repeat_each_other():
    assert measure(["Stay short.", "Stay short."])["n_repeated_sentences"].tolist() == [0, 0]
