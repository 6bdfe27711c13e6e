"""Rules that find located defects. One file per family; `domains/` holds the rules of one domain each.

The public function `promptsmith.rules` and this folder share their name, so the module itself can be called like the function:
``promptsmith.rules()`` works before and after a rule module is imported.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class _CallableModule(ModuleType):
    def __call__(self) -> Any:
        """Return every rule as a frame; see `promptsmith.api.rules`."""
        # By name: this folder does not depend on the functions above it, it only lends them its name.
        return importlib.import_module("promptsmith.api").rules()


sys.modules[__name__].__class__ = _CallableModule
