"""``POST /api/check``: a description in, its report out, nothing kept; and the empty workbook to begin with.

The law of this file: an upload is read and judged in a process of its own, with a deadline and limits, in a folder of
its own that is removed whatever happens. The web process only carries bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, File, HTTPException, Request, Response, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecograph.api import pages
from ecograph.api.asgi import ClientGone, Record, while_connected
from ecograph.api.confined import Confined, Ended, PrintedTooMuch, whole
from ecograph.api.pages.view import language_of
from ecograph.errors import DataError, DeadlineReached, LimitReached, MemoryReached, QueueFull
from ecograph.settings import Settings
from ecograph.texts import LANGUAGES, Lang, Text

#: What a process may use: address space in bytes.
MEMORY = 3 << 30
#: A check may take so many times as long as a query: it reads, reasons and validates a whole description.
PATIENCE = 4
#: Bytes of an empty workbook: ours has under 200 kB.
_TEMPLATE = 8 << 20
_AT_ONCE = 2
_WAITING = 8
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {
    "json": "application/json",
    "ttl": "text/turtle; charset=utf-8",
    "text": "text/plain; charset=utf-8",
    "report": "text/html; charset=utf-8",
    "xlsx": _XLSX,
    "annotated": _XLSX,
}
#: The arguments of `ecograph check` for each form of the outcome.
_ARGUMENTS = {
    "html": ("--format", "json"),
    "report": ("--format", "html"),
    "xlsx": ("--format", "xlsx", "--out", "outcome.xlsx"),
    "annotated": ("--format", "json", "--annotate", "outcome.xlsx"),
}
#: Endings that are read.
TAKEN = (".xlsx", ".zip", ".ttl", ".trig", ".nt", ".nq", ".jsonld", ".json", ".rdf", ".xml", ".owl")
_NAME = re.compile(r"[^\w.-]+")

_TOO_LARGE = Text(nl="Het bestand is groter dan {n} MB.", en="The file is larger than {n} MB.")
_NOT_TAKEN = Text(
    nl='Een bestand dat op "{suffix}" eindigt, wordt hier niet gelezen.',
    en='A file that ends in "{suffix}" is not read here.',
)
_NOT_TAKEN_REMEDY = Text(
    nl="Lever een werkmap (.xlsx, zonder macro's), een zip met CSV-bestanden of een RDF-bestand in.",
    en="Hand in a workbook (.xlsx, without macros), a zip of CSV files or a file of RDF.",
)
_LONG_REPORT = Text(
    nl="Het verslag over dit bestand is groter dan {n} MB.",
    en="The report on this file is larger than {n} MB.",
)
_LONG_REPORT_REMEDY = Text(
    nl="Controleer het met `ecograph check` op uw eigen machine, of eerst een deel: rijen delen vaak een fout.",
    en="Check it with `ecograph check` on your own machine, or a part of it first: rows often share a mistake.",
)
_BUSY = Text(nl="Er worden al veel bestanden gecontroleerd.", en="Many files are being checked already.")
_BUSY_REMEDY = Text(nl="Kom over enkele seconden terug.", en="Come back in a few seconds.")
_SLOW = Text(nl="De controle duurde langer dan {n} seconden.", en="The check took longer than {n} seconds.")
_SLOW_REMEDY = Text(
    nl="Controleer het bestand met `ecograph check` op uw eigen machine.",
    en="Check the file with `ecograph check` on your own machine.",
)
_DIED = Text(nl="De controle had meer geheugen nodig dan mag.", en="The check needed more memory than it may have.")


class UploadTooLarge(LimitReached):
    """The upload is larger than the operator allows."""

    status = 413
    code = "upload-too-large"


class ReportTooLarge(LimitReached):
    """The report is larger than the operator allows."""

    status = 422
    code = "report-too-large"


class FileNotTaken(DataError):
    """The upload has an ending that is not read."""

    status = 415
    code = "unsupported-media-type"


class UploadLimit:
    """Stops an upload that is larger than the operator allows while it comes in, before it fills the disk.

    What is beyond the limit is taken in and thrown away, up to four times the limit, since a browser that is cut off
    while it sends shows nothing of the answer.
    """

    def __init__(self, app: ASGIApp, limit: int, path: str = "/api/check") -> None:
        self.app, self.limit, self.path = app, limit, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; count the bytes of an upload."""
        if scope["type"] != "http" or scope["path"] != self.path:
            await self.app(scope, receive, send)
            return
        allowed = self.limit + 64 * 1024  # the form around the file
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken <= allowed:
                return message
            while message.get("more_body") and taken < 4 * allowed:
                message = await receive()
                taken += len(message.get("body", b""))
            raise HTTPException(413)

        await self.app(scope, counted, send)


def too_large(limit: int) -> UploadTooLarge:
    """Return the refusal of an upload beyond a limit in bytes."""
    return UploadTooLarge(Text(**{k: _TOO_LARGE[k].format(n=max(1, limit >> 20)) for k in LANGUAGES}))


def checking_router(settings: Settings, confined: Confined | None = None) -> APIRouter:
    """Return the routes, with the operator's limits; what stands ready for them ends with the application."""
    confined = confined or Confined(MEMORY)
    seconds = PATIENCE * settings.query_seconds

    @contextlib.asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        yield
        confined.close()

    router = APIRouter(prefix="/api", tags=["check"], lifespan=lifespan)
    turn = asyncio.Semaphore(_AT_ONCE)
    waiting = 0

    @router.post(
        "/check",
        summary="Check a description",
        response_class=Response,
        responses={200: {"content": {"application/json": {}, "text/turtle": {}, "text/plain": {}, "text/html": {}}}},
    )
    async def check(
        request: Request,
        file: Annotated[UploadFile, File(description="A workbook (.xlsx), a zip of CSV files, or a file of RDF.")],
        format: Literal["json", "ttl", "text", "html", "report", "xlsx", "annotated"] = "json",  # noqa: A002
        lang: Lang | None = None,
    ) -> Response:
        """Say what the ecosystem lacks and why, and what is wrong in the description. Nothing is stored."""
        nonlocal waiting
        if waiting >= _WAITING:
            raise QueueFull(_BUSY, remedy=_BUSY_REMEDY)
        content = await file.read(settings.upload_bytes + 1)
        if len(content) > settings.upload_bytes:
            raise too_large(settings.upload_bytes)
        name = _NAME.sub("_", Path(file.filename or "").name)[-80:].lstrip("-.") or "upload.ttl"
        suffix = Path(name).suffix.lower()
        if suffix not in TAKEN:
            shown = Text(**{k: _NOT_TAKEN[k].format(suffix=suffix) for k in LANGUAGES})
            raise FileNotTaken(shown, remedy=_NOT_TAKEN_REMEDY)
        waiting += 1
        try:
            async with turn:
                lang = lang or language_of(request)
                work = _checked(confined, content, name, format, lang, seconds, settings.report_bytes)
                report = await while_connected(request.receive, work)
        except ClientGone:
            request.scope.get("state", {}).get("record", Record()).outcome = "client-gone"
            return Response(status_code=499)  # to nobody
        finally:
            waiting -= 1
        if format == "html":
            given = file.filename or name
            return await asyncio.to_thread(lambda: pages.report_page(request, json.loads(report), given))
        return Response(report, media_type=_TYPES[format], headers={"cache-control": "no-store"})

    empty: dict[Lang, bytes] = {}

    @router.get(
        "/template", summary="An empty workbook", response_class=Response, responses={200: {"content": {_XLSX: {}}}}
    )
    async def template(request: Request, lang: Lang | None = None) -> Response:
        """Give the workbook in which a region is described, with help, examples and lists to choose from."""
        lang = lang or language_of(request)
        if lang not in empty:
            async with turn:
                if lang not in empty:  # somebody before may have waited for the same
                    empty[lang] = await _template(confined, lang, seconds)
        name = {"nl": "ecograph-leeg.xlsx", "en": "ecograph-empty.xlsx"}[lang]
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
        return Response(empty[lang], media_type=_XLSX, headers=headers | {"vary": "Accept-Language, Cookie"})

    return router


async def _checked(
    confined: Confined, content: bytes, name: str, form: str, lang: Lang, seconds: float, limit: int
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ecograph-check-") as folder:
        await asyncio.to_thread((Path(folder) / name).write_bytes, content)
        arguments = ("check", name, *_ARGUMENTS.get(form, ("--format", form)), "--lang", lang, "--quiet")
        try:
            ended = await _run(confined, folder, arguments, seconds, limit)
            if form in {"xlsx", "annotated"}:
                ended = replace(ended, out=await asyncio.to_thread(whole, Path(folder) / "outcome.xlsx", limit))
        except PrintedTooMuch:
            large = Text(**{k: _LONG_REPORT[k].format(n=max(1, limit >> 20)) for k in LANGUAGES})
            raise ReportTooLarge(large, remedy=_LONG_REPORT_REMEDY) from None
    return _outcome(ended)


async def _template(confined: Confined, lang: Lang, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ecograph-template-") as folder:
        ended = await _run(confined, folder, ("template", "empty.xlsx", "--lang", lang), seconds, _TEMPLATE)
        return _outcome(replace(ended, out=await asyncio.to_thread(whole, Path(folder) / "empty.xlsx", _TEMPLATE)))


async def _run(confined: Confined, folder: str, arguments: Sequence[str], seconds: float, limit: int) -> Ended:
    try:
        return await confined.run(folder, arguments, seconds, limit)
    except TimeoutError:
        slow = Text(**{k: _SLOW[k].format(n=int(seconds)) for k in LANGUAGES})
        raise DeadlineReached(slow, remedy=_SLOW_REMEDY) from None


def _outcome(ended: Ended) -> bytes:
    """Return the report; raise what the process complained of."""
    if ended.code in {0, 1} and ended.out:
        return ended.out
    if ended.code == 2:
        text = " ".join(ended.complaint.split()).removeprefix("✘ ")
        raise DataError(text or "The file cannot be read.")
    if ended.code < 0 or "MemoryError" in ended.complaint:
        raise MemoryReached(_DIED, remedy=_SLOW_REMEDY)
    # Our fault: a 500 with an entry in the log.
    raise RuntimeError(f"a check ended with {ended.code}: {ended.complaint[-400:]}")
