"""Tokens and entities by spaCy: with a model, without one, and without spaCy."""

from __future__ import annotations

import importlib.util
import re
from typing import Any

import numpy as np
import pytest

from promptsmith.errors import MissingComponentError, UnknownNameError
from promptsmith.schema import ENTITIES, TOKENS, check
from promptsmith.text.inputs import read_prompts
from promptsmith.text.linguistic import installed_model, linguistic_arrow_tables, linguistic_tables

PATTERNS: list[dict[str, Any]] = [
    {"label": "DATABASE", "pattern": "PostgreSQL"},
    {"label": "TECHNOLOGY", "pattern": "React"},
    {"label": "TECHNOLOGY", "pattern": [{"ORTH": "Go"}]},
    {"label": "TECHNOLOGY", "pattern": "GitHub Actions"},
]


def rows(columns: dict[str, list[Any]], *names: str) -> list[tuple[Any, ...]]:
    return list(zip(*(columns[name] for name in names), strict=True))


def test_spanish_tokens_have_code_point_spans_and_stop_words() -> None:
    text = "Resume el texto 😀 ñandú, por favor"
    tokens = linguistic_tables(["p1"], [text], ["es"], include=("tokens",)).tables["tokens"]
    assert rows(tokens, "text", "is_stop", "start", "end") == [
        ("Resume", False, 0, 6),
        ("el", True, 7, 9),
        ("texto", False, 10, 15),
        ("😀", False, 16, 17),
        ("ñandú", False, 18, 23),
        (",", False, 23, 24),
        ("por", True, 25, 28),
        ("favor", False, 29, 34),
    ]
    assert set(tokens["prompt_id"]) == {"p1"}


def test_without_a_model_lemma_and_part_of_speech_are_null_and_the_note_says_why() -> None:
    found = linguistic_tables([0], ["Write two short poems"], ["en"], use_models=False)
    assert found.tables["tokens"]["lemma"] == [None] * 4
    assert found.tables["tokens"]["part_of_speech"] == [None] * 4
    assert found.notes["tokens.en"] == (
        "lemma and part_of_speech are null: no spaCy model for English is used; "
        "install one, for example: python -m spacy download en_core_web_sm."
    )
    assert found.notes["entities.en"].startswith("only technical entities are found: ")


def test_with_a_model_lemmas_parts_of_speech_and_names_are_there() -> None:
    assert installed_model("en") is not None
    found = linguistic_tables([0], ["She wrote two letters from Paris."], ["en"])
    assert rows(found.tables["tokens"], "text", "lemma", "part_of_speech")[:4] == [
        ("She", "she", "PRON"),
        ("wrote", "write", "VERB"),
        ("two", "two", "NUM"),
        ("letters", "letter", "NOUN"),
    ]
    assert ("Paris", "GPE", installed_model("en"), 27, 32) in rows(
        found.tables["entities"], "text", "label", "source", "start", "end"
    )
    assert found.notes == {}


@pytest.mark.parametrize("use_models", [True, False])
def test_technical_terms_are_entities_with_and_without_a_model(use_models: bool) -> None:
    text = "Move postgresql to React and GitHub Actions with Go, then go on"
    entities = linguistic_tables([0], [text], ["en"], patterns=PATTERNS, use_models=use_models).tables["entities"]
    assert [row for row in rows(entities, "text", "label", "source", "start", "end") if row[2] == "rules"] == [
        ("postgresql", "DATABASE", "rules", 5, 15),
        ("React", "TECHNOLOGY", "rules", 19, 24),
        ("GitHub Actions", "TECHNOLOGY", "rules", 29, 43),
        ("Go", "TECHNOLOGY", "rules", 49, 51),
    ]


def test_spanish_prompts_get_the_same_technical_entities() -> None:
    entities = linguistic_tables([0], ["Migra postgresql a react"], ["es"], patterns=PATTERNS).tables["entities"]
    assert rows(entities, "text", "label") == [("postgresql", "DATABASE"), ("react", "TECHNOLOGY")]


def test_addresses_files_and_versions_are_known_by_their_form() -> None:
    text = "Read data.csv from https://example.org/a and mail ana@example.org about v2.1 or 3.5 or 1.2.3"
    entities = linguistic_tables([0], [text], ["en"], use_models=False).tables["entities"]
    assert rows(entities, "text", "label") == [
        ("data.csv", "FILE_TYPE"),
        ("https://example.org/a", "URL"),
        ("ana@example.org", "EMAIL"),
        ("v2.1", "VERSION"),
        ("1.2.3", "VERSION"),
    ]


def test_other_languages_are_cut_into_tokens_without_a_stop_list() -> None:
    found = linguistic_tables([0], ["Écris un poème"], ["other"])
    assert rows(found.tables["tokens"], "text", "is_stop", "lemma") == [
        ("Écris", None, None),
        ("un", None, None),
        ("poème", None, None),
    ]
    assert found.notes["tokens.other"].endswith("there is no language model for prompts whose language is other.")


def test_null_and_repeated_texts_keep_the_order_of_the_rows() -> None:
    tokens = linguistic_tables([1, 2, 3], ["one two", None, "one two"], ["en"] * 3, use_models=False).tables["tokens"]
    assert rows(tokens, "prompt_id", "text") == [(1, "one"), (1, "two"), (3, "one"), (3, "two")]


def test_arrow_tables_follow_their_declaration() -> None:
    prompts = read_prompts(["Write a poem", None, "Escribe un poema"])
    tables, _ = linguistic_arrow_tables(prompts, ["en", "es"], np.array([0, -1, 1]), ("tokens", "entities"))
    assert check(TOKENS, tables["tokens"]) == []
    assert check(ENTITIES, tables["entities"]) == []
    assert tables["tokens"]["prompt_id"].to_pylist() == [0, 0, 0, 2, 2, 2]


def test_unknown_tables_are_refused_with_a_suggestion() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown table to include 'token'\. Did you mean 'tokens'\?"):
        linguistic_tables([], [], [], include=("token",))


def test_missing_spacy_is_reported_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, package=None: None if name == "spacy" else real(name, package)
    )
    with pytest.raises(MissingComponentError, match=re.escape('pip install "promptsmith-lab[nlp]"')):
        linguistic_tables([0], ["Write"], ["en"])
