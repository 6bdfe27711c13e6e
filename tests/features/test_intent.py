"""The intent is the head verb of the first request."""

from __future__ import annotations

import math

import pytest

from promptsmith.config import INTENTS
from promptsmith.datasets import load_samples
from promptsmith.features import intent
from promptsmith.features.intent_words import INTENT_VERBS
from promptsmith.text.batch import Batch
from promptsmith.text.terms import TermMatcher

MATCHER = TermMatcher(intent.TERM_SETS)


def read(*texts: str) -> dict[str, list]:
    batch = Batch.of(texts)
    return {name: column.tolist() for name, column in intent.compute(batch, MATCHER.find(batch), {}).items()}


def test_the_table_of_verbs_knows_exactly_the_six_intents():
    assert set(INTENT_VERBS) == set(INTENTS)


def test_no_verb_stands_under_two_intents():
    owners: dict[str, set[str]] = {}
    for name, listed in INTENT_VERBS.items():
        for word in listed.split():
            owners.setdefault(word.rstrip("~"), set()).add(name)
    assert {word: names for word, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Propose three names for a bakery.", "create"),
        ("Plan a weekend in Lisbon.", "create"),
        ("Draft a reply to the customer.", "create"),
        ("Propón tres nombres para una panadería.", "create"),
        ("Planifica un fin de semana en Lisboa.", "create"),
        ("Rewrite this paragraph in a formal tone.", "modify"),
        ("Translate: hola", "modify"),
        ("Traduce este texto al inglés.", "modify"),
        ("Classify each review.", "analyze"),
        ("Extract the dates from the text.", "analyze"),
        ("Summarize the article.", "analyze"),
        ("Compare PostgreSQL and MySQL.", "analyze"),
        ("Clasifica cada reseña.", "analyze"),
        ("Resume el artículo.", "analyze"),
        ("Explain how a lock works.", "explain"),
        ("Explica cómo funciona un candado.", "explain"),
        ("Fix the login page.", "debug"),
        ("Depura esta función.", "debug"),
        ("Optimize the query.", "optimize"),
        ("Mejora este párrafo.", "optimize"),
    ],
)
def test_the_first_verb_decides(text, expected):
    columns = read(text)
    assert (columns["intent"], columns["intent_confidence"]) == ([expected], [0.9])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please translate this into German.", "modify"),
        ("Por favor, traduce esto al alemán.", "modify"),
        ("Can you fix my login page?", "debug"),
        ("¿Puedes arreglar mi página?", "debug"),
        ("I want you to write a story.", "create"),
        ("Quiero que escribas un cuento.", "create"),
        ("Given two lists, compare them.", "analyze"),
        ("Dadas dos listas, compara sus elementos.", "analyze"),
        ("1. Refactor the module", "modify"),
    ],
)
def test_openers_leads_and_clauses_stand_before_the_verb(text, expected):
    assert read(text)["intent"] == [expected]


def test_questions_ask_for_an_explanation_or_for_a_fact():
    texts = [
        "Why is the sky blue?",
        "How do magnets work?",
        "Which river is longest?",
        "¿Por qué llueve?",
        "¿Cuántos ríos hay?",
    ]
    columns = read(*texts)
    assert columns["intent"] == ["explain", "explain", "analyze", "explain", "analyze"]
    assert columns["intent_confidence"] == [0.6] * 5


def test_signs_of_a_fault_turn_a_question_into_debugging_but_not_a_clear_verb():
    columns = read("Why is my build not working?", "¿Por qué no funciona mi script?", "Explain why it keeps failing.")
    assert columns["intent"] == ["debug", "debug", "explain"]


def test_make_it_faster_optimizes_what_exists():
    columns = read("Make this query faster.", "Haz que esta consulta sea más rápida.", "Make a faster car.")
    assert columns["intent"] == ["optimize", "optimize", "create"]


def test_listing_what_exists_analyzes_and_listing_a_number_creates():
    assert read("List all files.", "List ten cities.")["intent"] == ["analyze", "create"]


def test_a_label_is_no_verb():
    assert read("Context: shoes. Format: JSON.")["intent"] == [None]
    assert math.isnan(read("Context: shoes. Format: JSON.")["intent_confidence"][0])


def test_a_bare_noun_is_weak_evidence():
    columns = read("Short story about a lighthouse", "Traducción de una carta")
    assert columns["intent"] == ["create", "modify"]
    assert columns["intent_confidence"] == [0.35, 0.35]


def test_a_second_intent_lowers_the_confidence():
    columns = read("Write a poem. Write a song.", "Write a poem. Translate it into French.")
    assert columns["intent"] == ["create", "create"]
    assert columns["intent_confidence"] == [0.9, pytest.approx(0.675)]


def test_nonsense_and_plain_description_have_no_intent_and_no_request():
    columns = read("asdf qwer zxcv", "red shoes on white ground", "")
    assert columns["intent"] == [None, None, None]
    assert columns["has_request"] == [False, False, False]


def test_requests_are_imperatives_questions_wishes_and_roles():
    texts = ["Use short words.", "Is it late?", "I need a plan", "Actúa como un traductor.", "The sky is blue."]
    assert read(*texts)["has_request"] == [True, True, True, True, False]


def test_imperatives_are_counted_once_per_sentence():
    text = "Write a poem. Use short lines. Do not rhyme. The sea is grey. Evita los adjetivos."
    assert read(text)["n_imperatives"] == [4]


def test_quoted_verbs_are_not_requests():
    assert read('"Write a poem" "Translate a letter"')["n_imperatives"] == [0]


def test_a_text_gets_the_same_intent_alone_and_in_company():
    texts = [row["prompt"] for row in load_samples()]
    assert read(*texts)["intent"] == [read(text)["intent"][0] for text in texts]


def test_the_samples_are_all_told_right():
    samples = load_samples()
    assert read(*[row["prompt"] for row in samples])["intent"] == [row["intent"] for row in samples]


def test_no_texts_give_empty_columns():
    assert read() == {"intent": [], "intent_confidence": [], "n_imperatives": [], "has_request": []}
