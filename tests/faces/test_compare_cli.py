"""`promptsmith compare` for a table of outcomes and for prompts."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

Cli = Callable[..., "subprocess.CompletedProcess[str]"]
ROWS = "variant,item,correct\n" + "".join(
    f"{variant},{item},{value}\n"
    for variant, values in (("short", "1111111101"), ("long", "0000000011"))
    for item, value in enumerate(values)
)


def test_a_table_of_outcomes_gives_the_verdict(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "outcomes.csv").write_text(ROWS)

    done = cli("compare", "outcomes.csv", "--by", "variant", "--item", "item", "--outcome", "correct")

    assert (done.returncode, done.stderr) == (0, "")
    assert "short is better than long: difference 0.7" in done.stdout
    assert "p 0.039, odds ratio of the items that differ 8, n 10." in done.stdout


def test_standard_input_is_a_table_and_json_holds_everything(cli: Cli) -> None:
    done = cli("compare", "-", "--by", "variant", "--item", "item", "--outcome", "correct", "--format", "json", given=ROWS)

    told = json.loads(done.stdout)
    assert (told["pairs"][0]["p"], told["made"]["test"]) == (20 / 512, "mcnemar")


def test_one_table_can_be_chosen(cli: Cli) -> None:
    arguments = ("--by", "variant", "--item", "item", "--outcome", "correct", "--table", "variants", "--format", "csv")

    done = cli("compare", "-", *arguments, given=ROWS)

    assert done.stdout.splitlines()[0].startswith("variant,n_items,mean,low,high,rank")
    assert done.stdout.splitlines()[1].startswith('"short",10,0.9,')


def test_two_files_are_prompts(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text("Write something nice. Use at most 200 words.\n")
    (tmp_path / "new.md").write_text("Write three benefits of the kettle. Use at most 100 words.\n")

    done = cli("compare", "old.md", "new.md", "--name", "old", "--name", "new")

    assert done.returncode == 0
    assert "Limits in new beside old: 1 added, 1 tightened." in done.stdout


def test_an_empty_prompt_is_a_failed_row(cli: Cli) -> None:
    done = cli("compare", "Name three rivers.", "")

    assert done.returncode == 3
    assert done.stderr.startswith("B: empty:")


def test_two_tables_are_refused(cli: Cli) -> None:
    done = cli("compare", "a.csv", "b.csv")

    assert done.returncode == 2
    assert "Put the outcomes of all variants into one table." in done.stderr


def test_an_option_of_the_other_form_is_refused(cli: Cli) -> None:
    done = cli("compare", "Name three rivers.", "Name four rivers.", "--margin", "0.1")

    assert done.returncode == 2
    assert "--margin has no meaning for several prompts" in done.stderr


def test_one_prompt_is_refused(cli: Cli) -> None:
    done = cli("compare", "Name three rivers.")

    assert done.returncode == 2
    assert "Give a table of outcomes, or two prompts or more." in done.stderr
