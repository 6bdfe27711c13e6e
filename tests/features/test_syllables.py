import pytest

from promptsmith.features.letters import letter_runs
from promptsmith.features.syllables import english_syllables, spanish_syllables
from promptsmith.text.batch import Batch

ENGLISH = {
    1: "cat make called quotes eye played you through strength",
    2: "table user create being yellow likely movement people client",
    3: "idea banana beautiful creating requirement engineer",
    4: "information reality realism education",
    5: "university organization",
}
SPANISH = {
    1: "sol rey muy y pie guion",
    2: "hola ayer aire queso guerra leer viuda reina",
    3: "países pingüino poeta ahora escuela construirlo",
    4: "teoría aéreo murciélago información",
    5: "aeropuerto psicología",
}


def cases(table):
    return [(word, count) for count, words in table.items() for word in words.split()]


@pytest.mark.parametrize(("word", "count"), cases(ENGLISH))
def test_english_syllables(word, count):
    assert english_syllables(letter_runs(Batch.of([word]))).tolist() == [count]


@pytest.mark.parametrize(("word", "count"), cases(SPANISH))
def test_spanish_syllables(word, count):
    assert spanish_syllables(letter_runs(Batch.of([word]))).tolist() == [count]


def test_capitals_without_vowels_are_spelt():
    assert english_syllables(letter_runs(Batch.of(["SQL", "HTML", "grr"]))).tolist() == [3, 4, 1]


def test_letter_case_does_not_matter_for_words():
    runs = letter_runs(Batch.of(["Banana BANANA banana"]))
    assert english_syllables(runs).tolist() == [3, 3, 3]
    assert spanish_syllables(runs).tolist() == [3, 3, 3]
