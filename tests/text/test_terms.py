"""Terms are found where they stand alone, in the scopes asked for, as one regular expression per term would find them."""

from hypothesis import given
from hypothesis import strategies as st

from promptsmith.text.batch import Batch
from promptsmith.text.terms import TermMatcher, TermSet, term_pattern


def found(texts, terms, **options):
    batch = Batch.of(texts)
    return TermMatcher([TermSet.of("t", terms)]).find(batch).of("t", **options)


def test_a_term_inside_a_longer_word_is_no_hit():
    assert found(["art started, art."], ["art"]).count().tolist() == [2]


def test_a_term_that_ends_in_a_sign_needs_no_boundary_there():
    assert found(["c++ and c++17"], ["c++"]).count().tolist() == [1 + 1]


def test_an_underscore_touches():
    assert found(["table_name table"], ["table"]).count().tolist() == [1]


def test_letter_case_and_curly_apostrophes_do_not_matter():
    assert found(["DON’T do it"], ["don't"]).words() == ["DON’T"]


def test_longest_drops_a_hit_inside_a_longer_one():
    assert found(["a rest api and an api"], ["api", "rest api"], longest=True).words() == ["rest api", "api"]


def test_without_longest_both_hits_count():
    assert found(["a rest api"], ["api", "rest api"]).count().tolist() == [2]


def test_hits_in_quotes_and_code_are_left_out_unless_asked_for():
    texts = ['Say "some thing" to `some` user with some care.']
    assert found(texts, ["some"]).count().tolist() == [1]
    assert found(texts, ["some"], scopes=None).count().tolist() == [3]
    assert found(texts, ["some"], scopes=("code",)).count().tolist() == [1]


def test_values_are_summed_and_distinct_terms_counted_per_text():
    batch = Batch.of(["good good bad", "bad", ""])
    hits = TermMatcher([TermSet("mood", {"good": 1.0, "bad": -2.0})]).find(batch).of("mood")
    assert hits.total().tolist() == [0.0, -2.0, 0.0]
    assert hits.count_distinct().tolist() == [2, 1, 0]


def test_one_term_may_belong_to_two_sets():
    batch = Batch.of(["a table"])
    hits = TermMatcher([TermSet.of("x", ["table"]), TermSet.of("y", ["table", "chair"])]).find(batch)
    assert hits.of("x").count().tolist() == hits.of("y").count().tolist() == [1]


def test_no_sets_find_nothing():
    assert len(TermMatcher([]).find(Batch.of(["text"])).start) == 0


ALPHABET = "ab_ .-é’'\n"


@given(
    st.lists(st.text(ALPHABET, max_size=30), max_size=4),
    st.lists(st.text("ab .é'", min_size=1, max_size=4), min_size=1, max_size=5, unique=True),
)
def test_the_automaton_finds_what_one_pattern_per_term_finds(texts, terms):
    batch = Batch.of(texts)
    hits = TermMatcher([TermSet.of("t", terms)]).find(batch).of("t", scopes=None)
    offsets = batch.text_start[hits.text]
    ours = sorted(zip(hits.text.tolist(), hits.term.tolist(), (hits.start - offsets).tolist(), strict=True))
    reference = [
        (row, number, match.start(1))
        for row, text in enumerate(texts)
        for number, term in enumerate(terms)
        for match in term_pattern(term).finditer(text.lower().replace("’", "'"))
    ]
    assert ours == sorted(reference)
