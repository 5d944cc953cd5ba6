"""Every exception of EcoGraph, in one tree.

The law of this file: an error says what happened, where, and what to do, and knows whose fault it is.

    EcoGraphError
    ├── CallerError            the call was wrong (command line, HTTP request)      exit 2, HTTP 4xx
    │   ├── UnknownName        a name that nothing carries; offers the nearest ones
    │   ├── QuerySyntaxError   SPARQL that does not parse; line and column
    │   ├── QueryRefused       SPARQL that may not run here (SERVICE, LOAD, update, nesting)
    │   ├── Conflict           an update that does not fit the present state
    │   ├── ChangedMeanwhile   the state that the caller has seen is no longer the present one
    │   └── NotAcceptable      no representation that the client asked for
    ├── DataError              what was given to read is wrong                      exit 2, HTTP 422
    │   ├── SyntaxProblem      a file that does not parse; line and column
    │   ├── NotADescription    it parses, but describes no ecosystem
    │   ├── ShapesProblem      a shapes graph that is ill-formed, or asks for what no engine here does
    │   └── NotWellFormed      a write that adds violations of the structure shapes
    ├── LimitReached           a limit that protects the others                     HTTP 503
    │   ├── DeadlineReached    time
    │   ├── MemoryReached      memory or nesting: the process that evaluated the query died
    │   ├── AnswerTooLarge     rows or bytes
    │   └── QueueFull          too many at once; carries the seconds after which to come back
    └── StoreError             the store is damaged, locked or out of reach         exit 2, HTTP 503
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ecograph.texts import Lang, Text

Fault = Literal["caller", "data", "us"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: a file with line and column, a sheet with cell, or an IRI.

    >>> str(Place(file="emmen.ttl", line=12, column=5))
    'emmen.ttl:12:5'
    >>> str(Place(file="region.xlsx", sheet="Actoren", cell="B7"))
    'region.xlsx, Actoren!B7'
    """

    file: str | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    iri: str | None = None

    def __str__(self) -> str:
        if self.sheet:
            cell = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
            return f"{self.file}, {cell}" if self.file else cell
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([self.file, *numbers]) if self.file else (self.iri or ":".join(numbers))


class EcoGraphError(Exception):
    """The root: a message, a place, a remedy, and whose fault it is.

    Args:
        message: What happened, one sentence, in both languages; a plain string is English and serves for both.
        place: Where, if there is a where.
        remedy: What to do about it, one sentence.
    """

    fault: Fault = "us"
    exit_code = 2
    status = 500
    code = "error"

    def __init__(self, message: Text | str, *, place: Place | None = None, remedy: Text | str | None = None) -> None:
        self.text = _both(message)
        self.remedy_text = _both(remedy or "")
        self.place = place
        super().__init__(self.text["en"])

    @property
    def message(self) -> str:
        """Return what happened, in English."""
        return self.text["en"]

    @property
    def remedy(self) -> str:
        """Return what to do, in English; empty where there is nothing to say."""
        return self.remedy_text["en"]

    def say(self, lang: Lang) -> str:
        """Return place, message and remedy in one language."""
        where = f"{self.place}: " if self.place and str(self.place) else ""
        todo = f" {self.remedy_text[lang]}" if self.remedy_text[lang] else ""
        return f"{where}{self.text[lang]}{todo}"

    def __str__(self) -> str:
        return self.say("en")


def _both(text: Text | str) -> Text:
    return text if isinstance(text, Text) else Text(nl=text, en=text)


class CallerError(EcoGraphError):
    """The call was wrong."""

    fault: Fault = "caller"
    status = 400
    code = "bad-call"


class UnknownName(CallerError):
    """A name that nothing carries.

    >>> str(UnknownName("question", "isolated-initiative", ["isolated-initiatives", "gaps"]))
    'There is no question "isolated-initiative". Did you mean "isolated-initiatives"?'
    """

    status = 404
    code = "unknown-name"

    def __init__(self, kind: Text | str, name: str, known: list[str]) -> None:
        import difflib

        near = difflib.get_close_matches(name, known, n=1)
        some = ", ".join(known[:12]) + ("…" if len(known) > 12 else "")
        if near:
            remedy = Text(nl=f'Bedoelt u "{near[0]}"?', en=f'Did you mean "{near[0]}"?')
        elif known:
            remedy = Text(nl=f"Bekend: {some}.", en=f"Known: {some}.")
        else:
            remedy = Text(nl="Onder die naam is hier niets bekend.", en="Nothing is known here by that name.")
        nouns = _both(kind)
        message = Text(nl=f'Onbekende {nouns["nl"]}: "{name}".', en=f'There is no {nouns["en"]} "{name}".')
        super().__init__(message, remedy=remedy)


class QuerySyntaxError(CallerError):
    """SPARQL that does not parse."""

    code = "query-syntax"


class QueryRefused(CallerError):
    """SPARQL that parses and may not run here."""

    status = 403
    code = "query-refused"


class Conflict(CallerError):
    """An update that does not fit the present state."""

    status = 409
    code = "conflict"


class ChangedMeanwhile(CallerError):
    """The state that the caller has seen is no longer the present one."""

    status = 412
    code = "changed-meanwhile"


class NotAcceptable(CallerError):
    """No representation that the client asked for."""

    status = 406
    code = "not-acceptable"


class DataError(EcoGraphError):
    """What was given to read is wrong."""

    fault: Fault = "data"
    status = 422
    code = "bad-data"


class SyntaxProblem(DataError):
    """A file that does not parse."""

    code = "syntax"


class NotADescription(DataError):
    """It parses, and describes no ecosystem."""

    code = "not-a-description"


class ShapesProblem(DataError):
    """A shapes graph that is ill-formed, or asks for what no engine here does."""

    code = "bad-shapes"


class NotWellFormed(DataError):
    """A write that adds violations of the structure shapes, where the operator rejects those.

    Args:
        findings: What it adds, one record for each validation result.
        report: The same as a SHACL validation report, in N-Triples.
    """

    code = "not-well-formed"

    def __init__(self, findings: Sequence[Mapping[str, object]], report: str = "") -> None:
        super().__init__(
            Text(
                nl=f"De wijziging is niet welgevormd: {len(findings)} bevindingen. Er is niets gewijzigd.",
                en=f"The write is not well formed: {len(findings)} results. Nothing was changed.",
            ),
            remedy=Text(
                nl="Lees in „results” wat er aan welk knooppunt ontbreekt.",
                en="Read in “results” what is wrong with which node.",
            ),
        )
        self.report = report
        #: The first hundred; with more, one reason usually explains them all.
        self.details = {"count": len(findings), "results": list(findings[:100])}


class LimitReached(EcoGraphError):
    """A limit that protects the others was reached."""

    fault: Fault = "caller"
    status = 503
    code = "limit-reached"


class DeadlineReached(LimitReached):
    """The query was stopped at its deadline."""

    code = "deadline"


class MemoryReached(LimitReached):
    """The process that evaluated the query died: of memory, or of nesting that the engine cannot hold."""

    code = "memory"


class AnswerTooLarge(LimitReached):
    """The answer has more rows or bytes than one answer may have."""

    code = "answer-too-large"


class QueueFull(LimitReached):
    """Too many requests wait already."""

    code = "busy"
    retry_after = 5


class NotReady(LimitReached):
    """What is in the store is being judged; writes that are to be judged wait for that."""

    code = "not-ready"
    retry_after = 30

    def __init__(self) -> None:
        super().__init__(
            Text(
                nl="De gegevens worden nog voor het eerst beoordeeld; er is niets gewijzigd.",
                en="The data is still being judged for the first time; nothing was written.",
            ),
            remedy=Text(
                nl=f"Probeer het over {self.retry_after} seconden nog eens.",
                en=f"Try again in {self.retry_after} seconds.",
            ),
        )


class StoreError(EcoGraphError):
    """The store is damaged, locked or out of reach."""

    status = 503
    code = "store"
