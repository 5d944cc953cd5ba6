"""The registers say what their publishers say, and count as they are known to count."""

from __future__ import annotations

import json
from datetime import date

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse, serialize

from ecograph.errors import DataError, StoreError, UnknownName
from ecograph.linking import registers
from ecograph.linking.registers import build, catalogue, layout, tables
from ecograph.linking.registers import updates as refreshing
from ecograph.linking.registers.records import NUTS, TOOI, nuts_version

MUNICIPALITIES = [b for b in registers.bodies().values() if b.kind == "municipality"]


@pytest.mark.parametrize(("day", "count"), [("2016-01-01", 390), ("2022-01-01", 345), ("2026-02-01", 342)])
def test_as_many_municipalities_as_the_country_counted(day, count):
    assert sum(m.exists(date.fromisoformat(day)) for m in MUNICIPALITIES) == count


def test_every_ended_municipality_lives_on_in_one_that_exists():
    ended = [m for m in MUNICIPALITIES if m.end]
    assert len(ended) == 263
    for m in ended:
        heirs = registers.living(m.iri)
        assert heirs, m
        assert all(h.end is None and h.kind == "municipality" for h in heirs), m


def test_a_body_and_its_territory_are_two_things():
    for body, territory in registers.territories().items():
        assert territory.iri != body
        assert territory.body == body
    equal = {"http://www.w3.org/2002/07/owl#sameAs", "http://www.w3.org/2004/02/skos/core#exactMatch"}
    areas = {t.iri for t in registers.territories().values()}
    for quad in (*registers.quads("regions"), *registers.quads("tooi")):
        assert not (quad.predicate.value in equal and {quad.subject.value, str(quad.object)} & areas)


def test_the_twelve_provinces_keep_their_nuts_code_except_utrecht_and_zuid_holland():
    provinces = [t for iri, t in registers.territories().items() if "/provincie/" in iri]
    assert len(provinces) == 12
    moved = {t.name: (t.nuts_on(date(2016, 1, 1)), t.nuts_on(date(2024, 1, 1))) for t in provinces}
    assert {k: v for k, v in moved.items() if v[0] != v[1]} == {
        "Utrecht": ("NL31", "NL35"),
        "Zuid-Holland": ("NL33", "NL36"),
    }


@pytest.mark.parametrize(
    ("code", "day", "nuts"),
    [
        ("gm0114", "2016-03-14", "NL132"),
        ("gm0114", "2025-01-01", "NL132"),
        ("gm0344", "2022-01-01", "NL310"),
        ("gm0344", "2024-01-01", "NL350"),
        ("gm1979", "2022-01-01", "NL112"),  # Eemsdelta, from three municipalities of one region
        ("gm0017", "2024-01-01", ""),  # Haren had ended by then
    ],
)
def test_nuts_of_a_municipality_through_time(code, day, nuts):
    assert registers.territory_of(TOOI + "gemeente/" + code).nuts_on(date.fromisoformat(day)) == nuts


def test_every_living_municipality_has_a_nuts_3_code_of_2024_that_exists():
    known = {r[1] for r in tables.read(registers.register("regions").file("nuts.csv"), layout.NUTS) if r[0] == "2024"}
    for m in MUNICIPALITIES:
        if m.exists(date(2024, 1, 1)):
            assert dict(registers.territory_of(m.iri).nuts)["2024"] in known, m.name


def test_versions_of_nuts_by_day():
    assert [nuts_version(date(y, 1, 1)) for y in (2010, 2015, 2018, 2021, 2024)] == [
        "2013", "2013", "2016", "2021", "2024",
    ]  # fmt: skip


@pytest.mark.parametrize("name", registers.names())
def test_each_register_is_rdf_with_source_licence_and_date(name):
    quads = registers.quads(name)
    assert len(quads) == len(set(quads))
    assert {q.graph_name.value for q in quads} == {f"https://w3id.org/ecograph/graph/reference/{name}"}
    again = list(parse(serialize(quads, format=RdfFormat.N_QUADS), RdfFormat.N_QUADS))
    assert len(again) == len(quads)
    said = {q.predicate.value.rpartition("/")[2] for q in quads if q.subject == quads[0].graph_name}
    assert {"source", "license", "modified", "title", "rights"} <= said


def test_gdp_of_zuidoost_drenthe_is_what_eurostat_published():
    base = "https://w3id.org/ecograph/id/statistics/"
    me = NamedNode(f"{base}gdp/NL132/2016/gdpPerInhabitant")
    said = {q.predicate.value: q.object.value for q in registers.quads("statistics") if q.subject == me}
    assert said[base + "gdpPerInhabitant"] == "27400"
    assert said["http://purl.org/linked-data/sdmx/2009/dimension#refArea"] == NUTS + "NL132"


def test_unknown_register_names_the_nearest():
    with pytest.raises(UnknownName, match='Did you mean "nace"'):
        registers.quads("nacee")


def test_a_damaged_table_is_named(tmp_path):
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(StoreError, match=r"x\.csv:1"):
        tables.read(tmp_path / "x.csv", ("a", "c"))
    with pytest.raises(StoreError, match="cannot be read"):
        tables.read(tmp_path / "y.csv", ("a",))


def test_the_tables_are_what_the_sources_give(study, tmp_path):
    written = build.build(study, tmp_path)
    shipped = catalogue.assets.data() / "reference"
    assert len(written) == 11
    for path in written:
        assert path.read_bytes() == (shipped / path.relative_to(tmp_path)).read_bytes(), path


class Recorded:
    """The publisher's recorded answers, by address."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = []

    def __call__(self, address):
        self.asked.append(address)
        return self.answers.get(address)


@pytest.fixture
def tooi(study):
    def address(name, number):
        return refreshing._TOOI.format(name=name, number=number)

    return {
        address(name, number): (study / f"tooi/{name}_{number}.json").read_bytes()
        for name, number in refreshing.TOOI_LISTS.items()
    }


def test_the_same_answers_change_nothing(tooi):
    found = registers.diff("tooi", Recorded(tooi))
    assert found.changes == ()
    assert found.dated == registers.register("tooi").dated


def test_a_newer_list_is_found_shown_and_only_then_used(tooi, tmp_path, monkeypatch):
    monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(tmp_path))
    refreshing.forget()
    name, number = "rwc_provincies_compleet", 1
    items = json.loads(tooi[refreshing._TOOI.format(name=name, number=number)])
    ont = "https://identifier.overheid.nl/tooi/def/ont/"
    for item in items:
        if item["@id"].endswith("/pv22"):
            item[ont + "afkorting"] = [{"@value": "DRE"}]
    tooi[refreshing._TOOI.format(name=name, number=2)] = json.dumps(items).encode()
    shown = registers.diff("tooi", Recorded(tooi))
    assert [str(c) for c in shown.changes] == ["~ provincie/pv22  abbreviation: DR → DRE"]
    assert not list(tmp_path.iterdir())
    try:
        registers.refresh("tooi", Recorded(tooi))
        assert registers.register("tooi").refreshed
        assert registers.bodies()[TOOI + "provincie/pv22"].abbreviations == ("DRE",)
        assert registers.diff("tooi", Recorded(tooi)).changes == ()
    finally:
        monkeypatch.undo()
        refreshing.forget()
    assert registers.bodies()[TOOI + "provincie/pv22"].abbreviations == ("DR",)


def test_ror_comes_in_pages(study):
    records = [json.loads(x) for x in (study / "ror/ror_nl.jsonl").read_text().splitlines()]
    modern = [r for r in records if "names" in r][:30]
    pages = {
        refreshing._ROR.format(page=n + 1): json.dumps(
            {"number_of_results": len(modern), "items": modern[n * 20 : n * 20 + 20]}
        ).encode()
        for n in range(2)
    }
    found = registers.diff("ror", Recorded(pages))
    assert {c.kind for c in found.changes} == {"removed"}
    assert len(found.changes) == len(registers.institutions()) - 30


def test_what_cannot_be_refreshed_says_so():
    with pytest.raises(DataError, match="comes with a new version"):
        registers.diff("nace", Recorded({}))
    with pytest.raises(DataError, match="not where it was"):
        registers.diff("tooi", Recorded({}))
    with pytest.raises(DataError, match="not JSON"):
        registers.diff("ror", lambda _: b"<html>")


def test_status_names_every_register_with_its_date():
    found = {s.name: s for s in registers.status()}
    assert list(found) == list(registers.names())
    assert found["tooi"].rows == 1433 + 238
    assert all(s.dated <= date(2026, 11, 23) and s.licence.startswith("http") for s in found.values())


def test_other_names_each_mean_one_body_and_say_where_they_are_from():
    rows = tables.read(registers.register("regions").file("names.csv"), layout.NAMES)
    assert len(rows) == len({r[1].casefold() for r in rows})
    for identifier, name, lang, kind, source in rows:
        assert TOOI + identifier in registers.bodies(), name
        assert lang in {"fy", "nds-nl", "li", "en", "fr", "de", "nl"}
        assert kind in {"other", "former"}
        assert source.startswith(("https://", "http://data.europa.eu/"))


def test_the_readme_names_every_file():
    folder = catalogue.assets.data() / "reference"
    text = (folder / "README.md").read_text(encoding="utf-8")
    for register in registers.registers().values():
        for file in register.files:
            assert register.file(file).is_file()
            pattern = f"{register.name}/{file}"
            assert pattern in text or "boundaries" in file, pattern
