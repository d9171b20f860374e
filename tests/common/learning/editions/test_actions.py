"""An edition is written, approved by two other people, released; a newer master is taken over, decided by people."""

import pytest
from django.http import Http404
from tests.common.learning.conftest import Cast, brought_in
from tests.common.learning.editions.conftest import Workers, adapting, now, released_edition
from tests.common.learning.editions.making import ROUNDS
from tests.common.learning.packs import COURSE, PROVISIONS, SESSION_TEXT
from tests.worlds import World

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import serves, thread
from pulang.common.learning.actions import release_version, sign_version
from pulang.common.learning.actions.editions import (
    Draft,
    add_operation,
    answer_edition_flag,
    approve_for_curriculum,
    approve_for_host,
    begin_version,
    change_operation,
    decide_conflict,
    discard_edition,
    make_edition,
    move_operation,
    release_edition,
    remove_operation,
    return_edition,
    submit_edition,
    take_over,
)
from pulang.common.learning.models import (
    CourseVersion,
    Edition,
    EditionOperation,
    EditionVersion,
    Settlement,
    Standing,
)
from pulang.common.learning.queries import editions
from pulang.common.learning.queries.edition_duties import duties
from pulang.common.learning.rules.editions.operations import Kind
from pulang.common.learning.rules.editions.state import State
from pulang.common.learning.rules.packs.reading import read_pack
from pulang.common.learning.rules.packs.writing import files_of
from pulang.foundation.policy.rules import Refused

pytestmark = pytest.mark.django_db
ROUNDS_FILE = "modules/watching/rounds/en.md"


def state(row: EditionVersion) -> State:
    return editions.edition_state_of(now(row)).state


def text(row: EditionVersion, name: str = "participants") -> str:
    """What the first session of the edition says."""
    session = editions.book(now(row)).session("watching", "rounds").session
    return session.wordings[0].sections[name].body


def newer(world: World, cast: Cast, number: str = "1.1.0", **changes: str | None) -> CourseVersion:
    """A newer released version of the master."""
    files = {"course.yaml": COURSE.replace("1.0.0", number), **changes}
    version = brought_in(world, cast.keeper, files).version
    assert version is not None
    sign_version(by=world.viewer("rights"), version=version)
    release_version(by=world.viewer(cast.keeper), version=version)
    return version


def test_an_edition_says_what_its_changes_say_and_the_rest_is_the_master_s(
    world: World, edition: EditionVersion, adapted: EditionOperation
) -> None:
    assert text(edition) == "Read this aloud."
    assert text(edition, "welcome") == "Ask who slept."
    assert adapted.made_from
    assert state(edition) is State.DRAFTING


def test_strangers_and_readers_of_masters_make_no_edition(
    world: World, cast: Cast, workers: Workers, released: CourseVersion
) -> None:
    for who in (workers.outsider, "stranger"):
        with pytest.raises(Http404):
            make_edition(
                by=world.viewer(who), base=released, organisation=world.places["kilima-corrections"], key="mine"
            )
    assert not Edition.objects.exists()


def test_a_key_is_taken_once(world: World, workers: Workers, edition: EditionVersion, released: CourseVersion) -> None:
    for key in ("kilima", "night-duty"):
        with pytest.raises(Refused):
            make_edition(
                by=world.viewer(workers.writer), base=released, organisation=world.places["kilima-corrections"], key=key
            )


@pytest.mark.parametrize(
    "wanted",
    [
        adapting(text="<b>bold</b>"),
        adapting(text="## A heading that parts the file"),
        adapting(place="watching/nowhere"),
        adapting(name="objectives", content={"heading": "Objectives", "text": "no list"}),
        Draft(Kind.OMIT, "Why not.", ROUNDS, "participants"),
        Draft(Kind.OMIT, "Why not.", ROUNDS),
        Draft(Kind.TRANSLATE, "Ours.", "talking/first-words", "participants", "ar",
              {"heading": "x", "text": "y", "status": "reviewed"}),
        Draft(Kind.TERM, "Ours.", "", "nothing", "", {"words": {"en": "Lapas"}}),
    ],
)  # fmt: skip
def test_what_cannot_be_carried_out_is_refused_in_words_and_not_kept(
    world: World, workers: Workers, edition: EditionVersion, wanted: Draft
) -> None:
    with pytest.raises(Refused):
        add_operation(by=world.viewer(workers.writer), version=edition, draft=wanted)
    assert not edition.operations.exists()


def test_a_text_takes_one_change(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    with pytest.raises(Refused):
        add_operation(by=world.viewer(workers.writer), version=edition, draft=adapting("Twice."))
    change_operation(by=world.viewer(workers.writer), operation=adapted, draft=adapting("Anew."))
    assert text(edition) == "Anew."


def test_changes_are_moved_and_removed(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer = world.viewer(workers.writer)
    term = Draft(Kind.TERM, "Ours.", "", "facility", "", {"words": {"en": "Lapas"}})
    second = add_operation(by=writer, version=edition, draft=term)
    move_operation(by=writer, operation=second, place=1)
    assert [row.pk for row in editions.operations(edition)] == [second.pk, adapted.pk]
    remove_operation(by=writer, operation=adapted)
    assert text(edition) == "Read this."


def test_two_other_people_approve_and_then_members_read_it(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    reader = world.viewer(cast.reader)
    done = released_edition(world, workers, edition)
    assert state(done) is State.RELEASED
    assert done.digest
    adapted.refresh_from_db()
    assert adapted.approved_by == world.people[workers.lead]
    assert editions.edition_version(reader, "kilima").pk == done.pk
    with pytest.raises(Refused):
        add_operation(by=world.viewer(workers.writer), version=done, draft=adapting(name="welcome"))


def test_nobody_approves_what_they_wrote_and_nobody_approves_for_both_sides(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    submit_edition(by=world.viewer(workers.writer), version=edition)
    EditionOperation.objects.update(author=world.people[workers.host])
    with pytest.raises(Refused, match="somebody else"):
        approve_for_host(by=world.viewer(workers.host), version=now(edition))
    EditionOperation.objects.update(author=world.people[workers.writer])
    approve_for_host(by=world.viewer(workers.host), version=now(edition))
    EditionVersion.objects.update(host_approved_by=world.people[workers.lead])
    with pytest.raises(Refused, match="other side"):
        approve_for_curriculum(by=world.viewer(workers.lead), version=now(edition))
    EditionVersion.objects.update(host_approved_by=world.people[workers.host])
    with pytest.raises(Refused):
        release_edition(by=world.viewer(workers.lead), version=now(edition))


def test_what_is_returned_is_corrected_and_approved_anew(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer = world.viewer(workers.writer)
    submit_edition(by=writer, version=edition)
    with pytest.raises(Refused):
        change_operation(by=writer, operation=adapted, draft=adapting("Anew."))
    approve_for_host(by=world.viewer(workers.host), version=now(edition))
    return_edition(by=world.viewer(workers.lead), version=now(edition), reason="Say why.")
    assert state(edition) is State.RETURNED
    change_operation(by=writer, operation=adapted, draft=adapting("Anew."))
    submit_edition(by=writer, version=now(edition))
    assert state(edition) is State.FOR_THE_HOST


def test_nothing_is_sent_without_a_change(world: World, workers: Workers, edition: EditionVersion) -> None:
    with pytest.raises(Refused):
        submit_edition(by=world.viewer(workers.writer), version=edition)


def test_a_flagged_sentence_of_the_edition_is_answered_before_the_host_approves(
    world: World, workers: Workers, edition: EditionVersion
) -> None:
    writer = world.viewer(workers.writer)
    add_operation(by=writer, version=edition, draft=adapting("A new beard is a sign of danger."))
    submit_edition(by=writer, version=edition)
    assert state(edition) is State.FLAGGED
    with pytest.raises(Refused):
        approve_for_host(by=world.viewer(workers.host), version=now(edition))
    (flag,) = edition.flags.all()
    answer_edition_flag(by=world.viewer("rights"), flag=flag, answer="It is shown to be wrong.")
    assert state(edition) is State.FOR_THE_HOST


def test_an_edition_leaves_as_a_pack_of_its_own(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    course = editions.applied(now(edition)).course
    checked = read_pack(files_of(course), PROVISIONS)
    assert (course.key, course.version) == ("kilima", "1.0.0")
    assert checked.course == course


def test_the_next_version_begins_with_the_changes_of_the_last(
    world: World, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    done = released_edition(world, workers, edition)
    following = begin_version(by=world.viewer(workers.writer), version=done)
    assert (following.number, text(following)) == (2, "Read this aloud.")
    with pytest.raises(Refused):
        begin_version(by=world.viewer(workers.writer), version=done)
    discard_edition(by=world.viewer(workers.writer), version=following)
    assert list(EditionVersion.objects.all()) == [done]


def test_a_newer_master_is_taken_over_and_every_conflict_is_decided(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    writer = world.viewer(workers.writer)
    kept = add_operation(by=writer, version=edition, draft=adapting("Ask who is awake.", name="welcome"))
    changed = SESSION_TEXT.format(title="Rounds").replace("Read this.", "Read this twice.")
    base = newer(world, cast, **{ROUNDS_FILE: changed})
    take_over(by=writer, version=now(edition), base=base)
    assert state(edition) is State.CONFLICTS
    assert (text(edition), text(edition, "welcome")) == ("Read this twice.", "Ask who is awake.")
    with pytest.raises(Refused):
        submit_edition(by=writer, version=now(edition))
    adapted.refresh_from_db()
    decide_conflict(by=writer, operation=adapted, decision=Settlement.KEEP, reason="Ours is simpler.")
    assert text(edition) == "Read this aloud."
    assert state(edition) is State.DRAFTING
    kept.refresh_from_db()
    assert kept.standing == Standing.ACTIVE


@pytest.mark.parametrize(
    ("decision", "said"), [(Settlement.MASTER, "Read this twice."), (Settlement.ANEW, "Read it twice, aloud.")]
)
def test_a_conflict_ends_with_the_master_s_text_or_with_one_written_anew(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation,
    decision: Settlement, said: str,
) -> None:  # fmt: skip
    writer = world.viewer(workers.writer)
    changed = SESSION_TEXT.format(title="Rounds").replace("Read this.", "Read this twice.")
    take_over(by=writer, version=edition, base=newer(world, cast, **{ROUNDS_FILE: changed}))
    adapted.refresh_from_db()
    content = {**adapted.content, "text": said} if decision == Settlement.ANEW else None
    decide_conflict(by=writer, operation=adapted, decision=decision, reason="So.", content=content)
    assert text(edition) == said
    adapted.refresh_from_db()
    assert adapted.decision == decision


def test_only_a_newer_release_is_taken_over(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, released: CourseVersion
) -> None:
    with pytest.raises(Refused):
        take_over(by=world.viewer(workers.writer), version=edition, base=released)


def test_drafts_are_read_by_their_own_country_and_nobody_else(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion
) -> None:
    for who in (workers.writer, workers.host, workers.lead, "rights"):
        assert list(editions.edition_versions(world.viewer(who)))
    for who in (workers.outsider, "stranger", "inspector"):
        assert not list(editions.edition_versions(world.viewer(who)))
    with pytest.raises(Http404):
        submit_edition(by=world.viewer(workers.outsider), version=edition)


def test_sessions_of_released_editions_stand_on_the_page_of_each_good_practice(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    practice, reader = Provision.objects.get(key=PROVISIONS[0]), world.viewer(cast.reader)
    assert not [entry for entry in thread(reader, practice) if entry.kind == "edition-session"]
    released_edition(world, workers, edition)
    found = [entry.title for entry in thread(reader, practice) if entry.kind == "edition-session"]
    assert found == ["Rounds", "First words"]
    assert serves(reader, [practice.pk])[practice.pk]["edition-sessions"] == 2


def test_today_tells_whoever_acts_next(
    world: World, cast: Cast, workers: Workers, edition: EditionVersion, adapted: EditionOperation
) -> None:
    def mine(who: str) -> list[bool]:
        return [duty.mine for duty in duties(world.viewer(who))]

    assert (mine(workers.writer), mine(workers.host), mine(workers.lead)) == ([True], [], [])
    submit_edition(by=world.viewer(workers.writer), version=edition)
    assert (mine(workers.writer), mine(workers.host), mine(workers.lead)) == ([False], [True], [])
    approve_for_host(by=world.viewer(workers.host), version=now(edition))
    assert (mine(workers.writer), mine(workers.host), mine(workers.lead)) == ([False], [], [True])
    approve_for_curriculum(by=world.viewer(workers.lead), version=now(edition))
    assert mine(workers.lead) == [True]
    release_edition(by=world.viewer(workers.lead), version=now(edition))
    assert mine(workers.lead) == mine(workers.writer) == []
    assert mine(cast.reader) == mine("stranger") == []
