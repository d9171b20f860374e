"""What can be done to the register of facilities and to the staff roll."""

from pulang.common.facilities.actions.importing import ImportReport, import_facilities
from pulang.common.facilities.actions.naming import follow_name
from pulang.common.facilities.actions.posting import follow_contact, follow_roll
from pulang.common.facilities.actions.rolling import StaffReport, take_list
from pulang.common.facilities.actions.uploading import (
    forget_old_uploads,
    forget_upload,
    keep_staff_upload,
    keep_upload,
)

__all__ = [
    "ImportReport",
    "StaffReport",
    "follow_contact",
    "follow_name",
    "follow_roll",
    "forget_old_uploads",
    "forget_upload",
    "import_facilities",
    "keep_staff_upload",
    "keep_upload",
    "take_list",
]
