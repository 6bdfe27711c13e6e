"""Laws of the rewrite on any text: it is proved, it is idempotent, and it takes nothing away."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.constraints.parse import parse_limits
from promptsmith.rewrite.edits import Draft, apply_edits
from promptsmith.rewrite.rewriter import Missing, rewrite
from promptsmith.rewrite.sections import without_open_points
from promptsmith.templates.fill import fill_placeholders
from promptsmith.templates.filters import camel_case, sql_format
from promptsmith.text.document import Document

PIECES = st.sampled_from(
    [
        "Write a plan. ", "Create a table of prices", "Delete all rows ", "Do not mention 3 names. ", "Escribe un ensayo. ",
        "Crea una tabla", '"quoted {{x}}" ', "`code` ", "```\nx = 1\n```\n", "{{name}} ", "\n\n", "\r\n", "- item\n", "## Open points\n",
        "## What to do\n", "## Puntos abiertos", "Text: ", "<data>\n5\n</data>\n", "?", "\u200b", "at most 50 words. ", "  ", "é", "😀",
        "1. Use plain words. ", "Never use jargon (see note 4). ", "Muestra los datos de la tienda. ", "\x00", "\u2028",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=60))
MISSING = st.lists(
    st.sampled_from([Missing("a", "Which one?"), Missing("b", "¿Cuál de ellas?"), Missing("c", "For whom and how long?")]),
    max_size=3,
)


def read_limits(text: str) -> list[tuple[Any, ...]]:
    return [
        (limit.kind, limit.subject, limit.unit, limit.low, limit.high, limit.value, limit.polarity)
        for limit in parse_limits(Document.of(text))
    ]


def refine(text: str, domain: str, missing: list[Missing]) -> Any:
    return rewrite(Document.of(text), domain=domain, intent="create", findings=(), missing=missing, read_limits=read_limits)


@settings(max_examples=150, deadline=None)
@given(TEXTS, st.sampled_from(["sql", "devops", "general"]), MISSING)
def test_a_rewrite_is_proved_and_idempotent_on_any_text(text: str, domain: str, missing: list[Missing]) -> None:
    result = refine(text, domain, missing)
    assert all(item.holds for item in result.proof)
    assert apply_edits(text, result.edits) == result.refined
    assert refine(result.refined, domain, missing).refined == result.refined
    if "task-list" not in result.rules_applied:
        assert result.refined.startswith(text)
    if len(text.split()) > 40:
        assert len(result.refined) <= 2 * len(text)
    if "open-points" in result.rules_applied:
        assert (
            without_open_points(result.refined).split() == without_open_points(text).split()
            or result.rules_applied[0] == "task-list"
        )


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet="abcde", max_size=12),
    st.lists(st.tuples(st.integers(0, 14), st.integers(0, 4), st.text("xy", max_size=3)), max_size=5),
)
def test_edits_of_any_draft_give_its_text(text: str, changes: list[tuple[int, int, str]]) -> None:
    draft = Draft(text)
    for start, length, new in changes:
        now = draft.text
        low = min(start, len(now))
        high = min(low + length, len(now))
        draft.replace(low, high, new, "R")
        assert draft.text == now[:low] + new + now[high:]
    assert apply_edits(text, draft.edits()) == draft.text


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_filling_without_variables_changes_nothing(text: str) -> None:
    assert fill_placeholders(text, {}).text == text


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_filling_with_the_placeholder_itself_changes_nothing(text: str) -> None:
    assert fill_placeholders(text, {"name": "{{name}}", "x": "{{x}}"}).text == text


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="select from WHERE'\"a.b(),;-\n*= ", max_size=50))
def test_formatting_sql_twice_is_formatting_it_once_and_keeps_every_letter(text: str) -> None:
    once = sql_format(text)
    assert sql_format(once) == once
    assert "".join(once.split()).lower() == "".join(text.split()).lower()


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30))
def test_camel_case_keeps_each_letter_mark_and_digit(text: str) -> None:
    kept = [character for character in text if unicodedata.category(character)[0] in "LMN"]
    made = camel_case(text)
    assert len(made) == len(kept)
    assert all(new in (old, old.lower(), old.upper()) for new, old in zip(made, kept, strict=True))
