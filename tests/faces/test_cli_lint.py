"""`promptsmith lint` with choices of rules, baselines and fixes, as a user meets it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
HIDDEN = "Name three riv\u200bers of Spain."
CLEAN = "Name three rivers of Spain."


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / f"{name}.md").write_bytes(text.encode("utf-8"))


def codes(done: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.split()[1] for line in done.stdout.splitlines() if line and not line.startswith(" ")]


def test_options_choose_the_rules(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=f"{HIDDEN} Add examples as needed.")

    assert codes(cli("lint", "a.md")) == ["UNI1101", "SPC105"]
    assert codes(cli("lint", "a.md", "--select", "SPC")) == ["SPC105"]
    assert codes(cli("lint", "a.md", "--ignore", "UNI", "--ignore", "undefined-condition")) == []
    assert codes(cli("lint", "a.md", "--profile", "core")) == ["UNI1101"]
    assert codes(cli("lint", "a.md", "--profile", "core", "--select", "SPC105")) == ["UNI1101", "SPC105"]


def test_settings_of_the_folder_hold_for_the_command(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=f"{HIDDEN} Add examples as needed.")
    (tmp_path / "house").mkdir()
    rule = "rules:\n  - {code: ACM101, name: no-spain, kind: existence, tokens: [Spain], severity: error}\n"
    (tmp_path / "house" / "acme.yml").write_text(rule, encoding="utf-8")
    settings = '[tool.promptsmith]\nignore = ["SPC105"]\nrules-path = "house"\n'
    (tmp_path / "pyproject.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "other.toml").write_text("", encoding="utf-8")

    assert codes(cli("lint", "a.md")) == ["UNI1101", "ACM101"]
    assert codes(cli("lint", "a.md", "--ignore", "ACM")) == ["UNI1101", "SPC105"]
    assert codes(cli("lint", "a.md", "--settings", "other.toml")) == ["UNI1101", "SPC105"]


def test_a_mistake_in_a_rule_file_is_told_and_nothing_else_happens(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "promptsmith.toml").write_text('rules-path = "acme.yml"\n', encoding="utf-8")
    (tmp_path / "acme.yml").write_text("rules:\n  - {code: ACM101, name: a-b, kind: existense}\n", encoding="utf-8")

    done = cli("lint", CLEAN)

    assert (done.returncode, done.stdout) == (2, "")
    assert "acme.yml: rule ACM101: kind: Unknown kind 'existense'. Did you mean 'existence'?" in done.stderr


def test_a_baseline_leaves_out_what_it_knows_wherever_it_moved(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=f"{HIDDEN}\n")

    done = cli("lint", "a.md", "--write-baseline", "known.json")
    assert (done.returncode, done.stdout) == (0, "")
    assert "known.json knows 1 finding now." in done.stderr

    write(tmp_path, a=f"Be brief.\n\n{HIDDEN}\n", b=f"{HIDDEN.replace('Spain', 'France')}\n")
    done = cli("lint", "a.md", "b.md", "--baseline", "known.json")
    assert done.returncode == 1
    assert codes(done) == ["UNI1101"]
    assert done.stdout.startswith("b.md:1:15 ")
    assert "1 finding known from known.json." in done.stderr


def test_what_a_baseline_knows_and_occurs_no_more_is_told_as_fixed(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=HIDDEN, b=HIDDEN.replace("Spain", "France"))
    cli("lint", "a.md", "b.md", "--write-baseline", "known.json")
    write(tmp_path, a=CLEAN)

    done = cli("lint", "a.md", "--baseline", "known.json")

    assert done.returncode == 0
    assert [line for line in done.stderr.splitlines() if line.startswith("Fixed")] == [
        "Fixed: UNI1101 '\\u200b' of known.json occurs no more in a.md."
    ]
    assert "Fixed" not in cli("lint", "a.md", "--baseline", "known.json", "--select", "ECO").stderr


def test_the_baseline_of_the_settings_is_used(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=HIDDEN)
    cli("lint", "a.md", "--write-baseline", "known.json")
    (tmp_path / "promptsmith.toml").write_text('baseline = "known.json"\n', encoding="utf-8")

    assert cli("lint", "a.md").returncode == 0


def test_a_baseline_works_on_rows_of_a_table_and_in_every_format(cli: Cli, table: Path, tmp_path: Path) -> None:
    cli("lint", "prompts.csv", "--select", "UNI", "--write-baseline", "known.json")

    assert json.loads((tmp_path / "known.json").read_text(encoding="utf-8"))["findings"][0]["files"] == ["prompts.csv"]
    done = cli("lint", "prompts.csv", "--select", "UNI", "--baseline", "known.json", "--format", "jsonl")
    assert done.stdout == ""


def test_a_diff_shows_the_fixes_and_changes_nothing(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=f"Be brief.\n{HIDDEN}\nFin.\n", b=CLEAN)

    for options in (("--diff",), ("--fix", "--diff")):
        done = cli("lint", "a.md", "b.md", *options)
        assert done.returncode == 1
        assert done.stdout.splitlines() == [
            "--- a.md", "+++ a.md", "@@ -1,3 +1,3 @@", " Be brief.", f"-{HIDDEN}", f"+{CLEAN}", " Fin.",
        ]  # fmt: skip
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"Be brief.\n{HIDDEN}\nFin.\n"
    assert (cli("lint", "b.md", "--diff").returncode, cli("lint", "b.md", "--diff").stdout) == (0, "")


def test_a_diff_can_be_applied_by_patch(cli: Cli, tmp_path: Path) -> None:
    text = f"{HIDDEN}\n\n```python\nprint(1)"
    write(tmp_path, a=text)

    done = cli("lint", "a.md", "--diff")
    assert "\\ No newline at end of file" in done.stdout
    subprocess.run(["patch", "-p0"], input=done.stdout, encoding="utf-8", cwd=tmp_path, check=True, capture_output=True)

    assert (tmp_path / "a.md").read_text(encoding="utf-8") == f"{CLEAN}\n\n```python\nprint(1)\n```"


@pytest.mark.parametrize(("encoding", "end"), [("utf-8", "\r\n"), ("utf-8", "\r"), ("utf-8-sig", "\n"), ("utf-16", "\r\n")])
def test_fixed_files_keep_encoding_mark_line_ends_and_permissions(cli: Cli, encoding: str, end: str, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    text = f"Sé breve.{end}{end}{HIDDEN}{end}"
    file.write_bytes(text.encode(encoding))
    file.chmod(0o640)

    done = cli("lint", "a.md", "--fix")

    assert done.returncode == 0
    assert "a.md: 1 change by UNI1101." in done.stderr
    assert file.read_bytes() == text.replace("\u200b", "").encode(encoding)
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["a.md"]


def test_a_file_without_fixes_is_not_written(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=f"{CLEAN} Add examples as needed.")
    os.utime(tmp_path / "a.md", (1, 1))

    done = cli("lint", "a.md", "--fix", "--fail-on", "warning")

    assert (done.returncode, codes(done)) == (1, ["SPC105"])
    assert (tmp_path / "a.md").stat().st_mtime == 1


def test_a_link_stays_a_link(cli: Cli, tmp_path: Path) -> None:
    write(tmp_path, a=HIDDEN)
    (tmp_path / "b.md").symlink_to("a.md")

    cli("lint", "b.md", "--fix")

    assert (tmp_path / "b.md").is_symlink()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == CLEAN


def test_unsafe_fixes_need_their_own_flag(cli: Cli, tmp_path: Path) -> None:
    rule = "rules:\n  - {code: ACM101, name: a-b, kind: substitution, fix: unsafe, swap: {rivers: streams}}\n"
    (tmp_path / "acme.yml").write_text(rule, encoding="utf-8")
    (tmp_path / "promptsmith.toml").write_text('rules-path = "acme.yml"\n', encoding="utf-8")
    write(tmp_path, a=CLEAN)

    assert cli("lint", "a.md", "--diff").stdout == ""
    assert "+Name three streams of Spain." in cli("lint", "a.md", "--diff", "--unsafe-fixes").stdout
    cli("lint", "a.md", "--fix", "--unsafe-fixes")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == "Name three streams of Spain."
    done = cli("lint", "a.md", "--unsafe-fixes")
    assert done.returncode == 2
    assert "give --fix or --diff too" in done.stderr


def test_a_fix_that_is_refused_is_told(cli: Cli, tmp_path: Path) -> None:
    rule = "rules:\n  - {code: ACM101, name: a-b, kind: substitution, fix: safe, swap: {rivers: streams}, scopes: [quote]}\n"
    (tmp_path / "acme.yml").write_text(rule, encoding="utf-8")
    (tmp_path / "promptsmith.toml").write_text('rules-path = "acme.yml"\n', encoding="utf-8")
    write(tmp_path, a='Translate "rivers" into Spanish.')

    done = cli("lint", "a.md", "--fix", "--fail-on", "warning")

    assert (done.returncode, codes(done)) == (1, ["ACM101"])
    assert "a.md: not fixed: ACM101 at 'river': it stands in quote, which stays byte for byte." in done.stderr


def test_tables_are_refused_before_anything_is_written(cli: Cli, table: Path, tmp_path: Path) -> None:
    write(tmp_path, a=HIDDEN)
    before = table.read_bytes()

    done = cli("lint", "a.md", "prompts.csv", "--fix")

    assert done.returncode == 2
    assert "prompts.csv is a table, and fixes are only made in text and Markdown files." in done.stderr
    assert "promptsmith process prompts.csv -o" in done.stderr
    assert (table.read_bytes(), (tmp_path / "a.md").read_text(encoding="utf-8")) == (before, HIDDEN)


def test_the_fixed_text_of_standard_input_goes_to_standard_output(cli: Cli) -> None:
    done = cli("lint", "-", "--fix", given=f"{HIDDEN}\n")

    assert (done.returncode, done.stdout) == (0, f"{CLEAN}\n")


def test_a_file_that_is_not_utf_8_is_listed_and_not_written(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"Se\xf1or")

    done = cli("lint", "a.md", "--fix")

    assert done.returncode == 2
    assert "0xf1" in done.stderr
    assert (tmp_path / "a.md").read_bytes() == b"Se\xf1or"


def test_prompts_inside_sources_are_not_fixed_and_that_is_told(cli: Cli, tmp_path: Path) -> None:
    source = f'prompt = "{HIDDEN}"  # promptsmith: prompt\n'
    (tmp_path / "app.py").write_text(source, encoding="utf-8")

    done = cli("lint", "app.py", "--fix")

    assert "Not fixed: prompts inside app.py." in done.stderr
    assert (tmp_path / "app.py").read_text(encoding="utf-8") == source
