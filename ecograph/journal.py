"""What was finished: an interrupted run goes on where it stopped, and an unchanged description is not done twice.

The law of this file: an entry is found by the content of everything that it depends on, so it can be missing, and
never wrong.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, parse

from ecograph import assets
from ecograph.describe import Problem
from ecograph.errors import Place
from ecograph.texts import Text

#: An entry that no run asked for in so many days is removed.
DAYS = 30


@dataclass(frozen=True, slots=True)
class Task:
    """What is done with one description, wherever it is done.

    Attributes:
        path: A file or a folder; a worker elsewhere must see it under the same name.
        extra: Files with a user's own preconditions.
        engine: ``auto`` or ``reference``.
        store: Whether everything is wanted for the store, or only what was found.
        decisions: The table of what people decided about links; empty: none.
    """

    path: str
    extra: tuple[str, ...] = ()
    engine: str = "auto"
    store: bool = False
    decisions: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one description.

    Attributes:
        path: Where it is.
        iri: Its name; empty where it could not be read.
        title: Its name in words, by language.
        as_of: Its date.
        levels: How many preconditions have which level.
        problems: What is wrong; the first of them where there are many.
        more: How many problems there are beyond those.
        conforms: Whether it is well formed.
        seconds: What it took.
        unread: Whether it could not be read at all.
        died: Whether the process that worked on it died.
        resumed: Whether it was finished by an earlier run.
    """

    path: str
    iri: str = ""
    title: dict[str, str] = field(default_factory=dict)
    as_of: str = ""
    levels: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    more: int = 0
    conforms: bool = False
    seconds: float = 0.0
    unread: bool = False
    died: bool = False
    resumed: bool = False

    @staticmethod
    def failed(path: str, problem: Problem) -> Outcome:
        """Return the outcome of a description that could not be read."""
        return Outcome(path, problems=(problem,), unread=True)

    @property
    def count(self) -> int:
        """Return how many problems there are."""
        return len(self.problems) + self.more


class Journal:
    """A folder with what was finished.

    Args:
        folder: Where; made when missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._knowledge: dict[tuple[str, ...], str] = {}

    def key(self, task: Task) -> str:
        """Return the name of an entry: a hash of the description, of what we know, and of how it is judged."""
        if task.extra not in self._knowledge:
            self._knowledge[task.extra] = _knowledge(task.extra, self.folder.parent / "reference")
        parts = hashlib.sha256(f"{task.path}\n{task.engine}\n{task.store}\n{self._knowledge[task.extra]}\n".encode())
        if task.decisions and (table := Path(task.decisions)).is_file():
            parts.update(table.read_bytes())
        path = Path(task.path)
        for file in sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]:
            parts.update(f"{file.name}\n".encode())
            parts.update(file.read_bytes() if file.is_file() else b"")
        return parts.hexdigest()[:40]

    def find(self, task: Task) -> Outcome | None:
        """Return what became of a description, if that was written down."""
        key = self.key(task)
        file = self.folder / f"{key}.json"
        try:
            found = json.loads(file.read_text(encoding="utf-8"))
            outcome = _outcome(found)
        except (OSError, ValueError, TypeError, KeyError):
            return None  # not there, or half written by a machine that went down
        if task.store and outcome.conforms and not self._quads(key).is_file():
            return None
        file.touch()
        return outcome

    def write(self, task: Task, outcome: Outcome, quads: bytes) -> None:
        """Write down what became of a description: the quads first, so that an entry is whole."""
        key = self.key(task)
        if quads:
            _whole(self._quads(key), quads)
        _whole(self.folder / f"{key}.json", json.dumps(record(outcome), ensure_ascii=False).encode())

    def quads(self, task: Task) -> Iterator[Quad]:
        """Yield the quads of a finished description, without holding them."""
        with gzip.open(self._quads(self.key(task))) as stream:
            yield from parse(stream, RdfFormat.N_QUADS)  # type: ignore[arg-type]  # a binary stream

    def forget(self) -> None:
        """Remove what no run asked for in a month."""
        old = time.time() - DAYS * 86_400
        for file in self.folder.glob("*.json"):
            if file.stat().st_mtime < old:
                self._quads(file.stem).unlink(missing_ok=True)
                file.unlink(missing_ok=True)

    def _quads(self, key: str) -> Path:
        return self.folder / f"{key}.nq.gz"


def _whole(file: Path, content: bytes) -> None:
    half = file.with_name(file.name + ".part")
    half.write_bytes(content)
    half.replace(file)


def record(outcome: Outcome) -> dict[str, object]:
    """Return an outcome as JSON has it."""
    plain: dict[str, object] = {f.name: getattr(outcome, f.name) for f in fields(outcome)}
    plain["problems"] = [
        {
            "code": p.code,
            "place": asdict(p.place),
            "message": dict(p.message),
            "severity": p.severity,
            "subject": p.subject,
        }
        for p in outcome.problems
    ]
    return plain


def _outcome(found: dict[str, object]) -> Outcome:
    problems = found.pop("problems")
    assert isinstance(problems, list)
    made = tuple(
        Problem(p["code"], Place(**p["place"]), Text(**p["message"]), p["severity"], p["subject"]) for p in problems
    )
    return Outcome(**found, problems=made)  # type: ignore[arg-type]  # as it was written


def _knowledge(extra: tuple[str, ...], refreshed: Path) -> str:
    """Return a hash of what every description is judged by: the ontology, the registers, and the program itself."""
    from ecograph import __version__  # looked up in the metadata of packages, which most commands do without

    parts = hashlib.sha256(__version__.encode())
    program = Path(__file__).parent
    folders = (assets.ontology(), assets.queries(), assets.data() / "reference", refreshed)
    files = [f for folder in folders for f in sorted(folder.rglob("*")) if f.is_file()]
    for file in (*files, *sorted(program.rglob("*.py"))):
        about = file.stat()
        parts.update(f"{file.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    for name in extra:
        parts.update(Path(name).read_bytes())
    return parts.hexdigest()
