"""Write what is made from code: the pages of rules, tables and commands, and the output shown in the README.

With --check, change nothing and say what differs.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from measured_page import measured_page

from promptsmith import datasets, schema
from promptsmith.cli import cli
from promptsmith.corpora.corpus_rules import CORPUS_RULES
from promptsmith.report.rule_page import corpus_rule_markdown, rule_markdown
from promptsmith.rules._registry import all_rules
from promptsmith.store import schema as store_schema

DOCS = Path(__file__).parent
README = Path("../README.md")
NOTE = "<!-- Made by `make docs`; changes here are overwritten. -->\n\n"


def pages() -> dict[Path, str]:
    """Return every generated file by its path as seen from docs/."""
    made = {Path("tables.md"): tables_page(), Path("cli.md"): cli_page(), Path("rules/index.md"): rule_index()}
    made[Path("benchmarks-rules.md")] = measured_page()
    for rule in all_rules().values():
        made[Path(f"rules/{rule.code}.md")] = rule_markdown(rule)
    for over_frames in CORPUS_RULES.values():
        made[Path(f"rules/{over_frames.code}.md")] = corpus_rule_markdown(over_frames)
    made[Path("datasets/index.md")] = datasets_index()
    for name in datasets.OWN:
        made[Path(f"datasets/{name}.md")] = datasets.card(name)
    generated = {path: NOTE + text for path, text in made.items()}
    return {**generated, README: filled((DOCS / README).read_text(encoding="utf-8"))}


def filled(text: str) -> str:
    """Return Markdown with the real output below each ``$ promptsmith`` line of its console blocks."""
    return re.sub(r"(?ms)^```console\n(.*?)^```", lambda block: f"```console\n{_session(block[1])}```", text)


def _session(block: str) -> str:
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_output(command)}" for command in commands)


def _output(command: str) -> str:
    program, *arguments = shlex.split(command.removeprefix("$ "))
    if program != "promptsmith":
        sys.exit(f"README: only promptsmith is run here, not {program!r}.")
    call = [sys.executable, "-m", "promptsmith.cli", *arguments]
    done = subprocess.run(call, capture_output=True, text=True, encoding="utf-8", cwd=DOCS.parent, check=False)
    return done.stdout or done.stderr


def rule_index() -> str:
    """Return the list of all rules, by family."""
    lines = [
        "# Rules",
        "",
        "Severity is the harm; confidence is the measured precision, and a rule without one is in preview. "
        "Evidence: A a measured study, B a vendor's guide, C established practice, J our judgement. "
        "[How good are the rules?](../benchmarks-rules.md)",
        "",
        "| code | summary | severity | status | evidence | languages | fix |",
        "|---|---|---|---|---|---|---|",
    ]
    for rule in all_rules().values():
        lines.append(
            f"| [{rule.code}]({rule.code}.md) | {_cell(rule.summary)} | {rule.severity} | {rule.status} | {rule.evidence} "
            f"| {', '.join(rule.languages)} | {rule.fix} |"
        )
    lines += [
        "",
        "## Rules over a whole frame",
        "",
        "`corpus` reads all prompts of a frame together; these are the codes of its table corpus_findings.",
        "",
        "| code | summary | severity | evidence | table |",
        "|---|---|---|---|---|",
    ]
    for found in CORPUS_RULES.values():
        lines.append(
            f"| [{found.code}]({found.code}.md) | {found.summary} | {found.severity} | {found.evidence} | {found.table} |"
        )
    return "\n".join(lines) + "\n"


def datasets_index() -> str:
    """Return the list of all data sets, ours with a link to its card."""
    lines = [
        "# Data sets",
        "",
        "`ps.datasets.load(name)` returns a frame, `ps.datasets.card(name)` what is known of it. Our own sets come with the package. "
        "Public ones are read from a folder (`path=`, or the environment variable `PROMPTSMITH_DATA`) or, where the original files "
        "have an exact address, fetched with `download=True`; their licence is printed before a row is read.",
        "",
        *(f"- [{name}]({name}.md)" for name in datasets.OWN),
        "",
        "| public set | measures | licence | published in | download |",
        "|---|---|---|---|---|",
    ]
    for name, entry in datasets.PUBLIC.items():
        way = f"no: {entry.download}" if isinstance(entry.download, str) else "yes"
        lines.append(f"| {name} | {_cell(entry.measures)} | {entry.licence} | {entry.repository} | {_cell(way)} |")
    return "\n".join(lines) + "\n"


def tables_page() -> str:
    """Return the reference of every table and column."""
    lines = [
        "# Tables",
        "",
        "Every result is made of these tables. Offsets are half-open code points in the original text. "
        "A null has a meaning, and it is never 0.",
    ]
    for table in (*schema.TABLES, *schema.COMPARISON_TABLES, *schema.CALIBRATION_TABLES):
        lines += _table(table, table.name)
    lines += [
        "",
        "# The store",
        "",
        "What `Store` gives, and then what its file holds beside the tables of runs. Times are UTC.",
    ]
    for table in store_schema.RESULT_TABLES:
        lines += _table(table, table.name)
    for table in store_schema.STORED_TABLES:
        lines += _table(table, f"{table.name} in the file")
    return "\n".join(lines) + "\n"


def _table(table: schema.Table, title: str) -> list[str]:
    lines = ["", f"## {title}", "", f"One row: {table.row}.", "", "| column | type | meaning | null |", "|---|---|---|---|"]
    for column in table.columns:
        details = ", ".join(part for part in (column.unit, _range(column)) if part)
        meaning = f"{column.meaning} ({details})" if details else column.meaning
        lines.append(f"| {column.name} | {column.dtype} | {_cell(meaning)} | {_cell(column.null)} |")
    return lines


def _range(column: schema.Column) -> str:
    if column.low is None and column.high is None:
        return ""
    if column.high is None:
        return f"at least {column.low:g}"
    return f"{column.low:g} to {column.high:g}"


def cli_page() -> str:
    """Return the help of every command."""
    return "# Command line\n" + "".join(_help(cli, "promptsmith", None))


def _help(command: click.Command, name: str, parent: click.Context | None) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    context.help_option_names = ["-h", "--help"]
    yield f"\n## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            yield from _help(command.commands[child], child, context)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def differences(made: dict[Path, str]) -> list[str]:
    """Return what is missing, different or left over below docs/."""
    found = []
    for path, text in made.items():
        file = DOCS / path
        name = file.resolve().relative_to(DOCS.resolve().parent)
        if not file.exists():
            found.append(f"{name} is missing")
        elif file.read_text(encoding="utf-8") != text:
            found.append(f"{name} differs from the code")
    found += [f"docs/{path} belongs to no rule" for path in _leftovers(made)]
    return found


def _leftovers(made: dict[Path, str]) -> list[Path]:
    present = sorted(file.relative_to(DOCS) for file in (DOCS / "rules").glob("*.md"))
    return [path for path in present if path not in made]


def main() -> None:
    """Write or check the pages."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 when a page differs")
    made = pages()
    if parser.parse_args().check:
        found = differences(made)
        for line in found:
            print(line)
        if found:
            sys.exit("Run `make docs` and commit the result.")
        print(f"{len(made)} generated pages agree with the code.")
        return
    for path in _leftovers(made):
        (DOCS / path).unlink()
    for path, text in made.items():
        (DOCS / path).parent.mkdir(parents=True, exist_ok=True)
        (DOCS / path).write_text(text, encoding="utf-8")
    print(f"{len(made)} pages written.")


if __name__ == "__main__":
    main()
