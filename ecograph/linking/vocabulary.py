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
        (r"([a-z]{5,})onderzoek", r"\1 onderzoek"),
    )
)
#: Whether any phrase can be in a core: one search instead of one for each phrase.
_PHRASE = re.compile(
    "medisc|medical|applied|technolog|technisc|technical|beroepsond|regeling|historisch|rhc|[a-z]{5}onderzoek"
)
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
        "energie": "energy energie",
        "maritiem": "maritime maritiem maritieme",
        "fundamenteel": "fundamental fundamenteel fundamentele",
        "materie": "matter materie",
        "landbouw": "agriculture agricultural landbouw landbouwkundig landbouwkundige",
        "economisch": "economic economisch economische",
        "sociaal": "social sociaal sociale",
        "geschiedenis": "history geschiedenis",
        "taal": "language taal",
        "kanker": "cancer kanker",
        "hart": "heart hart",
        "hersenen": "brain hersenen",
        "kind": "child children kind kinderen",
        "zee": "sea zee",
        "ruimte": "space ruimte ruimteonderzoek",
        "plant": "plant plants planten",
        "natuur": "nature natuur",
        "klimaat": "climate klimaat",
        "veiligheid": "safety veiligheid",
        "wiskunde": "mathematics wiskunde",
        "natuurkunde": "physics natuurkunde fysica",
        "scheikunde": "chemistry scheikunde chemie",
        "archeologie": "archaeology archeologie",
        "kunst": "art arts kunst kunsten",
        "oorlog": "war oorlog",
        "onderwijs": "education onderwijs",
        "statistiek": "statistics statistiek",
        "samenwerking": "cooperation samenwerking",
        "ontwikkeling": "development ontwikkeling",
        "christelijk": "christian christelijk christelijke",
        "theologisch": "theological theologisch theologische",
    }.items()
    for form in forms.split()
}
#: Words that may be missing or added without naming another organisation, once the rest agrees.
GENERIC = _set(
    "instituut centrum organisatie stichting kliniek ziekenhuis groep group holding koninklijk nederlands "
    "samenwerkingsorganisatie agentschap zbo sint christelijk"
)
#: Of these, the words by which a company of its own is named; with the legal form of a company they are no decoration.
COMPANY_WORDS = _set("groep group holding")
#: Words that make a "gemeente" a congregation, and no municipality.
DENOMINATIONS = _set(
    "hervormde gereformeerde protestantse evangelische joodse israelitische doopsgezinde remonstrantse lutherse "
    "baptisten baptistengemeente pinkster pinkstergemeente christelijke christen vrije katholieke apostolische "
    "messiaanse vrijzinnige nederduits waalse oecumenische kerk kerkelijke diaconie kerkenraad parochie classis"
)
#: Endings of words that name an organisation of others, whatever stands in front ("ondernemersvereniging").
OTHERS_ENDINGS = (
    "vereniging", "fonds", "bond", "club", "partij", "kring", "federatie", "corporatie", "belangen", "museum",
    "bibliotheek", "theater", "stichting", "kerk", "school", "fractie", "fracties", "raad",
)  # fmt: skip
#: Words with such an ending that name an organ of the government itself.
OWN_COUNCILS = _set("raad gemeenteraad deelraad stadsdeelraad")
#: Words and endings that name a school below the universities of applied sciences.
SCHOOL_WORDS = _set(
    "school college lyceum gymnasium praktijkonderwijs pro vso so roc mbo csg rsg sg zmlk opleidingencentrum"
)
SCHOOL_ENDINGS = ("school", "gemeenschap", "onderwijs", "college", "lyceum")
#: Countries beside the Netherlands, in Dutch and English, as names add them.
COUNTRIES = _set(
    "belgie belgium vlaanderen flanders duitsland germany deutschland frankrijk france luxemburg luxembourg engeland "
    "england uk denemarken denmark zweden sweden noorwegen norway finland spanje spain italie italy oostenrijk austria "
    "zwitserland switzerland polen poland portugal ierland ireland usa china japan india canada suriname curacao aruba"
)
#: English words and letters for parts of Dutch names of provinces.
COMPASS: dict[str, str] = {"north": "noord", "south": "zuid", "n": "noord", "z": "zuid"}
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
#: Words and endings that, in front of a government's name, say that its own office or organ is meant.
OWN_ORGANS = _set("burgemeester wethouder wethouders griffie raadsgriffie statengriffie staten") | OWN_COUNCILS
OWN_ENDINGS = (
    "dienst", "diensten", "bureau", "bedrijf", "archief", "zaken", "werken", "beheer", "afdeling", "loket",
    "laboratorium", "directie", "griffie",
)  # fmt: skip
#: Tasks that, with the word "dienst", only a municipality has; and words that say that several share them.
MUNICIPAL_TASKS = _set("stedelijke sociale inkomen wijkzaken")
SHARED = _set("intergemeentelijke intergemeentelijk regionale regionaal gemeenschappelijke interregionale")
#: Organs of a municipality or a province, in front of its name, with the kind of government.
ORGANS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"^(?:de |het |the )?({pattern})(?: van| of| de| der)? (?:de )?(?:gemeente |provincie )?(?=\S)"), kind)
    for pattern, kind in (
        ("gemeenteraad|raadsgriffie|municipal council|city council|rekenkamercommissie", "municipality"),
        ("(?:college van )?(?:burgemeester en wethouders|b en w|benw)|burgemeester|mayor", "municipality"),
        (r"provinciale staten|gedeputeerde staten|provincial (?:council|executive)|statengriffie", "province"),
    )
)
#: Words by which a company names a unit of its own.
BUSINESS = _set(
    "support technology technologies innovation innovations research development services service chemicals chemical "
    "operations solutions international europe european global holding group groep participations engineering "
    "netherlands nederland manufacturing production productie sales trading logistics finance and en bv nv rd "
    "renewable polymers materials technologie innovatie nederlands onderzoek europees internationaal wetenschap "
    "electronics medical systems healthcare lighting consumer products semiconductors coatings nutrition energy "
    "energie networks software digital motion instruments components chemie"
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


_KINDS = re.compile(
    r"(?<!van de )(?<!van )\b(?:gemeente|provincie|waterschap|municipality of|province of)\b(?! (?:archief|raad))"
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


def several(written: str) -> bool:
    """Return whether a name speaks of several organisations at once.

    >>> several("Provincies Limburg, Noord-Brabant en Zeeland"), several("Gemeente Emmen en gemeente Coevorden")
    (True, True)
    """
    from ecograph.linking.names import key

    plain = key(written)
    return bool(_MANY.match(plain)) or len(_KINDS.findall(plain)) > 1
