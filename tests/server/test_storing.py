"""The four tools over stored prompts: what each field does, and who sees what."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from mcp_types import CallToolResult

from promptsmith.server.arguments import SavePrompt, SearchPrompts
from promptsmith.server.caller import Caller
from promptsmith.server.figures import Figures
from promptsmith.server.library import Library
from promptsmith.server.service import Service
from promptsmith.server.storing import StoreTools

Call = Callable[..., CallToolResult]
RIVERS = "List the ten largest rivers of Spain, with their length in kilometres."
USERS = "Create a PostgreSQL table users with the columns id, name and email."


def answer(result: CallToolResult) -> dict[str, Any]:
    assert result.structured_content is not None, result.content
    return result.structured_content


@pytest.fixture
def save(call: Call) -> Callable[..., dict[str, Any]]:
    def save(prompt: str, **metadata: Any) -> dict[str, Any]:
        return answer(call("save_prompt", prompt=prompt, metadata={"domain": "general", **metadata}))

    return save


def ids(found: dict[str, Any]) -> list[str]:
    return [row["id"] for row in found["results"]]


def test_a_saved_prompt_is_read_back_byte_for_byte(call: Call, save: Callable[..., dict[str, Any]]) -> None:
    prompt = "CREATE TABLE t (\r\n\tname TEXT CHECK (name ~* '^[A-Z]+\\.$'), -- “quotes” 🎉\n);"
    saved = save(
        prompt, domain="sql", name="T", tags=["b", "a"], description="for the demo", version="1.0.0-rc1", is_public=True
    )

    read = answer(call("get_prompt", id=saved["id"]))

    assert read["prompt"] == prompt
    expected = {
        "domain": "sql",
        "name": "T",
        "tags": ["a", "b"],
        "description": "for the demo",
        "label": "1.0.0-rc1",
        "is_public": True,
        "version": 1,
    }
    assert {name: read[name] for name in expected} == expected
    assert {name: value for name, value in saved.items() if name != "similar"} == read


def test_saving_the_same_text_again_makes_a_second_entry_and_says_so(save: Callable[..., dict[str, Any]]) -> None:
    first = save(RIVERS)
    second = save(RIVERS)

    assert first["id"] != second["id"]
    assert [(entry["id"], entry["kind"]) for entry in second["similar"]] == [(first["id"], "exact")]


def test_each_filter_of_a_search_narrows_it(call: Call, save: Callable[..., dict[str, Any]]) -> None:
    rivers = save(RIVERS, tags=["geo", "es"], is_public=True)["id"]
    users = save(USERS, domain="sql", tags=["db"], name="Users")["id"]
    vague = save("Make it better", tags=["geo"])["id"]

    def found(**arguments: Any) -> set[str]:
        return set(ids(answer(call("search_prompts", **arguments))))

    assert found() == {rivers, users, vague}
    assert found(query="river") == {rivers}
    assert found(domain="sql") == {users}
    assert found(tags=["geo"]) == {rivers, vague}
    assert found(tags=["geo", "es"]) == {rivers}
    assert found(is_public=True) == {rivers}
    assert found(is_public=False) == {users, vague}
    assert found(min_score=0.4) == {rivers, users}


def test_the_orders_of_a_search_differ(call: Call, save: Callable[..., dict[str, Any]]) -> None:
    best = save(USERS, domain="sql")["id"]
    worst = save("Make it better")["id"]
    middle = save("Name a river and a river and a river.")["id"]

    def order(**arguments: Any) -> list[str]:
        return ids(answer(call("search_prompts", **arguments)))

    assert order(sort_by="created") == [middle, worst, best]
    assert order(sort_by="updated") == [middle, worst, best]
    assert order(sort_by="score")[-1] == worst
    assert order(query="users river")[0] in (best, middle)
    relevance = [row["relevance"] for row in answer(call("search_prompts", query="river users"))["results"]]
    assert relevance == sorted(relevance, reverse=True)


def test_pages_add_up_to_the_true_total(call: Call, save: Callable[..., dict[str, Any]]) -> None:
    for number in range(5):
        save(f"List {number + 2} rivers.")

    pages = [answer(call("search_prompts", limit=2, offset=offset)) for offset in (0, 2, 4)]

    assert [page["total"] for page in pages] == [5, 5, 5]
    assert [len(page["results"]) for page in pages] == [2, 2, 1]
    assert len({one for page in pages for one in ids(page)}) == 5
    assert pages[1]["params"] == {
        "query": None,
        "domain": None,
        "tags": None,
        "min_score": None,
        "sort_by": "relevance",
        "limit": 2,
        "offset": 2,
        "is_public": None,
    }


def test_a_search_without_a_store_finds_nothing_and_makes_no_file(call: Call, service: Service) -> None:
    assert answer(call("search_prompts", query="river"))["total"] == 0
    assert not service.library.path.exists()


@pytest.mark.parametrize("prompt_id", ["nonexistent_123", "with-dashes", "with.dots", "' OR 1=1 --", "../../etc"])
def test_an_unknown_id_is_named_and_the_way_to_find_one_is_told(
    refused: Callable[..., str], save: Callable[..., dict[str, Any]], prompt_id: str
) -> None:
    save(RIVERS)

    assert refused("get_prompt", id=prompt_id) == (
        f"Prompt {prompt_id!r} was not found. Allowed: an id that save_prompt or search_prompts gave. Call search_prompts to list ids."
    )


def test_a_name_that_only_one_prompt_has_leads_to_it(
    call: Call, refused: Callable[..., str], save: Callable[..., dict[str, Any]]
) -> None:
    saved = save(RIVERS, name="rivers.of-spain_2")
    for _ in range(2):
        save(USERS, name="twice")

    assert answer(call("get_prompt", id="rivers.of-spain_2"))["id"] == saved["id"]
    assert "'twice' was not found" in refused("get_prompt", id="twice")
    assert "'rivers' was not found" in refused("get_prompt", id="rivers")


def test_stats_count_prompts_and_calls(call: Call, save: Callable[..., dict[str, Any]]) -> None:
    save(RIVERS, is_public=True)
    save(USERS)
    call("validate_prompt", prompt="x", domain="nowhere")

    told = answer(call("get_stats", days=1))

    assert told["store"] is not None
    assert (told["store"]["n_prompts"], told["store"]["n_public"], told["store"]["n_private"]) == (2, 1, 1)
    assert told["server"]["by_operation"]["save_prompt"] == 2
    assert told["server"]["n_errors"] == 1
    assert (told["days"], told["system"]["name"]) == (1, "promptsmith-mcp")


def test_stats_forget_calls_before_the_days_asked_for(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    from promptsmith.server import figures

    service.figures.answered("ada", "validate_prompt", "ok", 0.01)
    now = figures.time.time()
    monkeypatch.setattr(figures.time, "time", lambda: now + 3 * 86_400)
    service.figures.answered("ada", "validate_prompt", "ok", 0.01)

    assert [service.figures.of_owner("ada", days)["n_calls"] for days in (1, 7)] == [1, 2]


def test_stats_without_a_store_tell_the_rest(call: Call, service: Service) -> None:
    service.library.path.parent.mkdir(parents=True)
    service.library.path.write_bytes(b"this is no DuckDB file" * 100)

    told = answer(call("get_stats"))

    assert told["store"] is None
    assert told["store_reason"]
    assert str(service.library.path) not in told["store_reason"]
    assert told["system"]["uptime_s"] >= 0


def test_a_broken_store_is_a_tool_error_without_the_path(refused: Callable[..., str], service: Service) -> None:
    service.library.path.parent.mkdir(parents=True)
    service.library.path.write_bytes(b"this is no DuckDB file" * 100)

    text = refused("get_prompt", id="x")

    assert str(service.library.path) not in text
    assert "Try again in a few seconds; the server's log has it as " in text


def test_private_prompts_of_another_owner_do_not_exist(tmp_path: Path) -> None:
    tools = StoreTools(Library(tmp_path / "p.duckdb"), Figures())
    ada, ben = Caller("ada"), Caller("ben")

    def saved(caller: Caller, **metadata: Any) -> str:
        given = {"prompt": RIVERS, "metadata": {"domain": "general", **metadata}}
        return str(tools.save_prompt(SavePrompt.model_validate(given), caller).structured["id"])

    private, public = saved(ada, tags=["template"]), saved(ada, is_public=True)
    found = tools.search_prompts(SearchPrompts(query="river"), ben).structured

    assert ids(found) == [public]
    assert found["total"] == 1
    similar = tools.save_prompt(SavePrompt.model_validate({"prompt": RIVERS, "metadata": {"domain": "general"}}), ben)
    assert [entry["id"] for entry in similar.structured["similar"]] == [public]
    assert private not in json.dumps(similar.structured)
