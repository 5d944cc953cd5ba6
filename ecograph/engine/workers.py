"""Processes that evaluate queries, as their parent sees them.

The law of this file: a worker is a socket and a process number. It is asked one thing at a time, it may be killed at
any moment, and nothing that it does can take its parent down. It dies with its parent.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecograph.engine.blocks import HEADER, KINDS, WHOLE, frame
from ecograph.engine.store import Accepts
from ecograph.engine.syntax import explain
from ecograph.engine.worker import QUESTION
from ecograph.errors import (
    AnswerTooLarge,
    DeadlineReached,
    EcoGraphError,
    LimitReached,
    MemoryReached,
    NotAcceptable,
    StoreError,
    UnknownName,
)
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_SCRIPTS = {name: Path(__file__).with_name(f"{name}.py") for name in ("worker", "writer")}
Frame = tuple[bytes, bytes]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may use: seconds, megabytes beyond the open store, rows and bytes of the answer."""

    seconds: float = 30.0
    megabytes: int = 2048
    rows: int = 1_000_000
    bytes: int = 4 << 30


@dataclass(frozen=True, slots=True)
class Question:
    """What a worker is asked.

    Attributes:
        options: Everything but the text, as the worker reads it (JSON).
        text: The query that is evaluated.
        written: The query as the user wrote it.
        accepts: The media type per kind of answer, as in ``options``.
    """

    options: bytes
    text: str
    written: str
    accepts: Accepts

    def frame(self) -> bytes:
        """Return the frame that asks it."""
        text = self.text.encode("utf-8", "surrogatepass")
        written = b"" if self.written is self.text else self.written.encode("utf-8", "surrogatepass")
        return frame(b"Q", QUESTION.pack(len(self.options), len(text)) + self.options + text + written)


class FrameReader:
    """Puts frames together from the pieces in which they arrive."""

    __slots__ = ("_buffer",)

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, piece: bytes) -> Iterator[Frame]:
        """Yield every frame that is complete now."""
        buffer = self._buffer
        buffer += piece
        at = 0
        try:
            while len(buffer) - at >= 5:
                kind, size = HEADER.unpack_from(buffer, at)
                if len(buffer) - at - 5 < size:
                    break
                at += 5 + size  # before the yield: the caller may not come back
                yield kind, bytes(buffer[at - size : at])
        finally:
            del buffer[:at]


class Worker:
    """One process; started at once, ready when it answers."""

    def __init__(self, data_dir: Path, limits: Limits, *, writes: Path | None = None) -> None:
        script = _SCRIPTS["writer" if writes else "worker"]
        self.socket, theirs = socket.socketpair()
        try:
            self.process = subprocess.Popen(  # noqa: S603  # our own script, no shell
                [sys.executable, "-P", "-s", str(script), str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
            )
        except OSError as error:
            self.socket.close()
            raise StoreError(f"No process can be started to evaluate queries: {error}.") from error
        finally:
            theirs.close()
        config = {
            "prefixes": PREFIXES,
            "megabytes": limits.megabytes,
            "folders": [str(data_dir.resolve())],
            "path": str(writes),
        }
        self.socket.sendall(frame(b"C", json.dumps(config).encode()))

    def kill(self) -> None:
        """End the process at once; the socket reports it to whoever reads."""
        if self.process.poll() is None:
            self.process.kill()

    def close(self) -> None:
        """End the process and wait until it is gone."""
        self.kill()
        self.socket.close()
        self.process.wait()

    def ask(self, question: Question, seconds: float) -> Iterator[Frame]:
        """Send a query and yield head, data and end of the answer, blocking; kill the process at the deadline.

        Raises:
            DeadlineReached: after ``seconds``.
            MemoryReached: the process died.
            EcoGraphError: what the worker reports.
        """
        deadline = time.monotonic() + seconds
        reader = FrameReader()
        self.socket.sendall(question.frame())
        while True:
            self.socket.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                piece = self.socket.recv(1 << 20)
            except TimeoutError as error:
                self.kill()
                raise deadline_reached(seconds) from error
            except ConnectionError:
                piece = b""
            if not piece:
                raise died(self.process.wait())
            for kind, content in reader.feed(piece):
                if kind == b"X":
                    raise problem(json.loads(content), question.written)
                if kind == b"A":
                    yield from _in_three(content, question.accepts)
                    return
                yield kind, content
                if kind == b"E":
                    return


def whole(content: bytes, accepts: Accepts) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    """Return head, bytes and end of an answer that came in one frame."""
    letter, truncated, rows = WHOLE.unpack_from(content)
    kind = KINDS[letter]
    head = {"kind": kind, "media_type": getattr(accepts, kind)}
    return head, content[WHOLE.size :], {"rows": rows, "truncated": truncated}


def _in_three(content: bytes, accepts: Accepts) -> Iterator[Frame]:
    head, body, end = whole(content, accepts)
    yield b"H", json.dumps(head).encode()
    yield b"D", body
    yield b"E", json.dumps(end).encode()


def deadline_reached(seconds: float) -> DeadlineReached:
    """Return the exception for a query that ran too long."""
    return DeadlineReached(
        Text(
            nl=f"De vraag is na {seconds:g} seconden gestopt.", en=f"The query was stopped after {seconds:g} seconds."
        ),
        remedy=Text(
            nl="Vraag minder: noem een graaf of een ecosysteem, zet er LIMIT bij, of gebruik MINUS voor NOT EXISTS.",
            en="Ask for less: name a graph or an ecosystem, add a LIMIT, or replace NOT EXISTS by MINUS.",
        ),
    )


def died(status: int) -> EcoGraphError:
    """Return the exception for a worker that died by itself."""
    if status in {-signal.SIGSEGV, -signal.SIGBUS, -signal.SIGILL}:
        return MemoryReached(
            Text(
                nl="De vraag is voor de engine te diep genest.",
                en="The engine could not hold the nesting of this query.",
            ),
            remedy=Text(
                nl="Verkort de ketens van operatoren en paden.", en="Shorten its chains of operators and paths."
            ),
        )
    if status == -signal.SIGABRT:
        return MemoryReached(
            Text(
                nl="De vraag had meer geheugen nodig dan één vraag mag gebruiken.",
                en="The query needed more memory than one query may use.",
            ),
            remedy=Text(
                nl="Vraag minder: een grote ORDER BY, DISTINCT of GROUP BY staat in het geheugen.",
                en="Ask for less: a large ORDER BY, DISTINCT or GROUP BY is held in memory.",
            ),
        )
    return LimitReached(
        Text(
            nl="Het proces dat de vraag beantwoordde is beëindigd.",
            en="The process that evaluated the query was ended.",
        ),
        remedy=Text(nl="Vraag het nog eens.", en="Ask again."),
    )


def problem(report: dict[str, Any], text: str) -> EcoGraphError:
    """Return the exception for what a worker reports."""
    match report["code"]:
        case "query-syntax":
            return explain(text, report["message"])
        case "not-acceptable":
            return NotAcceptable(f"An answer of kind {report['message']} has no format that the request accepts.")
        case "no-graph":
            return UnknownName(Text(nl="graaf", en="graph"), report["message"], [])
        case "answer-too-large":
            return AnswerTooLarge(
                Text(nl="Het antwoord is te groot.", en="The answer is larger than one answer may be."),
                remedy=Text(
                    nl="Gebruik LIMIT en OFFSET, of neem met de parameter rows genoegen met een deel.",
                    en="Add LIMIT and OFFSET, or accept a cut answer with the parameter rows.",
                ),
            )
        case "memory":
            return died(-signal.SIGABRT)
        case _:
            return StoreError(f"The engine reports: {report['message']}.")
