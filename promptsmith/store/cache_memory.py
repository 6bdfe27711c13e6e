"""The memory level of the cache: blocks of results, at most so many bytes, the least recently used go first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

ENTRY_BYTES = 275
"""Memory of one entry beside its values: its key, its place, its expiry and its slot in the index. Measured with tracemalloc on 20 to
200 blocks of 512 entries: 247 to 274 bytes."""

BLOCK_BYTES = 650
"""Memory of one block beside its values and entries. Measured in the same way on 1,000 to 20,000 blocks of one entry: 518 to 624 bytes."""


@dataclass(frozen=True, eq=False)
class Block:
    """Results that were made together.

    Attributes:
        block_id: name of the block; random, 62 bits.
        owner: in whose name they were made; nobody else gets them.
        tool: what was called.
        ruleset, weights: what made them.
        keys: key of each entry; 16 bytes.
        domains: domain of each entry; None: it has none.
        expires: when each entry ends; seconds since 1970.
        values: tables with the rows of all entries, as the bytes of one Arrow record batch each, by name.
    """

    block_id: int
    owner: str
    tool: str
    ruleset: str
    weights: str
    keys: tuple[bytes, ...]
    domains: tuple[str | None, ...]
    expires: tuple[float, ...]
    values: Mapping[str, bytes]

    @property
    def n_bytes(self) -> int:
        """Memory it takes."""
        return sum(len(value) for value in self.values.values()) + ENTRY_BYTES * len(self.keys) + BLOCK_BYTES


@dataclass
class LevelStats:
    """What one level of the cache has done and holds.

    Attributes:
        hits, misses: entries asked for that were there, and that were not.
        evictions: entries that had to go because there was no room.
        expired: entries that were found too old.
        n_entries, n_bytes: what it holds.
        max_bytes: what it may hold.
    """

    hits: int = 0
    misses: int = 0
    evictions: int = 0
    expired: int = 0
    n_entries: int = 0
    n_bytes: int = 0
    max_bytes: int = 0

    @property
    def hit_rate(self) -> float | None:
        """Share of the entries asked for that were there; None when none was asked for."""
        asked = self.hits + self.misses
        return self.hits / asked if asked else None


class MemoryLevel:
    """Blocks by least recent use; several threads may use it.

    Blocks are what enters and leaves, so that the bytes counted are the bytes freed.

    Args:
        max_bytes: memory of all blocks.
    """

    def __init__(self, max_bytes: int) -> None:
        self.stats = LevelStats(max_bytes=max_bytes)
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        self._places: dict[tuple[str, bytes], tuple[Block, int]] = {}
        self._lock = threading.Lock()

    def get(self, owner: str, keys: Sequence[bytes], now: float) -> list[tuple[Block, int] | None]:
        """Return block and row of each key, or None where there is nothing that still holds."""
        with self._lock:
            found = [self._places.get((owner, key)) for key in keys]
            used: dict[int, None] = {}
            for number, place in enumerate(found):
                if place is None:
                    continue
                block, row = place
                if block.expires[row] <= now:
                    self._places.pop((owner, keys[number]), None)
                    self.stats.expired += 1
                    found[number] = None
                else:
                    used[block.block_id] = None
            for block_id in used:
                self._blocks.move_to_end(block_id)
            hits = len(found) - found.count(None)
            self.stats.hits += hits
            self.stats.misses += len(found) - hits
            self.stats.n_entries = len(self._places)
        return found

    def put(self, blocks: Sequence[Block]) -> None:
        """Keep blocks, and let go of the least recently used ones that no longer fit; one too large for all of it is not kept."""
        with self._lock:
            for block in blocks:
                if block.n_bytes > self.stats.max_bytes:
                    self.stats.evictions += len(block.keys)
                    continue
                if block.block_id in self._blocks:
                    self._blocks.move_to_end(block.block_id)
                    continue
                self._blocks[block.block_id] = block
                self.stats.n_bytes += block.n_bytes
                for row, key in enumerate(block.keys):
                    self._places[block.owner, key] = (block, row)
            while self.stats.n_bytes > self.stats.max_bytes:
                self.stats.evictions += self._drop(next(iter(self._blocks)))
            self.stats.n_entries = len(self._places)

    def invalidate(self, matches: Callable[[Block, int], bool]) -> int:
        """Forget the entries for which ``matches(block, row)`` holds, and return how many."""
        with self._lock:
            doomed = [key for key, (block, row) in self._places.items() if matches(block, row)]
            for key in doomed:
                del self._places[key]
            alive = {block.block_id for block, _ in self._places.values()}
            for block_id in [block_id for block_id in self._blocks if block_id not in alive]:
                self._drop(block_id)
            self.stats.n_entries = len(self._places)
        return len(doomed)

    def _drop(self, block_id: int) -> int:
        block = self._blocks.pop(block_id)
        self.stats.n_bytes -= block.n_bytes
        gone = 0
        for key in block.keys:
            place = self._places.get((block.owner, key))
            # A newer block may have taken over the key.
            if place is not None and place[0] is block:
                del self._places[block.owner, key]
                gone += 1
        return gone
