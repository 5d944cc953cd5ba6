"""Starting and stopping: a free port, a browser, Ctrl-C.

The law of this file: it serves what ``create_app`` returns and knows nothing of what that is.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from contextlib import closing, suppress
from types import FrameType
from typing import Any

from ecograph.api.annex.process import IDLE
from ecograph.api.app import create_app
from ecograph.api.operation import collect_seldom, log_to_stderr
from ecograph.errors import CallerError, StoreError
from ecograph.settings import Settings

#: Seconds in which what runs may come to its end after SIGTERM; service managers wait longer before they kill.
GRACE = 10

#: Called with the address and whether the wanted port was busy, once the service answers.
Ready = Callable[[str, bool], None]


def serve(settings: Settings, *, open_browser: bool = False, start: str = "", on_ready: Ready | None = None) -> None:
    """Serve until Ctrl-C or SIGTERM.

    Args:
        settings: Host, port and everything else. A busy port: the next free one of the twenty after it.
        open_browser: Show a page once it answers.
        start: Path of that page, without a slash in front.
        on_ready: Told the address, and whether another port than the wanted one was taken.

    Raises:
        CallerError: the settings would open a hole, or no port is free.
        StoreError: the store cannot be opened.
    """
    import uvicorn

    log_to_stderr(settings.log)
    _allow_connections()
    app = create_app(settings)
    listener = _listen(settings.host, settings.port)
    port: int = listener.getsockname()[1]
    shown = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104  # compared, not bound
    address = f"http://[{shown}]:{port}/" if ":" in shown else f"http://{shown}:{port}/"

    class Server(uvicorn.Server):
        """Uvicorn that says when it is ready and does not wait for slow clients at the end."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                collect_seldom()
                # A page that is computed in a thread gives way to a question ten times sooner than Python's own 5 ms.
                sys.setswitchinterval(0.0005)
                if on_ready:
                    on_ready(address, port != settings.port)
                if open_browser:
                    threading.Thread(target=webbrowser.open, args=(address + start,), daemon=True).start()

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's signature
            # Ctrl-C ends at once; a service manager's SIGTERM lets what runs come to its end. Both are how it is meant
            # to end: uvicorn's own way would raise the signal once more and end with that instead of 0.
            self.config.timeout_graceful_shutdown = 0 if sig == signal.SIGINT else GRACE
            self.force_exit = self.should_exit and sig == signal.SIGINT
            self.should_exit = True

    config = uvicorn.Config(
        app,
        http=protocol(),
        ws="none",
        log_config=None,
        access_log=False,
        lifespan="on",
        timeout_keep_alive=IDLE,
        server_header=False,
        date_header=True,
        h11_max_incomplete_event_size=max(64 * 1024, settings.query_bytes * 4),
    )
    logging.getLogger("uvicorn.error").addFilter(_not_a_fault)
    server = Server(config)
    with closing(listener), suppress(KeyboardInterrupt):  # Ctrl-C is how it is meant to end
        server.run(sockets=[listener])
    if not server.started:
        raise StoreError("The service could not be started.", remedy="The log says why.")


def protocol() -> Any:  # noqa: ANN401  # a class of uvicorn's, or the name of one
    """Return the protocol with the short way for repeated questions, or uvicorn's own where httptools is missing."""
    try:
        from ecograph.api.http import QuickProtocol
    except ImportError:
        return "auto"
    return QuickProtocol


#: Files that this process may have open, where the system allows it.
_CONNECTIONS = 65_536


def _allow_connections() -> None:
    """Let this process have as many files, and so connections, as the system lets it; most give 1,024 to begin with."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _CONNECTIONS if most == resource.RLIM_INFINITY else min(most, _CONNECTIONS)
    if now != resource.RLIM_INFINITY and now < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, port + 20) if port else (0,):
        listener = socket.socket(
            family, socket.SOCK_STREAM, socket.IPPROTO_TCP
        )  # the event loop switches Nagle off by proto
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(1024)
        except OSError as error:
            listener.close()
            if error.errno in {98, 48, 13} and candidate != port + 19:  # in use (Linux, macOS), or not ours
                continue
            raise CallerError(
                f"Nothing can listen on {host}, port {port}: {error.strerror}.", remedy="Choose another --port."
            ) from error
        else:
            listener.setblocking(False)
            return listener
    raise CallerError(f"The ports {port} to {port + 19} are all busy.", remedy="Choose another --port.")


def _not_a_fault(entry: logging.LogRecord) -> bool:
    """Breaking off an answer on purpose, or at the end of the service, is no error."""
    kind = entry.exc_info[0] if entry.exc_info else None
    message = entry.getMessage()
    return not (
        "without completing response" in message
        or "graceful shutdown exceeded" in message
        or (kind is not None and issubclass(kind, asyncio.CancelledError))
    )
