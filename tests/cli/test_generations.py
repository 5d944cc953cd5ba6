"""``ecograph generations``, and a store that an older EcoGraph built."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from typer.testing import CliRunner

from ecograph import assets, build, filling
from ecograph.cli import opening
from ecograph.cli.app import app
from ecograph.engine import generations, locks
from ecograph.engine.embedded import EmbeddedStore
from ecograph.errors import StoreError, UnknownName
from ecograph.settings import Settings

run = CliRunner()


def quads(count):
    return [Quad(NamedNode(f"http://e/{n}"), NamedNode("http://e/p"), Literal(n)) for n in range(count)]


@pytest.fixture
def folder(tmp_path):
    for count in (1, 2, 3):
        generations.publish(tmp_path, quads(count))
    return tmp_path


def listed(folder):
    done = run.invoke(app, ["generations", "--format", "json", "--data-dir", str(folder)])
    assert done.exit_code == 0, done.output
    return {g["number"]: g for g in json.loads(done.stdout)}


def test_the_list_says_what_there_is(folder):
    found = listed(folder)
    assert {n: (g["quads"], g["current"], g["kept"], g["in_use"]) for n, g in found.items()} == {
        1: (1, False, False, False),
        2: (2, False, False, False),
        3: (3, True, False, False),
    }
    assert all(g["bytes"] > 0 and g["version"] and g["created"] for g in found.values())
    for lang, word in (("nl", "huidig"), ("en", "current")):
        assert word in run.invoke(app, ["generations", "--lang", lang, "--data-dir", str(folder)]).stdout


def test_nothing_yet(tmp_path):
    assert run.invoke(app, ["generations", "--data-dir", str(tmp_path / "none")]).exit_code == 0
    assert listed(tmp_path / "none") == {}


def test_keep_and_release(folder):
    assert run.invoke(app, ["generations", "keep", "1", "--data-dir", str(folder)]).exit_code == 0
    assert listed(folder)[1]["kept"]
    generations.prune(folder, 1)
    assert set(listed(folder)) == {1, 3}
    run.invoke(app, ["generations", "release", "1", "--data-dir", str(folder)])
    generations.prune(folder, 1)
    assert set(listed(folder)) == {3}


def test_use_goes_back(folder):
    run.invoke(app, ["generations", "use", "2", "--data-dir", str(folder)])
    assert [n for n, g in listed(folder).items() if g["current"]] == [2]


def test_remove_refuses_the_current_one(folder):
    assert run.invoke(app, ["generations", "remove", "1", "--data-dir", str(folder)]).exit_code == 0
    assert set(listed(folder)) == {2, 3}
    done = run.invoke(app, ["generations", "remove", "3", "--data-dir", str(folder)])
    assert isinstance(done.exception, StoreError)
    assert "huidige" in done.exception.text["nl"]
    assert isinstance(run.invoke(app, ["generations", "remove", "9", "--data-dir", str(folder)]).exception, UnknownName)


def test_a_running_service_holds_what_it_answers_from(folder):
    async def serve():
        store = EmbeddedStore(Settings(data_dir=folder, workers=1))
        await store.start()
        try:
            assert store.generation() == 3
            assert listed(folder)[3]["in_use"]
            generations.point(folder, 2)
            assert store.generation() == 2
            done = run.invoke(app, ["generations", "remove", "3", "--data-dir", str(folder)])
            assert isinstance(done.exception, StoreError)
            assert "running service" in done.exception.text["en"]
        finally:
            await store.stop()
            store.close()

    asyncio.run(serve())
    assert run.invoke(app, ["generations", "remove", "3", "--data-dir", str(folder)]).exit_code == 0


def test_without_flock_the_store_says_so(folder, monkeypatch):
    monkeypatch.setattr(locks, "fcntl", None)
    with pytest.raises(StoreError, match="WSL"):
        generations.publish(folder, quads(1))


# --- a store of an older EcoGraph -----------------------------------------------------------------------------------


def rewritten(folder, **facts):
    generation = generations.current(folder)
    manifest = json.loads((generation.folder / "manifest.json").read_text())
    (generation.folder / "manifest.json").write_text(json.dumps(manifest | facts))


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A store as a build of the box leaves it; a build here costs nothing."""
    generations.publish(tmp_path, quads(1), sources=assets.fingerprint())
    calls = []
    monkeypatch.setattr(filling, "build", lambda *args, **_: calls.append(args))
    monkeypatch.setattr(build, "shipped", lambda: [Path("box")])
    return tmp_path, calls


def test_a_store_of_the_same_sources_is_not_built_again(built):
    folder, calls = built
    opening.ensure_built(Settings(data_dir=folder), lang="en")
    assert calls == []


def test_a_store_of_the_box_of_an_older_version_is_built_again(built, capsys):
    folder, calls = built
    rewritten(folder, sources="other", version="0.0.9")
    opening.ensure_built(Settings(data_dir=folder), lang="nl")
    assert [args[0] for args in calls] == [[Path("box")]]
    assert "0.0.9" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("facts", "command"),
    [
        ({"descriptions": ["my region.ttl"]}, "ecograph build 'my region.ttl'"),
        ({"origin": "live"}, "ecograph build --replace-live"),
    ],
)
def test_a_store_of_the_users_own_is_told_not_replaced(built, capsys, facts, command):
    folder, calls = built
    rewritten(folder, sources="other", version="0.0.9", **facts)
    opening.ensure_built(Settings(data_dir=folder), lang="en")
    assert calls == []
    assert command in " ".join(capsys.readouterr().err.split())


def test_a_build_says_what_it_was_made_of(tmp_path):
    from ecograph.engine.generations import Manifest

    one = generations.publish(tmp_path, quads(1), sources="x", descriptions=["a.ttl"]).manifest
    assert one == replace(
        Manifest(one.created, one.version), quads=1, hash=one.hash, sources="x", descriptions=("a.ttl",)
    )
