"""The Dutch of the help texts.

The law of this file: each help text of ``app`` has its Dutch here; a test finds the one that has not.
"""

from __future__ import annotations

import re

from typer.core import TyperCommand, TyperGroup

DUTCH = {
    "What does a regional innovation ecosystem lack, why, and who says so?": "Wat ontbreekt er in een regionaal innovatie-ecosysteem, waarom, en wie zegt dat?",
    "Without a command: serve the Emmen case and open the browser. Exit codes: 0 fine, 1 findings, 2 bad input.": "Zonder opdracht: toon de casus Emmen en open de browser. Afsluitcodes: 0 goed, 1 bevindingen, 2 foute invoer.",
    "Language: nl or en. Default: that of your system.": "Taal: nl of en. Standaard: die van uw systeem.",
    "Print nothing but the answer.": "Druk niets af dan het antwoord.",
    "Where the embedded store lives. Default: your data folder.": "Waar de ingebouwde opslag staat. Standaard: uw gegevensmap.",
    "auto is fast; reference uses owlrl and pyshacl.": "auto is snel; reference gebruikt owlrl en pyshacl.",
    "A Turtle file with preconditions and shapes of your own. May be repeated.": "Een Turtle-bestand met eigen randvoorwaarden en shapes. Mag vaker.",
    "Write the answer to this file.": "Schrijf het antwoord naar dit bestand.",
    "Print the version and stop.": "Druk de versie af en stop.",
    "Serve the web application and the SPARQL endpoint.": "Start de webapplicatie en het SPARQL-endpoint.",
    "Example: ecograph serve --port 8080 --no-open": "Voorbeeld: ecograph serve --port 8080 --no-open",
    "Address to listen on. Default: 127.0.0.1, this machine only.": "Adres om op te luisteren. Standaard: 127.0.0.1, alleen deze machine.",
    "Port. The next free one is taken when it is busy.": "Poort. Is die bezet, dan de eerstvolgende vrije.",
    "Do not open the browser.": "Open de browser niet.",
    "Start with an empty store, for tests.": "Begin met een lege opslag, voor tests.",
    "Switch SPARQL Update and graph writes on.": "Zet SPARQL Update en het schrijven van grafen aan.",
    "Let anybody on this machine write. Loopback only.": "Laat iedereen op deze machine schrijven. Alleen op loopback.",
    "Say what an ecosystem lacks and why, and what is wrong in its description.\n\nExit code 1 when a description has problems of structure; missing preconditions are an answer, not a fault.\nMany are done in parallel; a failing one is reported and the others go on, and an interrupted run resumes.": "Zeg wat een ecosysteem mist en waarom, en wat er fout is in de beschrijving.\n\nAfsluitcode 1 als een beschrijving structuurfouten heeft; ontbrekende randvoorwaarden zijn een antwoord, geen fout.\nVele gaan tegelijk; één met fouten wordt gemeld en de andere gaan door, en een onderbroken opdracht gaat verder.",
    "Files, or folders; a folder of many is looked through. With --ontology, an ontology.": "Bestanden of mappen; een map met vele wordt doorzocht. Met --ontology een ontologie.",
    "Files or folders. Default: the ecosystems in the box.": "Bestanden of mappen. Standaard: de meegeleverde ecosystemen.",
    "How many descriptions at a time. Default: one per processor.": "Hoeveel beschrijvingen tegelijk. Standaard: één per processor.",
    "A Dask cluster that does the work: dask://HOST:PORT.": "Een Dask-cluster dat het werk doet: dask://HOST:POORT.",
    "With many: do those again that an earlier run has finished.": "Bij vele: doe ook over wat eerder af was.",
    "Leave out descriptions that are not well formed.": "Laat beschrijvingen weg die niet goed gevormd zijn.",
    "Example: ecograph check region.ttl --lang nl": "Voorbeeld: ecograph check regio.ttl --lang nl",
    "Check an ontology instead: ours, or the extension in a file or folder.": "Ga in plaats daarvan een ontologie na: de onze, of de uitbreiding in een bestand of map.",
    "text and html for people, xlsx for Excel, json and ttl for programs, sarif and junit for pipelines.": "text en html voor mensen, xlsx voor Excel, json en ttl voor programma's, sarif en junit voor pijplijnen.",
    "Write a copy of the workbook with every problem at its cell.": "Schrijf een kopie van de werkmap met elke fout bij haar cel.",
    "Compare two descriptions: preconditions that moved, who came and went, statements that contradict.": "Vergelijk twee beschrijvingen: randvoorwaarden die verschoven, wie kwam en ging, uitspraken die elkaar tegenspreken.",
    "Example: ecograph compare emmen-chemistry@2016 emmen-chemistry@2023": "Voorbeeld: ecograph compare emmen-chemistry@2016 emmen-chemistry@2023",
    "A file or folder, or an ecosystem in the box: emmen-chemistry@2016.": "Een bestand of map, of een meegeleverd ecosysteem: emmen-chemistry@2016.",
    "The other one.": "De andere.",
    "text and html for people, json for scripts.": "text en html voor mensen, json voor scripts.",
    "One line per precondition.": "Eén regel per randvoorwaarde.",
    "Reason, validate, assess, and make a new generation of the store.": "Redeneer, valideer, beoordeel, en maak een nieuwe generatie van de opslag.",
    "Example: ecograph build my-region.ttl other-region.ttl": "Voorbeeld: ecograph build mijn-regio.ttl andere-regio.ttl",
    "Files or folders, also folders of many. Default: the ecosystems in the box.": "Bestanden of mappen, ook mappen met vele. Standaard: de meegeleverde ecosystemen.",
    "Run SPARQL on the store. Our own prefixes need no declaration.": "Stel een SPARQL-vraag aan de opslag. Onze eigen voorvoegsels hoeft u niet te declareren.",
    "Example: echo 'SELECT * WHERE { ?s a eco:Initiative }' | ecograph query --format csv": "Voorbeeld: echo 'SELECT * WHERE { ?s a eco:Initiative }' | ecograph query --format csv",
    "A .rq file, the name of a ready query, or - for standard input.": "Een .rq-bestand, de naam van een kant-en-klare vraag, of - voor standaardinvoer.",
    "table, json, xml, csv, tsv, ttl, nt, jsonld, rdf. Default: table or ttl.": "table, json, xml, csv, tsv, ttl, nt, jsonld, rdf. Standaard: table of ttl.",
    "Ask a ready question; its parameters are options, such as --ecosystem emmen-chemistry.": "Stel een kant-en-klare vraag; haar parameters zijn opties, zoals --ecosystem emmen-chemistry.",
    "Example: ecograph ask gaps --ecosystem emmen-chemistry": "Voorbeeld: ecograph ask gaps --ecosystem emmen-chemistry",
    "Name of a ready question. Without: list them.": "Naam van een kant-en-klare vraag. Zonder: toon ze.",
    "table, json, xml, csv or tsv. Default: table.": "table, json, xml, csv of tsv. Standaard: table.",
    "Write an empty workbook to describe a region in, with help, examples and drop-down lists.": "Schrijf een lege werkmap om een regio in te beschrijven, met hulp, voorbeelden en keuzelijsten.",
    "Example: ecograph template my-region.xlsx --ecosystem my-region": "Voorbeeld: ecograph template mijn-regio.xlsx --ecosystem mijn-regio",
    "A workbook (.xlsx), or a folder for CSV files.": "Een werkmap (.xlsx), of een map voor CSV-bestanden.",
    "Short name of the ecosystem, such as emmen-chemistry.": "Korte naam van het ecosysteem, zoals emmen-chemistry.",
    "Write a description in another form: workbook, CSV files, RDF or GraphML. Or what is in the box, for others.\n\nontology: the documentation of the ontology, a folder of pages in Dutch and English.\n\nquestions: the ready questions as SPARQL examples in RDF, in the layout of /.well-known/sparql-examples.\n\nlevels: the computed levels of the ecosystems in the box, with their explanations, as Markdown.\n\ncatalogue: DCAT-AP-NL of the store. void: its statistics and linksets. store: all its graphs (.nq, .trig).": "Schrijf een beschrijving in een andere vorm: werkmap, CSV-bestanden, RDF of GraphML. Of wat er in de doos zit, voor anderen.\n\nontology: de documentatie van de ontologie, een map met pagina's in het Nederlands en het Engels.\n\nquestions: de kant-en-klare vragen als SPARQL-voorbeelden in RDF, in de indeling van /.well-known/sparql-examples.\n\nlevels: de berekende niveaus van de ecosystemen in de doos, met hun uitleg, als Markdown.\n\ncatalogue: DCAT-AP-NL van de opslag. void: haar statistieken en linksets. store: al haar grafen (.nq, .trig).",
    "A description: a file or folder; or one of: ontology, questions, levels, catalogue, void, store.": "Een beschrijving: een bestand of map; of een van: ontology, questions, levels, catalogue, void, store.",
    "The SPARQL endpoint that questions, catalogue and void name.": "Het SPARQL-endpoint dat questions, catalogue en void noemen.",
    "Example: ecograph export region.ttl region.xlsx": "Voorbeeld: ecograph export regio.ttl regio.xlsx",
    "Where to: .xlsx, .ttl, .nt, .jsonld, .rdf, .nq, .trig, .graphml, or a folder for CSV files.": "Waarheen: .xlsx, .ttl, .nt, .jsonld, .rdf, .nq, .trig, .graphml, of een map voor CSV-bestanden.",
    "Make a description of a list of funded projects. Amounts stay exact; each repaired or doubtful cell is listed.": "Maak een beschrijving van een lijst van gesubsidieerde projecten. Bedragen blijven exact; elke herstelde of twijfelachtige cel wordt genoemd.",
    "Example: ecograph import-projects list.csv --ecosystem my-region --select Emmen -o my-region/2016-efro": "Voorbeeld: ecograph import-projects lijst.csv --ecosystem mijn-regio --select Emmen -o mijn-regio/2016-efro",
    "The list, as CSV: of the Dutch ERDF/ESF list, CORDIS, or Kohesio.": "De lijst, als CSV: van EFRO/ESF, CORDIS of Kohesio.",
    "Where to: a folder, or a file (.xlsx, .ttl, .nt, .jsonld).": "Waarheen: een map, of een bestand (.xlsx, .ttl, .nt, .jsonld).",
    "Which list it is. auto: tell by its headings.": "Welke lijst het is. auto: dat blijkt uit de koppen.",
    "Only these rows: an identifier, or a word of a title or name. May be repeated.": "Alleen deze rijen: een kenmerk, of een woord uit een titel of naam. Mag vaker.",
    "With CORDIS: the second file, with the organisations that take part.": "Bij CORDIS: het tweede bestand, met de deelnemende organisaties.",
    "The date of the list, where it does not say so itself.": "De datum van de lijst, als die er niet in staat.",
    "Short name of the description. Default: such as 2016-efro.": "Korte naam van de beschrijving. Standaard: zoals 2016-efro.",
    "Name of the ecosystem in words.": "Naam van het ecosysteem in woorden.",
    "Web address of the list. Default: that of its publisher.": "Webadres van de lijst. Standaard: dat van de uitgever.",
    "Take title, beneficiary, money of the EU and dates, and nothing else.": "Neem titel, begunstigde, geld van de EU en data over, en verder niets.",
    "State that these projects belong to the ecosystem; you know it.": "Leg vast dat deze projecten bij het ecosysteem horen; u weet dat.",
    "Link names of organisations and places to open government data, through time.": "Koppel namen van organisaties en plaatsen aan open overheidsdata, door de tijd heen.",
    "Example: ecograph link names.csv --column organisation --date 2016-03-14 --unmatched left.csv --review review.csv -o links.sssom.tsv": "Voorbeeld: ecograph link namen.csv --column organisatie --date 2016-03-14 --unmatched over.csv --review beoordeling.csv -o koppelingen.sssom.tsv",
    "A CSV or TSV file with a column of names.": "Een CSV- of TSV-bestand met een kolom met namen.",
    "The column with the names.": "De kolom met de namen.",
    "Where the links go, as SSSOM (TSV).": "Waar de koppelingen heen gaan, als SSSOM (TSV).",
    "The day of which the names speak, such as 2016-03-14.": "De dag waarover de namen spreken, zoals 2016-03-14.",
    "What the names are: organisation, municipality, province, institution, …": "Wat de namen zijn: organisation, municipality, province, institution, …",
    "Where the names without a link go, each with the reason.": "Waar de namen zonder koppeling heen gaan, elk met de reden.",
    "A review file: accept or reject links in it; they are kept, and builds keep to them.": "Een beoordelingsbestand: keur daarin koppelingen goed of af; dat blijft bewaard, en build houdt zich eraan.",
    "Who decided, where the review file does not say. Default: ECOGRAPH_REVIEWER.": "Wie besliste, waar het beoordelingsbestand het niet zegt. Standaard: ECOGRAPH_REVIEWER.",
    "Validate any RDF against any SHACL shapes. Exit code 1 where there are results.": "Valideer RDF met SHACL-shapes, van wie ook. Afsluitcode 1 als er bevindingen zijn.",
    "Example: ecograph validate data.ttl --shapes shapes.ttl --format html -o report.html": "Voorbeeld: ecograph validate gegevens.ttl --shapes shapes.ttl --format html -o rapport.html",
    "Instead of files: the address of a SPARQL engine, which is asked.": "In plaats van bestanden: het adres van een SPARQL-engine, die bevraagd wordt.",
    "With --endpoint: a graph to look at. May be repeated.": "Bij --endpoint: een graaf om naar te kijken. Mag vaker.",
    "text and html for people, json for scripts, ttl as SHACL has it.": "text en html voor mensen, json voor scripts, ttl zoals SHACL het heeft.",
    "Say what failed inside sh:node, sh:and, sh:or and sh:xone, and what conformed in sh:not.": "Zeg wat er faalde binnen sh:node, sh:and, sh:or en sh:xone, en wat er bij sh:not wel voldeed.",
    "Seconds that one shape may take, its SPARQL included. 0: as long as it likes.": "Seconden die één shape mag duren, met haar SPARQL. 0: zo lang als nodig.",
    "Do not run it: say how it is rewritten before it runs, and why.": "Voer niet uit: zeg hoe de vraag wordt herschreven voor zij loopt, en waarom.",
    "Files of RDF, taken together.": "Bestanden met RDF, samen genomen.",
    "Files with SHACL shapes. May be repeated.": "Bestanden met SHACL-shapes. Mag vaker.",
    "Say what follows from RDF by OWL 2 RL: only the new triples. Exit code 1 where there are contradictions.": "Zeg wat volgens OWL 2 RL uit RDF volgt: alleen de nieuwe triples. Afsluitcode 1 bij tegenspraken.",
    "Example: ecograph infer region.ttl -o inferred.nt": "Voorbeeld: ecograph infer regio.ttl -o afgeleid.nt",
    "Files with an ontology. Default: that of EcoGraph.": "Bestanden met een ontologie. Standaard: die van EcoGraph.",
    "A triple to explain instead: the rule and the premises that made it.": "Een triple om te verklaren: de regel en de premissen die hem maakten.",
    "The registers in the box: how old they are, and newer ones from their publishers.": "De meegeleverde registers: hoe oud zij zijn, en nieuwere van hun uitgevers.",
    "Example: ecograph reference status": "Voorbeeld: ecograph reference status",
    "Name of a register, such as tooi.": "Naam van een register, zoals tooi.",
    "Say of each register how old it is, how large, under which licence, and whether it can be refreshed.": "Zeg van elk register hoe oud en hoe groot het is, onder welke licentie, en of het te verversen is.",
    "Fetch a register from its publisher and say what would change. Nothing is written.": "Haal een register bij zijn uitgever en zeg wat er zou veranderen. Er wordt niets geschreven.",
    "Example: ecograph reference diff tooi": "Voorbeeld: ecograph reference diff tooi",
    "Fetch a register from its publisher, say what changes, and use it from now on.": "Haal een register bij zijn uitgever, zeg wat er verandert, en gebruik het voortaan.",
    "Example: ecograph reference refresh tooi": "Voorbeeld: ecograph reference refresh tooi",
    "Count the municipalities that exist on a day and list them, or those that had ended, with what became of each.": "Tel de gemeenten die op een dag bestaan en noem ze, of die toen opgeheven waren, met wat er van elk werd.",
    "Example: ecograph reference municipalities --date 2016-01-01": "Voorbeeld: ecograph reference municipalities --date 2016-01-01",
    "The day of which to tell. Default: today.": "De dag waarover het gaat. Standaard: vandaag.",
    "Those that had ended by then, each with its heirs.": "Die toen opgeheven waren, elk met haar opvolgers.",
    "table, csv or json.": "table, csv of json.",
    "What people decide about links: see what is open, accept or reject; every later build keeps to it.": "Wat mensen over koppelingen beslissen: zie wat open staat, keur goed of af; elke latere build houdt zich eraan.",
    "Example: ecograph review list": "Voorbeeld: ecograph review list",
    "Show the links that nobody has judged yet, the least certain first, with the grounds of each.": "Toon de koppelingen die nog niemand beoordeelde, de onzekerste eerst, elk met de gronden.",
    "Example: ecograph review list -o review.csv": "Voorbeeld: ecograph review list -o beoordeling.csv",
    "Also what was decided already.": "Ook wat al beslist is.",
    "Write a review file for a spreadsheet, to fill in and apply.": "Schrijf een beoordelingsbestand voor een rekenblad, om in te vullen en toe te passen.",
    "Keep the decisions of a review file. Nothing is kept if one of them is faulty.": "Bewaar de besluiten van een beoordelingsbestand. Er wordt niets bewaard als er een fout in staat.",
    "Example: ecograph review apply review.csv --by 'Review board'": "Voorbeeld: ecograph review apply beoordeling.csv --by 'Beoordelingscommissie'",
    "A review file in which you filled in decisions.": "Een beoordelingsbestand waarin u besluiten invulde.",
    "Accept a link as proposed, or give another one.": "Keur een koppeling goed zoals voorgesteld, of geef een andere.",
    "Example: ecograph review accept emmen-chemistry/actor/gemeente-emmen --by Board": "Voorbeeld: ecograph review accept emmen-chemistry/actor/gemeente-emmen --by Loket",
    "An actor or region (emmen-chemistry/actor/gemeente-emmen), or a name as written.": "Een partij of gebied (emmen-chemistry/actor/gemeente-emmen), of een naam zoals geschreven.",
    "Another organisation than proposed, by its IRI.": "Een andere organisatie dan voorgesteld, met haar IRI.",
    "It is a part of that organisation.": "Het is een onderdeel van die organisatie.",
    "Who decides: best an office. Default: ECOGRAPH_REVIEWER.": "Wie beslist: liefst een functie of loket. Standaard: ECOGRAPH_REVIEWER.",
    "Why, in your own words.": "Waarom, in uw eigen woorden.",
    "A description in which the actor stands. Default: the ecosystems in the box.": "Een beschrijving waarin de partij staat. Standaard: de meegeleverde ecosystemen.",
    "Reject what is proposed: it stays unlinked, whatever the rules find later.": "Wijs af wat voorgesteld is: het blijft ongekoppeld, wat de regels later ook vinden.",
    "Example: ecograph review reject emmen-chemistry/actor/gemeente-emmen --by Board": "Voorbeeld: ecograph review reject emmen-chemistry/actor/gemeente-emmen --by Loket",
    "Take a decision back; it stays on record, and the rules decide again.": "Neem een besluit terug; het blijft in het verleden staan, en de regels beslissen weer.",
    "Example: ecograph review withdraw emmen-chemistry/actor/gemeente-emmen": "Voorbeeld: ecograph review withdraw emmen-chemistry/actor/gemeente-emmen",
    "Show where links contradict each other: who says what. Exit code 1 where there are such places.": "Toon waar koppelingen elkaar tegenspreken: wie zegt wat. Afsluitcode 1 als dat ergens zo is.",
    "Example: ecograph review conflicts": "Voorbeeld: ecograph review conflicts",
    "A source that SERVICE in the query may ask, such as wikidata. May be repeated.": "Een bron die SERVICE in de vraag mag bevragen, zoals wikidata. Mag vaker.",
    "Ask another source: TOOI, Wikidata, CORDIS or Kohesio. Only these are asked, over checked connections.": "Bevraag een andere bron: TOOI, Wikidata, CORDIS of Kohesio. Alleen die, over gecontroleerde verbindingen.",
    "Example: ecograph federate kohesio-projects --code NL13": "Voorbeeld: ecograph federate kohesio-projects --code NL13",
    "Name of an example. Without: list them.": "Naam van een voorbeeld. Zonder: toon ze.",
    "Say of every actor and region whether it has an identifier, which, or why not.": "Zeg van elke partij en elk gebied of er een identificatie is, welke, of waarom niet.",
    "Example: ecograph review report region.ttl -o links.md": "Voorbeeld: ecograph review report regio.ttl -o koppelingen.md",
    "Write it to this file: a page (.md) or a table (.csv).": "Schrijf het naar dit bestand: een pagina (.md) of een tabel (.csv).",
    "text for people, json for scripts.": "text voor mensen, json voor scripts.",
    "Also where users wrote updates: they stay in the older generation.": "Ook waar gebruikers wijzigingen schreven: die blijven in de oudere generatie.",
    "The states of the store that are kept: list, keep, remove, and go back to one.": "De standen van de opslag die bewaard zijn: toon, bewaar, verwijder, en ga naar een terug.",
    "Example: ecograph generations keep 3": "Voorbeeld: ecograph generations keep 3",
    "Number of a generation, as the list says it.": "Nummer van een generatie, zoals de lijst het noemt.",
    "Keep a generation for good, so that an answer from it can be reproduced.": "Bewaar een generatie voorgoed, zodat een antwoord eruit te herhalen is.",
    "Let a kept generation go when there are enough newer ones.": "Laat een bewaarde generatie gaan als er genoeg nieuwere zijn.",
    "Example: ecograph generations release 3": "Voorbeeld: ecograph generations release 3",
    "Remove a generation. The current one, and one that a running service answers from, stay.": "Verwijder een generatie. De huidige, en een waaruit een draaiende dienst antwoordt, blijven.",
    "Example: ecograph generations remove 3": "Voorbeeld: ecograph generations remove 3",
    "Make an older generation the current one again; a running service follows at once.": "Maak een oudere generatie weer de huidige; een draaiende dienst volgt meteen.",
    "Example: ecograph generations use 3": "Voorbeeld: ecograph generations use 3",
    "Give read-only tools to a client with a language model, over standard input and output (MCP).": "Geef een programma met een taalmodel gereedschap om te lezen, via standaardinvoer en -uitvoer (MCP).",
    "Example: ecograph mcp http://127.0.0.1:8000": "Voorbeeld: ecograph mcp http://127.0.0.1:8000",
    "A service, a SPARQL endpoint or a description. Default: the store.": "Een dienst, een SPARQL-endpoint of een beschrijving. Standaard: de opslag.",
    "Measure how long the ready questions take, in one place or several, and whether the answers are the same.\n\nExit code 1 where a question fails or gets another answer.": "Meet hoe lang de kant-en-klare vragen duren, op één plaats of op meer, en of de antwoorden gelijk zijn.\n\nAfsluitcode 1 als een vraag faalt of ergens een ander antwoord krijgt.",
    "Example: ecograph bench http://127.0.0.1:8000 http://127.0.0.1:8890/sparql": "Voorbeeld: ecograph bench http://127.0.0.1:8000 http://127.0.0.1:8890/sparql",
    "Services, SPARQL endpoints, data folders or descriptions. Default: the store.": "Diensten, SPARQL-endpoints, gegevensmappen of beschrijvingen. Standaard: de opslag.",
    "How many times each question is asked after the first.": "Hoe vaak elke vraag na de eerste keer wordt gesteld.",
    "Show this message and exit.": "Toon deze hulp en stop.",
}


MARKS = {
    "[default: ": "[standaard: ",
    "; required]": "; verplicht]",
    "[required]": "[verplicht]",
    "<text>": "<tekst>",
    "<path>": "<pad>",
    "<number>": "<getal>",
}
HEADINGS = {"Arguments": "Argumenten", "Options": "Opties", "Commands": "Opdrachten", "Usage: ": "Gebruik: "}
WRONG = {
    r"No such command (.*?)\.": r"De opdracht \1 is er niet.",
    r"Did you mean (.*)\?": r"Bedoelde u \1?",
    r"Missing command\.": "Er ontbreekt een opdracht.",
    r"Missing argument (.*?)\.": r"Het argument \1 ontbreekt.",
    r"Missing option (.*?)\.": r"De optie \1 ontbreekt.",
    r"Missing parameter: (.*)": r"\1 ontbreekt.",
    r"No such option: (\S+)": r"De optie \1 is er niet.",
    r"\(Possible options: (.*)\)": r"(Mogelijk: \1)",
    r"Invalid value for (.*?): ": r"Verkeerde waarde voor \1: ",
    r"(.*) is not one of ": r"\1 is geen van ",
    r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)": r"Te veel: \1",
    r"Option (\S+) requires (an argument|\d+ arguments)\.": r"Achter de optie \1 hoort een waarde.",
    r"Option (\S+) does not take a value\.": r"Achter de optie \1 hoort geen waarde.",
    r"(.*) is not a valid int": r"\1 is geen geheel getal",
    r"(.*) is not in the range (.*?)\.": r"\1 valt buiten \2.",
}


def wrong(message: str) -> str:
    """Return the Dutch of what is said of a wrong call.

    >>> wrong("No such command 'serv'. Did you mean 'serve'?")
    "De opdracht 'serv' is er niet. Bedoelde u 'serve'?"
    """
    for english, dutch in WRONG.items():
        message = re.sub(english, dutch, message)
    return message


def translate(found: TyperCommand | TyperGroup) -> None:
    """Put the Dutch in the place of the English, in a command and all below it."""
    context = found.context_class(found, help_option_names=["-h", "--help"])
    found.help = DUTCH.get(found.help or "", found.help)
    for parameter in (*found.params, found.get_help_option(context)):  # that option is made once, and kept
        english = getattr(parameter, "help", None)
        if english:
            setattr(parameter, "help", DUTCH.get(english, english))  # noqa: B010  # typer's own classes, unknown to click
    if found.epilog:
        found.epilog = DUTCH.get(found.epilog, found.epilog)
    found.options_metavar = "[OPTIES]"
    if isinstance(found, TyperGroup):
        found.subcommand_metavar = "OPDRACHT [ARGUMENTEN]..."
        for child in found.commands.values():
            translate(child)  # type: ignore[arg-type]  # ours are all of these two
