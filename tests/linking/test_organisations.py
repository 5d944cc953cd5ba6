"""Organisations are linked exactly, as parts, or not at all; and each decision says why."""

from __future__ import annotations

import string
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.errors import CallerError
from ecograph.linking import decision, link
from ecograph.linking.index import index
from ecograph.linking.organisations import TYPES

TOOI = "https://identifier.overheid.nl/tooi/id/"
ROR = "https://ror.org/"


def one(name, **given_):
    return link([name], **given_)[0]


@pytest.mark.parametrize(
    ("name", "match", "iri", "rule"),
    [
        ("Rijksuniversiteit Groningen", "exact", ROR + "012p63287", "same name"),
        ("UNIVERSITY OF GRONINGEN", "exact", ROR + "012p63287", "same name"),
        ("Universiteit Groningen", "exact", ROR + "012p63287", "same words"),
        ("Stichting Wetsus", "exact", ROR + "04pk9k962", "same name"),
        ("TNO", "exact", TOOI + "zbo/zb000162", "acronym"),
        ("Gemeente Emmen", "exact", TOOI + "gemeente/gm0114", "government name"),
        ("Provincie Drenthe", "exact", TOOI + "provincie/pv22", "government name"),
        ("Gemeente Emmen, afdeling Economie", "part-of", TOOI + "gemeente/gm0114", "department of government"),
        ("Economische Zaken gemeente Emmen", "part-of", TOOI + "gemeente/gm0114", "department of government"),
        ("Gemeentewerken Emmen", "part-of", TOOI + "gemeente/gm0114", "municipal service"),
        ("Rijksuniversiteit Groningen, Faculteit Economie", "part-of", ROR + "012p63287", "department"),
        ("Avantium Research B.V.", "part-of", ROR + "052kwn289", "subsidiary"),
        ("Nederlandse Voedsel- en Warenautoritiet", "exact", TOOI + "oorg/oorg10102", "spelling"),
    ],
)
def test_each_rule(name, match, iri, rule):
    found = one(name)
    assert (found.match, found.iri, found.rule) == (match, iri, rule)
    for lang in ("nl", "en"):
        assert found.label.split()[-1] in found.explain(lang) or found.rule in {
            "acronym",
            "same name",
            "subsidiary",
            "department",
            "same words",
        }
        assert "{" not in found.explain(lang)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Applied Polymer Innovations Emmen B.V. (API)", "unknown"),
        ("Provincies Limburg, Noord-Brabant en Zeeland", "several"),
        ("Emmen", "place"),
        ("Groningen", "place"),
        ("", "no name"),
        ("…", "no name"),
        ("Vrienden van de Universiteit Utrecht", "unknown"),
        ("Holland Health", "unknown"),
        ("Stichting Gemeentefonds", "unknown"),
    ],
)
def test_in_doubt_nothing_and_the_reason(name, code):
    found = one(name)
    assert found.match == "none"
    assert found.iri == ""
    assert found.evidence[0].code == code


def test_time_makes_the_link():
    assert one("Gemeente Haren", date=date(2012, 1, 1)).iri == TOOI + "gemeente/gm0017"
    now = one("Gemeente Haren", date=date(2026, 1, 1))
    assert (now.match, now.iri, now.rule) == ("part-of", TOOI + "gemeente/gm0014", "succession")
    assert "2018-12-31" in now.explain("en")
    assert one("Gemeente Eemsdelta", date=date(2016, 1, 1)).evidence[0].code == "not yet"
    assert one("Altena", type="municipality", date=date(2016, 1, 1)).evidence[0].code == "not yet"
    divided = one("Gemeente Haaren", date=date(2026, 1, 1))
    assert divided.match == "none"
    assert len(divided.candidates) == 4


def test_a_type_makes_a_bare_name_a_body_and_refuses_others():
    assert one("Emmen", type="municipality").iri == TOOI + "gemeente/gm0114"
    assert one("Groningen", type="province").iri == TOOI + "provincie/pv20"
    refused = one("Provincie Drenthe", type="municipality")
    assert refused.evidence[0].code == "not of this type"
    assert "gemeente" in refused.explain("nl")
    assert one("TNO", type="institution").match == "exact"
    with pytest.raises(CallerError, match="municipality"):
        link(["x"], type="gemeente")


def test_one_organisation_in_two_registers_is_one_entity():
    assert one("TNO").also == (ROR + "01bnjb948",)
    iris = [iri for e in index().entities for iri in e.iris if iri.startswith(TOOI)]
    assert len(iris) == len(set(iris))


def test_what_has_ended_says_so():
    assert "Bestond tot en met 2018-12-31" in one("Gemeente Haren").explain("nl")
    assert "ROR" in one("Stenden Hogeschool").explain("en")


def test_every_ground_stands_in_both_languages():
    for table in (decision.RULES, decision.REASONS, decision.NOTES):
        for text in table.values():
            assert set(text) == {"nl", "en"}
            assert text["nl"] != text["en"]
    for nl, en in TYPES.values():
        assert nl
        assert en


@given(st.text(alphabet=string.ascii_letters + string.digits + " .,-/()&'éü\ufffd", max_size=60))
def test_no_name_breaks_it_and_order_is_kept(name):
    found = link([name, "TNO", name])
    assert [f.name for f in found] == [name, "TNO", name]
    assert found[0] == found[2]
    assert found[1].match == "exact"


@pytest.mark.parametrize("name", ["gemeente " * 44, "a " * 200, "(" * 400, "universiteit " * 30, "ma " * 130])
def test_no_name_keeps_the_linker_busy(name, monkeypatch):
    """Counted in look-ups and not in seconds: the work of a name does not grow with how often it repeats a word."""
    from ecograph.linking import government, parts

    asked = []
    monkeypatch.setattr(parts, "resolve", lambda *a, **k: asked.append(a) or government.resolve(*a, **k))
    link([name])
    assert len(asked) <= 20


def test_the_measured_figures_hold(study):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks/linking"))
    try:
        import measure
    finally:
        sys.path.pop(0)
    rows = measure.gold(study)
    found = measure.figures(rows, measure.ours([g.name for g in rows]))
    share = {name: hits / total for name, (hits, total) in found.items()}
    assert share["exact precision"] >= 0.98
    assert share["exact recall"] >= 0.92
    assert share["part-of precision"] >= 0.95
    assert share["part-of recall"] >= 0.80
    assert share["wrong links where there is none"] <= 0.005
    assert measure.rules([g for g in rows if g.split == "train"], study) == decision.MEASURED


@pytest.mark.parametrize(
    "name",
    [
        # congregations, churches, clubs, parties' and others' organisations: no part of a municipality
        "Hervormde Gemeente Emmen", "Gereformeerde Gemeente Rijssen", "Joodse Gemeente Amsterdam",
        "Doopsgezinde Gemeente Groningen", "Ondernemersvereniging Gemeente Emmen", "Museum Gemeente Hoogeveen",
        "Woningcorporatie Gemeente Rijssen BV", "Gemeentebelangen Emmen",
        # parties, factions, councils and companies that name a government: no office of it
        "VVD Gemeente Emmen", "PvdA Provincie Drenthe", "Fractie PvdA Provincie Drenthe", "Gemeente Emmen, fractie VVD",
        "Statenfractie CDA Provincie Drenthe", "Sportraad Gemeente Emmen", "Gemeente Emmen Jongerenraad",
        "Adviesraad Sociaal Domein Gemeente Emmen", "Platform Onderwijs Gemeente Emmen", "Bakker Gemeente Emmen",
        # namesakes abroad
        "Provincie Limburg (België)", "Emmen (Zwitserland)", "Gemeinde Emmen (Switzerland)", "Open University",
        "The Open University", "Universiteit Hasselt", "Vrije Universiteit Brussel", "Erasmushogeschool Brussel",
        # another place of that name, and several at once
        "Gemeente Hengelo (Gld)", "gemeente Kerkrade/Landgraaf", "Gemeente Emmen en gemeente Coevorden",
        # companies and people named after a place
        "Emmen B.V.", "Haarlem Beheer B.V.", "Bakkerij Utrecht B.V.", "FC Emmen", "Hotel Groningen", "J. de Vries",
        "De Haan Advies", "Bakker Groningen", "Basisschool Groningen", "Stichting Arq",
    ],
)  # fmt: skip
def test_what_only_sounds_like_a_body_is_not_linked(name):
    [found] = link([name])
    assert (found.match, found.iri) == ("none", "")
    assert found.explain("nl")
    assert found.explain("en")


@pytest.mark.parametrize(
    ("name", "match", "end"),
    [
        ("Province of South Holland", "exact", "pv28"), ("Provincie N-Brabant", "exact", "pv30"),
        ("Provincie Brabant", "exact", "pv30"), ("Province of Friesland", "exact", "pv21"),
        ("Gemeente Nuenen c.a.", "exact", "gm0820"), ("Burgemeester en wethouders van Emmen", "part-of", "gm0114"),
        ("RUG", "exact", "012p63287"), ("HAN", "exact", "0500gea42"), ("Hanze", "exact", "00xqtxw43"),
        ("TU/e", "exact", "02c2kyt77"), ("RVO", "exact", "oorg10005"), ("RUD Drenthe", "exact", "so0821"),
        ("Stichting Energieonderzoek Centrum Nederland (ECN)", "exact", "04xa4c474"),
        ("Stichting voor Fundamenteel Onderzoek der Materie", "exact", ""),
        ("Hanzehogeschool Groningen, University of Applied Sciences", "exact", "00xqtxw43"),
        ("Christelijke Hogeschool Windesheim", "exact", ""),
        ("Universiteit Utrecht Holding B.V.", "part-of", "04pp8hn57"),
        ("Economische Zaken gemeente Emmen", "part-of", "gm0114"), ("Raadsgriffie gemeente Emmen", "part-of", "gm0114"),
        ("Gemeenteraad gemeente Emmen", "part-of", "gm0114"), ("Klantloket gemeente Emmen", "part-of", "gm0114"),
        ("Universiteit Twente - MESA+", "part-of", "006hf6230"), ("Philips Electronics Nederland B.V.", "part-of", ""),
    ],
)  # fmt: skip
def test_how_others_write_names(name, match, end):
    [found] = link([name])
    assert found.match == match
    assert found.iri.endswith(end) or any(i.endswith(end) for i in found.also), found.iri
