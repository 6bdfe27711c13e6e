"""Resources: stored prompts and their versions, rule pages, templates and the glossary. Read when asked, so changes show at once."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib import resources
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote

import mcp_types as types

from promptsmith.config import TEMPLATE_TYPES
from promptsmith.errors import InputError, UnknownNameError, UnknownRuleError, shorten, unknown
from promptsmith.server.caller import Caller
from promptsmith.server.library import Library

SCHEME = "promptsmith://"
PAGE = 100
"""Stored prompts listed on one page. Judgement."""

MARKDOWN, PLAIN, JSON = "text/markdown", "text/plain", "application/json"


class Content(NamedTuple):
    """What a resource holds."""

    text: str
    mime: str


TEMPLATES = (
    (
        "promptsmith://prompts/{id}",
        "stored-prompt",
        "A stored prompt",
        "The newest text of a stored prompt, byte for byte.",
        PLAIN,
    ),
    (
        "promptsmith://prompts/{id}/versions",
        "prompt-versions",
        "Versions of a stored prompt",
        "Every version, the newest first.",
        JSON,
    ),
    (
        "promptsmith://rules/{code}",
        "rule",
        "A rule",
        "Page of one rule: what, why, evidence, examples, fix and precision.",
        MARKDOWN,
    ),
    ("promptsmith://templates/{name}", "template", "A template", "Source of a template type, or of a stored template.", PLAIN),
)
FIXED = (
    ("promptsmith://glossary", "glossary", "Glossary", "What each word of PromptSmith means.", MARKDOWN),
    ("promptsmith://rules", "rules", "All rules", "Code, severity and summary of every rule.", MARKDOWN),
)


class UnknownResourceError(InputError):
    """Nothing is at this address for the caller."""


class Resources:
    """The resources over one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._readers: Mapping[str, Callable[[Caller, str], Content]] = {
            "prompts": self._prompt,
            "rules": _rule,
            "templates": self._template,
        }

    def list(self, caller: Caller, cursor: str | None) -> types.ListResourcesResult:
        """Return the fixed resources, then the caller's stored prompts, a page at a time."""
        offset = _offset(cursor)
        listed = [] if offset else [_listed(*entry) for entry in (*FIXED, *_built_in_templates())]
        rows, total = self._library.search(caller, sort="updated", limit=PAGE, offset=offset)
        for row in rows:
            uri = f"{SCHEME}prompts/{quote(row['prompt_id'], safe='')}"
            listed.append(_listed(uri, row["name"] or row["prompt_id"], row["name"], shorten(row["prompt"], 100), PLAIN))
        end = offset + len(rows)
        return types.ListResourcesResult(resources=listed, next_cursor=str(end) if rows and end < total else None)

    def read(self, caller: Caller, uri: str) -> Content:
        """Return what is at ``uri``.

        Raises:
            UnknownResourceError: nothing is there for this caller.
        """
        if uri == f"{SCHEME}glossary":
            return Content(glossary(), MARKDOWN)
        if uri == f"{SCHEME}rules":
            return Content(_rule_list(), MARKDOWN)
        kind, _, rest = uri.removeprefix(SCHEME).partition("/")
        if not uri.startswith(SCHEME) or kind not in self._readers or not rest:
            places = ", ".join([*(entry[0] for entry in FIXED), *(entry[0] for entry in TEMPLATES)])
            raise UnknownResourceError(f"Nothing is at {shorten(uri, 120)!r}. Allowed: {places}.")
        try:
            return self._readers[kind](caller, rest)
        except UnknownNameError as error:
            raise UnknownResourceError(str(error)) from None

    def _prompt(self, caller: Caller, rest: str) -> Content:
        name, _, what = rest.partition("/")
        prompt_id = unquote(name)
        if what == "versions":
            return Content(json.dumps(self._library.versions(caller, prompt_id), ensure_ascii=False, indent=1), JSON)
        if what:
            raise UnknownResourceError(f"A stored prompt has no {shorten(what)!r}. Allowed: versions.")
        return Content(str(self._library.get(caller, prompt_id)["prompt"]), PLAIN)

    def _template(self, caller: Caller, rest: str) -> Content:
        name = unquote(rest)
        if name in TEMPLATE_TYPES:
            return Content(template_source(name), PLAIN)
        for row in self._library.templates(caller):
            if name in (row["prompt_id"], row["name"]):
                return Content(str(row["prompt"]), PLAIN)
        stored = [row["name"] or row["prompt_id"] for row in self._library.templates(caller)]
        raise UnknownResourceError(unknown("template", name, (*TEMPLATE_TYPES, *stored)))


def template_source(name: str) -> str:
    """Return the Jinja2 source of a built-in template type, in English."""
    return resources.files("promptsmith.templates").joinpath("en", f"{name}.jinja").read_text(encoding="utf-8")


def glossary() -> str:
    """Return the glossary: from the installed package, else from the working copy that the package lies in."""
    installed = resources.files("promptsmith.server").joinpath("glossary.md")
    if installed.is_file():
        return installed.read_text(encoding="utf-8")
    return (Path(__file__).parents[2] / "docs" / "glossary.md").read_text(encoding="utf-8")


def _rule(caller: Caller, rest: str) -> Content:
    import promptsmith as ps

    code = unquote(rest)
    try:
        return Content(ps.explain(code), MARKDOWN)
    except UnknownRuleError as error:
        raise UnknownResourceError(str(error)) from None


def _rule_list() -> str:
    from promptsmith.rules.profiles import known_rules

    lines = [f"- {rule.code} ({rule.severity}): {rule.summary}" for rule in known_rules().values()]
    return "\n".join(["# Rules", "", *lines, ""])


def _built_in_templates() -> list[tuple[str, str, str | None, str, str]]:
    return [
        (f"{SCHEME}templates/{name}", name, f"Template {name}", "Source of a template type.", PLAIN) for name in TEMPLATE_TYPES
    ]


def _listed(uri: str, name: str, title: str | None, description: str, mime: str) -> types.Resource:
    return types.Resource(uri=uri, name=name, title=title, description=description, mime_type=mime)


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isdecimal() or len(cursor) > 9:
        raise UnknownResourceError(f"There is no page {shorten(cursor)!r}. Use the cursor of the page before.")
    return int(cursor)
