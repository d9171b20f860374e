"""The service plane's demonstration: one corrections service, its facilities, and its own officers' plans."""

from collections.abc import Callable
from datetime import timedelta
from importlib.resources import files

from pulang.common.accounts.models import Organisation, User
from pulang.common.facilities.actions import import_facilities
from pulang.common.followup.actions import OutcomeText, PlanText, record_outcome, record_plan
from pulang.kernel import clock
from pulang.web.demo import building, roll, studies, training
from pulang.web.demo.accounts import SERVICE
from pulang.web.demo.courses import foundation_course
from pulang.web.demo.editions import kilima_edition
from pulang.web.demo.loading import days_ago
from pulang.web.demo.stories import Story, tell

FIGURES_DAYS_AGO = 20
TREE = (
    ("kilima", "country", "Kilima", None),
    ("kilima-corrections", "service", "Kilima Prisons Service", "kilima"),
    ("kilima-coast", "region", "Coast Region", "kilima-corrections"),
    ("kilima-lakes", "region", "Lakes Region", "kilima-corrections"),
    ("kilima-academy", "academy", "Kilima Prisons Academy", "kilima-corrections"),
    ("kilima-mto", "facility", "Mto Prison", "kilima-coast"),
    ("kilima-ziwa", "facility", "Ziwa Prison", "kilima-coast"),
)


def build(advance: Callable[[int], None]) -> None:
    """Everything, in the order in which it would have happened."""
    with days_ago(building.LONG_AGO):
        building.import_documents()
        places = building.tree(TREE, {})
        people = building.people(SERVICE, places)
    advance(1)
    course = foundation_course(people["amina"], people["rehema"])
    edition = kilima_edition(people["juma"], people["zuhura"], people["amina"], places["kilima-corrections"])
    tell(
        [
            course,
            edition,
            _figures(people),
            _talk(places, people),
            _handover(places, people),
            *_training(places, people),
            roll.personnel_lists(people["amina"]),
        ],
        advance,
    )


def _training(places: dict[str, Organisation], people: dict[str, User]) -> list[Story]:
    """Deliveries of the academy: one that is closed, one that runs, one that takes nominations."""
    with days_ago(building.LONG_AGO):
        trained = training.officers([places["kilima-mto"], places["kilima-ziwa"]])
    keeper, trainer, academy = people["amina"], people["neema"], places["kilima-academy"]
    return [
        training.closed_delivery(keeper, academy, trainer, people["zuhura"], trained),
        training.running_delivery(keeper, academy, trainer, trained),
        training.open_delivery(keeper, academy, trained),
        studies.self_study(keeper, academy, people["neema"], trained[6:]),
    ]


def _figures(people: dict[str, User]) -> Story:
    """Fourteen facilities counted twice, brought in from a table by the head of training."""
    yield FIGURES_DAYS_AGO
    later = clock.today() - timedelta(days=2)
    table = (files("pulang.web.demo") / "facilities.csv").read_text(encoding="utf-8")
    report = import_facilities(
        by=building.viewer(people["amina"]),
        text=table.format(earlier=later - timedelta(days=182), later=later),
        write=True,
        good_rows_only=False,
    )
    assert report.written, [problem.message for problem in report.problems]


def _talk(places: dict[str, Organisation], people: dict[str, User]) -> Story:
    """An officer's own plan, with what came of it."""
    yield 45
    plan = record_plan(
        by=building.viewer(people["neema"]),
        host=places["kilima-mto"],
        owner=people["neema"].contact,
        text=PlanText(
            title="Ten minutes of talk on every shift",
            problem="On my wing we speak with people only when something is wrong.",
            first_step="Two officers of each shift speak with three people about everyday things, and note that they did.",
            first_step_on=clock.today() + timedelta(days=7),
            must_agree="The wing manager.",
            indicator="Shifts in a week on which it was done.",
            baseline="0 of 21",
            target="15 of 21",
            language="en",
        ),
        provisions=building.provisions("rome-memorandum/prison-officers"),
    )
    yield 5
    record_outcome(
        by=building.viewer(people["neema"]),
        plan=plan,
        text=OutcomeText(
            result="It became a habit on two of three shifts. The night shift has too few officers.",
            value_reached="13 of 21",
            seen_on=clock.today(),
            lesson="Begin with the shift leader who likes the idea; the others came to see.",
            language="en",
        ),
    )


def _handover(places: dict[str, Organisation], people: dict[str, User]) -> Story:
    """A plan that was written on paper and typed in; its result is due."""
    yield 40
    record_plan(
        by=building.viewer(people["amina"]),
        host=places["kilima-ziwa"],
        owner=people["said"].contact,
        written_on_paper_on=clock.today() - timedelta(days=3),
        text=PlanText(
            title="سجل قصير لتسليم المناوبة",
            problem="لا تعرف مناوبة الليل ما حدث في النهار.",
            first_step="ورقة واحدة بثلاثة أسئلة عند كل تسليم.",
            first_step_on=clock.today() + timedelta(days=10),
            must_agree="رئيس المناوبة.",
            indicator="عدد التسليمات المكتوبة في الأسبوع.",
            baseline="2",
            target="14",
            language="ar",
        ),
        provisions=building.provisions("rome-memorandum/prison-officers", "rome-memorandum/staff-training"),
    )
