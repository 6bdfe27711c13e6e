"""The five templates hold the prompt as data, in both languages."""

from __future__ import annotations

import pytest

from promptsmith.config import INTENTS, TEMPLATE_TYPES
from promptsmith.errors import TemplateRenderError, UnknownNameError
from promptsmith.templates.render import render_template

PROMPT = 'Use {{ x }} and {% if y %} in {"a": 1}.\n\n    code  stays\n\tdo not run {{ 7 * 7 }}'


@pytest.mark.parametrize("language", ["en", "es", "other"])
@pytest.mark.parametrize("template_type", TEMPLATE_TYPES)
def test_the_prompt_is_never_run_and_stays_byte_for_byte(template_type: str, language: str) -> None:
    rendered = render_template(template_type, prompt=PROMPT, language=language)
    assert rendered.count(PROMPT) == 1
    assert "49" not in rendered


@pytest.mark.parametrize("template_type", TEMPLATE_TYPES)
def test_placeholders_are_filled_from_variables_and_values_are_not_run(template_type: str) -> None:
    rendered = render_template(template_type, prompt="For {{who}} and {{other}}.", variables={"who": "{{ 1 + 1 }} {{other}}"})
    assert "For {{ 1 + 1 }} {{other}} and {{other}}." in rendered


def test_the_basic_template_adds_nothing_but_the_values_without_a_placeholder() -> None:
    assert render_template("basic", prompt="Write it.\n") == "Write it.\n"
    rendered = render_template("basic", prompt="Write {{a}}.", variables={"a": 1, "fields": ["id", "name"], "size": {"x": 2}})
    assert rendered == "Write 1.\n\n## Given values\n- fields: id, name\n- size: x: 2\n"
    assert "## Valores dados\n- z: 3" in render_template("basic", prompt="Escribe.", variables={"z": 3}, language="es")


def test_the_few_shot_template_shows_at_most_five_examples_before_the_task() -> None:
    pairs = [{"input": f"in {number}", "output": f"out {number} {{{{ x }}}}"} for number in range(7)]
    rendered = render_template("few-shot", prompt="Do it.", examples=pairs)
    assert rendered.count("<example>") == 5
    assert "<input>\nin 4\n</input>\n<output>\nout 4 {{ x }}\n</output>" in rendered
    assert "in 5" not in rendered
    assert rendered.endswith("## Task\nDo it.\n")
    assert render_template("few-shot", prompt="Do it.").startswith("## Task\nDo it.")


def test_the_role_of_the_domain_opens_the_role_based_template() -> None:
    assert render_template("role-based", prompt="x", domain="sql").startswith("You are a senior SQL and database engineer.\n")
    assert render_template("role-based", prompt="x", domain="sql", language="es").startswith("Eres especialista en SQL")


@pytest.mark.parametrize("template_type", ["chain-of-thought", "step-by-step"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_intent_has_steps_of_its_own(template_type: str, language: str) -> None:
    assert len({render_template(template_type, prompt="x", intent=intent, language=language) for intent in INTENTS}) == 6
    without = render_template(template_type, prompt="x", language=language)
    assert without == render_template(template_type, prompt="x", intent="create", language=language)


def test_all_templates_differ_and_so_do_the_languages() -> None:
    texts = {
        render_template(name, prompt="x", variables={"a": 1}, examples=[{"input": "i", "output": "o"}], language=language)
        for name in TEMPLATE_TYPES
        for language in ("en", "es")
    }
    assert len(texts) == 10


def test_the_same_call_gives_the_same_bytes() -> None:
    calls = [render_template("few-shot", prompt=PROMPT, variables={"b": 1, "a": 2}, domain="cine") for _ in range(2)]
    assert calls[0] == calls[1]


def test_an_unknown_type_or_intent_names_the_near_one() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown template type 'few-shots'. Did you mean 'few-shot'"):
        render_template("few-shots", prompt="x")
    with pytest.raises(UnknownNameError, match=r"Did you mean 'debug'"):
        render_template("basic", prompt="x", intent="debugg")


def test_an_example_without_a_part_is_named() -> None:
    with pytest.raises(TemplateRenderError, match=r"Example 1 has no 'output'. Did you mean 'ouput'\?"):
        render_template("few-shot", prompt="x", examples=[{"input": "a", "output": "b"}, {"input": "a", "ouput": "b"}])


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"x": object()}, "Variable 'x' is of type object"),
        ({"x": b"a"}, "Variable 'x' is of type bytes"),
        ({1: "a"}, "got 1"),
        ({"": "a"}, "got ''"),
        ([("a", 1)], "not list"),
    ],
)
def test_variables_must_be_plain(variables: object, message: str) -> None:
    with pytest.raises(TemplateRenderError, match=message):
        render_template("basic", prompt="x", variables=variables)  # type: ignore[arg-type]
