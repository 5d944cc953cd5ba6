"""Emmen 2016 against the article: what it says is there, what it does not say is not.

The law of this file: the article is the judge. Where it is needed in full it is read from the study folder.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from ecograph import assets
from ecograph.engine.graph import read
from ecograph.engine.queries import with_prefixes

FILE = assets.data() / "ecosystems" / "emmen-chemistry" / "2016-kplusv" / "description.ttl"
ARTICLE = "https://www.kplusv.nl/ecosystemen-en-publiek-private-samenwerking/innovatie_ecosysteem/"
PART = "https://w3id.org/ecograph/id/emmen-chemistry/"


@pytest.fixture(scope="module")
def store() -> Store:
    store = Store()
    store.extend(read(FILE).quads)
    return store


@pytest.fixture(scope="module")
def article(shared: Path) -> str:
    (text,) = (shared / "seed").glob("*.txt")
    return re.sub(r"\s+", " ", text.read_text(encoding="utf-8"))


def rows(store: Store, body: str) -> list[tuple[str, ...]]:
    """Return the values of all variables, in the order in which the pattern names them."""
    names = list(dict.fromkeys(re.findall(r"\?(\w+)", body)))
    answer = store.query(with_prefixes(f"SELECT * WHERE {{ {body} }}"))
    return sorted(tuple(s[n].value.removeprefix(PART) if s[n] else "" for n in names) for s in answer)


def ask(store: Store, body: str) -> bool:
    return bool(store.query(with_prefixes(f"ASK {{ {body} }}")))


def test_all_43_rows_of_the_article_are_there(store: Store) -> None:
    found = rows(store, f"?p eco:fromDocument <{ARTICLE}> ; skos:notation ?n")
    assert sorted(int(n[1:]) for _, n in found) == list(range(1, 44))
    assert all(p == f"2016-kplusv/{n}" for p, n in found)


def test_quotations_stand_in_the_article_as_they_are(store: Store, article: str) -> None:
    quotes = rows(store, f"?p eco:fromDocument <{ARTICLE}> ; eco:quote ?q")
    spoken = rows(store, "?s eco:quotedText ?q")
    assert len(quotes) >= 15
    assert len(spoken) == 2
    for _, quote in quotes + spoken:
        assert quote in article


def test_descriptive_text_is_not_copied(store: Store, article: str) -> None:
    ours = rows(store, "?s ?p ?o FILTER(isLiteral(?o) && ?p NOT IN (eco:quote, eco:quotedText, dct:title, rdfs:label))")
    theirs = re.findall(r"\w+", article.lower())
    runs = {tuple(theirs[i : i + 9]) for i in range(len(theirs) - 8)}
    for subject, _, text in ours:
        words = re.findall(r"\w+", text.lower())
        copied = [w for i in range(len(words) - 8) if (w := tuple(words[i : i + 9])) in runs]
        assert not copied, (subject, copied)


def test_the_telephone_number_of_the_article_is_nowhere(article: str) -> None:
    numbers = {re.sub(r"\D", "", n) for n in re.findall(r"(?<!\d)0[\d\s-]{8,}\d", article)}
    assert numbers, "the article has a telephone number: without it this test proves nothing"
    for file in FILE.parent.rglob("*"):
        digits = re.sub(r"[\s\-.]", "", file.read_text(encoding="utf-8"))
        assert not any(n in digits for n in numbers)


def test_the_three_quantities_of_the_article(store: Store) -> None:
    (money,) = rows(store, "?c eco:amount/eco:amountValue ?v ; eco:periodMonths ?m ; eco:payer/rdfs:label ?who "
                           'FILTER(LANG(?who) = "nl")')  # fmt: skip
    assert money == ("commitment/drenthe-750k", "750000", "36", "Provincie Drenthe")
    assert {y for _, y in rows(store, "?s eco:statusAsOf ?y")} == {"2016", "2016-03-14"}


def test_commissioners_and_contractor(store: Store) -> None:
    assert rows(store, "?a eco:commissionedBy ?who ; eco:contractor ?contractor") == [
        ("activity/assignment", "actor/gemeente-emmen", "actor/kplusv"),
        ("activity/assignment", "actor/provincie-drenthe", "actor/kplusv"),
    ]


def test_bodies_and_areas_are_apart(store: Store) -> None:
    assert not ask(store, "?x a eco:Region , ?actor FILTER(?actor IN (eco:OrganisationActor, eco:ActorGroup))")
    assert rows(store, "?body eco:locatedIn ?area") == [
        ("actor/gemeente-emmen", "region/emmen"),
        ("actor/provincie-drenthe", "region/drenthe"),
    ]


def test_what_the_article_does_not_say_is_not_there(store: Store) -> None:
    academia = NamedNode("https://w3id.org/ecograph/vocab/sphere/Academia")
    assert not ask(store, f"?actor ?sphere {academia}")
    assert not ask(store, f"<{PART}commitment/private-co-financing> eco:amount ?amount")
    assert not ask(store, "?mapping eco:listsInitiative ?initiative")
    assert not ask(store, "?step eco:occurredOn ?date")
    assert not ask(store, "?status eco:decidedBy ?who")
    assert not ask(store, "?proposition eco:sharedBy ?who")
    assert not ask(store, "?goal a eco:Goal")
    assert not ask(store, "?programme a eco:Programme ; eco:hasBudget|eco:durationMonths|eco:ownedBy ?value")
    assert not ask(store, "?statement a eco:CompletenessStatement")


def test_the_public_stakeholders_named_no_precondition(store: Store) -> None:
    assert rows(
        store, "?a eco:perspective persp:PublicStakeholder ; eco:level ?level ; eco:onPreconditionSet ?set"
    ) == [
        (
            "assessment/2016-public-stakeholders",
            "https://w3id.org/ecograph/vocab/level/Partial",
            "precondition-set/not-yet-sufficient",
        )
    ]
    assert not ask(store, "?a eco:perspective persp:PublicStakeholder ; eco:onPrecondition ?precondition")


def test_unnamed_groups_keep_the_wording_of_the_source(store: Store, article: str) -> None:
    wordings = rows(store, "?g a eco:ActorGroup ; eco:describedName ?name")
    assert {g for g, _ in wordings} == {g for (g,) in rows(store, "?g a eco:ActorGroup")}
    for _, name in wordings:
        assert name in article
    assert not ask(store, f"<{PART}actor/bestuurders> eco:primarySphere ?sphere")
    assert not ask(store, f"<{PART}actor/wethouders> eco:actsFor ?municipality")


def test_the_adviser_judges_its_own_work(store: Store) -> None:
    judged = rows(store, "?a eco:perspective persp:Adviser ; eco:onPrecondition ?p ; eco:interestedParty ?own")
    assert [(p.rpartition("/")[2], own) for _, p, own in judged] == [("firms-steer", "true"), ("support-base", "true")]


def test_the_contest_over_the_750k_rests_on_sources(store: Store) -> None:
    contested = rows(store, "?claim eco:claimStatus claimstat:Contested ; eco:contestedIn ?passage")
    assert contested == [
        ("claim/750k-is-a-result", "2016-kplusv/V1"),
        ("claim/750k-is-a-result", "2016-kplusv/V2"),
    ]
    assert ask(store, f"?other a eco:AttributionClaim ; eco:claimsOutcome <{PART}commitment/drenthe-750k> ; "
                      f"eco:statedIn <{PART}2016-kplusv/V1>")  # fmt: skip
