"""Sheets: what is described, and where it is stated.

The law of this file: nothing can be said in a workbook without a passage that says it.
"""

from __future__ import annotations

from ecograph.describe.mapping.columns import Type, concept, in_both, one, refer, say, several
from ecograph.describe.mapping.parts import (
    described_name,
    kind,
    kind_column,
    name,
    note,
    same_as,
    sheet,
    stated_in,
    theme,
)
from ecograph.texts import Text

SHEETS = (
    sheet(
        "description",
        say("Beschrijving", "Description"),
        say(
            "Wat u beschrijft en per welke datum. Eén beschrijving is wat één bron op één datum zegt.",
            "What you describe and as of when. One description is what one source says as of one date.",
        ),
        [kind("EcosystemDescription", "Beschrijving", "Description", "")],
        one(
            "address",
            "",
            Type.SELF,
            "Kenmerk van de beschrijving",
            "Identifier of the description",
            hint=say(
                "Kort, zonder spaties; wordt deel van het webadres. Leeg: de datum.",
                "Short, no spaces; becomes part of the web address. Empty: the date.",
            ),
            example=say("2016-kplusv"),
        ),
        name("Biobased chemie Emmen volgens KplusV, 2016", "Emmen biobased chemistry according to KplusV, 2016"),
        in_both(
            "title", "dct:title", "Titel", "Title", hint=say("Leeg: de naam.", "Empty: the name."), default="label"
        ),
        one(
            "as_of",
            "eco:describedAsOf",
            Type.DATE,
            "Stand per",
            "Described as of",
            required=True,
            hint=say(
                "De dag waarop het zo was. Noemt de bron alleen een jaar, kies dan een dag en zeg dat bij Opmerking.",
                "The day on which it was so. Where the source only names a year, choose a day and say so under Note.",
            ),
            example=say("14-03-2016", "2016-03-14"),
        ),
        refer(
            "document",
            "dct:source",
            "documents",
            "Brondocumenten",
            "Source documents",
            many=True,
            hint=say("Namen van het blad Bronnen.", "Names from the sheet Sources."),
        ),
        stated_in(),
        note(),
        form=True,
    ),
    sheet(
        "ecosystem",
        say("Ecosysteem", "Ecosystem"),
        say("Het innovatie-ecosysteem waar het om gaat.", "The innovation ecosystem that it is about."),
        [
            kind("InnovationEcosystem", "Innovatie-ecosysteem", "Innovation ecosystem", "", general=True),
            kind("Cluster", "Cluster", "Cluster", ""),
        ],
        one(
            "address",
            "",
            Type.SELF,
            "Kenmerk van het ecosysteem",
            "Identifier of the ecosystem",
            hint=say(
                "Kort, zonder spaties; hetzelfde in elke beschrijving van dit ecosysteem. Leeg: uit de naam gemaakt.",
                "Short, no spaces; the same in every description of this ecosystem. Empty: made from the name.",
            ),
            example=say("emmen-chemistry"),
        ),
        name("Biobased chemie Emmen", "Emmen biobased chemistry"),
        kind_column("Cluster", "Cluster"),
        theme(),
        refer("region", "eco:coversRegion", "regions", "Regio", "Region", many=True),
        refer("steered_by", "eco:steeredBy", "actors", "Gestuurd door", "Steered by", many=True),
        several(
            "within",
            "eco:subEcosystemOf",
            Type.IRI,
            "Deel van ecosysteem",
            "Part of ecosystem",
            hint=say("Webadres van het grotere ecosysteem.", "Address of the larger ecosystem."),
        ),
        stated_in(),
        note(),
        form=True,
    ),
    sheet(
        "documents",
        say("Bronnen", "Sources"),
        say(
            "De documenten en webpagina's waarop de beschrijving rust.",
            "The documents and web pages that the description rests on.",
        ),
        [kind("SourceDocument", "Document", "Document", "document")],
        one(
            "address",
            "",
            Type.SELF,
            "Webadres",
            "Web address",
            hint=say("Waar het te vinden is. Mag leeg.", "Where it can be found. May be empty."),
            example=say("https://www.kplusv.nl/"),
        ),
        name("KplusV (2016): Verbind initiatieven", "KplusV (2016): Connect initiatives"),
        in_both(
            "title", "dct:title", "Titel", "Title", hint=say("Zoals het document zelf heet.", "As the document has it.")
        ),
        concept("source_kind", "eco:sourceKind", "sourcekind", "Soort bron", "Kind of source"),
        refer(
            "author",
            "dct:creator",
            "actors",
            "Auteur",
            "Author",
            many=True,
            hint=say("Wie het schreef; een rij van het blad Actoren.", "Who wrote it; a row of the sheet Actors."),
        ),
        refer(
            "publisher",
            "dct:publisher",
            "actors",
            "Uitgever",
            "Publisher",
            many=True,
            hint=say("Wie het uitgaf; een rij van het blad Actoren.", "Who published it; a row of the sheet Actors."),
        ),
        one(
            "issued",
            "dct:issued",
            Type.DATE,
            "Datum",
            "Date",
            hint=say("Dag, maand of jaar van verschijnen.", "Day, month or year of publication."),
            example=say("2016-03-14"),
        ),
        described_name(),
        stated_in(),
        note(),
    ),
    sheet(
        "passages",
        say("Passages", "Passages"),
        say(
            "De plaatsen in de bronnen waar iets staat: één rij per passage, met een kort kenmerk.",
            "The places in the sources where something is said: one row per passage, with a short notation.",
        ),
        [kind("EvidencePassage", "Passage", "Passage", "")],
        one(
            "notation",
            "skos:notation",
            Type.TEXT,
            "Kenmerk",
            "Notation",
            required=True,
            hint=say("Kort en uniek; hiermee verwijzen alle bladen.", "Short and unique; all sheets refer by it."),
            example=say("S1"),
        ),
        refer("document", "eco:fromDocument", "documents", "Document", "Document", required=True),
        in_both(
            "label",
            "rdfs:label",
            "Wat er staat, kort",
            "What it says, in short",
            required=True,
            default="other",
            hint=say("In eigen woorden.", "In your own words."),
            example=Text(nl="Opdrachtgevers en opdrachtnemer", en="Commissioners and contractor"),
        ),
        in_both(
            "comment",
            "rdfs:comment",
            "Wat er staat",
            "What it says",
            hint=say("In eigen woorden, een of twee zinnen.", "In your own words, one or two sentences."),
        ),
        in_both(
            "quote",
            "eco:quote",
            "Citaat",
            "Quotation",
            hint=say("Letterlijk, hoogstens 25 woorden, in de taal van de bron.", "Verbatim, at most 25 words."),
        ),
        note(),
    ),
    sheet(
        "regions",
        say("Gebieden", "Regions"),
        say("De gebieden die genoemd worden.", "The regions that are mentioned."),
        [kind("Region", "Gebied", "Region", "region")],
        name("Drenthe", "Drenthe"),
        refer("located_in", "eco:locatedIn", "regions", "Ligt in", "Lies in", many=True),
        same_as(),
        stated_in(),
        note(),
    ),
)
