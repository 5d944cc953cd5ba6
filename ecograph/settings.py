"""What an operator can set, on one page, each with the reason for its default.

The law of this file: everything that varies between two installations is here, comes from the environment
(``ECOGRAPH_*``) or from the command line, and nothing else in the package reads the environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from platformdirs import user_data_dir
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The settings of one running EcoGraph.

    >>> Settings(query_seconds=5).query_seconds
    5.0
    """

    model_config = SettingsConfigDict(env_prefix="ECOGRAPH_", extra="ignore")

    store: str | None = Field(
        None, description="SPARQL query endpoint of an existing engine; empty: the embedded store"
    )
    store_update: str | None = Field(None, description="Its address for updates; empty: it is only read")
    store_graphs: str | None = Field(None, description="Its Graph Store Protocol address, for `build`")
    store_user: str | None = Field(None, description="A user name that it knows (HTTP Basic)")
    store_password: SecretStr | None = Field(None, description="The password of that user")
    store_token: SecretStr | None = Field(None, description="A bearer token that it takes instead")
    data_dir: Path = Field(
        default_factory=lambda: Path(user_data_dir("ecograph", appauthor=False)),
        description="Where generations of the embedded store live: the user's own data folder, so no rights are needed",
    )
    decisions: Path | None = Field(
        None,
        description="Where decisions of people about links are kept; empty: a folder of that name in the data folder",
    )
    reviewer: str = Field("", description="Who decides about links here, where no other is named: best an office")
    host: str = Field("127.0.0.1", description="Loopback: nobody else reaches it until the operator says so")
    port: int = Field(8000, description="The next free one is taken when this is busy")
    workers: int = Field(2, ge=1, le=64, description="Processes that evaluate queries: one slow query leaves one free")
    query_seconds: float = Field(
        30.0, gt=0, description="Deadline of one query: longer than any of ours, shorter than patience"
    )
    query_megabytes: int = Field(2048, ge=128, description="Address space of one worker beyond what it starts with")
    query_rows: int = Field(1_000_000, ge=1, description="Rows of one answer; a cut answer says so")
    page_seconds: float = Field(
        15.0, gt=0, description="Deadline of each query behind a page: nobody looks at a blank page for longer"
    )
    page_rows: int = Field(
        250_000, ge=1000, description="Rows of one query behind a page, or triples of one document: ours have 20,000"
    )
    answer_bytes: int = Field(4 << 30, ge=1 << 16, description="Bytes of one answer: more is a download of all data")
    query_bytes: int = Field(64 * 1024, ge=1024, description="Length of a query text: ours are under 4 kB")
    query_depth: int = Field(64, ge=8, description="Nesting of brackets: a few thousand crash the engine")
    lookup_triples: int = Field(
        1_000_000,
        ge=0,
        description="A store of no more triples is kept in memory too once lookups come: 140 bytes each; 0: none",
    )
    lookup_process: bool = Field(
        default=True,
        description="On two processors or more: a process for connections that look up one thing after another",
    )
    queue: int = Field(256, ge=1, description="Requests that may wait for a worker: a lecture hall; then 503")
    upload_bytes: int = Field(50 * 1024 * 1024, ge=1024, description="Largest upload: a large workbook is under 10 MB")
    report_bytes: int = Field(
        32 * 1024 * 1024, ge=1024, description="Largest report of a check, kept in memory: 25,000 findings take 15 MB"
    )
    writable: bool = Field(default=False, description="SPARQL Update and Graph Store writes")
    token: SecretStr | None = Field(None, description="Bearer token for writes")
    update_validation: Literal["off", "report", "reject"] = Field(
        "off",
        description="Structure shapes judge each write to the embedded store: it costs memory for a mirror of all data",
    )
    log: Literal["off", "slow", "requests"] = Field(
        "slow", description="Lines on standard error: requests is for operators; on a laptop only slow queries matter"
    )
    slow_seconds: float = Field(1.0, gt=0, description="From here a query or update is slow: ours take a tenth of it")
    keep_generations: int = Field(5, ge=1, description="Old generations kept, so that an answer can be reproduced")
    publisher_iri: str = Field(
        "https://w3id.org/ecograph/id/agent/publisher", description="Who publishes, in the catalogue; a TOOI IRI if any"
    )
    publisher_name: str = Field("EcoGraph", description="The name of the publisher, as the catalogue says it")
    contact_email: str = Field("", description="An office to write to; empty: the catalogue names none, never a person")
    contact_url: str = Field("https://w3id.org/ecograph/", description="A page to turn to")

    @property
    def decisions_dir(self) -> Path:
        """Return where decisions of people about links are kept."""
        return self.decisions or self.data_dir / "decisions"
