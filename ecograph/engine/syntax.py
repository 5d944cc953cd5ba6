"""From the engine's parse error to a message that helps.

The law of this file: every message has line and column, says what stands there, and names a remedy where one is known.
"""

from __future__ import annotations

import difflib
import itertools
import re

from ecograph.engine.guard import place_of, tokens, words
from ecograph.errors import Place, QuerySyntaxError
from ecograph.terms import PREFIXES
from ecograph.texts import Text

_WHERE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_FUNCTION = re.compile(r"custom (?:aggregate )?function <([^>]*)> is not supported")
_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_UPDATES = {"INSERT", "DELETE", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD", "WITH", "LOAD"}
_PROLOGUE = {"PREFIX", "BASE", "VERSION"}
_WITHIN = {
    "WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "MINUS", "BIND", "VALUES", "ORDER", "GROUP", "HAVING", "LIMIT",
    "OFFSET", "DISTINCT", "REDUCED", "EXISTS", "USING", "DATA",
}  # fmt: skip
_KEYWORDS = sorted(_FORMS | _UPDATES | _PROLOGUE | _WITHIN)
_CLOSING = {"{": "}", "(": ")", "[": "]"}
#: Words that may be misspelt: so many are compared with keywords, each so long at most.
_MOST, _LONGEST = 50, 20
#: Prefixes that people use and we do not declare for them.
_COMMON = {
    "ex": "http://example.org/",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "dbo": "http://dbpedia.org/ontology/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}


def explain(text: str, message: str, *, update: bool = False) -> QuerySyntaxError:
    """Return the error with its place and a remedy.

    >>> str(explain("SELEC * { ?s ?p ?o }", "error at 1:10: expected CONSTRUCT"))
    '1:1: "SELEC" is not a SPARQL keyword. Did you mean SELECT?'
    """
    if unknown := _FUNCTION.search(message):
        return _unknown_function(text, unknown[1])
    found = _WHERE.match(message)
    if not found:
        return QuerySyntaxError(Text(nl=f"Dit is geen SPARQL: {message}.", en=f"This is not SPARQL: {message}."))
    line, column, expected = int(found[1]), int(found[2]), found[3]
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    place = Place(line=line, column=column)
    if "Prefix not found" in expected or ("IRI parsing failed" in expected and _prefix_near(here, column) is not None):
        return _unknown_prefix(here, line, column)
    if "IRI parsing failed" in expected:
        return QuerySyntaxError(
            Text(nl="Dit is geen volledige IRI.", en="This is not an absolute IRI."),
            place=place,
            remedy=Text(nl="Schrijf de IRI voluit.", en="Write the IRI in full."),
        )
    if "Duplicated variable" in expected:
        return QuerySyntaxError(
            Text(nl="Een variabele krijgt twee keer een waarde.", en="A variable is bound twice."),
            place=place,
            remedy=Text(nl="Geef de tweede een andere naam.", en="Give the second one another name."),
        )
    at_end = line >= len(lines) and not here[column - 1 :].strip()
    return (
        _wrong_form(text, update)
        or _misspelt(text)
        or _out_of_shape(text, place if at_end else None)
        or _unexpected(here, place, expected)
    )


def _wrong_form(text: str, update: bool) -> QuerySyntaxError | None:
    """Return an error for a text that begins as an update where a query is wanted, or the other way round."""
    first = next((word for word in words(text) if word.text.upper() not in _PROLOGUE), None)
    if first is None or first.text.upper() not in (_FORMS if update else _UPDATES):
        return None
    if update:
        message = Text(nl="Dit is een vraag, geen wijziging.", en="This is a query, not an update.")
        remedy = Text(nl="Stuur haar als query.", en="Send it as a query.")
    else:
        message = Text(nl="Dit is een wijziging, geen vraag.", en="This is an update, not a query.")
        remedy = Text(
            nl="Begin een vraag met SELECT, ASK, CONSTRUCT of DESCRIBE.",
            en="Begin a query with SELECT, ASK, CONSTRUCT or DESCRIBE.",
        )
    return QuerySyntaxError(message, place=place_of(text, first.start), remedy=remedy)


def _unknown_function(text: str, iri: str) -> QuerySyntaxError:
    """Return an error for a function that no engine here has (SPARQL 1.1 §17.6 leaves further ones to each engine)."""
    local = re.escape(re.split(r"[#/:]", iri)[-1])
    at = re.search(rf"<{re.escape(iri)}>|[\w.-]{{0,100}}:{local}(?=\s*\()", text)
    before = text[: at.start()] if at else ""
    return QuerySyntaxError(
        Text(nl=f"De functie <{iri}> is er hier niet.", en=f"There is no function <{iri}> here."),
        place=Place(line=before.count("\n") + 1, column=len(before) - before.rfind("\n")) if at else None,
        remedy=Text(
            nl="Gebruik de functies van SPARQL 1.1, of die van xsd: voor een ander datatype (xsd:integer, xsd:date).",
            en="Use the functions of SPARQL 1.1, or those of xsd: for another datatype (xsd:integer, xsd:date).",
        ),
    )


def _prefix_near(line: str, column: int) -> str | None:
    for match in re.finditer(r"(?<![\w<?$:])([A-Za-z][\w.-]{0,100})?:(?!//)[\w.-]*", line):
        if match.start() <= column - 1 <= match.end():
            return match[1] or ""
    return None


def _unknown_prefix(line: str, number: int, column: int) -> QuerySyntaxError:
    name = _prefix_near(line, column) or ""
    start = line.rfind(f"{name}:", 0, column) + 1 if name else column
    near = difflib.get_close_matches(name, PREFIXES, n=1)
    if name not in _COMMON and near:
        remedy = Text(
            nl=f'Bedoelt u "{near[0]}:"? Die hoeft hier niet verklaard te worden.',
            en=f'Did you mean "{near[0]}:"? That one needs no declaration here.',
        )
    else:
        declaration = f"PREFIX {name}: <{_COMMON.get(name, '…')}>"
        remedy = Text(nl=f"Zet ervoor: {declaration}.", en=f"Add in front: {declaration}.")
    return QuerySyntaxError(
        Text(nl=f'De prefix "{name}:" is niet verklaard.', en=f'The prefix "{name}:" is not declared.'),
        place=Place(line=number, column=max(1, start)),
        remedy=remedy,
    )


def _misspelt(text: str) -> QuerySyntaxError | None:
    """Return an error for the first word outside names, strings and comments that is nearly a keyword."""
    first: dict[str, int] = {}
    for word in words(text):
        if 4 <= len(word.text) <= _LONGEST and word.text.upper() not in _KEYWORDS:
            first.setdefault(word.text, word.start)
    for said, start in itertools.islice(first.items(), _MOST):  # comparing costs 0.1 ms for each
        near = difflib.get_close_matches(said.upper(), _KEYWORDS, n=1, cutoff=0.8)
        if near:
            return QuerySyntaxError(
                Text(nl=f'"{said}" is geen woord van SPARQL.', en=f'"{said}" is not a SPARQL keyword.'),
                place=place_of(text, start),
                remedy=Text(nl=f"Bedoelt u {near[0]}?", en=f"Did you mean {near[0]}?"),
            )
    return None


def _out_of_shape(text: str, end: Place | None) -> QuerySyntaxError | None:
    """Return an error for brackets that do not fit, for a second query, or for an end where more should come.

    Args:
        text: The text.
        end: The place of the error, if that is the end, where the engine also arrives when it found no way through.
    """
    due: list[str] = []
    groups, last = 0, ""
    for token in tokens(text):
        last = token.text
        if token.kind == "open":
            due.append(_CLOSING[last])
        elif token.kind == "close":
            if not due:
                return QuerySyntaxError(
                    Text(nl=f"Deze {last} sluit niets.", en=f"This {last} closes nothing."),
                    place=place_of(text, token.start),
                    remedy=Text(nl="Haal haar weg, of open er een.", en="Remove it, or open one before it."),
                )
            if due[-1] != last:
                return QuerySyntaxError(
                    Text(nl=f"Voor deze {last} ontbreekt {due[-1]}.", en=f"{due[-1]} is missing before this {last}."),
                    place=place_of(text, token.start),
                    remedy=Text(nl="Sluit eerst wat het laatst is geopend.", en="Close what was opened last first."),
                )
            due.pop()
            groups += not due
        elif not due and groups and last.upper() in _FORMS:
            return QuerySyntaxError(
                Text(nl="Hier begint een tweede vraag.", en="A second query begins here."),
                place=place_of(text, token.start),
                remedy=Text(nl="Stel één vraag tegelijk.", en="Ask one query at a time."),
            )
    if end is None:
        return None
    if last == "}" and not due:
        return QuerySyntaxError(
            Text(nl="De tekst als geheel is geen SPARQL.", en="The text as a whole is not SPARQL."),
            place=end,
            remedy=Text(
                nl="Kijk of elk triple drie delen heeft, en naar punten en volgorde; nauwkeuriger is het niet bekend.",
                en="Check that each triple has three parts, the full stops and the order; a closer place is not known.",
            ),
        )
    remedy = Text(nl="Maak haar af.", en="Complete it.")
    if due:
        remedy = Text(nl=f"Er ontbreekt een afsluitende {due[-1]}.", en=f"A closing {due[-1]} is missing.")
    return QuerySyntaxError(
        Text(nl="De tekst houdt te vroeg op.", en="The text ends too early."), place=end, remedy=remedy
    )


def _unexpected(here: str, place: Place, expected: str) -> QuerySyntaxError:
    at = (place.column or 1) - 1
    while 0 < at < len(here) and here[at].isalnum() and here[at - 1].isalnum():
        at -= 1  # the engine got some letters into a word
    rest, place = here[at:].strip(), Place(line=place.line, column=at + 1)
    what = (
        Text(nl=f'"{rest[:24]}" wordt hier niet verwacht.', en=f'"{rest[:24]}" was not expected here.')
        if rest
        else Text(nl="De regel houdt te vroeg op.", en="The line ends too early.")
    )
    names = (a or b for a, b in re.findall(r'"([^"]+)"|\b([A-Z]{3,})\b', expected))
    hints = list(dict.fromkeys(name for name in names if name not in {"_", "LATERAL", "SERVICE"}))
    if 0 < len(hints) < 7:
        remedy = Text(nl=f"Hier kan: {' '.join(hints)}.", en=f"Possible here: {' '.join(hints)}.")
    else:
        remedy = Text(nl="Kijk wat er vlak voor staat.", en="Check what stands just before it.")
    return QuerySyntaxError(what, place=place, remedy=remedy)
