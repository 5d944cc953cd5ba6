"""Many descriptions at once: in parallel, one failing does not stop the others, and an interrupted run resumes.

The law of this file: the memory that a run takes does not grow with the number of descriptions; what is finished is
written down before the next one is asked for. The executor is the interface of ``concurrent.futures``: processes of
this machine, or a cluster.
"""

from __future__ import annotations

import gzip
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, serialize

from ecograph.build import Engine, journey
from ecograph.describe import Problem, read_any
from ecograph.engine.knowledge import load
from ecograph.errors import CallerError, EcoGraphError, Place
from ecograph.journal import Journal, Outcome, Task
from ecograph.terms import LEVEL
from ecograph.texts import Text

if TYPE_CHECKING:
    from ecograph.linking.review import Decision

Progress = Callable[[str, int, int], None]
#: Opens an executor of so many workers.
Opening = Callable[[int], AbstractContextManager[Executor]]

#: So many problems of one description are kept; the rest is counted, and `ecograph check` shows it.
KEPT = 50
#: A process is worth starting for so many descriptions: it takes a second before it reads the first.
_WORTH = 8
#: So many are given to a cluster at a time where nobody says how many.
_CLUSTER = 32


def perform(task: Task) -> tuple[Outcome, bytes]:
    """Take one description through its journey; return what was found, and its quads (N-Quads, gzip) if wanted.

    This is the function that an executor runs: its argument and its result travel between processes and machines.
    """
    began = time.perf_counter()
    try:
        knowledge = load(tuple(Path(p) for p in task.extra))
        engine: Engine = "reference" if task.engine == "reference" else "auto"
        region = journey(
            read_any(Path(task.path)), knowledge, engine=engine, linked=task.store, decisions=_decided(task.decisions)
        )
    except EcoGraphError as error:
        said = Text(nl=_said(error, "nl"), en=_said(error, "en"))
        place = error.place or Place(file=task.path)
        return Outcome.failed(task.path, Problem(error.code, place, said)), b""
    description = region.description
    titles = {
        t.object.language or "": t.object.value  # type: ignore[union-attr]  # a title is a literal
        for t in description.graph
        if t.subject == description.iri and t.predicate.value.endswith("#label")
    }
    levels = Counter(a.level.value.removeprefix(LEVEL.base) for a in region.assessments)
    outcome = Outcome(
        path=task.path,
        iri=description.iri.value,
        title=titles,
        as_of=description.as_of,
        levels=dict(levels),
        problems=region.problems[:KEPT],
        more=max(0, len(region.problems) - KEPT),
        conforms=region.conforms,
        seconds=round(time.perf_counter() - began, 3),
    )
    if not (task.store and region.conforms):
        return outcome, b""
    return outcome, gzip.compress(serialize(region.quads(), format=RdfFormat.N_QUADS) or b"", compresslevel=1)


def _decided(table: str) -> dict[str, Decision]:
    if not table:
        return {}
    from ecograph.linking.desk import read

    return read(Path(table))


def _said(error: EcoGraphError, lang: str) -> str:
    language = "nl" if lang == "nl" else "en"
    return " ".join(part for part in (error.text[language], error.remedy_text[language]) if part)


def run(
    tasks: Sequence[Task],
    *,
    opening: Opening | None = None,
    jobs: int | None = None,
    journal: Journal | None = None,
    progress: Progress = lambda *_: None,
) -> Iterator[Outcome]:
    """Perform tasks and yield their outcomes as they come; what the journal has is not done again.

    Args:
        tasks: What to do.
        opening: Opens the executor; default: processes of this machine.
        jobs: How many at a time; default: one per processor, fewer where there is little to do, none where it is one.
        journal: Where finished ones are written down.
        progress: Told of each one that is finished: its path, how many are, how many there are.
    """
    done = 0
    todo: list[Task] = []
    for task in tasks:
        before = journal.find(task) if journal else None
        if before is None:
            todo.append(task)
            continue
        done += 1
        progress(task.path, done, len(tasks))
        yield replace(before, resumed=True)
    count = jobs or (_CLUSTER if opening else workers_for(len(todo)))
    opened = opening or (here if count == 1 else processes)
    for task, outcome, quads in _perform_all(todo, opened, count) if todo else ():
        if journal and not outcome.died:
            journal.write(task, outcome, quads)
        done += 1
        progress(task.path, done, len(tasks))
        yield outcome


def workers_for(tasks: int) -> int:
    """Return how many processes so many descriptions are worth, here."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, tasks // _WORTH))


def _perform_all(todo: list[Task], opening: Opening, jobs: int) -> Iterator[tuple[Task, Outcome, bytes]]:
    """Yield what becomes of each task. A worker that dies takes its neighbours with it: those are done again alone."""
    waiting = list(reversed(todo))
    suspects: list[Task] = []
    while waiting or suspects:
        alone = bool(suspects)
        with opening(1 if alone else jobs) as executor:
            running: dict[Future[tuple[Outcome, bytes]], Task] = {}
            source = suspects if alone else waiting
            broken = False
            while (source or running) and not broken:
                while source and len(running) < (1 if alone or jobs == 1 else 2 * jobs):  # a few ahead, never all
                    task = source.pop()
                    try:
                        running[executor.submit(perform, task)] = task
                    except BrokenExecutor:
                        source.append(task)
                        broken = True
                        break
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    task = running.pop(future)
                    error = future.exception()
                    if error is None:
                        yield (task, *future.result())
                    elif isinstance(error, BrokenExecutor) and not alone:
                        suspects.append(task)
                        broken = True
                    else:
                        broken |= isinstance(error, BrokenExecutor)
                        yield task, _died(task, error), b""
            suspects.extend(running.values())


def _died(task: Task, error: BaseException) -> Outcome:
    """Return what is said of a description whose worker died, or did what no description may make it do."""
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        message = Text(
            nl="Het proces dat deze beschrijving verwerkte is gestopt, waarschijnlijk door gebrek aan geheugen. "
            "Controleer haar alleen, of verdeel haar.",
            en="The process that worked on this description died, probably for want of memory. "
            "Check it alone, or divide it.",
        )
    else:
        message = Text(
            nl=f"Hier ging iets mis dat niet had mogen gebeuren: {error!r}. Meld dit, met de beschrijving erbij.",
            en=f"Something went wrong here that should not: {error!r}. Please report it, with the description.",
        )
    return replace(Outcome.failed(task.path, Problem("worker-died", Place(file=task.path), message)), died=True)


class _Here(Executor):
    """An executor without processes: for one description at a time."""

    def submit(self, fn: Callable[..., object], /, *given: object, **more: object) -> Future[object]:  # type: ignore[override]
        future: Future[object] = Future()
        try:
            future.set_result(fn(*given, **more))
        except Exception as error:  # noqa: BLE001  # a future holds whatever was raised
            future.set_exception(error)
        return future


@contextmanager
def here(_jobs: int) -> Iterator[Executor]:
    """Open the executor that works in this process."""
    yield _Here()


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Open processes of this machine; one that is interrupted leaves at once."""
    import multiprocessing

    # Not forked: the libraries below have threads.
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_ignore_interrupts)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who started it


def executor_of(address: str) -> Opening:
    """Return what opens the executor at an address, such as ``dask://scheduler:8786``.

    Raises:
        CallerError: no such kind of executor, its library is not installed, or nobody answers.
    """
    kind, _, where = address.partition("://")
    if kind != "dask" or not where:
        raise CallerError(
            Text(nl=f'"{address}" is geen uitvoerder.', en=f'"{address}" is no executor.'),
            remedy=Text(nl="Schrijf dask://HOST:POORT.", en="Write dask://HOST:PORT."),
        )
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise CallerError(
            Text(nl="Voor een Dask-cluster ontbreekt de bibliotheek.", en="For a Dask cluster its library is missing."),
            remedy=Text(nl='Installeer: pip install "ecograph[dask]".', en='Install: pip install "ecograph[dask]".'),
        ) from error
    return lambda _jobs: _dask(where)


@contextmanager
def _dask(where: str) -> Iterator[Executor]:
    """Open an existing Dask cluster. A task whose worker dies is given to another one by the scheduler."""
    from distributed import Client

    try:
        client = Client(f"tcp://{where}", timeout="30s", set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise CallerError(
            Text(nl=f"Op {where} antwoordt geen Dask-cluster.", en=f"No Dask cluster answers at {where}."),
            remedy=Text(nl="Controleer het adres van de scheduler.", en="Check the address of the scheduler."),
        ) from error
    try:
        yield client.get_executor(pure=False)
    finally:
        client.close()
