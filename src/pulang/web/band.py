"""Who somebody is here, as the band says it: the name, the roles, and the ways to what is one's own."""

from django.http import HttpRequest
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.common.accounts.models import User
from pulang.common.notices.queries import unread
from pulang.foundation.policy.registry import registry
from pulang.foundation.policy.viewer import Grant, Viewer
from pulang.foundation.ui.addresses import address
from pulang.foundation.ui.parts import Link

OWN_PAGES: tuple[tuple[Promise, str], ...] = (
    (gettext_lazy("My account"), "signing:account"),
    (gettext_lazy("My access"), "access:mine"),
    (gettext_lazy("My deputy"), "accounts:my-deputy"),
    (gettext_lazy("My documents"), "files:documents"),
    (gettext_lazy("Notices"), "notices:list"),
)


def introduce(request: HttpRequest) -> None:
    """Set ``person``, ``role_line``, ``roles``, ``account_links`` and ``news`` of a signed-in request.

    No query, but for one where a page shows the band: ``news`` is counted when it is drawn.
    """
    user = request.user
    if not isinstance(user, User):
        return
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    request.person = user.contact.name if user.contact else user.sign_in_name  # type: ignore[attr-defined]
    request.roles = [held(grant) for grant in viewer.grants]  # type: ignore[attr-defined]
    request.role_line = _line(request.roles)  # type: ignore[attr-defined]
    request.account_links = [Link(label, address(name)) for label, name in OWN_PAGES]  # type: ignore[attr-defined]
    request.footer_links = [Link(_("For programs"), address("programs:index"))]  # type: ignore[attr-defined]
    request.news = SimpleLazyObject(lambda: _news(user))  # type: ignore[attr-defined]


def _news(user: User) -> Link | None:
    """The way to the notices that were not read yet; ``None`` when there is none."""
    count = unread(user.pk)
    words = ngettext("{count} new", "{count} new", count).format(count=count)
    return Link(words, address("notices:list")) if count else None


def held(grant: Grant) -> str:
    """A role with its place: "Policy focal point, Kilima"; a deputy's says so."""
    words = _("{role}, {place}") if grant.principal_id is None else _("deputy: {role}, {place}")
    return words.format(role=registry.role(grant.role).title, place=grant.place)


def _line(roles: list[str]) -> str:
    """The first role, and how many more there are; the whole list is under My account."""
    if len(roles) < 2:
        return "".join(roles)
    more = len(roles) - 1
    words = ngettext("{role} and {more} more role", "{role} and {more} more roles", more)
    return words.format(role=roles[0], more=more)
