"""What people send about courses and editions."""

from pulang.common.learning.forms.courses import LABELS, DecideForm, LateForm, PackForm, ReturnForm, SayForm

__all__ = ["LABELS", "DecideForm", "LateForm", "PackForm", "ReturnForm", "SayForm"]
