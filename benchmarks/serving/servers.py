"""The servers that are measured, each started empty of everything but the same data.

The law of this file: each server runs as its own makers say, on loopback, with its data on disk where it can.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BIN = Path(sys.executable).parent
_OURS = """
import sys
from pathlib import Path
from ecograph.api import server
from ecograph.settings import Settings
folder, port, mode = sys.argv[1:]
server.serve(Settings(data_dir=Path(folder), port=int(port), writable=mode == "w", query_seconds=120))
"""


@dataclass(frozen=True)
class Server:
    """A running server: its endpoints and its processes."""

    name: str
    base: str
    query: str
    update: str | None
    pid: int

    def peak_megabytes(self) -> float:
        """Return the sum of the peaks of resident memory of its processes."""
        return sum(_peak(pid) for pid in _tree(self.pid)) / 1024


def _tree(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _tree(int(child))
    return found


def _peak(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _started(name: str, command: list[str], base: str, query: str, update: str | None) -> Iterator[Server]:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)
    ) as process:
        try:
            for _ in range(1200):
                with contextlib.suppress(OSError):
                    urllib.request.urlopen(f"{base}{query}?query=ASK%7B%7D", timeout=60).close()
                    break
                if process.poll() is not None:
                    raise RuntimeError(f"{name} did not start")
                time.sleep(0.1)
            yield Server(name, base, query, update, process.pid)
        finally:
            process.kill()


@contextlib.contextmanager
def ecograph(folder: Path, nquads: Path, *, writable: bool = False) -> Iterator[Server]:
    """Serve the data with EcoGraph, every guard on."""
    from pyoxigraph import RdfFormat, parse

    from ecograph.engine import generations

    generations.publish(folder, parse(path=str(nquads), format=RdfFormat.N_QUADS))
    port = free_port()
    command = [sys.executable, "-c", _OURS, str(folder), str(port), "w" if writable else "r"]
    with _started("EcoGraph", command, f"http://127.0.0.1:{port}", "/sparql", "/sparql") as server:
        yield server


@contextlib.contextmanager
def oxigraph(folder: Path, nquads: Path, *, writable: bool = False) -> Iterator[Server]:
    """Serve the data with the Oxigraph server, on disk."""
    program = str(_BIN / "oxigraph")
    subprocess.run([program, "load", "--location", str(folder), "--file", str(nquads)], check=True, capture_output=True)
    port = free_port()
    mode = "serve" if writable else "serve-read-only"
    command = [program, mode, "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _started("Oxigraph", command, f"http://127.0.0.1:{port}", "/query", "/update") as server:
        yield server


@contextlib.contextmanager
def rdflib_endpoint(folder: Path, nquads: Path, *, writable: bool = False) -> Iterator[Server]:
    """Serve the data with rdflib-endpoint over rdflib, in memory (it has no other)."""
    del folder, writable
    port = free_port()
    command = [str(_BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(nquads)]
    with _started("rdflib-endpoint", command, f"http://127.0.0.1:{port}", "/", None) as server:
        yield server
