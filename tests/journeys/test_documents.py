"""What takes long waits in My documents; a file beside a plan is added, opened and removed. With real workers."""

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.journeys.conftest import Installation, Visit, free_port

PICTURES = os.environ.get("PULANG_PICTURES", "")
SIZES = (("en", 1280), ("ar", 390))


@dataclass
class Patient(Installation):
    """An installation in which every document counts as long."""

    @property
    def environment(self) -> dict[str, str]:
        return {**super().environment, "PULANG_LONG_DOCUMENT": "0"}


@pytest.fixture(scope="module")
def installation(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    made = Patient(tmp_path_factory.mktemp("pulang") / "data", free_port(), free_port())
    shutil.copytree(demonstration, made.folder)
    process = made.start()
    yield made
    process.send_signal(signal.SIGTERM)
    process.wait(10)


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_a_long_document_is_made_while_its_asker_waits(visit: Visit, language: str, width: int) -> None:
    reader = visit("irene", language=language, width=width)
    reader.open("/documents/")
    before = reader.page.locator("a[href$='/file']").count()
    reader.go("/download/audit.xlsx")
    reader.page.wait_for_url("**/documents/")
    reader.page.locator("a[href$='/file']").nth(before).wait_for(timeout=30_000)  # the list looks for news itself
    reader.open("/documents/")
    with reader.page.expect_download() as saving:
        reader.page.locator("a[href$='/file']").first.click()
    assert Path(saving.value.path()).read_bytes().startswith(b"PK")
    assert saving.value.suggested_filename.endswith(".xlsx")
    look(reader.page, f"documents-{language}-{width}")

    reader.page.locator(".news").click()
    reader.page.wait_for_url("**/notices/")
    reader.inspector.look(reader.page)
    look(reader.page, f"notices-{language}-{width}")
    reader.send()
    assert reader.page.locator(".news").count() == 0


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_evidence_is_added_to_a_plan_and_read_by_its_readers(
    visit: Visit, tmp_path: Path, language: str, width: int
) -> None:
    author = visit("amina", plane="service", language=language, width=width)
    author.open("/plans/")
    author.page.locator("main tbody th a").first.click()
    author.page.wait_for_load_state()
    plan = author.page.url.removeprefix(author.home)
    author.follow(to="/files/")
    false, true = tmp_path / "yard.pdf", tmp_path / "yard.txt"
    false.write_text("<!doctype html><title>x</title>")
    true.write_text("What the yard looks like.")
    author.fill(title="The yard in the morning")
    author.page.set_input_files("main [name=file]", false)
    author.send()
    assert author.page.locator(".errors").count() == 1
    look(author.page, f"attach-{language}-{width}")
    assert author.page.input_value("[name=title]") == "The yard in the morning"
    author.page.set_input_files("main [name=file]", true)
    author.send()
    assert author.page.url.endswith(plan)
    look(author.page, f"plan-{language}-{width}")
    with author.page.expect_download() as saving:
        author.page.get_by_role("link", name="The yard in the morning", exact=True).first.click()
    assert Path(saving.value.path()).read_text() == "What the yard looks like."
    stranger = visit("admin", plane="service", language=language)
    assert stranger.page.request.get(stranger.home + plan).status == 404
    author.follow(to="/remove/")
    author.send()
    assert author.page.url.endswith(plan)
    assert not author.says("The yard in the morning")


def look(page: object, name: str) -> None:
    """A picture for whoever wants to see it."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)  # type: ignore[attr-defined]
