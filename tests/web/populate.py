"""Something of everything that an access rule speaks of, made through the real actions."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

from django.conf import settings
from tests.common.learning.packs import COURSE, SESSION_TEXT, TESTED, pack
from tests.web.bridge import bridge
from tests.web.editions import editions
from tests.web.rooms import rooms_at
from tests.web.staff import staff
from tests.web.studies import studies
from tests.worlds import World

from pulang.common.accounts.actions import name_deputy, suspend_organisation
from pulang.common.accounts.actions.tokens import make_token
from pulang.common.accounts.models import Contact, TokenScope
from pulang.common.exchange.actions import ask_erasure
from pulang.common.files.actions import Given, ask_document, settle_document
from pulang.common.files.models import Document
from pulang.common.followup.actions import (
    OutcomeText,
    PlanText,
    attach_to_plan,
    record_outcome,
    record_plan,
    release_outcome,
)
from pulang.common.followup.models import ActionPlan
from pulang.common.learning import actions as learning
from pulang.common.learning.actions import Decided, import_course, observing, release_version, sign_version
from pulang.common.learning.actions.answering import Sheet, enter_sheets, say_opinion
from pulang.common.learning.actions.certifying import issue_certificates
from pulang.common.learning.actions.trainers import certify_trainer, record_observation
from pulang.common.learning.models import (
    CourseVersion,
    Decision,
    Delivery,
    TrainerCertification,
    TrainerPart,
    Was,
    Way,
)
from pulang.common.learning.models.trainers import Verdict
from pulang.common.learning.queries.certificates import completions
from pulang.common.learning.queries.results import tests
from pulang.common.learning.queries.work import items
from pulang.common.learning.rules.trainers import Level
from pulang.common.marking.actions import invite
from pulang.foundation.policy.rules import allows
from pulang.kernel import clock
from pulang.kernel.filekinds import KINDS
from pulang.kernel.tlp import Label
from pulang.web.demo import building
from pulang.web.demo.building import contact, person, provisions

FAMILY = "rome-memorandum/family"


def plan_text(title: str = "A plan") -> PlanText:
    """A plan whose first step lies a week ahead."""
    return PlanText(
        title=title,
        problem="A problem.",
        first_step="A step.",
        first_step_on=clock.today() + timedelta(days=7),
        must_agree="The governor.",
        indicator="A number.",
        baseline="1",
        target="2",
        language="en",
    )


def outcome_text(lesson: str = "A lesson.") -> OutcomeText:
    """A result of today."""
    return OutcomeText(result="A result.", value_reached="2", seen_on=clock.today(), lesson=lesson, language="en")


def populate(world: World) -> None:
    """A deputy without a role of its own, plans, outcomes, and on the forum requests in all kinds of states."""
    principal, place = {"forum": ("policy", "kilima-mfa"), "service": ("governor", "mto")}[settings.PULANG_PLANE]
    world.people["deputy"] = person("deputy", "Deputy", world.places[place])
    today = clock.today()
    contact(world.places[place], "No account")
    name_deputy(
        by=world.viewer(principal),
        principal=world.people[principal],
        deputy=world.people["deputy"],
        starts_on=today,
        ends_on=today + timedelta(days=5),
    )
    make_token(user=world.people[OWN_READER], name="A program", scope=TokenScope.WRITE, days=90)
    barge = world.places["barge"] = building.organisation("barge", "facility", "Barge", world.places["coast"])
    owner = {"forum": "policy", "service": "other-governor"}[settings.PULANG_PLANE]
    ask_erasure(by=world.viewer(owner), organisation=world.places["ziwa"], reason="It closes.")
    suspend_organisation(by=world.viewer("admin"), organisation=barge, reason="It was sold.")
    more(world)


def more(world: World) -> None:
    """More rows of everything that lists show."""
    {"forum": _forum, "service": _service}[settings.PULANG_PLANE](world)
    _files(world)
    _courses(world)
    _deliveries(world)
    editions(world)
    bridge(world)


COURSE_KEEPER = {"forum": "curriculum", "service": "training"}[settings.PULANG_PLANE]
FLAGGED = "A new beard is a sign of danger. Ask who slept."


def _courses(world: World) -> None:
    """A course with a released version, one to sign, one that is signed, and one with a flagged sentence."""
    keeper, rights = world.viewer(COURSE_KEEPER), world.viewer("rights")
    rounds, highest = "modules/watching/rounds/en.md", CourseVersion.objects.count()
    for number, steps in ((f"1.{highest}.0", 2), ("1.50.0", 0), ("1.51.0", 1), ("1.52.0", 0)):
        changes = {**TESTED, "course.yaml": COURSE.replace("1.0.0", number)}
        if number == "1.52.0":
            changes[rounds] = SESSION_TEXT.format(title="Rounds").replace("Ask who slept.", FLAGGED)
        row = import_course(by=keeper, files=pack(changes), label=Label.GREEN).version
        assert row is not None
        if steps > 0 and not row.readings.exists():
            sign_version(by=rights, version=row)
        if steps > 1:
            release_version(by=keeper, version=row)


TRAINED = {
    "forum": ("host", "corrections", "trainer", "mentor", "outside-host", "wadi", "outside-corrections"),
    "service": ("training", "governor", "officer", "colleague", "training", "ziwa", "other-governor"),
}[settings.PULANG_PLANE]
CERTIFIER = {"forum": "corrections", "service": "training"}[settings.PULANG_PLANE]


def _deliveries(world: World) -> None:
    """In two places each a delivery that is closed, running, open with people in every state, planned, to be closed."""
    planner, nominator, trainer, trained, elsewhere, other, other_nominator = TRAINED
    homes = ((planner, "mto", nominator), (elsewhere, other, other_nominator))
    for who, place, speaker in homes:
        closed = _delivery(world, who, place, trainer, days=0)
        _nominations(world, closed, who, speaker, place, trained)
        people = {row.pk: Was.PRESENT for row in closed.enrolments.filter(decision=Decision.ACCEPTED)}
        for session in closed.sessions.select_related("delivery__organisation"):
            learning.record_attendance(by=world.viewer(who), session=session, marks=people)
        _tested(world, closed, who)
        learning.close_delivery(by=world.viewer(who), delivery=closed)
        _certificates(world, closed, who)
        _drawn(world, closed, who, seen_by="" if place == "mto" else other_nominator)
        _observed(world, closed, trainer)
        running = _delivery(world, who, place, trainer, days=0)
        _nominations(world, running, who, speaker, place, trained)
        first = running.sessions.select_related("delivery__organisation").order_by("position")[0]
        learning.miss_session(by=world.viewer(who), session=first, reason="A power cut.")
        rooms_at(world, running, who)
        _nominations(world, _delivery(world, who, place, trainer, days=9), who, speaker, place, trained)
        _delivery(world, who, place, trainer, days=20, is_open=False)
        over = _delivery(world, who, place, trainer, days=-2)
        for session in over.sessions.select_related("delivery__organisation"):
            learning.miss_session(by=world.viewer(who), session=session, reason="A power cut.")
        alone = _delivery(world, who, place, trainer, days=0, self_study=True)
        _nominations(world, alone, who, speaker, place, trained)
        studies(world, alone, who)


def _delivery(
    world: World, who: str, place: str, trainer: str, *, days: int, is_open: bool = True, self_study: bool = False
) -> Delivery:
    first = clock.today() + timedelta(days=days)
    delivery = learning.plan_delivery(
        by=world.viewer(who),
        version=CourseVersion.objects.filter(released_at__isnull=False).order_by("pk")[0],
        cut="",
        organisation=world.places[place],
        details=learning.DeliveryDetails(first, first, 9, "en", venue_text="Room 1"),
        self_study=self_study,
    )
    teacher = world.people[trainer].contact
    assert teacher is not None
    _certified(world, teacher, delivery)
    learning.assign_trainer(by=world.viewer(who), delivery=delivery, contact=teacher, part=TrainerPart.LEAD)
    if is_open:
        learning.open_nominations(by=world.viewer(who), delivery=delivery)
    return delivery


def _tested(world: World, delivery: Delivery, who: str) -> None:
    """Everybody answered every test, and one person said what they thought."""
    people = delivery.enrolments.filter(decision=Decision.ACCEPTED).select_related("delivery", "contact__user")
    sheets = [Sheet(row.pk, {"who": ("all",)}, clock.today()) for row in people]
    for test in tests(delivery):
        enter_sheets(by=world.viewer(who), delivery=delivery, test=test, sheets=sheets, way=Way.PAPER)
    for place in people:
        if user := getattr(place.contact, "user", None):
            ratings = {"useful": 5, "clear": 4, "respected": 5}
            say_opinion(by=building.viewer(user), place=place, ratings=ratings, differently="More time.")


def _certificates(world: World, delivery: Delivery, who: str) -> None:
    delivery.refresh_from_db()
    earned = [line.enrolment.pk for line in completions(delivery) if not line.missing]
    issue_certificates(by=world.viewer(who), delivery=delivery, enrolments=earned)


class LastOnes(Random):
    """A lot that falls on the last, so that everybody knows on whom."""

    def sample(self, population: Sequence[Any], k: int, **more: Any) -> list[Any]:
        return list(population[-k:])


def _drawn(world: World, delivery: Delivery, who: str, seen_by: str) -> None:
    """One person drawn to be observed at work, who waits for it or was seen."""
    (row,) = observing.draw_people(
        by=world.viewer(who), delivery=delivery, number=1, due_on=clock.today() + timedelta(days=50), lot=LastOnes()
    )
    if seen_by:
        marks = {item.slug: "yes" for item, _words in items(delivery)}
        observing.record_work(
            by=world.viewer(seen_by), observation=row, seen_on=clock.today(), marks=marks, said="Listens."
        )


def _observed(world: World, delivery: Delivery, trainer: str) -> None:
    teacher = world.people[trainer].contact
    assert teacher is not None
    if allows(world.viewer(CERTIFIER), "learning.trainer.certify", teacher):
        record_observation(
            by=world.viewer(CERTIFIER),
            contact=teacher,
            delivery=delivery,
            seen_on=clock.today(),
            verdict=Verdict.PASSED,
            said="Asks well.",
        )


def _certified(world: World, teacher: Contact, delivery: Delivery) -> None:
    """The trainer is certified once, by the one who certifies at home."""
    course = delivery.course_version.course
    if TrainerCertification.objects.filter(contact=teacher, course=course).exists():
        return
    certify_trainer(
        by=world.viewer(CERTIFIER),
        contact=teacher,
        course=course,
        level=Level.MASTER,
        starts_on=clock.today() - timedelta(days=90),
        waived="Certified before this register began.",
    )


def _nominations(world: World, delivery: Delivery, who: str, speaker: str, place: str, trained: str) -> None:
    """One person in each state; the one with an account has a place where the own service holds the delivery."""
    mine = world.people[trained].contact
    assert mine is not None
    names = [f"Trainee {number} of {place}" for number in range(4)]
    known = {each.name: each for each in Contact.objects.filter(organisation=world.places[place], name__in=names)}
    people = [known.get(name) or contact(world.places[place], name) for name in names]
    if delivery.organisation == world.places["mto"] and allows(
        world.viewer(speaker), "learning.delivery.nominate", mine.organisation
    ):
        people.insert(0, mine)
    for one in people:
        learning.nominate(by=world.viewer(speaker), delivery=delivery, contact=one)
    rows = list(delivery.enrolments.order_by("nominated_at", "pk"))
    decisions = [
        Decided(rows[0].pk, Decision.ACCEPTED),
        Decided(rows[1].pk, Decision.WAITING),
        Decided(rows[2].pk, Decision.DECLINED, "Attended last year."),
        *(Decided(row.pk, Decision.ACCEPTED) for row in rows[4:5]),
    ]
    learning.decide(by=world.viewer(who), delivery=delivery, decisions=decisions)


OWN_READER = {"forum": "policy", "service": "governor"}[settings.PULANG_PLANE]
TEXT = KINDS["text"]


def _files(world: World) -> None:
    """Evidence beside the first plan, and a document that is ready, with its notice."""
    plan = ActionPlan.objects.filter(host=world.places["mto"]).order_by("made_at")[0]
    given = Given("yard.txt", "The yard", TEXT, b"What the yard looks like.")
    guest = world.people[{"forum": "expert", "service": "other-officer"}[settings.PULANG_PLANE]]
    if not plan.marking.people.contains(guest):
        invite(by=world.viewer(OWN_READER), row=plan, recipient=guest, reason="Advises on it.")
    if not plan.files.exists():
        attach_to_plan(by=world.viewer(plan.made_by.sign_in_name), plan=plan, given=given)
    by, asked = world.viewer(OWN_READER), {"number": str(Document.objects.count())}
    document = ask_document(by=by, offer="today", way="pdf", parameters=asked, language="en")
    settle_document(by=by, document=document, given=given, label=Label.CLEAR)


FACILITIES = """\
key,name,under,for whom,date,capacity,population,officer women,officer men
mto,,,men,2026-09-01,600,718,41,139
ziwa,,,women,2026-09-01,450,498,93,17
new-{number},New {number},coast,mixed,2026-09-01,{number},1,2,3
"""


def _service(world: World) -> None:
    from pulang.common.facilities.actions import import_facilities, keep_upload
    from pulang.common.facilities.models import Facility

    training, text = world.viewer("training"), FACILITIES.format(number=Facility.objects.count())
    assert import_facilities(by=training, text=text, write=True, good_rows_only=False).written
    keep_upload(by=training, name="facilities.csv", text=text)
    staff(world)
    for who, place in (("officer", "mto"), ("other-officer", "ziwa"), ("training", "mto")):
        plan = record_plan(
            by=world.viewer(who),
            host=world.places[place],
            owner=world.people["colleague"].contact if who == "training" else world.people[who].contact,
            text=plan_text(),
            provisions=provisions(FAMILY),
        )
        record_outcome(by=world.viewer(who), plan=plan, text=outcome_text())


def _forum(world: World) -> None:
    from pulang.web.demo.forum import bring_public_record

    bring_public_record()
    _requests(world)


def _requests(world: World) -> None:
    from pulang.forum.engagements import actions
    from pulang.forum.engagements.actions import RequestText
    from pulang.forum.engagements.rules import Outcome

    text = RequestText(title="A request", problem="P", help_wanted="H", tried="", language="en")
    homes = (("corrections", "mto", "policy"), ("outside-corrections", "wadi", "outsider"))
    for drafter, host, policy in homes:
        for steps in range(6):
            row = actions.draft(
                by=world.viewer(drafter), host=world.places[host], text=text, provisions=provisions(FAMILY)
            )
            if steps == 0:
                given = Given("yard.txt", "The yard", TEXT, b"What the yard looks like.")
                actions.attach_to_request(by=world.viewer(drafter), request=row, given=given)
            if steps >= 1:
                actions.submit(by=world.viewer(drafter), request=row)
            if steps >= 2:
                actions.endorse(by=world.viewer(policy), request=row)
            if steps >= 3:
                desk = world.viewer("desk")
                actions.draft_answer(by=desk, request=row, outcome=Outcome.ACCEPT, text="Yes.", language="en")
            if steps >= 4:
                actions.send_for_clearance(by=world.viewer("desk"), request=row)
            if steps >= 5:
                for chair in ("chair-nordhav", "chair-sungai"):
                    actions.clear(by=world.viewer(chair), request=row)
                _plans(world, row, "host" if host == "mto" else "outside-host", policy)


def _plans(world: World, row: object, host: str, policy: str) -> None:
    from pulang.forum.engagements import actions

    for released in (False, True):
        plan: ActionPlan = actions.plan_for(
            by=world.viewer(host),
            request=row,  # type: ignore[arg-type]
            text=plan_text(),
            provisions=provisions(FAMILY),
            mentor=world.people["mentor"] if released else None,
        )
        outcome = record_outcome(by=world.viewer(host), plan=plan, text=outcome_text())
        if released:
            release_outcome(by=world.viewer(policy), outcome=outcome, reason="It helps.")
    actions.release(by=world.viewer(policy), request=row, reason="It helps.")  # type: ignore[arg-type]
