"""The forum's requests: one carried through to a released lesson, and one in each other state."""

from collections.abc import Callable
from datetime import timedelta

from pulang.common.accounts.actions import name_deputy
from pulang.common.accounts.models import Organisation, User
from pulang.common.followup.actions import (
    OutcomeText,
    PlanText,
    record_outcome,
    release_outcome,
    translate_outcome,
    translate_plan,
)
from pulang.common.followup.models import ActionPlan
from pulang.forum.engagements import actions
from pulang.forum.engagements.actions import RequestText
from pulang.forum.engagements.models import EngagementRequest
from pulang.forum.engagements.rules import Outcome
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.web.demo import building
from pulang.web.demo.courses import foundation_course
from pulang.web.demo.editions import kilima_edition
from pulang.web.demo.stories import Story, tell
from pulang.web.demo.training import training_of_trainers

People = dict[str, User]
Places = dict[str, Organisation]


def build(places: Places, people: People, advance: Callable[[int], None]) -> None:
    """Every request of the demonstration, step by step in the order of time."""
    told = (family_day, night_shift, late_planning, women_officers, education, wadi, intake)
    course = foundation_course(people["lena"], people["helene"])
    edition = kilima_edition(people["juma"], people["otieno"], people["lena"], places["kilima-corrections"])
    certified = {people["juma"]: people["otieno"], people["marc"]: people["lena"]}
    teaching = training_of_trainers(people["amina"], people["otieno"], places["kilima-mto"], certified)
    tell([course, edition, deputy(people), teaching, *(story(places, people) for story in told)], advance)


def deputy(people: People) -> Story:
    """The policy focal point is away for some weeks and has named a deputy."""
    yield 3
    name_deputy(
        by=_as(people, "wanjiru"),
        principal=people["wanjiru"],
        deputy=people["daudi"],
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=28),
    )


def family_day(places: Places, people: People) -> Story:
    """The whole thread: asked, answered, planned, done, learnt, released."""
    text = RequestText(
        title="Families visit rarely and leave worried",
        problem="Only one in five people due for release within a year has had a family visit in the last three months. "
        "Families travel for a day, wait four hours and are searched in front of their children.",
        help_wanted="We want to be able to prepare families for release: a visiting day that families trust, and staff "
        "who know how to speak with them.",
        tried="Longer visiting hours on Saturdays. Attendance did not change.",
        language="en",
    )
    yield 210
    row = _draft(people, "otieno", places["kilima-mto"], text, "rome-memorandum/family", "rome-memorandum/aftercare")
    yield 206
    actions.endorse(by=_as(people, "wanjiru"), request=row)
    yield from _answer(
        people,
        row,
        200,
        Outcome.ACCEPT,
        "The working group accepts the request. A practitioner from Sungai will share how family days are run there.",
    )
    yield 180
    plan = _family_plan(people, row)
    yield 40
    _family_outcome(people, plan)
    yield 30
    actions.release(by=_as(people, "wanjiru"), request=row, reason="Others can learn from how the question was put.")
    release_outcome(
        by=_as(people, "wanjiru"), outcome=plan.outcome, reason="The lesson helps others and names no weakness."
    )


def _family_plan(people: People, row: EngagementRequest) -> ActionPlan:
    by = _as(people, "amina")
    plan = actions.plan_for(
        by=by,
        request=row,
        mentor=people["juma"],
        text=PlanText(
            title="Family day with a child-friendly room",
            problem="Families come rarely and leave worried.",
            first_step="Clear the old store beside the gate and paint it with the people who work in the workshop.",
            first_step_on=clock.today() + timedelta(days=14),
            must_agree="The governor, the security manager, the welfare officer.",
            indicator="Family visits in a month to people due for release within a year.",
            baseline="31",
            target="50",
            language="en",
        ),
        provisions=building.provisions("rome-memorandum/family"),
    )
    translate_plan(
        by=by,
        plan=plan,
        language="ar",
        texts={
            "title": "يوم عائلي مع غرفة ملائمة للأطفال",
            "problem": "تزور العائلات نادرًا وتغادر قلقة.",
            "first_step": "إخلاء المخزن القديم بجانب البوابة وطلاؤه مع العاملين في الورشة.",
            "must_agree": "المدير ومسؤول الأمن وموظف الرعاية.",
            "indicator": "عدد الزيارات العائلية شهريًا لمن يُفرج عنهم خلال سنة.",
            "baseline": "31",
            "target": "50",
        },
    )
    return plan


def _family_outcome(people: People, plan: ActionPlan) -> None:
    by = _as(people, "amina")
    outcome = record_outcome(
        by=by,
        plan=plan,
        text=OutcomeText(
            result="The room opened and two family days were held. Visits rose, and fewer families turned back at the gate.",
            value_reached="58",
            seen_on=clock.today(),
            lesson="Invite families before the assessment, not after: they know what the person is worried about.",
            language="en",
        ),
    )
    translate_outcome(
        by=by,
        outcome=outcome,
        language="ar",
        texts={
            "result": "فُتحت الغرفة وأقيم يومان عائليان. زادت الزيارات، وقلّ عدد العائلات التي تعود من البوابة.",
            "value_reached": "58",
            "lesson": "ادعوا العائلات قبل التقييم لا بعده: فهي تعرف ما يقلق الشخص.",
        },
    )


def night_shift(places: Places, people: People) -> Story:
    """Before the co-chairs: one has cleared, the other has not."""
    text = RequestText(
        title="Night-shift officers are told nothing at handover",
        problem="Officers who begin at night do not learn what happened in the day. Two incidents in May were foreseen by "
        "the day shift.",
        help_wanted="A short handover that works in ten minutes, and training for shift leaders.",
        tried="A log book. Nobody reads it.",
        language="en",
    )
    yield 20
    row = _draft(people, "otieno", places["kilima-ziwa"], text, "rome-memorandum/prison-officers")
    yield 17
    actions.endorse(by=_as(people, "wanjiru"), request=row)
    yield 6
    _draft_answer(
        people,
        row,
        Outcome.IN_PRINCIPLE,
        "The working group accepts in principle and looks for funds for two trainers.",
    )
    yield 4
    actions.clear(by=_as(people, "ingrid"), request=row)


def late_planning(places: Places, people: People) -> Story:
    """Waits for the country's endorsement, and is late."""
    text = RequestText(
        title="Release planning begins in the last month",
        problem="Probation hears of a release two or three weeks before the day. Half of the addresses are not confirmed.",
        help_wanted="A way to begin release planning a year ahead, with probation at the table.",
        tried="",
        language="en",
    )
    yield 9
    _draft(
        people,
        "otieno",
        places["kilima-corrections"],
        text,
        "rome-memorandum/aftercare",
        "rome-memorandum/follow-up",
    )


def women_officers(places: Places, people: People) -> Story:
    """A draft that was left and waits to be resumed."""
    text = RequestText(
        title="More women officers in the women's wing", problem="", help_wanted="", tried="", language="en"
    )
    yield 2
    actions.draft(by=_as(people, "otieno"), host=places["kilima-academy"], text=text)


def education(places: Places, people: People) -> Story:
    """Accepted; the host records the action plan next."""
    text = RequestText(
        title="Basic education stops when teachers are absent",
        problem="Classes were held on 61 of 120 planned days.",
        help_wanted="Peer teaching that goes on when the teacher is away.",
        tried="Replacement teachers from town; they need clearance for each visit.",
        language="en",
    )
    yield 48
    row = _draft(people, "otieno", places["kilima-mto"], text, "rome-memorandum/basic-education")
    yield 46
    actions.endorse(by=_as(people, "wanjiru"), request=row)
    yield from _answer(
        people,
        row,
        40,
        Outcome.ACCEPT,
        "The working group accepts. The academy of Sungai offers its peer-teaching course.",
    )


def wadi(places: Places, people: People) -> Story:
    """A request in Arabic from the other country, with the secretariat."""
    text = RequestText(
        title="تدريب الموظفين على العلاقات المهنية مع السجناء",
        problem="يتجنب الموظفون الحديث مع السجناء المدانين في قضايا التطرف العنيف، فلا يلاحظون أي تغيير.",
        help_wanted="نريد أن نكون قادرين على تدريب كل موظف على الأمن الديناميكي.",
        tried="محاضرة واحدة في السنة.",
        language="ar",
    )
    yield 8
    row = _draft(
        people,
        "karim",
        places["qasr-wadi"],
        text,
        "rome-memorandum/staff-training",
        "rome-memorandum/prison-officers",
    )
    actions.translate(
        by=_as(people, "karim"),
        request=row,
        language="en",
        texts={
            "title": "Training staff in professional relationships with prisoners",
            "problem": "Staff avoid speaking with people convicted in violent extremism cases, and so notice no change.",
            "help_wanted": "We want to be able to train every officer in dynamic security.",
            "tried": "One lecture a year.",
        },
    )
    yield 5
    actions.endorse(by=_as(people, "salma"), request=row)


def intake(places: Places, people: People) -> Story:
    """Returned by the policy focal point with a reason."""
    text = RequestText(
        title="Intake assessment takes nine weeks",
        problem="New arrivals wait nine weeks for a first assessment.",
        help_wanted="A shorter first assessment.",
        tried="",
        language="en",
    )
    yield 12
    row = _draft(people, "otieno", places["kilima-mto"], text, "rome-memorandum/intake-assessment")
    yield 10
    actions.send_back(
        by=_as(people, "wanjiru"),
        request=row,
        reason="Please say how many people arrive in a month, and who assesses them now.",
    )


def _draft(people: People, who: str, host: Organisation, text: RequestText, *keys: str) -> EngagementRequest:
    row = actions.draft(by=_as(people, who), host=host, text=text, provisions=building.provisions(*keys))
    actions.submit(by=_as(people, who), request=row)
    return row


def _draft_answer(people: People, row: EngagementRequest, outcome: Outcome, text: str) -> None:
    by = _as(people, "farah")
    actions.draft_answer(by=by, request=row, outcome=outcome, text=text, language="en")
    actions.send_for_clearance(by=by, request=row)


def _answer(people: People, row: EngagementRequest, days: int, outcome: Outcome, text: str) -> Story:
    yield days
    _draft_answer(people, row, outcome, text)
    yield days - 2
    actions.clear(by=_as(people, "ingrid"), request=row)
    actions.clear(by=_as(people, "budi"), request=row)


def _as(people: People, who: str) -> Viewer:
    return building.viewer(people[who])
