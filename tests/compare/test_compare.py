"""`ps.compare` of variants over items: what it finds, what it calls tied, and what does not change its answer."""

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import promptsmith as ps
from promptsmith import schema

Simulated = Callable[..., dict[str, Any]]
PASSED = {"short": [1, 1, 1, 1, 1, 1, 1, 1, 0, 1], "long": [0, 0, 0, 0, 0, 0, 0, 0, 1, 1]}


def long_frame(wide: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(wide).melt(id_vars="item", var_name="variant", value_name="outcome")


def pairs_of(comparison: ps.Comparison) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = comparison.table("pairs").to_pylist()
    return rows


def test_a_pair_of_passes_and_failures_is_judged_by_exact_mcnemar() -> None:
    (pair,) = pairs_of(ps.compare(PASSED, variants=["short", "long"]))

    told = {name: pair[name] for name in ("a", "b", "n_used", "test", "p", "verdict", "effect", "effect_name", "difference")}
    assert told == {
        "a": "short",
        "b": "long",
        "n_used": 10,
        "test": "exact McNemar",
        "p": pytest.approx(20 / 512),
        "verdict": "a better",
        "effect": 8.0,
        "effect_name": "odds ratio of the items that differ",
        "difference": pytest.approx(0.7),
    }
    assert [pair[f"share_{name}"] for name in ("a_better", "equal", "b_better")] == [0.8, 0.1, 0.1]


def test_where_lower_is_better_the_other_one_is_better() -> None:
    (pair,) = pairs_of(ps.compare(PASSED, variants=["short", "long"], better="lower"))

    assert (pair["a"], pair["verdict"], pair["share_a_better"]) == ("long", "a better", 0.8)
    assert pair["difference"] == pytest.approx(-0.7)


def test_ratings_have_the_rank_biserial_correlation() -> None:
    ratings = {"a": [5, 4, 5, 3, 4], "b": [3, 3, 4, 3, 5]}  # differences 2, 1, 1, 0, -1: ranks 4 and three times 2

    (pair,) = pairs_of(ps.compare(ratings, variants=["a", "b"]))

    assert (pair["test"], pair["effect_name"]) == ("Wilcoxon signed-rank", "rank-biserial correlation")
    assert pair["effect"] == pytest.approx((4 + 2 + 2 - 2) / 10)


def test_numbers_have_mean_difference_over_its_spread() -> None:
    (pair,) = pairs_of(ps.compare({"a": [1.5, 2.5, 4.5], "b": [1.0, 1.0, 1.0]}, variants=["a", "b"]))

    assert (pair["test"], pair["effect_name"]) == ("permutation of signs", "d_z")
    assert pair["effect"] == pytest.approx(np.mean([0.5, 1.5, 3.5]) / np.std([0.5, 1.5, 3.5], ddof=1))


def test_tables_follow_their_declaration(simulated: Simulated) -> None:
    frame = long_frame(simulated([0, 0.5, 1], 30)).assign(topic=lambda f: f["item"].str[-1]).iloc[:-4]

    comparison = ps.compare(frame, by="variant", item="item", outcome="outcome", cluster="topic", margin=0.2)

    declared = {table.name: table for table in (*schema.COMPARISON_TABLES, schema.ERRORS)}
    for name, table in comparison.tables.items():
        assert schema.check(declared[name], table) == [], name
    assert comparison.table("cluster_ranks").num_rows == 30


def test_long_and_wide_tables_say_the_same(simulated: Simulated) -> None:
    wide = simulated([0, 0.6, 0.2], 25)

    one = ps.compare(wide, variants=["v0", "v1", "v2"], item="item")
    other = ps.compare(long_frame(wide), by="variant", item="item", outcome="outcome")

    assert one.to_json() == other.to_json()


@pytest.mark.parametrize("make", [pl.DataFrame, pa.table, lambda wide: [*pd.DataFrame(wide).to_dict("records")]])
def test_every_kind_of_frame_says_the_same(simulated: Simulated, make: Callable[[Any], Any]) -> None:
    wide = simulated([0, 0.6], 20)

    one = ps.compare(pd.DataFrame(wide), variants=["v0", "v1"], item="item")

    assert ps.compare(make(wide), variants=["v0", "v1"], item="item").to_json() == one.to_json()


def test_results_come_in_the_kind_of_frame_that_was_given(simulated: Simulated) -> None:
    comparison = ps.compare(pl.DataFrame(simulated([0, 0.6], 20)), variants=["v0", "v1"], item="item")

    assert isinstance(comparison.pairs, pl.DataFrame)


def test_a_table_is_read_from_a_file(simulated: Simulated, tmp_path: Any) -> None:
    frame = long_frame(simulated([0, 0.6], 20))
    frame.to_csv(tmp_path / "outcomes.csv", index=False)

    comparison = ps.compare(tmp_path / "outcomes.csv", by="variant", item="item", outcome="outcome")

    assert comparison.to_json() == ps.compare(frame, by="variant", item="item", outcome="outcome").to_json()


def test_the_order_of_rows_changes_no_byte(simulated: Simulated) -> None:
    frame = long_frame(simulated([0, 0.4, 0.8], 30)).assign(topic=lambda f: f["item"].str[-1])
    arguments = {"by": "variant", "item": "item", "outcome": "outcome", "cluster": "topic"}

    shuffled = frame.sample(frac=1, random_state=3)

    assert ps.compare(shuffled, **arguments).to_json() == ps.compare(frame, **arguments).to_json()


def test_renamed_variants_get_the_same_numbers(simulated: Simulated) -> None:
    wide = simulated([0, 0.4, 0.8], 30)
    names = {"v0": "zulu", "v1": "alpha", "v2": "mike"}
    renamed = {names.get(name, name): values for name, values in wide.items()}

    one = ps.compare(wide, variants=["v0", "v1", "v2"]).to_json()
    other = ps.compare(renamed, variants=["alpha", "mike", "zulu"]).to_json()

    for old, new in names.items():
        one = one.replace(f'"{old}"', f'"{new}"')
    assert json.loads(one) == json.loads(other)


def test_negated_outcomes_with_lower_as_better_mirror_every_pair(simulated: Simulated) -> None:
    wide = simulated([0, 0.4, 0.8], 30)
    mirrored = {name: values if name == "item" else [-value for value in values] for name, values in wide.items()}

    one = pairs_of(ps.compare(wide, variants=["v0", "v1", "v2"]))
    other = pairs_of(ps.compare(mirrored, variants=["v0", "v1", "v2"], better="lower"))

    for name in ("a", "b", "p", "p_adjusted", "verdict", "share_a_better", "minimum_detectable", "n_more_items"):
        assert [pair[name] for pair in one] == [pair[name] for pair in other], name
    assert [pair["difference"] for pair in one] == pytest.approx([-pair["difference"] for pair in other])


def test_equal_seeds_give_equal_bytes_and_another_seed_another_interval(simulated: Simulated) -> None:
    wide = simulated([0, 0.4], 30)

    results = [ps.compare(wide, variants=["v0", "v1"], seed=seed).to_json() for seed in (4, 4, 5)]

    assert results[0] == results[1] != results[2]


def test_ties_are_said_and_bands_keep_them_together(simulated: Simulated) -> None:
    comparison = ps.compare(simulated([0.0, 3.0, 3.05], 60), variants=["v0", "v1", "v2"])
    variants = comparison.table("variants").to_pylist()

    assert [(row["band"], row["tied_with"]) for row in variants] == [
        (1, [variants[1]["variant"]]),
        (1, [variants[0]["variant"]]),
        (2, []),
    ]
    assert variants[2]["variant"] == "v0"
    text = " ".join(comparison.sentences)
    assert f"Tied for best: no test tells {variants[1]['variant']} from it at 5 %" in text
    assert "A tie is no proof that they are equal." in text


def test_equivalence_needs_a_margin_and_says_what_is_shown(simulated: Simulated) -> None:
    wide = simulated([0.0, 0.02], 400)

    (without,) = pairs_of(ps.compare(wide, variants=["v0", "v1"]))
    comparison = ps.compare(wide, variants=["v0", "v1"], margin=0.4)
    (within,) = pairs_of(comparison)

    assert (without["verdict"], without["is_equivalent"], without["p_equivalence"]) == ("tied", None, None)
    assert (within["verdict"], within["is_equivalent"]) == ("equivalent", True)
    assert f"Shown to be within 0.4 of each other: {within['a']} and {within['b']}." in comparison.sentences


def test_the_minimum_detectable_difference_is_that_of_statsmodels_at_the_strictest_step_of_holm(simulated: Simulated) -> None:
    from statsmodels.stats.power import TTestPower

    wide = simulated([0, 0.2, 0.3], 50)
    pair = next(p for p in pairs_of(ps.compare(wide, variants=["v0", "v1", "v2"])) if {p["a"], p["b"]} == {"v0", "v1"})

    spread = np.std(np.subtract(wide["v0"], wide["v1"]), ddof=1)
    effect = TTestPower().solve_power(effect_size=None, nobs=50, alpha=0.05 / 3, power=0.8)
    needed = TTestPower().solve_power(effect_size=abs(pair["difference"]) / spread, nobs=None, alpha=0.05 / 3, power=0.8)

    assert pair["minimum_detectable"] == pytest.approx(effect * spread, rel=1e-6)
    assert pair["n_more_items"] == int(np.ceil(needed)) - 50


def test_missing_outcomes_are_counted_and_named(simulated: Simulated) -> None:
    frame = long_frame(simulated([0, 0.4, 0.8], 20))
    frame.loc[[0, 25], "outcome"] = None

    comparison = ps.compare(frame.drop(index=45), by="variant", item="item", outcome="outcome")

    used = {frozenset((pair["a"], pair["b"])): (pair["n_used"], pair["n_dropped"]) for pair in pairs_of(comparison)}
    assert used == {frozenset(("v0", "v1")): (18, 2), frozenset(("v0", "v2")): (18, 2), frozenset(("v1", "v2")): (19, 1)}
    assert [
        (drop["row"], drop["variant"], drop["item"], drop["reason"]) for drop in comparison.table("dropped").to_pylist()
    ] == [
        (0, "v0", "q000", "the outcome is null"),
        (25, "v1", "q005", "the outcome is null"),
        (None, "v2", "q005", "no row for this variant and item"),
    ]
    told = "3 outcomes are missing or not used: 2 because the outcome is null, 1 because there is no row for this variant and item."
    assert told in comparison.sentences
    assert "Pairs rest on different items, so their differences need not add up." in comparison.sentences


def test_variants_without_a_common_item_are_not_compared() -> None:
    rows = [
        {"v": "a", "i": 1, "o": 0.5},
        {"v": "a", "i": 2, "o": 0.6},
        {"v": "b", "i": 3, "o": 0.1},
        {"v": "b", "i": 4, "o": 0.2},
    ]

    comparison = ps.compare(rows, by="v", item="i", outcome="o")
    (pair,) = pairs_of(comparison)

    assert (pair["verdict"], pair["p"], pair["difference"], pair["n_used"], pair["n_dropped"]) == (
        "not compared",
        None,
        None,
        0,
        4,
    )
    assert pair["reason"] == "both variants have outcomes on fewer than two items"
    assert comparison.variants["band"].tolist() == [1, 1]


def test_a_constant_outcome_is_a_tie_without_an_interval() -> None:
    comparison = ps.compare({"a": [2.5] * 8, "b": [2.5] * 8}, variants=["a", "b"], margin=0.1)
    (pair,) = pairs_of(comparison)

    assert (pair["p"], pair["verdict"], pair["low"], pair["minimum_detectable"], pair["is_equivalent"]) == (
        1.0,
        "tied",
        None,
        None,
        None,
    )
    assert "all differences are equal" in pair["reason"]
    assert repr(comparison)


def test_too_few_items_to_find_anything_is_said() -> None:
    (pair,) = pairs_of(ps.compare({"a": [1, 1, 1, 1, 1], "b": [0, 0, 0, 0, 0]}, variants=["a", "b"]))

    assert (pair["p"], pair["verdict"]) == (2 / 32, "tied")
    assert "too few items differ for this test to find anything at this level" in pair["reason"]


def test_clusters_widen_the_interval_of_items_that_repeat_each_other(simulated: Simulated) -> None:
    frame = long_frame(simulated([0, 0.6], 20))
    copies = pd.concat([frame.assign(item=frame["item"] + f"-{k}", source=frame["item"]) for k in range(4)])
    arguments = {"by": "variant", "item": "item", "outcome": "outcome"}

    (blind,) = pairs_of(ps.compare(copies, **arguments))
    (aware,) = pairs_of(ps.compare(copies, cluster="source", **arguments))
    (single,) = pairs_of(ps.compare(frame, **arguments))

    assert (aware["low"], aware["high"], aware["n_clusters"]) == (
        pytest.approx(single["low"]),
        pytest.approx(single["high"]),
        20,
    )
    assert blind["high"] - blind["low"] < 0.6 * (aware["high"] - aware["low"])
    assert aware["test"] == "permutation of cluster signs"


def test_few_clusters_are_a_caution(simulated: Simulated) -> None:
    frame = long_frame(simulated([0, 0.6], 40)).assign(topic=lambda f: f["item"].str[-1].map(lambda c: int(c) // 2))

    comparison = ps.compare(frame, by="variant", item="item", outcome="outcome", cluster="topic")

    assert "Only 5 clusters: intervals and p values are rough below 10." in comparison.sentences


def test_our_scores_are_the_outcome_when_none_is_named() -> None:
    texts = ["Summarize the report below in 3 sentences.", "List five rivers of Spain with their length in km.", "Explain DNS."]
    rows = [
        {"variant": name, "item": number, "prompt": text + end}
        for name, end in (("plain", ""), ("bounded", " Use at most 40 words and no jargon."))
        for number, text in enumerate(texts)
    ]

    comparison = ps.compare(rows, by="variant", item="item")
    scores = ps.evaluate([row["prompt"] for row in rows]).table("prompts")["overall"].to_pylist()

    assert comparison.made["outcome"] == "overall"
    assert {row["variant"]: row["mean"] for row in comparison.table("variants").to_pylist()} == {
        "plain": pytest.approx(np.mean(scores[:3])),
        "bounded": pytest.approx(np.mean(scores[3:])),
    }
    assert comparison.ruleset == ps.evaluate("Explain DNS.").ruleset


def test_a_prompt_without_a_score_is_dropped_with_the_reason() -> None:
    texts = ["Summarize the report below in 3 sentences.", "List five rivers of Spain.", ""]
    rows = [
        {"v": v, "i": i, "prompt": text + end}
        for v, end in (("a", ""), ("b", " " if False else ""))
        for i, text in enumerate(texts)
    ]

    comparison = ps.compare(rows, by="v", item="i", outcome="clarity")

    assert comparison.dropped["reason"].tolist() == ["the prompt has no score (failed: empty)"] * 2
    assert comparison.errors["prompt_id"].tolist() == [2, 5]


def test_a_missing_column_is_named_with_the_nearest() -> None:
    frame = pd.DataFrame({"variant": ["a", "b"], "item": [1, 1], "correct": [1, 0]})

    with pytest.raises(ps.MissingColumnError, match=r"no column 'corect' \(outcome=\)\. Did you mean 'correct'\?"):
        ps.compare(frame, by="variant", item="item", outcome="corect")
    with pytest.raises(ps.MissingColumnError, match=r"column of the items is not named \(item=\)"):
        ps.compare(frame, by="variant", outcome="correct")
    with pytest.raises(ps.MissingColumnError, match=r"What is compared is not named"):
        ps.compare(frame)
    with pytest.raises(ps.MissingColumnError, match=r"The outcome is not named"):
        ps.compare(frame, by="variant", item="item")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"better": "more"}, "Unknown direction"),
        ({"test": "t"}, "Unknown test 't'"),
        ({"correction": "bonferroni"}, "Unknown correction 'bonferroni'"),
        ({"repeats": "drop"}, "Unknown policy for repeats"),
        ({"missing": "zero"}, "Unknown policy for missing"),
        ({"level": 95}, "level=95 is not between"),
        ({"power": 1.0}, "power=1.0 is not between"),
        ({"margin": -0.1}, "margin=-0.1 is not a positive number"),
        ({"n_resamples": 10}, "n_resamples=10 is not a whole number of at least 999"),
        ({"seed": -1}, "seed=-1"),
    ],
)
def test_a_wrong_argument_says_what_is_allowed(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises((ps.InputError, ps.UnknownNameError), match=message):
        ps.compare(PASSED, variants=["short", "long"], **arguments)


def test_a_test_that_does_not_fit_is_refused(simulated: Simulated) -> None:
    wide = {**simulated([0, 1], 20), "topic": [number // 2 for number in range(20)]}

    with pytest.raises(ps.InputError, match="McNemar's test is for outcomes of 0 and 1; here is a number"):
        ps.compare(wide, variants=["v0", "v1"], test="mcnemar")
    with pytest.raises(ps.InputError, match="takes every item as independent"):
        ps.compare(wide, variants=["v0", "v1"], test="wilcoxon", cluster="topic")


def test_a_variant_that_does_not_exist_is_named(simulated: Simulated) -> None:
    with pytest.raises(ps.UnknownNameError, match="Unknown variant 'v7'"):
        ps.compare(long_frame(simulated([0, 1], 9)), by="variant", item="item", outcome="outcome", variants=["v0", "v7"])


def test_something_that_is_no_table_is_refused() -> None:
    with pytest.raises(ps.UnsupportedInputError, match="Outcomes cannot be read from int"):
        ps.compare(7)  # type: ignore[call-overload]
    with pytest.raises(ps.InputError, match="The columns differ in length"):
        ps.compare({"a": [1, 2], "b": [1]}, variants=["a", "b"])


def test_the_result_is_shown_as_text_and_as_html(simulated: Simulated) -> None:
    comparison = ps.compare({**simulated([0, 2], 30), "<b>": [0.5] * 30}, variants=["v0", "v1", "<b>"])

    assert "v1 is better than v0: difference" in repr(comparison)
    html = comparison._repr_html_()
    assert "&lt;b&gt;" in html
    assert "<b>" not in html.replace("<b>Variants</b>", "").replace("<b>Pairs (3 of 3)</b>", "")


def test_json_says_how_it_was_made(simulated: Simulated) -> None:
    comparison = ps.compare(simulated([0, 1], 20), variants=["v0", "v1"], seed=3)

    made = json.loads(comparison.to_json())["made"]

    assert made == {
        "outcome": "outcome",
        "kind": "number",
        "better": "higher",
        "test": "permutation",
        "correction": "holm",
        "level": 0.95,
        "margin": None,
        "power": 0.8,
        "n_resamples": 9999,
        "seed": 3,
    }
    assert comparison.to_dict()["made"] == made


def test_the_module_of_the_same_name_can_be_called() -> None:
    import promptsmith.compare

    assert (
        promptsmith.compare(PASSED, variants=["short", "long"]).to_json()
        == ps.compare(PASSED, variants=["short", "long"]).to_json()
    )


@pytest.mark.parametrize("kind", ["binary", "rating", "number"])
def test_without_a_difference_a_difference_is_rarely_found(kind: str) -> None:
    generator = np.random.default_rng(17)
    shape = {
        "binary": lambda x: (x > 0).astype(float),
        "rating": lambda x: np.clip(np.round(3 + x), 1, 5),
        "number": lambda x: x,
    }
    found = 0
    for _ in range(60):
        shared = generator.normal(size=(30, 1))
        values = shape[kind](shared + generator.normal(size=(30, 3)))
        columns = {name: values[:, number].tolist() for number, name in enumerate("abc")}
        found += (
            "a better" in ps.compare(columns, variants=["a", "b", "c"], n_resamples=999).table("pairs")["verdict"].to_pylist()
        )

    # Of 60 families at 5 % more than 8 have a difference in 5 of 1000 cases.
    assert found <= 8
