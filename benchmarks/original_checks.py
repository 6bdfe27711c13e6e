"""What each of the 275 behaviours of the system we re-imagine means here, as a check of the tool or function that does that job.

The cases themselves are not part of this project; they are read from a file (one JSON object a line: id, tool, input). A check sees the
input of its case and says whether our answer does what that case expects.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import anyio
from mcp import Client

import promptsmith as ps
from promptsmith.server.library import Library
from promptsmith.server.logs import Log
from promptsmith.server.service import Service

Given = Any
DIMENSIONS = ("clarity", "specificity", "structure", "completeness")


class Reply:
    """The answer of a tool."""

    def __init__(self, result: Any, seconds: float) -> None:
        self.is_error, self.seconds = bool(result.is_error), seconds
        self.data: dict[str, Any] = result.structured_content or {}
        self.text: str = result.content[0].text if result.content else ""


class World:
    """A server of its own in this process, with an empty store."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "prompts.duckdb"
        self.service = Service(Library(self.path), log=Log(level="off"))

    def fresh(self, name: str) -> World:
        """Return a world with a store of its own."""
        folder = self.path.parent / name
        folder.mkdir(exist_ok=True)
        return World(folder)

    def ask(self, question: Callable[[Any], Any], era: str = "auto") -> Any:
        """Ask the server by the SDK's client."""

        async def main() -> Any:
            async with Client(self.service.server, mode=era) as client:
                return await question(client)

        try:
            return anyio.run(main)
        except BaseExceptionGroup as group:
            raise _only(group) from None

    def call(self, tool: str, **arguments: Any) -> Reply:
        """Call one tool."""
        started = time.perf_counter()
        result = self.ask(lambda client: client.call_tool(tool, arguments))
        return Reply(result, time.perf_counter() - started)

    def calls(self, requests: list[tuple[str, dict[str, Any]]]) -> list[Reply]:
        """Call several tools at once over one connection."""

        async def main(client: Any) -> list[Any]:
            results: list[Any] = [None] * len(requests)

            async def one(number: int) -> None:
                started = time.perf_counter()
                result = await client.call_tool(*requests[number])
                results[number] = Reply(result, time.perf_counter() - started)

            async with anyio.create_task_group() as tasks:
                for number in range(len(requests)):
                    tasks.start_soon(one, number)
            return results

        replies: list[Reply] = self.ask(main)
        return replies

    def save(self, prompt: str, **metadata: Any) -> Reply:
        """Save one prompt."""
        return self.call("save_prompt", prompt=prompt, metadata={"domain": "general", **metadata})


def _only(group: BaseException) -> BaseException:
    while isinstance(group, BaseExceptionGroup):
        group = group.exceptions[0]
    return group


def spelled(value: Any) -> Any:
    """Return a text that a case writes as a repetition."""
    return value["repeat"] * value["times"] if isinstance(value, dict) and set(value) == {"repeat", "times"} else value


def row_of(text: str, domain: str = "auto") -> dict[str, Any]:
    """Return one row of an evaluation."""
    return ps.evaluate([text], domain=domain).row(0)


def words_of(text: str) -> int:
    """Return the number of tokens."""
    return int(ps.evaluate([text], include=("tokens",)).table("tokens").num_rows)


def rewritten(given: Given) -> dict[str, Any]:
    """Return the rewrite of a case."""
    return ps.process([spelled(given["prompt"])], domain=given.get("domain", "auto")).row(0)


def added(given: Given) -> str:
    """Return what a rewrite adds to a prompt, in lower case."""
    return " ".join(edit["after"] for edit in rewritten(given)["edits"]).lower()


def says(given: Given, *wanted: str) -> bool:
    """Tell whether a rewrite adds one of these words."""
    return any(re.search(word, added(given)) for word in wanted)


def verdict(given: Given) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return verdict, scores, and all findings and suggestions in lower case."""
    text, domain = spelled(given["prompt"]), given.get("domain", "auto")
    result = ps.validate([text], domain=domain)
    found = result.table("findings").to_pylist()
    told = " ".join(f"{row['code']} {row['message']} {row['suggestion'] or ''}" for row in found).lower()
    return result.row(0), row_of(text, domain), told


def warned(given: Given, *wanted: str) -> bool:
    """Tell whether a finding speaks of one of these words."""
    told = verdict(given)[2]
    return any(re.search(word, told) for word in wanted)


def inside(value: float | None) -> bool:
    """Tell whether a number is known and between 0 and 1."""
    return value is not None and 0 <= value <= 1


def seconds(function: Callable[[], Any]) -> float:
    """Return how long a call takes."""
    started = time.perf_counter()
    function()
    return time.perf_counter() - started


def entities(text: str) -> list[str]:
    """Return the entities of a text."""
    names: list[str] = ps.evaluate([text], include=("entities",)).table("entities")["text"].to_pylist()
    return names


def survives(text: str) -> bool:
    """Tell whether a text is evaluated without an exception, with a complexity in range."""
    return inside(row_of(text)["complexity"])


ANALYZE: dict[str, Callable[[Given], bool]] = {
    "oc001": lambda g: (
        words_of(g["prompt"]) > 0
        and inside((r := row_of(g["prompt"]))["complexity"])
        and inside(r["ambiguity"])
        and r["language"] == "en"
        and r["has_variables"] is False
    ),
    "oc002": lambda g: "PostgreSQL" in entities(g["prompt"]),
    "oc003": lambda g: row_of(g["prompt"])["intent"] is not None and 0 < row_of(g["prompt"])["intent_confidence"] <= 1,
    "oc004": lambda g: row_of(g["prompt"])["has_variables"] is True,
    "oc005": lambda g: row_of(g["complex"])["complexity"] > row_of(g["simple"])["complexity"],
    "oc006": lambda g: {"OAuth2", "JWT"} <= set(entities(g["prompt"])),
    "oc007": lambda g: row_of(g["prompt"])["domain"] == "sql",
    "oc008": lambda g: row_of(g["prompt"])["complexity"] == 0 and row_of(g["prompt"])["ambiguity"] == 1,
    "oc009": lambda g: row_of(g["prompt"])["language"] == "es" and words_of(g["prompt"]) > 0,
    "oc010": lambda g: row_of(g["clear"])["readability"] > row_of(g["unclear"])["readability"],
    "oc011": lambda g: (
        row_of(g["positive"])["sentiment"] > row_of(g["neutral"])["sentiment"] > row_of(g["negative"])["sentiment"]
    ),
    "oc012": lambda g: (
        (r := row_of(g["prompt"]))["complexity"] > 0.7 and words_of(g["prompt"]) > 50 and r["n_technical_terms"] > 5
    ),
    "oc013": lambda g: row_of(g["prompt"])["n_technical_terms"] > 0 and row_of(g["prompt"])["complexity"] > 0.3,
    "oc014": lambda g: seconds(lambda: row_of(g["prompt"])) < 1,
    "oc015": lambda g: (
        (first := seconds(lambda: row_of(g["prompt"]))) + 0.01 >= seconds(lambda: row_of(g["prompt"])) or first > 0.5
    ),
    "oc016": lambda g: words_of(g["prompt"]) > 0 and row_of(g["prompt"])["has_variables"] is True,
    "oc017": lambda g: words_of(g["prompt"]) > 0,
    **{name: lambda g: survives(spelled(g["prompt"])) for name in ("oc018", "oc019", "oc020", "oc021")},
}


def grows(given: Given) -> bool:
    """Tell whether a rewrite lengthens the prompt and lists why."""
    row = rewritten(given)
    return len(row["refined"]) > len(row["original"]) and bool(row["edits"])


def has_section(given: Given) -> bool:
    """Tell whether a rewrite sets something under a heading."""
    return "\n## " in rewritten(given)["refined"]


def keeps(given: Given, *wanted: str) -> bool:
    """Tell whether the user's words are in the rewrite."""
    return all(word in rewritten(given)["refined"] for word in wanted)


def role_says(given: Given, word: str) -> bool:
    """Tell whether the system prompt names a subject."""
    return word in rewritten(given)["system_prompt"].lower()


def is_role(given: Given) -> bool:
    """Tell whether there is a system prompt worth its name."""
    text = rewritten(given)["system_prompt"]
    return len(text) > 50 and text.startswith("You are")


OPTIMIZE: dict[str, Callable[[Given], bool]] = {
    "oc022": grows,
    "oc023": lambda g: keeps(g, "create table") and grows(g) and role_says(g, "sql"),
    "oc024": lambda g: role_says(g, "brand") and says(g, "tone", "voice", "audience", "who"),
    "oc025": lambda g: role_says(g, "screen") and keeps(g, "scene") and has_section(g),
    "oc026": lambda g: keeps(g, "user story") and role_says(g, "product") and has_section(g),
    "oc027": lambda g: keeps(g, "pipeline") and role_says(g, "devops") and grows(g),
    "oc028": lambda g: keeps(g, "database") and grows(g),
    "oc029": grows,
    "oc030": lambda g: has_section(g) and "\n" in rewritten(g)["refined"],
    "oc031": lambda g: keeps(g, "{{action}}", "{{input}}", "{{output}}") and row_of(g["prompt"])["has_variables"],
    **dict.fromkeys(("oc032", "oc033", "oc034", "oc035", "oc036", "oc037"), is_role),
    "oc038": lambda g: rewritten(g)["refined"] == "" and not rewritten(g)["edits"],
    "oc039": has_section,
    "oc040": lambda g: says(g, r"\?"),
    "oc041": lambda g: keeps(g, "function") and grows(g),
    "oc042": lambda g: keeps(g, "tabla", "users", "authentication"),
    "oc043": grows,
    "oc044": lambda g: seconds(lambda: rewritten(g)) < 0.5,
    "oc045": lambda g: seconds(lambda: ps.process([g["prompts"]["repeat"]] * g["prompts"]["times"], domain="sql")) < 2,
    "oc046": lambda g: ps.process([None], domain="general").row(0)["refined"] is None,
    "oc047": lambda g: is_role(g),
}


def valid(given: Given, **least: float) -> bool:
    """Tell whether a prompt is valid and its scores reach these numbers."""
    row, scores, _ = verdict(given)
    return bool(row["is_valid"]) and all((scores[name] or 0) > number for name, number in least.items())


def below(given: Given, **most: float) -> bool:
    """Tell whether scores stay below these numbers."""
    scores = verdict(given)[1]
    return all(scores[name] is not None and scores[name] < number for name, number in most.items())


def invalid(given: Given) -> bool:
    """Tell whether a prompt is invalid with a reason."""
    row = ps.validate([spelled(given["prompt"])]).row(0)
    return not row["is_valid"] and bool(row["errors"])


VALIDATE: dict[str, Callable[[Given], bool]] = {
    "oc048": lambda g: valid(g, clarity=0.7, specificity=0.7, structure=0.7) and not verdict(g)[0]["warnings"],
    "oc049": lambda g: invalid(g) and below(g, clarity=0.3) and bool(verdict(g)[0]["suggestions"]),
    "oc050": lambda g: warned(g, "nothing is said") and below(g, specificity=0.5) and bool(verdict(g)[0]["suggestions"]),
    "oc051": lambda g: warned(g, "list", "structure", "crowd") and below(g, structure=0.5),
    "oc052": lambda g: valid(g),
    "oc053": lambda g: valid(g) and row_of(g["prompt"])["intent"] is not None,
    "oc054": lambda g: valid(g, structure=0.5),
    "oc055": lambda g: valid(g, completeness=0.7),
    "oc056": lambda g: valid(g, specificity=0.6),
    "oc057": lambda g: invalid(g) and below(g, completeness=0.3),
    "oc058": lambda g: bool(verdict(g)[0]["suggestions"]) or grows({**g, "domain": "general"}),
    "oc059": invalid,
    "oc060": invalid,
    "oc061": lambda g: valid(g) and warned(g, "placeholder", "variable"),
    "oc062": lambda g: warned(g, "redundan", "repeat", "twice"),
    "oc063": lambda g: valid(g, structure=0.8, clarity=0.8),
    "oc064": lambda g: warned(g, "long", "repeat", "twice", "break", "split"),
    "oc065": lambda g: warned(g, "ethic", "hack", "harm"),
    "oc066": lambda g: valid(g, specificity=0.7),
    "oc067": lambda g: row_of(g["actionable"])["overall"] > row_of(g["vague"])["overall"] + 0.1,
    "oc068": lambda g: warned(g, "english"),
    "oc069": lambda g: warned(g, "collection"),
    "oc070": lambda g: seconds(lambda: ps.validate([g["prompt"]])) < 0.3,
    "oc071": lambda g: seconds(lambda: ps.validate([f"Create a database table {number}" for number in range(20)])) < 1,
    "oc072": lambda g: not ps.validate([None]).row(0)["is_valid"] and bool(ps.validate([None]).row(0)["errors"]),
    "oc073": lambda g: valid(g, clarity=0.5),
    "oc074": lambda g: valid(g) and warned(g, "case", "capital"),
}

SQL: dict[str, Callable[[Given], bool]] = {
    "oc075": lambda g: (
        len([code for code in ps.rules()["code"] if str(code).startswith("SQL")]) > 0
        and all(says({"prompt": text, "domain": "sql"}, r"\?") for text in ("create table users", "create index on users"))
    ),
    "oc076": lambda g: (
        (text := rewritten({"prompt": "create table", "domain": "sql"})["system_prompt"]).startswith("You are")
        and sum(word in text.lower() for word in ("schema", "query", "optimization", "index", "performance")) >= 3
    ),
    "oc077": has_section,
    "oc078": lambda g: says(g, "column", "field"),
    "oc079": lambda g: says(g, "index"),
    "oc080": lambda g: says(g, "where", "column"),
    "oc081": lambda g: says(g, "join", "foreign key"),
    "oc082": lambda g: len(rewritten(g)["edits"]) > 2 and says(g, "schema", "table", "column"),
    "oc083": lambda g: says(g, "normali", "relation", "key"),
    "oc084": lambda g: says(g, "migrat", "map to the new"),
    "oc085": lambda g: says(g, "transaction"),
    "oc086": lambda g: says(g, "backup", "restor", "recover"),
    "oc087": lambda g: says(g, "encrypt", "hash", "secur", "password"),
    "oc088": lambda g: says(g, "decimal", "numeric", "data type", "type"),
    "oc089": lambda g: says(g, "explain", "index", "statistic", "plan"),
    "oc090": lambda g: says(g, "unique", "not null", "constraint"),
    "oc091": lambda g: says(g, "procedure", "function", "parameter"),
    "oc092": lambda g: says(g, "naming", "convention"),
    "oc093": lambda g: says(g, "schema", "structure", "column"),
    "oc094": lambda g: not [edit for edit in rewritten(g)["edits"] if edit["rule"].startswith("sql")],
    "oc095": lambda g: valid(g),
    "oc096": lambda g: warned(g, r"select \*", "column"),
    "oc097": lambda g: warned(g, "condition"),
    "oc098": lambda g: valid(g),
    "oc099": lambda g: bool(verdict(g)[0]["suggestions"]),
    "oc100": lambda g: valid(g),
    "oc101": lambda g: warned(g, "parameter", "injection"),
    "oc102": lambda g: valid(g),
    "oc103": lambda g: warned(g, "dialect", "engine", "postgresql"),
    "oc104": lambda g: any("CREATE TABLE" in pair["output"] for pair in examples("create table", "sql")),
    "oc105": lambda g: (
        any("JOIN" in pair["output"] for pair in examples("join tables customers and orders", "sql"))
        and any(re.search("INNER|LEFT", pair["output"]) for pair in examples("join tables customers and orders", "sql"))
    ),
    "oc106": lambda g: examples(g["type"], g["domain"]) == [],
}


def examples(prompt: str, domain: str) -> list[dict[str, str]]:
    """Return the examples for a prompt."""
    pairs: list[dict[str, str]] = ps.process([prompt], domain=domain).row(0)["examples"]
    return pairs


FUNCTIONS = {**ANALYZE, **OPTIMIZE, **VALIDATE, **SQL}
"""Checks that need no server."""
