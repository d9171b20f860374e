"""Keeping a file between its check and the decision, and forgetting it; alike for every kind of table."""

from datetime import date

from pulang.common.facilities.models import FacilityUpload, StaffUpload
from pulang.common.facilities.models.waiting import WaitingFile
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.register import KEPT_FOR
from pulang.foundation.events.record import action, record
from pulang.foundation.policy.rules import demand_anywhere
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

KINDS: dict[type[WaitingFile], P] = {FacilityUpload: P.FACILITY_IMPORT, StaffUpload: P.ROLL_KEEP}


@action
def keep_upload(*, by: Viewer, name: str, text: str) -> FacilityUpload:
    """Keep a table of figures under seal for its sender, in the place of the one before."""
    upload = FacilityUpload(name=name, text=text)
    _keep(by, upload)
    record("facility-file.sent", by=by, about=upload, permission=P.FACILITY_IMPORT, after={"name": name})
    return upload


@action
def keep_staff_upload(*, by: Viewer, name: str, text: str, listed_on: date) -> StaffUpload:
    """Keep a personnel list in the same way."""
    upload = StaffUpload(name=name, text=text, listed_on=listed_on)
    _keep(by, upload)
    record("staff-file.sent", by=by, about=upload, permission=P.ROLL_KEEP, after={"name": name})
    return upload


def _keep(by: Viewer, upload: WaitingFile) -> None:
    demand_anywhere(by, KINDS[type(upload)])
    assert by.user_id is not None, "files are sent by people"
    upload.user_id, upload.made_at = by.user_id, clock.now()
    type(upload)._default_manager.filter(user=by.user_id).delete()
    upload.save(force_insert=True)


@action
def forget_upload(*, by: Viewer, upload: WaitingFile) -> None:
    """Take a file away that was written, or is not to be."""
    permission = KINDS[type(upload)]
    demand_anywhere(by, permission)
    if isinstance(upload, StaffUpload):
        record("staff-file.forgotten", by=by, about=upload, permission=permission)
    else:
        record("facility-file.forgotten", by=by, about=upload, permission=permission)
    type(upload)._default_manager.filter(pk=upload.pk, user=by.user_id).delete()


def forget_old_uploads() -> None:
    """Files that waited for a day go, whether or not anybody sends another."""
    for model in KINDS:
        model._default_manager.filter(made_at__lte=clock.now() - KEPT_FOR).delete()
