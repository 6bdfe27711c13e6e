import math

import pytest

from promptsmith.features.families import measure


def ambiguity(*texts):
    return measure(list(texts))["ambiguity"].tolist()


@pytest.mark.parametrize(
    "text",
    ["do the thing with the stuff", "Make it better", "Fix this.", "Hazlo mejor", "Haz algo con las cosas", "Mejora esto"],
)
def test_requests_that_name_nothing_are_ambiguous(text):
    assert ambiguity(text)[0] >= 0.8


@pytest.mark.parametrize(
    "text",
    [
        "Summarize this article in 3 sentences for nurses.",
        "Write a PostgreSQL query that returns the ten customers with the highest revenue in 2024, grouped by region.",
        "Escribe un resumen de 3 frases del informe trimestral para la junta directiva.",
        "This function returns the sum of two integers; write its docstring.",
    ],
)
def test_precise_prompts_are_not_ambiguous(text):
    assert ambiguity(text)[0] <= 0.2


def test_the_formula_is_reproduced_by_hand():
    # One vague word ("nice") and one hedge ("maybe") among ten words: m = 1.5.
    text = "maybe draw one nice cat under two very old trees"
    share = (1.5 + 0.2) / (10 + 0.2)
    assert ambiguity(text) == [pytest.approx((1 - math.exp(-4 * share)) / (1 - math.exp(-4)))]


def test_the_empty_text_is_fully_ambiguous_and_nothing_exceeds_it():
    assert ambiguity("", "stuff things stuff") == [1.0, pytest.approx(1.0)]


def test_repeating_a_text_does_not_make_it_more_ambiguous():
    once = "Draw a nice cat under an old tree. "
    short, long = ambiguity(once, once * 20)
    assert long == pytest.approx(short, abs=0.08)


def test_each_kind_of_wording_has_its_column():
    features = measure(
        ["Maybe write something, add colours etc. as needed", "Quizás escribe algo, con colores, etc. si es necesario"]
    )
    names = ("n_hedges", "n_open_enumerations", "n_vague")
    assert {name: features[name].tolist() for name in names} == {
        "n_hedges": [1, 1],
        "n_open_enumerations": [1, 1],
        "n_vague": [2, 2],
    }


def test_words_in_code_and_quotes_are_not_vague():
    features = measure(["Explain the code.\n```\ngood = stuff\n```", 'Translate: "something good"'])
    assert features["n_vague"].tolist() == [0, 0]


@pytest.mark.parametrize(
    ("text", "n_open"),
    [
        ("Make it better", 1),
        ("Can you fix it?", 1),
        ("Resúmelo en tres líneas", 1),
        ("Mejora esto por favor", 1),
        ("Summarize this text", 0),
        ("Is it true that whales sing?", 0),
        ("It is raining in Lima today", 0),
        ("Translate this: hello", 0),
        ("Read the poem and make it shorter", 0),
        ("Explica esto:\nla luna gira", 0),
    ],
)
def test_a_reference_is_open_only_when_nothing_before_or_after_resolves_it(text, n_open):
    assert measure([text])["n_pronouns_open"].tolist() == [n_open]
