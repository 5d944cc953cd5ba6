"""The long-term programme of Emmen: partial in 2016, absent in 2023 according to the auditor; the canvas marks it."""

from __future__ import annotations

from ecograph import assets, build
from ecograph.canvas import canvas
from ecograph.describe import read_any
from ecograph.engine.knowledge import load
from ecograph.engine.queries import named


def test_the_disagreement_is_a_question_and_shows_on_the_canvas():
    folder = assets.data() / "ecosystems" / "emmen-chemistry"
    knowledge = load()
    regions = [
        build.journey(read_any(folder / name), knowledge, linked=False) for name in ("2016-kplusv", "2023-audit")
    ]
    select = build.select_in((*knowledge.quads(), *(q for r in regions for q in r.quads())))
    then, later = (
        next(j for g in canvas(select, r.description.iri.value).groups for j in g.judgements if j.notation == "P33")
        for r in regions
    )
    assert (then.level, later.level) == ("Partial", "Absent")
    assert {(s.perspective, s.level) for s in then.stated} == {("IndependentAuditor", "Absent")}
    assert then.disagreement
    question = named("level-over-time").bind({"ecosystem": "id:emmen-chemistry", "precondition": "P33"})
    answer = [(row["validAt"].text, row["value"].text.rpartition("/")[2]) for row in select(question)]
    assert ("2016-03-14", "Partial") in answer
    assert ("2023-02-20", "Absent") in answer
