from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from ecograph.api.reconcile import reconcile_router
from ecograph.linking.reconciliation import Reference, Service, Thing
from ecograph.texts import Text

ROOT = Path(__file__).resolve().parents[2]
ACTOR = "https://w3id.org/ecograph/ns#Actor"
KPLUSV = "https://w3id.org/ecograph/id/emmen-chemistry/actor/kplusv"


@pytest.fixture(scope="session")
def study() -> Path:
    folder = Path(os.environ.get("ECOGRAPH_SHARED", ROOT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"the study folder is not there ({folder}); set ECOGRAPH_SHARED to where it is")
    return folder / "data"


@pytest.fixture(scope="session")
def service() -> Service:
    emmen = "https://w3id.org/ecograph/id/emmen-chemistry"
    actors = [
        Thing(
            KPLUSV,
            "KplusV <script>alert(1)</script>",
            (ACTOR,),
            ("KplusV <script>alert(1)</script>", "KplusV"),
            Text(nl="adviesbureau", en="consultancy"),
            {"ecosystem": (Reference(emmen, "Emmen biobased chemistry"),)},
        ),
        Thing(
            "https://w3id.org/ecograph/id/emmen-chemistry/actor/gemeente-emmen",
            "Gemeente Emmen",
            (ACTOR,),
            ("Gemeente Emmen", "Municipality of Emmen"),
            Text(nl="actor", en="actor"),
        ),
    ]
    return Service(actors)


@pytest.fixture(scope="session")
def app(service) -> FastAPI:
    app = FastAPI()
    app.include_router(reconcile_router(lambda: service))
    return app


@pytest.fixture(scope="session")
def client(app) -> TestClient:
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="session")
def valid(study):
    """Validates a body against one of the official schemas of version 0.2."""
    from jsonschema import Draft7Validator

    folder = study / "reconciliation/0.2/schemas"
    contents = {p.name: json.loads(p.read_text()) for p in folder.glob("*.json")}
    resources = []
    for name, content in contents.items():
        resource = Resource(contents=content, specification=DRAFT7)
        base = content["$id"]
        resources += [(name, resource), (base, resource), (base.rsplit("/", 1)[0] + "/" + name, resource)]
    # The schemas say both specs/0.2/schemas and specs/draft/schemas; type.json is the same.
    for place in ("specs/draft/schemas", "specs/0.2/schemas"):
        resources.append(
            (
                f"https://reconciliation-api.github.io/{place}/type.json",
                Resource(contents=contents["type.json"], specification=DRAFT7),
            )
        )
    registry = Registry().with_resources(resources)

    def check(body, schema):
        validator = Draft7Validator(contents[f"{schema}.json"], registry=registry)
        problems = [e.message for e in validator.iter_errors(body)]
        assert not problems, problems
        return body

    return check
