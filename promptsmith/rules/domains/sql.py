"""SQL requests: the checklist and the rules SQL14xx."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptsmith.rules._rule import Example, Finding, rule
from promptsmith.rules.domains._checklist import Checklist, ChecklistItem, checklist_finding, of_checkable_length, read_document
from promptsmith.text.document import Document

SAID = ("instruction", "context")

CHECKLIST = Checklist(
    "sql",
    "An SQL request",
    "Un encargo de SQL",
    (
        ChecklistItem(
            "dialect",
            "Which SQL dialect and version?",
            "¿Qué dialecto de SQL y qué versión?",
            "postgresql, postgres, mysql, mariadb, sqlite, sqlite3, sql server, mssql, t-sql, oracle, pl/sql, plpgsql, "
            "bigquery, snowflake, duckdb, redshift, ansi sql, standard sql, spark sql, hive, hiveql, presto, trino, athena, "
            "db2, clickhouse, cockroachdb, ms access, access sql, teradata, databricks, supabase, sql estándar",
            "dialect, engine, dbms, rdbms, dialecto, motor",
        ),
        ChecklistItem(
            "tables",
            "Which tables?",
            "¿Qué tablas?",
            "create table, ddl below, schema below, foreign key, clave foránea",
            "table, tables, schema, view, relation, database, dataset, tabla, tablas, esquema, vista, base de datos",
            (
                r"\b(?:la|las) tablas? (?:de )?(?!que\b|con\b|y\b|o\b)\w+",
                r"\b(?:from|join|into|update)\s+[`\"\[]?[a-z]\w*_\w+",
                r"\b[a-z_]\w+\s*\(\s*\w+(?:\s+\w+)?\s*,[^()]*\)",
                r"\bselect\b.+\bfrom\s+\w",
            ),
        ),
        ChecklistItem(
            "columns",
            "Which columns do they have?",
            "¿Qué columnas tienen?",
            "",
            "column, columns, field, fields, attributes, columna, columnas, campo, campos, atributos",
            (r"\b[a-z][a-z0-9]*_[a-z0-9_]+\b", r"\b[a-z]\w+\.[a-z]\w+\b", r"\b\w+\s*\(\s*\w+(?:\s+\w+)?\s*,[^()]*\)"),
        ),
        ChecklistItem(
            "filters",
            "Which rows count?",
            "¿Qué filas cuentan?",
            "where, only, except, excluding, exclude, ignoring, ignore, greater than, less than, more than, at least, "
            "at most, between, whose, not null, is null, with status, active, inactive, deleted, null values, that have, "
            "who have, without, all rows, duplicates, donde, solo, sólo, solamente, excepto, excluye, excluyendo, ignora, "
            "mayor que, menor que, más de, menos de, al menos, como máximo, entre, cuyo, cuya, cuyos, cuyas, activos, "
            "activas, con estado, sin, todas las filas",
            "filter, filters, condition, conditions, filtro, filtros, condición, condiciones",
            facet="query",
        ),
        ChecklistItem(
            "period",
            "Which period, in which time zone?",
            "¿Qué periodo y en qué zona horaria?",
            "utc, last month, last week, last year, this year, this month, today, yesterday, per month, per day, per week, "
            "per year, monthly, weekly, daily, yearly, quarterly, by month, by day, by week, by year, last quarter, "
            "último mes, última semana, último año, este año, este mes, hoy, ayer, por mes, por día, por semana, por año, "
            "mensual, semanal, diario, diaria, anual, trimestral",
            "time zone, timezone, period, date range, zona horaria, periodo, período, intervalo de fechas",
            (
                r"\b(?:19|20)\d\d\b",
                r"\b(?:\d+|last|past|últim[oa]s)\s+(?:\d+\s+)?(?:day|week|month|year|hour|quarter|día|semana|mes|año|hora|trimestre)",
            ),
            facet="time",
        ),
        ChecklistItem(
            "output",
            "Which columns shall the result have, one row per what?",
            "¿Qué columnas debe tener el resultado y qué representa cada fila?",
            "one row per, one row for each, group by, grouped by, average, total number, number of, count of, sum of, "
            "total of, percentage, as a percentage, distinct, unique, per customer, per product, for each, per user, "
            "una fila por, agrupado por, agrupados por, agrupa por, promedio, media de, número de, cantidad de, suma de, "
            "total de, porcentaje, distintos, únicos, por cliente, por producto, por cada, para cada, por usuario",
            "output, result, results, return, returns, alias, salida, resultado, resultados, devuelve",
            facet="query",
        ),
        ChecklistItem(
            "order",
            "In which order, and how many rows?",
            "¿En qué orden y cuántas filas?",
            "order by, ordered by, sorted by, sort by, descending, ascending, newest first, oldest first, highest first, "
            "from highest to lowest, alphabetically, ordenado por, ordenados por, ordenada por, ordenadas por, ordena por, "
            "descendente, ascendente, de mayor a menor, de menor a mayor, alfabéticamente",
            "limit, límite, orden",
            (r"\b(?:top|limit|first|last|máximo|primer[oa]s|últim[oa]s)\s+\d+",),
            facet="query",
        ),
        ChecklistItem(
            "keys",
            "Which keys, types and constraints?",
            "¿Qué claves, tipos y restricciones?",
            "primary key, foreign key, foreign keys, unique, not null, varchar, integer, decimal, numeric, timestamp, "
            "timestamptz, references, uuid, boolean, check constraint, cascade, jsonb, bigint, serial, one-to-many, "
            "many-to-many, clave primaria, clave foránea, claves foráneas, clave ajena, único, no nulo, entero, uno a muchos, "
            "muchos a muchos",
            "constraint, constraints, data type, data types, key, keys, restricción, restricciones, tipo de dato, "
            "tipos de datos, claves",
            facet="design",
        ),
        ChecklistItem(
            "volume",
            "How many rows, and which indexes exist?",
            "¿Cuántas filas hay y qué índices existen?",
            "million rows, millions of rows, billion rows, explain analyze, query plan, execution plan, index on, indexed on, "
            "millones de filas, plan de ejecución, índice en, índice sobre",
            "index, indexes, rows, índice, índices, filas",
            (r"\b\d[\d.,]*\s*(?:k|m|thousand|million|billion|mil|millones)?\s+(?:de\s+)?(?:rows|records|filas|registros)",),
            facet="speed",
        ),
    ),
    {
        "query": (
            "query, queries, select, find, list, show, count, how many, average, top, report, get, retrieve, calculate, "
            "return, consulta, consultas, muestra, lista, cuántos, cuántas, informe, obtén, obtener, calcula, encuentra, "
            "devuelve"
        ),
        "time": (
            "sales, revenue, trend, growth, recent, latest, report, churn, ventas, ingresos, tendencia, crecimiento, "
            "recientes, informe"
        ),
        "design": (
            "create table, create a table, create the table, user table, users table, database schema, schema for, "
            "data model, design, ddl, alter table, make a table, normalize, crea una tabla, crear una tabla, crea la tabla, "
            "tabla de usuarios, esquema, modelo de datos, diseña, normaliza"
        ),
        "speed": "slow, optimize, optimise, performance, faster, tune, lenta, lento, optimiza, optimizar, rendimiento, más rápida",
    },
)

_ASKS_SQL = re.compile(
    r"\b(?:sql|quer(?:y|ies)|stored procedure|trigger|view|cte|select|insert|update|delete|join|index|ddl|tables?|schema|migration"
    r"|consultas?|procedimiento almacenado|disparador|vista|índice|tablas?|esquema|migración)\b",
)
_WANTS = re.compile(
    r"\b(?:write|create|generate|give|build|make|draft|need|want|compose|design|optimi[sz]e|convert|translate|fix|show me|produce|get me"
    r"|escribe|crea|genera|dame|haz|hazme|necesito|quiero|redacta|construye|diseña|optimiza|convierte|traduce|corrige"
    r"|escribas|crees|generes)\b"
)
_QUERY = re.compile(
    r"\b(?:sql|quer(?:y|ies)|consultas?|select statement|sentencia select|stored procedure|procedimiento almacenado)\b"
)


def _wants(document: Document, thing: re.Pattern[str]) -> tuple[int, int] | None:
    """Return the span of the thing asked for in a sentence of the user's own words that asks for it, or None."""
    for start, end in document.sentences:
        if document.scope_at(start) not in SAID:
            continue
        sentence = document.folded[start:end]
        verb = _WANTS.search(sentence)
        found = thing.search(sentence, verb.end()) if verb else None
        if found:
            return start + found.start(), start + found.end()
    return None


@rule(
    code="SQL1400",
    name="sql-request-mostly-open",
    severity="info",
    since="0.1",
    summary="A request for SQL answers less than half of what such a request usually has to say.",
    why="What is not said is guessed, and guesses about tables, filters and order give other rows.",
    evidence="A",
    sources=("arXiv:2505.13360", "judgement on the list"),
    languages=("en", "es"),
    scopes=SAID,
    domain="sql",
    gate=of_checkable_length,
    bad=(
        Example("⟦Write a query for the best customers.⟧", domain="sql"),
        Example("⟦Escribe una consulta con los mejores clientes.⟧", language="es", domain="sql"),
        Example(
            "⟦Write a query.⟧ Mention dialect, tables, columns, filters, order.",
            domain="sql",
            because="bare labels answer nothing",
        ),
    ),
    good=(
        Example(
            "In PostgreSQL 16, from orders(id, customer_id, total), list the ten customers with the highest sum of total, "
            "only paid orders, ordered by that sum, one row per customer.",
            domain="sql",
        ),
        Example(
            "En MySQL 8, con la tabla pedidos (id, cliente_id, total), muestra los 10 clientes con mayor total, "
            "solo pedidos pagados, ordenados por total, una fila por cliente.",
            language="es",
            domain="sql",
        ),
        Example("Explain what a foreign key is.", domain="sql", because="too few questions apply to ask for half of them"),
        Example('Translate "Write a query for the best customers." into German.', because="quoted, and no SQL is asked for"),
    ),
)
def sql_request_mostly_open(document: Document) -> Iterator[Finding]:
    """Yield the checklist finding of an SQL request."""
    return checklist_finding(CHECKLIST, document)


@rule(
    code="SQL1401",
    name="sql-dialect-missing",
    severity="warning",
    since="0.1",
    summary="SQL is asked for and no dialect is named.",
    why="Dates, limits, upserts and string functions differ between engines; the answer may not run on yours.",
    evidence="J",
    sources=("judgement", "arXiv:2505.13360"),
    languages=("en", "es"),
    scopes=SAID,
    domain="sql",
    triggers=(
        "sql", "query", "queries", "select statement", "stored procedure", "consulta", "consultas", "sentencia select",
        "procedimiento almacenado",
    ),
    bad=(
        Example("Write a ⟦query⟧ that returns orders of the last 30 days.", domain="sql"),
        Example("Escribe una ⟦consulta⟧ que devuelva los pedidos de los últimos 30 días.", language="es", domain="sql"),
    ),
    good=(
        Example("Write a PostgreSQL query that returns orders of the last 30 days.", domain="sql"),
        Example("Escribe una consulta para SQLite que devuelva los pedidos de mayo.", language="es", domain="sql"),
        Example("How many orders were paid in May?", domain="sql", because="a question, not a request for SQL"),
        Example("Write a query in the {{dialect}} dialect.", domain="sql", because="a placeholder fills it in"),
        Example('Explain the sentence "Write a query".', domain="sql", because="quoted"),
    ),
)  # fmt: skip
def sql_dialect_missing(document: Document) -> Iterator[Finding]:
    """Yield the word for the wanted SQL when nothing in the text names a dialect."""
    span = _wants(document, _QUERY)
    if span is None:
        return
    missing, _, _ = read_document(CHECKLIST, document)
    if any(item.id == "dialect" for item in missing):
        if document.language == "es":
            yield Finding(
                *span, "Se pide SQL sin decir el dialecto ni la versión.", "Nombra el motor, por ejemplo PostgreSQL 16."
            )
        else:
            yield Finding(
                *span, "SQL is asked for without a dialect or version.", "Name the engine, for example PostgreSQL 16."
            )


@rule(
    code="SQL1402",
    name="sql-tables-not-given",
    severity="warning",
    since="0.1",
    summary="A query is asked for and neither tables nor columns are given.",
    why="The model invents table and column names, and the query fails or reads the wrong data.",
    evidence="J",
    sources=("judgement", "arXiv:2505.13360"),
    languages=("en", "es"),
    scopes=SAID,
    domain="sql",
    triggers=("sql", "query", "queries", "select statement", "consulta", "consultas", "sentencia select"),
    bad=(
        Example("Write an ⟦SQL⟧ statement that finds our most loyal customers.", domain="sql"),
        Example("Genera una ⟦consulta⟧ que encuentre a los clientes más fieles.", language="es", domain="sql"),
    ),
    good=(
        Example("Write an SQL query on orders(id, customer_id, total) for the largest total.", domain="sql"),
        Example("Genera una consulta SQL sobre la tabla pedidos con el total mayor.", language="es", domain="sql"),
        Example("Which team scored most goals?", domain="sql", because="a bare question over a table asks for no query"),
        Example("Optimize this query: ```sql\nSELECT name FROM users\n```", domain="sql", because="the query shows its tables"),
        Example('What does "write a query" mean?', domain="sql", because="quoted"),
    ),
)
def sql_tables_not_given(document: Document) -> Iterator[Finding]:
    """Yield the word for the wanted query when nothing in the text tells a table or column."""
    span = _wants(document, _QUERY)
    if span is None or "select" in document.folded[span[1] :] or "```" in document.text:
        return
    missing, _, _ = read_document(CHECKLIST, document)
    if {"tables", "columns"} <= {item.id for item in missing}:
        if document.language == "es":
            yield Finding(
                *span, "Se pide una consulta sin tablas ni columnas.", "Da el esquema: tabla (columna, columna, ...)."
            )
        else:
            yield Finding(
                *span, "A query is asked for without any table or column.", "Give the schema: table(column, column, ...)."
            )


_GUARD = re.compile(
    r"\b(?:where|if exists|if not exists|transaction|rollback|backup|back up|dry[- ]run|confirm\w*|soft[- ]delete|archive|"
    r"begin|commit|only (?:the )?(?:rows|records|those)|whose|older than|except|copia de seguridad|transacción|donde|confirm\w*|"
    r"respald\w*|solo (?:las|los)|cuy[oa]s?|anteriores a|excepto|deshac\w*|revers\w*|simula\w*)\b"
)
_WRITE = re.compile(
    r"\b(?:drop\s+(?:the\s+)?(?:table|database|schema|column|tables)"
    r"|truncate(?:\s+(?:the\s+)?table)?|delete\s+(?:all\s+)?(?:rows\s+|records\s+)?from"
    r"|(?:delete|remove)\s+(?:all|every)\s+(?:the\s+)?(?:rows|records|data|users|entries)|update\s+\w+\s+set"
    r"|(?:borra|elimina|vacía|trunca)\s+(?:todas?\s+|todos\s+)?(?:las|los|la|el)\s+"
    r"(?:tablas?|filas|registros|base de datos|columnas?|datos))\b"
)


@rule(
    code="SQL1405",
    name="sql-write-without-guard",
    severity="error",
    since="0.1",
    summary="A statement that deletes or overwrites rows has no condition, transaction or backup.",
    why="One statement without a guard changes every row, and that cannot be undone.",
    evidence="C",
    sources=("practice in database reviews",),
    languages=("en", "es"),
    scopes=("instruction", "context", "code"),
    domain="sql",
    triggers=("drop", "truncate", "delete", "remove", "update", "borra", "elimina", "vacía", "trunca"),
    bad=(
        Example("⟦Drop the table⟧ old_orders in PostgreSQL.", domain="sql"),
        Example("⟦UPDATE users SET⟧ active = false", domain="sql"),
        Example("⟦Borra todas las filas⟧ de la tabla pedidos.", language="es", domain="sql"),
    ),
    good=(
        Example("Delete from sessions where last_seen is older than 90 days.", domain="sql", because="a condition guards it"),
        Example("Inside a transaction, drop the table old_orders.", domain="sql", because="it can be rolled back"),
        Example("Elimina los registros cuya fecha sea anterior a 2020.", language="es", domain="sql"),
        Example("Never drop the table users.", domain="sql", because="forbidden, not asked for"),
        Example('Explain what "drop table" does.', domain="sql", because="quoted"),
    ),
)
def sql_write_without_guard(document: Document) -> Iterator[Finding]:
    """Yield each deleting or overwriting statement in whose text nothing limits or secures it."""
    if _GUARD.search(document.folded):
        return
    for found in _WRITE.finditer(document.folded):
        if _is_forbidden(document.folded, found.start()):
            continue
        words = document.text[found.start() : found.end()]
        if document.language == "es":
            yield Finding(
                *found.span(),
                f"«{words}» no tiene condición, transacción ni copia de seguridad.",
                "Añade una condición o una transacción y una copia.",
            )
        else:
            yield Finding(
                *found.span(),
                f'"{words}" has no condition, transaction or backup.',
                "Add a condition, or a transaction and a backup.",
            )


_FORBIDS = re.compile(
    r"\b(?:never|not|don't|cannot|can't|avoid|without|prevent|refuse|no|nunca|jamás|evita|sin|impide"
    r"|explain|what|how|explica|qué)\b[^.;\n]*$"
)


def _is_forbidden(folded: str, start: int) -> bool:
    """Return whether the words before ``start`` in its sentence forbid or only talk about what follows."""
    return _FORBIDS.search(folded[max(0, start - 80) : start]) is not None
