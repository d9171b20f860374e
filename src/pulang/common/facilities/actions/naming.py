"""Keeping the order by name right when the directory renames a facility."""

from pulang.common.accounts.models import Organisation
from pulang.common.facilities.models import Facility


def follow_name(organisation: Organisation) -> None:
    """Take over the organisation's sort key, where it is a facility of the register; part of the renaming."""
    Facility.objects.filter(pk=organisation.pk).update(sort_key=organisation.sort_key)
