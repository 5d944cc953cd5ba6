"""Every command of the README runs, as it stands there.

The two set-up commands are special: the first is run in a fresh clone, in an environment of its own; the second is the
test run itself, which ``.ci/run`` takes from the README word for word.
"""

import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, flags=re.DOTALL)
    for line in block.splitlines()
    if line.strip() and not line.startswith("#")
]
SETUP = [c for c in COMMANDS if c.startswith("python3 -m venv")]
SERVERS = [c for c in COMMANDS if c.startswith("ecograph serve")]
CLIENTS = [c for c in COMMANDS if "http://127.0.0.1:8000" in c]
PLAIN = [c for c in COMMANDS if c not in [*SETUP, *SERVERS, *CLIENTS]]


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen, seconds: float = 90) -> bytes:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return answer.read()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{url} did not answer")


@pytest.fixture(scope="module")
def environment(tmp_path_factory) -> dict[str, str]:
    """`ecograph` means the one of this environment; the store is one of the test's own."""
    return os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "ECOGRAPH_DATA_DIR": str(tmp_path_factory.mktemp("store")),
        "LC_ALL": "C.UTF-8",
    }


def test_the_readme_has_the_commands_that_this_file_knows():
    assert len(SETUP) == 2
    assert SETUP[1].endswith("pytest")
    assert len(SERVERS) == 1
    assert len(CLIENTS) >= 1
    assert len(PLAIN) >= 5


@pytest.mark.timeout(300)
def test_the_commands_in_their_order(environment, tmp_path):
    for command in PLAIN:
        done = subprocess.run(
            ["bash", "-c", command.replace("build/", f"{tmp_path}/")],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert done.stdout or done.stderr or command.startswith("printf"), command


@pytest.fixture(scope="module")
def server(environment):
    port = free_port()
    command = SERVERS[0].replace("8000", str(port))
    process = subprocess.Popen(
        shlex.split(command), cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield port
    finally:
        process.send_signal(2)
        process.communicate(timeout=20)


@pytest.mark.parametrize("command", CLIENTS)
def test_a_client(command, server, environment):
    done = subprocess.run(
        ["bash", "-c", command.replace(":8000", f":{server}")],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "application/problem" not in done.stdout
    assert done.stdout.count("\n") > 1


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.skipif(not os.environ.get("CI"), reason="sets up a fresh clone from the package registry; runs in CI")
def test_the_first_command_in_a_fresh_clone(tmp_path):
    subprocess.run(["git", "clone", "-q", str(ROOT), str(tmp_path / "clone")], check=True)
    port = free_port()
    outside = {k: v for k, v in os.environ.items() if not k.startswith(("VIRTUAL_ENV", "UV_", "ECOGRAPH_", "PYTEST"))}
    outside |= {"ECOGRAPH_DATA_DIR": str(tmp_path / "store"), "ECOGRAPH_PORT": str(port), "BROWSER": "true"}
    process = subprocess.Popen(
        ["bash", "-c", f"exec bash -c {shlex.quote(SETUP[0])}"],
        cwd=tmp_path / "clone",
        env=outside,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        page = wait_for(f"http://127.0.0.1:{port}/ecosystem/emmen-chemistry", process, seconds=300)
        assert b"P04" in page
    finally:
        os.killpg(process.pid, 15)
        process.communicate(timeout=30)
