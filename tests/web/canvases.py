# ruff: noqa: E501
"""Canvases made by hand: Emmen as it is expected to be, Emmen as auditors saw it, and one whose labels try to break the page."""

from __future__ import annotations

from dataclasses import replace

from ecograph.canvas import Answer, Canvas, Evidence, Group, Judgement, Literature, Source, Stated
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import Text

ID = SITE + "id/emmen-chemistry"
THIS = ID + "/2016-kplusv"
DOCUMENT = ID + "/document/kplusv-2016"
DOCUMENT_TITLE = Text(
    nl="Innovatie-ecosysteem in Drenthe (praktijkverhaal)", en="Innovation ecosystem in Drenthe (case story)"
)

#: notation, group, level, Dutch, English
ROWS = """
P01|Governance|Partial|Gedeelde propositie|Shared proposition
P02|Governance|Sufficient|Echt kiezen|Explicit choice of focus
P03|Governance|Sufficient|Sturingsstructuur|Steering structure
P04|Governance|NotDescribed|Alle drie helices aan tafel|Helix-complete steering
P05|Governance|Sufficient|Gestuurd door bedrijven|Firms steer
P06|Governance|Sufficient|Zichtbaar leiderschap|Identifiable leadership
P07|Governance|NotDescribed|Eén team, gezamenlijk leiderschap|One team, collaborative leadership
P08|Governance|NotDescribed|Draagvlak|Support base
P09|Governance|Partial|Besluitkracht|Decisions follow advice
P10|Governance|NotDescribed|Meetbare doelen en monitoring|Quantified goals and monitoring
P11|Coherence|Partial|Overzicht van het landschap|Overview of the landscape
P12|Coherence|NotDescribed|Samenhang tussen initiatieven|Coherent initiatives
P13|Coherence|NotDescribed|Geen dubbeling|No uncoordinated duplication
P14|Coherence|Partial|Verbindingen tussen sferen|Ties across all sphere pairs
P15|Coherence|Partial|Intermediair|Bridging organisation
P16|Coherence|NotDescribed|Bovenregionale verbinding|Links outside the region
P17|Knowledge|NotDescribed|Kennisinstelling betrokken|Knowledge institution involved
P18|Knowledge|NotDescribed|Kennisontwikkeling|Knowledge development
P19|Knowledge|NotDescribed|Kennisoverdracht aan bedrijven|Knowledge transfer to firms
P20|Knowledge|NotDescribed|Talent en onderwijs|Talent pipeline
P21|Support|Partial|Ondersteuning bij business development|Business-development support
P22|Support|Partial|Ondersteuning van pilotprojecten|Pilot-project support
P23|Support|NotDescribed|Maatwerkbegeleiding|Hands-on, tailor-made guidance
P24|Support|NotDescribed|Voldoende capaciteit|Enough support capacity
P25|Support|Partial|Ondersteuning van scale-ups|Scale-up support
P26|Support|NotDescribed|Gedeelde testfaciliteit|Shared facility, pilot plant
P27|Support|NotDescribed|Experimenteren door ondernemers|Entrepreneurial experimentation
P28|Support|Partial|Kritische massa van bedrijven|Critical mass of firms
P29|Support|NotDescribed|Marktvorming|Market formation
P30|Resources|Sufficient|Meerjarig publiek geld|Multi-year public funding
P31|Resources|Partial|Private cofinanciering|Private co-financing
P32|Resources|NotDescribed|Risicokapitaal|Risk capital
P33|Resources|Partial|Langjarig programma|Long-term programme
P34|Resources|Partial|Capaciteit voor programmamanagement|Programme-management capacity
P35|Institutions|NotApplicable|Formele instituties|Enabling rules
P36|Institutions|NotDescribed|Cultuur en vertrouwen|Culture and trust
P37|Institutions|Partial|Profilering en legitimiteit|External visibility
P38|Institutions|NotDescribed|Toegevoegde waarde helder voor ondernemers|Added value clear to entrepreneurs
P39|Institutions|Sufficient|Behoeften getoetst bij ondernemers|Needs tested with entrepreneurs
P40|Institutions|Sufficient|Gezamenlijke werksessie|Joint working session
"""

GROUPS = {
    "Governance": Text(nl="Consensus en sturing", en="Consensus and governance"),
    "Coherence": Text(nl="Samenhang en interactie", en="Coherence and interaction"),
    "Knowledge": Text(nl="Kennisruimte", en="Knowledge space"),
    "Support": Text(nl="Innovatieruimte: steun aan bedrijven", en="Innovation space: support to firms"),
    "Resources": Text(nl="Middelen", en="Resources"),
    "Institutions": Text(nl="Instituties en legitimiteit", en="Institutions and legitimacy"),
}


def passage(notation: str, nl: str, en: str, quote: str = "") -> Source:
    return Source(
        f"{THIS}/{notation}", notation, Text(nl=nl, en=en), {"nl": quote} if quote else {}, DOCUMENT, DOCUMENT_TITLE
    )


S18 = passage(
    "S18",
    "Het beeld is getoetst bij regionale mkb-ondernemers.",
    "The picture was tested with regional SME entrepreneurs.",
)
S20 = passage("S20", "Ondernemers noemen business development.", "Entrepreneurs name business development.")
S21 = passage("S21", "Ondernemers noemen steun bij pilotprojecten.", "Entrepreneurs name support for pilot projects.")
S28 = passage("S28", "Advies om meer capaciteit te organiseren.", "Advice to organise more capacity.")
S35 = passage(
    "S35",
    "De uitleg is gegeven aan de Stuurgroep Chemie, geleid door de gedeputeerde.",
    "The explanation was given to the Stuurgroep Chemie, led by the provincial executive.",
)
S36 = passage(
    "S36", "Drie normen in één boodschap.", "Three norms in one message.", "echt kiezen, één verhaal, één team"
)
S37 = passage(
    "S37", "Door samen op te trekken was het draagvlak groot.", "By acting together the support base was large."
)
S39 = passage(
    "S39",
    "De provincie legt 750.000 euro in, voor drie jaar.",
    "The province puts in 750,000 euros, for three years.",
)

NEED = {
    "P21": (
        Text(nl="Behoefte aan ondersteuning bij business development", en="Need for business-development support"),
        S20,
    ),
    "P22": (Text(nl="Behoefte aan ondersteuning van pilotprojecten", en="Need for pilot-project support"), S21),
}
ENTREPRENEURS = Text(nl="Mkb-ondernemers in de regio", en="SME entrepreneurs in the region")
KPLUSV = Text(nl="KplusV", en="KplusV")

BECAUSE = {
    "P04": (
        Text(
            nl="In de sturingsstructuur is geen deelnemer uit het bedrijfsleven beschreven.",
            en="No participant from industry is described in the steering structure.",
        ),
        Text(
            nl="In de sturingsstructuur is geen deelnemer uit de kennisinstellingen beschreven.",
            en="No participant from academia is described in the steering structure.",
        ),
    ),
    "P21": (
        Text(
            nl="Geen lopende dienst van dit type is beschreven; er is een behoefte en een overgenomen advies.",
            en="No active service of this type is described; there is a need and an adopted recommendation.",
        ),
    ),
}
EVIDENCE = {
    "P03": (
        Evidence(
            f"{ID}/structure/stuurgroep-chemie",
            Text(nl="Stuurgroep Chemie", en="Stuurgroep Chemie (steering group)"),
            (S35, S36),
        ),
    ),
    "P30": (
        Evidence(
            f"{ID}/commitment/drenthe-750k",
            Text(
                nl="Toezegging van de provincie Drenthe: € 750.000 voor drie jaar",
                en="Commitment of the province of Drenthe: € 750,000 for three years",
            ),
            (S39,),
        ),
    ),
}
ADVICE = Answer(
    f"{ID}/recommendation/capacity",
    Text(
        nl="Organiseer meer capaciteit voor business development en pilotprojecten",
        en="Organise more capacity for business development and pilot projects",
    ),
    Text(nl="in uitrol", en="rolling out"),
    (S28,),
)
LITERATURE = (
    Literature(
        "https://doi.org/10.5367/ihe.2013.0165", Text(nl="Ranga en Etzkowitz (2013)", en="Ranga and Etzkowitz (2013)")
    ),
    Literature(
        "https://doi.org/10.1007/s11187-019-00270-6",
        Text(nl="Stam en Van de Ven (2021)", en="Stam and Van de Ven (2021)"),
    ),
)


def stated(notation: str) -> tuple[Stated, ...]:
    if notation in NEED:
        label, source = NEED[notation]
        return (
            Stated(
                f"{ID}/need/{notation.lower()}",
                "Entrepreneur",
                None,
                label,
                (ENTREPRENEURS,),
                {},
                False,
                "2016",
                (S18, source),
            ),
        )
    if notation == "P08":
        return (
            Stated(
                f"{ID}/assessment/support-base", "Adviser", "Sufficient",
                Text(nl="Het draagvlak voor de aanbevelingen was groot", en="Support for the recommendations was large"),
                (KPLUSV,),
                Text(nl="Van belang als je direct stappen wilt zetten.", en="It matters if you want to take steps at once."),
                True, "2016-03-14", (S37,),
            ),
        )  # fmt: skip
    return ()


def judgement(notation: str, level: str, nl: str, en: str) -> Judgement:
    return Judgement(
        notation=notation,
        iri=PREFIXES["pre"] + en.lower().replace(",", "").replace(" ", "-"),
        label=Text(nl=nl, en=en),
        definition=Text(
            nl=f"{nl}: een regio beschikt hier aantoonbaar over.", en=f"{en}: a region demonstrably has this."
        ),
        rule=Text(
            nl="Er is ten minste één beschreven, geldig op de peildatum.",
            en="At least one is described, valid at the date.",
        ),
        level=level,
        because=BECAUSE.get(notation, ()) if level != "Sufficient" else (),
        closed_by={},
        evidence=EVIDENCE.get(notation, ()),
        stated=stated(notation),
        addressed_by=(ADVICE,) if notation in {"P21", "P22", "P24"} else (),
        literature=LITERATURE,
        disagreement=notation == "P08",
    )


def emmen() -> Canvas:
    rows = [line.split("|") for line in ROWS.strip().splitlines()]
    groups = tuple(
        Group(
            PREFIXES["group"] + name,
            label,
            tuple(judgement(n, level, nl, en) for n, group, level, nl, en in rows if group == name),
        )
        for name, label in GROUPS.items()
    )
    counts: dict[str, int] = {}
    for row in rows:
        counts[row[2]] = counts.get(row[2], 0) + 1
    return Canvas(
        ecosystem=ID,
        ecosystem_label=Text(nl="Biobased chemie in Emmen", en="Biobased chemistry in Emmen"),
        description=THIS,
        title=Text(nl="Praktijkverhaal van KplusV, maart 2016", en="Case story by KplusV, March 2016"),
        as_of="2016-03-14",
        documents=(Literature(DOCUMENT, DOCUMENT_TITLE),),
        groups=groups,
        perspectives=("Computed", "PublicStakeholder", "Entrepreneur", "Adviser"),
        unspecified=(
            Stated(
                f"{ID}/assessment/unspecified", "PublicStakeholder", None,
                Text(
                    nl="Sommige randvoorwaarden waren nog niet voldoende aanwezig; welke, zegt de bron niet",
                    en="Some preconditions were not yet sufficiently present; which ones, the source does not say",
                ),
                (Text(nl="Publieke stakeholders", en="Public stakeholders"),), {}, False, "2016",
                (passage("S16", "Zichtbaar werd welke randvoorwaarden nog niet voldoende aanwezig waren.", "It became visible which preconditions were not yet sufficiently present.", "nog niet voldoende aanwezig"),),
            ),
        ),
        counts=counts,
    )  # fmt: skip


def audited() -> Canvas:
    """The same ecosystem seven years later: three preconditions absent, the rest not described."""
    canvas = emmen()
    absent = {"P10", "P12", "P33"}
    groups = tuple(
        replace(
            g,
            judgements=tuple(
                replace(j, level="Absent" if j.notation in absent else "NotDescribed", stated=(), disagreement=False)
                for j in g.judgements
            ),
        )
        for g in canvas.groups
    )
    return replace(
        canvas, description=ID + "/2023-rekenkamer", title=Text(nl="Onderzoek van de rekenkamers", en="Study by the courts of audit"),
        as_of="2023-02-20", groups=groups, perspectives=("Computed",), unspecified=(), counts={"Absent": 3, "NotDescribed": 37},
    )  # fmt: skip


EVIL = "<script>window.broken=1</script><img src=x onerror=window.broken=1>"


def hostile() -> Canvas:
    """A canvas whose every text and IRI tries to become markup, to turn the page around or to burst it."""
    worst = EVIL + "\u202e" + "endless" * 60
    bad = Text(nl=worst, en=worst)
    iri = "javascript:window.broken=1"
    source = Source(iri, EVIL, bad, {"nl": EVIL}, iri, bad)
    said = Stated(iri, "Adviser", "Absent", bad, (bad,), bad, True, EVIL, (source,))
    j = Judgement(
        "P99", iri, bad, bad, bad, "Absent", (bad,), bad, (Evidence(iri, bad, (source,)),), (said,),
        (Answer(iri, bad, bad, (source,)),), (Literature(iri, bad),), True,
    )  # fmt: skip
    return Canvas(
        SITE + "id/hostile", bad, iri, bad, EVIL, (Literature(iri, bad),), (Group(iri, bad, (j,)),),
        ("Computed", "Adviser"), (said,), {"Absent": 1},
    )  # fmt: skip
