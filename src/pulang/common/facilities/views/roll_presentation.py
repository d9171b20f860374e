"""What the pages of the staff roll show, as values for the templates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.accounts.models import Organisation
from pulang.common.facilities import rules
from pulang.common.facilities.actions import StaffReport
from pulang.common.facilities.models import Grade, Officer, Sex, StaffPosting
from pulang.common.facilities.views.presentation import MOST_SHOWN, grade_name, problems_page
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, StateKind

ROLL_COLUMNS = (
    Column(gettext_lazy("Name")),
    Column(gettext_lazy("Service number")),
    Column(gettext_lazy("Grade")),
    Column(gettext_lazy("Sex")),
    Column(gettext_lazy("Joined on"), "nowrap"),
)
TAGS: dict[rules.Kind, StateKind] = {
    rules.Kind.LEFT: "breach",
    rules.Kind.TRANSFERRED: "attention",
    rules.Kind.JOINED: "done",
    rules.Kind.RETURNED: "done",
}
# Those that would be missed first stand first.
FIRST = (
    rules.Kind.LEFT, rules.Kind.TRANSFERRED, rules.Kind.GRADED, rules.Kind.RENAMED, rules.Kind.RETURNED,
    rules.Kind.COMPLETED, rules.Kind.JOINED,
)  # fmt: skip
MANY_OF = 5  # a list that misses more than one in so many is perhaps not whole


def roll_rows(officers: Iterable[Officer]) -> list[Cells]:
    """Officers as rows of a table."""
    address = cells.addresses("facilities:officer", "officer")
    sexes = {value: str(label) for value, label in Sex.choices}
    return [
        (
            cells.link(address(row.pk), cells.bidi(row.contact.name)),
            cells.bidi(row.contact.service_number or "–"),
            cells.bidi(grade_name(row.grade.key, {row.grade.key: row.grade.name})),
            sexes.get(row.sex, "–"),
            cells.day(row.joined_on) if row.joined_on else "–",
        )
        for row in officers
    ]


@dataclass(frozen=True)
class PostingLine:
    """A post with its grade in words."""

    posting: StaffPosting
    grade: Promise | str


def posting_lines(postings: Sequence[StaffPosting]) -> list[PostingLine]:
    """Posts, the latest first."""
    return [PostingLine(row, grade_name(row.grade.key, {row.grade.key: row.grade.name})) for row in postings]


@dataclass(frozen=True)
class ChangeLine:
    """What would happen to one person, in words; ``row`` is 0 for who is missing from the list."""

    row: int
    name: str
    number: str
    tags: tuple[tuple[str, StateKind], ...]
    said: tuple[str, ...]


@dataclass(frozen=True)
class DoubtLine:
    """A row about which somebody decides: who may be meant, with what is known of them."""

    doubt: rules.Doubt
    facility: str
    choices: tuple[tuple[str, str, bool], ...]


def report_page(report: StaffReport) -> dict[str, Any]:
    """The difference, at most two hundred lines of each kind; the numbers are of all."""
    difference = report.difference
    names = _Names(difference)
    changes = sorted(difference.changes, key=lambda each: min(FIRST.index(kind) for kind in each.kinds))
    doubts = difference.doubts[:MOST_SHOWN]
    return {
        "report": report,
        "difference": difference,
        "counts": [(rules.KINDS[kind], count) for kind, count in difference.counts().items()],
        "changes": [names.change(each) for each in changes[:MOST_SHOWN]],
        "more_changes": max(len(changes) - MOST_SHOWN, 0),
        "doubts": [names.doubt(each) for each in doubts],
        **problems_page(difference.problems),
        "missing": _many_missing(difference, names),
        "unsure": [names.place(key) for key in sorted(difference.unsure)],
        "may_write_all": not difference.problems and bool(difference.changes or difference.open_doubts),
        "may_write_good": bool(difference.changes) and not difference.is_whole and report.is_table,
    }


def _many_missing(difference: rules.Difference, names: "_Names") -> list[str]:
    """Facilities where so many would leave that the list is perhaps not whole."""
    gone, there = dict[str, int](), dict[str, int]()
    for change in difference.changes:
        if change.person and change.person.on_roll and not change.person.has_left:
            there[change.person.facility] = there.get(change.person.facility, 0) + 1
        if rules.Kind.LEFT in change.kinds:
            gone[change.facility] = gone.get(change.facility, 0) + 1
    known = sum(there.values()) + difference.unchanged
    return sorted(names.place(key) for key, count in gone.items() if count > 1 and count * MANY_OF > known)


class _Names:
    """Names of the facilities and grades of a difference. Two queries."""

    def __init__(self, difference: rules.Difference) -> None:
        people = [change.person for change in difference.changes if change.person]
        people += [person for doubt in difference.doubts for person in doubt.people]
        keys = {*difference.covered, *(person.facility for person in people)}
        self.places = dict(Organisation.objects.filter(key__in=keys).values_list("key", "name"))
        self.grades = dict(Grade.objects.values_list("key", "name"))

    def place(self, key: str) -> str:
        return self.places.get(key, key)

    def grade(self, key: str) -> str:
        return str(grade_name(key, self.grades))

    def change(self, change: rules.Change) -> ChangeLine:
        row, person = change.row, change.person
        return ChangeLine(
            row=row.line if row else 0,
            name=row.name if row else person.name if person else "",
            number=(row.number if row else "") or (person.number if person else ""),
            tags=tuple((str(rules.KINDS[kind]), TAGS.get(kind, "neutral")) for kind in change.kinds),
            said=tuple(self._said(change)),
        )

    def _said(self, change: rules.Change) -> Iterable[str]:
        row, person = change.row, change.person
        if row is None or person is None or not person.on_roll:
            yield self.place(change.facility)
            yield self.grade(row.grade if row else person.grade if person else "")
            return
        before = _("{now}, before: {before}")
        pairs = (
            (self.place(change.facility), self.place(person.facility)),
            (self.grade(row.grade), self.grade(person.grade)),
            (row.name, person.name),
        )
        for place, (now, then) in enumerate(pairs):
            if now != then:
                yield before.format(now=f"\u2068{now}\u2069", before=f"\u2068{then}\u2069")
            elif place == 0:
                yield now

    def doubt(self, doubt: rules.Doubt) -> DoubtLine:
        choices = [(str(one.id), self._person(one), doubt.decided == str(one.id)) for one in doubt.people]
        choices.append(("new", _("Somebody new"), doubt.decided == "new"))
        place = doubt.people[0].facility
        return DoubtLine(doubt, self.place(place), tuple(choices))

    def _person(self, one: rules.Person) -> str:
        known = [
            f"\u2068{one.name}\u2069",
            one.number,
            self.grade(one.grade) if one.grade else _("not on the roll yet"),
        ]
        if one.has_left:
            known.append(_("has left"))
        return _("The same person: {who}").format(who=" · ".join(filter(None, known)))
