import pytest

from promptsmith.features import families, terms
from promptsmith.features.technical_terms import LABELS, technical_terms
from promptsmith.text.batch import Batch
from promptsmith.text.terms import TermMatcher


def listed(*texts):
    batch = Batch.of(list(texts))
    return terms.technical_terms_of(batch, TermMatcher(terms.TERM_SETS).find(batch))


def test_terms_are_listed_as_written():
    assert listed("Explain OAuth2 and JWT with a Python script", "Explica oauth2 y JWT con un script de Python") == [
        ["OAuth2", "JWT", "Python"],
        ["oauth2", "JWT", "script de Python"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Go to the store and buy bread",
        "Act as a teacher of my class",
        "Rust on an old car",
        "A swift reply, please",
        "Express the idea in one line",
        "Draw a spring day with flowers",
        "I excel at sport",
        "Select the best place where we join the others",
        "SELECT THE BEST PLACE AND LIMIT THE COST",
        "Haz una lista de flores de primavera",
    ],
)
def test_ordinary_words_are_no_technical_terms(text):
    assert listed(text) == [[]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Translate this function to Go", ["Go"]),
        ("Write a function in Rust that parses CSV", ["Rust", "CSV"]),
        ("I am learning React hooks and Node", ["React", "Node"]),
        ("Rewrite it with WHERE and JOIN", ["WHERE", "JOIN"]),
        ("Escribe en Go un servidor que devuelva JSON", ["Go", "JSON"]),
    ],
)
def test_ambiguous_words_count_in_their_technical_spelling_beside_evidence(text, found):
    assert listed(text) == [found]


def test_the_scheme_of_an_address_is_no_term():
    assert listed("Read https://example.org first") == [[]]


def test_distinct_terms_count_once_and_the_share_counts_every_word():
    features = families.measure(["Python or Python or Java", "REST API", "plain words only", ""])
    assert features["n_technical_terms"].tolist() == [2, 1, 0, 0]
    assert features["technical_share"].tolist() == [0.6, 1.0, 0.0, 0.0]


def test_both_spellings_of_git_are_one_term():
    features = families.measure(["Run git after the build; Git is installed on the server"])
    assert features["n_technical_terms"].tolist() == [1]


def test_every_term_has_a_label_and_a_form_and_is_listed_once():
    listed_terms = technical_terms()
    assert len({term.term for term in listed_terms}) == len(listed_terms) > 600
    assert {term.label for term in listed_terms} == set(LABELS)
    assert {term.form for term in listed_terms} == {"any", "exact", "context"}
