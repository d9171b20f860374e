"""The two planes: which apps each installs, where it listens, and nothing else."""

from dataclasses import dataclass

FOUNDATION = (
    "pulang.foundation.api",
    "pulang.foundation.installation",
    "pulang.foundation.events",
    "pulang.foundation.recovery",
    "pulang.foundation.jobs",
    "pulang.foundation.search",
    "pulang.foundation.texts",
    "pulang.foundation.ui",
)
COMMON = (
    "pulang.common.accounts",
    "pulang.common.access",
    "pulang.common.audit",
    "pulang.common.marking",
    "pulang.common.files",
    "pulang.common.notices",
    "pulang.common.frameworks",
    "pulang.common.learning",
    "pulang.common.followup",
    "pulang.common.exchange",
    "pulang.common.bridge",
)
WEB = ("pulang.web.today", "pulang.web.tours")


@dataclass(frozen=True)
class Plane:
    """One plane of Pulang. ``idle_minutes`` is how long a signed-in session may rest."""

    slug: str
    apps: tuple[str, ...]
    port: int
    idle_minutes: int


OF_FORUM = ("pulang.forum.bodies", "pulang.forum.engagements", "pulang.forum.reach")
OF_SERVICE = ("pulang.common.facilities", "pulang.common.coverage", "pulang.service.releases")
FORUM = Plane("forum", (*FOUNDATION, *COMMON, *OF_FORUM, *WEB), 8000, 60)
SERVICE = Plane("service", (*FOUNDATION, *COMMON, *OF_SERVICE, *WEB), 8001, 20)
PLANES = {plane.slug: plane for plane in (FORUM, SERVICE)}
