"""The page of a rule."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from promptsmith.report.rule_page import rule_markdown, rule_page, rules_table
from promptsmith.rules._rule import Example, Finding, Rule
from promptsmith.text.document import Document


def check(document: Document) -> Iterator[Finding]:
    yield Finding(0, 1, "x")


@pytest.fixture
def rule() -> Rule:
    return Rule(
        code="ZZZ101",
        name="answer-length-is-open",
        severity="warning",
        status="preview",
        since="0.1",
        summary="The length of the answer is open.",
        why="Models then choose a length of their own.",
        evidence="B",
        sources=("a guide",),
        languages=("en", "es"),
        scopes=("instruction",),
        fix="none",
        bad=(Example("Write a ⟦short⟧ text.\n\n<b>*x*</b>"), Example("Escribe algo ⟦breve⟧.", language="es")),
        good=(Example('Define "short".', because="a word in quotes"),),
        check=check,
    )


def test_a_page_says_what_why_with_what_evidence_and_where(rule: Rule) -> None:
    assert rule_page(rule) == (
        "ZZZ101 answer-length-is-open\n"
        "\n"
        "The length of the answer is open.\n"
        "Why: Models then choose a length of their own.\n"
        "\n"
        "severity:  warning\n"
        "status:    preview, since 0.1\n"
        "precision: not measured yet\n"
        "domain:    any\n"
        "languages: en, es\n"
        "scopes:    instruction\n"
        "evidence:  B, the guide of a model's vendor (a guide)\n"
        "fix:       none: only the author knows the answer\n"
        "\n"
        "Found here:\n"
        "\n"
        "    Write a ⟦short⟧ text.\n"
        "\n"
        "    <b>*x*</b>\n"
        "\n"
        "    Escribe algo ⟦breve⟧.\n"
        "      (language es)\n"
        "\n"
        "Not here:\n"
        "\n"
        '    Define "short".\n'
        "      (a word in quotes)\n"
    )


def test_a_measured_precision_is_printed(rule: Rule) -> None:
    assert "precision: 0.93, measured" in rule_page(replace(rule, status="stable", precision=0.931))


def test_the_docs_page_marks_spans_and_escapes_the_rest(rule: Rule) -> None:
    page = rule_markdown(rule)

    assert "<pre>Write a <mark>short</mark> text.&#10;&#10;&lt;b&gt;*x*&lt;/b&gt;</pre>" in page
    assert "| precision | not measured yet |" in page


def test_hidden_characters_are_written_out_on_a_page(rule: Rule) -> None:
    hidden = replace(rule, bad=(Example("a⟦\u200b⟧b"),))

    assert "a⟦<U+200B>⟧b" in rule_page(hidden)
    assert "a<mark>&lt;U+200B&gt;</mark>b" in rule_markdown(hidden)


def test_the_list_of_rules_has_one_row_each(rule: Rule) -> None:
    assert rules_table({"ZZZ101": rule}).to_pylist() == [
        {
            "code": "ZZZ101",
            "name": "answer-length-is-open",
            "severity": "warning",
            "status": "preview",
            "domain": "any",
            "languages": "en, es",
            "fix": "none",
            "precision": None,
            "summary": "The length of the answer is open.",
        }
    ]
