import pytest

from promptsmith.features.families import measure


def test_the_formula_is_reproduced_by_hand():
    # 12 characters; 4 words, 4 types, one sentence of 4 words, 1 of 4 words technical ("SQL").
    text = "a b SQL cc d"
    expected = 0.2 * 12 / 500 + 0.3 * 5 / 20 + 0.3 * 1.0 + 0.2 * 0.2
    assert measure([text])["complexity"].tolist() == [pytest.approx(expected)]


def test_every_factor_is_capped():
    sentence = " ".join(f"word{number}" for number in range(100)) + "."
    assert measure([sentence])["complexity"].tolist() == [pytest.approx(0.2 + 0.3 + 0.3)]


def test_a_text_without_words_has_no_complexity():
    assert measure(["", "   ", "!!!"])["complexity"].tolist() == [0.0, 0.0, 0.0]


def test_a_spanish_sentence_counts_like_an_english_one():
    english, spanish = measure(["the red house here", "esa casa roja aquí"])["complexity"].tolist()
    assert english == spanish
