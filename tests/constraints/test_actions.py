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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Write a guide to beekeeping, incorporating hive tools and swarm control.", "hive tools and swarm control"),
        ("Write a guide to beekeeping, focusing on hive tools.", "hive tools"),
        ("Write a guide to beekeeping with an emphasis on swarm control.", "swarm control"),
        ("Write a guide, ensuring the text covers hive tools in detail.", "hive tools in detail"),
        ("The guide must include the following points: hive tools, swarm control.", "hive tools, swarm control"),
        ("Escribe una guía, incorporando herramientas.", None),
        ("Escribe una guía con énfasis en las herramientas.", "las herramientas"),
    ],
)
def test_what_a_participle_or_a_stress_adds_to_a_request_is_required(text, value):
    assert [found[0] for found in actions(text)] == ([f"include {value}"] if value else [])


def test_to_avoid_behind_a_noun_is_a_purpose_and_forbids_nothing():
    assert actions("Write a checklist to avoid delays.") == []
    assert actions("You need to avoid delays.") != []


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
