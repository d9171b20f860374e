"""What answers and questions of every operation have in common."""

import re
from datetime import date
from typing import Annotated, Generic, TypeVar

from django.utils.translation import gettext
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from pulang.kernel import tlp

PRINTABLE = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
BEGINS_WITH_A_LETTER = (
    r"^[^\u0000-\u0020\u007f-\u00a0\u2000-\u200f\u2028-\u202f\u205f\u3000\ufeff]"
    r"[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
)
S = TypeVar("S", bound="Shown")


def _plain(text: str) -> str:
    """Line ends as one character, as forms keep them."""
    return text.replace("\r\n", "\n").rstrip()


def _written_out(value: object) -> object:
    """A day is year, month and day; a number is no day, though the library would take it for seconds."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return value
    raise ValueError(gettext("Write year, month and day, for example 2027-03-27."))


Day = Annotated[date, BeforeValidator(_written_out)]
Line = Annotated[str, StringConstraints(max_length=200, pattern=BEGINS_WITH_A_LETTER), AfterValidator(_plain)]
OptionalLine = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE), AfterValidator(_plain)]
Text = Annotated[str, StringConstraints(max_length=4000, pattern=BEGINS_WITH_A_LETTER), AfterValidator(_plain)]
OptionalText = Annotated[str, StringConstraints(max_length=4000, pattern=PRINTABLE), AfterValidator(_plain)]
Words = Annotated[str, StringConstraints(max_length=200, pattern=PRINTABLE)]


class Sent(BaseModel):
    """Something that is sent: what the schema does not know is refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


class MarkingShown(BaseModel):
    """The Traffic Light Protocol label under which something was given, and for whom it is meant."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    label: str = Field(description="TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.")
    audience: list[str] | None = Field(
        default=None,
        description="organisation:<id> with all below it, office:<role>, person:<id>; null: all whom the label allows.",
    )

    @classmethod
    def of(cls, marking: tlp.Marking) -> "MarkingShown":
        """As a program reads it."""
        return cls(label=marking.label.value, audience=None if marking.audience is None else sorted(marking.audience))


NOT_SAID = MarkingShown(label=tlp.Label.RED.value, audience=[])


class Part(BaseModel):
    """A part of an answer; it has the marking of the whole."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)


class Shown(Part):
    """Something that is given, with its marking, which the gate writes."""

    marking: MarkingShown = NOT_SAID


class Listed(Part, Generic[S]):
    """A page of a list."""

    items: list[S]
    next: str | None = Field(default=None, description="Address of the next page; null on the last one.")
    previous: str | None = Field(default=None, description="Address of the page before; null on the first one.")
    count: int = Field(description="How many there are in all pages, exactly.")
    label: str = Field(description="The highest label of what this page holds.")


class Paging(BaseModel):
    """Which page of a list."""

    cursor: Words = Field(
        default="", max_length=2000, description="From `next` or `previous` of a page; else the first."
    )
    limit: int = Field(default=50, ge=1, le=100, description="How many at most.")


class Written(BaseModel):
    """What a write did: the thing it made or changed."""

    model_config = ConfigDict(extra="forbid", json_schema_serialization_defaults_required=True)

    id: str = Field(description="The id or key of the thing.")
    address: str = Field(description="Where it is read.")
    etag: str | None = Field(default=None, description="Its version now, for If-Match; null where it has none.")


class Reason(Sent):
    """Why a step is taken; it is read by whoever the step concerns, and kept."""

    reason: Text = Field(max_length=2000)


class Nothing(Sent):
    """A step that needs nothing but the decision: {}"""


class Choice(Part):
    """A word of a fixed list: ``slug`` never changes, ``words`` are for people, in the language of the answer."""

    slug: str
    words: str


class Named(Part):
    """Something with a key or id and a name."""

    id: str
    name: str
