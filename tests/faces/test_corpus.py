"""`corpus` from Python, on frames of every kind, and from the command line."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import promptsmith as ps
from promptsmith import schema
from promptsmith.corpora.corpus_rules import CORPUS_RULES
from promptsmith.rules._registry import all_rules

Cli = Callable[..., "subprocess.CompletedProcess[str]"]

RIVERS = "Name three rivers in Spain."
ROWS = {
    "prompt_id": ["a", "b", "c", "d", "e", "f"],
    "prompt": [
        RIVERS,
        "Use at most 50 words. " + RIVERS,
        "name  three rivers in SPAIN.",
        None,
        RIVERS,
        RIVERS[:-1] + " today.",
    ],
    "name": ["x", "x", "x", "y", "y", "z"],
    "version": ["v2", "v1", "v10", "v1", "v2", None],
}
BLOCK = "Responde solo con datos del texto adjunto e indica la página."
EMPTY_TABLES = ("corpus_findings", "duplicates", "shared_blocks", "shared_block_places", "drift", "constraint_changes")


def of_rows(**arguments):
    return ps.corpus(pd.DataFrame(ROWS), text="prompt", group="name", version="version", **arguments)


def test_copies_and_similar_prompts_are_told_apart_and_ranked():
    pairs = of_rows().table("duplicates").select(["rank", "prompt_id", "other_id", "kind"]).to_pylist()

    assert [tuple(pair.values()) for pair in pairs] == [
        (1, "e", "a", "exact"),
        (2, "c", "a", "normalised"),
        # a: 5 words, 4 pairs; f: 6 words, 5 pairs; 9 of 11 are shared. b: 10 words but 5 new, 9 pairs: 9 of 19 is below 0.5.
        (3, "f", "a", "near"),
    ]
    assert of_rows().table("duplicates")["similarity"].to_pylist() == [1.0, 1.0, 9 / 11]


def test_every_row_knows_its_copies_and_its_nearest_prompt():
    table = of_rows().table("corpus_prompts")

    assert table["n_same"].to_pylist() == [1, 0, 0, None, 1, 0]
    assert table["n_alike"].to_pylist() == [1, 0, 2, None, 1, 0]
    assert table["nearest_id"].to_pylist() == ["f", None, "f", None, "f", "a"]
    assert table["prompt_id"].to_pylist() == ROWS["prompt_id"]


def test_findings_tell_copies_and_lost_limits_and_never_block():
    table = of_rows().table("corpus_findings")

    assert list(zip(table["code"].to_pylist(), table["prompt_id"].to_pylist(), table["n_prompts"].to_pylist(), strict=True))[
        :3
    ] == [
        ("ECO907", "a", 2),
        ("ECO908", "a", 3),
        ("MNT1303", "a", 2),
    ]
    assert set(table["severity"].to_pylist()) == {"info"}
    assert "The limit 'at most 50 words' of version 'v1' is gone." in table["message"].to_pylist()


def test_drift_follows_the_versions_and_not_the_rows():
    table = of_rows().table("drift")

    assert table.select(["group", "old_id", "prompt_id", "old_version", "new_version"]).to_pylist() == [
        {"group": "x", "old_id": "b", "prompt_id": "a", "old_version": "v1", "new_version": "v2"},
        {"group": "x", "old_id": "a", "prompt_id": "c", "old_version": "v2", "new_version": "v10"},
    ]
    assert table["n_limits_removed"].to_pylist() == [1, 0]
    assert table["similarity"].to_pylist() == [9 / 19, 1.0]
    assert of_rows().table("constraint_changes")["change"].to_pylist() == ["removed"]


def test_the_score_change_is_the_difference_of_the_scores():
    found = of_rows()
    scores = dict(zip(ROWS["prompt_id"], ps.evaluate(pd.DataFrame(ROWS)).table("prompts")["overall"].to_pylist(), strict=True))

    assert found.table("drift")["score_change"].to_pylist()[0] == pytest.approx(scores["a"] - scores["b"])
    assert found.table("corpus_prompts")["overall"].to_pylist() == list(scores.values())


def test_without_group_and_version_nothing_drifts():
    assert ps.corpus(pd.DataFrame(ROWS)).table("drift").num_rows == 0


def test_shared_blocks_have_their_place_in_every_prompt():
    texts = [
        f"{BLOCK} ¿Quién firma el acta?",
        f"{BLOCK} ¿Cuándo abre la tienda?",
        f"🎉 {BLOCK} ¿Dónde fue?",
        f"{BLOCK} ¿Quién firma el acta?",
    ]

    found = ps.corpus(texts)

    [block] = found.table("shared_blocks").to_pylist()
    assert block == {
        "block_id": 0,
        "n_prompts": 4,
        "share_prompts": 1.0,
        "n_texts": 3,
        "n_words": 11,
        "n_sentences": 1,
        "n_words_repeated": 33,
        "prompt_id": 0,
        "start": 0,
        "end": len(BLOCK),
        "text": BLOCK,
    }
    places = found.table("shared_block_places").to_pylist()
    assert [texts[place["prompt_id"]][place["start"] : place["end"]] for place in places] == [
        BLOCK,
        BLOCK,
        f"🎉 {BLOCK}",
        BLOCK,
    ]
    # "¿Quién firma el acta?" has 4 words more.
    assert found.table("corpus_prompts")["share_shared"].to_pylist()[0] == 11 / 15
    assert found.table("corpus_findings")["message"].to_pylist()[-1] == "4 of 4 prompts share these 11 words."


def test_coverage_counts_rows_and_names_what_nobody_has():
    table = of_rows().table("coverage").to_pylist()
    counts = {(row["dimension"], row["value"]): row["n_prompts"] for row in table}

    assert counts["language", "es"] == 0
    assert counts["length", "1 to 9"] == 4
    assert counts["length", "10 to 19"] == 1
    assert sum(row["share_prompts"] for row in table if row["dimension"] == "domain") == pytest.approx(1.0)


def test_an_element_that_applies_to_no_prompt_is_unknown_and_not_absent():
    queries = ["Write a SQL query that lists the late orders.", "Write a SQL query that sums sales by month."] * 3
    table = ps.corpus([f"{query} ({number})" for number, query in enumerate(queries)]).table("checklist_coverage").to_pylist()

    sql = [row for row in table if row["domain"] == "sql"]
    assert {row["n_asked"] for row in sql} <= {0, 3, 6}
    assert {(row["n_answered"], row["is_absent"]) for row in sql if row["n_asked"] == 0} <= {(None, None)}
    assert all(row["is_absent"] == (row["n_answered"] == 0) for row in sql if row["n_asked"])
    assert all(row["is_absent"] is None for row in table if row["domain"] == "cine")


@pytest.mark.parametrize("source", [[], [None], [None, ""]])
def test_nothing_readable_means_nothing_measured(source):
    found = ps.corpus(source)

    assert len(found) == len(source)
    assert all(found.table(name).num_rows == 0 for name in EMPTY_TABLES)
    assert set(found.table("coverage")["n_prompts"].to_pylist()) == {None}
    assert set(found.table("checklist_coverage")["is_absent"].to_pylist()) == {None}
    assert repr(found).startswith(f"{len(source)} prompt")


def test_one_prompt_has_no_neighbours():
    found = ps.corpus([RIVERS])

    assert found.row(0) | {
        "n_same": 0,
        "n_alike": 0,
        "nearest_id": None,
        "n_shared_blocks": 0,
        "share_shared": 0.0,
    } == found.row(0)


def test_equal_rows_are_copies_of_the_first():
    found = ps.corpus([RIVERS] * 50)

    assert found.table("duplicates").num_rows == 49
    assert set(found.table("duplicates")["other_id"].to_pylist()) == {0}
    assert found.table("corpus_findings")["n_prompts"].to_pylist() == [50]
    assert found.table("shared_blocks").num_rows == 0


def test_prompts_of_ten_thousand_characters_are_compared():
    long = " ".join(f"word{number}" for number in range(1300))[:10_000]

    found = ps.corpus([long, "c" + long[1:], long + "x"])

    assert found.table("duplicates")["kind"].to_pylist() == ["near"]
    assert found.table("duplicates")["similarity"].to_pylist()[0] > 0.99
    assert found.table("errors")["error"].to_pylist() == ["too_long"]


@pytest.mark.parametrize("data", [[], [None], [RIVERS], [RIVERS, RIVERS.upper(), "🎉", None, "Resume el texto."]])
def test_tables_follow_their_declaration(data):
    found = ps.corpus(pd.DataFrame({"text": data, "g": ["a"] * len(data)}), text="text", group="g")

    declared = {table.name: table for table in schema.TABLES}
    for name, table in found.tables.items():
        assert schema.check(declared[name], table) == [], name


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (pd.DataFrame, pd.DataFrame),
        (pl.DataFrame, pl.DataFrame),
        (pa.table, pa.Table),
        (pl.LazyFrame, pl.DataFrame),
        (lambda rows: duckdb.from_arrow(pa.table(rows)), duckdb.DuckDBPyRelation),
    ],
)
def test_every_kind_of_frame_gives_the_same_tables_in_its_kind(make, kind):
    found = ps.corpus(make(ROWS), text="prompt", group="name", version="version")

    assert isinstance(found.drift, kind)
    assert found.to_dict() == of_rows().to_dict()


def test_the_accessor_and_rows_as_mappings_give_the_same():
    rows = pd.DataFrame(ROWS).astype(object).where(pd.DataFrame(ROWS).notna(), None).to_dict("records")

    assert pd.DataFrame(ROWS).prompts.corpus(group="name", version="version").to_dict() == of_rows().to_dict()
    assert ps.corpus(rows, group="name", version="version").to_dict() == of_rows().to_dict()


def test_the_order_of_rows_does_not_change_what_is_similar():
    texts = [f"Write a report about {place} with three parts." for place in ("Rome", "Oslo", "Lima", "Quito")]

    forward, backward = ps.corpus(texts), ps.corpus(texts[::-1])

    assert forward.table("duplicates")["similarity"].to_pylist() == backward.table("duplicates")["similarity"].to_pylist()
    assert (
        forward.table("corpus_prompts")["nearest_similarity"].to_pylist()
        == (backward.table("corpus_prompts")["nearest_similarity"].to_pylist()[::-1])
    )


def test_a_missing_column_is_named_with_the_nearest():
    with pytest.raises(ps.MissingColumnError, match=r"no column 'versoin'\. Did you mean 'version'\?.*version="):
        ps.corpus(pd.DataFrame(ROWS), group="name", version="versoin")
    with pytest.raises(ps.MissingColumnError, match=r"no column 'promt'\. Did you mean 'prompt'\?"):
        ps.corpus(pd.DataFrame(ROWS), text="promt")


@pytest.mark.parametrize("source", [[RIVERS, RIVERS], pd.Series([RIVERS])])
def test_a_source_without_columns_has_no_groups(source):
    with pytest.raises(ps.InputError, match=r"group='name' names a column, but .* has no columns"):
        ps.corpus(source, group="name")


@pytest.mark.parametrize(
    ("name", "value"), [("least_similarity", 0), ("least_similarity", 1.5), ("neighbours", 0), ("shared_by", 1)]
)
def test_numbers_out_of_range_are_refused(name, value):
    with pytest.raises(ps.InputError, match=f"{name}={value}"):
        ps.corpus([RIVERS], **{name: value})


def test_codes_over_frames_are_no_codes_of_rules():
    known = all_rules()

    assert not set(CORPUS_RULES) & set(known)
    assert not {rule.name for rule in CORPUS_RULES.values()} & {rule.name for rule in known.values()}
    assert {rule.table for rule in CORPUS_RULES.values()} <= {table.name for table in schema.TABLES}


def test_explain_knows_codes_over_frames():
    assert ps.explain("eco906").startswith("ECO906 block-shared-by-many-prompts\n")


def test_the_text_shows_every_part():
    text = repr(of_rows())

    assert text.startswith("6 prompts (1 not read): 1 exact copy, 1 but for case or spacing, 1 similar pair, 0 shared blocks\n")
    assert "drift: 2 rows" in text
    assert "language: en 5, es 0" in text


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "prompts.csv"
    pd.DataFrame(ROWS).to_csv(path, index=False)
    return path


def test_the_command_writes_the_tables_of_the_function(cli: Cli, file: Path):
    done = cli("corpus", str(file), "--text", "prompt", "--group", "name", "--version", "version", "--format", "json")

    written = json.loads(done.stdout)
    assert done.returncode == 3  # one row has no text
    assert written == json.loads(ps.corpus(file, text="prompt", group="name", version="version").to_json())
    assert [row["kind"] for row in written["duplicates"]] == ["exact", "normalised", "near"]


def test_the_command_prints_text_and_single_tables(cli: Cli, file: Path, tmp_path: Path):
    shown = cli("corpus", str(file), "--text", "prompt")
    lines = cli("corpus", str(file), "--table", "duplicates", "--format", "jsonl").stdout.splitlines()
    out = tmp_path / "coverage.parquet"
    cli("corpus", str(file), "--table", "coverage", "-o", str(out))

    assert shown.stdout.startswith("6 prompts (1 not read)")
    assert [json.loads(line)["rank"] for line in lines] == [1, 2, 3]
    assert pd.read_parquet(out)["dimension"].unique().tolist() == ["domain", "language", "intent", "length"]


def test_the_command_names_the_nearest_column(cli: Cli, file: Path):
    done = cli("corpus", str(file), "--text", "promt")

    assert (done.returncode, "Did you mean 'prompt'?" in done.stderr) == (2, True)
