"""Certificates: issuing them, the register, one of them, revoking it, and checking what somebody shows."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from pulang.common.learning.actions import certifying as actions
from pulang.common.learning.forms.deliveries import WhyForm
from pulang.common.learning.forms.results import CheckForm, IssueForm
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import certificates as queries
from pulang.common.learning.queries.deliveries import delivery
from pulang.common.learning.views.deliveries.presentation import path_to, url_of
from pulang.common.learning.views.results import certified, checking
from pulang.common.marking.queries import Carried, let_out_one, marked
from pulang.foundation.policy.exits import FILE
from pulang.foundation.policy.guard import ViewerRequest, guard
from pulang.foundation.policy.rules import Refused, allows
from pulang.foundation.ui.listed import listed
from pulang.foundation.ui.parts import Link
from pulang.foundation.ui.sending import attachment
from pulang.foundation.ui.submitted import submitted
from pulang.kernel.certificates import BadCertificate


@guard(P.CERTIFICATE_ISSUE)
@require_http_methods(["GET", "POST"])
def issue(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Who has completed a delivery, what the others lack, and certificates for those chosen."""
    row = delivery(request.viewer, pk, P.CERTIFICATE_ISSUE)
    lines = queries.completions(row)
    ready = [(str(line.enrolment.pk), line.enrolment.contact.name) for line in lines if line.may_be_issued]
    form = IssueForm(submitted(request), choices=ready)
    if request.method == "POST" and form.is_valid():
        try:
            issued = actions.issue_certificates(by=request.viewer, delivery=row, enrolments=form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, certified.issued(len(issued)))
            return redirect("training:issue", pk=row.pk)
    context = {
        "row": row,
        "form": form if ready else None,
        "lines": [(line, certified.completion_state(line)) for line in lines],
        "back": url_of(row),
        "path": path_to(row, Link(_("Certificates"), "", current=True)),
    }
    return render(request, "learning/results/issue.html", context)


@guard(P.CERTIFICATE_VIEW)
@require_safe
def register(request: ViewerRequest) -> HttpResponse:
    """The certificates that the viewer may see: the own ones, and those of the own organisation's deliveries."""
    page = listed(request, queries.certificates(request.viewer), queries.ORDERS)
    context = {
        "page": page,
        "orders": queries.ORDERS,
        "columns": certified.CERTIFICATE_COLUMNS,
        "lines": certified.certificate_lines(page.items),
        "issues": request.viewer.may(P.CERTIFICATE_ISSUE),
        "path": [Link(_("Training"), reverse("training:list")), Link(_("Certificates"), "", current=True)],
    }
    return render(request, "learning/results/register.html", context)


@guard(P.CERTIFICATE_VIEW)
@require_safe
def certificate(request: ViewerRequest, serial: str) -> HttpResponse:
    """One certificate: whether it holds, and its files."""
    row = queries.certificate(request.viewer, serial)
    context = {
        **certified.certificate_page(row),
        "may_revoke": row.revoked_at is None and allows(request.viewer, P.CERTIFICATE_ISSUE, row),
    }
    return render(request, "learning/results/certificate.html", context)


@guard(P.CERTIFICATE_VIEW)
@require_safe
def credential(request: ViewerRequest, serial: str) -> HttpResponse:
    """The certificate as an Open Badges credential, for programs."""
    row = queries.certificate(request.viewer, serial)
    let_out_one(request.viewer, FILE, Carried(row, (marked(row),)))
    content = json.dumps(row.credential, ensure_ascii=False, indent=2).encode()
    return attachment(content, name=f"{row.serial}.json", content_type="application/vc+ld+json")


@guard(P.CERTIFICATE_ISSUE)
@require_http_methods(["GET", "POST"])
def revoke(request: ViewerRequest, serial: str) -> HttpResponse:
    """Say why a certificate no longer holds."""
    row = queries.certificate(request.viewer, serial)
    if row.revoked_at is not None or not allows(request.viewer, P.CERTIFICATE_ISSUE, row):
        raise Http404
    form = WhyForm(submitted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.revoke_certificate(by=request.viewer, certificate=row, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused.reason))
        else:
            messages.success(request, _("The certificate is revoked."))
            return redirect("training:certificate", serial=row.serial)
    page = certified.certificate_page(row)
    heading, lead = _("Revoke the certificate"), _("It goes on the list of the revoked. This cannot be taken back.")
    path = [*page["path"][:-1], Link(row.serial, page["url"]), Link(heading, "", current=True)]
    context = {"form": form, "heading": heading, "lead": lead, "button": heading, "back": page["url"], "path": path}
    return render(request, "learning/deliveries/form.html", context)


@guard(P.COURSE_READ)
@require_http_methods(["GET", "POST"])
def check(request: ViewerRequest) -> HttpResponse:
    """Whether a line that somebody shows is a certificate of this installation that still holds."""
    form, found = CheckForm(submitted(request)), None
    if request.method == "POST" and form.is_valid():
        try:
            found = queries.check(form.cleaned_data["text"])
        except BadCertificate as bad:
            form.add_error("text", certified.bad(bad))
    path = [Link(_("Training"), reverse("training:list")), Link(_("Check a certificate"), "", current=True)]
    context = {"form": form, "found": certified.checked(found) if found else None, "path": path}
    return render(request, "learning/results/check.html", context)


@guard(P.COURSE_READ)
@require_safe
def checking_page(request: ViewerRequest) -> HttpResponse:
    """The page that checks certificates without network, with the key and the list of the revoked as of now."""
    return attachment(checking.page(), name="pulang-certificates.html", content_type="text/html; charset=utf-8")
