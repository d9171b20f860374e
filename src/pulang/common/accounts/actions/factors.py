"""Second factors: printed code lists, and what the sign-in library keeps (app, passkeys, recovery codes)."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.models import CodeList, User
from pulang.common.accounts.queries import signing
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused
from pulang.kernel import clock

R = TypeVar("R")
CODE_LIST = "code-list"


@action
def print_code_list(*, user: User) -> tuple[CodeList, list[str]]:
    """A new sheet of codes, shown this once. It counts after :func:`confirm_code_list`; until then the old one does."""
    CodeList.objects.filter(user=user, confirmed_at__isnull=True).delete()
    codes = [rules.fresh_code(rules.LIST_DIGITS) for _number in range(rules.LIST_SIZE)]
    row = CodeList(user=user, made_at=clock.now())
    row.digests = [_digest(row, number, code) for number, code in enumerate(codes, start=1)]
    row.save()
    unchanged()
    return row, [rules.grouped(code) for code in codes]


@action
def confirm_code_list(*, user: User, typed: str) -> CodeList:
    """The holder has the sheet on paper: code number 1 is spent, and an earlier sheet counts no more."""
    row = signing.waiting_list(user)
    if row is None or not _matches(row, typed):
        raise Refused(_("That is not code number 1 of the sheet you printed last. Check it, or print another sheet."))
    CodeList.objects.filter(user=user, confirmed_at__isnull=False).delete()
    row.confirmed_at, row.next_number = clock.now(), 2
    row.save()
    _say("factor.added", user, CODE_LIST)
    return row


def spend_list_code(user: User, typed: str) -> CodeList | None:
    """Whether this is the next code of the person's list; it then counts no more. Sign-in itself is the event."""
    row = signing.second_factors(user).code_list
    if row is None or not row.left or not _matches(row, typed):
        return None
    now, number = clock.now(), row.next_number
    unspent = CodeList.objects.filter(pk=row.pk, next_number=number)
    if not unspent.update(next_number=number + 1, last_used_at=now):
        return None
    row.next_number, row.last_used_at = number + 1, now
    return row


@action
def remove_code_list(*, user: User) -> None:
    """The sheet counts no more."""
    demand_another_factor(user)
    CodeList.objects.filter(user=user).delete()
    _say("factor.removed", user, CODE_LIST)


@action
def add_factor(*, user: User, kind: str, add: Callable[[], R]) -> R:
    """Let the library add a factor (``totp``, ``webauthn``, ``recovery_codes``), and say so."""
    result = add()
    _say("factor.added", user, kind)
    return result


@action
def remove_factor(*, user: User, kind: str, remove: Callable[[], R]) -> R:
    """Let the library remove a factor, and say so; refused for the last one where one is required."""
    demand_another_factor(user)
    result = remove()
    _say("factor.removed", user, kind)
    return result


def demand_another_factor(user: User) -> None:
    """Raise ``Refused`` when one factor fewer would leave none, outside the demonstration."""
    if not settings.PULANG_DEMONSTRATION and signing.second_factors(user).standing <= 1:
        raise Refused(_("This is your only second factor. Set up another one first, then remove this."))


def _digest(row: CodeList, number: int, code: str) -> str:
    return rules.code_digest(settings.PULANG_KEYRING, f"list:{row.pk}:{number}", code)


def _matches(row: CodeList, typed: str) -> bool:
    number = row.next_number
    place = f"list:{row.pk}:{number}"
    return rules.code_matches(settings.PULANG_KEYRING, row.digests[number - 1], place, typed)


def _say(verb: str, user: User, kind: str) -> None:
    record(
        verb,
        by=signing.viewer_of(user),
        about=user,
        organisation_id=signing.home_of(user),
        after={"kind": kind},
    )
