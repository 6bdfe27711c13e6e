"""JSON and SARIF."""

import json
from pathlib import Path
from typing import Any

import pytest

from promptsmith.errors import InputError
from promptsmith.report.json import write_json
from promptsmith.report.sarif import write_sarif


def test_json_holds_every_table_as_rows_and_what_made_them(run: Any, tmp_path: Path) -> None:
    text = write_json(run, tmp_path / "run.json")

    read = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert read == json.loads(text)
    assert (read["version"], read["ruleset"], read["weights"]) == ("0.1.0", "0123456789abcdef", "expert-1")
    for name, table in run.tables.items():
        assert read[name] == table.to_pylist(), name


def test_json_of_equal_results_is_equal_bytes(run: Any) -> None:
    assert write_json(run) == write_json(run)


def test_sarif_gives_lines_columns_offsets_and_utf16(run: Any) -> None:
    log = json.loads(write_sarif(run))["runs"][0]

    region = log["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert log["columnKind"] == "unicodeCodePoints"
    assert region == {
        "startLine": 1,
        "startColumn": 7,
        "endLine": 1,
        "endColumn": 10,
        "charOffset": 6,
        "charLength": 3,
        "snippet": {"text": "it."},
    }
    # The emoji before the span is one code point and two UTF-16 units.
    assert log["results"][0]["properties"]["utf16"] == {"startColumn": 8, "endColumn": 11}
    assert [item["level"] for item in log["results"]] == ["warning", "note", "error"]


def test_sarif_of_a_table_nests_the_prompt_in_its_file(run: Any) -> None:
    log = json.loads(write_sarif(run, origins=[("my data/a.csv", 0), ("b.md", None), ("my data/a.csv", 1), ("c.csv", 0)]))[
        "runs"
    ][0]

    artifacts = log["artifacts"]
    nested = log["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifacts[artifacts[nested["index"]]["parentIndex"]]["location"]["uri"] == "my%20data/a.csv"
    assert artifacts[nested["index"]]["contents"]["text"] == "Use 😀 it.\nThen stop it"
    alone = log["results"][2]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert alone["uri"] == artifacts[alone["index"]]["location"]["uri"] == "b.md"


def test_sarif_reports_rows_that_could_not_be_read(run: Any) -> None:
    log = json.loads(write_sarif(run))["runs"][0]

    assert log["invocations"][0]["toolExecutionNotifications"] == [
        {"level": "error", "descriptor": {"id": "null"}, "message": {"text": "Prompt 3: Row 3: the text is null."}}
    ]


def test_every_rule_of_a_sarif_result_is_described(run: Any) -> None:
    log = json.loads(write_sarif(run))["runs"][0]

    assert [rule["id"] for rule in log["tool"]["driver"]["rules"]] == ["REF501", "UNI1101"]


@pytest.mark.parametrize("write", [write_json, write_sarif])
def test_a_report_into_a_missing_folder_is_an_error_that_names_it(run: Any, tmp_path: Path, write: Any) -> None:
    with pytest.raises(InputError, match=r"does not exist\. Create it first"):
        write(run, tmp_path / "no" / "run.json")


def test_a_report_is_replaced_whole(run: Any, tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("old", encoding="utf-8")

    write_json(run, tmp_path / "run.json")

    assert [file.name for file in tmp_path.iterdir()] == ["run.json"]
