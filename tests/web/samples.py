"""An address with real arguments for every route, so that the table of access asks about things that exist."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.conf import settings
from tests.web.populate import OWN_READER
from tests.worlds import World

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def arguments(route: str, name: str, world: World) -> str:
    """The route with its parameters filled in: the fullest object that only its own country should see."""
    values = _values(name, world)
    return "/" + PARAMETER.sub(lambda found: str(values(found.group(1))), route)


def _values(name: str, world: World) -> Callable[[str], Any]:
    app = name.split(":")[0]
    return lambda parameter: _SAMPLES[app, parameter](name, world)


# How far the request has come that is asked about: populate() leaves one of each, in this order.
DRAFT, SUBMITTED, ENDORSED, ANSWER_DRAFTED, ANSWER_SENT, ACCEPTED = range(6)
STAGES = {
    "about": DRAFT, "need": DRAFT, "provisions": DRAFT, "check": DRAFT, "endorse": SUBMITTED, "return": SUBMITTED,
    "withdraw": SUBMITTED, "send": ANSWER_DRAFTED, "clear": ANSWER_SENT, "object": ANSWER_SENT, "from": ACCEPTED,
    "file": DRAFT, "file-add": DRAFT, "file-remove": DRAFT,
}  # fmt: skip


def variants(route: str, name: str) -> list[tuple[str, str]]:
    """A route that leads to several pages, as one route for each, with the name that finds its sample."""
    if "<slug:step>" not in route:
        return [(route, name)]
    return [(route.replace("<slug:step>", step), f"{name}:{step}") for step in _steps(name)]


def _steps(name: str) -> list[str]:
    if name.startswith("learning:edition"):
        from pulang.common.learning.views import edition_steps

        return list(edition_steps.STEPS)
    if name.startswith("learning:"):
        from pulang.common.learning.views import steps

        return list(steps.STEPS)
    if name.startswith("training:"):
        from pulang.common.learning.views.deliveries import steps as training

        return list(training.STEPS)
    from pulang.forum.engagements.views.deciding import STEPS

    return list(STEPS)


# Which version of the course is asked about: populate() leaves one released, one to sign, one signed, one flagged.
VERSIONS = {"step:sign": "1.50.0", "step:return": "1.50.0", "step:discard": "1.50.0", "step:release": "1.51.0",
            "flags": "1.52.0", "flag": "1.52.0"}  # fmt: skip


# Which edition is asked about: populate() leaves one in each state.
EDITIONS = {"edition-step:approve-host": "for-host", "edition-step:return": "for-host",
            "edition-step:approve-lead": "for-lead", "edition-step:release": "approved",
            "edition-step:begin": "finished", "edition-latest": "finished", "edition-conflicts": "conflicting",
            "edition-conflict": "conflicting", "edition-flags": "flagged", "edition-flag": "flagged"}  # fmt: skip


def _number(name: str) -> str:
    page = name.partition(":")[2]
    return "1" if page.startswith("edition") else VERSIONS.get(page, "1.0.0")


def _edition(name: str) -> str:
    return EDITIONS.get(name.partition(":")[2], "drafting")


def _operation(name: str) -> Any:
    """The first change of the edition that is asked about."""
    from pulang.common.learning.models import EditionOperation

    return EditionOperation.objects.filter(version__edition__key=_edition(name)).order_by("position")[0].pk


def _flag(name: str) -> Any:
    """The sentence that is flagged."""
    from pulang.common.learning.models import CourseFlag, EditionFlag

    return (EditionFlag if "edition" in name else CourseFlag).objects.get().pk


# Which delivery is asked about: populate() leaves these at the prison, in this order.
CLOSED, RUNNING, OPEN, PLANNED, TO_CLOSE, ALONE = range(6)
DELIVERIES = {"step:open": PLANNED, "step:close": TO_CLOSE, "decide": OPEN, "session": RUNNING, "missed": RUNNING,
              "sheet": RUNNING, "results": CLOSED, "issue": CLOSED, "test": CLOSED, "sheets": RUNNING,
              "sheets-csv": RUNNING, "sheets-xlsx": RUNNING, "effect": CLOSED, "draw": CLOSED,
              "opinion": RUNNING, "room-open": RUNNING, "run-sheet": RUNNING,
              **dict.fromkeys(("room", "room-ask", "room-begin", "room-close", "room-debrief", "room-on",
                               "room-tallies", "room-vote"), RUNNING),
              **dict.fromkeys(("study", "study-session", "folders", "folder-file", "folder-keys",
                               "folder-revoke"), ALONE),
              "withdraw": OPEN, "nominate": OPEN, "nominate-list": OPEN, "list-csv": OPEN,
              "list-xlsx": OPEN, "people": OPEN}  # fmt: skip


def delivery_of(name: str, world: World) -> Any:
    """The delivery that a page is asked about, among those of the prison."""
    from pulang.common.learning.models import Delivery

    rows = Delivery.objects.filter(organisation=world.places["mto"]).order_by("made_at", "pk")
    return rows[DELIVERIES.get(name.partition(":")[2], OPEN)]


def _trainer(world: World) -> Any:
    """Somebody who is certified and serves at home."""
    return world.people["trainer" if "trainer" in world.people else "officer"].contact_id


def _certification(world: World) -> Any:
    from pulang.common.learning.models import TrainerCertification

    return TrainerCertification.objects.get(contact=_trainer(world)).pk


def _certificate(world: World) -> Any:
    """The first certificate of the closed delivery at the prison."""
    from pulang.common.learning.models import Certificate

    return Certificate.objects.filter(enrolment__delivery__organisation=world.places["mto"]).order_by("pk")[0]


def _work(world: World) -> Any:
    """Somebody who was drawn and not yet observed."""
    from pulang.common.learning.models import WorkObservation

    return WorkObservation.objects.filter(recorded_at__isnull=True).order_by("drawn_at", "pk")[0].pk


# Pages of training that are about something else than a delivery.
OF_OTHERS: dict[str, Callable[[World], Any]] = {
    **dict.fromkeys(("training:trainer", "training:certify", "training:observe", "training:end"), _trainer),
    **dict.fromkeys(("training:work", "training:work-aside"), _work),
}


def _session(name: str, world: World) -> Any:
    """The last session of that delivery, which nobody has settled."""
    return delivery_of(name, world).sessions.order_by("-position")[0].pk


def _module_session(name: str, world: World) -> Any:
    """By its key where somebody studies it alone."""
    return "rounds" if name == "training:study-session" else _session(name, world)


def _folder(name: str, world: World) -> Any:
    """The folder for a class at the prison."""
    from pulang.common.learning.models import StudyFolder

    rows = StudyFolder.objects.filter(delivery=delivery_of("training:folders", world), is_for_class=True)
    return rows.order_by("pk")[0].pk


def _room(name: str, world: World) -> Any:
    """The room that devices have joined; the one where hands are typed, and the closed one, for their own pages."""
    from pulang.common.learning.models import Answering, Room

    rows = Room.objects.filter(session__delivery=delivery_of("training:room", world)).order_by("opened_at", "pk")
    if name == "training:room-debrief":
        return rows.filter(closed_at__isnull=False)[0]
    answering = Answering.HANDS if name == "training:room-tallies" else Answering.TABLES
    return rows.filter(closed_at__isnull=True, answering=answering)[0]


def _enrolment(name: str, world: World) -> Any:
    """The first nomination without a decision."""
    return delivery_of(name, world).enrolments.filter(decision="").order_by("pk")[0].pk


def _request(name: str, world: World) -> Any:
    from pulang.forum.engagements.models import EngagementRequest

    rows = EngagementRequest.objects.filter(country=world.places["kilima"]).order_by("made_at")
    return rows[STAGES.get(name.split(":")[-1], ENDORSED)].pk


def _plan(name: str, world: World) -> Any:
    from pulang.common.followup.models import ActionPlan

    if name == "followup:from" and settings.PULANG_PLANE == "forum":
        return _request(name, world)
    return ActionPlan.objects.filter(host=world.places["mto"]).order_by("made_at")[0].pk


def _person(name: str, world: World) -> Any:
    """Somebody at the prison; where it is about a role or a deputy, theirs; where an account is made, without one."""
    from pulang.common.accounts.models import Contact, Deputy, Membership

    user = world.people.get("host") or world.people["officer"]
    if name == "accounts:membership-end":
        return Membership.objects.get(user=user).pk
    if name == "accounts:deputy-withdraw":
        return Deputy.objects.get().pk
    if name == "accounts:account-new":
        return Contact.objects.get(name="No account").pk
    return user.contact.pk if "contact" in name and user.contact else user.pk


def _place(name: str, world: World) -> str:
    """The prison, but for what only a country or something above a prison has."""
    return {
        "accounts:holidays": "kilima",
        "accounts:holiday-remove": "kilima",
        "accounts:organisation-below": "coast",
        "accounts:organisation-suspension": "barge",
    }.get(name, "mto")


def _facility_import() -> Any:
    from pulang.common.facilities.models import FacilityImport

    return FacilityImport.objects.latest("made_at").pk


def _latest(model: str, field: str, **which: Any) -> Any:
    return apps.get_model(model)._default_manager.filter(**which).order_by(f"-{field}")[0].pk


def _mto(world: World) -> Any:
    return world.places["mto"].pk


def _first_file(link: str, to: Any) -> Any:
    """The first file beside a plan or a request."""
    return apps.get_model(link)._default_manager.filter(to=to).order_by("pk")[0].file_id


def _own(model: str, field: str, world: World) -> Any:
    """Something that belongs to one person alone."""
    rows = apps.get_model(model)._default_manager.filter(**{field: world.people[OWN_READER]})
    return rows.order_by("pk")[0].pk


# Which release is asked about: populate() leaves one in each state, in this order.
PROPOSED, APPROVED_ONCE, SIGNED, WITHDRAWN = range(4)
RELEASES = {"file": SIGNED, "withdraw": SIGNED, "withdrawal": WITHDRAWN, "detail": SIGNED, "approve": APPROVED_ONCE}


def _release(name: str) -> Any:
    from pulang.service.releases.models import Release

    return Release.objects.order_by("proposed_at", "pk")[RELEASES.get(name.partition(":")[2], PROPOSED)].pk


def _erasure() -> Any:
    """The erasure that was asked for."""
    from pulang.common.exchange.models import Erasure

    return Erasure.objects.get().pk


def _guest(world: World) -> Any:
    """The recipient that the owner of the first plan named."""
    from pulang.common.marking.models import AudiencePerson

    return AudiencePerson.objects.filter(invited=True).order_by("pk")[0].person_id


_SAMPLES: dict[tuple[str, str], Callable[[str, World], Any]] = {
    ("engagements", "pk"): _request,
    ("learning", "course"): lambda name, world: "night-duty",
    ("learning", "number"): lambda name, world: _number(name),
    ("learning", "edition"): lambda name, world: _edition(name),
    ("learning", "operation"): lambda name, world: _operation(name),
    ("learning", "module"): lambda name, world: "watching",
    ("learning", "session"): lambda name, world: "rounds",
    ("learning", "activity"): lambda name, world: "light",
    ("training", "pk"): lambda name, world: OF_OTHERS.get(name, lambda world: delivery_of(name, world).pk)(world),
    ("training", "serial"): lambda name, world: _certificate(world).serial,
    ("training", "slug"): lambda name, world: (
        f"talking.first-words.{'after' if name.startswith('training:sheets') else 'quiz'}"
    ),
    ("training", "course"): lambda name, world: "night-duty",
    ("training", "certification"): lambda name, world: _certification(world),
    ("training", "session"): _module_session,
    ("training", "module"): lambda name, world: "watching",
    ("training", "folder"): _folder,
    ("training", "room"): lambda name, world: _room(name, world).pk,
    ("room", "code"): lambda name, world: _room(name, world).code,
    ("training", "enrolment"): _enrolment,
    ("learning", "flag"): lambda name, world: _flag(name),
    ("engagements", "key"): lambda name, world: "cve-p-kenya",
    ("bridge", "pk"): lambda name, world: _latest("bridge.TrustedInstallation", "added_at", name="Kilima"),
    ("bridge", "course"): lambda name, world: "night-duty",
    ("bridge", "number"): lambda name, world: "1" if "edition" in name else "1.0.0",
    ("bridge", "edition"): lambda name, world: "finished",
    ("reach", "country"): lambda name, world: "kilima",
    ("reach", "pk"): lambda name, world: _latest("reach.ReceivedRelease", "taken_at", service="kilima-corrections"),
    ("releases", "pk"): lambda name, world: _release(name),
    ("exchange", "key"): lambda name, world: "mto",
    ("exchange", "pk"): lambda name, world: _erasure(),
    ("followup", "pk"): _plan,
    ("programs", "slug"): lambda name, world: "frameworks",
    ("tours", "slug"): lambda name, world: "nowhere",
    ("marking", "kind"): lambda name, world: "plan",
    ("marking", "pk"): _plan,
    ("marking", "key"): lambda name, world: _guest(world),
    ("followup", "origin"): lambda name, world: "request",
    ("frameworks", "document"): lambda name, world: "rome-memorandum",
    ("frameworks", "provision"): lambda name, world: "family",
    ("accounts", "pk"): _person,
    ("mfa_remove_webauthn", "pk"): lambda name, world: 1,
    ("accounts", "day"): lambda name, world: "2027-01-01",
    ("accounts", "key"): _place,
    ("followup", "file"): lambda name, world: _first_file("followup.PlanFile", _plan(name, world)),
    ("engagements", "file"): lambda name, world: _first_file("engagements.RequestFile", _request(name, world)),
    ("signing", "pk"): lambda name, world: _own("accounts.AccessToken", "user", world),
    ("files", "offer"): lambda name, world: "today",
    ("files", "way"): lambda name, world: "csv",
    ("files", "pk"): lambda name, world: _own("files.Document", "asker", world),
    ("notices", "pk"): lambda name, world: _own("notices.Notice", "recipient", world),
    ("facilities", "key"): lambda name, world: "mto",
    ("facilities", "pk"): lambda name, world: _facility_import(),
    ("facilities", "officer"): lambda name, world: _latest("facilities.Officer", "contact__name", facility=_mto(world)),
    ("facilities", "taken"): lambda name, world: _latest("facilities.StaffList", "made_at"),
}
