"""All rules, by code. The families are written out here; adding a rule touches only its family's file."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from promptsmith.errors import RuleDefinitionError, UnknownRuleError, unknown
from promptsmith.rules._rule import Rule

FAMILIES = (
    "characters",
    "conflicts",
    "crowding",
    "definitions",
    "domains.branding",
    "domains.cine",
    "domains.devops",
    "domains.saas",
    "domains.sql",
    "economy",
    "examples",
    "formats",
    "material",
    "obligation",
    "open_ends",
    "references",
    "security",
    "specificity",
    "structure",
    "targets",
    "templates",
    "trust",
    "upkeep",
    "wording",
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
    """Return the rule with this code or name (letter case does not matter), built in or of an installed plug-in.

    Raises:
        UnknownRuleError: no such rule.
    """
    from promptsmith.rules.plugins import plugin_rules

    rules = {**all_rules(), **plugin_rules()}
    wanted = code.strip()
    for candidate in rules.values():
        if wanted.upper() == candidate.code or wanted.lower() == candidate.name:
            return candidate
    raise UnknownRuleError(unknown("rule", code, rules))


@lru_cache(maxsize=1)
def _source_hash() -> bytes:
    """Hash of every file that decides what is found: text, constraints, features and rules, word lists included."""
    digest = hashlib.blake2b(digest_size=16)
    package = Path(__file__).parents[1]
    for folder in ("text", "constraints", "features", "rules"):
        for file in sorted((package / folder).rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(file.relative_to(package).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.digest()


def ruleset_hash(codes: Iterable[str]) -> str:
    """Return 16 hexadecimal digits that change with the chosen rules and with any code or word list behind findings."""
    digest = hashlib.blake2b(_source_hash(), digest_size=8)
    digest.update(" ".join(sorted(codes)).encode())
    return digest.hexdigest()
