"""The canvas as one picture, for a report or a slide: SVG that needs no font, style sheet or page around it.

The law of this file: text goes in escaped and wrapped, a level is a colour, a sign and a word, and nothing in the
picture refers to anything outside it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from ecograph.api.pages.view import templates
from ecograph.texts import Lang

WIDTH = 1600
_MARGIN, _NAMES, _COLUMNS, _GAP = 48, 220, 5, 12
_TILE_WIDTH = (WIDTH - 2 * _MARGIN - _NAMES - (_COLUMNS - 1) * _GAP) / _COLUMNS
_TILE_HEIGHT = 84

#: Per level: tone, ground, edge, whether the edge is dashed. The light scheme of base.css.
_LOOKS: dict[str, tuple[str, str, str, bool]] = {
    "Sufficient": ("#0d6b56", "#e1f1ec", "#9fcfc0", False),
    "Partial": ("#8a5200", "#fcf0d8", "#e6c68a", False),
    "Absent": ("#a3241d", "#fae3df", "#e3a8a1", False),
    "Need": ("#6a3d8f", "#f1e8f7", "#ccb3dd", False),
}
_OPEN = ("#55616e", "#ffffff", "#a9b0b8", True)

#: What the classes of the signs in templates/parts/level.html mean, for a tone.
_DRAWN: dict[str, str] = {
    "fill": 'fill="{0}"',
    "ring": 'fill="none" stroke="{0}" stroke-width="2"',
    "dashed": 'fill="none" stroke="{0}" stroke-width="1.5" stroke-dasharray="2.6 2.2"',
    "thin": 'fill="none" stroke="{0}" stroke-width="1.7" stroke-linecap="round"',
    "mark": 'fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"',
}
_FONT = "'Source Sans 3', 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a picture of a canvas shows, in one language.

    Attributes:
        groups: Per group its name and, per precondition, notation, name and level.
        legend: Levels with their text, in the order in which they are shown.
        words: What each level is called.
        foot: The sources.
    """

    title: str
    subtitle: str
    groups: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    legend: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
    foot: str
    lang: Lang


def clean(text: str) -> str:
    """Return a text as it may stand in XML, without characters that turn the direction of what follows.

    >>> clean("<b>a & b" + chr(0x202E))
    '&lt;b&gt;a &amp; b'
    """
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]", "", text))


def wrapped(text: str, width: float, size: float, most: int) -> list[str]:
    """Return a text in lines that fit, at most so many; what does not fit ends in an ellipsis.

    Args:
        text: What is written.
        width: Of a line, in pixels.
        size: Of the letters, in pixels; a letter is taken to be 0.6 of it wide.
        most: Number of lines.

    >>> wrapped("Ondersteuning van pilotprojecten", 130, 16, 2)
    ['Ondersteuning', 'van…']
    """
    room = max(4, int(width / (0.6 * size)))
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [line for line in lines if line]
    cut = len(lines) > most
    lines = lines[:most]
    fitting = [line if len(line) <= room else line[: room - 1] + "…" for line in lines]
    if cut and not fitting[-1].endswith("…"):
        fitting[-1] = fitting[-1][: room - 1] + "…"
    return fitting


def _text(
    x: float, y: float, text: str, *, size: float = 18, weight: int = 400, fill: str = "#1c2733", end: str = "start"
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" font-weight="{weight}" fill="{fill}" text-anchor="{end}">'
        f"{clean(text)}</text>"
    )


@functools.cache
def _shapes(level: str, tone: str) -> str:
    """Return the shapes of a sign, from the one template that draws it, with a colour of their own."""
    macro = str(templates().get_template("parts/level.html").module.sign(level))  # type: ignore[attr-defined]
    bare = re.sub(r"</?svg[^>]*>", "", macro).strip()
    return re.sub(r'class="(\w+)"', lambda found: _DRAWN[found[1]].replace("{0}", tone), bare)


def _sign(level: str, x: float, y: float, size: float, tone: str) -> str:
    return f'<g transform="translate({x:g} {y:g}) scale({size / 20:g})">{_shapes(level, tone)}</g>'


def canvas_svg(sheet: Sheet) -> str:
    """Return a canvas as the text of an SVG file, 1600 pixels wide and as high as it needs.

    >>> one = (("Sturing", (("P01", "Gedeelde propositie", "Partial"),)),)
    >>> picture = canvas_svg(Sheet("Emmen", "2016", one, (("Partial", "deels 1"),), {"Partial": "deels"}, "bron", "nl"))
    >>> picture.startswith('<svg xmlns="http://www.w3.org/2000/svg"'), "Gedeelde propositie" in picture
    (True, True)
    """
    parts = [_text(_MARGIN, 86, sheet.title, size=44, weight=700)]
    y = 122.0
    for line in wrapped(sheet.subtitle, WIDTH - 2 * _MARGIN, 20, 2):
        parts.append(_text(_MARGIN, y, line, size=20, fill="#55616e"))
        y += 28
    x = float(_MARGIN)
    y += 8
    for level, words in sheet.legend:
        tone = _LOOKS.get(level, _OPEN)[0]
        parts += [_sign(level, x, y - 17, 22, tone), _text(x + 30, y, words, size=19, weight=600, fill=tone)]
        x += 30 + len(words) * 11 + 30
    y += 34
    for name, tiles in sheet.groups:
        parts.append(f'<path d="M{_MARGIN} {y:g}H{WIDTH - _MARGIN}" stroke="#dedad0"/>')
        y += 18
        for number, line in enumerate(wrapped(name, _NAMES - 12, 19, 3)):
            parts.append(_text(_MARGIN, y + 24 + 24 * number, line, size=19, weight=700))
        for number, (notation, label, level) in enumerate(tiles):
            left = _MARGIN + _NAMES + (number % _COLUMNS) * (_TILE_WIDTH + _GAP)
            parts += _tile(left, y + (number // _COLUMNS) * (_TILE_HEIGHT + _GAP), notation, label, level, sheet.words)
        rows = max(1, -(-len(tiles) // _COLUMNS))
        y += rows * (_TILE_HEIGHT + _GAP) + 8
    y += 20
    for line in wrapped(sheet.foot, WIDTH - 2 * _MARGIN, 16, 3):
        parts.append(_text(_MARGIN, y, line, size=16, fill="#55616e"))
        y += 22
    parts.append(_text(WIDTH - _MARGIN, y + 4, "EcoGraph · CC BY 4.0", size=16, fill="#55616e", end="end"))
    height = round(y + 36)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang={quoteattr(sheet.lang)} viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{_FONT}">'
        f"<title>{clean(sheet.title)}</title><desc>{clean(sheet.subtitle)}</desc>"
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )


def _tile(x: float, y: float, notation: str, label: str, level: str, words: Mapping[str, str]) -> list[str]:
    tone, ground, edge, dashed = _LOOKS.get(level, _OPEN)
    dash = ' stroke-dasharray="4 3"' if dashed else ""
    bar = "" if dashed else f'<path d="M{x + 2.5:g} {y + 6:g}v{_TILE_HEIGHT - 12}" stroke="{tone}" stroke-width="5"/>'
    lines = wrapped(label[:1].upper() + label[1:], _TILE_WIDTH - 30, 16.5, 2)
    return [
        (
            f'<rect x="{x:g}" y="{y:g}" width="{_TILE_WIDTH:g}" height="{_TILE_HEIGHT}" rx="8" fill="{ground}" '
            f'stroke="{edge}"{dash}/>'
        ),
        bar,
        _sign(level, x + 16, y + 11, 19, tone),
        _text(x + 42, y + 27, words.get(level, level), size=16, weight=600, fill=tone),
        _text(x + _TILE_WIDTH - 14, y + 27, notation[:12], size=16, fill="#55616e", end="end"),
        *(
            _text(x + 16, y + 51 + 21 * n, line, size=16.5, weight=600 if not dashed else 400)
            for n, line in enumerate(lines)
        ),
    ]
