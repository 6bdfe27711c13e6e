from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from promptsmith.rules._registry import all_rules
from promptsmith.rules.engine import run_naively

Excerpts = Callable[..., list[str]]


@pytest.fixture
def excerpts() -> Excerpts:
    """Return a function: (code, text) to the excerpts of the rule's findings in the text."""

    def find(code: str, text: str, variables: Mapping[str, Any] | None = None) -> list[str]:
        rule = all_rules()[code]
        (found,) = run_naively({code: rule}, [text], [rule.domain or "general"], [variables])
        return [text[finding.start : finding.end] for finding in found]

    return find
