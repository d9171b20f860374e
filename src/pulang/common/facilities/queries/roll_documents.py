"""The difference between a personnel list and the roll as a document. The roll itself is not given out."""

from collections.abc import Sequence

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.accounts.models import Organisation
from pulang.common.facilities import rules
from pulang.common.facilities.models import Grade, StaffUpload
from pulang.common.facilities.permissions import FacilitiesPermission as P
from pulang.common.facilities.queries.differing import compared
from pulang.common.facilities.queries.roll import service_of, staff_uploads
from pulang.common.marking.queries import standing
from pulang.foundation.documents.contents import Column, Contents, Facts, Heading, Table, Text, Value, piece
from pulang.foundation.documents.offers import Offer, Parameters, register_offer
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.tlp import Label


def register() -> None:
    """Called at start-up."""
    title = gettext_lazy("What a personnel list changes")
    register_offer(Offer("staff-difference", title, P.ROLL_KEEP, staff_difference, rows_of))


def rows_of(viewer: Viewer, parameters: Parameters) -> int:
    """About as many as the list has lines."""
    kept = staff_uploads(viewer).first()
    return kept.text.open(kept).count("\n") if kept else 0


def staff_difference(viewer: Viewer, parameters: Parameters, language: str) -> Contents:
    """What the viewer's own waiting list would change, person by person, for the service alone."""
    kept = staff_uploads(viewer).first()
    if kept is None:
        raise Http404
    difference = compared(viewer, kept.text.open(kept), kept.listed_on, {}).difference
    places = dict(Organisation.objects.filter(key__in=difference.covered).values_list("key", "pk"))
    if not places:
        raise Http404
    service = service_of(next(iter(places.values())))
    blocks = (_short(kept, difference), _changes(difference), *_open(difference))
    return Contents(
        title=_("What a personnel list changes"),
        language=language,
        pieces=(piece(*blocks, marked=[standing(Label.AMBER_STRICT, service)]),),
        subject=kept,
        organisation_id=service,
    )


def _short(kept: StaffUpload, difference: rules.Difference) -> Facts:
    counts: list[tuple[Text, Value]] = [(rules.KINDS[kind], count) for kind, count in difference.counts().items()]
    return Facts(((_("Day of the list"), kept.listed_on), *counts, (_("Unchanged"), difference.unchanged)))


def _changes(difference: rules.Difference) -> Table:
    columns = (
        Column(_("Service number"), share=3),
        Column(_("Name"), share=5),
        Column(_("What happens"), share=4),
        Column(_("Facility"), share=5),
        Column(_("Facility before"), share=5),
        Column(_("Grade"), share=3),
        Column(_("Grade before"), share=3),
    )
    keys = {change.facility for change in difference.changes}
    keys |= {change.person.facility for change in difference.changes if change.person}
    names = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
    grades = dict(Grade.objects.values_list("key", "name"))
    return Table(columns, tuple(_cells(change, names, grades) for change in difference.changes))


def _cells(change: rules.Change, names: dict[str, str], grades: dict[str, str]) -> tuple[Value, ...]:
    row, person = change.row, change.person
    there, before = row.grade if row else "", person.grade if person else ""
    return (
        (row.number if row else "") or (person.number if person else ""),
        row.name if row else (person.name if person else ""),
        ", ".join(str(rules.KINDS[kind]) for kind in change.kinds),
        names.get(change.facility, "") if row else "",
        names.get(person.facility, "") if person and person.on_roll else "",
        _grade(there, grades),
        _grade(before, grades),
    )


def _grade(key: str, names: dict[str, str]) -> Text:
    return rules.GRADES.get(key) or names.get(key, key)


def _open(difference: rules.Difference) -> Sequence[Heading | Table]:
    """The rows that would stay out, each with the reason."""
    if not difference.left_out:
        return ()
    columns = (Column(_("Row"), numeric=True), Column(_("Column"), share=3), Column(_("What is wrong"), share=12))
    rows = tuple((each.row, each.column, each.message) for each in difference.left_out)
    return Heading(_("Rows that cannot be taken")), Table(columns, rows)
