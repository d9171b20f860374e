"""What somebody signs in with, and how far a new enrolment has come.

Most of it is the person's own and is asked for by the account; what concerns others takes the viewer first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Q

from pulang.common.accounts import rules
from pulang.common.accounts.models import CodeList, Reenrolment, SignInCode, User
from pulang.common.accounts.permissions import AccountsPermission as P
from pulang.foundation.policy.rules import allows, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.folding import sign_in_key


@dataclass(frozen=True)
class Factors:
    """The second factors of one person. Recovery codes stand in for another factor and never count alone."""

    code_list: CodeList | None
    app: Authenticator | None
    passkeys: Sequence[Authenticator]
    recovery_codes: Authenticator | None

    @property
    def demanded(self) -> bool:
        """Whether signing in asks for one; a list whose codes are all used is still asked for, never passed over."""
        return bool(self.code_list or self.app or self.passkeys)

    @property
    def usable(self) -> bool:
        """Whether the person could sign in with one the next time."""
        return bool(self.app or self.passkeys or (self.code_list and self.code_list.left))

    @property
    def standing(self) -> int:
        """How many there are beside recovery codes."""
        return bool(self.code_list and self.code_list.left) + bool(self.app) + len(self.passkeys)


def second_factors(user: User) -> Factors:
    """Two queries."""
    rows: dict[str, list[Authenticator]] = {}
    for row in Authenticator.objects.filter(user=user).order_by("created_at", "pk"):
        rows.setdefault(row.type, []).append(row)
    kinds = Authenticator.Type
    return Factors(
        code_list=CodeList.objects.filter(user=user, confirmed_at__isnull=False).first(),
        app=next(iter(rows.get(kinds.TOTP, ())), None),
        passkeys=rows.get(kinds.WEBAUTHN, []),
        recovery_codes=next(iter(rows.get(kinds.RECOVERY_CODES, ())), None),
    )


def waiting_list(user: User) -> CodeList | None:
    """A code list that was printed and not confirmed yet."""
    return CodeList.objects.filter(user=user, confirmed_at__isnull=True).first()


def sessions(user: User) -> list[UserSession]:
    """Where the person is signed in now, the latest first."""
    return sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.last_seen_at, reverse=True)


def account_named(sign_in_name: str) -> User | None:
    """The account with this sign-in name, however it is spelled."""
    try:
        key = sign_in_key(sign_in_name)
    except ValueError:
        return None
    return User.objects.select_related("contact__organisation").filter(sign_in_name=key).first()


def places_of(sign_in_names: Sequence[str]) -> dict[str, str]:
    """The organisations of accounts, for the sign-in page of a demonstration."""
    rows = User.objects.filter(sign_in_name__in=sign_in_names, contact__isnull=False)
    return dict(rows.values_list("sign_in_name", "contact__organisation__name"))


def viewer_of(user: User) -> Viewer:
    """Somebody acting on the own account, for which no role is needed."""
    return Viewer(user_id=user.pk, contact_id=user.contact_id)


def home_of(user: User) -> UUID | None:
    """The organisation under which the audit files what concerns an account."""
    return user.contact.organisation_id if user.contact else None


def open_code(user: User | None, typed: str) -> SignInCode | None:
    """The person's one-time code, if this is it and it still counts."""
    if user is None or not user.is_active:
        return None
    rows = SignInCode.objects.select_related("user__contact", "reenrolment")
    for code in rows.filter(OPEN_CODE, user=user, expires_at__gt=clock.now()):
        if rules.code_matches(settings.PULANG_KEYRING, code.digest, f"sign-in:{code.pk}", typed):
            return code
    return None


def open_code_by_id(pk: UUID) -> SignInCode | None:
    """A one-time code that was shown to be known earlier, if it still counts."""
    rows = SignInCode.objects.select_related("user__contact__organisation", "reenrolment")
    return rows.filter(OPEN_CODE, pk=pk, expires_at__gt=clock.now(), user__is_active=True).first()


OPEN_CODE = Q(used_at__isnull=True, voided_at__isnull=True) & (
    Q(reenrolment__isnull=True) | Q(reenrolment__withdrawn_at__isnull=True)
)
OPEN_REENROLMENT = Q(used_at__isnull=True, withdrawn_at__isnull=True)


def reenrolments(user: User) -> list[Reenrolment]:
    """Every new enrolment of an account, the latest first, with who asked and who approved."""
    people = "asked_by__contact", "approved_by__contact", "withdrawn_by__contact"
    return list(user.reenrolments.select_related(*people).order_by("-asked_at"))


def codes_issued(user: User) -> list[SignInCode]:
    """Every one-time code of an account, the latest first, with who issued it."""
    return list(user.sign_in_codes.select_related("issued_by__contact").order_by("-issued_at"))


def open_reenrolment(user: User) -> Reenrolment | None:
    """The new enrolment that is under way."""
    return next((row for row in reenrolments(user) if is_open(row)), None)


def ended_reenrolments(user: User) -> list[Reenrolment]:
    """New enrolments that were used or withdrawn, the latest first."""
    return [row for row in reenrolments(user) if not is_open(row)]


def is_open(row: Reenrolment) -> bool:
    """Whether it was neither used nor withdrawn."""
    return row.used_at is None and row.withdrawn_at is None


@dataclass(frozen=True)
class Enrolment:
    """How far an account's enrolment has come, and what the viewer may do next."""

    user: User
    under_way: Reenrolment | None
    code: SignInCode | None
    may_issue: bool
    may_ask: bool
    may_approve: bool
    may_withdraw: bool

    @property
    def reason(self) -> str:
        """How whoever asked knew that it was this person; for those who decide."""
        return self.under_way.reason.open(self.under_way) if self.under_way else ""

    @property
    def state(self) -> str:
        """``new``, ``in-use``, ``asked`` or ``approved``."""
        if self.under_way is not None:
            return "approved" if self.under_way.approved_at else "asked"
        return "in-use" if self.user.has_usable_password() else "new"


def enrolment(viewer: Viewer, user: User) -> Enrolment:
    """How far it has come, for an administrator, an access manager of the person's organisation, or the person."""
    under_way = open_reenrolment(user)
    itself, administers = viewer.user_id == user.pk, allows(viewer, P.ACCOUNT_MAKE, user)
    manages = allows(viewer, P.REENROL_APPROVE, user)
    concerned = (administers or manages) and not itself and user.is_active
    ready = under_way.approved_at is not None if under_way else not user.has_usable_password()
    return Enrolment(
        user=user,
        under_way=under_way,
        code=user.sign_in_codes.filter(OPEN_CODE, expires_at__gt=clock.now()).first(),
        may_issue=administers and concerned and ready,
        may_ask=concerned and under_way is None and user.has_usable_password(),
        may_approve=concerned and under_way is not None and may_approve(viewer, under_way, administers, manages),
        may_withdraw=under_way is not None and (concerned or itself),
    )


def may_approve(viewer: Viewer, row: Reenrolment, administers: bool, manages: bool) -> bool:
    """Two people of two kinds: who asked as administrator needs an access manager, and the other way round."""
    if row.approved_at is not None or viewer.user_id in (None, row.asked_by_id, row.user_id):
        return False
    return manages if row.asked_as_administrator else administers


def to_approve(viewer: Viewer) -> list[Reenrolment]:
    """New enrolments that wait for this viewer's word."""
    wanted = Q(pk__in=())
    for permission, as_administrator in ((P.REENROL_APPROVE, True), (P.ACCOUNT_MAKE, False)):
        people = visible(viewer, permission, User.objects.all()).values("pk")
        wanted |= Q(user__in=people, asked_as_administrator=as_administrator)
    rows = Reenrolment.objects.filter(wanted, OPEN_REENROLMENT, approved_at__isnull=True)
    return list(rows.exclude(asked_by=viewer.user_id).exclude(user=viewer.user_id).select_related("user__contact"))


def to_issue(viewer: Viewer) -> list[Reenrolment]:
    """Approved new enrolments for which no code was issued that still counts."""
    people = visible(viewer, P.ACCOUNT_MAKE, User.objects.all()).values("pk")
    rows = Reenrolment.objects.filter(OPEN_REENROLMENT, approved_at__isnull=False, user__in=people)
    live = SignInCode.objects.filter(used_at__isnull=True, voided_at__isnull=True, expires_at__gt=clock.now())
    return list(rows.exclude(codes__in=live).exclude(user=viewer.user_id).select_related("user__contact"))
