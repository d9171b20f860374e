"""What was typed when a session ended. Keeping it is no event: nothing has happened yet."""

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.http import QueryDict

from pulang.common.accounts.models import Draft
from pulang.foundation.ui.submitted import is_secret
from pulang.kernel import clock

KEPT_FOR = timedelta(days=1)
SHOWN_FOR = timedelta(minutes=15)
LONGEST_ADDRESS = 500


@transaction.atomic
def keep_draft(*, user_id: UUID, address: str, typed: QueryDict) -> bool:
    """Keep it sealed for a day, for this person and this address; passwords, codes and files are not kept."""
    kept = typed.copy()
    for name in list(kept):
        if is_secret(name):
            del kept[name]
    _forget_old()
    if not any(value.strip() for values in dict(kept.lists()).values() for value in values):
        return False
    if len(address) > LONGEST_ADDRESS:
        return False
    Draft.objects.filter(user_id=user_id, address=address).delete()
    Draft.objects.create(user_id=user_id, address=address, content=kept.urlencode(), kept_at=clock.now())
    return True


def give_draft(*, user_id: UUID, address: str) -> QueryDict | None:
    """What was kept, if anything. Lines are slow: it can be loaded again for a quarter of an hour, then it goes."""
    now = clock.now()
    draft = Draft.objects.filter(user_id=user_id, address=address, kept_at__gt=now - KEPT_FOR).first()
    if draft is None:
        return None
    if draft.given_at is None:
        Draft.objects.filter(pk=draft.pk).update(given_at=now)
    elif draft.given_at < now - SHOWN_FOR:
        draft.delete()
        return None
    return QueryDict(draft.content.open(draft))


def forget_draft(*, user_id: UUID, address: str) -> None:
    """It was sent, so it is no draft any more."""
    Draft.objects.filter(user_id=user_id, address=address).delete()


def has_drafts(user_id: UUID) -> bool:
    """Whether anything is kept for this person."""
    return Draft.objects.filter(user_id=user_id, kept_at__gt=clock.now() - KEPT_FOR).exists()


def _forget_old() -> None:
    Draft.objects.filter(kept_at__lte=clock.now() - KEPT_FOR).delete()
