"""Search over stored prompts: words ranked by BM25, and filters, in one query.

BM25 (Robertson and Zaragoza 2009) is computed in SQL over the table postings, which is written in the transaction of the save: a saved
prompt is found at once. The number of texts, their mean length and how many hold a word are counted over what the reader may see, so
that no score tells anything about the rows of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from promptsmith.config import check_name
from promptsmith.errors import InputError
from promptsmith.store import schema as stored
from promptsmith.store.prompts import FOUND_COLUMNS, SEEN, found_table, taken
from promptsmith.store.words import query_terms

if TYPE_CHECKING:
    import pyarrow as pa

SORTS = ("relevance", "score", "created", "updated")
MATCHES = ("any", "all")
K1, B = 1.2, 0.75
"""Constants of BM25: the middle of the ranges that Robertson and Zaragoza (2009, section 3.5) call reasonable."""

_ORDERS = {
    "relevance": "relevance DESC NULLS LAST, updated_at DESC, doc DESC",
    "score": "overall DESC NULLS LAST, updated_at DESC, doc DESC",
    "created": "created_at DESC, prompt_id DESC",
    "updated": "updated_at DESC, doc DESC",
}


@dataclass(frozen=True)
class Query:
    """What is searched for.

    Attributes:
        words: words of text and name; empty finds everything.
        match: ``any`` of the words (more of them rank higher), or ``all``.
        domain, visibility, owner: exactly these; None: any.
        tags, findings: every one of these tags; every one of these codes of findings.
        min_score: smallest overall; prompts without a score are left out.
        sort: one of `SORTS`; ties are broken by the newest change.
        limit, offset: which part of the result is returned.
    """

    words: str = ""
    match: str = "any"
    domain: str | None = None
    tags: Sequence[str] = ()
    findings: Sequence[str] = ()
    min_score: float | None = None
    visibility: str | None = None
    owner: str | None = None
    sort: str = "relevance"
    limit: int = 20
    offset: int = 0

    def checked(self) -> Query:
        """Return the query itself.

        Raises:
            UnknownNameError: sort, match or visibility is not known.
            InputError: a number is out of range.
        """
        check_name("sort", self.sort, SORTS)
        check_name("match", self.match, MATCHES)
        if self.visibility is not None:
            check_name("visibility", self.visibility, stored.VISIBILITIES)
        for name, value in (("limit", self.limit), ("offset", self.offset)):
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise InputError(f"{name}={value!r} is not a whole number of at least 0.")
        if self.min_score is not None and not 0 <= self.min_score <= 1:
            raise InputError(f"min_score={self.min_score!r} is outside 0 to 1, the range of scores.")
        return self


def search(connection: Any, query: Query, reader: str) -> tuple[pa.Table, int]:
    """Return the part of the result that was asked for, as the table found, and the number of all prompts found."""
    values: dict[str, Any] = {"owner": reader}
    hits = f"FROM ({_ranked(query, values)}) r JOIN prompts p USING (doc) WHERE {' AND '.join(_filters(query, values))}"
    page = connection.execute(
        f"SELECT doc, relevance, count(*) OVER () {hits} ORDER BY {_ORDERS[query.sort]} LIMIT $limit OFFSET $offset",
        {**values, "limit": query.limit, "offset": query.offset},
    ).fetchall()
    # A part beyond the end has no row that could tell the total.
    total = page[0][2] if page else connection.execute(f"SELECT count(*) {hits}", values).fetchone()[0]
    relevance_of = {doc: relevance for doc, relevance, _ in page}
    docs = ", ".join(str(doc) for doc in relevance_of) or "NULL"
    rows = connection.execute(
        f"SELECT {FOUND_COLUMNS}, v.doc FROM prompts p JOIN prompt_versions v ON v.doc = p.doc "
        f"WHERE p.doc IN ({docs}) AND v.doc IN ({docs})"
    ).to_arrow_table()
    place = {doc: row for row, doc in enumerate(rows["doc"].to_pylist())}
    return found_table(taken(rows, [place[doc] for doc in relevance_of]), list(relevance_of.values())), int(total)


def _ranked(query: Query, values: dict[str, Any]) -> str:
    """Return SQL that gives the texts that hold the words, by doc, with their relevance."""
    wanted = query_terms(query.words)
    if not query.words.strip():
        return f"SELECT p.doc, NULL::DOUBLE AS relevance FROM prompts p WHERE {SEEN}"
    if not wanted:  # only signs: no text holds them as a word
        return "SELECT NULL::BIGINT AS doc, NULL::DOUBLE AS relevance WHERE false"
    values.update(k1=K1, b=B, least=len(wanted) if query.match == "all" else 1)
    pairs = ", ".join(f"({term}, {number})" for number, terms in enumerate(wanted) for term in terms)
    listed = ", ".join(str(term) for terms in wanted for term in terms)
    return f"""
        WITH word(term, word) AS (VALUES {pairs}),
        seen AS (SELECT p.doc, p.n_terms FROM prompts p WHERE {SEEN}),
        size AS (SELECT count(*) AS n, greatest(avg(n_terms), 1) AS mean FROM seen),
        held AS (
            SELECT doc, word, max(t.n) AS n, any_value(n_terms) AS n_terms
            FROM (SELECT term, doc, n FROM postings WHERE term IN ({listed})) t JOIN word USING (term) JOIN seen USING (doc)
            GROUP BY doc, word
        ),
        rarity AS (SELECT word, ln(1 + (any_value(size.n) - count(*) + 0.5) / (count(*) + 0.5)) AS idf FROM held, size GROUP BY word)
        SELECT doc, sum(idf * held.n * ($k1 + 1) / (held.n + $k1 * (1 - $b + $b * n_terms / mean))) AS relevance
        FROM held JOIN rarity USING (word), size GROUP BY doc HAVING count(*) >= $least"""


def _filters(query: Query, values: dict[str, Any]) -> list[str]:
    filters = ["true"]
    for name in ("domain", "visibility"):
        if getattr(query, name) is not None:
            filters.append(f"p.{name} = ${name}")
            values[name] = getattr(query, name)
    if query.owner is not None:
        filters.append("p.owner = $of_owner")
        values["of_owner"] = query.owner
    if query.min_score is not None:
        filters.append("p.overall >= $min_score")
        values["min_score"] = query.min_score
    for column, wanted in (("tags", query.tags), ("codes", query.findings)):
        if wanted:
            filters.append(f"list_has_all(p.{column}, ${column})")
            values[column] = list(wanted)
    return filters
