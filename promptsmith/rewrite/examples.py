"""Input and output pairs for each domain and intent, written for PromptSmith."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from promptsmith.config import INTENTS, check_name

MAX_EXAMPLES = 3
"""Examples returned for one prompt. Judgement: two or three show a form, more lengthen every request."""


@lru_cache(maxsize=1)
def _all_examples() -> dict[str, dict[str, list[dict[str, dict[str, str]]]]]:
    """Domain, intent, then pairs with their texts by language."""
    file = Path(__file__).with_name("examples.json")
    loaded: dict[str, dict[str, list[dict[str, dict[str, str]]]]] = json.loads(file.read_text(encoding="utf-8"))
    return loaded


def examples_for(domain: str, intent: str | None, language: str) -> list[dict[str, str]]:
    """Return up to three pairs with ``input`` and ``output`` for the domain and intent.

    Without an intent the pairs of ``create`` are given. A domain without examples of its own gets those of ``general``.

    Args:
        domain: the domain of the prompt.
        intent: create, modify, analyze, explain, debug, optimize, or None when none was recognised.
        language: ``es`` gives Spanish, everything else English.

    Raises:
        UnknownNameError: no such intent.

    Example:
        >>> examples_for("sql", "create", "en")[0]["output"].startswith("CREATE TABLE")
        True
    """
    chosen = check_name("intent", intent, INTENTS) if intent is not None else "create"
    by_intent = _all_examples().get(domain) or _all_examples()["general"]
    spoken = "es" if language == "es" else "en"
    return [dict(pair[spoken]) for pair in by_intent[chosen][:MAX_EXAMPLES]]
