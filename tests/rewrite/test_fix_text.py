"""Fixes of findings: made when they help and break nothing, and taken back when not."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from promptsmith.fixing import fix_prompt
from promptsmith.rewrite.edits import Edit, Rewrite, apply_edits
from promptsmith.rewrite.fixes import fix_text
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Finding, Rule
from promptsmith.rules.profiles import choose_rules
from promptsmith.text.document import Document

Fix = Callable[..., Rewrite]


@pytest.fixture
def fixed(replacing: Callable[..., tuple[list[Finding], dict[str, Rule]]], read_limits: Any) -> Fix:
    """Return a function: a text and (pattern, new, fix, code) of rules, to the fixed text."""

    def fix(text: str, *rules: tuple[str, str, str, str], unsafe: bool = False, lint: Any = None) -> Rewrite:
        known: dict[str, Rule] = {}
        for pattern, new, kind, code in rules:
            known |= replacing("", pattern, new, fix=kind, code=code)[1]

        def read(now: str) -> Sequence[Finding]:
            return [
                finding
                for pattern, new, kind, code in rules
                for finding in replacing(now, pattern, new, fix=kind, code=code)[0]
            ]

        call = {"lint": lint or read, "read_limits": read_limits, "rules": known}
        return fix_text(Document.of(text), read(text), unsafe=unsafe, **call)

    return fix


def test_safe_fixes_are_made_together_with_edits_and_proof(fixed: Fix) -> None:
    text = "Write teh poem about teh sea."

    result = fixed(text, ("teh", "the", "safe", "TST100"))

    assert result.refined == "Write the poem about the sea."
    assert result.edits == (Edit(7, 9, "eh", "he", "TST100"), Edit(22, 24, "eh", "he", "TST100"))
    assert apply_edits(text, result.edits) == result.refined
    assert result.rules_applied == ("TST100",)
    assert all(item.holds for item in result.proof)
    assert result.refused is None


def test_unsafe_fixes_are_made_only_when_asked(fixed: Fix) -> None:
    rules = (("good", "clear", "unsafe", "TST100"), ("teh", "the", "safe", "TST101"))

    assert fixed("Write teh good poem.", *rules).refined == "Write the good poem."
    assert fixed("Write teh good poem.", *rules, unsafe=True).refined == "Write the clear poem."


def test_a_fix_that_breaks_an_invariant_is_taken_back_and_the_others_stay(fixed: Fix) -> None:
    text = "Write teh poem in at most 50 words. Do not name teh author."

    result = fixed(
        text, ("50", "60", "safe", "TST100"), ("teh", "the", "safe", "TST101"), ("not ", "", "unsafe", "TST102"), unsafe=True
    )

    assert result.refined == "Write the poem in at most 50 words. Do not name the author."
    assert result.rules_applied == ("TST101",)
    assert result.refused is not None
    assert "TST100 at '5': numbers" in result.refused
    assert "TST102 at " in result.refused
    assert "negations" in result.refused


def test_a_fix_whose_finding_stays_is_taken_back(fixed: Fix) -> None:
    result = fixed("Write teh poem.", ("teh|hte", "hte", "safe", "TST100"))

    assert result.refined == "Write teh poem."
    assert result.edits == ()
    assert result.refused is not None
    assert result.refused.endswith("its finding stays")


def test_a_fix_that_brings_another_error_is_taken_back(fixed: Fix, replacing: Any, read_limits: Any) -> None:
    _, rules = replacing("", "x", "")
    known = {"TST100": rules["TST100"], "TST200": replace(rules["TST100"], code="TST200", severity="error", fix="none")}

    def lint(now: str) -> list[Finding]:
        found = [Finding(*match.span(), "found", replacement="the", code="TST100") for match in re.finditer("teh", now)]
        return found + [Finding(*match.span(), "found", code="TST200") for match in re.finditer("the", now)]

    text = "Write teh poem."
    result = fix_text(Document.of(text), lint(text), lint=lint, read_limits=read_limits, rules=known)

    assert (result.refined, result.refused) == (text, "TST100 at 'eh': it brings an error of TST200")


def test_what_is_quoted_code_or_data_stays_byte_for_byte(fixed: Fix) -> None:
    text = 'Translate "teh" and `teh`, then teh rest.'

    result = fixed(text, ("teh", "the", "safe", "TST100"))

    assert result.refined == 'Translate "teh" and `teh`, then the rest.'
    assert result.refused is not None
    assert "it stands in quote, which stays byte for byte" in result.refused
    assert "it stands in code" in result.refused


def test_what_a_fix_brings_to_light_is_fixed_too(fixed: Fix) -> None:
    rules = (("abc", "aXc", "safe", "TST100"), ("aXc", "done", "safe", "TST101"))

    result = fixed("Write abc now.", *rules)

    assert result.refined == "Write done now."
    assert result.edits == (Edit(6, 9, "abc", "done", "TST100+TST101"),)


def test_new_line_ends_are_those_of_the_text() -> None:
    text = "Explain this:\r\n\r\n```python\r\nprint(1)"

    assert fix_prompt(text, choose_rules(["STR702"])).refined == text + "\r\n```"
    assert fix_prompt(text.replace("\r\n", "\n"), choose_rules(["STR702"])).refined == text.replace("\r\n", "\n") + "\n```"


@pytest.mark.parametrize(
    ("text", "refined"),
    [
        ("Name three riv\u200bers. Use plain words. Use plain words.", "Name three rivers. Use plain words."),
        (
            "Nombra tres ríos\u200b. Usa palabras sencillas. Usa palabras sencillas.",
            "Nombra tres ríos. Usa palabras sencillas.",
        ),
        ("Name three rivers of Spain.", "Name three rivers of Spain."),
        (
            "Name three riv\u200bers. <!-- promptsmith: ignore[UNI1101] -->",
            "Name three riv\u200bers. <!-- promptsmith: ignore[UNI1101] -->",
        ),
    ],
)
def test_prompts_are_fixed_by_the_rules_of_the_call(text: str, refined: str) -> None:
    assert fix_prompt(text, choose_rules()).refined == refined
    assert fix_prompt(text, choose_rules([])).refined == text


def test_fixing_a_fixed_text_changes_nothing() -> None:
    for rule in [rule for rule in all_rules().values() if rule.fix != "none"]:
        for example in rule.bad:
            for unsafe in (False, True):
                once = fix_prompt(example.text, choose_rules(), unsafe=unsafe).refined
                assert fix_prompt(once, choose_rules(), unsafe=unsafe).refined == once, example


def test_thousands_of_fixes_are_made_in_one_go(fixed: Fix) -> None:
    readings = []

    def lint(now: str) -> list[Finding]:
        readings.append(now)
        return []

    result = fixed("Write teh poem. " * 500, ("teh", "the", "safe", "TST100"), lint=lint)

    assert result.refined == "Write the poem. " * 500
    assert len(readings) == 2
