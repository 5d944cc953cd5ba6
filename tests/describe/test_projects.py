"""Lists of funded projects: exact money, listed repairs, no persons."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from ecograph.cli import main
from ecograph.describe import read_any, structure_problems
from ecograph.describe.projects import ProjectList, import_projects
from ecograph.describe.projects.cleaning import repair
from ecograph.describe.projects.graph import eu_money
from ecograph.engine import knowledge, validation
from ecograph.errors import EcoGraphError, SyntaxProblem, UnknownName
from ecograph.texts import Text

TITLE = Text(nl="Een lijst", en="A list")


def load(path: Path, participations: Path | None = None) -> ProjectList:
    document = "https://example.org/list.csv"
    return import_projects(
        path, "test", "2016-list", "2016-05-01", title=TITLE, document=document, participations=participations
    )


def problems(found: ProjectList) -> list[str]:
    known = knowledge.load()
    report = validation.validate(found.description.graph, known.structure, background=known.shared)
    return [f"{p.code} {p.place}" for p in structure_problems(found.description, report)]


HEAD = (
    "id,beneficiary,title,title_en,fund,authority,"
    "eu_subsidy_eur,other_public_eur,other_private_eur,total_eur,start,end\n"
)


def efro(tmp_path: Path, *rows: str) -> ProjectList:
    (tmp_path / "l.csv").write_text(HEAD + "".join(r + "\n" for r in rows), encoding="utf-8")
    return load(tmp_path / "l.csv")


def test_a_row_becomes_project_actor_participation_and_money(tmp_path: Path) -> None:
    found = efro(
        tmp_path, "e-1,Paques B.V.,Bugs to the Rescue,,EFRO,,1238920.10,1000,,1239920.10,2009-04-15,2013-12-31"
    )
    text = {str(t).replace("https://w3id.org/ecograph/", "") for t in found.description.graph}
    assert any(t.startswith('<id/test/initiative/e-1> <ns#startedOn> "2009-04-15"^^') for t in text)
    assert "<id/test/participation/paques-b-v-e-1> <ns#participant> <id/test/actor/paques-b-v>" in text
    assert "<id/test/commitment/e-1-eu> <ns#payer> <id/test/actor/efro>" in text
    assert "<id/test/commitment/e-1-public> <ns#fundingSource> <vocab/funding-source/Public>" in text
    assert not any("-private" in t for t in text), "what is not stated is not said"
    assert found.eu_total == eu_money(found.description.graph) == Decimal("1238920.10")
    assert found.findings == ()
    assert problems(found) == []


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("1,A bv,Effici\ufffd\ufffdnt,,EFRO,,1,,,2,2009-01-01,2010-01-01", "mojibake", "title"),
        ("1,A bv,Caf&eacute;,,EFRO,,5,,,6,2009-01-01,2010-01-01", "html-escape", "title"),
        ("1,A bv,cafÃ©,,EFRO,,5,,,6,2009-01-01,2010-01-01", "mojibake", "title"),
        ("1,Frysl\u0322n,T,,EFRO,,5,,,6,2009-01-01,2010-01-01", "doubtful-text", "beneficiary"),
        ("1,A bv,T,,EFRO,,5,,,21474836,2009-01-01,2010-01-01", "filler-amount", "total_eur"),
        ("1,A bv,T,,EFRO,,veel,,,6,2009-01-01,2010-01-01", "not-a-number", "eu_subsidy_eur"),
        ("1,A bv,T,,EFRO,,5,,,6,2003-03-14,1931-10-15", "impossible-date", "end"),
        ("1,A bv,T,,EFRO,,5,,,6,2009-02-30,2010-01-01", "impossible-date", "start"),
        ("1,A bv,T,,EFRO,,5,,,6,2011-01-01,2010-01-01", "date-order", "end"),
        ("1,A bv,T,,EFRO,,5,2,3,6,2009-01-01,2010-01-01", "sums-differ", "total_eur"),
        ("1,J. de Vries,T,,EFRO,,5,,,6,2009-01-01,2010-01-01", "natural-person", "beneficiary"),
    ],
)
def test_what_is_wrong_is_listed(row: str, code: str, column: str, tmp_path: Path) -> None:
    found = efro(tmp_path, row)
    finding = {f.code: f for f in found.findings}[code]
    assert (finding.place.line, finding.column) == (2, column)
    assert finding.message["nl"] != finding.message["en"]
    assert problems(found) == []


def test_a_person_is_nowhere(tmp_path: Path) -> None:
    found = efro(tmp_path, "1,Mevr. A. Jansen,T,,EFRO,,5,,,6,2009-01-01,2010-01-01")
    assert "Jansen" not in str(found.description.graph)
    assert "Jansen" not in str(found.findings)
    assert found.eu_total == 5


def test_a_repair_has_one_outcome() -> None:
    assert repair("ge\ufffd\ufffdntegreerd")[0] == "geïntegreerd"
    assert repair("\ufffd\ufffd\ufffd 100.000")[0] == "\ufffd\ufffd\ufffd 100.000"


def test_another_csv_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text("naam;adres\n", encoding="utf-8")
    with pytest.raises(SyntaxProblem, match="no list of projects"):
        load(tmp_path / "l.csv")


def test_kohesio(tmp_path: Path) -> None:
    head = (
        "Operation_Unique_Identifier,Operation_Name_English,Operation_Start_Date,Operation_End_Date,"
        "Total_Eligible_Expenditure_amount,Project_EU_Budget,Fund_Code,Beneficiary_Name"
    )
    rows = ("Q1,Campus,15/04/2019,31/12/2021,100.50,40.20,ERDF,Example University", "Q2,Lab,nan,,10,4,ERDF,nan")
    (tmp_path / "k.csv").write_text("\n".join((head, *rows)), encoding="utf-8")
    found = load(tmp_path / "k.csv")
    assert [(p.title, p.start, [q.name for q in p.partners]) for p in found.projects] == [
        ("Campus", "2019-04-15", ["Example University"]),
        ("Lab", None, []),
    ]
    assert found.eu_total == eu_money(found.description.graph) == Decimal("44.20")
    assert problems(found) == []


@pytest.mark.shared
def test_the_dutch_list_keeps_every_euro(shared: Path) -> None:
    path = shared / "data" / "projects" / "efro_esf_nl_2007_2016.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        money = [Decimal(r["eu_subsidy_eur"]) for r in csv.DictReader(stream) if r["eu_subsidy_eur"]]
    found = load(path)
    assert len(found.projects) == 1801
    assert found.eu_total == eu_money(found.description.graph) == sum(money)
    codes = Counter(f.code for f in found.findings)
    assert codes["impossible-date"] == 1
    assert codes["mojibake"] >= 15
    assert codes["filler-amount"] >= 21
    listed = {f.after for f in found.findings if f.code == "doubtful-text"}
    titles = {p.title for p in found.projects} | {q.name for p in found.projects for q in p.partners}
    assert {t[:200] for t in titles if "\ufffd" in t} <= listed, "what is still broken is listed"


@pytest.mark.shared
@pytest.mark.slow
def test_cordis_keeps_every_cent_and_conforms(shared: Path) -> None:
    folder = shared / "data" / "projects"
    participations = folder / "cordis_horizon_participations_of_nl_projects.csv"
    with participations.open(encoding="utf-8", newline="") as stream:
        money = [Decimal(r["ecContribution"]) for r in csv.DictReader(stream) if r["ecContribution"]]
    found = load(folder / "cordis_horizon_nl_projects.csv", participations)
    assert len(found.projects) == 425
    assert found.eu_total == eu_money(found.description.graph) == sum(money)
    assert problems(found) == []


def test_a_selection_is_by_identifier_or_word_and_changes_no_name(tmp_path: Path) -> None:
    rows = (
        "e-1,Paques B.V.,Bugs,,EFRO,,1,,,1,,",
        "e-2,Gemeente Emmen,Weg,,EFRO,,20,,,20,,",
        "e-10,X bv,W,,EFRO,,3,,,3,,",
    )
    (tmp_path / "l.csv").write_text(HEAD + "".join(r + "\n" for r in rows), encoding="utf-8")
    whole = import_projects(tmp_path / "l.csv", "test", as_of="2016-05-01")
    some = import_projects(tmp_path / "l.csv", "test", as_of="2016-05-01", select=["E-1", "emmen"])
    assert [p.identifier for p in some.projects] == ["e-1", "e-2"], "an identifier is whole: e-10 is not e-1"
    assert (some.eu_total, some.in_file) == (Decimal(21), 3)
    own = {str(t) for t in some.description.graph if "/e-" in str(t.subject)}
    assert own <= {str(t) for t in whole.description.graph}
    with pytest.raises(UnknownName, match="Asssen"):
        import_projects(tmp_path / "l.csv", "test", as_of="2016-05-01", select=["Asssen"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"as_of": None}, "does not say of which day"),
        ({"as_of": "2016-02-30"}, "is no date"),
        ({"ecosystem": "Mijn Regio"}, 'such as "mijn-regio"'),
        ({"layout": "cordis"}, 'a list "efro", not "cordis"'),
    ],
)
def test_a_bad_call_says_what_to_do(given: dict[str, str | None], message: str, tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(HEAD + "1,A bv,T,,EFRO,,5,,,6,,\n", encoding="utf-8")
    with pytest.raises(EcoGraphError) as caught:
        import_projects(tmp_path / "l.csv", **{"ecosystem": "test", "as_of": "2016-05-01", **given})  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert caught.value.say("nl") != caught.value.say("en")


def test_only_the_user_says_that_a_project_belongs_to_the_ecosystem(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_text(HEAD + "1,A bv,T,,EFRO,,5,,,6,,\n", encoding="utf-8")
    apart = import_projects(tmp_path / "l.csv", "test", as_of="2016-05-01")
    part = import_projects(tmp_path / "l.csv", "test", as_of="2016-05-01", part_of_ecosystem=True)
    assert "partOfEcosystem" not in str(apart.description.graph)
    said = {t.subject.value.rpartition("/test/")[2] for t in part.description.graph if "partOfEco" in str(t.predicate)}
    assert said == {"initiative/efro-1", "actor/a-bv"}
    assert problems(apart) == problems(part) == []


def test_many_rows_with_one_amount_are_doubted(tmp_path: Path) -> None:
    found = efro(tmp_path, *(f"e-{n},A bv,T{n},,EFRO,,100000,,,," for n in range(5)), "e-9,B bv,U,,EFRO,,7000,,,,")
    assert [f.identifier for f in found.findings if f.code == "repeated-amount"] == [f"e-{n}" for n in range(5)]


def test_a_participation_without_its_project_is_listed(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("id,title,startDate,endDate,totalCost\n7,T,2020-01-01,2021-01-01,9\n")
    (tmp_path / "o.csv").write_text(
        "projectID,pic,name,role,ecContribution\n7,1,A bv,coordinator,400.5\n8,2,B bv,,300\n"
    )
    found = load(tmp_path / "p.csv", tmp_path / "o.csv")
    assert found.eu_total == Decimal("400.5")
    (missing,) = found.findings
    assert (missing.code, missing.identifier, missing.before, missing.place.line) == ("unknown-project", "8", "300", 3)
    posts = {t.object.value for t in found.description.graph if t.predicate.value.endswith("postTitle")}
    assert posts == {"coördinator", "coordinator"}


@pytest.mark.parametrize("out", ["region", "region.xlsx"])
def test_the_command(out: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "l.csv").write_text(
        HEAD.replace("start", "updated,start") + "e-1,A bv,=Caf&eacute;,,EFRO,,1238920.10,,,,2016-02-11,2009-01-01,\n",
        encoding="utf-8",
    )
    target = tmp_path / out
    with pytest.raises(SystemExit) as left:
        main(["import-projects", str(tmp_path / "l.csv"), "--ecosystem", "test", "-o", str(target), "--lang", "nl"])
    assert left.value.code == 0
    said = " ".join(capsys.readouterr().err.split())
    assert "1.238.920,10 euro in de beschrijving, 1.238.920,10 euro in de gekozen rijen" in said
    assert "Cellen: 1 hersteld, 0 twijfelachtig, 0 weggelaten" in said
    assert read_any(target).as_of == "2016-02-11"
    listed = target / "findings.csv" if target.is_dir() else tmp_path / "region.findings.csv"
    text = listed.read_text(encoding="utf-8-sig")
    assert text.splitlines()[0] == "regel;rij;kolom;soort;stond er;is geworden;uitleg"
    assert "'=Caf&eacute;" in text, "a spreadsheet takes no cell for a formula"
