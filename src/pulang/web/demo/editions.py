"""Kilima's edition of the foundation course in a demonstration: written, approved by two others, released, written on."""

from collections.abc import Sequence

from pulang.common.accounts.models import Organisation, User
from pulang.common.learning.actions.editions import (
    Draft,
    add_operation,
    approve_for_curriculum,
    approve_for_host,
    begin_version,
    make_edition,
    release_edition,
    submit_edition,
)
from pulang.common.learning.models import CourseVersion, EditionVersion
from pulang.common.learning.rules.editions.operations import Kind, What
from pulang.web.demo import building
from pulang.web.demo.stories import Story

COURSE, KEY = "prison-officer-foundation", "kilima-foundation"
HANDOVER, PRESSURE = "release-and-aftercare/handover-and-first-days", "staff-safety/pressure-and-manipulation"
NEWS = (
    "Mto, Friday, 15:20. A fax: Sela is to be released *today*; her sentence has been served by the time on remand. "
    "The release plan was for next month. The last ferry to the town leaves at 16:30, the probation office closes at "
    "16:00. Sela sits on her bed and holds the bag of the child."
)
FERRY = (
    "**Ask:** “When does the last ferry leave on the day of a release, and who meets it on the other side?” Write "
    "the answer on the handover page.\n\n**Shorten:** tell it."
)
FERRY_IN_FRENCH = (
    "**Demandez :** « À quelle heure part le dernier bac le jour d'une libération, et qui attend de l'autre côté ? » "
    "Écrivez la réponse sur la page de transmission.\n\n**Pour raccourcir :** racontez-le."
)


def kilima_edition(writer: User, host: User, lead: User, organisation: Organisation) -> Story:
    """A trainer writes it, the host and whoever answers for the curriculum approve it; the next version is begun."""
    yield 45
    by = building.viewer(writer)
    base = CourseVersion.objects.select_related("course").get(course__key=COURSE, released_at__isnull=False)
    row = make_edition(by=by, base=base, organisation=organisation, key=KEY)
    for draft in _changes():
        add_operation(by=by, version=row, draft=draft)
    yield 40
    submit_edition(by=by, version=_now(row))
    yield 37
    approve_for_host(by=building.viewer(host), version=_now(row))
    yield 34
    approve_for_curriculum(by=building.viewer(lead), version=_now(row))
    yield 33
    release_edition(by=building.viewer(lead), version=_now(row))
    yield 6
    following = begin_version(by=building.viewer(writer), version=_now(row))
    add_operation(by=building.viewer(writer), version=following, draft=_later())


def _now(row: EditionVersion) -> EditionVersion:
    return EditionVersion.objects.select_related("edition__organisation", "base__course").get(pk=row.pk)


def _changes() -> Sequence[Draft]:
    aftercare = building.provisions("rome-memorandum/aftercare")[0]
    return (
        Draft(
            Kind.ADAPT, "So that officers see at once that it is ours.", "", "title", "en",
            {"heading": "Foundation course for prison officers: the Kilima edition"},
        ),
        Draft(Kind.TERM, "Our service calls this duty so.", "", "duty-manager", "",
              {"words": {"en": "duty superintendent"}}),
        Draft(Kind.OMIT, "Our service has no panel yet. The session comes back when there is one.",
              "noticing-fairly/the-panel"),
        Draft(Kind.RE_ORDER, "Our officers ask about rules first.", "dynamic-security", "", "",
              {"order": ["fair-and-firm", "knowing-people"]}),
        Draft(
            Kind.LAW_NOTE, "The Act says who signs the hour of release.", HANDOVER, "participants", "en",
            {"text": "Whoever has served the sentence leaves on the same day. The duty superintendent writes the hour "
                     "into the release book and signs it.", "source": "Kilima Prisons Act, section 44"},
            aftercare,
        ),
        Draft(Kind.RE_EXAMPLE, "Everybody here knows the Friday ferry.", f"{HANDOVER}/friday-afternoon",
              "scenes.news.text", "en", {"text": NEWS}, aftercare),
        Draft(
            Kind.INSERT, "The ferry is where our handovers fail.", HANDOVER, "", "",
            {"what": What.BLOCK, "key": "the-ferry", "after": "handover-page", "title": "Who meets the ferry?",
             "text": FERRY, "minutes": 5, "shortest": 3, "method": "plenary"}, aftercare,
        ),
        Draft(Kind.TRANSLATE, "Half of the trainers at the lakes teach in French.", HANDOVER, "the-ferry", "fr",
              {"heading": "Qui attend au bac ?", "text": FERRY_IN_FRENCH, "status": "reviewed"}),
        Draft(
            Kind.REPLACE, "Our classrooms have benches that cannot be moved.", PRESSURE, "room", "en",
            {"heading": "The room",
             "text": "Benches in rows: pairs turn to the row behind them. Managers come after the break, so that nobody "
                     "plays this before a direct superior."},
        ),
        Draft(
            Kind.INSERT, "What is learnt is to reach the next duty.", HANDOVER, "", "",
            {"what": What.ACTIVITY, "key": "my-first-call", "block": "close", "kind": "reflection",
             "title": "My first call", "prompt": "Whom do you call first when there is nobody? Write the number down."},
        ),
    )  # fmt: skip


def _later() -> Draft:
    return Draft(
        Kind.ADAPT, "The women's wing has moved to Ziwa.", HANDOVER, "cautions", "en",
        {"heading": "Cautions",
         "text": "A woman with a child is released in the scenario. Officers from Ziwa may have lived through such a "
                 "Friday; speak with them before."},
    )  # fmt: skip
