"""What the server counts while it runs: calls, failures and times, for metrics and for ``get_stats``."""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from promptsmith.version import VERSION

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
KEPT_CALLS = 10_000
"""Calls remembered for `get_stats`; older ones are forgotten. Judgement: about one megabyte."""

DAY = 86_400.0


class Figures:
    """Counts of one server process. Safe to use from several threads."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        labels = ("operation", "outcome")
        self._requests = Counter("promptsmith_requests", "Requests answered", labels, registry=self.registry)
        self._seconds = Histogram(
            "promptsmith_request_seconds", "Time to the answer", ("operation",), buckets=BUCKETS, registry=self.registry
        )
        self._refused = Counter("promptsmith_refused", "Requests refused before they ran", ("reason",), registry=self.registry)
        self._cache = Counter("promptsmith_cache", "Rewrites by whether the cache had them", ("hit",), registry=self.registry)
        self.running = Gauge("promptsmith_running", "Requests that run now", registry=self.registry)
        self.waiting = Gauge("promptsmith_waiting", "Calls that wait for a thread", registry=self.registry)
        self._started = time.time()
        self._calls: deque[tuple[float, str, str, str, float]] = deque(maxlen=KEPT_CALLS)
        self._lock = threading.Lock()

    def answered(self, owner: str, operation: str, outcome: str, seconds: float) -> None:
        """Count one answered request."""
        self._requests.labels(operation, outcome).inc()
        self._seconds.labels(operation).observe(seconds)
        with self._lock:
            self._calls.append((time.time(), owner, operation, outcome, seconds))

    def refused(self, reason: str) -> None:
        """Count a request that did not run: over a limit, without a token, too large."""
        self._refused.labels(reason).inc()

    def cached(self, hit: bool) -> None:
        """Count a rewrite by whether the cache had it."""
        self._cache.labels(str(hit).lower()).inc()

    def text(self) -> bytes:
        """Return all metrics in the text format of Prometheus."""
        return bytes(generate_latest(self.registry))

    def of_owner(self, owner: str, days: int) -> dict[str, Any]:
        """Return the calls of one owner since ``days`` days ago, as far as this process remembers."""
        since = time.time() - days * DAY
        with self._lock:
            calls = [call for call in self._calls if call[1] == owner and call[0] >= since]
        by_operation: dict[str, int] = {}
        for call in calls:
            by_operation[call[2]] = by_operation.get(call[2], 0) + 1
        times = sorted(call[4] for call in calls)
        return {
            "n_calls": len(calls),
            "n_errors": sum(call[3] != "ok" for call in calls),
            "median_ms": round(times[len(times) // 2] * 1e3, 3) if times else None,
            "by_operation": by_operation,
        }

    def system(self) -> dict[str, Any]:
        """Return name, version, uptime and peak memory of this process."""
        return {
            "name": "promptsmith-mcp",
            "version": VERSION,
            "uptime_s": round(time.time() - self._started, 3),
            "peak_memory_mb": _peak_memory(),
        }


def _peak_memory() -> float | None:
    """Return the largest resident memory so far in MB; None where the system does not say."""
    if sys.platform == "win32":
        return None
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts kibibytes, macOS bytes.
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)
