"""``/api/export``: workbooks, Parquet and GeoJSON of an answer, and what must not happen in them."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

import openpyxl
import pyoxigraph as ox
import pytest

from ecograph.engine import generations
from ecograph.publish import tables
from ecograph.publish.tables import geojson, naming, parquet, reading, xlsx
from ecograph.settings import Settings
from tests.api.conftest import EX, running

XSD = "http://www.w3.org/2001/XMLSchema#"
GEO = "http://www.opengis.net/ont/geosparql#"
#: XML that a writer of workbooks may take for its own: it would make a formula of the rest.
RICH = '<r><t>x</t></r></is></c><c r="Z9"><f>1+41</f></c><c r="AA9" t="inlineStr"><is><r><t>y</t></r>'
FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", " =1+1"]
HOSTILE = [*FORMULAS, "<script>alert(1)</script>", "\u202eevil\u202c", "\x00\x0b bell", RICH, "x" * 1_000_000]
EMMEN = "https://w3id.org/ecograph/id/region/GM0114"


def literal(text: str, kind: str = "string") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    data = tmp_path_factory.mktemp("data")
    number, text, day, shape, region = (ox.NamedNode(EX + n) for n in ("number", "text", "day", "shape", "region"))
    rows = []
    for i, words in enumerate(HOSTILE):
        thing = ox.NamedNode(f"{EX}{i}")
        rows += [
            ox.Quad(thing, number, literal(str(i), "integer")),
            ox.Quad(thing, text, ox.Literal(words.replace("\x00", "\x01"))),
            ox.Quad(thing, day, literal("2016-02-29", "date")),
        ]
    point = ox.Literal("POINT(6.9 52.78)", datatype=ox.NamedNode(GEO + "wktLiteral"))
    rows.append(ox.Quad(ox.NamedNode(EX + "0"), shape, point))
    emmen = ox.NamedNode(EMMEN)
    rows.append(ox.Quad(ox.NamedNode(EX + "1"), region, emmen))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
    rows += [ox.Quad(emmen, label, ox.Literal(t, language=tag)) for t, tag in (("Emmen", "en"), ("=Gemeente", "nl"))]
    generations.publish(data, rows)
    with running(Settings(data_dir=data, workers=1)) as service:
        yield service


def export(service, query: str, form: str, **options: str):
    return service.get(query, path="/api/export", format=form, **options)


ALL = f"SELECT ?thing ?number ?text ?day WHERE {{ ?thing <{EX}number> ?number ; <{EX}text> ?text ; <{EX}day> ?day }}"


@pytest.mark.timeout(300)
def test_a_workbook_has_typed_cells_and_no_formula(service):
    answer = export(service, ALL + " ORDER BY ?number", "xlsx", lang="nl")
    assert answer.status == 200
    assert answer.headers["content-type"] == tables.FORMATS["xlsx"].media_type
    assert answer.headers["content-disposition"] == 'attachment; filename="ecograph.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert book.sheetnames == ["Antwoord", "Herkomst"]
    head, *rows = book["Antwoord"].iter_rows(values_only=True)
    assert head == ("thing", "number", "text", "day")
    assert [r[1] for r in rows] == list(range(len(HOSTILE)))
    assert {str(r[3])[:10] for r in rows} == {"2016-02-29"}
    for row, words in zip(rows, FORMULAS, strict=False):
        assert row[2] == "'" + words
    assert len(rows[-1][2]) == 32_767
    assert rows[-1][2].endswith("[…]")
    cells = [c for row in book["Antwoord"].iter_rows() for c in row]
    assert {c.data_type for c in cells} <= {"s", "n", "d", "inlineStr"}
    assert all(c.hyperlink is None for c in cells)
    with zipfile.ZipFile(io.BytesIO(answer.body)) as packed:
        assert all(b"<f>" not in packed.read(n) for n in packed.namelist())
    about = {r[0]: r[1] for r in book["Herkomst"].iter_rows(values_only=True) if r[0]}
    assert about["Rijen"] == len(HOSTILE)
    assert about["Zoekopdracht"].startswith("SELECT")


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("options", "head", "row"),
    [
        ({"lang": "en"}, ("thing", "r", "r (IRI)"), (EX + "1", "Emmen", EMMEN)),
        ({"lang": "nl"}, ("thing", "r", "r (IRI)"), (EX + "1", "'=Gemeente", EMMEN)),
        ({"lang": "en", "iris": "no"}, ("thing", "r"), (EX + "1", "Emmen")),
        ({"lang": "en", "names": "no"}, ("thing", "r"), (EX + "1", EMMEN)),
    ],
)
def test_a_workbook_says_what_things_are_called(service, options, head, row):
    answer = export(service, f"SELECT ?thing ?r {{ ?thing <{EX}region> ?r }}", "xlsx", **options)
    book = openpyxl.load_workbook(io.BytesIO(answer.body))
    assert list(book.worksheets[0].iter_rows(values_only=True)) == [head, row]
    told = [str(r[1]) for r in book.worksheets[1].iter_rows(values_only=True)]
    assert any("iris=no" in text for text in told) == ("names" not in options)


def test_a_name_that_the_row_says_already_is_not_said_twice(tmp_path):
    source = tmp_path / "answer"
    source.write_text(f'?a\t?name\t?b\n<{EMMEN}>\t"Emmen"@nl\t<{EX}x>\n', encoding="utf-8")
    found = reading.rows(source, graph=False)
    names = {EMMEN: "Emmen"}
    assert naming.layout(found, names).columns == ("a", "name", "b")
    assert naming.layout(found, names, iris=False).columns == ("name", "b")
    assert naming.layout(found, {EX + "x": "iks"}).columns == ("a", "name", "b", "b (IRI)")


@pytest.mark.timeout(300)
def test_the_same_address_says_when_nothing_changed_and_a_form_may_post(service):
    query = ALL + " LIMIT 1"
    first = export(service, query, "geojson")
    assert first.status == 200
    again = service.request(
        "GET", "/api/export?format=geojson&query=" + query.replace(" ", "%20").replace("?", "%3F").replace("<", "%3C")
        .replace(">", "%3E").replace("{", "%7B").replace("}", "%7D").replace(";", "%3B"),
        If_None_Match=first.headers["etag"],
    )  # fmt: skip
    assert again.status == 304
    posted = service.request(
        "POST", "/api/export", "format=geojson&query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+1",
        Content_Type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert posted.status == 200


@pytest.mark.timeout(300)
def test_geojson_has_the_geometry_of_the_row_or_of_the_region_it_names(service):
    query = f"""SELECT * WHERE {{ ?thing <{EX}number> ?n ; <{EX}text> ?text FILTER(?n < 3)
        OPTIONAL {{ ?thing <{EX}shape> ?w }} OPTIONAL {{ ?thing <{EX}region> ?r }} }} ORDER BY ?n"""
    answer = export(service, query, "geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    features = json.loads(answer.body)["features"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [6.9, 52.78]}
    assert features[0]["properties"]["text"] == FORMULAS[0]  # data, as it is
    assert features[1]["geometry"]["type"] in {"Polygon", "MultiPolygon"}
    assert features[2]["geometry"] is None


@pytest.mark.parametrize(
    ("query", "form", "status", "words"),
    [
        ("ASK { ?s ?p ?o }", "xlsx", 406, "yes or no"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "geojson", 406, "Triples"),
        ("SELECT * { ?s ?p ?o }", "docx", 406, "Known: xlsx"),
        ("SELECT * { ?s ?p }", "xlsx", 400, "three parts"),
        ("SELECT * { SERVICE <http://x> { ?s ?p ?o } }", "xlsx", 403, "SERVICE"),
    ],
)
def test_what_cannot_be_exported_is_said(service, query, form, status, words):
    answer = export(service, query, form)
    assert answer.status == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.body.decode()


def test_a_format_without_its_library_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(tables, "available", lambda: ("xlsx", "geojson"))
    with pytest.raises(tables.NotAcceptable) as refused:
        tables.chosen("parquet")
    assert 'pip install "ecograph[parquet]"' in refused.value.say("nl")


def _rows(tmp_path, text: str) -> reading.Rows:
    path = tmp_path / "answer"
    path.write_text(text, encoding="utf-8")
    return reading.rows(path, graph=False)


def test_parquet_keeps_types(tmp_path):
    pq = pytest.importorskip("pyarrow.parquet", reason="the parquet extra is not installed")
    found = _rows(tmp_path, f'?n\t?d\t?t\n1\t"2016-02-29"^^<{XSD}date>\t"=1+1"\n2.5\t\t<http://a>\n')
    parquet.write(found, tmp_path / "out.parquet", {"query": "SELECT"})
    table = pq.read_table(tmp_path / "out.parquet")
    assert [str(t) for t in table.schema.types] == ["double", "date32[day]", "string"]
    assert table.to_pylist()[0]["t"] == "=1+1"
    assert json.loads(table.schema.metadata[b"ecograph"])["query"] == "SELECT"


def test_triples_become_three_columns(tmp_path):
    path = tmp_path / "answer"
    path.write_text('<http://a> <http://b> "=c" .\n', encoding="utf-8")
    xlsx.write(reading.rows(path, graph=True), tmp_path / "out.xlsx", {}, "en")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert list(book["Answer"].iter_rows(values_only=True)) == [
        ("subject", "predicate", "object"),
        ("http://a", "http://b", "'=c"),
    ]


def test_a_sheet_that_is_full_goes_on_in_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "ROWS", 3)
    for rows, sheets in ((0, 1), (2, 1), (3, 2), (4, 2), (5, 3)):
        found = _rows(tmp_path, "?n\n" + "".join(f"{i}\n" for i in range(rows)))
        assert xlsx.write(found, tmp_path / "out.xlsx", {}, "en") == rows
        book = openpyxl.load_workbook(tmp_path / "out.xlsx")
        assert len(book.sheetnames) == sheets + 1
        assert sum(book[n].max_row - 1 for n in book.sheetnames[:-1]) == rows


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (f'"2016-02-29"^^<{XSD}date>', datetime.fromisoformat("2016-02-29")),
        (f'"1900-03-01"^^<{XSD}date>', datetime.fromisoformat("1900-03-01")),
        (f'"1850-02-01"^^<{XSD}date>', "1850-02-01"),
        (f'"2016-02-29T12:30:15"^^<{XSD}dateTime>', datetime.fromisoformat("2016-02-29T12:30:15")),
        (f'"2016-02-29T12:30:15Z"^^<{XSD}dateTime>', "2016-02-29T12:30:15+00:00"),
        (f'"false"^^<{XSD}boolean>', False),
        (f'"INF"^^<{XSD}double>', "inf"),
        (f'"{2**60}"^^<{XSD}integer>', str(2**60)),
        (f'"0.1"^^<{XSD}decimal>', 0.1),
        ('"  two spaces  "', "  two spaces  "),
        ('"a & b < c > d"', "a & b < c > d"),
        ('"two\\nlines"', "two\nlines"),
        ('"=1+1"', "'=1+1"),
        ('"00123"', "00123"),
        ('"\U0001f98a\u00e9"', "\U0001f98a\u00e9"),
    ],
)
def test_a_value_comes_back_from_a_workbook_as_it_was(tmp_path, term, value):
    found = _rows(tmp_path, f"?v\n{term}\n")
    xlsx.write(found, tmp_path / "out.xlsx", {}, "en")
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["Answer"]["A2"]
    assert (type(cell.value), cell.value) == (type(value), value)


def test_a_text_that_looks_like_an_escaped_character_stays_a_text(tmp_path):
    xlsx.write(_rows(tmp_path, '?v\n"_x003D_1"\n"a\\rb"\n'), tmp_path / "out.xlsx", {"query": RICH}, "en")
    with zipfile.ZipFile(tmp_path / "out.xlsx") as packed:
        sheet, about = (packed.read(f"xl/worksheets/sheet{n}.xml") for n in (1, 2))
    assert b">_x005F_x003D_1<" in sheet  # ECMA-376 part 1, §22.9.2.19: a reader takes _x003D_ for "="
    assert b">a_x000D_b<" in sheet
    assert b"<f>" not in about


def test_an_answer_beyond_the_limit_is_no_half_a_workbook(tmp_path):
    data = tmp_path / "data"
    rows = [ox.Quad(ox.NamedNode(f"{EX}{i}"), ox.NamedNode(EX + "n"), literal(str(i))) for i in range(9)]
    generations.publish(data, rows)
    with running(Settings(data_dir=data, workers=1, query_rows=5)) as service:
        answer = export(service, "SELECT * { ?s ?p ?o }", "xlsx", lang="en")
    assert answer.status == 503
    assert "LIMIT" in json.loads(answer.body)["remedy"]


@pytest.mark.parametrize("text", ["POLYGON((1 2)", "POINT(1)", "POINT(a b)", "CIRCLE(1 2)", "(" * 5000, "POINT()"])
def test_what_is_no_geometry_is_no_place(text):
    assert geojson.from_wkt(text) is None
