import pytest

from promptsmith.features.families import measure


def column(name, *texts):
    return measure(list(texts))[name].tolist()


def test_words_sentences_and_lines_are_counted_by_hand():
    text = "Write a poem. Use 3 stanzas!\n\n- one idea\n- two ideas"
    features = measure([text])
    counted = {name: features[name].tolist()[0] for name in ("n_chars", "n_words", "n_sentences", "n_lines", "n_digits_words")}
    assert counted == {"n_chars": 52, "n_words": 10, "n_sentences": 4, "n_lines": 3, "n_digits_words": 1}


def test_an_empty_text_has_no_size():
    features = measure([""])
    names = ("n_chars", "n_words", "n_sentences", "n_tokens_est", "n_lines", "n_digits_words", "mean_sentence_words")
    assert [features[name].tolist()[0] for name in (*names, "type_token_ratio")] == [0] * 8


def test_spanish_words_with_accents_are_whole_words():
    assert column("n_words", "¿Cuántos países añadió México?") == [4]


def test_the_same_word_in_another_letter_case_is_not_a_new_type():
    assert column("type_token_ratio", "The cat saw the dog", "sol Sol SOL") == [0.8, pytest.approx(1 / 3)]


def test_equal_words_of_different_texts_stay_apart():
    assert column("type_token_ratio", "red blue", "red blue", "red red") == [1.0, 1.0, 0.5]


def test_mean_sentence_length_is_words_over_sentences():
    assert column("mean_sentence_words", "One two three. Four five six seven eight.", "Hola.") == [4.0, 1.0]


def test_windows_line_ends_are_single_line_breaks():
    features = measure(["first\r\nsecond\r\n\r\nthird"])
    assert features["n_newlines"].tolist() == [3]
    assert features["n_lines"].tolist() == [3]


def test_short_texts_have_the_token_counts_of_a_model_vocabulary():
    # Pieces of the o200k vocabulary: "Write| a| short| poem|.", "Hello", "x| =| |123|45" and one line break.
    assert column("n_tokens_est", "Write a short poem.", "Hello", "x = 12345", "\n") == [5, 1, 5, 1]


def test_tokens_grow_with_punctuation_digits_and_long_words():
    plain, marked, digits, long = column(
        "n_tokens_est", "a b c d", "a, b, c, d!", "1 123456 1 1", "incomprehensibilities a b c"
    )
    assert marked > plain
    assert digits > plain
    assert long > plain


def test_every_non_empty_text_has_a_token():
    assert column("n_tokens_est", " ", "a", ".") == [1, 1, 1]


def test_language_is_reported_with_a_confidence():
    features = measure(["Write a summary of this article for my manager.", "Escribe un resumen de este artículo para mi jefa."])
    assert features["language"].tolist() == ["en", "es"]
    assert all(0.0 < value <= 1.0 for value in features["language_confidence"].tolist())
