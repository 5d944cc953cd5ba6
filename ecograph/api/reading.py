"""How the service itself reads its store.

The law of this file: what a page asks is bounded as what a client asks: it runs in a process that can be ended, for so
long and so many rows as the operator says. A page that needs more says so, and the service lives on.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterable, Iterator

from pyoxigraph import Quad, QueryResultsFormat, QuerySolutions, RdfFormat, parse, parse_query_results

from ecograph.engine.embedded import EmbeddedStore
from ecograph.engine.graph import Graph
from ecograph.engine.rows import Row, rows
from ecograph.engine.store import Answer, Request, Store
from ecograph.engine.trusted import Trusted
from ecograph.errors import AnswerTooLarge, DeadlineReached, MemoryReached
from ecograph.settings import Settings
from ecograph.texts import Text

_REMEDY = Text(
    nl="Zoek gerichter, of stel de vraag zelf op /query, met een LIMIT. De beheerder kan de grens verleggen: "
    "ECOGRAPH_PAGE_SECONDS en ECOGRAPH_PAGE_ROWS.",
    en="Look for something more specific, or ask it yourself at /query, with a LIMIT. The operator can move the limit: "
    "ECOGRAPH_PAGE_SECONDS and ECOGRAPH_PAGE_ROWS.",
)


class Reader:
    """Runs our own queries: texts of the package (``queries/``), with parameters bound as terms."""

    def __init__(self, store: Store) -> None:
        self._store = store
        settings: Settings = getattr(store, "settings", None) or Settings()
        self._seconds = settings.page_seconds
        self._rows = settings.page_rows
        self._most = settings.query_rows
        self._here = threading.local()

    @contextlib.contextmanager
    def ahead(self) -> Iterator[None]:
        """Read what nobody waits for yet: what this thread asks meanwhile gives way to everything else."""
        self._here.ahead = True
        try:
            yield
        finally:
            self._here.ahead = False
            if isinstance(self._store, EmbeddedStore):
                self._store.rest()

    def version(self) -> str:
        """Name the current state."""
        return str(self._store.generation() or "")

    def select(self, text: str) -> list[Row]:
        """Return the rows of a SELECT.

        Raises:
            LimitReached: it took too long, too much memory, or has more rows than a page may have.
        """
        return self._select(text, self._rows)

    def all_rows(self, text: str) -> list[Row]:
        """Return the rows of a SELECT, as many as a client may ask for: for what is made once for a state of the data.

        Raises:
            LimitReached: as ``select``.
        """
        return self._select(text, self._most)

    def construct(self, text: str) -> Graph:
        """Return the triples of a CONSTRUCT.

        Raises:
            LimitReached: as ``select``.
        """
        return tuple(quad.triple for quad in parse(self._bytes(text, self._rows), RdfFormat.N_TRIPLES))

    def quads(self) -> Iterable[Quad]:
        """Return every quad of the embedded store, one at a time; none of a remote one, which counts itself."""
        return Trusted(self._store.data_dir).quads() if isinstance(self._store, EmbeddedStore) else ()

    def _select(self, text: str, most: int) -> list[Row]:
        results = parse_query_results(self._bytes(text, most), QueryResultsFormat.JSON)
        assert isinstance(results, QuerySolutions)  # ours are SELECTs, by their tests
        return rows(results)

    def _bytes(self, text: str, most: int) -> bytes:
        """Return the answer in JSON or N-Triples; the errors say that it is a page which was too much."""
        ahead = getattr(self._here, "ahead", False)
        request = Request(text, rows=most, seconds=self._seconds, ahead=ahead)
        try:
            if isinstance(self._store, EmbeddedStore):
                with self._store.turn(self._seconds):
                    answer, content = _whole(self._store.query(request))
            else:
                answer, content = _whole(self._store.query(request))
        except DeadlineReached as error:
            raise DeadlineReached(_slow(self._seconds), remedy=_REMEDY) from error
        except MemoryReached as error:
            raise MemoryReached(_HEAVY, remedy=_REMEDY) from error
        except AnswerTooLarge as error:
            raise AnswerTooLarge(_large(most), remedy=_REMEDY) from error
        if answer.truncated:
            raise AnswerTooLarge(_large(most), remedy=_REMEDY)
        return content


def _whole(answer: Answer) -> tuple[Answer, bytes]:
    return answer, answer.read()


_HEAVY = Text(
    nl="Dit is te veel om op één pagina te tonen: er was meer geheugen voor nodig dan een pagina mag gebruiken.",
    en="This is too much to show on one page: it needed more memory than a page may use.",
)


def _slow(seconds: float) -> Text:
    return Text(
        nl=f"Dit is te veel om op één pagina te tonen: na {seconds:g} seconden was het nog niet gevonden.",
        en=f"This is too much to show on one page: after {seconds:g} seconds it was not all found.",
    )


def _large(most: int) -> Text:
    dutch = f"{most:,}".replace(",", ".")
    return Text(
        nl=f"Dit is te veel om op één pagina te tonen: het zijn meer dan {dutch} rijen.",
        en=f"This is too much to show on one page: it has more than {most:,} rows.",
    )
