"""A course becomes a draft, is signed by somebody else for human rights, and once released never changes."""

import pytest
from django.http import Http404
from tests.common.learning.conftest import Cast, brought_in
from tests.common.learning.packs import COURSE, SESSION_TEXT, TEXT, pack
from tests.worlds import World

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import serves, thread
from pulang.common.learning import queries
from pulang.common.learning.actions import (
    answer_flag,
    discard_draft,
    import_course,
    release_version,
    return_version,
    sign_version,
)
from pulang.common.learning.models import Course, CourseModule, CourseSession, CourseVersion
from pulang.common.learning.queries.duties import duties
from pulang.common.learning.rules.packs.archives import unpack
from pulang.common.learning.rules.releasing import State
from pulang.foundation.policy.rules import Refused
from pulang.kernel.tlp import Label

pytestmark = pytest.mark.django_db
PROFILING = "modules/watching/rounds/en.md"
FLAGGED = SESSION_TEXT.format(title="Rounds").replace(
    "Ask who slept.", "A new beard is a sign of danger. Ask who slept."
)


def test_a_pack_becomes_a_draft_with_its_sessions_and_good_practices(draft: CourseVersion) -> None:
    assert queries.state_of(draft).state is State.TO_SIGN
    assert list(CourseSession.objects.order_by("module__position").values_list("key", flat=True)) == [
        "rounds", "first-words",
    ]  # fmt: skip
    assert Provision.objects.filter(key="rome-memorandum/prison-officers").exists()


def test_a_pack_with_a_mistake_brings_nothing_in(world: World, cast: Cast) -> None:
    report = brought_in(world, cast.keeper, {"en.md": "# Only a title\n"})
    assert report.version is None
    assert report.checked.problems
    assert not Course.objects.exists()


def test_the_same_pack_again_changes_nothing(world: World, cast: Cast, draft: CourseVersion) -> None:
    modules = set(CourseModule.objects.values_list("pk", flat=True))
    report = brought_in(world, cast.keeper)
    assert not report.changed
    assert set(CourseModule.objects.values_list("pk", flat=True)) == modules


def test_a_pack_comes_out_byte_for_byte_as_it_went_in(world: World, cast: Cast, draft: CourseVersion) -> None:
    assert unpack(queries.pack_of(world.viewer(cast.keeper), draft)) == pack()


def test_whoever_merely_reads_brings_nothing_in_and_sees_no_draft(
    world: World, cast: Cast, draft: CourseVersion
) -> None:
    reader = world.viewer(cast.reader)
    with pytest.raises(Http404):
        import_course(by=reader, files=pack(), label=Label.GREEN)
    assert queries.courses(reader) == []
    for step in (sign_version, release_version, discard_draft):
        with pytest.raises(Http404):
            step(by=reader, version=draft)


def test_nothing_is_released_unless_a_human_rights_reader_signed_it_as_it_is(
    world: World, cast: Cast, draft: CourseVersion
) -> None:
    keeper = world.viewer(cast.keeper)
    with pytest.raises(Refused):
        release_version(by=keeper, version=draft)
    sign_version(by=world.viewer("rights"), version=draft)
    changed = brought_in(world, cast.keeper, {"en.md": TEXT.replace("Night duty", "Duty at night")}).version
    assert changed is not None
    assert changed.pk == draft.pk
    with pytest.raises(Refused):
        release_version(by=keeper, version=changed)
    sign_version(by=world.viewer("rights"), version=changed)
    release_version(by=keeper, version=changed)
    assert queries.state_of(changed).state is State.RELEASED


def test_whoever_brought_a_version_in_does_not_sign_it(world: World, cast: Cast, draft: CourseVersion) -> None:
    draft.made_by = world.people["rights"]
    draft.save()
    with pytest.raises(Refused):
        sign_version(by=world.viewer("rights"), version=draft)


def test_a_flagged_sentence_is_answered_before_anybody_signs(world: World, cast: Cast) -> None:
    version, rights = brought_in(world, cast.keeper, {PROFILING: FLAGGED}).version, world.viewer("rights")
    assert version is not None
    assert queries.state_of(version).state is State.FLAGGED
    with pytest.raises(Refused):
        sign_version(by=rights, version=version)
    (flag,) = version.flags.all()
    assert "beard" in flag.sentence
    answer_flag(by=rights, flag=flag, answer="It is what the session shows to be wrong.")
    sign_version(by=rights, version=version)
    assert queries.state_of(version).state is State.SIGNED


def test_what_was_said_of_a_sentence_stays_while_the_sentence_does(world: World, cast: Cast) -> None:
    version = brought_in(world, cast.keeper, {PROFILING: FLAGGED}).version
    assert version is not None
    answer_flag(by=world.viewer("rights"), flag=version.flags.get(), answer="It is shown to be wrong.")
    brought_in(world, cast.keeper, {PROFILING: FLAGGED, "en.md": TEXT.replace("Everybody", "All")})
    assert version.flags.get().answer == "It is shown to be wrong."
    brought_in(world, cast.keeper, {PROFILING: FLAGGED.replace("new", "long")})
    assert version.flags.get().answer == ""


def test_a_returned_version_says_why_and_waits_for_a_new_pack(world: World, cast: Cast, draft: CourseVersion) -> None:
    return_version(by=world.viewer("rights"), version=draft, reason="The scenario blames him.")
    assert queries.state_of(draft).state is State.RETURNED
    changed = brought_in(world, cast.keeper, {"en.md": TEXT.replace("Everybody", "All")}).version
    assert changed is not None
    assert queries.state_of(changed).state is State.TO_SIGN


def test_a_released_version_never_changes(world: World, cast: Cast, released: CourseVersion) -> None:
    report = brought_in(world, cast.keeper, {"en.md": TEXT.replace("Everybody", "All")})
    assert report.version is None
    assert "1.0.0" in report.checked.problems[0].message
    assert not brought_in(world, cast.keeper).changed
    for step in (discard_draft, sign_version):
        with pytest.raises((Refused, Http404)):
            step(by=world.viewer(cast.keeper), version=released)


def test_a_correction_is_a_new_version_beside_the_released_one(
    world: World, cast: Cast, released: CourseVersion
) -> None:
    brought_in(world, cast.keeper, {"course.yaml": COURSE.replace("1.0.0", "1.0.1")})
    assert [line.version.number for line in queries.courses(world.viewer(cast.keeper))] == ["1.0.0"]
    assert queries.version(world.viewer(cast.keeper), "night-duty", "1.0.1").released_at is None
    with pytest.raises(Http404):
        queries.version(world.viewer(cast.reader), "night-duty", "1.0.1")


def test_a_draft_that_is_taken_away_leaves_nothing(world: World, cast: Cast, draft: CourseVersion) -> None:
    discard_draft(by=world.viewer(cast.keeper), version=draft)
    assert not Course.objects.exists()
    assert not CourseSession.objects.exists()


def test_sessions_stand_on_the_page_of_each_good_practice_once_they_are_released(
    world: World, cast: Cast, draft: CourseVersion
) -> None:
    practice, reader = Provision.objects.get(key="rome-memorandum/prison-officers"), world.viewer(cast.reader)
    assert not [entry for entry in thread(reader, practice) if entry.kind == "session"]
    sign_version(by=world.viewer("rights"), version=draft)
    release_version(by=world.viewer(cast.keeper), version=draft)
    assert [entry.title for entry in thread(reader, practice) if entry.kind == "session"] == ["Rounds", "First words"]
    assert serves(reader, [practice.pk])[practice.pk]["sessions"] == 2
    assert not [entry for entry in thread(world.viewer("stranger"), practice) if entry.kind == "session"]


def test_today_tells_whoever_acts_next_with_a_draft_and_whoever_waits(
    world: World, cast: Cast, draft: CourseVersion
) -> None:
    keeper, rights = world.viewer(cast.keeper), world.viewer("rights")
    assert [duty.mine for duty in duties(rights)] == [True]
    assert [duty.mine for duty in duties(keeper)] == [False]
    sign_version(by=rights, version=draft)
    assert [(duty.mine, str(duty.task.title)) for duty in duties(keeper)] == [(True, "Course: Night duty 1.0.0")]
    assert [duty.mine for duty in duties(rights)] == [False]
    release_version(by=keeper, version=draft)
    assert duties(keeper) == duties(rights) == []
    assert duties(world.viewer(cast.reader)) == []
