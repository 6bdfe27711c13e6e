"""Every result in a notebook cell: prompts stay text, numbers stand in the text, and what matters comes first."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import promptsmith as ps
from promptsmith.report.diffs import word_changes

HOSTILE = (
    'Summarize </pre></style><script>window.hit=1</script><img src=x onerror="window.hit=1"> the text below in at most '
    "20 words \u202eand be quick, etc."
)
FRAME = pd.DataFrame({"prompt": [HOSTILE, HOSTILE, "Write a poem about the sea."]})


def _chunked(folder: Path) -> ps.ChunkedRun:
    FRAME.to_parquet(folder / "in.parquet")
    return ps.evaluate_chunks(folder / "in.parquet", to=folder / "<b>out")


def _stored(folder: Path) -> ps.Store:
    store = ps.Store(folder / "s.duckdb")
    store.save([HOSTILE], name="<script>")
    return store


RESULTS: dict[str, Callable[[Path], Any]] = {
    "run of one": lambda _: ps.evaluate([HOSTILE]),
    "run of three": lambda _: ps.evaluate(FRAME),
    "validation": lambda _: ps.validate(FRAME),
    "processing": lambda _: ps.process([HOSTILE, ""]),
    "checking": lambda _: ps.check_output([f"Say '{HOSTILE}'. Use at most 2 words."], [HOSTILE]),
    "limit changes": lambda _: ps.constraint_diff([f"Do not say '{HOSTILE}'."], ["Use at most 10 words."]),
    "redundant limits": lambda _: ps.redundant_limits("Use at most 100 words. Use at most 50 words."),
    "corpus": lambda _: ps.corpus(FRAME),
    "comparison": lambda _: ps.compare(HOSTILE, "Write a poem.", names=["<b>one</b>", "two"]),
    "explanation": lambda _: ps.evaluate([HOSTILE]).explain(0),
    "chunks": _chunked,
    "saved": lambda folder: ps.Store(folder / "s.duckdb").save([HOSTILE]),
    "found": lambda folder: _stored(folder).search(),
}


class Tags(HTMLParser):
    """Collects tags, attributes and the text outside style sheets; fails on a tag that is closed wrongly."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.text = ""
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += "" if "style" in self.open else data


@pytest.mark.parametrize("name", RESULTS)
def test_a_prompt_is_text_in_every_result(name: str, tmp_path: Path) -> None:
    fragment = RESULTS[name](tmp_path)._repr_html_()

    seen = Tags(fragment)

    assert seen.open == []
    assert not seen.tags & {"script", "img", "iframe", "link"}
    assert not {attribute for attribute in seen.attributes if attribute.startswith("on") or attribute in ("src", "href")}
    assert "\u202e" not in fragment


@pytest.mark.parametrize("name", RESULTS)
def test_every_result_has_a_text_for_where_html_is_not_shown(name: str, tmp_path: Path) -> None:
    text = repr(RESULTS[name](tmp_path))

    assert " object at 0x" not in text
    assert "\u202e" not in text
    assert len(text) < 10_000


def test_one_prompt_shows_scores_with_intervals_marked_text_and_what_to_change_first() -> None:
    run = ps.evaluate(["Write a SQL query for the best customers, using the table below."])
    row, first = run.row(0), run.advice()[0]

    fragment = run._repr_html_()

    assert f"{row['overall']:.2f}" in fragment
    assert f"{row['overall_low']:.2f} to {row['overall_high']:.2f}" in fragment
    assert ">the table below</mark>" in fragment
    assert "The first 3 things to change" in fragment
    assert f"{first['impact']} impact" in fragment


def test_advice_starts_with_the_greatest_impact_and_is_empty_without_a_score() -> None:
    run = ps.evaluate(["Write a SQL query for the best customers, using the table below.", "asdf qwer zxcv"])

    order = [("high", "medium", "low").index(entry["impact"]) for entry in run.advice(0)]

    assert order == sorted(order)
    assert ("high", "REF501") in [(entry["impact"], entry["source"]) for entry in run.advice(0)]
    assert run.advice(1) == []


def test_a_prompt_without_a_score_says_why() -> None:
    assert "No score: abstained: the words are not words of a language." in ps.evaluate(["asdf qwer zxcv"])._repr_html_()


def test_a_rewrite_is_shown_as_a_difference_with_its_proof() -> None:
    result = ps.process(["Create a landing page for our SaaS product. Make it modern."])
    row = result.row(0)
    assert row["refined"] != row["original"]

    seen = Tags(result._repr_html_())

    assert "ins" in seen.tags
    assert all(item["invariant"] in seen.text for item in row["proof"])


def test_word_changes_give_back_both_texts() -> None:
    before, after = "Write a nice poem,\nplease.", "Write a poem,\n\nin 3 lines."

    changes = word_changes(before, after)

    assert "".join(text for kind, text in changes if kind != "added") == before
    assert "".join(text for kind, text in changes if kind != "removed") == after


def test_the_words_of_a_status_carry_its_colour_and_not_the_colour_alone() -> None:
    fragment = ps.check_output("Answer in at most 5 words.", "I think that it is probably Rome.")._repr_html_()

    assert '<td class="sev error">violated</td>' in fragment
