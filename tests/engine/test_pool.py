"""Who is served by which worker: questions given ahead, slow ones, those that nobody waits for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from ecograph.engine import channel as channels
from ecograph.engine import pool as pools
from ecograph.engine.channel import Channel
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.pool import Pool
from ecograph.engine.store import Request
from ecograph.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n0 ?o } # "
#: A third of a second of a processor on 30 triples.
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


def served(data_dir: Path, work: Callable[[EmbeddedStore, Pool], Awaitable[None]], workers: int = 2) -> None:
    async def run() -> None:
        store = EmbeddedStore(Settings(data_dir=data_dir, workers=workers, query_seconds=100))
        await store.start()
        try:
            assert store.pool
            await work(store, store.pool)
        finally:
            await store.stop()

    asyncio.run(run())


async def until(true: Callable[[], object]) -> None:
    async with asyncio.timeout(60):
        while not true():  # noqa: ASYNC110  # nothing tells
            await asyncio.sleep(0.005)


def busy(pool: Pool) -> list[Channel]:
    return [channel for channel in pool._channels if channel.calls]


def asked(store: EmbeddedStore, text: str) -> asyncio.Task[bytes]:
    async def ask() -> bytes:
        return (await store.stream(Request(text))).body or b""

    return asyncio.ensure_future(ask())


@pytest.fixture
def ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a machine of any speed, a question that has just begun is young."""
    monkeypatch.setattr(pools, "_YOUNG", 1e9)


@pytest.mark.usefixtures("ahead")
def test_questions_are_given_ahead_and_each_gets_its_own_answer(data_dir: Path) -> None:
    async def work(store: EmbeddedStore, pool: Pool) -> None:
        tasks = [asked(store, f"SELECT ({n} AS ?n) {{}}") for n in range(60)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert max(len(channel.calls) for channel in busy(pool)) > 1
        answers = await asyncio.gather(*tasks)
        assert [f'"{n}"'.encode() in answer for n, answer in enumerate(answers)] == [True] * 60

    served(data_dir, work)


@pytest.mark.usefixtures("ahead")
def test_what_stands_behind_a_slow_one_goes_to_another(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "QUICK", 1e9)  # it stays in the quick lane, so only its place behind can help
    monkeypatch.setattr(channels, "SHORT", 1e9)
    monkeypatch.setattr(channels, "LONG", 1e9)

    async def work(store: EmbeddedStore, pool: Pool) -> None:
        slow = [asked(store, f"{ENDLESS} {n}") for n in range(2)]
        quick = [asked(store, f"SELECT ({n} AS ?n) {{}}") for n in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert [len(channel.calls) for channel in busy(pool)] == [3, 3], "two behind each"
        slow[0].cancel()
        answers = await asyncio.gather(*quick)
        assert [f'"{n}"'.encode() in answer for n, answer in enumerate(answers)] == [True] * 4
        assert not slow[1].done()
        slow[1].cancel()
        await asyncio.gather(*slow, return_exceptions=True)

    served(data_dir, work)


@pytest.mark.usefixtures("ahead")
def test_those_behind_a_worker_that_dies_are_answered(data_dir: Path) -> None:
    async def work(store: EmbeddedStore, pool: Pool) -> None:
        first = asked(store, f"{ENDLESS} 1")
        second = asked(store, f"{ENDLESS} 2")
        quick = [asked(store, f"SELECT ({n} AS ?n) {{}}") for n in range(4)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for channel in busy(pool):
            os.kill(channel.worker.process.pid, 9)
        answers = await asyncio.gather(*quick)
        assert all(answers)
        with pytest.raises(Exception, match="was ended"):
            await first
        with pytest.raises(Exception, match="was ended"):
            await second

    served(data_dir, work)


def test_a_slow_question_has_the_machine_until_somebody_else_asks(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "QUICK", 0.0)

    async def work(store: EmbeddedStore, pool: Pool) -> None:
        before = {channel.worker.process.pid for channel in pool._channels}
        await asked(store, LONG)
        assert pool.slow == 0
        await until(lambda: len(pool._idle) >= 3)
        kept = {channel.worker.process.pid for channel in pool._channels}
        assert before <= kept, "its worker is as good as new"
        endless = asked(store, ENDLESS)
        await until(lambda: pool.slow == 1)
        (channel,) = busy(pool)
        number = channel.worker.process.pid
        usual = os.getpriority(os.PRIO_PROCESS, 0)
        assert os.getpriority(os.PRIO_PROCESS, number) == usual
        await asked(store, "ASK {}")
        assert channel.lowered
        assert os.getpriority(os.PRIO_PROCESS, number) == 19
        endless.cancel()
        await asyncio.gather(endless, return_exceptions=True)
        await until(lambda: number not in {channel.worker.process.pid for channel in pool._channels})

    served(data_dir, work)


def test_nothing_is_left_of_who_leaves_early(data_dir: Path) -> None:
    async def work(store: EmbeddedStore, pool: Pool) -> None:
        left = [asked(store, f"SELECT ({n} AS ?n) {{}}") for n in range(20)]
        await asyncio.sleep(0)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await until(lambda: not busy(pool))
        assert await asked(store, "ASK {}")
        endless = asked(store, ENDLESS)
        await asyncio.sleep(0)
        endless.cancel()  # before the worker has used a moment
        await asyncio.gather(endless, return_exceptions=True)
        await until(lambda: pool.killed >= 1 and not busy(pool) and len(pool._idle) == 3)

    served(data_dir, work)


def test_the_pool_keeps_few_workers_more_than_it_needs(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(channels, "QUICK", 0.0)

    async def work(store: EmbeddedStore, pool: Pool) -> None:
        await asyncio.gather(*[asked(store, f"{LONG} # {i}") for i in range(2)])
        await until(lambda: not pool.running and not pool._spawning)
        assert pool.workers < len(pool._channels) <= pool.workers + 1 + pools._RETURNED
        assert pool.slow == 0

    served(data_dir, work)
