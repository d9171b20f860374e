"""Pages for inspectors: what happened, and whether the chain of events holds."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pulang.common.audit import queries, rules
from pulang.common.audit.forms import AnchorForm, EventsForm
from pulang.common.audit.permissions import AuditPermission as P
from pulang.foundation.events import anchoring, append
from pulang.foundation.events.models import ChainHead
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.submitted import submitted

MOST_CHECKED = 200_000


@guard(P.AUDIT_READ)
@require_safe
def events(request: ViewerRequest) -> HttpResponse:
    """Events, newest first, narrowed by who, what, to what, where and when."""
    form = EventsForm(request.GET or None)
    asked = form.asked()
    context: dict[str, object] = {"form": form, "is_filtered": bool(asked), "may_check": _length() <= MOST_CHECKED}
    if asked is not None:
        page = listed(request, queries.events(request.viewer, asked), queries.ORDERS)
        context |= {"page": page, "lines": queries.lines(page.items)}
    return render(request, "audit/events.html", context)


@guard(P.AUDIT_READ)
@require_POST
def check(request: ViewerRequest) -> HttpResponse:
    """Walk the chain now and say whether it holds."""
    try:
        count = append.verify()
    except append.Broken as broken:
        text = _(
            "The chain does not hold at event {position}: it was changed, is missing, or the chain was cut off there. "
            "Leave the installation as it is, keep a copy of its database, and tell whoever is responsible for it."
        )
        messages.error(request, text.format(position=broken.position))
    else:
        text = ngettext(
            "The chain holds: {count} event is unaltered.", "The chain holds: {count} events are unaltered.", count
        )
        messages.success(request, text.format(count=count))
    return redirect("audit:events")


@guard(P.AUDIT_READ)
@require_http_methods(["GET", "POST"])
def anchor(request: ViewerRequest) -> HttpResponse:
    """Where the chain stands now, signed, to print; and whether the chain still holds what an older paper says."""
    form = AnchorForm(submitted(request))
    held, why = None, ""
    if request.method == "POST" and form.is_valid():
        held, why = queries.compare(form.cleaned_data["text"])
    context = {"anchor": anchoring.now(), "form": form, "held": held, "why": rules.WHY_NOT.get(why)}
    return render(request, "audit/anchor.html", context)


def _length() -> int:
    head = ChainHead.objects.filter(pk=1).first()
    return head.position if head else 0
