"""Pages of editions as a browser asks for them: made, tailored, compared, approved, read and taken along."""

import io
import re
import zipfile

import pytest
from django.test import Client
from tests.common.learning.conftest import Cast
from tests.common.learning.editions.conftest import Workers, adapting, now, released_edition
from tests.common.learning.editions.making import ROUNDS
from tests.common.learning.editions.test_actions import ROUNDS_FILE, newer
from tests.common.learning.packs import SESSION_TEXT
from tests.worlds import World

from pulang.common.learning.actions.editions import add_operation, begin_version
from pulang.common.learning.models import CourseVersion, EditionOperation, EditionVersion

pytestmark = pytest.mark.django_db
HOME = "/courses/_editions/kilima/1/"
SESSION = f"{HOME}watching/rounds/"
ADD = f"{HOME}_changes/_add/"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, address: str, **data: object) -> str:
    answer = client.post(address, data, follow=True)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_an_edition_is_made_tailored_approved_and_released_through_its_pages(
    world: World, cast: Cast, workers: Workers, released: CourseVersion
) -> None:
    writer, reader = world.client(workers.writer), world.client(cast.reader)
    host, lead = world.client(workers.host), world.client(workers.lead)
    place = str(world.places["kilima-corrections"].pk)
    made = send(writer, "/courses/_editions/_make/", base=str(released.pk), organisation=place, key="kilima")
    assert "The edition is a draft now." in made
    assert "Nothing is changed yet" in made
    what = f"{ADD}?kind=adapt&at={ROUNDS}&text={ROUNDS}%23participants&language=en"
    assert "Read this." in page(writer, what), "the master's text stands beside the box"
    kept = send(writer, what, heading="For participants", text="Read this *aloud*.", reason="Some do not read well.")
    assert "The change is kept." in kept
    assert "Some do not read well." in kept
    assert "The version is sent for approval." in send(writer, f"{HOME}_do/submit/")
    page(reader, "/courses/_editions/_make/", 404)
    assert "You approved the version for the host." in send(host, f"{HOME}_do/approve-host/")
    assert "You approved the version for the curriculum." in send(lead, f"{HOME}_do/approve-lead/")
    assert "The version is released." in send(lead, f"{HOME}_do/release/")
    assert "<em>aloud</em>" in page(reader, SESSION)
    assert "kilima" in page(reader, "/courses/_editions/")
    assert HOME in page(reader, "/courses/night-duty/1.0.0/")


def test_the_questions_come_one_after_the_other_and_know_their_answers(
    world: World, workers: Workers, edition: EditionVersion
) -> None:
    writer = world.client(workers.writer)
    assert "What is to be changed?" in page(writer, ADD)
    second = page(writer, f"{ADD}?kind=omit&at={ROUNDS}")
    assert "With which text?" in second
    assert "The whole session" in second
    assert f'value="{ROUNDS}#work"' in second
    assert "Choose one of the answers" in page(writer, f"{ADD}?kind=omit&at={ROUNDS}&text={ROUNDS}%23participants")
    assert "Choose one of the answers" in page(writer, f"{ADD}?kind=insert&at=watching%2Fnowhere")
    assert "There is nothing here" in page(writer, f"{ADD}?kind=omit&at=*")


@pytest.mark.parametrize(
    ("kind", "at", "text", "language", "data"),
    [
        ("replace", ROUNDS, f"{ROUNDS}/light", "en", {"kind": "reflection", "title": "Ours", "prompt": "Why?"}),
        ("insert", ROUNDS, f"{ROUNDS}#+block", "", {
            "after": "welcome", "title": "Our yard", "text": "Walk.", "minutes": "5", "method": "visit"}),
        ("insert", ROUNDS, f"{ROUNDS}#+activity", "", {
            "block": "welcome", "kind": "reflection", "title": "Ours", "prompt": "Why?"}),
        ("insert", ROUNDS, f"{ROUNDS}#+cautions", "", {"heading": "Care", "text": "Go slowly."}),
        ("omit", ROUNDS, f"{ROUNDS}#work", "", {}),
        ("translate", ROUNDS, f"{ROUNDS}#title", "fr", {"heading": "Rondes", "status": "reviewed"}),
        ("re-example", ROUNDS, f"{ROUNDS}/light#scenes.landing.text", "en", {"text": "The lamp burns in cell 3."}),
        ("law-note", ROUNDS, f"{ROUNDS}#participants", "en", {"text": "Article 3.", "source": "Gazette 4"}),
        ("term", "*", "#facility", "", {"word-en": "Lapas", "word-fr": ""}),
        ("re-order", "*", "", "", {"place-watching": "2", "place-talking": "1"}),
    ],
)  # fmt: skip
def test_every_kind_of_change_is_made_and_written_anew_by_its_form(
    world: World, workers: Workers, edition: EditionVersion, kind: str, at: str, text: str, language: str,
    data: dict[str, str],
) -> None:  # fmt: skip
    writer = world.client(workers.writer)
    asked = {"kind": kind, "at": at} | ({"text": text} if text else {}) | ({"language": language} if language else {})
    address = f"{ADD}?" + "&".join(
        f"{key}={value.replace('#', '%23').replace('+', '%2B')}" for key, value in asked.items()
    )
    page(writer, address)
    assert "The change is kept." in send(writer, address, reason="Ours.", **data)
    row = EditionOperation.objects.get()
    assert row.kind == kind
    assert "Ours." in page(writer, f"{HOME}_changes/{row.pk}/")
    assert "The change is kept." in send(writer, f"{HOME}_changes/{row.pk}/", reason="Better.", **data)
    assert EditionOperation.objects.get().reason == "Better."
    for address in (HOME, f"{HOME}_changes/", f"{SESSION}_compare/"):
        page(writer, address)


def test_an_own_session_serves_a_good_practice_and_can_be_changed_in_its_turn(
    world: World, workers: Workers, edition: EditionVersion
) -> None:
    from pulang.common.frameworks.models import Provision

    writer, practice = world.client(workers.writer), Provision.objects.get(key="rome-memorandum/family")
    own = {
        "after": "rounds", "title": "Our law", "objectives": "- Know it", "materials": "- The law", "text": "Tell it.",
        "participants": "Read it.", "minutes": "20", "method": "plenary", "reason": "Ours.",
    }  # fmt: skip
    address = f"{ADD}?kind=insert&at=watching&text=watching%23%2Bsession"
    assert "Choose an answer" in send(writer, address, **own)
    assert "The change is kept." in send(writer, address, **own, provision=str(practice.pk))
    assert "Read it." in page(writer, f"{HOME}watching/our-law/")
    assert 'value="watching/our-law"' in page(writer, ADD)


def test_what_was_typed_comes_back_with_the_reason_why_it_was_refused(
    world: World, workers: Workers, edition: EditionVersion
) -> None:
    what = f"{ADD}?kind=adapt&at={ROUNDS}&text={ROUNDS}%23participants&language=en"
    told = send(world.client(workers.writer), what, heading="x", text="<b>Mine</b>", reason="Ours.")
    assert "No HTML and no pictures" in told
    assert "&lt;b&gt;Mine&lt;/b&gt;" in told


def test_master_and_edition_stand_side_by_side_with_the_reason_for_each_difference(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    told = page(world.client(workers.host), f"{SESSION}_compare/")
    assert "Read this." in told
    assert "Read this aloud." in told
    assert "Some do not read well." in told
    assert "Welcome" in told


def test_changes_are_moved_and_removed_by_small_forms(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer = world.client(workers.writer)
    add_operation(by=world.viewer(workers.writer), version=edition, draft=adapting("Who?", name="welcome"))
    assert "at its new place" in send(writer, f"{HOME}_changes/{adapted.pk}/_move/", place="2")
    page(writer, f"{HOME}_changes/{adapted.pk}/_remove/")
    assert "The change was removed." in send(writer, f"{HOME}_changes/{adapted.pk}/_remove/")


def test_whoever_saves_second_is_shown_what_the_first_wrote(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer, address = world.client(workers.writer), f"{HOME}_changes/{adapted.pk}/"
    seen = re.search(r'name="seen" value="([^"]+)"', page(writer, address))
    assert seen is not None
    mine = {"heading": "For participants", "reason": "Some do not read well.", "seen": seen[1]}
    assert "The change is kept." in send(writer, address, text="Theirs.", **mine)
    told = send(writer, address, text="Mine.", **mine)
    assert "Somebody else changed this" in told
    assert "Theirs." in told


def test_a_conflict_shows_three_texts_and_is_decided(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer = world.client(workers.writer)
    changed = SESSION_TEXT.format(title="Rounds").replace("Read this.", "Read this twice.")
    base = newer(world, cast, **{ROUNDS_FILE: changed})
    assert "newer release, 1.1.0" in page(writer, f"{HOME}_changes/")
    told = send(writer, f"{HOME}_take-over/", base=str(base.pk))
    assert "The new master says something else here." in told
    conflict = f"{HOME}_conflicts/{adapted.pk}/"
    told = page(writer, conflict)
    for said in ("Read this.", "Read this twice.", "Read this aloud."):
        assert said in told
    assert "Write the text" in send(writer, conflict, decision="anew", text="", reason="So.")
    assert "Every conflict is decided" in send(writer, conflict, decision="keep", reason="So.")
    page(writer, conflict, 404)


def test_a_released_edition_reads_prints_and_leaves_like_a_master(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    released_edition(world, workers, edition)
    reader, teacher = world.client(cast.reader), world.client(cast.teacher)
    assert "Read this aloud." in page(reader, SESSION)
    page(reader, f"{SESSION}_run-sheet/", 404)
    page(reader, f"{HOME}_pack.zip", 404)
    assert "Ask who slept." in page(teacher, f"{SESSION}_run-sheet/")
    assert "Do not report" in page(teacher, f"{SESSION}_activities/light/")
    for address in (f"{HOME}_about/", "/courses/_editions/kilima/"):
        assert reader.get(address, follow=True).status_code == 200
    answer = teacher.get(f"{HOME}_pack.zip")
    inside = zipfile.ZipFile(io.BytesIO(answer.content))
    assert b"key: kilima\nversion: 1.0.0" in inside.read("course.yaml")
    where = "edition=kilima&number=1&module=watching&session=rounds"
    assert teacher.get(f"/download/run-sheet.pdf?{where}").status_code == 200
    assert reader.get(f"/download/participants-text.pdf?{where}").status_code == 200
    assert reader.get(f"/download/participants-text.pdf?{where.replace('=1', '=x')}").status_code == 404


def test_strangers_and_other_countries_find_no_draft(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    below = ("", "_about/", "_pack.zip", "_changes/", f"_changes/{adapted.pk}/", "_changes/_add/", "_do/submit/",
             "watching/rounds/", "watching/rounds/_run-sheet/", "watching/rounds/_compare/", "_conflicts/")  # fmt: skip
    for who in (workers.outsider, "stranger"):
        client = world.client(who)
        for address in below:
            page(client, HOME + address, 404)
    for address in ("_changes/_add/", "_do/submit/", "_take-over/"):
        page(world.client(cast.reader), HOME + address, 404)


def test_lists_and_pages_ask_a_steady_number_of_queries(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation,
    django_assert_max_num_queries: object,
) -> None:  # fmt: skip
    done = released_edition(world, workers, edition)
    writer, client = world.viewer(workers.writer), world.client(workers.writer)
    following = begin_version(by=writer, version=done)
    for name in ("welcome", "work"):
        add_operation(by=writer, version=now(following), draft=adapting("Who?", name=name))
    addresses = (("/courses/_editions/", 24), (HOME, 30), ("/courses/_editions/kilima/2/_changes/", 34), (SESSION, 24))
    for address, _most in addresses:
        page(client, address)
    for address, most in addresses:
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            page(client, address)
