"""What is done to files and documents."""

from pulang.common.files.actions.attaching import attach, detach
from pulang.common.files.actions.documents import (
    ask_document,
    fail_document,
    follow_documents,
    open_document,
    remove_document,
    remove_expired,
    settle_document,
)
from pulang.common.files.actions.holdings import attachments
from pulang.common.files.actions.stored import Given, keep_file, open_file, remove_file
from pulang.common.files.actions.sweeping import sweep

__all__ = [
    "Given",
    "ask_document",
    "attach",
    "attachments",
    "detach",
    "fail_document",
    "follow_documents",
    "keep_file",
    "open_document",
    "open_file",
    "remove_document",
    "remove_expired",
    "remove_file",
    "settle_document",
    "sweep",
]
