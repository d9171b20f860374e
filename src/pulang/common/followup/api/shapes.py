"""What programs are told of action plans, and what they send."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Choice, Day, Line, Named, Part, Sent, Shown, Text

group = Group("plans", _("Action plans"), _("What somebody will do in a prison, what came of it, and what was learnt."))
Language = Literal["en", "fr", "ar", "id"]
ProvisionKey = Annotated[str, StringConstraints(max_length=125, pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
PLACE = "/api/v1/plans"


class PlanLine(Shown):
    """A plan in a list."""

    id: str
    title: str
    language: str = Field(description="The language of the texts given here.")
    host: Named
    state: Choice
    due_on: date | None
    made_at: datetime


class File(Part):
    """A file beside the plan; it is opened on the plan's page."""

    id: str
    title: str
    name: str
    kind: str
    size: int


class PlanShown(PlanLine):
    """One plan."""

    problem: str
    first_step: str
    first_step_on: date
    must_agree: str
    indicator: str
    baseline: str
    target: str
    written_on_paper_on: date | None
    original_language: str
    owner: Named | None
    mentor: Named | None
    state_reason: str
    provisions: list[Named]
    files: list[File]
    has_outcome: bool


class OutcomeShown(Shown):
    """What came of a plan."""

    plan: str
    result: str
    value_reached: str
    seen_on: date
    lesson: str
    language: str
    recorded_at: datetime


class MentorShown(Shown):
    """Who accompanies a plan."""

    mentor: UUID | None


class Reader(Shown):
    """Somebody who could read the plan now."""

    name: str
    organisation: str
    reason: str


class PlanSent(Sent):
    """What a plan says. Names of people in custody have no place in it."""

    title: Line
    language: Language
    problem: Text
    first_step: Text
    first_step_on: Day
    must_agree: Text
    indicator: Text
    baseline: Line
    target: Line
    provisions: list[ProvisionKey] = Field(min_length=1, max_length=50, description="Keys of good practices.")
    written_on_paper_on: Day | None = Field(default=None, description="When it was typed in from the paper form.")


class NewPlan(PlanSent):
    """A plan that belongs to nothing yet."""

    host: Line = Field(description="Key of the facility or academy.")
    owner: UUID | None = Field(default=None, description="Id of the contact who will carry it out.")


class OutcomeSent(Sent):
    """What came of it. Nothing came of it is an answer too."""

    result: Text
    value_reached: Line
    seen_on: Day
    lesson: Text
    language: Language


class MentorSent(Sent):
    """Who shall accompany it."""

    mentor: UUID | None = Field(description="Id of the account; null: nobody.")
