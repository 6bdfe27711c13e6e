"""Our own data sets keep what their cards promise."""

import re
from collections import Counter

import pytest

from promptsmith import datasets
from promptsmith.config import BUILT_IN_DOMAINS, INTENTS
from promptsmith.datasets.build import BUILDERS, FOLDER, OPERATORS, build, main
from promptsmith.datasets.own import OWN, check_spans, rows_of
from promptsmith.errors import InputError, UnknownNameError
from promptsmith.rules._registry import all_rules

LABELLED = ("ladder", "defects", "domains", "detection", "contradictions")


@pytest.mark.parametrize("name", LABELLED)
def test_the_rows_are_those_of_the_source(name):
    assert (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8") == build(name)


def test_the_check_of_the_builder_finds_no_difference(capsys):
    assert main(["--check"]) == 0
    assert capsys.readouterr().err == ""
    assert set(BUILDERS) == set(LABELLED)


def test_all_files_together_stay_small():
    assert sum(file.stat().st_size for file in FOLDER.rglob("*") if file.suffix in (".jsonl", ".txt", ".md")) < 1_100_000
    assert sum(file.stat().st_size for file in FOLDER.glob("*.jsonl")) < 800_000


@pytest.mark.parametrize("name", LABELLED)
def test_ids_and_texts_do_not_repeat(name):
    rows = rows_of(name)

    assert [key for key, count in Counter(row["id"] for row in rows).items() if count > 1] == []
    assert [key for key, count in Counter(row["text"] for row in rows).items() if count > 1] == []


def test_no_text_stands_in_two_sets():
    owners: dict[str, set[str]] = {}
    for name in OWN:
        for row in rows_of(name):
            owners.setdefault(re.sub(r"\W+", " ", row.get("text") or row["prompt"]).lower(), set()).add(name)
    assert {text: names for text, names in owners.items() if len(names) > 1} == {}


@pytest.mark.parametrize(("name", "least"), [("ladder", 300), ("defects", 300), ("domains", 240)])
def test_a_set_is_large_enough_and_bilingual(name, least):
    languages = Counter(row["language"] for row in rows_of(name))

    assert languages.total() >= least
    assert set(languages) == {"en", "es"}
    assert 0.35 <= languages["es"] / languages.total() <= 0.5


def test_the_ladder_has_sixty_tasks_of_five_levels_in_each_domain_ten():
    rows = rows_of("ladder")
    levels: dict[str, list[int]] = {}
    for row in rows:
        levels.setdefault(row["template"], []).append(row["level"])

    assert len(levels) >= 60
    assert set(map(tuple, levels.values())) == {(5, 4, 3, 2, 1)}
    domains = Counter(row["domain"] for row in rows if row["level"] == 5)
    assert set(domains) == set(BUILT_IN_DOMAINS)
    assert min(domains.values()) >= 10
    assert {row["intent"] for row in rows} == set(INTENTS)


def test_every_operator_of_the_ladder_is_used_and_stands_in_its_card():
    rows = rows_of("ladder")

    assert {operator for row in rows for operator in row["operators"]} == set(OPERATORS)
    card = datasets.card("ladder")
    for name, meaning in OPERATORS.items():
        assert f"| {name} | {meaning} |" in card


def test_a_lower_level_is_not_always_shorter():
    n_words = {(row["template"], row["level"]): len(row["text"].split()) for row in rows_of("ladder")}
    longer = {name for name, level in n_words if level < 5 and n_words[name, level] > n_words[name, level + 1]}
    assert len(longer) >= 20


def test_removed_words_leave_no_torn_punctuation():
    prose = [re.sub(r"(?s)```.*?```|^(?:  .*|\W\W.*)$", "", row["text"], flags=re.MULTILINE) for row in rows_of("ladder")]
    assert [text for text in prose if re.search(r"[^\n ] {2,}\S| [,;.](?:\s|$)|,\.|\.\. |\(\)", text)] == []


def test_every_defect_has_a_clean_twin_and_names_a_rule_or_none():
    rows = rows_of("defects")
    bad = [row for row in rows if row["has_defect"]]

    assert len(bad) >= 150
    assert Counter(row["template"] for row in bad) == Counter(row["template"] for row in rows if not row["has_defect"])
    codes = {row["code"] for row in bad} - {None}
    assert codes <= set(all_rules())
    assert len(codes) >= 15
    assert sum(row["code"] is None for row in bad) == 8


def test_no_defect_is_worded_like_an_example_of_its_rule():
    examples = {rule.code: [example.text.lower() for example in rule.bad] for rule in all_rules().values()}
    for row in rows_of("defects"):
        if row["has_defect"] and row["code"]:
            for text in examples[row["code"]]:
                assert row["text"].lower() not in text, row["id"]
                assert text not in row["text"].lower(), row["id"]


def test_a_span_that_does_not_hold_its_excerpt_is_refused():
    row = next(row for row in rows_of("defects") if row["has_defect"])
    check_spans([row])

    with pytest.raises(InputError, match="does not hold"):
        check_spans([{**row, "start": row["start"] + 1}])


@pytest.mark.parametrize("backend", ["pandas", "polars", "arrow", "duckdb"])
def test_a_set_is_loaded_as_the_frame_that_is_asked_for(backend):
    frame = datasets.load("domains", backend=backend)

    modules = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow", "duckdb": "duckdb"}
    assert type(frame).__module__.lstrip("_").split(".")[0] == modules[backend]
    assert len(frame) == len(rows_of("domains"))


def test_spans_are_integers_with_nulls_in_pandas():
    frame = datasets.load("defects")

    assert {str(frame[name].dtype) for name in ("start", "end", "other_start", "other_end")} == {"Int64"}
    assert frame["start"].isna().tolist() == (~frame["has_defect"]).tolist()


def test_the_samples_are_the_same_by_both_ways():
    assert datasets.load("samples")["prompt"].tolist() == [row["prompt"] for row in datasets.load_samples()]


@pytest.mark.parametrize("name", OWN)
def test_a_card_says_licence_and_counts(name):
    card = datasets.card(name)

    assert card.startswith(f"# {name}\n")
    assert "Licence: MIT" in card
    assert f"- {len(rows_of(name))} prompts" in card


def test_an_unknown_name_or_backend_lists_the_known_ones():
    with pytest.raises(UnknownNameError, match=r"Unknown data set 'lader'\. Did you mean 'ladder'"):
        datasets.load("lader")
    with pytest.raises(UnknownNameError, match="Unknown kind of frame 'spark'"):
        datasets.load("ladder", backend="spark")
    with pytest.raises(UnknownNameError, match="Unknown data set"):
        datasets.card("lader")


def test_an_own_set_takes_neither_path_nor_download():
    with pytest.raises(InputError, match="comes with the package"):
        datasets.load("ladder", path="somewhere")
    with pytest.raises(InputError, match="comes with the package"):
        datasets.load("ladder", download=True)
