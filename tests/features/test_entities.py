import pytest

from promptsmith.features import entities, families
from promptsmith.features.entities import find_entities


def found(text):
    return [(text[start:end], label) for start, end, label in find_entities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Load orders.csv into PostgreSQL 16, see https://docs.example.org/a?b=1 (v1.2.3).",
            [
                ("orders.csv", "FILE_PATH"),
                ("PostgreSQL", "DATABASE"),
                ("16", "VERSION"),
                ("https://docs.example.org/a?b=1", "URL"),
                ("v1.2.3", "VERSION"),
            ],
        ),
        (
            "Write to ana.perez@example.com by March 5, 2024; at most 200 words, 10 MB, 5%, $20.",
            [
                ("ana.perez@example.com", "EMAIL"),
                ("March 5, 2024", "DATE"),
                ("200 words", "NUMBER_WITH_UNIT"),
                ("10 MB", "NUMBER_WITH_UNIT"),
                ("5%", "NUMBER_WITH_UNIT"),
                ("$20", "NUMBER_WITH_UNIT"),
            ],
        ),
        (
            "Parse the CSV and .json files in /var/log/app with Python 3.11 on 10.0.0.1:8080",
            [
                ("CSV", "FILE_TYPE"),
                (".json", "FILE_TYPE"),
                ("/var/log/app", "FILE_PATH"),
                ("Python", "LANGUAGE"),
                ("3.11", "VERSION"),
                ("10.0.0.1:8080", "IP_ADDRESS"),
            ],
        ),
        (
            "Resume en 3 párrafos el informe del 5 de enero de 2024 y del 2024-01-31",
            [("3 párrafos", "NUMBER_WITH_UNIT"), ("5 de enero de 2024", "DATE"), ("2024-01-31", "DATE")],
        ),
        ("Use OAuth2 over gRPC", [("OAuth2", "SECURITY"), ("gRPC", "PROTOCOL")]),
    ],
)
def test_entities_have_exact_spans_and_labels(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "You may 5 times say and/or 1/2 of it.",
        "The end.Start again in the 1970s",
        "Line one\\nline two",
        "I have 3 ideas, 3.5 if you count twice",
        "Marzo fue frío. Camina hasta el 7",
    ],
)
def test_ordinary_text_has_no_entities(text):
    assert found(text) == []


def test_a_product_number_without_a_technology_is_no_version():
    assert found("Compare the iPhone 15 with chapter 3") == []


def test_a_library_whose_name_looks_like_a_file_is_the_library():
    assert found("Use node.js and main.js") == [("node.js", "FRAMEWORK"), ("main.js", "FILE_PATH")]


def test_the_column_counts_what_the_list_holds():
    texts = ["See https://a.org and b.csv", "nothing here", "", "Python 3.11, 5%, 10 MB", "5 de mayo de 2025"]
    assert families.measure(texts)["n_entities"].tolist() == [len(find_entities(text)) for text in texts]


def test_an_address_at_the_end_of_a_text_does_not_reach_into_the_next():
    assert families.measure(["https://a.org", "b.csv", "x@y.org", "5", "MB"])["n_entities"].tolist() == [1, 1, 1, 0, 0]


def test_an_address_inside_an_address_is_part_of_it():
    text = "Open https://a.org/?next=https://b.org/x now"
    assert found(text) == [("https://a.org/?next=https://b.org/x", "URL")]


def test_patterns_make_a_spacy_entity_ruler_that_keeps_verbs_apart():
    import spacy

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler", config={"phrase_matcher_attr": "LOWER"})
    ruler.add_patterns(entities.entity_patterns())
    labels = {entity.text: entity.label_ for entity in nlp("go and ask python about Go and postgresql").ents}
    assert labels == {"python": "LANGUAGE", "Go": "LANGUAGE", "postgresql": "DATABASE"}
