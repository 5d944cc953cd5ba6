"""`ecograph review`, as a user walks it: decide, build, and find the decision in the store; nothing overturns it."""

from __future__ import annotations

import csv

import pytest
from pyoxigraph import NamedNode, Store

from ecograph import assets, filling
from ecograph.cli import linking, reference, reviewing
from ecograph.engine import generations
from ecograph.errors import CallerError, DataError, UnknownName
from ecograph.linking.desk import Desk

EMMEN = assets.data() / "ecosystems/emmen-chemistry/2016-kplusv"
GEMEENTE = "emmen-chemistry/actor/gemeente-emmen"
ID = "https://w3id.org/ecograph/id/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TOOI = "https://identifier.overheid.nl/tooi/id/"


@pytest.fixture(autouse=True)
def nobody(monkeypatch):
    monkeypatch.delenv("ECOGRAPH_REVIEWER", raising=False)
    monkeypatch.delenv("ECOGRAPH_DECISIONS", raising=False)


def stored(data_dir, actor):
    store = Store.read_only(str(generations.current(data_dir).store_path))
    graph = NamedNode(ID + "emmen-chemistry/2016-kplusv/links")
    found = store.quads_for_pattern(NamedNode(ID + actor), None, None, graph)
    return {q.object.value for q in found if q.predicate.value.startswith(SKOS)}


def decide(how, thing, data_dir, **more):
    given = {"by": "Loket", "note": "", "inside": [EMMEN], "data_dir": data_dir, "lang": "nl"} | more
    if how is reviewing.accept:
        given = {"iri": "", "part_of": False} | given
    how(thing, **given)


def test_a_build_and_a_start_of_the_service_keep_to_decisions(tmp_path, capsys):
    filling.build([EMMEN], tmp_path)
    assert stored(tmp_path, GEMEENTE) == {TOOI + "gemeente/gm0114"}
    assert filling.relink(tmp_path) is None  # nothing was decided
    decide(reviewing.reject, GEMEENTE, tmp_path)
    decide(reviewing.accept, "id:emmen-chemistry/actor/kplusv", tmp_path, iri="https://ror.org/012p63287")
    first = generations.current(tmp_path).number
    made = filling.relink(tmp_path)
    assert made.number == first + 1
    for _ in range(2):  # after a relink, and after a whole build
        assert stored(tmp_path, GEMEENTE) == set()
        assert "https://ror.org/012p63287" in stored(tmp_path, "emmen-chemistry/actor/kplusv")
        assert stored(tmp_path, "emmen-chemistry/actor/provincie-drenthe") == {TOOI + "provincie/pv22"}
        filling.build([EMMEN], tmp_path)
    reviewing.withdraw(GEMEENTE, data_dir=tmp_path, lang="nl")
    assert "teruggenomen" in capsys.readouterr().err
    filling.relink(tmp_path)
    assert stored(tmp_path, GEMEENTE) == {TOOI + "gemeente/gm0114"}


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_review_file_goes_out_and_comes_back(tmp_path, capsys, lang):
    file = tmp_path / "review.csv"
    reviewing.show([EMMEN], everything=False, out=file, data_dir=tmp_path, lang=lang)
    text = file.read_text(encoding="utf-8-sig")
    delimiter = ";" if lang == "nl" else ","
    head, *rows = csv.reader(text.splitlines(), delimiter=delimiter)
    decision, subject = (6, 10)
    assert head[decision] == ("besluit" if lang == "nl" else "decision")
    for row in rows:
        if row[subject].endswith("gemeente-emmen"):
            row[decision] = "nee" if lang == "nl" else "reject"
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    with pytest.raises(CallerError, match="who decided"):
        reviewing.apply(file, by="", data_dir=tmp_path, lang=lang)
    reviewing.apply(file, by="Loket", data_dir=tmp_path, lang=lang)
    assert [(d.subject, d.verdict, d.reviewer) for d in Desk(tmp_path / "decisions").decisions().values()] == [
        (ID + GEMEENTE, "reject", "Loket")
    ]
    capsys.readouterr()
    reviewing.show([EMMEN], everything=True, out=None, data_dir=tmp_path, lang=lang)
    said = capsys.readouterr()
    assert ("(afgewezen)" if lang == "nl" else "(rejected)") in said.out
    assert ("1 afgewezen" if lang == "nl" else "1 rejected") in said.err


def test_a_faulty_review_file_keeps_nothing(tmp_path):
    file = tmp_path / "review.csv"
    file.write_text("name,iri,decision\nTNO,https://ror.org/01bnjb948,accept\nWetsus,geen,accept\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"review\.csv:3"):
        reviewing.apply(file, by="Loket", data_dir=tmp_path, lang="nl")
    assert not (tmp_path / "decisions").exists()


def test_a_name_is_judged_as_written_and_an_unknown_thing_is_named(tmp_path):
    decide(reviewing.reject, "Gemeente Emmen", tmp_path)
    assert Desk(tmp_path / "decisions").decisions()["Gemeente Emmen"].verdict == "reject"
    with pytest.raises(UnknownName, match="gemeente-emmen"):
        decide(reviewing.accept, "emmen-chemistry/actor/gemeente-emen", tmp_path)


def test_decisions_of_a_list_of_names_are_kept_for_builds(tmp_path, capsys):
    names, desk, out = tmp_path / "n.csv", tmp_path / "review.csv", tmp_path / "o.tsv"
    names.write_text("naam\nGemeente Emmen\nTNO\n", encoding="utf-8")
    given = {"out": out, "date": None, "kind": "organisation", "unmatched": None, "review": desk, "lang": "nl"}
    linking.link(names, "naam", by="", data_dir=tmp_path, **given)
    desk.write_text(desk.read_text(encoding="utf-8-sig").replace(";;;;\nTNO", ";nee;;;\nTNO"), encoding="utf-8")
    linking.link(names, "naam", by="", data_dir=tmp_path, **given)
    assert "1 besluit(en) zonder beoordelaar" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "decisions").exists()
    linking.link(names, "naam", by="Loket", data_dir=tmp_path, **given)
    desk.unlink()
    linking.link(names, "naam", by="", data_dir=tmp_path, **given)  # the desk remembers what the file held
    assert ";afgewezen;Loket;" in desk.read_text(encoding="utf-8-sig")
    filling.build([EMMEN], tmp_path)
    assert stored(tmp_path, GEMEENTE) == set()


LIMBURG = """@prefix eco: <https://w3id.org/ecograph/ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix wd: <http://www.wikidata.org/entity/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix : <https://w3id.org/ecograph/id/limburg/> .
:d a eco:EcosystemDescription ; eco:aboutEcosystem : ; eco:describedAsOf "2016-01-01"^^xsd:date .
:area a eco:Region ; rdfs:label "Provincie Limburg"@nl ; skos:exactMatch wd:Q1161 .
:one a eco:OrganisationActor ; rdfs:label "Gemeente Maastricht"@nl .
:two a eco:OrganisationActor ; rdfs:label "Municipality of Maastricht"@en .
"""


def test_contradictions_say_who_says_what(tmp_path, capsys):
    file = tmp_path / "limburg.ttl"
    file.write_text(LIMBURG, encoding="utf-8")
    assert reviewing.conflicts([file], data_dir=tmp_path, lang="nl") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Provincie Limburg heeft meer dan één identificatie in Wikidata." in said
    assert "Q1161 (de beschrijving limburg/d)" in said
    assert "Q1093 (register regions)" in said
    assert "TOOI gemeente/gm0935 staat bij meer dan één partij" in said
    # A person's decision stands beside what the rules say.
    decide(reviewing.accept, "limburg/one", tmp_path, inside=[file], iri=TOOI + "provincie/pv31")
    assert reviewing.conflicts([file], data_dir=tmp_path, lang="en") == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "a person decided otherwise than the rules say now" in said
    assert "pv31 (Loket (decision))" in said
    assert reviewing.conflicts([EMMEN], data_dir=tmp_path, lang="en") == 0


@pytest.mark.parametrize(("day", "count"), [("2016-01-01", 390), ("2022-01-01", 345), ("2026-02-01", 342)])
def test_municipalities_of_a_day_are_counted(day, count, capsys):
    reference.municipalities(day, ended=False, form="csv", out=None, lang="nl")
    said = capsys.readouterr()
    assert said.err.strip() == f"{count} gemeenten op {day}"


def test_every_ended_municipality_leads_to_a_successor(capsysbinary):
    import json

    reference.municipalities("2026-02-01", ended=True, form="json", out=None, lang="en")
    found = json.loads(capsysbinary.readouterr().out)
    assert found["count"] == 263
    assert all(m["lives on in"] for m in found["municipalities"])
    with pytest.raises(UnknownName):
        reference.municipalities(None, ended=False, form="xml", out=None, lang="en")
    with pytest.raises(CallerError, match="not a date"):
        reference.municipalities("vandaag", ended=False, form="csv", out=None, lang="en")
