"""A Virtuoso of one test session: started on free ports, in a folder of its own, and ended by its process."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

COMMAND = shutil.which("virtuoso-t")
_INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = {sql}
ServerThreads = 4
DirsAllowed = {folder}
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
[HTTPServer]
ServerPort = {http}
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def virtuoso(folder: Path, data: bytes, graph: str, rows: int = 100_000) -> Iterator[str]:
    """Give the address of a Virtuoso that holds some N-Triples in one graph."""
    assert COMMAND is not None
    sql, http = free_port(), free_port()
    (folder / "data.nt").write_bytes(data)
    (folder / "virtuoso.ini").write_text(
        _INI.format(sql=f"127.0.0.1:{sql}", http=f"127.0.0.1:{http}", folder=folder, rows=rows)
    )
    process = subprocess.Popen(
        [COMMAND, "+foreground", "+configfile", "virtuoso.ini"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{http}/sparql"
    try:
        _wait(address, process)
        isql = shutil.which("isql-vt") or shutil.which("isql")
        assert isql is not None
        load = f"DB.DBA.TTLP_MT(file_to_string_output('{folder}/data.nt'), '', '{graph}', 0); checkpoint;"
        done = subprocess.run(
            [isql, f"127.0.0.1:{sql}", "dba", "dba", f"exec={load}"],
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        yield address
    finally:
        process.terminate()
        process.wait(60)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 100
    while time.monotonic() < end:
        assert process.poll() is None, "virtuoso ended"
        try:
            with urllib.request.urlopen(f"{address}?{urlencode({'query': 'ASK {}'})}", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("virtuoso did not answer")
