"""What pages of editions show, as values for the templates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.common.accounts.models import User
from pulang.common.frameworks.queries import chips_of
from pulang.common.learning.models import CourseVersion, EditionOperation, EditionVersion, Standing
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries import editions
from pulang.common.learning.rules.course import CourseSession, Module
from pulang.common.learning.rules.editions.applying import Applied, Change
from pulang.common.learning.rules.editions.faults import FAULT_WORDS
from pulang.common.learning.rules.editions.operations import KIND_WORDS, Kind, parted, says
from pulang.common.learning.rules.editions.state import STATE_WORDS, WRITABLE, EditionState
from pulang.common.learning.rules.editions.targets import Targets
from pulang.common.learning.rules.speaking import say_activity, title_of
from pulang.common.learning.views.presentation import Page, spoken
from pulang.foundation.policy.viewer import Viewer
from pulang.foundation.texts import markdown
from pulang.foundation.ui import cells
from pulang.foundation.ui.parts import Cells, Column, Link, State

LONGEST = 300
COLUMNS = (
    Column(gettext_lazy("Edition")),
    Column(gettext_lazy("For")),
    Column(gettext_lazy("Master")),
    Column(gettext_lazy("State")),
)


@dataclass(frozen=True)
class OperationLine:
    """One change in the list of a version."""

    row: EditionOperation
    number: int
    kind: Promise
    where: str
    says: SafeString
    changed: list[Link]
    author: str
    chip: str
    fault: Promise | None
    tag: State | None
    change_url: str
    compare_url: str


def person(user: User | None) -> str:
    """Whom to name."""
    if user is None:
        return ""
    return user.contact.name if user.contact else user.sign_in_name


def edition_url(row: EditionVersion, page: str = "version", **more: object) -> str:
    """The address of one of an edition's pages."""
    where = {"edition": row.edition.key, "number": str(row.number), **more}
    return reverse(f"learning:edition-{page}", kwargs=where)


def tag_of(state: EditionState) -> State:
    """Where a version stands, in words with their shape."""
    label, kind = STATE_WORDS[state.state]
    return State(label, kind)  # type: ignore[arg-type]


def lines(rows: Sequence[EditionVersion]) -> list[Cells]:
    """The list of editions."""
    states, titles = editions.edition_states(rows), editions.titles_of(rows, spoken())
    return [
        (
            cells.link(edition_url(row), f"{titles[row.pk].heading} {row.number}"),
            cells.bidi(row.edition.organisation.name),
            f"{row.edition.course.key} {row.base.number}",
            cells.state_tag(tag_of(states[row.pk]).label, tag_of(states[row.pk]).kind),
        )
        for row in rows
    ]


def beside_master(viewer: Viewer, row: CourseVersion) -> Page:
    """What a master's page says of its editions."""
    found = editions.editions_of(viewer, row) if row.released_at is not None else ()
    titles, states = editions.titles_of(found, spoken()), editions.edition_states(found)
    named = [
        (titles[one.pk], f"{one.edition.organisation.name} {one.number}", edition_url(one), tag_of(states[one.pk]))
        for one in found
    ]
    may_make = row.released_at is not None and viewer.may(P.EDITION_WRITE)
    return {"editions": named, "make_url": f"{reverse('learning:edition-make')}?base={row.pk}" if may_make else ""}


def path_to(row: EditionVersion, title: str, *more: Link) -> list[Link]:
    """The way from the list of editions to a page of this version."""
    return [
        Link(_("Courses"), reverse("learning:list")),
        Link(_("Editions"), reverse("learning:editions")),
        Link(f"{title} {row.number}", edition_url(row)),
        *more,
    ]


def changes_link(row: EditionVersion, *, current: bool = False) -> Link:
    """To the changes of a version."""
    return Link(_("Changes"), "" if current else edition_url(row, "changes"), current=current)


def operation_lines(row: EditionVersion, rows: Sequence[EditionOperation]) -> list[OperationLine]:
    """The changes of a version in their order, each with its place in words."""
    applied, words = editions.applied(row), Places(row)
    chips = chips_of([one.provision_id for one in rows if one.provision_id], spoken())
    return [_line(row, one, number, words, chips, applied) for number, one in enumerate(rows, 1)]


def _line(
    row: EditionVersion,
    one: EditionOperation,
    number: int,
    words: "Places",
    chips: Mapping[UUID, str],
    applied: Applied,
) -> OperationLine:
    fault = next((problem.fault for problem in applied.problems if problem.operation == str(one.pk)), None)
    parts = one.place.split("/")
    where = {"module": parts[0], "session": parts[1]} if len(parts) > 1 else {}
    return OperationLine(
        row=one,
        number=number,
        kind=KIND_WORDS[one.kind],
        where=words.of(one),
        says=markdown.html(words.said(one)),
        changed=_changed(row, words, applied.places_of(str(one.pk))) if one.kind == Kind.TERM else [],
        author=person(one.author),
        chip=chips.get(one.provision_id, "") if one.provision_id else "",
        fault=FAULT_WORDS[fault] if fault else None,
        tag=_standing(one),
        change_url=edition_url(row, "change", operation=one.pk),
        compare_url=edition_url(row, "compare", **where) if where else "",
    )


def _changed(row: EditionVersion, words: "Places", changes: Iterable[Change]) -> list[Link]:
    """Every session in which a word was replaced, for a person to look at; course and modules without a link."""
    found: dict[str, Link] = {}
    for change in changes:
        parts = parted(change.address)[0].split("/")[:2]
        place = "/".join(parts)
        where = {"module": parts[0], "session": parts[1]} if len(parts) == 2 else {}
        url = edition_url(row, "compare", **where) if where else ""
        found.setdefault(place, Link(" › ".join(words.above(place)), url))
    return list(found.values())


def _standing(one: EditionOperation) -> State | None:
    if one.standing == Standing.ACTIVE:
        return None
    return State(Standing(one.standing).label, "attention" if one.standing == Standing.OPEN else "neutral")


class Places:
    """Places and names of a course in words: of the edition, else of its master, else their keys."""

    def __init__(self, row: EditionVersion) -> None:
        self.versions = (Targets(editions.applied(row).course), Targets(editions.base_course(row.base_id)))

    def of(self, one: EditionOperation) -> str:
        """Where an operation does something."""
        if one.kind == Kind.TERM:
            return _("Every text: {word}").format(word=self._term(one.name))
        added = str(one.content.get("title", "")) if one.kind == Kind.INSERT else ""
        parts = [*self.above(one.place), self._name(one.place, one.name), added]
        return " › ".join(part for part in parts if part)

    def said(self, one: EditionOperation) -> str:
        """What an operation says, shortened between two paragraphs; an order by its titles."""
        if one.kind == Kind.RE_ORDER:
            places = (f"{one.place}/{key}" if one.place else key for key in one.content["order"])
            return "\n".join(f"1. {self._title(place)}" for place in places)
        found: list[str] = []
        room = LONGEST
        for paragraph in says(editions.as_operation(one)).split("\n\n"):
            if room < 0:
                return "\n\n".join([*found, "…"])
            found.append(paragraph)
            room -= len(paragraph)
        return "\n\n".join(found)

    def above(self, place: str) -> list[str]:
        """The titles on the way to a place."""
        if not place:
            return [_("The course as a whole")]
        parts = place.split("/")
        return [self._title("/".join(parts[: number + 1])) for number in range(len(parts))]

    def _title(self, place: str) -> str:
        for targets in self.versions:
            thing = targets.things.get(place)
            if isinstance(thing, (Module, CourseSession)):
                return title_of(thing.wordings, spoken()).heading
            if thing is not None and place.count("/") == 2:
                return str(say_activity(thing, spoken(), targets.course.source)["title"]["text"])  # type: ignore[arg-type]
        return place.rpartition("/")[2]

    def _name(self, place: str, name: str) -> str:
        if not name or place.count("/") == 2:
            return ""
        for targets in self.versions:
            found = targets.text(place, name, spoken()) or targets.text(place, name, targets.course.source)
            if found:
                return found.heading if name != "title" else _("title")
        return name

    def _term(self, key: str) -> str:
        terms = self.versions[1].course.terms
        words = next((term.words for term in terms if term.key == key), {})
        return words.get(spoken()) or words.get(self.versions[1].course.source) or key


def about(viewer: Viewer, row: EditionVersion, state: EditionState) -> Page:
    """What every page of an edition's own says: its state, and who approved it."""
    return {
        "row": row,
        "edition": row.edition,
        "state": state,
        "tag": tag_of(state),
        "writable": state.state in WRITABLE and viewer.may(P.EDITION_WRITE),
        "approvals": [
            (label, person(by), at)
            for label, by, at in (
                (_("Sent for approval"), row.submitted_by, row.submitted_at),
                (_("Approved for the host"), row.host_approved_by, row.host_approved_at),
                (_("Approved for the curriculum"), row.lead_approved_by, row.lead_approved_at),
                (_("Released"), row.released_by, row.released_at),
            )
            if at
        ],
    }
