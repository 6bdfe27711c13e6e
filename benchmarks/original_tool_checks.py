"""The checks of the cases that call a tool or the protocol. See `original_checks`."""

from __future__ import annotations

import resource
from collections.abc import Callable
from typing import Any

from mcp.shared.exceptions import MCPError
from original_checks import DIMENSIONS, Given, Reply, World, inside, row_of, spelled

import promptsmith as ps

Check = Callable[[World, Given], bool]

NAMES = {
    "isPublic": "is_public",
    "minScore": "min_score",
    "sortBy": "sort_by",
    "testInput": "test_input",
    "targetModel": "target_model",
}
"""Fields by the names of the other system: ours are in one style throughout."""


def ours(given: Given) -> Given:
    """Return the arguments of a case with our names and its repetitions written out."""
    given = spelled(given)
    if isinstance(given, dict):
        return {NAMES.get(name, name): ours(value) for name, value in given.items()}
    return [ours(item) for item in given] if isinstance(given, list) else given


def refuses(tool: str, *wanted: str) -> Check:
    """The tool answers with a tool error that names all of these."""

    def check(world: World, given: Given) -> bool:
        reply = world.call(tool, **ours(given))
        return reply.is_error and all(word in reply.text for word in wanted)

    return check


def answers(tool: str, then: Callable[[Reply, Given], bool] = lambda reply, given: True) -> Check:
    """The tool answers, and the answer is as it should be."""

    def check(world: World, given: Given) -> bool:
        arguments = ours(given)
        reply = world.call(tool, **arguments)
        return not reply.is_error and then(reply, arguments)

    return check


def has_domain(name: str) -> Check:
    return answers("process_prompt", lambda reply, given: reply.data["domain"] == name)


def handled(tool: str, word: str) -> Check:
    """The tool answers, or refuses with a message that holds the word."""

    def check(world: World, given: Given) -> bool:
        reply = world.call(tool, **ours(given))
        return not reply.is_error or word in reply.text

    return check


def verbatim(world: World, given: Given) -> bool:
    """A text is judged as it is: no other characters are counted than those that were sent."""
    reply = world.call("validate_prompt", prompt=given["prompt"])
    return (
        not reply.is_error and isinstance(reply.data["is_valid"], bool) and row_of(given["prompt"])["prompt"] == given["prompt"]
    )


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def grows_less(megabytes: float, function: Callable[[], Any]) -> bool:
    before = peak_mb()
    function()
    return peak_mb() - before < megabytes


def mean_under(tool: str, field: str, limit: float) -> Check:
    """The tool answers every prompt, under the limit on average and at the 95th percentile."""

    def check(world: World, given: Given) -> bool:
        replies = [world.call(tool, **{field: prompt}) for prompt in given["prompts"] for _ in range(3)]
        times = sorted(reply.seconds for reply in replies)
        return not any(r.is_error for r in replies) and sum(times) / len(times) < limit and times[-1] < limit * 1.5

    return check


def saved_twice_the_field(field: str, value: Any, told: str) -> Check:
    return answers("save_prompt", lambda reply, given: reply.data[told] == value)


def scores_near(**wanted: float) -> Check:
    """Scores are within 0.15 of these."""
    return answers(
        "evaluate_prompt",
        lambda reply, given: all(abs(reply.data["evaluation"][name] - value) <= 0.15 for name, value in wanted.items()),
    )


def read_back(world: World, given: Given) -> bool:
    saved = world.save("Test prompt for retrieval")
    got = world.call("get_prompt", id=saved.data["id"])
    return (got.data["id"], got.data["prompt"], got.data["domain"]) == (
        saved.data["id"],
        "Test prompt for retrieval",
        "general",
    )


def round_trip(world: World, given: Given) -> bool:
    """Ids are made by the store; a name of this form is what a caller can choose, and it leads to its prompt."""
    saved = world.save(f"Name the parts of {given['id']}.", name=given["id"])
    return world.call("get_prompt", id=given["id"]).data.get("id") == saved.data["id"]


def filled(world: World) -> World:
    """Return a world with prompts to search for."""
    texts = {
        "User Authentication": (
            "Create a user table with authentication in a PostgreSQL database.",
            ["database", "postgresql"],
            True,
        ),
        "Orders": ("Create a table orders with id, customer_id and total in a database.", ["database"], False),
        "Logo": ("Describe a logo for a bakery in three sentences.", ["brand"], True),
    }
    for name, (text, tags, is_public) in texts.items():
        if not world.call("search_prompts", query=name).data["total"]:
            world.save(text, name=name, tags=tags, is_public=is_public, domain="sql" if "database" in tags else "branding")
    return world


def search(then: Callable[[Reply, dict[str, Any]], bool]) -> Check:
    def check(world: World, given: Given) -> bool:
        arguments = ours(given)
        reply = filled(world).call("search_prompts", **arguments)
        return not reply.is_error and then(reply, arguments)

    return check


def ranges(world: World, given: Given) -> bool:
    good = {"limit": [1, 100], "offset": [0], "min_score": [0, 1]}
    bad = {"limit": [0, 101, -1], "offset": [-1], "min_score": [-0.1, 1.1]}
    fine = all(not world.call("search_prompts", **{name: value}).is_error for name, values in good.items() for value in values)
    told = all(
        "Allowed" in world.call("search_prompts", **{name: value}).text for name, values in bad.items() for value in values
    )
    return fine and told


def unknown_tool(world: World, given: Given) -> bool:
    try:
        world.call("nonexistent_tool")
    except MCPError as error:
        return "Unknown tool" in error.error.message and error.error.code == -32601
    return False


def eight_tools(world: World, given: Given) -> bool:
    tools = world.ask(lambda client: client.list_tools()).tools
    return len(tools) == 8 and all(tool.description and tool.input_schema["type"] == "object" for tool in tools)


def process_schema(world: World, given: Given) -> bool:
    tools = world.ask(lambda client: client.list_tools()).tools
    schema = next(tool.input_schema for tool in tools if tool.name == "process_prompt")
    return (
        schema["properties"]["raw"]["type"] == "string"
        and {"general", "sql"} <= set(schema["properties"]["domain"]["enum"])
        and schema["required"] == ["raw"]
    )


def own_replies(world: World, given: Given) -> bool:
    replies = world.calls(
        [
            ("process_prompt", {"raw": "Create a user table", "domain": "sql"}),
            ("evaluate_prompt", {"prompt": "Design a website"}),
            ("validate_prompt", {"prompt": "Build an API", "domain": "devops"}),
        ]
    )
    return (
        replies[0].data["original"] == "Create a user table"
        and replies[1].data["evaluation"]["text_hash"] == row_of("Design a website")["text_hash"]
        and replies[2].data["is_valid"] == ps.validate(["Build an API"], domain="devops").row(0)["is_valid"]
    )


def many(world: World, requests: list[tuple[str, dict[str, Any]]], within: float) -> bool:
    import time

    started = time.perf_counter()
    replies = world.calls(requests)
    return not any(reply.is_error for reply in replies) and time.perf_counter() - started < within


def steady(world: World, given: Given) -> bool:
    means = []
    for batch in range(given["batches"]):
        replies = [world.call("validate_prompt", prompt=f"Batch {batch} request {n}") for n in range(given["batch"])]
        means.append(min(reply.seconds for reply in replies))
    return means[-1] < 2 * means[0]


def racing(world: World, given: Given) -> bool:
    requests = [
        ("save_prompt", {"prompt": f"Racing prompt {n}", "metadata": {"domain": "general", "name": "Duplicate Name"}})
        for n in range(given["concurrent"])
    ]
    replies = world.calls(requests)
    return len({reply.data["id"] for reply in replies}) == len(requests)


def concurrent_reads(world: World, given: Given) -> bool:
    saved = world.save("Concurrent access test")
    replies = world.calls([("get_prompt", {"id": saved.data["id"]})] * 5 + [("search_prompts", {"query": "concurrent"})] * 3)
    return all(reply.data["prompt"] == "Concurrent access test" for reply in replies[:5]) and not any(
        r.is_error for r in replies
    )


def consistent(world: World, given: Given) -> bool:
    saved = world.save("Consistency test prompt", tags=["test", "consistency"])
    got = world.call("get_prompt", id=saved.data["id"]).data
    found = world.call("search_prompts", query="consistency test").data["results"]
    return (got["prompt"], got["domain"], got["tags"]) == (
        "Consistency test prompt",
        "general",
        ["consistency", "test"],
    ) and saved.data["id"] in [row["id"] for row in found]


def nothing_stored(world: World, given: Given) -> bool:
    before = world.call("search_prompts").data["total"]
    return world.call("save_prompt", **given).is_error and world.call("search_prompts").data["total"] == before


def found_at_once(world: World, given: Given) -> bool:
    before = world.call("search_prompts", query="test").data["total"]
    return (
        not world.call("save_prompt", **given).is_error
        and world.call("search_prompts", query="test").data["total"] == before + 1
    )


def cached(world: World, given: Given) -> bool:
    arguments = {name: value for name, value in given.items() if name != "twice"}
    first, second = (world.call("process_prompt", **arguments) for _ in range(2))
    same = {**first.data, "cache_hit": None} == {**second.data, "cache_hit": None}
    return same and second.data["cache_hit"] is True and second.seconds < 0.1


def same_key(world: World, given: Given) -> bool:
    return (
        world.call("process_prompt", **given["a"]).data["refined"] == world.call("process_prompt", **given["b"]).data["refined"]
    )


def other_key(world: World, given: Given) -> bool:
    replies = [world.call("process_prompt", **given[name]).data["system_prompt"] for name in ("a", "b")]
    return replies[0] != replies[1]


def stats(then: Callable[[dict[str, Any]], bool]) -> Check:
    return answers("get_stats", lambda reply, given: then(reply.data))


def stats_range(world: World, given: Given) -> bool:
    good = all(not world.call("get_stats", days=days).is_error for days in (1, 365))
    return good and all("Allowed" in world.call("get_stats", days=days).text for days in (0, 366, -1))


def without_store(world: World, given: Given) -> bool:
    broken = world.fresh("broken")
    broken.path.write_bytes(b"no DuckDB file" * 100)
    data = broken.call("get_stats").data
    return data["store"] is None and bool(data["store_reason"]) and "uptime_s" in data["system"] and "n_calls" in data["server"]


def handshake(world: World, given: Given) -> bool:
    import json
    import os
    import subprocess
    import sys

    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize"}
    hello["params"] = {**given, "capabilities": {}, "clientInfo": {"name": "case", "version": "1"}}
    call = [sys.executable, "-m", "promptsmith.cli", "serve", "--store", str(world.path)]
    done = subprocess.run(
        call, input=json.dumps(hello) + "\n", capture_output=True, text=True, env=dict(os.environ), check=False
    )
    result = json.loads(done.stdout)["result"]
    return (result["protocolVersion"], result["serverInfo"]["name"]) == (given["protocolVersion"], "promptsmith-mcp")


def winner(name: str) -> Check:
    return answers("compare_prompts", lambda reply, given: reply.data["winner"] == name)


def ranked_first(position: int) -> Check:
    return answers("compare_prompts", lambda reply, given: reply.data["ranking"][0]["name"] == chr(ord("A") + position))


def all_variants(n: int) -> Callable[[Reply, Given], bool]:
    return lambda reply, given: len(reply.data["variants"]) == n and bool(reply.data["summary"]) and bool(reply.data["ranking"])


def has_rewrite(reply: Reply, given: Given) -> bool:
    return all(name in reply.data for name in ("original", "refined", "system_prompt", "template", "score_after", "edits"))


def evaluated(reply: Reply, given: Given) -> bool:
    scores = reply.data["evaluation"]
    return all(inside(scores[name]) for name in (*DIMENSIONS, "overall")) and "recommendations" in reply.data


def _overalls(reply: Reply) -> list[float]:
    return [row["overall"] for row in reply.data["variants"]]


HEAVY = "Design a comprehensive database schema for an online shop with users, products, orders, stock and payments. " * 5

TOOLS: dict[str, Check] = {
    "oc107": answers("process_prompt", lambda r, g: has_rewrite(r, g) and r.data["system_prompt"] and r.data["score_after"]),
    "oc108": cached,
    **{f"oc{109 + n}": has_domain(name) for n, name in enumerate(("sql", "branding", "cine", "saas", "devops", "general"))},
    "oc115": answers("process_prompt", lambda r, g: r.data["variables"] == ["type", "purpose"]),
    "oc116": lambda w, g: (
        w.call("process_prompt", **g).seconds > 0
        and ps.process([g["raw"]], clock=__import__("time").perf_counter).row(0)["elapsed_ms"] > 0
    ),
    "oc117": winner("B"),
    "oc118": answers("compare_prompts", all_variants(3)),
    "oc119": refuses("compare_prompts", "variants", "2 to 10"),
    "oc120": refuses("compare_prompts", "variants", "2 to 10"),
    "oc121": nothing_stored,
    "oc122": found_at_once,
    "oc123": search(lambda r, g: r.data["results"] == [] and r.data["total"] == 0),
    "oc124": stats(
        lambda d: {"by_operation", "n_calls"} <= set(d["server"]) and d["store"]["n_prompts"] >= 0 and "top_rules" in d["store"]
    ),
    "oc125": same_key,
    "oc126": other_key,
    "oc127": refuses("process_prompt", "raw"),
    "oc128": refuses("evaluate_prompt", "prompt"),
    "oc129": refuses("get_prompt", "id"),
    "oc130": refuses("save_prompt", "metadata"),
    "oc131": refuses("process_prompt", "raw"),
    "oc132": refuses("evaluate_prompt", "prompt", "white space"),
    "oc133": refuses("get_prompt", "id"),
    "oc134": refuses("validate_prompt", "prompt", "white space"),
    "oc135": handled("validate_prompt", "10,000 characters"),
    **{f"oc{n}": verbatim for n in range(136, 141)},
    **{f"oc{n}": handled("process_prompt", "domain") for n in range(141, 146)},
    "oc146": refuses("process_prompt", "raw"),
    "oc147": refuses("compare_prompts", "variants"),
    "oc148": refuses("search_prompts", "limit"),
    "oc149": refuses("save_prompt", "metadata"),
    "oc150": refuses("compare_prompts", "variants[1]"),
    "oc151": answers("save_prompt"),
    "oc152": lambda w, g: "2 to 10" in w.call("compare_prompts", variants=[f"Prompt {n}" for n in range(20)]).text,
    "oc153": ranges,
    "oc154": stats_range,
    "oc155": lambda w, g: (
        sum(not r.is_error for r in w.calls([("validate_prompt", {"prompt": f"Rapid request {n}"}) for n in range(50)])) > 40
    ),
    "oc156": lambda w, g: many(w, [("process_prompt", {"raw": HEAVY, "domain": "saas"})] * 10, 60),
    **{f"oc{n}": verbatim for n in range(157, 161)},
    "oc161": refuses("save_prompt", "metadata.tags"),
    "oc162": handled("save_prompt", "metadata.is_public"),
    "oc163": refuses("save_prompt", "metadata.version"),
    "oc164": lambda w, g: grows_less(200, lambda: [w.save(g["prompt"]) for _ in range(20)]),
    "oc165": steady,
    "oc166": racing,
    "oc167": concurrent_reads,
    "oc168": eight_tools,
    "oc169": process_schema,
    "oc170": answers("process_prompt", lambda r, g: has_rewrite(r, g) and r.seconds < 2),
    "oc171": answers("evaluate_prompt", lambda r, g: evaluated(r, g) and len(r.data["breakdown"]) == 2),
    "oc172": answers("compare_prompts", lambda r, g: all_variants(3)(r, g) and r.data["winner"] == "B"),
    "oc173": answers(
        "save_prompt", lambda r, g: r.data["domain"] == "devops" and r.data["tags"] == ["authentication", "oauth", "security"]
    ),
    "oc174": search(
        lambda r, g: (
            isinstance(r.data["total"], int) and r.data["params"]["query"] == g["query"] and r.data["params"]["domain"] == "sql"
        )
    ),
    "oc175": read_back,
    "oc176": stats(
        lambda d: (
            {"store", "server", "system"} <= set(d) and {"name", "version", "uptime_s", "peak_memory_mb"} <= set(d["system"])
        )
    ),
    "oc177": answers(
        "validate_prompt",
        lambda r, g: (
            isinstance(r.data["is_valid"], bool) and isinstance(r.data["errors"], list) and isinstance(r.data["findings"], list)
        ),
    ),
    "oc178": unknown_tool,
    "oc179": refuses("process_prompt", "raw", "missing"),
    "oc180": refuses("process_prompt", "raw", "text"),
    "oc181": refuses("process_prompt", "raw"),
    "oc182": own_replies,
    "oc183": lambda w, g: many(w, [("compare_prompts", {"variants": [("Describe the sea. " * n) for n in range(1, 11)]})], 10),
    "oc184": consistent,
    "oc185": answers("process_prompt", lambda r, g: r.data["original"] == g["raw"] and len(r.data["refined"]) > len(g["raw"])),
    "oc186": lambda w, g: many(w, [("validate_prompt", {"prompt": f"Name {n} rivers."}) for n in range(2, 12)], 5),
    "oc187": mean_under("process_prompt", "raw", 2.0),
    "oc188": mean_under("evaluate_prompt", "prompt", 1.5),
    "oc189": lambda w, g: w.call("compare_prompts", variants=g["prompts"]).seconds < 3,
    "oc190": lambda w, g: w.save("Name three rivers.").seconds < 1,
    "oc191": lambda w, g: filled(w).call("search_prompts", query="user").seconds < 0.8,
    "oc192": lambda w, g: w.call("get_prompt", id=w.save("Name three seas.").data["id"]).seconds < 0.5,
    "oc193": lambda w, g: w.call("get_stats").seconds < 0.3,
    "oc194": mean_under("validate_prompt", "prompt", 1.0),
    "oc195": lambda w, g: all(
        many(w, [("validate_prompt", {"prompt": f"Name {i} seas."}) for i in range(n)], 6.0) for n in g["concurrency"]
    ),
    "oc196": lambda w, g: grows_less(100, lambda: [w.call("process_prompt", raw=f"{n}: {HEAVY[:200]}") for n in range(100)]),
    "oc197": lambda w, g: all(
        (r := w.call("validate_prompt", prompt=("Name it. " * 1200)[:size])).seconds < 5 and not r.is_error
        for size in g["sizes"]
    ),
    "oc198": lambda w, g: all(
        len((r := w.call("compare_prompts", variants=[f"Name {i + 2} seas." for i in range(n)])).data["variants"]) == n
        and r.seconds < 1.5 * n
        for n in g["variants"]
    ),
    **{f"oc{199 + n}": has_domain(name) for n, name in enumerate(("sql", "branding", "cine", "saas", "devops", "general"))},
    **{f"oc{205 + n}": answers("process_prompt", lambda r, g: r.data["tone"] == g["tone"]) for n in range(4)},
    "oc209": answers("process_prompt", lambda r, g: all(str(value) in r.data["template"] for value in g["variables"].values())),
    "oc210": answers(
        "process_prompt",
        lambda r, g: (
            (r.data["domain"], r.data["tone"], r.data["variables"], r.data["target_model"])
            == ("general", "professional", [], "general")
        ),
    ),
    "oc211": answers(
        "process_prompt", lambda r, g: bool(r.data["examples"]) and set(r.data["examples"][0]) == {"input", "output"}
    ),
    "oc212": cached,
    "oc213": scores_near(clarity=0.6, specificity=0.4, completeness=0.3),
    "oc214": scores_near(clarity=0.9, specificity=0.95, completeness=0.8),
    "oc215": scores_near(clarity=0.3, specificity=0.2, completeness=0.2),
    "oc216": answers(
        "evaluate_prompt", lambda r, g: any(entry["impact"] in ("high", "medium") for entry in r.data["recommendations"])
    ),
    "oc217": answers("evaluate_prompt", lambda r, g: all(entry["impact"] == "low" for entry in r.data["recommendations"])),
    "oc218": answers(
        "evaluate_prompt",
        lambda r, g: (
            [p["dimension"] for p in r.data["breakdown"]] == list(DIMENSIONS) and all(p["factors"] for p in r.data["breakdown"])
        ),
    ),
    "oc219": answers("evaluate_prompt"),
    "oc220": answers("compare_prompts", lambda r, g: r.data["winner"] == "B" and _overalls(r)[1] - _overalls(r)[0] > 0.5),
    "oc221": answers(
        "compare_prompts", lambda r, g: _overalls(r)[0] == _overalls(r)[1] and "tied" in r.text and r.data["winner"] is None
    ),
    "oc222": answers("compare_prompts", lambda r, g: abs(_overalls(r)[0] - _overalls(r)[1]) < 0.1),
    "oc223": winner("B"),
    "oc224": winner("B"),
    "oc225": ranked_first(2),
    "oc226": answers(
        "compare_prompts",
        lambda r, g: r.data["winner"] == "B" and {"clarity", "overall"} <= {d["score"] for d in r.data["score_differences"]},
    ),
    "oc227": lambda w, g: w.call("get_prompt", id=w.call("save_prompt", **g).data["id"]).data["prompt"] == g["prompt"],
    "oc228": refuses("save_prompt", "metadata", "object"),
    "oc229": refuses("save_prompt", "prompt"),
    **{f"oc{230 + n}": answers("save_prompt", lambda r, g: r.data["label"] == g["metadata"]["version"]) for n in range(4)},
    "oc234": saved_twice_the_field("is_public", True, "is_public"),
    "oc235": saved_twice_the_field("is_public", False, "is_public"),
    "oc236": lambda w, g: (
        (d := filled(w.fresh("defaults")).call("search_prompts").data)["total"] == len(d["results"])
        and (d["params"]["sort_by"], d["params"]["limit"], d["params"]["offset"]) == ("relevance", 20, 0)
    ),
    "oc237": search(lambda r, g: all(inside(row["relevance"]) for row in r.data["results"])),
    "oc238": search(lambda r, g: r.data["total"] > 0 and all(set(g["tags"]) <= set(row["tags"]) for row in r.data["results"])),
    "oc239": search(lambda r, g: all(row["overall"] >= g["min_score"] for row in r.data["results"])),
    "oc240": search(lambda r, g: r.data["total"] > 0 and all(row["is_public"] for row in r.data["results"])),
    "oc241": search(lambda r, g: "User Authentication" in [row["name"] for row in r.data["results"]]),
    "oc242": search(lambda r, g: len(r.data["results"]) <= 10 and r.data["params"]["offset"] == 20),
    "oc243": handled("search_prompts", "min_score"),
    "oc244": refuses("get_prompt", "nonexistent_prompt_123", "not found"),
    "oc245": refuses("get_prompt", "id", "missing"),
    **{f"oc{n}": round_trip for n in range(246, 250)},
    "oc250": lambda w, g: not w.call("save_prompt", prompt=spelled(g["stored"]), metadata={"domain": "general"}).is_error,
    "oc251": stats(lambda d: d["days"] == 7),
    **{f"oc{n}": handled("get_stats", "days") for n in range(252, 256)},
    "oc256": without_store,
    "oc257": handshake,
    "oc258": answers(
        "process_prompt",
        lambda r, g: (
            r.data["domain"] == "sql"
            and any(word in r.data["refined"].lower() for word in ("sql", "query", "select", "database"))
        ),
    ),
    "oc259": answers(
        "evaluate_prompt", lambda r, g: 0 < r.data["evaluation"]["overall"] <= 1 and isinstance(r.data["recommendations"], list)
    ),
    "oc260": answers("process_prompt", lambda r, g: r.data["domain"] == "sql" and len(r.data["refined"]) > len(g["raw"])),
    "oc261": answers("process_prompt", lambda r, g: r.data["original"] == g["raw"] and has_rewrite(r, g)),
    "oc262": answers(
        "evaluate_prompt", lambda r, g: r.data["evaluation"]["overall"] > 0 and isinstance(r.data["recommendations"], list)
    ),
    "oc263": answers("compare_prompts", all_variants(2)),
    "oc264": answers("process_prompt", lambda r, g: bool(r.data["refined"])),
    "oc269": answers("process_prompt", lambda r, g: "tabla" not in r.data["refined"]),
    "oc270": answers("evaluate_prompt", lambda r, g: abs(r.data["evaluation"]["overall"] - 0.7) < 0.1),
    "oc271": winner("B"),
    "oc272": answers("validate_prompt", lambda r, g: any("language" in text.lower() for text in r.data["suggestions"])),
    "oc273": lambda w, g: (
        abs(row_of(g["prompt"], "sql")["complexity"] - 0.85) < 0.1
        and abs((row_of(g["prompt"], "sql")["readability"] or 0) - 0.78) < 0.1
    ),
    "oc274": answers("process_prompt", lambda r, g: "guion" in r.data["system_prompt"] and r.data["domain"] == "cine"),
    "oc275": answers("process_prompt", lambda r, g: "accessib" in r.data["refined"]),
}
