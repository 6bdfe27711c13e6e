"""Weight sets: how much each dimension counts in the overall score of a domain."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from promptsmith.errors import InputError, UnknownNameError, unknown

DIMENSIONS = ("clarity", "specificity", "structure", "completeness")


@dataclass(frozen=True)
class WeightSet:
    """Weights per domain, in the order of `DIMENSIONS`; each row is non-negative and sums to 1.

    A domain without a row of its own (a registered one) uses the row of ``general``. ``parts`` names what the dimensions are made of:
    ``expert`` (judgement) or ``calibrated`` (ordered as people ordered texts; see docs/design/0007-calibration.md).
    """

    name: str
    domains: Mapping[str, tuple[float, float, float, float]]
    parts: str = "expert"

    def __post_init__(self) -> None:
        if "general" not in self.domains:
            raise InputError(
                f"Weight set {self.name!r} has no row for 'general', which domains without a row of their own use."
            )
        for domain, row in self.domains.items():
            if len(row) != len(DIMENSIONS) or min(row) < 0 or abs(sum(row) - 1) > 1e-9:
                raise InputError(
                    f"Weight set {self.name!r}, domain {domain!r}: {list(row)} must be {len(DIMENSIONS)} non-negative numbers"
                    f" ({', '.join(DIMENSIONS)}) that sum to 1."
                )

    def of(self, domain: str) -> tuple[float, float, float, float]:
        """Return the weights of one domain."""
        return self.domains.get(domain, self.domains["general"])

    def rows(self, domains: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return the weights of each domain of an array, shape (n, 4)."""
        return np.array([self.of(domain) for domain in domains.tolist()], dtype=np.float64).reshape(-1, len(DIMENSIONS))

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """The weights of every domain of the set, shape (number of domains, 4)."""
        return np.array(list(self.domains.values()), dtype=np.float64)

    @property
    def hash(self) -> str:
        """16 hexadecimal digits of the numbers and parts (not of the name)."""
        numbers: dict[str, object] = {domain: list(row) for domain, row in self.domains.items()}
        text = json.dumps(numbers if self.parts == "expert" else {"": self.parts, **numbers}, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


EXPERT = WeightSet(
    "expert",
    {
        "sql": (0.20, 0.40, 0.25, 0.15),
        "branding": (0.35, 0.25, 0.20, 0.20),
        "cine": (0.30, 0.20, 0.40, 0.10),
        "saas": (0.25, 0.30, 0.25, 0.20),
        "devops": (0.20, 0.40, 0.25, 0.15),
        "general": (0.25, 0.25, 0.25, 0.25),
    },
)
"""Source: the project's design, from the specification (sql, branding, cine) and judgement (saas, devops, general)."""


CALIBRATED = WeightSet("calibrated", EXPERT.domains, "calibrated")
"""The expert weights of the dimensions over calibrated dimensions."""

DEFAULT = EXPERT
"""What is used when nobody chooses."""

NAMED = {weights.name: weights for weights in (EXPERT, CALIBRATED)}


def choose_weights(weights: str | Mapping[str, tuple[float, float, float, float]] | WeightSet | None) -> WeightSet:
    """Return the weight set meant by a name, a mapping of domain to four weights, or None (the default).

    Raises:
        UnknownNameError: the name is not known.
        InputError: a row of the mapping is not four non-negative numbers that sum to 1.
    """
    if weights is None:
        return DEFAULT
    if isinstance(weights, str) and weights in NAMED:
        return NAMED[weights]
    if isinstance(weights, WeightSet):
        return weights
    if isinstance(weights, Mapping):
        given = {domain: tuple(float(weight) for weight in row) for domain, row in weights.items()}
        return WeightSet("custom", {**DEFAULT.domains, **given}, DEFAULT.parts)  # type: ignore[dict-item]
    raise UnknownNameError(unknown("weight set", weights, [*NAMED]))
