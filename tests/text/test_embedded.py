"""Marked prompts in Python sources and notebooks: which strings they are, and where each character stands."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptsmith.errors import InputError
from promptsmith.text.embedded import Embedded, UnreadableMark, find_embedded, notebook_prompts
from promptsmith.text.literals import json_literal, python_literal
from promptsmith.text.mapped import Mapped
from promptsmith.text.marks import marked_prompts


def texts(source: str) -> list[str]:
    prompts, faults = marked_prompts(source)
    assert faults == []
    return [prompt.text for prompt in prompts]


def standing_for(source: str, prompt: Mapped, part: str) -> str:
    """The piece of the source that stands for a part of a prompt."""
    start = prompt.text.index(part)
    low, high = prompt.span(start, start + len(part))
    return source[low:high]


@pytest.mark.parametrize(
    ("source", "prompts"),
    [
        ("# promptsmith: prompt\nP = 'Write a poem.'\n", ["Write a poem."]),
        ("P = 'Write a poem.'  # promptsmith: prompt\n", ["Write a poem."]),
        ("P = 'Write a poem.'\n", []),
        ("P = 'the text # promptsmith: prompt'\n", []),
        ("# promptsmith: prompt\n\n# about the tone\nP = 'Escribe un poema.'\n", ["Escribe un poema."]),
        ("P = (  # promptsmith: prompt\n    'Write '\n    'a poem.'\n)\n", ["Write a poem."]),
        ("P = '''Write\na poem.\n'''  # promptsmith: prompt\n", ["Write\na poem.\n"]),
        ("call('gpt-4', 'Write a poem.')  # promptsmith: prompt\n", ["Write a poem."]),
        ("call('Summarize')  # promptsmith: prompt\n", ["Summarize"]),
        (
            "call(\n  model='large one',\n  # promptsmith: prompt\n  prompt='Write a poem.',\n  stop='the end',\n)\n",
            ["Write a poem."],
        ),
        (
            "# promptsmith: prompt\nM = [{'role': 'system', 'the text': 'You are a poet.'}, {'text': 'Write it.'}]\n",
            ["You are a poet.", "Write it."],
        ),
        ("M = {\n  # promptsmith: prompt\n  'a b': 'Write a poem.',\n  'c d': 'Not this one.',\n}\n", ["Write a poem."]),
        (
            "# promptsmith: prompt\n@cached\ndef f():\n    '''Write a poem.\n\n    Three\n      lines.\n    '''\n",
            ["Write a poem.\n\nThree\n  lines."],
        ),
        ("# promptsmith: prompt\nclass Task:\n    'Write a poem.'\n    other = 'Not this one.'\n", ["Write a poem."]),
        ("def f():\n    # promptsmith: prompt\n    return 'Write a poem.'\n", ["Write a poem."]),
        ("# promptsmith: prompt\nP = prompts['the first'] + ' Write a poem.'\n", ["{prompts_the_first} Write a poem."]),
        ("# promptsmith: prompt\nP = 'Write about %s.' % topic\n", ["Write about %s."]),
        ("# promptsmith: prompt\nP = 'Write about {topic}.'.format(topic=topic)\n", ["Write about {topic}."]),
        ("# promptsmith: prompt\nP = dedent('''\\\n    Write:\n      a poem.\n    ''')\n", ["Write:\n  a poem.\n"]),
        ("# promptsmith: prompt\nP = inspect.cleandoc('''\n    Write:\n      a poem.\n    ''')\n", ["Write:\n  a poem."]),
        ("# promptsmith: prompt\nP = '''\n  Write a poem.\n'''.strip()\n", ["Write a poem."]),
        ("P = 'One two.'  # promptsmith: prompt\nP = 'One two.'  # promptsmith: prompt\n", ["One two.", "One two."]),
        ("# promptsmith: prompt\nP = 'One two.'  # promptsmith: prompt\n", ["One two."]),
    ],
)
def test_a_mark_stands_for_the_strings_beside_it(source: str, prompts: list[str]) -> None:
    assert texts(source) == prompts
    assert texts(source.replace("\n", "\r\n")) == prompts


@pytest.mark.parametrize(
    ("literal", "prompt"),
    [
        ("f'Name {n} rivers.'", "Name {n} rivers."),
        ("f'Name {n!r:>{width}} rivers.'", "Name {n} rivers."),
        ("f'{{\"a\": {value}}}'", '{"a": {value}}'),
        ("f'About {topics[0].name}.'", "About {topics_0_name}."),
        ("f'About {\"a}b\" if x else y}.'", "About {a_b_if_x_else_y}."),
        ("f'About {1}.'", "About {value_1}."),
        ("f'About {topic=}.'", "About topic={topic}."),
        ("rf'\\d {n} \\{n}'", "\\d {n} \\{n}"),
        ("f'''Two\n{ n }'''", "Two\n{n}"),
    ],
)
def test_fields_of_an_f_string_become_placeholders(literal: str, prompt: str) -> None:
    assert texts(f"P = {literal}  # promptsmith: prompt\n") == [prompt]


def test_every_character_knows_its_place_in_the_source() -> None:
    source = 'P = f"""Escribe 😀 \\u00f1 {tema.nombre}\\\n  \\"dos\\" l\\xedneas\\N{BULLET}\n  fin"""  # promptsmith: prompt\n'
    (prompt,), _ = marked_prompts(source)

    assert prompt.text == 'Escribe 😀 ñ {tema_nombre}  "dos" líneas•\n  fin'
    assert standing_for(source, prompt, "Escribe 😀") == "Escribe 😀"
    assert standing_for(source, prompt, "ñ") == "\\u00f1"
    assert standing_for(source, prompt, "nombre") == "{tema.nombre}"
    assert standing_for(source, prompt, '"dos"') == '\\"dos\\"'
    assert standing_for(source, prompt, "íneas•\n  fin") == "\\xedneas\\N{BULLET}\n  fin"


def test_a_span_over_two_literals_holds_what_is_between_them() -> None:
    source = "P = ('uno '  # first\n     'dos')\n# promptsmith: prompt\nQ = ('uno '  # first\n     'dos')\n"
    (prompt,), _ = marked_prompts(source)

    assert standing_for(source, prompt, "no do") == "no '  # first\n     'do"
    assert prompt.span(0, 0) == (source.index("Q = ('uno") + 6,) * 2
    assert prompt.span(7, 7) == (source.rindex("'"),) * 2


def test_an_indentation_that_is_removed_is_not_part_of_a_place() -> None:
    source = "def f():\n    # promptsmith: prompt\n    P = dedent('''\\\n        Uno.\n\n          Dos.\n        ''')\n"
    (prompt,), _ = marked_prompts(source)

    assert prompt.text == "Uno.\n\n  Dos.\n"
    assert prompt.span(0, 1)[0] == source.index("Uno")
    assert standing_for(source, prompt, "  Dos") == "  Dos"


def test_a_mark_that_leads_nowhere_is_named_by_its_line() -> None:
    prompts, faults = marked_prompts("# promptsmith: prompt\nP = 'One two.'\n\n# promptsmith: prompt\nn = 3\n")

    assert [prompt.text for prompt in prompts] == ["One two."]
    assert [(fault.line, fault.message) for fault in faults] == [
        (
            4,
            "the mark in line 4 stands for no string. Put it on the line before the string, or at the end of the string's line.",
        )
    ]


@pytest.mark.parametrize("source", ["def f(:\n  pass  # promptsmith: prompt\n", "P = 'a\0b'  # promptsmith: prompt\n"])
def test_a_source_that_is_not_python_is_a_fault(source: str) -> None:
    prompts, faults = marked_prompts(source)

    assert prompts == []
    assert "Repair it, or remove the mark." in faults[0].message


def test_a_source_is_read_and_not_run(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_text(
        f"open({str(tmp_path / 'made')!r}, 'w')  # promptsmith: prompt\nraise SystemExit('Stop it now.')  # promptsmith: prompt\n",
        encoding="utf-8",
    )

    found = find_embedded(file, "app.py")

    assert [item.prompt.text for item in found if isinstance(item, Embedded)][-1] == "Stop it now."
    assert [path.name for path in tmp_path.iterdir()] == ["app.py"]


def test_a_source_in_another_encoding_is_read_as_it_declares(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_bytes("# -*- coding: latin-1 -*-\nP = 'Añade dos líneas.'  # promptsmith: prompt\n".encode("latin-1"))

    (found,) = find_embedded(file, "app.py")

    assert isinstance(found, Embedded)
    assert found.prompt.text == "Añade dos líneas."


def test_a_source_that_is_not_in_its_encoding_is_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "app.py"
    file.write_bytes(b"P = 'caf\xe9'  # promptsmith: prompt\n")

    (found,) = find_embedded(file, "app.py")

    assert not isinstance(found, Embedded)
    assert found.message.startswith("cannot be read: invalid or missing encoding declaration") or "0xe9" in found.message


@given(st.text())
def test_a_literal_has_the_value_python_gives_it(text: str) -> None:
    for literal in (repr(text), ascii(text), json.dumps(text), json.dumps(text, ensure_ascii=False)):
        value = ast.literal_eval(literal) if "\\/" not in literal else text
        read = python_literal(literal, 0, len(literal))
        if "\\ud" not in literal.lower():  # JSON writes halves of a character, which Python does not join
            assert read.text == value
        assert len(read.starts) == len(read.ends) == len(read.text)
        assert all(1 <= low < high < len(literal) for low, high in zip(read.starts, read.ends, strict=True))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_json_string_has_the_value_json_gives_it(text: str) -> None:
    for literal in (json.dumps(text), json.dumps(text, ensure_ascii=False)):
        read = json_literal(literal, 0, len(literal))
        assert read.text == text
        assert "".join(literal[low:high] for low, high in zip(read.starts, read.ends, strict=True)) == literal[1:-1]


@given(st.text(st.sampled_from(" \t\nab"), max_size=40))
def test_removing_a_margin_gives_what_python_gives(text: str) -> None:
    from inspect import cleandoc
    from textwrap import dedent

    mapped = Mapped.plain(text).without_margin()
    assert mapped.text == dedent(text)
    assert [text[start] for start in mapped.starts] == list(mapped.text)
    # cleandoc turns tabs into spaces, which a prompt keeps, and leaves some white space in lines that hold nothing else.
    clean = "\n".join(line.rstrip() for line in text.replace("\t", " ").split("\n"))
    assert Mapped.plain(clean).without_docstring_margin().text == cleandoc(clean)


def notebook(*cells: tuple[str, str | list[str]], **metadata: Any) -> dict[str, Any]:
    made = [
        {"cell_type": kind, "id": f"c{number}", "source": source, "metadata": {}} for number, (kind, source) in enumerate(cells)
    ]
    return {"cells": made, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("indent", [None, 1])
def test_a_notebook_gives_marked_cells_and_marked_strings_with_places_in_the_file(is_ascii: bool, indent: int | None) -> None:
    cells = [
        ("markdown", "# Sin marca"),
        ("markdown", ["<!-- promptsmith: prompt -->\n", 'Escribe "dos" líneas 😀.\n', "Fin."]),
        ("code", ["import os\n", "# promptsmith: prompt\n", 'P = "Añade \\"tres\\" 😀 palabras."']),
    ]
    source = json.dumps(notebook(*cells), ensure_ascii=is_ascii, indent=indent)

    found = [item for item in notebook_prompts(source) if isinstance(item, Embedded)]

    assert [(item.cell, item.prompt.text) for item in found] == [
        (2, 'Escribe "dos" líneas 😀.\nFin.'),
        (3, 'Añade "tres" 😀 palabras.'),
    ]
    for item in found:
        assert item.cell_prompt is not None
        for start, character in enumerate(item.prompt.text):
            low, high = item.prompt.span(start, start + 1)
            in_cell = item.cell_source[slice(*item.cell_prompt.span(start, start + 1))]
            assert json.loads(f'"{source[low:high]}"') == in_cell
            assert in_cell in (character, f"\\{character}")


def test_lines_that_only_ipython_reads_are_passed_over() -> None:
    code = "%matplotlib inline\nfiles = !ls\nfor name in files:\n    !cat $name\nos?\nP = '''One\n%two!\n'''  # promptsmith: prompt\n"

    (found,) = notebook_prompts(json.dumps(notebook(("code", code))))

    assert isinstance(found, Embedded)
    assert (found.prompt.text, found.cell_source) == ("One\n%two!\n", code)


def test_marks_in_another_language_and_marks_without_a_string_are_faults() -> None:
    cells = (("code", "# promptsmith: prompt\nx <- 1"), ("raw", "<!-- promptsmith: prompt -->\nWrite a poem."))
    in_r = list(notebook_prompts(json.dumps(notebook(*cells, language_info={"name": "R"}))))
    (in_python,) = notebook_prompts(json.dumps(notebook(("code", "# promptsmith: prompt\nx = 1"))))

    assert isinstance(in_r[0], UnreadableMark)
    assert in_r[0].message.startswith("cell 1: marks are read in Python, and this notebook is r.")
    assert isinstance(in_r[1], Embedded)
    assert isinstance(in_python, UnreadableMark)
    assert (in_python.cell, in_python.line) == (1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"cells": [', "the notebook is not JSON: Expecting value"),
        ('{"worksheets": []}', "the file has no list of cells. Save the notebook in format 4."),
    ],
)
def test_a_file_that_is_no_notebook_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        list(notebook_prompts(text))
