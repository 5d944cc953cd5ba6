"""``ecograph link``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import get_args

from ecograph.cli.output import say
from ecograph.errors import CallerError, UnknownName
from ecograph.texts import Lang, Text


def link(
    names: Path,
    column: str,
    *,
    out: Path,
    date: str | None,
    kind: str,
    unmatched: Path | None,
    review: Path | None,
    by: str,
    data_dir: Path | None,
    lang: Lang,
) -> None:
    """Link a column of names and say how many were linked; what the review file decides is kept for builds too."""
    from ecograph.cli.opening import settings_with
    from ecograph.linking.command import link_file
    from ecograph.linking.desk import Desk
    from ecograph.linking.organisations import Type

    kinds: tuple[Type, ...] = get_args(Type)
    wanted = next((known for known in kinds if known == kind), None)
    if wanted is None:
        raise UnknownName(Text(nl="soort naam", en="type of name"), kind, list(kinds))
    out.parent.mkdir(parents=True, exist_ok=True)
    settings = settings_with(data_dir=data_dir)
    done = link_file(
        names,
        column,
        date=day(date),
        type=wanted,
        out=out,
        unmatched=unmatched,
        review=review,
        desk=Desk(settings.decisions_dir),
        by=by or settings.reviewer,
        lang=lang,
    )
    say(done.say(lang))


def day(text: str | None) -> dt.date | None:
    """Return a day that was written on the command line.

    Raises:
        CallerError: it is no date.
    """
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CallerError(
            Text(nl=f'"{text}" is geen datum.', en=f'"{text}" is not a date.'),
            remedy=Text(nl="Schrijf hem als 2016-03-14.", en="Write it like 2016-03-14."),
        ) from error
