"""What can be done to organisations, contacts, accounts, memberships and deputies."""

from pulang.common.accounts.actions.duty import end_duty, end_membership, grant_membership, name_deputy, withdraw_deputy
from pulang.common.accounts.actions.enrolment import (
    approve_reenrolment,
    ask_reenrolment,
    issue_code,
    withdraw_reenrolment,
)
from pulang.common.accounts.actions.organisations import (
    NewOrganisation,
    add_holiday,
    change_organisation,
    close_organisation,
    follow_names,
    make_organisation,
    place_organisations,
    remove_holiday,
)
from pulang.common.accounts.actions.people import (
    change_contact,
    close_account,
    make_account,
    make_contact,
    make_contacts,
)
from pulang.common.accounts.actions.rolls import enter_contacts, follow_contacts, keep_contacts
from pulang.common.accounts.actions.suspending import lift_suspension, suspend_organisation

__all__ = [
    "NewOrganisation",
    "add_holiday",
    "approve_reenrolment",
    "ask_reenrolment",
    "change_contact",
    "change_organisation",
    "close_account",
    "close_organisation",
    "end_duty",
    "end_membership",
    "enter_contacts",
    "follow_contacts",
    "follow_names",
    "grant_membership",
    "issue_code",
    "keep_contacts",
    "lift_suspension",
    "make_account",
    "make_contact",
    "make_contacts",
    "make_organisation",
    "name_deputy",
    "place_organisations",
    "remove_holiday",
    "suspend_organisation",
    "withdraw_deputy",
    "withdraw_reenrolment",
]
