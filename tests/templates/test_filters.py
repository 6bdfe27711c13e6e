"""``sql_format`` never touches literals or names; ``camel_case`` keeps letters of any script."""

from __future__ import annotations

import duckdb
import pytest

from promptsmith.templates.filters import camel_case, sql_format


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "select a, b from t where a = 1 and b is not null group by a order by b desc limit 5",
            "SELECT a, b\nFROM t\nWHERE a = 1 AND b IS NOT NULL\nGROUP BY a\nORDER BY b DESC\nLIMIT 5",
        ),
        ("select 'select from where' from t", "SELECT 'select from where'\nFROM t"),
        ("select 'it''s from  here' from t", "SELECT 'it''s from  here'\nFROM t"),
        ('select "order" from "from"', 'SELECT "order"\nFROM "from"'),
        ("select `order`, [group] from t", "SELECT `order`, [group]\nFROM t"),
        ("select t.order, date, name from s.from", "SELECT t.order, date, name\nFROM s.from"),
        ("select a -- from here\nfrom t", "SELECT a -- from here\nFROM t"),
        ("select a /* from\n  here */ from t", "SELECT a /* from\n  here */\nFROM t"),
        ("select x from (select y from z) q", "SELECT x\nFROM (SELECT y FROM z) q"),
        ("select a from t left  join u on t.id = u.id", "SELECT a\nFROM t\nLEFT JOIN u ON t.id = u.id"),
        ("select {{from}}, ${where} from t", "SELECT {{from}}, ${where}\nFROM t"),
        ("select fromage, selection from orders", "SELECT fromage, selection\nFROM orders"),
        ("select $$from here$$ from t", "SELECT $$from here$$\nFROM t"),
        ("select 'open from", "SELECT 'open from"),
        ("", ""),
    ],
)
def test_sql_is_formatted_outside_literals_only(given: str, expected: str) -> None:
    assert sql_format(given) == expected
    assert sql_format(expected) == expected


def test_formatted_sql_gives_the_same_rows() -> None:
    query = "select 'a  from b' as x, n from (select 1 as n union all select 2) q where n > 1 order by n"
    with duckdb.connect() as database:
        assert database.execute(query).fetchall() == database.execute(sql_format(query)).fetchall() == [("a  from b", 2)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("user name", "userName"),
        ("User_Name", "userName"),
        ("user-name (full)", "userNameFull"),
        ("SQL query", "sqlQuery"),
        ("userID", "userID"),
        ("año de creación", "añoDeCreación"),
        ("Ñandú veloz", "ñandúVeloz"),
        ("n\u0303u azul", "n\u0303uAzul"),  # ñ written as n and a combining tilde is one letter
        ("straße öl", "straßeÖl"),
        ("x ßa", "xßa"),  # ß has no single capital
        ("日本 語", "日本語"),
        ("item 2 go", "item2Go"),
        ("--- !!", ""),
        ("", ""),
    ],
)
def test_words_become_one_name(given: str, expected: str) -> None:
    assert camel_case(given) == expected
