"""Only declared proxies are believed about who asks and how; limits count by the client's own address."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from pulang.web.operation import proxies
from pulang.web.operation.networks import client_of, networks

PROXY, CLIENT, OTHER = "10.0.0.5", "203.0.113.7", "198.51.100.9"
KNOWN = networks("10.0.0.0/24, ::1")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (CLIENT, CLIENT),
        (f"{OTHER}, {CLIENT}", CLIENT),
        (f"{OTHER}, {CLIENT}, 10.0.0.9", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        ("", PROXY),
        ("unknown", PROXY),
        (f"{OTHER}, unknown", PROXY),
        ("10.0.0.9", PROXY),
    ],
)
def test_the_client_is_the_last_that_is_no_proxy_of_ours(line: str, expected: str) -> None:
    assert client_of(PROXY, {"HTTP_X_FORWARDED_FOR": line}, KNOWN) == expected


@pytest.fixture
def limited(settings: Any) -> None:
    settings.PULANG_TRUSTED_PROXIES = KNOWN
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "login_failed": "3/15m/ip"}
    cache.clear()


def refused(peer: str, line: str, times: int = 5) -> list[int]:
    """The answers to wrong passwords for as many names, all through one connection."""
    client = Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=line)
    return [client.post("/account/login/", {"login": f"nobody{n}", "password": "x"}).status_code for n in range(times)]


@pytest.mark.usefixtures("db", "limited")
def test_behind_a_declared_proxy_each_client_has_its_own_limit() -> None:
    assert refused(PROXY, CLIENT)[-1] == 429
    assert refused(PROXY, OTHER, 1) == [200]


@pytest.mark.usefixtures("db", "limited")
def test_what_a_client_writes_in_front_of_its_address_does_not_help_it() -> None:
    assert refused(PROXY, f"192.0.2.1, {CLIENT}")[-1] == 429
    assert refused(PROXY, f"192.0.2.2, {CLIENT}", 1) == [429]


@pytest.mark.usefixtures("db", "limited")
def test_nobody_else_can_pretend_to_be_another() -> None:
    assert refused(CLIENT, "192.0.2.1")[-1] == 429
    assert refused(CLIENT, "192.0.2.2", 1) == [429]


@pytest.mark.usefixtures("db")
def test_a_scheme_counts_only_when_a_declared_proxy_states_it(settings: Any) -> None:
    settings.PULANG_TRUSTED_PROXIES = KNOWN
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 60
    told = [
        Client(REMOTE_ADDR=peer, HTTP_X_FORWARDED_PROTO="https").get("/account/login/").headers
        for peer in (PROXY, CLIENT)
    ]
    assert ["Strict-Transport-Security" in headers for headers in told] == [True, False]


@pytest.mark.usefixtures("db")
def test_headers_from_an_undeclared_proxy_are_remembered_for_the_check() -> None:
    cache.clear()
    Client().get("/health")
    assert cache.get(proxies.UNDECLARED) is None
    Client(HTTP_X_FORWARDED_FOR=CLIENT).get("/health")
    assert cache.get(proxies.UNDECLARED) is True
    cache.clear()
