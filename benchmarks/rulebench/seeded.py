"""Seeded defects in clean prompts: recall, spans and false alarms of each rule."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from promptsmith.datasets import load_samples
from promptsmith.pipeline import Unit, analyse
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Example, Finding, Rule
from promptsmith.rules.profiles import choose_rules
from promptsmith.scoring.weights import EXPERT
from rulebench import wording_en, wording_es

SLOT = "¤"
Span = tuple[int, int]

NO_OPERATOR: dict[str, str] = {}
"""Rules for which no operator makes sense, with the reason."""


@dataclass(frozen=True)
class Clean:
    """A prompt that we hold to be free of defects."""

    id: str
    text: str
    domain: str
    language: str
    is_plain: bool


@dataclass(frozen=True)
class Case:
    """A prompt with one seeded defect.

    Attributes:
        code: the rule that should find it.
        text, domain, variables: what is analysed.
        spans: the places of the defect, the first being the main one.
    """

    code: str
    language: str
    text: str
    domain: str
    spans: tuple[Span, ...]
    variables: tuple[str, ...] | None = None


def clean_prompts() -> list[Clean]:
    """Return our clean prompts, in the order of the file."""
    content = (Path(__file__).parent / "clean_prompts.txt").read_text(encoding="utf-8")
    found = []
    for part in re.split(r"(?m)^%% ", content)[1:]:
        head, text = part.split("\n", 1)
        name, *flags = head.split()
        domain, language, _ = name.split("-")
        found.append(Clean(name, text.strip("\n"), domain, language, "plain" in flags))
    return found


def cases() -> list[Case]:
    """Return every seeded prompt; the clean prompts take turns in receiving the defects."""
    carriers, rules = clean_prompts(), all_rules()
    made: list[Case] = []
    for language, module in (("en", wording_en), ("es", wording_es)):
        for code, texts in module.DEFECTS.items():
            if code in rules:
                fitting = _carriers(carriers, rules[code], language)
                made += [
                    _case(code, language, text, fitting[number % len(fitting)], rules[code])
                    for number, text in enumerate(texts)
                ]
    plain = _carriers(carriers, rules["SEC1001"], "en")
    for number, parts in enumerate(wording_en.SECRETS):
        made.append(_case("SEC1001", "en", "".join(parts), plain[number % len(plain)], rules["SEC1001"]))
    for text, names in wording_en.VARIABLES:
        example = Example(text)
        made.append(Case("TPL603", "en", example.text, "general", tuple(example.spans), names))
    return made


def _carriers(carriers: Sequence[Clean], rule: Rule, language: str) -> list[Clean]:
    if rule.domain is not None:
        return [carrier for carrier in carriers if carrier.domain == rule.domain and carrier.language == language]
    return [carrier for carrier in carriers if carrier.is_plain and carrier.language == language]


def _case(code: str, language: str, marked: str, carrier: Clean, rule: Rule) -> Case:
    whole = Example(marked.replace(SLOT, carrier.text))
    domain = rule.domain or (carrier.domain if SLOT in marked else "general")
    return Case(code, language, whole.text, domain, tuple(whole.spans))


def touches(one: Span, other: Span) -> bool:
    """Tell whether two spans share a character; an empty span touches what begins or ends at it."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def jaccard(one: Span, other: Span) -> float:
    """Return shared characters over all characters of two spans; 1 for two equal ones."""
    if one == other:
        return 1.0
    shared = max(0, min(one[1], other[1]) - max(one[0], other[0]))
    return shared / max(1, max(one[1], other[1]) - min(one[0], other[0]))


def spans_of(finding: Finding) -> list[Span]:
    """Return the main span and the related ones."""
    return [(finding.start, finding.end), *finding.related]


def find_all(units: Sequence[Unit]) -> list[list[Finding]]:
    """Return the findings of every rule, the off ones too.

    Raises:
        RuntimeError: a check failed; numbers of such a run mean nothing.
    """
    analysis = analyse(units, EXPERT, ruleset=choose_rules(profile="strict"))
    if analysis.faults:
        raise RuntimeError(analysis.faults[0].message)
    return analysis.findings


def measure() -> tuple[dict[str, dict[str, Any]], list[tuple[Case, list[Finding]]], list[tuple[Clean, list[Finding]]]]:
    """Measure every built-in rule on the seeded and the clean prompts.

    Returns:
        Per code the parts ``behaviour``, ``seeded`` and ``clean`` of the data file; the cases and the clean prompts with all findings.
    """
    seeded, clean = cases(), clean_prompts()
    variables: list[Mapping[str, object] | None] = [
        None if case.variables is None else dict.fromkeys(case.variables, "x") for case in seeded
    ]
    units = [Unit(case.text, case.domain, given) for case, given in zip(seeded, variables, strict=True)]
    samples = [Unit(sample["prompt"], sample["domain"]) for sample in load_samples()]
    found = find_all([*units, *(Unit(prompt.text, prompt.domain) for prompt in clean), *samples])
    in_seeded = list(zip(seeded, found[: len(seeded)], strict=True))
    in_clean = list(zip(clean, found[len(seeded) : len(seeded) + len(clean)], strict=True))
    texts = [*(case.text for case in seeded), *(prompt.text for prompt in clean), *(unit.text for unit in samples)]
    measured = {}
    for code, rule in all_rules().items():
        mine = [(case, _of(code, findings)) for case, findings in in_seeded if case.code == code]
        calm = [(prompt, _of(code, findings)) for prompt, findings in in_clean if rule.domain in (None, prompt.domain)]
        measured[code] = {
            "behaviour": _behaviour(code, texts, found),
            "seeded": _seeded(code, mine, calm),
            "clean": {
                "n": len(calm),
                "n_fired": sum(bool(findings) for _, findings in calm),
                "n_findings": sum(len(findings) for _, findings in calm),
            },
        }
    return measured, in_seeded, in_clean


def _of(code: str, findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.code == code]


def _behaviour(code: str, texts: Sequence[str], found: Sequence[Sequence[Finding]]) -> str:
    """Return 16 hexadecimal digits that change when the rule finds something else, or at another place, in our texts."""
    digest = hashlib.blake2b(code.encode(), digest_size=8)
    for text, findings in zip(texts, found, strict=True):
        for finding in _of(code, findings):
            digest.update(hashlib.blake2b(text.encode(), digest_size=8).digest())
            digest.update(repr(spans_of(finding)).encode())
    return digest.hexdigest()


def _seeded(
    code: str, mine: Sequence[tuple[Case, list[Finding]]], calm: Sequence[tuple[Clean, list[Finding]]]
) -> dict[str, Any]:
    if not mine:
        return {"reason": NO_OPERATOR.get(code, "no operator that makes this defect has been written yet")}
    hits = [any(_is_right(case, finding) for finding in findings) for case, findings in mine]
    best = [
        max(
            (
                jaccard((finding.start, finding.end), span)
                for finding in findings
                for span in case.spans
                if _is_right(case, finding)
            ),
            default=0.0,
        )
        for case, findings in mine
    ]
    right = sum(_is_right(case, finding) for case, findings in mine for finding in findings)
    every = sum(len(findings) for _, findings in mine) + sum(len(findings) for _, findings in calm)
    overlap = [value for value, hit in zip(best, hits, strict=True) if hit]
    return {
        "n": len(mine),
        "n_found": sum(hits),
        "n_exact": sum(value == 1.0 for value in best),
        "overlap": round(sum(overlap) / len(overlap), 3) if overlap else None,
        "n_findings": every,
        "n_right": right,
        "languages": {
            language: [sum(hit for hit, (case, _) in zip(hits, mine, strict=True) if case.language == language), count]
            for language in ("en", "es")
            if (count := sum(case.language == language for case, _ in mine))
        },
    }


def _is_right(case: Case, finding: Finding) -> bool:
    return any(touches(place, span) for place in spans_of(finding) for span in case.spans)


def misses(in_seeded: Sequence[tuple[Case, list[Finding]]]) -> Iterator[Case]:
    """Yield the seeded prompts whose defect was not found."""
    for case, findings in in_seeded:
        if not any(_is_right(case, finding) for finding in _of(case.code, findings)):
            yield case
