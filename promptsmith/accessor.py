"""``frame.prompts.evaluate(...)`` on pandas frames, without importing pandas before the caller does.

pandas offers no entry point for accessors and importing it takes longer than everything else here. So the accessor is registered at
once when pandas is loaded already, and otherwise right after the caller's own ``import pandas``, by an import hook that removes itself.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from promptsmith.results import Processing, Run, Validation
    from promptsmith.surveying import Corpus


class PromptsAccessor:
    """The public functions with the frame as their source. Arguments are those of the functions."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame

    def evaluate(self, **arguments: Any) -> Run:
        """Return `promptsmith.evaluate` of this frame."""
        from promptsmith.api import evaluate

        return evaluate(self._frame, **arguments)

    def validate(self, **arguments: Any) -> Validation:
        """Return `promptsmith.validate` of this frame."""
        from promptsmith.api import validate

        return validate(self._frame, **arguments)

    def process(self, **arguments: Any) -> Processing:
        """Return `promptsmith.process` of this frame."""
        from promptsmith.api import process

        return process(self._frame, **arguments)

    def corpus(self, **arguments: Any) -> Corpus:
        """Return `promptsmith.corpus` of this frame."""
        from promptsmith.surveying import corpus

        return corpus(self._frame, **arguments)


class _AfterPandas(MetaPathFinder):
    """Finds pandas once, the ordinary way, and registers the accessor when it is loaded."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if name != "pandas":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec("pandas")
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_and_register(module: ModuleType) -> None:
            load(module)
            _register(module)

        spec.loader.exec_module = load_and_register  # type: ignore[method-assign]
        return spec


def _register(pandas: ModuleType) -> None:
    pandas.api.extensions.register_dataframe_accessor("prompts")(PromptsAccessor)
    pandas.api.extensions.register_series_accessor("prompts")(PromptsAccessor)


def register() -> None:
    """Register the accessor now, or as soon as pandas is imported."""
    if "pandas" in sys.modules:
        _register(sys.modules["pandas"])
    else:
        sys.meta_path.insert(0, _AfterPandas())
