"""Generations: immutable copies of the graph, and one pointer to the current one.

The law of this file: a generation is written beside the others, made durable, and only then named by the pointer; a
crash at any moment leaves the last good one. Nobody writes into a generation that has been named.

    data_dir/
      current              one line: the number of the current generation (replaced atomically)
      gen-0001/            manifest.json  store/
      gen-0002.tmp/        a build that did not finish; removed by the next one
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from ecograph.engine.locks import in_use, lock
from ecograph.errors import StoreError, UnknownName
from ecograph.texts import Text

_POINTER = "current"
_NAME = re.compile(r"gen-(\d{4,})")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation says about itself: when, by which version, from what, how much, and a fingerprint.

    Attributes:
        origin: ``build`` (published whole) or ``live`` (sealed from the writable store).
        quads: How many; None where counting was not worth its time (a sealed live store).
        hash: Order-independent SHA-256 sum over the N-Quads lines, as they were given to the store.
        sources: Fingerprint of what our own files put into it (ontology, vocabularies, registers); empty where unknown.
        descriptions: What was described, as it was named to the build; empty: the ecosystems in the box.
        pinned: It stays for good.
    """

    created: str
    version: str
    origin: str = "build"
    quads: int | None = None
    graphs: dict[str, int] = field(default_factory=dict)
    hash: str = ""
    sources: str = ""
    descriptions: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Generation:
    """One generation: its number and its folder."""

    number: int
    folder: Path

    @property
    def store_path(self) -> Path:
        """Return the folder that the engine opens."""
        return self.folder / "store"

    @property
    def bytes(self) -> int:
        """Return the size on the disk; a file that generations share (hard links) counts in each."""
        return sum(path.stat().st_size for path in self.store_path.iterdir())

    @property
    def in_use(self) -> bool:
        """Return whether a running service answers from it."""
        return in_use(self.folder)

    @property
    def manifest(self) -> Manifest:
        """Read the manifest.

        Raises:
            StoreError: it is missing or damaged.
        """
        try:
            content = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            return Manifest(**content | {"descriptions": tuple(content.get("descriptions", ()))})
        except (OSError, ValueError, TypeError) as error:
            raise StoreError(
                f"Generation {self.number} has no readable manifest.", remedy="Build again, or go back to another one."
            ) from error


def current(data_dir: Path) -> Generation | None:
    """Return the current generation; None where nothing was published yet.

    Raises:
        StoreError: the pointer names a generation that is not there.
    """
    try:
        number = int((data_dir / _POINTER).read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise StoreError(f"{data_dir / _POINTER} holds no number.", remedy="Build again.") from error
    return numbered(data_dir, number)


def numbered(data_dir: Path, number: int) -> Generation:
    """Return one generation.

    Raises:
        UnknownName: there is none of that number (any more).
    """
    generation = Generation(number, data_dir / f"gen-{number:04d}")
    if not generation.store_path.is_dir():
        raise UnknownName(Text(nl="generatie", en="generation"), str(number), [str(g.number) for g in listed(data_dir)])
    return generation


def listed(data_dir: Path) -> list[Generation]:
    """Return every finished generation, oldest first."""
    if not data_dir.is_dir():
        return []
    found = ((_NAME.fullmatch(p.name), p) for p in data_dir.iterdir())
    return sorted((Generation(int(m[1]), p) for m, p in found if m and p.is_dir()), key=lambda g: g.number)


def publish(
    data_dir: Path,
    quads: Iterable[Quad],
    *,
    keep: int = 5,
    replace_live: bool = False,
    sources: str = "",
    descriptions: Sequence[str] = (),
) -> Generation:
    """Write a new generation and make it the current one.

    Args:
        data_dir: Where generations live; made when missing.
        quads: The whole content. A triple in the default graph is stored there; queries see the union of all graphs.
        keep: How many generations stay, pinned ones not counted.
        replace_live: Replace also a current generation that holds writes of users (they stay in the older generation).
        sources: Fingerprint of what our own files put into it.
        descriptions: What was described, as it was named to the build.

    Raises:
        StoreError: another process publishes or takes updates, the disk is full, or writes of users would disappear
            from view.
    """
    with lock(data_dir, ".writer"), lock(data_dir):
        now = current(data_dir)
        if now and not replace_live and now.manifest.origin == "live":
            raise StoreError(
                f"Generation {now.number} holds updates that users wrote; a build would hide them.",
                remedy="Export them first, or build with --replace-live: they stay in the older generation.",
            )
        with _new(data_dir) as (number, folder):
            try:
                store = Store(str(folder / "store"))
                tally = _Tally()
                store.bulk_extend(tally.over(quads))
                store.flush()
                del store
            except OSError as error:
                raise StoreError(f"The generation cannot be written: {error}.") from error
            manifest = Manifest(
                _now(),
                _version(),
                "build",
                tally.total,
                dict(sorted(tally.graphs.items())),
                tally.hash,
                sources,
                tuple(descriptions),
            )
            _finish(data_dir, number, folder, manifest)
        prune(data_dir, keep)
        return numbered(data_dir, number)


def publish_empty(data_dir: Path) -> Generation:
    """Publish a first generation without content, for a store that is written to from nothing.

    Raises:
        StoreError: another process publishes, or the disk is full.
    """
    with lock(data_dir), _new(data_dir) as (number, folder):
        Store(str(folder / "store")).flush()
        _finish(data_dir, number, folder, Manifest(_now(), _version(), "build", 0, {}, f"{0:032x}"))
    return numbered(data_dir, number)


def seal(data_dir: Path, copy: Callable[[Path], None], *, keep: int = 5) -> Generation:
    """Make a generation of the present state of a writable store; hard links, so it costs milliseconds.

    Args:
        data_dir: Where generations live.
        copy: Makes the copy at the path that it is given.
        keep: How many sealed generations stay.

    Raises:
        StoreError: another process publishes, or the disk is full.
    """
    with lock(data_dir):
        with _new(data_dir) as (number, folder):
            try:
                copy(folder / "store")
            except OSError as error:
                raise StoreError(f"The generation cannot be written: {error}.") from error
            before = current(data_dir)
            manifest = before.manifest if before else Manifest(_now(), _version())
            manifest = replace(
                manifest,
                created=_now(),
                version=_version(),
                origin="live",
                quads=None,
                graphs={},
                hash="",
                pinned=False,
            )
            _finish(data_dir, number, folder, manifest)
        prune(data_dir, keep)
        return numbered(data_dir, number)


def point(data_dir: Path, number: int) -> Generation:
    """Make an older generation the current one again.

    Raises:
        UnknownName: there is none of that number.
    """
    with lock(data_dir):
        generation = numbered(data_dir, number)
        _point(data_dir, number)
        return generation


def pin(data_dir: Path, number: int, *, pinned: bool = True) -> None:
    """Keep a generation for good, or stop doing so.

    Raises:
        UnknownName: there is none of that number.
    """
    with lock(data_dir):
        generation = numbered(data_dir, number)
        manifest = asdict(generation.manifest) | {"pinned": pinned}
        write(generation.folder / "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False))


def remove(data_dir: Path, number: int) -> None:
    """Remove one generation.

    Raises:
        UnknownName: there is none of that number.
        StoreError: it is the current one, or a running service answers from it.
    """
    with lock(data_dir):
        generation = numbered(data_dir, number)
        now = current(data_dir)
        if now and now.number == number:
            raise StoreError(
                Text(nl=f"Generatie {number} is de huidige.", en=f"Generation {number} is the current one."),
                remedy=Text(
                    nl="Bouw opnieuw, of kies eerst een andere: ecograph generations use <nummer>.",
                    en="Build again, or choose another one first: ecograph generations use <number>.",
                ),
            )
        if generation.in_use:
            raise StoreError(
                Text(
                    nl=f"Een draaiende dienst antwoordt nog uit generatie {number}.",
                    en=f"A running service still answers from generation {number}.",
                ),
                remedy=Text(nl="Stop die dienst eerst.", en="Stop that service first."),
            )
        _discard(generation.folder)


def prune(data_dir: Path, keep: int) -> list[int]:
    """Remove the oldest generations beyond ``keep``, never the current one nor a pinned one; return their numbers.

    Builds and sealed updates are counted apart, so that a busy day of updates pushes no build out.
    """
    now = current(data_dir)
    loose: dict[str, list[Generation]] = {"build": [], "live": []}
    for generation in listed(data_dir):
        manifest = generation.manifest
        if not (now and generation.number == now.number) and not manifest.pinned:
            loose.setdefault(manifest.origin, []).append(generation)
    gone = [g for kind in loose.values() for g in kind[: max(0, len(kind) - (keep - 1))]]
    for generation in gone:
        _discard(generation.folder)
    return [g.number for g in gone]


class _Tally:
    """Counts and fingerprints quads as they pass by."""

    def __init__(self) -> None:
        self.total = 0
        self.graphs: Counter[str] = Counter()
        self._sum = 0

    def over(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        seen: Counter[NamedNode] = Counter()
        for quad in quads:
            self.total += 1
            if not isinstance(quad.graph_name, DefaultGraph):
                seen[quad.graph_name] += 1  # type: ignore[index]  # a blank node counts as well as a name
            self._sum += int.from_bytes(hashlib.sha256(str(quad).encode()).digest()[:16])
            yield quad
        self.graphs.update({name.value: count for name, count in seen.items()})

    @property
    def hash(self) -> str:
        return f"{self._sum % (1 << 128):032x}"


@contextlib.contextmanager
def _new(data_dir: Path) -> Iterator[tuple[int, Path]]:
    for leftover in data_dir.glob("gen-*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    number = max((g.number for g in listed(data_dir)), default=0) + 1
    folder = data_dir / f"gen-{number:04d}.tmp"
    folder.mkdir(parents=True)
    try:
        yield number, folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _finish(data_dir: Path, number: int, folder: Path, manifest: Manifest) -> None:
    """Make everything durable, then name it: files, folders, the rename, the pointer, in that order."""
    write(folder / "manifest.json", json.dumps(asdict(manifest), indent=1, ensure_ascii=False))
    for path in (folder / "store").iterdir():
        if path.stat().st_nlink == 1:  # a hard link was made durable where it came from
            sync(path)
    sync(folder / "store")
    sync(folder)
    folder.rename(data_dir / f"gen-{number:04d}")
    sync(data_dir)
    _point(data_dir, number)


def _point(data_dir: Path, number: int) -> None:
    write(data_dir / _POINTER, f"{number}\n")
    sync(data_dir)


def write(path: Path, text: str) -> None:
    """Replace a file atomically and durably."""
    beside = path.with_name(path.name + ".new")
    with beside.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    beside.replace(path)


def sync(path: Path) -> None:
    """Force a file or folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _discard(folder: Path) -> None:
    """Remove a generation: renamed first, so that half of it is never taken for a whole."""
    doomed = folder.with_name(folder.name + ".gone.tmp")
    folder.rename(doomed)
    shutil.rmtree(doomed, ignore_errors=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _version() -> str:
    from ecograph import __version__

    return __version__
