"""Everything that can go wrong, as problem details (RFC 9457): a fixed list of types, each with a status and words."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field

from pulang.kernel.ids import uuid4

log = logging.getLogger(__name__)
CONTENT_TYPE = "application/problem+json"
PLACE_OF_TYPES = "/api/v1/docs/errors/#"


@dataclass(frozen=True)
class Kind:
    """One kind of problem: ``slug`` ends its address, ``title`` is always the same, ``detail`` says what to do."""

    slug: str
    status: int
    title: Promise
    detail: Promise

    @property
    def type(self) -> str:
        """The address that names it, which is also where it is explained."""
        return f"{PLACE_OF_TYPES}{self.slug}"


MALFORMED = Kind(
    "malformed",
    400,
    _("The request cannot be read"),
    _("Send UTF-8 JSON as the schema of this operation describes it."),
)
KEY_MISSING = Kind(
    "key-missing",
    400,
    _("The idempotency key is missing"),
    _("Send the header Idempotency-Key with every write: 8 to 200 visible characters, a new one for each intention."),
)
NOT_SIGNED_IN = Kind(
    "not-signed-in",
    401,
    _("No valid access token was sent"),
    _("Send an access token that has not ended: Authorization: Bearer plg_... You make one under My account."),
)
READ_ONLY = Kind(
    "read-only",
    403,
    _("This access token only reads"),
    _("Make a token that may also write, or leave writing to somebody else."),
)
REFUSED = Kind(
    "refused", 403, _("You may not do this"), _("Your role does not include this step. Ask whoever is named as acting.")
)
NOT_FOUND = Kind(
    "not-found",
    404,
    _("There is no such thing here"),
    _("It does not exist, or it is not for you: both look the same."),
)
WRONG_METHOD = Kind(
    "wrong-method", 405, _("This address does not take that method"), _("The header Allow names those that it takes.")
)
CONFLICT = Kind(
    "conflict",
    409,
    _("This cannot be done now"),
    _("Something else has happened meanwhile. Read it again, then decide."),
)
IN_PROGRESS = Kind(
    "in-progress",
    409,
    _("The same write is still running"),
    _("Wait a few seconds and send it again with the same idempotency key."),
)
CHANGED = Kind(
    "changed-meanwhile",
    412,
    _("Somebody else changed this"),
    _("Read it again, compare the two, and send yours with the new ETag. Nothing was overwritten."),
)
TOO_LARGE = Kind("too-large", 413, _("The request is too large"), _("Send less at once, or in parts."))
WRONG_TYPE = Kind(
    "wrong-content-type",
    415,
    _("This kind of content is not taken"),
    _("Send the content type that the schema of this operation names."),
)
INVALID = Kind(
    "invalid", 422, _("Some values cannot be taken"), _("“errors” names each of them. Correct them and send it again.")
)
KEY_USED = Kind(
    "key-used",
    422,
    _("This idempotency key belongs to another write"),
    _("A key stands for one method, address and content. Use a new key."),
)
NO_VERSION = Kind(
    "no-version",
    428,
    _("Say which version you change"),
    _("Send If-Match with the ETag that you read, or If-None-Match: * where nothing stands yet."),
)
TOO_MANY = Kind(
    "too-many", 429, _("Too many requests"), _("Wait as many seconds as the header Retry-After says, then go on.")
)
BROKEN = Kind(
    "broken",
    500,
    _("Something went wrong on our side"),
    _("Nothing was written. Tell your administrator the value of “instance”."),
)
AWAY = Kind(
    "away",
    503,
    _("The database of this installation does not answer as it should"),
    _("Wait and send it again; a write with the same idempotency key."),
)
KINDS: tuple[Kind, ...] = (
    MALFORMED, KEY_MISSING, NOT_SIGNED_IN, READ_ONLY, REFUSED, NOT_FOUND, WRONG_METHOD, CONFLICT, IN_PROGRESS, CHANGED,
    TOO_LARGE, WRONG_TYPE, INVALID, KEY_USED, NO_VERSION, TOO_MANY, BROKEN, AWAY,
)  # fmt: skip


class FieldError(BaseModel):
    """One value that cannot be taken."""

    model_config = ConfigDict(extra="forbid")

    source: str = Field(description="Where the value stood: body, query, path or header.")
    pointer: str = Field(description="JSON pointer to the value there, for example /title.")
    detail: str = Field(description="What is wrong with it.")


class ProblemDetails(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(description="Address of the kind of problem; the same for every problem of its kind.")
    title: str = Field(description="The kind in words.")
    status: int = Field(description="The status of the answer once more.")
    detail: str = Field(description="What happened here, and what to do.")
    instance: str = Field(description="A name for this one occurrence, for whoever looks for it in the log.")
    errors: list[FieldError] | None = Field(
        default=None, description="The values that cannot be taken, one by one; with status 422 only."
    )


@dataclass
class Problem(Exception):
    """A problem on its way to the answer; ``detail`` replaces the general words of its kind."""

    kind: Kind
    detail: str | Promise = ""
    errors: Sequence[FieldError] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(problem: Problem) -> HttpResponse:
    """The problem as an answer."""
    kind = problem.kind
    said = ProblemDetails(
        type=kind.type,
        title=str(kind.title),
        status=kind.status,
        detail=str(problem.detail or kind.detail),
        instance=f"urn:uuid:{uuid4()}",
        errors=list(problem.errors) or None,
    )
    if kind.status >= 500:
        log.error("a program got a problem", extra={"fields": {"what": kind.slug, "instance": said.instance}})
    content = said.model_dump_json(exclude_none=True)
    return HttpResponse(content, status=kind.status, content_type=CONTENT_TYPE, headers=dict(problem.headers))


def of_validation(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What the schema found wrong; nothing of what was sent is repeated."""
    return Problem(INVALID, errors=[_field_error(error) for error in errors])


def _field_error(error: Mapping[str, Any]) -> FieldError:
    source, *path = error["loc"]
    if source == "body":
        path = path[1:]
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)
    return FieldError(source=str(source), pointer=pointer, detail=str(error["msg"]))


def of_form(form: BaseForm) -> Problem:
    """What a form of the pages found wrong, in the form's own words."""
    return Problem(
        INVALID,
        errors=[
            FieldError(source="body", pointer="" if name == "__all__" else f"/{name}", detail=str(message))
            for name, messages in form.errors.items()
            for message in messages
        ],
    )


def wrong(pointer: str, detail: object, *, source: str = "body") -> Problem:
    """A value that the schema lets pass and the installation cannot take."""
    return Problem(INVALID, errors=[FieldError(source=source, pointer=pointer, detail=str(detail))])
