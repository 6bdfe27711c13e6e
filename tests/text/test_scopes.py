"""Which parts of a prompt are not instructions, with exact spans."""

from __future__ import annotations

import pytest

from promptsmith.config import SCOPES
from promptsmith.text.scopes import find_scopes, needs_scopes


def found(text: str) -> list[tuple[str, str, str]]:
    return [(span.scope, span.kind, text[span.start : span.end]) for span in find_scopes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # code
        ("Run:\n```sh\nls -la\n```\nand explain.", [("code", "fence", "```sh\nls -la\n```")]),
        ("Fix:\n~~~\nx = 1\n~~~\nThanks", [("code", "fence", "~~~\nx = 1\n~~~")]),
        ("Fix:\n```python\nprint(1)", [("code", "fence", "```python\nprint(1)")]),
        ("Fix:\n````md\n```\na\n```\n````\nEnd", [("code", "fence", "````md\n```\na\n```\n````")]),
        ("Use `x` and ``y ` z``.", [("code", "inline", "`x`"), ("code", "inline", "``y ` z``")]),
        (
            "Fix this:\n\n    total += price;\n    return total;\n\nThanks",
            [("code", "indented", "    total += price;\n    return total;")],
        ),
        ("Fix:\ndef f(x):\n    return x\n\nKeep it short.", [("code", "lines", "def f(x):\n    return x")]),
        ("I ran\n$ pip list\nand it failed", [("code", "lines", "$ pip list")]),
        ("Explain <code>a = 1</code> please", [("code", "tag", "<code>a = 1</code>")]),
        ("Tune:\nSELECT *\nFROM t\nWHERE a = 1;\nKeep the order.", [("code", "sql", "SELECT *\nFROM t\nWHERE a = 1;")]),
        ("SELECT name FROM users WHERE id = 1", [("code", "sql", "SELECT name FROM users WHERE id = 1")]),
        # quotations
        ('Translate "good day" now', [("quote", "double", '"good day"')]),
        ("Traduce «buen día» y “adiós”", [("quote", "angled", "«buen día»"), ("quote", "curly", "“adiós”")]),
        ("Find 'it's here' and ‘that’s it’.", [("quote", "single", "'it's here'"), ("quote", "single", "‘that’s it’")]),
        ("> first\n> second\nReply to it.", [("quote", "lines", "> first\n> second")]),
        # data
        ("Summarise.\n\nText: The cat sat.\nIt ran.\n\nKeep it short.", [("data", "label", "The cat sat.\nIt ran.")]),
        ("Resume.\n\nTexto: El gato duerme.\nUsa un tono formal.", [("data", "label", "El gato duerme.")]),
        (
            "Article:\n\nFirst part here.\n\nSecond part here.\n\nNow write three lines.",
            [("data", "label", "First part here.\n\nSecond part here.")],
        ),
        ("## Input\nred, blue\n\ngreen\n## Task\nSort.", [("data", "heading", "red, blue\n\ngreen")]),
        ("Traduce el siguiente texto: hola\nSé breve.", [("data", "label", "hola")]),
        ("Fix the following code:\nx = = 1\n\nPlease explain.", [("data", "label", "x = = 1")]),
        ('Text:\n"""\na\n\nb\n"""\nSummarise it.', [("data", "label", '"""\na\n\nb\n"""')]),
        ('Summarise """a b""" now', [("data", "delimited", '"""a b"""')]),
        ("Data:\n---\n1\n\n2\n---\nAdd them.", [("data", "label", "---\n1\n\n2\n---")]),
        ("Read <document>a b</document> well", [("data", "tag", "<document>a b</document>")]),
        ("Sum:\n| a | b |\n|---|---|\n| 1 | 2 |\nShow it.", [("data", "table", "| a | b |\n|---|---|\n| 1 | 2 |")]),
        ("name,age,city\nana,3,lima\nbob,4,rome\nSort by age.", [("data", "rows", "name,age,city\nana,3,lima\nbob,4,rome")]),
        ('Read {"a": {"b": "}"}} and go', [("data", "json", '{"a": {"b": "}"}}')]),
        ('Choose from ["a", "b"] only', [("data", "json", '["a", "b"]')]),
        # examples
        (
            "Classify.\n\nInput: good\nOutput: positive\n\nInput: bad\nOutput: negative\n\nInput: fine\nOutput:",
            [
                ("example", "pairs", "Input: good\nOutput: positive\n\nInput: bad\nOutput: negative"),
                ("data", "label", "fine"),
            ],
        ),
        ("P: 2+2\nR: 4\nP: 3+3\nR: 6\nP: 1+1\nR:", [("example", "pairs", "P: 2+2\nR: 4\nP: 3+3\nR: 6")]),
        ("Be brief. For example: ok.\nUse lists.", [("example", "label", "ok.")]),
        ("Ejemplos:\n- rojo\n- azul\n\nEscribe tres más.", [("example", "label", "- rojo\n- azul")]),
        ("<example>a cat</example> Write one.", [("example", "tag", "<example>a cat</example>")]),
        # context
        ("Context: we sell shoes.\nTask: write a slogan.", [("context", "label", "we sell shoes.")]),
        ("Contexto: vendemos zapatos.\nTarea: escribe un lema.", [("context", "label", "vendemos zapatos.")]),
        ("## Antecedentes\nVendemos pan.\n## Tarea\nEscribe.", [("context", "heading", "Vendemos pan.")]),
        ("<context>we sell</context> Write.", [("context", "tag", "<context>we sell</context>")]),
    ],
)
def test_each_scope_is_found_with_its_exact_span(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Write a haiku about the sea.",
        "Escribe un haiku sobre el mar: corto, claro y alegre.",
        "It's the users' choice, don't ask why; rock 'n' roll, 'tis the 90's",
        'A 5" screen and a 6" case',
        "The dogs' bowls are the cats' beds",
        'An open quote: "never closed',
        'A quote "over a\n\nblank line" is none',
        "- item\n\n    continued text of the item\n- next",
        "Nested:\n- a\n    - b(c)\n    - d(e)",
        "Steps:\n1. Read it\n2. Sort it\n3. Send it",
        "Input: a CSV file\nOutput: a JSON list",
        "Entrada: un archivo CSV\nSalida: una lista JSON",
        "Context:\n\nText:",
        "a < b and b > c",
        "See [the site](https://example.org), [1], [2] and a[0]",
        "Select the best option from the list, then update it.",
        "One, two, three.\nFour, five, six.\nSeven, eight, nine.",
        "In the text: use short words.",
        "A lone ` backtick and a lone { brace",
    ],
)
def test_ambiguous_forms_stay_instruction(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ask {name} now", [("placeholder", "brace", "{name}")]),
        ('Say "hi {name}!" now', [("quote", "double", '"hi '), ("placeholder", "brace", "{name}"), ("quote", "double", '!"')]),
        ("Run `ls $dir` now", [("code", "inline", "`ls "), ("placeholder", "dollar", "$dir"), ("code", "inline", "`")]),
        ("Text: {{ body }}\nKeep it.", [("placeholder", "double_brace", "{{ body }}")]),
        (
            "Say \"{{ a['x'] }}\" now",
            [("quote", "double", '"'), ("placeholder", "double_brace", "{{ a['x'] }}"), ("quote", "double", '"')],
        ),
    ],
)
def test_placeholders_split_the_span_around_them(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


def test_the_outermost_span_wins() -> None:
    assert found('```\n"a" `b` {"c": 1}\n```') == [("code", "fence", '```\n"a" `b` {"c": 1}\n```')]


def test_a_label_in_a_list_ends_with_its_item() -> None:
    assert found("- Example: cat\n- Write ten more") == [("example", "label", "cat")]


def test_every_scope_has_a_declared_name() -> None:
    text = 'Context: a\n\nText: b\n\n"c" `d` {e}\n\nExample: f'
    assert {span.scope for span in find_scopes(text)} | {"instruction"} == set(SCOPES)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "Write a poem.", "Escribe un poema de amor", "Don't worry about the cat: it sleeps"]
)
def test_plain_prose_needs_no_scopes(text: str) -> None:
    assert find_scopes(text) == []


def test_the_cheap_test_is_false_for_prose() -> None:
    assert not needs_scopes("Don't worry, it's only prose: nothing to see.")
    assert not needs_scopes("No te preocupes, es solo prosa: nada que ver.")
    assert needs_scopes('Say "hi"')
