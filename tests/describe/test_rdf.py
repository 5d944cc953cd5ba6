"""Reading a description from RDF."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, serialize

from ecograph.describe import read_description, read_description_bytes
from ecograph.describe.structure import dangling_references, nearest
from ecograph.errors import NotADescription, SyntaxProblem
from tests.describe.conftest import BROKEN

with (BROKEN / "expected.tsv").open(encoding="utf-8") as table:
    EXPECTED = list(csv.DictReader(table, delimiter="\t"))


def test_a_description_knows_what_it_describes(broken: Path) -> None:
    found = read_description(broken / "none-wrong.ttl")
    assert found.ecosystem.value == "https://w3id.org/ecograph/id/delta"
    assert found.iri.value == "https://w3id.org/ecograph/id/delta/2026-made-up"
    assert found.as_of == "2026-01-15"
    assert str(found.locator.place(found.ecosystem)).endswith("none-wrong.ttl:33:1")


def test_a_folder_holds_a_description(tmp_path: Path, broken: Path) -> None:
    (tmp_path / "description.ttl").write_bytes((broken / "none-wrong.ttl").read_bytes())
    assert read_description(tmp_path).as_of == "2026-01-15"


@pytest.mark.parametrize(
    ("suffix", "rdf_format"),
    [
        (".nt", RdfFormat.N_TRIPLES),
        (".jsonld", RdfFormat.JSON_LD),
        (".rdf", RdfFormat.RDF_XML),
        (".trig", RdfFormat.TRIG),
    ],
)
def test_every_format_is_read_alike(suffix: str, rdf_format: RdfFormat, broken: Path, tmp_path: Path) -> None:
    graph = read_description(broken / "none-wrong.ttl").graph
    file = tmp_path / f"d{suffix}"
    file.write_bytes(serialize(graph, format=rdf_format) or b"")
    assert set(read_description(file).graph) == set(graph)


@pytest.mark.parametrize("row", [r for r in EXPECTED if r["found_by"] == "parser"], ids=lambda r: r["file"])
def test_what_does_not_parse_is_refused_with_its_place(row: dict[str, str]) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_description(BROKEN / row["file"])
    place = caught.value.place
    assert place is not None
    assert place.file == str(BROKEN / row["file"])
    assert (str(place.line or ""), str(place.column or "")) == (row["line"], row["column"])
    assert caught.value.remedy


def test_a_web_page_is_called_a_web_page(broken: Path) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        read_description(broken / "not-rdf.ttl")
    assert "een webpagina" in caught.value.say("nl")
    assert "a web page" in caught.value.say("en")


E = "@prefix eco: <https://w3id.org/ecograph/ns#> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
ABOUT, WHEN = "eco:aboutEcosystem <x:e>", 'eco:describedAsOf "2026"^^xsd:gYear'


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("<x:e> a eco:InnovationEcosystem .", "no ecosystem", None),
        (f"<x:d> a eco:EcosystemDescription ; {WHEN} .", "which ecosystem", 3),
        (f"<x:d> a eco:EcosystemDescription ; {ABOUT} .", "which date", 3),
        (f"<x:d> a eco:EcosystemDescription ; {WHEN} ; {ABOUT} , <x:f> .", "exactly one", 3),
        (
            f"<x:d> a eco:EcosystemDescription ; {ABOUT} ; {WHEN} .\n<x:c> a eco:EcosystemDescription ; {ABOUT} .",
            "several",
            4,
        ),
        (f"[] a eco:EcosystemDescription ; {ABOUT} ; {WHEN} .", "no IRI", 3),
    ],
)
def test_what_describes_nothing_is_refused(text: str, said: str, line: int | None) -> None:
    with pytest.raises(NotADescription) as caught:
        read_description_bytes((E + text).encode(), RdfFormat.TURTLE)
    assert said in caught.value.message
    assert caught.value.text["nl"] != caught.value.text["en"]
    assert caught.value.remedy_text["nl"] != caught.value.remedy_text["en"]
    assert caught.value.place is not None
    assert caught.value.place.line == line


def test_a_missing_file_is_said() -> None:
    with pytest.raises(NotADescription, match="no file"):
        read_description(Path("nowhere.ttl"))


def test_a_dangling_reference_has_place_and_hint(broken: Path) -> None:
    (found,) = dangling_references(read_description(broken / "dangling-reference.ttl"))
    (row,) = (r for r in EXPECTED if r["code"] == "dangling-reference")
    assert (str(found.place.line), str(found.place.column)) == (row["line"], row["column"])
    assert "Did you mean id:delta/works?" in found.message["en"]
    assert "Bedoelt u id:delta/works?" in found.message["nl"]


def test_the_nearest_term_is_of_the_same_namespace() -> None:
    assert nearest("x:role/Chairman", ["x:role/Chair", "x:level/Chairman", "x:role/Member"]) == "x:role/Chair"
    assert nearest("x:role/Zzz", ["x:role/Chair"]) is None
