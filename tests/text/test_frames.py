"""Tables out: every kind of frame and every format holds the same values, nulls and nesting."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.errors import InputError, UnknownNameError, UnsupportedInputError
from promptsmith.text.frames import KINDS, to_kind, write_table

ROWS = [
    {
        "text": "Añade 🌊",
        "n": 1,
        "m": 1,
        "score": 0.5,
        "ok": True,
        "flag": None,
        "names": ["a", "b"],
        "edits": [{"at": 1, "to": "x"}],
    },
    {"text": "", "n": 2, "m": None, "score": None, "ok": False, "flag": True, "names": [], "edits": [{"at": 2, "to": None}]},
    {"text": None, "n": 3, "m": 3, "score": 1.0, "ok": True, "flag": False, "names": None, "edits": None},
]
TABLE = pa.Table.from_pylist(
    ROWS,
    schema=pa.schema(
        [
            ("text", pa.string()),
            ("n", pa.int64()),
            ("m", pa.int64()),
            ("score", pa.float64()),
            ("ok", pa.bool_()),
            ("flag", pa.bool_()),
            ("names", pa.list_(pa.string())),
            ("edits", pa.list_(pa.struct([("at", pa.int64()), ("to", pa.string())]))),
        ]
    ),
)


@pytest.mark.parametrize("kind", ["pandas", "list", "str", "path"])
def test_pandas_frames_keep_integers_flags_and_nesting(kind):
    frame = to_kind(TABLE, kind)

    assert isinstance(frame, pd.DataFrame)
    assert {name: str(dtype) for name, dtype in frame.dtypes.items()} == {
        "text": "str",
        "n": "int64",
        "m": "Int64",
        "score": "float64",
        "ok": "bool",
        "flag": "boolean",
        "names": "object",
        "edits": "object",
    }
    assert frame["text"].isna().tolist() == [False, False, True]
    assert frame["m"].tolist() == [1, pd.NA, 3]
    assert frame["flag"].tolist() == [pd.NA, True, False]
    assert frame["names"].tolist() == [["a", "b"], [], None]
    assert frame["edits"].tolist() == [[{"at": 1, "to": "x"}], [{"at": 2, "to": None}], None]
    assert frame.index.tolist() == [0, 1, 2]


def test_pandas_frames_can_be_changed_and_leave_the_table_alone():
    frame = to_kind(TABLE, "pandas")

    frame.loc[0, "n"] = 9
    frame.loc[0, "score"] = 0.1
    frame.loc[0, "ok"] = False
    frame["n"].to_numpy(copy=True)[:] = 0

    assert frame["n"].tolist() == [9, 2, 3]
    assert TABLE.to_pylist() == ROWS


def test_large_integers_with_nulls_stay_exact():
    frame = to_kind(pa.table({"n": [2**60 + 1, None]}), "pandas")

    assert frame["n"][0] == 2**60 + 1


def test_polars_arrow_and_duckdb_frames_hold_the_same_rows():
    polars, arrow, relation = to_kind(TABLE, "polars"), to_kind(TABLE, "arrow"), to_kind(TABLE, "duckdb")

    assert isinstance(polars, pl.DataFrame)
    assert polars.to_dicts() == ROWS
    assert polars.schema["m"] == pl.Int64
    assert arrow is TABLE
    assert isinstance(relation, duckdb.DuckDBPyRelation)
    assert relation.to_arrow_table().to_pylist() == ROWS


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_without_rows_keeps_its_columns(kind):
    frame = to_kind(TABLE.slice(0, 0), kind)

    names = frame.column_names if kind == "arrow" else list(frame.columns)
    assert names == TABLE.column_names
    assert (frame.num_rows if kind == "arrow" else frame.shape[0]) == 0


def test_columns_of_several_chunks_are_joined():
    frame = to_kind(pa.concat_tables([TABLE, TABLE]), "pandas")

    assert frame["n"].tolist() == [1, 2, 3, 1, 2, 3]
    assert frame.index.tolist() == [0, 1, 2, 3, 4, 5]


def test_an_unknown_kind_names_the_nearest():
    with pytest.raises(UnknownNameError, match=r"Unknown kind of frame 'panda'\. Did you mean 'pandas'\?"):
        to_kind(TABLE, "panda")


def test_json_is_one_array_with_a_row_a_line(tmp_path):
    path = tmp_path / "a.json"

    write_table(TABLE, path, "json")

    content = path.read_bytes().decode()
    assert json.loads(content) == ROWS
    assert content.count("\n") == 5
    assert "Añade 🌊" in content


def test_jsonl_is_a_row_a_line_even_with_line_breaks_in_a_text(tmp_path):
    path = tmp_path / "a.jsonl"

    write_table(pa.table({"t": ["uno\r\ndos\u2028tres", "b"]}), path, "jsonl")

    assert [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]] == [{"t": "uno\r\ndos\u2028tres"}, {"t": "b"}]


def test_numbers_json_has_no_word_for_are_null():
    sink = io.StringIO()

    write_table(pa.table({"x": [float("nan"), float("inf"), 1.5], "y": [[float("nan")], [1.0], None]}), sink, "jsonl")

    assert [json.loads(line) for line in sink.getvalue().splitlines()] == [
        {"x": None, "y": [None]},
        {"x": None, "y": [1.0]},
        {"x": 1.5, "y": None},
    ]


def test_csv_holds_nested_cells_as_json_and_tells_null_from_empty(tmp_path):
    path = tmp_path / "a.csv"

    write_table(TABLE, path, "csv")

    assert path.read_bytes().decode().split("\n") == [
        "text,n,m,score,ok,flag,names,edits",
        '"Añade 🌊",1,1,0.5,true,,"[""a"", ""b""]","[{""at"": 1, ""to"": ""x""}]"',
        '"",2,,,false,true,"[]","[{""at"": 2, ""to"": null}]"',
        ",3,3,1,true,false,,",
        "",
    ]


def test_parquet_keeps_the_types(tmp_path):
    write_table(TABLE, tmp_path / "a.parquet", "parquet")

    back = pyarrow.parquet.read_table(tmp_path / "a.parquet")
    assert back.to_pylist() == ROWS
    assert back.schema.types == TABLE.schema.types


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "parquet"])
def test_the_same_table_gives_the_same_bytes_in_a_file_and_in_a_stream(tmp_path, format):
    stream = io.BytesIO()
    write_table(TABLE, stream, format)
    write_table(TABLE, str(tmp_path / "a"), format)

    assert (tmp_path / "a").read_bytes() == stream.getvalue()


@pytest.mark.parametrize("format", ["json", "jsonl", "csv"])
def test_streams_of_text_and_their_buffers_take_the_same_content(format):
    text, binary = io.StringIO(), io.BytesIO()
    wrapped = io.TextIOWrapper(binary, encoding="ascii", newline="\r\n")

    write_table(TABLE, text, format)
    write_table(TABLE, wrapped, format)

    assert binary.getvalue().decode() == text.getvalue()


def test_an_empty_table_is_written_in_every_format():
    written = {}
    for format in ("json", "jsonl", "csv"):
        sink = io.StringIO()
        write_table(pa.table({"a": pa.array([], pa.string())}), sink, format)
        written[format] = sink.getvalue()

    assert written == {"json": "[]\n", "jsonl": "", "csv": "a\n"}


def test_parquet_on_a_stream_of_text_is_refused():
    with pytest.raises(UnsupportedInputError, match="Parquet is bytes and this stream takes text"):
        write_table(TABLE, io.StringIO(), "parquet")


def test_an_unknown_format_names_the_nearest(tmp_path):
    with pytest.raises(UnknownNameError, match=r"Unknown format 'parket'\. Did you mean 'parquet'\?"):
        write_table(TABLE, tmp_path / "a", "parket")


def test_a_missing_folder_is_an_error_that_names_it(tmp_path):
    with pytest.raises(InputError, match=r"the folder '.*none' does not exist\. Create it first\."):
        write_table(TABLE, tmp_path / "none" / "a.csv", "csv")


def test_a_path_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(InputError, match=r"Cannot write '.*': Is a directory\. Choose another path\."):
        write_table(TABLE, tmp_path, "csv")


class Broken:
    """A column type that fails while it is written."""

    num_rows = 1
    schema = ()
    column_names = ("a",)

    def to_batches(self, max_chunksize):
        raise RuntimeError("broken")


def test_a_file_that_was_there_survives_a_failed_write(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("before")

    with pytest.raises(RuntimeError, match="broken"):
        write_table(Broken(), path, "json")

    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_a_link_keeps_pointing_to_its_file(tmp_path):
    (tmp_path / "real.csv").write_text("before")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")

    write_table(pa.table({"a": [1]}), tmp_path / "link.csv", "csv")

    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "a\n1\n"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(st.lists(st.tuples(st.none() | TEXTS, st.none() | st.integers(-(2**63), 2**63 - 1)), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_texts_and_integers_survive_every_frame_and_format(rows):
    texts, numbers = [row[0] for row in rows], [row[1] for row in rows]
    table = pa.table({"t": pa.array(texts, pa.string()), "n": pa.array(numbers, pa.int64())})

    frame = to_kind(table, "pandas")
    assert [None if pd.isna(value) else value for value in frame["t"]] == texts
    assert [None if pd.isna(value) else int(value) for value in frame["n"]] == numbers
    assert to_kind(table, "polars")["t"].to_list() == texts
    assert to_kind(table, "duckdb").fetchall() == rows

    sink = io.BytesIO()
    write_table(table, sink, "jsonl")
    assert [json.loads(line) for line in sink.getvalue().split(b"\n")[:-1]] == table.to_pylist()
    sink = io.BytesIO()
    write_table(table, sink, "csv")
    read = list(csv.reader(io.StringIO(sink.getvalue().decode(), newline="")))
    assert read[1:] == [[text or "", "" if number is None else str(number)] for text, number in rows]


def test_arrays_are_not_shared_with_the_table():
    table = pa.table({"x": pa.array(np.array([1.0, 2.0]))})

    frame = to_kind(table, "pandas")
    frame.loc[:, "x"] = 0.0

    assert table["x"].to_pylist() == [1.0, 2.0]
