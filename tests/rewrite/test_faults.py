"""Faults known from a tool that replaces words in prompts: none may happen here."""

from __future__ import annotations

import pytest

from promptsmith.rewrite.rewriter import Missing

OPEN = [Missing("one", "Which one?"), Missing("two", "For whom?"), Missing("three", "How long?")]
DOMAINS = ("sql", "branding", "cine", "saas", "devops", "general")


def user_part(refined: str) -> str:
    return refined.split("\n\n## ", maxsplit=1)[0]


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize(
    "text",
    [
        "List all orders with SELECT id FROM orders ORDER BY created_at, newest first.",
        "Do not mention competitors in the launch post for our tea brand.",
        "No menciones a la competencia en la publicación de nuestra marca de té.",
        "Write a guide to Nice, France for people who arrive by train.",
        "Explain the Internet of Things to a school class.",
        "Write a Python script that renames photos by their date.",
        "Create a table, list or tree of the tables and chairs in the shop.",
        "Write copy for {{audience}} about the copy machine and its content.",
        "Use a nice, good and big font; never make it better than the title.",
    ],
)
def test_the_words_of_the_user_are_never_replaced(rewritten, domain: str, text: str) -> None:
    assert user_part(rewritten(text, domain=domain, missing=OPEN).refined) == text


CODE = """Fix this function so that it returns 0 for an empty list:

```python
def total(rows):
    result = None

    for row in rows:
        if row["ORDER BY"] != "table":
            result  +=  row["price"]
    return result
```

    kept:   indented text

Second paragraph stays   apart, with its  two   gaps.
\tAnd a tab."""


@pytest.mark.parametrize("domain", DOMAINS)
def test_code_indentation_and_paragraphs_survive(rewritten, domain: str) -> None:
    refined = rewritten(CODE, domain=domain, intent="debug", missing=OPEN).refined
    assert refined.startswith(CODE)


def test_a_python_script_is_no_screenplay(rewritten) -> None:
    for text in ("Write a Python script that renames photos.", "Escribe un script de Python que renombra fotos."):
        for domain in DOMAINS:
            refined = rewritten(text, domain=domain, missing=OPEN).refined.casefold()
            assert "screenplay" not in refined
            assert "guion" not in refined
            assert "scene" not in refined


@pytest.mark.parametrize(
    "text", ["asdf qwer zxcv create table", "create optimize deploy brand scene sql api", "¿?¡! ... --- ***"]
)
def test_nonsense_with_trigger_words_gets_no_section_without_a_request(rewritten, text: str) -> None:
    assert rewritten(text, domain="sql", intent=None, missing=OPEN).refined == text


def test_no_expression_source_reaches_the_user(rewritten) -> None:
    for domain in DOMAINS:
        refined = rewritten("Create a plan and deploy a table of prices.", domain=domain, missing=OPEN).refined
        assert not any(mark in refined for mark in ("\\b", "(?", "[a-z", "\\s", "…", "|"))


def test_upper_and_lower_case_stay_what_they_are(rewritten) -> None:
    text = "create a table FROM the LIST in Order By Date"
    assert user_part(rewritten(text, domain="sql", missing=OPEN).refined) == text
