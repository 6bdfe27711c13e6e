"""Settings of a project: the table ``[tool.promptsmith]`` of ``pyproject.toml``, or the file ``promptsmith.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, UnknownNameError, shorten, unknown

if TYPE_CHECKING:
    from promptsmith.rules._rule import Rule
    from promptsmith.rules.profiles import RuleSet

OWN_FILE, SHARED_FILE = "promptsmith.toml", "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """What a project has settled; None and empty where it says nothing.

    Attributes:
        profile: the rules to begin with.
        select, ignore: codes, names, or the first letters of codes.
        rules_path: file or folder of the project's own rules.
        baseline: file of the findings that are known.
        source: the file that was read; relative paths in it are relative to its folder.
    """

    profile: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    rules_path: Path | None = None
    baseline: Path | None = None
    source: Path | None = None


def find_settings(folder: Path) -> Path | None:
    """Return the settings file of the nearest folder from ``folder`` upwards, or None.

    In one folder ``promptsmith.toml`` comes before ``pyproject.toml``, which only counts when it has a table ``[tool.promptsmith]``.

    Raises:
        InputError: a ``pyproject.toml`` on the way is no TOML.
    """
    start = folder.resolve()
    for parent in (start, *start.parents):
        if (parent / OWN_FILE).is_file():
            return parent / OWN_FILE
        shared = parent / SHARED_FILE
        if shared.is_file() and "promptsmith" in _table(_read(shared), "tool", shared):
            return shared
    return None


def read_settings(path: str | Path) -> Settings:
    """Return the settings in a file; one called ``pyproject.toml`` holds them in ``[tool.promptsmith]``.

    Raises:
        InputError: the file is missing or no TOML, or a value has the wrong type.
        UnknownNameError: a key is not known.
    """
    file = Path(path)
    values: Mapping[str, Any] = _read(file)
    if file.name == SHARED_FILE:
        values = _table(_table(values, "tool", file), "promptsmith", file)
    taken: dict[str, Any] = {"source": file}
    for key, value in values.items():
        if key not in _READERS:
            raise UnknownNameError(f"{file}: {unknown('setting', key, _READERS)}")
        expected, take = _READERS[key]
        given = take(value, file.parent)
        if given is None:
            raise InputError(f"{file}: {key} = {shorten(repr(value))} is not {expected}.")
        taken[key.replace("-", "_")] = given
    return Settings(**taken)


def _read(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"The settings {str(file)!r} cannot be read: {error.strerror or error}. Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"The settings {str(file)!r} are not TOML: {error}.") from error


def _table(values: Mapping[str, Any], name: str, file: Path) -> Mapping[str, Any]:
    table = values.get(name, {})
    if not isinstance(table, Mapping):
        raise InputError(f"{file}: {name} = {shorten(repr(table))} is not a table.")
    return table


def _text(value: Any, folder: Path) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any, folder: Path) -> tuple[str, ...] | None:
    return tuple(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else None


def _path(value: Any, folder: Path) -> Path | None:
    return folder / Path(value).expanduser() if isinstance(value, str) and value else None


_READERS: dict[str, tuple[str, Callable[[Any, Path], Any]]] = {
    "profile": ("the name of a profile", _text),
    "select": ("a list of codes, names or first letters", _texts),
    "ignore": ("a list of codes, names or first letters", _texts),
    "rules-path": ("a file or folder", _path),
    "baseline": ("a file", _path),
}


def rules_of_call(
    rules: Sequence[str] | None = None,
    ignore: Sequence[str] = (),
    profile: str | None = None,
    user_rules: Sequence[Rule] = (),
    settings: str | Path | None = None,
) -> RuleSet:
    """Return the rules of a call; what it says itself comes before its settings.

    Raises:
        UnknownNameError: a rule, profile or setting is not known.
        RuleDefinitionError: a rule of the user cannot be used.
        InputError: the settings or the rules they name cannot be read.
    """
    from promptsmith.rules.profiles import choose_rules

    own = tuple(user_rules)
    if settings is not None:
        from promptsmith.rules.user_rules import read_rules

        settled = read_settings(settings)
        rules = settled.select if rules is None else rules
        ignore = ignore or settled.ignore
        profile = profile or settled.profile
        own += read_rules(settled.rules_path) if settled.rules_path is not None else ()
    return choose_rules(rules, ignore=ignore, profile=profile, user_rules=own)
