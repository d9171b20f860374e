"""The pages that explain the API."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pulang.foundation.policy.guard import ViewerRequest, signed_in


@signed_in
@require_safe
def index(request: ViewerRequest) -> HttpResponse:
    """Where to begin, and every group of operations."""
    return render(request, "web/api/index.html", {})
