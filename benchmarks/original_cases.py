"""Run the recorded behaviours of the system that PromptSmith re-imagines, and write the page that says how each one ends here.

    python benchmarks/original_cases.py CASES.jsonl            # run all, show what differs from the page
    python benchmarks/original_cases.py CASES.jsonl --write    # write the page

The cases are not part of this project. A line is an object with id, tool and input. Each is run by the tool or function that does its
job; what does not pass needs a reason in `REASONS`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from original_checks import FUNCTIONS, World
from original_tool_checks import TOOLS

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks-original-cases.md"
PASS, DIFFERENT, OUTSIDE, OPEN = "pass", "deliberately different", "not applicable", "not yet"

_NULL = "What is not known is null with a reason, never a number: an empty text has no complexity."
_BARE = "Keywords, bare statements and fragments are no request: they come back unchanged, with the reason."
_NO_RULE = "No rule says this: there was no evidence that it helps, and a finding without evidence costs trust."
_SCORES = "Scores follow from named parts that add up exactly. They were not fitted to the numbers wished for here."
_CODE = "A statement alone is code. Rules about wording leave code alone, so that quoted code is not judged as a request."
_EVERY_FIELD = "A field that means nothing is refused with the allowed ones: dropping it in silence hides a mistake."
_ASK = "A rewrite asks for what is open and never supplies it."
_UI = "There is no web page; the faces are notebook, command line, library and this server."

REASONS: dict[str, str] = {
    **dict.fromkeys(("oc008", "oc018", "oc021", "oc038"), _NULL),
    "oc010": "Flesch measures word and sentence length, and short vague words read easily. Vagueness is measured by clarity.",
    "oc013": "The word 'function' is everyday English; only unmistakable names count as technical terms.",
    **dict.fromkeys(("oc029", "oc030", "oc039", "oc080", "oc081", "oc086", "oc087", "oc185"), _BARE),
    "oc047": "An unknown domain is a mistake with a message that lists the domains: a fallback would hide a typing error.",
    **dict.fromkeys(
        ("oc048", "oc049", "oc055", "oc056", "oc063", "oc066", "oc213", "oc214", "oc215", "oc217", "oc220", "oc270", "oc273"),
        _SCORES,
    ),
    "oc051": "A list of keywords gets no score, with the reason, instead of a low one.",
    "oc057": "The cut sentence is an error with its place; completeness is not driven below 0.3 by it.",
    "oc061": "Placeholders are what a template is made of, so they are counted (has_variables) and not warned of.",
    **dict.fromkeys(("oc062", "oc065", "oc069", "oc074"), _NO_RULE),
    "oc064": "A text of the same words over and over gets no score and an error, instead of advice on its length.",
    "oc068": "Spanish is supported like English; a prompt is not told to change its language.",
    "oc091": _ASK + " For a stored procedure it asks for dialect, tables and columns.",
    **dict.fromkeys(("oc096", "oc101"), _CODE),
    "oc106": "The caller named the domain, so the examples are of it; without a domain it is detected.",
    "oc124": "Counts of prompts and calls are given; averages by domain and over time are the work of the store's own figures.",
    **dict.fromkeys(
        ("oc108", "oc212"), "The cache is not wired into this server yet: an equal call is computed again, with equal result."
    ),
    **dict.fromkeys(("oc151", "oc219"), _EVERY_FIELD),
    "oc173": "The owner comes from the token; a field author beside it would only look like one, and is refused with the allowed fields.",
    "oc178": "The protocol's revision of 2025 gives unknown tools the code -32602; the message is the same.",
    "oc223": "An empty text is refused before anything is compared, with the number of the variant.",
    "oc237": "Relevance is the BM25 value itself, sorted; scaling it to 1 would make the best result of a bad search look perfect.",
    "oc250": "A prompt has at most 10,000 characters here, also in the store; a longer one is refused with the limit.",
    "oc269": "A rewrite keeps the user's words and language; it does not translate. " + _ASK,
    "oc272": "The rule set speaks of users, permissions and acceptance for this domain; it does not ask for a programming language.",
    "oc275": _ASK + " There is no domain for web pages.",
}
NOT_YET = {"oc108", "oc124", "oc212"}
OUTSIDE_CASES = {"oc265": _UI, "oc266": _UI, "oc267": _UI, "oc268": _UI}


def run_case(world: World, case: dict[str, Any]) -> bool:
    """Return whether one case passes; an exception is a failure."""
    name = case["id"]
    try:
        return bool(FUNCTIONS[name](case["input"]) if name in FUNCTIONS else TOOLS[name](world, case["input"]))
    except Exception as error:
        print(f"{name}: {type(error).__name__}: {str(error)[:200]}", file=sys.stderr)
        return False


def run_cases(path: Path) -> list[tuple[str, str, str, str]]:
    """Return (id, tool, outcome, reason) of every case."""
    cases = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.call("process_prompt", raw="Name three rivers.")
        for case in cases:
            name = case["id"]
            if name in OUTSIDE_CASES:
                rows.append((name, case["tool"], OUTSIDE, OUTSIDE_CASES[name]))
            elif run_case(world, case):
                rows.append((name, case["tool"], PASS, ""))
            else:
                outcome = OPEN if name in NOT_YET else DIFFERENT
                rows.append((name, case["tool"], outcome, REASONS.get(name, "unexplained")))
    return rows


def page(rows: list[tuple[str, str, str, str]]) -> str:
    """Return the page."""
    count = {outcome: sum(row[2] == outcome for row in rows) for outcome in (PASS, DIFFERENT, OPEN, OUTSIDE)}
    told = ", ".join(f"{number} {outcome}" for outcome, number in count.items())
    lines = [
        "# The behaviours of the system we re-imagine",
        "",
        f"{len(rows)} recorded behaviours, each run by the tool or function that does its job: {told}. The cases themselves are not part of "
        "this project; `benchmarks/original_checks.py` and `original_tool_checks.py` say what each means here. Written by "
        "`python benchmarks/original_cases.py CASES.jsonl --write`.",
        "",
        "Fields have our names (`is_public` for `isPublic`), severities ours too (a hint is a finding of severity info). Times were measured "
        "on the machine that wrote this page.",
        "",
        "| case | job | outcome | reason |",
        "|---|---|---|---|",
        *(f"| {name} | {tool} | {outcome} | {reason} |" for name, tool, outcome, reason in rows),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the cases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--write", action="store_true", help="write the page")
    given = parser.parse_args()
    made = page(run_cases(given.cases))
    print(made.splitlines()[2])
    print("\n".join(line for line in made.splitlines() if "unexplained" in line))
    if given.write:
        PAGE.write_text(made, encoding="utf-8")
        return
    before = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
    changed = [line for line in made.splitlines() if line not in before.splitlines()]
    print("\n".join(changed))
    sys.exit(1 if changed else 0)


if __name__ == "__main__":
    main()
