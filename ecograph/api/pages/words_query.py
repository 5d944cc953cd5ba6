"""The texts of the query page; those that its script needs are in ``SCRIPT``."""

from __future__ import annotations

from ecograph.texts import Text

QUERY: dict[str, Text] = {
    "query.title": Text(nl="Zelf bevragen", en="Query"),
    "query.lead": Text(
        nl="Stel een vraag in SPARQL, of begin met een kant-en-klare vraag.",
        en="Ask a question in SPARQL, or start from a ready one.",
    ),
    "query.editor": Text(nl="Zoekopdracht in SPARQL", en="Query in SPARQL"),
    "query.run": Text(nl="Uitvoeren", en="Run"),
    "query.run.hint": Text(nl="Ctrl+Enter voert uit", en="Ctrl+Enter runs"),
    "query.format": Text(nl="Antwoord als", en="Answer as"),
    "query.ready": Text(nl="Kant-en-klare vragen", en="Ready questions"),
    "query.ready.filter": Text(nl="Filter de vragen", en="Filter the questions"),
    "query.results": Text(nl="Antwoord", en="Answer"),
    "query.help": Text(nl="Hoe werkt het?", en="How does it work?"),
    "query.help.text": Text(
        nl="Onze eigen prefixen hoeft u niet te typen: wat u gebruikt, wordt toegevoegd. De link bovenin de browser "
        "bevat altijd uw zoekopdracht, zodat u hem kunt delen. Dezelfde vraag werkt vanuit curl, Python, R en Excel.",
        en="You need not type our own prefixes: those you use are added. The address in your browser always holds "
        "your query, so that you can share it. The same question works from curl, Python, R and Excel.",
    ),
    "query.help.views": Text(
        nl="Het antwoord verschijnt in de weergave die bij de kolommen past; een andere kiest u met de knoppen, of in "
        "de zoekopdracht zelf met een regel als „#view: map” (table, chart, map, network, timeline, pivot).",
        en="The answer comes in the view that fits its columns; choose another with the buttons, or in the query "
        "itself with a line such as “#view: map” (table, chart, map, network, timeline, pivot).",
    ),
    "questions.excel": Text(nl="Antwoord voor Excel", en="Answer for Excel"),
    "questions.rest": Text(
        nl="Hetzelfde als JSON, voor scripts, op een adres dat blijft",
        en="The same as JSON, for scripts, at an address that stays",
    ),
    "query.past": Text(nl="Eerder uitgevoerd", en="Run before"),
    "query.past.private": Text(
        nl="Alleen deze browser bewaart dit; de server krijgt het niet.",
        en="Only this browser keeps this; the server does not get it.",
    ),
    "query.past.clear": Text(nl="Wis alles", en="Clear all"),
}

SCRIPT: dict[str, Text] = {
    "running": Text(nl="Bezig…", en="Running…"),
    "cancel": Text(nl="Afbreken", en="Cancel"),
    "cancelled": Text(nl="Afgebroken.", en="Cancelled."),
    "rows": Text(nl="{n} rijen in {s} s", en="{n} rows in {s} s"),
    "row": Text(nl="1 rij in {s} s", en="1 row in {s} s"),
    "none": Text(
        nl="Geen rijen: niets in de graaf past op deze zoekopdracht.",
        en="No rows: nothing in the graph fits this query.",
    ),
    "yes": Text(nl="Ja", en="Yes"),
    "no": Text(nl="Nee", en="No"),
    "triples": Text(nl="{n} triples in {s} s", en="{n} triples in {s} s"),
    "download": Text(nl="Downloaden", en="Download"),
    "making": Text(nl="De server maakt het bestand {name}…", en="The server is making the {name} file…"),
    "notMade": Text(nl="Het bestand {name} is er niet gekomen: {why}", en="The {name} file was not made: {why}"),
    "share": Text(nl="Link kopiëren", en="Copy link"),
    "copied": Text(nl="Gekopieerd", en="Copied"),
    "explain": Text(nl="Uitleg", en="Explain"),
    "rewritten": Text(nl="De zoekopdracht die wordt uitgevoerd", en="The query that runs"),
    "copy": Text(nl="Kopieer als", en="Copy as"),
    "place": Text(nl="regel {line}, teken {column}", en="line {line}, column {column}"),
    "goto": Text(nl="Ga naar de fout", en="Go to the error"),
    "failed": Text(nl="Er kwam geen antwoord van de server: {why}", en="No answer came from the server: {why}"),
    "truncated": Text(
        nl="Afgekapt: u ziet de eerste {n} rijen. De downloads bevatten het geheel, of voeg een LIMIT of filter toe.",
        en="Cut: you see the first {n} rows. The downloads hold all of them; or add a LIMIT or a filter.",
    ),
    "incomplete": Text(
        nl="Het antwoord brak halverwege af. Wat binnenkwam is onvolledig en wordt niet getoond.",
        en="The answer broke off halfway. What arrived is incomplete and is not shown.",
    ),
    "sort": Text(nl="Sorteer op {column}", en="Sort by {column}"),
    "table": Text(nl="Antwoord als tabel", en="Answer as a table"),
    "filter": Text(nl="Filter de rijen", en="Filter the rows"),
    "shown": Text(nl="{n} van {total} rijen", en="{n} of {total} rows"),
    "labels": Text(nl="Namen in plaats van IRI's", en="Names instead of IRIs"),
    "editor": Text(
        nl="Zoekopdracht in SPARQL. Escape en dan Tab verlaat het veld.",
        en="Query in SPARQL. Escape, then Tab leaves the field.",
    ),
    "whole": Text(nl="Toon de hele tekst", en="Show the whole text"),
    "wholeText": Text(nl="De hele tekst", en="The whole text"),
    "wholeCut": Text(
        nl="Hier staan de eerste {n} van {total} tekens; een download heeft ze alle.",
        en="These are the first {n} of {total} characters; a download has them all.",
    ),
    "close": Text(nl="Sluiten", en="Close"),
    "views": Text(nl="Weergave", en="View"),
    "view_table": Text(nl="Tabel", en="Table"),
    "view_chart": Text(nl="Grafiek", en="Chart"),
    "view_map": Text(nl="Kaart", en="Map"),
    "view_network": Text(nl="Netwerk", en="Network"),
    "view_timeline": Text(nl="Tijdlijn", en="Timeline"),
    "view_pivot": Text(nl="Kruistabel", en="Pivot"),
    "noView": Text(
        nl="De zoekopdracht vraagt om de weergave {view}, maar de kolommen passen daar niet bij.",
        en="The query asks for the view {view}, but its columns do not fit that.",
    ),
    "chartOf": Text(
        nl="Grafiek van {number} per {name}; de tabel zegt hetzelfde.",
        en="Chart of {number} by {name}; the table says the same.",
    ),
    "timelineOf": Text(
        nl="Tijdlijn van {name} naar {when}; de tabel zegt hetzelfde.",
        en="Timeline of {name} by {when}; the table says the same.",
    ),
    "mapOf": Text(
        nl="Kaart met {n} plaatsen; de tabel zegt hetzelfde.", en="Map of {n} places; the table says the same."
    ),
    "networkOf": Text(
        nl="Netwerk van {nodes} knopen en {ties} banden.", en="Network of {nodes} nodes and {ties} ties."
    ),
    "first": Text(nl="Getoond: {n} van {total}.", en="Shown: {n} of {total}."),
    "noTimes": Text(nl="Geen enkele rij heeft een datum.", en="No row has a date."),
    "undated": Text(nl="Zonder datum en dus niet getoond: {n}.", en="Without a date, so not shown: {n}."),
    "noPlaces": Text(nl="Van geen enkele rij is een plaats bekend.", en="For no row is a place known."),
    "nowhere": Text(nl="Zonder bekende plaats: {n} rijen.", en="Without a known place: {n} rows."),
    "mapSource": Text(
        nl="Grenzen: CBS en Kadaster, gebiedsindelingen 2022 (CC BY 4.0).",
        en="Boundaries: CBS and Kadaster, 2022 (CC BY 4.0).",
    ),
    "pivotRows": Text(nl="Rijen", en="Rows"),
    "pivotColumns": Text(nl="Kolommen", en="Columns"),
    "pivotValues": Text(nl="Waarden", en="Values"),
    "pivotCount": Text(nl="aantal rijen", en="number of rows"),
    "pivotSum": Text(nl="som van {column}", en="sum of {column}"),
    "total": Text(nl="Totaal", en="Total"),
    "refresh": Text(nl="Verversen vanuit Excel, Power BI of pandas", en="Refresh from Excel, Power BI or pandas"),
    "refreshHow": Text(
        nl="Deze adressen blijven gelijk. Excel: Gegevens, Van het web. pandas: read_csv(adres). In de werkmap staan "
        "namen, met de IRI's in de kolom ernaast; zonder IRI's: zet &iris=no achter het adres.",
        en="These addresses stay the same. Excel: Data, From Web. pandas: read_csv(address). The workbook has names, "
        "with the IRIs in the column beside them; without IRIs: put &iris=no behind the address.",
    ),
    "format": Text(nl="Opmaken", en="Format"),
    "pastRows": Text(nl="{n} rijen", en="{n} rows"),
    "stop": Text(
        nl="Ontbreekt er een punt of puntkomma na regel {line}, teken {column}?",
        en="Is a full stop or semicolon missing after line {line}, column {column}?",
    ),
    "didYouMean": Text(
        nl="Niets heet hier {name}. Bedoelt u {near}?", en="Nothing here is called {name}. Did you mean {near}?"
    ),
    "unknownTerm": Text(nl="Niets heet hier {name}.", en="Nothing here is called {name}."),
    "useTerm": Text(nl="Maak er {near} van", en="Use {near}"),
    "required": Text(nl="verplicht", en="required"),
    "optional": Text(nl="mogelijk", en="optional"),
    "nothing": Text(nl="Er staat nog geen zoekopdracht.", en="There is no query yet."),
}
