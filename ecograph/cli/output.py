"""How the command line prints: colours only on a terminal, errors on standard error, answers on standard output."""

from __future__ import annotations

import functools
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from ecograph.build import Progress


_hushed = False


@functools.cache
def console(stderr: bool = False) -> Console:
    """Return the console for answers, or for everything else."""
    from rich.console import Console

    return Console(stderr=stderr, highlight=False, soft_wrap=False, emoji=False)


def complain(text: str) -> None:
    """Print an error."""
    console(stderr=True).print(f"[bold red]✘[/] {_plain(text)}")


def say(text: str) -> None:
    """Print something about what is going on; never part of an answer, and nothing after ``hush``."""
    if not _hushed:
        console(stderr=True).print(text)


def hush(quiet: bool = True) -> None:
    """Say no more than answers and errors (``--quiet``), until the command line ends; or speak again."""
    global _hushed  # noqa: PLW0603  # one command line at a time
    _hushed = quiet


def deliver(content: bytes | str, out: Path | None) -> None:
    """Write an answer to a file, whole or not at all, or to standard output."""
    data = content.encode() if isinstance(content, str) else content
    if out is None:
        sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
        sys.stdout.buffer.flush()
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_name(out.name + ".part")
    half.write_bytes(data)
    half.replace(out)
    say(f"→ {_plain(str(out))}")


def _plain(text: str) -> str:
    from rich.markup import escape

    return escape(text)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Progress]:
    """Give a progress callback; it draws a bar on a terminal and nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def move(what: str, done: int, total: int) -> None:
            bar.update(task, description=f"{title} {what}", completed=done - 1, total=total)

        yield move
