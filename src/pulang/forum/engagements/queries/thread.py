"""What requests add to a provision's page: title for their readers, stage for other members."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db.models import Count
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from pulang.common.frameworks.models import Provision
from pulang.common.frameworks.queries import ThreadEntry, ThreadSource, register_source
from pulang.forum.engagements import rules
from pulang.forum.engagements.models import EngagementRequest, RequestProvision
from pulang.forum.engagements.queries import requests
from pulang.foundation.policy.viewer import Viewer


def register() -> None:
    """Called at start-up."""
    register_source(ThreadSource("requests", gettext_lazy("Requests"), 10, entries, counts))


def entries(viewer: Viewer, provision: Provision) -> list[ThreadEntry]:
    """Requests that name the provision, each as full as the viewer may see it."""
    rows = list(requests.with_facts(requests.known(viewer).filter(links__provision=provision)))
    full = requests.readable_ids(viewer, rows)
    return [_entry(row, full=row.pk in full) for row in rows]


def counts(viewer: Viewer, provision_ids: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many requests name each provision, as far as the viewer may know."""
    known = requests.known(viewer).values("pk")
    rows = RequestProvision.objects.filter(provision__in=provision_ids, request__in=known)
    return dict(rows.values_list("provision").annotate(Count("pk")))


def _entry(request: EngagementRequest, *, full: bool) -> ThreadEntry:
    moment = (request.made_at if full else request.first_endorsed_at) or request.made_at
    if full:
        label, kind = rules.STATE_WORDS[requests.state_of(request).state]
    else:
        label, kind = rules.STAGE_WORDS[rules.stage(requests.facts_of(request))]
    texts = requests.texts_of(request, get_language() or "en")
    return ThreadEntry(
        when=moment.date(),
        when_text=date_format(moment),
        heading=_("{country} asked for help").format(country=request.country.name),
        title=texts.translation.title if full else _("A request of {country}").format(country=request.country.name),
        url=reverse("engagements:detail", kwargs={"pk": request.pk}),
        text=texts.translation.help_wanted if full else "",
        text_language=texts.language if full else "",
        tlp_label=request.marking.label if full else None,
        state_text=label,
        state_kind=kind,
        kind="request",
        detail=request.host.name if full else "",
        row=request if full else None,
    )
