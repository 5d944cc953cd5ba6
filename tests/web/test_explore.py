"""Resources, ontology, questions, comparison and network, before any script runs."""

from __future__ import annotations

import re

import pytest

from ecograph.api.pages.compare import Likeness
from ecograph.api.pages.network import cut_points

STEERING = "/id/emmen-chemistry/structure/stuurgroep-chemie"


def test_a_resource_has_a_page_with_what_it_says_and_what_refers_to_it(client):
    text = client.get(STEERING + "?lang=en").text
    assert "Chairmanship of provincial executive Henk Brink" in text
    assert 'href="/id/emmen-chemistry/presentation/1"' in text
    assert "and 2 more" in text
    assert 'href="/ns#steers"' in text
    assert f'href="{STEERING}?format=ttl"' in text
    assert 'href="/ecosystem/emmen-chemistry"' in text


def test_what_a_rule_concluded_is_marked_and_can_be_left_out(client):
    assert "Inferred by rule prp-spo2" in client.get(STEERING + "?lang=en").text
    bare = client.get(STEERING + "?lang=en&inferred=no").text
    assert "prp-spo2" not in bare
    assert "Show inferred statements" in bare


def test_a_conclusion_says_what_the_rule_needed(client):
    text = client.get(STEERING + "?lang=en").text
    why = text.split("Inferred by rule prp-spo2")[2].split("</details>")[0]
    assert "een keten" in why
    assert "Chairmanship of provincial executive Henk Brink" in why
    assert "&lt;script&gt;" in why
    assert "<script>" not in why


def test_a_resource_lies_on_a_small_map(client):
    assert '<path class="spot" d="M' in client.get(STEERING).text
    assert "little-map" not in client.get("/id/hostile/thing").text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_schema_puts_a_class_in_the_middle(client, lang):
    text = client.get(f"/schema?lang={lang}&class=Actor").text
    assert text.count('class="diagram ') == 2  # lying and standing
    assert ("heeft deelname" if lang == "nl" else "has participation") in text
    assert "/query?query=SELECT+%3Ffrom+%3Fto" in text
    assert ("Van de klasse „Nothing”" if lang == "nl" else "Nothing of the class") in client.get(
        f"/schema?lang={lang}&class=Nothing"
    ).text


def test_the_rules_are_in_words_with_an_anchor_each(client):
    text = client.get("/shapes?lang=en").text
    assert 'id="ActorShape"' in text
    assert "Give a name." in text
    assert 'href="#ActorShape"' in text


@pytest.mark.parametrize("path", ["/schema", "/schema?class=Evil", "/schema?class=<script>", "/shapes", STEERING])
def test_hostile_names_in_schema_rules_and_reasons_stay_text(client, path):
    text = client.get(path).text
    assert "<script>" not in text
    assert "<img" not in text
    assert not re.search(r"""(href|src)\s*=\s*["']?\s*javascript:""", text, flags=re.IGNORECASE)


def test_an_iri_that_nothing_is_known_of_is_not_found(client):
    assert client.get("/id/emmen-chemistry/nothing").status_code == 404


def test_who_wants_data_is_sent_to_it(client):
    for ask in (
        {"headers": {"accept": "text/turtle"}},
        {"params": {"format": "ttl"}, "headers": {"accept": "text/html"}},
    ):
        answer = client.get(STEERING, follow_redirects=False, **ask)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(
            "/sparql?query=DESCRIBE+%3Chttps%3A%2F%2Fw3id.org%2Fecograph%2Fid%2F"
        )
        assert "Accept" in answer.headers["vary"]


def test_the_ontology_has_a_page_with_a_place_for_every_term(client):
    text = client.get("/ns?lang=en").text
    assert 'id="SteeringStructure"' in text
    assert "used 14 times" in text
    contents = text[text.index('<nav class="contents"') : text.index("</nav>", text.index('<nav class="contents"'))]
    assert set(re.findall(r'href="#([^"]+)"', contents)) <= set(re.findall(r' id="([^"]+)"', text))
    assert 'href="#SteeringStructure"' in contents
    first = client.get("/query/terms.json?lang=nl").json()[0]
    assert first == {"name": "eco:Actor", "kind": "Class", "label": "Actor", "count": 14}


def test_a_question_is_a_form_whose_values_are_bound_as_terms(client):
    text = client.get("/questions/gaps?ecosystem=id:emmen-chemistry&lang=en").text
    assert "eco:aboutEcosystem &lt;https://w3id.org/ecograph/id/emmen-chemistry&gt;" in text
    assert '<option value="id:emmen-chemistry" selected>' in text
    refused = client.get("/questions/gaps", params={"ecosystem": "> } DROP ALL"})
    assert refused.status_code == 400
    assert "is not an IRI" in refused.text


def test_a_question_without_its_required_value_waits(client):
    text = client.get("/questions/required").text
    assert 'id="sparql"' not in text
    assert "required" in text
    assert 'id="sparql"' in client.get("/questions/required?precondition=pre:x").text


def test_the_comparison_says_where_those_differ_that_say_something(client):
    text = client.get("/compare?lang=en").text
    assert "they differ on 1." in text
    assert "0 of 1 shared judgements the same" in text
    assert "too little in common to say" in text
    assert "Lacking in both (in part): Long-term programme" in text
    assert "Biobased chemistry in Emmen over time" in text
    only = client.get("/compare?only=differences").text
    assert "P33" in only
    assert "P10" not in only
    assert client.get("/compare?with=nobody@never").status_code == 404


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_regional_figure_stands_beside_with_region_year_and_source(client, lang):
    text = client.get(f"/compare?lang={lang}").text
    figures = text.split("heat-figures")[1].split("</tbody>")[0]
    assert "2016 · Zuidoost-Drenthe" in figures
    assert re.search(r"€ \d\d[.,]\d{3}", figures)
    assert ("." if lang == "nl" else ",") in re.search(r"€ \d\d(.)\d{3}", figures)[1]
    assert "nama_10r_3gdp" in text


def test_likeness_is_said_in_words_and_not_on_too_little():
    def pair(same, both):
        return Likeness(None, None, same, both).verdict

    assert [pair(1, 1), pair(4, 4), pair(3, 4), pair(2, 4), pair(1, 5)] == [
        "few",
        "alike",
        "alike",
        "partly",
        "different",
    ]


def test_the_network_says_who_bridges_and_who_stands_alone(client):
    rows = {r["label"]: r for r in client.get("/network/emmen-chemistry/data.json").json()["nodes"]}
    assert rows["KplusV"]["bridge"]
    assert not rows["Green PAC"]["bridge"]
    assert rows["<script>window.broken=1</script><img src=x onerror=window.broken=1>"]["ties"] == 0
    assert client.get("/network/nowhere").status_code == 404


def test_cut_points_of_a_ring_with_a_tail_and_of_a_long_chain():
    ring = {"a": {"b", "c"}, "b": {"a", "c"}, "c": {"a", "b", "d"}, "d": {"c", "e"}, "e": {"d"}, "f": set()}
    assert cut_points(ring) == {"c", "d"}
    chain = {str(i): {str(j) for j in (i - 1, i + 1) if 0 <= j < 3000} for i in range(3000)}
    assert len(cut_points(chain)) == 2998
