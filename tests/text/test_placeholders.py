"""What is a placeholder and what only looks like one."""

from __future__ import annotations

import pytest

from promptsmith.text.placeholders import PLACEHOLDER_HINTS, find_placeholders


def found(text: str) -> list[tuple[str, str, str]]:
    return [(text[item.start : item.end], item.name, item.kind) for item in find_placeholders(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Greet {{name}} now", ("{{name}}", "name", "double_brace")),
        ("Greet {{ user.name | title }}!", ("{{ user.name | title }}", "user.name", "double_brace")),
        ("Raw {{{body}}}", ("{{{body}}}", "body", "double_brace")),
        ('Say {{ "yes" }}', ('{{ "yes" }}', "yes", "double_brace")),
        ("{{#if paid}} thanks", ("{{#if paid}}", "#if paid", "double_brace")),
        ("{% if paid %} thanks", ("{% if paid %}", "if paid", "jinja_block")),
        ("Greet {name}, please", ("{name}", "name", "brace")),
        ("Price {price:.2f} now", ("{price:.2f}", "price", "brace")),
        ("Saluda a {país} hoy", ("{país}", "país", "brace")),
        ("Save as report_{date}.csv", ("{date}", "date", "brace")),
        ("Greet ${name} now", ("${name}", "name", "dollar_brace")),
        ("Use ${tone:formal} here", ("${tone:formal}", "tone", "dollar_brace")),
        ("Buy for $price today", ("$price", "price", "dollar")),
        ("Thanks to $SPONSOR$ now", ("$SPONSOR$", "SPONSOR", "dollar")),
        ("Dear %first_name%, hi", ("%first_name%", "first_name", "percent")),
        ("Write about <topic> now", ("<topic>", "topic", "angle")),
        ("Dear <your name here>,", ("<your name here>", "your name here", "angle")),
        ("Escribe a <nombre del cliente>", ("<nombre del cliente>", "nombre del cliente", "angle")),
        ("Dear [YOUR NAME],", ("[YOUR NAME]", "YOUR NAME", "bracket")),
        ("Write about [insert topic].", ("[insert topic]", "insert topic", "bracket")),
        ("Work at [Company].", ("[Company]", "Company", "bracket")),
        ("Solve for [X] please", ("[X]", "X", "bracket")),
        ("Escribe sobre [inserta el tema].", ("[inserta el tema]", "inserta el tema", "bracket")),
        ("Hola, [Nombre]:", ("[Nombre]", "Nombre", "bracket")),
        ("For [target audience], please", ("[target audience]", "target audience", "bracket")),
    ],
)
def test_each_kind_is_found_with_its_name(text: str, expected: tuple[str, str, str]) -> None:
    assert found(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        'Return {"a": 1} as JSON',
        "function f() { return }",
        "awk '{print}' file",
        "style={{color: 'red'}}",
        'An escaped {{"a": 1}} object',
        r"\textbf{word} and \frac{a}{b}",
        "x^{n} squared",
        "import {useState} from 'react'",
        "It costs $5 or $$",
        "The area $x$ and $ab + cd$ of it",
        "foo$bar is one name",
        "50% of 20% is 10%",
        "name LIKE '%ana%'",
        "date +%Y%m%d",
        "Use <b>bold</b> and <br> and <div class='a'>",
        "Put it in <answer> and close </answer>",
        "See <https://example.org> or <a@example.org>",
        "A List<String> and Map<K, V>",
        "a < b > c",
        "#include <vector>",
        "See [the site](https://example.org) and ![Logo](x.png)",
        "As shown in [1] and [2, 3]",
        "- [ ] open\n- [x] done\n- [X] done\n1. [X] done",
        "a[i] = b[Index]",
        "pick from [a, b, c] or ['Yes', 'No']",
        "match [a-z]+ and [A-Z]*",
        "He said [sic] and [LAUGHS] and [Applause]",
        "[INFO] started",
        "[Site]: https://example.org",
        "{%  %} and {{ }} hold nothing",
        "plain prose without any of it, simplemente prosa",
    ],
)
def test_code_links_and_prose_are_no_placeholders(text: str) -> None:
    assert found(text) == []


def test_the_outermost_placeholder_wins_and_order_is_kept() -> None:
    assert found("[A] {{ items[0] | join(', ') }} {b} ${c}") == [
        ("[A]", "A", "bracket"),
        ("{{ items[0] | join(', ') }}", "items", "double_brace"),
        ("{b}", "b", "brace"),
        ("${c}", "c", "dollar_brace"),
    ]


def test_neighbouring_braces_are_two_placeholders() -> None:
    assert [name for _, name, _ in found("{first}{last}")] == ["first", "last"]


def test_every_placeholder_begins_with_a_hint() -> None:
    texts = "{{a}} {% b %} {c} ${d} $eee %ff% <ggg> [HHH]"
    assert {item[0][0] for item in found(texts)} == PLACEHOLDER_HINTS


def test_an_opening_without_a_close_is_no_placeholder() -> None:
    assert found("{{ name and then {% if and ${x and <your name and [YOUR NAME") == []
