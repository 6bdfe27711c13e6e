"""Placeholders are filled from the variables given, and from nothing else."""

from __future__ import annotations

import pytest

from promptsmith.templates.fill import Filled, fill_placeholders


@pytest.mark.parametrize(
    ("text", "variables", "expected"),
    [
        ("Hi {{name}}, {{ name }}.", {"name": "Ana"}, "Hi Ana, Ana."),
        ("Hi {name}.", {"name": "Ana"}, "Hi Ana."),
        ("Hi ${name}.", {"name": "Ana"}, "Hi Ana."),
        ("Hi %name%.", {"name": "Ana"}, "Hi Ana."),
        ("Hi <name>.", {"name": "Ana"}, "Hi Ana."),
        ("Hi [NAME].", {"NAME": "Ana"}, "Hi Ana."),
        ("For [TARGET AUDIENCE].", {"target_audience": "parents"}, "For parents."),
        ("Escribe para {{público}} de [NOMBRE].", {"público": "niños", "nombre": "León"}, "Escribe para niños de León."),
        ("Take {{n}} of {{all}}.", {"n": 3, "all": True}, "Take 3 of True."),
    ],
)
def test_each_kind_is_filled(text: str, variables: dict[str, object], expected: str) -> None:
    assert fill_placeholders(text, variables).text == expected


def test_used_missing_and_unused_names_are_told_apart() -> None:
    filled = fill_placeholders("{{a}} {{b}} {{a}} {{c}}", {"a": 1, "x": 2})
    assert filled == Filled("1 {{b}} 1 {{c}}", ("a",), ("b", "c"), ("x",))


def test_a_placeholder_without_a_variable_stays_as_it_was_written() -> None:
    text = "Write for {{ audience }} in [CITY] at ${price}."
    assert fill_placeholders(text, {"tone": "dry"}).text == text
    assert fill_placeholders(text, None).missing == ("audience", "CITY", "price")


def test_values_are_never_read_again() -> None:
    filled = fill_placeholders("{{a}} and {{b}}", {"a": "{{b}}", "b": "{{a}} {% x %} $a"})
    assert filled.text == "{{b}} and {{a}} {% x %} $a"


def test_json_braces_stay() -> None:
    text = 'Answer as {"name": {"first": "x"}, "n": 1} for {name}.'
    assert fill_placeholders(text, {"name": "Ana", "n": 2, "first": 3}).text == text.replace("{name}", "Ana")


def test_placeholders_with_logic_of_another_engine_stay() -> None:
    text = "{{ name | title }} {% if name %}x{% endif %} {{ user.name }}"
    assert fill_placeholders(text, {"name": "Ana", "user": "u"}).text == text


def test_in_code_only_double_braces_are_filled() -> None:
    text = 'Fix this:\n\n```python\nprint(f"{name} {size}")\necho = "$name" + "{{name}}"\n```\n\nfor {name}'
    expected = text.replace("{{name}}", "Ana").replace("for {name}", "for Ana")
    assert fill_placeholders(text, {"name": "Ana", "size": 3}).text == expected


def test_an_exact_name_wins_over_a_similar_one_and_two_similar_ones_fill_nothing() -> None:
    assert fill_placeholders("{{Name}}", {"name": "a", "Name": "b"}).text == "b"
    assert fill_placeholders("{{NAME}}", {"name": "a", "Name": "b"}).text == "{{NAME}}"


def test_every_byte_beside_the_placeholders_stays() -> None:
    text = "\r\n\t a  {{x}}\u200b b\u00a0\r\n"
    assert fill_placeholders(text, {"x": "1"}).text == "\r\n\t a  1\u200b b\u00a0\r\n"
