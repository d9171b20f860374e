"""Unique words in every sensitive text, and who may see each of them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, Model, Q, TextField
from tests.web.oracle import ORACLES, Audience, Somebody, may_have

from pulang.foundation.stewardship import Sensitivity

WORD = re.compile(r"canary(\d+)x")
DELICATE = {Sensitivity.RESTRICTED, Sensitivity.PERSONAL, Sensitivity.SECRET}
FREE_TEXT_FROM = 100
MayRead = Callable[[Somebody, Any], bool]


@dataclass(frozen=True)
class Seed:
    """Where words are put: fields of a model, in the rows ``among`` which they can have one.

    ``rests_on`` gives the object whose rule and marking decide.
    """

    fields: tuple[str, ...]
    permission: str
    rests_on: Callable[[Any], Any] = lambda row: row
    only_for: MayRead = lambda who, row: True
    among: Q | None = None


PLAN = ("title", "problem", "first_step", "must_agree", "indicator", "baseline", "target")
OUTCOME = ("result", "value_reached", "lesson")
REQUEST = ("title", "problem", "help_wanted", "tried")
INSIDE = ("co-chair", "secretariat")
SEEDS: dict[str, Seed] = {
    "accounts.Contact": Seed(("position",), "accounts.contact.view"),
    "followup.ActionPlan": Seed(PLAN, "followup.plan.view"),
    "followup.PlanTranslation": Seed(PLAN, "followup.plan.view", lambda row: row.plan),
    "followup.PlanOutcome": Seed(OUTCOME, "followup.outcome.view"),
    "followup.OutcomeTranslation": Seed(OUTCOME, "followup.outcome.view", lambda row: row.outcome),
    "engagements.EngagementRequest": Seed(REQUEST, "engagements.request.view"),
    "engagements.RequestTranslation": Seed(REQUEST, "engagements.request.view", lambda row: row.request),
    "engagements.RequestTurn": Seed(
        ("text",),
        "engagements.request.view",
        lambda row: row.request,
        lambda who, row: not row.inside_working_group or who.holds(*INSIDE),
    ),
    "engagements.Answer": Seed(("text",), "engagements.answer.view"),
    "engagements.Clearance": Seed(
        ("reason",), "engagements.answer.view", lambda row: row.answer, lambda who, row: who.holds(*INSIDE)
    ),
    "facilities.FacilityUpload": Seed(("name",), "facilities.import"),
    "facilities.StaffUpload": Seed(("name",), "facilities.roll.keep"),
    "learning.Enrolment": Seed(("reason",), "learning.enrolment.view"),
    "learning.Reply": Seed(("reason",), "learning.delivery.hold", lambda row: row.round.room.session.delivery),
    "learning.StudyAnswer": Seed(("reason",), "learning.result.give", lambda row: row.enrolment),
    "learning.StudyFolder": Seed(
        ("revoked_why",), "learning.delivery.hold", lambda row: row.delivery, among=Q(revoked_at__isnull=False)
    ),
    "learning.TrainerCertification": Seed(("waived",), "learning.trainer.view"),
    "learning.TeachingObserved": Seed(("said",), "learning.trainer.view"),
    "learning.WorkObservation": Seed(("said",), "learning.work.view"),
    "learning.EditionOperation": Seed(("reason",), "learning.course.teach", lambda row: row.version),
    "learning.EditionVersion": Seed(("returned",), "learning.course.teach"),
}
# Delicate models whose texts get no word, each with the reason.
NO_WORDS = {
    "events.Event": "values are sealed; looked at in the table itself",
    "accounts.User": "a hash",
    "accounts.SignInCode": "a hash",
    "accounts.CodeList": "hashes",
    "accounts.Reenrolment": "there is none in this world; tests/common/accounts looks at it",
    "accounts.AccessToken": "a hash, and a short name that its holder alone sees",
    "api.KeptAnswer": "sealed: an id and an address; tests/foundation/api looks at it",
    "accounts.Draft": "sealed with its owner's session; tests/web/test_sittings.py looks at it",
    "search.SearchRow": "holds framework texts only, which are public",
    "jobs.Job": "holds no text of a user",
    "files.StoredFile": "names of files; tests/common/files looks at them",
    "files.Document": "what was asked for in an address; tests/common/files looks at it",
    "notices.Notice": "an address; tests/common/notices looks at it",
    "facilities.Facility": "a key to sort by, made of a name that is no secret",
    "facilities.FacilityImport": "numbers of lines",
    "facilities.StaffList": "numbers",
    "facilities.Officer": "a key to sort by; tests/common/facilities/test_roll.py looks at who sees names",
    "coverage.Standing": "ids and days that certificate and roll have",
    "learning.Attempt": "keys of answers; tests/common/learning/test_results.py looks at who sees scores",
    "learning.Certificate": "names nobody and is made to be shown",
    "learning.EditionFlag": "sentences of an edition; tests/common/learning/editions looks at it",
}


@dataclass(frozen=True)
class Canary:
    """One word: the row in whose field it stands."""

    row: Any
    seed: Seed

    @property
    def rests_on(self) -> Any:
        """The object whose rule and marking decide."""
        return self.seed.rests_on(self.row)

    def may_be_seen(self, who: Somebody, audiences: dict[Any, Audience]) -> bool:
        """Asked of the oracle and the protocol, never of the evaluator."""
        thing = self.rests_on
        key = (thing._meta.label, self.seed.permission)
        fenced = not hasattr(thing, "marking_id") or may_have(who, audiences[thing.marking_id])
        return fenced and ORACLES[settings.PULANG_PLANE][key](who, thing) and self.seed.only_for(who, self.row)


def delicate_texts() -> Iterator[tuple[str, str]]:
    """Model and field of everything that somebody can write freely and that not everybody may read."""
    for model in apps.get_models():
        if model.__module__.startswith("pulang.") and model.stewardship.sensitivity in DELICATE:  # type: ignore[attr-defined]
            for field in model._meta.concrete_fields:
                if isinstance(field, TextField | CharField) and not field.choices and _is_long(field):
                    yield model._meta.label, field.name


def _is_long(field: TextField[Any, Any] | CharField[Any, Any]) -> bool:
    return (getattr(field, "max_length", None) or FREE_TEXT_FROM) >= FREE_TEXT_FROM


def seed() -> dict[int, Canary]:
    """Put a word into every such text that is there; gives them by number."""
    canaries: dict[int, Canary] = {}
    for label, each in SEEDS.items():
        if not apps.is_installed(f"pulang.{_wing(label)}"):
            continue
        model: type[Model] = apps.get_model(label)
        for row in model._default_manager.filter(each.among or Q()).order_by("pk"):
            words = {name: f"{getattr(row, name)} canary{number}x" for number, name in _numbered(canaries, each)}
            model._default_manager.filter(pk=row.pk).update(**words)
            for number, _name in _numbered(canaries, each):
                canaries[number] = Canary(row, each)
    return canaries


def _numbered(canaries: dict[int, Canary], each: Seed) -> list[tuple[int, str]]:
    return list(enumerate(each.fields, start=len(canaries) + 1))


def _wing(label: str) -> str:
    app = label.partition(".")[0]
    if app == "releases":
        return f"service.{app}"
    return f"forum.{app}" if app in {"engagements", "bodies", "reach"} else f"common.{app}"
