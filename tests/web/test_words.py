"""Every text of the interface exists in both languages, is used, and takes the same facts."""

from __future__ import annotations

import re
import string

import pytest

from ecograph import assets
from ecograph.api.pages.words import WORDS
from ecograph.api.pages.words_query import SCRIPT

TEMPLATES = "\n".join(p.read_text(encoding="utf-8") for p in sorted((assets.web() / "templates").rglob("*.html")))
PAGES = "\n".join(p.read_text(encoding="utf-8") for p in sorted((assets.web() / "pages").glob("[!w]*.py")))
SCRIPTS = "\n".join(
    p.read_text(encoding="utf-8") for p in sorted((assets.web() / "static").rglob("*.js")) if p.parent.name != "bundles"
)


def facts(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("text", [*WORDS.values(), *SCRIPT.values()], ids=[*WORDS, *SCRIPT])
def test_both_languages_take_the_same_facts(text):
    assert text["nl"].strip()
    assert text["en"].strip()
    assert facts(text["nl"]) == facts(text["en"])


def test_every_text_that_a_template_names_exists():
    named = set(re.findall(r'\bt\(\s*["\']([\w.]+)["\']\s*[,)]', TEMPLATES)) | set(
        re.findall(r'say\("([\w.]+)"', PAGES)
    )
    assert named
    assert named <= set(WORDS)


def test_every_text_is_used():
    stems = (
        set(re.findall(r'["\']([\w.]+\.)["\'] ~', TEMPLATES))
        | set(re.findall(r'f"([\w.]+\.){', PAGES))
        | set(re.findall(r'startswith\("([\w.]+\.)"', PAGES))
    )
    unused = [
        k
        for k in WORDS
        if f'"{k}"' not in TEMPLATES + PAGES and f"'{k}'" not in TEMPLATES and not k.startswith(tuple(stems))
    ]
    assert unused == []
    built = tuple(re.findall(r"words\[`(\w+)\$\{", SCRIPTS))
    assert [k for k in SCRIPT if not re.search(rf"words\.{k}\b", SCRIPTS) and not k.startswith(built)] == []


def test_no_sentence_stands_in_a_template():
    without_code = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", TEMPLATES, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", without_code)
    words = [
        w
        for w in re.findall(r"[A-Za-z]{2,}", text)
        if w not in {"EcoGraph", "doi", "PNG", "SVG", "JSON", "Turtle", "GraphML"}
    ]
    assert words == []


def test_every_column_of_a_ready_question_has_a_name_in_both_languages():
    from ecograph.api.pages.words_columns import _WORDS
    from ecograph.engine.queries import ready

    columns = {column.removesuffix("Label") for query in ready().values() for column in query.columns}
    assert columns - set(_WORDS) == set()
