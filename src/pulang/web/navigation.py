"""What stands in the band, per plane and viewer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Place:
    """One entry: label, URL name, and the permissions of which one is needed (none: every signed-in person)."""

    label: Promise
    url_name: str
    permissions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link:
    """An entry as the template gets it."""

    label: Promise
    url: str
    current: bool


FORUM = (
    Place(_("Today"), "today"),
    Place(_("Good practices"), "frameworks:library", ("frameworks.read",)),
    Place(_("CVE-P"), "engagements:list", ("engagements.request.view", "engagements.request.stage")),
    Place(_("Action plans"), "followup:list", ("followup.plan.view",)),
    # later Place(_("Public record"), "engagements:record", ("engagements.record.view",)),
    # later Place(_("Directory"), "accounts:organisations", ("accounts.organisation.view",)),
    # later Place(_("Accounts"), "accounts:accounts", ("accounts.account.make", "accounts.membership.grant")),
    # later Place(_("Audit"), "audit:events", ("audit.read",)),
)
SERVICE = (
    Place(_("Today"), "today"),
    # later Place(_("Facilities"), "facilities:list", ("facilities.view",)),
    Place(_("Action plans"), "followup:list", ("followup.plan.view",)),
    Place(_("Good practices"), "frameworks:library", ("frameworks.read",)),
    # later Place(_("Directory"), "accounts:organisations", ("accounts.organisation.view",)),
    # later Place(_("Accounts"), "accounts:accounts", ("accounts.account.make", "accounts.membership.grant")),
    # later Place(_("Audit"), "audit:events", ("audit.read",)),
)
PLACES = {"forum": FORUM, "service": SERVICE}


def navigation_for(request: HttpRequest) -> list[Link]:
    """The links this viewer can use; nobody is shown a door that is closed to them."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.user_id is None:
        return []
    links = []
    for place in PLACES[settings.PULANG_PLANE]:
        if not place.permissions or any(viewer.may(permission) for permission in place.permissions):
            url = reverse(place.url_name)
            links.append(Link(place.label, url, _is_current(request.path, url)))
    return links


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
