"""The page of the working group: who co-chairs it, who sits in it, what came before."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pulang.forum.bodies import queries
from pulang.forum.bodies.permissions import BodiesPermission as P
from pulang.foundation.policy.guard import ViewerRequest, guard


@guard(P.BODY_VIEW)
@require_GET
def bodies(request: ViewerRequest) -> HttpResponse:
    """Every working group with its seats; the living ones first."""
    found = [(body, queries.seats(request.viewer, body)) for body in queries.bodies(request.viewer)]
    return render(request, "bodies/bodies.html", {"bodies": found})
