"""Who calls, and the gate through which every answer leaves: what the plumbing is given."""

from collections.abc import Iterable, Sequence
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest

from pulang.common.access.queries import viewer_for
from pulang.common.accounts.actions.tokens import note_use
from pulang.common.accounts.models import TokenScope
from pulang.common.accounts.queries.tokens import token_sent
from pulang.common.marking.queries import Carried, let_out
from pulang.foundation.api.calling import REALM, Caller, Leaving
from pulang.foundation.api.problems import NOT_SIGNED_IN, Problem
from pulang.foundation.api.throttling import CALLS, MISTAKES, MOST_MISTAKES
from pulang.foundation.policy.exits import API
from pulang.foundation.policy.viewer import Viewer


def authenticate(request: HttpRequest, token: str) -> Caller:
    """The caller of this token, who is also the request's user. Five queries at most, two most of the time.

    Raises a ``Problem``: 401 for what opens nothing, 429 where an address was wrong too often or a token calls too
    often. Whoever shares an address with somebody who is wrong can go on with a token that is right.
    """
    row = token_sent(token)
    if row is None:
        MISTAKES.spend(get_adapter(request).get_client_ip(request), MOST_MISTAKES)
        raise Problem(NOT_SIGNED_IN, headers=REALM)
    CALLS.spend(str(row.pk), settings.PULANG_API_PER_MINUTE)
    note_use(row)
    request.user = row.user
    return Caller(viewer_for(row.user), row.pk, row.scope == TokenScope.WRITE)


def gate(viewer: Viewer, leaving: Iterable[Leaving]) -> Sequence[Any]:
    """The rows of these that may leave to this viewer's program."""
    return let_out(viewer, API, [Carried(row, tuple(markings)) for row, markings in leaving]).things
