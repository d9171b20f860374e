"""Every picture of README and docs, made anew from a fresh demonstration, in four languages: `make screenshots`."""

import os
import signal
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from scripts.browser import find
from tests.journeys.conftest import CHROMIUM_FLAGS, LOCALES, PASSWORD, Installation, free_port

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
ACCEPTED = "/cve-p/?state=accepted"
COURSE = "/courses/prison-officer-foundation/1.0.0"


@dataclass(frozen=True)
class Picture:
    """One page as somebody sees it; ``follow`` names the start of a link's address to go on to."""

    name: str
    plane: str
    account: str
    path: str
    width: int = 1280
    height: int = 900
    follow: str = ""


PICTURES = (
    Picture("today", "forum", "otieno", "/", height=760),
    Picture("provision", "forum", "otieno", "/practices/rome-memorandum/family/", height=1180),
    Picture("request", "forum", "otieno", ACCEPTED, width=390, follow="/cve-p/"),
    Picture("facilities", "service", "amina", "/facilities/"),
    Picture("facility", "service", "amina", "/facilities/kilima-mto/", height=1180),
    Picture("audit", "forum", "irene", "/audit/", height=760),
    Picture("course", "forum", "juma", f"{COURSE}/", height=1000),
    Picture("run-sheet", "service", "amina", f"{COURSE}/noticing-fairly/whether-to-report/_run-sheet/", height=1000),
    Picture("access", "forum", "otieno", "/access/mine/"),
)


def main() -> int:
    """Take them all; 1 without a browser."""
    chromium = find()
    if chromium is None:
        print("No Chromium was found. Install it with: make system", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="pulang-pictures-") as folder:
        installation = Installation(Path(folder), free_port(), free_port())
        made = installation.call("demo")
        if made.returncode:
            print(made.stderr, file=sys.stderr)
            return 1
        server = installation.start()
        try:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_FLAGS)
                for picture in PICTURES:
                    for language in LOCALES:
                        _take(browser, installation, picture, language)
                browser.close()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(10)
    return 0


def _take(browser: Browser, installation: Installation, picture: Picture, language: str) -> None:
    home = getattr(installation, picture.plane)
    size = {"width": picture.width, "height": picture.height}
    context = browser.new_context(viewport=size, locale=LOCALES[language])  # type: ignore[arg-type]
    context.add_cookies([{"name": f"pulang_{picture.plane}_language", "value": language, "url": home}])
    page = context.new_page()
    page.goto(f"{home}/account/login/")
    page.fill("[name=login]", picture.account)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form[method=post] button:not([form])").first.click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
    page.goto(home + picture.path)
    if picture.follow:
        page.locator(f'main tbody a[href^="{picture.follow}"]').first.click()
        page.wait_for_load_state()
    target = IMAGES / f"{picture.name}-{language}.png"
    page.screenshot(path=target)
    print(os.path.relpath(target, ROOT), flush=True)
    context.close()


if __name__ == "__main__":
    sys.exit(main())
