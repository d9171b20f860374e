"""Forms of the library: what to look for, and what to correct."""

from pulang.common.frameworks.forms.correcting import CorrectionForm
from pulang.common.frameworks.forms.library import LibraryForm

__all__ = ["CorrectionForm", "LibraryForm"]
