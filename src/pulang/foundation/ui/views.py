"""The page that shows every component in both directions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pulang.foundation.ui import samples


def design(request: HttpRequest) -> HttpResponse:
    """Every component, first in English and left to right, then in Arabic and right to left."""
    return render(request, "ui/design.html", {"specimens": [samples.english(), samples.arabic()]})
