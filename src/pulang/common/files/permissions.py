"""Documents are for whoever asked for them. A file is for whoever may read what it belongs to: no rule of its own."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import own
from pulang.common.files.models import Document
from pulang.foundation.policy.rules import Clause, Rule


class FilesPermission(StrEnum):
    DOCUMENT_VIEW = "files.document.view"


P = FilesPermission
RULES = (Rule(Document, P.DOCUMENT_VIEW, (Clause("own", _("It is your own."), own("asker")),)),)
