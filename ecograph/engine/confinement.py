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
from collections.abc import Sequence
from typing import Any


def give_up(config: dict[str, Any]) -> None:
    """Give up what a process that evaluates the text of others does not need."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    _watch_files(tuple(config["folders"]))
    _close_network()


#: The largest file that may be written, in bytes: an upload is unpacked to a quarter of a gigabyte at most.
_FILE_BYTES = 512 << 20


def give_up_all_but(folders: Sequence[str], memory: int, seconds: int) -> None:
    """Give up, for good, all that work on one file of a stranger does not need: it cannot reach another process either.

    Args:
        folders: Where files may be opened, beside Python's own.
        memory: Bytes of address space, all in all.
        seconds: Of processor time.
    """
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, _FILE_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    _watch_files(tuple(folders))
    _close_network(others=True)


def end_with(parent: int) -> None:
    """Have the kernel end this process when its parent ends (Linux), also in the middle of native code.

    Args:
        parent: The process that started this one; when it is gone already, so is this one.
    """
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != parent:
        os._exit(1)


def hide_memory() -> None:
    """Close the memory of this process, and of those that it forks, to others of the same user (Linux)."""
    ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)  # PR_SET_DUMPABLE


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
    """Refuse, in Python code, every file outside some folders, every socket and every program."""
    roots = (*folders, sys.prefix, sys.base_prefix)
    allowed = (*(os.path.realpath(root) + os.sep for root in roots), f"/proc/{os.getpid()}/statm")
    refused = ("socket.connect", "socket.bind", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.system")

    def hook(event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            path = args[0]
            if isinstance(path, (str, bytes)) and not (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(
                allowed
            ):
                raise PermissionError(f"this process opens no file outside its folders: {path!r}")
        elif event.startswith(refused):
            raise PermissionError(f"this process does not do {event}")

    sys.addaudithook(hook)


#: Numbers of the system calls socket, connect, execve, execveat, io_uring_setup.
_CALLS: dict[str, tuple[int, tuple[int, ...]]] = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}
#: kill, tkill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_send_signal, ptrace, process_vm_readv, …_writev.
_OTHERS = {
    "x86_64": (62, 200, 234, 129, 297, 424, 101, 310, 311),
    "aarch64": (129, 130, 131, 138, 240, 424, 117, 270, 271),
}


def _close_network(*, others: bool = False) -> bool:
    """Make the kernel refuse sockets and programs to native code too (seccomp); return whether it will.

    Args:
        others: Refuse signals to other processes, and looks into them, too. (A process that aborts sends one to itself,
            and ends by another signal then: who tells that apart does not ask for this.)
    """
    if sys.platform != "linux" or platform.machine() not in _CALLS:
        return False
    architecture, own = _CALLS[platform.machine()]
    calls = (*own, *_OTHERS[platform.machine()]) if others else own
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
