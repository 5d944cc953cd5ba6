"""Commands of ours on what strangers hand in, each in a confined process of its own that ends when nobody waits for it.

The law of this file: the web process only carries bytes. Where the system can, the process is forked from one that
stands ready (``engine/standing``); that one is started at the first command, is replaced when it has died, and ends
after a quarter of an hour without work. Everywhere else, and until it is ready, a fresh process does the same.
docs/decisions/0087-checks-that-are-forked.md.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ecograph.engine.standing import ENDED, READY, can_stand, order

#: What is started as a program; the layers above are not imported here.
_PROGRAM = "ecograph.cli.confined"
#: Seconds without work after which the process that stands ready gives its memory back.
_IDLE = 900
#: Seconds in which a process that is killed is gone.
_GONE = 10.0
#: Bytes that a command may print where its caller says nothing else, and bytes of its complaint that are kept.
_PRINTED, _COMPLAINED = 32 << 20, 64 << 10
_log = logging.getLogger("ecograph.api")


class PrintedTooMuch(Exception):
    """A command made more than it may."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended: its exit code, or minus the signal; what it printed, and what it complained of."""

    code: int
    out: bytes
    complaint: str


class Confined:
    """Runs commands, forked from a process that stands ready or fresh.

    Args:
        memory: Bytes of address space that each may use.
        program: The module that is started.
        stands: Whether one may stand ready, where the system can do that.
    """

    def __init__(self, memory: int, program: Sequence[str] = ("-P", "-m", _PROGRAM), *, stands: bool = True) -> None:
        self._memory = memory
        self._program = (sys.executable, *program)
        self._standing: _Standing | None = None
        self._can_stand = stands and can_stand()
        self._lock = threading.Lock()  # a page may prepare from a thread of its own

    def prepare(self) -> bool:
        """Start the process that stands ready, where there is none; return whether it is ready by now."""
        return self._ready() is not None

    def _ready(self) -> _Standing | None:
        """Return the process that stands ready; start it where there is none, and return None until it is ready."""
        with self._lock:
            return self._found() if self._can_stand else None

    def _found(self) -> _Standing | None:
        if self._standing is not None and self._standing.gone:
            died = not self._standing.was_ready
            self.close()
            if died:
                self._can_stand = False
                _log.warning("no process can stand ready for checks: each starts one of its own")
                return None
        if self._standing is None:
            self._standing = _Standing(self._program)
        return self._standing if self._standing.ready else None

    async def run(self, folder: str, arguments: Sequence[str], seconds: float, limit: int = _PRINTED) -> Ended:
        """Run a command of ours in a folder.

        Args:
            folder: Where the upload is; it may open no other, and writes nothing elsewhere.
            arguments: Of ``ecograph``.
            seconds: When it is ended; of processor time it may use as many.
            limit: Bytes that it may print.

        Raises:
            TimeoutError: the deadline; nothing of it is left.
            PrintedTooMuch: beyond the limit; nothing of it was read.
        """
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as complaint:
            files = (out.fileno(), complaint.fileno())
            standing = self._ready()
            code = None
            if standing is not None:
                code = await standing.run(order(folder, arguments, self._memory, int(seconds) + 1), files, seconds)
            if code is None:  # it died, or is not there: a command changes nothing, so it may begin again
                for file in files:
                    os.ftruncate(file, 0)
                    os.lseek(file, 0, os.SEEK_SET)
                code = await self._fresh(folder, arguments, files, seconds)
            printed = await asyncio.to_thread(_whole, out, limit)
            complained = await asyncio.to_thread(_end_of, complaint)
            return Ended(code, printed, complained.decode("utf-8", "replace"))

    async def _fresh(self, folder: str, arguments: Sequence[str], files: tuple[int, int], seconds: float) -> int:
        # -P: the folder holds the upload, so nothing is imported from it, whatever the upload is called.
        process = await asyncio.create_subprocess_exec(
            *self._program,
            *("once", folder, str(self._memory), str(int(seconds) + 1), *arguments),
            cwd=folder,
            env=environment(),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=files[0],
            stderr=files[1],
        )
        try:
            return await asyncio.wait_for(process.wait(), seconds)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def close(self) -> None:
        """End the process that stands ready, and with it what it has forked."""
        standing, self._standing = self._standing, None
        if standing is not None:
            standing.close()


def _whole(file: BinaryIO, limit: int) -> bytes:
    """Return what a file holds, unless that is more than the limit in bytes."""
    if os.fstat(file.fileno()).st_size > limit:
        raise PrintedTooMuch
    file.seek(0)
    return file.read()


def whole(path: Path, limit: int) -> bytes:
    """Return what a command wrote into a file; nothing where it wrote none.

    Raises:
        PrintedTooMuch: beyond the limit in bytes; nothing of it was read.
    """
    try:
        with path.open("rb") as file:
            return _whole(file, limit)
    except FileNotFoundError:
        return b""


def _end_of(file: BinaryIO) -> bytes:
    file.seek(-min(_COMPLAINED, os.fstat(file.fileno()).st_size), os.SEEK_END)
    return file.read()


def environment() -> dict[str, str]:
    """Return the environment of a process that works on uploads: of the service's own, only where programs are."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "COLUMNS": "100",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # openpyxl imports numpy where it is there; a process that forks has one thread
    }


class _Standing:
    """The process that stands ready, as the service sees it."""

    def __init__(self, program: Sequence[str]) -> None:
        self._link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._link.setblocking(False)
        self.was_ready = False
        folder = tempfile.TemporaryDirectory(prefix="ecograph-standing-")  # goes with it, also when it is killed
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                [*program, "stand", str(theirs.fileno()), str(_IDLE)],
                pass_fds=(theirs.fileno(),),
                env=environment() | {"TMPDIR": folder.name},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        #: Ends it, and with it its children; so does the end of this object.
        self.close = weakref.finalize(self, _end, self._link, self.process, folder)

    @property
    def gone(self) -> bool:
        """Whether it has ended."""
        return self.process.poll() is not None

    @property
    def ready(self) -> bool:
        """Whether it takes orders."""
        if not self.was_ready:
            with contextlib.suppress(OSError):
                self.was_ready = self._link.recv(len(READY)) == READY
        return self.was_ready

    async def run(self, asked: bytes, files: tuple[int, int], seconds: float) -> int | None:
        """Have a child do a piece of work; return how it ended, or None where it has no end: this process died.

        Raises:
            TimeoutError: the deadline; the child is gone.
        """
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                try:
                    socket.send_fds(self._link, [asked], [theirs.fileno(), *files])
                except OSError:
                    return None
            ours.setblocking(False)
            told = b""
            try:
                told = await asyncio.wait_for(_told(ours), seconds)
            finally:
                if not told:
                    await self._stop(ours)
        return ENDED.unpack(told)[0] if len(told) == ENDED.size else None

    async def _stop(self, ours: socket.socket) -> None:
        """End a child and wait until it is gone; with all others where that cannot be had."""
        with contextlib.suppress(OSError):
            ours.shutdown(socket.SHUT_WR)
        try:
            await asyncio.wait_for(_told(ours), _GONE)
        except TimeoutError:
            self.close()


def _end(link: socket.socket, process: subprocess.Popen[bytes], folder: tempfile.TemporaryDirectory[str]) -> None:
    link.close()
    process.kill()
    process.wait()
    folder.cleanup()


async def _told(link: socket.socket) -> bytes:
    """Return what is told at the end of a child; nothing where what stands ready has died."""
    try:
        return await asyncio.get_running_loop().sock_recv(link, ENDED.size)
    except OSError:
        return b""
