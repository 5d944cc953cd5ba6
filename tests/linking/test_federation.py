"""Nobody can make this machine talk to what is not on the list."""

from __future__ import annotations

import json

import pytest

from ecograph.errors import LimitReached, QueryRefused, StoreError, UnknownName
from ecograph.linking import federation
from ecograph.linking.federation import Limits, ask, fetch, is_public

ADDRESS = "https://api.ror.org/v2/organizations?page=1"
PUBLIC = "185.15.59.224"


class Said:
    """An answer as a server would give it."""

    def __init__(self, status=200, body=b"{}", headers=None):
        self.status, self.body, self.headers = status, body, headers or {}

    def getheader(self, name):
        return self.headers.get(name)

    def read(self, amount):
        part, self.body = self.body[:amount], self.body[amount:]
        return part


def given(answer, address=PUBLIC):
    asked = []

    def opener(request, target, seconds):
        asked.append((request, target, seconds))
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return {"resolver": lambda _: [address] if isinstance(address, str) else address, "opener": opener}, asked


@pytest.mark.parametrize(
    "address",
    [
        "http://api.ror.org/",
        "https://evil.example/",
        "https://api.ror.org.evil.example/",
        "https://api.ror.org@evil.example/",
        "https://user:pass@api.ror.org/",
        "https://api.ror.org:8443/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "file:///etc/passwd",
        "https://api.ror.org\\@evil.example/",
        "https://api.ror.org/\r\nHost: evil.example",
        "gopher://api.ror.org/",
        "",
    ],
)
def test_an_address_that_is_not_on_the_list_is_refused(address):
    how, asked = given(Said())
    with pytest.raises(QueryRefused, match="On the list"):
        fetch(address, **how)
    assert asked == []


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
        "::1", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "255.255.255.255",
    ],
)  # fmt: skip
def test_a_host_that_leads_to_a_private_address_is_refused(address):
    assert not is_public(address)
    for found in (address, [PUBLIC, address], []):
        how, asked = given(Said(), [] if found == [] else found)
        with pytest.raises(QueryRefused, match="not public"):
            fetch(ADDRESS, **how)
        assert asked == []


def test_the_checked_address_is_the_one_connected_to():
    how, asked = given(Said(body=b'{"a": 1}'))
    assert fetch(ADDRESS, **how) == b'{"a": 1}'
    [(request, target, _)] = asked
    assert (request.host, request.path, target) == ("api.ror.org", "/v2/organizations?page=1", PUBLIC)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status):
    how, asked = given(Said(status, headers={"Location": "http://127.0.0.1/"}))
    with pytest.raises(QueryRefused, match="not followed"):
        fetch(ADDRESS, **how)
    assert len(asked) == 1


def test_limits_of_size_and_time(monkeypatch):
    how, _ = given(Said(body=b"x" * 3_000_000))
    with pytest.raises(LimitReached, match="larger than 2 MB"):
        fetch(ADDRESS, limits=Limits(megabytes=2), **how)
    how, _ = given(Said(headers={"Content-Length": "3000000"}))
    with pytest.raises(LimitReached, match="larger"):
        fetch(ADDRESS, limits=Limits(megabytes=2), **how)
    how, _ = given(TimeoutError())
    with pytest.raises(LimitReached, match="20 seconds"):
        fetch(ADDRESS, **how)
    ticks = iter(range(0, 1000, 15))
    monkeypatch.setattr(federation.time, "monotonic", lambda: next(ticks))
    how, _ = given(Said(body=b"x" * 500_000))  # a server that drips
    with pytest.raises(LimitReached, match="did not answer within"):
        fetch(ADDRESS, **how)


def test_nothing_there_an_error_and_no_network():
    how, _ = given(Said(404))
    assert fetch(ADDRESS, **how) is None
    how, _ = given(Said(500))
    with pytest.raises(StoreError, match="status 500"):
        fetch(ADDRESS, **how)
    how, _ = given(OSError("no route"))
    with pytest.raises(StoreError, match=r"out of reach.*without one"):
        fetch(ADDRESS, **how)


def test_asking_sparql():
    rows = {
        "head": {"vars": ["x"]},
        "results": {"bindings": [{"x": {"type": "uri", "value": "http://www.wikidata.org/entity/Q772"}}]},
    }
    how, asked = given(Said(body=json.dumps(rows).encode()))
    assert ask("wikidata", "SELECT ?x {}", **how) == [{"x": "http://www.wikidata.org/entity/Q772"}]
    assert asked[0][0].body == b"query=SELECT+%3Fx+%7B%7D"
    how, _ = given(Said(body=b"<html>"))
    with pytest.raises(StoreError, match="something else"):
        ask("wikidata", "SELECT ?x {}", **how)
    with pytest.raises(UnknownName, match='Did you mean "wikidata"'):
        ask("wikdata", "")
    with pytest.raises(QueryRefused, match="no SPARQL"):
        ask("tooi", "")


def test_what_a_refresh_fetches_is_on_the_list():
    from ecograph.linking.registers import updates

    addresses = [updates._TOOI.format(name=n, number=1) for n in updates.TOOI_LISTS]
    addresses += [updates._ROR.format(page=1), updates._GDP]
    assert {federation.checked(a).host for a in addresses} == {
        "repository.officiele-overheidspublicaties.nl", "api.ror.org", "ec.europa.eu",
    }  # fmt: skip


def test_a_refresh_without_a_network_says_so_in_both_languages(monkeypatch):
    from ecograph.linking import registers

    def unreachable(host):
        raise OSError(f"no name service for {host}")

    monkeypatch.setattr(federation.fetch, "__kwdefaults__", federation.fetch.__kwdefaults__ | {"resolver": unreachable})
    with pytest.raises(StoreError) as caught:
        registers.diff("tooi", federation.download)
    assert "niet bereikbaar" in caught.value.say("nl")
    assert "out of reach" in caught.value.say("en")
