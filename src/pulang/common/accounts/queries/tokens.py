"""Access tokens: a person's own, and the one that a program has sent."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from pulang.common.accounts import rules
from pulang.common.accounts.models import AccessToken, CodeList, User
from pulang.common.accounts.queries.suspending import suspended_places
from pulang.foundation.prepared import MOMENT, WORD, Prepared
from pulang.kernel import clock
from pulang.kernel.tokens import digest_of, is_token

MOST_SHOWN = 50
STANDING_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def tokens_of(user: User) -> Sequence[AccessToken]:
    """A person's own tokens, the latest first, those that have ended included."""
    return list(user.access_tokens.order_by("-made_at", "-id")[:MOST_SHOWN])


def live(rows: QuerySet[AccessToken]) -> QuerySet[AccessToken]:
    """Those of the tokens that were not revoked and have not come to their end."""
    return _live(rows, clock.now())


def _live(rows: QuerySet[AccessToken], now: Any) -> QuerySet[AccessToken]:
    return rows.filter(revoked_at__isnull=True, expires_at__gt=now)


# What every call needs of a token and its holder, and the first question of a program beside it.
_NEEDED = (
    "scope", "last_used_at", "user__is_active", "user__sign_in_name", "user__language", "user__contact__name",
    "user__contact__organisation__key",
)  # fmt: skip


def token_sent(text: str) -> AccessToken | None:
    """The token with its holder, if it opens anything now. One query; none for what cannot be a token.

    It stops with its holder's account, with the suspension of the holder's organisation, and outside the demonstration
    with the holder's last second factor.
    """
    if not is_token(text):
        return None
    found = _SENT.objects(settings.PULANG_DEMONSTRATION, digest=digest_of(text), now=clock.now())
    return next(iter(found), None)


def _sent(demonstration: bool, digest: Any, now: Any) -> QuerySet[AccessToken]:
    rows = AccessToken.objects.filter(digest=digest, user__is_active=True)
    if not demonstration:
        rows = rows.filter(_has_a_factor())
    rows = _live(rows, now).exclude(user__contact__organisation__in=suspended_places())
    return rows.select_related("user__contact__organisation").only(*_NEEDED)


def _has_a_factor() -> Q:
    """The holder could sign in with a second factor the next time."""
    others = Authenticator.objects.filter(user=OuterRef("user"), type__in=STANDING_FACTORS)
    lists = CodeList.objects.filter(user=OuterRef("user"), confirmed_at__isnull=False)
    unused = lists.filter(next_number__lte=rules.LIST_SIZE)
    return Q(Exists(others)) | Q(Exists(unused))


_SENT = Prepared(_sent, digest=WORD, now=MOMENT)
