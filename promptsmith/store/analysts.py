"""SQL of a user over the store, read-only and within what its owner may see.

The query never touches the file. The tables it names are copied, as far as the reader may see them, into a database in memory that has no
access to files or to Python's variables, and the query runs there: what is not in it cannot be read, whatever the query says.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from promptsmith.errors import InputError, shorten
from promptsmith.store.seen import VISIBLE

if TYPE_CHECKING:
    import pyarrow as pa

_CLOSED: dict[str, Any] = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
}
_INTERNAL = ("doc", "n_terms")


class Analyst:
    """One query, checked before the store is opened.

    Raises:
        InputError: it is not one SELECT, or DuckDB cannot read it.
    """

    def __init__(self, query: str) -> None:
        import duckdb

        self._memory = duckdb.connect(":memory:", config=_CLOSED)
        self._query = query
        try:
            statements = self._memory.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise InputError("`sql` takes one SELECT and changes nothing. The store is changed by its methods.")
        except duckdb.Error as error:
            raise InputError(f"The query cannot be read: {_first_line(error)}") from None
        # Every table whose name stands anywhere in the query; one too many costs a copy and shows nothing more.
        self.names = [name for name in VISIBLE if re.search(rf"\b{name}\b", query, re.IGNORECASE)]

    def load(self, connection: Any, owner: str) -> None:
        """Copy what ``owner`` may see of the named tables out of the open store."""
        for name in self.names:
            hidden = [column for column in _INTERNAL if name in ("prompts", "prompt_versions")]
            present = [row[0] for row in connection.execute(f'DESCRIBE "{name}"').fetchall()]
            columns = ", ".join(f'"{column}"' for column in present if column not in hidden)
            rows = connection.execute(
                f'SELECT {columns} FROM "{name}" WHERE {VISIBLE[name]}', {"owner": owner}
            ).to_arrow_table()
            self._memory.register("incoming", rows)
            self._memory.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            self._memory.unregister("incoming")

    def run(self) -> pa.Table:
        """Return the rows of the query.

        Raises:
            InputError: DuckDB refuses the query.
        """
        import duckdb

        self._memory.execute("SET lock_configuration = true")
        try:
            table: pa.Table = self._memory.execute(self._query).to_arrow_table()
        except duckdb.Error as error:
            raise InputError(f"The query cannot be run: {_first_line(error)}") from None
        finally:
            self._memory.close()
        return table


def _first_line(error: Exception) -> str:
    return shorten(str(error).split("\n")[0], 200)
