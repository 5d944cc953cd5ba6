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
    "share": Text(nl="Link kopiëren", en="Copy link"),
    "copied": Text(nl="Gekopieerd", en="Copied"),
    "copy": Text(nl="Kopieer als", en="Copy as"),
    "place": Text(nl="regel {line}, teken {column}", en="line {line}, column {column}"),
    "goto": Text(nl="Ga naar de fout", en="Go to the error"),
    "failed": Text(nl="Er kwam geen antwoord van de server: {why}", en="No answer came from the server: {why}"),
    "truncated": Text(
        nl="Dit antwoord is afgekapt op {n} rijen. Voeg een LIMIT of een filter toe, of download het geheel.",
        en="This answer was cut at {n} rows. Add a LIMIT or a filter, or download it whole.",
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
    "asTable": Text(nl="Tabel", en="Table"),
    "asChart": Text(nl="Grafiek", en="Chart"),
    "chart": Text(
        nl="Staafgrafiek van het antwoord; de tabel zegt hetzelfde.",
        en="Bar chart of the answer; the table says the same.",
    ),
    "required": Text(nl="verplicht", en="required"),
    "optional": Text(nl="mogelijk", en="optional"),
    "nothing": Text(nl="Er staat nog geen zoekopdracht.", en="There is no query yet."),
}
