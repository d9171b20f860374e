"""Starting a tour, going on, ending it; and an event altered on purpose, in a copy."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from pulang.common.audit.permissions import AuditPermission
from pulang.common.audit.queries import lines
from pulang.foundation.events.append import body
from pulang.foundation.events.models import Event
from pulang.foundation.policy.guard import ViewerRequest, guard, open_to_all
from pulang.kernel import chain
from pulang.web.tours import running
from pulang.web.tours.tour import Tour

COPIED = 50


@open_to_all("a tour begins before anybody has signed in, and only in a demonstration")
@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a tour: its first person is signed in."""
    tour = next((each for each in running.tours() if each.slug == slug), None)
    if tour is None:
        raise Http404
    return _at(request, tour, 1)


@open_to_all("a tour goes on where an earlier person was signed out")
@require_POST
def further(request: HttpRequest) -> HttpResponse:
    """The next stop; after the last one, the sign-in page."""
    panel = running.panel(request)
    if panel is None:
        return redirect("account_login")
    return end(request) if panel.is_last else _at(request, panel.tour, panel.number + 1)


@open_to_all("whoever is on a tour leaves it")
@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Leave the tour; who is signed in stays signed in."""
    return running.move(redirect("account_login" if not request.user.is_authenticated else "today"), None)


@guard(AuditPermission.AUDIT_READ)
@require_safe
def altered(request: ViewerRequest) -> HttpResponse:
    """The newest events as a copy in memory, one of them changed, and what the real check says of it."""
    events = list(Event.objects.order_by("-position")[: COPIED + 1])[::-1]
    if len(events) < 3:
        return render(request, "tours/altered.html", {})
    before, copied = bytes(events[0].digest), events[1:]
    victim = copied[len(copied) // 2]
    whole = chain.verify([(body(event), bytes(event.digest)) for event in copied], before)
    victim.verb = "session.ended" if victim.verb != "session.ended" else "session.started"
    broken = chain.verify([(body(event), bytes(event.digest)) for event in copied], before)
    told = lines([Event.objects.get(pk=victim.pk), victim])
    context = {
        "count": len(copied),
        "whole": whole is None,
        "broken": broken,
        "told": told,
        "position": victim.position,
    }
    return render(request, "tours/altered.html", context)


def _at(request: HttpRequest, tour: Tour, number: int) -> HttpResponse:
    stop = tour.stops[number - 1]
    running.become(request, stop.account)
    return running.move(redirect(stop.address()), tour, number)
