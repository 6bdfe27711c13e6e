"""Laws of the scope map, the placeholders and the language, on generated texts."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.config import LANGUAGES, SCOPES
from promptsmith.text.language import detect_language
from promptsmith.text.placeholders import PLACEHOLDER_HINTS, find_placeholders
from promptsmith.text.scopes import _Walk, find_scopes, needs_scopes

PIECES = st.sampled_from(
    [
        *"\"'`“”«»‘’{}[]()<>$%|#>~*_-:;,.?!\\/=@ \n\t",
        "\n\n",
        "\n    ",
        "```",
        '"""',
        "{{",
        "}}",
        "{% ",
        " %}",
        "${",
        "</",
        "<data>",
        "</data>",
        "<b>",
        "# ",
        "## Input\n",
        "Text:",
        "Ejemplo: ",
        "Context:\n",
        "Q: ",
        "\nA: ",
        "the following text:",
        "SELECT a FROM b",
        "def f(x):\n    return x",
        "| a | b |\n|---|---|\n",
        "a,b,c\n",
        '{"a": 1}',
        '["a", "b"]',
        "> ",
        "$ ls\n",
        "- ",
        "1. ",
        "word",
        "ñandú",
        "😀",
        "it's",
        "[YOUR NAME]",
        "{name}",
        "$var",
        "%x1%",
        "<your name>",
        "ĸ",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_scope_spans_are_sorted_apart_and_inside_the_text(text: str) -> None:
    end = 0
    for span in find_scopes(text):
        assert end <= span.start < span.end <= len(text)
        assert span.scope in SCOPES
        assert span.scope != "instruction"
        end = span.end


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_placeholders_are_sorted_apart_and_begin_with_a_hint(text: str) -> None:
    end = 0
    for item in find_placeholders(text):
        assert end <= item.start < item.end <= len(text)
        assert text[item.start] in PLACEHOLDER_HINTS
        assert item.name
        end = item.end


@given(TEXTS)
@settings(max_examples=400, deadline=None)
def test_every_placeholder_is_a_span_of_the_scope_map(text: str) -> None:
    spans = {(span.start, span.end) for span in find_scopes(text) if span.scope == "placeholder"}
    assert spans == {(item.start, item.end) for item in find_placeholders(text)}


@given(TEXTS)
@settings(max_examples=600, deadline=None)
def test_the_cheap_test_never_loses_a_scope(text: str) -> None:
    if not needs_scopes(text):
        assert find_scopes(text) == []
        assert find_placeholders(text) == []
        assert _Walk(text).spans() == []


@given(
    st.lists(st.sampled_from("the a write poem escribe casa de es it is on not can't over, now. yes; no!".split()), max_size=30)
)
@settings(max_examples=100, deadline=None)
def test_plain_words_need_no_scopes(words: list[str]) -> None:
    assert not needs_scopes(" ".join(words))


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_a_language_comes_with_a_confidence(text: str) -> None:
    name, confidence = detect_language(text)
    assert name in LANGUAGES
    assert 0.0 <= confidence <= 1.0
    assert (name == "unknown") == (confidence == 0.0)


ADVERSARIAL = [
    '"', ' "a', "'", " 'a", "‘a ", "“", "«", "`", "a`` ` ", "```\n", "{", "[", '{"a":', '["a",', "<", "<data>", "#", "\n", "\n\n",
    "\n    a\n", "    a b\n\n", ":", "the following text: ", "Text:\n", "Text: a\n", "Q: a\nA: b\n", "Q: a\nA:\n", "Input: x\n",
    "for example: ", "a,b,c\n", "a,b,c. D\n", "a|b\n--|--\n", "> a\n", "$ a\n", "SELECT a,\n", "def f(x):\n\n\n\n", '\\"', "- a\n    b\n",
    "## Input\na\n", "x = f(", "{{", "{%", "${a", "$ab+ ", "%a", "<a ", "[A ", "{{a}} ", "</a>",
]  # fmt: skip


def seconds(find: Callable[[str], object], text: str) -> float:
    """Best of three, in CPU time: other work on the machine must not decide."""
    best = float("inf")
    for _ in range(3):
        begin = time.process_time()
        find(text)
        best = min(best, time.process_time() - begin)
    return best


@pytest.mark.parametrize("seed", ADVERSARIAL)
def test_twice_the_length_takes_about_twice_the_time(seed: str) -> None:
    size = 50_000
    ratios = []
    for _ in range(3):  # a timer is noisy: the law is broken only if it is broken every time
        short = seconds(find_scopes, (seed * size)[:size])
        long = seconds(find_scopes, (seed * 2 * size)[: 2 * size])
        ratios.append(long / max(short, 0.002))
        if ratios[-1] <= 2.2:
            break
    assert min(ratios) <= 2.2


def test_ten_megabytes_are_read_in_seconds() -> None:
    text = ("Write a report. " * 40 + '\n\n"quote" and `code` it\'s {x} <b> [1]\n- item\n') * 14_700
    assert len(text) > 10_000_000
    begin = time.process_time()
    spans = find_scopes(text)
    assert len(spans) == 3 * 14_700
    assert time.process_time() - begin < 20
