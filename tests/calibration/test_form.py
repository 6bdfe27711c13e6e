"""The form of a sentence is seen in its skeleton and not in its layout, its names or its length."""

import random

import numpy as np
import pytest

from promptsmith.calibration.corrupt import OPERATORS, corrupt
from promptsmith.calibration.form_fit import Rows, pack, solve
from promptsmith.features.families import measure
from promptsmith.features.form import form_table, request_grams, sentence_forms
from promptsmith.features.form_tokens import N_COLUMNS, sentence_grams
from promptsmith.text.batch import Batch


def columns(text: str) -> list[int]:
    """The columns of all entries of a text, ordered."""
    return sorted(sentence_grams(Batch.of([text])).flat()[1].tolist())


def form(text: str) -> float:
    return float(measure([text])["form"][0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("What is the tallest tower in Lyon?", "What is the tallest tower in Lyon ?"),
        ("Write a letter to the landlord.", "Write a **letter** to the landlord."),
        ("Translate {text} into Latin.", "Translate {paragraph} into Latin."),
        ("Explain `lambda x: x` to a child.", "Explain `map(str, y)` to a child."),
    ],
)
def test_space_before_a_mark_bold_and_names_of_variables_change_no_n_gram(one, other):
    assert columns(one) == columns(other)


def test_a_content_word_of_the_same_class_and_ending_leaves_the_skeleton_and_changes_its_parts_and_pairs_only():
    one, other = columns("Where does the carpenter live?"), columns("Where does the gardener live?")
    first_part = (1 << 17) + (1 << 16)
    assert [c for c in one if c < first_part] == [c for c in other if c < first_part]
    assert one != other


def test_four_tokens_give_the_n_grams_parts_and_pairs_that_are_counted_by_hand():
    # "Name three rivers." is 4 tokens and 2 frames: 6 + 5 + 4 + 3 fine and 5 + 4 + 3 + 2 + 1 coarse n-grams. Frame words include
    # "name" alone: two content words have three parts each, and one pair of neighbours has exactly one word that is kept whole.
    grams = sentence_grams(Batch.of(["Name three rivers."]))
    assert grams.n_entries.tolist() == [18 + 15 + 6 + 1]
    assert len(grams.flat()[1]) == 40


def test_the_sum_at_places_is_the_sum_over_entries():
    batch = Batch.of(["Write a poem. It must rhyme!", "", "How do I sort a list of names in Python?"])
    grams, coefficients = sentence_grams(batch), np.random.default_rng(0).normal(size=N_COLUMNS).astype(np.float32)
    sentence, column, value = grams.flat()
    expected = np.zeros(len(grams.n_entries))
    np.add.at(expected, sentence, coefficients[column] * value)
    assert grams.sums(coefficients) == pytest.approx(expected, rel=1e-5)


def test_a_text_has_the_same_form_alone_and_among_others():
    texts = ["Write a poem.", "1. Sort the list.\n2. Print it.", "", "???", "¿Cuántos ríos hay en Chile?"]
    together = measure(texts)
    for number, text in enumerate(texts):
        alone = measure([text])
        assert (alone["form"][0], alone["request_stated"][0]) == (together["form"][number], together["request_stated"][number])


def test_no_texts_and_texts_without_words_have_no_form():
    assert len(measure([])["form"]) == 0
    assert measure(["", "?!"])["form"].tolist() == [0.0, 0.0]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("How can I repair a bicycle chain?", "Repairing bicycle chain"),
        ("What is the capital of Peru?", "What capital the is Peru of?"),
        ("Which of the two roads is older?", "Which of two roads older?"),
    ],
)
def test_a_whole_question_has_a_better_form_than_its_fragment(better, worse):
    assert form(better) > form(worse)


def test_saying_a_sentence_twice_does_not_change_its_form():
    once, twice = form("How can I repair a bicycle chain?"), form("How can I repair a bicycle chain? " * 2)
    assert twice == pytest.approx(once, abs=1e-6)


def test_each_sentence_has_a_form_and_their_mean_is_the_form_of_the_text():
    batch = Batch.of(["What is the capital of Peru? Peru capital the what."])
    _, start, end, forms = sentence_forms(batch)
    assert [batch.joined[a:b] for a, b in zip(start, end, strict=True)] == [
        "What is the capital of Peru?",
        "Peru capital the what.",
    ]
    assert forms.mean() == pytest.approx(form(batch.texts[0]))


def test_the_committed_table_is_small_and_names_its_sources_and_licences():
    from promptsmith.features.form import TABLE_PATH

    assert TABLE_PATH.stat().st_size < 1_000_000
    with np.load(TABLE_PATH, allow_pickle=False) as stored:
        assert sorted(stored.files) == ["meta", "request", "sentence"]
        assert {stored[name].dtype for name in ("request", "sentence")} == {np.dtype(np.int8)}
        assert "CC-BY-SA-4.0" in str(stored["meta"])
    assert form_table().sentence.shape == (N_COLUMNS,)


def test_a_defect_that_is_counted_cannot_raise_the_request():
    # The sign each column may have: ambiguity at most 0, what is stated at least 0.
    named = form_table().named
    assert named["ambiguity"][0] <= 0
    assert all(named[name][0] >= 0 for name in named if name.startswith("n_") and name != "n_verbs")


def test_the_request_of_two_equal_sentences_counts_both():
    batch = Batch.of(["Name it.", "Name it. Name it."])
    grams, ones = sentence_grams(batch), np.zeros(N_COLUMNS, dtype=np.float32)
    ones[sentence_grams(Batch.of(["Name it."])).flat()[1]] = 1.0
    once, twice = request_grams(batch, grams, ones)
    assert twice == pytest.approx(once * np.sqrt(2.0))  # twice the sum over the root of twice the number


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_corrupted_sentence_keeps_its_mark_and_gets_no_new_word(operator):
    sentence = "Write a letter to the owner of the house."
    worse = corrupt(sentence, operator, random.Random(4))
    assert worse != sentence
    assert worse.endswith(".")
    words = sorted(sentence[:-1].split())
    if operator in ("shuffle", "swap"):
        assert sorted(worse[:-1].split()) == words
    elif operator == "drop":
        # Five of its words are function words (a, to, the, of, the): three of them go.
        assert len(worse.split()) == len(words) - 3
    else:
        assert len(set(worse[:-1].split()) - set(words)) == 1


def test_the_joint_ridge_equals_the_closed_form_on_one_set_without_intercept():
    from scipy import sparse

    x, y = np.array([[1.0, 0.0], [1.0, 1.0], [0.0, 2.0]]), np.array([1.0, 2.0, 0.5])
    rows = Rows(sparse.csr_matrix(x), y, np.array([1.0, 2.0, 1.0]), has_intercept=False)
    weighted = np.diag([1.0, 2.0, 1.0])
    expected = np.linalg.solve(x.T @ weighted @ x + 0.5 * np.eye(2), x.T @ weighted @ y)
    assert solve([rows], damping=0.5)[0] == pytest.approx(expected, abs=1e-6)


def test_packed_coefficients_are_within_half_a_step_of_the_given_ones():
    given = np.linspace(-1, 1, 1001)
    packed, step = pack(given)
    assert packed.dtype == np.int8
    assert np.abs(packed * step - given).max() <= step * 0.51
