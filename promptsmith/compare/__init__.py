"""Paired statistics of variants over items: intervals, tests, rank bands, and what the data cannot decide.

The public function `promptsmith.compare` and this folder share their name, so the module itself can be called like the function.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _CallableModule(ModuleType):
    def __call__(self, *sources: Any, **arguments: Any) -> Any:
        """Compare variants or prompts; see `promptsmith.comparing.compare`."""
        # By name: this folder does not depend on the functions above it, it only lends them its name.
        return importlib.import_module("promptsmith.comparing").compare(*sources, **arguments)


sys.modules[__name__].__class__ = _CallableModule
