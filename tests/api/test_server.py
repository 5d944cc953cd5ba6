"""Starting and stopping as a user does it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing
from pathlib import Path
from urllib.parse import quote

import pytest

from ecograph.engine import generations
from tests.api.conftest import quads
from tests.api.test_sparql import ENDLESS

_SERVE = """
import sys
from pathlib import Path
from ecograph.api import server
from ecograph.settings import Settings
settings = Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2]), workers=1)
server.serve(settings, on_ready=lambda address, moved: print(address, moved, flush=True))
"""


def children_of(pid: int) -> list[str]:
    """The processes that any thread of a process has started: Linux lists them by thread."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return [child for thread in threads for child in (thread / "children").read_text().split()]


def is_worker(pid: str) -> bool:
    """Whether a process still runs that evaluates queries."""
    try:
        return "worker.py" in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_busy_port_and_the_end(tmp_path: Path, how: signal.Signals) -> None:
    generations.publish(tmp_path, quads())
    with ExitStack() as ends:
        with closing(socket.create_server(("127.0.0.1", 0))) as busy:
            port = busy.getsockname()[1]
            command = [sys.executable, "-c", _SERVE, str(tmp_path), str(port)]
            pipe = subprocess.PIPE
            process = ends.enter_context(subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True))
            ends.callback(process.kill)  # what ended by itself does not notice
            assert process.stdout
            address, moved = process.stdout.readline().split()
        found = int(address.rstrip("/").rsplit(":", 1)[1])
        assert moved == "True"
        assert port < found < port + 20
        if how is signal.SIGINT:  # in the middle of an endless answer
            client = ends.enter_context(socket.create_connection(("127.0.0.1", found)))
            client.sendall(f"GET /sparql?query={quote(ENDLESS)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            assert client.recv(1) == b"H"
        children = children_of(process.pid)
        assert len(children) >= 2
        process.send_signal(how)
        _, said = process.communicate(timeout=60)
    assert "Traceback" not in said
    assert process.returncode in {0, -how, 128 + how}
    ends = time.monotonic() + 60
    while left := [child for child in children if is_worker(child)]:  # they end with their parent, each by itself
        assert time.monotonic() < ends, left
        time.sleep(0.05)
