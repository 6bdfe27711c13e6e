"""Rules of other installed packages, found by the entry point group ``promptsmith.rules``."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from promptsmith.errors import BrokenPluginWarning, shorten
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Rule

GROUP = "promptsmith.rules"


@lru_cache(maxsize=1)
def plugin_rules() -> dict[str, Rule]:
    """Return the rules of installed plug-ins by code; they are looked for once per process, when rules are first chosen.

    An entry point names a `Rule`, a list of them, or a module that holds some. One that cannot be used costs its own rules and a
    `BrokenPluginWarning`, and nothing else.
    """
    found: dict[str, Rule] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        try:
            _add(entry, found)
        except Exception as error:  # whatever a foreign module does when it is imported
            name = entry.dist.name if entry.dist is not None else entry.value
            warnings.warn(
                f"The rules {entry.name!r} of the package {name!r} are left out: {type(error).__name__}: {shorten(error, 300)} "
                "Repair, update or uninstall the package.",
                BrokenPluginWarning,
                stacklevel=2,
            )
    return found


def _add(entry: EntryPoint, found: dict[str, Rule]) -> None:
    rules = _rules_of(entry.load())
    if not rules:
        raise ValueError(f"{entry.value} holds no rule.")
    built_in = all_rules()
    taken = {rule.name for rule in (*built_in.values(), *found.values())}
    for rule in rules:
        if rule.code in built_in or rule.code in found or rule.name in taken:
            raise ValueError(f"The code or name of {rule.code} ({rule.name}) is taken.")
        taken.add(rule.name)
    found.update({rule.code: rule for rule in rules})


def _rules_of(value: object) -> list[Rule]:
    if isinstance(value, Rule):
        return [value]
    items = value if isinstance(value, Iterable) else vars(value).values()
    return [item for item in items if isinstance(item, Rule)]
