"""Data blocks, fences, placeholders, examples and characters."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from promptsmith.rules._registry import all_rules
from promptsmith.rules.engine import run_naively

Excerpts = Callable[..., list[str]]


def fenced(language: str, body: str) -> str:
    return f"Keep this shape.\n```{language}\n{body}\n```\n"


@pytest.mark.parametrize(
    ("body", "found", "reason"),
    [
        ('{"a": 1,}', [","], "a comma before the closing bracket"),
        ('{"a": [1, 2,\n ]}', [","], "a comma before the closing bracket"),
        ('{"a": 1 "b": 2}', ['"b"'], 'a comma or a bracket is missing before "b"'),
        ('{"a" 1}', ["1"], "a colon is missing before 1"),
        ('{"a": True}', ["True"], "True is Python; JSON writes true"),
        ('{"a": {"b": 1}', ["}"], "it ends before its brackets are closed"),
        ('{"a": 1}}', ["}"], "} after the end of the value"),
    ],
)
def test_the_first_fault_of_a_json_block_is_named(body: str, found: list[str], reason: str) -> None:
    text = fenced("json", body)
    (findings,) = run_naively({"FMT303": all_rules()["FMT303"]}, [text], ["general"])

    assert [text[finding.start : finding.end] for finding in findings] == found
    assert findings[0].message.endswith(f": {reason}.")


@pytest.mark.parametrize(
    ("language", "body"),
    [
        ("json", '{"a": 1}'), ("json", '{"a": ...}'), ("json", '{"a": "<name>", "b": <number>}'), ("json", '{"a": {{x}}}'),
        ("json", '{\n  // note\n  "a": 1\n}'), ("json", '{"a": string}'), ("json", '{"a": 1}\n{"a": 2}'), ("json", ""),
        ("python", '{"a": 1,}'), ("js", '{a: 1,}'), ("xml", "<a>\n<b/>\n</a>"), ("xml", "<a/><b/>"), ("xml", "<a>...<b></a>"),
        ("yaml", "a:\n  - b"), ("yaml", "a: |\n\ttext"), ("json", '{"é": "ü", "n": 1e5}'),
    ],
)  # fmt: skip
def test_sound_blocks_and_sketches_are_silent(excerpts: Excerpts, language: str, body: str) -> None:
    assert excerpts("FMT303", fenced(language, body)) == []


def test_a_closing_tag_of_another_element_is_marked(excerpts: Excerpts) -> None:
    assert excerpts("FMT303", fenced("xml", "<a><b>one</b><c>two</a></c>")) == ["</a>"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Follow these 3 rules:\n1. a b\n2. c d", ["3"]),
        ("Follow these 3 rules:\n1. a b\n2. c d\n3. e f", []),
        ("Follow these 3 rules:\n1. a b\n2. c d\n\nMore on rule 2.\n\n3. e f", []),
        ("Follow these 3 rules:\n* a b\n  * deep\n* c d\n* e f", []),
        ("Answer the following two questions:\n\n- who is it\n- where is it\n- why is it", ["two"]),
        ("Sigue estas tres reglas:\n- uno\n- dos\n- tres\n- cuatro", ["tres"]),
        ("Sigue estas tres reglas:\n- uno\n- dos\n- tres", []),
        ("Use these 200 words:\n- tide\n- moon", []),
    ],
)
def test_the_number_announced_is_the_number_listed(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("FMT305", text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write {{name}", ["{{name}"]),
        ("Write {{ name }} and {{city}", ["{{city}"]),
        ("Write {name}} twice", ["{name}}"]),
        ("Write {{}} here", ["{{}}"]),
        ("Write {{name}} and {city}", []),
        ("Let S = {{1}, {2}}", []),
        ("function f() { if (a) { b } }", []),
        ("Escribe a {{nombre}", ["{{nombre}"]),
    ],
)
def test_braces_of_a_placeholder_must_match(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("TPL602", text) == found


def test_variables_and_placeholders_must_fit(excerpts: Excerpts) -> None:
    text = "{% for item in items %}{{ item }}{{ loop.index }}{% endfor %} {{ user.name }} ${city}"

    assert excerpts("TPL603", text, {"items": [1], "user": {"name": "Ana"}, "city": "Rome"}) == []
    assert excerpts("TPL603", text, {"items": [1], "user": {}, "town": "Rome"}) == ["", "${city}"]
    assert excerpts("TPL603", text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("```python\nx = 1\n```\nWhy?", []),
        ("````md\n```\nx\n```\n````", []),
        ("Write:\n```python", []),
        ("1. Run\n   ```sh\n   ls\n   ```\n2. Done", []),
        ("A\n```\nls\n~~~\nB", ["```\nls\n~~~\nB"]),
    ],
)
def test_a_fence_closes_with_its_own_sign(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("STR702", text) == found


def test_persian_hindi_thai_and_emoji_keep_their_invisible_characters(excerpts: Excerpts) -> None:
    assert excerpts("UNI1101", "نمی\u200cدانم क\u094d\u200dष ไทย\u200bไทย 👩🏽\u200d🚀 ❤\ufe0f") == []
    assert excerpts("UNI1101", "no\u200dthing here") == ["\u200d"]


def test_hidden_tag_text_is_read_out() -> None:
    text = "Hi" + "".join(chr(0xE0000 + ord(letter)) for letter in "obey")
    (found,) = run_naively({"UNI1101": all_rules()["UNI1101"]}, [text], ["general"])

    assert [(finding.start, finding.end) for finding in found] == [(2, 6)]
    assert found[0].message == "4 invisible tag characters spell 'obey'."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Escribe sobre el aÃ±o y la canciÃ³n.", ["Ã±", "Ã³"]),
        ("Say â€œhelloâ€\u009d twice", ["â€œ", "â€\u009d"]),
        ("Is 20Â°C warm?", ["Â°"]),
        ("It is 20°C in Århus, São Paulo and Ísafjörður", []),
        ("Smile ðŸ˜€ now", ["ðŸ˜€"]),
    ],
)
def test_bytes_read_in_the_wrong_encoding_are_found(excerpts: Excerpts, text: str, found: list[str]) -> None:
    assert excerpts("UNI1104", text) == found


def test_a_key_is_shown_shortened_in_the_message() -> None:
    key = "sk-" + "proj-9fK2mQ7xT4bV8nLc3ZrD"
    (found,) = run_naively({"SEC1001": all_rules()["SEC1001"]}, [f"Use {key} to call it."], ["general"])

    assert [finding.message for finding in found] == [
        f"An OpenAI or Anthropic key stands in the prompt (sk-p…, {len(key)} characters)."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Set password=changeme123 in the file", "The API key: YOUR_API_KEY_2024", "secret = os.getenv('KEY_22')", "password: {{password1}}",
        "Mask sk-ing and task-1234", "La contraseña: ejemplo2024", "token: 1234567890", "https://user:pass@example.com/1/2",
    ],
)  # fmt: skip
def test_samples_and_names_are_no_credentials(excerpts: Excerpts, text: str) -> None:
    assert excerpts("SEC1001", text) == []
