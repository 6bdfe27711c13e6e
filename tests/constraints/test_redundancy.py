"""Redundancy: limits that another limit of the same scope implies, and what is kept apart."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.constraints.algebra import conflicts
from promptsmith.constraints.parse import parse_limits
from promptsmith.constraints.redundancy import redundancies
from promptsmith.text.document import Document


def found(text):
    """Return (kind, the limit that adds nothing, the one that says it) of each redundancy."""
    return [
        (item.kind, text[item.implied.start : item.implied.end], text[item.by.start : item.by.end])
        for item in redundancies(text, parse_limits(Document.of(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use at most 100 words. Use at most 50 words.", ("implied", "at most 100 words", "at most 50 words")),
        ("Use at most 50 words. Use at most 100 words.", ("implied", "at most 100 words", "at most 50 words")),
        ("Use exactly 3 bullets. Use at least 2 bullets.", ("implied", "at least 2 bullets", "exactly 3 bullets")),
        ("Use at most 50 words. Write at most 50 words.", ("repeated", "at most 50 words", "at most 50 words")),
        (
            'Include the word "sea". Use the word "sea".',
            ("repeated", 'Use the word "sea"', 'Include the word "sea"'),
        ),
        (
            'Include the word "sea". Include the word "sea" at least twice.',
            ("implied", 'Include the word "sea"', 'Include the word "sea" at least twice'),
        ),
        ("Respond in JSON. Return only valid JSON.", ("repeated", "only valid JSON", "in JSON")),
        (
            "Usa como máximo 100 palabras. Usa como máximo 50 palabras.",
            ("implied", "como máximo 100 palabras", "como máximo 50 palabras"),
        ),
        (
            'Incluye la palabra "mar". Usa la palabra "mar".',
            ("repeated", 'Usa la palabra "mar"', 'Incluye la palabra "mar"'),
        ),
    ],
)
def test_a_limit_that_says_nothing_new_is_found_with_both_places(text, expected):
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Use at most 50 words.",
        "Use at least 50 words. Use at most 100 words.",
        "Use exactly 50 words. Use at least 200 words.",
        "Title: at most 5 words. Body: at most 50 words.",
        "Write 3 sentences. Write 3 sentences.",
        "Use about 100 words. Use at most 200 words.",
        "If the user is a child, use at most 50 words. Use at most 100 words.",
        "Write the minutes in at most 16 words. Write the decisions in at most 16 words.",
        "# Minutes\nUse at most 16 words.\n\n# Decisions\nUse at most 16 words.",
        'Use the word "park" as a noun. Use the word "park" as a verb.',
        'Include the word "sea". Do not use the word "sea".',
        'Include the word "sea". Include the word "seal".',
        "Use at most 100 words. Use at most 100 characters.",
        'Translate "Use at most 100 words. Use at most 50 words."',
        "Usa como máximo 50 palabras. Usa al menos 20 palabras.",
    ],
)
def test_limits_that_each_say_something_are_kept_apart(text):
    assert found(text) == []


def test_a_limit_in_a_conflict_is_not_redundant():
    assert found("Use at most 50 words. Use at most 100 words. Use at least 200 words.") == []


def test_the_reason_names_both_amounts():
    text = "Use at most 100 words. Use at most 50 words."

    [item] = redundancies(text, parse_limits(Document.of(text)))

    assert item.reason == "at most 100 words follows from at most 50 words."


SENTENCES = st.lists(
    st.sampled_from(
        [
            *(f"Use {bound} {amount} words." for bound in ("at most", "at least", "exactly") for amount in (20, 50, 100)),
            'Include the word "sea".',
            'Include the word "sea" at least twice.',
            'Do not use the word "sea".',
            "Respond in JSON.",
            "Respond in YAML.",
            "Usa como máximo 50 palabras.",
        ]
    ),
    min_size=1,
    max_size=6,
)


def contents(item):
    return (item.low, item.high, item.kind, item.value, item.unit, item.polarity)


@settings(max_examples=150, deadline=None)
@given(SENTENCES, st.randoms())
def test_the_order_of_sentences_does_not_change_what_is_redundant(sentences, source):
    shuffled = list(sentences)
    source.shuffle(shuffled)

    def redundant(parts):
        text = " ".join(parts)
        return sorted(repr(contents(item.implied)) for item in redundancies(text, parse_limits(Document.of(text))))

    assert redundant(sentences) == redundant(shuffled)


@settings(max_examples=150, deadline=None)
@given(SENTENCES)
def test_no_pair_is_both_redundant_and_in_conflict(sentences):
    text = " ".join(sentences)
    limits = parse_limits(Document.of(text))
    disputed = {limit for item in conflicts(limits) for limit in (item.first, item.second, *item.also)}

    assert not any(item.implied in disputed or item.by in disputed for item in redundancies(text, limits))


@settings(max_examples=100, deadline=None)
@given(SENTENCES)
def test_repetition_is_symmetric_and_one_of_the_two_stays(sentences):
    text = " ".join(sentences)
    items = redundancies(text, parse_limits(Document.of(text)))

    for item in items:
        assert (item.kind == "repeated") == (contents(item.implied) == contents(item.by))
        assert item.kind == "implied" or item.by.start < item.implied.start
    # What is left after dropping every redundant limit still implies the rest: no two of them rely on each other.
    dropped = {item.implied for item in items}
    for item in items:
        keeper, steps = item.by, 0
        while keeper in dropped and steps <= len(items):
            keeper, steps = next(other.by for other in items if other.implied == keeper), steps + 1
        assert keeper not in dropped
