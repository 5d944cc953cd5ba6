"""What a column is: its name, its meaning as a property, its type, and what an empty cell means.

The law of this package: it is the one place where workbook and graph meet. Template, importer, exporter, CSVW, RML and
docs/workbook.md are all made from it; a column that is not declared here does not exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from ecograph.terms import PREFIXES
from ecograph.texts import LANGUAGES, Lang, Text


class Type(StrEnum):
    """What a cell of a column holds."""

    TEXT = "text"
    LANG_TEXT = "text in one language"
    DATE = "date, month or year"
    DECIMAL = "number"
    INTEGER = "whole number"
    BOOLEAN = "yes or no"
    CONCEPT = "term from a list"
    PRECONDITION = "precondition"
    TERM = "class or property"
    REFERENCE = "name of a row"
    ECOSYSTEM = "this ecosystem"
    CURRENCY = "currency"
    IRI = "web address"
    SELF = "web address of the row"
    KIND = "kind of the row"


#: What stands in a cell that is left empty on purpose where an empty cell would mean something.
NOTHING = "–"

#: Names of defaults beside "the value of that other column".
THIS_ECOSYSTEM = "@ecosystem"
AUTOMATIC = "@auto"

ALL = "*"  # a reference to a row of any sheet


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet.

    Attributes:
        name: Stable and language-free: the heading in CSV, and what the hidden key row holds.
        path: Prefixed names of the properties from the row to the value; two where a node lies between.
        type: What a cell holds.
        label: The heading.
        help: What to fill in; empty: the ontology's definition of the property.
        example: A cell as somebody might fill it in.
        many: Whether a cell may hold several values.
        required: Whether an empty cell is a problem.
        lang: The language of the texts in it.
        scheme: The prefix of the concepts it takes.
        also: The list of another publisher from which it takes concepts as well.
        targets: The sheets whose rows it refers to.
        default: What an empty cell means: another column's value, this ecosystem, or a label made from the row.
    """

    name: str
    path: tuple[str, ...]
    type: Type
    label: Text
    help: Text = field(default_factory=lambda: Text(nl="", en=""))
    example: Text = field(default_factory=lambda: Text(nl="", en=""))
    many: bool = False
    required: bool = False
    lang: Lang | None = None
    scheme: str = ""
    also: str = ""
    targets: tuple[str, ...] = ()
    default: str = ""

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the names of the lists from which it takes terms, ours first."""
        return tuple(name for name in (self.scheme, self.also) if name)

    @property
    def meaning(self) -> str:
        """Return the IRI of the last property of the path; empty where the column is not a property."""
        return expand(self.path[-1]) if self.path else ""

    @property
    def nested(self) -> bool:
        """Return whether a node of its own lies between the row and the value."""
        return len(self.path) > 1


@dataclass(frozen=True, slots=True)
class Kind:
    """A class that the rows of a sheet can have.

    Attributes:
        cls: Its prefixed name.
        label: How a cell names it.
        folder: The part of the IRI before a row's own name.
        general: Whether a row counts as one while its kind cannot be read.
    """

    cls: str
    label: Text
    folder: str
    general: bool = False

    @property
    def iri(self) -> str:
        """Return the IRI of the class."""
        return expand(self.cls)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: the rows of one kind of thing.

    Attributes:
        key: Stable and language-free: the name of the CSV file.
        title: The name on the tab.
        help: What belongs here.
        kinds: The classes of its rows; the first is meant where the kind is left empty and there is no other.
        columns: In the order in which they stand.
        auto: Columns whose values together name a row that has no name of its own.
        form: One row, written downwards.
    """

    key: str
    title: Text
    help: Text
    kinds: tuple[Kind, ...]
    columns: tuple[Column, ...]
    auto: tuple[str, ...] = ()
    form: bool = False

    def column(self, name: str) -> Column:
        """Return a column by its name."""
        return next(c for c in self.columns if c.name == name)

    @property
    def key_column(self) -> str:
        """Return the name of the column by whose value other rows refer to a row of this sheet."""
        return "notation" if any(c.name == "notation" for c in self.columns) else "label_nl"

    @property
    def classes(self) -> frozenset[str]:
        """Return the IRIs of the classes of its rows."""
        return frozenset(k.iri for k in self.kinds)


def expand(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> expand("eco:since")
    'https://w3id.org/ecograph/ns#since'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def say(nl: str, en: str = "") -> Text:
    """Return a text; without an English one, the same in both languages."""
    return Text(nl=nl, en=en or nl)


NO = Text(nl="", en="")


def in_both(
    name: str,
    prop: str,
    nl: str,
    en: str,
    *,
    hint: Text = NO,
    example: Text = NO,
    many: bool = False,
    required: bool = False,
    default: str = "",
) -> Iterator[Column]:
    """Declare a text in both languages: one column each."""
    tongues = {"nl": say("Nederlands", "Dutch"), "en": say("Engels", "English")}
    for lang in LANGUAGES:
        other = "en" if lang == "nl" else "nl"
        source = {"": "", "other": f"{name}_{other}", AUTOMATIC: AUTOMATIC}.get(default, f"{default}_{lang}")
        yield Column(
            name=f"{name}_{lang}",
            path=(prop,),
            type=Type.LANG_TEXT,
            label=Text(nl=f"{nl} ({tongues[lang]['nl']})", en=f"{en} ({tongues[lang]['en']})"),
            help=hint,
            example=say(example[lang]),
            many=many,
            required=required,
            lang=lang,
            default=source,
        )


def one(name: str, prop: str, kind: Type, nl: str, en: str, **more: object) -> Iterator[Column]:
    """Declare a column with at most one value."""
    if "hint" in more:
        more["help"] = more.pop("hint")
    yield Column(name, tuple(prop.split("/")) if prop else (), kind, say(nl, en), **more)  # type: ignore[arg-type]


def several(name: str, prop: str, kind: Type, nl: str, en: str, **more: object) -> Iterator[Column]:
    """Declare a column whose cells may hold several values."""
    yield from one(name, prop, kind, nl, en, many=True, **more)


def concept(name: str, prop: str, scheme: str, nl: str, en: str, **more: object) -> Iterator[Column]:
    """Declare a column with a drop-down from one of our vocabularies."""
    yield from one(name, prop, Type.CONCEPT, nl, en, scheme=scheme, **more)


def refer(name: str, prop: str, targets: str, nl: str, en: str, **more: object) -> Iterator[Column]:
    """Declare a column that names rows of other sheets."""
    yield from one(name, prop, Type.REFERENCE, nl, en, targets=tuple(targets.split()), **more)
