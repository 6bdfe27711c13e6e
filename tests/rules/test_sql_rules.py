"""SQL14xx: exact spans, both languages, near misses."""

from __future__ import annotations

import pytest

from promptsmith.rules._registry import all_rules
from promptsmith.rules.engine import run_naively


def spans(code: str, text: str) -> list[str]:
    found = run_naively({code: all_rules()[code]}, [text], ["sql"])[0]
    return [text[finding.start : finding.end] for finding in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write a query that returns all orders.", ["query"]),
        ("I need an SQL statement for monthly totals.", ["SQL"]),
        ("Genera una consulta que muestre los pedidos de mayo.", ["consulta"]),
        ("Write a query in SQLite that returns all orders.", []),
        ("Genera una consulta en MySQL que muestre los pedidos de mayo.", []),
        ("Dialect: DB2. Write a query that returns all orders.", []),
        ("The query was slow yesterday.", []),
        ("How many orders were paid?", []),
    ],
)
def test_a_missing_dialect_is_found_only_where_sql_is_asked_for(text, expected):
    assert spans("SQL1401", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write a query that finds loyal customers.", ["query"]),
        ("Escribe una consulta que encuentre clientes fieles.", ["consulta"]),
        ("Write a query on the customers table that finds loyal ones.", []),
        ("Write a query over visits(customer_id, day).", []),
        ("Escribe una consulta sobre la tabla visitas.", []),
        ("Write a query against {{schema}}.", []),
        ("Which customers are loyal?", []),
        ("Fix this query: SELECT name FROM customers", []),
    ],
)
def test_missing_tables_are_found_only_where_a_query_is_asked_for(text, expected):
    assert spans("SQL1402", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Drop the table old_orders.", ["Drop the table"]),
        ("Run this: TRUNCATE TABLE logs", ["TRUNCATE TABLE"]),
        ("UPDATE users SET active = false", ["UPDATE users SET"]),
        ("DELETE FROM sessions; DROP TABLE users;", ["DELETE FROM", "DROP TABLE"]),
        ("Borra todas las filas de pedidos.", ["Borra todas las filas"]),
        ("UPDATE users SET active = false WHERE last_login < '2020-01-01'", []),
        ("DROP TABLE IF EXISTS tmp_orders", []),
        ("Take a backup, then drop the table old_orders.", []),
        ("Haz una copia de seguridad y borra la tabla pedidos.", []),
        ("Do not drop the table old_orders.", []),
        ("No borres nada y nunca elimina la tabla pedidos.", []),
        ("Remove the column header from the report.", []),
        ("Update the report and set a title.", []),
    ],
)
def test_writes_without_a_guard_are_found_where_they_stand(text, expected):
    assert spans("SQL1405", text) == expected


def test_sql_rules_stay_silent_in_other_domains():
    rules = {code: rule for code, rule in all_rules().items() if rule.family == "SQL"}
    assert run_naively(rules, ["Write a query and drop the table."], ["general"]) == [[]]
    assert run_naively(rules, ["Write a query and drop the table."], ["sql"])[0] != []


def test_messages_are_in_the_language_of_the_prompt():
    rule = {"SQL1405": all_rules()["SQL1405"]}
    english = run_naively(rule, ["Please drop the table old_orders in the database now."], ["sql"])[0][0]
    spanish = run_naively(rule, ["Por favor, borra todas las filas de la tabla de pedidos."], ["sql"])[0][0]
    assert english.message == '"drop the table" has no condition, transaction or backup.'
    assert spanish.message == "«borra todas las filas» no tiene condición, transacción ni copia de seguridad."
