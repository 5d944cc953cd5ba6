"""Sheets: who takes part, in which role, and how actors relate.

The law of this file: persons appear in their public office or with a published quote; no sheet asks for more.
"""

from __future__ import annotations

from ecograph.describe.mapping.columns import Type, concept, in_both, one, refer, say
from ecograph.describe.mapping.parts import (
    about,
    automatic_name,
    described_name,
    ecosystem,
    kind,
    kind_column,
    name,
    note,
    part_of,
    same_as,
    sheet,
    since_until,
    stated_in,
)
from ecograph.texts import Text

SHEETS = (
    sheet(
        "actors",
        say("Actoren", "Actors"),
        say(
            "Organisaties, personen in hun functie, groepen en stuurgroepen. Eén rij per actor.",
            "Organisations, persons in office, groups and steering structures. One row per actor.",
        ),
        [
            kind("OrganisationActor", "Organisatie", "Organisation", "actor"),
            kind("PersonActor", "Persoon in functie", "Person in office", "actor"),
            kind("ActorGroup", "Groep zonder eigen naam", "Group without a name of its own", "actor"),
            kind("SteeringStructure", "Stuurgroep of overleg", "Steering structure", "actor"),
            kind("Actor", "Actor (soort onbekend)", "Actor (kind unknown)", "actor", general=True),
        ],
        name("Provincie Drenthe", "Province of Drenthe"),
        kind_column("Organisatie", "Organisation"),
        concept(
            "primary_sphere",
            "eco:primarySphere",
            "sphere",
            "Sfeer",
            "Sphere",
            hint=say(
                "Overheid, bedrijfsleven, kennis of maatschappij. Leeg als de bron het niet zegt.",
                "Government, industry, academia or civil society. Empty where the source does not say.",
            ),
        ),
        concept(
            "other_sphere", "eco:activeInSphere", "sphere", "Ook actief in sfeer", "Also active in sphere", many=True
        ),
        concept("sector", "eco:sector", "sector", "Publiek of privaat", "Public or private"),
        refer("located_in", "eco:locatedIn", "regions", "Gevestigd in", "Located in", many=True),
        refer(
            "acts_for",
            "eco:actsFor",
            "actors",
            "Handelt voor",
            "Acts for",
            many=True,
            hint=say("De organisatie die een persoon vertegenwoordigt.", "The organisation that a person represents."),
        ),
        one(
            "full_name",
            "foaf:name",
            Type.TEXT,
            "Naam van de persoon",
            "Name of the person",
            hint=say(
                "Alleen van personen in een openbare functie of met een gepubliceerd citaat.",
                "Only of persons in public office or with a published quotation.",
            ),
        ),
        concept("plays_role", "eco:playsRole", "role", "Rol in het algemeen", "Role in general", many=True),
        concept("size", "eco:sizeClass", "stage", "Omvang van de leden", "Size of its members"),
        ecosystem("eco:steers", "Stuurt dit ecosysteem", "Steers this ecosystem", implied=False),
        part_of(),
        described_name(),
        same_as(),
        stated_in(),
        note(),
    ),
    sheet(
        "participations",
        say("Deelname", "Participations"),
        say(
            "Wie doet waaraan mee, in welke rol. Eén rij per deelname.",
            "Who takes part in what, in which role. One row per participation.",
        ),
        [kind("Participation", "Deelname", "Participation", "participation")],
        refer(
            "participant", "eco:participant", "actors", "Wie", "Who", required=True, example=say("Provincie Drenthe")
        ),
        concept("role", "eco:inRole", "role", "Rol", "Role", example=say("Opdrachtgever", "Commissioner")),
        refer(
            "participates_in",
            "eco:participatesIn",
            "actors initiatives activities ecosystem",
            "Waarin",
            "In what",
            required=True,
            hint=say(
                "Een stuurgroep, initiatief of activiteit, of het ecosysteem zelf.",
                "A steering structure, initiative or activity, or the ecosystem itself.",
            ),
        ),
        since_until(),
        in_both(
            "post",
            "eco:postTitle",
            "Functie",
            "Post",
            example=Text(nl="gedeputeerde", en="member of the provincial executive"),
        ),
        automatic_name(),
        stated_in(),
        note(),
        auto="participant role participates_in",
    ),
    sheet(
        "relations",
        say("Relaties", "Relations"),
        say("Verbindingen tussen actoren.", "Ties between actors."),
        [kind("ActorRelation", "Relatie", "Relation", "relation")],
        refer(
            "actors",
            "eco:relatesActor",
            "actors",
            "Tussen wie",
            "Between whom",
            many=True,
            required=True,
            hint=say(
                "Twee of meer actoren, gescheiden door een puntkomma.", "Two or more actors, separated by a semicolon."
            ),
        ),
        concept("relation_type", "eco:relationType", "helixrel", "Soort relatie", "Type of relation", required=True),
        since_until(),
        about(),
        automatic_name(),
        stated_in(),
        note(),
        auto="relation_type actors",
    ),
)
