"""The first page after sign-in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pulang.foundation.policy.guard import ViewerRequest, signed_in
from pulang.web.today.lines import gather


@signed_in
@require_GET
def today(request: ViewerRequest) -> HttpResponse:
    """Every line says why it is there; nothing else is on the page."""
    return render(request, "web/today.html", {"day": gather(request.viewer)})
