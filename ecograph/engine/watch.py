"""Work on what others wrote, with an end: no shape and no query of theirs keeps a command for ever.

The law of this file: the deadline counts anew for each piece of work that is named, so that much work is no fault and
one piece without an end is. What is cut off may go on in a thread that nobody waits for; it ends with the process.
"""

from __future__ import annotations

import contextvars
import threading
import time
import traceback
from collections.abc import Callable
from typing import TypeVar

from ecograph.errors import DeadlineReached, Place
from ecograph.texts import Text

#: Seconds that one shape or one query of somebody may take.
SECONDS = 60.0
_T = TypeVar("_T")
_TEXT = Text(
    nl="De beoordeling hiervan was na {n} seconden niet klaar en is gestopt.",
    en="Judging this was not done after {n} seconds and was stopped.",
)
_REMEDY = Text(
    nl="Maak de SPARQL-vraag of het patroon erin eenvoudiger, of geef minder gegevens.",
    en="Make its SPARQL query or pattern simpler, or give less data.",
)


class _Now:
    """What is being done, and since when."""

    def __init__(self) -> None:
        self.name, self.since = "", time.monotonic()


_NOW: contextvars.ContextVar[_Now | None] = contextvars.ContextVar("now", default=None)


def note(name: str) -> None:
    """Say what is being judged from here on; its time begins now. Without a watch it does nothing."""
    now = _NOW.get()
    if now is not None:
        now.name, now.since = name, time.monotonic()


def watched(work: Callable[[], _T], seconds: float | None = None) -> _T:
    """Return what the work returns, or raise what it raises.

    Args:
        work: is done in a thread of its own; it calls `note` for each piece; the first one starts the clock.
        seconds: that one piece may take; by default `SECONDS`, and nothing stops it where it is infinite.

    Raises:
        DeadlineReached: a piece took longer.

    >>> watched(lambda: 1 + 1)
    2
    """
    limit = SECONDS if seconds is None else seconds
    now = _Now()
    done: list[_T] = []
    failed: list[BaseException] = []

    def run() -> None:
        _NOW.set(now)
        try:
            done.append(work())
        except BaseException as error:  # noqa: BLE001  # it is raised where the work was asked for
            _let_go(error)
            failed.append(error)

    context = contextvars.copy_context()
    thread = threading.Thread(target=context.run, args=(run,), name="watched", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(0.2)
        if thread.is_alive() and now.name and time.monotonic() - now.since > limit:
            said = Text(nl=_TEXT.say("nl", n=f"{limit:g}"), en=_TEXT.say("en", n=f"{limit:g}"))
            raise DeadlineReached(said, place=Place(iri=now.name), remedy=_REMEDY)
    if failed:
        raise failed[0]
    return done[0]


def _let_go(error: BaseException | None) -> None:
    """Drop what the failed calls still hold, in the thread that made it: answers of a store may not change threads."""
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__ or error.__context__
