"""A newer master is taken over without losing anything: what holds for any operations and any change of the master."""

from hypothesis import HealthCheck, given, settings
from tests.common.learning.editions.making import ROUNDS, edits, master, operation, own_session
from tests.common.learning.packs import PROVISIONS

from pulang.common.learning.rules.course import Course
from pulang.common.learning.rules.editions.applying import apply
from pulang.common.learning.rules.editions.operations import Kind, Operation, says
from pulang.common.learning.rules.editions.rebasing import Reason, Rebased, rebase
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.packs.reading import read_pack
from pulang.common.learning.rules.packs.writing import files_of

MASTER = master()
several = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def changed(*operations: Operation) -> Course:
    """A new release of the master, in which these things were changed."""
    return apply(MASTER, operations).course


@several
@given(edits(), edits(5))
def test_nothing_is_ever_dropped(operations: list[Operation], changes: list[Operation]) -> None:
    found = rebase(MASTER, changed(*changes), operations)
    conflicts = [conflict.operation for conflict in found.conflicts]
    assert sorted(one.id for one in (*found.kept, *conflicts, *found.taken_up)) == sorted(one.id for one in operations)


@several
@given(edits())
def test_taking_over_the_same_master_changes_nothing(operations: list[Operation]) -> None:
    assert rebase(MASTER, master(), operations) == Rebased(tuple(operations), (), ())


@several
@given(edits(), edits(5))
def test_what_is_kept_stays_in_its_order(operations: list[Operation], changes: list[Operation]) -> None:
    found = rebase(MASTER, changed(*changes), operations)
    for group in (found.kept, tuple(conflict.operation for conflict in found.conflicts), found.taken_up):
        assert list(group) == [one for one in operations if one in group]


@several
@given(edits(), edits(5))
def test_what_is_kept_is_said_in_the_new_edition(operations: list[Operation], changes: list[Operation]) -> None:
    new = changed(*changes)
    faulty = {problem.operation for problem in apply(MASTER, operations).problems}
    kept = rebase(MASTER, new, operations).kept
    for number, one in enumerate(kept):
        applied = apply(new, kept[: number + 1])
        if one.id in faulty:
            continue
        assert one.id not in {problem.operation for problem in applied.problems}
        if one.name and one.kind in (Kind.ADAPT, Kind.REPLACE, Kind.RE_EXAMPLE, Kind.TRANSLATE, Kind.LAW_NOTE):
            text = Targets(applied.course).text(one.place, one.name, one.language)
            assert text is not None
            assert says(one) in (text.heading, text.body) or says(one) in text.body


@several
@given(edits())
def test_whatever_is_carried_out_reads_like_a_pack_and_gives_the_same_course(operations: list[Operation]) -> None:
    course = apply(MASTER, operations).course
    checked = read_pack(files_of(course), PROVISIONS)
    assert checked.problems == ()
    assert checked.course == course


@several
@given(edits())
def test_the_master_itself_never_changes(operations: list[Operation]) -> None:
    before = files_of(MASTER)
    apply(MASTER, operations)
    assert files_of(MASTER) == before


def only(found: Rebased) -> Reason:
    (conflict,) = found.conflicts
    return conflict.reason


def test_a_text_that_the_new_master_changed_is_a_conflict_with_three_texts() -> None:
    own = operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Read it aloud.")
    new = changed(operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Read this twice."))
    (conflict,) = rebase(MASTER, new, [own]).conflicts
    assert conflict.reason is Reason.CHANGED
    assert ("Read this." in conflict.old, "twice" in conflict.new, "aloud" in conflict.edition) == (True, True, True)


def test_what_the_new_master_says_word_for_word_is_taken_up() -> None:
    own = operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Read it aloud.")
    gone = operation(Kind.OMIT, "watching/handover")
    new = changed(operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Read it aloud."), gone)
    assert rebase(MASTER, new, [own, gone]).taken_up == (own, gone)


def test_what_the_new_master_removed_or_moved_is_a_conflict() -> None:
    own = operation(Kind.ADAPT, "watching/handover", "participants", "en", text="Read it aloud.")
    assert only(rebase(MASTER, changed(operation(Kind.OMIT, "watching/handover")), [own])) is Reason.REMOVED
    moved = master(**{
        "modules/watching/module.yaml": "key: watching\nsessions: [rounds]\n",
        "modules/talking/module.yaml": "key: talking\nsessions: [first-words, handover]\n",
        **{f"modules/watching/handover/{name}": None for name in ("session.yaml", "en.md", "light.yaml")},
        **{path.replace("watching", "talking"): content.decode() for path, content in files_of(MASTER).items()
           if path.startswith("modules/watching/handover/")},
    })  # fmt: skip
    assert only(rebase(MASTER, moved, [own])) is Reason.MOVED


def test_an_operation_on_what_another_one_made_waits_for_that_one() -> None:
    own = own_session("ours", after="handover")
    inside = operation(Kind.LAW_NOTE, "watching/ours", "welcome", "en", text="Article 3.", source="Gazette 4")
    beside = operation(Kind.ADAPT, ROUNDS, "participants", "en", text="Read it aloud.")
    found = rebase(MASTER, changed(operation(Kind.OMIT, "watching/handover")), [own, inside, beside])
    assert [conflict.reason for conflict in found.conflicts] == [Reason.REMOVED, Reason.DEPENDS]
    assert found.kept == (beside,)


def test_what_could_not_be_carried_out_any_more_is_a_conflict() -> None:
    left_out = operation(Kind.OMIT, ROUNDS)
    assert only(rebase(MASTER, changed(operation(Kind.OMIT, "watching/handover")), [left_out])) is Reason.CANNOT
