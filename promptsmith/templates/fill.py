"""Filling the prompt's own placeholders from the caller's variables, and from nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from promptsmith.text.placeholders import Placeholder, find_placeholders
from promptsmith.text.scopes import find_scopes, needs_scopes

_DELIMITERS = {
    "double_brace": ("{{", "}}"),
    "brace": ("{", "}"),
    "dollar_brace": ("${", "}"),
    "dollar": ("$", ""),
    "percent": ("%", "%"),
    "angle": ("<", ">"),
    "bracket": ("[", "]"),
}


@dataclass(frozen=True)
class Filled:
    """A text with its placeholders filled.

    Attributes:
        text: the text; every byte outside the filled placeholders is as before.
        used: variables that filled a placeholder, in the order of the text.
        missing: placeholders without a variable, by name, in the order of the text; they stay as they are.
        unused: variables without a placeholder, in the order given.
    """

    text: str
    used: tuple[str, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]


def fill_placeholders(text: str, variables: Mapping[str, object] | None = None) -> Filled:
    """Return ``text`` with each plain placeholder replaced by the variable of its name.

    A name is compared exactly first, then without regard to letter case, spaces, hyphens and underscores, when only one variable
    fits (``[TARGET AUDIENCE]`` takes ``target_audience``). Values go in as they are and are never read again, so a value that
    looks like a placeholder stays text. Placeholders with filters, paths or logic (``{{ name | title }}``, ``{% if x %}``)
    stay: they belong to another template engine. Inside code only ``{{x}}`` is filled, because ``{x}``, ``$x`` and ``[X]`` are
    code there.

    Args:
        text: the prompt.
        variables: values by name; numbers and flags are written as Python writes them.

    Example:
        >>> fill_placeholders('Greet {{name}} as JSON: {"name": 1}', {"name": "Ana {x}"}).text
        'Greet Ana {x} as JSON: {"name": 1}'
    """
    given = dict(variables or {})
    names = _Names(given)
    edges = _code_edges(text) if given else frozenset()
    in_code = False
    pieces: list[str] = []
    used: dict[str, None] = {}
    missing: dict[str, None] = {}
    last = before = 0
    for place in find_placeholders(text):
        if place.kind == "jinja_block":
            continue
        # The scope map cuts placeholders out of code: one inside code touches the code around it, or a placeholder that does.
        in_code = place.start in edges or place.end in edges or (in_code and place.start == before)
        before = place.end
        name = names.find(place.name) if _is_plain(text, place) and (place.kind == "double_brace" or not in_code) else None
        if name is None:
            missing[place.name] = None
            continue
        used[name] = None
        pieces += (text[last : place.start], str(given[name]))
        last = place.end
    pieces.append(text[last:])
    unused = tuple(name for name in given if name not in used)
    return Filled("".join(pieces), tuple(used), tuple(missing), unused)


class _Names:
    """Variable names, found exactly or by their folded form when that is unambiguous."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given
        folded: dict[str, list[str]] = {}
        for name in given:
            folded.setdefault(_fold_name(name), []).append(name)
        self._folded = folded

    def find(self, name: str) -> str | None:
        if name in self._given:
            return name
        near = self._folded.get(_fold_name(name), ())
        return near[0] if len(near) == 1 else None


def _fold_name(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _is_plain(text: str, place: Placeholder) -> bool:
    """Tell whether nothing but the name and spaces stands between the delimiters."""
    opener, closer = _DELIMITERS[place.kind]
    body = text[place.start + len(opener) : place.end - len(closer)]
    if place.kind == "dollar" and body.endswith("$"):  # $SPONSOR$
        body = body[:-1]
    return body.strip() == place.name


def _code_edges(text: str) -> frozenset[int]:
    """Return where spans of code start and end."""
    if not needs_scopes(text):
        return frozenset()
    return frozenset(edge for start, end, scope, _ in find_scopes(text) if scope == "code" for edge in (start, end))


def with_input(prompt: str, value: str) -> str:
    """Return the prompt as it is sent for one input: in its placeholder ``input`` or ``test_input``, else as material below it.

    Example:
        >>> with_input("Summarize {{input}} in one line.", "the minutes"), with_input("Summarize it.", "Minutes")
        ('Summarize the minutes in one line.', 'Summarize it.\\n\\n<input>\\nMinutes\\n</input>')
    """
    filled = fill_placeholders(prompt, {"input": value, "test_input": value})
    return filled.text if filled.used else f"{prompt}\n\n<input>\n{value}\n</input>"
