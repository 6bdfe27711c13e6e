import math

import pytest

from promptsmith.features.families import measure


def sentiment(*texts):
    return measure(list(texts))["sentiment"].tolist()


def test_a_single_toned_word_gives_half():
    assert sentiment("The service was good today", "El servicio fue bueno en la tienda de hoy") == [0.5, 0.5]


def test_a_strong_word_counts_twice():
    assert sentiment("What a terrible day we had there") == [pytest.approx(-2 / 3)]


def test_negation_turns_a_word_and_halves_it():
    assert sentiment("The food here was not good", "La comida de aquí no era buena") == [pytest.approx(-1 / 3)] * 2


def test_a_negator_of_another_sentence_turns_nothing():
    assert sentiment("They did not. Good food is what we want here") == [0.5]


def test_good_and_bad_balance_out():
    assert sentiment("The start was good but the end was bad") == [0.0]


def test_neutral_text_is_zero_and_no_words_are_unknown():
    neutral, empty = sentiment("Make a table of the users", "...")
    assert neutral == 0.0
    assert math.isnan(empty)


def test_another_language_has_no_sentiment():
    assert math.isnan(sentiment("Напиши красивое стихотворение о городе и море для моих друзей")[0])
