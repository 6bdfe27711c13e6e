import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.features.families import CALIBRATED, FAMILIES, measure, term_sets

TEXTS = [
    "Make it better",
    "",
    "Write a SQL query for the table `orders` with at most 5 columns.",
    "Escribe un correo amable a {{cliente}} sobre el retraso de 3 días.",
    "# Title\n- one\n- two\n\nSee https://example.org",
    "!!!",
    "asdf qwer",
]


def rows(texts):
    features = measure(texts)
    return [{name: values[row] for name, values in features.items()} for row in range(len(texts))]


def same(left, right):
    both_unknown = isinstance(left, float) and isinstance(right, float) and np.isnan(left) and np.isnan(right)
    return left == right or bool(both_unknown)


def test_a_text_has_the_same_features_alone_and_in_any_company():
    together, reverse = rows(TEXTS), rows(TEXTS[::-1])[::-1]
    for row, text in enumerate(TEXTS):
        alone = rows([text])[0]
        for name, value in alone.items():
            assert same(value, together[row][name]), (text, name)
            assert same(value, reverse[row][name]), (text, name)


def test_no_texts_give_empty_columns():
    features = measure([])
    assert len(features) > 60
    assert {len(values) for values in features.values()} == {0}


def test_every_family_adds_columns_of_its_own():
    features = {}
    from promptsmith.text.batch import Batch
    from promptsmith.text.terms import TermMatcher

    batch = Batch.of(TEXTS)
    hits = TermMatcher(term_sets()).find(batch)
    for family in (*FAMILIES, *CALIBRATED):
        new = family.compute(batch, hits, features)
        assert new.keys().isdisjoint(features), family.__name__
        assert all(len(values) == len(TEXTS) for values in new.values()), family.__name__
        features.update(new)


def test_term_sets_have_different_names():
    names = [terms.name for terms in term_sets()]
    assert len(names) == len(set(names))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=80), min_size=1, max_size=4))
def test_shares_and_counts_stay_in_range_for_any_unicode_text(texts):
    for name, values in measure(texts).items():
        if name.startswith("share_") or name in ("complexity", "ambiguity", "technical_share", "type_token_ratio"):
            assert ((values >= 0.0) & (values <= 1.0)).all(), name
        elif name.startswith("n_"):
            assert (values >= 0).all(), name
            assert np.issubdtype(values.dtype, np.integer), name
        elif name == "sentiment":
            assert (np.isnan(values) | (np.abs(values) <= 1.0)).all()
        elif name == "readability":
            assert (np.isnan(values) | ((values >= -1000.0) & (values <= 210.0))).all()
