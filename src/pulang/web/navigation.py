"""What stands in the band, per plane and viewer."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui.addresses import address


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
    Place(_("Courses"), "learning:list", ("learning.course.read",)),
    Place(_("Training"), "training:list", ("learning.delivery.stage",)),
    Place(_("Reach"), "reach:list", ("reach.view",)),
    Place(_("CVE-P"), "engagements:list", ("engagements.request.view", "engagements.request.stage")),
    Place(_("Action plans"), "followup:list", ("followup.plan.view",)),
    Place(_("Working group"), "bodies:bodies", ("bodies.body.view",)),
    Place(_("Directory"), "accounts:organisations", ("accounts.organisation.view",)),
    Place(_("Own data"), "exchange:own", ("exchange.holdings.view",)),
    Place(_("Requests to erase"), "exchange:erasures", ("exchange.erasure.carry-out",)),
    Place(_("Trusted installations"), "bridge:installations", ("bridge.installation.trust",)),
    Place(_("Accounts"), "accounts:accounts", ("accounts.account.make", "accounts.membership.grant")),
    Place(_("Audit"), "audit:events", ("audit.read",)),
)
SERVICE = (
    Place(_("Today"), "today"),
    Place(_("Facilities"), "facilities:list", ("facilities.view",)),
    Place(_("Courses"), "learning:list", ("learning.course.read",)),
    Place(_("Training"), "training:list", ("learning.delivery.stage",)),
    Place(_("Coverage"), "coverage:page", ("coverage.view",)),
    Place(_("Signed courses"), "bridge:take-course", ("bridge.course.take",)),
    Place(_("Releases"), "releases:list", ("releases.view",)),
    Place(_("Action plans"), "followup:list", ("followup.plan.view",)),
    Place(_("Good practices"), "frameworks:library", ("frameworks.read",)),
    Place(_("Directory"), "accounts:organisations", ("accounts.organisation.view",)),
    Place(_("Own data"), "exchange:own", ("exchange.holdings.view",)),
    Place(_("Requests to erase"), "exchange:erasures", ("exchange.erasure.carry-out",)),
    Place(_("Trusted installations"), "bridge:installations", ("bridge.installation.trust",)),
    Place(_("Accounts"), "accounts:accounts", ("accounts.account.make", "accounts.membership.grant")),
    Place(_("Audit"), "audit:events", ("audit.read",)),
)
PLACES = {"forum": FORUM, "service": SERVICE}


def navigation_for(request: HttpRequest) -> list[Link]:
    """The links this viewer can use; nobody is shown a door that is closed to them."""
    viewer = request.viewer  # type: ignore[attr-defined]
    if viewer.user_id is None:
        return []
    places = [
        (place.label, address(place.url_name))
        for place in PLACES[settings.PULANG_PLANE]
        if not place.permissions or any(viewer.may(permission) for permission in place.permissions)
    ]
    here = _current([url for _label, url in places], request.path)
    return [Link(label, url, url == here) for label, url in places]


def _current(urls: list[str], path: str) -> str:
    """The entry under which a page stands: the longest address that begins it; "/" is only itself."""
    return max((url for url in urls if path == url or (url != "/" and path.startswith(url))), key=len, default="")
