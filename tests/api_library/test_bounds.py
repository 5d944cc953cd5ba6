"""What a page asks is bounded: in time, in rows, and in how much of it at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecograph.api.app import create_app
from ecograph.api.library import StoreLibrary
from ecograph.api.reading import Reader
from ecograph.engine.embedded import EmbeddedStore
from ecograph.errors import AnswerTooLarge, DeadlineReached, QueueFull
from ecograph.settings import Settings

EVERYTHING_TWICE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c > ?f && ?f > ?i) }"


@pytest.fixture
def opened(data_dir: Path) -> Iterator:
    stores = []

    def open_store(**settings: float) -> EmbeddedStore:
        stores.append(EmbeddedStore(Settings(data_dir=data_dir, **settings)))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


def test_too_many_rows_are_an_error_and_not_half_a_page(opened):
    reader = Reader(opened(page_rows=1000))
    with pytest.raises(AnswerTooLarge) as caught:
        reader.select(EVERYTHING_TWICE)
    assert "meer dan 1.000 rijen" in caught.value.text["nl"]
    assert "more than 1,000 rows" in caught.value.text["en"]
    with pytest.raises(AnswerTooLarge):
        reader.construct("CONSTRUCT WHERE { ?s ?p ?o }")
    assert reader.select("SELECT * { ?s ?p ?o } LIMIT 5"), "and the next question is answered"


def test_a_query_that_does_not_end_is_ended(opened):
    store = opened(page_seconds=1)
    reader = Reader(store)
    with pytest.raises(DeadlineReached) as caught:
        reader.select(ENDLESS)
    assert "1 seconden" in caught.value.text["nl"]
    assert "/query" in caught.value.remedy_text["en"]
    assert not store.own.idle, "the process that could not be stopped in another way is gone"


def test_pages_take_turns(opened):
    store = opened(page_seconds=0.2)
    with store.turn(1), store.turn(1), pytest.raises(QueueFull), store.turn(0.1):
        pass
    with store.turn(1):
        pass


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", "te veel om op één pagina"), ("en", "too much to show on one page")]
)
def test_a_page_that_needs_too_long_says_so(data_dir: Path, lang: str, words: str):
    app = create_app(Settings(data_dir=data_dir, page_seconds=0.001))
    client = TestClient(app, raise_server_exceptions=False)
    answer = client.get(f"/schema?lang={lang}", headers={"Accept": "text/html"})
    assert answer.status_code == 503
    assert words in answer.text
    assert "ECOGRAPH_PAGE_SECONDS" in answer.text
    app.state.store.close()


def test_names_that_are_too_many_to_keep_are_asked_for(opened):
    few = StoreLibrary(opened(page_rows=1000)).search("stuurgroep chemie", "nl")
    many = StoreLibrary(opened()).search("stuurgroep chemie", "nl")
    assert few
    assert few[0] == many[0]


def test_search_takes_words_in_any_order_without_accents(opened):
    library = StoreLibrary(opened())
    found = [hit.label for hit in library.search("CHEMIE emmen", "nl")]
    assert any("Emmen" in label and "chemie" in label.casefold() for label in found)
    assert library.search("   ", "nl") == []
