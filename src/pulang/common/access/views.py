"""Pages on which a policy officer reads the roles, and everybody their own access."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulang.common.access import queries
from pulang.common.access.rules import LABEL_WORDS
from pulang.foundation.policy.guard import ViewerRequest, signed_in


@signed_in
@require_safe
def roles(request: ViewerRequest) -> HttpResponse:
    """Every role of this plane: what it is for, how far it reaches, and all that it lets somebody do."""
    return render(request, "access/roles.html", {"sheets": queries.role_sheets()})


@signed_in
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """What I hold, where, since when and on whose behalf; what I may therefore see, and why; what I may do."""
    held = queries.own_access(request.viewer)
    context = {
        "held": held,
        "labels": [(label.value, words) for label, words in LABEL_WORDS.items()],
        "sights": queries.sights(request.viewer),
        "sheets": queries.role_sheets({line.role for line in held}),
    }
    return render(request, "access/mine.html", context)
