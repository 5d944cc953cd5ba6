"""The texts of the pages for programmers: the API description, what an error means, conformance."""

from __future__ import annotations

from ecograph.texts import Text

DOCS: dict[str, Text] = {
    "docs.title": Text(nl="API-beschrijving", en="API description"),
    "docs.lead": Text(
        nl="Alles wat deze dienst een programma geeft. Elk formulier hieronder doet de aanroep die erboven staat.",
        en="Everything that this service gives a program. Each form below makes the call above it.",
    ),
    "docs.machine": Text(nl="Als OpenAPI 3.1", en="As OpenAPI 3.1"),
    "docs.contents": Text(nl="Onderdelen", en="Parts"),
    "docs.try": Text(nl="Probeer", en="Try it"),
    "docs.required": Text(nl="verplicht", en="required"),
    "docs.example": Text(nl="bijvoorbeeld {example}", en="for example {example}"),
    "docs.any": Text(nl="vrij", en="any"),
    "docs.answers": Text(nl="Antwoorden", en="Answers"),
    "docs.grammar": Text(nl="Filteren, sorteren en bladeren", en="Filter, sort and page"),
    "docs.grammar.filter": Text(
        nl="mag vaker voorkomen; alle gelden. Vergelijken gaat op getal waar beide getallen zijn, en anders op tekst, "
        "wat voor datums klopt. Van een IRI telt ook de korte naam of het laatste deel.",
        en="may be repeated; all hold. Comparing goes by number where both are numbers, else by text, which is right "
        "for dates. Of an IRI the short name or the last part counts too.",
    ),
    "docs.grammar.operators": Text(
        nl="zijn de bewerkingen; de laatste twee hebben geen waarde.",
        en="are the operators; the last two take no value.",
    ),
    "docs.grammar.sort": Text(
        nl="of desc(…), meer met komma’s; het eerste telt het zwaarst.",
        en="or desc(…), several with commas; the first counts most.",
    ),
    "docs.grammar.page": Text(
        nl="het antwoord zegt hoeveel rijen er zijn (X-Total-Count) en waar de volgende pagina staat (Link).",
        en="the answer says how many rows there are (X-Total-Count) and where the next page is (Link).",
    ),
    "docs.grammar.format": Text(
        nl="zonder format beslist de kop Accept; csv werkt in Excel, R en pandas zonder enige kop.",
        en="without it the Accept header decides; csv works in Excel, R and pandas without any header.",
    ),
    "conformance.title": Text(nl="Hoe goed volgt dit de standaarden?", en="How well does this follow the standards?"),
    "conformance.lead": Text(
        nl="De testreeksen van het W3C, gedraaid tegen deze software (versie {version}, {date}).",
        en="The W3C test suites, run against this software (version {version}, {date}).",
    ),
    "conformance.suite": Text(nl="Testreeks", en="Test suite"),
    "conformance.passed": Text(nl="Geslaagd", en="Passed"),
    "conformance.failed": Text(nl="Onverwacht niet geslaagd", en="Failed unexpectedly"),
    "conformance.excluded": Text(nl="Niet geslaagd, om deze reden", en="Not passed, for this reason"),
    "conformance.none": Text(nl="Geen.", en="None."),
    "conformance.of": Text(nl="{passed} van {total}", en="{passed} of {total}"),
    "conformance.tests": Text(nl="Elke test", en="Every test"),
    "conformance.data": Text(nl="Als JSON", en="As JSON"),
    "conformance.earl": Text(nl="Als EARL (Turtle)", en="As EARL (Turtle)"),
    "errors.title": Text(nl="Wat een foutmelding betekent", en="What an error means"),
    "errors.lead": Text(
        nl="Elke fout is problem+json; „type” leidt naar deze pagina.",
        en="Every error is problem+json; its “type” leads to this page.",
    ),
    "errors.todo": Text(nl="Wat te doen", en="What to do"),
}
