"""Answers checked and prompts compared, from Python and from the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import promptsmith as ps
from promptsmith import schema

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
PROMPT = 'Answer in at most 5 words. Do not use the word "cheap". Use a formal tone.'
OUTPUT = "A cheap and cheerful place to eat."


def test_two_texts_give_one_row_per_limit() -> None:
    checking = ps.check_output(PROMPT, OUTPUT)

    assert checking.checks[["limit_id", "status", "measured"]].fillna(-1).to_dict("list") == {
        "limit_id": [0, 1, 2],
        "status": ["violated", "violated", "not checkable"],
        "measured": [7, 1, -1],
    }
    assert [OUTPUT[span["start"] : span["end"]] for spans in checking.checks["spans"] for span in spans] == ["to eat.", "cheap"]
    assert (checking.satisfied, checking.is_satisfied, len(checking)) == (0.0, False, 3)


def test_the_row_shows_the_limit_in_the_words_of_the_prompt() -> None:
    row = ps.check_output(PROMPT, OUTPUT).row(0)

    assert row["limit"] == PROMPT[row["start"] : row["end"]] == "at most 5 words"


def test_tables_follow_their_declaration() -> None:
    checking = ps.check_output([PROMPT, "Nothing is asked."], [OUTPUT, ""])
    diff = ps.constraint_diff(PROMPT, "Answer in at most 3 words.")

    assert schema.check(schema.CHECKS, checking.table("checks")) == []
    assert schema.check(schema.CONSTRAINT_CHANGES, diff.table("constraint_changes")) == []


def test_columns_of_a_frame_come_back_as_its_kind() -> None:
    data = {
        "prompt_id": ["a", "b"],
        "prompt": ["At most 3 words: what is Rome?", "Write at least 2 words."],
        "answer": ["A city", ""],
    }

    pandas = ps.check_output(pd.DataFrame(data), prompt="prompt", output="answer").checks
    polars = ps.check_output(pl.DataFrame(data), prompt="prompt", output="answer").checks

    assert pandas["prompt_id"].tolist() == polars["prompt_id"].to_list() == ["a", "b"]
    assert isinstance(polars, pl.DataFrame)
    assert pandas["status"].tolist() == polars["status"].to_list() == ["satisfied", "violated"]


def test_a_row_that_cannot_be_read_is_an_error_and_the_rest_goes_on() -> None:
    checking = ps.check_output(["Use at most 3 words.", None, ""], ["one two", "x", None])

    assert checking.checks["prompt_id"].tolist() == [0]
    assert checking.errors[["prompt_id", "error"]].to_dict("list") == {
        "prompt_id": [1, 2, 2],
        "error": ["null", "empty", "null"],
    }
    assert not checking.is_satisfied


def test_no_checkable_limit_means_no_share() -> None:
    checking = ps.check_output("Use a formal tone.", "Dear Sir,")

    assert checking.satisfied is None
    assert checking.is_satisfied


def test_text_that_looks_like_a_file_name_is_text() -> None:
    assert ps.check_output("Use at most 1 word.", "notes.txt").satisfied == 1.0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((["a", "b"], ["x"]), "There are 2 prompts and 1 texts beside them. Give one for each, in the same order."),
        (("a", ["x"]), "One side is a single text and the other is not. Give two texts, or two lists of equal length."),
        (
            ("a",),
            'The answers are missing. Give them as the second argument, or name their column: check_output(frame, prompt="prompt", '
            'output="answer").',
        ),
    ],
)
def test_a_mistake_in_the_call_says_what_to_do(arguments: tuple[object, ...], message: str) -> None:
    with pytest.raises(ps.InputError) as caught:
        ps.check_output(*arguments)

    assert str(caught.value) == message


def test_equal_calls_give_equal_bytes() -> None:
    assert ps.check_output(PROMPT, OUTPUT).to_json() == ps.check_output(PROMPT, OUTPUT).to_json()


def test_changes_between_two_versions_have_both_places() -> None:
    old, new = "Use at most 200 words. No emojis.", "Be kind. Use at most 100 words. Respond in JSON."

    rows = ps.constraint_diff(old, new).table("constraint_changes").to_pylist()

    assert [(row["change"], row["kind"]) for row in rows] == [
        ("tightened", "number"),
        ("added", "format"),
        ("removed", "punctuation"),
    ]
    first = rows[0]
    assert old[first["old_start"] : first["old_end"]] == "at most 200 words"
    assert new[first["new_start"] : first["new_end"]] == "at most 100 words"
    assert (rows[1]["old_start"], rows[2]["new_start"]) == (None, None)


def test_versions_in_lists_are_compared_pair_by_pair() -> None:
    diff = ps.constraint_diff(
        ["Usa como máximo 9 palabras.", ""], ["Usa como máximo 9 palabras.", "Usa como máximo 9 palabras."]
    )

    assert diff.constraint_changes[["prompt_id", "change"]].to_dict("list") == {"prompt_id": [1], "change": ["added"]}


def test_the_command_shows_the_measured_value_and_the_place(cli: Cli) -> None:
    done = cli("check", "Answer in at most 5 words. No commas.", "-", given="I think\nthat it is Rome.\n")

    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines() == [
        "violated       'at most 5 words': 6 words; allowed: at most 5.",
        "               2:12  Rome.",
        "satisfied      'No commas': No commas found.",
        "",
        "2 limits: 1 satisfied, 1 violated, 0 not checkable",
    ]


def test_the_command_reads_files_of_any_ending(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "brief.md").write_text("Respond in JSON.\n", encoding="utf-8")
    (tmp_path / "answer.json").write_text('{"a": 1}\n', encoding="utf-8")

    done = cli("check", "brief.md", "answer.json", "--format", "json")

    assert done.returncode == 0
    assert [row["status"] for row in json.loads(done.stdout)["checks"]] == ["satisfied"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("missing.md", "x y"),
            "Error: There is no file 'missing.md'. Give a text file, - for standard input, or words between quotes.\n",
        ),
        (("-", "-"), "Error: Standard input ('-') can be read only once. Give the prompt or the answer as a file.\n"),
        (("a b", "c d", "--format", "csv"), "Error: Unknown format 'csv'. Allowed: table, json.\n"),
    ],
)
def test_a_mistake_on_the_command_line_is_a_usage_error(cli: Cli, arguments: tuple[str, ...], message: str) -> None:
    done = cli("check", *arguments)

    assert (done.returncode, done.stderr) == (2, message)


def test_a_prompt_that_cannot_be_read_fails(cli: Cli) -> None:
    done = cli("check", "", "an answer")

    assert done.returncode == 3
    assert "the text is empty" in done.stderr
