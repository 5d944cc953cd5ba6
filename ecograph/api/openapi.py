"""The OpenAPI description: what the framework's routes say of themselves, and what it does not know.

The law of this file: it describes what answers. The routes of the framework come from their own signatures; each
question is an operation of its own, made from its header; the SPARQL endpoint is written down here. The page ``/docs``
shows this document and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

import ecograph
from ecograph.api import problems
from ecograph.api.openapi_texts import ABOUT, PROBLEM, SUMMARIES, TAGS, explained
from ecograph.api.openapi_words import in_our_words
from ecograph.api.questions import FORMATS, LARGEST_PAGE, PAGE, PATH
from ecograph.engine.formats import FORMATS as ANSWERS
from ecograph.engine.queries import Parameter, Query
from ecograph.publish.tables import FORMATS as EXPORTS
from ecograph.questions.views import OPERATORS
from ecograph.terms import SITE
from ecograph.texts import LANGUAGES, Lang, Text

_VIEW: tuple[tuple[str, dict[str, Any], str, Text], ...] = (
    (
        "filter",
        {"type": "array", "items": {"type": "string", "pattern": r"^\w+:\w+(:.*)?$"}},
        "",
        Text(
            nl=f"kolom:bewerking:waarde, mag vaker; bewerkingen: {', '.join(OPERATORS)}.",
            en=f"column:operator:value, may be repeated; operators: {', '.join(OPERATORS)}.",
        ),
    ),
    (
        "sort",
        {"type": "string", "pattern": r"^\s*(asc|desc)\(\w+\)(,(asc|desc)\(\w+\))*$"},
        "",
        Text(nl="asc(kolom) of desc(kolom), meer met komma's.", en="asc(column) or desc(column), several with commas."),
    ),
    (
        "limit",
        {"type": "integer", "minimum": 1},
        "10",
        Text(
            nl=f"Rijen per pagina. JSON: {PAGE} als u niets zegt, hoogstens {LARGEST_PAGE}; andere formaten: alle.",
            en=f"Rows of a page. JSON: {PAGE} where you say nothing, at most {LARGEST_PAGE}; other formats: all.",
        ),
    ),
    ("offset", {"type": "integer", "minimum": 0}, "0", Text(nl="Rijen ervoor.", en="Rows before it.")),
    ("format", {"type": "string", "enum": list(FORMATS)}, "csv", Text(nl="Wint van Accept.", en="Wins over Accept.")),
    (
        "generation",
        {"type": "integer", "minimum": 1},
        "",
        Text(nl="Het antwoord van een eerdere stand.", en="The answer of an earlier state."),
    ),
)
_SCHEMAS: dict[str, dict[str, Any]] = {
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
_CELL = {"type": ["string", "number", "boolean", "null"]}


def describe(app: FastAPI, questions: Iterable[Query], lang: Lang) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document, with its texts in one language.

    Args:
        app: The application with its routes.
        questions: Those that can be asked.
        lang: Of summaries and descriptions.
    """
    document = get_openapi(
        title="EcoGraph",
        version=ecograph.__version__,
        routes=app.routes,
        description=ABOUT[lang],
        openapi_version="3.1.0",
    )
    in_our_words(document, lang)
    paths: dict[str, Any] = document.setdefault("paths", {})
    for path, item in paths.items():
        for method, operation in item.items():
            if text := SUMMARIES.get((method, path)):
                operation["summary"] = text[lang]
    paths |= _endpoint(lang) | _export(lang)
    for path, item in paths.items():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                if meaning := explained(path, parameter.get("name", ""), lang):
                    parameter["description"] = meaning
    paths |= _questions(tuple(questions), lang)
    document["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    used = {tag for item in paths.values() for operation in item.values() for tag in operation["tags"]}
    document["tags"] = [{"name": name, "description": text[lang]} for name, text in TAGS.items() if name in used]
    components = document.setdefault("components", {})
    components.setdefault("schemas", {})["Problem"] = _problem(lang)
    components["parameters"] = {
        name: {"name": name, "in": "query", "schema": schema, "description": text[lang]}
        | ({"example": _typed(schema, example)} if example else {})
        for name, schema, example, text in _VIEW
    }
    words = {
        "400": Text(nl="Een parameter klopt niet.", en="A parameter is not right."),
        "404": Text(nl="Er is niets met die naam.", en="There is nothing of that name."),
        "406": Text(nl="Dat formaat is er niet.", en="There is no such format."),
        "503": Text(nl="Een grens is bereikt.", en="A limit was reached."),
    }
    components["responses"] = {
        f"Problem{status}": {
            "description": text[lang],
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, text in words.items()
    }
    return document


def _problem(lang: Lang) -> dict[str, Any]:
    """Return the schema of an error: the members that every one has, and those that some have."""
    codes = [f"{SITE}problem/{code}" for code in problems.TITLES]
    number: dict[str, Any] = {"type": "integer"}
    text: dict[str, Any] = {"type": "string"}
    types: dict[str, dict[str, Any]] = {
        "status": number,
        "line": number,
        "column": number,
        "choices": {"type": "array", "items": text},
    }
    types["type"] = text | {"format": "uri", "examples": codes[:3]}
    return {
        "type": "object",
        "description": PROBLEM[""][lang],
        "required": ["type", "title", "status", "detail"],
        "properties": {
            name: types.get(name, text) | {"description": said[lang]} for name, said in PROBLEM.items() if name
        },
    }


def _failures(*statuses: str) -> dict[str, Any]:
    return {s: {"$ref": f"#/components/responses/Problem{s}"} for s in statuses}


# --- questions -------------------------------------------------------------------------------------------------------


def _questions(questions: tuple[Query, ...], lang: Lang) -> dict[str, Any]:
    listed = Text(nl="Alle kant-en-klare vragen", en="All ready questions")
    about = Text(nl="Eén vraag: parameters en wat zij kunnen zijn", en="One question: parameters and their choices")
    found: dict[str, Any] = {
        PATH: {"get": _json_operation("list_questions", listed[lang], {"type": "object", "required": ["questions"]})},
        PATH + "/{id}/about": {
            "get": _json_operation("about_question", about[lang], {"type": "object", "required": ["id", "parameters"]})
        },
    }
    meaning = Text(nl="De naam van de vraag, zoals in de lijst", en="The name of the question, as in the list")[lang]
    schema = {"type": "string"}
    named = {"name": "id", "in": "path", "required": True, "description": meaning, "schema": schema, "example": "gaps"}
    found[PATH + "/{id}/about"]["get"] |= {"parameters": [named]}
    found[PATH + "/{id}/about"]["get"]["responses"] |= _failures("404")
    return found | {f"{PATH}/{q.id}": {"get": _question(q, lang)} for q in questions}


def _json_operation(name: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "tags": ["questions"],
        "operationId": name,
        "summary": summary,
        "responses": {"200": {"description": summary, "content": {"application/json": {"schema": schema}}}},
    }


def _question(question: Query, lang: Lang) -> dict[str, Any]:
    answer = {
        "type": "object",
        "required": ["question", "columns", "rows", "total", "next"],
        "properties": {
            "question": {"type": "object"},
            "parameters": {"type": "object"},
            "columns": {"type": "array", "items": {"type": "object", "required": ["name", "type"]}},
            "rows": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": list(question.columns),
                    "properties": dict.fromkeys(question.columns, _CELL),
                },
            },
            "total": {"type": "integer"},
            "next": {"type": ["string", "null"]},
            "generation": {"type": ["integer", "null"]},
        },
    }
    tables = ("text/csv", "text/tab-separated-values", "application/sparql-results+json")
    content: dict[str, Any] = {"application/json": {"schema": answer}} | {t: {} for t in tables}
    content["application/sparql-results+xml"] = {}
    columns = Text(nl="Kolommen: {c}.", en="Columns: {c}.").say(lang, c=", ".join(question.columns))
    return {
        "tags": ["questions"],
        "operationId": "ask_" + question.id.replace("-", "_"),
        "summary": question.title[lang],
        "description": f"{question.question[lang]} {columns}",
        "parameters": [
            *(_parameter(p, lang) for p in question.parameters),
            *({"$ref": f"#/components/parameters/{name}"} for name, *_ in _VIEW),
        ],
        "responses": {
            "200": {
                "description": question.title[lang],
                "content": content,
                "headers": {
                    "ETag": {"schema": {"type": "string"}},
                    "Link": {"schema": {"type": "string"}},
                    "X-Total-Count": {"schema": {"type": "integer"}},
                },
            },
            "304": {"description": Text(nl="Niets veranderd.", en="Nothing changed.")[lang]},
        }
        | _failures("400", "404", "406", "503"),
    }


def _parameter(parameter: Parameter, lang: Lang) -> dict[str, Any]:
    schema = _SCHEMAS.get(parameter.type, {"type": "string"})
    if parameter.name == "lang":
        schema = {"type": "string", "enum": list(LANGUAGES)}
    found = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.label[lang],
        "schema": schema,
    }
    return found | ({"example": _typed(schema, parameter.example)} if parameter.example else {})


def _typed(schema: dict[str, Any], text: str) -> str | int | float:
    if schema.get("type") == "integer":
        return int(text)
    return float(text) if schema.get("type") == "number" else text


# --- the endpoint ----------------------------------------------------------------------------------------------------


def _endpoint(lang: Lang) -> dict[str, Any]:
    content: dict[str, Any] = {f.media_type: {} for f in ANSWERS}
    answer = {"description": Text(nl="Het antwoord.", en="The answer.")[lang], "content": content}
    refused = {
        "description": Text(nl="De vraag mag hier niet.", en="The query may not run here.")[lang],
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    responses = {"200": answer, "403": refused} | _failures("400", "404", "406", "503")
    query = {
        "name": "query",
        "in": "query",
        "required": True,
        "schema": {"type": "string"},
        "example": "SELECT ?ecosystem WHERE { ?ecosystem a eco:InnovationEcosystem } LIMIT 10",
        "description": Text(
            nl="SPARQL 1.1; onze voorvoegsels hoeven niet te worden gedeclareerd.",
            en="SPARQL 1.1; our own prefixes need no declaration.",
        )[lang],
    }
    options = [
        {"name": name, "in": "query", "schema": schema, "description": text[lang]}
        for name, schema, text in (
            (
                "default-graph-uri",
                {"type": "array", "items": {"type": "string"}},
                Text(nl="Standaardgraaf", en="Default graph"),
            ),
            (
                "named-graph-uri",
                {"type": "array", "items": {"type": "string"}},
                Text(nl="Benoemde graaf", en="Named graph"),
            ),
            (
                "format",
                {"type": "string", "enum": [f.name for f in ANSWERS]},
                Text(nl="Wint van Accept", en="Wins over Accept"),
            ),
            (
                "rows",
                {"type": "integer", "minimum": 1},
                Text(nl="Kap af na zoveel rijen", en="Cut off after so many rows"),
            ),
            (
                "timeout",
                {"type": "integer", "minimum": 1},
                Text(nl="Hoogstens zoveel seconden", en="At most so many seconds"),
            ),
            ("generation", {"type": "integer", "minimum": 1}, Text(nl="Een eerdere stand", en="An earlier state")),
        )
    ]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {"query": {"type": "string"}},
    }
    asks = Text(nl="Stel een vraag in SPARQL", en="Ask in SPARQL")
    return {
        "/sparql": {
            "get": {
                "tags": ["sparql"],
                "operationId": "sparql_get",
                "summary": asks[lang],
                "parameters": [query, *options],
                "responses": responses
                | {"304": {"description": Text(nl="Niets veranderd.", en="Nothing changed.")[lang]}},
            },
            "post": {
                "tags": ["sparql"],
                "operationId": "sparql_post",
                "summary": asks[lang],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/sparql-query": {"schema": {"type": "string"}, "example": query["example"]},
                        "application/x-www-form-urlencoded": {"schema": form},
                    },
                },
                "responses": responses
                | {
                    s: {"description": text[lang]}
                    for s, text in (
                        ("413", Text(nl="Te groot.", en="Too large.")),
                        ("415", Text(nl="Dit type wordt niet gelezen.", en="This type is not read.")),
                    )
                },
            },
        }
    }


def _export(lang: Lang) -> dict[str, Any]:
    """Return the operation that gives an answer as a file."""
    said = Text(nl="Het antwoord op een SPARQL-vraag als bestand", en="The answer to a SPARQL query as a file")
    file = {"schema": {"type": "string", "format": "binary"}}
    query = {"name": "query", "in": "query", "required": True, "schema": {"type": "string"}}
    parameters = [
        query | {"example": "SELECT ?ecosystem { ?ecosystem a eco:InnovationEcosystem }"},
        {"name": "format", "in": "query", "schema": {"type": "string", "enum": list(EXPORTS)}, "example": "xlsx"},
        {"name": "generation", "in": "query", "schema": {"type": "integer", "minimum": 1}},
        {"name": "lang", "in": "query", "schema": {"type": "string", "enum": ["nl", "en"]}},
        *({"name": n, "in": "query", "schema": {"type": "string", "enum": ["yes", "no"]}} for n in ("names", "iris")),
    ]
    answer = {"description": said[lang], "content": dict.fromkeys((f.media_type for f in EXPORTS.values()), file)}
    unchanged = {"description": Text(nl="Niets veranderd.", en="Nothing changed.")[lang]}
    refused = {"description": Text(nl="De vraag mag hier niet.", en="The query may not run here.")[lang]}
    return {
        "/api/export": {
            "get": {
                "tags": ["sparql"],
                "operationId": "export_get",
                "summary": said[lang],
                "parameters": parameters,
                "responses": {"200": answer, "304": unchanged, "403": refused} | _failures("400", "404", "406", "503"),
            }
        }
    }
