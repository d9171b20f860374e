"""The end of a duty: everything open that names a person, who takes it over, a look at it all, and then at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from pulang.common.accounts import actions, queries
from pulang.common.accounts.forms import EndDutyForm
from pulang.common.accounts.models import Membership, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import OpenPart
from pulang.common.accounts.views import presentation
from pulang.common.accounts.views.accounts import seen_account
from pulang.common.accounts.views.steps import carried_out, person_name, to_account, to_accounts
from pulang.foundation.policy.guard import ViewerRequest, dangerous, guard
from pulang.foundation.policy.rules import allows
from pulang.foundation.ui.submitted import submitted
from pulang.kernel import clock


@dataclass(frozen=True)
class Leaving:
    """A person whose duty ends, with everything open that the access manager can hand over."""

    user: User
    memberships: Sequence[Membership]
    parts: Sequence[OpenPart]


@guard(P.DUTY_END)
@require_http_methods(["GET", "POST"])
@dangerous
def end_duty(request: ViewerRequest, pk: UUID) -> HttpResponse:
    """Questions first; what was answered is shown once more; only the button there ends the duty."""
    leaving = _leaving(request, pk)
    form = EndDutyForm(
        submitted(request),
        memberships=leaving.memberships,
        parts=leaving.parts,
        people=queries.people_to_choose(request.viewer).exclude(pk=leaving.user.pk),
    )
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        if "confirmed" not in request.POST:
            return render(request, "accounts/end_duty_check.html", _context(request, form, leaving))
        if carried_out(form, lambda: _end(request, form, leaving.user)):
            messages.success(request, _("The duty has ended, and what was open is handed over."))
            return redirect("accounts:account", pk=pk)
    return render(request, "accounts/end_duty.html", _context(request, form, leaving))


def _leaving(request: ViewerRequest, pk: UUID) -> Leaving:
    user = seen_account(request, pk)
    if not allows(request.viewer, P.DUTY_END, user):
        raise Http404
    memberships = queries.open_memberships(request.viewer, user, clock.today())
    return Leaving(user, memberships, queries.open_work(request.viewer, user))


def _end(request: ViewerRequest, form: EndDutyForm, user: User) -> None:
    actions.end_duty(
        by=request.viewer,
        user=user,
        reason=form.cleaned_data["reason"],
        successors=form.successors(),
        work=form.work(),
    )


def _context(request: ViewerRequest, form: EndDutyForm, leaving: Leaving) -> dict[str, object]:
    today = clock.today()
    user = leaving.user
    return {
        "form": form,
        "leaving": leaving,
        "name": person_name(user),
        "back": to_account(user),
        "path": [to_accounts(), to_account(user)],
        "deputies": presentation.deputy_lines(request.viewer, user, today),
        "stands_in_for": presentation.standing_in_lines(request.viewer, user, today),
        "holds_elsewhere": queries.holds_elsewhere(user, leaving.memberships, today),
    }
