"""Why an operation cannot be carried out, in the words of whoever wrote it."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Fault(StrEnum):
    """One reason."""

    GONE = "gone"
    NOT_HERE = "not-here"
    TWICE = "twice"
    TAKEN = "taken"
    LAST = "last"
    NO_TITLE = "no-title"
    NO_TEXT = "no-text"
    NOT_A_LIST = "not-a-list"
    HEADING = "heading"
    UNSAFE = "unsafe"
    NO_TERM = "no-term"
    NEEDED = "needed"


FAULT_WORDS: dict[str, Promise] = {
    Fault.GONE: _("What it speaks of is not there, or is left out by another change."),
    Fault.NOT_HERE: _("This cannot be done to this part of a course."),
    Fault.TWICE: _("Another change writes this text already. Change that one."),
    Fault.TAKEN: _("Something with this key, or at this place, is there already."),
    Fault.LAST: _("It is the last one of its kind here. Leave out what it belongs to instead."),
    Fault.NO_TITLE: _("The title of this part has no translation into this language yet. Translate it first."),
    Fault.NO_TEXT: _("There is no text in this language yet. Translate it first."),
    Fault.NOT_A_LIST: _("This text is a list: one line after a hyphen for each."),
    Fault.HEADING: _("Headings within a text begin with ###, within the notes of a block with ####."),
    Fault.UNSAFE: _("No HTML and no pictures; links lead to https:// addresses."),
    Fault.NO_TERM: _("The glossary does not have this word in these languages."),
    Fault.NEEDED: _("A test at another place asks the questions that stand here. Leave that test out first."),
}


@dataclass(frozen=True)
class Faulty:
    """An operation that could not be carried out, and why."""

    operation: str
    fault: Fault
