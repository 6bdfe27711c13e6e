"""What was measured about each rule, from the two files beside this module.

``measured_rules.json`` is written by ``python benchmarks/rules.py --write`` and by nothing else. ``read_findings.json`` holds what
people found when they read findings on real prompts; the command never touches it. Its form is a list, one entry per rule and sitting:

    {"code": "CON201", "n_read": 12, "n_right": 11, "date": "2026-11-25", "texts": "real prompts, development part, drawn at random",
     "ruleset": "0123456789abcdef", "remark": "the wrong one was a range of years"}

``n_right`` counts findings that name a true defect at the true place; with ``n_read`` 0 a remark says why none was left to read.
``texts`` says which texts were read and how they were drawn;
``ruleset`` is the hash that ``run.ruleset`` gave for the findings; ``remark`` may be left out. To add a sitting, append entries
(``python benchmarks/rules.py --add-reading CODE READ RIGHT TEXTS`` does it), then write the pages: ``python docs/generate.py``. Never
change an old entry when a rule was repaired afterwards: its date and rule set say what was read.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

MIN_LABELLED = 50
"""Labelled findings that a rule needs to be stable. Judgement: with 50 of 50 right the lower end of the interval is 0.93."""
MIN_PRECISION = 0.95
"""Share of right ones among them. Judgement, as printed in the list of rules."""

MEASURED = "measured_rules.json"
READ = "read_findings.json"

_Z = 1.959963984540054


@dataclass(frozen=True)
class Share:
    """A share of n things, with its 95 % interval.

    Attributes:
        k: how many have the property; 0 to n.
        n: how many were looked at.
    """

    k: int
    n: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1; None when nothing was looked at."""
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 95 % score interval, 0 to 1; None when nothing was looked at.

        Source: Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference, JASA 22, 209-212.
        """
        if not self.n:
            return None
        share, z2 = self.k / self.n, _Z * _Z
        middle = (share + z2 / (2 * self.n)) / (1 + z2 / self.n)
        half = _Z / (1 + z2 / self.n) * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        if self.value is None or self.interval is None:
            return "none (n = 0)"
        low, high = self.interval
        return f"{self.value:.2f} ({self.k} of {self.n}, 95 % interval {low:.2f} to {high:.2f})"


@lru_cache(maxsize=2)
def load_measured(name: str = MEASURED) -> Any:
    """Return the content of one of the two files."""
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def readings(code: str) -> list[Mapping[str, Any]]:
    """Return the sittings in which findings of a rule were read, in the order of the file."""
    return [entry for entry in load_measured(READ) if entry["code"] == code]


def labelled_precision(code: str) -> Share:
    """Return the share of right findings on texts that others wrote: read by hand, or on public sets whose labels count.

    Labels count when the set holds prompts and nobody saw them while building the rule. Seeded defects never do: we choose how many
    texts have the defect, so a precision on them is not one in the world.
    """
    public = [part for part in load_measured()["rules"].get(code, {}).get("public", []) if part["counts"]]
    right = sum(entry["n_right"] for entry in (*readings(code), *public))
    return Share(right, sum(entry["n_read"] for entry in readings(code)) + sum(entry["n"] for entry in public))


def behaviour_of_all(rules: Mapping[str, Mapping[str, Any]]) -> str:
    """Return 16 hexadecimal digits over the behaviour of all rules: a number about all of them is out of date when they differ."""
    joined = " ".join(f"{code}:{entry['behaviour']}" for code, entry in sorted(rules.items()))
    return hashlib.blake2b(joined.encode(), digest_size=8).hexdigest()


def measured_facts(code: str) -> list[tuple[str, str]]:
    """Return what was measured about a rule, as (name, value) for its page; empty when the file does not know the rule."""
    entry = load_measured()["rules"].get(code)
    if entry is None:
        return []
    facts = [("precision", _precision(readings(code)))]
    facts += [("labelled", _public(part, entry)) for part in entry.get("public", [])]
    facts.append(("recall", _recall(entry["seeded"])))
    if "reason" not in entry["seeded"]:
        seeded = entry["seeded"]
        facts.append(("spans", f"{Share(seeded['n_exact'], seeded['n_found'])} of the found ones exactly as seeded"))
        facts.append(
            ("seeded", f"{Share(seeded['n_right'], seeded['n_findings'])} of its findings on seeded and clean texts right")
        )
    facts.append(("clean", _clean(entry["clean"])))
    facts.append(("real", _real(entry)))
    facts.append(("measured", f"{entry['date']}, rule set {entry['ruleset']}"))
    return facts


def _precision(sittings: Sequence[Mapping[str, Any]]) -> str:
    if not sittings:
        return "not measured on real prompts: none of its findings was read yet"
    pooled = Share(sum(entry["n_right"] for entry in sittings), sum(entry["n_read"] for entry in sittings))
    if not pooled.n:
        told = " ".join(f"{entry['date']}: {entry.get('remark', 'no finding in ' + entry['texts'])}." for entry in sittings)
        return f"not measured on real prompts: no finding was left to read ({told})"
    told = "; ".join(f"{entry['date']}, {entry['texts']}" for entry in sittings)
    return f"{pooled} read by hand ({told})"


def _public(part: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    return f"{part['set']}: {Share(part['n_right'], part['n'])} of its labelled findings right{_earlier(part, entry)}"


def _recall(seeded: Mapping[str, Any]) -> str:
    if "reason" in seeded:
        return f"not measured: {seeded['reason']}"
    return f"{Share(seeded['n_found'], seeded['n'])} of our seeded defects found"


def _clean(clean: Mapping[str, Any]) -> str:
    if not clean["n"]:
        return "not measured: none of our clean prompts is one it can be tried on"
    return f"fires on {Share(clean['n_fired'], clean['n'])} of our clean prompts"


def _real(entry: Mapping[str, Any]) -> str:
    real = entry.get("real")
    if real is None:
        return "not measured: the real prompts were not at hand"
    rate = 1000 * real["n_findings"] / real["n"]
    return f"{rate:.2f} findings per 1,000 prompts (n = {real['n']:,}; right and wrong ones){_earlier(real, entry)}"


def _earlier(part: Mapping[str, Any], entry: Mapping[str, Any]) -> str:
    """Say so when the rule has changed since a part was measured that needs data which is not in the repository."""
    return "" if part["behaviour"] == entry["behaviour"] else f" (on {part['date']}, with an earlier version of the rule)"
