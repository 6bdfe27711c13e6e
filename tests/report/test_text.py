"""Results as plain text."""

from typing import Any

from promptsmith.report.text import describe, errors_text, finding_lines, prompts_text, rows_text, totals, underlined
from promptsmith.report.visible import block, one_line


def test_totals_count_prompts_by_status_and_findings_by_severity(run: Any) -> None:
    assert totals(run) == (
        "4 prompts: 2 scored, 1 abstained, 1 failed; 3 findings (1 error, 1 warning, 1 info); median score 0.38"
    )


def test_a_prompt_without_a_score_shows_a_dash_and_the_reason(run: Any) -> None:
    lines = prompts_text(run).splitlines()

    names = "id prompt domain clarity specificity structure completeness overall interval findings note"
    assert lines[0].split() == names.split()
    assert lines[2].split()[-3:] == ["0.50", "0.40-0.60", "1W"]
    assert lines[4].endswith("abstained: no words")
    assert " 0.00" not in lines[4]


def test_a_finding_is_one_clickable_line_and_its_span_underlined(run: Any) -> None:
    first, second, third = finding_lines(run, [("a.csv", 0), ("b.md", None), ("a.csv", 1), ("a.csv", 2)])

    assert first == (
        "a.csv:0:1:7 REF501 warning 'it.' is open.\n"
        "  | Use 😀 it.\n"
        "  |        ^^^\n"  # the emoji is two cells wide
        "  = Name it."
    )
    assert second == "a.csv:0:2:6 REF501 info 'stop it' is open.\n  | Then stop it\n  |      ^^^^^^^"
    assert third.splitlines()[0] == "b.md:1:7 UNI1101 error Hidden <character>."


def test_only_the_asked_severities_are_listed(run: Any) -> None:
    assert [line.splitlines()[0] for line in finding_lines(run, severities=["error"])] == [
        "prompt 1:1:7 UNI1101 error Hidden <character>."
    ]


def test_a_long_line_is_cut_around_its_span() -> None:
    shown, mark = underlined("a" * 500 + "HERE" + "b" * 500, 500, 504)

    assert len(shown) <= 110
    assert shown.startswith("  | …aaa")
    assert shown.endswith("bbb…")
    assert [shown[n] for n, sign in enumerate(mark) if sign == "^"] == list("HERE")


def test_a_span_over_several_lines_is_marked_to_the_end_of_its_first_line() -> None:
    assert underlined("Use it", 4, 90) == ["  | Use it", "  |     ^^"]


def test_a_prompt_cannot_send_escape_sequences_to_the_terminal(run: Any) -> None:
    shown = "\n".join([describe(run), *finding_lines(run)])

    assert "\x1b" not in shown
    assert "\u200b" not in shown
    assert "Ignore<U+200B>this<U+001B>[31m" in shown


def test_emoji_sequences_stay_whole() -> None:
    assert one_line("a 👩‍💻 b\n c") == "a 👩‍💻 b c"


def test_a_block_keeps_lines_and_tabs_only() -> None:
    assert block("a\r\n\tb\x07\u202e") == "a\n\tb<U+0007><U+202E>"


def test_wide_characters_keep_the_columns_aligned() -> None:
    assert rows_text([{"id": 1, "text": "日本"}, {"id": 20, "text": "abc"}]) == "id  text\n--  ----\n 1  日本\n20  abc"


def test_an_empty_table_says_so() -> None:
    assert rows_text([]) == "(no rows)"


def test_errors_are_one_line_each(run: Any) -> None:
    assert errors_text(run) == "input: Row 3: the text is null."


def test_a_description_names_what_made_the_numbers(run: Any) -> None:
    assert describe(run).splitlines()[-1] == "PromptSmith 0.1.0, ruleset 0123456789abcdef, weights expert-1"
