"""The Dutch of the help texts.

The law of this file: each help text of ``app`` has its Dutch here; a test finds the one that has not.
"""

from __future__ import annotations

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
    "Say what an ecosystem lacks and why, and what is wrong in its description.\n\nExit code 1 when the description has problems of structure; missing preconditions are an answer, not a fault.": "Zeg wat een ecosysteem mist en waarom, en wat er fout is in de beschrijving.\n\nAfsluitcode 1 als de beschrijving structuurfouten heeft; ontbrekende randvoorwaarden zijn een antwoord, geen fout.",
    "Example: ecograph check region.ttl --lang nl": "Voorbeeld: ecograph check regio.ttl --lang nl",
    "A file or folder that describes one ecosystem.": "Een bestand of map die één ecosysteem beschrijft.",
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
    "Files or folders. Default: the ecosystems in the box.": "Bestanden of mappen. Standaard: de meegeleverde ecosystemen.",
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
    "Write a description in another form: workbook, CSV files or RDF. Or what is in the box, for others to use.\n\nquestions: the ready questions as SPARQL examples in RDF, in the layout of /.well-known/sparql-examples.": "Schrijf een beschrijving in een andere vorm: werkmap, CSV-bestanden of RDF. Of iets van wat is meegeleverd, voor gebruik elders.\n\nquestions: de kant-en-klare vragen als SPARQL-voorbeelden in RDF, in de vorm van /.well-known/sparql-examples.",
    "A file or folder that describes one ecosystem; or one of: questions.": "Een bestand of map die één ecosysteem beschrijft; of een van: questions.",
    "With questions: the SPARQL endpoint that answers them.": "Bij questions: het SPARQL-endpoint dat ze beantwoordt.",
    "Example: ecograph export region.ttl region.xlsx": "Voorbeeld: ecograph export regio.ttl regio.xlsx",
    "Where to: .xlsx, .ttl, .nt, .jsonld, .rdf, or a folder for CSV files.": "Waarheen: .xlsx, .ttl, .nt, .jsonld, .rdf, of een map voor CSV-bestanden.",
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
    "Example: ecograph link names.csv --column organisation -o links.sssom.tsv": "Voorbeeld: ecograph link namen.csv --column organisatie -o koppelingen.sssom.tsv",
    "A CSV or TSV file with a column of names.": "Een CSV- of TSV-bestand met een kolom met namen.",
    "The column with the names.": "De kolom met de namen.",
    "Where the links go, as SSSOM (TSV).": "Waar de koppelingen heen gaan, als SSSOM (TSV).",
    "The day of which the names speak, such as 2016-03-14.": "De dag waarover de namen spreken, zoals 2016-03-14.",
    "What the names are: organisation, municipality, province, institution, …": "Wat de namen zijn: organisation, municipality, province, institution, …",
    "Where the names without a link go, each with the reason.": "Waar de namen zonder koppeling heen gaan, elk met de reden.",
    "A review file: accept or reject links in it; they are kept, and builds keep to them.": "Een beoordelingsbestand: keur daarin koppelingen goed of af; dat blijft bewaard, en build houdt zich eraan.",
    "Who decided, where the review file does not say. Default: ECOGRAPH_REVIEWER.": "Wie besliste, waar het beoordelingsbestand het niet zegt. Standaard: ECOGRAPH_REVIEWER.",
    "Validate any RDF against any SHACL shapes. Exit code 1 where there are results.": "Valideer RDF met SHACL-shapes, van wie ook. Afsluitcode 1 als er bevindingen zijn.",
    "Example: ecograph validate data.ttl --shapes shapes.ttl": "Voorbeeld: ecograph validate gegevens.ttl --shapes shapes.ttl",
    "Files of RDF, taken together.": "Bestanden met RDF, samen genomen.",
    "Files with SHACL shapes. May be repeated.": "Bestanden met SHACL-shapes. Mag vaker.",
    "text for people, json for scripts.": "text voor mensen, json voor scripts.",
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
    "Also where users wrote updates: they stay in the older generation.": "Ook waar gebruikers wijzigingen schreven: die blijven in de oudere generatie.",
    "Give read-only tools to a client with a language model, over standard input and output (MCP).": "Geef een programma met een taalmodel gereedschap om te lezen, via standaardinvoer en -uitvoer (MCP).",
    "Example: ecograph mcp http://127.0.0.1:8000": "Voorbeeld: ecograph mcp http://127.0.0.1:8000",
    "A service, a SPARQL endpoint or a description. Default: the store.": "Een dienst, een SPARQL-endpoint of een beschrijving. Standaard: de opslag.",
    "Show this message and exit.": "Toon deze hulp en stop.",
}


def translate(found: TyperCommand | TyperGroup) -> None:
    """Put the Dutch in the place of the English, in a command and all below it."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "Argumenten"
    rich_utils.OPTIONS_PANEL_TITLE = "Opties"
    rich_utils.COMMANDS_PANEL_TITLE = "Opdrachten"
    found.help = DUTCH.get(found.help or "", found.help)
    help_option = found.get_help_option(found.make_context("ecograph", [], resilient_parsing=True))  # made once, kept
    for parameter in (*found.params, help_option):
        english = getattr(parameter, "help", None)
        if english:
            setattr(parameter, "help", DUTCH.get(english, english))  # noqa: B010  # typer's own classes, unknown to click
    if found.epilog:
        found.epilog = DUTCH.get(found.epilog, found.epilog)
    for child in getattr(found, "commands", {}).values():
        translate(child)
