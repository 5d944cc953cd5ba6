"""Answers of the small endpoint, one for each view, with labels that mean harm in every column."""

from __future__ import annotations

from typing import Any

from ecograph.terms import PREFIXES, SITE
from tests.web.canvases import EVIL

XSD, GEO = PREFIXES["xsd"], PREFIXES["geo"]
#: Turns the direction of writing: what comes after it would be read backwards.
BIDI = "safe \u202egnp.exe\u202c"
FORMULA = '=HYPERLINK("http://evil.example")'
LONG = "z" * 1_000_000


def iri(name: str) -> dict[str, str]:
    return {"type": "uri", "value": name if ":" in name else SITE + "id/" + name}


def text(value: str, kind: str = "") -> dict[str, str]:
    return {"type": "literal", "value": value} | ({"datatype": kind} if kind else {})


def answer(*rows: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {"head": {"vars": list(rows[0])}, "results": {"bindings": [*rows]}}


def number(value: float) -> dict[str, str]:
    return text(str(value), XSD + "decimal")


HOSTILE = [EVIL, BIDI, FORMULA, "javascript:window.broken=1"]
HOSTILE_IRIS = [
    "javascript:window.broken=1",
    SITE + "/evil.example/x",
    "data:text/html,<script>window.broken=1</script>",
    "https://evil.example/\u202ex",
]

#: By a word in the query.
ANSWERS: dict[str, dict[str, Any]] = {
    "HARM": answer(
        *(
            {"thing": iri(i), "name": text(n), "amount": number(3 + k), "since": text(f"20{10 + k}", XSD + "gYear")}
            for k, (i, n) in enumerate(zip(HOSTILE_IRIS, HOSTILE, strict=True))
        )
    ),
    "HUGE": answer({"thing": iri("a"), "text": text(LONG)}),
    "BARS": answer(*({"name": text(n), "amount": number(k)} for k, n in enumerate(["a", "b", *HOSTILE]))),
    "PLACES": answer(
        {"place": iri("emmen"), "name": text(EVIL), "shape": text("POINT(6.9 52.78)", GEO + "wktLiteral")},
        {"place": iri("assen"), "name": text(BIDI), "shape": text("POINT(6.56 53.0)", GEO + "wktLiteral")},
        {
            "place": iri("drenthe"),
            "name": text("Drenthe"),
            "shape": text("POLYGON((6.1 52.6, 7.1 52.6, 6.8 53.2, 6.1 52.6))", GEO + "wktLiteral"),
        },
        {"place": iri("nowhere"), "name": text("x"), "shape": text("POINT(<script>)", GEO + "wktLiteral")},
    ),
    "TIES": answer(
        *(
            {"source": iri(a), "relation": iri(PREFIXES["eco"] + "reinforces"), "target": iri(b)}
            for a, b in (("a", "b"), ("b", "c"), ("c", "javascript:window.broken=1"))
        )
    ),
    "TIMES": answer(
        {"name": text(EVIL), "since": text("2012-03-01", XSD + "date"), "until": text("2016", XSD + "gYear")},
        {"name": text(BIDI), "since": text("2015", XSD + "gYear"), "until": text("2016-02-30", XSD + "date")},
        {"name": text("c"), "since": text("2018", XSD + "gYear"), "until": text("2019", XSD + "gYear")},
    ),
    "CROSS": answer(
        *({"row": text(r), "column": text(c), "amount": number(2)} for r in ("a", "b", EVIL) for c in ("x", BIDI))
    ),
}
