"""The tree of organisations, and one organisation: its place, its contacts, its roles, its calendar."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulang.common.accounts import queries
from pulang.common.accounts.models import Organisation
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.views import presentation
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import allows, get
from pulang.foundation.ui.listed import listed
from pulang.kernel import clock

MOST_WORDS = 200


@guard(P.ORGANISATION_VIEW)
@require_safe
def organisations(request: ViewerRequest) -> HttpResponse:
    """The tree, its top by pages; or what a name finds, organisations and people."""
    viewer = request.viewer
    words = request.GET.get("q", "").strip()[:MOST_WORDS]
    context = {
        "words": words,
        "may_make": viewer.may(P.ORGANISATION_MAKE),
        "may_see_contacts": viewer.may(P.CONTACT_VIEW),
    }
    if words:
        return render(request, "accounts/found.html", {**context, "found": queries.search(viewer, words)})
    page = listed(request, queries.top(viewer), queries.ORGANISATION_ORDERS)
    context |= {"page": page, "branches": queries.branches(viewer, page.items)}
    return render(request, "accounts/organisations.html", context)


@guard(P.ORGANISATION_VIEW)
@require_safe
def organisation(request: ViewerRequest, key: str) -> HttpResponse:
    """Where it stands, what stands below it, and its working days."""
    row = found(request, key)
    page = listed(request, queries.below(request.viewer, row), queries.ORGANISATION_ORDERS)
    context = presentation.organisation_page(request.viewer, row, "place") | {
        "page": page,
        "calendar": presentation.calendar(request.viewer, row),
    }
    return render(request, "accounts/organisation.html", context)


@guard(P.CONTACT_VIEW)
@require_safe
def organisation_contacts(request: ViewerRequest, key: str) -> HttpResponse:
    """The contacts of one organisation."""
    row = found(request, key)
    get(request.viewer, P.CONTACT_VIEW, Organisation.objects.all(), pk=row.pk)
    page = listed(request, queries.contacts(request.viewer).filter(organisation=row), queries.CONTACT_ORDERS)
    context = presentation.organisation_page(request.viewer, row, "contacts") | {
        "page": page,
        "may_make": row.closed_on is None and allows(request.viewer, P.CONTACT_MAKE, row),
    }
    return render(request, "accounts/organisation_contacts.html", context)


@guard(P.MEMBERSHIP_VIEW)
@require_safe
def organisation_roles(request: ViewerRequest, key: str) -> HttpResponse:
    """Who holds which role at one organisation: those of now and to come, or those that have ended."""
    row = found(request, key)
    get(request.viewer, P.MEMBERSHIP_VIEW, Organisation.objects.all(), pk=row.pk)
    ended = request.GET.get("show") == "ended"
    rows = queries.memberships(request.viewer).filter(organisation=row)
    today = clock.today()
    rows = rows.filter(ends_on__lte=today) if ended else rows.filter(queries.running(today))
    page = listed(request, rows, queries.MEMBERSHIP_ORDERS)
    context = presentation.organisation_page(request.viewer, row, "roles") | {
        "page": page,
        "orders": queries.MEMBERSHIP_ORDERS,
        "ended": ended,
        "lines": presentation.membership_lines(request.viewer, page.items),
        "may_give": row.closed_on is None and allows(request.viewer, P.MEMBERSHIP_GRANT, row),
    }
    return render(request, "accounts/organisation_roles.html", context)


def found(request: ViewerRequest, key: str) -> Organisation:
    """The organisation with this key, or 404."""
    rows = Organisation.objects.select_related("country", "parent")
    return get(request.viewer, P.ORGANISATION_VIEW, rows, key=key)
