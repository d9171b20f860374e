"""What wings take of the bridge: opening signed files, whose key is trusted, and what files of counts say."""

from pulang.common.bridge.queries.files import NotTaken, Opened, opened, signed
from pulang.common.bridge.queries.trusted import ORDERS, installation, installations, own_fingerprint, own_key
from pulang.common.bridge.rules.counts import (
    KIND,
    OFFICES,
    RELEASABLE,
    WITHDRAWAL,
    Cell,
    Counts,
    CourseCounts,
    Fault,
    Withdrawal,
    counts_of,
    faults,
    left_out_if_small,
    withdrawal_of,
)

__all__ = [
    "KIND",
    "OFFICES",
    "ORDERS",
    "RELEASABLE",
    "WITHDRAWAL",
    "Cell",
    "Counts",
    "CourseCounts",
    "Fault",
    "NotTaken",
    "Opened",
    "Withdrawal",
    "counts_of",
    "faults",
    "installation",
    "installations",
    "left_out_if_small",
    "opened",
    "own_fingerprint",
    "own_key",
    "signed",
    "withdrawal_of",
]
