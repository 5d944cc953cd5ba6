"""The ecosystems at a glance, read from the store.

The law of this file: a card holds what is described and where; a region that no register has is placed by the
municipalities that the descriptions name, and the card keeps the two apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from ecograph.api.pages.library import DescriptionCard, EcosystemCard, Glance
from ecograph.canvas import DescriptionCard as Described
from ecograph.canvas import Select, descriptions
from ecograph.engine.queries import named
from ecograph.engine.rows import Row, distinct, first, grouped, texts
from ecograph.terms import PREFIXES
from ecograph.texts import pick


def cards(select: Select) -> tuple[EcosystemCard, ...]:
    """Return every ecosystem that is described, by label."""

    def ask(name: str, folder: str = "pages") -> list[Row]:
        return list(select(named(name, folder).bind({})))

    regions = grouped(ask("regions", "canvas"), "ecosystem")
    codes = grouped(ask("region-codes"), "ecosystem")
    members = grouped(ask("region-members"), "ecosystem")
    levels = grouped(ask("glance"), "description")
    groups = grouped(ask("group-labels"), "group")
    by_ecosystem: dict[str, list[Described]] = {}
    for described in descriptions(select):
        by_ecosystem.setdefault(described.ecosystem, []).append(described)
    found = []
    for iri, of in by_ecosystem.items():
        in_time = sorted(of, key=lambda d: (d.as_of, d.iri))
        own = tuple(
            DescriptionCard(d.iri.removeprefix(iri).strip("/"), d.title, d.as_of, _counts(levels.get(d.iri, ())))
            for d in in_time
        )
        label: dict[str, str] = {}
        for d in of:
            label |= d.ecosystem_label
        matches = grouped(codes.get(iri, ()), "match")
        found.append(
            EcosystemCard(
                iri=iri,
                slug=iri.removeprefix(PREFIXES["id"]),
                label=label,
                descriptions=own,
                counts=own[-1].counts,
                region=texts(regions.get(iri, ()), "label"),
                region_code=_codes(matches.get(PREFIXES["skos"] + "exactMatch", ()), "region"),
                near=_codes(matches.get(PREFIXES["skos"] + "closeMatch", ()), "region"),
                within=_codes(matches.get(PREFIXES["skos"] + "broadMatch", ()), "region"),
                members=_codes(members.get(iri, ()), "municipality"),
                glance=_glance(levels.get(in_time[-1].iri, ()), groups),
            )
        )
    return tuple(sorted(found, key=lambda c: pick(c.label, "en").casefold()))


def _codes(rows: Sequence[Row], name: str) -> str:
    return " ".join(iri.rpartition("/")[2].upper() for iri in distinct(rows, name))


def _counts(rows: Sequence[Row]) -> dict[str, int]:
    by_level = grouped(rows, "level")
    return {level.rpartition("/")[2]: len(distinct(of, "notation")) for level, of in by_level.items()}


def _glance(rows: Sequence[Row], groups: dict[str, list[Row]]) -> tuple[Glance, ...]:
    return tuple(
        Glance(
            texts(groups.get(group, ()), "label"),
            tuple((n, first(row, "level").rpartition("/")[2]) for n, row in grouped(of, "notation").items()),
        )
        for group, of in grouped(rows, "group").items()
    )
