"""The two levels of the cache: what they keep, let go and hand out."""

import os
import tracemalloc
from pathlib import Path

import pytest

from promptsmith.store.cache_file import count_entries, forget_entries, read_blocks, write_blocks
from promptsmith.store.cache_memory import BLOCK_BYTES, ENTRY_BYTES, Block, MemoryLevel
from promptsmith.store.database import open_store

NOW = 1_800_000_000.0


def block(
    number: int,
    keys: int = 1,
    *,
    owner: str = "ana",
    size: int = 1000,
    domains: tuple[str | None, ...] | None = None,
    ruleset: str = "r1",
    expires: float = NOW + 60,
) -> Block:
    return Block(
        number,
        owner,
        "evaluate",
        ruleset,
        "w1",
        tuple(key(number, row) for row in range(keys)),
        domains or ("sql",) * keys,
        (expires,) * keys,
        {"prompts": bytes([number]) * size, "findings": b""},
    )


def key(number: int, row: int = 0) -> bytes:
    return number.to_bytes(8, "little") + row.to_bytes(8, "little")


def found(level: MemoryLevel, *keys: bytes, owner: str = "ana", now: float = NOW) -> list[tuple[int, int] | None]:
    return [None if place is None else (place[0].block_id, place[1]) for place in level.get(owner, keys, now)]


ONE = 1000 + ENTRY_BYTES + BLOCK_BYTES


def test_the_least_recently_used_block_goes_first() -> None:
    level = MemoryLevel(2 * ONE)
    level.put([block(1), block(2)])
    level.get("ana", [key(1)], NOW)

    level.put([block(3)])

    assert found(level, key(1), key(2), key(3)) == [(1, 0), None, (3, 0)]
    assert (level.stats.evictions, level.stats.n_entries, level.stats.n_bytes) == (1, 2, 2 * ONE)


def test_a_block_larger_than_the_memory_is_not_kept_and_drives_nothing_out() -> None:
    level = MemoryLevel(2 * ONE)
    level.put([block(1)])

    level.put([block(2, size=5000)])

    assert found(level, key(1), key(2)) == [(1, 0), None]
    assert level.stats.evictions == 1


def test_hits_misses_and_expired_entries_are_counted() -> None:
    level = MemoryLevel(10 * ONE)
    level.put([block(1, 2)])

    assert found(level, key(1, 0), key(1, 1), key(9)) == [(1, 0), (1, 1), None]
    assert found(level, key(1, 0), now=NOW + 60) == [None]
    assert (level.stats.hits, level.stats.misses, level.stats.expired, level.stats.n_entries) == (2, 2, 1, 1)
    assert level.stats.hit_rate == 0.5


def test_nothing_asked_is_no_hit_rate() -> None:
    assert MemoryLevel(ONE).stats.hit_rate is None


def test_an_owner_gets_only_its_own() -> None:
    level = MemoryLevel(10 * ONE)
    level.put([block(1, owner="ana")])

    assert found(level, key(1), owner="ben") == [None]


def test_bytes_counted_are_bytes_taken() -> None:
    tracemalloc.start()
    try:
        level = MemoryLevel(1 << 40)
        before = tracemalloc.get_traced_memory()[0]
        for number in range(200):
            keys = tuple(os.urandom(16) for _ in range(64))
            ends = tuple(NOW + row / 7 for row in range(64))
            values = {"prompts": os.urandom(20_000), "findings": os.urandom(3_000)}
            level.put([Block(1000 + number, "ana", "evaluate", "r1", "w1", keys, ("sql",) * 64, ends, values)])
        taken = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()

    assert level.stats.n_bytes == pytest.approx(taken, rel=0.1)


def test_entries_are_forgotten_by_domain_and_a_block_without_entries_goes() -> None:
    level = MemoryLevel(10 * ONE)
    level.put([block(1, 2, domains=("sql", "saas")), block(2, 1, domains=("sql",))])

    gone = level.invalidate(lambda block, row: block.domains[row] == "sql")

    assert gone == 2
    assert found(level, key(1, 0), key(1, 1), key(2)) == [None, (1, 1), None]
    assert level.stats.n_entries == 1
    assert level.stats.n_bytes == block(1, 2).n_bytes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.duckdb"


def kept(path: Path, *blocks: Block, now: float = NOW, max_bytes: int = 1 << 30) -> int:
    with open_store(path, write=True) as connection:
        return write_blocks(connection, blocks, now, max_bytes=max_bytes)


def test_blocks_come_back_from_the_file_as_they_were(path: Path) -> None:
    kept(path, block(1, 3, domains=("sql", None, "saas")), block(2))

    with open_store(path, write=False) as connection:
        blocks, places = read_blocks(connection, "ana", [key(2), key(7), key(1, 2)], NOW)

    assert places == [(2, 0), None, (1, 2)]
    assert set(blocks) == {1, 2}
    assert vars(blocks[1]) == vars(block(1, 3, domains=("sql", None, "saas")))


def test_twenty_thousand_keys_are_one_query_for_places(path: Path) -> None:
    kept(path, *(block(number, 500) for number in range(40)))
    statements: list[str] = []

    with open_store(path, write=False) as connection:

        class Counting:
            def execute(self, statement: str, *rest: object) -> object:
                statements.append(statement)
                return connection.execute(statement, *rest)

            def __getattr__(self, name: str) -> object:
                return getattr(connection, name)

        keys = [key(number, row) for number in range(40) for row in range(500)]
        _, places = read_blocks(Counting(), "ana", keys, NOW)

    assert places.count(None) == 0
    # Places, values, and the other entries of the blocks: three queries, whatever the number of keys.
    assert len(statements) == 3


def test_another_owner_finds_nothing_in_the_file(path: Path) -> None:
    kept(path, block(1))

    with open_store(path, write=False) as connection:
        assert read_blocks(connection, "ben", [key(1)], NOW) == ({}, [None])
        assert count_entries(connection, "ben") == (0, 0)


def test_what_has_ended_is_not_found_and_goes_with_the_next_write(path: Path) -> None:
    kept(path, block(1, expires=NOW + 10))

    with open_store(path, write=False) as connection:
        assert read_blocks(connection, "ana", [key(1)], NOW + 10)[1] == [None]
    kept(path, block(2, expires=NOW + 100), now=NOW + 10)
    with open_store(path, write=False) as connection:
        assert connection.execute("SELECT DISTINCT block_id FROM cache_blocks").fetchall() == [(2,)]
        assert count_entries(connection, "ana")[0] == 1


def test_the_oldest_blocks_of_a_full_file_go(path: Path) -> None:
    values = {number: {"prompts": os.urandom(1000)} for number in (1, 2, 3)}
    three = [Block(n, "ana", "evaluate", "r1", "w1", (key(n),), ("sql",), (NOW + 60,), values[n]) for n in (1, 2, 3)]

    evicted = [kept(path, one, now=NOW + number, max_bytes=2500) for number, one in enumerate(three)]

    # Random bytes do not shrink: two blocks of about 1,000 bytes fit into 2,500.
    assert evicted == [0, 0, 1]
    with open_store(path, write=False) as connection:
        assert read_blocks(connection, "ana", [key(1), key(2), key(3)], NOW)[1] == [None, (2, 0), (3, 0)]


def test_entries_in_the_file_are_forgotten_by_owner_domain_and_ruleset(path: Path) -> None:
    kept(path, block(1, 2, domains=("sql", "saas")), block(2, ruleset="r2"), block(3, owner="ben"))

    with open_store(path, write=True) as connection:
        assert forget_entries(connection, "ana", domain="saas") == 1
        assert read_blocks(connection, "ana", [key(1, 0), key(1, 1)], NOW)[1] == [(1, 0), None]
        assert forget_entries(connection, "ana", ruleset="r2") == 1
        assert forget_entries(connection, "ana") == 1
        assert connection.execute("SELECT DISTINCT block_id FROM cache_blocks").fetchall() == [(3,)]
