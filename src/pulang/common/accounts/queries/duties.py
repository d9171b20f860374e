"""What accounts give to Today: new enrolments that wait for somebody's word, and codes that can be issued."""

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.common.accounts.models import Reenrolment
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import signing
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.today import Duty
from pulang.foundation.ui.parts import State, Task


def duties(viewer: Viewer) -> list[Duty]:
    """New enrolments that this viewer approves, or for which this administrator issues the code."""
    if viewer.user_id is None or not (viewer.may(P.ACCOUNT_MAKE) or viewer.may(P.REENROL_APPROVE)):
        return []
    approvals = [
        _duty(row, _("Approve the new enrolment of {name}"), _("Somebody lost the way in and cannot work."))
        for row in signing.to_approve(viewer)
    ]
    codes = [
        _duty(row, _("Issue a sign-in code for {name}"), _("The new enrolment is approved."))
        for row in signing.to_issue(viewer)
    ]
    return approvals + codes


def _duty(row: Reenrolment, title: str, why: str) -> Duty:
    name = row.user.contact.name if row.user.contact else row.user.sign_in_name
    task = Task(
        title=title.format(name=name),
        url=reverse("accounts:issue-code", args=[row.user_id]),
        why=why,
        state=State(_("waits for you"), "attention"),
    )
    return Duty(task=task, mine=True, since=row.asked_at.date(), at_once=True)
