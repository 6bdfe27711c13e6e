"""`ps.compare` of prompts: findings, limits, and scores that are tied where intervals overlap."""

import pytest

import promptsmith as ps
from promptsmith import schema
from promptsmith.compare.prompt_changes import finding_changes, rank_prompts, score_differences
from promptsmith.comparing import PromptComparison

OLD = "Write something nice about the product. Use at most 200 words."
NEW = "Write three benefits of the kettle for campers. Use at most 100 words."


def row(overall: float | None, low: float | None, high: float | None) -> dict[str, object]:
    dimensions = dict.fromkeys(("clarity", "specificity", "structure", "completeness"), 0.5)
    return {**dimensions, "overall": overall, "overall_low": low, "overall_high": high, "score_status": "abstained: too short"}


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ((0.5, 0.4, 0.6), (0.7, 0.6, 0.8), "tied"),
        ((0.5, 0.4, 0.6), (0.7, 0.61, 0.8), "higher"),
        ((0.5, 0.4, 0.6), (0.3, 0.2, 0.39), "lower"),
        ((0.5, 0.4, 0.6), (None, None, None), "not judged"),
    ],
)
def test_scores_differ_only_where_intervals_have_no_common_point(
    old: tuple[float, ...], new: tuple[float, ...], verdict: str
) -> None:
    overall = score_differences(row(*old), row(*new))[-1]

    assert (overall["score"], overall["verdict"]) == ("overall", verdict)


def test_a_score_without_an_interval_is_not_judged() -> None:
    clarity = score_differences(row(0.5, 0.4, 0.6), row(0.5, 0.4, 0.6))[0]

    assert (clarity["verdict"], clarity["difference"]) == ("not judged", 0.0)
    assert clarity["reason"] == "this score has no interval, so a difference cannot be judged"


def test_a_missing_score_says_why() -> None:
    overall = score_differences(row(0.5, 0.4, 0.6), row(None, None, None))[-1]

    assert overall["reason"] == "the prompt has no score (abstained: too short)"


def test_findings_are_counted_on_both_sides() -> None:
    def found(code: str) -> dict[str, str]:
        return {"code": code, "name": code.lower(), "severity": "warning", "message": f"{code} here"}

    changes = finding_changes([found("A1"), found("B2"), found("B2"), found("C3")], [found("B2"), found("C3"), found("D4")])

    assert {(change["code"], change["change"], change["n_old"], change["n_new"]) for change in changes} == {
        ("A1", "removed", 1, 0),
        ("B2", "fewer", 2, 1),
        ("C3", "same", 1, 1),
        ("D4", "added", 0, 1),
    }


def test_two_prompts_are_compared_by_findings_limits_and_scores() -> None:
    comparison = ps.compare(OLD, NEW, names=["old", "new"])

    assert isinstance(comparison, PromptComparison)
    assert "SPC102" in comparison.finding_changes.query("change == 'removed'")["code"].tolist()
    assert comparison.constraint_changes[["prompt_id", "change"]].to_dict("list") == {
        "prompt_id": ["new", "new"],
        "change": ["added", "tightened"],  # three benefits, 100 words
    }
    old, new = (ps.evaluate(prompt).row(0)["overall"] for prompt in (OLD, NEW))
    overall = comparison.table("score_differences").to_pylist()[-1]
    assert (overall["old"], overall["new"], overall["difference"]) == (old, new, pytest.approx(new - old))


def test_the_same_prompt_twice_is_tied() -> None:
    comparison = ps.compare(NEW, NEW)

    assert comparison.sentences[0].startswith("B and A: tied; overall ")
    assert comparison.sentences[0].endswith("the intervals overlap.")
    assert comparison.sentences[1:] == [
        f"Rules with findings in B beside A: none differ, {comparison.table('finding_changes').num_rows} the same.",
        "Limits in B beside A: no change.",
    ]


def test_more_prompts_are_each_compared_with_the_first() -> None:
    comparison = ps.compare([OLD, NEW, OLD])

    assert comparison["prompt_id"].tolist() == ["B"] * 5 + ["C"] * 5
    assert comparison.prompts["prompt_id"].tolist() == ["A", "B", "C"]


def test_tables_follow_their_declaration() -> None:
    comparison = ps.compare(OLD, NEW, "")

    declared = {table.name: table for table in (*schema.TABLES, *schema.COMPARISON_TABLES)}
    for name, table in comparison.tables.items():
        assert schema.check(declared[name], table) == [], name


def test_an_empty_prompt_is_not_judged_and_is_an_error() -> None:
    comparison = ps.compare(OLD, "")

    assert comparison.errors["prompt_id"].tolist() == ["B"]
    assert comparison.sentences[0] == "B and A: not judged, because the prompt has no score (failed: empty)."


def test_equal_calls_give_equal_bytes() -> None:
    assert ps.compare(OLD, NEW).to_json() == ps.compare(OLD, NEW).to_json()


def test_the_result_is_shown_as_text_and_as_html() -> None:
    comparison = ps.compare(OLD, NEW)

    assert "Findings that differ" in repr(comparison)
    assert "<table>" in comparison._repr_html_()


def test_one_prompt_alone_is_refused() -> None:
    with pytest.raises(ps.InputError, match="One prompt cannot be compared with itself"):
        ps.compare(OLD)


def test_a_prompt_beside_a_frame_is_refused() -> None:
    with pytest.raises(ps.InputError, match="each is a string; the first is dict"):
        ps.compare({"a": [1]}, NEW)  # type: ignore[call-overload]


def test_names_are_as_many_as_prompts_and_different() -> None:
    with pytest.raises(ps.InputError, match="There are 2 prompts; give as many different names"):
        ps.compare(OLD, NEW, names=["one", "one"])


def ranked(**rows: tuple[float | None, float | None, float | None]) -> dict[str, tuple[int | None, str]]:
    told = rank_prompts([{**row(*scores), "prompt_id": name} for name, scores in rows.items()])
    return {one["name"]: (one["rank"], one["verdict"]) for one in told}


def test_prompts_are_ranked_by_overall_and_those_whose_interval_meets_the_best_are_tied() -> None:
    ranks = ranked(a=(0.3, 0.2, 0.39), b=(0.7, 0.6, 0.8), c=(0.65, 0.5, 0.66), d=(None, None, None))

    assert ranks == {"b": (1, "best"), "c": (2, "tied with the best"), "a": (3, "lower"), "d": (None, "not judged")}
    assert list(ranks) == ["b", "c", "a", "d"]


def test_equal_scores_share_a_rank_and_none_is_the_best() -> None:
    ranks = ranked(a=(0.5, 0.4, 0.6), b=(0.5, 0.4, 0.6), c=(0.3, 0.2, 0.4))

    assert ranks == {"a": (1, "tied with the best"), "b": (1, "tied with the best"), "c": (3, "tied with the best")}


def test_three_prompts_are_ranked_in_words_too() -> None:
    result = ps.compare("Make it better", "Create a PostgreSQL table users with id, name and email.", "Make it better")

    assert [entry["name"] for entry in result.ranking] == ["B", "A", "C"]
    assert result.sentences[0].startswith("B scores highest, overall 0.")


def test_a_test_input_goes_into_the_placeholder_or_below_the_prompt_and_is_judged_with_it() -> None:
    prompts = ("Summarize the text below in 3 sentences.", "Summarize {{input}} in 3 sentences.")
    without, with_it = ps.compare(*prompts), ps.compare(*prompts, test_input="The minutes of May 4")

    assert with_it.table("prompts")["prompt"].to_pylist() == [
        "Summarize the text below in 3 sentences.\n\n<input>\nThe minutes of May 4\n</input>",
        "Summarize The minutes of May 4 in 3 sentences.",
    ]
    missing = [[change["code"] for change in result.table("finding_changes").to_pylist()] for result in (without, with_it)]
    assert missing[0] != missing[1]


def test_a_test_input_has_no_meaning_for_a_table() -> None:
    with pytest.raises(ps.InputError, match="test_input= is for prompts"):
        ps.compare({"a": [1, 0], "b": [0, 1]}, variants=["a", "b"], test_input="x")  # type: ignore[call-overload]
