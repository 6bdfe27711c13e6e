"""The page of recorded behaviours: complete, explained, and true where the cases are at hand."""

import os
import re
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CASES = "PROMPTSMITH_ORIGINAL_CASES"
sys.path.insert(0, str(ROOT / "benchmarks"))


def rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs" / "benchmarks-original-cases.md").read_text(encoding="utf-8")
    return [(match[1], match[2], match[3]) for match in re.finditer(r"(?m)^\| (oc\d+) \| \S+ \| ([^|]+) \| (.*) \|$", text)]


def test_every_case_has_an_outcome_and_each_that_differs_a_reason() -> None:
    told = rows()

    assert [name for name, _, _ in told] == [f"oc{number:03}" for number in range(1, 276)]
    assert {outcome for _, outcome, _ in told} <= {"pass", "deliberately different", "not yet", "not applicable"}
    assert [name for name, outcome, reason in told if outcome != "pass" and (len(reason) < 30 or reason == "unexplained")] == []


def test_the_head_of_the_page_counts_its_rows() -> None:
    count = Counter(outcome for _, outcome, _ in rows())
    head = (ROOT / "docs" / "benchmarks-original-cases.md").read_text(encoding="utf-8").splitlines()[2]

    assert all(f"{number} {outcome}" in head for outcome, number in count.items())


def test_every_case_has_a_check_or_a_reason_to_be_outside() -> None:
    from original_cases import OUTSIDE_CASES
    from original_checks import FUNCTIONS
    from original_tool_checks import TOOLS

    known = [*FUNCTIONS, *TOOLS, *OUTSIDE_CASES]
    assert sorted(known) == [f"oc{number:03}" for number in range(1, 276)]


@pytest.mark.slow
@pytest.mark.skipif(CASES not in os.environ, reason=f"the cases are no part of this project; {CASES} names their file")
def test_the_page_is_what_the_cases_give() -> None:
    from original_cases import run_cases

    told = {name: outcome for name, outcome, _ in rows()}
    now = {name: outcome for name, _, outcome, _ in run_cases(Path(os.environ[CASES]))}

    assert now == told
