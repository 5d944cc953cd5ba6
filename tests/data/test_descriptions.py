"""The shipped descriptions: every statement traceable, nothing filled in, nothing copied.

The law of this file: it judges the data by rules that hold for every description; what one source says and does not
say stands in ``test_emmen_2016.py``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode

from ecograph import assets
from ecograph.engine.graph import Graph, read
from ecograph.terms import PREFIXES

ECO, ID = PREFIXES["eco"], PREFIXES["id"]
RDF_TYPE = PREFIXES["rdf"] + "type"
LABEL, COMMENT = PREFIXES["rdfs"] + "label", PREFIXES["rdfs"] + "comment"
FOLDER = assets.data() / "ecosystems"
FILES = sorted(FOLDER.glob("*/*/description.ttl"))
#: Passages that carry no fact, on purpose; each has an editorial note that says so.
FACTLESS = {"emmen-chemistry/2016-kplusv/S43"}
#: In public office, chair of a public board, or publicly quoted. Nobody else is named.
PERSONS = {
    "Henk Brink",
    "Roel Folkersma",
    "Maarten van Gils",
    "Henk Jumelet",
    "H. Staghouwer",
    "Sjoerd Vollebregt",
}


@dataclass
class Subject:
    types: set[str] = field(default_factory=set)
    values: dict[str, list[NamedNode | Literal]] = field(default_factory=lambda: defaultdict(list))

    def iris(self, name: str) -> list[str]:
        return [v.value for v in self.values[ECO + name]]


def subjects(graph: Graph) -> dict[str, Subject]:
    found: dict[str, Subject] = defaultdict(Subject)
    for triple in graph:
        subject = found[triple.subject.value]
        if triple.predicate.value == RDF_TYPE:
            subject.types.add(triple.object.value)
        subject.values[triple.predicate.value].append(triple.object)
    return found


def named(path: Path) -> str:
    return "/".join(path.parts[-3:-1])


@pytest.fixture(params=FILES, ids=named)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def described(path: Path) -> dict[str, Subject]:
    return subjects(read(path).triples)


def passages(described: dict[str, Subject]) -> dict[str, Subject]:
    return {iri: s for iri, s in described.items() if ECO + "EvidencePassage" in s.types}


def quotations(described: dict[str, Subject]) -> Iterator[Literal]:
    for subject in described.values():
        for name in ("quote", "quotedText"):
            yield from subject.values[ECO + name]


def test_the_descriptions_are_found() -> None:
    assert {named(p) for p in FILES} >= {"emmen-chemistry/2016-kplusv", "emmen-chemistry/2023-audit"}


def test_the_description_is_named_after_its_folder(path: Path, described: dict[str, Subject]) -> None:
    ecosystem, description = path.parts[-3:-1]
    own = [iri for iri, s in described.items() if ECO + "EcosystemDescription" in s.types]
    assert own == [f"{ID}{ecosystem}/{description}"]
    record = described[own[0]]
    assert record.iris("aboutEcosystem") == [f"{ID}{ecosystem}"]
    assert [v.datatype.value for v in record.values[ECO + "describedAsOf"]] == [PREFIXES["xsd"] + "date"]
    assert {v.language for v in record.values[PREFIXES["dct"] + "title"]} == {"nl", "en"}
    source = [v.value for v in record.values[PREFIXES["dct"] + "source"]]
    assert len(source) == 1
    assert ECO + "SourceDocument" in described[source[0]].types


def test_every_subject_of_ours_names_the_passage_that_carries_it(described: dict[str, Subject]) -> None:
    rows = passages(described)
    for iri, subject in described.items():
        assert subject.types, f"{iri} has no type"
        if iri in rows or not any(t.startswith(ECO) for t in subject.types):
            continue
        assert subject.iris("statedIn"), f"{iri} says not where it is stated"
        assert set(subject.iris("statedIn")) <= set(rows), f"{iri} is stated in a passage that is not here"


def test_every_passage_has_a_document_a_number_and_a_paraphrase(path: Path, described: dict[str, Subject]) -> None:
    for iri, passage in passages(described).items():
        assert iri.startswith(f"{ID}{named(path)}/")
        assert [v.value for v in passage.values[PREFIXES["skos"] + "notation"]] == [iri.rpartition("/")[2]]
        (document,) = passage.iris("fromDocument")
        assert ECO + "SourceDocument" in described[document].types, iri
        assert sorted(v.language for v in passage.values[COMMENT]) == ["en", "nl"], iri


def test_every_passage_carries_something(path: Path, described: dict[str, Subject]) -> None:
    carried = {row for subject in described.values() for row in subject.iris("statedIn")}
    idle = {iri.removeprefix(ID) for iri in passages(described)} - {row.removeprefix(ID) for row in carried}
    assert idle == {row for row in FACTLESS if row.startswith(named(path) + "/")}
    for row in idle:
        assert described[ID + row].values[PREFIXES["skos"] + "editorialNote"]


def test_labels_and_notes_are_dutch_and_english(described: dict[str, Subject]) -> None:
    both = [LABEL, PREFIXES["skos"] + "editorialNote", ECO + "claimText", ECO + "rationale", ECO + "purpose"]
    for iri, subject in described.items():
        assert subject.values[LABEL], iri
        for name in both:
            if subject.values[name]:
                assert sorted(v.language for v in subject.values[name]) == ["en", "nl"], (iri, name)


def test_quotations_are_short(described: dict[str, Subject]) -> None:
    for quotation in quotations(described):
        assert 1 <= len(quotation.value.split()) <= 25, quotation.value


def test_what_is_pointed_at_is_described(described: dict[str, Subject]) -> None:
    for iri, subject in described.items():
        for values in subject.values.values():
            for value in values:
                if isinstance(value, NamedNode) and value.value.startswith(ID):
                    assert value.value in described, f"{iri} points at {value.value}, which is not described"


def test_no_contact_details(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    literals = re.findall(r'"([^"\n]*)"', text)
    for literal in literals:
        # Ten digits with or without separators, after a 0 or a country code: the form of a telephone number.
        assert not re.search(r"(?:\+\d{2}|(?<![\d.,])0)(?:[\s\-()]*\d){8,}", literal), literal
        assert not re.search(r"\w@\w+\.\w", literal), literal


def test_only_these_persons_are_named(described: dict[str, Subject]) -> None:
    for iri, subject in described.items():
        if ECO + "PersonActor" in subject.types:
            names = {v.value for v in subject.values[PREFIXES["foaf"] + "name"]}
            assert names, iri
            assert names <= PERSONS, iri
            assert {v.value for v in subject.values[LABEL]} <= PERSONS, iri


@pytest.fixture(scope="module")
def defined() -> set[str]:
    """Every IRI that the ontology, its vocabularies and its preconditions define."""
    files = sorted(assets.ontology().rglob("*.ttl"))
    parts = {"modules", "vocabularies", "preconditions"}
    if not parts <= {p for f in files for p in f.parts}:
        pytest.skip("the ontology is not in this checkout yet: modules, vocabularies and preconditions are needed")
    return {t.subject.value for f in files if "examples" not in f.parts for t in read(f).triples}


def test_every_term_of_ours_is_defined(path: Path, defined: set[str]) -> None:
    site = ECO.removesuffix("ns#")
    used = {
        term.value
        for triple in read(path).triples
        for term in (triple.predicate, triple.object)
        if isinstance(term, NamedNode) and term.value.startswith(site) and not term.value.startswith(ID)
    }
    assert used - defined == set()


@pytest.mark.parametrize("folder", sorted(p for p in FOLDER.iterdir() if p.is_dir()), ids=lambda p: p.name)
def test_the_dataset_record_lists_its_parts_and_sources(folder: Path) -> None:
    dct = PREFIXES["dct"]
    records = subjects(read(folder / "dataset.ttl").triples)
    dataset = records[f"{ID}{folder.name}/dataset"]
    parts = {f"{ID}{folder.name}/{p.parent.name}": p for p in folder.glob("*/description.ttl")}
    assert {v.value for v in dataset.values[dct + "hasPart"]} == set(parts)
    documents = {
        part: {d for s in passages(subjects(read(p).triples)).values() for d in s.iris("fromDocument")}
        for part, p in parts.items()
    }
    assert {v.value for v in dataset.values[dct + "source"]} == set().union(*documents.values())
    for part, sources in documents.items():
        assert {v.value for v in records[part].values[PREFIXES["prov"] + "wasDerivedFrom"]} == sources
    for name in ("title", "description"):
        assert sorted(v.language for v in dataset.values[dct + name]) == ["en", "nl"]
    assert [v.value for v in dataset.values[dct + "license"]] == ["https://creativecommons.org/licenses/by/4.0/"]
    for name in ("creator", "issued"):
        assert dataset.values[dct + name]
