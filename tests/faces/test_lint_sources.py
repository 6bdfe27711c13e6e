"""`promptsmith lint` over sources, notebooks and folders, its formats and exit codes, the hook, and what docs/ci.md promises."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import yaml

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ONE_RULE = ("--rule", "UNI1101")
SOURCE = (
    "# 😀\r\n"
    "# promptsmith: prompt\r\n"
    'P = f"""Escribe 😀 para {público}.\r\n'
    'Añade\\u200b dos líneas."""\r\n'
    'call("gpt-4", "Write two lines.")  # promptsmith: prompt\r\n'
    'Q = "Not\\u200b marked."\r\n'
)
CELLS: list[dict[str, Any]] = [
    {"cell_type": "markdown", "metadata": {}, "source": "# Título\u200b sin marca"},
    {"cell_type": "raw", "metadata": {}, "source": ["<!-- promptsmith: prompt -->\n", "Resume 😀\n", "el\u200b texto."]},
    {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": ["%time\n", "# promptsmith: prompt\n", 'P = "Write \\"two\\"\u200b lines."'],
    },
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with prompts in every form; one hidden character in each that is checked, and some where nothing is."""
    notebook = {"cells": CELLS, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    files = {
        "prompts/a.md": "Resume 😀 el texto.\r\nEn tres\u200b líneas.\r\n",
        "prompts/clean.txt": "Summarize the text below in 3 sentences.",
        "src/app.py": SOURCE,
        "src/plain.py": "x = 'Not\u200b marked.'\n",
        "book.ipynb": json.dumps(notebook, indent=1),
        "node_modules/m/README.md": "Not\u200b mine.",
        ".hidden/b.md": "Not\u200b seen.",
        "env/pyvenv.cfg": "",
        "env/lib/c.md": "Not\u200b mine.",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def places(done: "subprocess.CompletedProcess[str]") -> list[str]:
    return [line.split(" UNI1101 ")[0] for line in done.stdout.splitlines() if " UNI1101 " in line]


def test_a_folder_stands_for_its_texts_and_the_marked_prompts_in_it(cli: Cli, project: Path) -> None:
    done = cli("lint", ".", *ONE_RULE)

    assert done.returncode == 1
    assert places(done) == ["prompts/a.md:2:8", "book.ipynb:cell 2:3:3", "book.ipynb:cell 3:3:19", "src/app.py:4:6"]
    assert "6 prompts: 6 scored; 4 findings (4 errors)" in done.stderr


def test_places_lead_to_the_character_in_the_file(cli: Cli, project: Path) -> None:
    done = cli("lint", "src/app.py", "book.ipynb", *ONE_RULE)

    assert done.stdout.splitlines()[:3] == [
        "src/app.py:4:6 UNI1101 error Invisible here: zero width space U+200B.",
        '  | Añade\\u200b dos líneas."""',
        "  |      ^^^^^^",
    ]
    log = json.loads(cli("lint", "src/app.py", "book.ipynb", *ONE_RULE, "--format", "sarif").stdout)["runs"][0]
    for result in log["results"]:
        place = result["locations"][0]["physicalLocation"]
        text = (project / place["artifactLocation"]["uri"]).read_bytes().decode()
        region = place["region"]
        assert text[region["charOffset"] :][: region["charLength"]] == "\\u200b"
        assert (
            text.replace("\r\n", "\n").split("\n")[region["startLine"] - 1][region["startColumn"] - 1 :].startswith("\\u200b")
        )


def test_a_source_without_marks_is_clean_and_globs_choose_sources(cli: Cli, project: Path) -> None:
    plain, both = cli("lint", "src/plain.py", *ONE_RULE), cli("lint", "**/*.py", "prompts/*.txt", *ONE_RULE)

    assert (plain.returncode, plain.stdout) == (0, "")
    assert "0 prompts" in plain.stderr
    assert places(both) == ["src/app.py:4:6"]
    assert "3 prompts" in both.stderr


def test_ids_name_the_place_where_a_prompt_begins(cli: Cli, project: Path) -> None:
    done = cli("evaluate", "src/app.py", "book.ipynb", "--format", "jsonl")

    ids = [json.loads(line)["prompt_id"] for line in done.stdout.splitlines()]
    assert ids == ["src/app.py:3:9", "src/app.py:5:16", "book.ipynb:cell 2:2:1", "book.ipynb:cell 3:3:6"]


def test_a_mark_without_a_string_is_told_and_the_rest_is_checked(cli: Cli, project: Path) -> None:
    (project / "bad.py").write_text("# promptsmith: prompt\nimport os\n", encoding="utf-8")

    done = cli("lint", "bad.py", "src/app.py", *ONE_RULE)

    assert done.returncode == 3
    assert places(done) == ["src/app.py:4:6"]
    assert "bad.py:1: unreadable_mark: " in done.stderr
    assert "the mark in line 1 stands for no string." in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("prompts/clean.txt",), 0),
        (("src/app.py",), 1),
        (("src/app.py", "--fail-on", "never"), 0),
        (("src/app.py", "--format", "github", "--fail-on", "info"), 1),
        (("src/app.py", "--format", "junit", "--fail-on", "never"), 0),
        (("src/ap.py",), 2),
        (("src/*.pyx",), 2),
        (("node_modules/m/../../env/lib/../../src/app.py", "--format", "junt"), 2),
        (("empty",), 2),
    ],
)
def test_exit_codes(cli: Cli, project: Path, arguments: tuple[str, ...], code: int) -> None:
    (project / "empty").mkdir()

    assert cli("lint", *arguments, *ONE_RULE).returncode == code


def test_junit_and_github_are_written_to_files_and_standard_output(cli: Cli, project: Path) -> None:
    cli("lint", ".", *ONE_RULE, "-o", "out.xml")
    shown = cli("lint", ".", *ONE_RULE, "--format", "github").stdout.splitlines()
    clean = cli("lint", "prompts/clean.txt", *ONE_RULE, "--format", "github").stdout

    root = ElementTree.parse(project / "out.xml").getroot()
    assert root.attrib == {"name": "promptsmith", "tests": "6", "failures": "4", "errors": "0"}
    assert [line.split(",endLine")[0] for line in shown] == [
        "::error file=prompts/a.md,line=2,col=8",
        f"::error file=book.ipynb,line={_line(project, 'el')},col=8",
        f"::error file=book.ipynb,line={_line(project, 'P =')},col=29",
        "::error file=src/app.py,line=4,col=6",
    ]
    assert clean == ""


def _line(project: Path, start: str) -> int:
    lines = (project / "book.ipynb").read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if line.strip().startswith(f'"{start}'))


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    return subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


def hooked(folder: Path) -> dict[str, str]:
    """The environment in which `promptsmith` is a command, as an installation makes it."""
    programs = folder / "bin"
    programs.mkdir()
    command = programs / "promptsmith"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m promptsmith.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    path = os.pathsep.join([str(programs), kept["PATH"]])
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT), "PRE_COMMIT_HOME": str(folder / "cache"), "PYTHONUTF8": "1"}


def run_pre_commit(project: Path, config: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    (project / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    git(project, "init", "-q")
    git(project, "add", "--all")
    call = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never", "--verbose"]
    return subprocess.run(call, cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False)


def test_the_hook_checks_prompts_and_sources_and_leaves_other_texts_alone(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("hook")
    repository = home / "hooks"
    repository.mkdir()
    (repository / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    git(repository, "init", "-q")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "hooks")
    revision = git(repository, "rev-parse", "HEAD").strip()
    (project / "README.md").write_text("Not\u200b a prompt.", encoding="utf-8")
    (project / "brief.prompt.md").write_text("Resume\u200b el texto.", encoding="utf-8")
    # The hook installs the package; here it is installed already, so the language is that of the system.
    hook = {"id": "promptsmith-lint", "language": "system", "args": [*ONE_RULE]}
    config = {"repos": [{"repo": str(repository), "rev": revision, "hooks": [hook]}]}

    done = run_pre_commit(project, yaml.safe_dump(config), hooked(home))

    assert done.returncode == 1, done.stdout + done.stderr
    assert sorted(line.split(" UNI1101 ")[0] for line in done.stdout.splitlines() if " UNI1101 " in line) == [
        "book.ipynb:cell 2:3:3",
        "book.ipynb:cell 3:3:19",
        "brief.prompt.md:1:7",
        "prompts/a.md:2:8",
        "src/app.py:4:6",
    ]


def titled(title: str) -> str:
    """The file of this name as the page shows it."""
    match = re.search(rf"(?ms)^`{re.escape(title)}`:\n\n```\w+\n(.*?)^```", PAGE)
    assert match is not None, title
    return match[1]


@pytest.fixture
def described(tmp_path: Path) -> Path:
    """The project that docs/ci.md talks about."""
    (tmp_path / "app.py").write_text(titled("app.py"), encoding="utf-8")
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "a.md").write_text("Write 3 lines about the river Ebro.", encoding="utf-8")
    return tmp_path


def test_the_page_shows_what_the_command_prints(cli: Cli, described: Path) -> None:
    (session,) = re.findall(r"(?ms)^```console\n(.*?)^```", PAGE)
    command, _, shown = session.partition("\n")

    done = cli(*shlex.split(command.removeprefix("$ promptsmith ")))

    assert (done.returncode, done.stdout) == (1, shown)


def steps(block: str) -> list[str]:
    """Every `promptsmith` command of a workflow."""
    config = yaml.safe_load(block)
    lines: list[str] = []
    for job in (config.get("jobs") or {"job": config["prompts"]}).values():
        lines += [step.get("run", "") for step in job.get("steps", [])] + job.get("script", [])
    return [line for line in lines if line.startswith("promptsmith ")]


@pytest.mark.parametrize(
    ("title", "code", "made"),
    [
        (".github/workflows/prompts.yml", 1, None),
        (".github/workflows/prompt-scanning.yml", 0, "prompts.sarif"),
        (".gitlab-ci.yml", 1, "prompts.xml"),
    ],
)
def test_the_commands_of_the_page_run(cli: Cli, described: Path, title: str, code: int, made: str | None) -> None:
    (command,) = steps(titled(title))

    done = cli(*shlex.split(command)[1:])

    assert done.returncode == code, done.stderr
    assert sorted(item.name for item in described.iterdir()) == sorted(["app.py", "prompts", *([made] if made else [])])
    if made is None:
        assert done.stdout.startswith("::error file=app.py,line=6,col=15,endLine=6,endColumn=31,title=CON201 ")
    else:
        assert made in titled(title).split("output")[1]


def test_every_command_of_the_page_is_run_here() -> None:
    named = re.findall(r"(?m)^.*?(?:\$ |run: |- |entry: )(promptsmith lint .+)$", PAGE)
    blocks = (".github/workflows/prompts.yml", ".github/workflows/prompt-scanning.yml", ".gitlab-ci.yml")

    run = [command for title in blocks for command in steps(titled(title))]
    assert [command for command in named if command not in run] == [
        "promptsmith lint app.py",
        "promptsmith lint --fail-on warning",
    ]


def test_the_local_hook_of_the_page_runs(described: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    environment = hooked(tmp_path_factory.mktemp("hook"))

    done = run_pre_commit(described, titled(".pre-commit-config.yaml"), environment)

    assert done.returncode == 1, done.stdout + done.stderr
    assert "app.py:6:15 CON201 error" in done.stdout
