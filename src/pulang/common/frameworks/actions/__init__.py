"""What can be done to the framework documents: importing a file of them."""

from pulang.common.frameworks.actions.importing import ImportReport, check_frameworks, import_frameworks

__all__ = ["ImportReport", "check_frameworks", "import_frameworks"]
