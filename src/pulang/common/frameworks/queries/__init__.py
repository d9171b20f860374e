"""Reading the framework documents. Every query takes the viewer first."""

from collections.abc import Sequence

from pulang.common.frameworks.queries.choosing import chips_of, chosen_provisions, lines_of, provision_choices
from pulang.common.frameworks.queries.filing import as_file, contents
from pulang.common.frameworks.queries.history import VersionLine, versions
from pulang.common.frameworks.queries.library import (
    DocumentPage,
    Neighbour,
    Part,
    Shelf,
    document,
    documents,
    library,
    lines,
    provision,
    provisions,
    relations,
)
from pulang.common.frameworks.queries.lines import DocumentLine, ProvisionLine, SectionLine
from pulang.common.frameworks.queries.searching import Found, search
from pulang.common.frameworks.queries.thread import (
    PUBLIC,
    ThreadEntry,
    ThreadSource,
    register_source,
    serves,
    sources,
    thread,
)

__all__: Sequence[str] = [
    "PUBLIC",
    "DocumentLine",
    "DocumentPage",
    "Found",
    "Neighbour",
    "Part",
    "ProvisionLine",
    "SectionLine",
    "Shelf",
    "ThreadEntry",
    "ThreadSource",
    "VersionLine",
    "as_file",
    "chips_of",
    "chosen_provisions",
    "contents",
    "document",
    "documents",
    "library",
    "lines",
    "lines_of",
    "provision",
    "provision_choices",
    "provisions",
    "register_source",
    "relations",
    "search",
    "serves",
    "sources",
    "thread",
    "versions",
]
