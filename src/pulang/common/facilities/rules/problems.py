"""What can be wrong with a row of a file, told by row and column in the words of whoever made it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.foundation.tables.faults import Faults


class Fault(Faults):
    """What can be wrong with a row of figures or of a personnel list."""

    DATE_AHEAD = "date-ahead"
    DATE_AMBIGUOUS = "date-ambiguous"
    DATE_UNREAL = "date-unreal"
    DOUBLE_COLUMN = "double-column"
    DOUBLE_ROW = "double-row"
    FACILITY_CLOSED = "facility-closed"
    FACILITY_UNKNOWN = "facility-unknown"
    JOINED_AHEAD = "joined-ahead"
    KEY_MALFORMED = "key-malformed"
    KEY_TAKEN = "key-taken"
    LARGE_NUMBER = "large-number"
    MISSING = "missing"
    MISSING_COLUMN = "missing-column"
    NAME_DIFFERS = "name-differs"
    NAME_TWICE = "name-twice"
    NEAR_GRADE = "near-grade"
    NEEDED_FOR_NEW = "needed-for-new"
    NOT_A_NUMBER = "not-a-number"
    NUMBER_TWICE = "number-twice"
    OTHER_SERVICE = "other-service"
    PLACE_DIFFERS = "place-differs"
    PLACE_UNKNOWN = "place-unknown"
    ROLL_IS_LATER = "roll-is-later"
    SEVERAL_HOLDERS = "several-holders"
    SEX_MISSING = "sex-missing"
    THOUSANDS = "thousands"
    TOO_LONG = "too-long"
    TOO_MANY_CELLS = "too-many-cells"
    UNKNOWN_COLUMN = "unknown-column"
    UNKNOWN_WORD = "unknown-word"
    WHO_IS_MEANT = "who-is-meant"

    @property
    def sentence(self) -> Promise:
        return WORDS[self]


WORDS: dict[Fault, Promise] = {
    Fault.DATE_AHEAD: _("“{value}” lies ahead. Figures are those of a day that has come."),
    Fault.DATE_AMBIGUOUS: _("“{value}” can be read in two ways. Write year, month and day, for example 2026-01-31."),
    Fault.DATE_UNREAL: _("“{value}” is not a date. Write year, month and day, for example 2026-01-31."),
    Fault.DOUBLE_COLUMN: _("This column stands in the file twice."),
    Fault.DOUBLE_ROW: _("Row {first} gives figures of this facility for the same day already."),
    Fault.FACILITY_CLOSED: _("“{key}” is closed, so it gets no new figures."),
    Fault.FACILITY_UNKNOWN: _(
        "“{value}” is no facility of the register that you keep. Write its key or its name, or bring its figures in "
        "first."
    ),
    Fault.JOINED_AHEAD: _("“{value}” lies after the day of the list."),
    Fault.KEY_MALFORMED: _("“{value}” is not a key. Use a to z, 0 to 9 and single hyphens, for example kilima-mto."),
    Fault.KEY_TAKEN: _("The key “{value}” belongs to something that is not one of your facilities. Check it."),
    Fault.LARGE_NUMBER: _("“{value}” is more than {most}. Check it."),
    Fault.MISSING: _("This cell is empty. Fill it in."),
    Fault.MISSING_COLUMN: _("The file has no such column. Add it, as the template shows."),
    Fault.NAME_DIFFERS: _("The register calls “{key}” “{known}”. Correct the key or the name."),
    Fault.NAME_TWICE: _(
        "Row {first} has the same name at this facility. Write the service numbers, so that they can be told apart."
    ),
    Fault.NEAR_GRADE: _("“{value}” is not a grade that the register has. Is “{near}” meant?"),
    Fault.NEEDED_FOR_NEW: _("“{key}” is not in the register yet, so this cell is needed."),
    Fault.NOT_A_NUMBER: _("“{value}” is not a whole number. Write figures only, 0 or more."),
    Fault.NUMBER_TWICE: _("Row {first} has the same service number. Nobody holds two posts."),
    Fault.OTHER_SERVICE: _(
        "This facility belongs to another service than the first row. Send a list for each service."
    ),
    Fault.PLACE_DIFFERS: _("“{key}” stands under “{known}”, not under “{value}”. Correct the cell or leave it empty."),
    Fault.PLACE_UNKNOWN: _("There is no region or service with the key “{value}” under which you keep facilities."),
    Fault.ROLL_IS_LATER: _("The roll already says something of this person from {day} on. Check the day of the list."),
    Fault.SEVERAL_HOLDERS: _("Several people in the directory have this service number. Correct the directory first."),
    Fault.SEX_MISSING: _("This grade has a number for one sex only. Write 0 where there is nobody."),
    Fault.THOUSANDS: _("“{value}” has a thousands separator. Write {plain}."),
    Fault.TOO_LONG: _("This cell has {length} characters; the most is {most}."),
    Fault.TOO_MANY_CELLS: _("This row has more cells than there are headings. Is there a separator in a text?"),
    Fault.UNKNOWN_COLUMN: _("No such column is known. Take it out, or name it as the template does."),
    Fault.UNKNOWN_WORD: _("“{value}” is not known here. Write one of: {allowed}."),
    Fault.WHO_IS_MEANT: _("It was not said whether this is somebody whom the roll knows."),
}
