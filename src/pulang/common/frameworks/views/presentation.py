"""What the pages of the library share: the language, the way to a place, and links."""

from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from pulang.common.frameworks.queries import DocumentLine, ProvisionLine
from pulang.foundation.ui.parts import Link


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def library_link() -> Link:
    """The way to the library."""
    return Link(_("Framework documents"), reverse("frameworks:library"))


def document_link(line: DocumentLine) -> Link:
    """The way to one document."""
    return Link(line.text.translation.short_title, reverse("frameworks:document", args=[line.document.key]))


def place(line: ProvisionLine) -> str:
    """The section, as in the book; a provision that stands in none is named itself."""
    if line.section is None:
        return line.chip
    direction = "\u200f" if get_language_bidi() else ""
    return f"{direction}{line.section.section.code} {line.section.text.translation.title}"
