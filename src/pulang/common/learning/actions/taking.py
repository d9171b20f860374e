"""Taking in results files of folders: every row is judged, then the good ones are written, or none."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from pulang.common.learning.actions.planning import locked
from pulang.common.learning.actions.studying import attended, session_keys
from pulang.common.learning.models import (
    Attempt,
    Attendance,
    Decision,
    Delivery,
    Enrolment,
    StudyAnswer,
    StudyFolder,
    StudyKey,
    Way,
)
from pulang.common.learning.permissions import LearningPermission as P
from pulang.common.learning.queries.deliveries import deliveries
from pulang.common.learning.queries.study import answers_of, finished_of, takes_results, works
from pulang.common.learning.rules import taking
from pulang.common.learning.rules.results_files import Results, Row, What, read
from pulang.common.learning.rules.studying import Work
from pulang.common.learning.rules.taking import Desk, Verdict
from pulang.common.marking.queries import shown
from pulang.foundation.events.record import action, record, unchanged
from pulang.foundation.policy.viewer import Viewer
from pulang.kernel import clock

MOST_FILES = 1_000


@dataclass(frozen=True)
class FileReport:
    """What became of one file: a verdict on all of it, or one on each row."""

    name: str
    verdict: Verdict | None = None
    person: str = ""
    rows: Sequence[tuple[int, Row | None, Verdict]] = ()

    def count(self, verdict: Verdict) -> int:
        """How many of its rows got this verdict."""
        return sum(found is verdict for _number, _row, found in self.rows)

    @property
    def refused(self) -> list[tuple[int, Row | None, Verdict]]:
        """The rows that were not taken."""
        return [line for line in self.rows if not line[2].is_good]


@dataclass(frozen=True)
class TakingReport:
    """What became of all files, and whether something was written."""

    files: Sequence[FileReport]
    written: bool = False

    @property
    def fresh(self) -> int:
        return sum(file.count(Verdict.TAKEN) for file in self.files)

    @property
    def known(self) -> int:
        return sum(file.count(Verdict.ALREADY) for file in self.files)

    @property
    def refused(self) -> int:
        """Rows that were refused, and files that were refused whole."""
        return sum(len(file.refused) + (file.verdict is not None) for file in self.files)


@dataclass
class _Hall:
    """One delivery with the desks of its people."""

    row: Delivery
    works: Mapping[str, Work]
    places: Mapping[UUID, Enrolment]
    by_number: Mapping[str, UUID]
    desks: dict[UUID, Desk]
    taken: list[tuple[UUID, Row]] = field(default_factory=list)
    given: dict[UUID, UUID] = field(default_factory=dict)


@action
def take_results(
    *, by: Viewer, files: Sequence[tuple[str, bytes]], write: bool = False, good_rows_only: bool = False
) -> TakingReport:
    """Judge every row of every file; ``write`` takes the new ones. With a refused row that needs ``good_rows_only``.

    A file that is taken again doubles nothing. ``Http404`` does not arise: what the viewer does not hold is unknown.
    """
    results = [(name, read(data)) for name, data in files]
    halls, keys = _halls(by, [found for _name, found in results if found is not None])
    reports = [_file(name, found, halls, keys) for name, found in results]
    report = TakingReport(reports)
    if not write or not report.fresh or (report.refused and not good_rows_only):
        unchanged()
        return report
    for hall in halls.values():
        _write(by, hall)
    return TakingReport(reports, written=True)


def _halls(by: Viewer, found: Sequence[Results]) -> tuple[dict[UUID, _Hall], dict[tuple[UUID, int], StudyKey]]:
    """The deliveries of the folders, as far as the viewer holds them, and their keys. Locked against each other."""
    if not found or not by.may(P.DELIVERY_HOLD):
        return {}, {}
    folders = StudyFolder.objects.filter(pk__in={each.folder for each in found})
    rows = deliveries(by, P.DELIVERY_HOLD).filter(pk__in=folders.values("delivery"), self_study=True)
    held = {row.pk: _hall(locked(row)) for row in sorted(shown(by, rows), key=lambda row: row.pk)}
    keys = StudyKey.objects.filter(folder__in=folders.filter(delivery__in=held)).select_related("folder")
    return held, {(key.folder_id, key.number): key for key in keys.order_by("pk")}


def _hall(row: Delivery) -> _Hall:
    rows = row.enrolments.filter(decision=Decision.ACCEPTED).select_related("contact").order_by("pk")
    places = {place.pk: place for place in rows.select_for_update(no_key=True, of=("self",))}
    found, answers, finished = works(row), answers_of(places.values()), finished_of(places.values())
    tests: dict[UUID, dict[str, Mapping[str, tuple[str, ...]]]] = defaultdict(dict)
    for each in Attempt.objects.filter(enrolment__in=places):
        slug = f"{each.module}.{each.session}.{each.activity}"
        tests[each.enrolment_id][slug] = {key: tuple(answer) for key, answer in each.answers.items()}
    days = (row.starts_on, min(row.ends_on, clock.today()))
    desks = {pk: Desk(found, days, answers.get(pk, {}), tests.get(pk, {}), finished.get(pk, set())) for pk in places}
    numbers = {place.contact.service_number.casefold(): pk for pk, place in places.items()}
    return _Hall(row, found, places, {number: pk for number, pk in numbers.items() if number}, desks)


def _file(
    name: str, results: Results | None, halls: Mapping[UUID, _Hall], keys: Mapping[tuple[UUID, int], StudyKey]
) -> FileReport:
    if results is None:
        return FileReport(name, Verdict.NO_FILE)
    key = keys.get((results.folder, results.key))
    if key is None:
        is_known = any(folder == results.folder for folder, _number in keys)
        return FileReport(name, Verdict.NO_KEY if is_known else Verdict.NO_FOLDER)
    hall = halls[key.folder.delivery_id]
    if key.folder.revoked_at is not None:
        return FileReport(name, Verdict.REVOKED)
    if not results.is_marked_with(key.secret.open(key)):
        return FileReport(name, Verdict.FORGED)
    if not takes_results(hall.row):
        return FileReport(name, Verdict.OVER)
    person = _whose(hall, key, results, keys.values())
    if isinstance(person, Verdict):
        return FileReport(name, person)
    lines = hall.desks[person].take(results.rows)
    hall.taken += [(person, row) for row, verdict in lines if row is not None and verdict is Verdict.TAKEN]
    numbered = [(number, row, verdict) for number, (row, verdict) in enumerate(lines, start=1)]
    return FileReport(name, None, hall.places[person].contact.name, numbered)


def _whose(hall: _Hall, key: StudyKey, results: Results, keys: Iterable[StudyKey]) -> UUID | Verdict:
    """Whose the key is; a free one becomes that of whoever the file names, unless they have another of the folder."""
    named = hall.by_number.get(results.number.casefold())
    owner = key.enrolment_id or hall.given.get(key.pk)
    if owner is not None:
        if key.folder.is_for_class and named != owner:
            return Verdict.OTHERS_KEY
        return owner if owner in hall.places else Verdict.NO_PLACE
    if named is None:
        return Verdict.NO_PLACE
    others = (each for each in keys if each.folder_id == key.folder_id and each.pk != key.pk)
    if any((each.enrolment_id or hall.given.get(each.pk)) == named for each in others):
        return Verdict.OTHERS_KEY
    hall.given[key.pk] = named
    return named


def _write(by: Viewer, hall: _Hall) -> None:
    """Three statements for all rows of a delivery, however many, and one for each key that became somebody's."""
    if not hall.taken:
        return
    answers, attempts, attendance = [], [], []
    sessions = session_keys(hall.row)
    for person, row in hall.taken:
        if row.what is What.TEST:
            attempts.append(_attempt(by, hall, person, row))
        elif row.what is What.DONE:
            attendance.append(attended(by.user_id, person, sessions[row.address]))
        else:
            answers.append(_answer(by, hall, person, row))
    StudyAnswer.objects.bulk_create(answers)
    Attempt.objects.bulk_create(attempts)
    Attendance.objects.bulk_create(
        attendance,
        update_conflicts=True,
        unique_fields=["session", "enrolment"],
        update_fields=["was", "source", "recorded_at", "recorded_by"],
    )
    took = {person for person, _row in hall.taken}
    for key, person in hall.given.items():
        if person in took:
            StudyKey.objects.filter(pk=key, enrolment__isnull=True).update(enrolment=person)
    after = {"rows": len(hall.taken), "people": sorted(map(str, took))}
    place = hall.row.organisation_id
    record("study-results.taken", by=by, about=hall.row, organisation_id=place, permission=P.DELIVERY_HOLD, after=after)


def _answer(by: Viewer, hall: _Hall, person: UUID, row: Row) -> StudyAnswer:
    assert by.user_id is not None, "people take results in, commands act for somebody"
    return StudyAnswer(
        enrolment_id=person,
        module=row.module,
        session=row.session,
        activity=row.activity,
        item=row.item,
        answer=list(hall.desks[person].answers[row.address][row.activity, row.item]),
        reason=row.reason,
        way=Way.FILE.value,
        given_on=row.on,
        recorded_at=clock.now(),
        recorded_by_id=by.user_id,
    )


def _attempt(by: Viewer, hall: _Hall, person: UUID, row: Row) -> Attempt:
    assert by.user_id is not None, "people take results in, commands act for somebody"
    test = next(test for test in hall.works[row.address].tests if test.quiz.key == row.activity)
    answers = taking.answers_of(test, row) or {}
    score = test.score(answers)
    return Attempt(
        enrolment_id=person,
        **test.place,
        purpose=test.purpose.value,
        answers={key: list(answer) for key, answer in answers.items()},
        right=score.right,
        of=score.of,
        way=Way.FILE.value,
        taken_on=row.on,
        recorded_at=clock.now(),
        recorded_by_id=by.user_id,
    )
