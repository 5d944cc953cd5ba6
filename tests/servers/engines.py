"""Engines of others, started by the tests themselves, each in a folder and on a port of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from benchmarks.serving import virtuoso as settings_of_virtuoso
from benchmarks.serving.virtuoso import free_port
from ecograph.settings import Settings


@contextmanager
def running(command: list[str], folder: Path, address: str) -> Iterator[None]:
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            for _ in range(600):
                try:
                    urllib.request.urlopen(address, timeout=5).close()
                    break
                except OSError:
                    assert process.poll() is None, f"{command[0]} did not start"
                    time.sleep(0.1)
            yield
        finally:
            process.kill()


@contextmanager
def virtuoso(folder: Path) -> Iterator[Settings]:
    program = shutil.which(settings_of_virtuoso.PROGRAM)
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    http = free_port()
    command = settings_of_virtuoso.command(
        program, folder, http, free_port(), buffers=20_000, threads=20, loads_from=folder
    )
    base = f"http://127.0.0.1:{http}"
    with running(command, folder, f"{base}/sparql?query=ASK%7B%7D"):
        yield Settings(
            store=f"{base}/sparql",
            store_update=f"{base}/sparql-auth",
            store_graphs=f"{base}/sparql-graph-crud-auth",
            store_user="dba",
            store_password="dba",
        )


@contextmanager
def oxigraph(folder: Path) -> Iterator[Settings]:
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the Oxigraph server is not installed (dependency group bench)")
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running(command, folder, base):
        yield Settings(store=f"{base}/query", store_update=f"{base}/update", store_graphs=f"{base}/store")
