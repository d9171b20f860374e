"""The columns of a personnel list, as they are explained, and the empty table with an example."""

from django.utils.translation import gettext_lazy as _

from pulang.common.facilities.rules.columns import ColumnWords
from pulang.foundation.tables.blank import csv_of, xlsx_of

REQUIRED = ("name", "facility", "grade")
OPTIONAL = ("number", "sex", "joined")
_ALWAYS, _NEVER = _("always"), _("never")
STAFF_COLUMNS = (
    ColumnWords(
        "number",
        _("The service number. It decides who is who; without it you are asked about each person."),
        "1204",
        _("where the officer has one"),
    ),
    ColumnWords("name", _("The officer's name, in any script."), "Asha M.", _ALWAYS),
    ColumnWords("facility", _("Key or name of the facility, as the register has it."), "kilima-mto", _ALWAYS),
    ColumnWords(
        "grade", _("The grade, as in the figures of facilities: officer, senior, or your own."), "officer", _ALWAYS
    ),
    ColumnWords("sex", _("woman or man; empty where it is not known."), "woman", _NEVER),
    ColumnWords("joined", _("The day on which the officer joined the service."), "2019-04-01", _NEVER),
)


def blank_staff_csv() -> bytes:
    """The table as text."""
    return csv_of(STAFF_COLUMNS)


def blank_staff_xlsx() -> bytes:
    """The table as a workbook."""
    return xlsx_of(STAFF_COLUMNS, "staff")
