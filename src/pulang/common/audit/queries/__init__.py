"""Reading the audit: which events, and what each says without any content."""

from pulang.common.audit.queries.anchors import compare
from pulang.common.audit.queries.events import ORDERS, Asked, Line, events, lines

__all__ = ["ORDERS", "Asked", "Line", "compare", "events", "lines"]
