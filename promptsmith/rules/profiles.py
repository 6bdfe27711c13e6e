"""Which rules run: a profile, single rules chosen or left out, and rules of the user's own."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from pathlib import Path

from promptsmith.config import BUILT_IN_DOMAINS
from promptsmith.errors import RuleDefinitionError, UnknownNameError, UnknownRuleError, shorten, suggest, unknown
from promptsmith.rules._registry import all_rules, ruleset_hash
from promptsmith.rules._rule import Rule
from promptsmith.rules.plugins import plugin_rules

PROFILES = ("core", "strict", *(domain for domain in BUILT_IN_DOMAINS if domain != "general"))
"""Names of the profiles: what can be trusted, everything, and what can be trusted plus all rules of one domain."""


@dataclass(frozen=True)
class RuleSet:
    """Rules that run together. Two sets are equal when they have the same codes and the same hash.

    Attributes:
        codes: codes of the rules, ordered as the rules are.
        hash: 16 hexadecimal digits that change with the choice, with the code behind built-in rules, and with the content of others.
        rules: the rules by code.
    """

    codes: tuple[str, ...]
    hash: str
    rules: Mapping[str, Rule] = field(compare=False, repr=False)


def choose_rules(
    select: Sequence[str] | str | None = None,
    *,
    ignore: Sequence[str] | str = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
) -> RuleSet:
    """Return the rules that run.

    A profile names the rules to begin with; without one these are the rules that are not off. ``select`` alone replaces them, and
    beside a profile adds to them. Where ``select`` and ``ignore`` name the same rule, the more exact of the two decides: a code or
    name before more letters before fewer; of two equal ones ``ignore``. The order in which selectors are written plays no part.

    Args:
        select, ignore: codes, names, or the first letters of codes.
        profile: one of `PROFILES`.
        user_rules: rules besides the built-in ones and those of installed plug-ins; the profiles hold all of them.

    Raises:
        UnknownRuleError: a selector fits no rule.
        UnknownNameError: there is no such profile.
        RuleDefinitionError: a rule of the user has the code or name of another rule.
    """
    picked = None if select is None else _tuple(select)
    return _choose(picked, _tuple(ignore), profile, tuple(user_rules))


def known_rules(user_rules: Sequence[Rule] = ()) -> dict[str, Rule]:
    """Return the built-in rules, those of installed plug-ins and ``user_rules``, by code.

    Raises:
        RuleDefinitionError: a rule of the user has the code or name of another rule.
    """
    known = {**all_rules(), **plugin_rules()}
    names = {rule.name: rule.code for rule in known.values()}
    for rule in user_rules:
        other = rule.code if rule.code in known else names.get(rule.name)
        if other is not None:
            raise RuleDefinitionError(
                f"The rule {rule.code} ({rule.name}) has the code or name of {known[other].code} ({known[other].name}). "
                "Choose another, for example with three letters of your own."
            )
        known[rule.code] = rule
        names[rule.name] = rule.code
    return known


def is_trusted(rule: Rule) -> bool:
    """Tell whether a rule belongs to the profile ``core``.

    A measured precision earns it (status stable). So does reading no words (languages "any"): such a rule decides by form, a bracket
    without partner, a block that no parser takes, and does not guess what a word means.
    """
    return not rule.off and (rule.status == "stable" or rule.languages == ("any",))


def _tuple(names: Sequence[str] | str) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else tuple(names)


@lru_cache(maxsize=64)
def _choose(select: tuple[str, ...] | None, ignore: tuple[str, ...], profile: str | None, own: tuple[Rule, ...]) -> RuleSet:
    known = known_rules(own)
    if profile is not None and profile not in PROFILES:
        raise UnknownNameError(unknown("profile", profile, PROFILES))
    wanted = _weights(select or (), known)
    unwanted = _weights(ignore, known)
    own_codes = {rule.code for rule in own}
    chosen: dict[str, Rule] = {}
    for code, rule in known.items():
        sought, shunned = wanted.get(code, 0), unwanted.get(code, 0)
        begins = (select is None or profile is not None) and _begins(rule, profile, code in own_codes)
        if rule.status != "removed" and (sought > shunned or (begins and not shunned)):
            chosen[code] = rule
    return RuleSet(tuple(chosen), _hash(chosen), chosen)


def _begins(rule: Rule, profile: str | None, is_own: bool) -> bool:
    """Tell whether a rule is in the set before single rules are chosen and left out."""
    if profile == "strict":
        return True
    if profile is None or is_own:
        return not rule.off
    return is_trusted(rule) if rule.domain is None else rule.domain == profile and not rule.off


def _weights(selectors: Iterable[str], known: Mapping[str, Rule]) -> dict[str, int]:
    """Return, for each rule that selectors fit, how exact the most exact of them is: letters in common, all of them for a name."""
    weights: dict[str, int] = {}
    for selector in selectors:
        wanted = str(selector).strip()
        exact = {
            rule.code: len(rule.code) + 1
            for rule in known.values()
            if wanted.lower() == rule.name or wanted.upper() == rule.code
        }
        found = exact or {code: len(wanted) for code in known if wanted and code.startswith(wanted.upper())}
        if not found:
            raise UnknownRuleError(_unknown(selector, known))
        for code, weight in found.items():
            weights[code] = max(weight, weights.get(code, 0))
    return weights


def _unknown(selector: str, known: Mapping[str, Rule]) -> str:
    families = list(dict.fromkeys(rule.family for rule in known.values()))
    near = suggest(selector, [*known, *(rule.name for rule in known.values()), *families])
    return (
        f"Unknown rule {shorten(repr(selector))}.{near} Allowed: a code, a name, or the first letters of codes "
        f"({', '.join(families)}). `promptsmith rules` lists every rule."
    )


def _hash(rules: Mapping[str, Rule]) -> str:
    built_in = all_rules()
    contents = [f"{code}:{content_hash(rule)}" for code, rule in rules.items() if built_in.get(code) is not rule]
    return ruleset_hash([*(code for code, rule in rules.items() if built_in.get(code) is rule), *contents])


def content_hash(rule: Rule) -> str:
    """Return 16 hexadecimal digits that change with the metadata of a rule, with what its check holds, and with the file of its code."""
    digest = hashlib.blake2b(digest_size=8)
    for item in fields(rule):
        value = getattr(rule, item.name)
        digest.update(item.name.encode() + b"\0")
        digest.update(_content(value) if callable(value) else repr(value).encode())
    return digest.hexdigest()


def _content(function: object) -> bytes:
    """Return the bytes of the file that defines a function, or the values of a check that is a plain record."""
    if hasattr(function, "__dataclass_fields__"):
        return repr(function).encode()
    try:
        file = inspect.getsourcefile(inspect.unwrap(function))  # type: ignore[arg-type]
        return Path(file).read_bytes() if file is not None else b""
    except (OSError, TypeError):
        code = getattr(function, "__code__", None)  # typed into a notebook or made at run time
        return bytes(code.co_code) + repr(code.co_consts).encode() if code is not None else b""
