"""A process that stands ready: it has imported and compiled what some work needs, and forks one child for each order.

The law of this file: like ``worker`` it needs the standard library only. What stands ready has one thread and opens
nothing that a stranger handed in; it passes an order on to a child, which gives up everything else before it looks at
its folder, and tells how the child ended. Nothing comes back from a child but a number. Linux only: what it needs of
the kernel (descriptors by message, pidfd, a signal at the parent's end) is asked for in ``can_stand``.

An order is one datagram: JSON as in ``order``, with three descriptors: where to tell how it ended, the output, the
complaints. When the other end of the first is shut, the child is ended, and told of all the same.
"""

from __future__ import annotations

import contextlib
import gc
import json
import mimetypes
import os
import resource
import selectors
import signal
import socket
import struct
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ecograph.engine.confinement import end_with, give_up_all_but, hide_memory

#: How a piece of work ended: the exit code, or minus the signal.
ENDED = struct.Struct(">i")
#: What a process that stands ready says when it does.
READY = b"ready"
#: Seconds without an order before a step is done meanwhile.
_PAUSE = 0.05
#: Bytes of one order.
_MOST = 1 << 16
#: What is called in a child, with the arguments of the order; it may end by SystemExit.
Work = Callable[[Sequence[str]], object]


def can_stand() -> bool:
    """Return whether this system has what a process that stands ready needs."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return False
    try:
        os.close(os.pidfd_open(os.getpid()))
    except OSError:  # an old kernel, or a container that forbids it
        return False
    return True


def order(folder: str, arguments: Sequence[str], memory: int, seconds: int) -> bytes:
    """Return the text of an order.

    Args:
        folder: Where the work is done; with the code and its data, all that the child may open.
        arguments: Of the work.
        memory: Bytes of address space.
        seconds: Of processor time.
    """
    return json.dumps({"folder": folder, "arguments": arguments, "memory": memory, "seconds": seconds}).encode()


def stand(link: socket.socket, work: Work, folders: Sequence[str], idle: float, steps: Iterator[object]) -> None:
    """Fork a child for each order, until the other side is gone or nothing was to do for a while.

    Args:
        link: Where orders come from: a socket of whole messages (SOCK_SEQPACKET).
        work: What a child does.
        folders: What every child may read: the code and its data.
        idle: Seconds without work after which this process gives its memory back.
        steps: What it does for its children's sake while nobody asks, a step at a time.
    """
    for ending in (signal.SIGINT, signal.SIGTERM):  # these are for the service; this process ends with it
        signal.signal(ending, signal.SIG_IGN)
    hide_memory()
    _set_apart()
    left = True
    with selectors.DefaultSelector() as waiting:
        waiting.register(link, selectors.EVENT_READ)
        while True:
            running = len(waiting.get_map()) > 1
            ready = waiting.select(None if running else _PAUSE if left else idle)
            if not ready and not running:
                if not left:
                    return
                left = next(steps, steps) is not steps
                _set_apart()
            for key, _ in ready:
                if key.fileobj is link:
                    if not _take(link, work, folders, waiting):
                        return
                elif isinstance(key.data, _Child):
                    key.data.heard(key.fd, waiting)


def _set_apart() -> None:
    """Put what is alive aside: a child that collects does not write to what it shares with us."""
    gc.collect()
    gc.freeze()


def _take(link: socket.socket, work: Work, folders: Sequence[str], waiting: selectors.BaseSelector) -> bool:
    """Start the child of one order; return False when the other side is gone."""
    content, descriptors, _, _ = socket.recv_fds(link, _MOST, 3)
    if not content:
        return False
    tell, out, complaint = descriptors
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        os._exit(_alone(work, json.loads(content), folders, parent, out, complaint))
    for descriptor in (out, complaint):
        os.close(descriptor)
    _Child(child, socket.socket(fileno=tell)).watch(waiting)
    return True


class _Child:
    """One child, as what stands ready sees it."""

    def __init__(self, number: int, tell: socket.socket) -> None:
        self._number, self._tell = number, tell
        self._handle = os.pidfd_open(number)

    def watch(self, waiting: selectors.BaseSelector) -> None:
        """Hear of its end, and of that of whoever asked."""
        waiting.register(self._handle, selectors.EVENT_READ, self)
        waiting.register(self._tell, selectors.EVENT_READ, self)

    def heard(self, descriptor: int, waiting: selectors.BaseSelector) -> None:
        """End it where nobody waits for it any more; where it has ended, tell how."""
        if descriptor != self._handle:
            waiting.unregister(self._tell)
            os.kill(self._number, signal.SIGKILL)  # it is ours and not waited for yet: the number is its own
            return
        waiting.unregister(self._handle)
        os.close(self._handle)
        if self._tell in waiting.get_map():
            waiting.unregister(self._tell)
        _, status = os.waitpid(self._number, 0)
        with self._tell, contextlib.suppress(OSError):  # whoever asked is gone
            self._tell.sendall(ENDED.pack(os.waitstatus_to_exitcode(status)))


def _alone(work: Work, asked: dict[str, Any], folders: Sequence[str], parent: int, out: int, complaint: int) -> int:
    """Do one piece of work in this process, a child; return its exit code."""
    try:
        end_with(parent)
        os.dup2(out, 1)
        os.dup2(complaint, 2)
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])  # the children beside it, and the orders
        folder = asked["folder"]
        os.chdir(folder)
        settle_in(folder)
        give_up_all_but((folder, *folders), asked["memory"], asked["seconds"])
        return do(work, asked["arguments"])
    except BaseException:  # noqa: BLE001  # nothing gets out of a child
        traceback.print_exc()
        return 1
    finally:
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()


def settle_in(folder: str) -> None:
    """Have everything that is put aside put into a folder, which goes away with the work; need no file elsewhere."""
    os.environ |= {"ECOGRAPH_DATA_DIR": folder, "TMPDIR": folder}
    tempfile.tempdir = None
    mimetypes.init(())  # the types that Python knows, without the system's files


def do(work: Work, arguments: Sequence[str]) -> int:
    """Call what is to be done and return the exit code that it ends with."""
    try:
        work(arguments)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1 if end.code else 0
    return 0
