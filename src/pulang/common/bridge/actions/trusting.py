"""Deciding whose signed files are taken here."""

from django.utils.translation import gettext_lazy as _

from pulang.common.accounts.models import Organisation
from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.permissions import BridgePermission as P
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import Refused, demand, demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock
from pulang.kernel.signedfiles import fingerprint

DIFFERS = _("These are not the digits of this key. Nothing was added. Compare them once more with the other side.")
KNOWN = _("This key stands in the list already. A key that was revoked is never trusted again: ask for a new one.")


@action
def trust(*, by: Viewer, name: str, key: str, compared: str, country: Organisation | None) -> TrustedInstallation:
    """Trust a public key (a ``did:key``) whose fingerprint was compared aloud: ``compared`` are its digits as heard.

    ``country`` is whose service signs with it; None for the working group's installation. ``Refused`` where the digits
    differ or the key is known; ``Http404`` for whoever does not decide this.
    """
    demand_anywhere(by, P.INSTALLATION_TRUST)
    assert by.user_id is not None, "people compare fingerprints, commands do not"
    if "".join(compared.split()) != fingerprint(key).replace(" ", ""):
        raise Refused(DIFFERS)
    if TrustedInstallation.objects.filter(key=key).exists():
        raise Refused(KNOWN)
    row = TrustedInstallation.objects.create(
        name=name, key=key, country=country, added_at=clock.now(), added_by_id=by.user_id
    )
    after = {"name": name, "key": key, "country": country.key if country else ""}
    record("installation.trusted", by=by, about=row, permission=P.INSTALLATION_TRUST, after=after)
    return row


@action
def revoke_trust(*, by: Viewer, row: TrustedInstallation, reason: str) -> None:
    """Take no file of this installation any more; what was taken stays. ``Refused`` when that was done before."""
    demand(by, P.INSTALLATION_TRUST, row, seen_by=P.INSTALLATION_TRUST)
    if row.revoked_at is not None:
        raise Refused(_("This key was revoked before."))
    row.revoked_at, row.revoked_by_id, row.revoked_why = clock.now(), by.user_id, reason
    row.save(update_fields=["revoked_at", "revoked_by", "revoked_why"])
    record("installation.revoked", by=by, about=row, permission=P.INSTALLATION_TRUST, reason=reason)
