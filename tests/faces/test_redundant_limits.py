"""`redundant_limits` on one prompt and on frames."""

import pandas as pd
import polars as pl

import promptsmith as ps
from promptsmith import schema

TEXT = "Usa como máximo 100 palabras. Usa como máximo 50 palabras."


def test_the_row_shows_both_limits_in_the_words_of_the_prompt():
    found = ps.redundant_limits(TEXT)

    row = found.row(0)
    assert (row["redundancy"], row["kind"], row["subject"]) == ("implied", "number", "answer")
    assert TEXT[row["start"] : row["end"]] == row["limit"] == "como máximo 100 palabras"
    assert TEXT[row["by_start"] : row["by_end"]] == row["implied_by"] == "como máximo 50 palabras"


def test_frames_come_back_as_their_kind_with_faults_as_rows():
    frame = {"prompt_id": ["a", "b", "c"], "prompt": [TEXT, None, TEXT]}

    pandas, polars = ps.redundant_limits(pd.DataFrame(frame)), ps.redundant_limits(pl.DataFrame(frame))

    assert pandas.redundant_limits["prompt_id"].tolist() == polars.redundant_limits["prompt_id"].to_list() == ["a", "c"]
    assert isinstance(polars.redundant_limits, pl.DataFrame)
    assert pandas.errors["prompt_id"].tolist() == ["b"]


def test_tables_follow_their_declaration_also_without_rows():
    for source in ([], ["🎉"], [TEXT]):
        assert schema.check(schema.REDUNDANT_LIMITS, ps.redundant_limits(source).table("redundant_limits")) == []
