"""A crash at any moment leaves the last good generation."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Store

from ecograph.engine import generations, locks
from ecograph.errors import StoreError, UnknownName
from tests.engine.conftest import quads


def content(generation: generations.Generation) -> int:
    return len(Store.read_only(str(generation.store_path)))


def test_nothing_is_published_at_first(tmp_path: Path) -> None:
    assert generations.current(tmp_path / "none") is None
    assert generations.listed(tmp_path / "none") == []


def test_publish_counts_and_fingerprints(tmp_path: Path) -> None:
    one = generations.publish(tmp_path, quads(30))
    assert one.number == 1
    assert one.manifest.quads == 30
    assert one.manifest.graphs == {f"http://example.org/g{i}": 10 for i in range(3)}
    assert content(one) == 30
    same = generations.publish(tmp_path, reversed(quads(30)))
    other = generations.publish(tmp_path, quads(29))
    assert same.manifest.hash == one.manifest.hash != other.manifest.hash
    assert generations.current(tmp_path) == other


def test_old_generations_go_except_the_pinned_and_the_current(tmp_path: Path) -> None:
    for count in range(1, 4):
        generations.publish(tmp_path, quads(count), keep=3)
    generations.pin(tmp_path, 1)
    generations.point(tmp_path, 2)
    for count in range(4, 8):
        generations.publish(tmp_path, quads(count), keep=2)
    assert [g.number for g in generations.listed(tmp_path)] == [1, 6, 7]
    assert generations.numbered(tmp_path, 1).manifest.pinned
    with pytest.raises(UnknownName, match="generation"):
        generations.numbered(tmp_path, 2)


def test_the_current_generation_is_not_removed(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(1))
    with pytest.raises(StoreError, match="current one"):
        generations.remove(tmp_path, 1)


def test_two_cannot_publish_at_once(tmp_path: Path) -> None:
    with locks.lock(tmp_path), pytest.raises(StoreError, match="Another process"):
        generations.publish(tmp_path, quads(1))


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    generations.publish(tmp_path, quads(5))

    def broken() -> object:
        yield from quads(3)
        raise ValueError("the data ends here")

    with pytest.raises(ValueError, match="ends here"):
        generations.publish(tmp_path, broken())  # type: ignore[arg-type]
    assert [p.name for p in tmp_path.glob("gen-*")] == ["gen-0001"]
    assert content(generations.current(tmp_path)) == 5  # type: ignore[arg-type]


_DIES = """
import os, sys
from pathlib import Path
from ecograph.engine import generations
from tests.engine.conftest import quads

step, calls = int(sys.argv[2]), 0
def dies(real):
    def call(*args, **named):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), 9)
        return real(*args, **named)
    return call
generations.sync = dies(generations.sync)
generations.write = dies(generations.write)
Path.rename = dies(Path.rename)
Path.replace = dies(Path.replace)
generations.publish(Path(sys.argv[1]), quads(7), keep=2)
"""


@pytest.mark.slow
def test_killed_at_every_step_of_publishing(tmp_path: Path) -> None:
    """Dies before each durable step in turn: the pointer names a whole generation, old or new, each time."""
    generations.publish(tmp_path, quads(5))
    died = 0
    for step in itertools.count(1, 5):
        root = Path(__file__).parents[2]
        run = subprocess.run(
            [sys.executable, "-c", _DIES, str(tmp_path), str(step)], cwd=root, env=dict(os.environ), check=False
        )
        now = generations.current(tmp_path)
        assert now is not None
        assert content(now) == now.manifest.quads
        assert now.manifest.quads in {5, 7}
        if run.returncode == 0:
            break
        assert run.returncode == -signal.SIGKILL
        died += 1
    assert died > 3
    assert not list(tmp_path.glob("*.tmp"))
