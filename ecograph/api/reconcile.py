"""``/reconcile``: the Reconciliation Service API 0.2 over HTTP.

The law of this file: it translates between HTTP and ``linking.reconciliation`` and decides nothing. Every answer is
JSON that the official schemas accept, may be read from any origin (CORS), and comes as JSONP where a callback is given.
"""

from __future__ import annotations

import functools
import html
import json
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from ecograph.errors import CallerError, EcoGraphError, LimitReached, UnknownName
from ecograph.linking.reconciliation import Candidate, Day, Reference, Service, Thing, parse_query
from ecograph.linking.reconciliation.service import MAX_BATCH, known_type, say
from ecograph.linking.reconciliation.things import ORGANISATION, PROPERTIES, TYPES, Property
from ecograph.texts import Lang, Text, language

#: The names of identifiers and of types: full IRIs, so both spaces are those of RDF.
_IDENTIFIERS, _SCHEMA = "https://w3id.org/ecograph/", "https://w3id.org/ecograph/ns#"
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*){0,5}")
_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type, Accept, Accept-Language, X-Requested-With",
    "Access-Control-Max-Age": "86400",
    "X-Content-Type-Options": "nosniff",
    "Vary": "Accept-Language",
}
_NAME = Text(
    nl="EcoGraph: overheden, kennisinstellingen, gebieden en actoren",
    en="EcoGraph: governments, research organisations, territories and actors",
)
_MOST = Text(nl="Ten hoogste zoveel waarden (0: alle)", en="At most so many values (0: all)")
_PREVIEW = (430, 240)
_Callback = Annotated[str | None, Query(max_length=200)]


@functools.cache
def registers_only() -> Service:
    """Return a service over the registers alone, built once."""
    return Service()


def reconcile_router(
    service: Callable[[], Service] = registers_only, warm: Callable[[], object] = lambda: None
) -> APIRouter:
    """Return the routes of the service.

    Args:
        service: Returns the service to ask; called for each request, so that it may change with the store.
        warm: Called when a client reads the manifest, which is what each does first; must return at once.
    """
    router = APIRouter(prefix="/reconcile", tags=["reconciliation"])

    @router.get("", summary="Manifest, or a batch of queries, or data extension")
    def get(
        request: Request,
        queries: str | None = None,
        extend: str | None = None,
        callback: _Callback = None,
    ) -> Response:
        if queries is None and extend is None:
            warm()
        return _entry(service, request, queries, extend, callback)

    @router.post("", summary="A batch of queries, or data extension, as a form")
    def post(
        request: Request,
        queries: Annotated[str | None, Form(description="A batch of queries as JSON.")] = None,
        extend: Annotated[str | None, Form(description="A data extension query as JSON.")] = None,
        callback: _Callback = None,
    ) -> Response:
        return _entry(service, request, queries, extend, callback)

    @router.options("", include_in_schema=False)
    @router.options("/{path:path}", include_in_schema=False)
    def preflight(path: str = "") -> Response:  # noqa: ARG001
        return Response(status_code=204, headers=_CORS)

    @router.get("/suggest/{what}", summary="Auto-completion of entities, types and properties")
    def suggest(
        request: Request,
        what: str,
        prefix: str = "",
        cursor: int = 0,
        limit: int = 10,
        type: str = "",  # noqa: A002 (the name in the API)
        callback: _Callback = None,
    ) -> Response:
        lang = _lang(request)
        return _answer(lambda: _suggest(service(), what, prefix, max(0, cursor), limit, type, lang), callback)

    @router.get("/flyout/{what}", summary="A few words about an entity, a type or a property")
    def flyout(request: Request, what: str, id: str = "", callback: _Callback = None) -> Response:  # noqa: A002
        lang = _lang(request)
        return _answer(lambda: {"id": id, "html": _flyout(service(), what, id, lang)}, callback)

    @router.get("/properties", summary="Properties that a type can be extended with")
    def properties(request: Request, type: str = "", limit: int = 50, callback: _Callback = None) -> Response:  # noqa: A002
        lang = _lang(request)
        found = service().properties_of(type)[: max(0, limit)]
        body = {"limit": limit, "properties": [_property(p, lang) for p in found]}
        return _answer(lambda: body | ({"type": type} if type else {}), callback)

    @router.get("/preview", summary="A small page about an entity", response_class=HTMLResponse)
    def preview(request: Request, id: str = "") -> Response:  # noqa: A002
        thing = service().things.get(id)
        lang = _lang(request)
        body = _card(thing, lang) if thing else f"<p>{html.escape(_unknown(id).say(lang))}</p>"
        headers = _CORS | {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return HTMLResponse(_page(body, lang), status_code=200 if thing else 404, headers=headers)

    @router.get("/view", summary="To the page of an entity")
    def view(id: str = "") -> Response:  # noqa: A002
        thing = service().things.get(id)  # only to what is known: no open redirect
        if thing is None:
            return _error(UnknownName(Text(nl="entiteit", en="entity"), id, []), None)
        return RedirectResponse(thing.page or thing.id, status_code=303, headers=_CORS)

    return router


router = reconcile_router()


def _entry(
    service: Callable[[], Service], request: Request, queries: str | None, extend: str | None, callback: str | None
) -> Response:
    lang = _lang(request)
    if queries is not None:
        return _answer(lambda: _batch(service(), queries, lang), callback)
    if extend is not None:
        return _answer(lambda: _extended(service(), extend, lang), callback)
    return _answer(lambda: manifest(str(request.url.replace(query="", fragment="")).rstrip("/"), lang), callback)


def _lang(request: Request) -> Lang:
    """Return the language asked for: ``?lang=``, else the first of Accept-Language that is ours, else English."""
    asked = request.query_params.get("lang") or request.headers.get("accept-language", "")
    for part in asked.split(","):
        if part.strip()[:2].lower() in {"nl", "en"}:
            return language(part.strip())
    return "en"


def _answer(make: Callable[[], object], callback: str | None) -> Response:
    """Return what was made as JSON or JSONP; an error as its status with a JSON body."""
    if callback is not None and not _CALLBACK.fullmatch(callback):
        return _error(
            CallerError(
                Text(
                    nl="Een callback is de naam van een JavaScript-functie.",
                    en="A callback is the name of a JavaScript function.",
                )
            ),
            None,
        )
    try:
        body = json.dumps(make(), ensure_ascii=False)
    except EcoGraphError as error:
        return _error(error, callback)
    return _written(body, callback, 200)


def _written(body: str, callback: str | None, status: int) -> Response:
    if callback:
        # U+2028 and U+2029 end a line in old JavaScript; the comment stops content sniffing.
        safe = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
        return Response(f"/**/{callback}({safe});", status, _CORS, "text/javascript; charset=utf-8")
    return Response(body, status, _CORS, "application/json")


def _error(error: EcoGraphError, callback: str | None) -> Response:
    body = {"status": "error", "code": error.code, "message": error.message, "details": error.remedy or ""}
    return _written(json.dumps(body, ensure_ascii=False), callback, error.status)


def manifest(base: str, lang: Lang = "en") -> dict[str, Any]:
    """Return the service manifest (§ 4.1) of a service at ``base``."""
    flyout = "/flyout/{what}?id=${{id}}&lang=" + lang
    return {
        "versions": ["0.1", "0.2"],
        "name": _NAME.say(lang),
        "identifierSpace": _IDENTIFIERS,
        "schemaSpace": _SCHEMA,
        "documentation": "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
        "defaultTypes": [_type(ORGANISATION, lang)],
        "view": {"url": f"{base}/view?id={{{{id}}}}"},
        "preview": {
            "url": f"{base}/preview?id={{{{id}}}}&lang={lang}",
            "width": _PREVIEW[0],
            "height": _PREVIEW[1],
        },
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/suggest/{what}",
                "flyout_service_url": base,
                "flyout_service_path": flyout.format(what=what),
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/properties"},
            "property_settings": [
                {"name": "limit", "label": _MOST.say(lang), "type": "number", "default": 0},
            ],
        },
    }


def _loaded(text: str) -> Mapping[str, Any]:
    try:
        content = json.loads(text)
    except ValueError as error:
        raise CallerError(
            Text(nl=f"De vraag is geen JSON: {error}.", en=f"The query is not JSON: {error}."),
            remedy=Text(nl="Stuur één JSON-object.", en="Send one JSON object."),
        ) from error
    if not isinstance(content, dict):
        raise CallerError(
            Text(nl="Een reeks is één JSON-object.", en="A batch is one JSON object."),
            remedy=Text(nl='Stuur {"q0": {"query": "…"}}.', en='Send {"q0": {"query": "…"}}.'),
        )
    return content


def _batch(service: Service, text: str, lang: Lang) -> dict[str, Any]:
    """Return the results of a batch (§ 4.4)."""
    batch = _loaded(text)
    if len(batch) > MAX_BATCH:
        raise LimitReached(
            Text(nl=f"Een reeks heeft ten hoogste {MAX_BATCH} vragen.", en=f"A batch has at most {MAX_BATCH} queries."),
            remedy=Text(nl="Stuur hem in delen.", en="Send it in parts."),
        )
    queries = {}
    for key, content in batch.items():
        if not isinstance(content, dict):
            raise CallerError(Text(nl=f'Vraag "{key}" is geen JSON-object.', en=f'Query "{key}" is no JSON object.'))
        queries[key] = parse_query(content)
    return {key: {"result": [_candidate(c, lang) for c in service.reconcile(q)]} for key, q in queries.items()}


def _candidate(candidate: Candidate, lang: Lang) -> dict[str, Any]:
    thing = candidate.thing
    return {
        "id": thing.id,
        "name": thing.label,
        "description": say(thing, lang),
        "type": [_type(t, lang) for t in thing.types],
        "score": candidate.score,
        "match": candidate.match,
    }


def _type(iri: str, lang: Lang) -> dict[str, Any]:
    known = known_type(iri)
    return {"id": iri, "name": known.name.say(lang)}


def _property(known: Property, lang: Lang) -> dict[str, str]:
    return {"id": known.id, "name": known.name.say(lang)}


def _suggest(
    service: Service, what: str, prefix: str, skip: int, limit: int, type_id: str, lang: Lang
) -> dict[str, Any]:
    """Return suggestions (§ 6.1 entities, § 6.2 properties, § 6.3 types)."""
    number = max(1, min(50, limit))
    if what == "entity":
        things = service.suggest(prefix, types=[type_id] if type_id else (), limit=number, skip=skip)
        return {
            "result": [
                {
                    "id": t.id,
                    "name": t.label,
                    "description": say(t, lang),
                    "notable": [_type(x, lang) for x in t.types],
                }
                for t in things
            ]
        }
    typed = prefix.casefold().strip()
    if what == "type":
        found = [t for t in TYPES.values() if _typed(typed, t.id, t.name)]
        rows = [_type(t.id, lang) | {"broader": [_type(b, lang) for b in t.broader]} for t in found]
    elif what == "property":
        rows = [_property(p, lang) for p in PROPERTIES.values() if _typed(typed, p.id, p.name)]
    else:
        raise UnknownName(Text(nl="soort suggestie", en="kind of suggestion"), what, ["entity", "property", "type"])
    return {"result": rows[skip : skip + number]}


def _typed(prefix: str, iri: str, name: Text) -> bool:
    return any(w.startswith(prefix) for n in name.values() for w in (n.casefold(), *n.casefold().split())) or (
        bool(prefix) and iri.casefold().endswith(prefix)
    )


def _extended(service: Service, text: str, lang: Lang) -> dict[str, Any]:
    """Return the answer to a data extension query (§ 8.2)."""
    content = _loaded(text)
    ids, wanted = content.get("ids"), content.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list) or not all(isinstance(i, str) for i in ids):
        raise CallerError(
            Text(
                nl='Een uitbreidingsvraag heeft lijsten "ids" en "properties".',
                en='A data extension query has lists of "ids" and "properties".',
            )
        )
    if len(ids) > MAX_BATCH:
        raise LimitReached(
            Text(
                nl=f"Een uitbreidingsvraag heeft ten hoogste {MAX_BATCH} ids.",
                en=f"A data extension query has at most {MAX_BATCH} ids.",
            ),
            remedy=Text(nl="Stuur hem in delen.", en="Send it in parts."),
        )
    pairs = []
    for item in wanted:
        if not isinstance(item, dict) or not isinstance(item.get("id"), str):
            raise CallerError(
                Text(
                    nl='Een eigenschap om mee uit te breiden heeft een "id".',
                    en='A property to extend with has an "id".',
                )
            )
        if item["id"] not in PROPERTIES:
            raise UnknownName(Text(nl="eigenschap", en="property"), item["id"], list(PROPERTIES))
        settings = item.get("settings")
        pairs.append((item["id"], settings if isinstance(settings, dict) else {}))
    rows = service.extend(ids, pairs)
    meta = []
    for pid, _ in pairs:
        known = PROPERTIES[pid]
        of_entity = {"type": _type(ORGANISATION, lang)} if known.value == "entity" else {}
        meta.append(_property(known, lang) | of_entity)
    return {
        "meta": meta,
        "rows": {i: {p: [_value(v) for v in values] for p, values in row.items()} for i, row in rows.items()},
    }


def _value(value: object) -> dict[str, object]:
    """Return a value in the form of § 8.2."""
    if isinstance(value, Reference):
        return {"id": value.id, "name": value.name}
    if isinstance(value, Day):
        return {"date": f"{value.iso}T00:00:00Z"}
    if isinstance(value, int):
        return {"int": value}
    return {"float": value} if isinstance(value, float) else {"str": str(value)}


def _flyout(service: Service, what: str, iri: str, lang: Lang) -> str:
    if what == "entity" and iri in service.things:
        return _card(service.things[iri], lang)
    if what == "type" and iri in TYPES:
        return f"<p><strong>{html.escape(TYPES[iri].name.say(lang))}</strong><br>{html.escape(iri)}</p>"
    if what == "property" and iri in PROPERTIES:
        return f"<p><strong>{html.escape(PROPERTIES[iri].name.say(lang))}</strong><br>{html.escape(iri)}</p>"
    raise UnknownName(what, iri, [])


def _unknown(iri: str) -> Text:
    return Text(nl=f"Hier is niets bekend als {iri}.", en=f"Nothing is known here as {iri}.")


def _card(thing: Thing, lang: Lang) -> str:
    """Return a few lines of HTML about a thing; every text in it is escaped."""
    rows = []
    for pid, values in thing.properties.items():
        texts = [v.name if isinstance(v, Reference) else v.iso if isinstance(v, Day) else str(v) for v in values]
        shown = ", ".join(texts[:4]) + ("…" if len(texts) > 4 else "")
        rows.append(f"<dt>{html.escape(PROPERTIES[pid].name.say(lang))}</dt><dd>{html.escape(shown)}</dd>")
    link = html.escape(thing.page or thing.id, quote=True)
    return (
        f"<h1>{html.escape(thing.label)}</h1><p>{html.escape(say(thing, lang))}<br>"
        f'<a href="{link}" target="_blank" rel="noopener">{html.escape(thing.id)}</a></p><dl>{"".join(rows)}</dl>'
    )


def _page(body: str, lang: Lang) -> str:
    style = (
        "body{font:13px/1.4 system-ui,sans-serif;margin:8px;color:#1b1b1b;background:#fff}"
        "h1{font-size:15px;margin:0 0 4px}p{margin:0 0 6px}a{color:#00539b;overflow-wrap:anywhere}"
        "dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 10px;margin:0}dt{color:#595959}dd{margin:0}"
    )
    return (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>EcoGraph</title>'
        f"<style>{style}</style></head><body>{body}</body></html>"
    )
