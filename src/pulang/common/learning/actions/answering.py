"""Answering the tests of a delivery, on the screen or from paper, and saying what one thought of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from pulang.common.learning.models import Attempt, Delivery, Enrolment, Opinion, OpinionGiven, Way
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.participants import accepted
from pulang.common.learning.rules.answering.scoring import Answers
from pulang.common.learning.rules.answering.tests import Test
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

NOT_BEGUN = _("The delivery has not begun yet.")
OVER = _("The delivery is closed. Its tests are not answered any more.")
CANCELLED = _("The delivery was cancelled.")
ALREADY = _("You have answered this test already. What you sent then counts.")
OTHERS = _("Only people who have a place at this delivery answer its tests.")
SAID_ALREADY = _("You have said already what you thought of it. Thank you.")
WHEN = _("A test is not answered before the delivery begins, nor in the future.")


@dataclass(frozen=True)
class Sheet:
    """One person's answers as they were typed from paper or read from a file."""

    enrolment: UUID
    answers: Answers
    taken_on: date


@action
def answer_test(*, by: Viewer, place: Enrolment, test: Test, receipt: UUID, answers: Answers) -> Attempt:
    """The viewer's own answers. Sent again with the same ``receipt`` they are kept once; another set is ``Refused``."""
    demand(by, P.RESULT_GIVE, place, seen_by=P.ENROLMENT_VIEW)
    _demand_running(place.delivery)
    Enrolment.objects.select_for_update().get(pk=place.pk)
    known = Attempt.objects.filter(enrolment=place, **test.place).first()
    if known is not None:
        if known.pk != receipt:
            raise Refused(ALREADY)
        unchanged()
        return known
    found = _attempt(by, place.pk, test, answers, Way.SCREEN, clock.today(), receipt=receipt)
    found.save(force_insert=True)
    _record("test.answered", by, place.delivery, P.RESULT_GIVE, after={"test": test.slug, "people": [str(place.pk)]})
    return found


@action
def enter_sheets(*, by: Viewer, delivery: Delivery, test: Test, sheets: Sequence[Sheet], way: Way) -> int:
    """Answers from paper or a file, in the place of what was there; how many were new or other than before."""
    demand(by, P.DELIVERY_HOLD, delivery, seen_by=P.DELIVERY_STAGE)
    _demand_running(delivery)
    here = set(accepted(delivery).values_list("pk", flat=True))
    if not {sheet.enrolment for sheet in sheets} <= here:
        raise Refused(OTHERS)
    if any(not delivery.starts_on <= sheet.taken_on <= clock.today() for sheet in sheets):
        raise Refused(WHEN)
    stands = {row.enrolment_id: row for row in _known(delivery, test)}
    changed = [sheet for sheet in sheets if _differs(stands.get(sheet.enrolment), sheet)]
    if not changed:
        unchanged()
        return 0
    before = {str(pk): dict(row.answers) for pk, row in stands.items() if pk in {sheet.enrolment for sheet in changed}}
    _replace(by, test, changed, stands, way)
    people = [str(sheet.enrolment) for sheet in changed]
    after = {"test": test.slug, "way": way.value, "people": people}
    _record("test.entered", by, delivery, P.DELIVERY_HOLD, after=after, before=before or None)
    return len(changed)


@action
def say_opinion(*, by: Viewer, place: Enrolment, ratings: Mapping[str, int], differently: str) -> None:
    """What one thought of a delivery. It stands without a name; only that it was said is known, so that it is once."""
    demand(by, P.RESULT_GIVE, place, seen_by=P.ENROLMENT_VIEW)
    if place.delivery.cancelled_at is not None:
        raise Refused(CANCELLED)
    if clock.today() < place.delivery.starts_on:
        raise Refused(NOT_BEGUN)
    _given, fresh = OpinionGiven.objects.get_or_create(enrolment=place)
    if not fresh:
        raise Refused(SAID_ALREADY)
    Opinion.objects.create(delivery=place.delivery, differently=differently, **ratings)
    _record("opinion.given", by, place.delivery, P.RESULT_GIVE, after={"given": "yes"})


def _demand_running(row: Delivery) -> None:
    if row.cancelled_at is not None:
        raise Refused(CANCELLED)
    if row.closed_at is not None:
        raise Refused(OVER)
    if clock.today() < row.starts_on:
        raise Refused(NOT_BEGUN)


def _known(delivery: Delivery, test: Test) -> Sequence[Attempt]:
    return list(Attempt.objects.select_for_update().filter(enrolment__delivery=delivery, **test.place))


def _differs(known: Attempt | None, sheet: Sheet) -> bool:
    return known is None or known.taken_on != sheet.taken_on or known.answers != _plain(sheet.answers)


def _replace(by: Viewer, test: Test, sheets: Sequence[Sheet], stands: Mapping[UUID, Attempt], way: Way) -> None:
    """All of them in two statements, however many they are."""
    Attempt.objects.filter(
        pk__in=[stands[sheet.enrolment].pk for sheet in sheets if sheet.enrolment in stands]
    ).delete()
    Attempt.objects.bulk_create(
        _attempt(by, sheet.enrolment, test, sheet.answers, way, sheet.taken_on) for sheet in sheets
    )


def _attempt(
    by: Viewer, enrolment: UUID, test: Test, answers: Answers, way: Way, taken_on: date, receipt: UUID | None = None
) -> Attempt:
    assert by.user_id is not None, "people answer tests and type them, commands do not"
    score = test.score(answers)
    return Attempt(
        **({"id": receipt} if receipt else {}),
        enrolment_id=enrolment,
        **test.place,
        purpose=test.purpose.value,
        answers=_plain(answers),
        right=score.right,
        of=score.of,
        way=way.value,
        taken_on=taken_on,
        recorded_at=clock.now(),
        recorded_by_id=by.user_id,
    )


def _plain(answers: Answers) -> dict[str, list[str]]:
    return {key: list(answer) for key, answer in answers.items() if answer}


def _record(
    verb: str,
    by: Viewer,
    row: Delivery,
    permission: str,
    *,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    place = row.organisation_id
    record(verb, by=by, about=row, organisation_id=place, permission=permission, after=after, before=before)
