"""What can be done to the framework documents: importing a file of them, and correcting them."""

from pulang.common.frameworks.actions.importing import (
    ImportReport,
    check_frameworks,
    correct_frameworks,
    import_frameworks,
)

__all__ = ["ImportReport", "check_frameworks", "correct_frameworks", "import_frameworks"]
