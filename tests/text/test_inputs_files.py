"""Files in: when a string names files, what each ending gives, and what a broken file says."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.errors import InputError, MissingColumnError, UnsupportedInputError
from promptsmith.text.files import ENDINGS
from promptsmith.text.inputs import read_prompts
from promptsmith.text.loading import load_frame


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def workbook(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_string_that_names_an_existing_file_is_read_as_that_file(folder):
    write(folder / "mis prompts.csv", "prompt\nHola\n")

    assert read_prompts("mis prompts.csv").texts == ["Hola"]
    assert read_prompts("mis prompts.csv").kind == "path"
    assert read_prompts(Path("mis prompts.csv")).texts == ["Hola"]


def test_a_list_holds_prompts_even_when_they_name_files(folder):
    write(folder / "a.csv", "prompt\nHola\n")

    assert read_prompts(["a.csv"]).texts == ["a.csv"]


@pytest.mark.parametrize(
    "prompt",
    [
        "Summarise sales.csv",
        "notes",
        "What is in *.csv",
        "What does [x] mean?",
        "/",
        "./",
        "Read this:\nnotes.md",
        "notes.docx",
        "Compare and/or",
    ],
)
def test_a_string_that_does_not_evidently_name_files_is_a_prompt(folder, prompt):
    write(folder / "notes" / "a.txt", "Hola")
    write(folder / "notes.md", "Hola")

    assert read_prompts(prompt).texts == [prompt]


def test_a_path_with_spaces_that_is_missing_is_a_prompt_as_a_string_and_an_error_as_a_path(folder):
    assert read_prompts("Translate my notes.md").texts == ["Translate my notes.md"]
    with pytest.raises(InputError, match=r"There is no file 'Translate my notes\.md'"):
        read_prompts(Path("Translate my notes.md"))


def test_a_missing_file_is_an_error_that_names_the_nearest(folder):
    write(folder / "prompts.csv", "prompt\nHola\n")

    with pytest.raises(InputError) as caught:
        read_prompts("promts.csv")

    assert str(caught.value) == (
        f"There is no file 'promts.csv' in {str(folder)!r}. Did you mean 'prompts.csv'? Check the name. "
        "To score the string itself as a prompt, pass it in a list."
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("missing/prompts.csv", "the folder 'missing' does not exist"),
        ("data/*.csv", r"No file matches 'data/\*\.csv'"),
        ("https://example.org/prompts.csv", "is an address, and PromptSmith reads no addresses"),
    ],
)
def test_what_looks_like_a_path_and_is_not_there_is_an_error(folder, name, said):
    with pytest.raises(InputError, match=said):
        read_prompts(name)


def test_a_string_too_long_for_a_path_is_a_prompt():
    text = "a" * 2000 + ".md"

    assert read_prompts(text).texts == [text]


@given(st.text(max_size=20), st.sampled_from(ENDINGS))
@settings(max_examples=100, deadline=None)
def test_any_string_that_ends_like_a_file_is_a_prompt_or_a_clear_error(start, ending):
    text = start + "_no_such_file" + ending

    if any(character.isspace() for character in text):
        assert read_prompts(text).originals == [text]
    else:
        with pytest.raises(InputError, match="pass it in a list"):
            read_prompts(text)


def test_a_folder_named_with_a_separator_is_read_and_a_bare_word_is_a_prompt(folder):
    write(folder / "prompts" / "a.txt", "Hola")

    assert read_prompts("prompts/").texts == ["Hola"]
    assert read_prompts(Path("prompts")).texts == ["Hola"]
    assert read_prompts("prompts").texts == ["prompts"]


ROWS = [
    {"prompt_id": "a1", "prompt": "¿Qué río pasa por Zaragoza? 🌊", "domain": "general"},
    {"prompt_id": "a2", "prompt": 'Say "hi",\nthen stop.', "domain": "sql"},
]


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl", "ndjson", "json", "parquet", "xlsx"])
def test_every_kind_of_table_gives_the_same_prompts(tmp_path, ending):
    path = tmp_path / f"prompts.{ending}"
    frame = pd.DataFrame(ROWS)
    if ending in ("csv", "tsv"):
        frame.to_csv(path, index=False, sep="," if ending == "csv" else "\t")
    elif ending in ("jsonl", "ndjson"):
        write(path, "".join(json.dumps(row) + "\n" for row in ROWS))
    elif ending == "json":
        write(path, json.dumps(ROWS, indent=1, ensure_ascii=False))
    elif ending == "parquet":
        frame.to_parquet(path)
    else:
        workbook(path, [list(ROWS[0]), *[list(row.values()) for row in ROWS]])

    prompts = read_prompts(path)

    assert prompts.texts == [row["prompt"] for row in ROWS]
    assert prompts.ids == ["a1", "a2"]
    assert prompts.domains == ["general", "sql"]
    assert prompts.errors == []


def test_a_byte_order_mark_and_crlf_are_no_part_of_names_and_texts(tmp_path):
    path = write(tmp_path / "a.csv", b'\xef\xbb\xbfprompt,note\r\n"uno\r\ndos",1\r\ntres,2\r\n')

    assert read_prompts(path).texts == ["uno\r\ndos", "tres"]


def test_a_csv_with_semicolons_as_spanish_spreadsheets_write_it(tmp_path):
    path = write(tmp_path / "a.csv", "prompt;domain\nSuma 1,5 y 2,5;sql\n")

    assert (read_prompts(path).texts, read_prompts(path).domains) == (["Suma 1,5 y 2,5"], ["sql"])


def test_utf_16_with_its_mark_is_understood(tmp_path):
    path = write(tmp_path / "a.csv", "prompt\nAñade un río\n".encode("utf-16"))

    assert read_prompts(path).texts == ["Añade un río"]


def test_cells_of_a_csv_stay_text(tmp_path):
    path = write(tmp_path / "a.csv", "prompt\nNA\nnull\n007\n1e5\nTrue\n")

    assert read_prompts(path).texts == ["NA", "null", "007", "1e5", "True"]


def test_an_empty_cell_is_a_fault_and_an_empty_line_is_none(tmp_path):
    path = write(tmp_path / "a.csv", 'prompt,n\nHola,1\n\n"",2\n')

    prompts = read_prompts(path)

    assert prompts.texts == ["Hola", None]
    assert [fault.message for fault in prompts.errors] == [
        "a.csv, row 1, column 'prompt': the text is empty. Write a prompt or drop the row."
    ]


def test_integer_ids_of_a_csv_are_integers_and_codes_stay_text(tmp_path):
    assert read_prompts(write(tmp_path / "a.csv", "prompt_id,prompt\n7,a\n12,b\n")).ids == [7, 12]
    assert read_prompts(write(tmp_path / "b.csv", "prompt_id,prompt\n007,a\n12,b\n")).ids == ["007", "12"]


def test_a_csv_cell_may_be_longer_than_the_limit_of_the_csv_module(tmp_path):
    path = write(tmp_path / "a.csv", "prompt\n" + "a" * 200_000 + "\n")

    assert read_prompts(path, max_characters=200_000).texts == ["a" * 200_000]
    assert csv.field_size_limit() == 131_072  # the setting of the process is as Python documents it


def test_an_unquoted_delimiter_is_an_error_with_its_line(tmp_path):
    path = write(tmp_path / "a.csv", 'prompt,n\n"two\nlines",1\nRivers, lakes,2\n')

    with pytest.raises(InputError) as caught:
        read_prompts(path)

    assert str(caught.value) == (
        "a.csv, line 4: 3 fields, but the header has 2. Put texts that hold ',' between double quotes."
    )


def test_a_quote_that_is_never_closed_is_an_error_and_swallows_no_rows(tmp_path):
    path = write(tmp_path / "a.csv", 'prompt\nfine\n"never closed\nlost\n')

    with pytest.raises(InputError, match=r"a\.csv, line 3: unexpected end of data"):
        read_prompts(path)


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_a_table_without_a_header_is_an_error_and_one_without_rows_is_not(tmp_path, name):
    with pytest.raises(InputError, match=r"is empty\. Its first row must name the columns"):
        read_prompts(write(tmp_path / name, ""))
    assert read_prompts(write(tmp_path / name, "prompt\n")).ids == []


def test_two_columns_of_one_name_are_an_error(tmp_path):
    with pytest.raises(InputError, match=r"a\.csv has two columns called 'prompt'"):
        read_prompts(write(tmp_path / "a.csv", "prompt,prompt\na,b\n"))


def test_a_missing_column_of_a_file_names_the_file(tmp_path):
    path = write(tmp_path / "a.csv", "promt,answer\na,b\n")

    with pytest.raises(MissingColumnError) as caught:
        read_prompts(path)

    assert str(caught.value) == (
        "a.csv: no column is evidently the prompt: none is called 'prompt', 'text', 'content', 'question', 'instruction', "
        "'input', 'messages', and 2 columns hold strings. Columns: 'promt', 'answer'. "
        "Did you mean 'promt'? Name the column: text=."
    )
    assert read_prompts(path, text="promt").texts == ["a"]


def test_a_line_that_is_not_json_is_a_fault_of_its_row(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"prompt": "Hola"}\n\n{"prompt": \n{"prompt": "Adi\\u00f3s"}\n')

    prompts = read_prompts(path)

    assert prompts.texts == ["Hola", None, "Adiós"]
    assert [(fault.row, fault.error) for fault in prompts.errors] == [(1, "malformed_line")]
    assert prompts.errors[0].message.startswith("a.jsonl, row 1, column 'prompt': line 3 is not JSON: ")


def test_a_broken_line_among_lines_with_ids_is_an_error_because_its_id_is_unknown(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"prompt_id": 1, "prompt": "Hola"}\n{\n')

    with pytest.raises(InputError, match=r"a\.jsonl: line 2 is not JSON: .* Its id cannot be known\."):
        read_prompts(path)


def test_a_line_separator_inside_a_json_text_ends_no_line(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"prompt": "uno\u2028dos"}\n')

    assert read_prompts(path).texts == ["uno\u2028dos"]


def test_half_a_character_escaped_in_json_is_a_fault(tmp_path):
    path = write(tmp_path / "a.jsonl", '{"prompt": "\\ud83d"}\n{"prompt": "\\ud83c\\udf0a"}\n')

    prompts = read_prompts(path)

    assert prompts.texts == [None, "🌊"]
    assert [fault.error for fault in prompts.errors] == ["not_encodable"]


def test_jsonl_may_hold_strings_or_conversations(tmp_path):
    path = write(tmp_path / "a.jsonl", '"Hola"\n[{"role": "user", "content": "Hi"}]\n')

    prompts = read_prompts(path)

    assert prompts.texts == ["Hola", "Hi"]
    assert prompts.messages == [None, (("user", 0, 2),)]


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('"Hola"', ["Hola"]),
        ('["Hola", "Adiós"]', ["Hola", "Adiós"]),
        ('[{"role": "system", "content": "a"}, {"role": "user", "content": "b"}]', ["a\n\nb"]),
        ('{"messages": [{"role": "user", "content": "b"}]}', ["b"]),
        ('{"prompt": "Hola", "domain": "sql"}', ["Hola"]),
        ("[]", []),
    ],
)
def test_what_a_json_file_may_hold(tmp_path, content, texts):
    assert read_prompts(write(tmp_path / "a.json", content)).texts == texts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('["Hola",', r"a\.json is not JSON: .*line 1 column 9"),
        ("", r"a\.json is not JSON: .*line 1 column 1"),
        ("5", r"a\.json holds 5\. A list of prompts"),
        ("[" * 100_000, r"a\.json is not JSON"),
    ],
)
def test_a_json_file_that_holds_no_prompts_is_an_error(tmp_path, content, said):
    with pytest.raises(InputError, match=said):
        read_prompts(write(tmp_path / "a.json", content))


def test_a_sheet_ends_at_its_last_row_with_a_value(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["prompt", "n"], ["Añade 🌊", 1], [None, None], [5, 2], [None, None]])

    prompts = read_prompts(path)

    assert prompts.texts == ["Añade 🌊", None, None]
    assert [(fault.row, fault.error) for fault in prompts.errors] == [(1, "null"), (2, "wrong_type")]


@pytest.mark.parametrize("name", ["a.xlsx", "a.parquet"])
def test_a_file_that_is_not_what_its_ending_says_is_an_error(tmp_path, name):
    with pytest.raises(InputError, match=rf"{name} is not an? .* that can be read"):
        read_prompts(write(tmp_path / name, "prompt\nHola\n"))


def test_the_stored_index_of_a_pandas_frame_is_no_column(tmp_path):
    pd.DataFrame({"q": ["Hola"]}, index=["fila"]).to_parquet(tmp_path / "a.parquet")

    assert read_prompts(tmp_path / "a.parquet").texts == ["Hola"]


def test_conversations_in_parquet_are_prompts(tmp_path):
    table = pa.table({"messages": [[{"role": "user", "content": "Hi"}], None]})
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")

    prompts = read_prompts(tmp_path / "a.parquet")

    assert prompts.texts == ["Hi", None]
    assert prompts.messages == [(("user", 0, 2),), None]


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.json", "a.txt", "a.md"])
def test_bytes_that_are_not_utf_8_are_an_error_with_their_place(tmp_path, name):
    path = write(tmp_path / name, b"prompt\nEspa\xf1a\n")

    with pytest.raises(InputError) as caught:
        read_prompts(path)

    assert str(caught.value) == (
        f"{name} is not UTF-8: byte 0xf1 at offset 11 (line 2). Save it as UTF-8, for example: "
        f"iconv -f WINDOWS-1252 -t UTF-8 {name!r}."
    )


def test_the_offset_counts_the_byte_order_mark(tmp_path):
    with pytest.raises(InputError, match=r"byte 0xf1 at offset 14 \(line 2\)"):
        read_prompts(write(tmp_path / "a.csv", b"\xef\xbb\xbfprompt\nEspa\xf1a\n"))


@pytest.mark.parametrize("name", ["a.docx", "a", "a.cvs"])
def test_an_ending_that_is_not_read_is_refused(tmp_path, name):
    with pytest.raises(UnsupportedInputError, match=r"Endings read: \.csv, .*Convert or rename it"):
        read_prompts(write(tmp_path / name, "Hola"))


def test_a_folder_gives_one_prompt_per_text_file_with_its_relative_path_as_id(tmp_path):
    write(tmp_path / "b.md", "# Título\r\nHola\r\n")
    write(tmp_path / "a.TXT", "\ufeffUno")
    write(tmp_path / "es" / "río.txt", "Dos")
    write(tmp_path / "data.csv", "prompt\nnot me\n")
    write(tmp_path / ".git" / "c.txt", "not me")
    write(tmp_path / ".d.txt", "not me")

    prompts = read_prompts(tmp_path)

    assert prompts.ids == ["a.TXT", "b.md", "es/río.txt"]
    assert prompts.texts == ["Uno", "# Título\r\nHola\r\n", "Dos"]


def test_a_broken_file_of_a_folder_is_a_fault_and_the_others_go_on(tmp_path):
    write(tmp_path / "a.txt", b"Espa\xf1a")
    write(tmp_path / "b.txt", "")
    write(tmp_path / "c.txt", "Hola")

    prompts = read_prompts(tmp_path)

    assert prompts.texts == [None, None, "Hola"]
    assert [(fault.prompt_id, fault.error, fault.message) for fault in prompts.errors] == [
        (
            "a.txt",
            "unreadable_file",
            "a.txt: is not UTF-8: byte 0xf1 at offset 4 (line 1). Save it as UTF-8, for example: "
            "iconv -f WINDOWS-1252 -t UTF-8 'a.txt'.",
        ),
        ("b.txt", "empty", "b.txt: the text is empty. Write a prompt or drop the row."),
    ]


def test_a_folder_without_text_files_is_an_error_that_shows_a_glob(tmp_path):
    with pytest.raises(InputError, match=r"holds no \.txt, \.md, \.markdown file\. For tables in a folder pass a glob"):
        read_prompts(tmp_path)


def test_a_glob_joins_files_of_several_kinds(tmp_path):
    write(tmp_path / "a.csv", "question,domain\nUno,sql\nDos,\n")
    write(tmp_path / "b.jsonl", '{"text": "Tres", "prompt_id": "b-1"}\n')
    write(tmp_path / "c.txt", "Uno")
    write(tmp_path / "d.png", b"\x89PNG")

    prompts = read_prompts(tmp_path / "*")

    assert prompts.ids == ["a.csv:0", "a.csv:1", "b-1", "c.txt"]
    assert prompts.texts == ["Uno", "Dos", "Tres", "Uno"]
    assert prompts.row_of.tolist() == [0, 1, 2, 0]
    assert prompts.domains == ["sql", None, None, None]


def test_rows_of_tables_without_ids_are_numbered_across_files(tmp_path):
    write(tmp_path / "x" / "a.csv", "prompt\nUno\n")
    write(tmp_path / "x" / "b.csv", "prompt\nDos\n\n" + '""\n')

    prompts = read_prompts(str(tmp_path / "**" / "*.csv"))

    assert prompts.ids == [0, 1, 2]
    assert [(fault.row, fault.message) for fault in prompts.errors] == [
        (2, "x/b.csv, row 1, column 'prompt': the text is empty. Write a prompt or drop the row.")
    ]


def test_one_id_in_two_files_is_an_error(tmp_path):
    write(tmp_path / "a.csv", "prompt_id,prompt\n1,Uno\n")
    write(tmp_path / "b.csv", "prompt_id,prompt\n1,Dos\n")

    with pytest.raises(InputError, match="Id 1 occurs twice: in row 0 and in row 1"):
        read_prompts(tmp_path / "*.csv")


def test_a_file_whose_name_has_brackets_is_read_as_itself(tmp_path):
    assert read_prompts(write(tmp_path / "a[1].txt", "Hola")).ids == ["a[1].txt"]


def test_naming_a_column_of_text_files_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"names a column, but text file 'a\.txt' has no columns"):
        read_prompts(write(tmp_path / "a.txt", "Hola"), text="prompt")


def test_loading_keeps_every_column_and_finds_numbers_in_a_csv(tmp_path):
    path = write(tmp_path / "a.csv", "code,prompt,score,rating,ok,empty\n007,12,3,0.5,true,\n010,NA,,1,false,\n")

    frame = load_frame(path)

    assert frame["code"].tolist() == ["007", "010"]
    assert frame["prompt"].tolist() == ["12", "NA"]
    assert frame["score"].dtype == "Int64"
    assert frame["score"].tolist() == [3, pd.NA]
    assert frame["rating"].tolist() == [0.5, 1.0]
    assert frame["ok"].tolist() == [True, False]
    assert frame["empty"].tolist() == ["", ""]


def test_loading_gives_the_named_columns_the_usual_names(tmp_path):
    path = write(tmp_path / "a.csv", "n,frase,nota\n1,Hola,x\n")

    frame = load_frame(path, text="frase", id="n")

    assert frame.to_dict("records") == [{"prompt_id": 1, "prompt": "Hola", "nota": "x"}]


def test_loading_joins_files_that_name_the_prompts_differently(tmp_path):
    write(tmp_path / "a.csv", "question,score\nUno,1\n")
    write(tmp_path / "b.jsonl", '{"text": "Dos"}\n')
    write(tmp_path / "c.txt", "Tres")

    table = load_frame(tmp_path / "*", kind="arrow")

    assert table["prompt"].to_pylist() == ["Uno", "Dos", "Tres"]
    assert table["score"].to_pylist() == [1, None, None]
    assert table["prompt_id"].to_pylist() == [None, None, "c.txt"]


def test_loading_mixed_cells_of_a_sheet_gives_text(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [["prompt", "grade"], ["Hola", 5], ["Adiós", "bien"]])

    assert load_frame(path, kind="arrow")["grade"].to_pylist() == ["5", "bien"]


def test_loading_conversations_gives_a_column_of_messages(tmp_path):
    path = write(tmp_path / "a.json", '[{"role": "user", "content": "Hi"}]')

    assert load_frame(path)["messages"].tolist() == [[{"role": "user", "content": "Hi"}]]


def test_loading_a_frame_without_an_evident_prompt_is_allowed(tmp_path):
    assert load_frame(write(tmp_path / "a.csv", "a,b\nx,y\n")).columns.tolist() == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "content", "arguments", "said"),
    [
        ("a.jsonl", '"Hola"\n{\n', {}, r"a\.jsonl: line 2 is not JSON"),
        ("a.jsonl", '{"prompt": "\\ud83d"}\n', {}, "half a character"),
        ("a.csv", "a,b\nx,y\n", {"text": "c"}, r"a\.csv: no column 'c'"),
        ("a.csv", "a,prompt\nx,y\n", {"text": "a"}, r"a\.csv has both 'a' and 'prompt'"),
        ("a.txt", "Hola", {"id": "n"}, "has no columns"),
    ],
)
def test_what_cannot_be_loaded_says_why(tmp_path, name, content, arguments, said):
    with pytest.raises((InputError, MissingColumnError), match=said):
        load_frame(write(tmp_path / name, content), **arguments)


def test_a_loaded_frame_reads_like_its_file(tmp_path):
    path = write(tmp_path / "a.csv", "prompt_id,prompt,domain\n1,Hola,sql\n2,,\n")

    from_file, from_frame = read_prompts(path), read_prompts(load_frame(path))

    assert (from_file.ids, from_file.texts, from_file.domains) == (from_frame.ids, from_frame.texts, from_frame.domains)
    assert [fault.error for fault in from_file.errors] == [fault.error for fault in from_frame.errors] == ["empty"]
