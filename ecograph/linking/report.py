"""Which actors of a description have an identifier, and why the others have none: for people to read.

The law of this file: it counts and words what was decided, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ecograph.linking import names, vocabulary
from ecograph.linking.description import Case
from ecograph.linking.government import announced
from ecograph.texts import Lang, Text

#: Words that a government or knowledge organisation is named by, beside those of ``vocabulary.TYPES``.
_PUBLIC_WORDS = frozenset(
    "hoogheemraadschap recreatieschap gemeenten rijk archief kenniscentrum technocentrum regio arbeidsmarktregio "
    "stadsontwikkeling innovatiecentrum bureau college science".split()
)
TITLE = Text(nl="Koppelingen van {name}", en="Links of {name}")
SUMMARY = Text(
    nl=(
        "{all} partijen en gebieden: {exact} met een identificatie, {part} als onderdeel van een organisatie met een "
        "identificatie, {none} zonder. Van de {public} die naar hun naam of sfeer overheid of kennisinstelling zijn, "
        "hebben er {found} een identificatie; de andere {left} hebben een reden."
    ),
    en=(
        "{all} actors and regions: {exact} with an identifier, {part} as part of an organisation with an identifier, "
        "{none} without. Of the {public} that are government or knowledge by their name or sphere, {found} have an "
        "identifier; the other {left} have a reason."
    ),
)
HEADS = {
    "nl": ("naam", "gekoppeld met", "hoe", "zekerheid", "waarom"),
    "en": ("name", "linked with", "how", "confidence", "why"),
}
SECTIONS = {
    "linked": Text(nl="Met een identificatie", en="With an identifier"),
    "public": Text(
        nl="Overheid en kennis zonder identificatie, met de reden",
        en="Government and knowledge without an identifier, with the reason",
    ),
    "others": Text(nl="Andere zonder identificatie", en="Others without an identifier"),
}
HOW = {
    "exact": Text(nl="dezelfde", en="the same"),
    "part-of": Text(nl="onderdeel", en="part"),
    "none": Text(nl="–", en="–"),
}


@dataclass(frozen=True, slots=True)
class Report:
    """The cases of a description, sorted by what came of them."""

    name: str
    linked: tuple[Case, ...]
    public: tuple[Case, ...]
    others: tuple[Case, ...]

    @property
    def everything(self) -> tuple[Case, ...]:
        """Return all cases."""
        return (*self.linked, *self.public, *self.others)


def report(name: str, cases: Iterable[Case]) -> Report:
    """Return the report of a description of that name."""
    found = sorted(cases, key=lambda c: names.key(c.names[0]))
    left = [c for c in found if c.link.match == "none"]
    return Report(
        name,
        tuple(c for c in found if c.link.match != "none"),
        tuple(c for c in left if is_public(c)),
        tuple(c for c in left if not is_public(c)),
    )


def is_public(case: Case) -> bool:
    """Return whether an actor is of government or knowledge: by its link, by its sphere, or by the words of its name.

    A sphere that the description does not give leaves the name to judge by; the legal form of a company decides it.
    """
    if case.link.match != "none" or case.sphere:
        return case.public
    for written in case.names:
        name = names.parse(names.brackets(written)[0])
        words = set(vocabulary.canonical(name.core)) | set(name.key.split())
        if set(name.legal) & {"bv", "nv", "vof"}:
            return False
        if announced(name.key)[0] or words & (vocabulary.TYPES | _PUBLIC_WORDS):
            return True
    return False


def summary(found: Report, lang: Lang) -> str:
    """Return how many have an identifier, in a sentence."""
    linked = [c for c in found.linked if c.public]
    matches = [c.link.match for c in found.everything]
    return SUMMARY.say(
        lang,
        all=len(matches),
        exact=matches.count("exact"),
        part=matches.count("part-of"),
        none=matches.count("none"),
        public=len(linked) + len(found.public),
        found=len(linked),
        left=len(found.public),
    )


def rows(cases: Iterable[Case], lang: Lang) -> list[tuple[str, ...]]:
    """Return a row of cells for each case: name, organisation and identifier, how, how sure, why."""
    return [
        (
            c.names[0],
            f"{c.link.label} {c.link.iri}".strip(),
            HOW[c.link.match][lang],
            f"{c.link.confidence:.2f}",
            c.link.explain(lang),
        )
        for c in cases
    ]


def markdown(found: Report, lang: Lang) -> str:
    """Return the report as a page."""
    parts = [f"# {TITLE.say(lang, name=found.name)}", "", summary(found, lang), ""]
    for key, cases in (("linked", found.linked), ("public", found.public), ("others", found.others)):
        if not cases:
            continue
        parts += [f"## {SECTIONS[key][lang]} ({len(cases)})", ""]
        parts += ["| " + " | ".join(HEADS[lang]) + " |", "|---" * len(HEADS[lang]) + "|"]
        parts += ["| " + " | ".join(_cell(cell) for cell in row) + " |" for row in rows(cases, lang)]
        parts.append("")
    return "\n".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
