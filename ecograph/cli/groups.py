"""The commands that have commands of their own: registers, the review of links, and the states of the store.

The law of this file: as in ``app``, it names commands, parameters and their help, and imports what runs when it runs.
Annotations are not put off here (no ``from __future__``): the library would evaluate them twice, at each start.
"""

from pathlib import Path
from typing import Annotated

import typer

from ecograph.cli.help import Group
from ecograph.cli.options import DataDirOption, LangOption, OutOption, PlainFormat
from ecograph.texts import language

reference = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="The registers in the box: how old they are, and newer ones from their publishers.",
    no_args_is_help=True,
    epilog="Example: ecograph reference status",
)
review = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="What people decide about links: see what is open, accept or reject; every later build keeps to it.",
    no_args_is_help=True,
    epilog="Example: ecograph review list",
)

RegisterArgument = Annotated[str, typer.Argument(help="Name of a register, such as tooi.")]
DescriptionsArgument = Annotated[
    list[Path] | None, typer.Argument(help="Files or folders. Default: the ecosystems in the box.")
]
InOption = Annotated[
    list[Path] | None,
    typer.Option("--in", help="A description in which the actor stands. Default: the ecosystems in the box."),
]
ThingArgument = Annotated[
    str, typer.Argument(help="An actor or region (emmen-chemistry/actor/gemeente-emmen), or a name as written.")
]
ByOption = Annotated[str, typer.Option("--by", help="Who decides: best an office. Default: ECOGRAPH_REVIEWER.")]
NoteOption = Annotated[str, typer.Option("--note", help="Why, in your own words.")]


@reference.command("status", epilog="Example: ecograph reference status")
def reference_status(lang: LangOption = None) -> None:
    """Say of each register how old it is, how large, under which licence, and whether it can be refreshed."""
    from ecograph.cli import reference as registers

    registers.show(language(lang))


@reference.command("diff", epilog="Example: ecograph reference diff tooi")
def reference_diff(register: RegisterArgument, lang: LangOption = None) -> None:
    """Fetch a register from its publisher and say what would change. Nothing is written."""
    from ecograph.cli import reference as registers

    registers.compare(register, language(lang))


@reference.command("refresh", epilog="Example: ecograph reference refresh tooi")
def reference_refresh(register: RegisterArgument, lang: LangOption = None) -> None:
    """Fetch a register from its publisher, say what changes, and use it from now on."""
    from ecograph.cli import reference as registers

    registers.update(register, language(lang))


@reference.command("municipalities", epilog="Example: ecograph reference municipalities --date 2016-01-01")
def reference_municipalities(
    date: Annotated[str | None, typer.Option(help="The day of which to tell. Default: today.")] = None,
    ended: Annotated[bool, typer.Option("--ended", help="Those that had ended by then, each with its heirs.")] = False,
    form: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
    out: OutOption = None,
    lang: LangOption = None,
) -> None:
    """Count the municipalities that exist on a day and list them, or those that had ended, with what became of each."""
    from ecograph.cli import reference as registers

    registers.municipalities(date, ended=ended, form=form, out=out, lang=language(lang))


@review.command("list", epilog="Example: ecograph review list -o review.csv")
def review_list(
    descriptions: DescriptionsArgument = None,
    everything: Annotated[bool, typer.Option("--all", help="Also what was decided already.")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write a review file for a spreadsheet, to fill in and apply.")
    ] = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Show the links that nobody has judged yet, the least certain first, with the grounds of each."""
    from ecograph.cli import reviewing

    reviewing.show(descriptions, everything=everything, out=out, data_dir=data_dir, lang=language(lang))


@review.command("apply", epilog="Example: ecograph review apply review.csv --by 'Review board'")
def review_apply(
    file: Annotated[Path, typer.Argument(help="A review file in which you filled in decisions.")],
    by: ByOption = "",
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Keep the decisions of a review file. Nothing is kept if one of them is faulty."""
    from ecograph.cli import reviewing

    reviewing.apply(file, by=by, data_dir=data_dir, lang=language(lang))


@review.command("accept", epilog="Example: ecograph review accept emmen-chemistry/actor/gemeente-emmen --by Board")
def review_accept(
    thing: ThingArgument,
    iri: Annotated[str, typer.Option("--iri", help="Another organisation than proposed, by its IRI.")] = "",
    part_of: Annotated[bool, typer.Option("--part-of", help="It is a part of that organisation.")] = False,
    by: ByOption = "",
    note: NoteOption = "",
    inside: InOption = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Accept a link as proposed, or give another one."""
    from ecograph.cli import reviewing

    reviewing.accept(
        thing, iri=iri, part_of=part_of, by=by, note=note, inside=inside, data_dir=data_dir, lang=language(lang)
    )


@review.command("reject", epilog="Example: ecograph review reject emmen-chemistry/actor/gemeente-emmen --by Board")
def review_reject(
    thing: ThingArgument,
    by: ByOption = "",
    note: NoteOption = "",
    inside: InOption = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Reject what is proposed: it stays unlinked, whatever the rules find later."""
    from ecograph.cli import reviewing

    reviewing.reject(thing, by=by, note=note, inside=inside, data_dir=data_dir, lang=language(lang))


@review.command("withdraw", epilog="Example: ecograph review withdraw emmen-chemistry/actor/gemeente-emmen")
def review_withdraw(thing: ThingArgument, data_dir: DataDirOption = None, lang: LangOption = None) -> None:
    """Take a decision back; it stays on record, and the rules decide again."""
    from ecograph.cli import reviewing

    reviewing.withdraw(thing, data_dir=data_dir, lang=language(lang))


@review.command("conflicts", epilog="Example: ecograph review conflicts")
def review_conflicts(
    descriptions: DescriptionsArgument = None, data_dir: DataDirOption = None, lang: LangOption = None
) -> None:
    """Show where links contradict each other: who says what. Exit code 1 where there are such places."""
    from ecograph.cli import reviewing

    raise typer.Exit(reviewing.conflicts(descriptions, data_dir=data_dir, lang=language(lang)))


@review.command("report", epilog="Example: ecograph review report region.ttl -o links.md")
def review_report(
    descriptions: DescriptionsArgument = None,
    out: Annotated[
        Path | None, typer.Option("--out", "-o", help="Write it to this file: a page (.md) or a table (.csv).")
    ] = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """Say of every actor and region whether it has an identifier, which, or why not."""
    from ecograph.cli import reviewing

    reviewing.report(descriptions, out=out, data_dir=data_dir, lang=language(lang))


generations = typer.Typer(
    cls=Group,
    rich_markup_mode=None,
    help="The states of the store that are kept: list, keep, remove, and go back to one.",
    invoke_without_command=True,
    epilog="Example: ecograph generations keep 3",
)
NumberArgument = Annotated[int, typer.Argument(help="Number of a generation, as the list says it.")]


@generations.callback()
def generations_list(
    ctx: typer.Context,
    format: Annotated[PlainFormat, typer.Option(help="text for people, json for scripts.")] = PlainFormat.text,
    out: OutOption = None,
    data_dir: DataDirOption = None,
    lang: LangOption = None,
) -> None:
    """The states of the store that are kept: list, keep, remove, and go back to one."""
    if ctx.invoked_subcommand is None:
        from ecograph.cli import generations as states

        states.show(data_dir, form=format.value, out=out, lang=language(lang))


@generations.command("keep", epilog="Example: ecograph generations keep 3")
def generations_keep(number: NumberArgument, data_dir: DataDirOption = None, lang: LangOption = None) -> None:
    """Keep a generation for good, so that an answer from it can be reproduced."""
    from ecograph.cli import generations as states

    states.keep(number, data_dir, kept=True, lang=language(lang))


@generations.command("release", epilog="Example: ecograph generations release 3")
def generations_release(number: NumberArgument, data_dir: DataDirOption = None, lang: LangOption = None) -> None:
    """Let a kept generation go when there are enough newer ones."""
    from ecograph.cli import generations as states

    states.keep(number, data_dir, kept=False, lang=language(lang))


@generations.command("remove", epilog="Example: ecograph generations remove 3")
def generations_remove(number: NumberArgument, data_dir: DataDirOption = None, lang: LangOption = None) -> None:
    """Remove a generation. The current one, and one that a running service answers from, stay."""
    from ecograph.cli import generations as states

    states.remove(number, data_dir, lang=language(lang))


@generations.command("use", epilog="Example: ecograph generations use 3")
def generations_use(number: NumberArgument, data_dir: DataDirOption = None, lang: LangOption = None) -> None:
    """Make an older generation the current one again; a running service follows at once."""
    from ecograph.cli import generations as states

    states.use(number, data_dir, lang=language(lang))
