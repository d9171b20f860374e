"""What the kept table should say, told by certificates and roll alone, and where it says something else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulang.common.coverage.models import Standing
from pulang.common.learning.models import Certificate

# Column of the table, and where a certificate has it.
COLUMNS = {
    "certificate_id": "pk",
    "course_id": "enrolment__delivery__course_version__course",
    "delivery_id": "enrolment__delivery",
    "officer_id": "enrolment__contact",
    "issued_on": "issued_on",
    "until": "until",
}
OF_ROLL = ("facility_id", "grade_id", "sex", "joined_on", "left_on")


@dataclass(frozen=True)
class Difference:
    """Certificates by their ids: not kept though they count, kept otherwise, and kept though they do not count."""

    missing: tuple[UUID, ...] = ()
    other: tuple[UUID, ...] = ()
    unfounded: tuple[UUID, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.missing or self.other or self.unfounded)


def expected(**narrowed: Any) -> Iterator[Standing]:
    """The rows of these certificates: those that were not revoked, of people on the roll."""
    rows = Certificate.objects.filter(revoked_at__isnull=True, **narrowed).order_by()
    on_roll = rows.filter(enrolment__contact__officer__isnull=False)
    roll = [f"enrolment__contact__officer__{name}" for name in OF_ROLL]
    for values in on_roll.values_list(*COLUMNS.values(), *roll).iterator(chunk_size=2_000):
        yield Standing(**dict(zip((*COLUMNS, *OF_ROLL), values, strict=True)))


def differing() -> Difference:
    """Count anew and compare with what is kept."""
    names = (*COLUMNS, *OF_ROLL)
    kept = {row[0]: row for row in Standing.objects.order_by().values_list(*names).iterator(chunk_size=2_000)}
    missing, other = [], []
    for row in expected():
        known = kept.pop(row.pk, None)
        if known is None:
            missing.append(row.pk)
        elif known != tuple(getattr(row, name) for name in names):
            other.append(row.pk)
    return Difference(tuple(missing), tuple(other), tuple(kept))
