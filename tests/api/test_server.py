"""Starting and stopping as a user does it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from ecograph.engine import generations
from ecograph.settings import Settings
from tests.api.conftest import Service, quads
from tests.api.test_sparql import ENDLESS

_SERVE = """
import sys
from pathlib import Path
from ecograph.api import server
from ecograph.settings import Settings
settings = Settings(data_dir=Path(sys.argv[1]), port=int(sys.argv[2]), workers=1)
server.GRACE = float(sys.argv[3]) if sys.argv[3:] else server.GRACE
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
    assert process.returncode == 0
    ends = time.monotonic() + 60
    while left := [child for child in children if is_worker(child)]:  # they end with their parent, each by itself
        assert time.monotonic() < ends, left
        time.sleep(0.05)


@contextmanager
def stopped_at_a_question(
    data_dir: Path, grace: float
) -> Iterator[tuple[subprocess.Popen[str], socket.socket, list[int]]]:
    """A service, a client that waits for the answer to a question, and its workers, which stand still."""
    generations.publish(data_dir, quads())
    with ExitStack() as ends:
        command = [sys.executable, "-c", _SERVE, str(data_dir), "0", str(grace)]
        process = ends.enter_context(
            subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        )
        ends.callback(process.kill)
        assert process.stdout
        port = int(process.stdout.readline().split()[0].rstrip("/").rsplit(":", 1)[1])
        service = Service(port, Settings())
        assert service.get("ASK {}").status == 200
        workers = [int(child) for child in children_of(process.pid) if is_worker(child)]
        for worker in workers:
            os.kill(worker, signal.SIGSTOP)
        ends.callback(go_on, workers)
        client = ends.enter_context(socket.create_connection(("127.0.0.1", port), timeout=60))
        query = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        client.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        wait_for(lambda: b"ecograph_queries_running 1" in service.request("GET", "/metrics").body)
        yield process, client, workers


def go_on(workers: list[int]) -> None:
    for worker in workers:
        with suppress(ProcessLookupError):
            os.kill(worker, signal.SIGCONT)


def wait_for(condition: Callable[[], object]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def refuses(port: int) -> bool:
    """Whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def test_a_question_under_way_gets_its_whole_answer_after_sigterm(tmp_path: Path) -> None:
    with stopped_at_a_question(tmp_path, 120) as (process, client, workers):
        process.terminate()
        wait_for(lambda: refuses(client.getpeername()[1]))
        go_on(workers)
        answer = client.makefile("rb").read()  # to the end: the service closes the connection
        _, said = process.communicate(timeout=60)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"connection: close" in head.lower().split(b"\r\n")
    assert json.loads(body)["results"]["bindings"][0]["n"]["value"] == "30"
    assert "Traceback" not in said
    assert process.returncode == 0


@pytest.mark.parametrize(("how", "grace"), [(signal.SIGTERM, 0.5), (signal.SIGINT, 120)])
def test_a_question_that_takes_too_long_is_broken_off_at_the_end(
    tmp_path: Path, how: signal.Signals, grace: float
) -> None:
    with stopped_at_a_question(tmp_path, grace) as (process, client, workers):
        process.send_signal(how)
        answer = client.makefile("rb").read()
        _, said = process.communicate(timeout=60)
    assert not answer.startswith(b"HTTP/1.1 200")
    assert "Traceback" not in said
    assert process.returncode == 0
    wait_for(lambda: not any(is_worker(str(worker)) for worker in workers))
