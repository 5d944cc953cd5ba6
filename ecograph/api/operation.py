"""What an operator sees: one log line per request, and numbers for Prometheus.

The law of this file: a query is logged by its fingerprint, never by its text (it may hold names of people); a line is
one JSON object; counting costs less than a microsecond.
"""

from __future__ import annotations

import bisect
import gc
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any, Literal

from ecograph.api.answers import ReadyAnswer
from ecograph.api.asgi import BrokenOff, Receive, Record, Scope, Send, Target
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.store import Store

log = logging.getLogger("ecograph.access")
#: From which level lines are written, by the setting ``log``; a slow query is a warning.
_LEVELS = {"off": logging.ERROR, "slow": logging.WARNING, "requests": logging.INFO}
_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


def log_to_stderr(wanted: Literal["off", "slow", "requests"]) -> None:
    """Write the log as one JSON object per line to standard error."""
    logger = logging.getLogger("ecograph")
    if not logger.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
    logger.setLevel(_LEVELS[wanted])
    logger.propagate = False


def collect_seldom() -> None:
    """Have the collector of garbage look at nothing that is there already, and seldom: for a process that answers."""
    gc.freeze()  # it need not look at it again between two requests
    gc.set_threshold(20_000, 20, 50)  # nor after every 700 objects: a question makes some thirty, and few in circles


class Watch:
    """Measures requests.

    Args:
        slow_seconds: From here a query or an update is slow.
    """

    def __init__(self, slow_seconds: float) -> None:
        self.slow_seconds = slow_seconds
        self.started = time.time()
        self.requests: Counter[tuple[str, int]] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.seconds: dict[str, list[int]] = {}
        self.seconds_sum: Counter[str] = Counter()
        self.bytes = 0
        self.cached = 0

    async def __call__(self, target: Target, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to ``target`` and note what became of it."""
        record = Record(operation="page")
        scope.setdefault("state", {})["record"] = record
        asked = scope["state"].get("asked")
        began = asked.began if asked else time.perf_counter()

        async def noting(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                record.status = message["status"]
            await send(message)

        try:
            await target(scope, receive, send if hasattr(target, "measured") else noting)
        except BrokenOff:
            # Returning without an end makes the server close the connection: the client sees a broken transfer.
            pass
        finally:
            self._note(scope, record, time.perf_counter() - began)

    def at_once(self, ready: ReadyAnswer, seconds: float, *, cached: bool) -> None:
        """Note a question that was answered on the spot."""
        size, slow = len(ready.body), seconds >= self.slow_seconds
        self._count("query", 200, "ok", seconds, size, cached=cached)
        if log.isEnabledFor(logging.WARNING if slow else logging.INFO):
            record = Record("query", ready.digest, 200, "ok", ready.rows, size, cached, ready.generation)
            self._line({"method": "GET", "path": "/sparql"}, record, seconds, slow=slow)

    def gone(self, digest: str, seconds: float) -> None:
        """Note a question whose client went away before its answer."""
        self._note({"method": "GET", "path": "/sparql"}, Record("query", digest, outcome="client-gone"), seconds)

    def _note(self, scope: Scope, record: Record, seconds: float) -> None:
        self._count(record.operation, record.status, record.outcome, seconds, record.bytes, cached=record.cached)
        slow = record.operation in {"query", "update"} and seconds >= self.slow_seconds
        if log.isEnabledFor(logging.WARNING if slow else logging.INFO):
            self._line(scope, record, seconds, slow=slow)

    def _count(self, operation: str, status: int, outcome: str, seconds: float, size: int, *, cached: bool) -> None:
        self.requests[operation, status] += 1
        self.outcomes[outcome] += 1
        buckets = self.seconds.setdefault(operation, [0] * (len(_BUCKETS) + 1))
        buckets[bisect.bisect_left(_BUCKETS, seconds)] += 1
        self.seconds_sum[operation] += seconds  # type: ignore[assignment]  # a Counter of floats
        self.bytes += size
        self.cached += cached

    @staticmethod
    def _line(scope: Scope, record: Record, seconds: float, *, slow: bool) -> None:
        line = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": scope["method"],
            "path": scope["path"],
            "operation": record.operation,
            "query": record.digest,
            "generation": record.generation,
            "status": record.status,
            "outcome": record.outcome,
            "ms": round(seconds * 1000, 2),
            "rows": record.rows,
            "bytes": record.bytes,
            "cached": record.cached,
        }
        if slow:
            line["slow"] = True
        log.log(logging.WARNING if slow else logging.INFO, json.dumps(line))

    def taken(self) -> dict[str, Any]:
        """Return what was counted and begin anew, for another watch to add; nothing where nothing was."""
        if not self.requests:
            return {}
        counted = {
            "requests": [[*key, count] for key, count in self.requests.items()],
            "outcomes": dict(self.outcomes),
            "seconds": self.seconds,
            "sums": dict(self.seconds_sum),
            "bytes": self.bytes,
            "cached": self.cached,
        }
        self.requests, self.outcomes, self.seconds, self.seconds_sum = Counter(), Counter(), {}, Counter()
        self.bytes = self.cached = 0
        return counted

    def add(self, counted: dict[str, Any]) -> None:
        """Add what another watch has counted."""
        for operation, status, count in counted["requests"]:
            self.requests[operation, status] += count
        self.outcomes.update(counted["outcomes"])
        for operation, buckets in counted["seconds"].items():
            ours = self.seconds.setdefault(operation, [0] * (len(_BUCKETS) + 1))
            self.seconds[operation] = [a + b for a, b in zip(ours, buckets, strict=True)]
        self.seconds_sum.update(counted["sums"])
        self.bytes += counted["bytes"]
        self.cached += counted["cached"]

    def metrics(self, store: Store, passed_on: int = 0) -> str:
        """Return everything in the Prometheus text format, version 0.0.4.

        Args:
            store: Where queries are answered.
            passed_on: Connections that the process for lookups has.
        """
        lines: list[str] = []

        def metric(name: str, kind: str, text: str, samples: list[tuple[str, float]]) -> None:
            lines.extend((f"# HELP ecograph_{name} {text}", f"# TYPE ecograph_{name} {kind}"))
            lines.extend(f"ecograph_{name}{labels} {value:g}" for labels, value in samples)

        by_status = [(f'{{operation="{o}",status="{s}"}}', n) for (o, s), n in sorted(self.requests.items())]
        metric("requests_total", "counter", "Requests by operation and status.", [(k, float(v)) for k, v in by_status])
        ends = [(f'{{outcome="{o}"}}', float(n)) for o, n in sorted(self.outcomes.items())]
        metric("outcomes_total", "counter", "How requests ended.", ends)
        lines.extend(
            (
                "# HELP ecograph_request_seconds Seconds per request.",
                "# TYPE ecograph_request_seconds histogram",
            )
        )
        for operation, buckets in sorted(self.seconds.items()):
            total = 0
            for limit, count in zip((*_BUCKETS, "+Inf"), buckets, strict=True):
                total += count
                lines.append(f'ecograph_request_seconds_bucket{{operation="{operation}",le="{limit}"}} {total}')
            lines.append(f'ecograph_request_seconds_sum{{operation="{operation}"}} {self.seconds_sum[operation]:g}')
            lines.append(f'ecograph_request_seconds_count{{operation="{operation}"}} {total}')
        metric("sent_bytes_total", "counter", "Bytes of bodies sent.", [("", float(self.bytes))])
        metric("cached_total", "counter", "Answers from the cache.", [("", float(self.cached))])
        metric("start_time_seconds", "gauge", "When the service started.", [("", self.started)])
        if isinstance(store, EmbeddedStore) and store.pool:
            pool = store.pool
            metric("queries_running", "gauge", "Queries that a worker is busy with.", [("", float(pool.running))])
            metric("queries_waiting", "gauge", "Queries that wait for a worker.", [("", float(pool.waiting))])
            metric("workers_started_total", "counter", "Workers started.", [("", float(pool.started))])
            metric("workers_ended_total", "counter", "Workers that died or were ended.", [("", float(pool.killed))])
            metric("lookup_connections", "gauge", "Connections of the process for lookups.", [("", float(passed_on))])
        generation = store.generation()
        if generation is not None:
            metric("generation", "gauge", "The current generation.", [("", float(generation))])
        return "\n".join(lines) + "\n"
