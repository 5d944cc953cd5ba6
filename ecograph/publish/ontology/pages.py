"""The pages of the documentation.

The law of this file: a page is a template and records; everything is escaped; every link leads to a file in the
folder, to a part of a page, or to an address that the ontology itself names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape
from pyoxigraph import NamedNode, RdfFormat

from ecograph import assets
from ecograph.engine.graph import write
from ecograph.publish.ontology import diagram as drawing
from ecograph.publish.ontology.reading import folder, read_ontology
from ecograph.publish.ontology.records import Axiom, Ontology
from ecograph.publish.ontology.words import AXIOMS, FOREIGN, METADATA, MODULES, WORDS
from ecograph.terms import PREFIXES, SITE, shorten
from ecograph.texts import LANGUAGES, Lang, pick

if TYPE_CHECKING:
    from jinja2 import Environment

ONTOLOGY = NamedNode(SITE + "ns")
FONTS = ("source-sans-3.woff2", "source-serif-4-heading.woff2", "source-serif-4-quote.woff2")
#: The pages beside those of the modules.
PAGES = ("index", "vocabularies", "preconditions", "terms", "alignments")


def documentation(out: Path) -> tuple[Path, ...]:
    """Write the documentation into a folder and return the files.

    Args:
        out: Is made where it is not there; files of the same names in it are replaced.
    """
    written = []
    for name, content in files().items():
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


@cache
def files() -> Mapping[str, bytes]:
    """Return every file of the documentation by its name in the folder."""
    ontology = read_ontology()
    found: dict[str, bytes] = {"index.html": _start(ontology).encode()}
    for lang in LANGUAGES:
        for name in (*PAGES, *MODULES):
            found[f"{lang}/{name}.html"] = page(ontology, name, lang).encode()
        for module in ontology.modules:
            svg = drawing.diagram(module, ontology, lang, alone=True)
            found[f"{lang}/diagram-{module.name}.svg"] = svg.encode()
    return found | dict(_rdf()) | dict(_assets())


def _rdf() -> Iterator[tuple[str, bytes]]:
    whole = folder("modules") + folder("vocabularies") + folder("preconditions")
    for suffix, form in (
        ("ttl", RdfFormat.TURTLE),
        ("nt", RdfFormat.N_TRIPLES),
        ("rdf", RdfFormat.RDF_XML),
        ("jsonld", RdfFormat.JSON_LD),
    ):
        yield f"ecograph.{suffix}", write(whole, form)
    yield "alignments.ttl", write(folder("alignments"))
    yield "shapes.ttl", write(folder("shapes") + folder("preconditions", "shapes"))


def _assets() -> Iterator[tuple[str, bytes]]:
    yield "assets/style.css", (Path(__file__).parent / "templates" / "style.css").read_bytes()
    for font in FONTS:
        yield f"assets/{font}", (assets.web() / "static" / "fonts" / font).read_bytes()


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("ecograph.publish.ontology", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _start(ontology: Ontology) -> str:
    """Return the first page, which offers both languages."""
    titles = ontology.facts.texts(ONTOLOGY, "dct:title")
    return _environment().get_template("start.html").render(titles=titles, words=WORDS, languages=LANGUAGES)


def page(ontology: Ontology, name: str, lang: Lang) -> str:
    """Return one page.

    Args:
        ontology: The records.
        name: One of ``PAGES``, or a module.
        lang: Its language.
    """
    links = Links(ontology, lang)
    facts: dict[str, Any] = {
        "o": ontology,
        "lang": lang,
        "other": next(x for x in LANGUAGES if x != lang),
        "name": name,
        "w": {key: text[lang] for key, text in WORDS.items()},
        "words": WORDS,
        "modules": MODULES,
        "t": lambda texts: pick(texts, lang),
        "tag": lambda texts: lang if lang in texts else "en",
        "link": links.link,
        "sentence": links.sentence,
        "short": shorten,
        "version": ontology.facts.text(ONTOLOGY, "owl:versionInfo"),
    }
    if name in MODULES:
        module = next(m for m in ontology.modules if m.name == name)
        facts |= {"module": module, "picture": Markup(drawing.diagram(module, ontology, lang))}  # noqa: S704  # escaped there
    if name == "index":
        facts |= {"metadata": list(_metadata(ontology, lang)), "jsonld": _jsonld(ontology, lang), "prefixes": PREFIXES}
        facts |= {"abstract": ontology.facts.texts(ONTOLOGY, "dct:abstract")}
    template = "module.html" if name in MODULES else f"{name}.html"
    return _environment().get_template(template).render(**facts)


class Links:
    """Where an IRI is explained, seen from a page in one language."""

    def __init__(self, ontology: Ontology, lang: Lang) -> None:
        self.labels, self.lang = ontology.labels, lang
        self.places = {t.iri: f"{t.module}.html#{t.name}" for t in ontology.terms()}
        self.places |= {s.iri: f"vocabularies.html#{s.name}" for s in ontology.schemes}
        self.places |= {c.iri: f"vocabularies.html#{_anchor(c.iri)}" for s in ontology.schemes for c in s.concepts}
        self.places |= {p.iri: f"preconditions.html#{p.notation}" for p in ontology.preconditions}
        self.places |= {p.iri: f"preconditions.html#profile-{p.name}" for p in ontology.profiles}
        self.cited = {x.iri: x.citation for x in ontology.works}

    def text(self, iri: str) -> str:
        """Return the name of an IRI in words; of a foreign term its short form."""
        if iri in self.places:
            return pick(self.labels.get(iri, {}), self.lang) or shorten(iri)
        return FOREIGN[shorten(iri)][self.lang] if shorten(iri) in FOREIGN else shorten(iri)

    def link(self, iri: str, text: str = "") -> Markup:
        """Return an IRI as a link: into the folder where it is ours, else to itself."""
        shown = text or self.cited.get(iri) or self.text(iri)
        place = self.places.get(iri)
        if place is None and not iri.startswith(("http://", "https://")):
            return Markup("<span>{}</span>").format(shown)
        return Markup('<a href="{}">{}</a>').format(place or iri, shown)

    def sentence(self, axiom: Axiom) -> Markup:
        """Return an axiom in words, with its names as links."""
        names = [Markup("<q>{}</q>").format(self.link(iri)) for iri in dict.fromkeys(axiom.about)]
        rest = Markup(", ").join(names[1:])
        if axiom.kind == "chain":
            rest = Markup(" → ").join(Markup("<q>{}</q>").format(self.link(iri)) for iri in axiom.about[1:])
        return Markup(escape(AXIOMS[axiom.kind][self.lang])).format(*names, rest=rest)  # noqa: S704  # escaped


def _anchor(iri: str) -> str:
    return "-".join(iri.rsplit("/", 2)[1:])


def _metadata(ontology: Ontology, lang: Lang) -> Iterator[tuple[str, list[str]]]:
    for name, heading in METADATA:
        values = ontology.facts.all(ONTOLOGY, name)
        texts = ontology.facts.texts(ONTOLOGY, name)
        if lang in texts:
            yield heading[lang], [texts[lang]]
        elif values:
            yield heading[lang], [getattr(v, "value", "") for v in values]


def _jsonld(ontology: Ontology, lang: Lang) -> Markup:
    """Return what search engines and FAIR checkers read: the header in the words of schema.org."""
    header = ontology.facts

    def text(name: str) -> str:
        return pick(header.texts(ONTOLOGY, name), lang) or header.text(ONTOLOGY, name)

    said = {
        "@context": "https://schema.org/",
        "@type": ["DefinedTermSet", "Dataset"],
        "@id": ONTOLOGY.value,
        "name": text("dct:title"),
        "description": text("dct:abstract"),
        "url": ONTOLOGY.value,
        "version": text("owl:versionInfo"),
        "license": text("dct:license"),
        "creator": {"@type": "Organization", "name": text("dct:creator")},
        "publisher": {"@type": "Organization", "name": text("dct:publisher")},
        "dateCreated": text("dct:created"),
        "datePublished": text("dct:issued"),
        "dateModified": text("dct:modified"),
        "inLanguage": list(LANGUAGES),
        "citation": text("dct:bibliographicCitation"),
        "creativeWorkStatus": text("bibo:status").rpartition("/")[2],
        "isBasedOn": [v.value for v in header.nodes(ONTOLOGY, "dct:source")],
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": media, "contentUrl": f"../ecograph.{suffix}"}
            for suffix, media in (
                ("ttl", "text/turtle"),
                ("jsonld", "application/ld+json"),
                ("rdf", "application/rdf+xml"),
                ("nt", "application/n-triples"),
            )
        ],
    }
    return Markup(json.dumps(said, ensure_ascii=False, indent=1).replace("<", "\\u003c"))  # noqa: S704  # inside a script
