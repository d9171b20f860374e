"""An anchor on paper compared with the chain."""

from pulang.foundation.events.anchoring import NotContained, demand_contained
from pulang.kernel.anchors import Anchor, BadAnchor, parse


def compare(text: str) -> tuple[Anchor | None, str]:
    """The anchor that the chain contains, or ``None``; and why not, as a key of ``rules.WHY_NOT``."""
    try:
        anchor = parse(text)
        demand_contained(anchor)
    except BadAnchor:
        return None, "unreadable"
    except NotContained as error:
        return None, error.why
    return anchor, ""
