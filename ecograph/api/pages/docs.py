"""``/docs``: the OpenAPI document as a page, and ``/problem/…``: what each error means.

The law of this file: the page shows what the document says and nothing else, works without a script and loads nothing
from elsewhere; a form on it makes the very call that it describes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response

from ecograph.api.pages.view import language_of, page
from ecograph.errors import UnknownName
from ecograph.questions.views import OPERATORS
from ecograph.texts import Lang, Text

#: What shapes the answer to a question: an example, and the text that explains it.
GRAMMAR = (
    ("filter=level:eq:Absent", "filter"),
    (" ".join(OPERATORS), "operators"),
    ("sort=asc(notation)", "sort"),
    ("limit=50&offset=100", "page"),
    ("format=csv", "format"),
)


@dataclass(frozen=True, slots=True)
class Input:
    """A parameter as a form shows it."""

    name: str
    description: str
    required: bool
    type: str
    choices: tuple[str, ...]
    example: str
    value: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document.

    Attributes:
        form: Whether a plain form can make the call.
        call: The example as a command.
    """

    name: str
    method: str
    path: str
    summary: str
    description: str
    inputs: tuple[Input, ...]
    formats: tuple[str, ...]
    form: bool
    call: str


@dataclass(frozen=True, slots=True)
class Part:
    """The operations of one tag."""

    name: str
    title: str
    operations: tuple[Operation, ...]


def parts(document: Mapping[str, Any], base: str) -> tuple[Part, ...]:
    """Return an OpenAPI document as a page shows it.

    Args:
        document: The document.
        base: Scheme and host, for the example calls.
    """
    by_tag: dict[str, list[Operation]] = {}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            found = _operation(document, base, path, method, operation)
            by_tag.setdefault(operation.get("tags", ["other"])[0], []).append(found)
    titles = {t["name"]: t["description"] for t in document["tags"]}
    order = [*titles, *(t for t in by_tag if t not in titles)]
    return tuple(Part(tag, titles.get(tag, tag), tuple(by_tag[tag])) for tag in order if tag in by_tag)


def _operation(
    document: Mapping[str, Any], base: str, path: str, method: str, operation: Mapping[str, Any]
) -> Operation:
    resolved = [_resolved(document, p) for p in operation.get("parameters", ())]
    inputs = tuple(_input(p) for p in resolved if p["in"] == "query")
    in_path = {p["name"]: _example(p) for p in resolved if p["in"] == "path"}
    example = path
    for name, value in in_path.items():
        example = example.replace("{" + name + "}", value)
    given = {i.name: i.value for i in inputs if i.value}
    address = base + example + (f"?{urlencode(given)}" if given else "")
    bodies = operation.get("requestBody", {}).get("content", {})
    extra = ""
    if "multipart/form-data" in bodies:
        extra = " -F file=@region.ttl"
    elif bodies:
        kind, body = next(iter(bodies.items()))
        extra = f" -H 'Content-Type: {kind}' --data '{body.get('example', '…')}'"
    return Operation(
        name=operation.get("operationId", f"{method}-{path}"),
        method=method.upper(),
        path=path,
        summary=operation.get("summary", path),
        description=operation.get("description", ""),
        inputs=inputs,
        formats=tuple(operation["responses"].get("200", {}).get("content", {})),
        form=method == "get" and not in_path,
        call=f"curl{extra} '{address}'",
    )


def _resolved(document: Mapping[str, Any], parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if "$ref" not in parameter:
        return parameter
    found: Any = document
    for step in parameter["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _example(parameter: Mapping[str, Any]) -> str:
    examples = (parameter.get("example"), *parameter["schema"].get("examples", ()))
    return next((str(e) for e in examples if e is not None), "")


def _input(parameter: Mapping[str, Any]) -> Input:
    schema = parameter["schema"]
    kind = {"integer": "number"}.get(schema.get("type", ""), "date" if schema.get("format") == "date" else "text")
    example = _example(parameter)
    # What must be given is filled in, and what makes an answer one can look at: a form should work at once.
    shown = parameter.get("required") or parameter["name"] in {"ecosystem", "limit"}
    return Input(
        parameter["name"],
        parameter.get("description", ""),
        bool(parameter.get("required")),
        kind,
        tuple(schema.get("enum", ())),
        example,
        example if shown else "json" if parameter["name"] == "format" and "json" in schema.get("enum", ()) else "",
    )


def routes(describe: Callable[[Lang], Mapping[str, Any]], problems: Mapping[str, tuple[Text, Text, Text]]) -> APIRouter:
    """Return the routes of the API's page and of the errors.

    Args:
        describe: Gives the OpenAPI document in a language.
        problems: Title, meaning and remedy by code.
    """
    router = APIRouter(include_in_schema=False)

    @router.get("/docs")
    def api(request: Request) -> Response:
        document = describe(language_of(request))
        base = str(request.base_url).rstrip("/")
        about = document["info"]["description"]
        return page(request, "docs.html", parts=parts(document, base), about=about, grammar=GRAMMAR)

    @router.get("/problem")
    def errors(request: Request) -> Response:
        return page(request, "errors.html", problems=problems, only="")

    @router.get("/problem/{code}")
    def error(request: Request, code: str) -> Response:
        if code not in problems:
            raise UnknownName(Text(nl="foutmelding", en="error"), code, sorted(problems))
        return page(request, "errors.html", problems={code: problems[code]}, only=code)

    return router
