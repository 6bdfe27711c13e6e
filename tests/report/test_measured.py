"""Measured numbers of rules: intervals, and what a page says about them."""

from typing import Any

import pytest

from promptsmith.report import measured
from promptsmith.report.measured import Share, labelled_precision, measured_facts

ENTRY: dict[str, Any] = {
    "behaviour": "bbbb",
    "date": "2026-11-25",
    "ruleset": "0123456789abcdef",
    "seeded": {"n": 20, "n_found": 18, "n_exact": 9, "n_findings": 19, "n_right": 18},
    "clean": {"n": 60, "n_fired": 0, "n_findings": 0},
    "public": [{"set": "A set", "n": 40, "n_right": 39, "counts": True, "date": "2026-11-24", "behaviour": "bbbb"}],
    "real": {"n": 2000, "n_findings": 3, "date": "2026-11-24", "behaviour": "aaaa"},
}
SITTINGS = [
    {
        "code": "ZZZ101",
        "n_read": 6,
        "n_right": 5,
        "date": "2026-11-25",
        "texts": "drawn at random",
        "ruleset": "0123456789abcdef",
    },
    {
        "code": "ZZZ999",
        "n_read": 6,
        "n_right": 0,
        "date": "2026-11-25",
        "texts": "drawn at random",
        "ruleset": "0123456789abcdef",
    },
    {"code": "ZZZ101", "n_read": 4, "n_right": 4, "date": "2026-11-26", "texts": "all of them", "ruleset": "0123456789abcdef"},
]


@pytest.fixture
def data(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    files: dict[str, Any] = {measured.MEASURED: {"rules": {"ZZZ101": dict(ENTRY)}}, measured.READ: list(SITTINGS)}
    monkeypatch.setattr(measured, "load_measured", lambda name=measured.MEASURED: files[name])
    return files


@pytest.mark.parametrize(
    ("k", "n", "low", "high"),
    # Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_one_of_the_literature(k: int, n: int, low: float, high: float) -> None:
    interval = Share(k, n).interval

    assert interval is not None
    assert interval == pytest.approx((low, high), abs=5e-5)


def test_nothing_looked_at_has_no_share_and_no_interval() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, None, "none (n = 0)")


def test_labelled_findings_are_those_read_by_hand_and_those_of_public_sets(data: dict[str, Any]) -> None:
    assert labelled_precision("ZZZ101") == Share(5 + 4 + 39, 6 + 4 + 40)


def test_labels_seen_while_building_do_not_count(data: dict[str, Any]) -> None:
    data[measured.MEASURED]["rules"]["ZZZ101"]["public"] = [{**ENTRY["public"][0], "counts": False}]

    assert labelled_precision("ZZZ101") == Share(9, 10)


def test_seeded_defects_are_no_labelled_findings(data: dict[str, Any]) -> None:
    data[measured.MEASURED]["rules"]["ZZZ101"]["public"] = []
    data[measured.READ].clear()

    assert labelled_precision("ZZZ101") == Share(0, 0)


def test_the_facts_give_every_number_with_its_n(data: dict[str, Any]) -> None:
    assert measured_facts("ZZZ101") == [
        (
            "precision",
            "0.90 (9 of 10, 95 % interval 0.60 to 0.98) read by hand (2026-11-25, drawn at random; 2026-11-26, all of them)",
        ),
        ("labelled", "A set: 0.97 (39 of 40, 95 % interval 0.87 to 1.00) of its labelled findings right"),
        ("recall", "0.90 (18 of 20, 95 % interval 0.70 to 0.97) of our seeded defects found"),
        ("spans", "0.50 (9 of 18, 95 % interval 0.29 to 0.71) of the found ones exactly as seeded"),
        ("seeded", "0.95 (18 of 19, 95 % interval 0.75 to 0.99) of its findings on seeded and clean texts right"),
        ("clean", "fires on 0.00 (0 of 60, 95 % interval 0.00 to 0.06) of our clean prompts"),
        (
            "real",
            "1.50 findings per 1,000 prompts (n = 2,000; right and wrong ones) (on 2026-11-24, with an earlier version of the rule)",
        ),
        ("measured", "2026-11-25, rule set 0123456789abcdef"),
    ]


def test_what_was_not_measured_says_why(data: dict[str, Any]) -> None:
    entry = data[measured.MEASURED]["rules"]["ZZZ101"]
    entry.update(seeded={"reason": "no operator makes this defect"}, clean={"n": 0}, real=None, public=[])
    data[measured.READ].clear()

    assert measured_facts("ZZZ101")[:-1] == [
        ("precision", "not measured on real prompts: none of its findings was read yet"),
        ("recall", "not measured: no operator makes this defect"),
        ("clean", "not measured: none of our clean prompts is one it can be tried on"),
        ("real", "not measured: the real prompts were not at hand"),
    ]


def test_a_sitting_without_findings_says_why(data: dict[str, Any]) -> None:
    data[measured.READ][:] = [{**SITTINGS[0], "n_read": 0, "n_right": 0, "remark": "its one finding was wrong and is repaired"}]

    assert dict(measured_facts("ZZZ101"))["precision"] == (
        "not measured on real prompts: no finding was left to read (2026-11-25: its one finding was wrong and is repaired.)"
    )


def test_a_rule_the_file_does_not_know_has_no_facts(data: dict[str, Any]) -> None:
    assert measured_facts("ACM101") == []
