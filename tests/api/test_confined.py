"""What works on an upload: forked from a process that stands ready, or fresh; and what becomes of each."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from ecograph.api.app import create_app
from ecograph.api.checking import MEMORY, checking_router
from ecograph.api.confined import Confined, environment
from ecograph.engine import generations
from ecograph.engine.standing import can_stand
from ecograph.settings import Settings
from tests.api.conftest import quads

pytestmark = pytest.mark.skipif(not can_stand(), reason="the kernel lacks what a process that stands ready needs")
DEEDS = str(Path(__file__).with_name("standing_deeds.py"))


def wait_for(condition: Callable[[], object]) -> None:
    ends = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.01)


def runs(number: int) -> bool:
    """Whether a process is there and not just waited for."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def number_in(folder: Path) -> int:
    """The process that works in a folder, once it says so."""
    file = folder / "number"
    wait_for(lambda: file.exists() and file.read_text())
    return int(file.read_text())


@pytest.fixture
def ready():
    confined = Confined(1 << 30, (DEEDS,))
    wait_for(confined.prepare)
    yield confined
    confined.close()


def run(confined: Confined, folder: Path, *arguments: str, seconds: float = 60):
    return asyncio.run(confined.run(str(folder), arguments, seconds))


def test_it_ends_as_its_work_ends(ready: Confined, tmp_path: Path) -> None:
    assert run(ready, tmp_path, "note", "me").code == 0
    assert run(ready, tmp_path, "exit", "2").code == 2
    assert run(ready, tmp_path, "die").code == 7
    raised = run(ready, tmp_path, "raise")
    assert raised.code == 1
    assert "ZeroDivisionError" in raised.complaint
    here = run(ready, tmp_path, "environment").out.decode().split()
    assert here == [str(tmp_path)] * 3
    assert ready._standing


def test_nobody_sees_who_was_there_before(ready: Confined, tmp_path: Path) -> None:
    said = [run(ready, tmp_path, "note", f"client {n}").out for n in range(3)]
    assert said == [b"", b"", b""]


def test_two_at_once_do_not_see_each_other(ready: Confined, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    (one / "secret").write_text("of one client")

    async def both():
        sleeping = asyncio.ensure_future(ready.run(str(one), ("sleep",), 600))
        await asyncio.to_thread(number_in, one)
        read = await ready.run(str(other), ("read", str(one / "secret")), 60)
        held = await ready.run(str(other), ("descriptors",), 60)
        still = not sleeping.done()
        sleeping.cancel()
        await asyncio.gather(sleeping, return_exceptions=True)
        return read, held, still

    read, held, still = asyncio.run(both())
    assert read.out == b""
    assert "PermissionError" in read.complaint
    assert held.out == b"[0, 1, 2]\n"
    assert still


@pytest.mark.parametrize("deed", ["sleep", "write", "spin"])
def test_at_the_deadline_nothing_is_left(ready: Confined, tmp_path: Path, deed: str) -> None:
    assert ready._standing
    before = ready._standing.process.pid
    with pytest.raises(TimeoutError):
        run(ready, tmp_path, deed, seconds=0.5)
    assert not Path(f"/proc/{before}/task/{before}/children").read_text().split()
    for file in tmp_path.iterdir():
        file.unlink()
    assert run(ready, tmp_path, "note").code == 0
    assert ready._standing.process.pid == before  # the one that stands ready is none the worse
    assert not list(tmp_path.iterdir())


def test_when_nobody_waits_any_more_it_ends(ready: Confined, tmp_path: Path) -> None:
    async def leave() -> int:
        task = asyncio.ensure_future(ready.run(str(tmp_path), ("sleep",), 600))
        number = await asyncio.to_thread(number_in, tmp_path)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return number

    assert not runs(asyncio.run(leave()))


def test_a_client_that_goes_away_ends_its_check(ready: Confined, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    app = FastAPI()
    app.include_router(checking_router(Settings(), ready))
    body = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.ttl"\r\n\r\n#\r\n--x--\r\n'
    headers = [(b"content-type", b"multipart/form-data; boundary=x")]
    scope = {"type": "http", "method": "POST", "path": "/api/check", "query_string": b"", "headers": headers}
    told: list[dict[str, object]] = []

    async def come_and_go() -> int:
        inbox = [{"type": "http.request", "body": body}]
        leave = asyncio.Event()

        async def receive():
            if not inbox:
                await leave.wait()
            return inbox.pop() if inbox else {"type": "http.disconnect"}

        async def send(message):
            told.append(message)

        asked = asyncio.ensure_future(app(scope, receive, send))
        await asyncio.to_thread(wait_for, lambda: list(tmp_path.iterdir()))
        number = await asyncio.to_thread(lambda: number_in(next(tmp_path.iterdir())))
        leave.set()
        await asked
        return number

    assert not runs(asyncio.run(come_and_go()))
    assert told[0]["status"] == 499
    assert not list(tmp_path.iterdir())


def test_the_page_of_the_check_has_it_made_ready(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads())
    app = create_app(Settings(data_dir=tmp_path))
    confined = app.state.checks.__self__
    with TestClient(app) as client:
        assert confined._standing is None  # nothing in memory for what nobody asks
        assert client.get("/check").status_code == 200
        assert runs(confined._standing.process.pid)
        number = confined._standing.process.pid
    assert not runs(number)


def test_memory_has_an_end(ready: Confined, tmp_path: Path) -> None:
    ended = run(ready, tmp_path, "eat")
    assert ended.code
    assert ended.code < 0 or "MemoryError" in ended.complaint
    assert run(ready, tmp_path, "note").code == 0


def test_one_that_stands_ready_and_dies_is_replaced(ready: Confined, tmp_path: Path) -> None:
    assert ready._standing
    first = ready._standing.process
    first.kill()
    first.wait()
    assert run(ready, tmp_path, "exit", "3").code == 3  # fresh, meanwhile
    wait_for(ready.prepare)
    assert ready._standing.process.pid != first.pid
    assert run(ready, tmp_path, "exit", "4").code == 4


def test_it_dies_in_the_middle_and_the_work_begins_again(ready: Confined, tmp_path: Path) -> None:
    async def strike() -> int:
        task = asyncio.ensure_future(ready.run(str(tmp_path), ("sleep",), 600))
        first = await asyncio.to_thread(number_in, tmp_path)
        assert ready._standing
        (tmp_path / "number").unlink()
        ready._standing.process.kill()
        second = await asyncio.to_thread(number_in, tmp_path)
        assert second != first
        wait_for(lambda: not runs(first))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return second

    assert not runs(asyncio.run(strike()))


def test_one_that_cannot_stand_is_not_tried_again_and_again(tmp_path: Path, caplog) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        f"import runpy, sys\nif sys.argv[1] == 'stand': sys.exit(1)\nrunpy.run_path({DEEDS!r}, None, '__main__')"
    )
    confined = Confined(1 << 30, (str(broken),))
    confined.prepare()
    assert confined._standing
    confined._standing.process.wait()
    for code in (2, 3):
        assert run(confined, tmp_path, "exit", str(code)).code == code
        assert confined._standing is None
    assert caplog.text.count("no process can stand ready") == 1


_SERVICE = f"""
import asyncio, sys, time
from ecograph.api.confined import Confined, environment
confined = Confined(1 << 30, ({DEEDS!r},))
while not confined.prepare(): time.sleep(0.01)
print(confined._standing.process.pid, flush=True)
asyncio.run(confined.run(sys.argv[1], ("sleep",), 600))
"""


def test_all_end_with_the_service(tmp_path: Path) -> None:
    service = subprocess.Popen([sys.executable, "-c", _SERVICE, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    with service:
        assert service.stdout
        standing = int(service.stdout.readline())
        child = number_in(tmp_path)
        service.kill()
    wait_for(lambda: not runs(standing))
    wait_for(lambda: not runs(child))


def test_without_work_it_gives_its_memory_back(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("ecograph.api.confined._IDLE", 0.1)
    confined = Confined(1 << 30, (DEEDS,))
    wait_for(confined.prepare)
    assert confined._standing
    assert confined._standing.process.wait(60) == 0
    assert run(confined, tmp_path, "exit", "3").code == 3
    confined.close()


@pytest.mark.parametrize("way", ["ready", "fresh"])
@pytest.mark.parametrize(
    "deed",
    ["connect", "program", "native socket", "native signal", "native look", "read /etc/passwd", f"read {DEEDS}"],
)
def test_what_it_has_given_up(ready: Confined, tmp_path: Path, way: str, deed: str) -> None:
    name, _, path = deed.rpartition(" /") if " /" in deed else (deed, "", "")
    confined = ready if way == "ready" else Confined(1 << 30, (DEEDS,), stands=False)
    ended = run(confined, tmp_path, *((name, f"/{path}") if path else (name,)))
    assert ended.code == 1
    assert "PermissionError" in ended.complaint
    assert ready._standing
    assert runs(ready._standing.process.pid)


def test_what_stands_ready_for_checks_has_one_thread() -> None:
    rehearse = "from ecograph.cli.confined import rehearsal; import sys; print(len(list(rehearsal())))\n"
    count = "print([line for line in open('/proc/self/status') if line.startswith('Threads')])"
    command = [sys.executable, "-c", rehearse + count]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True)
    assert done.stdout.endswith("5\n['Threads:\\t1\\n']\n")


def test_what_is_done_meanwhile_ends_with_it(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    confined = Confined(MEMORY)
    wait_for(confined.prepare)
    assert run(confined, tmp_path, "template", "empty.xlsx").code == 0  # between two steps
    confined.close()
    assert [file.name for file in tmp_path.iterdir()] == ["empty.xlsx"]
