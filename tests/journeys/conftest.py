"""A real browser against a real `pulang serve`, with a demonstration world of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from scripts.browser import find
from tests.journeys.looking import axe, shape
from tests.repository.source import ROOT

PULANG = str(Path(sys.executable).with_name("pulang"))
CHROMIUM_FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
LOCALES = {"en": "en-GB", "fr": "fr-FR", "ar": "ar", "id": "id-ID"}
PASSWORD = "pulang-demonstration"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Installation:
    """Both planes of a demonstration: where they answer, where their data lies, and how to call commands on them."""

    folder: Path
    forum_port: int
    service_port: int

    @property
    def forum(self) -> str:
        return f"http://localhost:{self.forum_port}"

    @property
    def service(self) -> str:
        return f"http://localhost:{self.service_port}"

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PULANG_", "DJANGO_"))}
        return {
            **kept,
            "PULANG_DATA": str(self.folder),
            "PULANG_DEMONSTRATION": "true",
            "PORT_FORUM": str(self.forum_port),
            "PORT_SERVICE": str(self.service_port),
        }

    def call(self, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a command of the command line on this installation, with other settings if wanted."""
        environment = {**self.environment, **settings}
        return subprocess.run(
            [PULANG, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )

    def start(self) -> "subprocess.Popen[str]":
        """Start `pulang serve` and wait until both planes are ready."""
        process = subprocess.Popen(
            [PULANG, "serve"], env=self.environment, cwd=ROOT, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        for port in (self.forum_port, self.service_port):
            wait_for(f"http://127.0.0.1:{port}/health")
        return process


def wait_for(url: str, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an untouched demonstration, built once for all journeys."""
    folder = tmp_path_factory.mktemp("demonstration")
    done = Installation(folder, 0, 0).call("demo")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def installation(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A demonstration of its own for each file, since journeys change their world."""
    made = Installation(tmp_path_factory.mktemp("pulang") / "data", free_port(), free_port())
    shutil.copytree(demonstration, made.folder)
    process = made.start()
    yield made
    process.send_signal(signal.SIGTERM)
    process.wait(60)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("PULANG_BROWSER") or find()
    if path is None:
        pytest.skip("no Chromium was found")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield opened
        opened.close()


@dataclass
class Inspector:
    """Looks once at every kind of page that visitors meet, by language, with and without errors shown."""

    known: set[tuple[str, str, bool]] = field(default_factory=set)
    violations: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def look(self, page: Page) -> None:
        """Note which rules of accessibility the page breaks, unless its like was seen before."""
        path = urlsplit(page.url).path
        kind = (shape(path), page.get_attribute("html", "lang") or "", page.locator(".errors").count() > 0)
        if kind not in self.known and (broken := axe(page)):
            self.violations[path] = broken
        self.known.add(kind)


@dataclass
class Visitor:
    """Somebody at a browser of their own; ``page`` is what they look at."""

    page: Page
    home: str
    context: BrowserContext
    inspector: Inspector

    def go(self, path: str) -> None:
        """Open a page without looking at it."""
        self.page.goto(self.home + path)

    def open(self, path: str) -> None:
        self.go(path)
        self.inspector.look(self.page)

    def sign_in(self, name: str, password: str = PASSWORD) -> None:
        self.open("/account/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", password)
        self.send()
        self.page.wait_for_url(lambda url: "/account/login/" not in url)

    def send(self) -> None:
        """Press the first button of the page's main form."""
        self.page.locator("main form[method=post] button:not([form])").first.click()
        self.page.wait_for_load_state()
        self.inspector.look(self.page)

    def follow(self, *, to: str) -> None:
        """Follow the first link whose address ends so."""
        self.page.locator(f'main a[href$="{to}"]').first.click()
        self.page.wait_for_load_state()
        self.inspector.look(self.page)

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def fill_date(self, name: str, year: int, month: int, day: int) -> None:
        for part, value in (("day", day), ("month", month), ("year", year)):
            self.page.fill(f"[name={name}_{part}]", str(value))

    def says(self, text: str) -> bool:
        """Whether the page shows this text to its reader."""
        return text in self.page.locator("body").inner_text()

    @property
    def last_id(self) -> str:
        """The id in the address of the page."""
        found = re.search(r"[0-9a-f]{8}-[0-9a-f-]{27}", self.page.url)
        assert found, self.page.url
        return found.group()


Visit = Callable[..., Visitor]


@pytest.fixture(scope="module")
def inspector() -> Inspector:
    """One for all journeys of a file."""
    return Inspector()


@pytest.fixture
def visit(browser: Browser, installation: Installation, inspector: Inspector) -> Iterator[Visit]:
    """Make visitors: ``visit("wanjiru", language="ar", width=390)``; the service plane with ``plane="service"``.

    A journey fails where it met a page that is not accessible.
    """
    contexts = []

    def arrive(name: str | None = None, *, language: str = "en", width: int = 1280, plane: str = "forum") -> Visitor:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=LOCALES[language])
        context.set_default_timeout(90_000)
        contexts.append(context)
        home = getattr(installation, plane)
        context.add_cookies([{"name": f"pulang_{plane}_language", "value": language, "url": home}])
        visitor = Visitor(context.new_page(), home, context, inspector)
        if name:
            visitor.sign_in(name)
        return visitor

    yield arrive
    for context in contexts:
        context.close()
    violations, inspector.violations = inspector.violations, {}
    assert violations == {}
