from promptsmith.features.families import measure


def counts(text, *names):
    features = measure([text])
    return {name: features[name].tolist()[0] for name in names}


def test_numbers_limits_and_formats_are_counted():
    text = "Write at most 200 words in two paragraphs as a JSON table for beginners, for example with a title."
    names = ("n_numbers", "n_limits", "n_format_words", "n_audience_words", "n_example_words")
    assert counts(text, *names) == {
        "n_numbers": 2,
        "n_limits": 2,
        "n_format_words": 4,
        "n_audience_words": 1,
        "n_example_words": 1,
    }


def test_spanish_wordings_count_alike():
    text = (
        "Escribe como máximo 200 palabras en dos párrafos para principiantes, por ejemplo con una tabla, sin adjetivos, "
        "para que se entienda."
    )
    names = (
        "n_numbers",
        "n_limits",
        "n_format_words",
        "n_audience_words",
        "n_example_words",
        "n_constraint_words",
        "n_purpose_words",
    )
    assert counts(text, *names) == {
        "n_numbers": 2,
        "n_limits": 2,
        "n_format_words": 2,
        "n_audience_words": 1,
        "n_example_words": 1,
        "n_constraint_words": 1,
        "n_purpose_words": 1,
    }


def test_constraints_and_purpose_are_wordings_not_occurrences():
    text = "You must not use slang. You must not use jargon. Avoid puns because children read it, because they do."
    assert counts(text, "n_constraint_words", "n_purpose_words") == {"n_constraint_words": 2, "n_purpose_words": 1}


def test_names_quotes_and_identifiers_are_named_things():
    text = 'Ask Maria in Lima to rename user_id and getName in `orders` to "client".'
    assert counts(text, "n_names", "n_identifiers", "n_quoted", "n_named") == {
        "n_names": 2,
        "n_identifiers": 2,
        "n_quoted": 2,
        "n_named": 6,
    }


def test_the_first_word_of_a_sentence_and_shouting_are_no_names():
    assert counts("Please stop it for now. Never DO THAT again while we are in New York or at NASA.", "n_names") == {
        "n_names": 3
    }


def test_capitals_everywhere_name_nothing():
    assert counts("Write A Story About Dragons And Kings", "n_names") == {"n_names": 0}


def test_a_name_inside_code_is_not_a_name_of_the_user():
    assert counts("Explain this.\n```\nclass Maria extends Person\n```", "n_names") == {"n_names": 0}


def test_content_words_are_the_words_that_are_no_function_words():
    features = measure(["The cat sat on the mat", "El gato duerme en la casa", "12 34", ""])
    assert features["n_content_words"].tolist() == [3, 3, 0, 0]
    assert features["share_content"].tolist() == [0.5, 0.5, 0.0, 0.0]
