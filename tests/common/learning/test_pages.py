"""Pages of courses as a browser asks for them."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.common.learning.conftest import Cast
from tests.common.learning.packs import TEXT, pack
from tests.worlds import World

from pulang.common.learning.models import CourseVersion
from pulang.common.learning.rules.packs.archives import pack as zipped

pytestmark = pytest.mark.django_db
HOME, SESSION = "/courses/night-duty/1.0.0/", "/courses/night-duty/1.0.0/watching/rounds/"


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[:500]
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, files: dict[str, bytes], choice: str = "import") -> str:
    given = SimpleUploadedFile("course.zip", zipped(files))
    answer = client.post("/courses/_import/", {"file": given, "label": "TLP:GREEN", "choice": choice}, follow=True)
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_course_is_brought_in_checked_signed_and_released_through_its_pages(world: World, cast: Cast) -> None:
    keeper, rights, reader = world.client(cast.keeper), world.client("rights"), world.client(cast.reader)
    assert "The pack is right" in send(keeper, pack(), "check")
    assert not CourseVersion.objects.exists()
    assert "It is a draft now." in send(keeper, pack())
    page(reader, HOME, 404)
    assert "draft, to be signed" in page(rights, HOME)
    assert "No sentence is flagged" in page(rights, f"{HOME}_rights/")
    rights.post(f"{HOME}_do/sign/")
    page(keeper, f"{HOME}_do/release/")
    keeper.post(f"{HOME}_do/release/")
    assert "Night duty" in page(reader, "/courses/")
    assert "Rounds" in page(reader, HOME)


def test_mistakes_are_told_by_file_and_line_and_nothing_is_brought_in(world: World, cast: Cast) -> None:
    told = send(world.client(cast.keeper), pack({"en.md": TEXT.replace("**at night**", "<b>at night</b>")}))
    assert "1 mistake was found, and nothing was brought in." in told
    assert '<bdi dir="ltr">en.md</bdi>' in told
    assert "HTML is not taken" in told
    assert not CourseVersion.objects.exists()


@pytest.mark.parametrize("content", [b"no zip", zipped({}) + b"x", b""])
def test_what_is_no_zip_is_answered_in_words(world: World, cast: Cast, content: bytes) -> None:
    answer = world.client(cast.keeper).post(
        "/courses/_import/", {"file": SimpleUploadedFile("a.zip", content), "label": "TLP:GREEN", "choice": "import"}
    )
    assert answer.status_code == 200
    assert not CourseVersion.objects.exists()


def test_participants_read_sessions_without_facilitators_notes(
    world: World, cast: Cast, released: CourseVersion
) -> None:
    reader = world.client(cast.reader)
    assert "Read this." in page(reader, SESSION)
    assert "Ask who slept." not in page(reader, SESSION)
    page(reader, f"{SESSION}_run-sheet/", 404)
    page(reader, f"{HOME}_pack.zip", 404)
    assert "Ask who slept." in page(world.client(cast.teacher), f"{SESSION}_run-sheet/")


def test_right_answers_and_ways_of_a_scenario_are_for_those_who_teach(
    world: World, cast: Cast, released: CourseVersion
) -> None:
    reader, teacher = world.client(cast.reader), world.client(cast.teacher)
    scenario, quiz = f"{SESSION}_activities/light/", "/courses/night-duty/1.0.0/talking/first-words/_activities/quiz/"
    assert "The light is still on." in page(reader, scenario)
    assert "He cannot sleep." not in page(reader, scenario)
    assert "He cannot sleep." in page(teacher, scenario)
    assert "Do not report" in page(teacher, scenario)
    assert "Do not report" not in page(reader, scenario)
    assert "Everybody may." not in page(reader, quiz)
    assert "Everybody may." in page(teacher, quiz)
    assert "listening" not in page(reader, quiz)


def test_a_session_that_runs_late_is_told_what_to_shorten(world: World, cast: Cast, released: CourseVersion) -> None:
    told = page(world.client(cast.teacher), f"{SESSION}_run-sheet/?late=8&at=welcome")
    assert "<del>15</del> <strong>7</strong>" in told
    assert "ends on time" in told
    told = page(world.client(cast.teacher), f"{SESSION}_run-sheet/?late=12&at=welcome")
    assert "2 minutes are still missing" in told
    assert "<del>" not in page(world.client(cast.teacher), f"{SESSION}_run-sheet/?late=x&at=nothing")


def test_texts_stand_in_the_reader_s_language_and_fall_back_with_theirs(
    world: World, cast: Cast, released: CourseVersion
) -> None:
    client = world.client(cast.reader)
    client.post("/language/", {"language": "fr", "next": "/"})
    told = page(client, HOME)
    assert '<span lang="fr" dir="auto">Service de nuit</span>' in told
    assert '<span lang="en" dir="auto">Watching</span>' in told
    quiz = page(client, "/courses/night-duty/1.0.0/talking/first-words/_activities/quiz/")
    assert '<span lang="fr" dir="auto">Tout le monde</span>' in quiz


def test_the_pack_comes_out_as_files(world: World, cast: Cast, released: CourseVersion) -> None:
    answer = world.client(cast.teacher).get(f"{HOME}_pack.zip")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).read("en.md") == TEXT.encode()


def test_a_stranger_finds_no_course(world: World, released: CourseVersion) -> None:
    stranger = world.client("stranger")
    below = (f"{HOME}_about/", SESSION, f"{SESSION}_run-sheet/", f"{SESSION}_activities/light/")
    for address in ("/courses/", HOME, *below):
        page(stranger, address, 404)


def test_lists_and_pages_ask_a_steady_number_of_queries(
    world: World, cast: Cast, released: CourseVersion, django_assert_max_num_queries: object
) -> None:
    client = world.client(cast.reader)
    page(client, "/courses/")
    for address, most in (("/courses/", 16), (HOME, 20), (f"{HOME}_about/", 20), (SESSION, 20)):
        with django_assert_max_num_queries(most):  # type: ignore[operator]
            page(client, address)
