"""What all tests share."""

import functools
import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The study folder beside the checkout: real data and the W3C suites. Tests that need it say so when it is away."""
    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "design").is_dir():
        pytest.skip("needs the study folder (shared/) beside the checkout, or its path in ECOGRAPH_SHARED")
    return folder


def pytest_configure() -> None:
    """Let the garbage collector look less often: graphs and workbooks are many objects and hardly any garbage."""
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(scope="session", autouse=True)
def each_query_parsed_once() -> Iterator[None]:
    """rdflib takes 0.1 s to parse a query, and pyshacl hands it the same few hundred texts thousands of times.

    What comes of it is what ``prepareQuery`` gives: made to be evaluated again, over any graph and with any bindings.
    """
    from rdflib.plugins.sparql import processor

    parse, translate = processor.parseQuery, processor.translateQuery

    @functools.lru_cache(maxsize=2000)
    def translated(text: str, base: str | None, prefixes: tuple[tuple[str, str], ...] | None) -> object:
        return translate(parse(text), base, None if prefixes is None else dict(prefixes))

    def once(text: object, base: str | None = None, initNs: dict[str, str] | None = None) -> object:  # noqa: N803
        if not isinstance(text, str):
            return translate(text, base, initNs)
        return translated(text, base, None if initNs is None else tuple((p, str(n)) for p, n in initNs.items()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(processor, "translateQuery", once)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files first whose tests may take longest: with two processes, none waits for the other's last file.

    It counts with ``--dist loadfile --no-loadscope-reorder``, as CI runs; the order within a file stays.
    """
    longest: dict[Path, float] = {}
    for item in items:
        mark = item.get_closest_marker("timeout")
        seconds = float(mark.args[0]) if mark and mark.args else 0.0
        longest[item.path] = max(longest.get(item.path, 0.0), seconds)
    items.sort(key=lambda item: -longest[item.path])
