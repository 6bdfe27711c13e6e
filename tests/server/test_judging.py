"""The four tools that need no store: what each field does, and that answers are those of the API."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult, Tool

import promptsmith as ps
from promptsmith.server.service import Service

Call = Callable[..., CallToolResult]
VAGUE = "Make it better"
CLEAR = "Create a PostgreSQL table users with the columns id, name and email."


def answer(result: CallToolResult) -> dict[str, Any]:
    assert result.structured_content is not None, result.content
    return result.structured_content


def listed(service: Service) -> dict[str, Tool]:
    async def main() -> dict[str, Tool]:
        async with Client(service.server) as client:
            return {tool.name: tool for tool in (await client.list_tools()).tools}

    return anyio.run(main)


def test_every_field_is_described_and_bounded(service: Service) -> None:
    for tool in listed(service).values():
        assert tool.description
        assert tool.title
        assert tool.input_schema["additionalProperties"] is False
        for name, field in tool.input_schema["properties"].items():
            assert field["description"], (tool.name, name)
            assert {"enum", "maxLength", "maximum", "maxItems", "maxProperties", "properties"} & set(field) or field[
                "type"
            ] == "boolean"


def test_the_tools_say_that_they_store_nothing(service: Service) -> None:
    for name in ("process_prompt", "evaluate_prompt", "compare_prompts", "validate_prompt"):
        hints = listed(service)[name].annotations
        assert hints is not None
        assert (hints.read_only_hint, hints.idempotent_hint, hints.open_world_hint) == (True, True, False)


@pytest.mark.parametrize("era", ["auto", "legacy"])
def test_an_evaluation_is_what_the_api_says(call: Call, era: str) -> None:
    told = answer(call("evaluate_prompt", era=era, prompt=VAGUE))
    run = ps.evaluate([VAGUE])

    row = {name: value for name, value in run.row(0).items() if name not in ("prompt_id", "prompt")}
    assert told["evaluation"] == row
    findings = [
        {name: value for name, value in found.items() if name != "prompt_id"} for found in run.table("findings").to_pylist()
    ]
    assert told["findings"] == findings
    assert told["ruleset"] == run.ruleset


def test_the_points_of_the_breakdown_add_up_to_overall(call: Call) -> None:
    told = answer(call("evaluate_prompt", prompt=CLEAR))

    millionths = [round(factor["points"] * 1e6) for part in told["breakdown"] for factor in part["factors"]]
    assert sum(millionths) == round(told["evaluation"]["overall"] * 1e6)
    assert sum(part["weight"] for part in told["breakdown"]) == pytest.approx(1.0, abs=1e-9)


def test_criteria_choose_what_is_explained_and_advised(call: Call) -> None:
    told = answer(call("evaluate_prompt", prompt=VAGUE, criteria=["specificity"]))

    assert [part["dimension"] for part in told["breakdown"]] == ["specificity"]
    assert {entry["dimension"] for entry in told["recommendations"]} == {"specificity"}
    assert told["evaluation"]["clarity"] is not None


def test_recommendations_begin_with_what_gains_most(call: Call) -> None:
    advice = answer(call("evaluate_prompt", prompt=VAGUE))["recommendations"]

    order = {"high": 0, "medium": 1, "low": 2}
    assert [order[entry["impact"]] for entry in advice] == sorted(order[entry["impact"]] for entry in advice)
    assert advice[0]["impact"] == "high"


def test_the_domain_changes_the_weights_and_the_rules(call: Call) -> None:
    sql = answer(call("evaluate_prompt", prompt="Write a query about customers.", domain="sql"))
    general = answer(call("evaluate_prompt", prompt="Write a query about customers.", domain="general"))

    assert sql["evaluation"]["domain"] == "sql"
    assert sql["evaluation"]["overall"] != general["evaluation"]["overall"]
    assert {"SQL1401", "SQL1402"} & {found["code"] for found in sql["findings"]}
    assert not {"SQL1401", "SQL1402"} & {found["code"] for found in general["findings"]}


def test_a_validation_is_what_the_api_says(call: Call) -> None:
    told = answer(call("validate_prompt", prompt=VAGUE))

    row = ps.validate([VAGUE]).row(0)
    assert {name: told[name] for name in ("is_valid", "errors", "warnings", "suggestions")} == {
        name: value for name, value in row.items() if name != "prompt_id"
    }
    assert told["is_valid"] is False


def test_the_domain_of_a_validation_chooses_its_rules(call: Call) -> None:
    in_sql = answer(call("validate_prompt", prompt="Write a query about customers.", domain="sql"))

    assert [found["code"] for found in in_sql["findings"] if found["code"].startswith("SQL")]


def test_the_better_of_two_variants_wins_and_a_tie_has_no_winner(call: Call) -> None:
    told = answer(call("compare_prompts", variants=[VAGUE, CLEAR]))
    tie = answer(call("compare_prompts", variants=[CLEAR, CLEAR]))

    assert told["winner"] == "B"
    assert [entry["name"] for entry in told["ranking"]] == ["B", "A"]
    assert tie["winner"] is None
    assert "tied" in tie["summary"][0]


def test_the_test_input_is_judged_with_the_variants(call: Call) -> None:
    variants = ["Summarize the text below in 3 sentences.", "Summarize {{input}} in 3 sentences."]
    without = answer(call("compare_prompts", variants=variants))
    with_it = answer(call("compare_prompts", variants=variants, test_input="The minutes of May 4"))

    assert [row["n_words"] for row in without["variants"]] != [row["n_words"] for row in with_it["variants"]]
    assert with_it["variants"][1]["has_variables"] is False


def test_ten_variants_are_compared(call: Call) -> None:
    told = answer(call("compare_prompts", variants=[f"List {number} rivers of Spain." for number in range(1, 11)]))

    assert [row["name"] for row in told["variants"]] == list("ABCDEFGHIJ")


def test_a_rewrite_is_what_the_api_says(call: Call) -> None:
    told = answer(call("process_prompt", raw="create table users", domain="sql"))

    row = ps.process(["create table users"], domain="sql").row(0)
    assert {name: told[name] for name in row if name not in ("prompt_id", "elapsed_ms", "cache_hit")} == {
        name: value for name, value in row.items() if name not in ("prompt_id", "elapsed_ms", "cache_hit")
    }
    assert told["refined"].startswith("create table users\n\n## Open points")


@pytest.mark.parametrize(
    ("field", "value", "changed"),
    [
        ("domain", "devops", "system_prompt"),
        ("tone", "casual", "system_prompt"),
        ("context", "The readers are nurses.", "system_prompt"),
        ("variables", {"format": "CSV"}, "template"),
        ("template", "step-by-step", "template"),
        ("target_model", "reasoning", "target_findings"),
    ],
)
def test_each_field_of_a_rewrite_changes_its_result(call: Call, field: str, value: object, changed: str) -> None:
    plain = answer(call("process_prompt", raw=CLEAR, domain="sql"))
    other = answer(call("process_prompt", **{"raw": CLEAR, "domain": "sql", field: value}))

    assert plain[changed] != other[changed]


def test_variables_fill_the_placeholders_of_the_prompt(call: Call) -> None:
    told = answer(call("process_prompt", raw="Describe {{thing}} in 3 sentences.", variables={"thing": "a bowline"}))

    assert "Describe a bowline in 3 sentences." in told["template"]
    assert told["variables"] == ["thing"]


def test_a_placeholder_without_a_value_is_named(refused: Callable[..., str]) -> None:
    text = refused("process_prompt", raw="Describe {{thing}} in 3 sentences.", variables={"thin": "a bowline"})

    assert "'thing'" in text
    assert "Did you mean 'thin'?" in text


def test_a_reasoning_target_is_told_what_it_does_not_need(call: Call) -> None:
    raw = "How many legs have three cats? Think step by step."

    assert answer(call("process_prompt", raw=raw))["target_findings"] is None
    found = answer(call("process_prompt", raw=raw, target_model="reasoning"))["target_findings"]
    assert [(row["code"], raw[row["start"] : row["end"]]) for row in found] == [("MDL1201", "Think step by step")]


def test_a_text_that_names_a_file_is_a_text(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("Write a poem about the tide in four lines.")

    for name, field in (("evaluate_prompt", "prompt"), ("validate_prompt", "prompt"), ("process_prompt", "raw")):
        assert "tide" not in json.dumps(call(name, **{field: str(file)}).model_dump(mode="json"))
    assert "tide" not in json.dumps(call("compare_prompts", variants=[str(file), str(file)]).model_dump(mode="json"))


def test_an_unknown_tool_is_a_protocol_error(call: Call) -> None:
    with pytest.raises(MCPError, match=r"Unknown tool 'evaluate_promt'\. Did you mean 'evaluate_prompt'\?") as caught:
        call("evaluate_promt")

    assert caught.value.error.code == -32602
