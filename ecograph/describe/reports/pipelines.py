"""Problems for the pipelines of data publishers: SARIF 2.1.0 and JUnit XML.

The law of this file: a problem keeps its code, its place and its remedy; a tool that knows neither sheets nor IRIs
still shows where to look.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from ecograph.describe.problems import Problem
from ecograph.texts import Lang

_DOCS = "https://w3id.org/ecograph/docs/problems#"
_SARIF = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What XML 1.0 does not allow (§2.2) becomes the replacement character.
_XML = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def sarif(problems: Iterable[Problem], lang: Lang = "en") -> str:
    """Return problems as a SARIF 2.1.0 log; a cell stands in ``logicalLocations`` (§3.33)."""
    from ecograph import __version__  # reading the metadata of the package costs what a start should

    found = list(problems)
    codes = sorted({p.code for p in found})
    run = {
        "tool": {
            "driver": {
                "name": "EcoGraph",
                "version": __version__,
                "informationUri": "https://w3id.org/ecograph/",
                "rules": [{"id": code, "helpUri": _DOCS + code} for code in codes],
            }
        },
        "columnKind": "unicodeCodePoints",
        "language": lang,
        "results": [_result(p, codes.index(p.code), lang) for p in found],
    }
    return json.dumps({"$schema": _SARIF, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _result(problem: Problem, rule: int, lang: Lang) -> dict[str, Any]:
    place = problem.place
    location: dict[str, Any] = {}
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": place.file.replace("\\", "/").replace(" ", "%20")}}
        if place.line:
            physical["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
        location["physicalLocation"] = physical
    logical = f"{place.sheet}!{place.cell}" if place.sheet and place.cell else place.sheet or place.iri
    if logical:
        location["logicalLocations"] = [{"fullyQualifiedName": logical}]
    text = f"{logical}: {problem.message[lang]}" if place.sheet else problem.message[lang]
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": problem.severity,
        "message": {"text": text},
        **({"locations": [location]} if location else {}),
    }


def junit(problems: Iterable[Problem], name: str, lang: Lang = "en") -> str:
    """Return problems as JUnit XML: a failing test case per error, a passing one with output per warning."""
    cases = []
    errors = 0
    found = list(problems)
    for problem in found:
        text = f"{problem.place}: {problem.message[lang]}".translate(_XML)
        title = quoteattr(f"{problem.code} {problem.place}".translate(_XML))
        head = f'  <testcase classname="ecograph.{problem.code}" name={title}>'
        if problem.severity == "error":
            errors += 1
            body = f"<failure message={quoteattr(problem.message[lang].translate(_XML))}>{escape(text)}</failure>"
        else:
            body = f"<system-out>{escape(text)}</system-out>"
        cases.append(f"{head}{body}</testcase>")
    if not found:
        cases.append('  <testcase classname="ecograph" name="well-formed"/>')
    title = quoteattr(name.translate(_XML))
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<testsuite name={title} tests="{len(cases)}" failures="{errors}">',
            *cases,
            "</testsuite>\n",
        )
    )
