"""What people decide about an access token."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.common.accounts import rules
from pulang.common.accounts.models import TokenScope
from pulang.foundation.ui.forms import Form, LineField

TIMES: dict[int, Promise] = {
    7: _("a week"),
    30: _("a month"),
    90: _("three months"),
    180: _("half a year"),
    365: _("a year"),
}


class TokenForm(Form):
    """What a token is for, what it may do, and for how long."""

    name = LineField(
        label=_("What it is for"), max_length=80, help_text=_("For example: monthly import of staff figures.")
    )
    scope = forms.ChoiceField(
        label=_("What it may do"), choices=TokenScope.choices, widget=forms.RadioSelect, initial=TokenScope.READ
    )
    days = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[(days, TIMES[days]) for days in rules.TOKEN_DAYS],
        initial=rules.USUAL_TOKEN_DAYS,
    )
