"""The cache: results of distinct texts, in memory and, with a store, in its file. It saves time and never changes or fails a call."""

from __future__ import annotations

import atexit
import hashlib
import json
import os
import secrets
import threading
import time
import warnings
import weakref
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from promptsmith.errors import CacheWarning, StoreTimeoutError, shorten
from promptsmith.store.cache_memory import Block, LevelStats, MemoryLevel
from promptsmith.version import VERSION, code_hash

if TYPE_CHECKING:
    from promptsmith.pipeline import Unit
    from promptsmith.rules.profiles import RuleSet
    from promptsmith.scoring.weights import WeightSet

MEMORY_BYTES = 100 * 1024 * 1024
"""Source: the design, section 4, and the specification's memory cache."""

BLOCK_UNITS = 512
"""Results kept together: few enough that one that is still used keeps little beside it, many enough that 20,000 are 40 blocks."""

SHORTEST_S, LONGEST_S = 3_600.0, 86_400.0
"""Source: the design, section 4 (from the specification)."""

FILE_WAIT_S = 1.0
"""Longest wait for the file of a store that others use: a cache that makes a call wait is worse than none. Judgement."""

FILE_PAUSE_S = 10.0
"""After such a wait, or a failure, the file is left alone for so long. Judgement."""

FLUSH_UNITS, FLUSH_S = 256, 5.0
"""Results wait in memory until there are so many, or so long, before the file is opened for them: opening it takes 31 to 41 ms."""

KEY_BYTES = 16

_T = TypeVar("_T")


def lifetime(overall: float | None) -> float:
    """Return how many seconds a result is kept: min(3600 · max(0.5, overall) · 2, 86400), thus one to two hours.

    A result without a score is kept as long as the worst one, one hour: nothing speaks for keeping it longer, and finding out again
    that a text cannot be judged costs as much as judging it.

    Source: the design, section 4.
    """
    return min(SHORTEST_S * max(0.5, overall or 0.0) * 2, LONGEST_S)


def unit_keys(
    tool: str,
    units: Sequence[Unit],
    ruleset: RuleSet,
    weights: WeightSet,
    *,
    template: str | None = None,
    said: Sequence[tuple[str, str | None]] | None = None,
) -> list[bytes]:
    """Return the key of each unit: 16 bytes that change with anything its result depends on.

    That is the exact text, domain, variables (sorted by name), the tool, the template, the hashes of rules and weights, the version, and
    the code of the package; and, when ``said`` is given, tone and context of each unit.
    """
    common = json.dumps([VERSION, code_hash(), tool, ruleset.hash, weights.label, template])
    begun: dict[object, Any] = {}
    keys = []
    for number, unit in enumerate(units):
        further = (unit.domain, said[number] if said is not None else None)
        named = further if unit.variables is None else (further, json.dumps(unit.variables, sort_keys=True, default=str))
        if named not in begun:
            data = json.dumps([common, named]).encode()
            begun[named] = hashlib.blake2b(len(data).to_bytes(8, "little") + data, digest_size=KEY_BYTES)
        digest = begun[named].copy()
        digest.update(unit.text.encode("utf-8", "surrogatepass"))
        keys.append(digest.digest())
    return keys


@dataclass(frozen=True)
class Entry:
    """What is known of one result beside its rows: its key, domain and overall score (None: no score)."""

    key: bytes
    domain: str | None
    overall: float | None


class Cache:
    """Results of earlier calls, by exact text and everything else they depend on.

    Pass it as ``cache=`` to `evaluate`, `validate` or `process`; or pass ``store=``, whose cache has a second level in the file that
    other processes share. A result is the same with and without a cache. Trouble with a cache never fails a call: it is counted in
    `stats` and told once as a `CacheWarning`.

    Args:
        memory_bytes: what the results in memory may take, by measured size; the least recently used go first.
        clock: seconds since 1970.

    Example:
        >>> import promptsmith as ps
        >>> cache = ps.Cache()
        >>> first, second = (ps.evaluate("Name three rivers.", cache=cache) for _ in range(2))
        >>> cache.stats()["memory"]["hits"], first.to_json() == second.to_json()
        (1, True)
    """

    def __init__(self, *, memory_bytes: int = MEMORY_BYTES, clock: Callable[[], float] = time.time) -> None:
        self._memory = MemoryLevel(memory_bytes)
        self._clock = clock
        self._file: _File | None = None
        self._owner = ""
        self._lock = threading.Lock()
        self.n_failures = 0
        self.last_failure: str | None = None

    @classmethod
    def of_store(cls, path: Path, owner: str, clock: Callable[[], float] = time.time) -> Cache:
        """Return the cache of a store: caches of one file share their memory, and each owner sees only what is its own."""
        cache = cls(clock=clock)
        cache._memory = _memory_of(path)
        cache._owner = owner
        cache._file = _File(path)
        atexit.register(_flush_at_exit, weakref.ref(cache))
        return cache

    def __repr__(self) -> str:
        memory = self._memory.stats
        where = f" over {self._file.path}" if self._file else ""
        return f"Cache({memory.n_entries:,} results, {memory.n_bytes:,} of {memory.max_bytes:,} bytes{where})"

    def get(self, keys: Sequence[bytes], *, least_for_file: int = 1) -> list[tuple[Block, int] | None]:
        """Return block and row of each key, or None for what has to be computed.

        Args:
            keys: keys as `unit_keys` gives them.
            least_for_file: fewer missing keys than this are not worth opening the file for.
        """
        found: list[tuple[Block, int] | None] = [None] * len(keys)
        return self._safely(lambda: self._get(keys, least_for_file), found)

    def _get(self, keys: Sequence[bytes], least_for_file: int) -> list[tuple[Block, int] | None]:
        now = self._clock()
        found = self._memory.get(self._owner, keys, now)
        missing = [number for number, place in enumerate(found) if place is None]
        if self._file is None or not missing or not self._file.is_worth(len(missing), least_for_file, now):
            return found
        file = self._file
        looked: list[tuple[Block, int] | None] = []
        looked = self._safely(lambda: file.read(self._owner, [keys[number] for number in missing], now), looked)
        blocks = {place[0].block_id: place[0] for place in looked if place is not None}
        for number, place in zip(missing, looked, strict=False):
            found[number] = place
        self._memory.put(list(blocks.values()))
        return found

    def put(
        self, tool: str, ruleset: str, weights: str, entries: Sequence[Entry], values: Callable[[int, int], Mapping[str, bytes]]
    ) -> None:
        """Keep results, `BLOCK_UNITS` together.

        Args:
            tool, ruleset, weights: what made them.
            entries: what is known of each.
            values: gives the tables of ``n`` entries from ``start`` on, each as the bytes of a record batch.
        """
        self._safely(lambda: self._put(tool, ruleset, weights, entries, values), None)

    def _put(
        self, tool: str, ruleset: str, weights: str, entries: Sequence[Entry], values: Callable[[int, int], Mapping[str, bytes]]
    ) -> None:
        now = self._clock()
        blocks = []
        for start in range(0, len(entries), BLOCK_UNITS):
            part = entries[start : start + BLOCK_UNITS]
            blocks.append(
                Block(
                    secrets.randbits(62),
                    self._owner,
                    tool,
                    ruleset,
                    weights,
                    tuple(entry.key for entry in part),
                    tuple(entry.domain for entry in part),
                    tuple(now + lifetime(entry.overall) for entry in part),
                    values(start, len(part)),
                )
            )
        self._memory.put(blocks)
        if self._file is not None:
            with self._lock:
                self._file.waiting += blocks
                is_due = self._file.is_due(now)
            if is_due:
                self.flush()

    def flush(self) -> None:
        """Write what waits in memory to the file of the store; nothing happens without one."""
        if self._file is None:
            return
        file = self._file
        with self._lock:
            blocks, file.waiting = file.waiting, []
        if blocks:
            self._safely(lambda: file.write(blocks, self._clock()), None)

    def invalidate(self, *, domain: str | None = None, ruleset: str | None = None) -> int:
        """Forget results of this owner, all of them, or those of a domain or made by a ruleset, and return how many.

        Args:
            domain: the domain of the result, also when it was detected.
            ruleset: hash of the rules, as ``run.ruleset`` gives it.

        Raises:
            StoreError, StoreTimeoutError: the file cannot be used, so that old results may still be there.
        """
        self.flush()
        gone = self._memory.invalidate(
            lambda block, row: (
                block.owner == self._owner
                and (domain is None or block.domains[row] == domain)
                and (ruleset is None or block.ruleset == ruleset)
            )
        )
        return max(gone, self._file.forget(self._owner, domain, ruleset)) if self._file is not None else gone

    def stats(self) -> dict[str, Any]:
        """Return what each level has done in this process and holds now, and the failures.

        The keys are ``memory`` and ``file`` (None without a store), each with hits, misses, evictions, expired, n_entries, n_bytes,
        max_bytes and hit_rate (null before the first question); ``n_failures``; and ``last_failure``.
        """
        levels: dict[str, Any] = {"memory": self._memory.stats, "file": None}
        if self._file is not None:
            file = self._file
            self._safely(lambda: file.count(self._owner), None)
            levels["file"] = file.stats
        told = {
            name: None if level is None else {**asdict(level), "hit_rate": level.hit_rate} for name, level in levels.items()
        }
        return {**told, "n_failures": self.n_failures, "last_failure": self.last_failure}

    def drop(self, reason: Exception) -> None:
        """Count results that could not be used."""
        self._failed(reason)

    def _safely(self, action: Callable[[], _T], otherwise: _T) -> _T:
        try:
            return action()
        except Exception as error:
            self._failed(error)
            return otherwise

    def _failed(self, error: Exception) -> None:
        self.n_failures += 1
        self.last_failure = f"{type(error).__name__}: {shorten(error, 200)}"
        if self._file is not None:
            self._file.paused_until = self._clock() + FILE_PAUSE_S
        # Others who use the file are no trouble that the user has to hear of.
        if self.n_failures == 1 and not isinstance(error, StoreTimeoutError):
            warnings.warn(
                f"The cache cannot be used ({self.last_failure}). Results are right all the same, only slower. Cache.stats() counts "
                "such failures; this is told once.",
                CacheWarning,
                stacklevel=2,
            )


class _File:
    """The file level: when it is opened, and what it has done."""

    def __init__(self, path: Path) -> None:
        from promptsmith.store.cache_file import MAX_FILE_BYTES

        self.path = path
        self.stats = LevelStats(max_bytes=MAX_FILE_BYTES)
        self.waiting: list[Block] = []
        self.paused_until = 0.0
        self._flushed = 0.0

    def is_worth(self, n_missing: int, least: int, now: float) -> bool:
        from promptsmith.store.database import is_held

        if now < self.paused_until or not self.path.exists():
            return False
        return n_missing >= least or is_held(self.path)

    def is_due(self, now: float) -> bool:
        if now < self.paused_until:
            return False
        return sum(len(block.keys) for block in self.waiting) >= FLUSH_UNITS or now - self._flushed >= FLUSH_S

    def read(self, owner: str, keys: list[bytes], now: float) -> list[tuple[Block, int] | None]:
        from promptsmith.store.cache_file import read_blocks
        from promptsmith.store.database import open_store

        with open_store(self.path, write=False, timeout=FILE_WAIT_S) as connection:
            blocks, places = read_blocks(connection, owner, keys, now)
        hits = len(places) - places.count(None)
        self.stats.hits += hits
        self.stats.misses += len(places) - hits
        return [None if place is None else (blocks[place[0]], place[1]) for place in places]

    def write(self, blocks: list[Block], now: float) -> None:
        from promptsmith.store.cache_file import write_blocks
        from promptsmith.store.database import open_store

        self._flushed = now
        with open_store(self.path, write=True, timeout=FILE_WAIT_S) as connection:
            self.stats.evictions += write_blocks(connection, blocks, now)

    def forget(self, owner: str, domain: str | None, ruleset: str | None) -> int:
        from promptsmith.store.cache_file import forget_entries
        from promptsmith.store.database import open_store

        if not self.path.exists():
            return 0
        with open_store(self.path, write=True) as connection:
            return forget_entries(connection, owner, domain=domain, ruleset=ruleset)

    def count(self, owner: str) -> None:
        from promptsmith.store.cache_file import count_entries
        from promptsmith.store.database import open_store

        if self.path.exists():
            with open_store(self.path, write=False, timeout=FILE_WAIT_S) as connection:
                self.stats.n_entries, self.stats.n_bytes = count_entries(connection, owner)


_memories: weakref.WeakValueDictionary[str, MemoryLevel] = weakref.WeakValueDictionary()
_memories_guard = threading.Lock()


def _memory_of(path: Path) -> MemoryLevel:
    with _memories_guard:
        name = os.path.realpath(path)
        memory = _memories.get(name)
        if memory is None:
            memory = _memories[name] = MemoryLevel(MEMORY_BYTES)
        return memory


def _flush_at_exit(cache: weakref.ref[Cache]) -> None:
    alive = cache()
    if alive is not None:
        alive.flush()
