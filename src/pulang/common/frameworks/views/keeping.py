"""Keeping the library right: correcting it, and taking it along as a file."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.frameworks import actions, queries
from pulang.common.frameworks.forms import CorrectionForm
from pulang.common.frameworks.permissions import FrameworksPermission as P
from pulang.common.frameworks.views.presentation import document_link, language, library_link
from pulang.common.marking.queries import Carried, let_out_one, standing
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.ui.editing import one_at_a_time
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.tlp import Label

NAME = "frameworks.yaml"


@guard(P.FRAMEWORK_READ)
@require_safe
def as_file(request: ViewerRequest) -> HttpResponse:
    """The whole library as the file that it came from."""
    text = let_out_one(request.viewer, FILE, Carried(queries.as_file(request.viewer), (standing(Label.CLEAR),)))
    return attachment(text.encode(), name=NAME, content_type="application/yaml; charset=utf-8")


@guard(P.FRAMEWORK_IMPORT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def correct_provision(request: ViewerRequest, document: str, provision: str) -> HttpResponse:
    """Another wording, number or area of one good practice."""
    line = queries.provision(request.viewer, document, provision, language=language())
    back = reverse("frameworks:provision", args=[document, provision])
    path = [library_link(), document_link(line.document), Link(line.chip, back), Link(_("Correct"), "")]
    return _correct(request, f"{document}/{provision}", back, {"path": path, "name": line.text.translation.title})


@guard(P.FRAMEWORK_IMPORT)
@require_http_methods(["GET", "POST"])
@one_at_a_time
def correct_document(request: ViewerRequest, document: str) -> HttpResponse:
    """Another name, issuer or section title of one document."""
    line = queries.document(request.viewer, document, language=language()).line
    link = document_link(line)
    path = [library_link(), link, Link(_("Correct"), "")]
    return _correct(request, document, link.url, {"path": path, "name": line.text.translation.title})


def _correct(request: ViewerRequest, key: str, back: str, context: dict[str, object]) -> HttpResponse:
    content = queries.contents().get(key)
    if content is None:
        raise Http404
    form = CorrectionForm(submitted(request), content=content)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        report = actions.correct_frameworks(by=request.viewer, changed={key: form.corrected()}, reason=reason)
        if not report.errors:
            messages.success(request, _("It is corrected.") if report.changed else _("Nothing was changed."))
            return redirect(back)
        for problem in report.errors:
            form.add_error(None, problem.message)
    return render(request, "frameworks/correct.html", {"form": form, "back": back, **context})
