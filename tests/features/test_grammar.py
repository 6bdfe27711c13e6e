import pytest

from promptsmith.features.families import measure
from promptsmith.features.grammar import nonsense_kind


def kind(text):
    return nonsense_kind(measure([text])).tolist()[0]


@pytest.mark.parametrize("text", ["!!!###", "¿¿¿???", "12345 678", "🙂🙂🙂"])
def test_text_without_letters_is_symbols(text):
    assert kind(text) == "symbols"


@pytest.mark.parametrize(
    "text",
    [
        "asdf qwer zxcv",
        "aaaaaaaaaaaaaaaaaaaa",
        "kjhsdf kjhsd fkjhsdf please",
        "sdfsdf sdfsdf",
        "asdf qwer exactly 5 JSON must zxcv",
    ],
)
def test_keyboard_mash_is_garbage(text):
    assert kind(text) == "garbage"


@pytest.mark.parametrize(
    "text",
    [
        "sql database table optimize performance index schema query specific exact",
        "optimiza base datos índice consulta rendimiento esquema tabla exacto específico claro",
        "specific, exact, JSON, schema, audience, example, format, must",
        "must JSON exactly schema 5 only words format audience experts example",
        "exacto solo JSON siempre esquema formato ejemplo nunca público objetivo porque detallado",
    ],
)
def test_keywords_without_grammar_are_salad(text):
    assert kind(text) == "keyword salad"


@pytest.mark.parametrize(
    "text",
    [
        "make user table",
        "fix bug",
        "haz una tabla de usuarios",
        "hola",
        "6*7=?",
        "write sql query kubernetes nginx",
        "a red fox in the snow, cinematic lighting, 8k, highly detailed, octane render",
        "portrait of an old fisherman, oil painting, dramatic light, by a window, sharp focus",
        "Find all files named core under the home directory",
        "optimiza la consulta y explica cada paso",
        "Разработай план обучения для новых сотрудников нашей небольшой компании быстро",
        "",
    ],
)
def test_short_listed_and_foreign_prompts_are_no_nonsense(text):
    assert kind(text) is None


def test_evidence_is_counted_by_hand():
    features = measure(["make the table for me and sort zxcvq rows columns names fields"])
    names = ("n_function_words", "n_verbs", "opens_with_verb", "n_judged_words", "longest_run_without_function_word")
    assert [features[name].tolist()[0] for name in names] == [4, 2, True, 8, 6]
    assert features["share_wordlike"].tolist() == [7 / 8]


def test_runs_do_not_continue_into_the_next_text():
    features = measure(["red blue green", "black white", "the"])
    assert features["longest_run_without_function_word"].tolist() == [3, 2, 0]


def test_shares_are_zero_without_words():
    features = measure([""])
    assert [features[name].tolist()[0] for name in ("share_function_words", "share_known", "share_wordlike")] == [0.0, 0.0, 1.0]
