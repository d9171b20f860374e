"""A country's own word in the place of a term: whole words only, case kept, never within keys, code or links.

What it cannot do: endings and plurals that are not the word itself, and in Arabic prefixes other than the article's
own letters. So every place that was changed is listed, for a person to look at.
"""

import re
from functools import lru_cache

# What stays as it is: code, addresses, what a link leads to.
_LEFT_ALONE = r"`[^`]*`|\]\([^)]*\)|<[^>\s]*>|https?://\S+"


def substituted(text: str, term: str, own: str) -> tuple[str, int]:
    """The text with ``own`` for ``term``, and how often it was put there."""
    if not term or term.casefold() not in text.casefold():
        return text, 0
    number = 0

    def put(found: "re.Match[str]") -> str:
        nonlocal number
        word = found["word"]
        if word is None:
            return found[0]
        number += 1
        return _cased(own, word)

    return _pattern(term).sub(put, text), number


@lru_cache(maxsize=256)
def _pattern(term: str) -> "re.Pattern[str]":
    words = r"\s+".join(re.escape(part) for part in term.split())
    return re.compile(rf"(?:{_LEFT_ALONE})|(?<![\w-])(?P<word>{words})(?![\w-])", re.IGNORECASE)


def _cased(own: str, found: str) -> str:
    """``own`` in the case in which the term stood: all capitals, a capital at its beginning, or as it was given."""
    if len(found) > 1 and found.isupper():
        return own.upper()
    return own[:1].upper() + own[1:] if found[:1].isupper() else own
