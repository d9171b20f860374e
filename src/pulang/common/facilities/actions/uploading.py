"""Keeping a file between its check and the decision, and forgetting it."""

from pulang.common.facilities.models import FacilityUpload
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.register import KEPT_FOR
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock


@action
def keep_upload(*, by: Viewer, name: str, text: str) -> FacilityUpload:
    """Keep a file under seal for its sender, in the place of the one before."""
    demand_anywhere(by, P.FACILITY_IMPORT)
    assert by.user_id is not None, "files are sent by people"
    now = clock.now()
    FacilityUpload.objects.filter(user=by.user_id).delete()
    upload = FacilityUpload.objects.create(user_id=by.user_id, name=name, text=text, made_at=now)
    record("facility-file.sent", by=by, about=upload, permission=P.FACILITY_IMPORT, after={"name": name})
    return upload


@action
def forget_upload(*, by: Viewer, upload: FacilityUpload) -> None:
    """Take a file away that was written, or is not to be."""
    demand_anywhere(by, P.FACILITY_IMPORT)
    record("facility-file.forgotten", by=by, about=upload, permission=P.FACILITY_IMPORT)
    FacilityUpload.objects.filter(pk=upload.pk, user=by.user_id).delete()


def forget_old_uploads() -> None:
    """Files that waited for a day go, whether or not anybody sends another."""
    FacilityUpload.objects.filter(made_at__lte=clock.now() - KEPT_FOR).delete()
