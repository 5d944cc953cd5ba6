"""One cell to one value: what people write into a cell, and what it says.

The law of this file: a cell is read in one way or not at all. What could mean two things is asked back, with both.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache

from pyoxigraph import Literal, NamedNode

from ecograph.describe.activities import NACE, activities
from ecograph.describe.mapping import NOTHING, SHEET, Column, Kind, Sheet, Type
from ecograph.describe.tables import XSD, Term, Value
from ecograph.describe.vocabulary import CURRENCY, PRECONDITIONS, TERMS, Vocabulary, normal
from ecograph.terms import PREFIXES
from ecograph.texts import LANGUAGES, Lang, Text


class Unreadable(Exception):
    """A cell that cannot be read: with the code of the problem and what to do."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message["en"])
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Context:
    """What a cell needs to know of the workbook around it.

    Attributes:
        vocabulary: The lists of words.
        lang: The language of the hints.
        refer: Resolves the name of a row among the sheets that a column refers to.
        ecosystem: The ecosystem that is described; None while it is being found out.
        text: Whether every cell is text with a decimal point.
    """

    vocabulary: Vocabulary
    lang: Lang
    refer: Callable[[str, Column], NamedNode]
    ecosystem: NamedNode | None
    text: bool = False


def written(value: Value) -> str:
    """Return what a cell holds as text.

    >>> written(2016.0), written(0.1), written(1e21), written(date(2016, 3, 14)), written(True)
    ('2016', '0.1', '1000000000000000000000', '2016-03-14', 'true')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f").removesuffix(".0") if value == value else "NaN"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_empty(value: Value | None) -> bool:
    """Return whether a cell says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_nothing(value: Value) -> bool:
    """Return whether a cell says "nothing" on purpose."""
    return isinstance(value, str) and value.strip() in {NOTHING, "-", "—"}


_BREAK = re.compile(r"\\(.)|([|\n])", re.DOTALL)


def split_texts(text: str) -> list[str]:
    r"""Return the texts of a cell: one per line, or separated by ``|``; a backslash before either keeps it.

    >>> split_texts("one|two\nthree"), split_texts(r"a\|b")
    (['one', 'two', 'three'], ['a|b'])
    """
    parts = [""]
    at = 0
    for match in _BREAK.finditer(text):
        parts[-1] += text[at : match.start()]
        at = match.end()
        if match[2]:
            parts.append("")
        else:
            parts[-1] += {"n": "\n", "|": "|", "\\": "\\"}.get(match[1], match[0])
    parts[-1] += text[at:]
    return [p.strip() for p in parts if p.strip()]


def join_texts(texts: list[str]) -> str:
    r"""Return the cell that ``split_texts`` takes apart again.

    >>> join_texts(["one", "a|b"])
    'one\na\\|b'
    """
    return "\n".join(t.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "\\n") for t in texts)


def read_cell(column: Column, value: Value, context: Context, sheet: Sheet) -> list[Term]:
    """Return what a cell says.

    Raises:
        Unreadable: it cannot be read, or could mean two things.
    """
    reader = _READERS[column.type]
    if column.type in {Type.TEXT, Type.LANG_TEXT}:
        text = written(value)
        parts = split_texts(text) if column.many else [text.strip()]
        return [reader(column, part, context, sheet) for part in parts]
    if not column.many or not isinstance(value, str):
        return [reader(column, value, context, sheet)]
    if column.also and context.vocabulary.find(column.also, value):  # names of other publishers have semicolons
        return [reader(column, value, context, sheet)]
    if len(pieces := [p.strip() for p in re.split(r"[;|\n]", value) if p.strip()]) == 1:
        return [reader(column, pieces[0], context, sheet)]
    try:
        return list(dict.fromkeys(reader(column, piece, context, sheet) for piece in pieces))
    except Unreadable as error:
        try:
            return [reader(column, value, context, sheet)]  # a name may have a semicolon in it
        except Unreadable:
            raise error from None


def _text(column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value)
    return Literal(text, language=column.lang) if column.lang else Literal(text)


_MONTHS = {
    name: number
    for names in (
        "januari februari maart april mei juni juli augustus september oktober november december",
        "january february march april may june july august september october november december",
    )
    for number, name in enumerate(names.split(), 1)
}
_DATES = ("yyyy-mm-dd", "yyyy-mm", "yyyy")


def _date(_column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value).strip()
    lexical = _iso(text)
    if lexical is None or not 1000 <= int(lexical[:4]) <= 2200:
        raise Unreadable(
            "wrong-type",
            Text(
                nl=f'"{text}" is geen datum. Schrijf dag, maand of jaar als 14-03-2016, 2016-03 of 2016.',
                en=f'"{text}" is not a date. Write a day, month or year as 2016-03-14, 2016-03 or 2016.',
            ),
        )
    kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(lexical)]
    return Literal(lexical, datatype=NamedNode(XSD + kind))


def _iso(text: str) -> str | None:
    """Return a day, month or year as XML Schema writes it; None where the text is none."""
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        pass
    elif match := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", text):  # day first, as in Dutch and British use
        text = f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    elif match := re.fullmatch(r"(?:(\d{1,2})\s+)?([a-z]+)\s+(\d{4})", text.lower()):
        if match[2] not in _MONTHS:
            return None
        text = f"{match[3]}-{_MONTHS[match[2]]:02}" + (f"-{int(match[1]):02}" if match[1] else "")
    else:
        return None
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) == 4 else (text + "-01")[:10])
    except ValueError:
        return None
    return text


def _decimal(_column: Column, value: Value, context: Context, _sheet: Sheet) -> Term:
    text = written(value)
    if isinstance(value, str):
        text = re.sub(r"^(?:€|EUR)\s*|\s*(?:€|EUR)$|(?<=\d)[\s\u00a0\u202f](?=\d)", "", text.strip())
        text = text.removesuffix(",-")
        if not context.text and re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", text):
            whole, part = re.sub(r"[.,]", "", text), re.sub(r"[.,]", ",", text)
            raise Unreadable(
                "ambiguous-number",
                Text(
                    nl=f'"{text}" kan {whole} of {part} betekenen. Maak de cel een getal, of laat de punt weg.',
                    en=f'"{text}" can mean {whole} or {part}. Make the cell a number, or leave out the separator.',
                ),
            )
        if re.fullmatch(r"[+-]?\d{1,3}(\.\d{3})+(,\d+)?", text) and not context.text:
            text = text.replace(".", "").replace(",", ".")
        elif re.fullmatch(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?", text):
            text = text.replace(",", "")
        elif re.fullmatch(r"[+-]?\d+,\d+", text):
            text = text.replace(",", ".")
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)", text):
        raise Unreadable(
            "wrong-type",
            Text(
                nl=f'"{text}" is geen getal. Schrijf alleen het getal, zoals 750000 of 4,5.',
                en=f'"{text}" is not a number. Write the number alone, such as 750000 or 4.5.',
            ),
        )
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


def _integer(_column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value).strip()
    if isinstance(value, bool) or not re.fullmatch(r"[+-]?\d+", text):
        raise Unreadable(
            "wrong-type",
            Text(
                nl=f'"{text}" is geen geheel getal. Schrijf bijvoorbeeld 36.',
                en=f'"{text}" is not a whole number. Write, for example, 36.',
            ),
        )
    return Literal(text, datatype=NamedNode(XSD + "integer"))


_TRUTH = {"ja": "true", "yes": "true", "true": "true", "waar": "true", "nee": "false", "no": "false"}
_TRUTH |= {"false": "false", "onwaar": "false"}


def _boolean(_column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value)
    if normal(text) not in _TRUTH:
        raise Unreadable(
            "wrong-type",
            Text(
                nl=f'"{text}" is geen ja of nee. Schrijf ja of nee.', en=f'"{text}" is not yes or no. Write yes or no.'
            ),
        )
    return Literal(_TRUTH[normal(text)], datatype=NamedNode(XSD + "boolean"))


def _word(names_of: Callable[[Column], tuple[str, ...]]) -> Callable[[Column, Value, Context, Sheet], Term]:
    def read(column: Column, value: Value, context: Context, _sheet: Sheet) -> Term:
        text = written(value).strip()
        names = names_of(column)
        for name in names:
            found = context.vocabulary.find(name, text)
            if found is not None and isinstance(value, float) and not value.is_integer():
                raise _shortened(text)
            if found is not None:
                return NamedNode(found)
        iri = as_iri(text)
        if iri and (not iri.value.startswith(NACE) or iri.value in activities()):  # of NACE we know all
            return iri
        raise _unknown(text, context.vocabulary, names)

    return read


def _shortened(text: str) -> Unreadable:
    """Return what is said of a code that the spreadsheet made a number: 20.10 would be 20.1."""
    return Unreadable(
        "ambiguous-number",
        Text(
            nl=f'"{text}" staat er als getal en kan ook {text}0 zijn. Maak de cel tekst: NACE {text} of NACE {text}0.',
            en=f'"{text}" is a number here and may be {text}0 as well. Make it a text: NACE {text} or NACE {text}0.',
        ),
    )


def _unknown(text: str, vocabulary: Vocabulary, names: tuple[str, ...]) -> Unreadable:
    near_nl, near_en = (next(filter(None, (vocabulary.near(n, text, at) for n in names)), None) for at in LANGUAGES)
    few = [(w.say("nl"), w.say("en")) for w in vocabulary.words(names[0])[:8]]
    todo_nl = f'Bedoelt u "{near_nl}"?' if near_nl else "Kies uit de lijst: " + ", ".join(n for n, _ in few) + "."
    todo_en = f'Did you mean "{near_en}"?' if near_en else "Choose from the list: " + ", ".join(e for _, e in few) + "."
    return Unreadable(
        "unknown-term",
        Text(nl=f'"{text}" staat niet in de lijst. {todo_nl}', en=f'"{text}" is not in the list. {todo_en}'),
    )


@cache
def _kinds(key: str) -> dict[str, Kind]:
    return {normal(n): k for k in SHEET[key].kinds for n in (k.cls.partition(":")[2], *k.label.values())}


def _kind(_column: Column, value: Value, _context: Context, sheet: Sheet) -> Term:
    import difflib

    text = written(value)
    known = _kinds(sheet.key)
    if found := known.get(normal(text)):
        return NamedNode(found.iri)
    close = difflib.get_close_matches(normal(text), known, n=1)
    if close:
        label = known[close[0]].label
        todo = Text(nl=f'Bedoelt u "{label["nl"]}"?', en=f'Did you mean "{label["en"]}"?')
    else:
        todo = Text(
            nl="Kies uit: " + ", ".join(k.label["nl"] for k in sheet.kinds) + ".",
            en="Choose from: " + ", ".join(k.label["en"] for k in sheet.kinds) + ".",
        )
    raise Unreadable(
        "unknown-term",
        Text(nl=f'"{text}" is hier geen soort. {todo["nl"]}', en=f'"{text}" is not a kind here. {todo["en"]}'),
    )


def _reference(column: Column, value: Value, context: Context, _sheet: Sheet) -> Term:
    return context.refer(written(value).strip(), column)


def _ecosystem(column: Column, value: Value, context: Context, _sheet: Sheet) -> Term:
    text = written(value)
    if _TRUTH.get(normal(text)) == "true" and context.ecosystem is not None:
        return context.ecosystem
    return as_iri(text) or context.refer(text.strip(), column)


def _currency(_column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value).strip().replace("€", "EUR")
    if re.fullmatch(r"[A-Za-z]{3}", text):
        return NamedNode(CURRENCY + text.upper())
    if iri := as_iri(text):
        return iri
    raise Unreadable(
        "unknown-term",
        Text(nl=f'"{text}" is geen munt. Schrijf drie letters, zoals EUR.', en=f'"{text}" is no currency. Write EUR.'),
    )


def _iri(_column: Column, value: Value, _context: Context, _sheet: Sheet) -> Term:
    text = written(value).strip()
    if iri := as_iri(text):
        return iri
    raise Unreadable(
        "wrong-type",
        Text(
            nl=f'"{text}" is geen webadres. Begin met https:// en laat spaties weg.',
            en=f'"{text}" is not a web address. Begin with https:// and leave out spaces.',
        ),
    )


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20]+")  # RFC 3987, what Turtle lets stand
_SCHEMES = ("http:", "https:", "urn:", "mailto:", "doi:", "info:", "tag:")


def as_iri(text: str) -> NamedNode | None:
    """Return a text as an IRI where it is one: an absolute one, or a prefixed name of ours; else None.

    >>> as_iri("eco:Facility").value, as_iri("Facility")
    ('https://w3id.org/ecograph/ns#Facility', None)
    """
    text = text.strip()
    if not _ABSOLUTE.fullmatch(text):
        return None
    prefix, _, local = text.partition(":")
    if prefix in PREFIXES and not local.startswith("//") and re.fullmatch(r"[\w.-]+", local):
        return NamedNode(PREFIXES[prefix] + local)
    if not text.lower().startswith(_SCHEMES):
        return None
    try:
        return NamedNode(text)
    except ValueError:
        return None


_READERS: dict[Type, Callable[[Column, Value, Context, Sheet], Term]] = {
    Type.TEXT: _text,
    Type.LANG_TEXT: _text,
    Type.DATE: _date,
    Type.DECIMAL: _decimal,
    Type.INTEGER: _integer,
    Type.BOOLEAN: _boolean,
    Type.CONCEPT: _word(lambda column: column.lists),
    Type.PRECONDITION: _word(lambda _: (PRECONDITIONS,)),
    Type.TERM: _word(lambda _: (TERMS,)),
    Type.REFERENCE: _reference,
    Type.ECOSYSTEM: _ecosystem,
    Type.CURRENCY: _currency,
    Type.IRI: _iri,
    Type.KIND: _kind,
}
