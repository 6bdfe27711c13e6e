"""Python values in: strings, lists, chats and rows become prompts; faults become rows, mistakes in the call raise."""

from __future__ import annotations

import subprocess
import sys
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptsmith.errors import InputError, MissingColumnError, UnknownNameError, UnsupportedInputError
from promptsmith.text.files import ENDINGS
from promptsmith.text.inputs import read_prompts


def faults(prompts):
    return [(fault.row, fault.error) for fault in prompts.errors]


def test_a_string_is_one_prompt():
    prompts = read_prompts("Escribe un poema sobre el río Ebro 🌊.")

    assert prompts.kind == "str"
    assert prompts.ids == [0]
    assert prompts.texts == prompts.originals == prompts.distinct == ["Escribe un poema sobre el río Ebro 🌊."]
    assert prompts.row_of.tolist() == [0]
    assert prompts.row_of.dtype == np.int64
    assert (prompts.domains, prompts.tones, prompts.contexts, prompts.variables) == ([None], [None], [None], [None])
    assert prompts.messages is None
    assert prompts.errors == []
    assert len(prompts) == 1


def test_equal_texts_are_analysed_once():
    prompts = read_prompts(["Name a river.", "Nombra un río.", "Name a river.", "name a river."])

    assert prompts.distinct == ["Name a river.", "Nombra un río.", "name a river."]
    assert prompts.row_of.tolist() == [0, 1, 0, 2]


def test_faulty_rows_are_reported_and_the_others_go_on():
    source = ["Name a river.", None, "", " \n\t", 7, b"x", "half \ud83d", float("nan"), "\u200b\ufeff", "Name a river."]

    prompts = read_prompts(source)

    assert faults(prompts) == [
        (1, "null"),
        (2, "empty"),
        (3, "blank"),
        (4, "wrong_type"),
        (5, "wrong_type"),
        (6, "not_encodable"),
        (7, "null"),
        (8, "blank"),
    ]
    assert prompts.row_of.tolist() == [0, -1, -1, -1, -1, -1, -1, -1, -1, 0]
    assert prompts.texts == ["Name a river.", *[None] * 8, "Name a river."]
    assert prompts.originals == [
        "Name a river.",
        None,
        "",
        " \n\t",
        None,
        None,
        "half \ud83d",
        None,
        "\u200b\ufeff",
        "Name a river.",
    ]
    assert {fault.stage for fault in prompts.errors} == {"input"}


def test_messages_of_faults_say_what_where_and_what_next():
    prompts = read_prompts(["ok", None, 7, "half \ud83d"])

    assert [fault.message for fault in prompts.errors] == [
        "Row 1: the text is null. Fill it or drop the row.",
        "Row 2: the text is int (7), not a string or a list of chat messages. Convert it first, for example with str().",
        "Row 3: the text holds half a character, U+D83D at character 5. Repair how it was decoded, or remove it.",
    ]


def test_an_empty_string_is_one_faulty_row():
    prompts = read_prompts("")

    assert faults(prompts) == [(0, "empty")]
    assert prompts.errors[0].message == "The prompt: the text is empty. Write a prompt or drop the row."


@pytest.mark.parametrize("nothing", [[], ()])
def test_an_empty_list_has_no_rows_and_no_errors(nothing):
    prompts = read_prompts(nothing)

    assert (prompts.ids, prompts.texts, prompts.distinct, prompts.errors) == ([], [], [], [])
    assert prompts.row_of.shape == (0,)
    assert prompts.row_of.dtype == np.int64


def test_the_limit_is_counted_in_characters_and_can_be_raised():
    at_the_limit, over = "ñ" * 10_000, "ñ" * 10_001

    prompts = read_prompts([at_the_limit, over])

    assert faults(prompts) == [(1, "too_long")]
    assert prompts.originals[1] == over
    assert prompts.errors[0].message == (
        "Row 1: the text has 10,001 characters; the limit is 10,000. Shorten it, or raise the limit: max_characters=10001."
    )
    assert read_prompts(over, max_characters=10_001).errors == []


def test_ten_megabytes_of_text_are_one_fault_and_quick():
    text = "word " * 2_000_000
    start = time.perf_counter()

    prompts = read_prompts([text, "Name a river."])

    assert time.perf_counter() - start < 0.5
    assert faults(prompts) == [(0, "too_long")]
    assert prompts.distinct == ["Name a river."]


@pytest.mark.parametrize("limit", [0, -1, 1.5, True, None])
def test_a_limit_that_is_no_whole_number_is_refused(limit):
    with pytest.raises(InputError, match=r"max_characters=.* is not a whole number of at least 1"):
        read_prompts("Name a river.", max_characters=limit)


def test_an_array_of_strings_is_a_list():
    prompts = read_prompts(np.array(["Name a river.", "Name a lake."]))

    assert prompts.kind == "list"
    assert prompts.distinct == ["Name a river.", "Name a lake."]
    assert {type(text) for text in prompts.distinct} == {str}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (None, "Prompts cannot be read from NoneType (None). Accepted: a string,"),
        (3, "Prompts cannot be read from int (3). Accepted: a string,"),
        ({"a"}, "Prompts cannot be read from set ({'a'}). Accepted: a string,"),
        (iter(["a"]), "Prompts cannot be read from list_iterator"),
        (b"a", "Bytes are not text: b'a'. Decode them first: source.decode(\"utf-8\")."),
        ({"speaker": "user"}, "The mapping has the keys 'speaker' and no text."),
        ({}, "The mapping has the keys none and no text."),
        (
            {"prompt": ["a", "b"]},
            "The mapping holds a list under 'prompt'. A mapping is one row; for columns pass pandas.DataFrame",
        ),
    ],
)
def test_a_source_of_another_type_is_refused(source, said):
    with pytest.raises(UnsupportedInputError) as caught:
        read_prompts(source)

    assert str(caught.value).startswith(said)
    assert isinstance(caught.value, TypeError)


def test_a_list_of_messages_is_one_conversation():
    prompts = read_prompts(
        [
            {"role": "system", "content": "Be brief."},
            {
                "role": "user",
                "content": [{"type": "text", "text": "¿Qué es"}, {"type": "image_url"}, {"type": "text", "text": "?"}],
            },
            {"role": "assistant", "content": None, "tool_calls": []},
        ]
    )

    assert prompts.texts == ["Be brief.\n\n¿Qué es\n\n?\n\n"]
    assert prompts.messages == [(("system", 0, 9), ("user", 11, 21), ("assistant", 23, 23))]
    assert prompts.texts[0][11:21] == "¿Qué es\n\n?"


def test_one_message_alone_is_a_conversation():
    prompts = read_prompts({"role": "user", "content": "Name a river."})

    assert prompts.kind == "list"
    assert prompts.messages == [(("user", 0, 13),)]


def test_a_list_of_conversations_is_many_prompts():
    prompts = read_prompts([[{"role": "user", "content": "Hi"}], "Hi", [{"role": "user", "content": "Hi"}], []])

    assert prompts.texts == ["Hi", "Hi", "Hi", None]
    assert prompts.messages == [(("user", 0, 2),), None, (("user", 0, 2),), ()]
    assert faults(prompts) == [(3, "empty")]


def test_the_same_words_of_different_speakers_are_analysed_apart():
    prompts = read_prompts([[{"role": "user", "content": "Hi"}], [{"role": "system", "content": "Hi"}]])

    assert prompts.distinct == ["Hi", "Hi"]
    assert prompts.row_of.tolist() == [0, 1]
    assert prompts.distinct_messages == [(("user", 0, 2),), (("system", 0, 2),)]


@pytest.mark.parametrize(
    ("conversation", "error", "message"),
    [
        (
            [{"role": "sistem", "content": "Hi"}],
            "unknown_role",
            "The prompt: message 0: Unknown role 'sistem'. Did you mean 'system'? "
            "Allowed: system, developer, user, assistant, tool.",
        ),
        (
            [{"role": "user"}],
            "malformed_chat",
            'The prompt: message 0: the content is missing. Give a string, or a list of {"type": "text", "text": ...} parts.',
        ),
        (
            [{"role": "user", "content": 5}],
            "malformed_chat",
            'The prompt: message 0: the content is int (5). Give a string, or a list of {"type": "text", "text": ...} parts.',
        ),
        (
            [{"role": "user", "content": [5]}],
            "malformed_chat",
            'The prompt: message 0: a part of the content is int (5). Write each part as {"type": "text", "text": ...}.',
        ),
        (
            [[{"role": "user", "content": "Hi"}, "Hi"]],
            "malformed_chat",
            'The prompt: message 1 is str (\'Hi\'), not a mapping. Write each message as {"role": ..., "content": ...}.',
        ),
    ],
)
def test_a_malformed_conversation_is_a_fault(conversation, error, message):
    prompts = read_prompts(conversation)

    assert [(fault.error, fault.message) for fault in prompts.errors] == [(error, message)]
    assert prompts.texts == [None]


def test_rows_carry_their_own_arguments():
    prompts = read_prompts(
        [
            {
                "prompt_id": "a",
                "prompt": "Hola {x}",
                "domain": "sql",
                "tone": "formal",
                "context": "ventas",
                "variables": {"x": 1},
            },
            {"prompt_id": "b", "prompt": "Hola", "domain": "", "tone": None, "variables": '{"y": [1, null]}'},
            {"prompt_id": "c", "prompt": "Adiós", "domain": "auto", "variables": " "},
        ]
    )

    assert prompts.ids == ["a", "b", "c"]
    assert prompts.domains == ["sql", None, "auto"]
    assert prompts.tones == ["formal", None, None]
    assert prompts.contexts == ["ventas", None, None]
    assert prompts.variables == [{"x": 1}, {"y": [1, None]}, None]
    assert prompts.errors == []


def test_a_single_row_may_be_a_mapping():
    prompts = read_prompts({"prompt": "Hola", "domain": "sql"})

    assert (prompts.texts, prompts.domains, prompts.kind) == (["Hola"], ["sql"], "list")


def test_rows_with_a_role_are_rows_when_the_text_is_named():
    prompts = read_prompts([{"role": "analyst", "content": "Sum the sales."}], text="content")

    assert prompts.texts == ["Sum the sales."]
    assert prompts.messages is None


def test_a_row_that_lacks_the_text_is_null_and_a_row_that_is_none_too():
    prompts = read_prompts([{"prompt": "Hola"}, {"domain": "sql"}, None])

    assert faults(prompts) == [(1, "null"), (2, "null")]
    assert prompts.errors[0].message == "Row 1, column 'prompt': the text is null. Fill it or drop the row."


def test_conversations_may_be_a_column_of_rows():
    prompts = read_prompts([{"messages": [{"role": "user", "content": "Hi"}], "domain": "sql"}])

    assert (prompts.texts, prompts.messages, prompts.domains) == (["Hi"], [(("user", 0, 2),)], ["sql"])


def test_the_domain_of_the_call_holds_where_the_row_names_none():
    prompts = read_prompts([{"prompt": "a", "domain": "sql"}, {"prompt": "b", "domain": None}], domain="cine")

    assert prompts.domains == ["sql", "cine"]
    assert read_prompts(["a"], domain="auto").domains == ["auto"]


def test_an_unknown_domain_of_the_call_raises_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"Unknown domain 'slq'\. Did you mean 'sql'\?"):
        read_prompts("a", domain="slq")


def test_a_registered_domain_is_allowed_in_a_row():
    rows = [{"prompt": "a", "domain": "law"}]

    assert faults(read_prompts(rows)) == [(0, "unknown_domain")]
    assert read_prompts(rows, allowed_domains=("sql", "law")).domains == ["law"]


@pytest.mark.parametrize(
    ("column", "cell", "error", "message"),
    [
        (
            "domain",
            "devop",
            "unknown_domain",
            "Row 0, column 'domain': Unknown domain 'devop'. Did you mean 'devops'? "
            "Allowed: sql, branding, cine, saas, devops, general, auto.",
        ),
        (
            "tone",
            "fromal",
            "unknown_tone",
            "Row 0, column 'tone': Unknown tone 'fromal'. Did you mean 'formal'? "
            "Allowed: professional, casual, technical, creative, formal.",
        ),
        (
            "tone",
            3,
            "unknown_tone",
            "Row 0, column 'tone': Unknown tone 3. Allowed: professional, casual, technical, creative, formal.",
        ),
        ("context", 3, "wrong_type", "Row 0, column 'context': the context is int (3), not a string. Convert it first."),
        (
            "variables",
            "[1]",
            "malformed_variables",
            'Row 0, column \'variables\': the variables are list ([1]), not names with values. Write {"name": "value"}.',
        ),
        (
            "variables",
            {1: "a"},
            "malformed_variables",
            "Row 0, column 'variables': the variables are dict ({1: 'a'}), not names with values. Write {\"name\": \"value\"}.",
        ),
        (
            "variables",
            "{'a': 1}",
            "malformed_variables",
            "Row 0, column 'variables': the variables \"{'a': 1}\" are not JSON: "
            'Expecting property name enclosed in double quotes: line 1 column 2 (char 1). Write {"name": "value"}.',
        ),
    ],
)
def test_a_wrong_argument_of_a_row_is_a_fault_of_that_row(column, cell, error, message):
    prompts = read_prompts([{"prompt": "Hola", column: cell}, {"prompt": "Hola"}])

    assert [(fault.row, fault.error, fault.message) for fault in prompts.errors] == [(0, error, message)]
    assert prompts.texts == [None, "Hola"]
    assert prompts.originals == ["Hola", "Hola"]
    assert prompts.row_of.tolist() == [-1, 0]


def test_a_text_of_faulty_rows_only_is_not_analysed():
    prompts = read_prompts([{"prompt": "Hola", "tone": "x"}, {"prompt": "Adiós", "tone": None}])

    assert prompts.distinct == ["Adiós"]
    assert prompts.row_of.tolist() == [-1, 0]


def test_every_fault_of_a_row_is_listed():
    prompts = read_prompts([{"prompt": "a"}, {"prompt": "", "domain": "x", "tone": "y"}])

    assert faults(prompts) == [(1, "unknown_domain"), (1, "unknown_tone"), (1, "empty")]


def test_ids_stay_integers_and_others_become_text():
    assert read_prompts([{"n": 7, "prompt": "a"}, {"n": 3, "prompt": "b"}], id="n").ids == [7, 3]
    assert read_prompts([{"n": "7", "prompt": "a"}], id="n").ids == ["7"]
    assert read_prompts([{"n": 7, "prompt": "a"}, {"n": "x", "prompt": "b"}], id="n").ids == ["7", "x"]
    assert read_prompts([{"n": np.int32(7), "prompt": "a"}], id="n").ids == [7]


def test_faults_carry_the_callers_id():
    assert read_prompts([{"prompt_id": "p9", "prompt": ""}]).errors[0].prompt_id == "p9"


def test_duplicate_ids_are_refused_with_their_rows():
    rows = [{"prompt_id": 1, "prompt": "a"}, {"prompt_id": 2, "prompt": "b"}, {"prompt_id": 1, "prompt": "c"}]

    with pytest.raises(InputError) as caught:
        read_prompts(rows)

    assert str(caught.value) == (
        "Id 1 occurs twice: in row 0 and in row 2. Ids must tell rows apart: make column 'prompt_id' unique, name another one "
        "with id=, or drop it to number the rows."
    )


def test_a_null_id_is_refused():
    with pytest.raises(InputError, match="Row 1, column 'n': the id is null"):
        read_prompts([{"n": 1, "prompt": "a"}, {"n": None, "prompt": "b"}], id="n")


@pytest.mark.parametrize("arguments", [{"text": "prompt"}, {"id": "n"}])
@pytest.mark.parametrize("source", ["Name a river.", ["Name a river."], [[{"role": "user", "content": "Hi"}]]])
def test_naming_a_column_of_a_source_without_columns_is_refused(source, arguments):
    with pytest.raises(InputError, match=r"names a column, but a .* has no columns"):
        read_prompts(source, **arguments)


def test_a_missing_column_names_the_nearest_and_all():
    with pytest.raises(MissingColumnError) as caught:
        read_prompts([{"pregunta": "a", "nota": "b"}], text="preguntas")

    assert str(caught.value) == (
        "The frame: no column 'preguntas'. Did you mean 'pregunta'? Columns: 'pregunta', 'nota'. Name one: text=."
    )


@given(st.lists(st.one_of(st.none(), st.integers(), st.text(), st.text(st.characters(categories=["Cs", "Zs", "Cc", "Cf"])))))
@settings(max_examples=150, deadline=None)
def test_any_list_of_strings_comes_back_in_order_with_its_faults(items):
    prompts = read_prompts(items, max_characters=12)

    assert prompts.originals == [item if isinstance(item, str) else None for item in items]
    assert [fault.row for fault in prompts.errors] == [row for row, text in enumerate(prompts.texts) if text is None]
    for row, (item, text) in enumerate(zip(items, prompts.texts, strict=True)):
        if text is None:
            assert prompts.row_of[row] == -1
        else:
            assert text == item == prompts.distinct[prompts.row_of[row]]
            assert 0 < len(text) <= 12
            text.encode()
        if isinstance(item, str) and 0 < len(item) <= 12 and item.isalnum() and item.isascii():
            assert text == item
    assert len(set(prompts.distinct)) == len(prompts.distinct)


@given(st.text().filter(lambda text: not text.lower().endswith(ENDINGS)))
@settings(max_examples=150, deadline=None)
def test_any_string_alone_reads_like_a_list_of_one(text):
    alone, listed = read_prompts(text), read_prompts([text])

    assert (alone.texts, alone.originals, faults(alone)) == (listed.texts, listed.originals, faults(listed))


def test_strings_and_lists_import_no_frame_library():
    code = (
        "import sys; from promptsmith.text.inputs import read_prompts\n"
        "read_prompts('Name a river.'); read_prompts(['a', None, 'b']); read_prompts([{'prompt': 'a', 'domain': 'sql'}])\n"
        "print(sorted({'pandas', 'pyarrow', 'narwhals', 'polars', 'duckdb', 'openpyxl'} & set(sys.modules)))"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_one_string_takes_under_a_tenth_of_a_millisecond():
    read_prompts("Name a river.")
    fastest = min(_elapsed(lambda: read_prompts("Compare /usr/local with /opt, please.")) for _ in range(50))

    assert fastest < 1e-4


def _elapsed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start
