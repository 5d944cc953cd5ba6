"""A write is judged before it is done: on a mirror of the store, in a process of its own, by what it changes.

The law of this file: the mirror holds what the live store holds; a write is done in it first, and only the focus nodes
that its triples reach are judged again. A write answers for what it adds to what is wrong, not for what was wrong
before. Whatever makes the mirror doubtful (a write that only one of the two could do, a function whose value differs
each time) has it read anew. The process is confined as a worker is, may be killed at any moment and ends with its
parent. docs/decisions/0079-writes-that-are-judged.md.
"""

from __future__ import annotations

import json
import resource
import socket
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from ecograph.engine import worker
from ecograph.engine.changes import Effect, effect
from ecograph.engine.workers import FrameReader, deadline_reached, frame
from ecograph.errors import StoreError
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.engine.validation.live import Live
    from ecograph.engine.validation.report import Result

#: Seconds within which all data must be judged once, at the start.
_OPENING = 1800.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a write adds to what is wrong.

    Attributes:
        findings: One record for each validation result, as a problem document shows it.
        report: The same as a SHACL validation report, in N-Triples.
        certain: Whether the mirror will hold what the live store holds once the write is done.
    """

    findings: tuple[dict[str, Any], ...]
    report: str
    certain: bool

    @property
    def rejects(self) -> bool:
        """Return whether there is a violation among the results."""
        return any(found["severity"] == "Violation" for found in self.findings)


class Judge:
    """The process that judges, as its parent sees it; every method blocks.

    Args:
        data_dir: The folder of the store.
        seconds: The deadline of one judgement.
        megabytes: What judging one write may use beyond the mirror.
    """

    def __init__(self, data_dir: Path, seconds: float, megabytes: int) -> None:
        self.data_dir, self.seconds, self.megabytes = data_dir, seconds, megabytes
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: socket.socket | None = None
        self._reader = FrameReader()
        self._ended = False

    def open(self, path: Path) -> None:
        """Read a sealed store and judge all of it, once.

        Raises:
            StoreError: the process ended.
        """
        self.close()
        self._start()
        self._ask({"open": str(path)}, _OPENING)

    def verdict(self, write: dict[str, Any]) -> Verdict | None:
        """Return what a write would add; None where it cannot be done. It stands in the mirror until `undo`.

        Raises:
            DeadlineReached: judging took too long.
            StoreError: the process ended.
        """
        answer = self._ask({"write": write}, self.seconds)
        return Verdict(tuple(answer["findings"]), answer["report"], answer["certain"]) if "findings" in answer else None

    def undo(self) -> None:
        """Take the last write back from the mirror."""
        self._ask({"undo": True}, self.seconds)

    def end(self) -> None:
        """End the process for good, whatever it is doing; to be called from any thread, `close` afterwards."""
        self._ended = True
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process and let go of it."""
        process, self._process = self._process, None
        if self._socket is not None:
            self._socket.close()
            self._socket = None
        if process is not None:
            process.kill()
            process.wait()

    def _start(self) -> None:
        if self._ended:
            raise _ended()
        self._socket, theirs = socket.socketpair()
        self._reader = FrameReader()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  # our own module, no shell
                [sys.executable, "-P", "-m", __name__, str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        package = Path(__file__).parents[2]
        folders = [str(self.data_dir.resolve()), str(package)]
        config = {"folders": folders, "megabytes": self.megabytes}
        self._socket.sendall(frame(b"C", json.dumps(config).encode()))

    def _ask(self, question: dict[str, Any], seconds: float) -> dict[str, Any]:
        if self._socket is None:
            raise _ended()
        try:
            self._socket.settimeout(seconds)
            self._socket.sendall(frame(b"J", json.dumps(question).encode()))
            while piece := self._socket.recv(1 << 20):
                for _, content in self._reader.feed(piece):
                    answer: dict[str, Any] = json.loads(content)
                    return answer
        except TimeoutError as error:
            self.close()
            raise deadline_reached(seconds) from error
        except OSError:
            pass
        self.close()
        raise _ended()


def _ended() -> StoreError:
    return StoreError(
        Text(
            nl="Het proces dat wijzigingen beoordeelt, is beëindigd; er is niets gewijzigd.",
            en="The process that judges writes ended; nothing was written.",
        ),
        remedy=Text(nl="Probeer het nog eens.", en="Try again."),
    )


class Mirror:
    """What the live store holds, in memory, and what is wrong in it.

    Args:
        path: A sealed store, which is only read.
        live: What judges; it begins with the triples of the store and those of ``shared``.
        shared: Triples that always hold (the ontology, the vocabularies).
    """

    def __init__(self, quads: Iterable[ox.Quad], shapes: Any, shared: Iterable[ox.Triple]) -> None:  # noqa: ANN401  # `Shapes`
        from ecograph.engine.validation.live import Live

        self.store = ox.Store()
        self.store.bulk_extend(quads)
        self.shared = frozenset(shared)
        triples = dict.fromkeys(quad.triple for quad in self.store)
        self.live: Live = Live(shapes, tuple(dict.fromkeys((*self.shared, *triples))))
        self._last: Effect | None = None

    def write(self, write: dict[str, Any]) -> tuple[Result, ...] | None:
        """Do a write; return what it adds to what is wrong, or None where it cannot be done."""
        self._last = effect(self.store, write)
        return None if self._last is None else self._follow(self._last)

    def undo(self) -> None:
        """Take the last write back."""
        last, self._last = self._last, None
        if last is not None:
            last.take_back(self.store)
            self._follow(Effect(last.removed, last.added, (), ()))

    def _follow(self, done: Effect) -> tuple[Result, ...]:
        """Have what a change of the store reaches judged again; a triple is gone when no graph has it any more."""
        gone = {quad.triple for quad in done.removed} - self.shared
        gone = {
            t for t in gone if next(self.store.quads_for_pattern(t.subject, t.predicate, t.object, None), None) is None
        }
        return self.live.change(add=[quad.triple for quad in done.added], remove=gone).appeared


def main() -> None:
    """Judge one write after another until the parent is gone."""
    from ecograph.engine import knowledge
    from ecograph.engine.validation import compile_shapes

    link = socket.socket(fileno=int(sys.argv[1]))
    inbox = worker.Inbox(link)
    config = json.loads((inbox.receive() or (b"C", b"{}"))[1])
    worker.end_with_parent(link)
    known = knowledge.load()
    shapes = compile_shapes(known.structure)
    mirror = Mirror((), shapes, ())  # what is imported where it is used is imported now
    worker.give_up(config)
    while (message := inbox.receive()) is not None:
        asked = json.loads(message[1])
        answer: dict[str, Any] = {}
        if "open" in asked:
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            mirror = Mirror(ox.Store.read_only(asked["open"]), shapes, known.shared)
            worker.limit_memory(config["megabytes"])
        elif "undo" in asked:
            mirror.undo()
        else:
            results = mirror.write(asked["write"])
            if results is not None:
                answer = _answer(results, asked["write"])
        link.sendall(frame(b"V", json.dumps(answer).encode()))


def _answer(results: tuple[Result, ...], write: dict[str, Any]) -> dict[str, Any]:
    from ecograph.engine.changes import repeatable
    from ecograph.engine.validation.rdf import triples
    from ecograph.engine.validation.report import Report

    violations = any(result.severity.endswith("#Violation") for result in results)
    report = triples(Report(not violations, results[:1000], "ecograph-shacl 1, incremental")) if results else ()
    return {
        "findings": [_record(result) for result in results],
        "report": (ox.serialize(report, format=ox.RdfFormat.N_TRIPLES) or b"").decode(),
        "certain": repeatable(write),
    }


def _record(result: Result) -> dict[str, Any]:
    """Return a result as a problem document shows it; blank nodes have no name that lasts."""

    def name(term: object) -> str:
        return "_:" if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))

    found: dict[str, Any] = {
        "focus": name(result.focus),
        "severity": result.severity.rpartition("#")[2],
        "component": result.component.rpartition("#")[2],
        "shape": result.root_shape,
        "message": dict(result.messages),
    }
    if result.path:
        found["path"] = result.path
    if result.value is not None:
        found["value"] = name(result.value)
    return found


if __name__ == "__main__":
    main()
