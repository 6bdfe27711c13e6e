"""One call of the rewriter with the arguments most tests leave alone, the limits reader, and a few rules with safe fixes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from promptsmith.constraints.parse import parse_limits
from promptsmith.rewrite.rewriter import Rewrite, rewrite
from promptsmith.rules._rule import Example, Finding, Rule, rule
from promptsmith.text.document import Document


def _read_limits(text: str) -> list[tuple[Any, ...]]:
    return [
        (limit.kind, limit.subject, limit.unit, limit.low, limit.high, limit.value, limit.polarity, limit.scope_path)
        for limit in parse_limits(Document.of(text))
    ]


@pytest.fixture
def read_limits() -> Callable[[str], list[tuple[Any, ...]]]:
    return _read_limits


@pytest.fixture
def rewritten() -> Callable[..., Rewrite]:
    def call(text: str, *, domain: str = "general", intent: str | None = "create", **more: Any) -> Rewrite:
        arguments: dict[str, Any] = {"findings": (), "missing": (), "read_limits": _read_limits, **more}
        return rewrite(Document.of(text), domain=domain, intent=intent, **arguments)

    return call


@pytest.fixture
def replacing() -> Callable[..., tuple[list[Finding], dict[str, Rule]]]:
    """Findings that replace each match of an expression, and the rule behind them."""

    def make(
        text: str, pattern: str, new: str, *, fix: str = "safe", code: str = "TST100"
    ) -> tuple[list[Finding], dict[str, Rule]]:
        def check(document: Document) -> Iterator[Finding]:
            for match in re.finditer(pattern, document.text):
                yield Finding(*match.span(), "found", replacement=new)

        made = rule(
            code=code, name="a-test-rule", severity="info", since="0.1", summary="s", why="w", evidence="J", sources=("test",),
            languages=("any",), scopes=("instruction", "quote", "code", "data", "example", "placeholder", "context"), fix=fix,
            bad=(Example("a"), Example("b")), good=(Example("c"), Example("d"), Example("e")), triggers=("a",),
        )(check)  # fmt: skip
        return made.findings(Document.of(text)), {code: made}

    return make
