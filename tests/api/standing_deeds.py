"""What stands ready for ``test_confined``: like ``ecograph.cli.confined``, with work that misbehaves."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from ecograph.engine import standing
from ecograph.engine.confinement import give_up_all_but

SEEN: list[str] = []


def note(*words: str) -> None:
    """Say who was here in this process before."""
    print(*SEEN, end="", flush=True)
    SEEN.extend(words)


def sleep() -> None:
    Path("number").write_text(str(os.getpid()))
    time.sleep(600)


def write_for_ever() -> None:
    Path("number").write_text(str(os.getpid()))
    for n in range(10**9):
        Path(f"left-{n % 100}").write_text("x")


def eat() -> None:
    eaten = []
    while True:
        eaten.append(bytes(1 << 24))


def spin() -> None:
    while True:
        pass


def native(name: str, *arguments: int) -> None:
    """Call the C library, past everything that Python looks at."""
    libc = ctypes.CDLL(None, use_errno=True)
    if getattr(libc, name)(*arguments) < 0:
        raise PermissionError(ctypes.get_errno(), name)


def descriptors() -> None:
    """Say which descriptors are open."""
    found = []
    for n in range(256):
        with contextlib.suppress(OSError):
            os.fstat(n)
            found.append(n)
    print(found)


DEEDS = {
    "note": note,
    "sleep": sleep,
    "check": lambda *_: sleep(),
    "write": write_for_ever,
    "eat": eat,
    "spin": spin,
    "die": lambda: os._exit(7),
    "exit": lambda code: sys.exit(int(code)),
    "raise": lambda: 1 / 0,
    "environment": lambda: print(*(os.environ.get(n, "") for n in ("ECOGRAPH_DATA_DIR", "TMPDIR")), Path.cwd()),
    "read": lambda path: print(Path(path).read_text()),
    "descriptors": descriptors,
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "program": lambda: subprocess.run(["/bin/true"], check=True),
    "native socket": lambda: native("socket", 2, 1, 0),
    "native signal": lambda: native("kill", os.getppid(), signal.SIGKILL),
    "native look": lambda: native("ptrace", 16, os.getppid(), 0, 0),
}


def work(arguments) -> None:
    name, *rest = arguments
    DEEDS[name](*rest)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["stand", descriptor, seconds]:
            link = socket.socket(fileno=int(descriptor))
            link.send(standing.READY)
            standing.stand(link, work, (), float(seconds), iter(()))
        case ["once", folder, memory, seconds, *arguments]:
            standing.settle_in(folder)
            give_up_all_but((folder,), int(memory), int(seconds))
            work(arguments)
