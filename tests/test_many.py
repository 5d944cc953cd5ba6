"""Many descriptions at once: others go on, the interrupted resumes, the dead are named."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

import pytest

from ecograph import filling, many
from ecograph.cli import main
from ecograph.describe.finding import descriptions
from ecograph.engine import generations
from ecograph.errors import CallerError, DataError
from ecograph.journal import Journal, Task

MINIATURE = Path(__file__).parent / "ecosystems" / "miniature" / "description.ttl"
TEXT = MINIATURE.read_text(encoding="utf-8")
BROKEN = Path(__file__).parent / "broken"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three good descriptions, one that does not parse, one that is not well formed."""
    root = tmp_path / "regions"
    for number in range(3):
        (root / f"r{number}").mkdir(parents=True)
        (root / f"r{number}" / "description.ttl").write_text(renamed(number), encoding="utf-8")
    shutil.copy(BROKEN / "syntax-error.ttl", root / "s.ttl")
    shutil.copy(BROKEN / "unknown-role.ttl", root / "t.ttl")
    (root / "dataset.ttl").write_text("", encoding="utf-8")
    (root / "~$open.xlsx").write_text("", encoding="utf-8")
    return root


def renamed(number: int) -> str:
    """The miniature as another ecosystem."""
    return TEXT.replace("/id/atlantis", f"/id/region-{number}").replace("id:atlantis", f"id:region-{number}")


def tasks(folder: Path, **more: object) -> list[Task]:
    return [Task(str(p), **more) for p in descriptions([folder])]  # type: ignore[arg-type]


def test_a_folder_is_looked_through(folder: Path) -> None:
    found = descriptions([folder, folder / "r0"])
    assert [p.name for p in found] == ["r0", "r1", "r2", "s.ttl", "t.ttl"]


def test_a_failing_one_is_reported_and_the_others_go_on(folder: Path) -> None:
    found = {Path(o.path).name: o for o in many.run(tasks(folder), jobs=1)}
    assert [found[n].conforms for n in ("r0", "r1", "r2", "s.ttl", "t.ttl")] == [True, True, True, False, False]
    assert found["s.ttl"].unread
    assert found["s.ttl"].problems[0].place.line
    assert not found["t.ttl"].unread
    assert sum(found["r1"].levels.values()) == 40


def test_an_interrupted_run_resumes_and_a_changed_one_is_done_again(folder: Path, tmp_path: Path) -> None:
    def stop(_path: str, done: int, _total: int) -> None:
        if done == 3:
            raise KeyboardInterrupt

    journal = Journal(tmp_path / "data" / "journal")
    with pytest.raises(KeyboardInterrupt):
        list(many.run(tasks(folder), jobs=1, journal=journal, progress=stop))
    (folder / "r0" / "description.ttl").write_text(renamed(0) + "\n", encoding="utf-8")
    found = list(many.run(tasks(folder), jobs=1, journal=journal))
    assert len(found) == 5
    assert {Path(o.path).name for o in found if o.resumed} == {"r1", "r2"}
    assert {Path(o.path).name: o.count for o in found} == {
        Path(o.path).name: o.count for o in many.run(tasks(folder), jobs=1, journal=journal)
    }, "what the journal says is what was found"


def test_a_half_written_entry_is_none(folder: Path, tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal")
    (task, *_) = tasks(folder)
    (journal.folder / f"{journal.key(task)}.json").write_text('{"path": "x", "pro', encoding="utf-8")
    assert journal.find(task) is None


class _Breaking(Executor):
    """An executor whose process dies at one description, and takes along what it has in hand."""

    def __init__(self, bad: str) -> None:
        self.bad, self.broken = bad, False
        self.hand: list[tuple[Future[object], Callable[..., object], Task]] = []

    def submit(self, fn: Callable[..., object], /, *given: object, **_more: object) -> Future[object]:  # type: ignore[override]
        if self.broken:
            raise BrokenProcessPool
        future: Future[object] = Future()
        (task,) = given
        assert isinstance(task, Task)
        if self.bad in task.path:
            self.broken = True
            future.set_exception(BrokenProcessPool())
        else:
            future.set_result(fn(task))
        return future


def test_the_description_that_kills_its_process_is_named_and_no_other(folder: Path) -> None:
    @contextmanager
    def opening(_jobs: int) -> Iterator[Executor]:
        yield _Breaking("r1")

    found = {Path(o.path).name: o for o in many.run(tasks(folder), jobs=2, opening=opening)}
    assert {n for n, o in found.items() if o.died} == {"r1"}
    assert {n for n, o in found.items() if o.conforms} == {"r0", "r2"}
    assert "want of memory" in found["r1"].problems[0].message["en"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_process_that_is_killed_on_the_way_loses_nothing(folder: Path) -> None:
    pools: list[object] = []

    @contextmanager
    def opening(jobs: int) -> Iterator[Executor]:
        with many.processes(jobs) as pool:
            pools.append(pool)
            yield pool

    found = []
    for outcome in many.run(tasks(folder), jobs=2, opening=opening):
        if not found:
            os.kill(next(iter(pools[0]._processes)), signal.SIGKILL)  # type: ignore[attr-defined]
        found.append(outcome)
    assert sorted(Path(o.path).name for o in found) == ["r0", "r1", "r2", "s.ttl", "t.ttl"]
    assert not any(o.died for o in found)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.filterwarnings("ignore")  # of the library, while its worker is killed
def test_a_dask_cluster_does_the_work_and_one_of_its_workers_dies(folder: Path) -> None:
    distributed = pytest.importorskip("distributed", reason='pip install "ecograph[dask]"')
    dask = pytest.importorskip("dask")
    for number in range(3, 8):
        shutil.copytree(folder / "r0", folder / f"r{number}")
        (folder / f"r{number}" / "description.ttl").write_text(renamed(number), encoding="utf-8")
    # A busy machine answers late: nothing here may give up before the test does.
    patient = {
        "distributed.comm.timeouts.connect": "600s",
        "distributed.comm.timeouts.tcp": "600s",
        "distributed.scheduler.worker-ttl": None,
        "distributed.deploy.lost-worker-timeout": "600s",
    }
    with (
        dask.config.set(patient),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1", silence_logs=50
        ) as cluster,
    ):
        opening = many.executor_of(cluster.scheduler_address.replace("tcp://", "dask://"))
        found = []
        for outcome in many.run(tasks(folder), jobs=2, opening=opening):
            if not found:
                os.kill(next(iter(cluster.workers.values())).process.process.pid, signal.SIGKILL)
            found.append(outcome)
    assert len(found) == len({o.path for o in found}) == 10
    assert sum(o.conforms for o in found) == 8
    assert not any(o.died for o in found)


@pytest.mark.parametrize("address", ["dask:localhost", "ray://x:1", "x"])
def test_another_executor_is_refused(address: str) -> None:
    with pytest.raises(CallerError, match="is no executor"):
        many.executor_of(address)


def test_a_build_stops_before_anything_is_written_or_leaves_the_failing_out(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    sources = descriptions([folder])
    with pytest.raises(DataError, match="2 of 5 descriptions") as caught:
        filling.build(sources, data, filling.Work(jobs=1))
    assert "--skip-failing" in caught.value.remedy
    assert generations.current(data) is None
    generation, outcomes = filling.build(sources, data, filling.Work(jobs=1, skip_failing=True))
    assert [o.conforms for o in outcomes].count(False) == 2
    assert all(o.resumed for o in outcomes), "the first build had done the work"
    graphs = generation.manifest.graphs
    assert {g for g in graphs if "/region-" in g and g.count("/") == 6}
    assert not any("/region-3" in g for g in graphs)


def test_two_descriptions_of_one_name_are_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "r1" / "description.ttl").write_text(renamed(0), encoding="utf-8")
    with pytest.raises(DataError, match="same description as"):
        filling.build([folder / "r0", folder / "r1"], tmp_path / "data", filling.Work(jobs=1))
    assert generations.current(tmp_path / "data") is None


@pytest.mark.parametrize(
    ("form", "holds"), [("text", "5 beschrijvingen: 3 goed gevormd, 1 met"), ("json", '"unread": true')]
)
def test_the_command_prints_a_table_and_ends_with_the_worst(
    form: str, holds: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(tmp_path / "data"))
    out = tmp_path / "answer.txt"
    with pytest.raises(SystemExit) as left:
        main(["check", str(folder), "--lang", "nl", "--format", form, "-o", str(out), "--jobs", "1"])
    assert left.value.code == 2
    assert holds in out.read_text(encoding="utf-8")


def test_what_is_of_one_description_is_refused_for_many(folder: Path) -> None:
    for more in (["--annotate", "x.xlsx"], ["--format", "html"], ["--brief"]):
        with pytest.raises(SystemExit) as left:
            main(["check", str(folder), *more])
        assert left.value.code == 2
