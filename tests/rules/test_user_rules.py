"""Rules in YAML and of plug-ins: what each kind finds, what a mistake says, and what they cost."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import promptsmith as ps
from promptsmith.rules.user_patterns import MAX_SECONDS, PatternError, compile_pattern

Found = list[tuple[str, str]]


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., Found]:
    """Return a function: the body of one rule and a text, to the excerpts and messages of the rule's findings."""

    def find(body: str, text: str, **arguments: object) -> Found:
        run = ps.evaluate([text], rules=["ACM101"], user_rules=ps.load_rules(one_rule(tmp_path, body)), **arguments)  # type: ignore[arg-type]
        assert run.table("errors").num_rows == 0
        return [(row["excerpt"], row["message"]) for row in run.table("findings").to_pylist()]

    return find


def one_rule(folder: Path, body: str) -> Path:
    file = folder / "acme.yml"
    lines = [line for line in body.strip("\n").splitlines() if line.strip()]
    margin = min(len(line) - len(line.lstrip()) for line in lines)
    head = "rules:\n  - code: ACM101\n    name: our-rule\n"
    file.write_text(head + "".join(f"    {line[margin:]}\n" for line in lines), encoding="utf-8")
    return file


def excerpts(rows: Found) -> list[str]:
    return [excerpt for excerpt, _ in rows]


def test_existence_finds_whole_words_in_any_case_outside_of_exceptions(found: Callable[..., Found]) -> None:
    body = """
        kind: existence
        tokens: [synergy, de primer nivel]
        exceptions: [the synergy index]
        message: "'{match}' is empty."
    """
    assert found(body, "Show Synergy, not synergyless words.") == [("Synergy", "'Synergy' is empty.")]
    assert found(body, "Plot the synergy index.") == []
    assert excerpts(found(body, "Describe un equipo de primer nivel.")) == ["de primer nivel"]


def test_rules_of_the_user_are_silent_in_quotes_code_data_and_examples_unless_they_say_so(found: Callable[..., Found]) -> None:
    body = "kind: existence\ntokens: [synergy]\n"
    text = 'Translate "synergy" and `synergy`.\n\n<data>\nsynergy\n</data>'

    assert found(body, text) == []
    assert excerpts(found(body + "scopes: [quote, data]\n", text)) == ["synergy", "synergy"]


def test_letter_case_counts_when_asked(found: Callable[..., Found]) -> None:
    body = "kind: existence\nignorecase: false\ntokens: [Acme, '/\\bx[0-9]\\b/']\n"

    assert excerpts(found(body, "Acme and acme, x1 and X1.")) == ["Acme", "x1"]


def test_an_expression_between_slashes_is_read_on_every_text(found: Callable[..., Found]) -> None:
    body = "kind: existence\ntokens: [synergy, '/\\bv\\d+\\b/']\n"

    assert excerpts(found(body, "Use v2 of it, with synergy.")) == ["v2", "synergy"]


def test_substitution_keeps_the_case_and_takes_the_longest_form(found: Callable[..., Found]) -> None:
    body = """
        kind: substitution
        swap: {log in: sign in, log in to: sign in to, sql server: SQL Server}
    """
    rows = found(body, "Log in to the site. LOG IN now. Use sql server, never SQL Server.")

    assert rows == [
        ("Log in to", "'Log in to' is written 'Sign in to' here."),
        ("LOG IN", "'LOG IN' is written 'SIGN IN' here."),
        ("sql server", "'sql server' is written 'SQL Server' here."),
    ]


def test_a_safe_substitution_is_made_by_process(tmp_path: Path) -> None:
    file = one_rule(tmp_path, "kind: substitution\nfix: safe\nswap: {utilise: use}\n")
    text = "Utilise the harbour as the place of the story, and name 3 ships."

    run = ps.process([text], user_rules=ps.load_rules(file), domain="general")

    assert run["refined"][0].startswith("Use the harbour")
    assert run["rules_applied"][0][0] == "ACM101"


def test_occurrence_bounds_a_number_from_above_and_from_below(found: Callable[..., Found]) -> None:
    body = "kind: occurrence\ntokens: [must, '/\\bshall\\b/']\nmin: 1\nmax: 2\nmessage: '{count} of {limit}.'\n"

    assert found(body, "You must go. You shall stay. You must sit. You must sing.") == [("must", "4 of 2.")]
    assert found(body, "You must go.") == []
    assert found(body, "Name a river.") == [("Name", "0 of 1.")]
    assert found(body, '"must"') == []


def test_consistency_reports_the_form_that_comes_second_with_the_place_of_the_first(found: Callable[..., Found]) -> None:
    body = "kind: consistency\neither: {e-mail: email, colour: color}\nmessage: '{match} beside {other}.'\n"

    assert found(body, "Write an email. Then a second e-mail. Send the E-mail.") == [
        ("e-mail", "e-mail beside email."),
        ("E-mail", "E-mail beside email."),
    ]
    assert found(body, "Write an e-mail about a color.") == []


def test_conditional_asks_for_a_companion_and_with_groups_for_one_of_the_same_text(found: Callable[..., Found]) -> None:
    words = "kind: conditional\nfirst: [the table below]\nsecond: ['/\\|/']\nscopes: [instruction, data]\n"
    assert excerpts(found(words, "Sum the table below. Read the table below.")) == ["the table below"]
    assert found(words, "Sum the table below.\n\n| a | b |\n|---|---|\n| 1 | 2 |") == []

    groups = "kind: conditional\nignorecase: false\nfirst: '/\\b([A-Z]{3,5})\\b/'\nsecond: '/\\(([A-Z]{3,5})\\)/'\nexceptions: [SQL]\n"
    assert excerpts(found(groups, "The KPI, the KPI again, the ROI (ROI), and SQL.")) == ["KPI"]


def test_a_rule_with_languages_is_silent_on_prompts_of_others(found: Callable[..., Found]) -> None:
    body = "kind: occurrence\ntokens: [por favor]\nmin: 1\nlanguages: [es]\n"

    assert excerpts(found(body, "Escribe un resumen de la historia de Roma para los alumnos.")) == ["Escribe"]
    assert found(body, "Write a summary of the history of Rome for the pupils.") == []


def test_a_rule_of_a_domain_runs_on_its_prompts_only(found: Callable[..., Found]) -> None:
    body = "kind: existence\ntokens: [table]\ndomain: sql\n"

    assert excerpts(found(body, "Read the table.", domain="sql")) == ["table"]
    assert found(body, "Read the table.", domain="general") == []


def test_words_that_other_yaml_readers_take_for_truth_values_are_words(found: Callable[..., Found]) -> None:
    assert excerpts(found("kind: existence\ntokens: [no, on, yes]\n", "Say yes or no.")) == ["yes", "no"]


def test_severity_and_off_have_an_effect(tmp_path: Path) -> None:
    rules = ps.load_rules(one_rule(tmp_path, "kind: existence\ntokens: [synergy]\nseverity: error\noff: true\n"))

    assert "ACM101" not in ps.evaluate(["Show synergy."], user_rules=rules).table("findings")["code"].to_pylist()
    (row,) = ps.evaluate(["Show synergy."], rules=["ACM"], user_rules=rules).table("findings").to_pylist()
    assert row["severity"] == "error"


def test_values_in_a_message_are_not_filled_again(found: Callable[..., Found]) -> None:
    body = (
        "kind: existence\ntokens: ['/\\{match\\}/']\nmessage: '{match} or {other thing}.'\nscopes: [instruction, placeholder]\n"
    )

    assert found(body, "Keep {match} here.") == [("{match}", "{match} or {other thing}.")]


def test_a_folder_stands_for_its_yaml_files_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    for name, code in (("b.yml", "ACM102"), ("deep/a.yaml", "ACM101")):
        text = f"rules:\n  - {{code: {code}, name: our-{code.lower()}, kind: existence, tokens: [x]}}\n"
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rules", encoding="utf-8")

    assert [rule.code for rule in ps.load_rules(tmp_path)] == ["ACM101", "ACM102"]
    (tmp_path / "c.yml").write_text((tmp_path / "b.yml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(ps.RuleDefinitionError, match=r"c\.yml: the rule ACM102 is declared twice, first in .*b\.yml"):
        ps.load_rules(tmp_path)


def test_rules_named_by_the_settings_run(tmp_path: Path) -> None:
    one_rule(tmp_path, "kind: existence\ntokens: [synergy]\n")
    settings = tmp_path / "promptsmith.toml"
    settings.write_text('rules-path = "acme.yml"\nselect = ["ACM"]\n', encoding="utf-8")

    assert ps.evaluate(["Show synergy."], settings=settings).table("findings")["code"].to_pylist() == ["ACM101"]


def test_the_ruleset_changes_with_the_content_of_the_file_and_with_nothing_else(tmp_path: Path) -> None:
    def ruleset(body: str) -> str:
        return ps.evaluate(["Hi."], user_rules=ps.load_rules(one_rule(tmp_path, body))).ruleset

    bodies = [
        "kind: existence\ntokens: [synergy]\n",
        "kind: existence\ntokens: [synergies]\n",
        "kind: existence\ntokens: ['/syn/']\n",
        "kind: existence\ntokens: [synergy]\nexceptions: [no synergy]\n",
        "kind: occurrence\ntokens: [synergy]\nmax: 1\n",
        "kind: occurrence\ntokens: [synergy]\nmax: 2\n",
    ]
    hashes = [ruleset(body) for body in bodies]

    assert len(set(hashes)) == len(bodies)
    assert ruleset(bodies[0] + "# a remark\n") == hashes[0]
    assert ps.evaluate(["Hi."]).ruleset not in hashes


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "kind: existense\ntokens: [a]",
            "kind: Unknown kind 'existense'. Did you mean 'existence'? Allowed: existence, substitution,",
        ),
        ("tokens: [a]", "kind: is missing."),
        ("kind: existence", "tokens: is missing."),
        ("kind: existence\ntoken: [a]", "token: Unknown key of existence rules 'token'. Did you mean 'tokens'?"),
        ("kind: existence\ntokens: [a]\nseverity: fatal", "severity: Unknown severity 'fatal'. Allowed: error, warning, info."),
        (
            "kind: existence\ntokens: [a]\nscopes: [instructions]",
            "scopes: Unknown scope 'instructions'. Did you mean 'instruction'?",
        ),
        ("kind: existence\ntokens: [a]\nlanguages: [fr]", "languages: Unknown language 'fr'. Allowed: any, en, es."),
        ("kind: existence\ntokens: [a]\ndomain: sqll", "domain: Unknown domain 'sqll'. Did you mean 'sql'?"),
        ("kind: existence\ntokens: [a]\noff: 1", "off: 1 is not true or false."),
        ("kind: existence\ntokens: [3]", "tokens: 3 is not text. Put it between quotes."),
        ("kind: existence\ntokens: {a: b}", "tokens: {'a': 'b'} is not a list of texts."),
        ("kind: existence\ntokens: [a]\nmessage: '{new} is bad.'", "message: Unknown field 'new'. Allowed: match."),
        ("kind: existence\ntokens: ['/a(/']", "expression: /a(/ is no regular expression: missing )"),
        ("kind: existence\ntokens: [a]\nexamples: [b]", "examples: ['b'] is not a mapping with the lists 'bad' and 'good'."),
        (
            "kind: existence\ntokens: [a]\nexamples: {bad: [3]}",
            "examples: 3 is not a text, or a mapping of text, language and because.",
        ),
        ("kind: substitution\nswap: [a, b]", "swap: ['a', 'b'] is not a mapping of text to text."),
        ("kind: substitution\nswap: {a: b}\nfix: always", "fix: Unknown fix 'always'. Allowed: none, safe, unsafe."),
        ("kind: substitution\nswap: {a: 3}", "swap: 3 is not text. Put it between quotes."),
        ("kind: occurrence\ntokens: [a]", "max: is missing: an occurrence rule needs 'max', 'min' or both."),
        ("kind: occurrence\ntokens: [a]\nmax: -1", "max: -1 is not a whole number from 0."),
        ("kind: occurrence\ntokens: [a]\nmax: 1\nmin: 2", "max: 1 is below min, 2."),
        ("kind: conditional\nfirst: [a]", "second: is missing."),
        ("kind: existence\nkind: occurrence", "the key 'kind' stands twice"),
    ],
)
def test_a_mistake_names_file_rule_key_and_what_is_allowed(body: str, message: str, tmp_path: Path) -> None:
    file = one_rule(tmp_path, body)

    with pytest.raises(ps.PromptSmithError) as error:
        ps.load_rules(file)

    assert str(file) in str(error.value)
    assert message in str(error.value)
    assert "rule ACM101: " in str(error.value) or "stands twice" in message


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("rules: 3", "it must hold one key 'rules' with a list of rules"),
        ("- a", "it must hold one key 'rules'"),
        ("rules: [a]", "rule 1 is 'a', not a mapping"),
        ("rules: [", "is not YAML: "),
        (
            "rules:\n  - {code: acm1, name: a-b, kind: existence, tokens: [x]}",
            "rule acm1: code: 'acm1' is not three capital letters",
        ),
        (
            "rules:\n  - {code: ACM101, name: Plain, kind: existence, tokens: [x]}",
            "name: 'Plain' is not two or more small words",
        ),
        ("rules:\n  - {name: a-b, kind: existence, tokens: [x]}", "rule number 1: code: is missing."),
        ("rules:\n" + "  - {code: ACM101, name: a-b, kind: existence, tokens: [x]}\n" * 2, "ACM101 (a-b) is declared twice"),
        ("rules: !!python/object/apply:os.getcwd []", "is not YAML: could not determine a constructor"),
    ],
)
def test_a_malformed_file_is_an_error(content: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / "acme.yml"
    file.write_text(content, encoding="utf-8")

    with pytest.raises(ps.PromptSmithError) as error:
        ps.load_rules(file)

    assert str(error.value).startswith(str(file))
    assert message in str(error.value)


def test_a_path_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ps.InputError, match=r"holds no \.yml or \.yaml file"):
        ps.load_rules(tmp_path)
    with pytest.raises(ps.InputError, match="does not exist"):
        ps.load_rules(tmp_path / "none.yml")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        (r"(a)\1", "refers back to a group"),
        (r"(?P<x>a)(?P=x)", "refers back to a group"),
        (r"(a)?(?(1)b|c)", "refers back to a group"),
        (r"(?:a+)+b", "repeats a repetition without bound"),
        (r"(?:x|a*y)*z", "repeats a repetition without bound"),
        (r"\w+ly", "takes more than 50 ms"),
        (r"(?:a|a)*b", "takes more than 50 ms"),
        (r"(?:a|aa){1,60}b", "takes more than 50 ms"),
        (r"x*", "matches the empty text"),
        (r"[[a]", "is no regular expression"),
        (r"a{2", None),
        (r"\b\w{1,30}ly\b", None),
        (r"\b(?:very|really)\s{1,3}\w+", None),
        (r"v\d+(?:\.\d+){0,2}", None),
        (r"(?:ab){3}c+", None),
    ],
)
def test_expressions_that_may_take_long_are_refused(pattern: str, reason: str | None) -> None:
    if reason is None:
        assert compile_pattern(pattern, True).pattern == pattern
        return
    with pytest.raises(PatternError) as error:
        compile_pattern(pattern, True)
    assert reason in str(error.value)


def test_refusing_an_expression_takes_a_moment_only() -> None:
    started = time.process_time()
    for pattern in (r"(?:a|a)*c", r"(?:b|b|bb)*c", r"(?:c|cc){1,90}d", r"\w+\d+\w+\d+\w+x"):
        with pytest.raises(PatternError):
            compile_pattern(pattern, False)
    assert time.process_time() - started < 100 * MAX_SECONDS


def test_literals_cost_texts_without_them_next_to_nothing(tmp_path: Path) -> None:
    words = [f"zz{number}" for number in range(2_000)]
    file = one_rule(tmp_path, f"kind: existence\ntokens: [{', '.join(words)}]\n")
    rules = ps.load_rules(file)
    texts = [f"Write a story number {number} about the sea, the harbour and the wind in the sails." for number in range(2_000)]

    def seconds(**arguments: object) -> float:
        times = []
        for _ in range(3):
            started = time.process_time()
            ps.evaluate(texts, rules=["ACM101", "ECO901"] if arguments else ["ECO901"], **arguments)  # type: ignore[arg-type]
            times.append(time.process_time() - started)
        return min(times)

    assert seconds(user_rules=rules) < 1.5 * seconds()


PLUGIN = """
from promptsmith.rules._rule import Example, Finding, rule

@rule(code="PLG101", name="no-plugh", severity="info", since="1.0", summary="S.", why="W.", evidence="J", sources=("me",),
      languages=("any",), scopes=("instruction",), bad=(Example("⟦plugh⟧"), Example("a ⟦plugh⟧")),
      good=(Example("a", because="x"), Example("b"), Example("c")), triggers=("plugh",))
def no_plugh(document):
    for start, end in document.triggers["PLG101"]:
        yield Finding(start, end, "Found plugh.")
"""


def install(folder: Path, name: str, module: str, target: str, code: str) -> None:
    """Lay out a package as an installer does."""
    (folder / f"{module}.py").write_text(code, encoding="utf-8")
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[promptsmith.rules]\n{name} = {target}\n", encoding="utf-8")


def run_python(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(folder), str(Path(ps.__file__).parents[1])])
    call = [sys.executable, "-c", code]
    return subprocess.run(call, capture_output=True, encoding="utf-8", check=False, env={**os.environ, "PYTHONPATH": path})


def test_rules_of_an_installed_package_run_like_built_in_ones(tmp_path: Path) -> None:
    install(tmp_path, "plugh", "plugh_rules", "plugh_rules", PLUGIN)

    done = run_python(
        tmp_path,
        "import promptsmith as ps\n"
        "print(ps.evaluate(['Say plugh.'], rules=['PLG']).table('findings')['code'].to_pylist())\n"
        "print(ps.explain('no-plugh').splitlines()[0], len(ps.evaluate(['Hi.']).ruleset))\n",
    )

    assert (done.stdout.splitlines(), done.stderr) == (["['PLG101']", "PLG101 no-plugh 16"], "")


@pytest.mark.parametrize(
    ("target", "code", "reason"),
    [
        ("broken_rules", "raise RuntimeError('no rules today')", "RuntimeError: no rules today"),
        ("broken_rules:missing", "", "AttributeError: "),
        ("broken_rules", "x = 1", "ValueError: broken_rules holds no rule."),
        ("broken_rules", PLUGIN.replace("PLG101", "ECO901"), "ValueError: The code or name of ECO901 (no-plugh) is taken."),
    ],
)
def test_a_broken_package_costs_its_own_rules_and_a_warning(target: str, code: str, reason: str, tmp_path: Path) -> None:
    install(tmp_path, "broken", "broken_rules", target, code)
    install(tmp_path, "plugh", "plugh_rules", "plugh_rules:no_plugh", PLUGIN)

    done = run_python(
        tmp_path,
        "import promptsmith as ps\nprint(ps.evaluate(['Say plugh.'], rules=['PLG']).table('findings')['code'].to_pylist())",
    )

    assert done.stdout.splitlines() == ["['PLG101']"]
    assert f"BrokenPluginWarning: The rules 'broken' of the package 'broken' are left out: {reason}" in done.stderr


def test_plug_ins_are_not_looked_for_when_the_package_is_imported() -> None:
    done = run_python(Path.cwd(), "import sys, promptsmith; print('importlib.metadata' in sys.modules)")

    assert done.stdout.strip() == "False"


def test_the_parser_of_expressions_is_that_of_the_standard_library() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert importlib.import_module("re._parser").parse("a").data
