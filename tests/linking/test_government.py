"""A name means a government body on a day."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from ecograph.linking import resolve
from ecograph.linking.registers import living, territory_of


@pytest.mark.parametrize(
    ("name", "day", "bears", "lives"),
    [
        ("gemeente Haren", "2012-01-01", "gm0017", ["gm0017"]),
        ("gemeente Haren", "2018-12-31", "gm0017", ["gm0017"]),
        ("gemeente Haren", "2019-01-01", "gm0017", ["gm0014"]),
        ("gemeente Haren", None, "gm0017", ["gm0014"]),
        ("Gemeente Den Haag", "2026-02-01", "gm0518", ["gm0518"]),
        ("gemeente 's-Gravenhage", "2026-02-01", "gm0518", ["gm0518"]),
        ("Hengelo (O.)", "2016-01-01", "gm0164", ["gm0164"]),
        ("Bergen (NH.)", "2016-01-01", "gm0373", ["gm0373"]),
        ("Utrecht (gemeente)", "2016-01-01", "gm0344", ["gm0344"]),
        ("provincie Utrecht", "2016-01-01", "pv26", ["pv26"]),
        ("Province of Drenthe", "2016-01-01", "pv22", ["pv22"]),
        ("Provincie Frysl̢n", "2016-01-01", "pv21", ["pv21"]),
        ("Gemeente S\ufffddwest-Frysl\ufffdn", "2016-01-01", "gm1900", ["gm1900"]),
        ("Gemeente Utrrecht", None, "gm0344", ["gm0344"]),
        ("Wetterskip Fryslân", "2016-01-01", "ws0653", ["ws0653"]),
        ("waterschap Groot Salland", "2020-01-01", "ws0151", ["ws0664"]),
        ("gemeente Appingedam", "2021-01-01", "gm0003", ["gm1979"]),
    ],
)
def test_names_through_time(name, day, bears, lives):
    found = resolve(name, on=date.fromisoformat(day) if day else None)
    assert found.body.code == bears
    assert [b.code for b in found.living] == lives


def test_a_chain_of_mergers_stops_where_the_day_stops():
    # Zeevang (until 2015) went into Edam-Volendam.
    old = resolve("gemeente Zeevang", on=date(2020, 1, 1))
    assert [b.code for b in old.living] == ["gm0385"]
    assert [b.code for b in living(old.body.iri, date(2014, 1, 1))] == [old.body.code]


def test_a_name_of_two_bodies_is_not_guessed():
    found = resolve("Groningen")
    assert found.body is None
    assert {b.kind for b in found.candidates} == {"municipality", "province"}
    assert resolve("Groningen", kind="province").body.code == "pv20"


def test_a_body_that_did_not_exist_yet_is_not_found():
    assert resolve("gemeente Eemsdelta", on=date(2016, 1, 1)).body is None
    assert resolve("gemeente Eemsdelta", on=date(2021, 1, 1)).body.code == "gm1979"


@pytest.mark.parametrize("name", ["Altena", "Midden-Groningen", "Westerwolde"])
def test_a_name_of_a_later_body_is_not_read_as_a_slip_for_another(name):
    found = resolve(name, on=date(2016, 1, 1), kind="municipality")
    assert (found.body, found.by) == (None, "not yet")
    assert resolve(name, on=date(2020, 1, 1), kind="municipality").body.name == name


def test_a_municipality_that_was_divided_leads_to_each_part():
    found = resolve("gemeente Haaren", on=date(2026, 1, 1))
    assert {b.code for b in found.living} == {"gm0757", "gm0824", "gm0855", "gm0865"}


@pytest.mark.parametrize(
    "name", ["gemeente Antwerpen", "gemeente Brussel", "Provincie Limbabwe", "gemeente", "Xyz", ""]
)
def test_what_is_no_dutch_government_is_not_found(name):
    assert resolve(name).body is None


def test_the_territory_is_another_thing():
    found = resolve("gemeente Emmen", on=date(2016, 3, 14))
    assert found.territory is territory_of(found.body.iri)
    assert found.territory.iri != found.body.iri
    assert found.territory.nuts_on(date(2016, 3, 14)) == "NL132"


def test_municipality_names_of_other_sources(study):
    with (study / "gold/municipality_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    missed = []
    for row in rows:
        on = date(2016, 1, 1) if row["valid_2016"] == "1" else None
        found = resolve(row["name_as_written"], on=on, kind="municipality")
        if row["true_iri"] not in {b.iri for b in (*found.living, *filter(None, [found.body]))}:
            missed.append(row)
    assert all(r["differs"] == "1" and "CBS" not in r["sources"] for r in missed)
    assert len(missed) / len(rows) <= 0.03
