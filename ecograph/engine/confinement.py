"""What a process that evaluates the text of others gives up before it reads the first of it.

The law of this file: like ``worker`` it stands alone (standard library only), and nothing that was given up comes back.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import select
import signal
import socket
import struct
import sys
import threading
from typing import Any


def give_up(config: dict[str, Any]) -> None:
    """Give up what a process that evaluates the text of others does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _watch_files(tuple(config["folders"]))
    _close_network()


def end_with_parent(link: socket.socket) -> None:
    """End this process as soon as the other side is gone, also in the middle of a query (it lets threads run)."""

    def watch() -> None:
        hang_up = select.poll()
        hang_up.register(link, select.POLLHUP | getattr(select, "POLLRDHUP", 0))
        hang_up.poll()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()


def limit_memory(megabytes: int) -> None:
    """Allow so much address space beyond what is in use now (an open store maps its files)."""
    with open("/proc/self/statm") as handle:  # noqa: PTH123  # nothing but the engine is imported here
        used = int(handle.read().split()[0]) * resource.getpagesize()
    limit = used + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))


def _watch_files(folders: tuple[str, ...]) -> None:
    """Refuse, in Python code, every file outside the stores, every socket and every program."""
    roots = (*folders, sys.prefix, sys.base_prefix)
    allowed = (*(os.path.realpath(root) + os.sep for root in roots), f"/proc/{os.getpid()}/statm")
    refused = ("socket.connect", "socket.bind", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path = args[0]
            if isinstance(path, (str, bytes)) and not os.path.realpath(os.fsdecode(path)).startswith(allowed):
                raise PermissionError(f"a worker opens no file outside its stores: {path!r}")
        elif event.startswith(refused):
            raise PermissionError(f"a worker does not do {event}")

    sys.addaudithook(hook)


#: Numbers of the system calls socket, connect and execve.
_CALLS = {"x86_64": (0xC000003E, (41, 42, 59)), "aarch64": (0xC00000B7, (198, 203, 221))}


def _close_network() -> bool:
    """Make the kernel refuse sockets and programs to native code too (seccomp); return whether it will."""
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, calls = _CALLS[platform.machine()]
    deny = 0x00050000 | 13  # SECCOMP_RET_ERRNO with EACCES
    code = [(0x20, 0, 0, 4), (0x15, 0, len(calls) + 2, architecture), (0x20, 0, 0, 0)]
    code += [(0x15, len(calls) - i, 0, number) for i, number in enumerate(calls)]
    code += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, deny)]
    program = b"".join(struct.pack("HBBI", *instruction) for instruction in code)
    buffer = ctypes.create_string_buffer(program)
    filters = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(38, 1, 0, 0, 0):  # PR_SET_NO_NEW_PRIVS
        return False
    return bool(libc.prctl(22, 2, ctypes.create_string_buffer(filters), 0, 0) == 0)  # PR_SET_SECCOMP, filter
