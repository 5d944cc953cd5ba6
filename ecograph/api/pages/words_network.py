"""The texts of the network page; those under ``net.js.`` are for its script."""

from __future__ import annotations

from ecograph.texts import Text

NETWORK: dict[str, Text] = {
    "net.title": Text(nl="Netwerk", en="Network"),
    "net.lead": Text(
        nl="{nodes} partijen en initiatieven, {ties} beschreven verbindingen. Losstaand, omdat er geen verbinding "
        "beschreven is: {alone}.",
        en="{nodes} actors and initiatives, {ties} described ties. Alone, because no tie is described: {alone}.",
    ),
    "net.picture": Text(
        nl="Netwerk van {nodes} partijen en initiatieven met {ties} verbindingen; de tabel hieronder zegt hetzelfde.",
        en="Network of {nodes} actors and initiatives with {ties} ties; the table below says the same.",
    ),
    "net.sphere": Text(nl="Sfeer", en="Sphere"),
    "net.role": Text(nl="Rol", en="Role"),
    "net.role.all": Text(nl="alle rollen", en="all roles"),
    "net.year": Text(nl="Jaar", en="Year"),
    "net.year.all": Text(nl="alle jaren", en="all years"),
    "net.find": Text(nl="Zoek in het netwerk", en="Find in the network"),
    "net.export": Text(nl="Bewaar als", en="Save as"),
    "net.table": Text(nl="Als tabel", en="As a table"),
    "net.table.cut": Text(nl="De {n} met de meeste verbindingen.", en="The {n} with most ties."),
    "net.name": Text(nl="Naam", en="Name"),
    "net.kind": Text(nl="Soort", en="Kind"),
    "net.ties": Text(nl="Verbindingen", en="Ties"),
    "net.standing": Text(nl="Positie", en="Position"),
    "net.alone": Text(nl="geen verbinding beschreven", en="no tie described"),
    "net.bridge": Text(nl="verbindt", en="bridges"),
    "net.legend.bridge": Text(nl="verbindt sferen of groepen", en="bridges spheres or groups"),
    "net.legend.alone": Text(nl="staat los", en="stands alone"),
    "net.legend.actor": Text(nl="partij", en="actor"),
    "net.legend.initiative": Text(nl="initiatief", en="initiative"),
    "net.js.ties": Text(nl="{n} verbindingen", en="{n} ties"),
    "net.js.tie": Text(nl="1 verbinding", en="1 tie"),
    "net.js.alone": Text(nl="geen verbinding beschreven", en="no tie described"),
    "net.js.failed": Text(nl="Het netwerk kon niet worden geladen.", en="The network could not be loaded."),
    "net.hint": Text(
        nl="Sleep om te verschuiven, scrol om in te zoomen (of de toetsen + − 0 en pijlen), klik op een naam voor zijn "
        "pagina. Hoe groter, hoe meer verbindingen.",
        en="Drag to move, scroll to zoom (or the keys + − 0 and arrows), click a name for its page. The "
        "larger, the more ties.",
    ),
    "net.zoom.in": Text(nl="Inzoomen", en="Zoom in"),
    "net.zoom.out": Text(nl="Uitzoomen", en="Zoom out"),
    "net.zoom.fit": Text(nl="Alles", en="All"),
    "sphere.Government": Text(nl="overheid", en="government"),
    "sphere.Industry": Text(nl="bedrijfsleven", en="industry"),
    "sphere.Academia": Text(nl="kennisinstellingen", en="academia"),
    "sphere.CivilSociety": Text(nl="maatschappij", en="civil society"),
    "sphere.NaturalEnvironment": Text(nl="natuurlijke omgeving", en="natural environment"),
    "sphere.None": Text(nl="sfeer niet beschreven", en="sphere not described"),
    "kind.OrganisationActor": Text(nl="organisatie", en="organisation"),
    "kind.PersonActor": Text(nl="persoon", en="person"),
    "kind.ActorGroup": Text(nl="groep", en="group"),
    "kind.SteeringStructure": Text(nl="sturingsstructuur", en="steering structure"),
    "kind.Initiative": Text(nl="initiatief", en="initiative"),
    "kind.InitiativeGroup": Text(nl="groep initiatieven", en="group of initiatives"),
    "kind.Programme": Text(nl="programma", en="programme"),
    "kind.Project": Text(nl="project", en="project"),
    "kind.PilotProject": Text(nl="pilotproject", en="pilot project"),
    "kind.SupportService": Text(nl="ondersteunende dienst", en="support service"),
    "kind.NetworkInitiative": Text(nl="netwerk", en="network"),
    "kind.Facility": Text(nl="faciliteit", en="facility"),
    "kind.FundInitiative": Text(nl="fonds", en="fund"),
    "kind.EducationInitiative": Text(nl="onderwijsinitiatief", en="education initiative"),
    "kind.ProfilingInitiative": Text(nl="profileringsinitiatief", en="profiling initiative"),
}
