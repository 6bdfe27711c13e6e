"""Frames in: pandas, Polars, Arrow and DuckDB give the same prompts, and only the columns that matter are read."""

from __future__ import annotations

import time

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from promptsmith.errors import InputError, MissingColumnError, UnsupportedInputError
from promptsmith.text.inputs import read_prompts

COLUMNS = {
    "prompt": ["Suma las ventas 🧾", None, "Suma las ventas 🧾", "", "Name a river."],
    "prompt_id": [11, 12, 13, 14, 15],
    "domain": ["sql", "sql", None, None, "slq"],
    "tone": ["formal", None, "", None, None],
    "context": ["cierre", None, None, None, None],
    "variables": ['{"x": 1}', None, None, None, None],
    "score": [0.5, None, 1.0, 1.0, 1.0],
}


def in_kind(name, columns):
    table = pa.table(columns)
    makers = {
        "pandas": lambda: pd.DataFrame(columns),
        "pandas object": lambda: pd.DataFrame({key: pd.Series(values, dtype=object) for key, values in columns.items()}),
        "pandas from arrow": lambda: table.to_pandas(types_mapper=pd.ArrowDtype),
        "polars": lambda: pl.DataFrame(columns),
        "polars lazy": lambda: pl.LazyFrame(columns),
        "arrow": lambda: table,
        "arrow batch": lambda: table.combine_chunks().to_batches()[0],
        "arrow reader": lambda: pa.RecordBatchReader.from_batches(table.schema, table.to_batches()),
        "duckdb": lambda: duckdb.from_arrow(table),
    }
    return makers[name]()


FRAMES = [
    "pandas",
    "pandas object",
    "pandas from arrow",
    "polars",
    "polars lazy",
    "arrow",
    "arrow batch",
    "arrow reader",
    "duckdb",
]


@pytest.mark.parametrize("name", FRAMES)
def test_every_kind_of_frame_gives_the_same_prompts(name):
    prompts = read_prompts(in_kind(name, COLUMNS))

    assert prompts.kind == name.split()[0]
    assert prompts.ids == [11, 12, 13, 14, 15]
    assert {type(value) for value in prompts.ids} == {int}
    assert prompts.texts == ["Suma las ventas 🧾", None, "Suma las ventas 🧾", None, None]
    assert prompts.originals == COLUMNS["prompt"]
    assert prompts.row_of.tolist() == [0, -1, 0, -1, -1]
    assert prompts.domains == ["sql", "sql", None, None, None]
    assert prompts.tones == ["formal", None, None, None, None]
    assert prompts.contexts == ["cierre", None, None, None, None]
    assert prompts.variables == [{"x": 1}, None, None, None, None]
    assert [(fault.row, fault.error) for fault in prompts.errors] == [(1, "null"), (3, "empty"), (4, "unknown_domain")]


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_without_rows_has_no_errors(name):
    if name == "arrow batch":
        frame = pa.record_batch({"prompt": pa.array([], pa.string())})
    else:
        frame = in_kind(name, {"prompt": pa.array([], pa.string()) if "arrow" in name or name == "duckdb" else []})

    prompts = read_prompts(frame)

    assert (prompts.ids, prompts.errors, len(prompts)) == ([], [], 0)


@pytest.mark.parametrize(
    ("series", "kind"),
    [
        (pd.Series(["Hola", None], name="q"), "pandas"),
        (pd.Series(["Hola", None], dtype="category"), "pandas"),
        (pd.Index(["Hola", None]), "pandas"),
        (pl.Series(["Hola", None]), "polars"),
        (pa.array(["Hola", None]), "arrow"),
        (pa.array(["Hola", None]).dictionary_encode(), "arrow"),
        (pa.chunked_array([["Hola"], [None]]), "arrow"),
    ],
)
def test_a_series_is_a_column_of_prompts(series, kind):
    prompts = read_prompts(series)

    assert (prompts.kind, prompts.texts, prompts.originals) == (kind, ["Hola", None], ["Hola", None])
    assert [fault.error for fault in prompts.errors] == ["null"]


def test_a_series_of_messages_is_one_prompt_a_row():
    prompts = read_prompts(pd.Series([{"role": "user", "content": "a"}, {"role": "user", "content": "b"}]))

    assert prompts.texts == ["a", "b"]


def test_missing_values_of_pandas_are_null_in_every_form():
    prompts = read_prompts(pd.Series(["Hola", None, np.nan, pd.NA, pd.NaT, 3, True], dtype=object))

    assert [fault.error for fault in prompts.errors] == ["null", "null", "null", "null", "wrong_type", "wrong_type"]


def test_numbers_in_the_column_of_prompts_are_faults_of_their_rows():
    prompts = read_prompts(pd.DataFrame({"prompt": [1, 2]}))

    assert prompts.errors[0].message == (
        "Row 0, column 'prompt': the text is int (1), not a string or a list of chat messages. "
        "Convert it first, for example with str()."
    )


@pytest.mark.parametrize("name", ["polars", "polars lazy", "arrow", "duckdb", "pandas from arrow"])
def test_structs_are_variables_and_fields_of_other_rows_are_not_given(name):
    structs = [{"x": "1", "y": None}, None, {"x": None, "y": "dos"}]

    prompts = read_prompts(in_kind(name, {"prompt": ["a", "b", "c"], "variables": structs}))

    assert prompts.variables == [{"x": "1"}, None, {"y": "dos"}]


def test_mappings_in_pandas_keep_what_they_say():
    frame = pd.DataFrame({"prompt": ["a", "b"], "variables": [{"x": None}, {}]})

    assert read_prompts(frame).variables == [{"x": None}, {}]


def test_a_map_is_variables():
    table = pa.table({"prompt": ["a"], "variables": pa.array([[("x", "1"), ("y", "2")]], pa.map_(pa.string(), pa.string()))})

    assert read_prompts(table).variables == [{"x": "1", "y": "2"}]
    assert read_prompts(duckdb.from_arrow(table)).variables == [{"x": "1", "y": "2"}]


@pytest.mark.parametrize("name", ["pandas", "pandas from arrow", "polars", "arrow", "duckdb"])
def test_conversations_may_be_a_column(name):
    column = [[{"role": "system", "content": "a"}, {"role": "user", "content": "b"}], [{"role": "boss", "content": "c"}]]

    prompts = read_prompts(in_kind(name, {"messages": column}))

    assert prompts.texts == ["a\n\nb", None]
    assert prompts.messages == [(("system", 0, 1), ("user", 3, 4)), None]
    assert [fault.error for fault in prompts.errors] == ["unknown_role"]


def test_conversations_that_pandas_read_as_arrays_are_conversations():
    table = pa.table({"messages": [[{"role": "user", "content": "b"}]]})
    frame = table.to_pandas()
    assert isinstance(frame["messages"][0], np.ndarray)

    assert read_prompts(frame).texts == ["b"]


@pytest.mark.parametrize(
    ("columns", "chosen"),
    [
        ({"text": ["t"], "prompt": ["p"]}, "p"),
        ({"input": ["i"], "question": ["q"]}, "q"),
        ({"Prompt": ["p"], "note": ["n"]}, "p"),
        ({"frase": ["f"], "n": [1]}, "f"),
        ({"frase": ["f"], "prompt_id": ["a"], "domain": ["sql"], "tone": ["formal"], "context": ["c"]}, "f"),
        ({0: ["f"], 1: [5]}, "f"),
    ],
)
def test_the_column_of_the_prompts_is_found(columns, chosen):
    assert read_prompts(pd.DataFrame(columns)).texts == [chosen]


def test_a_column_named_by_a_number_can_be_named():
    assert read_prompts(pd.DataFrame({0: ["f"], 1: ["g"]}), text="1").texts == ["g"]


def test_a_named_column_wins_and_ids_may_be_any_column():
    frame = pd.DataFrame({"prompt": ["p", "q"], "frase": ["f", "g"], "clave": ["x", "y"]})

    prompts = read_prompts(frame, text="frase", id="clave")

    assert (prompts.texts, prompts.ids) == (["f", "g"], ["x", "y"])


def test_a_context_column_can_be_the_prompts_and_is_then_no_context():
    prompts = read_prompts(pd.DataFrame({"context": ["Name a river."]}), text="context")

    assert (prompts.texts, prompts.contexts) == (["Name a river."], [None])


def test_a_column_of_prompts_is_never_taken_as_ids_by_itself():
    prompts = read_prompts(pd.DataFrame({"prompt_id": ["Name a river.", "Name a river."]}), text="prompt_id")

    assert (prompts.ids, prompts.texts) == ([0, 1], ["Name a river.", "Name a river."])


@pytest.mark.parametrize("name", FRAMES)
def test_a_missing_column_is_an_error_with_the_nearest(name):
    with pytest.raises(MissingColumnError, match=r"no column 'promt'\. Did you mean 'prompt'\? Columns: 'prompt', 'prompt_id'"):
        read_prompts(in_kind(name, COLUMNS), text="promt")
    with pytest.raises(MissingColumnError, match=r"Did you mean 'prompt_id'\? .* Name one: id=\."):
        read_prompts(in_kind(name, COLUMNS), id="promptid")


def test_two_columns_of_one_name_are_an_error():
    with pytest.raises(InputError, match="has columns of the same name"):
        read_prompts(pd.DataFrame([["a", "b"]], columns=["prompt", "prompt"]))


def test_a_frame_without_columns_is_an_error():
    with pytest.raises(MissingColumnError, match=r"no column holds strings\. Columns: none"):
        read_prompts(pd.DataFrame())


@pytest.mark.parametrize("name", ["pandas", "polars", "arrow", "duckdb"])
def test_duplicate_and_null_ids_are_errors(name):
    with pytest.raises(InputError, match=r"Id 'a' occurs twice: in row 0 and in row 2.*column 'k' unique"):
        read_prompts(in_kind(name, {"prompt": ["x", "y", "z"], "k": ["a", "b", "a"]}), id="k")
    with pytest.raises(InputError, match="Row 1, column 'k': the id is null"):
        read_prompts(in_kind(name, {"prompt": ["x", "y"], "k": ["a", None]}), id="k")


def test_a_duckdb_connection_is_not_a_relation():
    with duckdb.connect() as connection, pytest.raises(UnsupportedInputError, match="DuckDBPyConnection"):
        read_prompts(connection)


def test_the_input_is_not_changed():
    frame = pd.DataFrame(COLUMNS)
    before = frame.copy(deep=True)

    read_prompts(frame)

    pd.testing.assert_frame_equal(frame, before)


def test_two_hundred_thousand_rows_take_under_a_second():
    frame = pd.DataFrame({"prompt": [f"Nombra {number} ríos de España." for number in range(200_000)]})
    read_prompts(frame.head())
    start = time.perf_counter()

    prompts = read_prompts(frame)

    assert time.perf_counter() - start < 1.0
    assert len(prompts.distinct) == 200_000
