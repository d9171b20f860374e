"""A folder opens from a stick, without any server; what was answered there comes back as a file and counts once."""

import re
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.journeys.conftest import Visit, Visitor


def folders(visitor: Visitor) -> None:
    """To the folders of the self-study delivery of the academy."""
    visitor.go("/training/")
    links = visitor.page.locator("main table a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
    for link in links:
        visitor.go(link)
        if visitor.page.locator("main a[href$='/folders/']").count():
            break
    visitor.follow(to="/folders/")


def unpacked(visitor: Visitor, row: str, folder: Path) -> Path:
    """The folder of a row of the table, downloaded and unpacked as onto a stick; its page."""
    with visitor.page.expect_download() as waiting:
        visitor.page.locator("main tbody tr", has_text=row).first.locator("a[download]").click()
    with zipfile.ZipFile(waiting.value.path()) as archive:
        archive.extractall(folder)
    return folder / "Start.html"


def worked_through(page: Page) -> None:
    """The first session: its test with one answer, and then it is finished."""
    page.locator("[data-open]").first.click()
    session = page.locator("[data-session]:not([hidden])")
    session.locator("button.finish").click()
    assert page.locator("#say").inner_text(), "a session with an open test is not finished"
    session.locator("form input[type=radio]").first.check()
    session.locator("form button").first.click()
    assert session.locator("form input[type=radio]").first.is_disabled()
    session.locator("button.finish").click()


def saved(page: Page, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.locator("#save button").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def given_in(visitor: Visitor, path: Path, choice: str) -> str:
    """The file is sent with a choice; what the page says."""
    visitor.open("/training/results/")
    visitor.page.set_input_files("main [name=results]", path)
    visitor.page.locator("main button[value=check]").click()
    visitor.page.wait_for_load_state()
    if choice != "check":
        visitor.page.set_input_files("main [name=results]", path)
        visitor.page.locator(f"main button[value={choice}]").click()
        visitor.page.wait_for_load_state()
    return str(visitor.page.locator("main").inner_text())


def test_what_was_answered_from_a_stick_counts(visit: Visit, browser: Browser, tmp_path: Path) -> None:
    keeper = visit("amina", plane="service")
    folders(keeper)
    start = unpacked(keeper, "Rashid K.", tmp_path)
    page = browser.new_context(offline=True, viewport={"width": 390, "height": 900}).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(start.as_uri())
    assert page.locator("html").get_attribute("dir") == "rtl"
    worked_through(page)
    page.reload()
    assert page.locator("[data-open] .state").first.inner_text() == "منتهية"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    file = saved(page, tmp_path)
    assert all(url.startswith(("file:", "blob:")) for url in asked), "a folder asks no address"
    assert "2 rows were taken." in given_in(keeper, file, "all")
    assert "There is nothing new in these files." in given_in(keeper, file, "check")
    page.locator("#forget").click()
    page.reload()
    assert page.locator("[data-open] .state").first.inner_text() == "لم تبدأ"
    page.set_input_files("#load", file)
    page.wait_for_function("document.querySelector('#say').textContent !== ''")
    assert page.locator("[data-open] .state").first.inner_text() == "منتهية"
    page.context.close()


@pytest.mark.parametrize("language", ["ar"])
def test_somebody_of_a_class_types_the_key_from_the_slip(
    visit: Visit, browser: Browser, tmp_path: Path, language: str
) -> None:
    keeper = visit("amina", plane="service", language=language, width=390)
    folders(keeper)
    start = unpacked(keeper, "12", tmp_path)
    keeper.follow(to="/keys/")
    keeper.send()
    key = keeper.page.locator("main tbody code").first.inner_text()
    page = browser.new_context(offline=True).new_page()
    page.goto(start.as_uri())
    worked_through(page)
    page.locator("#save button").click()
    assert page.locator("#save .error").is_visible(), "without a key nothing is saved"
    page.fill("#key", re.sub("-", " ", key.lower()))
    page.fill("#number", "1021")
    file = saved(page, tmp_path)
    told = given_in(keeper, file, "all")
    assert "Simon T." in told
    page.context.close()
