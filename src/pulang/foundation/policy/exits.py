"""Every way by which marked information leaves the platform. A way that is not declared here cannot be used."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Exit:
    """One way out: ``slug`` stands in the audit, ``title`` is for the screen."""

    slug: str
    title: Promise


PAGE = Exit("page", _("Page"))
PDF = Exit("pdf", _("PDF document"))
XLSX = Exit("xlsx", _("Spreadsheet (XLSX)"))
CSV = Exit("csv", _("Table as text (CSV)"))
API = Exit("api", _("Answer to a program (API)"))
ICS = Exit("ics", _("Calendar (ICS)"))
FILE = Exit("file", _("Attached file"))
COPY = Exit("copy", _("Full copy of what an organisation owns"))
EXITS = {way.slug: way for way in (PAGE, PDF, XLSX, CSV, ICS, API, FILE, COPY)}
