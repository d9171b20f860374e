"""What of this app was made with keys of the ring outside sealed fields: second factors, and digests of codes."""

import base64
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from pulang.common.accounts.models import CodeList, SignInCode
from pulang.foundation.sealed.values import keyring
from pulang.kernel.crypto import key_id_of

_SEALED = ("secret", "seed")


class SecondFactors:
    """Secrets of apps and recovery codes, which can be sealed anew."""

    name = "second factors"
    can_renew = True

    def count(self) -> int:
        return int(Authenticator.objects.count())

    def uses(self) -> Counter[str]:
        return Counter(key_id for row in Authenticator.objects.iterator() for key_id in _keys_of(row.data))

    def renew(self, advance: Callable[[int], None]) -> int:
        changed = 0
        for pk in Authenticator.objects.order_by("pk").values_list("pk", flat=True).iterator():
            changed += _renew(pk)
            advance(1)
        return changed


class Codes:
    """Digests of one-time codes and of codes on paper: they age with their key and go with their codes."""

    name = "codes on paper and one-time codes"
    can_renew = False

    def count(self) -> int:
        return CodeList.objects.count() + SignInCode.objects.count()

    def uses(self) -> Counter[str]:
        return Counter(digest.partition(":")[0] for digest in _digests())

    def renew(self, advance: Callable[[int], None]) -> int:
        return 0


def _digests() -> Iterator[str]:
    for row in CodeList.objects.iterator():
        yield from row.digests[row.next_number - 1 :]
    live = SignInCode.objects.filter(used_at__isnull=True, voided_at__isnull=True)
    yield from live.values_list("digest", flat=True).iterator()


def _keys_of(data: dict[str, Any]) -> Iterator[str]:
    for name in _SEALED:
        if name in data:
            yield key_id_of(base64.b64decode(data[name]))


@transaction.atomic
def _renew(pk: int) -> bool:
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None or set(_keys_of(row.data)) <= {keyring().active}:
        return False
    sealed = {name: encrypt(decrypt(row.data[name])) for name in _SEALED if name in row.data}
    Authenticator.objects.filter(pk=pk).update(data={**row.data, **sealed})
    return True
