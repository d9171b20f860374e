"""Trusting an installation, and a signed course on its way from one to another."""

import base64
import hashlib
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from tests.common.learning.packs import COURSE, pack
from tests.web.bridge import public_of, signed_by, trusted
from tests.web.populate import COURSE_KEEPER as KEEPER
from tests.worlds import World

from pulang.common.bridge.actions import give_course, revoke_trust, take_course, trust
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.queries import NotTaken, own_key
from pulang.common.bridge.queries.courses import KIND
from pulang.common.learning.actions import check_course, import_course, release_version, sign_version
from pulang.common.learning.models import CourseOrigin, CourseVersion
from pulang.common.learning.queries.origins import leaving_course
from pulang.common.learning.rules.packs.archives import pack as zipped
from pulang.foundation.events.models import Event
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import command_viewer
from pulang.kernel import signedfiles
from pulang.kernel.signedfiles import fingerprint
from pulang.kernel.tlp import Label

FORUM = settings.PULANG_PLANE == "forum"
of_service = pytest.mark.plane("service")
of_forum = pytest.mark.plane("forum")


def content(number: str = "1.0.0", label: Label = Label.GREEN, **changes: Any) -> dict[str, Any]:
    """What a signed course file says of the pack of the tests."""
    packed = zipped(pack({"course.yaml": COURSE.replace("1.0.0", number)}))
    return {
        "course": "night-duty",
        "version": number,
        "titles": {"en": "Night duty"},
        "languages": ["en"],
        "label": label.value,
        "released_on": "2026-10-01",
        "released_by": "Secretariat",
        "digest": hashlib.sha256(packed).hexdigest(),
        "pack": base64.b64encode(packed).decode(),
        **changes,
    }


def file(signer: str = "", **changes: Any) -> bytes:
    return signed_by(signer, KIND, content(**changes))


def taken(world: World, raw: bytes) -> Any:
    return take_course(by=world.viewer("training"), raw=raw)[0]


def test_a_key_is_trusted_once_its_digits_were_heard(world: World) -> None:
    by, key = world.viewer("admin"), public_of("kilima")
    with pytest.raises(Refused, match="not the digits"):
        trust(by=by, name="Kilima", key=key, compared=fingerprint(public_of("qasr")), country=None)
    assert not TrustedInstallation.objects.exists()
    row = trust(by=by, name="Kilima", key=key, compared=fingerprint(key), country=None)
    with pytest.raises(Refused, match="already"):
        trust(by=by, name="Kilima again", key=key, compared=fingerprint(key), country=None)
    revoke_trust(by=by, row=row, reason="Its disk was stolen.")
    with pytest.raises(Refused, match="already"):
        trust(by=by, name="Kilima again", key=key, compared=fingerprint(key), country=None)
    verbs = Event.objects.order_by("-position").values_list("verb", flat=True)[:2]
    assert list(verbs) == ["installation.revoked", "installation.trusted"]
    with pytest.raises(Http404):
        trust(by=world.viewer("access"), name="X", key=key, compared=fingerprint(key), country=None)


def test_the_page_takes_digits_of_any_script_and_never_shows_the_right_ones(world: World) -> None:
    client, key = world.client("admin"), public_of("qasr")
    asked = {"name": "Qasr", "country": "qasr", "key": f" {key}\n", "compared": "1" * 40}
    page = client.post("/bridge/installations/add/", asked)
    assert "not the digits of this key" in page.content.decode()
    assert fingerprint(key).split()[0] not in page.content.decode().replace(key, "")
    arabic = fingerprint(key).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert client.post("/bridge/installations/add/", {**asked, "compared": arabic}).status_code == 302
    assert TrustedInstallation.objects.get().country == world.places["qasr"]
    assert "Qasr" in client.get("/bridge/installations/").content.decode()
    short = client.post("/bridge/installations/add/", {**asked, "key": "did:key:zabc", "compared": "123"})
    assert "no public key" in short.content.decode()
    assert "eight groups" in short.content.decode()


def test_everybody_may_read_the_public_key_and_its_fingerprint(world: World) -> None:
    page = world.client(None).get("/bridge/key/").content.decode()
    assert own_key() in page
    assert all(group in page for group in fingerprint(own_key()).split())
    assert world.client(None).get("/bridge/key/public.txt").content.decode().strip() == own_key()


@of_forum
def test_a_released_course_leaves_signed_by_this_installation(world: World) -> None:
    keeper = world.viewer(KEEPER)
    row = import_course(by=keeper, files=pack(), label=Label.GREEN).version
    assert row is not None
    assert leaving_course(keeper, "night-duty", "1.0.0") is None
    sign_version(by=world.viewer("rights"), version=row)
    release_version(by=keeper, version=row)
    leaving = leaving_course(keeper, "night-duty", "1.0.0")
    assert leaving is not None
    found = signedfiles.read(give_course(by=keeper, leaving=leaving))
    assert (found.kind, found.key) == (KIND, own_key())
    assert base64.b64decode(found.content["pack"]) == zipped(pack())
    assert found.content["released_by"] == "Secretariat"
    with pytest.raises(Http404):
        leaving_course(world.viewer("stranger"), "night-duty", "1.0.0")
    page = world.client("trainer").get("/courses/night-duty/1.0.0/").content.decode()
    assert "/bridge/courses/night-duty/1.0.0/signed.json" in page
    sent = world.client("trainer").get("/bridge/courses/night-duty/1.0.0/signed.json")
    assert signedfiles.read(sent.content).key == own_key()
    assert world.client("observer").get("/bridge/courses/night-duty/1.0.0/signed.json").status_code == 404


@of_service
def test_a_signed_course_is_released_at_the_host_and_says_where_it_came_from(world: World) -> None:
    trusted(world, "")
    report = taken(world, file())
    assert report.changed
    assert report.version.released_at is not None
    assert taken(world, file()).changed is False
    assert CourseVersion.objects.count() == CourseOrigin.objects.count() == 1
    page = world.client("officer").get("/courses/night-duty/1.0.0/").content.decode()
    assert "Came signed from" in page
    later = pack({"course.yaml": COURSE.replace("1.0.0", "1.0.1")})
    assert "came signed from another" in check_course(files=later).problems[0].message
    assert import_course(by=world.viewer("training"), files=later, label=Label.GREEN).version is None
    assert Event.objects.filter(verb="course.taken").count() == 1
    assert taken(world, file(number="1.0.1")).version.number == "1.0.1"


@of_service
@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (file("kilima"), "nobody here has trusted its key"),
        (file("qasr"), "comes from a country"),
        (file().replace(b"Secretariat", b"Secretariax"), "signature does not fit"),
        (file()[:-1], "no file that Pulang has signed"),
        (b"PK\x03\x04", "no file that Pulang has signed"),
        (signed_by("", "pulang-counts-1", content()), "another kind"),
        (file(label=Label.AMBER), "may hold only"),
        (file(digest="0" * 64), "signature does not fit"),
        (file(label=Label.GREEN, course=""), "no file that Pulang has signed"),
    ],
)
def test_what_is_not_taken_is_refused_in_a_clear_sentence(world: World, raw: bytes, reason: str) -> None:
    for country in ("", "qasr"):
        trusted(world, country)
    with pytest.raises(NotTaken, match=reason):
        taken(world, raw)
    sent = SimpleUploadedFile("course.signed.json", raw)
    page = world.client("training").post("/bridge/courses/take/", {"file": sent})
    assert reason in page.content.decode()
    assert not CourseVersion.objects.exists()


@of_service
def test_a_revoked_key_brings_nothing_in_any_more(world: World) -> None:
    row = trusted(world, "")
    revoke_trust(by=world.viewer("admin"), row=row, reason="Its disk was stolen.")
    with pytest.raises(NotTaken, match="not trusted here any more"):
        taken(world, file())


@of_service
@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"number": "0.9.0"}, "newer version is here already"), ({"version": "1.0.2"}, "another one than the file names")],
)
def test_an_older_version_and_another_pack_are_refused(world: World, changes: dict[str, Any], reason: str) -> None:
    trusted(world, "")
    taken(world, file())
    report = taken(world, file(**changes))
    assert reason in report.checked.problems[0].message
    assert CourseVersion.objects.count() == 1
    sent = SimpleUploadedFile("a.json", file(**changes))
    page = world.client("training").post("/bridge/courses/take/", {"file": sent})
    assert reason in page.content.decode()


@of_service
def test_a_draft_of_the_same_number_stands_in_the_way_and_a_released_one_is_told_its_origin(world: World) -> None:
    trusted(world, "")
    training = world.viewer("training")
    row = import_course(by=training, files=pack(), label=Label.GREEN).version
    assert row is not None
    assert "draft of this version" in taken(world, file()).checked.problems[0].message
    sign_version(by=world.viewer("rights"), version=row)
    release_version(by=training, version=row)
    assert taken(world, file()).version == row
    assert CourseOrigin.objects.get().version == row


@of_service
def test_a_command_brings_a_signed_course_in_and_nobody_else_may(world: World) -> None:
    trusted(world, "")
    by = command_viewer("course import", "bridge.course.take", "learning.course.import", "learning.course.read")
    report, installation = take_course(by=by, raw=file())
    assert report.version is not None
    assert (report.version.released_by, report.version.command) == (None, "course import")
    assert installation.name == "Forum"
    with pytest.raises(Http404):
        take_course(by=world.viewer("officer"), raw=file())
