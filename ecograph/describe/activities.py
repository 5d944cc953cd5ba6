"""NACE as words of a cell: the economic activities that a theme may be, from the register in the box.

The law of this file: a cell offers the divisions and reads every level; nothing is read before a cell asks for it.
The register has English names only, so an activity is named in English in both languages.
"""

from __future__ import annotations

from functools import cache

from ecograph.texts import Text

#: The namespace of the activities of NACE Rev. 2.
NACE = "http://data.europa.eu/ux2/nace2/"

_DIVISION = 2  # characters in the code of a division


@cache
def activities() -> dict[str, Text]:
    """Return the activities of NACE Rev. 2, the revision that our themes are matched with: IRI to name.

    Divisions come first, in the order of their codes, then groups and classes, then sections. A semicolon in a name
    became a comma, for in a cell it separates one term from the next.
    """
    return {NACE + code.replace(".", ""): _said(code, label) for code, label in _rows()}


@cache
def divisions() -> tuple[str, ...]:
    """Return the IRIs that the drop-down offers."""
    return tuple(NACE + code for code, _ in _rows() if len(code) == _DIVISION and code.isdigit())


@cache
def by_text() -> dict[str, str]:
    """Return every text that names an activity, in small letters: code, name, or both; to its IRI.

    A name that several levels share means the highest of them; a section is named by its letter after "NACE" only.
    """
    found: dict[str, str] = {}
    for code, label in _rows():
        said = _said(code, label)["en"]
        name = said.removeprefix(f"NACE {code} ")
        texts = [said, f"NACE {code}", f"{code} {name}", f"{code} {label}", f"NACE {code} {label}", name, label]
        for text in [*texts, code] if code[0].isdigit() else texts:
            found.setdefault(" ".join(text.casefold().split()), NACE + code.replace(".", ""))
    return found


def _said(code: str, label: str) -> Text:
    text = f"NACE {code} {label.replace(';', ',')}"
    return Text(nl=text, en=text)


@cache
def _rows() -> tuple[tuple[str, str], ...]:
    from ecograph.linking.registers import layout, register, tables

    rows = [(code, label) for code, _, label in tables.read(register("nace").file("nace-rev-2.csv"), layout.NACE)]
    return tuple(sorted(rows, key=lambda r: (r[0].isalpha(), len(r[0]) > _DIVISION, r[0])))
