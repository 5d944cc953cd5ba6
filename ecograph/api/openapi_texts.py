"""What the OpenAPI description says of the routes that are written in Python, in both languages.

The law of this file: one row for each operation; ``tests/api_questions/test_openapi.py`` finds the one that lacks it.
"""

from __future__ import annotations

from ecograph.texts import Lang, Text

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
    "writing": Text(nl="Toevoegen, met het recht daartoe", en="Adding, with the right to do so"),
}
#: The members of an error; the first is what it is itself.
PROBLEM: dict[str, Text] = {
    "": Text(nl="Wat er misging (RFC 9457)", en="What went wrong (RFC 9457)"),
    "type": Text(nl="Welke fout het is; het adres legt haar uit", en="Which error it is; the address explains it"),
    "title": Text(nl="De fout in enkele woorden", en="The error in a few words"),
    "status": Text(nl="De HTTP-status", en="The HTTP status"),
    "detail": Text(nl="Wat er gebeurde", en="What happened"),
    "remedy": Text(nl="Wat u eraan kunt doen", en="What to do about it"),
    "parameter": Text(nl="Welke parameter niet klopt", en="Which parameter is not right"),
    "value": Text(nl="De waarde die is gegeven", en="The value that was given"),
    "expected": Text(nl="Wat er wordt verwacht", en="What is expected"),
    "choices": Text(nl="De waarden die kunnen", en="The values that it can have"),
    "line": Text(nl="Regel in de zoekvraag of het bestand, vanaf 1", en="Line in the query or the file, from 1"),
    "column": Text(nl="Kolom in die regel, vanaf 1", en="Column in that line, from 1"),
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
    ("get", "/api/template"): Text(
        nl="De lege werkmap om een regio in te beschrijven", en="The empty workbook to describe a region in"
    ),
    ("post", "/api/check"): Text(nl="Controleer een beschrijving", en="Check a description"),
    ("post", "/api/links/decisions"): Text(
        nl="Aanvaard of verwerp een voorgestelde koppeling", en="Accept or reject a proposed link"
    ),
    ("post", "/api/assessments"): Text(
        nl="Voeg toe wat iemand over een randvoorwaarde zei", en="Add what somebody said of a precondition"
    ),
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
#: What a parameter means, by the beginning of the path and its name; the longest beginning counts.
PARAMETERS: dict[tuple[str, str], Text] = {
    ("/reconcile", "queries"): Text(nl="Een reeks zoekvragen als JSON", en="A batch of queries as JSON"),
    ("/reconcile", "extend"): Text(
        nl="Een vraag om aanvulling van gegevens als JSON", en="A data extension query as JSON"
    ),
    ("/reconcile", "callback"): Text(
        nl="JSONP: de functie die het antwoord krijgt", en="JSONP: the function to call with the answer"
    ),
    ("/reconcile", "what"): Text(
        nl="Waarover: entity (een ding), type of property (een eigenschap)",
        en="About what: entity, type or property",
    ),
    ("/reconcile", "prefix"): Text(nl="Wat er al is getypt", en="What was typed so far"),
    ("/reconcile", "cursor"): Text(nl="Sla zoveel voorstellen over", en="Skip so many suggestions"),
    ("/reconcile", "limit"): Text(nl="Ten hoogste zoveel", en="At most so many"),
    ("/reconcile", "type"): Text(nl="Alleen van dit type (zijn id)", en="Only of this type (its id)"),
    ("/reconcile", "id"): Text(
        nl="Het id, zoals een antwoord het geeft: de IRI", en="The id, as an answer gives it: the IRI"
    ),
    ("/reconcile/properties", "type"): Text(
        nl="Van welk type de eigenschappen zijn (zijn id)", en="The type whose properties are asked for (its id)"
    ),
    ("/api/check", "format"): Text(
        nl="Van de uitkomst: json, ttl en text; html is een pagina van deze site en report een om af te drukken; xlsx "
        "heeft de resultaten, annotated is de werkmap zelf met een opmerking bij elk probleem.",
        en="Of the outcome: json, ttl and text; html is a page of this site and report one to print; xlsx holds the "
        "results, annotated is the workbook itself with a comment at every problem.",
    ),
    ("/api/check", "lang"): Text(nl="Van teksten en fouten.", en="Of texts and errors."),
    ("/api/template", "lang"): Text(nl="Van koppen, hulp en lijsten.", en="Of headings, help and lists."),
    ("/api/ecosystems", "slug"): Text(
        nl="Naam van het ecosysteem in adressen, zoals in de lijst.", en="Slug of the ecosystem, as in the list."
    ),
    ("/api/ecosystems", "description"): Text(
        nl="Naam van de beschrijving in adressen, zoals in de lijst.", en="Slug of the description, as in the list."
    ),
    ("/api/export", "query"): Text(
        nl="SPARQL 1.1: SELECT of CONSTRUCT; onze voorvoegsels hoeven niet te worden gedeclareerd.",
        en="SPARQL 1.1: SELECT or CONSTRUCT; our prefixes need not be declared.",
    ),
    ("/api/export", "format"): Text(nl="Welk bestand", en="Which file"),
    ("/api/export", "generation"): Text(nl="Een eerdere stand", en="An earlier state"),
    ("/api/export", "lang"): Text(nl="Van werkbladen en namen", en="Of sheets and names"),
    ("/api/export", "names"): Text(
        nl="In een werkmap: namen in plaats van IRI's (yes)", en="In a workbook: names in place of IRIs (yes)"
    ),
    ("/api/export", "iris"): Text(
        nl="In een werkmap: de IRI's naast de namen (yes)", en="In a workbook: the IRIs beside the names (yes)"
    ),
    ("/conformance", "format"): Text(
        nl="Leeg: een pagina; json, of een vorm van RDF (EARL)", en="Empty: a page; json, or a form of RDF (EARL)"
    ),
    ("/.well-known", "format"): Text(
        nl="Een vorm van RDF, zoals ttl of jsonld; wint van Accept",
        en="A form of RDF, such as ttl or jsonld; beats Accept",
    ),
}


def explained(path: str, name: str, lang: Lang) -> str:
    """Return what a parameter of an operation means; the empty string where its own route says so.

    >>> explained("/reconcile/properties", "type", "en")
    'The type whose properties are asked for (its id)'
    """
    fitting = [(len(start), text) for (start, n), text in PARAMETERS.items() if n == name and path.startswith(start)]
    return max(fitting, key=lambda pair: pair[0])[1][lang] if fitting else ""
