"""Safe fixes: applied in the user's own words, never in what must stay byte for byte."""

from __future__ import annotations

from collections.abc import Sequence

from promptsmith.rewrite.edits import Edit
from promptsmith.rewrite.rewriter import Missing
from promptsmith.rules._rule import Finding
from promptsmith.text.document import Document


def test_a_safe_fix_is_applied_and_recorded(rewritten, replacing) -> None:
    text = "Write a po\u200bem about the sea and the wind for my brother."
    findings, rules = replacing(text, "\u200b", "")
    result = rewritten(text, findings=findings, rules=rules)
    assert result.refined == "Write a poem about the sea and the wind for my brother."
    assert result.edits == (Edit(10, 11, "\u200b", "", "TST100"),)
    assert result.rules_applied == ("TST100",)
    assert all(item.holds for item in result.proof)


def test_an_unsafe_fix_and_a_finding_of_an_unknown_rule_are_not_applied(rewritten, replacing) -> None:
    text = "Write the the poem about the sea."
    findings, rules = replacing(text, "the the", "the", fix="unsafe")
    assert rewritten(text, findings=findings, rules=rules).refined == text
    assert rewritten(text, findings=findings, rules={}).refined == text


def test_no_fix_reaches_into_quotes_code_data_examples_or_placeholders(rewritten, replacing) -> None:
    text = (
        'Translate "a teh b" into Spanish and keep `teh` and {{teh}}.\n\n```\nteh = 1\n```\n\n<data>\nteh\n</data>\n\n'
        "<example>\nteh\n</example>\n\nThen check teh result."
    )
    findings, rules = replacing(text, "teh", "the")
    assert len(findings) == 7
    assert rewritten(text, findings=findings, rules=rules).refined == text.replace("check teh", "check the")


def test_a_fix_that_takes_a_negation_away_is_refused(rewritten, replacing) -> None:
    text = "Do not mention competitors in the newsletter for our members."
    findings, rules = replacing(text, "not ", "")
    result = rewritten(text, findings=findings, rules=rules)
    assert result.refined == text
    assert result.refused == "negations: TST100 changes them in 'not'; limits: 1 before, 0 after"
    assert result.proof[0].detail == f"the text is unchanged: {result.refused}"


def test_a_fix_that_changes_a_number_is_refused(rewritten, replacing) -> None:
    text = "Write at most 50 words about the sea and the harbour."
    findings, rules = replacing(text, "50", "500")
    result = rewritten(text, findings=findings, rules=rules)
    assert result.refined == text
    assert result.refused is not None
    assert result.refused.startswith("numbers: TST100 changes them")


def test_removing_a_copy_keeps_the_first_and_closes_the_gap(rewritten, replacing) -> None:
    text = "Summarise the report. Never use more than 3 names. Add a title. Never use more than 3 names. Keep it dry."
    copy = text.rindex("Never use more than 3 names.")
    _, rules = replacing(text, "x", "")
    finding = Finding(copy, copy + len("Never use more than 3 names."), "copy", replacement="", code="TST100")
    result = rewritten(text, intent="analyze", findings=[finding], rules=rules)
    assert result.refined == "Summarise the report. Never use more than 3 names. Add a title. Keep it dry."
    assert all(item.holds for item in result.proof)


def test_removing_a_list_item_takes_its_mark_along(rewritten, replacing) -> None:
    text = "Summarise the report:\n- use plain words here\n- name the author\n- use plain words here\n- keep it dry"
    start = text.rindex("use plain")
    _, rules = replacing(text, "x", "")
    finding = Finding(start, start + len("use plain words here"), "copy", replacement="", code="TST100")
    result = rewritten(text, intent="analyze", findings=[finding], rules=rules)
    assert result.refined == "Summarise the report:\n- use plain words here\n- name the author\n- keep it dry"


def test_removing_what_stands_nowhere_else_with_a_negation_is_refused(rewritten, replacing) -> None:
    text = "Summarise the report. Never name the author. Keep it dry and short for the readers."
    findings, rules = replacing(text, r"Never name the author\.", "")
    assert rewritten(text, intent="analyze", findings=findings, rules=rules).refined == text


def test_an_unclosed_fence_is_closed_and_the_code_inside_stays(rewritten, replacing) -> None:
    text = "Explain what this code does to a beginner:\n\n```python\nfor x in y:\n    print(x)"
    start = text.index("```")
    _, rules = replacing(text, "x", "")
    finding = Finding(start, len(text), "open", replacement=text[start:] + "\n```", code="TST100")
    result = rewritten(text, intent="explain", findings=[finding], rules=rules)
    assert result.refined == text + "\n```"
    assert result.edits == (Edit(len(text), len(text), "", "\n```", "TST100"),)
    assert all(item.holds for item in result.proof)


def test_what_a_fix_brings_to_light_is_fixed_too_and_edits_refer_to_the_original(rewritten, replacing) -> None:
    text = "Write a poem. Keep the rhyme. Ke\u200bep the rhyme. Name the sea."
    _, rules = replacing(text, "x", "")

    def findings_of(given: str) -> list[Finding]:
        if "\u200b" in given:
            place = given.index("\u200b")
            return [Finding(place, place + 1, "invisible", replacement="", code="TST100")]
        first, last = given.find("Keep the rhyme."), given.rfind("Keep the rhyme.")
        return [] if first == last else [Finding(last, last + 15, "copy", replacement="", code="TST100")]

    def reread(given: str) -> tuple[Document, Sequence[Finding], Sequence[Missing]]:
        return Document.of(given), findings_of(given), ()

    result = rewritten(text, findings=findings_of(text), rules=rules, reread=reread)
    assert result.refined == "Write a poem. Keep the rhyme. Name the sea."
    assert result.edits == (Edit(29, 46, " Ke\u200bep the rhyme.", "", "TST100"),)
    assert all(item.holds for item in result.proof)
