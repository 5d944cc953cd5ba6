"""Our ontology beside InNEO: the same figures of both, and the 48 questions asked of InNEO.

The law of this file: both are measured by the same functions (``ecograph.hygiene``); an answer "yes" or "part" has a
query that parses, uses only terms that InNEO has, and finds something on a small graph made by hand.

    python -m benchmarks.inneo PATH/TO/inneo.owl > docs/ontology-comparison.md

The file is at https://github.com/atejerolopez/innovation_knowledge_graph (CC BY 4.0 according to its documentation);
it is read and not shipped.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pyoxigraph import QueryBoolean, RdfFormat, Store

from ecograph import assets
from ecograph.engine.facts import Facts
from ecograph.engine.graph import Graph, read, read_bytes
from ecograph.engine.queries import catalogue
from ecograph.hygiene.pitfalls import PITFALLS, Figures, figures, terms_of
from ecograph.terms import PREFIXES

HERE = Path(__file__).parent
INNEO = "http://inneo.linkeddata.es#"
HEAD = f"PREFIX : <{INNEO}> PREFIX rdfs: <{PREFIXES['rdfs']}> PREFIX skos: <{PREFIXES['skos']}>\n"
Answers = Mapping[str, Mapping[str, Any]]
INTRODUCTION = (
    "InNEO, the Innovation Ecosystems Ontology (http://inneo.linkeddata.es, file of 13 May 2019), is the nearest "
    "published ontology. Made with `python -m benchmarks.inneo PATH/TO/inneo.owl`: both are measured by the same "
    "functions, and every query below ran on a small graph made by hand. A test keeps our half current."
)
ON_PITFALLS = (
    "Those of the OOPS! catalogue that can be seen mechanically: the number of terms hit, 0 or 1 for the ontology as a "
    "whole. Ours: properties of several classes have no domain and dates no range on purpose (the profile OWL 2 RL has "
    "no `xsd:date`; the SHACL shapes say both), and an inverse is given where a question needs it."
)
ON_QUESTIONS = (
    "EcoGraph answers 48 of 48, each with expected rows (`tests/questions`). InNEO: {yes} yes, {part} in part, {no} no."
)


def answers() -> Answers:
    """Return what answers.yaml says, by the number of the question."""
    found: Answers = yaml.safe_load((HERE / "answers.yaml").read_text(encoding="utf-8"))
    return found


def ours() -> Graph:
    """Return modules, vocabularies and preconditions."""
    folders = ("modules", "vocabularies", "preconditions")
    files = [f for folder in folders for f in sorted((assets.ontology() / folder).glob("*.ttl"))]
    return tuple(dict.fromkeys(t for f in files for t in read(f).triples))


def instances_of_ours() -> int:
    """Return how many things the descriptions in the box hold."""
    files = sorted((assets.data() / "ecosystems").glob("*/*/description.ttl"))
    eco = PREFIXES["eco"]
    return len(
        {
            t.subject
            for f in files
            for t in read(f).triples
            if t.predicate.value.endswith("ns#type") and str(getattr(t.object, "value", "")).startswith(eco)
        }
    )


def faults(found: Answers, terms: set[str]) -> Iterator[str]:
    """Yield what is wrong with the answers: terms that InNEO lacks, queries that do not parse or find nothing."""
    store = Store()
    store.load(path=str(HERE / "instances.ttl"))
    for number, answer in found.items():
        query = answer.get("query", "")
        if answer["answer"] not in {"yes", "part", "no"} or not answer["why"]:
            yield f"{number}: an answer is yes, part or no, and says why"
        if (answer["answer"] == "no") == bool(query):
            yield f"{number}: a query belongs to yes and part, and to no other"
        if not query:
            continue
        for name in re.findall(r"(?<![\w:]):(\w+)", query):
            if name not in terms:
                yield f"{number}: InNEO has no {name}"
        result = store.query(HEAD + query)
        if isinstance(result, QueryBoolean) or not any(True for _ in result):
            yield f"{number}: the query finds nothing on instances.ttl"


def rows(us: Figures, them: Figures | None, things: int) -> list[tuple[str, str, str]]:
    """Return the figures as rows: what, ours, theirs (empty where they were not measured)."""

    def terms(f: Figures) -> int:
        return f.classes + f.object_properties + f.data_properties

    texts: tuple[tuple[str, Callable[[Figures], object]], ...] = (
        ("Triples", lambda f: f.triples),
        ("Classes", lambda f: f.classes),
        ("Object properties", lambda f: f.object_properties),
        ("Datatype properties", lambda f: f.data_properties),
        ("Terms with an English label", lambda f: f"{f.labels.get('en', 0)} of {terms(f)}"),
        ("Terms with a Dutch label", lambda f: f"{f.labels.get('nl', 0)} of {terms(f)}"),
        ("Terms with an English definition or comment", lambda f: f"{f.definitions.get('en', 0)} of {terms(f)}"),
        ("Terms with a Dutch definition or comment", lambda f: f"{f.definitions.get('nl', 0)} of {terms(f)}"),
        ("Properties with a domain", lambda f: f"{f.domains} of {f.object_properties + f.data_properties}"),
        ("Properties with a range", lambda f: f"{f.ranges} of {f.object_properties + f.data_properties}"),
        ("Inverses", lambda f: f.inverses),
        ("Property chains", lambda f: f.chains),
        ("Transitive, symmetric, irreflexive, asymmetric, functional", lambda f: f.characteristics),
        ("Disjointness axioms", lambda f: f.disjointness),
        ("Restrictions", lambda f: f.restrictions),
        ("Keys", lambda f: f.keys),
        ("SKOS concepts", lambda f: f.concepts),
    )
    found = [(what, str(of(us)), str(of(them)) if them else "") for what, of in texts]
    theirs = str(them.individuals) if them else ""
    return [*found, ("Instance data: things of its classes", str(things), theirs)]


def page(us: Figures, them: Figures, things: int, found: Answers) -> str:
    """Return docs/ontology-comparison.md."""
    count = Counter(a["answer"] for a in found.values())
    measured = "\n".join(f"| {what} | {one} | {other} |" for what, one, other in rows(us, them, things))
    hit = "\n".join(f"| {n} | {text['en']} | {us.pitfalls[n]} | {them.pitfalls[n]} |" for n, text, _, _ in PITFALLS)
    parts = [
        "# The ontology beside InNEO",
        INTRODUCTION,
        "## Figures",
        f"| | EcoGraph | InNEO |\n| --- | --: | --: |\n{measured}",
        "## Pitfalls",
        ON_PITFALLS,
        f"| | Pitfall | EcoGraph | InNEO |\n| --- | --- | --: | --: |\n{hit}",
        "## The 48 questions",
        ON_QUESTIONS.format(**{answer: count[answer] for answer in ("yes", "part", "no")}),
        "| | Question | InNEO | Why |\n| --- | --- | --- | --- |\n" + "\n".join(_question(found)),
        "## The queries for InNEO",
        *(f"**{n}**\n\n```sparql\n{a['query'].rstrip()}\n```" for n, a in found.items() if a.get("query")),
    ]
    return "\n\n".join(parts) + "\n"


def _question(found: Answers) -> Iterator[str]:
    for question in catalogue().values():
        answer = found[question.notation]
        yield f"| {question.notation} | {question.question['en']} | {answer['answer']} | {answer['why']} |"


def main(path: Path) -> int:
    """Print the page; return 1 where an answer is wrong."""
    graph = read_bytes(path.read_bytes(), RdfFormat.TURTLE, file=path.name).triples
    theirs = terms_of(Facts(graph), INNEO)
    found = answers()
    wrong = list(faults(found, {t.value.removeprefix(INNEO) for t in theirs.all}))
    if wrong:
        sys.stderr.write("\n".join(wrong) + "\n")
        return 1
    us = figures(terms_of(Facts(ours()), PREFIXES["eco"]))
    sys.stdout.write(page(us, figures(theirs), instances_of_ours(), found))
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
