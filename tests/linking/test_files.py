"""Files in, files out: SSSOM that others read, and a review that a re-run keeps."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from ecograph.errors import CallerError, DataError, SyntaxProblem, UnknownName
from ecograph.linking import link, review, sssom
from ecograph.linking.command import link_file, read_column

TOOI = "https://identifier.overheid.nl/tooi/id/"
NAMES = ["Gemeente Emmen", "Gemeente Den Haag, Dienst Stadsbeheer", "Applied Polymer Innovations", "TNO", "TNO"]


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text("nr;naam\n" + "\n".join(f'{i};"{n}"' for i, n in enumerate(NAMES)) + "\n", encoding="utf-8-sig")
    return path


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_column_becomes_links_and_a_list_of_what_stayed(table, tmp_path):
    out, unmatched = tmp_path / "out.sssom.tsv", tmp_path / "unmatched.csv"
    found = link_file(table, "naam", out=out, unmatched=unmatched, lang="en")
    assert (found.rows, found.count("exact"), found.count("part-of"), found.count("none")) == (5, 2, 1, 1)
    assert found.say("en") == "4 names: 2 linked, 1 as part of an organisation, 1 left unlinked."
    read = sssom.read(out.read_text())
    assert [(m.name, m.match, m.iri) for m in read] == [
        (NAMES[0], "exact", TOOI + "gemeente/gm0114"),
        (NAMES[1], "part-of", TOOI + "gemeente/gm0518"),
        (NAMES[3], "exact", TOOI + "zbo/zb000162"),
    ]
    assert rows(unmatched) == [
        {"name": NAMES[2], "reason": "No register in the box knows this name.", "candidates": ""}
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["names.csv", "out.sssom.tsv", "unmatched.csv"]


@pytest.mark.filterwarnings("ignore")  # sssom-py and pandas warn about each other
def test_sssom_py_finds_it_valid(tmp_path):
    from sssom.parsers import parse_sssom_table
    from sssom.validators import validate

    path = tmp_path / "x.sssom.tsv"
    path.write_text(sssom.write(link([*NAMES, 'Afdeling "Aan\thalen" Gemeente Emmen']), lang="nl"), encoding="utf-8")
    parsed = parse_sssom_table(str(path))
    assert len(parsed.df) == 5
    for report in validate(parsed, fail_on_error=False).values():
        assert report.results == []


def test_what_people_decide_is_kept_whatever_the_rules_say(table, tmp_path):
    out, desk = tmp_path / "out.sssom.tsv", tmp_path / "review.csv"
    link_file(table, "naam", out=out, review=desk, lang="en")
    drawn = rows(desk)
    assert [r["decision"] for r in drawn] == ["", "", "", ""]
    drawn[0]["decision"] = "afgewezen"
    drawn[2].update(decision="accept", iri="https://ror.org/04pk9k962", match="exact", reviewer="A. Jansen")
    drawn[3].update(decision="accept", date="2026-11-23")
    with desk.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, drawn[0], delimiter=";")  # as a Dutch spreadsheet saves it
        writer.writeheader()
        writer.writerows(drawn)
    for _ in range(2):
        found = link_file(table, "naam", out=out, review=desk, date=date(2016, 1, 1), lang="en")
        by_name = {f.name: f for f in found.links}
        assert by_name[NAMES[0]].match == "none"
        assert by_name[NAMES[0]].evidence[0].code == "rejected"
        assert by_name[NAMES[2]].iri == "https://ror.org/04pk9k962"
        assert "A. Jansen" in by_name[NAMES[2]].explain("nl")
        assert by_name[NAMES[3]].by_person
        assert by_name[NAMES[3]].confidence == 1.0
        assert not by_name[NAMES[1]].by_person
        assert "3 door mensen beslist" in found.say("nl")
    assert [r["decision"] for r in rows(desk)] == ["reject", "", "accept", "accept"]
    # Curated links survive even where the review file is lost.
    desk.unlink()
    again = {f.name: f for f in link_file(table, "naam", out=out).links}
    assert again[NAMES[2]].by_person
    assert again[NAMES[2]].iri == "https://ror.org/04pk9k962"


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_decision_about_a_name_that_is_gone_stays(lang):
    decided = {"Oud": review.Decision("Oud", "reject", "exact", "", "")}
    text = review.write(link(["TNO"]), decided, lang=lang)
    assert review.read(text) == decided


def test_a_dutch_spreadsheet_opens_the_review_in_columns_and_takes_no_name_for_a_formula():
    text = review.write(link(["=1+1 Beheer", "TNO"]), {}, lang="nl")
    heads, formula, tno = csv.reader(text.splitlines(), delimiter=";")
    assert (heads[0], heads[6]) == ("naam", "besluit")
    assert formula[0] == "'=1+1 Beheer"
    assert tno[1] == "dezelfde"
    formula[6], tno[6] = "nee", "akkoord"
    again = review.read("\r\n".join(";".join(f'"{c}"' for c in row) for row in (heads, formula, tno)))
    assert {(d.name, d.verdict) for d in again.values()} == {("=1+1 Beheer", "reject"), ("TNO", "accept")}


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("name,iri\nTNO,x:y\n", SyntaxProblem, "lacks the column decision"),
        ("name,iri,decision\nTNO,x:y,misschien\n", DataError, '"misschien"'),
        ("name,iri,decision\nTNO,,accept\n", DataError, "without an IRI"),
        ("name,iri,decision\nTNO,x:y,accept\nTNO,x:z,accept\n", DataError, "review.csv:3"),
    ],
)
def test_a_faulty_review_is_named(text, error, message):
    with pytest.raises(error, match=message):
        review.read(text)


def test_faulty_tables_are_named(tmp_path, table):
    with pytest.raises(UnknownName, match='Did you mean "naam"'):
        read_column(table, "naem")
    bad = tmp_path / "latin.csv"
    bad.write_bytes("naam\nFrysl\xe2n\n".encode("latin-1"))
    with pytest.raises(SyntaxProblem, match=r"latin\.csv:2.*UTF-8"):
        read_column(bad, "naam")
    (tmp_path / "empty.csv").write_text("\n")
    with pytest.raises(SyntaxProblem, match="empty"):
        read_column(tmp_path / "empty.csv", "naam")
    with pytest.raises(CallerError, match="cannot be read"):
        read_column(tmp_path / "none.csv", "naam")


def test_nothing_is_overwritten_that_is_not_ours(table, tmp_path):
    out = tmp_path / "out.tsv"
    out.write_text("iets heel anders\n")
    with pytest.raises(CallerError, match="not overwritten"):
        link_file(table, "naam", out=out)
    assert out.read_text() == "iets heel anders\n"
    with pytest.raises(CallerError, match="different files"):
        link_file(table, "naam", out=table)
    with pytest.raises(CallerError, match="cannot be written"):
        link_file(table, "naam", out=tmp_path / "no" / "out.tsv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\tb\n1\t2\n", "lacks the column"),
        ("subject_label\tpredicate_id\tobject_id\tmapping_justification\n\tskos:exactMatch\tx:y\tz\n", ":2"),
        (
            (
                "subject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n"
                "a\tskos:exactMatch\tx:y\tz\thoog\n"
            ),
            '"hoog"',
        ),
    ],
)
def test_faulty_sssom_is_named(text, message):
    with pytest.raises(SyntaxProblem, match=message):
        sssom.read(text)
