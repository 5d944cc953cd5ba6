"""``POST /api/check``: a description in, its report out, nothing kept.

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

from fastapi import APIRouter, File, Query, Request, Response, UploadFile

from ecograph.api import pages
from ecograph.errors import DataError, DeadlineReached, LimitReached, MemoryReached, QueueFull
from ecograph.settings import Settings
from ecograph.texts import LANGUAGES, Lang, Text

#: What a process may use: address space in bytes, seconds of processor time.
MEMORY = 3 << 30
_CONFINED = (
    "import resource as r, sys; r.setrlimit(r.RLIMIT_AS, (int(sys.argv[1]),) * 2); "
    "r.setrlimit(r.RLIMIT_CPU, (int(sys.argv[2]),) * 2); r.setrlimit(r.RLIMIT_CORE, (0, 0)); "
    "from ecograph.cli import main; main(sys.argv[3:])"
)
_AT_ONCE = 2
_WAITING = 8
_TYPES = {"json": "application/json", "ttl": "text/turtle; charset=utf-8", "text": "text/plain; charset=utf-8"}
_NAME = re.compile(r"[^\w.-]+")

_TOO_LARGE = Text(nl="Het bestand is groter dan {n} MB.", en="The file is larger than {n} MB.")
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
        file: Annotated[UploadFile, File(description="A workbook (.xlsx) or a file of RDF.")],
        format: Annotated[Literal["json", "ttl", "text", "html"], Query(description="Of the report.")] = "json",  # noqa: A002
        lang: Annotated[Lang | None, Query(description="Of texts and errors.")] = None,
    ) -> Response:
        """Say what the ecosystem lacks and why, and what is wrong in the description. Nothing is stored."""
        nonlocal waiting
        if waiting >= _WAITING:
            raise QueueFull(_BUSY, remedy=_BUSY_REMEDY)
        content = await file.read(settings.upload_bytes + 1)
        if len(content) > settings.upload_bytes:
            raise UploadTooLarge(Text(**{k: _TOO_LARGE[k].format(n=settings.upload_bytes >> 20) for k in LANGUAGES}))
        name = _NAME.sub("_", Path(file.filename or "").name)[-80:].lstrip("-.") or "upload.ttl"
        waiting += 1
        try:
            async with turn:
                form = "json" if format == "html" else format
                report = await _checked(content, name, form, lang or _accepted(request), settings.query_seconds)
        finally:
            waiting -= 1
        if format == "html":
            return pages.report_page(request, json.loads(report), file.filename or name)
        return Response(report, media_type=_TYPES[format], headers={"cache-control": "no-store"})

    return router


def _accepted(request: Request) -> Lang:
    """Return Dutch where the client prefers it, else English."""
    wanted = request.headers.get("accept-language", "").lower()
    return "nl" if wanted.startswith("nl") else "en"


async def _checked(content: bytes, name: str, form: str, lang: Lang, seconds: float) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ecograph-check-") as folder:
        await asyncio.to_thread((Path(folder) / name).write_bytes, content)
        # -P: the folder holds the upload, so nothing is imported from it, whatever the upload is called.
        command = [sys.executable, "-P", "-c", _CONFINED, str(MEMORY), str(int(seconds) + 1)]
        process = await asyncio.create_subprocess_exec(
            *command,
            *("check", name, "--format", form, "--lang", lang, "--quiet"),
            cwd=folder,
            env={
                "PATH": os.environ.get("PATH", ""),
                "ECOGRAPH_DATA_DIR": folder,
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
    return _outcome(process.returncode or 0, out, complaint.decode("utf-8", "replace"))


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
