"""Versions in order, and what changed from one to the next."""

from datetime import date

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.corpora.drift import Step, compare_versions, version_steps
from promptsmith.text.document import Document


def drift_of(old, new):
    return compare_versions(old, new, parse_limits(Document.of(old)), parse_limits(Document.of(new)))


@pytest.mark.parametrize(
    ("versions", "ordered"),
    [
        ([10, 9, 2], [2, 1, 0]),
        (["v10", "v9", "v2"], [2, 1, 0]),
        (["1.10", "1.9", "draft"], [1, 0, 2]),
        ([date(2025, 3, 1), date(2024, 3, 1), date(2025, 1, 1)], [1, 2, 0]),
        (None, [0, 1, 2]),
    ],
)
def test_versions_are_ordered_by_value(versions, ordered):
    steps, faults = version_steps(None, versions, [True] * 3)

    assert (steps, faults) == ([Step(None, ordered[0], ordered[1]), Step(None, ordered[1], ordered[2])], [])


def test_groups_are_compared_apart_and_rows_without_text_are_passed_over():
    groups = ["a", "b", "a", "b", "a", None]

    steps, _ = version_steps(groups, None, [True, True, False, True, True, True])

    assert steps == [Step("a", 0, 4), Step("b", 1, 3)]


def test_a_version_that_occurs_twice_is_a_fault_of_the_later_row():
    steps, faults = version_steps(["a", "a", "a"], [1, 1, 2], [True] * 3)

    assert steps == [Step("a", 0, 2)]
    assert faults == [(1, "Version 1 of 'a' stands in row 0 already. Give each version its own name.")]


def test_words_sentences_and_limits_are_compared():
    drift = drift_of(
        "Name three rivers. Use at most 50 words. Write in a formal tone.", "Name three rivers. Use at most 80 words."
    )

    assert drift.sentences_removed == ["Use at most 50 words.", "Write in a formal tone."]
    assert drift.sentences_added == ["Use at most 80 words."]
    assert (drift.n_words_added, drift.n_words_removed) == (1, 6)
    assert [change.change for change in drift.changes] == ["loosened", "removed"]
    assert (drift.n_limits("loosened"), drift.n_limits("tightened")) == (1, 0)


def test_equal_texts_but_for_case_and_spacing_have_no_drift():
    drift = drift_of("Name three rivers.  Be brief.", "name THREE rivers. Be brief.")

    assert (drift.n_words_added, drift.n_words_removed, drift.sentences_added, drift.changes) == (0, 0, [], [])


def test_a_repeated_sentence_counts_as_often_as_it_occurs():
    drift = drift_of("Usa datos. Usa datos.", "Usa datos.")

    assert (drift.sentences_removed, drift.n_words_removed) == (["Usa datos."], 2)
