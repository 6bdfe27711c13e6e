"""The command line. It reads arguments, calls the public functions and writes tables; it holds no logic of its own.

Exit codes: 0 clean, 1 findings at or above ``--fail-on``, 2 a mistake in the call, 3 some rows could not be used, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from promptsmith.cli_serve import mcp, serve, token
from promptsmith.config import BUILT_IN_DOMAINS, MAX_CHARACTERS, SEVERITIES, TEMPLATE_TYPES, TONES
from promptsmith.errors import PromptSmithError, UnknownNameError, unknown
from promptsmith.version import VERSION

if TYPE_CHECKING:
    from promptsmith.cli_sources import Combined, Source

FOUND, USAGE, ROWS_FAILED, DEFECT, INTERRUPTED, PIPE_CLOSED = 1, 2, 3, 70, 130, 141
"""Exit codes; 70 is a defect of ours (it must not look like findings), the last two are what a shell reports for these signals."""

EVALUATE_FORMATS = ("table", "json", "jsonl", "csv", "parquet", "html", "sarif")
LINT_FORMATS = (*EVALUATE_FORMATS, "junit", "github")
PROCESS_FORMATS = ("table", "json", "jsonl", "csv", "parquet")
CHECK_FORMATS = ("table", "json")
CALIBRATE_FORMATS = ("table", "json", "jsonl", "csv", "parquet", "html")
COMPARE_FORMATS = ("table", "json", "jsonl", "csv", "parquet")
CORPUS_FORMATS = ("table", "json", "jsonl", "csv", "parquet")
CORPUS_TABLES = (
    "corpus_prompts, corpus_findings, duplicates, shared_blocks, shared_block_places, drift, constraint_changes, coverage, "
    "checklist_coverage, errors"
)
RULES_FORMATS = ("table", "json", "jsonl", "csv")
INPUT_FORMATS = ("text", "jsonl", "json", "csv", "parquet")

Command = TypeVar("Command", bound=Callable[..., Any])


def _input_options(command: Command) -> Command:
    options = (
        click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."),
        click.option("--text", metavar="COLUMN", help="Column of the prompts; guessed when there is no doubt."),
        click.option("--id", metavar="COLUMN", help="Column of the ids; else prompt_id, else the row number from 0."),
        click.option("--domain", default="auto", show_default=True, help=f"auto or {', '.join(BUILT_IN_DOMAINS)}."),
        click.option(
            "--select",
            "--rule",
            "select",
            multiple=True,
            metavar="RULE",
            help="Run only this rule: code, name or first letters; repeatable. Beside --profile it is added.",
        ),
        click.option("--ignore", multiple=True, metavar="RULE", help="Leave this rule out; the more exact of both decides."),
        click.option("--profile", metavar="NAME", help="core, strict, or a domain; else every rule that is not off."),
        click.option(
            "--settings",
            type=click.Path(path_type=Path),
            metavar="FILE",
            help="Settings; else promptsmith.toml or pyproject.toml of the nearest folder upwards.",
        ),
        click.option(
            "--max-characters", type=int, default=MAX_CHARACTERS, show_default=True, help="Longest prompt to analyse."
        ),
        click.option(
            "--input-format",
            type=click.Choice(INPUT_FORMATS),
            default="text",
            show_default=True,
            help="What standard input (-) holds; text is one prompt.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def _output_options(formats: tuple[str, ...], tables: str) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        options = (
            click.option("--format", "format_", metavar="FORMAT", help=f"{', '.join(formats)}; else by the ending of -o."),
            click.option("--table", metavar="NAME", help=f"Table to write as json, jsonl, csv or parquet: {tables}."),
            click.option(
                "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; else standard output."
            ),
        )
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _fail_on(default: str) -> Callable[[Command], Command]:
    return click.option(
        "--fail-on",
        type=click.Choice((*SEVERITIES, "never")),
        default=default,
        show_default=True,
        help="Exit with 1 when there is a finding of this severity or a more harmful one.",
    )


def _weights_option(command: Command) -> Command:
    told = "Weight set: expert (the default), calibrated, or a JSON file that calibrate wrote."
    return click.option("--weights", metavar="NAME", help=told)(command)


def _lint_options(command: Command) -> Command:
    file = click.Path(path_type=Path, dir_okay=False)
    options = (
        click.option("--fix", is_flag=True, help="Make safe fixes in text and Markdown files, then list what is left."),
        click.option("--unsafe-fixes", is_flag=True, help="Make fixes too that may change what is meant."),
        click.option(
            "--diff", is_flag=True, help="Show the fixes as a unified diff and change nothing; exit with 1 if there are any."
        ),
        click.option("--baseline", type=file, metavar="FILE", help="Leave out the findings that this file knows."),
        click.option(
            "--write-baseline", "baseline_to_write", type=file, metavar="FILE", help="Write the present findings as known."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, package_name="promptsmith-lab", prog_name="promptsmith")
def cli() -> None:
    """Measure prompts: located findings, explained scores, and rewrites that keep what was said.

    SOURCE is a file (CSV, TSV, JSONL, JSON, Parquet, XLSX, TXT, Markdown), a Python source or a notebook with prompts marked
    "# promptsmith: prompt", a glob, a folder of text files and sources, - for standard input, or the words of one prompt between
    quotes.

    Exit codes: 0 clean, 1 findings at or above --fail-on, 2 a mistake in the call, 3 some rows could not be used.
    """


@cli.command()
@_input_options
@_weights_option
@_output_options(EVALUATE_FORMATS, "prompts, findings, constraints, errors, tokens, entities")
@_fail_on("never")
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="PLACE",
    help="For inputs larger than memory: read one Parquet or DuckDB source in chunks and write every table as Parquet parts into "
    "this folder, or into this .duckdb file. There, --table names the table to read of a DuckDB file.",
)
@click.option("--resume", is_flag=True, help="Take up what an earlier call left in --to.")
@click.option("--chunk-rows", type=click.IntRange(min=1), metavar="NUMBER", help="Rows of a chunk of --to; 10,000 by default.")
@click.pass_context
def evaluate(
    context: click.Context,
    /,
    format_: str | None,
    table: str | None,
    output: Path | None,
    fail_on: str,
    to: Path | None,
    resume: bool,
    chunk_rows: int | None,
    **call: Any,
) -> None:
    """Measure prompts and print a table of scores, or write every table and report.

    \b
    promptsmith evaluate "Write a query that lists late orders."
    promptsmith evaluate prompts.csv --text prompt -o report.html
    promptsmith evaluate million.parquet --to evaluated/ --resume
    """
    from promptsmith import cli_output

    if to is not None:
        if format_ or output:
            raise click.UsageError("--to writes every table into its place: leave --format and -o out.")
        context.exit(_evaluate_chunks(call, to, resume, chunk_rows, table, fail_on))
    if resume or chunk_rows:
        raise click.UsageError("--resume and --chunk-rows belong to --to PLACE.")

    chosen = cli_output.choose_format(format_, output, EVALUATE_FORMATS)
    result = _evaluated(context, call, include=(table,) if table in ("tokens", "entities") else ())
    if chosen == "table":
        cli_output.write_text(_evaluation_text(result), output)
    else:
        cli_output.write_result(result, chosen, table, "prompts", output)
    context.exit(_exit_code(result, fail_on))


@cli.command()
@_input_options
@_output_options(LINT_FORMATS, "findings, prompts, constraints, errors")
@_fail_on("error")
@_lint_options
@click.pass_context
def lint(
    context: click.Context,
    /,
    format_: str | None,
    table: str | None,
    output: Path | None,
    fail_on: str,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    baseline: Path | None,
    baseline_to_write: Path | None,
    **call: Any,
) -> None:
    """List findings as file:row:line:column CODE severity message, each with its place underlined.

    Rows count from 0 as prompt_id does; lines and columns count from 1. A text file has no row; in a Python source they are the
    file's, in a notebook those of the cell.

    \b
    promptsmith lint prompts/ --fail-on warning
    promptsmith lint app.py notebook.ipynb --format github
    promptsmith lint prompts/ --fix --diff
    promptsmith lint prompts/ --write-baseline known.json
    """
    from promptsmith import cli_output
    from promptsmith.report.text import finding_lines, totals

    chosen = cli_output.choose_format(format_, output, LINT_FORMATS)
    if unsafe_fixes and not (fix or diff):
        raise click.UsageError("--unsafe-fixes says which fixes are made: give --fix or --diff too.")
    sources = _find_sources(context, call)
    if fix or diff:
        changed = _fix(call, sources, unsafe_fixes, diff)
        if diff or not all(source.files for source in sources):
            context.exit(FOUND if diff and changed else 0)
    result = _without_known(_evaluated(context, call, sources=sources), call, baseline, baseline_to_write)
    if chosen == "table":
        cli_output.write_lines(finding_lines(result, result.origins), output)
        cli_output.tell(totals(result))
    else:
        cli_output.write_result(result, chosen, table, "findings", output, fail_on=fail_on)
    context.exit(_exit_code(result, fail_on))


@cli.command()
@_input_options
@_weights_option
@click.option("--tone", default="professional", show_default=True, help=f"{', '.join(TONES)}.")
@click.option("--context", "background", metavar="TEXT", help="Background for the system prompt, quoted as data.")
@click.option("--var", "variables", multiple=True, metavar="NAME=VALUE", help="Value of a placeholder; repeatable.")
@click.option("--template", default="basic", show_default=True, help=f"{', '.join(TEMPLATE_TYPES)}, or a Jinja2 file.")
@_output_options(PROCESS_FORMATS, "processed, errors")
@click.pass_context
def process(
    context: click.Context,
    /,
    tone: str,
    background: str | None,
    variables: Sequence[str],
    template: str,
    format_: str | None,
    table: str | None,
    output: Path | None,
    **call: Any,
) -> None:
    """Rewrite prompts without changing what was said, and show the proof.

    \b
    promptsmith process brief.md --domain branding --tone formal
    promptsmith process prompts.jsonl --var audience=nurses -o processed.parquet
    """
    import promptsmith as ps
    from promptsmith import cli_output
    from promptsmith.report.text import processed_text

    chosen = cli_output.choose_format(format_, output, PROCESS_FORMATS)
    arguments = {
        "tone": tone,
        "context": background,
        "variables": _variables(variables),
        "template": _template(template),
    }
    result = _run(context, ps.process, call, arguments)
    if chosen == "table":
        cli_output.write_text(processed_text(result), output)
    else:
        cli_output.write_result(result, chosen, table, "processed", output)
    context.exit(ROWS_FAILED if cli_output.tell_errors(result) else 0)


@cli.command()
@click.argument("prompt", metavar="PROMPT")
@click.argument("answer", metavar="OUTPUT")
@click.option("--format", "format_", metavar="FORMAT", help=f"{', '.join(CHECK_FORMATS)}; else by the ending of -o.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="File to write; else standard output.")
@click.pass_context
def check(context: click.Context, prompt: str, answer: str, format_: str | None, output: Path | None) -> None:
    """Check the answer OUTPUT against the limits that PROMPT states. Each is a text file, - or words between quotes.

    Exits with 1 when a limit is violated.

    \b
    promptsmith check brief.md answer.md
    """
    import promptsmith as ps
    from promptsmith import cli_check, cli_output
    from promptsmith.report.checks import check_text

    chosen = cli_output.choose_format(format_, output, CHECK_FORMATS)
    texts = cli_check.read_texts((prompt, answer))
    result = ps.check_output(*texts)
    if chosen == "table":
        cli_output.write_text(check_text(result, texts[1]), output)
    else:
        cli_output.write_result(result, chosen, None, "checks", output)
    failed = ROWS_FAILED if cli_output.tell_errors(result) else 0
    context.exit(failed or (0 if result.is_satisfied else FOUND))


@cli.command()
@click.argument("path", metavar="PATH")
@click.option("--text", metavar="COLUMN", help="Column of the prompts; guessed when there is no doubt.")
@click.option("--id", metavar="COLUMN", help="Column of the ids; else prompt_id, else the row number from 0.")
@click.option("--group", metavar="COLUMN", help="Column that says which prompt a row is a version of.")
@click.option("--version", metavar="COLUMN", help="Column that orders the versions of a group; else the order of rows does.")
@click.option("--least-similarity", type=float, default=0.5, show_default=True, help="Smallest similarity of a listed pair.")
@click.option("--neighbours", type=int, default=5, show_default=True, help="Most similar prompts listed for each prompt.")
@click.option(
    "--shared-by",
    type=int,
    default=3,
    show_default=True,
    help="Different prompts from which on a block of text is a shared one.",
)
@click.option("--max-characters", type=int, default=MAX_CHARACTERS, show_default=True, help="Longest prompt to read.")
@_output_options(CORPUS_FORMATS, CORPUS_TABLES)
@click.pass_context
def corpus(
    context: click.Context, /, path: str, format_: str | None, table: str | None, output: Path | None, **call: Any
) -> None:
    """Look at all prompts of PATH together: copies, similar prompts, shared blocks, coverage, and drift between versions.

    PATH is a file, a folder of text files or a glob, as in evaluate. Nothing found here fails the command.

    \b
    promptsmith corpus prompts.csv --text prompt
    promptsmith corpus history.jsonl --group name --version version --table drift --format csv
    """
    import promptsmith as ps
    from promptsmith import cli_output
    from promptsmith.report.corpus import corpus_text

    chosen = cli_output.choose_format(format_, output, CORPUS_FORMATS)
    with cli_output.progress_bar() as draw:
        result = ps.corpus(Path(path), progress=draw, **call)
    if chosen == "table":
        cli_output.write_text(corpus_text(result), output)
    else:
        cli_output.write_result(result, chosen, table, "corpus_prompts", output)
    context.exit(ROWS_FAILED if cli_output.tell_errors(result) else 0)


@cli.command(name="compare")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--by", metavar="COLUMN", help="Column of the variants, in a table with one row per variant and item.")
@click.option("--item", metavar="COLUMN", help="Column of the items.")
@click.option("--outcome", metavar="COLUMN", help="Column of the outcome; or overall, clarity, ... to score the prompts.")
@click.option(
    "--variant", "variants", multiple=True, metavar="NAME", help="Column of a variant, in a table with a row per item."
)
@click.option("--cluster", metavar="COLUMN", help="Column of the clusters of items that resemble each other.")
@click.option("--text", metavar="COLUMN", help="Column of the prompts, when they are scored.")
@click.option("--better", metavar="WHICH", help="higher (the default) or lower outcomes are better.")
@click.option("--test", metavar="NAME", help="mcnemar, wilcoxon, permutation or auto (the default: by the kind of outcome).")
@click.option("--correction", metavar="NAME", help="holm (the default), bh or none.")
@click.option("--level", type=float, metavar="SHARE", help="Coverage of intervals; 0.95 by default.")
@click.option(
    "--margin", type=float, metavar="NUMBER", help="Largest difference that does not matter: asks for the equivalence test."
)
@click.option("--power", type=float, metavar="SHARE", help="Chance with which planned items find a difference; 0.8 by default.")
@click.option("--repeats", metavar="WHICH", help="refuse (the default) several rows per variant and item, or take their mean.")
@click.option("--missing", metavar="WHICH", help="pairwise (the default), or complete: only items that all variants have.")
@click.option("--resamples", "n_resamples", type=int, metavar="NUMBER", help="Resamples of bootstrap and permutation.")
@click.option("--seed", type=int, metavar="NUMBER", help="Seed of both; 0 by default.")
@click.option("--domain", metavar="NAME", help=f"Domain of the prompts: auto or {', '.join(BUILT_IN_DOMAINS)}.")
@click.option("--name", "names", multiple=True, metavar="NAME", help="Name of a prompt, one for each; else A, B, C.")
@click.option(
    "--input-format", type=click.Choice(INPUT_FORMATS), default="csv", show_default=True, help="What - holds as a table."
)
@_output_options(
    COMPARE_FORMATS, "pairs, variants, cluster_ranks, dropped; for prompts score_differences, finding_changes, ..."
)
@click.pass_context
def compare_(
    context: click.Context,
    /,
    sources: Sequence[str],
    input_format: str,
    format_: str | None,
    table: str | None,
    output: Path | None,
    **call: Any,
) -> None:
    """Compare variants on the same items by paired statistics, or prompts by findings, limits and score intervals.

    One SOURCE is a table of outcomes; two or more are prompts: text files, - or words between quotes, each compared with the first.

    \b
    promptsmith compare outcomes.csv --by variant --item item --outcome correct
    promptsmith compare costs.csv --item case --variant short --variant long --better lower --margin 0.01
    promptsmith compare old.md new.md
    """
    from promptsmith import cli_compare, cli_output

    chosen = cli_output.choose_format(format_, output, COMPARE_FORMATS)
    result = cli_compare.compare(sources, call, input_format, context.with_resource)
    if chosen == "table":
        cli_output.write_text(repr(result), output)
    else:
        cli_output.write_result(result, chosen, table, result.main, output)
    context.exit(ROWS_FAILED if cli_output.tell_errors(result) else 0)


@cli.command(name="calibrate")
@click.argument("source", metavar="FILE")
@click.option("--label", required=True, metavar="COLUMN", help="Column of the labels: numbers or flags, higher is better.")
@click.option("--kind", metavar="KIND", help="rating (the default), pair or outcome.")
@click.option("--group", metavar="COLUMN", help="Column of groups that are never split; needed for pairs.")
@click.option("--domain", metavar="NAME", help="auto, or the column of domains: fit each by itself; a domain: of every prompt.")
@click.option("--text", metavar="COLUMN", help="Column of the prompts; guessed when there is no doubt.")
@click.option("--id", metavar="COLUMN", help="Column of the ids; else prompt_id, else the row number from 0.")
@click.option("--scale", type=float, nargs=2, metavar="LOW HIGH", help="Ends of the scale; else lowest and highest label.")
@click.option("--parts", metavar="NAME", help="What the dimensions are made of: calibrated (the default) or expert.")
@click.option("--name", metavar="NAME", help="Name of the weight set; else fitted.")
@click.option("--version", type=int, metavar="NUMBER", help="Version of the weight set; else 1.")
@click.option("--seed", type=int, metavar="NUMBER", help="Seed of folds and resamples; 0 by default.")
@click.option("--report", type=click.Path(path_type=Path), metavar="FILE", help="Write the report as an HTML page.")
@click.option("--weights-to", type=click.Path(path_type=Path), metavar="FILE", help="Write the weight set as JSON.")
@click.option(
    "--input-format", type=click.Choice(INPUT_FORMATS), default="csv", show_default=True, help="What - holds as a table."
)
@_output_options(CALIBRATE_FORMATS, "figures, fitted_weights, reliability, unused, errors")
@click.pass_context
def calibrate_(
    context: click.Context,
    /,
    source: str,
    report: Path | None,
    weights_to: Path | None,
    input_format: str,
    format_: str | None,
    table: str | None,
    output: Path | None,
    **call: Any,
) -> None:
    """Fit the weights of the score to labels of your own, and say what they are worth on groups left out.

    \b
    promptsmith calibrate rated.csv --label rating --report out.html --weights-to mine.json
    promptsmith calibrate pairs.csv --label better --kind pair --group pair
    promptsmith evaluate prompts.csv --weights mine.json
    """
    from promptsmith import cli_calibrate, cli_output

    chosen = cli_output.choose_format(format_, output, CALIBRATE_FORMATS)
    result = cli_calibrate.calibrate(source, call, input_format, context.with_resource)
    for line in cli_calibrate.write(result, report, weights_to):
        cli_output.tell(line)
    if chosen == "table":
        cli_output.write_text(repr(result), output)
    elif chosen == "html":
        result.to_html(output) if output is not None else cli_output.write_text(result._repr_html_(), None)
    else:
        cli_output.write_result(result, chosen, table, result.main, output)
    context.exit(ROWS_FAILED if cli_output.tell_errors(result) else 0)


@cli.command(name="rules")
@click.option("--domain", help="Only the rules of this domain.")
@_output_options(RULES_FORMATS, "rules")
def list_rules(domain: str | None, format_: str | None, table: str | None, output: Path | None) -> None:
    """List the rules."""
    from promptsmith import cli_output
    from promptsmith.report.rule_page import rules_table
    from promptsmith.report.text import rows_text
    from promptsmith.rules.profiles import known_rules

    chosen = cli_output.choose_format(format_, output, RULES_FORMATS)
    known = known_rules()
    domains = (*dict.fromkeys(rule.domain or "any" for rule in known.values()),)
    if domain is not None and domain not in domains:
        raise UnknownNameError(unknown("domain of rules", domain, domains))
    rules = {code: rule for code, rule in known.items() if domain in (None, rule.domain or "any")}
    listing = rules_table(rules)
    if chosen == "table":
        shown = listing.select(["code", "severity", "status", "domain", "languages", "fix", "summary"])
        cli_output.write_text(rows_text(shown.to_pylist(), width=90), output)
    else:
        from promptsmith.cli_sources import Combined

        result = Combined({"rules": listing}, "", "", VERSION, ())
        cli_output.write_result(result, chosen, table or "rules", "rules", output)


@cli.command()
@click.argument("code")
def explain(code: str) -> None:
    """Print the page of one rule: what, why, evidence, examples, fix and measured precision."""
    import promptsmith as ps
    from promptsmith import cli_output

    cli_output.write_text(ps.explain(code), None)


@cli.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("promptsmith-demo"),
    show_default=True,
    help="Folder to write.",
)
def demo(output: Path) -> None:
    """Evaluate and process the bundled prompts; print a table, write an HTML report and a DuckDB file."""
    from promptsmith import cli_demo

    cli_demo.run(output)


for _command in (serve, token, mcp):
    cli.add_command(_command)


def _evaluated(
    context: click.Context, call: dict[str, Any], include: Sequence[str] = (), sources: list[Source] | None = None
) -> Combined:
    import promptsmith as ps

    return _run(context, ps.evaluate, call, {"include": include}, sources)


def _find_sources(context: click.Context, call: dict[str, Any]) -> list[Source]:
    from promptsmith import cli_sources

    return cli_sources.find_sources(call["sources"], call["input_format"], context.with_resource)


def _fix(call: dict[str, Any], sources: list[Source], unsafe: bool, is_trial: bool) -> int:
    """Make the fixes of `lint`, or show them, and return how many prompts they change."""
    from promptsmith.cli_lint import Fixing
    from promptsmith.config import check_name
    from promptsmith.settings import rules_of_call

    check_name("domain", call["domain"], ("auto", *BUILT_IN_DOMAINS))
    domain = None if call["domain"] == "auto" else call["domain"]
    return Fixing(rules_of_call(**_chosen(call)), domain, call["max_characters"], unsafe, is_trial).fix(sources)


def _without_known(result: Combined, call: dict[str, Any], baseline: Path | None, baseline_to_write: Path | None) -> Combined:
    """Return what `lint` tells: the findings that no baseline knows."""
    from promptsmith import cli_lint
    from promptsmith.settings import read_settings, rules_of_call

    chosen = _chosen(call)
    if baseline_to_write is not None:
        return cli_lint.write_baseline(result, baseline_to_write)
    if baseline is None and chosen["settings"] is not None:
        baseline = read_settings(chosen["settings"]).baseline
    return result if baseline is None else cli_lint.without_known(result, baseline, rules_of_call(**chosen).codes)


def _run(
    context: click.Context,
    function: Callable[..., Any],
    call: dict[str, Any],
    arguments: dict[str, Any],
    sources: list[Source] | None = None,
) -> Combined:
    """Call ``function`` on every source and return the tables of all."""
    from promptsmith import cli_output, cli_sources

    sources = _find_sources(context, call) if sources is None else sources
    shared = {name: call[name] for name in ("text", "id", "domain", "max_characters")}
    shared |= {**_chosen(call), **arguments}
    if call.get("weights") is not None:
        shared["weights"] = call["weights"]
    has_tables = any(not source.is_text for source in sources)
    results = []
    with cli_output.progress_bar() as draw:
        for source in sources:
            # Beside tables, texts are allowed: they have no columns to name.
            named = {**shared, "text": None, "id": None} if source.is_text and has_tables else shared
            results.append(function(source.value, progress=draw, **named))
    suppressed = sum(int(getattr(result, "notes", {}).get("n_suppressed", 0)) for result in results)
    if suppressed:
        cli_output.tell(f"{suppressed:,} {'finding is' if suppressed == 1 else 'findings are'} suppressed by comments.")
    return cli_sources.combine(sources, results)


def _chosen(call: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that choose the rules of a call."""
    from promptsmith.settings import find_settings

    settings = call["settings"] or find_settings(Path.cwd())
    return {"rules": call["select"] or None, "ignore": call["ignore"], "profile": call["profile"], "settings": settings}


def _evaluation_text(result: Combined) -> str:
    from promptsmith.report.text import finding_lines, prompts_text, totals

    text = f"{prompts_text(result)}\n\n{totals(result)}"
    # One prompt is looked at closely; for many, the findings have a command of their own.
    if result.tables["prompts"].num_rows == 1 and result.tables["findings"].num_rows:
        return "\n".join([text, "", *finding_lines(result, result.origins)])
    return text


def _evaluate_chunks(
    call: dict[str, Any], to: Path, resume: bool, chunk_rows: int | None, table: str | None, fail_on: str
) -> int:
    from promptsmith import cli_chunks, cli_output

    named = ("text", "id", "domain", "max_characters", "weights")
    arguments = {name: call[name] for name in named} | _chosen(call) | {"table": table}
    if chunk_rows is not None:
        arguments["chunk_rows"] = chunk_rows
    run = cli_chunks.evaluate(call["sources"], to, resume, arguments)
    counts = cli_chunks.severities(run)
    cli_output.write_text(f"{run!r}\nfindings: {', '.join(f'{number:,} {name}' for name, number in counts.items())}", None)
    if run.rows.get("errors"):
        cli_output.tell(f"{run.rows['errors']:,} rows could not be used; the table 'errors' says why.")
        return ROWS_FAILED
    return _exit_for(counts, fail_on)


def _exit_code(result: Combined, fail_on: str) -> int:
    from promptsmith import cli_output
    from promptsmith.report.views import severity_totals

    if cli_output.tell_errors(result):
        return ROWS_FAILED
    return _exit_for(severity_totals(result), fail_on)


def _exit_for(counts: Mapping[str, int], fail_on: str) -> int:
    harmful = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return FOUND if any(counts[severity] for severity in harmful) else 0


def _variables(pairs: Sequence[str]) -> dict[str, str] | None:
    variables = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{pair!r} is not NAME=VALUE, for example audience=nurses.", param_hint="--var")
        variables[name] = value
    return variables or None


def _template(name: str) -> str:
    """Return a template type, or the source of a template file."""
    if name in TEMPLATE_TYPES:
        return name
    file = Path(name)
    if file.is_file():
        from promptsmith.text.formats import read_text

        return read_text(file, name)
    raise UnknownNameError(f"{unknown('template', name, TEMPLATE_TYPES)} Or give a file with a Jinja2 template.")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    from promptsmith.cli_output import PipeClosedError

    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character gets its number instead of an error.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = cli.main(list(arguments) if arguments is not None else None, prog_name="promptsmith", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except PromptSmithError as error:
        click.echo(f"Error: {error}", err=True)
        code = USAGE
    except (click.Abort, KeyboardInterrupt):
        code = INTERRUPTED
    except PipeClosedError:
        # The interpreter flushes standard output once more while it ends; that must fail quietly too.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = PIPE_CLOSED
    except Exception:
        import traceback

        traceback.print_exc()
        click.echo("This is a defect of PromptSmith, not of your call. Please report it with the lines above.", err=True)
        code = DEFECT
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
