"""Making and ending access tokens. Who may do the first is the person itself, who has just proved to be there."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import AccessToken, TokenScope, User
from pulang.common.accounts.queries import signing
from pulang.common.accounts.queries.tokens import live
from pulang.common.accounts.rules import LONGEST_TOKEN, MOST_TOKENS
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.rules import Refused
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.tokens import digest_of, fresh

USE_NOTED_EVERY = timedelta(minutes=1)


@action
def make_token(*, user: User, name: str, scope: TokenScope, days: int) -> str:
    """A token for a program of this person, given this once only; what is kept is its digest.

    Raises ``Refused`` for whoever has too many, and outside the demonstration for whoever has no second factor.
    """
    if not timedelta() < timedelta(days=days) <= LONGEST_TOKEN:
        raise ValueError("a token counts for a day at least and a year at most")
    if not settings.PULANG_DEMONSTRATION and not signing.second_factors(user).usable:
        raise Refused(_("Set up a second factor first: a token opens what your account opens."))
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if live(user.access_tokens.all()).count() >= MOST_TOKENS:
        raise Refused(_("You have as many access tokens as one person may have. Revoke one that is not needed."))
    token, now = fresh(), clock.now()
    row = AccessToken.objects.create(
        user=user, name=name, scope=scope, digest=digest_of(token), made_at=now, expires_at=now + timedelta(days=days)
    )
    _record("token.made", signing.viewer_of(user), row, after={"name": name, "scope": scope, "days": days})
    return token


@action
def revoke_token(*, user: User, token: AccessToken) -> None:
    """The holder ends a token; a second time changes nothing."""
    if not _end(signing.viewer_of(user), live(user.access_tokens.filter(pk=token.pk))):
        unchanged()


def end_tokens(by: Viewer, people: QuerySet[User]) -> int:
    """End every token of these people, as part of an act that ends their access; how many there were."""
    return _end(by, live(AccessToken.objects.filter(user__in=people)))


def note_use(token: AccessToken) -> None:
    """Remember when a token was last used, to the minute."""
    now = clock.now()
    if token.last_used_at is None or now - token.last_used_at >= USE_NOTED_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lte=now - USE_NOTED_EVERY)
        AccessToken.objects.filter(stale, pk=token.pk).update(last_used_at=now)


def _end(by: Viewer, rows: QuerySet[AccessToken]) -> int:
    found = list(rows.select_related("user__contact"))
    AccessToken.objects.filter(pk__in=[row.pk for row in found]).update(revoked_at=clock.now())
    for row in found:
        _record("token.revoked", by, row)
    return len(found)


def _record(verb: str, by: Viewer, token: AccessToken, **more: Any) -> None:
    record(verb, by=by, about=token, organisation_id=signing.home_of(token.user), **more)
