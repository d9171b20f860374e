"""Text in cells that people open with a spreadsheet; without the library that writes them, which is large."""

import unicodedata

ACTING = frozenset("=+-@\t\r\n|−")
UNSEEN = frozenset({"Cf", "Zs", "Mn"})


def inert(text: str) -> str:
    """Text that no spreadsheet takes for a formula: an apostrophe stands before what begins like one.

    What begins like one: ``= + - @``, a tab or a new line, a bar, also in their full-width shapes, and also after
    spaces and marks that nobody sees.
    """
    return f"'{text}" if _begins(text) in ACTING else text


def _begins(text: str) -> str:
    """The first letter that counts, in its plain shape; empty where there is none."""
    for letter in text:
        if letter in ACTING:
            return letter
        if unicodedata.category(letter) not in UNSEEN:
            return unicodedata.normalize("NFKC", letter)[:1]
    return ""
