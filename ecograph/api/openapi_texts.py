"""What the OpenAPI description says of the routes that are written in Python, in both languages.

The law of this file: one row for each operation; ``tests/api_questions/test_openapi.py`` finds the one that lacks it.
"""

from __future__ import annotations

from ecograph.texts import Text

ABOUT = Text(
    nl="Alles wat hier staat mag iedereen opvragen, zonder sleutel. Fouten zijn problem+json (RFC 9457).",
    en="Everybody may ask for everything here, without a key. Errors are problem+json (RFC 9457).",
)
TAGS: dict[str, Text] = {
    "questions": Text(nl="Kant-en-klare vragen", en="Ready questions"),
    "ecosystems": Text(nl="Ecosystemen en hun canvas", en="Ecosystems and their canvas"),
    "check": Text(nl="Een beschrijving controleren", en="Check a description"),
    "sparql": Text(nl="SPARQL", en="SPARQL"),
    "publishing": Text(nl="Wat deze dienst over zichzelf zegt", en="What this service says about itself"),
    "reconciliation": Text(nl="Namen koppelen (OpenRefine)", en="Linking names (OpenRefine)"),
}
#: Texts of the operations that are written as Python routes, in both languages: method and path → summary.
SUMMARIES: dict[tuple[str, str], Text] = {
    ("get", "/api/ecosystems"): Text(nl="De beschreven ecosystemen", en="The described ecosystems"),
    ("get", "/api/ecosystems/{slug}/canvas"): Text(
        nl="Het canvas van de laatste beschrijving", en="The canvas of the latest description"
    ),
    ("get", "/api/ecosystems/{slug}/{description}/canvas"): Text(
        nl="Het canvas van één beschrijving", en="The canvas of one description"
    ),
    ("post", "/api/check"): Text(nl="Controleer een beschrijving", en="Check a description"),
    ("get", "/.well-known/void"): Text(nl="VoID: wat hier is, geteld", en="VoID: what is here, counted"),
    ("get", "/.well-known/sparql-examples"): Text(
        nl="De vragen als SPARQL-voorbeelden in RDF", en="The questions as SPARQL examples in RDF"
    ),
    ("get", "/catalog"): Text(nl="DCAT-AP-NL 3.0: wat er is gepubliceerd", en="DCAT-AP-NL 3.0: what is published"),
    ("get", "/conformance"): Text(nl="De uitkomsten van de W3C-tests", en="The outcomes of the W3C tests"),
    ("get", "/reconcile"): Text(
        nl="Manifest, een reeks zoekvragen, of aanvulling van gegevens",
        en="Manifest, a batch of queries, or data extension",
    ),
    ("post", "/reconcile"): Text(
        nl="Een reeks zoekvragen, of aanvulling van gegevens, als formulier",
        en="A batch of queries, or data extension, as a form",
    ),
    ("get", "/reconcile/suggest/{what}"): Text(
        nl="Aanvullen tijdens het typen: dingen, typen en eigenschappen",
        en="Auto-completion of entities, types and properties",
    ),
    ("get", "/reconcile/flyout/{what}"): Text(
        nl="Enkele woorden over een ding, een type of een eigenschap",
        en="A few words about an entity, a type or a property",
    ),
    ("get", "/reconcile/properties"): Text(
        nl="Eigenschappen waarmee een type kan worden aangevuld", en="Properties that a type can be extended with"
    ),
    ("get", "/reconcile/preview"): Text(nl="Een kleine pagina over een ding", en="A small page about an entity"),
    ("get", "/reconcile/view"): Text(nl="Naar de pagina van een ding", en="To the page of an entity"),
}
