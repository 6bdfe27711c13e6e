"""All rules, by code. The families are written out here; adding a rule touches only its family's file."""

from __future__ import annotations

import hashlib
import importlib
from functools import lru_cache

from promptsmith.errors import RuleDefinitionError, UnknownRuleError, unknown
from promptsmith.rules._rule import Rule

FAMILIES = (
    "characters",
    "domains.sql",
    "economy",
    "examples",
    "formats",
    "references",
    "security",
    "specificity",
    "structure",
    "templates",
)


@lru_cache(maxsize=1)
def all_rules() -> dict[str, Rule]:
    """Return every built-in rule, ordered by code.

    Raises:
        RuleDefinitionError: two rules share a code or a name.
    """
    found: dict[str, Rule] = {}
    names: set[str] = set()
    for family in FAMILIES:
        module = importlib.import_module(f"promptsmith.rules.{family}")
        for value in vars(module).values():
            if isinstance(value, Rule):
                if value.code in found or value.name in names:
                    raise RuleDefinitionError(f"Rule {value.code} ({value.name}) is declared twice.")
                found[value.code] = value
                names.add(value.name)
    return dict(sorted(found.items(), key=lambda item: (item[1].family, len(item[0]), item[0])))


def get_rule(code: str) -> Rule:
    """Return the rule with this code or name (letter case does not matter).

    Raises:
        UnknownRuleError: no such rule.
    """
    rules = all_rules()
    wanted = code.strip()
    for candidate in rules.values():
        if wanted.upper() == candidate.code or wanted.lower() == candidate.name:
            return candidate
    raise UnknownRuleError(unknown("rule", code, rules))


def ruleset_hash(rules: dict[str, Rule]) -> str:
    """Return a hash that changes when a rule, its metadata or its code changes."""
    digest = hashlib.blake2b(digest_size=8)
    for item in rules.values():
        code = item.check.__code__
        parts = (item.code, item.severity, item.status, item.scopes, item.triggers, item.languages, code.co_code, code.co_consts)
        digest.update(repr([part if not isinstance(part, tuple) else [str(x) for x in part if not hasattr(x, "co_code")] for part in parts]).encode())
    return digest.hexdigest()
