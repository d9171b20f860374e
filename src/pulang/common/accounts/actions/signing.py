"""What happens to sessions and passwords, as the audit tells it. Who acts is the person itself, without any role."""

from typing import Any

from allauth.usersessions.models import UserSession

from pulang.common.accounts.models import User
from pulang.common.accounts.queries import signing
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.viewer import Viewer


@action
def signed_in(*, user: User, ways: list[str]) -> None:
    """Somebody signed in; ``ways`` are what they proved it with ("password", "code-list", "passkey" ...)."""
    _record("session.started", user, after={"ways": ways})


@action
def sign_in_refused(*, user: User | None) -> None:
    """Somebody tried and was wrong. Nothing typed is kept, and the account only where there is one."""
    if user is not None:
        _record("session.refused", user, by=Viewer())
        return
    record("session.refused", by=Viewer(), about=User(id=None))


@action
def signed_out(*, user: User, idle: bool = False) -> None:
    """A session ended: by its holder, or because it rested too long."""
    _record("session.expired" if idle else "session.ended", user)


@action
def change_password(*, user: User, password: str, keep: str = "") -> None:
    """A new password, checked by the form; every session but ``keep`` (a session key) ends."""
    user.set_password(password)
    user.save(update_fields=["password"])
    _end(user, keep)
    _record("password.changed", user)


@action
def revoke_sessions(*, user: User, keep: str = "", only: int | None = None) -> int:
    """End the person's other sessions, or one of them; how many there were."""
    ended = _end(user, keep, only)
    if ended:
        _record("sessions.revoked", user, after={"sessions": ended})
    else:
        unchanged()
    return ended


@action
def choose_language(*, user: User, language: str) -> None:
    """The language in which the person wants to work."""
    if user.language == language:
        unchanged()
        return
    before, user.language = user.language, language
    user.save(update_fields=["language"])
    _record("account.changed", user, before={"language": before}, after={"language": language})


def _end(user: User, keep: str, only: int | None = None) -> int:
    rows = UserSession.objects.filter(user=user).exclude(session_key=keep)
    found = list(rows if only is None else rows.filter(pk=only))
    for session in found:
        session.end()
    return len(found)


def _record(verb: str, user: User, *, by: Viewer | None = None, **more: Any) -> None:
    record(verb, by=by or signing.viewer_of(user), about=user, organisation_id=signing.home_of(user), **more)
