"""How help and wrong calls are laid out: plain text, whole sentences, headings in the reader's language.

The law of this file: it draws and imports nothing heavy: help is what people wait for most often.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from ecograph.texts import Lang

UsageError = cast(
    "type[Exception]", typer.BadParameter.__mro__[1]
)  # every wrong call; the library does not name it in public

_TRY: dict[Lang, str] = {"en": "Try '{command} --help' for help.", "nl": "Probeer '{command} --help'."}


# What the library calls a value, and what people call it.
_KINDS = {"<str>": "<text>", "<int range>": "<number>", "<int>": "<number>", "<float range>": "<number>"}


class Group(TyperGroup):
    """Commands, listed with the first sentence of each in full instead of cut off at the edge of the window."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401, ARG002  # as the library calls it
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_sentence(found.help or "")) for name, found in self.commands.items()])


def lay_out(found: TyperCommand | TyperGroup, lang: Lang) -> None:
    """Let a command, and all below it, write its help in our words."""
    found.context_class = _context(found.context_class, lang)
    for child in getattr(found, "commands", {}).values():
        lay_out(child, lang)


def _context(context: Any, lang: Lang) -> Any:  # noqa: ANN401  # classes that the library keeps to itself
    words, headings = _KINDS, dict[str, str]()
    if lang == "nl":
        from ecograph.cli.dutch import HEADINGS, MARKS

        words, headings = _KINDS | MARKS, HEADINGS

    class Formatter(context.formatter_class):  # type: ignore[misc]
        def write_heading(self, heading: str) -> None:
            super().write_heading(headings.get(heading, heading))

        def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
            super().write_usage(prog, args, prefix or headings.get("Usage: "))

        def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
            super().write_dl([(_in_words(name), _in_words(text)) for name, text in rows], col_max, col_spacing)

    def _in_words(text: str) -> str:
        for theirs, ours in words.items():
            text = text.replace(theirs, ours)
        return text

    return type(context.__name__, (context,), {"formatter_class": Formatter})


def first_sentence(text: str) -> str:
    """Return what stands before the first full stop that ends a sentence.

    >>> first_sentence("Run SPARQL on the store. Our own prefixes need no declaration.")
    'Run SPARQL on the store.'
    """
    return text.partition("\n")[0].partition(". ")[0].rstrip(".") + "." if text else ""


def wrong_call(error: Exception, lang: Lang) -> str:
    """Return what to say of a wrong call: how the command is called, what was wrong, and where help is.

    Args:
        error: A ``UsageError``.
        lang: The reader's language.
    """
    message: str = error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":  # a group without a command: its message is its help
        return message
    if lang == "nl":
        from ecograph.cli.dutch import wrong

        message = wrong(message)
    context = getattr(error, "ctx", None)
    called = context.command_path if context else "ecograph"
    usage = f"{context.get_usage()}\n" if context else ""
    return f"{usage}{_TRY[lang].format(command=called)}\n\n✘ {message}"
