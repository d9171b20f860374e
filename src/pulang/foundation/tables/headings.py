"""Headings in the languages of the product: a table is written in the one of whoever fills it in, and read in any."""

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import override

from pulang.kernel.folding import fold


def heading(cell: str) -> str:
    """A heading as it is compared: "Service_Number" is "service number"."""
    return " ".join(fold(re.sub(r"[_\-]", " ", cell)).split())


def known(columns: Mapping[str, Promise]) -> dict[str, str]:
    """The column that is meant by each heading, folded, in every language."""
    return dict(_known(tuple(columns.items())))


@lru_cache(maxsize=16)
def _known(columns: tuple[tuple[str, Promise], ...]) -> tuple[tuple[str, str], ...]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found += [(heading(str(words)), column) for column, words in columns]
    return tuple(found)
