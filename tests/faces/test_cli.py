"""The command line as a user meets it: sources, exit codes, messages."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from promptsmith.cli import main

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
HIDDEN = "Summarize\u200b the text below in 3 sentences."
CLEAN = "Summarize the text below in 3 sentences."
ONE_RULE = ("--rule", "UNI1101")


def ids(done: "subprocess.CompletedProcess[str]") -> list[str]:
    """The first column of a printed table."""
    return [line.split("  ")[0].strip() for line in done.stdout.split("\n\n")[0].splitlines()[2:]]


def test_help_names_the_commands_and_loads_no_heavy_library() -> None:
    code = (
        "import sys\n"
        "from promptsmith.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    print(end.code)\n"
        "print({'numpy', 'pyarrow', 'pandas', 'rich', 'duckdb', 'jinja2'} & set(sys.modules))"
    )

    lines = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.splitlines()

    assert [name for name in ("evaluate", "lint", "process", "rules", "explain", "demo") if f"  {name} " in "\n".join(lines)] == [
        "evaluate", "lint", "process", "rules", "explain", "demo"
    ]  # fmt: skip
    assert lines[-2:] == ["0", "set()"]


def test_words_on_the_command_line_are_one_prompt(cli: Cli) -> None:
    done = cli("evaluate", CLEAN, *ONE_RULE)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 prompt: 1 scored; 0 findings" in done.stdout
    assert "Summarize the text below in 3 sentences." in done.stdout


def test_standard_input_is_one_prompt_without_the_line_end_of_the_shell(cli: Cli) -> None:
    done = cli("evaluate", "-", "--format", "csv", *ONE_RULE, given="Escribe un poema 😀.\nDos versos.\n")

    assert done.returncode == 0
    assert '"Escribe un poema 😀.\nDos versos."' in done.stdout


def test_standard_input_can_be_json_lines(cli: Cli) -> None:
    done = cli(
        "evaluate", "-", "--input-format", "jsonl", *ONE_RULE, given='{"prompt": "Name a river."}\n{"prompt": "Name a lake."}\n'
    )

    assert done.returncode == 0
    assert ids(done) == ["0", "1"]


def test_a_malformed_line_of_standard_input_is_named(cli: Cli) -> None:
    done = cli("evaluate", "-", "--input-format", "jsonl", *ONE_RULE, given='{"prompt": "Name a river."}\n{oops\n')

    assert done.returncode == 3
    assert "stdin.jsonl" in done.stderr
    assert "line 2 is not JSON" in done.stderr


def test_a_folder_stands_for_its_text_files(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "prompts" / "deep").mkdir(parents=True)
    (tmp_path / "prompts" / "a.md").write_text("Name a river.", encoding="utf-8")
    (tmp_path / "prompts" / "deep" / "b.txt").write_text("Name a lake.", encoding="utf-8")

    assert ids(cli("evaluate", "prompts", *ONE_RULE)) == ["a.md", "deep/b.txt"]


def test_several_sources_make_one_table_with_ids_that_tell_them_apart(cli: Cli, table: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Name a river.", encoding="utf-8")

    done = cli("evaluate", "prompts.csv", "a.md", "Name a lake.", *ONE_RULE)

    assert ids(done) == ["prompts.csv:0", "prompts.csv:1", "prompts.csv:2", "a.md", "prompt 3"]


def test_a_column_of_ids_is_kept(cli: Cli, table: Path) -> None:
    assert ids(cli("evaluate", table, "--id", "key", *ONE_RULE)) == ["a", "b", "c"]


def test_lint_prints_the_place_and_underlines_it(cli: Cli, table: Path, tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text(f"Hello.\n{HIDDEN}", encoding="utf-8")

    done = cli("lint", "prompts.csv", "note.md", *ONE_RULE, "--fail-on", "never")

    lines = done.stdout.splitlines()
    assert lines[0].startswith("prompts.csv:0:1:10 UNI1101 error ")
    assert lines[1:3] == ["  | Summarize<U+200B> the text below in 3 sentences.", f"  | {' ' * 9}{'^' * 8}"]
    assert [line.split()[0] for line in lines if " UNI1101 " in line] == ["prompts.csv:0:1:10", "note.md:2:10"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("evaluate", CLEAN), 0),
        (("evaluate", HIDDEN), 0),
        (("evaluate", HIDDEN, "--fail-on", "error"), 1),
        (("evaluate", HIDDEN, "--fail-on", "info"), 1),
        (("lint", HIDDEN), 1),
        (("lint", CLEAN), 0),
        (("lint", HIDDEN, "--fail-on", "never"), 0),
        (("evaluate", ""), 3),
        (("lint", "x" * 50, "--max-characters", "49"), 3),
    ],
)
def test_exit_codes(arguments: tuple[str, ...], code: int) -> None:
    with pytest.raises(SystemExit) as end:
        main([*arguments, *ONE_RULE])

    assert end.value.code == code


def test_rows_that_could_not_be_used_are_told_on_standard_error_and_kept(cli: Cli, table: Path) -> None:
    done = cli("evaluate", "prompts.csv", "--format", "csv", *ONE_RULE)

    assert done.returncode == 3
    assert done.stderr.startswith("2: ")
    assert len(done.stdout.splitlines()) == 4


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("evaluate", "promts.csv"), "There is no file 'promts.csv' in"),
        (("evaluate", "promts.csv"), "Did you mean 'prompts.csv'?"),
        (("evaluate", "no/such/folder"), "There is no file or folder 'no/such/folder'."),
        (("evaluate", "*.csvv", "--domain", "sqll"), "Unknown domain 'sqll'. Did you mean 'sql'?"),
        (("evaluate", "prompts.csv", "--text", "promt"), "promt"),
        (("evaluate", CLEAN, "--rule", "UNI1110"), "Unknown rule 'UNI1110'. Did you mean 'UNI"),
        (("evaluate", CLEAN, "--format", "cvs"), "Unknown format 'cvs'. Did you mean 'csv'? Allowed: table, json,"),
        (("evaluate", CLEAN, "--format", "csv", "--table", "finding"), "Unknown table 'finding'. Did you mean 'findings'?"),
        (("evaluate", CLEAN, "-o", "no/out.csv"), "the folder 'no' does not exist. Create it first."),
        (("evaluate", "-", "-"), "Standard input ('-') can be read only once."),
        (("process", CLEAN, "--tone", "formall"), "Unknown tone 'formall'. Did you mean 'formal'?"),
        (("process", CLEAN, "--template", "few-shots"), "Unknown template 'few-shots'. Did you mean 'few-shot'?"),
        (("process", CLEAN, "--var", "audience"), "'audience' is not NAME=VALUE"),
        (("explain", "UNI1100"), "Unknown rule 'UNI1100'. Did you mean 'UNI"),
        (("rules", "--domain", "sqll"), "Unknown domain of rules 'sqll'. Did you mean 'sql'?"),
        (("evaluat", CLEAN), "No such command 'evaluat'."),
        (("evaluate",), "Missing argument 'SOURCE...'."),
    ],
)
def test_a_mistake_in_the_call_is_explained_on_standard_error(
    table: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(table.parent)

    with pytest.raises(SystemExit) as end:
        main(arguments)

    said = capsys.readouterr()
    assert (end.value.code, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err


def test_standard_input_that_is_not_utf8_is_refused_with_the_byte(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "promptsmith.cli", "evaluate", "-"]

    done = subprocess.run(command, input=b"caf\xe9", capture_output=True, check=False)

    assert done.returncode == 2
    assert b"Standard input is not UTF-8: byte 0xe9 at offset 3." in done.stderr


def test_a_prompt_that_mentions_a_file_is_still_a_prompt(cli: Cli) -> None:
    assert "1 prompt: 1 scored" in cli("evaluate", "Sort the rows of report.csv", *ONE_RULE).stdout


def test_rules_are_listed_and_explained(cli: Cli) -> None:
    listed, page = cli("rules"), cli("explain", "uni1101")

    assert (listed.returncode, page.returncode) == (0, 0)
    assert "UNI1101" in listed.stdout
    assert page.stdout.startswith("UNI1101 ")
    assert "Found here:" in page.stdout


def test_rules_of_one_domain_can_be_listed(cli: Cli) -> None:
    codes = {line.split()[0] for line in cli("rules", "--domain", "sql").stdout.splitlines()[2:]}

    assert {"SQL1401", "SQL1402"} <= codes
    assert {code[:3] for code in codes} == {"SQL"}


def test_process_fills_placeholders_only_from_the_variables_given(cli: Cli) -> None:
    filled = cli("process", "Write a poem for {{audience}} in 3 lines.", "--var", "audience=nurses", "--domain", "general")
    kept = cli("process", "Write a poem for {{audience}} in 3 lines.", "--domain", "general")

    assert (filled.returncode, kept.returncode) == (0, 0)
    assert "\n    Write a poem for nurses in 3 lines.\n" in filled.stdout
    assert "\n    Write a poem for {{audience}} in 3 lines.\n" in kept.stdout


def test_process_takes_a_template_file(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "mine.j2").write_text("Before\n{{ prompt }}\nAfter", encoding="utf-8")

    done = cli("process", CLEAN, "--template", "mine.j2", "--format", "json", "--table", "processed")

    assert done.returncode == 0, done.stderr
    assert "Before\\n" in done.stdout
    assert "\\nAfter" in done.stdout


def test_process_shows_what_was_changed_and_that_the_proof_holds(cli: Cli) -> None:
    done = cli("process", HIDDEN)

    assert done.returncode == 0
    assert "UNI1101" in done.stdout
    assert "invariants hold" in done.stdout
    assert "    Summarize the text below in 3 sentences." in done.stdout


def test_the_demo_says_where_its_files_are_and_can_be_repeated(cli: Cli, tmp_path: Path) -> None:
    first, second = cli("demo", "-o", "made/here"), cli("demo", "-o", "made/here")

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert "HTML report:  made/here/report.html" in first.stdout
    assert "DuckDB file:  made/here/prompts.duckdb" in first.stdout
    assert (tmp_path / "made/here/report.html").stat().st_size < 1_000_000

    from promptsmith.store import list_runs, load_run

    runs = list_runs(tmp_path / "made/here/prompts.duckdb")
    tables = load_run(tmp_path / "made/here/prompts.duckdb", runs[0].run_id).tables
    assert len(runs) == 2
    assert tables["prompts"].num_rows == tables["processed"].num_rows >= 10
