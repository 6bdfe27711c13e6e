"""Annotations of GitHub Actions, read back the way its runner reads them."""

import re
from typing import Any

from promptsmith import schema
from promptsmith.report.github import github_lines
from promptsmith.report.places import Origin
from promptsmith.text.embedded import python_prompts

from .conftest import Tables, finding, prompt, table


def made(text: str, *findings: dict[str, Any]) -> Tables:
    return Tables(
        {"prompts": table(schema.PROMPTS, [prompt(0, text, 0.5)]), "findings": table(schema.FINDINGS, list(findings))}
    )


def read(line: str) -> tuple[str, dict[str, str], str]:
    """Undo the escapes in the order of the runner: the per cent sign last."""
    match = re.fullmatch(r"::(\w+) ([^\r\n]*?)::([^\r\n]*)", line)
    assert match is not None, line

    def plain(text: str, *, is_property: bool) -> str:
        codes = [("%0D", "\r"), ("%0A", "\n"), *([("%3A", ":"), ("%2C", ",")] if is_property else []), ("%25", "%")]
        for code, character in codes:
            text = text.replace(code, character)
        return text

    properties = dict(item.split("=", 1) for item in match[2].split(","))
    return (
        match[1],
        {name: plain(value, is_property=True) for name, value in properties.items()},
        plain(match[3], is_property=False),
    )


def test_a_finding_is_shown_at_its_place_with_rule_and_advice() -> None:
    text = "Uno 😀.\r\nResume etc. bien."

    (line,) = github_lines(made(text, finding(0, text, "etc.", severity="warning")), [Origin("prompts/a.md")])

    assert line == (
        "::warning file=prompts/a.md,line=2,col=8,endLine=2,endColumn=12,title=REF501 rule-ref501::'etc.' is open. Name it."
    )


def test_severities_become_error_warning_and_notice(run: Any) -> None:
    assert [line.split(" ")[0] for line in github_lines(run)] == ["::warning", "::notice", "::error", "::error"]


def test_signs_of_the_command_are_escaped_and_come_back() -> None:
    text = "Use 100 %, it"
    found = finding(0, text, "100 %", message="100%, 5 :: %0A, a\nb: 'é😀'", suggestion=None)

    (line,) = github_lines(made(text, found), [("a,b:c%.md", None)])

    name, properties, message = read(line)
    assert (name, properties["file"], message) == ("warning", "a,b:c%.md", "100%, 5 :: %0A, a b: 'é😀'")
    assert "%250A" in line


def test_a_row_of_a_table_names_row_line_and_column_in_the_title() -> None:
    text = "Uno.\nUse it"

    (line,) = github_lines(made(text, finding(0, text, "it")), [("data.csv", 4)])

    _, properties, _ = read(line)
    assert properties == {"file": "data.csv", "title": "REF501 rule-ref501 (row 4, line 2, column 5)"}


def test_a_prompt_without_a_file_names_none() -> None:
    text = "Use it"

    for origins in (None, [Origin("stdin", is_file=False)]):
        (line,) = github_lines(made(text, finding(0, text, "it")), origins)
        assert set(read(line)[1]) == {"title"}


def test_a_span_over_lines_is_shown_at_its_start() -> None:
    text = "Use it\nnow"

    (line,) = github_lines(made(text, finding(0, text, "it\nnow")), [Origin("a.md")])

    assert {key: value for key, value in read(line)[1].items() if key != "title"} == {"file": "a.md", "line": "1", "col": "5"}


def test_a_string_in_a_source_is_shown_in_its_line() -> None:
    (found,) = python_prompts("import os\nP = '😀 \\u00f1 it'  # promptsmith: prompt\n")
    text = found.prompt.text  # type: ignore[union-attr]

    (line,) = github_lines(made(text, finding(0, text, "it")), [Origin("app.py", embedded=found)])  # type: ignore[arg-type]

    assert "file=app.py,line=2,col=15,endLine=2,endColumn=17," in line


def test_rows_that_could_not_be_used_are_errors(run: Any) -> None:
    *_, line = github_lines(run, [("a.csv", 0), ("a.csv", 1), ("a.csv", 2), ("a.csv", 3)])

    assert line == "::error file=a.csv,title=3 null::Row 3: the text is null."
