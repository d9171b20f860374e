"""A course crosses from the forum to a service as a file, and counts come back as another."""

from pathlib import Path

from tests.journeys.conftest import Visit, Visitor


def trusts(who: Visitor, other: Visitor, *, name: str, country: str) -> None:
    """One administrator reads the digits, the other types them."""
    other.open("/bridge/key/")
    digits, key = other.page.locator("main .title.num").inner_text(), other.page.locator("main code").inner_text()
    who.open("/bridge/installations/add/")
    who.fill(name=name, key=key, compared=digits)
    who.page.select_option("main [name=country]", country)
    who.send()
    assert who.says(name)


def saved(who: Visitor, link: str, folder: Path) -> Path:
    """The file behind a link, as it would lie on a stick."""
    with who.page.expect_download() as download:
        who.page.locator(f'main a[href$="{link}"]').first.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def sent(who: Visitor, path: Path) -> None:
    who.page.set_input_files("main [name=file]", path)
    who.send()


def test_a_course_crosses_to_the_host_and_counts_come_back(visit: Visit, tmp_path: Path) -> None:
    forum, host = visit("admin"), visit("admin", plane="service")
    trusts(host, forum, name="Working group", country="-")
    trusts(forum, host, name="Kilima Prisons", country="kilima")

    trainer = visit("juma")
    trainer.open("/courses/_editions/kilima-foundation/1/")
    course = saved(trainer, "/signed.json", tmp_path)
    keeper = visit("amina", plane="service")
    keeper.open("/bridge/courses/take/")
    broken = tmp_path / "broken.json"
    broken.write_bytes(course.read_bytes().replace(b"kilima-foundation", b"kilima-foundatiom", 1))
    sent(keeper, broken)
    assert keeper.says("The signature does not fit")
    sent(keeper, course)
    assert keeper.says("Came signed from")

    keeper.open("/releases/new/")
    keeper.page.check('main [name=label][value="TLP:GREEN"]')
    keeper.send()
    address = keeper.page.url.removeprefix(keeper.home)
    for name in ("zuhura", "joseph"):
        approver = visit(name, plane="service")
        approver.open(address)
        approver.send()
    keeper.open(address)
    counts = saved(keeper, "/counts.json", tmp_path)

    focal = visit("otieno")
    focal.open("/reach/take/")
    sent(focal, counts)
    assert focal.says("The signature is right.")
    focal.send()
    reader = visit("nadia", language="ar", width=390)
    reader.open("/reach/kilima/")
    assert reader.says("Kilima Prisons Service")
    reader.open("/courses/prison-officer-foundation/")
    assert reader.says("Kilima Prisons Service")
