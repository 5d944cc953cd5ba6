"""The texts of the pages on which one looks around: resources, ontology, questions, comparison, network, map."""

from __future__ import annotations

from ecograph.texts import Text

EXPLORE: dict[str, Text] = {
    "nav.questions": Text(nl="Vragen", en="Questions"),
    "nav.compare": Text(nl="Vergelijken", en="Compare"),
    "nav.check": Text(nl="Toetsen", en="Check"),
    "resource.statements": Text(nl="Wat hier staat", en="What is said here"),
    "resource.backlinks": Text(nl="Wat hiernaar verwijst", en="What refers to this"),
    "resource.nothing": Text(nl="Er staat verder niets over.", en="Nothing more is said about it."),
    "resource.sources": Text(nl="Waar dit op berust", en="What this rests on"),
    "resource.more": Text(nl="en nog {n}", en="and {n} more"),
    "resource.inferred": Text(nl="afgeleid", en="inferred"),
    "resource.inferred.rule": Text(nl="Afgeleid door regel {rule}", en="Inferred by rule {rule}"),
    "resource.because": Text(nl="Want:", en="Because:"),
    "resource.unfold": Text(nl="Nog {n} tonen", en="Show {n} more"),
    "resource.map": Text(nl="Waar dit ligt", en="Where this lies"),
    "resource.inferred.hide": Text(nl="Verberg wat is afgeleid ({n})", en="Hide what is inferred ({n})"),
    "resource.inferred.show": Text(nl="Toon afgeleide uitspraken", en="Show inferred statements"),
    "resource.iri": Text(nl="Vast adres (IRI)", en="Permanent address (IRI)"),
    "resource.forms": Text(nl="Als data", en="As data"),
    "resource.query": Text(nl="Hierop doorvragen", en="Query this"),
    "resource.ecosystem": Text(nl="Naar de canvas van dit ecosysteem", en="To the canvas of this ecosystem"),
    "resource.around": Text(nl="Directe omgeving", en="Nearest neighbours"),
    "resource.around.text": Text(
        nl="{n} verbonden: pijl naar buiten is wat dit noemt, pijl naar binnen is wat dit noemt vanuit een ander.",
        en="{n} connected: an arrow outwards is what this one names, an arrow inwards is what names this one.",
    ),
    "schema.title": Text(nl="Schema", en="Schema"),
    "schema.lead": Text(
        nl="Welke klassen de beschrijvingen gebruiken, wat ze verbindt en hoe vaak. Kies een klasse om haar in het "
        "midden te zetten, of een aantal om de zoekopdracht te openen.",
        en="Which classes the descriptions use, what connects them and how often. Choose a class to put it in the "
        "middle, or a number to open the query.",
    ),
    "schema.ontology": Text(nl="De hele ontologie", en="The whole ontology"),
    "schema.void": Text(nl="Statistiek als VoID", en="Statistics as VoID"),
    "schema.unknown": Text(
        nl="Van de klasse „{name}” is niets beschreven.", en="Nothing of the class “{name}” is described."
    ),
    "schema.classes": Text(nl="{n} klassen", en="{n} classes"),
    "schema.things": Text(nl="{n} beschreven: toon ze", en="{n} described: show them"),
    "schema.diagram": Text(
        nl="Klassendiagram van {name}; de tabellen hieronder zeggen hetzelfde",
        en="Class diagram of {name}; the tables below say the same",
    ),
    "schema.outward": Text(nl="Wijst naar", en="Points to"),
    "schema.inward": Text(nl="Wordt aangewezen door", en="Is pointed to by"),
    "schema.attributes": Text(nl="Waarden", en="Values"),
    "schema.property": Text(nl="Eigenschap", en="Property"),
    "schema.class": Text(nl="Klasse", en="Class"),
    "schema.kind": Text(nl="Soort waarde", en="Kind of value"),
    "schema.count": Text(nl="Aantal", en="Number"),
    "schema.query": Text(nl="{n}: open de zoekopdracht", en="{n}: open the query"),
    "shapes.title": Text(nl="Regels", en="Rules"),
    "shapes.lead": Text(
        nl="Waaraan een beschrijving moet voldoen, en wat zij zegt als iets ontbreekt. Dit zijn SHACL-shapes; de tekst "
        "is wat u leest als niet aan de regel is voldaan.",
        en="What a description must satisfy, and what it says where something lacks. These are SHACL shapes; the text "
        "is what you read when the rule is not met.",
    ),
    "shapes.structure": Text(nl="Is de beschrijving goed gevormd? ({n})", en="Is the description well formed? ({n})"),
    "shapes.preconditions": Text(nl="Wat ontbreekt er in de regio? ({n})", en="What does the region lack? ({n})"),
    "contents": Text(nl="Inhoud", en="Contents"),
    "field.date": Text(nl="Jaar, maand en dag, zoals 2016-03-14.", en="Year, month and day, such as 2016-03-14."),
    "field.date.form": Text(nl="jjjj-mm-dd", en="yyyy-mm-dd"),
    "field.choose": Text(nl="Maak hier een keuze.", en="Make a choice here."),
    "field.fill": Text(nl="Vul dit in.", en="Fill this in."),
    "field.number": Text(nl="Vul hier een geheel getal in.", en="Fill in a whole number here."),
    "ontology.title": Text(nl="De ontologie", en="The ontology"),
    "ontology.lead": Text(
        nl="Elke klasse en eigenschap, met definitie en met hoe vaak zij in de graaf voorkomt. Kies een aantal om de "
        "zoekopdracht te openen.",
        en="Every class and property, with its definition and with how often the graph uses it. Choose a number to "
        "open the query.",
    ),
    "ontology.classes": Text(nl="Klassen", en="Classes"),
    "ontology.properties": Text(nl="Eigenschappen", en="Properties"),
    "ontology.super": Text(nl="valt onder", en="is a kind of"),
    "ontology.range": Text(nl="waarde", en="value"),
    "ontology.on": Text(nl="op", en="on"),
    "ontology.used.once": Text(nl="één keer gebruikt", en="used once"),
    "ontology.used": Text(nl="{n} keer gebruikt", en="used {n} times"),
    "questions.title": Text(nl="Vragen", en="Questions"),
    "questions.lead": Text(
        nl="Kies een vraag, vul in waarover het gaat en lees het antwoord. De zoekopdracht ziet u erbij.",
        en="Choose a question, fill in what it is about and read the answer. The query is shown with it.",
    ),
    "questions.answer": Text(nl="Beantwoorden", en="Answer"),
    "questions.any": Text(nl="alle", en="all"),
    "questions.required": Text(nl="verplicht", en="required"),
    "questions.example": Text(nl="Bijvoorbeeld {example}", en="For example {example}"),
    "questions.sparql": Text(nl="De zoekopdracht in SPARQL", en="The query in SPARQL"),
    "questions.edit": Text(nl="Wijzig deze zoekopdracht", en="Change this query"),
    "questions.address": Text(
        nl="Vast adres voor Excel, pandas en andere programma's (CSV)",
        en="Stable address for Excel, pandas and other programs (CSV)",
    ),
    "questions.csv": Text(nl="Antwoord als CSV", en="Answer as CSV"),
    "map.label": Text(nl="Beschreven ecosystemen op de kaart", en="Described ecosystems on the map"),
    "map.europe": Text(nl="Beschreven ecosystemen elders in Europa", en="Described ecosystems elsewhere in Europe"),
    "map.near": Text(
        nl="Gestippeld: de NUTS-regio die er dichtbij komt ({names}).",
        en="Dotted: the NUTS region that comes close ({names}).",
    ),
    "map.members": Text(
        nl="Gestippeld, omdat het gebied in geen register staat: de gemeenten die meedoen ({names}).",
        en="Dotted, because the region is in no register: the municipalities that take part ({names}).",
    ),
    "map.country": Text(
        nl="Van een regio buiten Nederland is het land ingekleurd.",
        en="For a region outside the Netherlands its country is coloured.",
    ),
    "map.unplaced": Text(
        nl="Niet op de kaart, omdat van het gebied geen code beschreven is: {names}.",
        en="Not on the map, because no code of the region is described: {names}.",
    ),
    "map.source": Text(
        nl="Grenzen 2022: CBS en Kadaster, CC BY 4.0. Landen: Natural Earth, publiek domein.",
        en="Boundaries 2022: CBS and Kadaster, CC BY 4.0. Countries: Natural Earth, public domain.",
    ),
    "compare.title": Text(nl="Vergelijken", en="Compare"),
    "compare.lead": Text(
        nl="Ecosystemen naast elkaar, of één ecosysteem door de tijd. Lees per rij: wat is hier anders dan daar?",
        en="Ecosystems side by side, or one ecosystem over time. Read a row: what is different here from there?",
    ),
    "compare.choose": Text(nl="Welke beschrijvingen", en="Which descriptions"),
    "compare.only": Text(nl="Alleen waar ze verschillen", en="Only where they differ"),
    "compare.show": Text(nl="Vergelijk", en="Compare"),
    "compare.cut": Text(nl="De eerste {n} worden getoond.", en="The first {n} are shown."),
    "compare.heat": Text(
        nl="Berekend niveau per randvoorwaarde en beschrijving. Waar meer dan één iets zegt, verschillen zij op {n}.",
        en="Computed level per precondition and description. Where more than one says something, they differ on {n}.",
    ),
    "compare.alike": Text(nl="Wie lijkt op wie", en="Who resembles whom"),
    "compare.alike.text": Text(
        nl="Vergeleken op de randvoorwaarden waarover beide beschrijvingen iets zeggen.",
        en="Compared on the preconditions about which both descriptions say something.",
    ),
    "compare.alike.pair": Text(
        nl="{same} van {both} gedeelde oordelen gelijk.", en="{same} of {both} shared judgements the same."
    ),
    "compare.alike.gaps": Text(nl="Ontbreekt bij beide (deels)", en="Lacking in both (in part)"),
    "compare.alike.apart": Text(nl="Verschilt", en="Differs"),
    "compare.verdict.alike": Text(nl="lijken sterk op elkaar", en="much alike"),
    "compare.verdict.partly": Text(nl="lijken deels op elkaar", en="partly alike"),
    "compare.verdict.different": Text(nl="verschillen", en="different"),
    "compare.verdict.few": Text(nl="te weinig gedeeld om iets te zeggen", en="too little in common to say"),
    "compare.latest": Text(nl="Alle regio's, laatste beschrijving", en="All regions, latest description"),
    "compare.time": Text(nl="{name} door de tijd", en="{name} over time"),
    "compare.figures": Text(nl="Regionale cijfers", en="Regional figures"),
    "compare.gdp": Text(nl="Bbp per inwoner", en="GDP per head"),
    "compare.within": Text(nl="ligt hierin", en="lies in it"),
    "compare.gdp.source": Text(
        nl="Bruto binnenlands product tegen marktprijzen, in het jaar van de beschrijving of het laatste bekende "
        "daarvoor. Bron: Eurostat, nama_10r_3gdp. p: voorlopig. Buiten Nederland zit het cijfer niet in de doos.",
        en="Gross domestic product at market prices, in the year of the description or the last known before it. "
        "Source: Eurostat, nama_10r_3gdp. p: provisional. Outside the Netherlands the figure is not in the box.",
    ),
    "questions.all": Text(nl="Alle vragen", en="All questions"),
}
