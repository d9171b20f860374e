"""Addresses of the directory."""

from django.urls import path

from pulang.common.accounts.views import accounts, contacts, deputies, duty, keeping, organisations, roles, suspending
from pulang.common.accounts.views.signing import enrolment

app_name = "accounts"
urlpatterns = [
    path("", organisations.organisations, name="organisations"),
    path("new/", keeping.organisation_new, name="organisation-new"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/<uuid:pk>/", contacts.contact, name="contact"),
    path("contacts/<uuid:pk>/change/", contacts.contact_change, name="contact-change"),
    path("contacts/<uuid:pk>/account/", accounts.account_new, name="account-new"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<uuid:pk>/", accounts.account, name="account"),
    path("accounts/<uuid:pk>/role/", roles.role_give, name="role-give"),
    path("accounts/<uuid:pk>/deputy/", deputies.deputy_of, name="deputy-of"),
    path("accounts/<uuid:pk>/end-of-duty/", duty.end_duty, name="end-duty"),
    path("accounts/<uuid:pk>/sign-in-code/", enrolment.issue_code, name="issue-code"),
    path("accounts/<uuid:pk>/close/", accounts.account_close, name="account-close"),
    path("roles/<uuid:pk>/end/", roles.membership_end, name="membership-end"),
    path("deputy/", deputies.my_deputy, name="my-deputy"),
    path("deputy/<uuid:pk>/withdraw/", deputies.deputy_withdraw, name="deputy-withdraw"),
    path("at/<slug:key>/", organisations.organisation, name="organisation"),
    path("at/<slug:key>/contacts/", organisations.organisation_contacts, name="organisation-contacts"),
    path("at/<slug:key>/contacts/new/", contacts.contact_new, name="contact-new"),
    path("at/<slug:key>/roles/", organisations.organisation_roles, name="organisation-roles"),
    path("at/<slug:key>/roles/give/", roles.role_give_here, name="role-give-here"),
    path("at/<slug:key>/new/", keeping.organisation_new, name="organisation-below"),
    path("at/<slug:key>/change/", keeping.organisation_change, name="organisation-change"),
    path("at/<slug:key>/close/", keeping.organisation_close, name="organisation-close"),
    path("at/<slug:key>/suspend/", suspending.organisation_suspend, name="organisation-suspend"),
    path("at/<slug:key>/suspension/", suspending.organisation_suspension, name="organisation-suspension"),
    path("at/<slug:key>/holidays/", keeping.holidays, name="holidays"),
    path("at/<slug:key>/holidays/<str:day>/remove/", keeping.holiday_remove, name="holiday-remove"),
]
