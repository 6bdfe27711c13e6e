"""Examples exist for every domain and intent in both languages, and the SQL in them runs."""

from __future__ import annotations

import ast

import duckdb
import pytest

from promptsmith.config import BUILT_IN_DOMAINS, INTENTS
from promptsmith.errors import UnknownNameError
from promptsmith.rewrite.examples import MAX_EXAMPLES, examples_for

TABLES = {
    "en": "CREATE TABLE customers (customer_id INTEGER, full_name VARCHAR);"
    "CREATE TABLE orders (order_id INTEGER, customer_id INTEGER, total DECIMAL(10, 2), ordered_on DATE);",
    "es": "CREATE TABLE clientes (cliente_id INTEGER, nombre VARCHAR);"
    "CREATE TABLE pedidos (pedido_id INTEGER, cliente_id INTEGER, total DECIMAL(10, 2), fecha DATE);",
}


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("domain", BUILT_IN_DOMAINS)
@pytest.mark.parametrize("intent", INTENTS)
def test_each_domain_and_intent_has_pairs(domain: str, intent: str, language: str) -> None:
    pairs = examples_for(domain, intent, language)
    assert 1 <= len(pairs) <= MAX_EXAMPLES
    for pair in pairs:
        assert set(pair) == {"input", "output"}
        assert all(text.strip() for text in pair.values())


def test_the_languages_differ_in_what_is_asked() -> None:
    for domain in BUILT_IN_DOMAINS:
        for intent in INTENTS:
            english, spanish = examples_for(domain, intent, "en"), examples_for(domain, intent, "es")
            assert len(english) == len(spanish)
            assert all(one["input"] != other["input"] for one, other in zip(english, spanish, strict=True))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("intent", INTENTS)
def test_sql_examples_run(intent: str, language: str) -> None:
    for pair in examples_for("sql", intent, language):
        with duckdb.connect() as database:
            if not pair["output"].startswith("CREATE TABLE"):
                database.execute(TABLES[language])
            database.execute(pair["output"])


def test_an_sql_example_gives_the_rows_its_input_asks_for() -> None:
    joined = examples_for("sql", "create", "en")[1]["output"]
    with duckdb.connect() as database:
        database.execute(TABLES["en"])
        database.execute("INSERT INTO customers VALUES (1, 'Ana'), (2, 'Ben'), (3, 'Cleo')")
        database.execute("INSERT INTO orders VALUES (1, 1, 5, NULL), (2, 3, 20, NULL), (3, 1, 7, NULL)")
        rows = [(number, name, float(total)) for number, name, total in database.execute(joined).fetchall()]
    assert rows == [(3, "Cleo", 20.0), (1, "Ana", 12.0), (2, "Ben", 0.0)]


@pytest.mark.parametrize(("language", "name"), [("en", "median"), ("es", "mediana")])
def test_the_python_example_does_what_its_input_asks(language: str, name: str) -> None:
    space: dict[str, object] = {}
    source = examples_for("general", "create", language)[1]["output"]
    exec(compile(ast.parse(source), name, "exec"), space)
    middle = space[name]
    assert callable(middle)
    assert middle([3, 1, 2]) == 2
    assert middle([4, 1, 3, 2]) == 2.5
    with pytest.raises(ValueError, match=r"number|número"):
        middle([])


def test_without_an_intent_the_examples_of_create_are_given_and_a_new_domain_gets_general_ones() -> None:
    assert examples_for("sql", None, "en") == examples_for("sql", "create", "en")
    assert examples_for("legal", "explain", "es") == examples_for("general", "explain", "es")


def test_a_caller_cannot_change_the_examples() -> None:
    examples_for("sql", "create", "en")[0]["output"] = "changed"
    assert examples_for("sql", "create", "en")[0]["output"] != "changed"


def test_an_unknown_intent_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match=r"Unknown intent 'crate'. Did you mean 'create'"):
        examples_for("sql", "crate", "en")
