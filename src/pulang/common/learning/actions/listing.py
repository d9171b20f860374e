"""Nominating many at once from a list: a dry run first; then the good rows or nothing, as whoever nominates chose."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pulang.common.accounts.actions import make_contacts
from pulang.common.accounts.actions.people import ContactDetails
from pulang.common.accounts.models import Contact, Organisation
from pulang.common.learning.actions.enrolling import nominate_many
from pulang.common.learning.models import Decision, Delivery
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.participants import alike_each, candidates
from pulang.common.learning.rules.nominating import Fault, Problem, Row, problem, read, sounds_alike
from pulang.foundation.events.record import action, unchanged
from pulang.foundation.policy.rules import allows, demand
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel.folding import sort_key

CONTACT_MAKE = "accounts.contact.make"


@dataclass(frozen=True)
class Meant:
    """A row of a list with the person who is meant by it; nobody where it is somebody new."""

    row: Row
    contact: Contact | None
    already: bool = False


@dataclass(frozen=True)
class ListReport:
    """What a list would do or did: who is nominated, who was already, and every problem."""

    meant: tuple[Meant, ...]
    problems: tuple[Problem, ...]
    written: bool = False

    @property
    def to_nominate(self) -> tuple[Meant, ...]:
        return tuple(each for each in self.meant if not each.already)

    @property
    def known(self) -> int:
        """How many of them are in the directory already."""
        return sum(each.contact is not None for each in self.to_nominate)

    @property
    def new(self) -> int:
        """How many are added to the directory with it."""
        return len(self.to_nominate) - self.known

    @property
    def already(self) -> int:
        """How many are nominated already."""
        return len(self.meant) - len(self.to_nominate)


@action
def nominate_list(
    *, by: Viewer, delivery: Delivery, organisation: Organisation, text: str, write: bool, good_rows_only: bool
) -> ListReport:
    """Check a list of people of one organisation, and with ``write`` nominate them.

    Without ``good_rows_only`` one problem means that nobody is nominated. Nobody is taken for somebody else: a row
    that may be a known person under another spelling is a problem that a person decides.
    """
    demand(by, P.DELIVERY_NOMINATE, delivery, seen_by=P.DELIVERY_STAGE)
    demand(by, P.DELIVERY_NOMINATE, organisation, seen_by=P.DELIVERY_NOMINATE)
    report = _report(by, delivery, organisation, text)
    if not write or not report.to_nominate or (report.problems and not good_rows_only):
        unchanged()
        return report
    fresh = [each.row for each in report.to_nominate if each.contact is None]
    details = [ContactDetails(row.name, row.position, row.number) for row in fresh]
    made = dict(zip(fresh, make_contacts(by=by, organisation=organisation, details=details), strict=True))
    people = [each.contact or made[each.row] for each in report.to_nominate]
    nominate_many(by=by, delivery=delivery, organisation=organisation, contacts=people)
    return ListReport(report.meant, report.problems, written=True)


def _report(by: Viewer, delivery: Delivery, organisation: Organisation, text: str) -> ListReport:
    rows, problems = read(text)
    told, seen, meant = list(problems), dict[object, int](), list[Meant]()
    decided = dict(delivery.enrolments.values_list("contact_id", "decision"))
    teaching = set(delivery.trainers.values_list("contact_id", flat=True))
    may_add = allows(by, CONTACT_MAKE, organisation)
    found = alike_each(candidates(by), [(row.name, row.number) for row in rows])
    for row, people in zip(rows, found, strict=True):
        contact, wrong = _person(row, people, may_add)
        key = contact.pk if contact else (row.number or sort_key(row.name))
        if wrong is None and key in seen:
            wrong = problem(row.line, "name", Fault.TWICE, first=seen[key])
        if wrong is None and contact is not None:
            wrong = _barred(row, contact, decided.get(contact.pk), teaching)
        if wrong is not None:
            told.append(wrong)
            continue
        seen[key] = row.line
        is_in = contact is not None and decided.get(contact.pk, Decision.WITHDRAWN) != Decision.WITHDRAWN
        meant.append(Meant(row, contact, already=is_in))
    return ListReport(tuple(meant), tuple(sorted(told, key=lambda each: each.line)))


def _barred(row: Row, contact: Contact, decision: str | None, teaching: set[UUID]) -> Problem | None:
    if decision == Decision.DECLINED:
        return problem(row.line, "name", Fault.DECLINED)
    return problem(row.line, "name", Fault.TEACHES) if contact.pk in teaching else None


def _person(row: Row, people: Sequence[Contact], may_add: bool) -> tuple[Contact | None, Problem | None]:
    """Who is meant by a row: the holder of the number, the one of exactly that name, somebody new, or a doubt."""
    numbered = [each for each in people if row.number and each.service_number.casefold() == row.number.casefold()]
    if len(numbered) > 1:
        return None, problem(row.line, "number", Fault.SEVERAL)
    if numbered:
        return _of_number(row, numbered[0])
    same = [each for each in people if each.sort_key == sort_key(row.name)]
    if len(same) == 1 and len(people) == 1 and (not row.number or not same[0].service_number):
        return same[0], None
    if people:
        return None, problem(row.line, "name", Fault.ALIKE, known=_told(people[0]))
    return None, None if may_add else problem(row.line, "name", Fault.UNKNOWN)


def _of_number(row: Row, holder: Contact) -> tuple[Contact | None, Problem | None]:
    """The holder of the number, where the name is not another one."""
    if sounds_alike(row.name, holder.name):
        return holder, None
    return None, problem(row.line, "number", Fault.OTHER_NAME, known=_told(holder))


def _told(contact: Contact) -> str:
    number = f" ({contact.service_number})" if contact.service_number else ""
    return f"\u2068{contact.name}{number}\u2069"
