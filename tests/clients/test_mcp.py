"""``ecograph mcp`` as a client of the official package meets it, over standard input and output."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from ecograph.clients.tools import MOST_ROWS, NOTICE


def talk(data_dir: Path, *calls: tuple[str, dict[str, Any]]) -> list[Any]:
    """Return the tools, and what each call gave: whether it is an error, and its text."""

    async def conversation() -> list[Any]:
        command = StdioServerParameters(
            command=sys.executable, args=["-m", "ecograph", "mcp", "--data-dir", str(data_dir), "--lang", "en"]
        )
        async with Client(command, read_timeout_seconds=100) as client:
            found: list[Any] = [(await client.list_tools()).tools]
            for name, arguments in calls:
                result = await client.call_tool(name, arguments)
                found.append((bool(result.is_error), result.content[0].text))
            return found

    return asyncio.run(conversation())


@pytest.mark.enable_socket
def test_a_conversation(data_dir: Path) -> None:
    tools, *answers = talk(
        data_dir,
        ("find_questions", {"text": "missing preconditions"}),
        ("ask_question", {"question": "gaps", "parameters": {"ecosystem": "emmen-chemistry"}, "limit": 3}),
        ("ask_question", {"question": "gaps", "parameters": {"ecosystem": "emmen"}}),
        ("describe_class", {"name": "Initiative"}),
        ("describe_class", {"name": "Initiatief"}),
        ("run_query", {"sparql": "SELECT (COUNT(*) AS ?n) WHERE { ?a a eco:SteeringStructure }"}),
        ("run_query", {"sparql": "SELECT * WHERE { ?s ?p }"}),
        ("run_query", {"sparql": "INSERT DATA { <a:a> <a:b> <a:c> }"}),
        ("run_query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}),
        ("run_query", {"sparql": "SELECT * { ?s ?p ?o }", "limit": MOST_ROWS + 1}),
    )
    assert {t.name for t in tools} == {"find_questions", "ask_question", "describe_class", "run_query"}
    assert all(t.annotations.read_only_hint and t.description for t in tools)
    questions, gaps, wrong, described, unknown, counted, broken, written, fetched, many = answers
    assert json.loads(questions[1])["questions"][0]["id"] == "gaps"
    answer = json.loads(gaps[1])
    assert (len(answer["rows"]), answer["cut"], answer["notice"]) == (3, True, NOTICE)
    assert wrong[0]
    assert "bad-parameter" in wrong[1]
    assert "emmen-chemistry" in wrong[1]
    properties = {p["property"]: p["things"] for p in json.loads(described[1])["properties"]}
    assert properties["rdfs:label"] == properties["eco:statedIn"] >= 1
    assert unknown[0]
    assert "eco:Initiative" in unknown[1]
    assert json.loads(counted[1])["rows"][0]["n"] >= 1
    for error, code in (
        (broken, "query-syntax"),
        (written, "query-syntax"),
        (fetched, "query-refused"),
        (many, "bad-call"),
    ):
        assert error[0]
        assert code in error[1]
