"""The servers that are measured, each started empty of everything but the same data.

The law of this file: each server runs as its own makers say, on loopback, with its data on disk where it can.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.serving import virtuoso as settings_of_virtuoso
from benchmarks.serving.virtuoso import free_port

_BIN = Path(sys.executable).parent
_OURS = """
import sys
from pathlib import Path
from ecograph.api import server
from ecograph.settings import Settings
folder, port, mode = sys.argv[1:]
server.serve(Settings(data_dir=Path(folder), port=int(port), writable=mode == "w", query_seconds=120, queue=1024))
"""


@dataclass(frozen=True)
class Server:
    """A running server: its endpoints and its processes."""

    name: str
    base: str
    query: str
    update: str | None
    pid: int
    data: str = ""

    def web_megabytes(self) -> float:
        """Return the peak of resident memory of the process that holds the connections, since the last reset."""
        return _peak(self.pid) / 1024

    def now_megabytes(self) -> float:
        """Return the resident memory of its processes at this moment; what they share counts in each."""
        return sum(_status(pid, "VmRSS:") for pid in _tree(self.pid)) / 1024

    def reset_peak(self) -> None:
        """Let the peaks begin anew."""
        for pid in _tree(self.pid):
            with contextlib.suppress(OSError):
                Path(f"/proc/{pid}/clear_refs").write_text("5")

    def peak_megabytes(self) -> float:
        """Return the sum of the peaks of resident memory of its processes."""
        return sum(_peak(pid) for pid in _tree(self.pid)) / 1024


Start = Callable[..., contextlib.AbstractContextManager[Server]]


def _tree(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for thread in Path(f"/proc/{pid}/task").iterdir():
            for child in (thread / "children").read_text().split():
                found += _tree(int(child))
    return found


def _peak(pid: int) -> int:
    return _status(pid, "VmHWM:")


def _status(pid: int, name: str) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(name):
                return int(line.split()[1])
    return 0


def settle(server: Server) -> None:
    """Wait until a server and the processes that it started have done what they do after their start."""
    for _ in range(120):
        before = {pid: _processor_ticks(pid) for pid in _tree(server.pid)}
        time.sleep(1)
        if sum(_processor_ticks(pid) - before.get(pid, 0) for pid in _tree(server.pid)) < 8:
            return


def _processor_ticks(pid: int) -> int:
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])
    return 0


@contextlib.contextmanager
def _started(
    name: str, command: list[str], base: str, query: str, update: str | None, cwd: Path | None = None
) -> Iterator[Server]:
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ), cwd=cwd
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
def virtuoso(folder: Path, nquads: Path, *, writable: bool = False) -> Iterator[Server]:
    """Serve the data with Virtuoso (Debian: virtuoso-opensource), loaded by its bulk loader; anybody may write."""
    program, shell = shutil.which(settings_of_virtuoso.PROGRAM), shutil.which("isql-vt")
    if program is None or shell is None:
        raise FileNotFoundError("Virtuoso is not installed (Debian: virtuoso-opensource)")
    folder.mkdir(parents=True, exist_ok=True)
    http, sql = free_port(), free_port()
    command = settings_of_virtuoso.command(
        program, folder, http, sql, buffers=170_000, threads=80, loads_from=nquads.parent
    )
    with _started("Virtuoso", command, f"http://127.0.0.1:{http}", "/sparql", "/sparql", cwd=folder) as server:
        load = f"ld_add('{nquads}', 'urn:default'); rdf_loader_run(); checkpoint;"
        grant = 'grant SPARQL_UPDATE to "SPARQL";' if writable else ""
        connect = [shell, f"127.0.0.1:{sql}", "dba", "dba", "VERBOSE=OFF"]
        subprocess.run([*connect, f"exec={load} {grant}"], check=True, capture_output=True)
        yield server


@contextlib.contextmanager
def rdflib_endpoint(folder: Path, nquads: Path, *, writable: bool = False) -> Iterator[Server]:
    """Serve the data with rdflib-endpoint over rdflib, in memory (it has no other)."""
    del folder, writable
    port = free_port()
    command = [str(_BIN / "rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(nquads)]
    with _started("rdflib-endpoint", command, f"http://127.0.0.1:{port}", "/", None) as server:
        yield server
