"""Where plans come from: objects of other apps that lead to a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from pulang.common.accounts.models import Organisation
from pulang.common.followup.models import ActionPlan
from pulang.foundation.policy.viewer import Viewer


@dataclass(frozen=True)
class Origin:
    """Where plans come from: another app's object that leads to a plan.

    ``find(viewer, id)`` gives host, title and provisions to start from, or raises ``Http404``;
    ``record(by=, id=, text=, provisions=, written_on_paper_on=)`` writes the plan with the link.
    """

    slug: str
    find: Callable[[Viewer, UUID], "Start"]
    record: Callable[..., ActionPlan]
    source_of: Callable[[Viewer, ActionPlan], "Source | None"]


@dataclass(frozen=True)
class Start:
    """What a new plan begins with."""

    host: Organisation
    title: str
    url: str
    provision_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Source:
    """What a plan came from, as far as the viewer may know."""

    title: str
    url: str


ORIGINS: dict[str, Origin] = {}


def register_origin(origin: Origin) -> None:
    """Called at start-up by an app whose objects lead to plans."""
    ORIGINS[origin.slug] = origin


def sources_of(viewer: Viewer, plan: ActionPlan) -> list[Source]:
    """What the plan came from, for this viewer."""
    return [found for origin in ORIGINS.values() if (found := origin.source_of(viewer, plan)) is not None]
