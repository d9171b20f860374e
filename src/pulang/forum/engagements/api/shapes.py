"""What programs are told of engagement requests, and what they send."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.utils.translation import gettext_lazy as _
from pydantic import Field, StringConstraints

from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Choice, Line, Named, OptionalText, Part, Sent, Shown, Text

requests = Group(
    "requests",
    _("Engagement requests"),
    _("A country asks the working group for help at a host. Other members see only how far it has come."),
)
Language = Literal["en", "fr", "ar", "id"]
ProvisionKey = Annotated[str, StringConstraints(max_length=125, pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")]
PLACE = "/api/v1/requests"


class RequestLine(Shown):
    """A request in a list. Whoever may not read it in full gets its country and its stage; the rest is null."""

    id: str
    full: bool = Field(description="Whether this person may read all of it.")
    country: Named
    stage: Choice = Field(description="How far it has come: its state for readers, else what members may know.")
    title: str | None
    language: str | None = Field(description="The language of the texts given here.")
    host: Named | None
    changed_at: datetime | None


class Said(Part):
    """One step of the request: who, when, and what was said."""

    kind: str
    words: str
    at: datetime
    by: str
    on_behalf_of: str
    text: str


class AnswerGiven(Part):
    """An answer of the working group that was given."""

    outcome: str
    text: str
    language: str
    given_at: datetime


class PlanOf(Part):
    """An action plan that the request led to; its text has its own readers."""

    id: str | None = Field(description="Where this person may read it; else null.")
    has_result: bool


class File(Part):
    """A file beside the request; it is opened on the request's page."""

    id: str
    title: str
    name: str
    kind: str
    size: int


class Content(Part):
    """All of a request, for its readers."""

    problem: str
    help_wanted: str
    tried: str
    original_language: str
    state_reason: str
    waits_for: Choice
    expected_by: date | None
    provisions: list[Named]
    said: list[Said]
    answers: list[AnswerGiven]
    plans: list[PlanOf]
    files: list[File]


class RequestShown(RequestLine):
    """One request."""

    content: Content | None = Field(description="null for whoever sees only how far it has come.")


class AnswerShown(Shown):
    """The answer on which the working group still works."""

    outcome: str
    language: str
    text: str
    drafted_at: datetime
    sent_at: datetime | None
    waits_for: list[Named] = Field(description="Co-chairs that have not cleared it, once it is before them.")


class Reader(Shown):
    """Somebody who could read the request now."""

    name: str
    organisation: str
    reason: str


class RequestSent(Sent):
    """What a request says. It can be left unfinished until it is submitted."""

    host: Line = Field(description="Key of the facility, corrections system or national training facility.")
    language: Language
    title: Line
    problem: OptionalText = ""
    help_wanted: OptionalText = ""
    tried: OptionalText = ""
    provisions: list[ProvisionKey] = Field(default=[], max_length=50, description="Keys of good practices.")


class AnswerSent(Sent):
    """The working group's answer, as a draft."""

    outcome: Literal["accept", "in-principle", "ask-back", "decline"]
    language: Language
    text: Text
