"""The log of the service: which lines there are, by the setting, and never the text of a query."""

from __future__ import annotations

import json
import logging
from datetime import datetime

import pytest

from ecograph.api.asgi import Record
from ecograph.api.operation import Watch, log_to_stderr


@pytest.fixture(autouse=True)
def quiet_again():
    logger = logging.getLogger("ecograph")
    kept = (logger.handlers[:], logger.level, logger.propagate)
    logger.handlers.clear()
    yield
    logger.handlers[:], logger.propagate = kept[0], kept[2]
    logger.setLevel(kept[1])


@pytest.mark.parametrize(("wanted", "lines"), [("off", 0), ("slow", 1), ("requests", 2)])
def test_lines_are_those_that_the_setting_wants(capsys, wanted, lines):
    log_to_stderr(wanted)
    watch = Watch(slow_seconds=0.5)
    for seconds in (0.1, 0.9):
        watch._note({"method": "GET", "path": "/sparql"}, Record("query", "abc", 200, "ok"), seconds)
    written = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert len(written) == lines
    assert all(line["query"] == "abc" for line in written)
    assert all(datetime.fromisoformat(line["time"]).tzinfo is not None for line in written)
    assert [line["ms"] for line in written if line.get("slow")] == ([900.0] if lines else [])
