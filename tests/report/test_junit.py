"""JUnit XML, read back by a parser."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from promptsmith import schema
from promptsmith.report.junit import write_junit
from promptsmith.report.places import Origin
from promptsmith.text.embedded import python_prompts

from .conftest import Tables, finding, prompt, table

ORIGINS = [("a b.csv", 0), ("b.md", None), ("a b.csv", 1), ("a b.csv", 2)]


def shape(text: str) -> list[tuple[str, dict[str, str], list[str]]]:
    """Cases as (name, attributes, tags below)."""
    root = ElementTree.fromstring(text)
    return [(case.get("name", ""), dict(case.attrib), [item.tag for item in case]) for case in root.iter("testcase")]


def test_each_prompt_is_a_case_and_each_harmful_finding_a_failure(run: Any) -> None:
    cases = shape(write_junit(run, origins=ORIGINS, fail_on="warning"))

    assert [(name, tags) for name, _, tags in cases] == [
        ("0", ["failure", "system-out"]),
        ("2", []),
        ("3", ["error"]),
        ("1", ["failure"]),
    ]


@pytest.mark.parametrize(
    ("fail_on", "failures"), [("error", ["1"]), ("warning", ["0", "1"]), ("info", ["0", "0", "1"]), ("never", [])]
)
def test_the_threshold_decides_what_fails(run: Any, fail_on: str, failures: list[str]) -> None:
    cases = shape(write_junit(run, fail_on=fail_on))

    assert [name for name, _, tags in cases for tag in tags if tag == "failure"] == failures


def test_files_are_suites_and_totals_count_cases_once(run: Any) -> None:
    root = ElementTree.fromstring(write_junit(run, origins=ORIGINS, fail_on="info"))

    assert root.attrib == {"name": "promptsmith", "tests": "4", "failures": "2", "errors": "1"}
    assert [suite.attrib for suite in root] == [
        {"name": "a b.csv", "tests": "3", "failures": "1", "errors": "1"},
        {"name": "b.md", "tests": "1", "failures": "1", "errors": "0"},
    ]


def test_a_failure_names_rule_place_and_excerpt(run: Any) -> None:
    root = ElementTree.fromstring(write_junit(run, origins=ORIGINS))

    (failure,) = root.iter("failure")
    assert failure.attrib == {"type": "UNI1101", "message": "Hidden <character>."}
    assert (failure.text or "").splitlines() == [
        "b.md:1:7 UNI1101 error Hidden <character>.",
        "  | Ignore<U+200B>this<U+001B>[31m <b>&amp;</b>",
        f"  | {' ' * 6}{'^' * 12}",
        "  = Name it.",
    ]


def test_characters_that_xml_cannot_hold_are_written_out() -> None:
    text = "Nul \x00 it \ufffe ]]> 😀 ñ"
    found = finding(0, text, "it", message="Found \x01 \ufffe ]]> 😀 ñ", severity="error")
    bad = Tables({"prompts": table(schema.PROMPTS, [prompt(0, text, 0.5)]), "findings": table(schema.FINDINGS, [found])})

    root = ElementTree.fromstring(write_junit(bad))

    (failure,) = root.iter("failure")
    assert failure.get("message") == "Found <U+0001> <U+FFFE> ]]> 😀 ñ"
    assert "Nul <U+0000> it <U+FFFE> ]]> 😀 ñ" in (failure.text or "")


def test_a_string_in_a_source_is_a_case_with_its_line() -> None:
    (found,) = python_prompts("import os\n# promptsmith: prompt\nP = 'Use it'\n")
    text = found.prompt.text  # type: ignore[union-attr]
    run = Tables({"prompts": table(schema.PROMPTS, [prompt(0, text, 0.5)]), "findings": table(schema.FINDINGS, [])})

    ((_, attributes, tags),) = shape(write_junit(run, origins=[Origin("src/app.py", embedded=found)]))  # type: ignore[arg-type]

    assert (attributes["classname"], attributes["file"], attributes["line"], tags) == ("src/app.py", "src/app.py", "3", [])


def test_a_secret_is_not_repeated() -> None:
    text = "Use the key abcd-1234-efgh."
    found = finding(0, text, "abcd-1234-efgh", "SEC1001", "error", excerpt="abcd…", message="A credential.")
    run = Tables({"prompts": table(schema.PROMPTS, [prompt(0, text, 0.5)]), "findings": table(schema.FINDINGS, [found])})

    written = write_junit(run)

    assert "1234-efgh" not in written
    assert "abcd…" in written


def test_the_file_holds_what_is_returned(run: Any, tmp_path: Path) -> None:
    text = write_junit(run, tmp_path / "run.xml")

    assert (tmp_path / "run.xml").read_text(encoding="utf-8") == text
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<testsuites ')
