"""Names are repaired, taken apart and compared by rules that know no particular name."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecograph.linking import names, vocabulary
from ecograph.linking.registers import bodies


@pytest.mark.parametrize(
    ("damaged", "whole"),
    [
        ("Provincie Frysl̢n", "Provincie Fryslân"),
        ("FryslÃ¢n", "Fryslân"),
        ("Frysl√¢n", "Fryslân"),
        ("Expertisecentrum Maatschappij &amp;amp; Werk", "Expertisecentrum Maatschappij & Werk"),
        ("Bud̩ Innovatie", "Budé Innovatie"),
        ("  twee   spaties ", "twee spaties"),
        ("Café Zoë", "Café Zoë"),
        (unicodedata.normalize("NFD", "Súdwest-Fryslân"), "Súdwest-Fryslân"),
    ],
)
def test_repair(damaged, whole):
    assert names.repair(damaged) == whole


@given(st.text(alphabet=st.characters(codec="latin-1", exclude_categories=["C"]), max_size=40))
def test_repair_leaves_sound_text_alone_and_ends(text):
    once = names.repair(text)
    assert names.repair(once) == once


@given(st.text(max_size=60))
def test_a_key_is_plain_and_stable(text):
    found = names.key(text)
    assert re.fullmatch(r"[a-z0-9\ufffd]*(?: [a-z0-9\ufffd]+)*", found)
    assert names.key(found) == found


@pytest.mark.parametrize(
    ("written", "core", "legal"),
    [
        ("Stichting Wetsus", "wetsus", ("stichting",)),
        ("Paques B.V.", "paques", ("bv",)),
        ("BGRID B V", "bgrid", ("bv",)),
        ("N.V. NOM", "nom", ("nv",)),
        ("Stichting", "stichting", ()),
        ("Sint Jozef", "sint jozef", ()),
        ("ICL EUROPE COOPERATIEF UA", "icl europe", ("ua", "cooperatief")),
    ],
)
def test_legal_forms(written, core, legal):
    found = names.parse(written)
    assert (found.core, found.legal) == (core, legal)


def test_a_remark_is_no_part_of_the_name():
    assert names.parse("Gemeente Terneuzen vanuit OPZuid").remark == "vanuit OPZuid"
    assert names.parse("Piglet Treatment Systems B.V. i.o.").core == "piglet treatment systems"


def test_words_meet_in_one_language():
    assert vocabulary.canonical("technische universiteit delft") == vocabulary.canonical(
        "delft university of technology"
    )
    assert vocabulary.canonical("university medical center utrecht") == vocabulary.canonical("umc utrecht")


def test_the_word_lists_name_no_place():
    places = {names.key(b.name) for b in bodies().values() if b.kind in {"municipality", "province"}}
    lists = (
        vocabulary.DEPARTMENT, vocabulary.MUNICIPAL, vocabulary.BUSINESS, vocabulary.GENERIC, vocabulary.TYPES,
        vocabulary.OF_OTHERS, frozenset(vocabulary.WORDS),
    )  # fmt: skip
    for words in lists:
        assert not words & places


@pytest.mark.parametrize(
    ("frisian", "dutch"), [("Beverwyk", "Beverwijk"), ("Wormerlân", "Wormerland"), ("Flissingen", "Vlissingen")]
)
def test_one_sound_two_spellings(frisian, dutch):
    assert names.sound(frisian) == names.sound(dutch)
