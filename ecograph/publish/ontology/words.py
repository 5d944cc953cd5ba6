"""The words of the documentation, in both languages.

The law of this file: every text on a page that is not in the ontology itself stands here.
"""

from __future__ import annotations

from ecograph.texts import Text

#: What a module is about: its name, and one sentence.
MODULES: dict[str, tuple[Text, Text]] = {
    "core": (
        Text(nl="Kern", en="Core"),
        Text(
            nl="Het ecosysteem, zijn regio, de partijen, hun sferen en rollen, en hoe zij deelnemen.",
            en="The ecosystem, its region, the actors, their spheres and roles, and how they take part.",
        ),
    ),
    "initiative": (
        Text(nl="Initiatief", en="Initiative"),
        Text(
            nl="Wat er wordt gedaan en aangeboden, en hoe dat samenhangt; propositie, focus, doelen en ideeën.",
            en="What is done and offered, and how it hangs together; proposition, focus, goals and ideas.",
        ),
    ),
    "precondition": (
        Text(nl="Randvoorwaarde", en="Precondition"),
        Text(
            nl="Wat een ecosysteem nodig heeft om te bloeien, wie daarover wat oordeelt, en welk deel van een beschrijving volledig is.",
            en="What an ecosystem needs to flourish, who judges what about it, and which part of a description is complete.",
        ),
    ),
    "process": (
        Text(nl="Proces", en="Process"),
        Text(
            nl="Opdrachten, sessies en besluiten; beschrijvingen en aanbevelingen en wat ervan kwam.",
            en="Assignments, sessions and decisions; descriptions and recommendations and what came of them.",
        ),
    ),
    "resource": (
        Text(nl="Middelen", en="Resource"),
        Text(
            nl="Toegezegd geld en beschikbare capaciteit.",
            en="Money committed and capacity available.",
        ),
    ),
    "evidence": (
        Text(nl="Bewijs", en="Evidence"),
        Text(
            nl="Documenten, passages, beweringen en citaten: wie zegt het, en waar staat het.",
            en="Documents, passages, claims and quotations: who says so, and where.",
        ),
    ),
    "indicator": (
        Text(nl="Indicator", en="Indicator"),
        Text(nl="Cijfers van anderen over regio's.", en="Figures of others about regions."),
    ),
}

#: An axiom as a sentence; the places are filled with linked names.
AXIOMS: dict[str, Text] = {
    "subClassOf": Text(nl="Elk exemplaar van {0} is ook: {1}.", en="Every instance of {0} is also: {1}."),
    "equivalentClass": Text(nl="{0} is hetzelfde als {1}.", en="{0} is the same as {1}."),
    "definedBy": Text(
        nl="{0} is precies: elk exemplaar van {1} waarvan de eigenschap {2} de waarde {3} heeft.",
        en="{0} is exactly: every instance of {1} whose {2} is {3}.",
    ),
    "hasKey": Text(
        nl="Twee exemplaren van {0} met dezelfde {rest} zijn één en hetzelfde.",
        en="Two instances of {0} with the same {rest} are one and the same.",
    ),
    "disjoint": Text(nl="Een exemplaar van {0} is nooit ook: {rest}.", en="An instance of {0} is never also: {rest}."),
    "domain": Text(nl="Wat {0} heeft, is een exemplaar van {1}.", en="Whatever has {0} is an instance of {1}."),
    "range": Text(nl="De waarde van {0} is een exemplaar van {1}.", en="The value of {0} is an instance of {1}."),
    "subPropertyOf": Text(nl="Waar {0} geldt, geldt ook {1}.", en="Where {0} holds, {1} holds too."),
    "inverseOf": Text(
        nl="{0} is het omgekeerde van {1}: het een volgt uit het ander.",
        en="{0} is the inverse of {1}: each follows from the other.",
    ),
    "TransitiveProperty": Text(
        nl="Transitief: geldt {0} van A naar B en van B naar C, dan ook van A naar C.",
        en="Transitive: where {0} leads from A to B and from B to C, it leads from A to C.",
    ),
    "SymmetricProperty": Text(
        nl="Symmetrisch: geldt {0} van A naar B, dan ook van B naar A.",
        en="Symmetric: where {0} leads from A to B, it leads from B to A.",
    ),
    "IrreflexiveProperty": Text(
        nl="Irreflexief: {0} leidt nooit naar het ding zelf.", en="Irreflexive: {0} never leads to the thing itself."
    ),
    "AsymmetricProperty": Text(
        nl="Asymmetrisch: {0} geldt nooit in beide richtingen.", en="Asymmetric: {0} never holds in both directions."
    ),
    "FunctionalProperty": Text(nl="{0} heeft één waarde.", en="{0} has one value."),
    "InverseFunctionalProperty": Text(
        nl="Een waarde van {0} hoort bij één ding.", en="A value of {0} belongs to one thing."
    ),
    "chain": Text(nl="Keten: {rest} achter elkaar is {0}.", en="Chain: {rest} one after the other make {0}."),
}

WORDS: dict[str, Text] = {
    "title": Text(nl="EcoGraph-ontologie", en="EcoGraph ontology"),
    "documentation": Text(nl="Documentatie van de ontologie", en="Documentation of the ontology"),
    "other_language": Text(nl="Nederlands", en="English"),
    "skip": Text(nl="Naar de inhoud", en="Skip to the content"),
    "pages": Text(nl="Onderdelen", en="Parts"),
    "contents": Text(nl="Op deze pagina", en="On this page"),
    "overview": Text(nl="Overzicht", en="Overview"),
    "modules": Text(nl="Modules", en="Modules"),
    "module": Text(nl="Module", en="Module"),
    "lists": Text(nl="Keuzelijsten", en="Vocabularies"),
    "lists_lead": Text(
        nl="{n} begrippenlijsten (SKOS) om uit te kiezen, met {m} begrippen. De code van een begrip is zijn IRI; het nummer geeft de volgorde.",
        en="{n} concept schemes (SKOS) to choose from, with {m} concepts. The IRI of a concept is its code; the number gives the order.",
    ),
    "preconditions": Text(nl="Randvoorwaarden", en="Preconditions"),
    "preconditions_lead": Text(
        nl="{n} randvoorwaarden, elk met een regel die een machine kan nagaan, drempels die als gegeven vastliggen, en bronnen. Wat een beschrijving niet zegt, is niet beschreven; afwezig is iets alleen als een bron dat zegt of een deel van de beschrijving volledig heet.",
        en="{n} preconditions, each with a rule that a machine can check, thresholds that are data, and sources. What a description does not say is not described; a thing is absent only where a source says so or a part of the description is stated to be complete.",
    ),
    "profiles": Text(nl="Profielen", en="Profiles"),
    "works": Text(nl="Bronnen van de randvoorwaarden", en="Works that the preconditions come from"),
    "terms": Text(nl="Alle termen", en="All terms"),
    "terms_lead": Text(
        nl="Alle klassen en eigenschappen op naam, met hun IRI.",
        en="All classes and properties by name, with their IRI.",
    ),
    "alignments": Text(nl="Aansluiting op andere vocabulaires", en="Alignments to other vocabularies"),
    "alignments_lead": Text(
        nl="De aansluitingen staan apart van de kern, met altijd een eigen term als onderwerp. Elke term van een ander is nagegaan in het gepubliceerde bestand.",
        en="Alignments are kept apart from the core, always with a term of ours as subject. Every term of others was checked in the published file.",
    ),
    "ours": Text(nl="Onze term", en="Our term"),
    "relation": Text(nl="Verband", en="Relation"),
    "theirs": Text(nl="Term elders", en="Term elsewhere"),
    "metadata": Text(nl="Gegevens over de ontologie", en="About the ontology"),
    "downloads": Text(nl="Downloads", en="Downloads"),
    "download_ontology": Text(
        nl="Ontologie, keuzelijsten en randvoorwaarden", en="Ontology, vocabularies and preconditions"
    ),
    "download_shapes": Text(nl="SHACL-regels", en="SHACL rules"),
    "download_alignments": Text(nl="Aansluitingen", en="Alignments"),
    "namespaces": Text(nl="Naamruimten", en="Namespaces"),
    "prefix": Text(nl="Voorvoegsel", en="Prefix"),
    "namespace": Text(nl="Naamruimte", en="Namespace"),
    "classes": Text(nl="Klassen", en="Classes"),
    "properties": Text(nl="Eigenschappen", en="Properties"),
    "concepts": Text(nl="Begrippen", en="Concepts"),
    "class": Text(nl="klasse", en="class"),
    "ObjectProperty": Text(nl="relatie", en="object property"),
    "DatatypeProperty": Text(nl="gegeven", en="datatype property"),
    "diagram": Text(nl="Diagram", en="Diagram"),
    "diagram_of": Text(nl="Diagram van de module {name}", en="Diagram of the module {name}"),
    "diagram_note": Text(
        nl="Elk vak is een klasse met haar eigenschappen en waar die heen leiden; een lijn loopt naar een klasse van dezelfde module, een open pijl naar de ruimere klasse. Een gestippeld vak verzamelt eigenschappen van verschillende klassen. Alles wat het diagram toont, staat hieronder in woorden.",
        en="Each box is a class with its properties and where they lead; a line goes to a class of the same module, a hollow arrow to the wider class. A dashed box collects properties of several classes. All that the diagram shows is below in words.",
    ),
    "diagram_file": Text(nl="Diagram als bestand (SVG)", en="Diagram as a file (SVG)"),
    "several": Text(nl="verschillende klassen", en="several classes"),
    "wider": Text(nl="Ruimer", en="Wider"),
    "narrower": Text(nl="Smaller", en="Narrower"),
    "on": Text(nl="Van", en="Belongs to"),
    "leads_to": Text(nl="Leidt naar", en="Leads to"),
    "own_properties": Text(nl="Eigenschappen", en="Properties"),
    "axioms": Text(nl="Wat eruit volgt", en="What follows"),
    "structure": Text(nl="Regels voor een goede beschrijving", en="Rules for a well-formed description"),
    "example": Text(nl="Voorbeeld", en="Example"),
    "source": Text(nl="Bron", en="Source"),
    "sources": Text(nl="Bronnen", en="Sources"),
    "elsewhere": Text(nl="Elders", en="Elsewhere"),
    "used_by": Text(nl="Waarde van", en="Value of"),
    "notation": Text(nl="Nr.", en="No."),
    "concept": Text(nl="Begrip", en="Concept"),
    "definition": Text(nl="Definitie", en="Definition"),
    "code": Text(nl="Code", en="Code"),
    "rule": Text(nl="Regel", en="Rule"),
    "thresholds": Text(nl="Drempels", en="Thresholds"),
    "no_thresholds": Text(nl="Geen.", en="None."),
    "in_profiles": Text(nl="In profielen", en="In profiles"),
    "looks_at": Text(nl="Kijkt naar", en="Looks at"),
    "theory": Text(nl="Plaats in de theorie", en="Place in theory"),
    "shacl": Text(nl="De regel zelf (SHACL)", en="The rule itself (SHACL)"),
    "preconditions_in": Text(nl="{n} randvoorwaarden", en="{n} preconditions"),
    "made": Text(
        nl="Gemaakt met `ecograph export ontology` uit de Turtle-bestanden, versie {version}.",
        en="Made with `ecograph export ontology` from the Turtle files, version {version}.",
    ),
    "kind": Text(nl="Soort", en="Kind"),
    "name": Text(nl="Naam", en="Name"),
    "to_top": Text(nl="Naar boven", en="To the top"),
}

#: The header of the ontology as rows of a table: property and heading.
METADATA: tuple[tuple[str, Text], ...] = (
    ("rdfs:label", Text(nl="Naam", en="Name")),
    ("vann:preferredNamespacePrefix", Text(nl="Voorvoegsel", en="Prefix")),
    ("vann:preferredNamespaceUri", Text(nl="Naamruimte", en="Namespace")),
    ("owl:versionInfo", Text(nl="Versie", en="Version")),
    ("owl:versionIRI", Text(nl="IRI van deze versie", en="IRI of this version")),
    ("owl:priorVersion", Text(nl="Vorige versie", en="Prior version")),
    ("bibo:status", Text(nl="Status", en="Status")),
    ("dct:license", Text(nl="Licentie", en="Licence")),
    ("dct:creator", Text(nl="Makers", en="Creators")),
    ("dct:publisher", Text(nl="Uitgever", en="Publisher")),
    ("dct:created", Text(nl="Gemaakt op", en="Created")),
    ("dct:issued", Text(nl="Uitgegeven op", en="Issued")),
    ("dct:modified", Text(nl="Gewijzigd op", en="Modified")),
    ("dct:language", Text(nl="Talen", en="Languages")),
    ("dct:bibliographicCitation", Text(nl="Zo te citeren", en="Cite as")),
    ("dct:source", Text(nl="Bronnen", en="Sources")),
)

#: Names of what is not ours.
FOREIGN: dict[str, Text] = {
    "skos:Concept": Text(nl="begrip uit een lijst", en="concept of a list"),
    "sh:NodeShape": Text(nl="SHACL-shape", en="SHACL shape"),
    "xsd:string": Text(nl="tekst", en="text"),
    "xsd:decimal": Text(nl="getal", en="number"),
    "xsd:integer": Text(nl="geheel getal", en="whole number"),
    "xsd:nonNegativeInteger": Text(nl="geheel getal", en="whole number"),
    "xsd:boolean": Text(nl="ja of nee", en="yes or no"),
    "xsd:anyURI": Text(nl="webadres", en="web address"),
}
