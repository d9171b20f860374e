"""What can be done to the register of facilities."""

from pulang.common.facilities.actions.importing import ImportReport, import_facilities
from pulang.common.facilities.actions.naming import follow_name
from pulang.common.facilities.actions.uploading import forget_old_uploads, forget_upload, keep_upload

__all__ = ["ImportReport", "follow_name", "forget_old_uploads", "forget_upload", "import_facilities", "keep_upload"]
