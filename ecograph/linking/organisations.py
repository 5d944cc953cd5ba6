"""From names to links: each name is linked to one organisation, to the whole of which it is a part, or to nothing.

The law of this file: in doubt, nothing. Two organisations that a name may mean are none; what a person decided is
not decided again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from ecograph.errors import CallerError
from ecograph.linking import names, vocabulary
from ecograph.linking.decision import NOTES, REASONS, RULES, Evidence, Link, confidence, evidence
from ecograph.linking.found import Found
from ecograph.linking.government import Resolution, resolve
from ecograph.linking.index import Entity, Entry, Index, index
from ecograph.linking.registers.records import bodies, institutions, living
from ecograph.linking.rules import countries, find
from ecograph.texts import Text

#: What a caller may say a name is; ``organisation`` is anything.
Type = Literal[
    "organisation", "government", "institution", "municipality", "province", "water-authority", "joint-arrangement",
    "administrative-body", "public-body",
]  # fmt: skip
TYPES: dict[str, tuple[str, str]] = {
    "organisation": ("organisatie", "organisation"),
    "government": ("overheidsorganisatie", "government organisation"),
    "institution": ("kennisinstelling of onderzoeksorganisatie", "research organisation"),
    "municipality": ("gemeente", "municipality"),
    "province": ("provincie", "province"),
    "water-authority": ("waterschap", "water authority"),
    "joint-arrangement": ("samenwerkingsorganisatie", "joint arrangement"),
    "administrative-body": ("zelfstandig bestuursorgaan", "independent administrative body"),
    "public-body": ("openbaar lichaam", "public body"),
}
_GOVERNS = frozenset({"municipality", "province", "water-authority", "public-body"})


def link(
    names: Iterable[str],
    *,
    date: dt.date | None = None,
    type: Type = "organisation",  # noqa: A002
    among: Index | None = None,
) -> list[Link]:
    """Return the decision about each name, in order.

    Args:
        names: The names as written.
        date: The day of which the names speak; without one, an organisation is linked as what bore the name.
        type: What the names are known to be; a bare "Emmen" is a municipality only if this says so.
        among: Another index than that of all registers.

    Raises:
        CallerError: the type is unknown.

    >>> [decision] = link(["Gemeente Den Haag, Dienst Stadsbeheer"])
    >>> decision.match, decision.label
    ('part-of', 'gemeente Den Haag')
    """
    if type not in TYPES:
        raise CallerError(
            Text(nl=f'Er is geen soort "{type}".', en=f'There is no type "{type}".'),
            remedy=Text(nl=f"Bekend: {', '.join(TYPES)}.", en=f"Known: {', '.join(TYPES)}."),
        )
    ready = among or index()
    return [_decide(name, ready, date, type) for name in names]


def _decide(written: str, ready: Index, on: dt.date | None, wanted: str) -> Link:
    if not any(c.isalpha() for c in written):
        return _none(written, evidence(REASONS, "no name"))
    if vocabulary.several(written):
        return _none(written, evidence(REASONS, "several"))
    found = _as_kind(written, ready, on, wanted) or find(written, ready)
    if found is None:
        return _unknown(written, wanted)
    entries = [e for e in found.entries if _is(e.entity, wanted)]
    if not entries:
        return _none(written, _wrong_type(found.entries[0], wanted))
    entries = _narrow(entries, written, on)
    if len(entries) > 1:
        labels = ", ".join(sorted({e.entity.label for e in entries}))
        none = _none(written, evidence(REASONS, "ambiguous", names=labels))
        return replace(none, candidates=tuple(e.entity.iri for e in entries))
    return _in_time(_linked(written, found, entries[0]), entries[0], on)


def _as_kind(written: str, ready: Index, on: dt.date | None, wanted: str) -> Found | None:
    """Find a body by its bare name, where the caller says which kind of body it is."""
    if wanted not in _GOVERNS:
        return None
    found: Resolution = resolve(written, on=on, kind=wanted)  # type: ignore[arg-type]
    bodies_found = [found.body] if found.body else [*found.candidates]
    rule = {"sound": "sound", "spelling": "government spelling"}.get(found.by, "government name")
    entries = tuple(Entry(ready.by_iri[b.iri], b.label, "name") for b in bodies_found)
    return Found(rule, "exact", entries) if entries else None


def _is(entity: Entity, wanted: str) -> bool:
    if wanted == "organisation" or entity.kind == wanted:
        return True
    if wanted == "government":
        return entity.register == "TOOI"
    return wanted == "institution" and any(iri.startswith("https://ror.org/") for iri in entity.iris)


def _wrong_type(entry: Entry, wanted: str) -> Evidence:
    nl, en = TYPES[wanted]
    ground = evidence(REASONS, "not of this type", name=entry.entity.label, type="{type}")
    texts = type(ground.text)(nl=ground.text["nl"].replace("{type}", nl), en=ground.text["en"].replace("{type}", en))
    return Evidence(ground.code, texts, (("name", entry.entity.label),))


def _narrow(entries: list[Entry], written: str, on: dt.date | None) -> list[Entry]:
    """Choose among organisations of one name: the one of that day, the active one, the one so called in full."""
    if len(entries) > 1 and on is not None:
        entries = [e for e in entries if _existed(e.entity, on)] or entries
    if len(entries) > 1:
        entries = [e for e in entries if e.entity.end is None and e.entity.status in {"", "active"}] or entries
    if len(entries) > 1:
        whole = names.key(written)
        entries = [e for e in entries if names.key(e.entity.label) == whole] or entries
    if len(entries) > 1:
        kinds = {e.kind for e in entries}
        entries = [e for e in entries if e.kind != "acronym"] if "acronym" in kinds and len(kinds) > 1 else entries
    return entries


def _existed(entity: Entity, on: dt.date) -> bool:
    body = bodies().get(entity.iri)
    return body.exists(on) if body else True


def _linked(written: str, found: Found, entry: Entry) -> Link:
    entity = entry.entity
    name = names.parse(written)
    facts = {"name": entry.name, "register": entity.register}
    if found.rest:
        facts["rest"] = found.rest
    grounds = [evidence(RULES, found.rule, **facts)]
    if names.repair(written) != " ".join(written.split()):
        grounds.append(evidence(NOTES, "repaired", what=names.repair(written)))
    if name.legal and found.match == "exact":
        grounds.append(evidence(NOTES, "legal form", what=", ".join(name.legal)))
    if name.remark:
        grounds.append(evidence(NOTES, "remark", what=name.remark))
    sure = confidence(found.rule)
    return Link(
        name=written,
        match=found.match,
        iri=entity.iri,
        label=entity.label,
        also=entity.also,
        kind=entity.kind,
        rule=found.rule,
        score=round(100 * sure, 1),
        confidence=sure,
        evidence=tuple(grounds),
    )


def _in_time(decision: Link, entry: Entry, on: dt.date | None) -> Link:
    """Return the decision as it holds on a day: as it is, as a part of the successor, or not at all."""
    body, record = bodies().get(entry.entity.iri), institutions().get(entry.entity.iri)
    end = body.end if body else None
    if on is None or (body is None and record is None):
        note = [evidence(NOTES, "ended", date=str(end))] if end else []
        note += [evidence(NOTES, "inactive")] if record and record.status != "active" else []
        return replace(decision, on=on, evidence=(*decision.evidence, *note))
    if body:
        if body.begin and on < body.begin:
            return _none(decision.name, evidence(REASONS, "not yet", name=body.label, date=str(on)))
        if body.exists(on):
            return replace(decision, on=on)
        heirs = [(b.iri, b.label) for b in living(body.iri, on)]
        return _succeeded(decision, heirs, body.label, str(body.end), on)
    return replace(decision, on=on)


def _succeeded(decision: Link, heirs: list[tuple[str, str]], old: str, end: str, on: dt.date) -> Link:
    if len(heirs) != 1:
        labels = ", ".join(label for _, label in heirs) or "—"
        none = _none(decision.name, evidence(REASONS, "divided", name=old, date=end, names=labels))
        return replace(none, on=on, candidates=tuple(iri for iri, _ in heirs))
    iri, label = heirs[0]
    ground = evidence(RULES, "succession", old=old, date=end, name=label, register="TOOI")
    return replace(
        decision,
        match="part-of",
        iri=iri,
        label=label,
        also=index().by_iri[iri].also,
        rule="succession",
        on=on,
        evidence=(*decision.evidence, ground),
    )


def _none(written: str, ground: Evidence) -> Link:
    return Link(written, "none", confidence=_ABSTAINED, evidence=(ground,))


#: Share of names left unlinked that indeed are in no register (measured beside the rules).
_ABSTAINED = 0.98


def _unknown(written: str, wanted: str) -> Link:
    if countries(written):
        return _none(written, evidence(REASONS, "abroad"))
    found = resolve(written)
    bearers = [found.body] if found.body else found.candidates
    if wanted == "organisation" and found.by in {"name", "ambiguous"} and any(b.kind in _GOVERNS for b in bearers):
        return _none(written, evidence(REASONS, "place"))
    why = _none(written, evidence(REASONS, "unknown"))
    kind = _kind_outside(written)
    return replace(why, evidence=(*why.evidence, evidence(NOTES, kind))) if kind else why


def _kind_outside(written: str) -> str:
    """Return which kind of organisation that the registers do not hold a name speaks of, if it can be told."""
    name = names.parse(names.brackets(written)[0])
    words, legal = set(names.key(written).split()), set(name.legal)
    if legal & {"bv", "nv", "vof", "cv"}:
        return "company"
    compounds = [w for w in words - {"school"} if w.endswith(vocabulary.SCHOOL_ENDINGS) and "hogeschool" not in w]
    if "hoger" not in words and (words & vocabulary.SCHOOL_WORDS or compounds):
        return "school"
    if words & vocabulary.MUNICIPAL:
        return "service"
    return "foundation" if words & {"stichting", "vereniging"} or any(w.endswith("fonds") for w in words) else ""


__all__ = ["TYPES", "Type", "link"]
