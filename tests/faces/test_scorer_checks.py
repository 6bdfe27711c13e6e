"""The checks pass for our score and fail for scores that count words or keywords, and for one that knows nothing."""

import pytest

import promptsmith as ps
from promptsmith.scorer_checks import KEYWORDS, PROMPTS
from promptsmith.testing import check_scorer, scorer_report

WORDS = set(KEYWORDS.split())


def ours(texts, weights="calibrated"):
    return ps.evaluate(texts, weights=weights).table("prompts")["overall"].to_pylist()


def count_words(texts):
    return [len(text.split()) for text in texts]


def count_keywords(texts):
    return [sum(word.strip(".,").lower() in WORDS for word in text.split()) for text in texts]


def failed(scorer):
    return {result.kind for result in scorer_report(scorer) if not result.passed}


def test_our_calibrated_score_passes():
    assert len(check_scorer(ours)) == 15


def test_the_expert_score_fails_only_when_words_are_shuffled():
    assert [one.check for one in scorer_report(lambda texts: ours(texts, "expert")) if not one.passed] == [
        "the words are shuffled"
    ]


def test_counting_words_fails():
    with pytest.raises(AssertionError, match="fails 8 of 15 checks"):
        check_scorer(count_words)
    assert failed(count_words) == {"direction", "anti-stuffing", "length-matched", "length-reversed"}


def test_counting_keywords_fails():
    with pytest.raises(AssertionError, match=r"keywords are added"):
        check_scorer(count_keywords)
    assert failed(count_keywords) >= {"direction", "anti-stuffing", "nonsense"}


@pytest.mark.parametrize("scorer", [lambda texts: [0.5] * len(texts), lambda texts: [None] * len(texts)])
def test_a_score_that_says_nothing_fails(scorer):
    assert {"direction", "length-matched"} <= failed(scorer)


def test_the_vague_twins_are_as_long_as_the_full_prompts():
    lengths = [(len(full.split()), len(vague.split())) for full, vague in PROMPTS]

    assert all(abs(full - vague) <= 3 for full, vague in lengths)
    assert sum(vague for _, vague in lengths) >= sum(full for full, _ in lengths)
