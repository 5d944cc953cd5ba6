"""The catalogue of one EcoGraph: what it describes and the registers beside that.

The law of this file: it is made of what the store holds and of the settings of the operator, for the service and for
the command line alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from urllib.parse import quote

from ecograph.canvas import DescriptionCard
from ecograph.engine.graph import Graph
from ecograph.linking.registers import status
from ecograph.publish.catalogue import CC_BY, Catalogue, Contact, Dataset, File, Organisation, catalogue
from ecograph.settings import Settings
from ecograph.terms import reference_graph
from ecograph.texts import Text

_TITLE = Text(nl="Regionale innovatie-ecosystemen", en="Regional innovation ecosystems")
_ABOUT = Text(
    nl="Beschrijvingen van regionale innovatie-ecosystemen, getoetst aan randvoorwaarden, en de registers daarbij.",
    en="Descriptions of regional innovation ecosystems, checked against preconditions, and the registers beside them.",
)
_DESCRIBES = Text(
    nl="Partijen, initiatieven en randvoorwaarden van een ecosysteem, met voor elke uitspraak de bron.",
    en="Actors, initiatives and preconditions of an ecosystem, with the source of every statement.",
)
_KEYWORDS = (Text(nl="innovatie-ecosysteem", en="innovation ecosystem"), Text(nl="Triple Helix", en="Triple Helix"))
#: GeoNames: the Netherlands, where the described ecosystems and registers mostly are.
_PLACE = "https://sws.geonames.org/2750405/"


def ours(base: str, descriptions: Iterable[DescriptionCard], settings: Settings) -> Graph:
    """Return the catalogue of the EcoGraph at ``base`` as DCAT-AP-NL 3.0.

    Args:
        base: Where it answers; an absolute URL that ends in a slash.
        descriptions: What it describes.
        settings: Who publishes, and whom to turn to (``ECOGRAPH_PUBLISHER_IRI`` and the like).
    """
    publisher = Organisation(settings.publisher_iri, Text(nl=settings.publisher_name, en=settings.publisher_name))
    today = datetime.now(UTC).date()
    described = [_described(base, d.iri, d.title, d.as_of, publisher, today) for d in descriptions]
    return catalogue(
        Catalogue(
            base=base,
            title=_TITLE,
            description=_ABOUT,
            publisher=publisher,
            contact=Contact(base + "#contact", settings.publisher_name, settings.contact_email, settings.contact_url),
            issued=today,
            modified=today,
            datasets=(*described, *_registers(base, publisher)),
        )
    )


def _described(
    base: str, iri: str, title: Mapping[str, str], as_of: str, publisher: Organisation, today: date
) -> Dataset:
    day = date.fromisoformat(as_of) if len(as_of) == 10 else today
    any_title = next(iter(title.values()), iri)
    return Dataset(
        iri=iri,
        title=Text(nl=title.get("nl", any_title), en=title.get("en", any_title)),
        description=_DESCRIBES,
        issued=day,
        modified=day,
        creator=publisher,
        files=(File(_file(base, iri), "ttl"),),
        licence=CC_BY,
        keywords=_KEYWORDS,
        places=(_PLACE,),
    )


def _registers(base: str, publisher: Organisation) -> list[Dataset]:
    found = []
    for register in status():
        iri = reference_graph(register.name).value
        title = Text(nl=register.title["nl"], en=register.title["en"])
        found.append(
            Dataset(
                iri=iri,
                title=title,
                description=title,
                issued=register.dated,
                modified=register.dated,
                creator=publisher,
                files=(File(_file(base, iri), "ttl"),),
                licence=register.licence,
                places=(_PLACE,),
                sources=(register.source,) if register.source.startswith("http") else (),
            )
        )
    return found


def _file(base: str, graph: str) -> str:
    return f"{base}store?graph={quote(graph, safe='')}"
