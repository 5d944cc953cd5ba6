"""The words of organisation names: what means the same in two languages, what names a department, what is generic.

The law of this file: it holds words of the language, never names of organisations. A list here may not mention a
place, a person or a brand (tested).
"""

from __future__ import annotations

import functools
import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Phrases with one canonical word, tried in this order on a key; Dutch and English meet in the canonical word.
PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), word)
    for pattern, word in (
        (r"universitair medisch (?:centrum|centra)|university medical cent(?:er|re|ers|res)", "umc"),
        (r"medisch centrum|medical cent(?:er|re)", "mc"),
        (r"university of applied sciences|universities of applied sciences|hogere? beroepsonderwijs", "hogeschool"),
        (r"technische universiteit|university of technology|technical university|technische hogeschool", "tu"),
        (r"gemeenschappelijke regeling", ""),
        (r"(?:regionaal historisch centrum|rhc)", ""),
    )
)
#: Whether any phrase can be in a core: one search instead of one for each phrase.
_PHRASE = re.compile("medisc|medical|applied|technolog|technisc|technical|beroepsond|regeling|historisch|rhc")
#: Words with one canonical word.
WORDS: dict[str, str] = {
    form: word
    for word, forms in {
        "universiteit": "university universiteit rijksuniversiteit universitaet universitat univ",
        "hogeschool": "hogeschool hbo",
        "instituut": "institute instituut institut inst institutes instituten",
        "centrum": "center centre centrum centra centers centres",
        "nederlands": "nederlandse nederlands dutch netherlands nederland",
        "nationaal": "national nationaal nationale",
        "europees": "european europees europese europe europa",
        "internationaal": "international internationaal internationale",
        "koninklijk": "koninklijke koninklijk kon royal",
        "ziekenhuis": "hospital ziekenhuis ziekenhuizen gasthuis",
        "kliniek": "kliniek klinieken clinic clinics",
        "onderzoek": "research onderzoek",
        "organisatie": "organisation organization organisatie",
        "academie": "academy academie akademie acad",
        "wetenschap": "science sciences wetenschap wetenschappen",
        "wetenschappelijk": "scientific wetenschappelijk wetenschappelijke",
        "gemeente": "municipality gemeente gem",
        "provincie": "province provincie prov",
        "sint": "sint st saint",
        "prinses": "princess prinses",
        "prins": "prince prins",
        "open": "open",
        "school": "school",
        "bibliotheek": "library bibliotheek",
        "museum": "museum musea",
        "fonds": "fund fonds",
        "technologie": "technology technologie technologies",
        "innovatie": "innovation innovatie",
        "raad": "council raad",
        "milieu": "environment milieu",
        "gezondheid": "health gezondheid",
        "water": "water",
        "voedsel": "food voedsel",
        "toegepast": "applied toegepast toegepaste",
    }.items()
    for form in forms.split()
}
#: Words that may be missing or added without naming another organisation, once the rest agrees.
GENERIC = _set(
    "instituut centrum organisatie stichting kliniek ziekenhuis groep group holding koninklijk nederlands "
    "samenwerkingsorganisatie agentschap zbo sint"
)
#: Words that a register may have more than the written name: the general ones, and research beside a university.
EXTRA = (*sorted(GENERIC), "onderzoek")
#: Words for what an organisation is; with one of these the order of words is free.
TYPES = _set(
    "universiteit hogeschool umc mc tu instituut centrum ziekenhuis academie museum bibliotheek gemeente provincie "
    "fonds raad onderzoek organisatie waterschap"
)
#: Institutions of which a place has one of a kind, so that kind and place together are a name.
SCHOOLS = _set("universiteit hogeschool umc tu")
#: Words that name a department, a service or an office of a larger organisation.
DEPARTMENT = _set(
    "afd afdeling dienst diensten bureau projectbureau projectbureaus programmabureau sector cluster directie "
    "bestuursdienst concerndienst stadsbeheer stadsontwikkeling stadswerken stadsdeel deelgemeente gemeentewerken "
    "publiekszaken havendienst havenbedrijf economische zaken vakgroep faculteit faculty department dept school "
    "college lab labs laboratorium laboratory centre center centrum valorisatie valorisation valorization "
    "kennistransfer transfer holding incubator uitvoeringsorganisatie secretariaat programma project projecten "
    "werkmaatschappij locatie vestiging division unit institute instituut innovation innovatie ontwikkeling "
    "onderwijs onderzoek research vastgoed ondernemerszaken waterdienst divisie team office kantoor"
)
#: Departments that only a municipality has; with its name behind them they name a part of it.
MUNICIPAL = _set(
    "gemeentewerken stadsontwikkeling stadsbeheer stadswerken stadstoezicht bestuursdienst gemeentearchief "
    "stadsarchief publiekszaken gemeentesecretarie stadsingenieurs gemeentelijke gemeentelijk deelgemeente stadsdeel"
)
#: Tasks that, with the word "dienst", only a municipality has; and words that say that several share them.
MUNICIPAL_TASKS = _set("stedelijke sociale inkomen wijkzaken")
SHARED = _set("intergemeentelijke intergemeentelijk regionale regionaal gemeenschappelijke interregionale")
#: Organs of a municipality or a province, in front of its name, with the kind of government.
ORGANS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"^(?:de |het |the )?({pattern})(?: van| of| de| der)? (?:de )?(?:gemeente |provincie )?(?=\S)"), kind)
    for pattern, kind in (
        ("gemeenteraad|raadsgriffie|municipal council|city council|rekenkamercommissie", "municipality"),
        ("college van (?:burgemeester en wethouders|b en w|benw)", "municipality"),
        (r"provinciale staten|gedeputeerde staten|provincial (?:council|executive)|statengriffie", "province"),
    )
)
#: Words by which a company names a unit of its own.
BUSINESS = _set(
    "support technology technologies innovation innovations research development services service chemicals chemical "
    "operations solutions international europe european global holding group groep participations engineering "
    "netherlands nederland manufacturing production productie sales trading logistics finance and en bv nv rd "
    "renewable polymers materials technologie innovatie nederlands onderzoek europees internationaal wetenschap"
)
#: Words that speak of an organisation of others: it is not part of the one that it names.
OF_OTHERS = _set(
    "vereniging vrienden fonds fondsen stichting museum school scholen college alumni bond koepel belangen "
    "ondernemers ondernemersvereniging werkgevers platform netwerk network club vakbond federatie federation "
    "association coalition alliance alliantie regio"
)
_MANY = re.compile(
    r"^(?:de )?(?:gemeenten|provincies|waterschappen|universiteiten|hogescholen|municipalities|provinces)\b"
)


def canonical(core: str) -> tuple[str, ...]:
    """Return the words of a core in one language, sorted, small words left out.

    >>> canonical("universiteit maastricht") == canonical("maastricht university")
    True
    """
    return tuple(sorted(translated(core)))


@functools.lru_cache(maxsize=65536)
def translated(core: str) -> tuple[str, ...]:
    """Return the words of a core in one language and in their order, small words left out."""
    from ecograph.linking.names import SMALL

    if _PHRASE.search(core):
        for pattern, word in PHRASES:
            core = pattern.sub(word, core)
    return tuple(WORDS.get(t, t) for t in core.split() if t not in SMALL)


def several(key: str) -> bool:
    """Return whether a name speaks of several organisations at once.

    >>> several("provincies limburg noord brabant en zeeland")
    True
    """
    return bool(_MANY.match(key))
