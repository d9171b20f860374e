"""A self-study delivery on which people are at work: a class with keys, a folder of one's own, a scenario begun."""

from tests.worlds import World

from pulang.common.learning.actions.folders import make_class_folder, make_folder, revoke_folder
from pulang.common.learning.actions.studying import choose
from pulang.common.learning.models import Decision, Delivery
from pulang.common.learning.queries.study import works


def studies(world: World, delivery: Delivery, who: str) -> None:
    """Whoever has an account took a step; one folder was lost, one is somebody's, the last one is for a class."""
    by = world.viewer(who)
    delivery.refresh_from_db()
    people = delivery.enrolments.filter(decision=Decision.ACCEPTED).select_related("delivery", "contact__user")
    first, *_others = people.order_by("nominated_at", "pk")
    lost = make_folder(by=by, delivery=delivery, language="en", person=first.pk)
    revoke_folder(by=by, folder=lost, reason="The stick was lost.")
    make_folder(by=by, delivery=delivery, language="ar", person=first.pk)
    make_class_folder(by=by, delivery=delivery, language="en", keys=3)
    for place in people:
        if user := getattr(place.contact, "user", None):
            work = works(delivery)["watching/rounds"]
            viewer = next(world.viewer(name) for name, each in world.people.items() if each == user)
            choose(
                by=viewer, place=place, work=work, scenario=work.scenarios[0], step=1, choice="ask", reason="To hear."
            )
