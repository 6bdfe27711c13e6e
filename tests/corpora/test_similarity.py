"""Similar texts: the measure by hand, the pairs against all pairs, and what cannot be compared."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.corpora.reading import read_texts
from promptsmith.corpora.similarity import exact_similarity, similar_pairs


def pairs_of(texts: list[str], least: float = 0.1, neighbours: int = 50) -> dict[tuple[int, int], float]:
    found = similar_pairs(read_texts(texts), np.arange(len(texts)), least=least, neighbours=neighbours)
    return dict(zip(zip(found.first.tolist(), found.second.tolist(), strict=True), found.similarity.tolist(), strict=True))


def naive(one: str, other: str) -> float:
    """The same index over sets of strings."""

    def parts(text: str) -> set[object]:
        words = text.split()
        return {*words, *pairwise(words)}

    a, b = parts(one), parts(other)
    return len(a & b) / len(a | b)


def test_similarity_counts_words_and_pairs_of_neighbours():
    # {name, three, rivers} and 2 pairs against {name, three, long, rivers} and 3 pairs: 3 words and 1 pair of 8 are shared.
    assert pairs_of(["Name three rivers.", "Name three long rivers."]) == {(0, 1): 4 / 8}


def test_case_and_edge_punctuation_make_no_difference():
    assert pairs_of(["NAME three rivers", "“Name” three, rivers!"]) == {(0, 1): 1.0}


def test_order_of_words_makes_a_difference():
    # Three shared words; pairs ab, bc against cb, ba.
    assert pairs_of(["alpha beta gamma", "gamma beta alpha"]) == {(0, 1): 3 / 7}


def test_the_most_similar_pair_is_first():
    texts = ["one two three four five six", "one two three four five seven", "one two three four eight nine"]
    found = similar_pairs(read_texts(texts), np.arange(3), least=0.1, neighbours=2)

    assert found.similarity.tolist() == sorted(found.similarity.tolist(), reverse=True)
    assert (found.first[0], found.second[0]) == (0, 1)


def test_texts_without_words_resemble_nothing():
    assert pairs_of(["🎉🎉", "🎉🎉 !", "..."]) == {}
    arrays = read_texts(["🎉", "…"])
    assert np.isnan(exact_similarity(arrays, np.array([0]), np.array([1]))).all()


@pytest.mark.parametrize("texts", [[], ["one text"]])
def test_fewer_than_two_texts_have_no_pairs(texts):
    assert pairs_of(texts) == {}


def test_a_pair_stays_when_it_is_among_the_best_of_one_side():
    base = "a b c d e f g h i j k l"
    texts = [base, base + " m", base + " n", base + " o p"]

    found = pairs_of(texts, neighbours=1)

    assert {number for pair in found for number in pair} == {0, 1, 2, 3}


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from("río sol mar luz pan sal té año".split()), min_size=1, max_size=12), min_size=2, max_size=8
    )
)
def test_similarities_equal_those_of_plain_sets(lists):
    texts = [" ".join(words) for words in lists]
    arrays = read_texts(texts)
    first, second = np.triu_indices(len(texts), 1)

    similarity = exact_similarity(arrays, first, second)

    expected = [naive(texts[one], texts[other]) for one, other in zip(first, second, strict=True)]
    assert similarity == pytest.approx(expected, abs=1e-12)


def test_near_copies_are_found_as_by_comparing_all():
    source = np.random.default_rng(7)
    words = [f"w{number}" for number in range(400)]
    originals = [list(source.choice(words, 30)) for _ in range(150)]
    changed = [
        [*text[:place], "new", *text[place + 1 :]] for text, place in zip(originals, source.integers(0, 30, 150), strict=True)
    ]
    texts = [" ".join(text) for text in (*originals, *changed)]

    found = pairs_of(texts, least=0.8)

    expected = {
        (one, other): naive(texts[one], texts[other])
        for one in range(300)
        for other in range(one + 1, 300)
        if naive(texts[one], texts[other]) >= 0.8
    }
    assert len(expected) == 150
    assert found == pytest.approx(expected)
