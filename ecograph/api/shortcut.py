"""The short way of a question: answered, or given to a worker, while its request is still being read.

The law of this file: it gives what ``sparql`` gives, byte for byte, or nothing, and then ``sparql`` does it. It takes a
GET that has a query and no other parameter, of a store whose state is settled. What a worker cannot answer at once and
whole (it is large, it is wrong, it takes its time to begin) goes on there too, with the worker that is at it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from ecograph.api import negotiation, protocol
from ecograph.api.answers import AnswerCache, KeptAnswer, ReadyAnswer, ReadyAnswers
from ecograph.api.wire import Sent, as_read, base_of, ready
from ecograph.engine import guard
from ecograph.engine.calls import Call
from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.formats import Kind
from ecograph.engine.generations import Generation
from ecograph.engine.store import Request
from ecograph.errors import EcoGraphError
from ecograph.settings import Settings

#: Where an answer comes from: it was given before, is looked up in memory, or by the engine in this process.
Way = Literal["again", "memory", "engine"]


@dataclass(slots=True)
class Asked:
    """A question that a worker was given on the short way.

    Attributes:
        began: When its request came in (``time.perf_counter``).
    """

    sent: Sent
    text: str
    checked: guard.Checked
    types: dict[Kind, str]
    variant: tuple[object, ...]
    generation: Generation
    call: Call | None = None
    began: float = field(default_factory=time.perf_counter)


class ShortWay:
    """The short way to one embedded store.

    Args:
        store: Who answers.
        settings: The limits of a query.
        cache: Answers by everything that decides them.
        ready: Answers by the request as it came in.
    """

    def __init__(
        self, store: EmbeddedStore, settings: Settings, cache: AnswerCache[KeptAnswer], ready: ReadyAnswers
    ) -> None:
        self.store = store
        self.settings = settings
        self.cache = cache
        self.ready = ready
        self._looked = False
        self._current: Generation | None = None  # for one turn of the event loop

    def take(
        self, url: bytes, headers: dict[bytes, bytes], scheme: str, client: str, told: Callable[[], None]
    ) -> tuple[ReadyAnswer, Way] | Asked | None:
        """Answer a GET that reads as one before, if nothing changed since, or that looks something up; else ask.

        Of lookups that need the engine, one is answered here in a turn of the event loop; others that came in meanwhile
        go to workers, beside it.

        Args:
            url: Path and query string.
            headers: Of the request.
            scheme: Of the connection.
            client: Who asks.
            told: Called when ``answer`` has something to say of what was asked.

        Returns:
            The answer and where it comes from; or what a worker was asked; None: take the long way, which
            says also what is wrong with it.
        """
        store = self.store
        if store.unsettled or b"if-none-match" in headers:
            return None
        sent = as_read(url, headers, scheme)
        generation = self._current
        if generation is None:
            generation = self._current = store.current()
            asyncio.get_running_loop().call_soon(self._next_turn)
        known = self.ready.get(sent, generation.number)
        if known is not None:
            return known, "again"
        accept, host = sent[1], sent[3]
        try:
            text = protocol.only_query(sent[0])
            if not text:
                return None
            wanted, types = negotiation.accepts("" if accept is None else accept.decode("latin-1"))
            base = base_of(scheme, host or b"localhost", sent[4])
            found = store.look_up(generation, text, wanted.solutions, base, engine=not self._looked)
            variant = (None, None, wanted, None, base)
            kept = KeptAnswer("solutions", found.body, found.rows, truncated=False) if found else None
            if kept and found and found.at_hand:  # no engine reads the text: nothing to guard
                answer = ready(sent, text, kept, generation.number, types, variant, None)
                self.ready.put(sent, generation.number, answer)
                return answer, "memory"
            settings = self.settings
            checked = guard.check(text, max_bytes=settings.query_bytes, max_depth=settings.query_depth)
            asked = Asked(sent, text, checked, types, variant, generation)
            if kept:
                self._looked = True
                return self._ready(asked, kept), "engine"
            if store.pool is None or b"x-forwarded-for" in headers:
                return None
            if not checked.volatile and self.cache.get((generation.number, text, variant)):
                return None
            asked.call = store.begin(Request(text, accepts=wanted, client=client, base=base), generation, checked, told)
        except EcoGraphError:
            return None
        return asked

    def _next_turn(self) -> None:
        self._looked, self._current = False, None

    def answer(self, asked: Asked) -> ReadyAnswer | None:
        """Return the answer, and keep it; None where the long way has to go on: an error, or a large answer."""
        call = asked.call
        if call is None or call.end is None:
            return None
        return self._ready(asked, KeptAnswer(call.head["kind"], call.body(), call.end["rows"], call.end["truncated"]))

    def forget(self, asked: Asked) -> None:
        """Stop what nobody waits for any more."""
        if self.store.pool and asked.call:
            self.store.pool.cancel(asked.call)

    def _ready(self, asked: Asked, kept: KeptAnswer) -> ReadyAnswer:
        number, checked = asked.generation.number, asked.checked
        answer = ready(asked.sent, asked.text, kept, number, asked.types, asked.variant, checked)
        if not checked.volatile:
            self.cache.put((number, asked.text, asked.variant), kept)
            self.ready.put(asked.sent, number, answer)
        return answer
