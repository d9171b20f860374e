"""A notice is for its recipient alone."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.queries import own
from pulang.common.notices.models import Notice
from pulang.foundation.policy.rules import Clause, Rule


class NoticesPermission(StrEnum):
    NOTICE_VIEW = "notices.view"


P = NoticesPermission
RULES = (Rule(Notice, P.NOTICE_VIEW, (Clause("own", _("It is your own."), own("recipient")),)),)
