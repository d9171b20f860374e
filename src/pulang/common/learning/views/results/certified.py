"""What pages of certificates show, as values for the templates."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from pulang.common.learning.models import Certificate
from pulang.common.learning.queries.certificates import Checked, Completion
from pulang.common.learning.queries.taught import titles_of
from pulang.common.learning.rules.speaking import Said
from pulang.common.learning.views.deliveries.presentation import spoken
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, Link, State
from pulang.kernel import clock
from pulang.kernel.certificates import BadCertificate

Page = dict[str, Any]
CERTIFICATE_COLUMNS = (
    Column(gettext_lazy("Certificate"), "nowrap"),
    Column(gettext_lazy("Course")),
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Issued")),
    Column(gettext_lazy("Valid until")),
    Column(gettext_lazy("State")),
)
_BAD = {
    "none": gettext_lazy("This is no certificate, or a part of it is missing. Scan it again, or type it once more."),
    "key": gettext_lazy("Another installation signed this certificate. Only the one that issued it can check it here."),
    "changed": gettext_lazy("The signature does not fit: the certificate was changed or mistyped."),
}


def certificate_state(row: Certificate) -> State:
    """Whether a certificate holds."""
    if row.revoked_at is not None:
        return State(pgettext("certificate", "revoked"), "attention")
    if row.until is not None and row.until < clock.today():
        return State(_("expired"), "neutral")
    return State(_("valid"), "done")


def certificate_lines(rows: Sequence[Certificate]) -> list[Cells]:
    """Certificates as rows of a table."""
    titles = titles_of([row.enrolment.delivery for row in rows], spoken())
    return [_certificate_line(row, titles[row.enrolment.delivery_id]) for row in rows]


def _certificate_line(row: Certificate, title: Said) -> Cells:
    state = certificate_state(row)
    return (
        cells.link(certificate_url(row), cells.bidi(row.serial)),
        cells.spoken(title.heading, title.language),
        cells.bidi(row.enrolment.contact.name),
        date_format(row.issued_on),
        date_format(row.until) if row.until else "–",
        cells.state_tag(state.label, state.kind),
    )


def certificate_page(row: Certificate) -> Page:
    """One certificate."""
    title = titles_of([row.enrolment.delivery], spoken())[row.enrolment.delivery_id]
    register = Link(_("Certificates"), reverse("training:certificates"))
    return {
        "row": row,
        "title": title,
        "tag": certificate_state(row),
        "url": certificate_url(row),
        "path": [Link(_("Training"), reverse("training:list")), register, Link(row.serial, "", current=True)],
    }


def certificate_url(row: Certificate) -> str:
    """The page of a certificate."""
    return reverse("training:certificate", kwargs={"serial": row.serial})


def completion_state(line: Completion) -> State:
    """Whether somebody has a certificate, can have one, or lacks something."""
    if line.certificate is not None:
        return certificate_state(line.certificate)
    return State(_("something is missing"), "neutral") if line.missing else State(_("completed"), "done")


def issued(count: int) -> str:
    """What is said once certificates were issued."""
    if not count:
        return _("Nothing was new.")
    told = ngettext("%(count)d certificate is issued.", "%(count)d certificates are issued.", count)
    return told % {"count": count}


def bad(problem: BadCertificate) -> str:
    """Why a line is no certificate that can be trusted."""
    return str(_BAD[problem.why])


def checked(found: Checked) -> Page:
    """What a line says that was found right."""
    said = found.certificate
    if found.revoked:
        state = State(pgettext("certificate", "revoked"), "attention")
    elif said.until is not None and said.until < clock.today():
        state = State(_("expired"), "neutral")
    else:
        state = State(_("valid"), "done")
    return {"certificate": said, "state": state}
