"""Archives with a description in them, and archives that mean harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ecograph.describe.safety import Limits
from ecograph.describe.zipped import unpack
from ecograph.errors import LimitReached, NotADescription, SyntaxProblem


def archive(folder: Path, **members: str | bytes) -> Path:
    path = folder / "region.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return path


def test_csv_files_become_a_folder_and_rdf_a_file(tmp_path):
    found = unpack(archive(tmp_path, **{"region__actors.csv": "a", "region__notes.docx": "b"}), tmp_path / "csv")
    assert [f.name for f in found.iterdir()] == ["actors.csv"]
    assert unpack(archive(tmp_path, **{"region.ttl": "a"}), tmp_path / "rdf").name == "region.ttl"


def test_what_an_archive_claims_is_not_believed(tmp_path):
    out = tmp_path / "in" / "out"
    out.parent.mkdir()
    unpack(archive(tmp_path, **{"..__..__evil.csv": "a", "__etc__passwd.csv": "b"}), out)
    assert {f.name for f in out.iterdir()} == {"evil.csv", "passwd.csv"}
    assert not (tmp_path / "evil.csv").exists()
    bomb = archive(tmp_path, **{"a.csv": b"0" * 3_000_000})
    with pytest.raises(LimitReached):
        unpack(bomb, tmp_path / "bomb", limits=Limits(unpacked_bytes=1_000_000))
    many = archive(tmp_path, **{f"{i}.csv": "a" for i in range(101)})
    with pytest.raises(LimitReached):
        unpack(many, tmp_path / "many")


def test_broken_locked_and_empty_archives_say_so(tmp_path):
    good = archive(tmp_path, **{"a.csv": "a" * 1000}).read_bytes()
    for n, content in enumerate((b"no zip", good[:60], good.replace(b"a.csv", b"a\x00csv"))):
        path = tmp_path / f"{n}.zip"
        path.write_bytes(content)
        with pytest.raises((SyntaxProblem, NotADescription)):
            unpack(path, tmp_path / str(n))
    locked = bytearray(good)
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        at = locked.find(mark) + (6 if mark[2] == 3 else 8)
        locked[at] |= 1
    path = tmp_path / "locked.zip"
    path.write_bytes(bytes(locked))
    with pytest.raises(SyntaxProblem) as refused:
        unpack(path, tmp_path / "locked")
    assert "wachtwoord" in refused.value.say("nl")
    with pytest.raises(NotADescription):
        unpack(archive(tmp_path, **{"readme.docx": "a"}), tmp_path / "nothing")


def test_a_zipped_description_is_read_as_the_folder_is_and_places_name_the_archive(tmp_path):
    from ecograph import build
    from ecograph.describe import read_any, write_csv_folder

    seed = read_any(next(p for p in build.shipped() if p.name == "2016-kplusv"))
    folder = tmp_path / "region"
    write_csv_folder(seed, folder, "en")
    with (folder / "actors.csv").open("a", encoding="utf-8") as actors:
        actors.write("actor/nobody,Niemand,Nobody,No such kind\n")
    packed = tmp_path / "region.zip"
    with zipfile.ZipFile(packed, "w") as opened:
        for file in folder.iterdir():
            opened.write(file, f"region/{file.name}")
    plain, zipped = read_any(folder), read_any(packed)
    assert zipped.graph == plain.graph
    assert [p.code for p in zipped.problems] == [p.code for p in plain.problems] != []
    assert {p.place.file for p in zipped.problems} == {f"{packed}/actors.csv"}
    focus = next(iter(plain.graph))[0]
    assert str(zipped.locator.place(focus)) == str(plain.locator.place(focus)).replace(str(folder), str(packed))
    (folder / "description.ttl").write_text("this is no turtle")
    with zipfile.ZipFile(packed, "w") as opened:
        opened.write(folder / "description.ttl", "description.ttl")
    with pytest.raises(SyntaxProblem) as caught:
        read_any(packed)
    assert str(caught.value.place).startswith(f"{packed}/description.ttl:1")
