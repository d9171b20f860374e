"""What can be done to editions: making them, writing in them, taking a newer master over, approving, releasing."""

from pulang.common.learning.actions.editions.approving import (
    answer_edition_flag,
    approve_for_curriculum,
    approve_for_host,
    discard_edition,
    release_edition,
    return_edition,
    submit_edition,
)
from pulang.common.learning.actions.editions.making import begin_version, make_edition
from pulang.common.learning.actions.editions.rebasing import decide_conflict, take_over
from pulang.common.learning.actions.editions.writing import (
    Draft,
    add_operation,
    change_operation,
    move_operation,
    remove_operation,
)

__all__ = [
    "Draft",
    "add_operation",
    "answer_edition_flag",
    "approve_for_curriculum",
    "approve_for_host",
    "begin_version",
    "change_operation",
    "decide_conflict",
    "discard_edition",
    "make_edition",
    "move_operation",
    "release_edition",
    "remove_operation",
    "return_edition",
    "submit_edition",
    "take_over",
]
