"""From the engine's parse error to a message that helps.

The law of this file: every message has line and column, says what stands there, and names a remedy where one is known.
"""

from __future__ import annotations

import difflib
import re

from ecograph.errors import Place, QuerySyntaxError
from ecograph.terms import PREFIXES

_WHERE = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        "SELECT ASK CONSTRUCT DESCRIBE WHERE FILTER OPTIONAL UNION GRAPH MINUS BIND VALUES PREFIX BASE ORDER GROUP "
        "HAVING LIMIT OFFSET DISTINCT REDUCED EXISTS INSERT DELETE CLEAR DROP CREATE COPY MOVE WITH USING DATA",
    )
)
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


def explain(text: str, message: str) -> QuerySyntaxError:
    """Return the error with its place and a remedy.

    >>> error = explain("SELEC * { ?s ?p ?o }", "error at 1:10: expected CONSTRUCT")
    >>> str(error)
    '1:1: "SELEC" is not a SPARQL keyword. Did you mean SELECT?'
    """
    found = _WHERE.match(message)
    if not found:
        return QuerySyntaxError(f"The query does not parse: {message}.")
    line, column, expected = int(found[1]), int(found[2]), found[3]
    lines = text.split("\n")
    here = lines[line - 1] if line <= len(lines) else ""
    place = Place(line=line, column=column)
    if "Prefix not found" in expected:
        return _unknown_prefix(here, line, column)
    if "Duplicated variable" in expected:
        return QuerySyntaxError("A variable is bound twice.", place=place, remedy="Give the second one another name.")
    if "IRI parsing failed" in expected:
        prefix = _prefix_near(here, column)
        if prefix:
            return _unknown_prefix(here, line, column)
        return QuerySyntaxError("This is not an absolute IRI.", place=place, remedy="Write the IRI in full.")
    misspelt = _misspelt(text)
    if misspelt:
        return misspelt
    rest = here[column - 1 :].strip()
    if not rest and line >= len(lines):
        closing = text.count("{") - text.count("}")
        remedy = "A closing } is missing." if closing > 0 else "Complete it."
        return QuerySyntaxError("The query ends too early.", place=place, remedy=remedy)
    what = f'"{rest[:24]}" was not expected here' if rest else "The line ends too early"
    names = re.findall(r'"([^"]+)"|\b([A-Z]{3,})\b', expected)
    hints = list(dict.fromkeys((a or b) for a, b in names if (a or b) not in {"_", "LATERAL", "SERVICE"}))[:6]
    remedy = f"Possible here: {' '.join(hints)}." if hints and len(hints) < 6 else "Check what stands just before it."
    return QuerySyntaxError(f"{what}.", place=place, remedy=remedy)


def _prefix_near(line: str, column: int) -> str | None:
    for match in re.finditer(r"(?<![\w<?$:])([A-Za-z][\w.-]*)?:(?!//)[\w.-]*", line):
        if match.start() <= column - 1 <= match.end():
            return match[1] or ""
    return None


def _unknown_prefix(line: str, number: int, column: int) -> QuerySyntaxError:
    name = _prefix_near(line, column) or ""
    start = line.rfind(f"{name}:", 0, column) + 1 if name else column
    iri = _COMMON.get(name)
    near = difflib.get_close_matches(name, PREFIXES, n=1)
    if iri:
        remedy = f"Add in front: PREFIX {name}: <{iri}>."
    elif near:
        remedy = f'Did you mean "{near[0]}:"? That one needs no declaration here.'
    else:
        remedy = f"Add in front: PREFIX {name}: <…>."
    return QuerySyntaxError(
        f'The prefix "{name}:" is not declared.', place=Place(line=number, column=max(1, start)), remedy=remedy
    )


def _misspelt(text: str) -> QuerySyntaxError | None:
    """Return an error for the first word outside names, strings and comments that is nearly a keyword."""
    from ecograph.engine.guard import words

    for word, place in words(text):
        upper = word.upper()
        if upper in _KEYWORDS or len(word) < 4:
            continue
        near = difflib.get_close_matches(upper, _KEYWORDS, n=1, cutoff=0.8)
        if near and not re.search(rf"\b{word}\s*\(", text):
            return QuerySyntaxError(
                f'"{word}" is not a SPARQL keyword.', place=place, remedy=f"Did you mean {near[0]}?"
            )
    return None
