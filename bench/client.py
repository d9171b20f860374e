"""Somebody at a browser, for measuring: one connection that is kept open, cookies, and the bytes that came."""

import gzip
import html
import http.client
import re
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from pulang.web.demo.passwords import PASSWORD

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
Form = Mapping[str, str] | list[tuple[str, str]]


class Unexpected(RuntimeError):
    """The server answered with something else than was measured for."""


@dataclass
class Answer:
    """What came back: ``bytes`` are those of head and body as they crossed the line."""

    status: int
    body: bytes
    bytes: int
    seconds: float
    path: str = ""

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Client:
    """One person at one plane."""

    port: int
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    token: str = ""
    _connection: http.client.HTTPConnection | None = None

    def get(self, path: str, *, expect: int = 200) -> Answer:
        """Open a page. Raises ``Unexpected`` for another answer than ``expect``."""
        return self._ask("GET", path, None, "", expect)

    def post(self, path: str, form: Form, *, expect: int = 302, file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form with the token of the page that was looked at last."""
        pairs = [("csrfmiddlewaretoken", self.token), *(form.items() if isinstance(form, Mapping) else form)]
        if file is None:
            return self._ask("POST", path, urlencode(pairs).encode(), "application/x-www-form-urlencoded", expect)
        border = uuid.uuid4().hex
        return self._ask(
            "POST", path, _multipart(pairs, file, border), f"multipart/form-data; boundary={border}", expect
        )

    def send(self, path: str, body: bytes, *, expect: int = 201) -> Answer:
        """Send JSON as a program does."""
        return self._ask("POST", path, body, "application/json", expect)

    def sign_in(self, name: str) -> "Client":
        """With the password that the people of a world have."""
        self.get("/account/login/")
        self.post("/account/login/", {"login": name, "password": PASSWORD})
        return self

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _ask(self, method: str, path: str, body: bytes | None, kind: str, expect: int) -> Answer:
        headers = {"Host": f"localhost:{self.port}", "Accept-Language": self.language, "Accept-Encoding": "gzip, br"}
        headers |= self.headers
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers |= {"Content-Type": kind, "Origin": f"http://localhost:{self.port}"}
        began = time.perf_counter()
        response = self._response(method, path, body, headers)
        raw = response.read()
        seconds = time.perf_counter() - began
        if response.status != expect:
            raise Unexpected(f"{method} {path}: {response.status}, not {expect}: {raw[:300]!r}")
        return self._taken(response, raw, seconds)

    def _response(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> http.client.HTTPResponse:
        """The answer; a connection that the server closed meanwhile is opened again, once."""
        if self._connection is not None:
            try:
                self._connection.request(method, path, body, headers)
                return self._connection.getresponse()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self._connection.close()
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        self._connection.request(method, path, body, headers)
        return self._connection.getresponse()

    def _taken(self, response: http.client.HTTPResponse, raw: bytes, seconds: float) -> Answer:
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        size = len(raw) + sum(len(name) + len(value) + 4 for name, value in response.headers.items())
        body = gzip.decompress(raw) if response.headers.get("Content-Encoding") == "gzip" else raw
        if found := _TOKEN.search(body.decode("utf-8", "ignore")):
            self.token = html.unescape(found[1])
        return Answer(response.status, body, size, seconds, urlsplit(response.headers.get("Location", "")).path)


def _multipart(pairs: list[tuple[str, str]], file: tuple[str, bytes], border: str) -> bytes:
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs]
    head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + file[1] + f"\r\n--{border}--\r\n".encode()


def again(call: Callable[[], Answer], times: int, *, warm: int = 5) -> list[float]:
    """Milliseconds of so many calls, after some that are not counted."""
    for _ in range(warm):
        call()
    return [call().seconds * 1000 for _ in range(times)]
