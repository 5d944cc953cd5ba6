"""The texts of the interface that more than one page needs, in Dutch and in English.

The law of this file: a template holds no sentence of its own. It names a text, and the text exists in both languages.
"""

from __future__ import annotations

from ecograph.api.pages.words_canvas import CANVAS
from ecograph.api.pages.words_check import CHECK
from ecograph.api.pages.words_docs import DOCS
from ecograph.api.pages.words_explore import EXPLORE
from ecograph.api.pages.words_network import NETWORK
from ecograph.api.pages.words_query import QUERY
from ecograph.api.pages.words_review import REVIEW
from ecograph.texts import PERSPECTIVES, Lang, Text

SHELL: dict[str, Text] = {
    "skip": Text(nl="Naar de inhoud", en="Skip to the content"),
    "nav": Text(nl="Hoofdmenu", en="Main menu"),
    "nav.home": Text(nl="Ecosystemen", en="Ecosystems"),
    "nav.query": Text(nl="Zelf bevragen", en="Query"),
    "nav.language": Text(nl="Taal", en="Language"),
    "foot.local": Text(
        nl="Deze pagina komt van één server en vraagt niets op bij een ander.",
        en="This page comes from one server and asks nothing of any other.",
    ),
    "foot.licence": Text(
        nl="Software onder Apache-2.0; ontologie en beschrijvingen onder CC BY 4.0.",
        en="Software under Apache-2.0; ontology and descriptions under CC BY 4.0.",
    ),
    "foot.fonts": Text(nl="Lettertypen en meegeleverde onderdelen", en="Typefaces and bundled parts"),
    "foot.api": Text(nl="API-beschrijving", en="API description"),
    "foot.conformance": Text(nl="Standaarden", en="Standards"),
    "foot.sparql": Text(nl="SPARQL-eindpunt", en="SPARQL endpoint"),
    "home.title": Text(nl="Wat ontbreekt er in een regio, en waarom?", en="What is missing in a region, and why?"),
    "home.lead": Text(
        nl="EcoGraph beschrijft regionale innovatie-ecosystemen als open data en toetst ze aan de randvoorwaarden die "
        "de literatuur en de praktijk noemen. Elk oordeel legt zichzelf uit en elke uitspraak heeft een bron.",
        en="EcoGraph describes regional innovation ecosystems as open data and tests them against the preconditions "
        "that the literature and the practice name. Every judgement explains itself and every statement has a source.",
    ),
    "home.ecosystems": Text(nl="Beschreven ecosystemen", en="Described ecosystems"),
    "home.none": Text(
        nl="Er is nog geen ecosysteem geladen. Bouw er een met „ecograph build”.",
        en="No ecosystem is loaded yet. Build one with “ecograph build”.",
    ),
    "home.latest": Text(nl="Laatste beschrijving", en="Latest description"),
    "home.descriptions": Text(nl="{n} beschrijvingen", en="{n} descriptions"),
    "home.description": Text(nl="1 beschrijving", en="1 description"),
    "home.ask": Text(nl="Vragen om te stellen", en="Questions to ask"),
    "home.ask.lead": Text(
        nl="Elke vraag is een zoekopdracht in SPARQL die u kunt lezen, wijzigen en hergebruiken.",
        en="Every question is a SPARQL query that you can read, change and reuse.",
    ),
    "home.ways": Text(nl="Waar u kunt beginnen", en="Where to begin"),
    "home.way.see": Text(nl="Bekijk wat een regio mist", en="See what a region lacks"),
    "home.way.see.text": Text(
        nl="Veertig randvoorwaarden per ecosysteem, met uitleg en bron.",
        en="Forty preconditions per ecosystem, with explanation and source.",
    ),
    "home.way.ask": Text(nl="Stel een vraag", en="Ask a question"),
    "home.way.ask.text": Text(
        nl="Kies een vraag en neem het antwoord mee naar Excel.", en="Pick a question and take the answer to Excel."
    ),
    "home.way.check": Text(nl="Toets uw eigen beschrijving", en="Check your own description"),
    "home.way.check.text": Text(
        nl="Lever een werkmap in en zie per cel wat er mist.", en="Hand in a workbook and see per cell what lacks."
    ),
    "home.way.compare": Text(nl="Vergelijk regio's", en="Compare regions"),
    "home.way.compare.text": Text(
        nl="Naast elkaar, of één regio door de tijd.", en="Side by side, or one region over time."
    ),
    "home.notabsent": Text(nl="Niet beschreven is niet afwezig", en="Not described is not absent"),
    "home.notabsent.text": Text(
        nl="Afwezig staat er alleen waar de beschrijving zegt dat zij op dat punt volledig is, of waar iemand het "
        "zo beoordeelde. In alle andere gevallen weten we het niet, en zo staat het er.",
        en="Absent appears only where the description says that it is complete on that point, or where somebody "
        "judged it so. In all other cases we do not know, and that is what the page says.",
    ),
    "search": Text(nl="Zoeken", en="Search"),
    "search.label": Text(
        nl="Zoek een partij, initiatief, begrip of vraag", en="Search for an actor, initiative, concept or question"
    ),
    "search.title": Text(nl="Zoekresultaten voor „{text}”", en="Search results for “{text}”"),
    "search.empty": Text(nl="Wat zoekt u?", en="What are you looking for?"),
    "search.none": Text(
        nl="Niets gevonden voor „{text}”. Probeer een korter woord, of het woord in de andere taal.",
        en="Nothing was found for “{text}”. Try a shorter word, or the word in the other language.",
    ),
    "search.propose.none": Text(nl="Geen voorstellen", en="No suggestions"),
    "search.propose.some": Text(
        nl="Voorstellen: {n}. Pijl omlaag loopt ze door.", en="Suggestions: {n}. Arrow down walks through them."
    ),
    "search.count": Text(nl="{n} gevonden", en="{n} found"),
    "kind.question": Text(nl="Vraag", en="Question"),
    "problem.404": Text(nl="Deze pagina is er niet", en="This page is not here"),
    "problem.404.text": Text(
        nl="Het adres is verkeerd overgenomen, of wat er stond is hernoemd.",
        en="The address was copied wrongly, or what was here has another name.",
    ),
    "problem.406": Text(nl="In deze vorm bestaat het niet", en="It does not exist in this form"),
    "problem.406.text": Text(
        nl="Uw programma vroeg om een formaat dat hier niet wordt gemaakt.",
        en="Your program asked for a format that is not made here.",
    ),
    "problem.400": Text(nl="De vraag klopt niet", en="The request is not right"),
    "problem.400.text": Text(
        nl="Er staat iets in de aanvraag dat niet kan worden gelezen.",
        en="There is something in the request that cannot be read.",
    ),
    "problem.413": Text(nl="Het bestand is te groot", en="The file is too large"),
    "problem.413.text": Text(
        nl="Wie deze dienst beheert heeft een grens gesteld aan wat u kunt inleveren.",
        en="Whoever runs this service has set a limit to what you can hand in.",
    ),
    "problem.415": Text(nl="Dit soort bestand wordt niet gelezen", en="This kind of file is not read"),
    "problem.415.text": Text(
        nl="Wat u instuurde is geen beschrijving in een vorm die wij kennen.",
        en="What you sent is no description in a form that we know.",
    ),
    "problem.422": Text(nl="Het bestand klopt niet", en="The file is not right"),
    "problem.422.text": Text(
        nl="Het kan niet worden gelezen, of er staat geen ecosysteem in. Hieronder staat waar het misgaat.",
        en="It cannot be read, or describes no ecosystem. Below is where it goes wrong.",
    ),
    "problem.503": Text(nl="Even te druk", en="Too busy for a moment"),
    "problem.503.text": Text(
        nl="Een grens die anderen beschermt is bereikt. Probeer het zo dadelijk opnieuw.",
        en="A limit that protects others was reached. Try again in a moment.",
    ),
    "problem.500": Text(nl="Er ging bij ons iets mis", en="Something went wrong on our side"),
    "problem.500.text": Text(
        nl="Dit is een fout in de software, niet in uw vraag. Uw gegevens zijn niet gewijzigd.",
        en="This is a fault of the software, not of your request. Your data did not change.",
    ),
    "problem.home": Text(nl="Naar het begin", en="To the start"),
    "problem.status": Text(nl="Melding {status}", en="Status {status}"),
    "level.Sufficient": Text(nl="voldoende", en="sufficient"),
    "level.Partial": Text(nl="deels", en="partial"),
    "level.Absent": Text(nl="afwezig", en="absent"),
    "level.NotDescribed": Text(nl="niet beschreven", en="not described"),
    "level.NotApplicable": Text(nl="niet van toepassing", en="not applicable"),
    "level.Need": Text(nl="behoefte geuit", en="need expressed"),
    "level.Silent": Text(nl="geen uitspraak", en="no statement"),
    "level.Sufficient.means": Text(
        nl="De beschrijving voldoet aan de regel.", en="The description satisfies the rule."
    ),
    "level.Partial.means": Text(
        nl="Een deel van wat de regel vraagt is beschreven.", en="Part of what the rule asks is described."
    ),
    "level.Absent.means": Text(
        nl="De beschrijving is hier volledig en het is er niet, of iemand beoordeelde het zo.",
        en="The description is complete here and it is not there, or somebody judged it so.",
    ),
    "level.NotDescribed.means": Text(
        nl="De bron zegt er niets over. Dat is geen oordeel.", en="The source does not say. That is no judgement."
    ),
    "level.NotApplicable.means": Text(
        nl="Deze randvoorwaarde geldt hier niet.", en="This precondition does not apply here."
    ),
    "level.Need.means": Text(
        nl="Hier werd om meer gevraagd, zonder een niveau te noemen.", en="More was asked for, without naming a level."
    ),
    "level.Silent.means": Text(
        nl="Vanuit dit perspectief is hierover niets gezegd.", en="From this perspective nothing was said about it."
    ),
    # A heading begins with a capital; the words are those of the one table.
    **{f"persp.{name}": Text(nl=t["nl"].capitalize(), en=t["en"].capitalize()) for name, t in PERSPECTIVES.items()},
}

WORDS: dict[str, Text] = {**SHELL, **CANVAS, **CHECK, **DOCS, **EXPLORE, **NETWORK, **QUERY, **REVIEW}


def say(key: str, lang: Lang, **facts: object) -> str:
    """Return one text of the interface, with the facts filled in.

    >>> say("home.descriptions", "nl", n=3)
    '3 beschrijvingen'

    Raises:
        KeyError: no such text (a fault of the template's author).
    """
    return WORDS[key].say(lang, **facts)
