"""SARIF 2.1.0: valid by its schema, exact in the file, and stable where code scanning compares runs."""

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pydantic import ValidationError
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

import promptsmith as ps
from promptsmith import schema
from promptsmith.report.places import Origin
from promptsmith.report.sarif import write_sarif
from promptsmith.rules._registry import all_rules
from promptsmith.text.embedded import python_prompts

from .conftest import Tables, finding, prompt, table


def made(text: str, *findings: dict[str, Any], **columns: pa.Array) -> Tables:
    """A run over one prompt; further columns are added to its findings."""
    found = table(schema.FINDINGS, list(findings))
    for name, values in columns.items():
        found = found.append_column(name, values)
    return Tables({"prompts": table(schema.PROMPTS, [prompt(0, text, 0.5)]), "findings": found})


def log_of(result: Any, **arguments: Any) -> dict[str, Any]:
    text = write_sarif(result, **arguments)
    Sarif.model_validate_json(text)
    log: dict[str, Any] = json.loads(text)["runs"][0]
    return log


def sliced(text: str, region: dict[str, Any]) -> str:
    """The text of a region by its lines and columns, as an editor finds it."""
    lines = text.replace("\r\n", "\n").split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def test_the_log_of_a_real_run_is_valid_by_the_schema(tmp_path: Path) -> None:
    prompts = ["Write a poem about 😀, etc.\r\nUse 5 words.\u200b", "Escribe algo con {tema}, lo antes posible.", "", None]

    log = log_of(ps.evaluate(prompts))

    assert len(log["results"]) >= 3
    assert [item["level"] for item in log["invocations"][0]["toolExecutionNotifications"]] == ["error", "error"]


def test_the_log_of_every_rule_is_valid_and_explains_it() -> None:
    texts = {code: rule.bad[0].text for code, rule in all_rules().items()}
    found = [finding(number, text, text[0], code) for number, (code, text) in enumerate(texts.items())]
    prompts = [prompt(number, text, 0.5) for number, text in enumerate(texts.values())]
    run = Tables({"prompts": table(schema.PROMPTS, prompts), "findings": table(schema.FINDINGS, found)})

    rules = log_of(run)["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == sorted(texts)
    for rule in rules:
        assert rule["help"]["text"] == ps.explain(rule["id"])
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} ")
        assert rule["defaultConfiguration"]["level"] in ("error", "warning", "note")
    # A rule that rests on a paper links it; the project has no site to link.
    papers = {rule["id"]: rule.get("helpUri") for rule in rules}
    assert papers["FMT302"] is None or papers["FMT302"].startswith("https://arxiv.org/abs/")
    assert any(papers.values())


@pytest.mark.parametrize(
    "broken",
    [
        {"version": "2.1.0"},
        {"version": "2.2.0", "runs": []},
        {"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]},
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "columns": 1}]},
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "A"}]}]},
    ],
)
def test_the_schema_refuses_what_is_not_sarif(broken: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Sarif.model_validate(broken)


def test_lines_and_columns_lead_to_the_text_in_a_crlf_file_with_emoji() -> None:
    text = "Resume 😀 el texto.\r\nAñade «algo» 😀 después\r\nFin."
    log = log_of(made(text, finding(0, text, "algo» 😀 des"), finding(0, text, "texto.\r\nAña")), origins=[Origin("a b.md")])

    regions = [item["locations"][0]["physicalLocation"]["region"] for item in log["results"]]
    assert [sliced(text, region) for region in regions] == ["algo» 😀 des", "texto.\nAña"]
    assert regions[0] == {
        "startLine": 2,
        "startColumn": 8,
        "endLine": 2,
        "endColumn": 19,
        "charOffset": 27,
        "charLength": 11,
        "snippet": {"text": "algo» 😀 des"},
    }
    assert log["results"][0]["properties"]["utf16"] == {"startColumn": 8, "endColumn": 20}
    assert log["artifacts"] == [{"location": {"uri": "a%20b.md"}, "roles": ["analysisTarget"]}]


def test_a_prompt_in_a_source_has_its_region_in_that_file() -> None:
    source = "# 😀\r\nP = f'Escribe \\u00f1 {n} y 😀 etc.'  # promptsmith: prompt\r\n"
    (found,) = python_prompts(source)
    text = found.prompt.text  # type: ignore[union-attr]
    log = log_of(made(text, finding(0, text, "ñ {n} y 😀")), origins=[Origin("src/app.py", embedded=found)])  # type: ignore[arg-type]

    place = log["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "src/app.py"
    assert sliced(source, place["region"]) == place["region"]["snippet"]["text"] == "\\u00f1 {n} y 😀"
    assert source[place["region"]["charOffset"] :].startswith("\\u00f1 {n}")


def fingerprints(text: str, *spans: str) -> list[str]:
    log = log_of(made(text, *(finding(0, text, span) for span in spans)), origins=[Origin("a.md")])
    return [item["partialFingerprints"]["promptContent/v1"] for item in log["results"]]


def test_a_fingerprint_stays_when_other_lines_change_and_tells_rules_and_lines_apart() -> None:
    before = fingerprints("Name it.\nThen stop it", "it.")
    after = fingerprints("A new line.\n\n  Name   it.\nThen go on", "it.")

    assert before == after
    assert before != fingerprints("Name this.\n", "this")
    first, second = fingerprints("Name it.\n", "Name", "it.")
    assert first.partition(":")[0] == second.partition(":")[0]
    assert (first.partition(":")[2], second.partition(":")[2]) == ("1", "2")


def test_a_secret_is_neither_in_a_snippet_nor_in_the_text_of_a_nested_prompt() -> None:
    text = "Use the key abcd-1234-efgh."
    hidden = finding(0, text, "abcd-1234-efgh", "SEC1001", "error", excerpt="abcd…", message="A credential.")

    for origin in (("keys.csv", 0), ("keys.md", None), None):
        assert "1234-efgh" not in write_sarif(made(text, hidden), origins=None if origin is None else [origin])
    log_of(made(text, hidden), origins=[("keys.csv", 0)])


def test_related_spans_fixes_and_suppressions_are_written_when_the_table_has_them() -> None:
    text = "Use 5 words.\nUse 9 words."
    spans = pa.array([[{"start": 13, "end": 24}]])
    columns = {"related": spans, "replacement": pa.array(["Use 9"]), "suppression": pa.array(["inSource"])}
    found = finding(0, text, "Use 5", fixable=True)

    (result,) = log_of(made(text, found, **columns), origins=[Origin("a.md")])["results"]

    related = result["relatedLocations"][0]["physicalLocation"]["region"]
    assert (related["startLine"], related["startColumn"], related["snippet"]["text"]) == (2, 1, "Use 9 words")
    (change,) = result["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert change["artifactLocation"]["uri"] == "a.md"
    assert (replacement["deletedRegion"]["charOffset"], replacement["deletedRegion"]["charLength"]) == (0, 5)
    assert replacement["insertedContent"] == {"text": "Use 9"}
    assert result["suppressions"] == [{"kind": "inSource"}]


@pytest.mark.parametrize(
    ("source", "span", "new", "is_written"),
    [
        ("P = 'Use it now.'  # promptsmith: prompt", "it", "the file", True),
        ("P = 'Use it now.'  # promptsmith: prompt", "it", "it's", False),
        ("P = 'Use \\x69t now.'  # promptsmith: prompt", "it", "the file", False),
        ("P = f'Use {it} now.'  # promptsmith: prompt", "{it}", "it", True),
        ("P = ('Use i' 't now.')  # promptsmith: prompt", "it", "the file", False),
    ],
)
def test_a_fix_in_a_source_is_written_only_where_it_needs_no_escape(source: str, span: str, new: str, is_written: bool) -> None:
    (found,) = python_prompts(source)
    text = found.prompt.text  # type: ignore[union-attr]
    run = made(text, finding(0, text, span, fixable=True), replacement=pa.array([new]))

    (result,) = log_of(run, origins=[Origin("app.py", embedded=found)])["results"]  # type: ignore[arg-type]

    assert ("fixes" in result) is is_written


def test_a_file_elsewhere_has_an_absolute_address_and_one_below_a_relative_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = "Use it."

    def uri(name: str) -> str:
        log = log_of(made(text, finding(0, text, "it")), origins=[(name, None)])
        found: str = log["artifacts"][0]["location"]["uri"]
        return found

    assert uri("./prompts/ñ.md") == "prompts/%C3%B1.md"
    assert uri(str(tmp_path / "prompts" / "a.md")) == "prompts/a.md"
    assert uri("/elsewhere/a.md") == "file:///elsewhere/a.md"
