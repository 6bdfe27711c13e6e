"""What rows become: a matrix, a list of what is not used, and errors that say what to do."""

import numpy as np
import pandas as pd
import pytest

from promptsmith.compare.outcomes import Dropped, outcomes_of_columns, outcomes_of_rows
from promptsmith.errors import InputError


def test_rows_become_items_by_variants_in_the_order_of_names() -> None:
    outcomes = outcomes_of_rows(["b", "a", "b", "a"], [2, 1, 1, 2], [4.0, 1.0, 3.0, 2.5])

    assert (outcomes.variants, outcomes.items) == (("a", "b"), ("1", "2"))
    assert outcomes.values.tolist() == [[1.0, 3.0], [2.5, 4.0]]


def test_numbered_items_sort_by_number() -> None:
    outcomes = outcomes_of_columns({"a": [0, 1, 0], "b": [1, 1, 0]}, ["a", "b"], [10, 9, 2])

    assert outcomes.items == ("2", "9", "10")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([True, False, True, True], "binary"),
        ([0, 1, 1, 0], "binary"),
        ([1.0, 1.0, 1.0, 1.0], "binary"),
        ([1, 5, 3, 4], "rating"),
        ([1.5, 2, 3, 4], "number"),
    ],
)
def test_the_kind_of_outcome_is_seen_from_its_values(values: list[float], kind: str) -> None:
    assert outcomes_of_rows(["a", "a", "b", "b"], [0, 1, 0, 1], values).kind == kind


def test_whole_numbers_with_more_than_eleven_values_are_no_rating() -> None:
    values = list(range(12))

    assert outcomes_of_rows(["a", "b"] * 6, [number // 2 for number in range(12)], values).kind == "number"


def test_every_outcome_that_is_not_used_is_listed_with_its_reason() -> None:
    outcomes = outcomes_of_rows(
        ["a", "b", "a", "b", "a", None, "b", "a", "a"],
        [1, 1, 2, 2, 3, 3, None, 4, 5],
        [0.5, 0.7, 0.1, float("nan"), 0.2, 0.3, 0.4, float("inf"), None],
        reasons={8: "the prompt has no score"},
    )

    assert outcomes.dropped == (
        Dropped(3, "b", "2", "the outcome is null"),
        Dropped(5, None, "3", "the variant is null"),
        Dropped(6, "b", None, "the item is null"),
        Dropped(7, "a", "4", "the outcome is infinite"),
        Dropped(8, "a", "5", "the prompt has no score"),
        Dropped(None, "b", "3", "no row for this variant and item"),
    )
    assert outcomes.items == ("1", "2", "3")


def test_nulls_of_pandas_are_nulls() -> None:
    outcomes = outcomes_of_rows(["a", "b", "a", "b"], [1, 1, 2, 2], [1, pd.NA, 2, 3])

    assert np.isnan(outcomes.values).tolist() == [[False, True], [False, False]]


def test_complete_keeps_only_items_of_all_variants_and_says_what_it_left_out() -> None:
    arguments = (["a", "b", "a", "b", "a"], [1, 1, 2, 2, 3], [0.5, 0.7, 0.1, 0.2, 0.9])

    outcomes = outcomes_of_rows(*arguments, missing="complete")

    assert outcomes.items == ("1", "2")
    assert [drop.reason for drop in outcomes.dropped] == [
        "no row for this variant and item",
        "another variant has no outcome for this item",
    ]


def test_runs_of_one_variant_and_item_are_averaged_on_request() -> None:
    outcomes = outcomes_of_rows(["a", "a", "b", "b"], [1, 1, 1, 2], [0, 1, 1, 0], repeats="mean")

    assert outcomes.values[0].tolist() == [0.5, 1.0]


def test_a_variant_and_item_that_occur_twice_are_refused_with_both_rows() -> None:
    with pytest.raises(InputError, match=r"Variant 'a' and item '1' occur twice: in row 0 and in row 2.*repeats=\"mean\""):
        outcomes_of_rows(["a", "b", "a"], [1, 1, 1], [0, 1, 1])


def test_an_item_with_two_rows_of_a_wide_table_is_refused() -> None:
    with pytest.raises(InputError, match="Item 'x' has two rows: 0 and 2"):
        outcomes_of_columns({"a": [0, 1, 0], "b": [1, 1, 0]}, ["a", "b"], ["x", "y", "x"])


def test_words_are_no_outcome() -> None:
    with pytest.raises(InputError, match="Outcome 'yes' in row 1 is no number"):
        outcomes_of_rows(["a", "b"], [1, 1], [1, "yes"])


def test_one_variant_is_no_comparison() -> None:
    with pytest.raises(InputError, match="needs two variants, and here is 1: a"):
        outcomes_of_rows(["a", "a"], [1, 2], [1, 2])


def test_one_item_is_no_comparison() -> None:
    with pytest.raises(InputError, match="at least two items with outcomes, and here is 1"):
        outcomes_of_rows(["a", "b"], [1, 1], [1, 2])


def test_an_item_in_two_clusters_is_refused() -> None:
    with pytest.raises(InputError, match="Item '1' is in cluster 'x' and, in row 1, in 'y'"):
        outcomes_of_rows(["a", "b"], [1, 1], [1, 2], ["x", "y"])


def test_one_cluster_is_refused() -> None:
    with pytest.raises(InputError, match="All items are in one cluster"):
        outcomes_of_rows(["a", "b", "a", "b"], [1, 1, 2, 2], [1, 2, 3, 4], ["x"] * 4)


def test_clusters_are_numbered_in_the_order_of_their_names() -> None:
    outcomes = outcomes_of_rows(["a", "b"] * 3, [1, 1, 2, 2, 3, 3], range(6), ["z", "z", "x", "x", "z", "z"])

    assert outcomes.clusters == ("x", "z")
    assert outcomes.cluster_of is not None
    assert outcomes.cluster_of.tolist() == [1, 0, 1]
