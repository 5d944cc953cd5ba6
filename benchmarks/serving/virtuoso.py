"""How a Virtuoso is started on loopback, for the benchmarks and for the tests.

The law of this file: one text of settings; what differs between two uses is a parameter.
"""

from __future__ import annotations

import socket
from pathlib import Path

#: The program (Debian: virtuoso-opensource).
PROGRAM = "virtuoso-t"
_SETTINGS = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = temp.db
TransactionFile = temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {loads_from}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
MaxQueryMem = 2G
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = {threads}
KeepAliveTimeout = 15
MaxKeepAlives = 300
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryExecutionTime = 120
"""


def free_port() -> int:
    """Return a port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def command(
    program: str, folder: Path, http: int, sql: int, *, buffers: int, threads: int, loads_from: Path
) -> list[str]:
    """Write the settings of a Virtuoso on loopback, with its data in a folder; return the command that runs it there.

    Args:
        program: Where it is.
        folder: Where its data goes.
        http: Port of its web server.
        sql: Port for its shell.
        buffers: Pages of 8 kB that it keeps in memory.
        threads: Of its web server.
        loads_from: The folder from which its bulk loader may read.
    """
    text = _SETTINGS.format(
        sql=sql, http=http, buffers=buffers, dirty=buffers * 3 // 4, threads=threads, loads_from=loads_from
    )
    (folder / "virtuoso.ini").write_text(text)
    return [program, "-f", "-c", "virtuoso.ini"]
