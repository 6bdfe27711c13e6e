"""A batch gives each text the same words, sentences and scopes as that text alone."""

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptsmith.config import BATCH_TEXTS
from promptsmith.text.batch import Batch, batches, code_points, fold, hash_term, hash_words
from promptsmith.text.classes import DIGIT, LETTER, UPPER
from promptsmith.text.document import Document
from promptsmith.text.hashes import SliceHasher, run_bounds


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in Document.of(text).sentences]


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in Document.of(text).words]


def test_words_are_pieces_between_white_space_without_edge_punctuation():
    assert words('Use "JSON", don\'t guess (3.5 max)!') == ["Use", "JSON", "don't", "guess", "3.5", "max"]


def test_pieces_without_letter_or_digit_are_no_words():
    assert words("a — b ... !!! c") == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One here. Two here! Three?", ["One here.", "Two here!", "Three?"]),
        ("Dr. Smith wrote it. Read it.", ["Dr. Smith wrote it.", "Read it."]),
        ("Use a format, e.g. JSON. Stop.", ["Use a format, e.g. JSON.", "Stop."]),
        ("La Sra. Gómez vino. Habló mucho.", ["La Sra. Gómez vino.", "Habló mucho."]),
        ("Version 3.5 is out. Use it.", ["Version 3.5 is out.", "Use it."]),
        ('He said "Go." Then left.', ['He said "Go."', "Then left."]),
        ("- one\n- two\n- three", ["- one", "- two", "- three"]),
        ("1. First\n2. Second", ["1. First", "2. Second"]),
        ("A wrapped\nline stays whole", ["A wrapped\nline stays whole"]),
        ("Title\n\nBody", ["Title", "Body"]),
        ("Do this:\nthat", ["Do this:", "that"]),
        ("¿Qué hora es? Dilo.", ["¿Qué hora es?", "Dilo."]),
    ],
)
def test_sentences_end_at_marks_blank_lines_items_and_labels(text, expected):
    assert sentences(text) == expected


@given(st.lists(st.text(), max_size=6))
def test_a_text_has_the_same_parts_in_any_batch(texts):
    together = Batch.of(texts)
    for row, text in enumerate(texts):
        shared, alone = Document(together, row), Document.of(text)
        assert shared.words == alone.words
        assert shared.sentences == alone.sentences
        assert shared.scopes == alone.scopes


@given(st.text())
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


def test_only_one_letter_grows_when_lowered():
    growing = [chr(code) for code in range(sys.maxunicode + 1) if len(chr(code).lower()) != 1]
    assert growing == ["İ"]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=30))
def test_equal_words_and_only_equal_words_have_equal_hashes(pieces):
    joined = "".join(pieces)
    ends = np.cumsum([len(piece) for piece in pieces])
    hashes = hash_words(code_points(joined), ends - [len(piece) for piece in pieces], ends).tolist()
    for first, one in zip(hashes, pieces, strict=True):
        for second, other in zip(hashes, pieces, strict=True):
            assert (first == second) == (one == other)


def test_a_word_has_the_hash_of_its_lower_case_form():
    batch = Batch.of(["SQL sql Sql"])
    assert set(batch.words.hash.tolist()) == {hash_term("sql")}


def test_batches_keep_the_order_and_are_bounded():
    texts = [str(number) for number in range(BATCH_TEXTS * 2 + 1)]
    parts = list(batches(texts))
    assert [len(part) for part in parts] == [BATCH_TEXTS, BATCH_TEXTS, 1]
    assert [text for part in parts for text in part.texts] == texts


def test_no_texts_make_no_batches_and_an_empty_batch_has_no_words():
    assert list(batches([])) == []
    assert Batch.of([]).n_words.tolist() == []
    assert Batch.of(["", " \n"]).n_sentences.tolist() == [0, 0]


def test_the_hash_of_a_slice_does_not_depend_on_where_it_stands():
    hashes = SliceHasher(code_points("cat dog cat")).hash(np.array([0, 4, 8]), np.array([3, 7, 11])).tolist()
    assert hashes[0] == hashes[2] == hash_term("cat")
    assert hashes[1] == hash_term("dog")


def test_a_long_array_of_code_points_hashes_as_a_short_one():
    text = "a" * 300_000 + " cat"
    assert SliceHasher(code_points(text)).hash(np.array([300_001]), np.array([300_004])).tolist() == [hash_term("cat")]


def test_runs_of_flags_are_half_open_and_may_touch_both_ends():
    start, end = run_bounds(np.array([True, True, False, True]))
    assert (start.tolist(), end.tolist()) == ([0, 3], [2, 4])


def test_the_kinds_of_a_word_are_those_of_all_its_characters():
    batch = Batch.of(["a1 22 B"])
    assert batch.word_kinds.tolist() == [LETTER | DIGIT, DIGIT, LETTER | UPPER]


def test_the_place_of_a_word_starts_anew_in_each_text():
    assert Batch.of(["one two", "", "three"]).word_places.tolist() == [0, 1, 0]


def test_flags_of_words_are_counted_in_each_text():
    batch = Batch.of(["one two", "", "three"])
    assert batch.count_words(np.array([True, False, True])).tolist() == [1, 0, 1]
    assert batch.first_word.tolist() == [0, 2, 2]


def test_each_sentence_knows_its_first_word():
    assert Batch.of(["One two. Three.", "Four"]).sentence_words.tolist() == [0, 2, 3]


def test_placeholders_are_found_once_for_a_batch():
    assert [[item.name for item in found] for found in Batch.of(["Hi {{name}}", "plain"]).placeholders] == [["name"], []]
