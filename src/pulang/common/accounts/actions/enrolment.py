"""The first sign-in, and a new one after something was lost, by a one-time code that is printed and handed over."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.actions.tokens import end_tokens
from pulang.common.accounts.models import CodeList, Lost, Reenrolment, SignInCode, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.common.accounts.queries import signing
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused, allows, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@action
def issue_code(*, by: Viewer, user: User) -> str:
    """A fresh one-time code for an account that has no password yet, or whose new enrolment two people agreed to.

    Gives the code as it is printed; only its digest is kept. It counts once, for seven days, and voids the one before.
    Raises ``Refused`` for one's own account, for a closed one, and for one in use without such an agreement.
    """
    demand(by, P.ACCOUNT_MAKE, user, seen_by=P.ACCOUNT_VIEW)
    _demand_other_and_open(by, user)
    under_way = signing.open_reenrolment(user)
    if user.has_usable_password() and (under_way is None or under_way.approved_at is None):
        raise Refused(_("This account is in use. A new enrolment must be asked for and approved first."))
    now = clock.now()
    _void_codes(user, now)
    code = rules.fresh_code(rules.SIGN_IN_DIGITS)
    row = SignInCode(user=user, reenrolment=under_way, issued_at=now, issued_by_id=by.user_id)
    row.digest = rules.code_digest(settings.PULANG_KEYRING, f"sign-in:{row.pk}", code)
    row.expires_at = now + rules.SIGN_IN_CODE_VALID
    row.save()
    _record("code.issued", by, user, permission=P.ACCOUNT_MAKE)
    return rules.grouped(code)


@action
def ask_reenrolment(*, by: Viewer, user: User, lost: Lost, reason: str) -> Reenrolment:
    """Ask that somebody may enrol again; nothing changes until another person approves.

    Whoever administers accounts asks as administrator, an access manager of the person's organisation as such.
    """
    administers = allows(by, P.ACCOUNT_MAKE, user)
    permission = P.ACCOUNT_MAKE if administers else P.REENROL_APPROVE
    demand(by, permission, user, seen_by=P.ACCOUNT_VIEW)
    _demand_other_and_open(by, user)
    if not user.has_usable_password():
        raise Refused(_("This person has not signed in yet. Issue a sign-in code instead."))
    if signing.open_reenrolment(user) is not None:
        raise Refused(_("A new enrolment of this account is under way already."))
    assert by.user_id is not None, "a new enrolment is asked for by a person"
    row = Reenrolment.objects.create(
        user=user,
        lost=lost,
        reason=reason,
        asked_at=clock.now(),
        asked_by_id=by.user_id,
        asked_as_administrator=administers,
    )
    _record("enrolment.asked", by, user, after={"lost": lost}, permission=permission, reason=reason)
    return row


@action
def approve_reenrolment(*, by: Viewer, reenrolment: Reenrolment) -> None:
    """The second person's word. The administrator can now issue a code; the holder is told at the next sign-in.

    Whoever has found what was lost does not go on with a program: access tokens end.
    """
    user = reenrolment.user
    permission = P.REENROL_APPROVE if reenrolment.asked_as_administrator else P.ACCOUNT_MAKE
    demand(by, permission, user, seen_by=P.ACCOUNT_VIEW)
    _demand_other_and_open(by, user)
    if by.user_id == reenrolment.asked_by_id:
        raise Refused(_("Somebody else must approve this: you asked for it yourself."))
    still_open = Reenrolment.objects.filter(signing.OPEN_REENROLMENT, pk=reenrolment.pk, approved_at__isnull=True)
    if not still_open.update(approved_at=clock.now(), approved_by_id=by.user_id):
        raise Refused(_("This is no longer waiting for approval. Load the page again."))
    end_tokens(by, User.objects.filter(pk=user.pk))
    _record("enrolment.approved", by, user, permission=permission)


@action
def withdraw_reenrolment(*, by: Viewer, reenrolment: Reenrolment) -> None:
    """It does not happen; a code issued for it is void. Its holder may do that too: nothing was lost."""
    user = reenrolment.user
    if by.user_id != user.pk and not allows(by, P.ACCOUNT_MAKE, user):
        demand(by, P.REENROL_APPROVE, user, seen_by=P.ACCOUNT_VIEW)
    now = clock.now()
    still_open = Reenrolment.objects.filter(signing.OPEN_REENROLMENT, pk=reenrolment.pk)
    if not still_open.update(withdrawn_at=now, withdrawn_by_id=by.user_id):
        raise Refused(_("This enrolment has ended already. Load the page again."))
    _void_codes(user, now)
    _record("enrolment.withdrawn", by, user)


@action
def use_code(*, code: SignInCode, password: str | None) -> None:
    """The code is spent: the new password is set, what was lost is removed, other sessions end, and so do tokens.

    ``password`` is ``None`` where only the second factor was lost: the caller has checked the old one.
    """
    now, user = clock.now(), code.user
    if not SignInCode.objects.filter(signing.OPEN_CODE, pk=code.pk).update(used_at=now):
        raise Refused(_("This code has been used already. Ask your administrator for another."))
    under_way = code.reenrolment
    if password is not None:
        user.set_password(password)
        user.save(update_fields=["password"])
    if under_way is not None:
        Reenrolment.objects.filter(pk=under_way.pk).update(used_at=now)
    if under_way is None or under_way.lost != Lost.PASSWORD:
        Authenticator.objects.filter(user=user).delete()
        CodeList.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()
    end_tokens(signing.viewer_of(user), User.objects.filter(pk=user.pk))
    _record("code.used", signing.viewer_of(user), user, after={"lost": under_way.lost if under_way else "nothing"})


@action
def tell_holder(*, reenrolment: Reenrolment) -> None:
    """The holder has been shown at sign-in that the account was enrolled anew."""
    Reenrolment.objects.filter(pk=reenrolment.pk).update(told_at=clock.now())
    unchanged()


def _demand_other_and_open(by: Viewer, user: User) -> None:
    if by.user_id == user.pk:
        raise Refused(_("Nobody enrols their own account anew. Ask another administrator."))
    if not user.is_active:
        raise Refused(_("This account is closed. Nobody can sign in with it any more."))


def _void_codes(user: User, now: datetime) -> None:
    SignInCode.objects.filter(user=user, used_at__isnull=True, voided_at__isnull=True).update(voided_at=now)


def _record(verb: str, by: Viewer, user: User, **more: Any) -> None:
    record(verb, by=by, about=user, organisation_id=signing.home_of(user), **more)
