"""Where sessions are kept: in the database, as the framework does it; one prepared query reads them."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.utils import timezone

from pulang.foundation.prepared import MOMENT, WORD, Prepared


class SessionStore(DatabaseSessions):
    """Sessions of people. Only how they are read differs."""

    def _get_session_from_db(self) -> Any:
        """The session with this key that has not come to its end; a key that leads to none is forgotten."""
        found = _LIVE.objects(key=self.session_key, now=timezone.now())
        if not found:
            self._session_key = None
        return found[0] if found else None


_LIVE = Prepared(
    lambda key, now: SessionStore.get_model_class().objects.filter(session_key=key, expire_date__gt=now),
    key=WORD,
    now=MOMENT,
)
