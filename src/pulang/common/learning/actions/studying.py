"""Studying on line: answers in practice, steps in scenarios, sessions that are finished. What was answered stands."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.actions.answering import CANCELLED, NOT_BEGUN, OVER
from pulang.common.learning.models import Attendance, Delivery, Enrolment, Source, StudyAnswer, Was, Way
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.study import done
from pulang.common.learning.rules.answering.scoring import Answer, Answers
from pulang.common.learning.rules.answering.tests import Test
from pulang.common.learning.rules.course import Activity
from pulang.common.learning.rules.studying import Done, Work, chosen, follow, left, of_activity
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NOT_SELF_STUDY = _("This delivery is not for self-study.")
GONE_ON = _("You have chosen there already. The story has gone on.")
NO_CHOICE = _("Choose one of the answers shown.")
WHY = _("Write in a sentence why.")
ENDED = _("The delivery is over. You can still read.")
STILL_OPEN = _("Something in this session is still open. Answer it first.")


@action
def answer_quiz(*, by: Viewer, place: Enrolment, work: Work, quiz: Test, answers: Answers) -> int:
    """Answers to questions of a quiz for practice; how many were new. What was answered before stands."""
    known = _begin(by, place).get(work.address, Done()).answers
    fresh = {key: answer for key, answer in answers.items() if answer and (quiz.quiz.key, key) not in known}
    if not fresh:
        unchanged()
        return 0
    rows = [_answer(by, place, work, quiz.quiz.key, key, answer) for key, answer in fresh.items()]
    StudyAnswer.objects.bulk_create(rows)
    _record("study.answered", by, place, after={"activity": quiz.slug, "items": sorted(fresh)})
    return len(fresh)


@action
def choose(
    *, by: Viewer, place: Enrolment, work: Work, scenario: Activity, step: int, choice: str, reason: str = ""
) -> None:
    """A choice in a scenario. The same sent again is kept once; another at the same step is ``Refused``."""
    known = of_activity(_begin(by, place).get(work.address, Done()).answers, scenario.key)
    followed = follow(scenario.content, known)
    if step <= len(followed.steps):
        if followed.steps[step - 1].choice != choice:
            raise Refused(GONE_ON)
        unchanged()
        return
    answer = (followed.place.scene, choice)
    found = chosen(scenario.content, followed.place, answer)
    if step != len(followed.steps) + 1 or found is None:
        raise Refused(NO_CHOICE)
    if found.get("reason") and not reason:
        raise Refused(WHY)
    _answer(by, place, work, scenario.key, str(step), answer, reason).save(force_insert=True)
    after = {"activity": f"{work.module}.{work.session.key}.{scenario.key}", "items": [str(step)]}
    _record("study.answered", by, place, after=after)


@action
def finish_session(*, by: Viewer, place: Enrolment, work: Work) -> None:
    """The viewer has worked through a session. ``Refused`` while something in it is open; said twice it counts once."""
    known = _begin(by, place).get(work.address, Done())
    if known.finished:
        unchanged()
        return
    if left(work, known):
        raise Refused(STILL_OPEN)
    finished = attended(by.user_id, place.pk, session_keys(place.delivery)[work.address])
    # Somebody may have written before that the person was absent.
    Attendance.objects.bulk_create(
        [finished],
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["was", "source", "recorded_at", "recorded_by"],
    )
    _record("study.finished", by, place, after={"session": work.address})


def session_keys(row: Delivery) -> Mapping[str, UUID]:
    """The sessions of a delivery by address."""
    return {f"{module}/{key}": pk for pk, module, key in row.sessions.values_list("pk", "module", "key")}


def attended(author: UUID | None, place: UUID, session: UUID) -> Attendance:
    """That somebody worked through a session, not saved yet."""
    assert author is not None, "people write down who was there, commands do not"
    return Attendance(
        session_id=session,
        enrolment_id=place,
        was=Was.PRESENT.value,
        source=Source.SCREEN.value,
        recorded_at=clock.now(),
        recorded_by_id=author,
    )


def _begin(by: Viewer, place: Enrolment) -> Mapping[str, Done]:
    """Whoever may study, one request at a time; what is known of them."""
    demand(by, P.RESULT_GIVE, place, seen_by=P.ENROLMENT_VIEW)
    Enrolment.objects.select_for_update(no_key=True, of=("self",)).get(pk=place.pk)
    row = Delivery.objects.get(pk=place.delivery_id)
    if not row.self_study:
        raise Refused(NOT_SELF_STUDY)
    if row.cancelled_at is not None:
        raise Refused(CANCELLED)
    if row.closed_at is not None:
        raise Refused(OVER)
    if clock.today() < row.starts_on:
        raise Refused(NOT_BEGUN)
    if clock.today() > row.ends_on:
        raise Refused(ENDED)
    return done(place)


def _answer(
    by: Viewer, place: Enrolment, work: Work, activity: str, item: str, answer: Answer, reason: str = ""
) -> StudyAnswer:
    assert by.user_id is not None, "people answer, commands do not"
    return StudyAnswer(
        enrolment=place,
        module=work.module,
        session=work.session.key,
        activity=activity,
        item=item,
        answer=list(answer),
        reason=reason,
        way=Way.SCREEN.value,
        given_on=clock.today(),
        recorded_at=clock.now(),
        recorded_by_id=by.user_id,
    )


def _record(verb: str, by: Viewer, place: Enrolment, *, after: Mapping[str, object]) -> None:
    """Sealed with the key of the person whom it speaks of."""
    record(
        verb,
        by=by,
        about=place,
        organisation_id=place.organisation_id,
        subject_id=place.contact_id,
        permission=P.RESULT_GIVE,
        after=after,
    )
