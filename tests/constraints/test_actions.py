"""Do and do-not limits in plain words."""

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.text.document import Document


def actions(text: str) -> list[tuple[str | None, str, str]]:
    """Return (value, polarity, phrase) of each do or do-not limit."""
    return [(x.value, x.polarity, text[x.start : x.end]) for x in parse_limits(Document.of(text)) if x.kind == "action"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Do not mention prices.", ("include prices", "forbid", "Do not mention prices")),
        ("Avoid personal opinions.", ("include personal opinions", "forbid", "Avoid personal opinions")),
        (
            "The report must include the delivery date.",
            ("include the delivery date", "require", "include the delivery date"),
        ),
        ("Do not repeat the title.", ("repeat the title", "forbid", "Do not repeat the title")),
        ("No menciones los precios.", ("include los precios", "forbid", "No menciones los precios")),
    ],
)
def test_an_action_limit_has_predicate_object_and_polarity(text, expected):
    assert actions(text) == [expected]


def test_an_object_that_goes_on_in_a_list_below_is_no_limit():
    assert actions("Exclude titles with:\n- manager\n- director") == []


def test_the_object_ends_before_the_place_and_the_condition():
    assert actions("Do not mention the price in the email if it is high.")[0][0] == "include the price"


@pytest.mark.parametrize(
    "text",
    [
        "Users must not share passwords.",
        "Should I mention my salary?",
        "Find all files excluding hidden folders.",
        "People do not mention prices.",
        'Explain "do not mention prices".',
        "Los usuarios no deben compartir claves.",
    ],
)
def test_a_fact_or_a_rule_for_others_is_no_action_limit(text):
    assert actions(text) == []
