"""Weight sets: how much each dimension counts in the overall score of a domain, and what the score is worth as a measurement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from promptsmith.errors import InputError, UnknownNameError, unknown
from promptsmith.scoring.intervals import Interval

DIMENSIONS = ("clarity", "specificity", "structure", "completeness")
SCORES = (*DIMENSIONS, "overall")
PART_NAMES = ("expert", "calibrated")

CALIBRATED_PATH = Path(__file__).with_name("calibrated.json")
"""Made by ``python -m promptsmith.calibration.shipped FOLDER``."""

Row = tuple[float, float, float, float]


@dataclass(frozen=True)
class WeightSet:
    """Weights per domain, in the order of `DIMENSIONS`; each row is non-negative and sums to 1.

    A domain without a row of its own (a registered one) uses the row of ``general``.

    Attributes:
        name: name shown in results; at least one character.
        domains: the rows.
        parts: what the dimensions are made of: ``expert`` (judgement) or ``calibrated`` (ordered as people ordered texts; see
            docs/design/0007-calibration.md).
        version: counts up when a set of the same name is fitted again.
        base, slope: overall is ``base + slope * weighted mean``, cut to 0 to 1: they put it on the scale of ratings.
        intervals: for each of `SCORES` that has one, how to make its interval.
        least_words: texts with fewer words get no score.
        made: what the set was fitted to, by which command, with which result. Told, not hashed.
    """

    name: str
    domains: Mapping[str, Row]
    parts: str = "expert"
    version: int = 1
    base: float = 0.0
    slope: float = 1.0
    intervals: Mapping[str, Interval] = field(default_factory=dict)
    least_words: int = 1
    made: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if "general" not in self.domains:
            raise InputError(
                f"Weight set {self.name!r} has no row for 'general', which domains without a row of their own use."
            )
        if self.parts not in PART_NAMES:
            raise InputError(f"Weight set {self.name!r}: {unknown('parts', self.parts, PART_NAMES)}")
        if strange := sorted(set(self.intervals) - set(SCORES)):
            raise InputError(f"Weight set {self.name!r}: {unknown('score', strange[0], SCORES)}")
        if not 0 <= self.slope < np.inf or not -np.inf < self.base < np.inf:
            raise InputError(
                f"Weight set {self.name!r}: base {self.base} and slope {self.slope} must be finite, slope at least 0."
            )
        for domain, row in self.domains.items():
            if len(row) != len(DIMENSIONS) or not min(row) >= 0 or not abs(sum(row) - 1) <= 1e-9:
                raise InputError(
                    f"Weight set {self.name!r}, domain {domain!r}: {list(row)} must be {len(DIMENSIONS)} non-negative numbers"
                    f" ({', '.join(DIMENSIONS)}) that sum to 1."
                )

    def of(self, domain: str) -> Row:
        """Return the weights of one domain."""
        return self.domains.get(domain, self.domains["general"])

    def rows(self, domains: NDArray[np.object_]) -> NDArray[np.float64]:
        """Return the weights of each domain of an array, shape (n, 4)."""
        return np.array([self.of(domain) for domain in domains.tolist()], dtype=np.float64).reshape(-1, len(DIMENSIONS))

    @cached_property
    def table(self) -> NDArray[np.float64]:
        """The weights of every domain of the set, shape (number of domains, 4)."""
        return np.array(list(self.domains.values()), dtype=np.float64)

    @cached_property
    def hash(self) -> str:
        """16 hexadecimal digits of everything that decides a score or an interval (not of name, version and history)."""
        numbers: dict[str, object] = {domain: list(row) for domain, row in self.domains.items()}
        more: dict[str, object] = {}
        if self.parts != "expert":
            more[""] = self.parts
        if (self.base, self.slope, self.least_words) != (0.0, 1.0, 1):
            more["scale"] = [self.base, self.slope, self.least_words]
        if self.intervals:
            more["intervals"] = {name: interval.as_dict() for name, interval in self.intervals.items()}
        return hashlib.blake2b(json.dumps({**more, **numbers}, sort_keys=True).encode(), digest_size=8).hexdigest()

    @property
    def label(self) -> str:
        """Name and hash, as results carry them."""
        return f"{self.name}-{self.hash}"

    def to_dict(self) -> dict[str, Any]:
        """Return the set as JSON knows it, with its hash."""
        return {
            "name": self.name,
            "version": self.version,
            "hash": self.hash,
            "parts": self.parts,
            "dimensions": list(DIMENSIONS),
            "domains": {domain: list(row) for domain, row in self.domains.items()},
            "base": self.base,
            "slope": self.slope,
            "least_words": self.least_words,
            "intervals": {name: interval.as_dict() for name, interval in self.intervals.items()},
            "made": dict(self.made),
        }

    def to_json(self, path: str | Path | None = None) -> str:
        """Return the set as JSON text, and write it to ``path`` if given; ``weights=path`` reads it back.

        Raises:
            InputError: the file cannot be written.
        """
        text = json.dumps(self.to_dict(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        if path is not None:
            try:
                Path(path).write_text(text, encoding="utf-8")
            except OSError as error:
                raise InputError(f"Cannot write {str(path)!r}: {error.strerror or error}. Choose another path.") from error
        return text

    def diff(self, other: WeightSet) -> list[dict[str, Any]]:
        """Return what differs, one row per number: ``what``, ``here``, ``there`` (None: not present), ``change``.

        Example:
            >>> EXPERT.diff(WeightSet("mine", {"general": (0.4, 0.2, 0.2, 0.2)}))[-1]
            {'what': 'sql completeness', 'here': 0.15, 'there': None, 'change': None}
        """
        mine, theirs = _flat(self), _flat(other)
        rows = []
        for what in sorted({*mine, *theirs}):
            here, there = mine.get(what), theirs.get(what)
            if here != there:
                known = isinstance(here, float) and isinstance(there, float)
                rows.append({"what": what, "here": here, "there": there, "change": there - here if known else None})  # type: ignore[operator]
        return rows


def _flat(weights: WeightSet) -> dict[str, float | str]:
    flat: dict[str, float | str] = {"parts": weights.parts, "base": weights.base, "slope": weights.slope}
    flat["least words"] = float(weights.least_words)
    for domain, row in weights.domains.items():
        flat |= {f"{domain} {dimension}": float(weight) for dimension, weight in zip(DIMENSIONS, row, strict=True)}
    for name, interval in weights.intervals.items():
        flat[f"interval of {name}"] = json.dumps(interval.as_dict(), sort_keys=True)
    return flat


def read_weights(path: str | Path) -> WeightSet:
    """Return the weight set in a JSON file.

    Raises:
        InputError: there is no such file, it is no weight set, or its numbers are not those its hash was made from.
    """
    try:
        given = json.loads(Path(path).read_text(encoding="utf-8"))
        weights = WeightSet(
            str(given["name"]),
            {str(domain): _row(row) for domain, row in given["domains"].items()},
            str(given.get("parts", "expert")),
            int(given.get("version", 1)),
            float(given.get("base", 0.0)),
            float(given.get("slope", 1.0)),
            {name: Interval.from_dict(interval) for name, interval in given.get("intervals", {}).items()},
            int(given.get("least_words", 1)),
            dict(given.get("made", {})),
        )
    except OSError as error:
        raise InputError(f"Cannot read the weight set {str(path)!r}: {error.strerror or error}.") from error
    except InputError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise InputError(
            f"{str(path)!r} is no weight set ({type(error).__name__}: {error}). WeightSet.to_json writes one."
        ) from error
    if given.get("hash", weights.hash) != weights.hash:
        raise InputError(
            f"The numbers of {str(path)!r} are not those of its hash {given['hash']} (theirs is {weights.hash}). Remove the hash"
            " if the change is meant."
        )
    return weights


def _row(row: Any) -> Row:
    first, second, third, fourth = (float(weight) for weight in row)
    return first, second, third, fourth


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

DEFAULT = EXPERT
"""What is used when nobody chooses."""

NAMES = ("expert", "calibrated")


@lru_cache(maxsize=1)
def calibrated() -> WeightSet:
    """Return the calibrated set that is shipped."""
    return read_weights(CALIBRATED_PATH)


def choose_weights(weights: str | Path | Mapping[str, Row] | WeightSet | None) -> WeightSet:
    """Return the weight set meant by a name, the path of a JSON file, a mapping of domain to four weights, a set, or None (the default).

    Raises:
        UnknownNameError: the name is not known.
        InputError: the file is no weight set, or a row of the mapping is not four non-negative numbers that sum to 1.
    """
    if weights is None:
        return DEFAULT
    if isinstance(weights, WeightSet):
        return weights
    if isinstance(weights, Mapping):
        given = {domain: tuple(float(weight) for weight in row) for domain, row in weights.items()}
        return WeightSet("custom", {**DEFAULT.domains, **given}, DEFAULT.parts)  # type: ignore[dict-item]
    if isinstance(weights, Path) or (isinstance(weights, str) and weights.endswith(".json")):
        return read_weights(weights)
    named = {"expert": EXPERT, "calibrated": calibrated()} if weights in NAMES else {}
    if weights not in named:
        raise UnknownNameError(f"{unknown('weight set', weights, NAMES)} Or the path of a JSON file.")
    return named[weights]
