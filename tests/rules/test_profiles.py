"""Which rules run: profiles, single rules chosen and left out, settings of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

import promptsmith as ps
from promptsmith.rules._registry import all_rules
from promptsmith.rules._rule import Finding, Rule
from promptsmith.rules.profiles import PROFILES, choose_rules, content_hash, is_trusted
from promptsmith.settings import Settings, find_settings, read_settings
from promptsmith.text.document import Document

HIDDEN = "Summarize\u200b the history of Rome in 3 sentences, as needed."


def silent(document: Document) -> Iterator[Finding]:
    yield from ()


def own(code: str = "ACM101", **changes: object) -> Rule:
    given = {"code": code, "name": f"our-{code.lower()}", "check": silent, **changes}
    return replace(all_rules()["ECO901"], **given)  # type: ignore[arg-type]


def codes_of(run: ps.Run) -> list[str]:
    return run.table("findings")["code"].to_pylist()


def test_without_a_choice_every_rule_runs_that_is_not_off() -> None:
    off = own(off=True)

    assert choose_rules().codes == tuple(code for code, rule in all_rules().items() if not rule.off)
    assert "ACM101" not in choose_rules(user_rules=[off]).codes
    assert "ACM101" in choose_rules(user_rules=[replace(off, off=False)]).codes


def test_a_rule_that_is_off_runs_when_it_is_named_and_in_the_strict_profile() -> None:
    off = own(off=True)

    assert choose_rules(["our-acm101"], user_rules=[off]).codes == ("ACM101",)
    assert choose_rules(profile="strict", user_rules=[off]).codes == (*all_rules(), "ACM101")
    assert "ACM101" not in choose_rules(profile="core", user_rules=[off]).codes


def test_core_holds_measured_rules_and_rules_that_read_no_words() -> None:
    core = choose_rules(profile="core").codes

    assert {"FMT303", "STR702", "UNI1101"} <= set(core)
    assert not {"SPC102", "SPC105", "SQL1401"} & set(core)
    assert is_trusted(own(status="stable", precision=0.96))
    assert not is_trusted(own())
    assert not is_trusted(own(languages=("any",), off=True))


def test_the_profile_of_a_domain_adds_all_rules_of_that_domain_to_core() -> None:
    core, sql = choose_rules(profile="core").rules, choose_rules(profile="sql").rules

    assert {code for code in sql if code not in core} == {code for code, rule in all_rules().items() if rule.domain == "sql"}
    assert {rule.domain for rule in sql.values()} == {None, "sql"}


def test_rules_of_the_user_belong_to_every_profile_and_give_way_to_a_selection() -> None:
    for profile in (None, *PROFILES):
        assert "ACM101" in choose_rules(profile=profile, user_rules=[own()]).codes
    assert choose_rules(["ECO901"], user_rules=[own()]).codes == ("ECO901",)


def test_a_selection_replaces_the_rules_and_adds_to_those_of_a_profile() -> None:
    assert choose_rules(["ECO"]).codes == tuple(code for code in all_rules() if code.startswith("ECO"))
    assert choose_rules("repeated-instruction").codes == ("ECO901",)
    core = choose_rules(profile="core").codes
    assert set(choose_rules(["SPC105"], profile="core").codes) == {*core, "SPC105"}
    assert choose_rules([]).codes == ()


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        (["SPC"], ["SPC105"], {"SPC102", "SPC106", "SPC114", "SPC115"}),
        (["SPC105"], ["SPC"], {"SPC105"}),
        (["SPC105"], ["SPC105"], set()),
        (["SPC105"], ["undefined-condition"], set()),
        (["SPC10"], ["SPC"], {"SPC102", "SPC105", "SPC106"}),
        (["spc10"], ["SPC10", "ECO"], set()),
    ],
)
def test_the_more_exact_selector_decides_and_of_equal_ones_ignore(
    select: list[str], ignore: list[str], expected: set[str]
) -> None:
    chosen = set(choose_rules(select, ignore=ignore).codes)

    assert {code for code in chosen if code in ("SPC102", "SPC105", "SPC106", "SPC114", "SPC115", "ECO901")} == expected


def test_the_order_of_selectors_plays_no_part() -> None:
    chosen = {
        (choose_rules(a, ignore=b).hash, choose_rules(a, ignore=b).codes)
        for a in permutations(["SPC", "ECO901", "UNI11"])
        for b in permutations(["SPC10", "UNI1101"])
    }

    assert len(chosen) == 1


@pytest.mark.parametrize(
    ("wanted", "near"),
    [("SPC108X", "'SPC10"), ("repeated-instructions", "'repeated-instruction'"), ("ECOO", "'ECO'"), ("", ""), ("zzz", "")],
)
def test_a_selector_that_fits_no_rule_is_an_error_with_the_nearest_name(wanted: str, near: str) -> None:
    for arguments in ({"select": [wanted]}, {"ignore": [wanted]}):
        with pytest.raises(ps.UnknownRuleError) as error:
            choose_rules(**arguments)  # type: ignore[arg-type]
        assert str(error.value).startswith(f"Unknown rule {wanted!r}.{' Did you mean ' + near if near else ' Allowed: a code'}")
        assert "the first letters of codes (BRD, CIN" in str(error.value)


def test_an_unknown_profile_names_the_profiles() -> None:
    with pytest.raises(
        ps.UnknownNameError, match=r"Unknown profile 'strikt'. Did you mean 'strict'\? Allowed: core, strict, sql,"
    ):
        ps.evaluate(["Name a river."], profile="strikt")


def test_a_rule_of_the_user_may_not_take_a_code_or_name() -> None:
    with pytest.raises(ps.RuleDefinitionError, match="ECO901"):
        choose_rules(user_rules=[own("ECO901")])
    with pytest.raises(ps.RuleDefinitionError, match="repeated-instruction"):
        choose_rules(user_rules=[replace(own(), name="repeated-instruction")])
    with pytest.raises(ps.RuleDefinitionError, match="ACM101"):
        choose_rules(user_rules=[own(), own()])


def test_the_hash_changes_with_the_choice_and_with_the_content_of_rules_of_the_user() -> None:
    hashes = [
        choose_rules().hash,
        choose_rules(["ECO901"]).hash,
        choose_rules(user_rules=[own()]).hash,
        choose_rules(user_rules=[own(severity="error")]).hash,
        choose_rules(user_rules=[own(check=all_rules()["STR702"].check)]).hash,
    ]

    assert len(set(hashes)) == 5
    assert choose_rules(user_rules=[own()]).hash == hashes[2]
    assert content_hash(own()) == content_hash(own())


def test_each_argument_of_evaluate_changes_what_is_found() -> None:
    assert codes_of(ps.evaluate([HIDDEN])) == ["UNI1101", "SPC105"]
    assert codes_of(ps.evaluate([HIDDEN], rules=["SPC105"])) == ["SPC105"]
    assert codes_of(ps.evaluate([HIDDEN], ignore=["UNI"])) == ["SPC105"]
    assert codes_of(ps.evaluate([HIDDEN], profile="core")) == ["UNI1101"]
    assert ps.validate([HIDDEN], ignore=["UNI"]).is_valid
    assert not ps.validate([HIDDEN], profile="core").is_valid
    assert ps.process([HIDDEN], profile="core")["refined"][0].startswith("Summarize the history")
    assert ps.process([HIDDEN], ignore=["UNI1101"])["refined"][0].startswith("Summarize\u200b the history")


def test_one_string_of_a_selector_is_one_selector() -> None:
    assert codes_of(ps.evaluate([HIDDEN], ignore="UNI1101")) == ["SPC105"]  # type: ignore[arg-type]


def test_an_explanation_uses_the_rules_of_its_run() -> None:
    lines = ps.evaluate([HIDDEN], ignore=["SPC"]).explain().lines

    assert [line.source for line in lines if line.source != "measured"] == ["UNI1101"]


def test_settings_are_used_where_the_call_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "promptsmith.toml"
    file.write_text('profile = "core"\nselect = ["SPC105"]\nignore = ["UNI"]\n', encoding="utf-8")

    assert codes_of(ps.evaluate([HIDDEN], settings=file)) == ["SPC105"]
    assert codes_of(ps.evaluate([HIDDEN], settings=file, ignore=["SPC105"])) == ["UNI1101"]
    assert codes_of(ps.evaluate([HIDDEN], settings=file, rules=["UNI1101"])) == ["UNI1101"]
    assert codes_of(ps.evaluate([HIDDEN], settings=file, profile="strict")) == ["SPC105"]


def test_settings_of_a_project_are_those_of_the_nearest_folder_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (tmp_path / "pyproject.toml").write_text('[tool.promptsmith]\nprofile = "sql"\nrules-path = "house"\n', encoding="utf-8")
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.other]\nprofile = 1\n", encoding="utf-8")

    found = find_settings(deep)
    assert found == tmp_path / "pyproject.toml"
    assert read_settings(found) == Settings(profile="sql", rules_path=tmp_path / "house", source=found)
    (tmp_path / "promptsmith.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert find_settings(deep) == tmp_path / "promptsmith.toml"
    assert read_settings(tmp_path / "promptsmith.toml").baseline == tmp_path / "known.json"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            'profil = "core"',
            "Unknown setting 'profil'. Did you mean 'profile'? Allowed: profile, select, ignore, rules-path, baseline.",
        ),
        ('select = "SPC"', "select = 'SPC' is not a list of codes, names or first letters."),
        ("rules-path = 3", "rules-path = 3 is not a file or folder."),
        ("profile =", "are not TOML: "),
    ],
)
def test_a_mistake_in_the_settings_names_file_and_key(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "promptsmith.toml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ps.PromptSmithError) as error:
        read_settings(file)

    assert str(file) in str(error.value)
    assert message in str(error.value)


def test_missing_settings_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(ps.InputError, match="cannot be read"):
        ps.evaluate(["Name a river."], settings=tmp_path / "none.toml")
