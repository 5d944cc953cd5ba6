"""The texts of the canvas page."""

from __future__ import annotations

from ecograph.texts import Text

CANVAS: dict[str, Text] = {
    "canvas.kicker": Text(nl="Canvas van het ecosysteem", en="Canvas of the ecosystem"),
    "canvas.as_of": Text(nl="Stand op {date}", en="As of {date}"),
    "canvas.source": Text(nl="Bron", en="Source"),
    "canvas.sources": Text(nl="Bronnen", en="Sources"),
    "canvas.time": Text(nl="Beschrijvingen door de tijd", en="Descriptions over time"),
    "canvas.time.slider": Text(nl="Kies een moment", en="Choose a moment"),
    "canvas.before.changed": Text(nl="was {level} in {year}", en="was {level} in {year}"),
    "canvas.before.silent": Text(nl="in {year}: {level}", en="in {year}: {level}"),
    "canvas.summary": Text(nl="In één oogopslag", en="At a glance"),
    "canvas.total": Text(nl="{n} randvoorwaarden", en="{n} preconditions"),
    "canvas.bar": Text(
        nl="Aantal randvoorwaarden per niveau: {counts}", en="Number of preconditions per level: {counts}"
    ),
    "canvas.views": Text(nl="Weergave", en="View"),
    "canvas.view.canvas": Text(nl="Canvas", en="Canvas"),
    "canvas.view.compare": Text(nl="Naast elkaar", en="Side by side"),
    "canvas.view.report": Text(nl="Rapport", en="Report"),
    "canvas.perspectives": Text(nl="Perspectief", en="Perspective"),
    "canvas.perspective.Computed": Text(
        nl="Berekend: wat de regels afleiden uit wat beschreven is.",
        en="Computed: what the rules derive from what is described.",
    ),
    "canvas.perspective.other": Text(
        nl="{who}: alleen wat vanuit dit perspectief is gezegd. {n} van de {total} randvoorwaarden kwamen ter sprake.",
        en="{who}: only what was said from this perspective. {n} of the {total} preconditions were mentioned.",
    ),
    "canvas.perspective.unspecified": Text(
        nl="{who}: de bron noemt geen enkele randvoorwaarde bij naam. Zie „Gezegd, maar niet benoemd”.",
        en="{who}: the source names no precondition. See “Said, but not named”.",
    ),
    "canvas.profile": Text(nl="Profiel", en="Profile"),
    "canvas.profile.all": Text(nl="alle randvoorwaarden", en="all preconditions"),
    "canvas.profile.show": Text(nl="Toon", en="Show"),
    "canvas.needs": Text(nl="Waar om gevraagd werd", en="What was asked for"),
    "canvas.differences": Text(nl="Waar oordelen verschillen", en="Where judgements differ"),
    "canvas.unspecified": Text(nl="Gezegd, maar niet benoemd", en="Said, but not named"),
    "canvas.unspecified.note": Text(
        nl="De bron zegt niet om welke randvoorwaarden het gaat. Daarom staat er nergens een niveau.",
        en="The source does not say which preconditions. So no level is filled in anywhere.",
    ),
    "canvas.differs": Text(nl="oordelen verschillen", en="judgements differ"),
    "canvas.needed": Text(nl="behoefte van {who}", en="need of {who}"),
    "canvas.hint": Text(
        nl="Kies een kaart voor de uitleg en de bronnen.", en="Choose a card for explanation and sources."
    ),
    "canvas.group.count": Text(nl="{n} van {total} voldoende", en="{n} of {total} sufficient"),
    "canvas.close": Text(nl="Sluiten", en="Close"),
    "canvas.print": Text(nl="Afdrukken", en="Print"),
    "canvas.query": Text(nl="De zoekopdracht hierachter", en="The query behind this"),
    "card.rule": Text(nl="De regel", en="The rule"),
    "card.level": Text(nl="Berekend niveau", en="Computed level"),
    "card.because.Sufficient": Text(nl="Toelichting", en="Explanation"),
    "card.because.Partial": Text(nl="Wat er ontbreekt", en="What is missing"),
    "card.because.Absent": Text(nl="Wat er ontbreekt", en="What is missing"),
    "card.because.NotDescribed": Text(nl="Wat de beschrijving niet zegt", en="What the description does not say"),
    "card.because.NotApplicable": Text(nl="Toelichting", en="Explanation"),
    "card.closed": Text(nl="Waarom afwezig en niet „niet beschreven”", en="Why absent and not “not described”"),
    "card.evidence": Text(nl="Wat meetelde", en="What counted"),
    "card.evidence.none": Text(
        nl="In deze beschrijving staat niets dat voor deze regel meetelt.",
        en="Nothing in this description counts for this rule.",
    ),
    "card.stated": Text(nl="Wat anderen zeggen", en="What others say"),
    "card.interested": Text(nl="belanghebbende", en="interested party"),
    "card.interested.means": Text(
        nl="Wie dit zegt heeft belang bij de uitkomst.", en="Whoever says this has an interest in the outcome."
    ),
    "card.by": Text(nl="volgens {who}", en="according to {who}"),
    "card.differs": Text(
        nl="Dit oordeel verschilt van het berekende niveau of van een ander oordeel. Beide staan er.",
        en="A judgement here differs from the computed level or from another judgement. Both are shown.",
    ),
    "card.addressed": Text(nl="Wat dit aanpakt", en="What addresses this"),
    "card.addressed.none": Text(
        nl="In deze beschrijving staat geen aanbeveling of initiatief dat dit aanpakt.",
        en="This description holds no recommendation or initiative that addresses this.",
    ),
    "card.literature": Text(nl="Waar deze randvoorwaarde vandaan komt", en="Where this precondition comes from"),
    "card.passage": Text(nl="Passage {notation}", en="Passage {notation}"),
    "card.check": Text(nl="Zelf nagaan", en="Check it yourself"),
    "card.query": Text(nl="Zoekopdracht bij deze randvoorwaarde", en="Query for this precondition"),
    "card.page": Text(nl="Pagina van deze randvoorwaarde", en="Page of this precondition"),
    "compare.caption": Text(
        nl="Oordeel per randvoorwaarde en perspectief. Leeg: vanuit dit perspectief is er niets over gezegd.",
        en="Judgement per precondition and perspective. Empty: nothing was said from this perspective.",
    ),
    "compare.precondition": Text(nl="Randvoorwaarde", en="Precondition"),
}
