"""What people write into cells, and what it says."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pyoxigraph import Literal, NamedNode

from ecograph.describe.cells import Context, Unreadable, read_cell
from ecograph.describe.mapping import SHEET
from ecograph.describe.names import Names
from ecograph.describe.vocabulary import shipped
from ecograph.terms import PREFIXES

XSD = PREFIXES["xsd"]
ECO = NamedNode("https://w3id.org/ecograph/id/delta")


def read(sheet: str, column: str, value: object, *, text: bool = False) -> list[str]:
    names = Names(ECO, shipped(), "nl")
    names.call("actors", NamedNode(ECO.value + "/actor/a"), "Alfa; en Bèta", "Alpha")
    names.call("actors", NamedNode(ECO.value + "/actor/b"), "Twee")
    names.call("actors", NamedNode(ECO.value + "/actor/c"), "Twee")
    names.call("initiatives", NamedNode(ECO.value + "/initiative/i"), "Fabriek")
    context = Context(shipped(), "nl", names.refer, ECO, text)
    found = read_cell(SHEET[sheet].column(column), value, context, SHEET[sheet])  # type: ignore[arg-type]
    return [
        f"{t.value}^{t.datatype.value.removeprefix(XSD)}{'@' + t.language if t.language else ''}"
        if isinstance(t, Literal)
        else str(getattr(t, "value", "")).removeprefix("https://w3id.org/ecograph/")
        for t in found
    ]


DATE, NUMBER = ("initiatives", "started_on"), ("initiatives", "fte")


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        (DATE, 2016, "2016^gYear"),
        (DATE, 2016.0, "2016^gYear"),
        (DATE, "2016", "2016^gYear"),
        (DATE, " 2016-03 ", "2016-03^gYearMonth"),
        (DATE, "2016-03-14", "2016-03-14^date"),
        (DATE, "14-3-2016", "2016-03-14^date"),
        (DATE, "14/03/2016", "2016-03-14^date"),
        (DATE, "14 maart 2016", "2016-03-14^date"),
        (DATE, "March 2016", "2016-03^gYearMonth"),
        (DATE, datetime(2016, 3, 14), "2016-03-14^date"),  # noqa: DTZ001 - a spreadsheet has no time zones
        (DATE, date(2016, 3, 14), "2016-03-14^date"),
        (NUMBER, 4, "4^decimal"),
        (NUMBER, 4.5, "4.5^decimal"),
        (NUMBER, "4,5", "4.5^decimal"),
        (NUMBER, "4.50", "4.50^decimal"),
        (NUMBER, "1.234,56", "1234.56^decimal"),
        (NUMBER, "1,234.56", "1234.56^decimal"),
        (NUMBER, "1.234.567", "1234567^decimal"),
        (NUMBER, "€ 750 000", "750000^decimal"),
        (NUMBER, "750000,-", "750000^decimal"),
        (("initiatives", "duration"), 36.0, "36^integer"),
        (("initiatives", "open"), "Ja", "true^boolean"),
        (("initiatives", "open"), False, "false^boolean"),
        (("initiatives", "budget_currency"), "eur", "http://publications.europa.eu/resource/authority/currency/EUR"),
        (("participations", "role"), "Voorzitter", "vocab/role/Chair"),
        (("participations", "role"), "CHAIR", "vocab/role/Chair"),
        (("participations", "role"), "role:Chair", "vocab/role/Chair"),
        (("participations", "role"), "https://x.test/r", "https://x.test/r"),
        (("participations", "participant"), "alfa; EN  bèta", "id/delta/actor/a"),
        (("participations", "participant"), "actor/b", "id/delta/actor/b"),
        (("participations", "participant"), "https://x.test/a", "https://x.test/a"),
        (("initiatives", "label_nl"), " Naam ", "Naam^http://www.w3.org/1999/02/22-rdf-syntax-ns#langString@nl"),
        (("actors", "steers"), "ja", "id/delta"),
        (("actors", "kind"), "persoon in functie", "ns#PersonActor"),
        (("completeness", "complete_for"), "eco:Facility", "ns#Facility"),
    ],
)
def test_a_cell_says_one_thing(column: tuple[str, str], value: object, expected: str) -> None:
    assert read(*column, value) == [expected]


def test_a_cell_may_hold_several() -> None:
    assert read("initiatives", "targets", "Alfa; en Bèta") == ["id/delta/actor/a"]
    assert read("initiatives", "targets", "Alpha; actor/b") == ["id/delta/actor/a", "id/delta/actor/b"]
    assert read("initiatives", "target_stage", "scale-up\nstart-up") == ["vocab/stage/ScaleUp", "vocab/stage/StartUp"]


def test_in_csv_a_point_is_a_decimal_point() -> None:
    assert read(*NUMBER, "1.234", text=True) == ["1.234^decimal"]


@pytest.mark.parametrize(
    ("column", "value", "code", "hint"),
    [
        (DATE, "voorjaar 2016", "wrong-type", "14-03-2016"),
        (DATE, "31-02-2016", "wrong-type", "datum"),
        (DATE, "2016-13", "wrong-type", "datum"),
        (DATE, "0016", "wrong-type", "datum"),
        (DATE, 42, "wrong-type", "datum"),
        (NUMBER, "1.234", "ambiguous-number", "1234 of 1,234"),
        (NUMBER, "veel", "wrong-type", "750000"),
        (NUMBER, True, "wrong-type", "getal"),
        (("initiatives", "duration"), "3 jaar", "wrong-type", "36"),
        (("initiatives", "open"), "misschien", "wrong-type", "ja of nee"),
        (("initiatives", "budget_currency"), "gulden", "unknown-term", "EUR"),
        (("participations", "role"), "vorzitter", "unknown-term", 'Bedoelt u "voorzitter"?'),
        (("participations", "role"), "xyzzy", "unknown-term", "Kies uit de lijst"),
        (("participations", "participant"), "Twee", "ambiguous-name", "actor/b; actor/c"),
        (("participations", "participant"), "Alfa en Bèta", "dangling-reference", "Bedoelt u"),
        (("participations", "participant"), "Fabriek", "wrong-sheet", "Initiatieven"),
        (("actors", "kind"), "person", "unknown-term", "Persoon in functie"),
        (("actors", "same_as"), "gm0114", "wrong-type", "https://"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(column: tuple[str, str], value: object, code: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(*column, value)
    assert caught.value.code == code
    assert hint in caught.value.message["nl"]
    assert caught.value.message["en"] != caught.value.message["nl"]


CHEMICALS, PLASTICS = (f"http://data.europa.eu/ux2/nace2/{code}" for code in ("20", "2016"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("NACE 20 Manufacture of chemicals and chemical products", [CHEMICALS]),
        ("nace 20", [CHEMICALS]),
        ("20", [CHEMICALS]),
        (20, [CHEMICALS]),
        ("manufacture of  chemicals and chemical products", [CHEMICALS]),
        (CHEMICALS, [CHEMICALS]),
        ("20.16", ["http://data.europa.eu/ux2/nace2/2016"]),
        ("NACE 20.16 Manufacture of plastics in primary forms", [PLASTICS]),
        ("NACE C", ["http://data.europa.eu/ux2/nace2/C"]),
        ("education", ["http://data.europa.eu/ux2/nace2/85"]),
        ("chemie; NACE 20.16", ["vocab/theme/Chemistry", PLASTICS]),
        ("Activities of head offices; management consultancy activities", ["http://data.europa.eu/ux2/nace2/70"]),
    ],
)
def test_a_theme_may_be_an_economic_activity(value: object, expected: list[str]) -> None:
    assert read("initiatives", "theme", value) == expected


@pytest.mark.parametrize(
    ("value", "code", "hint"),
    [
        (20.1, "ambiguous-number", "NACE 20.1 or NACE 20.10"),
        ("Manufacture of chemicls and chemical products", "unknown-term", "NACE 20 Manufacture of chemicals"),
        ("biobased chemi", "unknown-term", '"biobased chemistry"'),
        ("NACE 20.99", "unknown-term", "Choose from the list"),
        ("E", "unknown-term", "Choose from the list"),
        ("http://data.europa.eu/ux2/nace2/9999", "unknown-term", "Choose from the list"),
    ],
)
def test_an_activity_that_is_none_says_what_to_do(value: object, code: str, hint: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read("initiatives", "theme", value)
    assert caught.value.code == code
    assert hint in caught.value.message["en"]
