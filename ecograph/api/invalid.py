"""A request that does not fit its route: what the framework found wrong, told as every other error.

The law of this file: the first thing that does not fit is told, by its name, with what would fit, in both languages.
"""

from __future__ import annotations

import re
from typing import Any

from fastapi.exceptions import RequestValidationError

from ecograph.errors import CallerError
from ecograph.questions import BadParameter
from ecograph.texts import Text

#: What is expected, by the beginning of the framework's name for what is wrong; {…} are its facts.
_EXPECTED: dict[str, Text] = {
    "int_": Text(nl="een geheel getal", en="a whole number"),
    "greater_than_equal": Text(nl="een getal van ten minste {ge}", en="a number of at least {ge}"),
    "less_than_equal": Text(nl="een getal van ten hoogste {le}", en="a number of at most {le}"),
    "bool_": Text(nl="true of false", en="true or false"),
    "date_": Text(nl="een datum zoals 2026-01-31", en="a date such as 2026-01-31"),
    "string_too_short": Text(nl="ten minste {min_length} tekens", en="at least {min_length} characters"),
    "string_too_long": Text(nl="ten hoogste {max_length} tekens", en="at most {max_length} characters"),
    "string_": Text(nl="een tekst", en="a text"),
    "literal_error": Text(nl="een van de vaste waarden", en="one of its fixed values"),
    "json_invalid": Text(nl="JSON", en="JSON"),
    "value_error": Text(nl="een bestand", en="a file"),
}
_OTHER = Text(nl="een andere waarde", en="another value")


class MissingInput(CallerError):
    """A parameter, a field or a file that a route needs is not given."""

    code = "bad-parameter"

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(nl=f'"{name}" ontbreekt.', en=f'"{name}" is missing.'),
            remedy=Text(
                nl=f'Geef "{name}" mee; /docs heeft een voorbeeld.', en=f'Give "{name}"; /docs has an example.'
            ),
        )
        self.details: dict[str, Any] = {"parameter": name}


def told(error: RequestValidationError) -> CallerError:
    """Return what is wrong with a request as an error of ours.

    >>> found = told(RequestValidationError([{"type": "int_parsing", "loc": ("query", "limit"), "input": "a"}]))
    >>> found.say("en")
    'Parameter "limit" cannot be "a"; it takes a whole number.'
    """
    first = error.errors()[0]
    place, *steps = first["loc"]
    name = ".".join(step for step in steps if isinstance(step, str)) or place
    kind: str = first["type"]
    if kind == "missing":
        return MissingInput(name)
    facts = first.get("ctx") or {}
    expected = next((text for start, text in _EXPECTED.items() if kind.startswith(start)), _OTHER)
    shown = Text(nl=expected["nl"].format_map(facts), en=expected["en"].format_map(facts))
    choices = re.findall(r"'([^']*)'", str(facts.get("expected", ""))) if kind == "literal_error" else []
    value = first.get("input")
    return BadParameter(name, value if isinstance(value, str) else "…", shown, choices)
