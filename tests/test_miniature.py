"""The miniature, from its description to its canvas: every step as a file that was read by hand."""

import json
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Quad

from ecograph import build
from ecograph.engine.graph import read
from ecograph.publish.report import as_json

MINIATURE = Path(__file__).parent / "ecosystems" / "miniature"


def canonical(triples) -> Dataset:
    found = Dataset(Quad(t.subject, t.predicate, t.object) for t in triples)
    found.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return found


def test_the_journey_gives_what_the_files_say():
    region, canvas = build.check(MINIATURE)
    assert region.problems == ()
    assert canonical(region.inferred) == canonical(read(MINIATURE / "inferred.nt").triples)
    assert canonical(region.report) == canonical(read(MINIATURE / "report.ttl").triples)
    expected = json.loads((MINIATURE / "report.json").read_text(encoding="utf-8"))
    made = json.loads(json.dumps(as_json(canvas, region.problems, region.engines)))
    assert made == expected


def test_the_reference_engines_give_the_same():
    region, canvas = build.check(MINIATURE, engine="reference")
    assert canonical(region.inferred) == canonical(read(MINIATURE / "inferred.nt").triples)
    levels = json.loads((MINIATURE / "levels.json").read_text(encoding="utf-8"))["levels"]
    assert {j.notation: j.level for j in canvas.judgements} == levels
    expected = json.loads((MINIATURE / "report.json").read_text(encoding="utf-8"))
    made = as_json(canvas, region.problems)["preconditions"]
    assert [p["computed_level"] for p in made] == [p["computed_level"] for p in expected["preconditions"]]
