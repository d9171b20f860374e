"""End of duty, and an audit that notices when somebody with the database in their hands has changed the past."""

import re
import sqlite3

from tests.journeys.conftest import Installation, Visit


def test_end_of_duty_hands_over_what_is_open_and_then_closes(visit: Visit) -> None:
    manager = visit("grace")
    manager.open("/directory/accounts/?jump=otieno")
    manager.page.get_by_role("link", name="Otieno M.").first.click()
    manager.follow(to="/end-of-duty/")
    manager.page.locator("main form input[type=text]").first.fill("amina")
    manager.fill(reason="New post in the capital.")
    manager.send()
    assert manager.says("Amina J.")
    manager.page.locator("main form button[name=confirmed]").click()
    manager.page.wait_for_load_state()
    assert re.search(r"/directory/accounts/[0-9a-f-]+/$", manager.page.url)
    former = visit("otieno")
    former.open("/cve-p/new/")
    assert former.page.locator("[name=host]").count() == 0
    successor = visit("amina")
    successor.open("/")
    assert successor.says("Intake assessment takes nine weeks")
    successor.open("/cve-p/new/")
    assert successor.page.locator("[name=host]").count() == 1


def test_one_tampered_row_is_found_on_the_page_and_by_the_command(visit: Visit, installation: Installation) -> None:
    inspector = visit("irene")
    inspector.open("/audit/")
    inspector.page.locator('form[action$="/check/"] button').click()
    assert inspector.page.locator(".messages, .notice-done").first.is_visible()
    assert installation.call("--plane", "forum", "audit", "verify").returncode == 0
    with sqlite3.connect(installation.folder / "forum" / "pulang.sqlite3", timeout=20) as database:
        database.execute("DROP TRIGGER events_no_update")
        database.execute("UPDATE events_event SET verb = 'request.withdrawn' WHERE position = 40")
    done = installation.call("--plane", "forum", "audit", "verify")
    assert done.returncode == 1
    assert "broken at event 40" in done.stderr
    assert installation.call("--plane", "forum", "check").returncode == 1
    inspector.open("/audit/")
    inspector.page.locator('form[action$="/check/"] button').click()
    inspector.page.wait_for_load_state()
    assert "40" in inspector.page.locator("main").inner_text()[:600]
