"""The HTML page: exact spans, escaped text, no network, bounded size."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith import schema
from promptsmith.report.highlight import pieces
from promptsmith.report.html import html_fragment, html_page, worst_first, write_html


class Page(HTMLParser):
    """Collects tags, and the text of each highlighted span."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.marks: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if tag == "mark":
            self.marks.append((values["data-span"] or "", values["class"] or "", ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "mark" in self.open:
            span, severity, text = self.marks.pop()
            self.marks.append((span, severity, text + data))


def test_findings_are_highlighted_at_their_exact_spans(run: Any) -> None:
    assert Page(html_page(run)).marks == [
        ("6-9", "warning", "it."),
        ("15-22", "info", "stop it"),
        ("6-11", "error", "U+200Bthis"),
    ]


def test_a_prompt_is_data_and_never_markup(run: Any) -> None:
    page = html_page(run)

    assert "<b>&amp;</b>" not in page
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert "Hidden &lt;character&gt;." in page
    assert "\x1b" not in page
    assert Page(page).open == []


def test_what_was_not_measured_is_never_shown_as_zero(run: Any) -> None:
    page = html_page(run)

    assert "not measured: abstained: no words" in page
    assert 'title="failed: null">not measured<' in page
    assert "0.00" not in page


def test_rows_that_failed_are_listed_with_the_reason(run: Any) -> None:
    assert "Rows that could not be used: 1" in html_page(run)
    assert "Row 3: the text is null." in html_page(run)


def test_the_page_asks_for_nothing_from_the_network(run: Any) -> None:
    page = html_page(run)

    assert not [tag for tag, values in Page(page).tags if tag in ("link", "img", "iframe") or "src" in values]
    assert "http:" not in page
    assert "https:" not in page
    assert "url(" not in page


def test_the_same_run_gives_the_same_bytes(run: Any, tmp_path: Path) -> None:
    path = write_html(run, tmp_path / "report.html")

    assert path.read_text(encoding="utf-8") == html_page(run)


def test_a_notebook_shows_the_rows_with_the_same_escaping(run: Any) -> None:
    fragment = html_fragment(run)

    assert Page(fragment).open == []
    assert "4 prompts: 2 scored" in fragment
    assert "<b>&amp;" not in fragment
    assert "<html" not in fragment


def test_a_page_of_twenty_thousand_rows_stays_under_one_megabyte_and_says_what_it_leaves_out(run: Any) -> None:
    rows = 20_000
    prompts: dict[str, list[Any]] = {name: [None] * rows for name in schema.PROMPTS.names}
    prompts |= {"prompt_id": list(range(rows)), "prompt": ["&" * 2_000] * rows, "score_status": ["scored"] * rows}
    prompts |= {name: [n / rows for n in range(rows)] for name in ("clarity", "overall", "overall_low", "overall_high")}
    prompts |= {name: [20] * rows for name in ("n_errors", "n_warnings", "n_infos")}
    spans = 20 * 500
    found: dict[str, list[Any]] = {name: ["<" * 50] * spans for name in schema.FINDINGS.names}
    found |= {"prompt_id": [n // 20 for n in range(spans)], "start": [n % 20 for n in range(spans)], "end": [90] * spans}
    found |= {"severity": ["error"] * spans, "confidence": [None] * spans, "fixable": [False] * spans, "related": [[]] * spans}
    errors = {name: ["<" * 400] * rows for name in schema.ERRORS.names}
    large = type(run)(
        {
            "prompts": schema.build(schema.PROMPTS, prompts),
            "findings": schema.build(schema.FINDINGS, found),
            "errors": schema.build(schema.ERRORS, errors),
        }
    )

    page = html_page(large)

    assert 100_000 < len(page.encode("utf-8")) < 1_000_000
    assert "250 of 20,000 rows are shown" in page
    assert "The first 50 are shown." in page


def test_a_large_run_shows_the_most_harmful_prompts_first(run: Any) -> None:
    rows = 500
    prompts: dict[str, list[Any]] = {name: [None] * rows for name in schema.PROMPTS.names}
    prompts |= {"prompt_id": list(range(rows)), "score_status": ["scored"] * rows, "overall": [0.5] * rows}
    prompts |= {name: [0] * rows for name in ("n_errors", "n_warnings")}
    prompts["n_errors"][400] = 2
    prompts["n_warnings"][300] = 1
    prompts["overall"][200] = 0.1
    prompts["n_errors"][0] = prompts["n_warnings"][0] = prompts["overall"][0] = None

    order = worst_first(type(run)({"prompts": schema.build(schema.PROMPTS, prompts)}))

    assert order[:4] == [400, 300, 200, 1]
    assert order[-1] == 0


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=40),
    spans=st.lists(
        st.tuples(st.integers(0, 40), st.integers(1, 10), st.sampled_from(["error", "warning", "info"])), max_size=6
    ),
)
def test_pieces_cover_the_text_once_and_mark_exactly_the_found_characters(text: str, spans: list[tuple[int, int, str]]) -> None:
    findings = [
        {"start": start, "end": min(start + size, len(text)), "severity": severity, "code": "X", "message": "m"}
        for start, size, severity in spans
        if start < len(text)
    ]

    cut = pieces(text, findings, limit=1_000)

    assert "".join(text[piece.start : piece.end] for piece in cut) == text
    marked = {n for piece in cut if piece.severity for n in range(piece.start, piece.end)}
    assert marked == {n for found in findings for n in range(found["start"], found["end"])}
    for piece in cut:
        over = {found["severity"] for found in findings if found["start"] < piece.end and found["end"] > piece.start}
        assert piece.severity == next((name for name in ("error", "warning", "info") if name in over), "")
