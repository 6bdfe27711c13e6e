"""What is said twice counts once, and inputs on a line of their own are set apart."""

import pytest

from promptsmith.features.families import measure


def test_a_content_word_counts_once_in_whatever_case():
    found = measure(["Paint the house, paint THE HOUSE and the garden.", "", "Paint"])
    assert found["n_distinct_content_words"].tolist() == [3, 0, 1]


def test_neighbouring_texts_do_not_share_words():
    assert measure(["house", "house garden"])["n_distinct_content_words"].tolist() == [1, 2]


def test_of_two_equal_sentences_half_is_said_first():
    twice = "Describe the old house by the river. "
    assert measure([twice, twice * 2, ""])["share_first_said"].tolist() == [1.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Translate the sentence.\nSentence: {sentence}\n", 1.0),
        ("Please translate the sentence {sentence} into Latin now.", 0.0),
        ("Please translate the sentence {sentence} into Latin now.\nTone: {tone}", 0.5),
        ("Name three rivers.", 1.0),
    ],
)
def test_a_placeholder_beside_at_most_three_words_is_set_apart(text, share):
    assert measure(["Name a city.", text])["share_set_apart"].tolist() == [1.0, share]
