from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

Simulated = Callable[..., dict[str, Any]]


@pytest.fixture
def simulated() -> Simulated:
    """Makes a wide table of numbers: variants on the same items, each with a shift of its own."""

    def make(shifts: Sequence[float], n: int, seed: int = 0) -> dict[str, Any]:
        generator = np.random.default_rng(seed)
        shared = generator.normal(size=n)
        columns: dict[str, Any] = {f"v{k}": (shared + generator.normal(shift, 1, n)).tolist() for k, shift in enumerate(shifts)}
        return {**columns, "item": [f"q{number:03}" for number in range(n)]}

    return make
