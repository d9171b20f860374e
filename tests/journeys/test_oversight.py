"""End of duty, and an audit that notices when somebody with the database in their hands has changed the past."""

import re
import sqlite3
from dataclasses import dataclass

import pytest
from tests.journeys.conftest import Installation, Visit


@dataclass(frozen=True)
class Leaving:
    """Who goes, who takes over, what then stands on the successor's Today, and the page that the former one loses."""

    name: str
    printed: str
    successor: str
    inherits: str
    loses: str


CORRECTIONS = Leaving("otieno", "Otieno M.", "amina", "Intake assessment takes nine weeks", "/cve-p/new/")
HOST = Leaving("amina", "Amina J.", "juma", "Basic education stops when teachers are absent", "/plans/new/")


@pytest.mark.parametrize(
    ("language", "width", "leaving"), [("en", 1280, CORRECTIONS), ("ar", 390, HOST)], ids=["en-1280", "ar-390"]
)
def test_end_of_duty_hands_over_what_is_open_and_then_closes(
    visit: Visit, language: str, width: int, leaving: Leaving
) -> None:
    manager = visit("grace", language=language, width=width)
    manager.open(f"/directory/accounts/?jump={leaving.name}")
    manager.page.locator("main a", has_text=leaving.printed).first.click()
    manager.follow(to="/end-of-duty/")
    questions = manager.page.locator("main form input[type=text]")
    for place in range(questions.count()):
        questions.nth(place).fill(leaving.successor)
    manager.fill(reason="New post.")
    manager.send()
    manager.page.locator("main form button[name=confirmed]").click()
    manager.page.wait_for_url(re.compile(r"/directory/accounts/[0-9a-f-]+/$"))
    former = visit(leaving.name, language=language, width=width)
    former.open(leaving.loses)
    assert former.page.locator("main form").count() == 0
    successor = visit(leaving.successor, language=language, width=width)
    successor.open("/")
    assert successor.says(leaving.inherits)
    successor.open(leaving.loses)
    assert successor.page.locator("main form [name=host]").count() == 1


@pytest.mark.parametrize(
    ("language", "width", "plane", "position"),
    [("en", 1280, "forum", 40), ("ar", 390, "service", 12)],
    ids=["en-1280", "ar-390"],
)
def test_one_tampered_row_is_found_on_the_page_and_by_the_command(
    visit: Visit, installation: Installation, language: str, width: int, plane: str, position: int
) -> None:
    inspector = visit("irene", language=language, width=width, plane=plane)
    inspector.open("/audit/")
    check = inspector.page.locator('form[action$="/check/"] button')
    check.click()
    assert installation.call("--plane", plane, "audit", "verify").returncode == 0
    assert str(position) not in inspector.page.locator("#messages").inner_text().split()
    with sqlite3.connect(installation.folder / plane / "pulang.sqlite3", timeout=20) as database:
        database.execute("DROP TRIGGER events_no_update")
        database.execute("UPDATE events_event SET verb = 'request.withdrawn' WHERE position = ?", [position])
    done = installation.call("--plane", plane, "audit", "verify")
    assert done.returncode == 1
    assert f"broken at event {position}" in done.stderr
    assert installation.call("--plane", plane, "check").returncode == 1
    check.click()
    inspector.page.wait_for_load_state()
    assert str(position) in inspector.page.locator("#messages").inner_text()
