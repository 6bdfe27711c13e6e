"""The measured numbers of rules are those of the code, and the status of a rule follows from them."""

import importlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from promptsmith.report.measured import MIN_LABELLED, MIN_PRECISION, READ, labelled_precision, load_measured, measured_facts
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Rule

ROOT = Path(__file__).parents[2]
RULES = list(all_rules().values())


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    return importlib.import_module("rulebench.seeded")


def test_the_numbers_are_those_of_the_code() -> None:
    call = [sys.executable, str(ROOT / "benchmarks" / "rules.py"), "--check"]

    done = subprocess.run(call, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)})

    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_stable_rule_has_a_measured_precision(rule: Rule) -> None:
    share = labelled_precision(rule.code)

    if rule.status == "stable":
        assert share.n >= MIN_LABELLED
        assert share.value is not None
        assert share.value >= MIN_PRECISION
        assert rule.precision == pytest.approx(share.value, abs=0.005)
    else:
        assert rule.precision is None


def test_every_rule_page_tells_numbers_or_why_there_are_none() -> None:
    for rule in RULES:
        facts = dict(measured_facts(rule.code))

        assert {"precision", "recall", "clean", "real", "measured"} <= set(facts), rule.code
        for name in ("precision", "recall", "clean", "real"):
            assert re.search(r"\bof \d|n = \d|not measured.*: \w", facts[name]), (rule.code, name)


def test_readings_have_the_form_that_is_documented() -> None:
    for entry in load_measured(READ):
        assert set(entry) - {"remark"} == {"code", "n_read", "n_right", "date", "texts", "ruleset"}
        assert 0 <= entry["n_right"] <= entry["n_read"]
        assert entry["n_read"] > 0 or entry["remark"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry["date"])
        assert re.fullmatch(r"[0-9a-f]{16}", entry["ruleset"])


def five_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_no_seeded_defect_shares_five_words_in_a_row_with_an_example_of_its_rule(seeded: ModuleType) -> None:
    rules = all_rules()
    for case in seeded.cases():
        for example in (*rules[case.code].bad, *rules[case.code].good):
            assert not five_words(case.text) & five_words(example.text), (case.code, case.text)


def test_every_seeded_prompt_has_its_defect_inside(seeded: ModuleType) -> None:
    for case in seeded.cases():
        assert case.spans, case
        assert all(0 <= start <= end <= len(case.text) for start, end in case.spans)
        assert not set("⟦⟧¤") & set(case.text)


def test_there_are_clean_prompts_for_six_domains_in_two_languages(seeded: ModuleType) -> None:
    prompts = seeded.clean_prompts()
    cells = {(prompt.domain, prompt.language) for prompt in prompts}

    assert len(prompts) >= 60
    assert len({prompt.text for prompt in prompts}) == len(prompts)
    assert cells == {(d, lang) for d in ("general", "sql", "branding", "cine", "saas", "devops") for lang in ("en", "es")}


@pytest.mark.parametrize(
    ("one", "other", "touching", "shared"),
    [((0, 4), (2, 6), True, 2 / 6), ((0, 4), (4, 6), False, 0.0), ((3, 3), (3, 5), True, 0.0), ((1, 5), (1, 5), True, 1.0)],
)
def test_spans_touch_when_they_share_a_character(
    seeded: ModuleType, one: tuple[int, int], other: tuple[int, int], touching: bool, shared: float
) -> None:
    assert seeded.touches(one, other) is touching
    assert seeded.jaccard(one, other) == pytest.approx(shared)


def test_a_changed_behaviour_is_stale(seeded: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    rules = importlib.import_module("rules")
    content = json.loads(json.dumps(load_measured()))
    content["rules"]["CON201"]["behaviour"] = "0" * 16
    del content["rules"]["ECO901"]

    assert rules.stale(content) == ["ECO901 is not measured", "CON201: behaviour differs"]


def test_an_entry_that_says_the_same_keeps_its_date(seeded: ModuleType) -> None:
    rules = importlib.import_module("rules")
    parts = {"behaviour": "a", "seeded": {"reason": "none"}, "clean": {"n": 1, "n_fired": 0, "n_findings": 0}}
    old = {**parts, "date": "2026-01-01", "ruleset": "x", "public": []}

    assert rules._entry(old, parts, "2026-02-02", "y") == old
    assert rules._entry(old, {**parts, "behaviour": "b"}, "2026-02-02", "y") == {
        **old, "behaviour": "b", "date": "2026-02-02", "ruleset": "y",
    }  # fmt: skip


def test_a_conflict_in_a_shuffled_text_is_where_it_is_said_to_be(seeded: ModuleType, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    public = importlib.import_module("rulebench.public")
    head = "Write a poem. Name two birds. Use past tense. Keep it short."
    row = {
        "seed_id": 1, "kind": "style", "text": f"{head} Use present tense.", "inserted_start": len(head) + 1,
        "inserted": "Use present tense.", "conflicts_with": "Use past tense.",
    }  # fmt: skip
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / public.CONINSTRUCT)

    for shuffled in (False, True):
        (case,) = public.conflicts(tmp_path, shuffled=shuffled)
        assert [case.text[start:end] for start, end in case.spans] == ["Use present tense.", "Use past tense."]
        assert case.text.startswith("Write a poem.")
        assert case.text.replace("Use present tense. ", "").replace(" Use present tense.", "") == case.without
