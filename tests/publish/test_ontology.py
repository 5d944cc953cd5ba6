"""The documentation of the ontology: complete, in both languages, and every link leads somewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ecograph import assets
from ecograph.engine.graph import read
from ecograph.publish.ontology import pages as pages_module
from ecograph.publish.ontology.pages import files
from ecograph.publish.ontology.reading import MODULES as ORDER
from ecograph.publish.ontology.reading import folder, read_ontology
from ecograph.publish.ontology.records import Ontology
from ecograph.publish.ontology.words import AXIOMS, MODULES, WORDS
from ecograph.terms import PREFIXES

OWL = PREFIXES["owl"]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return read_ontology()


class Anchors(HTMLParser):
    """Collects the links and the places of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.places: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag in {"a", "link"} and found.get("href"):
            self.links.append(found["href"])
        if found.get("id"):
            self.places.append(found["id"])


@pytest.fixture(scope="module")
def pages() -> dict[str, Anchors]:
    return {name: Anchors(content.decode()) for name, content in files().items() if name.endswith(".html")}


def test_every_term_scheme_concept_and_precondition_has_a_place(ontology: Ontology, pages: dict[str, Anchors]):
    for lang in ("nl", "en"):
        for term in ontology.terms():
            assert term.name in pages[f"{lang}/{term.module}.html"].places
        places = pages[f"{lang}/vocabularies.html"].places
        for scheme in ontology.schemes:
            assert scheme.name in places
            assert {f"{scheme.name}-{c.iri.rpartition('/')[2]}" for c in scheme.concepts} <= set(places)
        assert {f"P{n:02}" for n in range(1, 41)} <= set(pages[f"{lang}/preconditions.html"].places)
    declared = {
        t.subject.value
        for t in folder("modules")
        if t.predicate.value == PREFIXES["rdf"] + "type"
        and t.object.value in {OWL + "Class", OWL + "ObjectProperty", OWL + "DatatypeProperty"}
        and t.subject.value.startswith(PREFIXES["eco"])
    }
    assert {t.iri for t in ontology.terms()} == declared


def test_no_place_occurs_twice(pages: dict[str, Anchors]):
    for name, page in pages.items():
        assert [p for p, n in Counter(page.places).items() if n > 1] == [], name


def test_every_link_within_the_folder_leads_somewhere(pages: dict[str, Anchors]):
    for name, page in pages.items():
        here = name.split("/")[:-1]
        for link in page.links:
            if re.match(r"[a-z]+:", link):
                continue
            path, _, place = link.partition("#")
            parts = [*here, *path.split("/")] if path else name.split("/")
            while ".." in parts:
                at = parts.index("..")
                del parts[at - 1 : at + 1]
            target = "/".join(parts)
            assert target in files(), (name, link)
            if place:
                assert place in pages[target].places, (name, link)


def test_every_axiom_is_said(ontology: Ontology):
    """As many sentences as there are axioms of each kind in the files; an inverse is said on both sides."""
    said = Counter(a.kind for t in ontology.terms() for a in t.axioms)
    triples = folder("modules")

    def number(name: str) -> int:
        prefix, _, local = name.partition(":")
        return sum(t.predicate.value == PREFIXES[prefix] + local for t in triples)

    for kind, name in {
        "subClassOf": "rdfs:subClassOf",
        "domain": "rdfs:domain",
        "range": "rdfs:range",
        "subPropertyOf": "rdfs:subPropertyOf",
        "chain": "owl:propertyChainAxiom",
        "hasKey": "owl:hasKey",
        "definedBy": "owl:equivalentClass",
    }.items():
        assert said[kind] == number(name), kind
    assert said["inverseOf"] == 2 * number("owl:inverseOf")
    for kind in ("TransitiveProperty", "SymmetricProperty", "IrreflexiveProperty", "AsymmetricProperty"):
        assert said[kind] == sum(getattr(t.object, "value", "") == OWL + kind for t in triples), kind
    assert set(said) <= set(AXIOMS)


def test_the_pages_speak_their_language(ontology: Ontology):
    for term in ontology.terms():
        for lang in ("nl", "en"):
            content = files()[f"{lang}/{term.module}.html"].decode()
            assert f">{term.definition[lang].replace(chr(39), '&#39;').replace(chr(34), '&#34;')}<" in content, (
                term.name
            )


def test_every_term_has_an_example(ontology: Ontology):
    assert [t.name for t in ontology.terms() if not t.example[0]] == []


def test_each_precondition_shows_rule_thresholds_sources_and_shapes(ontology: Ontology):
    assert len(ontology.preconditions) == 40
    for p in ontology.preconditions:
        assert p.rule["nl"]
        assert p.rule["en"]
        assert p.sources
        assert f"ecosh:{p.notation}-sufficient\n    a sh:NodeShape" in p.shacl
        assert not re.search(rf"(?m)^ecosh:(?!{p.notation}-)", p.shacl)
        assert "all" in {x.rpartition("/")[2] for x in p.profiles}
    shown = files()["en/preconditions.html"].decode()
    for p in ontology.preconditions:
        assert all(f"<code>{t.name}</code>: {t.value} {t.unit}" in shown for t in p.thresholds)


def test_modules_have_words_and_an_order():
    assert tuple(MODULES) == ORDER
    assert {f.stem for f in (assets.ontology() / "modules").glob("*.ttl")} == {*ORDER, "ecograph"}


def test_no_word_is_left_over():
    package = Path(pages_module.__file__).parent
    files_ = [f for f in (*package.glob("*.py"), *(package / "templates").glob("*.html")) if f.name != "words.py"]
    used = "".join(f.read_text(encoding="utf-8") for f in files_)
    by_kind = {"ObjectProperty", "DatatypeProperty"}
    left = [k for k in WORDS if k not in by_kind and not re.search(rf"""(w\.|[wW][A-Za-z]*\["){k}\b""", used)]
    assert left == []


def test_downloads_are_the_ontology(tmp_path):
    whole = len({*folder("modules"), *folder("vocabularies"), *folder("preconditions")})
    for suffix in ("ttl", "nt", "rdf", "jsonld"):
        file = tmp_path / f"ecograph.{suffix}"
        file.write_bytes(files()[file.name])
        assert len(read(file).triples) == whole, suffix


def test_search_engines_and_fair_checkers_find_the_header():
    for lang in ("nl", "en"):
        (found,) = re.findall(
            r'<script type="application/ld\+json">(.*?)</script>', files()[f"{lang}/index.html"].decode(), re.DOTALL
        )
        said = json.loads(found)
        for key in ("name", "description", "license", "version", "creator", "citation", "dateModified", "distribution"):
            assert said[key], key
        assert said["@id"] == "https://w3id.org/ecograph/ns"


def test_the_pages_are_the_same_every_time():
    before = dict(files())
    files.cache_clear()
    assert {n: c for n, c in files().items() if n.endswith((".html", ".svg"))} == {
        n: c for n, c in before.items() if n.endswith((".html", ".svg"))
    }
