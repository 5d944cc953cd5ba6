"""`ecograph reference`, as a user walks it, in both languages; without a network nothing changes."""

from __future__ import annotations

import pytest

from ecograph.cli import reference
from ecograph.errors import DataError, StoreError, UnknownName
from ecograph.linking import federation
from ecograph.linking.registers import catalogue, registers


@pytest.fixture
def offline(monkeypatch, tmp_path):
    def unreachable(host):
        raise OSError(f"no name service for {host}")

    monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(federation.fetch, "__kwdefaults__", federation.fetch.__kwdefaults__ | {"resolver": unreachable})
    return tmp_path


@pytest.mark.parametrize(("lang", "word"), [("nl", "te verversen"), ("en", "can be refreshed")])
def test_status_says_of_each_register_what_it_is(lang, word, capsys):
    reference.show(lang)
    said = capsys.readouterr().out
    for name, register in registers().items():
        assert name in said
        assert register.title[lang] in said
        assert register.licence in said
        assert register.source in said
        assert register.dated.isoformat() in said
    assert said.count(word) == 3


@pytest.mark.parametrize("command", [reference.compare, reference.update])
@pytest.mark.parametrize("name", ["tooi", "ror", "statistics"])
def test_without_a_network_nothing_changes(command, name, offline):
    with pytest.raises(StoreError) as caught:
        command(name, "nl")
    assert "niet bereikbaar" in caught.value.say("nl")
    assert "out of reach" in caught.value.say("en")
    assert list(offline.iterdir()) == []
    assert not any(r.refreshed for r in registers().values())


def test_what_cannot_be_refreshed_and_what_is_unknown():
    with pytest.raises(DataError, match="comes with a new version"):
        reference.update("nace", "nl")
    with pytest.raises(UnknownName, match='Did you mean "tooi"'):
        reference.compare("toi", "nl")


def test_a_change_is_shown_before_it_is_made_and_then_used(monkeypatch, tmp_path, capsys):
    shipped = catalogue.register("statistics").file("gdp.csv").read_text(encoding="utf-8").splitlines()
    rows = [line.split(",") for line in shipped[1:]]
    answer = "geo,unit,TIME_PERIOD,OBS_VALUE,OBS_FLAG\n" + "\n".join(
        ",".join((geo, unit, year, "999" if n == 0 else value, flag))
        for n, (geo, unit, year, value, flag) in enumerate(rows)
    )
    monkeypatch.setenv("ECOGRAPH_DATA_DIR", str(tmp_path))
    monkeypatch.setattr(reference, "download", lambda _: answer.encode())
    try:
        reference.compare("statistics", "nl")
        assert "→ 999" in capsys.readouterr().out
        assert list(tmp_path.iterdir()) == []
        reference.update("statistics", "en")
        said = capsys.readouterr()
        assert "→ 999" in said.out
        assert "was refreshed" in said.err
        assert "999" in (tmp_path / "reference/statistics/gdp.csv").read_text(encoding="utf-8")
        catalogue.registers.cache_clear()
        reference.show("en")
        assert "refreshed" in capsys.readouterr().out
    finally:
        monkeypatch.undo()
        catalogue.registers.cache_clear()
