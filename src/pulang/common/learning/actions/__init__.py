"""What can be done to courses: bringing them in, reading them for human rights, releasing them."""

from pulang.common.learning.actions.importing import ImportReport, check_course, discard_draft, import_course
from pulang.common.learning.actions.releasing import answer_flag, release_version, return_version, sign_version

__all__ = [
    "ImportReport",
    "answer_flag",
    "check_course",
    "discard_draft",
    "import_course",
    "release_version",
    "return_version",
    "sign_version",
]
