"""The gate, what an owner may change about who has something, and the recipients of an audience."""

from pulang.common.marking.permissions import MarkingPermission, fence, invited
from pulang.common.marking.queries.gate import (
    MAY_BE_MORE,
    Carried,
    Passed,
    ceiling_of,
    let_out,
    let_out_one,
    marked,
    markings_of,
    shown,
    standing,
    watched,
)
from pulang.common.marking.queries.owned import Owned, may_change, owned_of, register_owned

__all__ = [
    "MAY_BE_MORE", "Carried", "MarkingPermission", "Owned", "Passed", "ceiling_of", "fence", "invited",
    "let_out", "let_out_one", "marked", "markings_of", "may_change", "owned_of", "register_owned", "shown", "standing",
    "watched",
]  # fmt: skip
