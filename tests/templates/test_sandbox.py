"""A user's own template: what it may do, what it may not, and what the errors say."""

from __future__ import annotations

import time

import pytest

from promptsmith.errors import TemplateRenderError
from promptsmith.templates.render import render_source

VALUES = {"name": "Ana", "items": ["a", "b"], "user": {"city": "León"}, "n": 3}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Hi {{ name }}!\n", "Hi Ana!\n"),
        (
            "{% for item in items %}\n- {{ item | upper }} {{ loop.index }}/{{ loop.length }}\n{% endfor %}",
            "- A 1/2\n- B 2/2\n",
        ),
        ("{% if n > 2 %}many{% else %}few{% endif %}", "many"),
        ("{{ user.city }} {{ user['city'] }}", "León León"),
        ("{{ items | join(', ') }}", "a, b"),
        ("{{ 'año de alta' | camel_case }}", "añoDeAlta"),
        ("{{ 'select a from b' | sql_format }}", "SELECT a\nFROM b"),
        ("{{ name ~ '-' ~ n ~ '-' ~ (n + 1) }}", "Ana-3-4"),
        ("{% set x = n * 2 %}{{ x }} {{ range(2) | join('') }}", "6 01"),
        ("{{ name.upper() }} {{ name.startswith('A') }}", "ANA True"),
        ("{{ missing | default('none') }}", "none"),
        ("<b>{{ '<i>' }}</b> & {{ name }}", "<b><i></b> & Ana"),
        ("{{ name | replace('A', 'E') }}{# a comment #}", "Ena"),
        ("{{ items[0] if items else '' }}", "a"),
    ],
)
def test_templates_render(source: str, expected: str) -> None:
    assert render_source(source, VALUES) == expected


def test_an_undefined_variable_is_named_with_its_line_the_names_and_the_nearest() -> None:
    with pytest.raises(TemplateRenderError) as caught:
        render_source("Hello.\nFor {{ audiance }}.", {"audience": "x", "tone": "y"})
    assert str(caught.value) == (
        "Template, line 2: variable 'audiance' is not defined. Did you mean 'audience'? Defined: audience, tone. "
        "Add it to the variables or take it out of the template."
    )


def test_an_undefined_attribute_is_an_error_too() -> None:
    with pytest.raises(TemplateRenderError, match=r"line 1: variable 'town' is not defined"):
        render_source("{{ user.town }}", VALUES)


def test_without_variables_the_error_says_that_none_is_defined() -> None:
    with pytest.raises(TemplateRenderError, match=r"Defined: none\."):
        render_source("{{ x }}")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("a\n{{ name", "line 2: unexpected end of template"),
        ("{% if n %}", "line 1"),
        ("{{ name | uper }}", "No filter named 'uper'. Did you mean 'upper'"),
        ("{% macro f() %}{% endmacro %}", "line 1: macro is not allowed"),
        ("{% include 'x' %}", "include is not allowed"),
        ("{% import 'x' as y %}", "import is not allowed"),
        ("{% extends 'x' %}", "extends is not allowed"),
        ("{% for a in items recursive %}{% endfor %}", "recursive loops"),
        ("{{ items }}", "prints a list"),
        ("{{ user }}", "prints a dict"),
        ("{{ range }}", "prints a function"),
        ("{{ 1 / 0 }}", "line 1: division by zero"),
        ("{{ n + name }}", "line 1: unsupported operand"),
        ("{{ '%10d' % n }}", "% operator on text"),
        (5, "must be text, not int"),
    ],
)
def test_what_is_wrong_is_said(source: str, message: str) -> None:
    with pytest.raises(TemplateRenderError, match=message):
        render_source(source, VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ name.__class__ }}",
        "{{ items.append(1) }}",
        "{{ user.update({'a': 1}) }}",
        "{{ name.format() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ self.__init__ }}",
        "{{ range.__self__ }}",
        "{{ lipsum() }}",
        "{{ name | attr('__class__') }}",
        "{{ items | map(attribute='__class__') | list | join }}",
        "{{ _metered }}",
        "{{ namespace(a=1) }}",
    ],
)
def test_objects_behind_the_values_cannot_be_reached(source: str) -> None:
    with pytest.raises(TemplateRenderError):
        render_source(source, VALUES)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a' * 100000000 }}",
        "{{ [1] * 100000000 }}",
        "{{ 10 ** 10 ** 1000 }}",
        "{% for a in range(10000) %}{% for b in range(10000) %}{% endfor %}{% endfor %}",
        "{% for a in range(100000000) %}{% endfor %}",
        "{% set a = 'x' * 10000 %}" + "{% set a = a ~ a %}" * 60,
        "{% set a = 'x' * 10000 %}" + "{% set a = a + a %}" * 60,
        "{% set a = [1] %}" + "{% set a = [a, a] %}" * 40,
        "{{ 'a'.ljust(100000000) }}",
        "{{ ('a' * 10000) | replace('a', 'a' * 10000) }}",
        "{{ range(10000) | join('a' * 10000) }}",
        "{{ '{:100000000}'.format(1) }}",
        "{% for a in range(10000) %}" + "x" * 100 + "{% endfor %}",
        "x" * 20_001,
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    ],
)
def test_no_template_takes_much_time_or_memory(source: str) -> None:
    started = time.perf_counter()
    with pytest.raises(TemplateRenderError):
        render_source(source, VALUES)
    assert time.perf_counter() - started < 2


def test_one_rendering_does_not_use_up_the_budget_of_the_next() -> None:
    source = "{% for a in range(15000) %}{% endfor %}done"
    assert [render_source(source) for _ in range(3)] == ["done"] * 3


def test_a_template_cannot_change_the_callers_values() -> None:
    values = {"items": ["a"]}
    with pytest.raises(TemplateRenderError):
        render_source("{{ items.clear() }}", values)
    assert values == {"items": ["a"]}
