"""Who am I, and what may I: the first question of every program."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from pydantic import Field

from pulang.common.access import queries
from pulang.common.access.queries import Held
from pulang.common.accounts.models import User
from pulang.foundation.api.calling import ApiRequest
from pulang.foundation.api.leaving import Offered, for_the_caller
from pulang.foundation.api.operations import Group
from pulang.foundation.api.shapes import Part, Shown
from pulang.foundation.policy.registry import registry

group = Group("me", _("Who am I"), _("The person for whom the token acts, with roles and permissions."))


class RoleHeld(Part):
    """A role that counts today."""

    role: str
    title: str
    organisation: str
    since: date
    last_day: date | None
    deputy_of: str = Field(description="The person in whose place it is held; empty in one's own right.")


class Me(Shown):
    """The person for whom the token acts."""

    id: str
    sign_in_name: str
    name: str
    organisation: str | None
    language: str
    may_write: bool = Field(description="Whether this token writes, or only reads.")
    roles: list[RoleHeld]
    permissions: list[str] = Field(description="Held somewhere; which single things they open, each operation decides.")


@group.reads("me", Me, summary=_("Who am I, and what may I"))
def who_am_i(request: ApiRequest) -> Offered:
    """The person for whom the token acts, the roles that count today, and the permissions that come of them."""
    viewer = request.viewer
    user = request.user
    assert isinstance(user, User), "a token is a person's"
    held = [permission for permission in registry.permissions() if viewer.may(permission)]

    def shape() -> Me:
        return Me(
            id=str(user.pk),
            sign_in_name=user.sign_in_name,
            name=user.contact.name if user.contact else user.sign_in_name,
            organisation=user.contact.organisation.key if user.contact else None,
            language=user.language,
            may_write=request.caller.may_write,
            roles=[_role(one) for one in queries.own_access(viewer)],
            permissions=held,
        )

    return Offered(user, [for_the_caller(request)], shape)


def _role(held: Held) -> RoleHeld:
    return RoleHeld(
        role=held.role,
        title=str(held.title),
        organisation=held.organisation,
        since=held.since,
        last_day=held.last_day,
        deputy_of=held.principal,
    )
