"""PromptSmith measures prompts: located findings, explained scores and rewrites that keep what was said.

Start with `evaluate`, `validate` and `process`; each takes a prompt, a list, a frame or a path. Names are loaded when first used, so
that importing the package costs almost nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from promptsmith.accessor import register
from promptsmith.version import VERSION as __version__

if TYPE_CHECKING:
    from promptsmith import datasets, testing
    from promptsmith.api import evaluate, explain, load, load_rules, process, rules, validate
    from promptsmith.caching import Cache
    from promptsmith.calibrating import Calibration, calibrate
    from promptsmith.checking import Checking, ConstraintDiff, Redundancies, check_output, constraint_diff, redundant_limits
    from promptsmith.comparing import Comparison, compare
    from promptsmith.errors import (
        BrokenPluginWarning,
        CacheWarning,
        InputError,
        MissingColumnError,
        MissingComponentError,
        PromptSmithError,
        RuleDefinitionError,
        StoreError,
        StoreTimeoutError,
        TemplateRenderError,
        UnknownNameError,
        UnknownRuleError,
        UnsupportedInputError,
    )
    from promptsmith.results import Explanation, Processing, Run, Validation
    from promptsmith.storing import Store
    from promptsmith.streaming import ChunkedRun, evaluate_chunks, open_chunks
    from promptsmith.surveying import Corpus, corpus

_MODULES = {
    "api": ("evaluate", "explain", "load", "load_rules", "process", "rules", "validate"),
    "calibrating": ("Calibration", "calibrate"),
    "caching": ("Cache",),
    "checking": ("Checking", "ConstraintDiff", "Redundancies", "check_output", "constraint_diff", "redundant_limits"),
    "comparing": ("Comparison", "compare"),
    "errors": (
        "BrokenPluginWarning",
        "CacheWarning",
        "InputError",
        "MissingColumnError",
        "MissingComponentError",
        "PromptSmithError",
        "RuleDefinitionError",
        "StoreError",
        "StoreTimeoutError",
        "TemplateRenderError",
        "UnknownNameError",
        "UnknownRuleError",
        "UnsupportedInputError",
    ),
    "results": ("Explanation", "Processing", "Run", "Validation"),
    "storing": ("Store",),
    "streaming": ("ChunkedRun", "evaluate_chunks", "open_chunks"),
    "surveying": ("Corpus", "corpus"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [  # noqa: RUF022  (grouped as in the guide: do, read, result, error)
    "evaluate",
    "evaluate_chunks",
    "open_chunks",
    "validate",
    "process",
    "check_output",
    "constraint_diff",
    "redundant_limits",
    "corpus",
    "compare",
    "calibrate",
    "Store",
    "Cache",
    "load",
    "load_rules",
    "rules",
    "explain",
    "datasets",
    "testing",
    "Run",
    "ChunkedRun",
    "Validation",
    "Processing",
    "Checking",
    "ConstraintDiff",
    "Redundancies",
    "Corpus",
    "Comparison",
    "Calibration",
    "Explanation",
    "PromptSmithError",
    "InputError",
    "MissingColumnError",
    "MissingComponentError",
    "RuleDefinitionError",
    "StoreError",
    "StoreTimeoutError",
    "TemplateRenderError",
    "UnknownNameError",
    "UnknownRuleError",
    "UnsupportedInputError",
    "BrokenPluginWarning",
    "CacheWarning",
    "__version__",
]


register()


def __getattr__(name: str) -> Any:
    if name in ("datasets", "testing"):
        return importlib.import_module(f"promptsmith.{name}")
    if name in _HOME:
        value = getattr(importlib.import_module(f"promptsmith.{_HOME[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'promptsmith' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
