"""``POST /api/check``: a description in, its report out, nothing kept; and the empty workbook to begin with.

The law of this file: an upload is read and judged in a process of its own, with a deadline and limits, in a folder of
its own that is removed whatever happens. The web process only carries bytes.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, File, HTTPException, Request, Response, UploadFile
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ecograph.api import pages
from ecograph.api.pages.view import language_of
from ecograph.errors import DataError, DeadlineReached, LimitReached, MemoryReached, QueueFull
from ecograph.settings import Settings
from ecograph.texts import LANGUAGES, Lang, Text

#: What a process may use: address space in bytes, seconds of processor time.
MEMORY = 3 << 30
_CONFINED = """
import resource, sys
memory, seconds = map(int, sys.argv[1:3])
for limit, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
    resource.setrlimit(limit, (most, most))
from ecograph.cli import main
main(sys.argv[3:])
"""
#: A check may take so many times as long as a query: it reads, reasons and validates a whole description.
PATIENCE = 4
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


def checking_router(settings: Settings) -> APIRouter:
    """Return the route, with the operator's limits."""
    router = APIRouter(prefix="/api", tags=["check"])
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
                report = await _checked(
                    content, name, format, lang or language_of(request), PATIENCE * settings.query_seconds
                )
        finally:
            waiting -= 1
        if format == "html":
            return pages.report_page(request, json.loads(report), file.filename or name)
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
                    empty[lang] = await _template(lang, PATIENCE * settings.query_seconds)
        name = {"nl": "ecograph-leeg.xlsx", "en": "ecograph-empty.xlsx"}[lang]
        headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-cache"}
        return Response(empty[lang], media_type=_XLSX, headers=headers | {"vary": "Accept-Language, Cookie"})

    return router


async def _checked(content: bytes, name: str, form: str, lang: Lang, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ecograph-check-") as folder:
        await asyncio.to_thread((Path(folder) / name).write_bytes, content)
        arguments = ("check", name, *_ARGUMENTS.get(form, ("--format", form)), "--lang", lang, "--quiet")
        code, out, complaint = await _run(folder, arguments, seconds)
        made = Path(folder) / "outcome.xlsx"
        if form in {"xlsx", "annotated"}:
            out = await asyncio.to_thread(made.read_bytes) if made.is_file() else b""
    return _outcome(code, out, complaint)


async def _template(lang: Lang, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ecograph-template-") as folder:
        code, _, complaint = await _run(folder, ("template", "empty.xlsx", "--lang", lang), seconds)
        made = Path(folder) / "empty.xlsx"
        return _outcome(code, await asyncio.to_thread(made.read_bytes) if made.is_file() else b"", complaint)


async def _run(folder: str, arguments: tuple[str, ...], seconds: float) -> tuple[int, bytes, str]:
    """Run a command of ours in a confined process in a folder; return how it ended, its output and its complaint."""
    # -P: the folder holds the upload, so nothing is imported from it, whatever the upload is called.
    command = [sys.executable, "-P", "-c", _CONFINED, str(MEMORY), str(int(seconds) + 1)]
    process = await asyncio.create_subprocess_exec(
        *command,
        *arguments,
        cwd=folder,
        env={
            "PATH": os.environ.get("PATH", ""),
            "ECOGRAPH_DATA_DIR": folder,
            "TMPDIR": folder,  # what it unpacks goes with it, also when it is killed
            "COLUMNS": "100",
            "LC_ALL": "C.UTF-8",
        },
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, complaint = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError:
        slow = Text(**{k: _SLOW[k].format(n=int(seconds)) for k in LANGUAGES})
        raise DeadlineReached(slow, remedy=_SLOW_REMEDY) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return process.returncode or 0, out, complaint.decode("utf-8", "replace")


def _outcome(code: int, out: bytes, complaint: str) -> bytes:
    """Return the report; raise what the process complained of."""
    if code in {0, 1} and out:
        return out
    if code == 2:
        text = " ".join(complaint.split()).removeprefix("✘ ")
        raise DataError(text or "The file cannot be read.")
    if code < 0 or "MemoryError" in complaint:
        raise MemoryReached(_DIED, remedy=_SLOW_REMEDY)
    raise RuntimeError(f"a check ended with {code}: {complaint[-400:]}")  # our fault: a 500 with an entry in the log
