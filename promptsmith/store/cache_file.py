"""The file level of the cache: the blocks of the memory level in the tables ``cache`` and ``cache_blocks`` of a store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from promptsmith.store.cache_memory import Block

MAX_FILE_BYTES = 1 << 30
"""What the values in the file may take, compressed; the oldest blocks go first. Judgement: some millions of prompts."""

_CODEC = "zstd"

_LOOK_UP = """
SELECT wanted.number, cache.block_id, cache.place FROM wanted
JOIN cache ON cache.key_high = wanted.high AND cache.key_low = wanted.low
WHERE cache.owner = ? AND cache.expires_at > ?
"""

_ENTRIES = """
SELECT block_id, place, key_high, key_low, domain, epoch_us(expires_at) / 1e6, tool, ruleset, weights FROM cache
WHERE owner = ? AND block_id IN (SELECT unnest(?)) ORDER BY block_id, place
"""

_VALUES = """
SELECT block_id, name, value, n_bytes FROM cache_blocks WHERE block_id IN (SELECT unnest(?)) ORDER BY block_id, name
"""


def read_blocks(
    connection: Any, owner: str, keys: Sequence[bytes], now: float
) -> tuple[dict[int, Block], list[tuple[int, int] | None]]:
    """Return the blocks that hold any of the keys, and for each key the id of its block and its row there.

    All keys are looked up by one query.

    Args:
        connection: connection to the store.
        owner: whose entries.
        keys: keys of 16 bytes.
        now: seconds since 1970; entries that have ended by then are not found.
    """
    import numpy as np
    import pyarrow as pa

    halves = np.frombuffer(b"".join(keys), dtype="<i8").reshape(-1, 2)
    wanted = pa.table({"number": np.arange(len(keys)), "high": halves[:, 0], "low": halves[:, 1]})
    connection.register("wanted", wanted)
    try:
        found = connection.execute(_LOOK_UP, [owner, _time(now)]).fetchnumpy()
    finally:
        connection.unregister("wanted")
    places: list[tuple[int, int] | None] = [None] * len(keys)
    for number, block_id, place in zip(
        found["number"].tolist(), found["block_id"].tolist(), found["place"].tolist(), strict=True
    ):
        places[number] = (block_id, place)
    ids = sorted({place[0] for place in places if place is not None})
    return (_load(connection, owner, ids) if ids else {}), places


def _load(connection: Any, owner: str, ids: list[int]) -> dict[int, Block]:
    import pyarrow as pa

    codec = pa.Codec(_CODEC)
    values: dict[int, dict[str, bytes]] = {}
    for block_id, name, value, n_bytes in connection.execute(_VALUES, [ids]).fetchall():
        values.setdefault(block_id, {})[name] = codec.decompress(value, decompressed_size=n_bytes, asbytes=True)
    entries: dict[int, list[tuple[Any, ...]]] = {}
    for entry in connection.execute(_ENTRIES, [owner, ids]).fetchall():
        entries.setdefault(entry[0], []).append(entry)
    return {block_id: _block(owner, rows, values[block_id]) for block_id, rows in entries.items()}


def _block(owner: str, rows: list[tuple[Any, ...]], values: dict[str, bytes]) -> Block:
    # Entries that were invalidated leave gaps; a key of its own that nobody asks for keeps the rows of the others in place.
    n = rows[-1][1] + 1
    keys: list[bytes] = [b""] * n
    domains: list[str | None] = [None] * n
    expires = [0.0] * n
    for _, place, high, low, domain, ends, *_ in rows:
        keys[place] = _key(high, low)
        domains[place], expires[place] = domain, ends
    block_id, tool, ruleset, weights = rows[0][0], *rows[0][6:]
    return Block(block_id, owner, tool, ruleset, weights, tuple(keys), tuple(domains), tuple(expires), values)


def write_blocks(connection: Any, blocks: Sequence[Block], now: float, *, max_bytes: int = MAX_FILE_BYTES) -> int:
    """Keep blocks in the file, remove what has ended and what no longer fits, and return how many entries had no room."""
    import numpy as np
    import pyarrow as pa

    codec = pa.Codec(_CODEC)
    made = _time(now)
    for block in blocks:
        halves = np.frombuffer(b"".join(block.keys), dtype="<i8").reshape(-1, 2)
        n = len(block.keys)
        rows = pa.table(
            {
                "place": np.arange(n),
                "high": halves[:, 0],
                "low": halves[:, 1],
                "domain": pa.array(block.domains, pa.string()),
                "expires": pa.array([round(ends * 1e6) for ends in block.expires], pa.timestamp("us")),
            }
        )
        connection.register("kept", rows)
        try:
            connection.execute(
                "INSERT INTO cache (owner, key_high, key_low, tool, domain, ruleset, weights, block_id, place, expires_at) "
                "SELECT ?, high, low, ?, domain, ?, ?, ?, place, expires FROM kept",
                [block.owner, block.tool, block.ruleset, block.weights, block.block_id],
            )
        finally:
            connection.unregister("kept")
        for name, value in block.values.items():
            packed = codec.compress(value, asbytes=True)
            connection.execute(
                "INSERT INTO cache_blocks (block_id, name, value, n_bytes, n_packed, created_at) VALUES (?, ?, ?, ?, ?, ?)",
                [block.block_id, name, packed, len(value), len(packed), made],
            )
    connection.execute("DELETE FROM cache WHERE expires_at <= ?", [made])
    evicted = _make_room(connection, max_bytes)
    _drop_unused(connection)
    return evicted


def _make_room(connection: Any, max_bytes: int) -> int:
    rows = connection.execute(
        "SELECT block_id, sum(n_packed)::BIGINT FROM cache_blocks GROUP BY block_id ORDER BY max(created_at) DESC"
    ).fetchall()
    total, doomed = 0, []
    for block_id, size in rows:
        total += size
        if total > max_bytes:
            doomed.append(block_id)
    if not doomed:
        return 0
    return len(
        connection.execute("DELETE FROM cache WHERE block_id IN (SELECT unnest(?)) RETURNING place", [doomed]).fetchall()
    )


def _drop_unused(connection: Any) -> None:
    connection.execute("DELETE FROM cache_blocks WHERE block_id NOT IN (SELECT block_id FROM cache)")


def forget_entries(connection: Any, owner: str, *, domain: str | None = None, ruleset: str | None = None) -> int:
    """Remove the entries of an owner, all or those of a domain or made by a ruleset, and return how many."""
    conditions, values = ["owner = ?"], [owner]
    for column, value in (("domain", domain), ("ruleset", ruleset)):
        if value is not None:
            conditions.append(f"{column} = ?")
            values.append(value)
    gone = connection.execute(f"DELETE FROM cache WHERE {' AND '.join(conditions)} RETURNING place", values).fetchall()
    _drop_unused(connection)
    return len(gone)


def count_entries(connection: Any, owner: str) -> tuple[int, int]:
    """Return how many entries an owner has in the file, and the bytes their blocks take there."""
    entries = connection.execute("SELECT count(*) FROM cache WHERE owner = ?", [owner]).fetchone()[0]
    size = connection.execute(
        "SELECT coalesce(sum(n_packed), 0)::BIGINT FROM cache_blocks WHERE block_id IN (SELECT block_id FROM cache WHERE owner = ?)",
        [owner],
    ).fetchone()[0]
    return int(entries), int(size)


def _key(high: int, low: int) -> bytes:
    return high.to_bytes(8, "little", signed=True) + low.to_bytes(8, "little", signed=True)


def _time(seconds: float) -> datetime:
    # Times in the file are UTC without a zone.
    return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
