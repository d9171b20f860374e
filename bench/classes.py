"""A class for measuring: the foundation course, a delivery of today, and a room in which a scenario has begun.

python -m bench.classes --who training      (prints the code of the room as JSON)
"""

import argparse
import json
import os

from pulang.web.cli.main import setup


def main() -> None:
    """Set up the plane that the environment names and open the room."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--who", default="training", help="the sign-in name of somebody who plans deliveries")
    asked = parser.parse_args()
    setup(os.environ["PULANG_PLANE"])
    print(json.dumps({"code": _room(asked.who)}))


def _room(who: str) -> str:
    """The code of an open room for sixty devices."""
    from pulang.common.accounts.models import Organisation, User
    from pulang.common.learning.actions import DeliveryDetails, plan_delivery
    from pulang.common.learning.actions.rooms import open_room
    from pulang.common.learning.actions.voting import begin_scenario
    from pulang.common.learning.models import Answering, CourseVersion
    from pulang.kernel import clock
    from pulang.web.demo import building
    from pulang.web.demo.classes import SCENARIO, SESSION
    from pulang.web.demo.courses import foundation_course

    user = User.objects.get(sign_in_name=who)
    by = building.viewer(user)
    home = Organisation.objects.get(pk=by.grants[0].organisation_id)
    building.import_documents()
    reader = building.person(f"reader-of-{who}", "A reader", home, "human-rights-reader")
    for _step in foundation_course(user, reader):
        continue
    delivery = plan_delivery(
        by=by,
        version=CourseVersion.objects.get(course__key="prison-officer-foundation"),
        cut="",
        organisation=home,
        details=DeliveryDetails(clock.today(), clock.today(), 60, "en", venue_text="Room 1"),
    )
    module, _slash, key = SESSION.partition("/")
    session = delivery.sessions.select_related("delivery__organisation").get(module=module, key=key)
    room = open_room(by=by, session=session, answering=Answering.TABLES)
    room.session = session
    begin_scenario(by=by, room=room, activity=SCENARIO)
    return room.code


if __name__ == "__main__":
    main()
