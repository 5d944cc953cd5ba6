"""What a parameter of a question can be, and binding what a caller gives.

The law of this file: a wrong value is told with the parameter's name, the value, the type that was expected and, where
there are few, what would have been right. A name that nothing carries is an error, not an empty answer.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ecograph.canvas import Select, descriptions
from ecograph.engine.queries import Parameter, Query, named
from ecograph.engine.rows import first, grouped, texts
from ecograph.errors import CallerError, UnknownName
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import LANGUAGES, Lang, Text, pick

#: Which class a parameter chooses from, by its name.
_CLASSES = {"precondition": "eco:Precondition", "profile": "eco:PreconditionProfile"}
_LANGUAGES = {"nl": Text(nl="Nederlands", en="Dutch"), "en": Text(nl="Engels", en="English")}
_SHOWN = 12

TYPES: dict[str, Text] = {
    "iri": Text(
        nl="een IRI, voluit, met een van onze voorvoegsels, of de korte naam",
        en="an IRI, in full, with a prefix of ours, or its short name",
    ),
    "string": Text(nl="tekst", en="text"),
    "integer": Text(nl="een geheel getal, zoals 42", en="a whole number, such as 42"),
    "decimal": Text(nl="een getal, zoals 4.2", en="a number, such as 4.2"),
    "date": Text(nl="een datum, zoals 2016-03-14", en="a date, such as 2016-03-14"),
    "boolean": Text(nl="true of false", en="true or false"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What a parameter can be: the value to send, and how people call it."""

    value: str
    label: str


#: Gives what a parameter can be; empty: anything of its type.
ChoicesOf = Callable[[Parameter], Sequence[Choice]]


class BadParameter(CallerError):
    """A value that a parameter does not take.

    Args:
        parameter: Its name.
        value: What was given.
        expected: What it takes, in words.
        choices: The values that it can have, where they are known.
    """

    code = "bad-parameter"

    def __init__(self, parameter: str, value: str, expected: Text, choices: Sequence[str] = ()) -> None:
        shown = value if len(value) <= 80 else value[:79] + "…"
        near = difflib.get_close_matches(value, choices, n=1)
        some = ", ".join(choices[:_SHOWN]) + ("…" if len(choices) > _SHOWN else "")
        remedy = None
        if near:
            remedy = Text(nl=f'Bedoelt u "{near[0]}"?', en=f'Did you mean "{near[0]}"?')
        elif choices:
            remedy = Text(nl=f"Mogelijk: {some}.", en=f"Possible: {some}.")
        super().__init__(
            Text(
                nl=f'Parameter "{parameter}" kan niet "{shown}" zijn; hij vraagt {expected["nl"]}.',
                en=f'Parameter "{parameter}" cannot be "{shown}"; it takes {expected["en"]}.',
            ),
            remedy=remedy,
        )
        self.details: dict[str, Any] = {"parameter": parameter, "value": shown, "expected": expected["en"]}
        if choices:
            self.details["choices"] = list(choices)


class MissingParameter(CallerError):
    """A parameter that a question needs is not given."""

    code = "bad-parameter"

    def __init__(self, question: Query, parameter: Parameter, choices: Sequence[str]) -> None:
        example = parameter.example or next(iter(choices), "")
        super().__init__(
            Text(
                nl=f'De vraag "{question.id}" heeft de parameter "{parameter.name}" nodig.',
                en=f'The question "{question.id}" needs the parameter "{parameter.name}".',
            ),
            remedy=Text(
                nl=f"Geef {parameter.name}={example}, of een andere waarde.",
                en=f"Give {parameter.name}={example}, or another value.",
            ),
        )
        self.details: dict[str, Any] = {
            "parameter": parameter.name,
            "expected": TYPES.get(parameter.type, TYPES["string"])["en"],
        }


def bound(question: Query, values: Mapping[str, str], choices_of: ChoicesOf = lambda _: ()) -> str:
    """Return the SPARQL of a question with values in the places of its parameters.

    Args:
        question: What is asked.
        values: Text by parameter name; an empty text is as good as none.
        choices_of: What a parameter can be in the store that answers; without it only types are checked.

    Raises:
        UnknownName: the question has no such parameter.
        BadParameter: a value of another type, or a name that nothing carries.
        MissingParameter: one that the question needs is not given.
    """
    known = {p.name: p for p in question.parameters}
    for name in values:
        if name not in known:
            kind = Text(nl=f'parameter van de vraag "{question.id}"', en=f'parameter of the question "{question.id}"')
            error = UnknownName(kind, name, sorted(known))
            error.status = 400
            raise error
    for name, value in values.items():
        if value:
            _check(known[name], value, choices_of)
    if missing := [p for p in question.parameters if p.required and not values.get(p.name)]:
        raise MissingParameter(question, missing[0], [c.value for c in choices_of(missing[0])])
    return question.bind(values)


def _check(parameter: Parameter, value: str, choices_of: ChoicesOf) -> None:
    expected = TYPES.get(parameter.type, TYPES["string"])
    if parameter.name == "lang" and value not in LANGUAGES:
        raise BadParameter("lang", value, Text(nl="nl of en", en="nl or en"), LANGUAGES)
    try:
        term = parameter.term(value)
    except (CallerError, ValueError) as error:
        raise BadParameter(parameter.name, value, expected, [c.value for c in choices_of(parameter)]) from error
    if parameter.type != "iri":
        return
    possible = [c.value for c in choices_of(parameter)]
    if possible and all(parameter.term(v) != term for v in possible):
        raise BadParameter(parameter.name, value, expected, possible)


def choices(select: Select, parameter: Parameter, lang: Lang) -> tuple[Choice, ...]:
    """Return what a parameter of a question can be in the store that ``select`` reads; empty where anything goes."""
    if parameter.name == "lang":
        return tuple(Choice(code, name[lang]) for code, name in _LANGUAGES.items())
    if parameter.name == "ecosystem":
        ecosystems = {d.ecosystem: d.ecosystem_label for d in descriptions(select)}
        found = (Choice(_shortest(parameter, iri), pick(label, lang)) for iri, label in ecosystems.items())
        return tuple(sorted(found, key=lambda c: c.label.casefold()))
    if parameter.name == "description":
        labelled = (
            Choice(
                _shortest(parameter, d.iri),
                f"{pick(d.ecosystem_label, lang)}: {pick(d.title, lang)} ({d.as_of})",
            )
            for d in descriptions(select)
        )
        return tuple(sorted(labelled, key=lambda c: c.label.casefold()))
    scheme = parameter.scheme or _CLASSES.get(parameter.name, "")
    if parameter.type != "iri" or not scheme:
        return ()
    if ":" not in scheme:  # a parameter names a scheme by its prefix, or by the last part of its IRI
        scheme = PREFIXES.get(scheme, f"{SITE}vocab/{scheme}").rstrip("/")
    rows = select(named("choices", "pages").bind({"scheme": scheme}))
    return tuple(
        Choice(
            _shortest(parameter, iri, first(about, "notation")),
            " ".join(filter(None, (first(about, "notation"), pick(texts(about, "label"), lang) or _prefixed(iri)))),
        )
        for iri, about in grouped(rows, "item").items()
    )


def _prefixed(iri: str) -> str:
    """Return an IRI with a prefix of ours, for people: unlike a prefixed name of SPARQL it may hold a slash."""
    fitting = [(p, base) for p, base in PREFIXES.items() if iri.startswith(base)]
    prefix, base = max(fitting, key=lambda found: len(found[1]), default=("", ""))
    return f"{prefix}:{iri.removeprefix(base)}" if prefix else iri


def _shortest(parameter: Parameter, iri: str, notation: str = "") -> str:
    """Return the shortest way to write an IRI that the parameter takes for it: ``P04``, ``emmen-chemistry``, an IRI."""
    slug = iri.removeprefix(PREFIXES["id"]) if iri.startswith(PREFIXES["id"]) else ""
    for name in filter(None, (notation, iri.rpartition("/")[2], slug, _prefixed(iri))):
        try:
            if parameter.term(name).value == iri:
                return name
        except CallerError:
            continue
    return iri
