"""The checks together, on our ontology or on files of a user.

The law of this file: each check is one function that yields findings; the list of them is the report.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode

from ecograph import assets
from ecograph.engine import validation
from ecograph.engine.facts import Facts
from ecograph.engine.graph import Graph, read
from ecograph.errors import DataError, Place
from ecograph.hygiene import foreign, profile
from ecograph.hygiene.pitfalls import PITFALLS, Figures, Terms, figures, terms_of
from ecograph.terms import PREFIXES, SITE, shorten
from ecograph.texts import Text

#: Pitfalls that are errors wherever they occur; the others are warnings in a user's file and counted in ours.
ERRORS = frozenset({"P05", "P06", "P19", "P25", "P26", "P34", "P38"})
#: Pitfalls that our own ontology has on purpose (ontology/README.md says why); they are counted.
ACCEPTED = frozenset({"P04", "P11", "P13"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found.

    Attributes:
        rule: ``hygiene``, ``profile``, ``foreign``, ``undefined``, ``unused`` or the number of a pitfall.
        severity: ``error`` or ``warning``.
        term: The IRI that it is about.
    """

    rule: str
    severity: str
    term: str
    message: Text


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, and the figures of the ontology."""

    namespace: str
    files: int
    figures: Figures
    findings: tuple[Finding, ...]

    @property
    def clean(self) -> bool:
        """Whether no finding is an error."""
        return not any(f.severity == "error" for f in self.findings)


def check(path: Path | None = None) -> Report:
    """Check our ontology, or a file or folder of a user beside it.

    Raises:
        SyntaxProblem: a file does not parse.
        DataError: the folder holds no Turtle.
    """
    shipped = _shipped()
    if path is None:
        terms = terms_of(Facts(shipped), PREFIXES["eco"])
        found = [
            *_hygiene(),
            *_pitfalls(terms, ours=True),
            *_profile(terms),
            *_unknown(_stated(), strict=True),
            *_unused(terms),
        ]
        return Report(terms.namespace, len(_files()), figures(terms), tuple(found))
    files = _turtle(path)
    graph = tuple(dict.fromkeys(t for f in files for t in read(f).triples))
    terms = terms_of(Facts(graph))
    found = [
        *_undefined(graph, shipped),
        *_pitfalls(terms, ours=False),
        *_profile(terms),
        *_unknown(graph, strict=False),
    ]
    return Report(terms.namespace, len(files), figures(terms), tuple(found))


def _files() -> list[Path]:
    folders = ("modules", "vocabularies", "preconditions")
    return [f for folder in folders for f in sorted((assets.ontology() / folder).glob("*.ttl"))]


@functools.cache
def _shipped() -> Graph:
    return tuple(dict.fromkeys(t for f in _files() for t in read(f).triples))


def _stated() -> Graph:
    """Return all files in which we state something about our terms."""
    folders = ("modules", "vocabularies", "alignments", "shapes")
    files = (f for folder in folders for f in sorted((assets.ontology() / folder).glob("*.ttl")))
    return tuple(t for f in files for t in read(f).triples)


def _turtle(path: Path) -> Sequence[Path]:
    if path.is_file():
        return [path]
    files = sorted(path.rglob("*.ttl")) + sorted(path.rglob("*.owl"))
    if not files:
        raise DataError(
            Text(nl="Hier staat geen ontologie.", en="There is no ontology here."),
            place=Place(file=str(path)),
            remedy=Text(
                nl="Geef een bestand met RDF, of een map met Turtle (.ttl).",
                en="Give a file with RDF, or a folder with Turtle (.ttl).",
            ),
        )
    return files


def _hygiene() -> Iterator[Finding]:
    """Yield what ontology/hygiene.ttl finds in modules and vocabularies."""
    folders = ("modules", "vocabularies")
    data = tuple(t for d in folders for f in sorted((assets.ontology() / d).glob("*.ttl")) for t in read(f).triples)
    shapes = read(assets.ontology() / "hygiene.ttl").triples + read(assets.queries() / "prefixes.ttl").triples
    for result in validation.validate(data, shapes).results:
        term = result.value if isinstance(result.value, NamedNode) else result.focus
        said = Text(nl=result.messages.get("nl", ""), en=result.messages.get("en", ""))
        yield Finding("hygiene", "error", str(getattr(term, "value", term)), said)


def _pitfalls(terms: Terms, *, ours: bool) -> Iterator[Finding]:
    for number, text, _, see in PITFALLS:
        if ours and number in ACCEPTED:
            continue
        severity = "error" if number in ERRORS or (ours and number.startswith("P08")) else "warning"
        for node in see(terms):
            yield Finding(number, severity, node.value, text)


def _profile(terms: Terms) -> Iterator[Finding]:
    for term, message in profile.faults(terms.facts):
        yield Finding("profile", "error", term, message)


def _unknown(graph: Graph, *, strict: bool) -> Iterator[Finding]:
    for term, subject in foreign.unknown(graph, strict=strict):
        said = shorten(term)
        yield Finding(
            "foreign",
            "error",
            term,
            Text(
                nl=f"Geen vocabulaire heeft {said}, dat {subject} gebruikt. Noem een term die bestaat.",
                en=f"No vocabulary has {said}, which {subject} uses. Name a term that exists.",
            ),
        )


def _undefined(graph: Graph, shipped: Graph) -> Iterator[Finding]:
    """Yield the IRIs in our namespaces that a user's file uses and nobody defines, with the nearest that is."""
    spaces = tuple(n for n in PREFIXES.values() if n.startswith(SITE) and not n.endswith(("/id/", "shapes#")))
    known = {t.subject.value for t in (*shipped, *graph) if isinstance(t.subject, NamedNode)}
    seen: set[str] = set()
    for t in graph:
        for node in (t.predicate, t.object):
            if isinstance(node, NamedNode) and node.value.startswith(spaces) and node.value not in known | seen:
                seen.add(node.value)
                near = difflib.get_close_matches(node.value, known, 1, 0.8)
                hint = Text(nl="", en="")
                if near:
                    name = shorten(near[0])
                    hint = Text(nl=f" Bedoelt u {name}?", en=f" Did you mean {name}?")
                yield Finding(
                    "undefined",
                    "error",
                    node.value,
                    Text(
                        nl=f"{shorten(node.value)} bestaat niet in EcoGraph.{hint['nl']}",
                        en=f"EcoGraph does not define {shorten(node.value)}.{hint['en']}",
                    ),
                )


def _unused(terms: Terms) -> Iterator[Finding]:
    """Yield our terms that no axiom, shape, precondition, question, example or description uses."""
    root = assets.ontology()
    folders = [
        root / "shapes",
        root / "examples",
        root / "preconditions",
        assets.queries(),
        assets.data() / "ecosystems",
    ]
    texts = [f.read_text(encoding="utf-8") for d in folders for f in d.rglob("*") if f.suffix in {".ttl", ".rq"}]
    spelled = {name for text in texts for name in re.findall(r"\beco:(\w+)", text)}
    linked = {t.object for t in terms.facts.triples if t.object != t.subject}
    for node in terms.all:
        if node not in linked and node.value.removeprefix(terms.namespace) not in spelled:
            yield Finding(
                "unused",
                "warning",
                node.value,
                Text(
                    nl="Niets gebruikt deze term. Geef een voorbeeld, of laat hem weg.",
                    en="Nothing uses this term. Give an example, or leave it out.",
                ),
            )
