"""Big inputs in chunks: the same rows in the same chunks, whatever the layout of the file."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from promptsmith.errors import InputError, MissingColumnError, UnknownNameError, UnsupportedInputError
from promptsmith.text import chunks
from promptsmith.text.chunks import open_big_input
from promptsmith.text.inputs import read_parts

Rows = Callable[[int], pa.Table]


@pytest.fixture
def rows() -> Rows:
    return lambda n: pa.table({"name": [f"n{i}" for i in range(n)], "prompt": [f"Name {i} rivers." for i in range(n)]})


def sizes(big: chunks.BigInput, n: int) -> list[tuple[int, int, int]]:
    return [(chunk.number, chunk.first_row, chunk.n_rows) for chunk in big.chunks(n)]


def test_chunks_have_the_asked_size_and_the_last_one_the_rest(tmp_path: Path, rows: Rows) -> None:
    pq.write_table(rows(2500), tmp_path / "in.parquet")

    big = open_big_input(tmp_path / "in.parquet")

    assert (big.n_rows, big.columns) == (2500, {"text": "prompt"})
    assert sizes(big, 1000) == [(0, 0, 1000), (1, 1000, 1000), (2, 2000, 500)]


def test_the_layout_of_a_file_changes_no_chunk(tmp_path: Path, rows: Rows) -> None:
    pq.write_table(rows(2500), tmp_path / "one.parquet")
    pq.write_table(rows(2500), tmp_path / "many.parquet", row_group_size=77, compression="none", use_dictionary=False)

    one, many = (open_big_input(tmp_path / f"{name}.parquet") for name in ("one", "many"))

    assert [chunk.digest() for chunk in one.chunks(600)] == [chunk.digest() for chunk in many.chunks(600)]


def test_one_changed_character_changes_the_digest_of_its_chunk_alone(tmp_path: Path, rows: Rows) -> None:
    pq.write_table(rows(30), tmp_path / "old.parquet")
    table = rows(30).to_pydict()
    table["prompt"][15] = "Name 15 rivers!"
    pq.write_table(pa.table(table), tmp_path / "new.parquet")

    digests = [
        [chunk.digest() for chunk in open_big_input(tmp_path / name).chunks(10)] for name in ("old.parquet", "new.parquet")
    ]

    assert [old == new for old, new in zip(*digests, strict=True)] == [True, False, True]


def test_heavy_rows_end_a_chunk_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chunks, "BLOCK_ROWS", 4)
    monkeypatch.setattr(chunks, "MAX_CHUNK_BYTES", 1000)
    pq.write_table(pa.table({"prompt": ["x" * 300] * 10}), tmp_path / "in.parquet")

    # Four rows of 300 bytes pass 1,000 bytes, so each block of four is a chunk.
    assert sizes(open_big_input(tmp_path / "in.parquet"), 100) == [(0, 0, 4), (1, 4, 4), (2, 8, 2)]


def test_a_folder_of_files_is_one_input_and_faults_name_file_and_row(tmp_path: Path) -> None:
    pq.write_table(pa.table({"prompt": ["One.", "Two."]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"prompt": ["Three.", None]}), tmp_path / "b.parquet")

    big = open_big_input(tmp_path)
    first, second = big.chunks(3)
    prompts = read_parts(second.cells(big.columns), second.first_row, max_characters=100)

    assert [piece.place for piece in first.pieces] == ["a.parquet", "b.parquet"]
    assert prompts.ids == [3]
    assert prompts.errors[0].message.startswith("b.parquet, row 1, column 'prompt':")


def test_files_with_other_columns_are_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"prompt": ["One."]}), tmp_path / "a.parquet")
    pq.write_table(pa.table({"text": ["Two."]}), tmp_path / "b.parquet")

    with pytest.raises(InputError, match=r"a\.parquet and b\.parquet do not have the same columns"):
        open_big_input(tmp_path)


@pytest.mark.parametrize(
    ("ids", "message"), [(["a", "b", "a"], "the id 'a' stands in 2 rows"), (["a", None, "b"], "the id is null in 1 row")]
)
def test_ids_that_do_not_tell_rows_apart_are_refused_over_all_chunks(tmp_path: Path, ids: list[str], message: str) -> None:
    pq.write_table(pa.table({"prompt_id": ids, "prompt": ["x", "y", "z"]}), tmp_path / "in.parquet")

    with pytest.raises(InputError, match=message):
        open_big_input(tmp_path / "in.parquet").check_ids()


def test_a_duckdb_file_and_a_relation_give_the_same_rows(tmp_path: Path, rows: Rows) -> None:
    table = rows(3000)
    with duckdb.connect(str(tmp_path / "in.duckdb")) as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE texts AS SELECT * FROM given")

    of_file = open_big_input(tmp_path / "in.duckdb", id="name")
    of_relation = open_big_input(duckdb.from_arrow(table), id="name")

    assert of_file.columns == {"text": "prompt", "id": "name"}
    assert [chunk.digest() for chunk in of_file.chunks(700)] == [chunk.digest() for chunk in of_relation.chunks(700)]


def test_a_duckdb_file_of_several_tables_asks_which_one(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "in.duckdb")) as connection:
        connection.execute("CREATE TABLE one AS SELECT 'a' AS prompt")
        connection.execute("CREATE TABLE two AS SELECT 'b' AS prompt")

    with pytest.raises(InputError, match="holds 2 tables: one, two"):
        open_big_input(tmp_path / "in.duckdb")
    with pytest.raises(UnknownNameError, match="Did you mean 'one'"):
        open_big_input(tmp_path / "in.duckdb", table="onee")
    assert open_big_input(tmp_path / "in.duckdb", table="two").n_rows == 1


def test_what_cannot_be_read_in_chunks_says_what_can(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("prompt\nx\n")
    (tmp_path / "bad.parquet").write_text("no parquet")

    with pytest.raises(UnsupportedInputError, match="Parquet and DuckDB files are"):
        open_big_input(tmp_path / "in.csv")
    with pytest.raises(UnsupportedInputError, match="A list is not read in chunks"):
        open_big_input(["x"])
    with pytest.raises(InputError, match=r"bad\.parquet cannot be read as Parquet"):
        open_big_input(tmp_path / "bad.parquet")


def test_a_missing_column_is_named_before_a_row_is_read(tmp_path: Path, rows: Rows) -> None:
    pq.write_table(rows(1), tmp_path / "in.parquet")

    with pytest.raises(MissingColumnError, match="no column 'promt'"):
        open_big_input(tmp_path / "in.parquet", text="promt")
