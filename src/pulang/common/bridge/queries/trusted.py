"""Whose signed files are taken here, and this installation's own key."""

from collections.abc import Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from pulang.common.bridge.models import TrustedInstallation
from pulang.common.bridge.permissions import BridgePermission as P
from pulang.foundation.pages import Order
from pulang.foundation.policy.rules import get, visible
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.signing import public_key
from pulang.kernel.proofs import did_key
from pulang.kernel.signedfiles import fingerprint

ORDERS: Sequence[Order] = (Order("added", _("Newest first"), ("-added_at", "-id")),)


def installations(viewer: Viewer) -> QuerySet[TrustedInstallation]:
    """Every installation that is or was trusted."""
    rows = visible(viewer, P.INSTALLATION_TRUST, TrustedInstallation.objects.select_related("country"))
    return rows.order_by(*ORDERS[0].fields)


def installation(viewer: Viewer, pk: UUID) -> TrustedInstallation:
    """One of them, or ``Http404``."""
    return get(viewer, P.INSTALLATION_TRUST, TrustedInstallation.objects.select_related("country"), pk=pk)


def own_key() -> str:
    """This installation's public key as others are given it."""
    return did_key(public_key())


def own_fingerprint() -> str:
    """The groups of digits that are compared aloud."""
    return fingerprint(own_key())
