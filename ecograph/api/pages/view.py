"""How a page is made: the language of a request, the template environment, the headers.

The law of this file: text is escaped unless a template author decides otherwise, and nobody does. An IRI becomes a
link only where its scheme is http or https; every other one stays text.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ecograph import assets
from ecograph.api.pages.words import say
from ecograph.terms import PREFIXES, SITE
from ecograph.texts import LANGUAGES, Lang, pick

#: Everything from this server, nothing inline, no frames, no plug-ins (CSP Level 3).
SECURITY: dict[str, str] = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Vary": "Accept, Accept-Language, Cookie",
}

_MONTHS: dict[Lang, list[str]] = {
    "nl": [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
}


def language_of(request: Request) -> Lang:
    """Return the language of a page: ``?lang=``, else the cookie, else what the browser prefers, else English."""
    for wanted in (request.query_params.get("lang"), request.cookies.get("lang")):
        for lang in LANGUAGES:
            if wanted == lang:
                return lang
    return accepted_language(request.headers.get("accept-language", ""))


def accepted_language(header: str) -> Lang:
    """Return which of our languages an Accept-Language header prefers (RFC 9110 §12.5.4).

    >>> accepted_language("de, nl-NL;q=0.9, en;q=0.5")
    'nl'
    >>> accepted_language("fr")
    'en'
    """
    best: Lang = "en"
    weight = 0.0
    for part in header.split(","):
        tag, _, rest = part.strip().partition(";")
        match = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest) if rest else None
        q = float(match[1]) if match else (0.0 if rest else 1.0)
        for lang in LANGUAGES:
            if re.match(rf"{lang}(-|$)", tag.strip(), flags=re.IGNORECASE) and q > weight:
                best, weight = lang, q
    return best


def date(text: str, lang: Lang) -> str:
    """Return a date, month or year as a person writes it.

    >>> date("2016-03-14", "nl"), date("2016-03", "en"), date("2016", "nl")
    ('14 maart 2016', 'March 2016', '2016')
    """
    match = re.fullmatch(r"(\d{4})-(\d\d)(?:-(\d\d))?", text)
    if not match or not 1 <= int(match[2]) <= 12:
        return text
    day = f"{int(match[3])} " if match[3] else ""
    return f"{day}{_MONTHS[lang][int(match[2]) - 1]} {match[1]}"


def thousands(number: int, lang: Lang) -> str:
    """Return a whole number as a person writes it.

    >>> thousands(36900, "nl"), thousands(36900, "en")
    ('36.900', '36,900')
    """
    return f"{number:,}".replace(",", "." if lang == "nl" else ",")


def href(iri: str) -> str:
    """Return where an IRI leads: to our own page of it, to the web, or nowhere.

    >>> href("https://w3id.org/ecograph/precondition/shared-proposition")
    '/precondition/shared-proposition'
    >>> href("javascript:alert(1)")
    ''

    Two slashes would name another host (RFC 3986 §4.2), so such an IRI keeps its own:

    >>> href("https://w3id.org/ecograph//evil.example")
    'https://w3id.org/ecograph//evil.example'
    """
    if iri.startswith(SITE) and not iri.startswith(("/", "\\"), len(SITE)):
        return "/" + quote(iri.removeprefix(SITE), safe="/#:@!$&'()*+,;=~%-._")
    return iri if re.match(r"https?://[^\s/]", iri, flags=re.IGNORECASE) else ""


def short(iri: str) -> str:
    """Return an IRI with our prefix where one fits.

    >>> short("https://w3id.org/ecograph/ns#Actor")
    'eco:Actor'
    """
    prefix, base = max(
        ((p, b) for p, b in PREFIXES.items() if iri.startswith(b)), key=lambda pair: len(pair[1]), default=("", "")
    )
    return f"{prefix}:{iri.removeprefix(base)}" if prefix else iri


def language_tag(text: str) -> str:
    """Return a language tag as it may stand in HTML; the empty string for what is none (RFC 5646 §2.1, the usual part).

    >>> language_tag("nl-BE"), language_tag("<script>")
    ('nl-BE', '')
    """
    return text if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text) else ""


def passage_lang(texts: Mapping[str, str], lang: Lang) -> str:
    """Return the language tag of the text that ``pick`` takes, so that a screen reader pronounces it right."""
    text = pick(texts, lang)
    return next((tag for tag, value in texts.items() if value == text and language_tag(tag)), lang) if text else lang


@functools.cache
def templates() -> Environment:
    """Return the template environment: escaping on, a missing name is an error."""
    environment = Environment(
        loader=FileSystemLoader(assets.web() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(href=href, short=short, language_tag=language_tag, enumerate=enumerate, sum=sum)
    return environment


def with_parameters(request: Request, **changes: str | None) -> str:
    """Return the address of this page with some parameters changed; None takes one away."""
    values = dict(request.query_params)
    for name, value in changes.items():
        values.pop(name, None)
        if value is not None:
            values[name] = value
    return request.url.path + (f"?{urlencode(values)}" if values else "")


def page(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """Return a rendered page in the language of the request, with the headers that protect it.

    Args:
        request: What was asked; gives language and address.
        template: File name under templates/.
        status: HTTP status.
        context: What the template shows.
    """
    lang = language_of(request)
    html = (
        templates()
        .get_template(template)
        .render(
            lang=lang,
            other="en" if lang == "nl" else "nl",
            path=request.url.path,
            writable=getattr(getattr(request.app.state, "settings", None), "writable", False),
            checks=getattr(request.app.state, "checks", None),
            t=lambda key, **facts: say(key, lang, **facts),
            pick=lambda texts: pick(texts, lang),
            tag=lambda texts: passage_lang(texts, lang),
            join=lambda several: ", ".join(pick(texts, lang) for texts in several),
            date=lambda text: date(text, lang),
            thousands=lambda number: thousands(number, lang),
            here=lambda **changes: with_parameters(request, **changes),
            **context,
        )
    )
    response = HTMLResponse(html, status_code=status, headers={**SECURITY, "Content-Language": lang})
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie("lang", lang, max_age=365 * 24 * 3600, samesite="lax", httponly=True)
    return response
