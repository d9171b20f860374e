"""Taking a full copy along; that it was taken stands in the audit."""

from typing import IO

from pulang.common.accounts.models import Organisation
from pulang.common.exchange.permissions import ExchangePermission as P
from pulang.common.exchange.queries import write_copy
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.viewer import Viewer


@action
def take_copy(*, by: Viewer, organisation: Organisation, target: IO[bytes]) -> int:
    """Write the copy into ``target`` (binary, seekable); how many rows it holds. ``Http404`` for others."""
    rows = write_copy(by, organisation, target)
    record(
        "copy.taken",
        by=by,
        about=organisation,
        organisation_id=organisation.pk,
        permission=P.HOLDINGS_VIEW,
        after={"rows": rows},
    )
    return rows
