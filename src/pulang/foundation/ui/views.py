"""The page that shows every component in both directions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pulang.foundation.ui import samples
from pulang.foundation.ui.parts import Link


def design(request: HttpRequest) -> HttpResponse:
    """Every component, first in English and left to right, then in Arabic and right to left."""
    path = [Link(_("Today"), "/"), Link(_("Components"), "")]
    context = {"specimens": [samples.specimen("en"), samples.specimen("ar")], "path": path}
    return render(request, "ui/design.html", context)
