"""What people type about organisations, contacts, accounts, roles and deputies."""

from pulang.common.accounts.forms.organisations import (
    WEEKDAYS,
    ChangeOrganisationForm,
    CloseOrganisationForm,
    HolidayForm,
    NewOrganisationForm,
)
from pulang.common.accounts.forms.people import ChangeContactForm, ContactForm, NewAccountForm, ReasonForm
from pulang.common.accounts.forms.roles import DeputyForm, EndDutyForm, EndRoleForm, RoleForm, RoleHereForm

__all__ = [
    "WEEKDAYS",
    "ChangeContactForm",
    "ChangeOrganisationForm",
    "CloseOrganisationForm",
    "ContactForm",
    "DeputyForm",
    "EndDutyForm",
    "EndRoleForm",
    "HolidayForm",
    "NewAccountForm",
    "NewOrganisationForm",
    "ReasonForm",
    "RoleForm",
    "RoleHereForm",
]
