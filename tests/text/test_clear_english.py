"""Texts that are clearly English are decided for a whole batch, with the result each would get alone."""

from hypothesis import given
from hypothesis import strategies as st

from promptsmith.text.batch import Batch
from promptsmith.text.clear_english import clear_english
from promptsmith.text.language import detect_languages

CLEAR = "Write about the sea and what it does to us"


def test_a_text_full_of_english_function_words_is_decided():
    # Nine English words, all but "sea", which is a Spanish one: a lead of 8 gives 0.5 + 0.3 (1 - (2/3)^8) + 0.2.
    assert clear_english(Batch.of([CLEAR])) == {0: 0.988}


def test_short_spanish_accented_and_addressed_texts_are_left_to_the_single_judge():
    texts = [
        "the",
        "Escribe sobre el mar y lo que nos hace",
        f"{CLEAR} é",
        f"{CLEAR} a/b",
        f"{CLEAR} me@example.org",
        CLEAR * 40,
    ]
    assert clear_english(Batch.of(texts)) == {}


def test_code_has_no_say():
    assert list(clear_english(Batch.of([f"{CLEAR}\n```\nπ/2\n```\n", "```\n" + CLEAR + "\n```"]))) == [0]


PIECES = st.sampled_from(
    [
        "the",
        "don't",
        "rock'n'roll",
        "it's'what",
        "you",
        "'",
        "''",
        "de",
        "la",
        "que",
        "{{x}}",
        "word{{x}}word",
        "a/b",
        "é",
        "`if the`",
        "\n",
        "1",
    ]
)


@given(st.lists(st.lists(PIECES, max_size=12).map(" ".join), max_size=4))
def test_every_text_has_the_language_it_has_alone(texts):
    batch = Batch.of(texts)
    names, confidences = detect_languages(texts)
    assert batch.languages[0] == names
    assert batch.languages[1].tolist() == confidences.tolist()
