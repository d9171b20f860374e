"""A browser without a screen: cookies, forms and files over plain HTTP, so that a test knows what was acknowledged."""

import html
import http.client
import re
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from tests.recovery.installations import PASSWORD

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Answer:
    """What came back. ``path`` is where a redirect leads."""

    status: int
    text: str
    path: str = ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """Name and value of every hidden input, the token against forged forms left out."""
        found = [(html.unescape(name), html.unescape(value)) for name, value in _HIDDEN.findall(self.text)]
        return [pair for pair in found if pair[0] != "csrfmiddlewaretoken"]

    def options(self, name: str) -> list[str]:
        """The values that a choice offers."""
        select = re.search(rf'<select name="{name}".*?</select>', self.text, re.DOTALL)
        return [value for value in re.findall(r'<option value="([^"]*)"', select[0]) if value] if select else []

    def checkboxes(self, name: str) -> list[str]:
        """The values that a group of boxes offers."""
        boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*>', self.text)
        return [found[1] for box in boxes if (found := re.search(r'value="([^"]+)"', box))]


@dataclass
class Client:
    """One person at one plane. Raises OSError or http.client.HTTPException where the server does not answer."""

    home: str
    language: str = "en"
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask("GET", path)

    def post(
        self, path: str, form: dict[str, str] | list[tuple[str, str]], file: tuple[str, bytes] | None = None
    ) -> Answer:
        """Send a form with the token of the page that was looked at last; ``file`` goes as the field ``file``."""
        pairs = [("csrfmiddlewaretoken", self.token), *(form.items() if isinstance(form, dict) else form)]
        if file is None:
            return self._ask("POST", path, urlencode(pairs).encode(), "application/x-www-form-urlencoded")
        boundary = uuid.uuid4().hex
        return self._ask("POST", path, _multipart(pairs, file, boundary), f"multipart/form-data; boundary={boundary}")

    def sign_in(self, name: str) -> None:
        """As an account of the demonstration."""
        self.get("/account/login/")
        answer = self.post("/account/login/", {"login": name, "password": PASSWORD})
        assert answer.status == 302, answer.text[:2000]

    def _ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> Answer:
        headers = {"Host": f"localhost:{self.home.split(':')[1]}", "Accept-Language": self.language}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if kind:
            headers |= {"Content-Type": kind, "Origin": f"http://{headers['Host']}"}
        connection = http.client.HTTPConnection(self.home, timeout=60)
        try:
            connection.request(method, path, body or None, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        if found := _TOKEN.search(text):
            self.token = found[1]
        return Answer(response.status, text, urlsplit(response.headers.get("Location", "")).path)


def _multipart(pairs: list[tuple[str, str]], file: tuple[str, bytes], boundary: str) -> bytes:
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in pairs
    ]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file[0]}"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + file[1] + f"\r\n--{boundary}--\r\n".encode()
