"""The texts of the page on which links are judged and assessments are added."""

from __future__ import annotations

from ecograph.texts import Text

REVIEW: dict[str, Text] = {
    "review.title": Text(nl="Beoordelen en aanvullen", en="Judge and add"),
    "review.lead": Text(
        nl="Keur een voorgestelde koppeling goed of af, of voeg toe wat iemand over een randvoorwaarde zei.",
        en="Accept or reject a proposed link, or add what somebody said of a precondition.",
    ),
    "review.noscript": Text(
        nl="Schrijven kan alleen met JavaScript aan, of langs de API.",
        en="Writing takes JavaScript, or goes by the API.",
    ),
    "review.which": Text(nl="Beschrijving", en="Description"),
    "review.token": Text(nl="Token", en="Token"),
    "review.by": Text(nl="Wie oordeelt (liefst een functie of organisatie)", en="Who judges (best an office)"),
    "review.links": Text(nl="Koppelingen ({n})", en="Links ({n})"),
    "review.links.text": Text(
        nl="Een besluit gaat boven elke regel en geldt vanaf de volgende „ecograph build”.",
        en="A decision outranks every rule and holds from the next “ecograph build”.",
    ),
    "review.proposal": Text(nl="Voorstel:", en="Proposal:"),
    "review.accept": Text(nl="Akkoord", en="Accept"),
    "review.reject": Text(nl="Afwijzen", en="Reject"),
    "review.state.open": Text(nl="open", en="open"),
    "review.state.accepted": Text(nl="akkoord", en="accepted"),
    "review.state.rejected": Text(nl="afgewezen", en="rejected"),
    "review.accepted": Text(nl="akkoord", en="accepted"),
    "review.rejected": Text(nl="afgewezen", en="rejected"),
    "review.added": Text(nl="Toegevoegd:", en="Added:"),
    "review.failed": Text(nl="Niet bewaard. {why}", en="Not kept. {why}"),
    "review.say": Text(nl="Voeg een oordeel toe", en="Add an assessment"),
    "review.level": Text(nl="Niveau", en="Level"),
    "review.actor": Text(nl="Volgens", en="According to"),
    "review.when": Text(nl="Geldig op", en="Valid at"),
    "review.document": Text(nl="Bron", en="Source"),
    "review.passage": Text(nl="Wat de bron zegt, in eigen woorden", en="What the source says, in your own words"),
    "review.rationale": Text(nl="Toelichting (mag leeg)", en="Rationale (may be empty)"),
    "review.add": Text(nl="Toevoegen", en="Add"),
}
